"""A cell of one of our result sheets: which figure of which customer it shows, by the sheet's own headers and lines.

The customer assessment has a column per figure; the ageing sheet a column per bucket, told by its header, whatever the bounds.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from riskledger.assessment import Assessment, CustomerAssessment, Money
from riskledger.i18n import LANGUAGES
from riskledger.i18n import words as words_of
from riskledger.ledger.intake import customer_key
from riskledger.ledger.values import as_text
from riskledger.metrics.ageing import BUCKETS
from riskledger.metrics.ageing_scales import Basis
from riskledger.metrics.facts import Bools, Ints
from riskledger.reporting.derivation import DERIVATIONS, ON_FINDINGS_SHEET, Quantity, basis
from riskledger.reporting.making import Making
from riskledger.reporting.reference import Reference, same, value_at, written
from riskledger.reporting.traced import AsOfSource, Input, Made, Part, Traced
from riskledger.reporting.wording import quoted, sheet_of, where
from riskledger.workbook.address import address
from riskledger.workbook.result_sheets import FIRST_ROW, HEADER_ROW
from riskledger.workbook.sheet import SheetCells, Value

Days = Callable[[Ints, Bools], Bools]  # days past due, whether they are known → which rows
_NUMBERS = re.compile(r"\d+")
_OPEN_END = re.compile(r"^[>≥]|以上|over|above|more|\+", re.IGNORECASE)
_ON_CUSTOMER = tuple(key for key in DERIVATIONS if key not in ("days_overdue", "bucket", "column_total", "column_share"))
_SUMS = ("outstanding", "overdue", "exposure", "expected_late_amount", "allowance")


class Bucket(NamedTuple):
    """An ageing bucket: open amounts from so many to so many days past due, or since the invoice; None is without end."""

    first: int | None
    last: int | None
    undated: bool = False

    def holds(self, days: Ints, known: Bools, grace: int = 0) -> Bools:
        """Which of some days past due lie in it; up to the days of grace nothing is past due."""
        days = np.where((days > 0) & (days <= grace), -1, days)
        if self.undated:
            return ~known
        inside = known.copy()
        if self.first is not None:
            inside &= days >= self.first
        if self.last is not None:
            inside &= days <= self.last
        return inside


def column_key(header: str | None) -> str | None:
    """The key of a result sheet's column by its header, in either language; None for a header that is no figure's."""
    for language in LANGUAGES:
        said = words_of(language)
        for key in (*_ON_CUSTOMER, *sorted(ON_FINDINGS_SHEET), "total"):
            if said.has(f"sheet.{key}") and header == said(f"sheet.{key}"):
                return key
    return None


def bucket_named(header: str | None, *, today_apart: bool = True) -> Bucket | None:
    """The bucket that a header names: 未到期, 逾期 31–60 天, over 365 days overdue; None for another header."""
    if not header:
        return None
    names = {words_of(language)(f"bucket.{name}"): name for language in LANGUAGES for name in BUCKETS}
    match names.get(header):
        case "not_due":
            return Bucket(None, -1 if today_apart else 0)
        case "due_today":
            return Bucket(0, 0)
        case "no_due_date":
            return Bucket(None, None, undated=True)
    numbers = [int(number) for number in _NUMBERS.findall(header)]
    if len(numbers) == 2 and numbers[0] <= numbers[1]:
        return Bucket(numbers[0], numbers[1])
    return Bucket(numbers[0] + 1, None) if len(numbers) == 1 and _OPEN_END.search(header) else None


def trace_result(cells: SheetCells, assessment: Assessment, asked: Reference, source: AsOfSource, *, epoch1904: bool = False) -> Traced:
    """How a cell of a result sheet came about; which sheet it is, its own headers say."""
    sheet = _Sheet(cells, assessment)
    traced = sheet.finding(asked, source) if sheet.lists_findings else sheet.figure(asked, source, epoch1904)
    return traced or Traced(
        quoted(cells.sheet, address(asked.row, asked.column)),
        "outside",
        assessment.as_of,
        source,
        header=sheet.headers.get(asked.column),
        stored=as_text(value_at(cells, asked.row, asked.column)),
        why="no_figure",
        near=sheet.near(asked),
    )


class _Sheet:
    def __init__(self, cells: SheetCells, assessment: Assessment) -> None:
        self.cells, self.assessment = cells, assessment
        self.headers = {column: as_text(value_at(cells, HEADER_ROW, column)) or "" for column in cells.columns}
        self.keys = {column: key for column, header in self.headers.items() if (key := column_key(header))}
        today = {words_of(language)("bucket.due_today") for language in LANGUAGES} & set(self.headers.values())
        self.buckets = {
            column: bucket
            for column, header in self.headers.items()
            if column not in self.keys and (bucket := bucket_named(header, today_apart=bool(today)))
        }
        # A sheet by due date always has a column for what is not due; the youngest group by invoice date takes whatever is younger.
        by_due = any(words_of(language)("bucket.not_due") in self.headers.values() for language in LANGUAGES)
        self.basis: Basis = "due_date" if by_due else "invoice_date"
        if not by_due:
            self.buckets = {column: bucket._replace(first=None) if bucket.first == 0 else bucket for column, bucket in self.buckets.items()}
        chinese = any(
            header == words_of("zh")(f"sheet.{self.keys[column]}") for column, header in self.headers.items() if column in self.keys
        )
        self.language: Literal["zh", "en"] = "zh" if chinese else "en"
        self.making = Making(assessment, self.language)

    @property
    def lists_findings(self) -> bool:
        """Whether its lines are findings."""
        return "rule" in self.keys.values()

    def near(self, asked: Reference) -> tuple[str, ...]:
        """The first cells of the nearest line that show a figure."""
        lines = [row for row in self.cells.rows if self.owner(row)]
        row = min(lines, key=lambda each: abs(each - asked.row)) if lines else None
        columns = [column for column in self.headers if self.keys.get(column) in ("tier", *_SUMS, "total") or column in self.buckets]
        return tuple(quoted(self.cells.sheet, address(row, column)) for column in columns[:4]) if row else ()

    def finding(self, asked: Reference, source: AsOfSource) -> Traced | None:
        """A line of the findings sheet: the finding it shows, if it still holds."""
        if asked.row < FIRST_ROW or self.keys.get(asked.column) not in ON_FINDINGS_SHEET:
            return None
        rule, cell = (as_text(self._beside(asked.row, key)) for key in ("rule", "cell"))
        found = [
            f for f in self.assessment.findings if f.rule == rule and self._place(f.sheet, where(self.assessment, f.row, f.column)) == cell
        ]
        if not found:
            return None
        at = where(self.assessment, found[0].row, found[0].column)
        return Traced(
            quoted(self.cells.sheet, address(asked.row, asked.column)),
            "finding",
            self.assessment.as_of,
            source,
            self.keys[asked.column],
            customer=found[0].customer,
            header=self.headers[asked.column],
            stored=as_text(value_at(self.cells, asked.row, asked.column)),
            findings=(found[0],),
            near=(quoted(sheet_of(self.assessment, found[0]), at),) if at else (),
        )

    @staticmethod
    def _place(sheet: str | None, cell: str | None) -> str | None:
        return quoted(sheet, cell) if sheet and cell else cell

    def figure(self, asked: Reference, source: AsOfSource, epoch1904: bool) -> Traced | None:
        """A line's figure, a total, or a share of the total; None for what is none of them."""
        key, bucket = self.keys.get(asked.column), self.buckets.get(asked.column)
        owner = self.owner(asked.row)
        if asked.row < FIRST_ROW or asked.row not in self.cells.rows or not (key or bucket):
            return None
        made = self._of(owner, key, asked.column, asked.row) if owner else self._of_column(key, asked)
        if made is None:
            return None
        stored = value_at(self.cells, asked.row, asked.column)
        blank = 0.0 if bucket and stored is None else stored  # an age group in which nothing is open is left blank
        return Traced(
            quoted(self.cells.sheet, address(asked.row, asked.column)),
            "figure",
            self.assessment.as_of,
            source,
            key or "bucket",
            made.figure,
            customer=owner[0].customer if owner else None,
            header=self.headers[asked.column],
            value=made.value,
            stored=written(stored, made.value.kind, epoch1904=epoch1904),
            agrees=same(blank, made.value, epoch1904=epoch1904),
            inputs=made.inputs,
            parts=made.parts,
            total=made.total,
            policy=basis(made.figure, made.values, self.assessment.policy, self.language),
            why=made.why,
        )

    def owner(self, row: int) -> tuple[CustomerAssessment, Money] | None:
        """Whose line a row is, and in which currency."""
        if row < FIRST_ROW:
            return None
        name, number = (as_text(self._beside(row, key)) for key in ("customer", "customer_id"))
        entry = self._by_key.get(customer_key(name, number) or "") or self._by_key.get(customer_key(name, None) or "")
        currency = as_text(self._beside(row, "currency"))
        parts = [] if entry is None else [part for part in entry.money if len(entry.money) == 1 or (part.currency or "-") == currency]
        return (entry, parts[0]) if entry and parts else None

    @functools.cached_property
    def _by_key(self) -> dict[str, CustomerAssessment]:
        named = {customer_key(entry.customer, None) or "": entry for entry in self.assessment.customers}
        return named | {entry.key: entry for entry in self.assessment.customers}

    def _column(self, key: str) -> int | None:
        return next((column for column, each in self.keys.items() if each == key), None)

    def _beside(self, row: int, key: str) -> Value:
        column = self._column(key)
        return None if column is None else value_at(self.cells, row, column)

    def _sibling(self, row: int, key: str) -> str | None:
        column = self._column(key)
        return None if column is None else quoted(self.cells.sheet, address(row, column))

    def _of(self, owner: tuple[CustomerAssessment, Money], key: str | None, column: int, row: int = 0) -> Made | None:
        entry, money = owner
        if column in self.buckets:
            grace = self.assessment.facts.grace_days if self.basis == "due_date" else 0
            return self.making.bucket(entry, money, functools.partial(self.buckets[column].holds, grace=grace), self.basis)
        figure = "outstanding" if key == "total" else key
        return self.making.of_customer(figure, entry, money, lambda name: self._sibling(row, name)) if figure in _ON_CUSTOMER else None

    def _of_column(self, key: str | None, asked: Reference) -> Made | None:
        """The closing rows of a currency: the total of a column, and on the ageing sheet its share of the whole."""
        totals = {words_of(language)("sheet.total") for language in LANGUAGES}
        at = next(
            (row for row in (asked.row, asked.row - 1) if row in self.cells.rows and as_text(self._beside(row, "customer")) in totals), 0
        )
        if at < FIRST_ROW or not (asked.column in self.buckets or key in _SUMS or key == "total"):
            return None
        currency = as_text(self._beside(at, "currency"))
        total = self._total(key, asked.column, currency)
        if asked.row == at:
            return total
        whole_column = self._column("total") or self._column("outstanding")
        if whole_column is None:
            return None
        whole = self._total("total", whole_column, currency)
        top, bottom = total.value.value, whole.value.value
        inputs = (
            Input("bucket_total", total.value, quoted(self.cells.sheet, address(at, asked.column))),
            Input("grand_total", whole.value, quoted(self.cells.sheet, address(at, whole_column))),
        )
        share = None if not isinstance(top, int) or not isinstance(bottom, int) or not bottom else round(top / bottom, 6)
        return Made("column_share", Quantity("share", share), inputs)

    def _total(self, key: str | None, column: int, currency: str | None) -> Made:
        """The lines of all customers, of one currency where the sheet names it, each made anew, the largest first."""
        parts, why = [], None
        at = {(owner[0].key, owner[1].currency): row for row in self.cells.rows if (owner := self.owner(row))}
        for entry in self.assessment.customers:
            for money in entry.money:
                if currency is not None and (money.currency or "-") != currency:
                    continue
                made = self._of((entry, money), key, column)
                if made is not None and made.value.value is None:
                    why = made.why
                elif made is not None and isinstance(made.value.value, int) and made.value.value:
                    row = at.get((entry.key, money.currency))
                    parts.append(Part(made.value, quoted(self.cells.sheet, address(row, column)) if row else None, entry.customer))
        parts.sort(key=lambda part: -abs(part.quantity.value) if isinstance(part.quantity.value, int) else 0)
        total = Quantity("money", sum(part.quantity.value for part in parts if isinstance(part.quantity.value, int)))
        return Made("column_total", Quantity("money", None) if why else total, parts=tuple(parts), total=total, why=why)
