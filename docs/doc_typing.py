"""What the reader of the tutorial types into a workbook, typed for her: the tables of the page are the input of its commands."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def type_in(book: Path, sheet: str, table: str) -> None:
    """Type a Markdown table into a sheet of a workbook.

    A first column named Cell or 单元格 gives addresses, each with what is typed there; any other table is rows below the last one, under
    the headers of the same name. Dates and numbers become what a spreadsheet program makes of them; a day that does not exist stays
    text, and so does what stands behind an apostrophe.
    """
    import openpyxl

    header, _, *lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.strip().splitlines()]
    workbook = openpyxl.load_workbook(book)
    page = workbook[sheet]
    if header[0] in ("Cell", "单元格"):
        for address, *_, typed in lines:
            page[address] = _as_typed(typed)
    else:
        columns = {str(page.cell(1, column).value): column for column in range(1, page.max_column + 1)}
        filled = [row for row in range(2, page.max_row + 1) if page.cell(row, columns[header[0]]).value is not None]
        for row, values in enumerate(lines, max(filled, default=1) + 1):
            for name, typed in zip(header, values, strict=True):
                if typed:
                    page.cell(row, columns[name], _as_typed(typed))
                    if isinstance(page.cell(row, columns[name]).value, dt.date):
                        page.cell(row, columns[name]).number_format = "yyyy-mm-dd"
        for block in page.tables.values():  # a spreadsheet program widens its table while one types
            block.ref = re.sub(r"\d+$", str(max(page.max_row, 2)), block.ref)
            if block.autoFilter is not None:
                block.autoFilter.ref = block.ref
    workbook.save(book)


def _as_typed(typed: str) -> str | float | dt.date | None:
    if typed.startswith("'"):
        return typed[1:]
    if _DATE.fullmatch(typed):
        try:
            return dt.date.fromisoformat(typed)
        except ValueError:
            return typed
    if typed.isascii() and _NUMBER.fullmatch(typed):
        number = float(typed.replace(",", ""))
        return int(number) if number.is_integer() else number
    return typed or None
