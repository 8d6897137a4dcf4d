"""A cell as people name it: `客户台账!H12`, `'Customer assessment'!G5`, `H12`; and whether a stored value is the recomputed one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from riskledger.errors import CannotRun
from riskledger.i18n import LANGUAGES
from riskledger.i18n import words as words_of
from riskledger.ledger.tiers import read_tier
from riskledger.ledger.values import Problem, as_text, parse_date, parse_days, parse_money
from riskledger.reporting.derivation import Quantity
from riskledger.workbook.rows import column_of, row_number
from riskledger.workbook.sheet import SheetCells, Value
from riskledger.workbook.strings import BadXmlError

_REFERENCE = re.compile(r"(?:(?P<sheet>.+)[!！])?\$?(?P<letters>[A-Za-z]{1,3})\$?(?P<row>[1-9]\d{0,6})")


class Reference(NamedTuple):
    """Sheet (None: the ledger's), row and column, 1-based."""

    sheet: str | None
    row: int
    column: int


def parse_reference(text: str, sheets: Sequence[str]) -> Reference:
    """The cell that a reference names. CannotRun bad_cell, no_such_sheet."""
    found = _REFERENCE.fullmatch(text.strip())
    if found is None:
        raise CannotRun("bad_cell", value=text)
    try:
        row, column = row_number(found["row"].encode()), column_of(found["letters"].upper().encode())
    except BadXmlError:  # beyond the last row or column of any sheet
        raise CannotRun("bad_cell", value=text) from None
    asked = found["sheet"]
    if asked is None:
        return Reference(None, row, column)
    asked = asked.strip()
    if len(asked) > 1 and asked[0] == asked[-1] == "'":
        asked = asked[1:-1].replace("''", "'")
    sheet = next((name for name in sheets if name == asked), next((name for name in sheets if name.casefold() == asked.casefold()), None))
    if sheet is None:
        raise CannotRun("no_such_sheet", sheet=asked, sheets=tuple(sheets))
    return Reference(sheet, row, column)


def value_at(cells: SheetCells, row: int, column: int) -> Value:
    """What a cell holds; None when it is blank."""
    values = cells.columns.get(column)
    return values[cells.rows.index(row)] if values is not None and row in cells.rows else None


def written(stored: Value, kind: str, *, epoch1904: bool = False) -> str | None:
    """What a cell says, as its reader sees it: of a date cell the date, not its serial number."""
    if kind == "date" and isinstance(stored, float) and isinstance(day := parse_date(stored, epoch1904=epoch1904), int):
        return dt.date.fromordinal(day).isoformat()
    return as_text(stored)


def same(stored: Value, quantity: Quantity, *, epoch1904: bool = False) -> bool:
    """Whether a cell says the value, as far as the cell's own rounding goes."""
    kind, value = quantity
    if stored is None or value is None:
        return stored is None and value is None
    if kind in ("share", "points") and isinstance(stored, float) and not isinstance(value, str):
        return abs(stored - value) < (5e-7 if kind == "share" else 0.05)
    readers: dict[str, Callable[[], object]] = {
        "money": lambda: parse_money(stored),
        "days": lambda: parse_days(stored),
        "date": lambda: parse_date(stored, epoch1904=epoch1904),
        "tier": lambda: read_tier(stored) if isinstance(stored, str) else None,
        "confidence": lambda: value if as_text(stored) in {words_of(one)(f"confidence.{value}") for one in LANGUAGES} else None,
    }
    read = readers.get(kind, lambda: as_text(stored))()
    return not isinstance(read, Problem) and read == (value if kind in readers else str(value))
