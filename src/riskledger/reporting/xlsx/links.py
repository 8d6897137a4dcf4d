"""Links from the report back to a cell of the ledger's workbook, which lies in the same folder."""

from __future__ import annotations

from typing import Final, NamedTuple

_LONGEST: Final = 2000  # characters of a link; Excel takes 2,080 once escaped
# What Excel escapes in the path of a link. The sign of escaping comes first, the sign before the cell is escaped too.
_ESCAPED: Final = {ord(sign): f"%{ord(sign):02X}" for sign in '%#"<>[]^`{} '}


class Link(NamedTuple):
    """A text that leads somewhere; without a target it is only text."""

    text: str
    target: str | None


def ledger_link(workbook: str, cell: str, text: str | None = None) -> Link:
    """A link to a cell of the ledger.

    Args:
        workbook: name of the ledger's file.
        cell: with its sheet as in `客户台账!A5` or `'My sheet'!A5`.
        text: what is shown; the reference itself by default.
    """
    sheet, mark, address = cell.rpartition("!")
    shown = cell if text is None else text
    if not mark:
        return Link(shown, None)
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    doubled = sheet.replace("'", "''")
    target = f"external:{workbook.translate(_ESCAPED)}#'{doubled}'!{address}"
    return Link(shown, target if len(target) <= _LONGEST else None)
