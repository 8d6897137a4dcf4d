"""The write-back plan: which cells change, which columns and result sheets are added. Applied by `save`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from riskledger.workbook.number_formats import ShownNumber
from riskledger.workbook.result_sheets import ResultSheet

Content = str | int | float | ShownNumber


class CellEdit(NamedTuple):
    """One cell to set, by 1-based row and column. Text is written as text whatever it begins with.

    A number takes the cell's style without a date format, a ShownNumber the cell's style with a number format of its own.
    """

    row: int
    column: int
    value: Content


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A column appended to the ledger at a free place (see `sheet.free_column`); its cells come as CellEdits."""

    column: int
    header: str
    width: float = 12.0


@dataclass(frozen=True, slots=True)
class WritePlan:
    """Everything a run wants to change in a workbook. `edits` ascend by (row, column) and never name a formula cell."""

    sheet: str
    header_row: int
    last_row: int
    edits: Sequence[CellEdit] = ()
    new_columns: Sequence[NewColumn] = ()
    result_sheets: Sequence[ResultSheet] = field(default=())
