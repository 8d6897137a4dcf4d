"""The rows of a side sheet below its header: which of them count, where each value stands, and what it means.

What cannot be read counts as blank and becomes a problem at its cell. Money in minor units, days as proleptic ordinals.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from riskledger.ledger.intake import customer_key
from riskledger.ledger.rate_values import parse_rate
from riskledger.ledger.recognise import normalise
from riskledger.ledger.sides.columns import BY_SIDE_KEY
from riskledger.ledger.sides.layout import SideLayout
from riskledger.ledger.sides.side_values import (
    ERROR_CELL,
    factor_of,
    nothing,
    parse_allowance,
    parse_amount,
    parse_cover,
    parse_ratio,
    parse_score,
    parse_size,
)
from riskledger.ledger.terms import Ambiguous, Order, TermsCell, Unknown, parse_terms_cell
from riskledger.ledger.tiers import Tier, read_tier
from riskledger.ledger.values import (
    Problem,
    as_text,
    date_order,
    parse_count,
    parse_currency,
    parse_date,
    parse_flag,
    plain,
)
from riskledger.workbook.sheet import CellError, SheetCells, Value

Parser = Callable[[Value], Any]
NO_PARAMS: Mapping[str, object] = MappingProxyType({})

OUT_OF_RANGE = Problem("RL216")
BAD_TIER = Problem("RL212")
BAD_TERMS = Problem("RL208")
OTHER_START = Problem("RL218")
# Faults that have a text of their own on these sheets; every other one is RL216: the cell counts as blank.
_OWN_RULES = frozenset({"RL208", "RL212", "RL218", "RL221", "RL222", "RL223", "RL506"})
_FIRST_DAY, _LAST_DAY = dt.date(1990, 1, 1).toordinal(), dt.date(2199, 12, 31).toordinal()
_MOST_COMPLAINTS, _MOST_MONEY = 1_000, 10**14  # as in the model of a ledger row
_TOTALS = frozenset({"合计", "总计", "小计", "总额", "汇总", "共计", "total", "totals", "subtotal", "grandtotal", "sum"})
_MERGED_FIELDS = ("customer", "customer_id", "date")


class CellPlace(NamedTuple):
    """Where a value stands: tab name, row and column, 1-based."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class SideProblem:
    """One thing to tell about a side sheet; no sentence, as with a Finding. `row` is None when it concerns the whole sheet."""

    rule: str
    sheet: str
    row: int | None = None
    column: int | None = None
    field: str | None = None
    value: str | None = None
    customer: str | None = None
    params: Mapping[str, object] = dataclasses.field(default_factory=lambda: NO_PARAMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideRow:
    """One row of a side sheet: whose it is and where it stands. `columns` is field key → column, the same for all rows of the sheet."""

    sheet: str
    row: int
    columns: Mapping[str, int]
    customer: str | None
    customer_id: str | None

    @property
    def key(self) -> str | None:
        """The customer key that the row's own words make; None without a customer."""
        return customer_key(self.customer, self.customer_id)

    @property
    def shown(self) -> str:
        """The customer as the row names it."""
        return self.customer or self.customer_id or ""

    def place(self, field: str) -> CellPlace | None:
        """The cell of a field in this row; None when the sheet has no such column."""
        column = self.columns.get(field)
        return None if column is None else CellPlace(self.sheet, self.row, column)

    def problem(self, rule: str, field: str, value: str | None = None, **params: object) -> SideProblem:
        """A problem at one of the row's cells; at its customer where the sheet has no such column."""
        place = self.place(field) or self.place("customer") or self.place("customer_id")
        return SideProblem(rule, self.sheet, self.row, place.column if place else None, field, value, self.shown or None, params)


class SideCells:
    """The rows of a side sheet that count, read field by field, and the problems met so far."""

    def __init__(self, cells: SheetCells, layout: SideLayout, epoch1904: bool, month_end_order: Order | None = None) -> None:
        self.cells, self.layout, self.epoch1904, self.month_end_order = cells, layout, epoch1904, month_end_order
        self.problems: list[SideProblem] = []
        self._merged = {name: self._unmerged(layout.fields[name]) for name in _MERGED_FIELDS if name in layout.fields}
        self.kept, self.skipped = self._rows_kept()
        self.customer: list[str | None] = self._names("customer")
        self.customer_id: list[str | None] = self._names("customer_id")
        self._tell_duplicates()

    # -- rows

    def _rows_kept(self) -> tuple[list[int], int]:
        """Indices of the rows that say something, and how many totals and repeated headers were passed over."""
        kept, skipped = [], 0
        columns = [column for column in self.layout.fields.values() if column in self.cells.columns]
        words = {column: normalise(header.header) for header in self.layout.headers if (column := header.column) in self.cells.columns}
        totals = self._totals()
        for i, row in enumerate(self.cells.rows):
            if row <= self.layout.header_row or all(self._blank(i, column) for column in columns):
                continue
            if _is_total(i, totals) or self._repeats_header(i, words):
                skipped += 1
            else:
                kept.append(i)
        return kept, skipped

    def _blank(self, i: int, column: int) -> bool:
        """Nothing, or the 0 of a formula that was drawn down over unused rows."""
        value = self.cells.columns[column][i]
        if value is None or (isinstance(value, str) and not value.strip()):
            return True
        return value == 0 and (self.cells.rows[i], column) in self.cells.formulas

    def _totals(self) -> list[tuple[list[Value], frozenset[Value]]]:
        """The columns in which a row may say that it is a total, and what of their content says so."""
        columns = [self._column(name) for name in ("customer_id", "customer", "date", "document") if name in self.layout.fields]
        return [(values, frozenset(text for text in set(values) if isinstance(text, str) and _says_total(text))) for values in columns]

    def _repeats_header(self, i: int, words: Mapping[int, str]) -> bool:
        shown = {column: self.cells.columns[column][i] for column in self.layout.fields.values() if column in words}
        return len(shown) > 1 and all(isinstance(text, str) and normalise(text) == words[column] for column, text in shown.items())

    def _unmerged(self, column: int) -> list[Value]:
        """A column with the value of a merged area in each of its rows, as the reader sees it."""
        values = list(self.cells.columns.get(column) or [None] * len(self.cells.rows))
        index = {row: i for i, row in enumerate(self.cells.rows)}
        for box in self.cells.merged:
            if box.left == column and box.top > self.layout.header_row and box.top in index:
                for row in range(box.top + 1, box.bottom + 1):
                    if row in index:
                        values[index[row]] = values[index[box.top]]
        return values

    def _column(self, name: str) -> list[Value]:
        """All cells of a field, merged areas filled where that is the custom."""
        if name in self._merged:
            return self._merged[name]
        return self.cells.columns.get(self.layout.fields.get(name, 0)) or [None] * len(self.cells.rows)

    # -- values

    def read(self, name: str) -> list[Any]:
        """A field of the rows kept, by its column's type; None where blank or not understood."""
        if name not in self.layout.fields:
            return [None] * len(self.kept)
        column = self._column(name)
        raw = [column[i] for i in self.kept]
        parser = self._parser(name, raw)
        meanings: dict[tuple[type, Value], Any] = {}  # by type too: TRUE equals 1
        found = []
        for at, value in enumerate(raw):
            same = (type(value), value)
            if same not in meanings:
                meanings[same] = parser(value)
            found.append(self._accepted(name, at, value, meanings[same]))
        return found

    def texts(self, name: str) -> list[str | None]:
        """A field as written, without a judgement on it."""
        column = self._column(name)
        return [as_text(column[i]) for i in self.kept]

    def common(self, at: int) -> dict[str, Any]:
        """What every SideRow has, for the row at a place among those kept."""
        return {
            "sheet": self.cells.sheet,
            "row": self.cells.rows[self.kept[at]],
            "columns": self.layout.fields,
            "customer": self.customer[at],
            "customer_id": self.customer_id[at],
        }

    def report(self, rule: str, at: int, name: str, value: str | None = None, **params: object) -> None:
        """Add a problem at a row's cell of a field."""
        self.problems.append(SideRow(**self.common(at)).problem(rule, name, value, **params))

    def _accepted(self, name: str, at: int, raw: Value, meaning: Any) -> Any:
        if isinstance(meaning, Ambiguous):
            self.report("RL217", at, name, as_text(raw), readings=meaning.readings)
            return None
        if isinstance(meaning, Problem):
            self.report(meaning.rule if meaning.rule in _OWN_RULES else "RL216", at, name, as_text(raw))
            return None
        return meaning

    def _parser(self, name: str, raw: list[Value]) -> Parser:
        factor = next((factor_of(header.header) for header in self.layout.headers if header.field == name), 1)
        order = date_order(set(raw))
        parsers: dict[str, Parser] = {
            "text": lambda value: ERROR_CELL if isinstance(value, CellError) else None if nothing(value) else as_text(value),
            "clause": lambda value: ERROR_CELL if isinstance(value, CellError) else as_text(value),
            "money": lambda value: _within(parse_amount(value, factor), 0, _MOST_MONEY),
            "signed_money": lambda value: _within(parse_amount(value, factor), -_MOST_MONEY, _MOST_MONEY),
            # 0 is what a formula makes of a blank cell.
            "date": lambda value: (
                None if nothing(value) or value == 0 else _within(parse_date(value, order, epoch1904=self.epoch1904), _FIRST_DAY, _LAST_DAY)
            ),
            "terms": lambda value: _terms(value, self.month_end_order),
            "count": lambda value: None if nothing(value) else _within(parse_count(value), 0, _MOST_COMPLAINTS),
            "flag": lambda value: ERROR_CELL if isinstance(value, CellError) else parse_flag(value),
            "tier": _tier,
            "score": parse_score,
            "size": parse_size,
            "cover": lambda value: parse_cover(value, factor),
            "allowance": lambda value: parse_allowance(value, factor),
            "ratio": parse_ratio,
            "rate": parse_rate,
            "currency": lambda value: ERROR_CELL if isinstance(value, CellError) else parse_currency(value),
        }
        return parsers[BY_SIDE_KEY[self.layout.kind][name].type]

    def _names(self, name: str) -> list[str | None]:
        """Names or ids; a dash or a 0 down a column is no name, an error cell is none that could be known."""
        column = self._column(name)
        names = {value: None if nothing(value) or isinstance(value, CellError) else as_text(value) for value in set(column)}
        return [None if (text := names[column[i]]) == "0" else text for i in self.kept]

    def _tell_duplicates(self) -> None:
        for header in self.layout.headers:
            if header.duplicate_of is not None:
                used = next(h.header for h in self.layout.headers if h.column == header.duplicate_of)
                place = (self.layout.header_row, header.column)
                self.problems.append(SideProblem("RL102", self.cells.sheet, *place, value=header.header, params={"used": used}))


def _within(value: int | Problem | None, least: int, most: int) -> int | Problem | None:
    """A value that can be believed; others are a slip of entry or format."""
    return value if value is None or isinstance(value, Problem) or least <= value <= most else OUT_OF_RANGE


def _terms(value: Value, order: Order | None) -> TermsCell | Problem:
    """Net days or a rule; terms that cannot be read are a Problem."""
    meaning = None if nothing(value) else parse_terms_cell(value, order)
    if isinstance(meaning, Unknown):
        return OTHER_START if meaning.reason == "other_start" else BAD_TERMS
    return meaning


def _tier(value: Value) -> Tier | Problem | None:
    if nothing(value):
        return None
    text = as_text(value)
    return read_tier(plain(text)) or BAD_TIER if text and not isinstance(value, CellError) else ERROR_CELL


def _is_total(i: int, totals: list[tuple[list[Value], frozenset[Value]]]) -> bool:
    """A row that says total and has no id or date of its own: a company may be called Total."""
    return any(values[i] in said for values, said in totals) and all(values[i] is None or values[i] in said for values, said in totals)


def _says_total(text: str) -> bool:
    return "".join(plain(text).rstrip(":").split()) in _TOTALS
