"""The snapshots on the follow-up sheet as read: one line per as-of date, customer and currency, each checked by itself.

The analyst may sort, filter and delete lines. A line that cannot be used is told at its cell and set aside, never dropped.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar, cast

from riskledger.checks.findings import Finding
from riskledger.ledger.intake import customer_key
from riskledger.ledger.recognise import normalise
from riskledger.ledger.tiers import Tier, read_tier
from riskledger.ledger.values import as_text, parse_date
from riskledger.workbook.book import Book
from riskledger.workbook.result_sheets import HEADER_ROW, Kind
from riskledger.workbook.sheet import SheetCells, Value

HISTORY = "history"  # the mark of the sheet
UNUSABLE, TWICE, NO_COLUMNS = "RL703", "RL704", "RL705"

_T = TypeVar("_T")


class SnapshotColumn(NamedTuple):
    """A column of the sheet: header in both languages, look and width."""

    zh: str
    en: str
    kind: Kind
    width: float


COLUMNS: Mapping[str, SnapshotColumn] = {
    "as_of": SnapshotColumn("截至日", "As of", "date", 12),
    "customer_id": SnapshotColumn("客户编号", "Customer ID", "text", 12),
    "customer": SnapshotColumn("客户名称", "Customer name", "text", 28),
    "tier": SnapshotColumn("风险等级", "Risk tier", "tier", 10),
    "score": SnapshotColumn("信用评分", "Credit score", "points", 9),
    "currency": SnapshotColumn("币种", "Currency", "text", 9),
    "outstanding": SnapshotColumn("未收金额", "Outstanding", "money", 16),
    "overdue": SnapshotColumn("逾期金额", "Overdue", "money", 16),
    "exposure": SnapshotColumn("风险敞口", "Exposure", "money", 16),  # where it is not what is outstanding
    "action": SnapshotColumn("行动计划", "Action plan", "text", 36),
    "policy": SnapshotColumn("政策摘要", "Policy digest", "text", 14),
    "rated": SnapshotColumn("评级对象", "Rated as", "text", 10),
}
RATED_AS = {"zh": ("客户", "集团"), "en": ("Customer", "Group")}  # by whether it was a group
_REQUIRED = ("as_of", "customer", "tier", "score", "outstanding", "overdue")
_FIELD_OF = {normalise(header): key for key, column in COLUMNS.items() for header in column[:2]}


class SnapshotLine(NamedTuple):
    """A customer's balance in one currency as assessed on a day. `as_of` ordinal, `score` 0 risky … 100 safe, money in minor units."""

    as_of: int
    customer_id: str | None
    customer: str
    tier: Tier
    score: float
    currency: str | None
    outstanding: int
    overdue: int
    exposure: int
    action: str
    policy: str  # the digest
    by_group: bool


class SetAside(NamedTuple):
    """A line that cannot be used, with its cells by column key as they stand."""

    row: int
    cells: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class SnapshotLines:
    """What the workbook keeps of earlier runs. `readable` is False when the sheet's headers are not to be understood."""

    sheet: str | None = None
    lines: Sequence[SnapshotLine] = ()
    set_aside: Sequence[SetAside] = ()
    findings: tuple[Finding, ...] = ()
    readable: bool = True

    @property
    def latest(self) -> dt.date | None:
        """The latest as-of date of any line."""
        return dt.date.fromordinal(max(line.as_of for line in self.lines)) if self.lines else None


def snapshot_lines(book: Book) -> SnapshotLines:
    """Read the snapshots that earlier runs left in a workbook.

    A line that cannot be used is RL703, a second one for the same date, customer and currency RL704, a sheet without its columns RL705.
    Where there are several such sheets (one with her chart on it is hers and is written no more), an earlier one only adds dates.
    CannotRun("damaged") as for any sheet.
    """
    found = SnapshotLines()
    for own in book.marked_sheets(HISTORY):
        here = _read(book.read(own.name), book.epoch1904)
        days = {line.as_of for line in here.lines}
        older = [line for line in found.lines if line.as_of not in days]
        found = SnapshotLines(
            own.name, [*here.lines, *older] if older else here.lines, here.set_aside, (*found.findings, *here.findings), here.readable
        )
    return found


def day_of_line(book: Book, sheet: str, row: int) -> dt.date | None:
    """The as-of date of a line of the follow-up sheet; None where the row says none."""
    cells = book.read(sheet)
    column = _columns(cells).get("as_of")
    day = _day(cells.columns[column][cells.rows.index(row)], book.epoch1904) if column and row in cells.rows else None
    return dt.date.fromordinal(day) if day else None


def _columns(cells: SheetCells) -> dict[str, int]:
    """Key → column, by the headers; nothing without them."""
    columns: dict[str, int] = {}
    if HEADER_ROW in cells.rows:
        header = cells.rows.index(HEADER_ROW)
        for column, values in sorted(cells.columns.items()):
            text = values[header]
            key = _FIELD_OF.get(normalise(text)) if isinstance(text, str) else None
            if key is not None:
                columns.setdefault(key, column)
    return columns


