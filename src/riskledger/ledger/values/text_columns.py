"""A whole column of texts at once: whether any of them needs trimming or stands for an error."""

from __future__ import annotations

from collections.abc import Sequence
from types import NoneType
from typing import Any

from riskledger.workbook.sheet import Value


def reads_as_is(value: Value) -> bool:
    """Whether a cell is blank or a text that needs no trimming and can be no error: then `as_text` would give it back unchanged."""
    if type(value) is not str:
        return value is None
    return value.isprintable() and value[:1] not in ("", " ", "#") and value[-1] != " "


def all_read_as_is(values: Sequence[Value]) -> bool:
    """Whether all cells of a column do, seen in one text of them all, a line each."""
    if not set(map(type, values)) <= {str, NoneType}:
        return False
    texts: list[Any] = [value for value in values if value is not None]
    lines = "\n".join(["", *texts, ""])
    if lines.count("\n") != len(texts) + 1 or not lines.replace("\n", "").isprintable():
        return False
    return not texts or not any(edge in lines for edge in ("\n\n", "\n ", " \n", "\n#"))
