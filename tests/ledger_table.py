"""A sheet drawn as a small table: what the reader sees is what the program reads, as cells or as a real workbook.

One line is a sheet row, `|` stands between cells. A blank line is a blank row. A cell is
    text, or 'text where it would otherwise be a number    12.5      a number
    @2026-01-31   a real date                              !#N/A     an error cell
    {A2*2}30      a formula with its shown value           TRUE      a truth value
"""

from __future__ import annotations

import datetime as dt
import re
from array import array
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import xlsxwriter

from riskledger.checks.consistency import check_rows
from riskledger.checks.findings import Finding
from riskledger.ledger.customers import Customers, customers_on
from riskledger.ledger.intake import Ledger, read_ledger
from riskledger.ledger.known import Known, known_on
from riskledger.ledger.recognise import Layout, recognise
from riskledger.workbook.address import address
from riskledger.workbook.sheet import CellError, SheetCells, Value

DAY_ZERO = dt.date(1899, 12, 30).toordinal()
AS_OF = "2026-10-31"
NO_SHEETS: Mapping[str, str] = MappingProxyType({})


class Cell(NamedTuple):
    value: Value
    formula: str | None = None
    is_date: bool = False


def cell(drawn: str) -> Cell:
    """One cell of the drawing."""
    drawn = drawn.strip()
    if formula := re.fullmatch(r"\{(.*?)\}(.*)", drawn):
        return Cell(cell(formula[2]).value, formula[1])
    if drawn.startswith("@"):
        return Cell(float(dt.date.fromisoformat(drawn[1:]).toordinal() - DAY_ZERO), None, True)
    if drawn.startswith("!"):
        return Cell(CellError(drawn[1:]))
    if drawn in ("TRUE", "FALSE"):
        return Cell(drawn == "TRUE")
    if re.fullmatch(r"-?\d+(\.\d+)?", drawn):
        return Cell(float(drawn))
    return Cell(drawn.removeprefix("'") or None)


def grid(table: str) -> dict[tuple[int, int], Cell]:
    """(row, column) → cell, 1-based, of a drawing whose first line is row 1."""
    found = {}
    for row, line in enumerate(table.strip("\n").splitlines(), 1):
        for column, drawn in enumerate(line.split("|"), 1):
            if (drawn_cell := cell(drawn)).value is not None or drawn_cell.formula:
                found[row, column] = drawn_cell
    return found


def sheet(table: str, name: str = "台账") -> SheetCells:
    """The drawing as cells that have been read."""
    cells = grid(table)
    rows = sorted({row for row, _ in cells})
    columns = {
        column: [cells[row, column].value if (row, column) in cells else None for row in rows] for column in sorted({c for _, c in cells})
    }
    return SheetCells(
        sheet=name,
        rows=rows,
        columns=columns,
        styles={column: array("l", [0] * len(rows)) for column in columns},
        formulas={place: found.formula for place, found in cells.items() if found.formula is not None},
    )


def write(
    path: Path, table: str, *, protect: bool = False, beside: str | None = None, tab: str = "档案", more: Mapping[str, str] = NO_SHEETS
) -> Path:
    """The drawing as a workbook with one sheet, or with a second one, `tab`, beside it, and more by name."""
    workbook = xlsxwriter.Workbook(str(path))
    page = workbook.add_worksheet("台账")
    date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    _draw(page, table, date)
    if beside is not None:
        _draw(workbook.add_worksheet(tab), beside, date)
    for name, drawn in more.items():
        _draw(workbook.add_worksheet(name), drawn, date)
    if protect:
        page.protect()
    workbook.close()
    return path


def _draw(page: xlsxwriter.worksheet.Worksheet, table: str, date: xlsxwriter.format.Format) -> None:
    for (row, column), (value, formula, is_date) in grid(table).items():
        at = (row - 1, column - 1)
        if formula is not None:
            page.write_formula(*at, "=" + formula, None, value)
        elif isinstance(value, CellError):
            page.write_formula(*at, "=NA()", None, str(value))
        elif isinstance(value, bool):
            page.write_boolean(*at, value)
        elif isinstance(value, float):
            page.write_number(*at, value, date if is_date else None)
        else:
            page.write_string(*at, str(value))


class Read(NamedTuple):
    """A drawing after reading and checking: what every test looks at."""

    layout: Layout
    ledger: Ledger
    known: Known
    grouped: Customers
    findings: list[Finding]

    @property
    def found(self) -> list[str]:
        """Findings as `RL201 C3`."""
        return [f"{f.rule} {address(f.row, f.column or 1) if f.row else '-'}" for f in self.findings]

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Rows assessed, excluded, later, skipped."""
        assessed, later = int(self.known.assessed.sum()), int(self.known.later.sum())
        return assessed, len(self.ledger.rows) - assessed - later, later, self.ledger.skipped

    @property
    def outstanding(self) -> list[float]:
        """What is open on each assessed row, in units."""
        return [int(minor) / 100 for minor in self.known.outstanding[self.known.assessed]]


def read(
    table: str, *, as_of: str = AS_OF, mapping: dict[str, str] | None = None, epoch1904: bool = False, terms: int | None = None
) -> Read:
    """A drawing through recognition, intake, the as-of date and the row checks."""
    cells = sheet(table)
    layout = recognise([cells], mapping)
    ledger = read_ledger(cells, layout, epoch1904=epoch1904)
    known = known_on(ledger, dt.date.fromisoformat(as_of), default_terms=terms)
    return Read(layout, ledger, known, customers_on(ledger, known), [*ledger.findings, *check_rows(ledger, known, cells)])


def day(text: str) -> int:
    """The ordinal of an ISO date."""
    return dt.date.fromisoformat(text).toordinal()
