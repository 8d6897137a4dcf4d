"""The sheet of exchange rates: a currency, its rate, and from which day on; on T the latest rate on or before T counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from riskledger.ledger.rate_values import base_of
from riskledger.ledger.sides.cells import SideCells, SideProblem, SideRow
from riskledger.ledger.sides.layout import SideLayout
from riskledger.workbook.sheet import SheetCells


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRow(SideRow):
    """One line: base currency per unit of a currency, from a day on (an ordinal); None: at any time."""

    currency: str
    rate: Decimal
    date: int | None


@dataclass(frozen=True, slots=True)
class RateTable:
    """A sheet of rates as read; `base` is the currency that its header names."""

    layout: SideLayout
    rows: tuple[RateRow, ...]
    base: str | None
    problems: tuple[SideProblem, ...]


@dataclass(frozen=True, slots=True)
class Quotes:
    """The rate of each currency on a day, and what has to be told of those that have two."""

    by_currency: Mapping[str, RateRow]
    clashes: Mapping[str, SideProblem]


def read_rate_table(cells: SheetCells, layout: SideLayout, *, epoch1904: bool = False) -> RateTable:
    """Read all lines of a sheet of rates; one without a currency or a usable rate, or with an unreadable date, is left out."""
    side = SideCells(cells, layout, epoch1904)
    currency, rate, date = side.read("currency"), side.read("rate"), side.read("date")
    unreadable = {problem.row for problem in side.problems if problem.field == "date"}
    rows = []
    for at in range(len(side.kept)):
        common = side.common(at)
        if currency[at] is not None and rate[at] is not None and common["row"] not in unreadable:
            rows.append(RateRow(**common, currency=currency[at], rate=rate[at], date=date[at]))
    header = next((header.header for header in layout.headers if header.field == "rate"), "")
    return RateTable(layout, tuple(rows), base_of(header), tuple(side.problems))


def quotes_on(tables: Iterable[RateTable], as_of: int) -> Quotes:
    """The latest rate of every currency on or before the as-of date (an ordinal); an undated one gives way to any dated one.

    Two different rates for the same day are none (RL509).
    """
    chosen: dict[str, RateRow] = {}
    clashes: dict[str, SideProblem] = {}
    for row in (row for table in tables for row in table.rows):
        if row.date is not None and row.date > as_of:
            continue
        other = chosen.get(row.currency)
        if other is None or (row.date or 0) > (other.date or 0):
            chosen[row.currency] = row
            clashes.pop(row.currency, None)
        elif (row.date or 0) == (other.date or 0) and row.rate != other.rate:
            first = f"{row.rate:f} / {other.rate:f}"
            clashes[row.currency] = row.problem("RL509", "rate", first, currency=row.currency)
    return Quotes({currency: row for currency, row in chosen.items() if currency not in clashes}, clashes)
