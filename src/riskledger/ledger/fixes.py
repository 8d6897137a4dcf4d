"""The cells of a ledger that have one reading and should be written so: which ones, what they hold and what they should hold.

Formulas, cells with a finding about their value, columns of swapped dates, the contact log and the computed tier and action are left
alone, and so is whatever other cells are read by: the ledger reads the same before and after.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from riskledger.ledger.columns import BY_KEY
from riskledger.ledger.data_rows import data_rows
from riskledger.ledger.fixed_values import (
    FixKind,
    Mended,
    mended_amount,
    mended_code,
    mended_count,
    mended_date,
    mended_days,
    mended_name,
    mended_terms,
    without_edges,
)
from riskledger.ledger.intake import Ledger
from riskledger.ledger.line_items import DOCUMENT_FIELDS, one_row_per_document
from riskledger.ledger.recognise import PAID_WORDS, normalise
from riskledger.ledger.swapped_dates import HANDFUL
from riskledger.ledger.values import date_order, money_currency, numbers_order, parse_currency, parse_flag
from riskledger.workbook.number_formats import ShownNumber
from riskledger.workbook.sheet import CellError, SheetCells, Value

Mender = Callable[[Value], Mended | None]

# The contact log is hers, and what the program computes it writes itself. Declared days are computed too, but often typed in.
_LEFT_ALONE = frozenset({"contact_log", "tier", "action"})
_NAMES = frozenset({"customer", "contact_person", "owner"})
_CODES = frozenset({"customer_id", "document", "currency"})
_UNREADABLE = "RL2"  # the family of findings about what a cell holds
_SWAPPED = "RL107"


class Fix(NamedTuple):
    """One cell to mend. old: what it holds; new: what it should hold."""

    row: int
    column: int
    field: str
    kind: FixKind
    old: Value
    new: str | ShownNumber


class Fixes(NamedTuple):
    """What a ledger calls for. kept: amounts (row, column) that stay text because nothing else names their currency."""

    fixes: tuple[Fix, ...]
    kept: tuple[tuple[int, int], ...] = ()


def fixes_of(cells: SheetCells, ledger: Ledger, *, epoch1904: bool = False) -> Fixes:
    """The cells to mend by row and column, none where all is as it should be.

    Args:
        cells: of the ledger sheet, as read.
        ledger: what was understood of them, with its findings.
        epoch1904: whether the workbook counts days from 1904.
    """
    return _Search(cells, ledger, epoch1904).found()


def mended_cells(cells: SheetCells, fixes: Iterable[Fix]) -> SheetCells:
    """The cells as they read once the fixes are written."""
    columns, place = dict(cells.columns), {row: i for i, row in enumerate(cells.rows)}
    copied: set[int] = set()
    for fix in fixes:
        if fix.column not in copied:
            copied.add(fix.column)
            columns[fix.column] = list(columns[fix.column])
        columns[fix.column][place[fix.row]] = float(fix.new.digits) if isinstance(fix.new, ShownNumber) else fix.new
    return dataclasses.replace(cells, columns=columns)


class _Search:
    """The work on one ledger."""

    def __init__(self, cells: SheetCells, ledger: Ledger, epoch1904: bool) -> None:
        self.cells, self.ledger, self.epoch1904 = cells, ledger, epoch1904
        self.layout = ledger.layout
        self.rows, _ = data_rows(cells, self.layout)  # with the further lines of documents, which are to stay alike
        self.swapped = {finding.column for finding in ledger.findings if finding.rule == _SWAPPED}
        self.closed = {(f.row, f.column) for f in ledger.findings if f.rule.startswith(_UNREADABLE)} | cells.formulas.keys()
        self.kept: list[tuple[int, int]] = []

    def found(self) -> Fixes:
        fixes: list[Fix] = []
        for key, column in self.layout.fields.items():
            if column in self.cells.columns and column not in self.swapped and key not in _LEFT_ALONE:
                fixes += self._column(key, column)
        if one_row_per_document(mended_cells(self.cells, fixes), self.layout, self.rows) != self.ledger.index:
            fixes = [fix for fix in fixes if fix.field not in DOCUMENT_FIELDS]  # lines would come to look like one document's
        fixes.sort(key=lambda fix: fix[:2])
        return Fixes(tuple(fixes), tuple(sorted(self.kept)))

    def _column(self, key: str, column: int) -> list[Fix]:
        kind = BY_KEY[key].type
        values = self.cells.columns[column]
        distinct = {value for value in set(values) if _may_need_mending(value, dates=kind == "date")}
        if not distinct:
            return []
        mender = self._mender(key, [values[i] for i in self.ledger.index])
        meaning = {value: mended for value in distinct if (mended := mender(value)) is not None}
        fixes = []
        if meaning:
            rows = self.cells.rows
            for i in self.rows:
                value = values[i]
                if value in meaning and (rows[i], column) not in self.closed and not isinstance(value, bool | CellError):
                    fixes.append(Fix(rows[i], column, key, *_in_order(meaning[value], value)))
        if kind == "date":
            return self._without_proofs(fixes, column)
        if key == ("amount" if "amount" in self.layout.fields else "outstanding"):
            return self._without_currencies(fixes, column)
        return fixes

    def _mender(self, key: str, values: Sequence[Value]) -> Mender:
        """What mends a cell of a field. values: of its column, the rows that count."""
        header = next((header for header in self.layout.headers if header.field == key), None)
        unit = header.unit if header else 1
        match BY_KEY[key].type:
            case "money" if key == "disputed":
                return lambda value: _text_only(value) if isinstance(parse_flag(value), bool) else mended_amount(value, unit)
            case "money":
                return lambda value: mended_amount(value, unit)
            case "date":
                if header and header.how != "mapped" and normalise(header.header) in PAID_WORDS:
                    return _text_only
                order = date_order(set(values))
                return lambda value: mended_date(value, order, epoch1904=self.epoch1904)
            case "days":
                return mended_days
            case "count":
                return mended_count
            case "terms":
                return mended_terms
        text = mended_name if key in _NAMES else mended_code if key in _CODES else without_edges
        return lambda value: text(value) if isinstance(value, str) else None

    def _without_proofs(self, fixes: list[Fix], column: int) -> list[Fix]:
        """The dates to mend, without 25/03/2024 and its like where 03/04/2024 has to stay a text: it is read in their order.

        A handful of such texts left beside date cells would look like a column with day and month swapped, too.
        """
        mended = {fix.row for fix in fixes if isinstance(fix.new, ShownNumber)}
        values, rows = self.cells.columns[column], self.cells.rows
        staying = {value for i in self.rows if isinstance(value := values[i], str) and rows[i] not in mended}
        orders = [order for text in staying if (order := numbers_order(text)) is not None]
        if "either" not in orders and len(orders) < (1 if self.swapped else HANDFUL):
            return fixes
        return [fix for fix in fixes if not (isinstance(fix.old, str) and numbers_order(fix.old))]

    def _without_currencies(self, fixes: list[Fix], column: int) -> list[Fix]:
        """The amounts to mend, without those whose own text alone names the row's currency."""
        values, stated = self.cells.columns[column], self.cells.columns.get(self.layout.fields.get("currency", 0))
        named = {value: money_currency(value) for value in {values[i] for i in self.ledger.index} if isinstance(value, str)}
        if "currency" not in self.layout.fields and set(named.values()) <= {"CNY", None}:
            return fixes
        known = {value: isinstance(parse_currency(value), str) for value in set(stated or ())}
        place = {row: i for i, row in enumerate(self.cells.rows)}
        chosen = []
        for fix in fixes:
            if isinstance(fix.new, ShownNumber) and money_currency(fix.old) and not (stated and known[stated[place[fix.row]]]):
                self.kept.append((fix.row, fix.column))
            else:
                chosen.append(fix)
        return chosen


def _in_order(mended: Mended, old: Value) -> tuple[FixKind, Value, str | ShownNumber]:
    return mended.kind, old, mended.content


def _may_need_mending(value: Value, *, dates: bool) -> bool:
    if isinstance(value, str):
        return not isinstance(value, CellError)
    return dates and isinstance(value, float) and value >= 10_000_000


def _text_only(value: Value) -> Mended | None:
    return without_edges(value) if isinstance(value, str) else None
