"""Cell addresses as people write them: H12."""

from __future__ import annotations

from riskledger.workbook.rows import letters_of as column_letters

__all__ = ["address", "column_letters"]


def address(row: int, column: int) -> str:
    """The A1 address of a 1-based row and column."""
    return f"{column_letters(column)}{row}"