def _read(cells: SheetCells, epoch1904: bool) -> SnapshotLines:
    columns = _columns(cells)
    lacking = tuple(key for key in _REQUIRED if key not in columns)
    if lacking:
        finding = Finding(NO_COLUMNS, HEADER_ROW, 1, params={"lacking": lacking}, sheet=cells.sheet)
        return SnapshotLines(cells.sheet, findings=(finding,), readable=False)
    return _Lines(cells, columns, cells.rows.index(HEADER_ROW) + 1, epoch1904).read()


class _Lines:
    """The rows below the header; every column is understood at once, each distinct text or date once."""

    def __init__(self, cells: SheetCells, columns: Mapping[str, int], first: int, epoch1904: bool) -> None:
        self.cells, self.columns, self.first, self.epoch1904 = cells, columns, first, epoch1904
        self.findings: list[Finding] = []
        self.set_aside: list[SetAside] = []

    def read(self) -> SnapshotLines:
        days = self._each("as_of", lambda value: _day(value, self.epoch1904))
        numbers, names = self._each("customer_id", as_text), self._each("customer", as_text)
        tiers = self._each("tier", lambda value: read_tier(value) if isinstance(value, str) else None)
        scores = [value if type(value) is float and 0 <= value <= 100 else None for value in self._cells("score")]
        owed, late = (self._each(key, _minor) for key in ("outstanding", "overdue"))
        risked = self._exposures(owed)
        currencies, actions = self._each("currency", _currency), self._each("action", lambda value: as_text(value) or "")
        policies = self._each("policy", lambda value: as_text(value) or "")
        groups = self._each("rated", lambda value: value in {group for _, group in RATED_AS.values()})
        if None in names:
            names = [name or number for name, number in zip(names, numbers, strict=True)]
        owners = list(zip(names, numbers, strict=True))
        keys = {owner: customer_key(*owner) for owner in set(owners)}
        places = list(zip(days, map(keys.__getitem__, owners), currencies, strict=True))
        found = list(zip(days, numbers, names, tiers, scores, currencies, owed, late, risked, actions, policies, groups, strict=True))
        required: dict[str, Sequence[object]] = dict(
            zip((*_REQUIRED, "exposure"), (days, names, tiers, scores, owed, late, risked), strict=True)
        )
        if any(None in column for column in required.values()) or len(set(places)) < len(places):
            found = [found[at] for at in self._usable(required, places)]
        # The columns were read as what a line holds, and none of those required is None.
        lines = cast(list[SnapshotLine], list(map(SnapshotLine._make, found)))
        return SnapshotLines(self.cells.sheet, lines, self.set_aside, tuple(self.findings))

    def _exposures(self, owed: Sequence[int | None]) -> list[int | None]:
        """What was at risk; where nothing is said, what was outstanding."""
        stated = list(zip(self._cells("exposure"), self._each("exposure", _minor), owed, strict=True))
        return [max(0, open_ or 0) if cell is None else minor for cell, minor, open_ in stated]

    def _usable(self, required: Mapping[str, Sequence[object]], places: Sequence[Hashable]) -> Iterator[int]:
        """The lines that say all that is required and say it first; the others are set aside, but for those she emptied."""
        seen = set()
        for at, place in enumerate(places):
            lacking = next((key for key, column in required.items() if column[at] is None), None)
            if lacking is None and place not in seen:
                seen.add(place)
                yield at
            elif lacking is None:
                self._put_aside(TWICE, self.first + at, "customer")
            elif any(values[self.first + at] is not None for values in self.cells.columns.values()):
                self._put_aside(UNUSABLE, self.first + at, lacking)

    def _cells(self, key: str) -> list[Value]:
        if key not in self.columns:
            return [None] * (len(self.cells.rows) - self.first)
        return self.cells.columns[self.columns[key]][self.first :]

    def _each(self, key: str, convert: Callable[[Value], _T]) -> list[_T]:
        values = self._cells(key)
        known = {value: convert(value) for value in set(values)}
        return list(map(known.__getitem__, values))

    def _put_aside(self, rule: str, at: int, key: str) -> None:
        row, column = self.cells.rows[at], self.columns[key]
        there = {name: self.cells.columns[place][at] for name, place in self.columns.items()}
        day = _day(there["as_of"], self.epoch1904)
        if day is not None:
            there["as_of"] = dt.datetime.combine(dt.date.fromordinal(day), dt.time())
        self.set_aside.append(SetAside(row, there))
        header = as_text(self.cells.columns[column][self.first - 1])
        customer = as_text(there["customer"])
        self.findings.append(
            Finding(rule, row, column, value=as_text(there[key]), customer=customer, params={"header": header}, sheet=self.cells.sheet)
        )


def _day(value: Value, epoch1904: bool) -> int | None:
    day = parse_date(value, epoch1904=epoch1904)
    return day if isinstance(day, int) else None


def _currency(value: Value) -> str | None:
    text = as_text(value)
    return None if text in (None, "-") else text


def _minor(value: Value) -> int | None:
    """A number cell of two decimals as minor units."""
    return round(value * 100) if type(value) is float and math.isfinite(value) else None
