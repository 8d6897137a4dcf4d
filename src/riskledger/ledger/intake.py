"""From the cells of a recognised sheet to a Ledger: every row read, every value understood or reported with its address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import NoneType
from typing import Any

import numpy as np

from riskledger.checks.findings import Finding
from riskledger.ledger.columns import BY_KEY
from riskledger.ledger.models import out_of_range
from riskledger.ledger.recognise import Layout, normalise
from riskledger.ledger.tiers import Tier, read_tier
from riskledger.ledger.values import (
    LIMIT,
    Problem,
    as_text,
    date_order,
    has_fraction,
    parse_count,
    parse_currency,
    parse_date,
    parse_days,
    parse_disputed,
    parse_money,
    parse_open,
    parse_terms,
    plain,
)
from riskledger.workbook.sheet import CellError, SheetCells, Value

Parser = Callable[[Value], Any]

# Fields without which a row's figures would be wrong: an unreadable value leaves the row out.
DECISIVE = frozenset({"customer", "customer_id", "invoice_date", "due_date", "payment_date", "amount", "paid_amount", "outstanding"})
_TOTAL_WORDS = frozenset(
    {
        "合计",
        "总计",
        "小计",
        "总额",
        "累计",
        "汇总",
        "共计",
        "本页合计",
        "合计金额",
        "total",
        "totals",
        "subtotal",
        "grandtotal",
        "sum",
        "sumtotal",
        "overalltotal",
    }
)
_TOTAL_ENDING = re.compile(r".+?(?:\s+(?:sub)?total|\s*(?:小计|合计|汇总))")


@dataclass(frozen=True)
class Ledger:
    """The ledger as understood: parallel columns, one entry per row read, in sheet order. Money in minor units, dates as ordinals.

    `usable` is False for a row with an error; `customer` is the name as written, `key` what joins rows of one customer.
    """

    layout: Layout
    rows: list[int]
    index: list[int]  # of each row in the sheet's cells
    skipped: int
    usable: list[bool]
    key: list[str | None]
    customer: list[str | None]
    customer_id: list[str | None]
    invoice_date: list[int | None]
    due_date: list[int | None]
    payment_date: list[int | None]
    amount: list[int | None]
    paid_amount: list[int | None]
    outstanding: list[int | None]
    terms: list[int | None]
    declared: list[int | None]
    complaints: list[int | None]
    disputed: list[bool | None]
    still_open: list[bool | None]
    currency: list[str | None]
    document: list[str | None]
    override_tier: list[Tier | None]
    override_reason: list[str | None]
    override_until: list[int | None]
    findings: list[Finding] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Whether the sheet has that column."""
        return key in self.layout.fields


def customer_key(name: str | None, number: str | None) -> str | None:
    """What joins the rows of one customer: the id where there is one, else the name in NFKC, lower case, blanks made one."""
    if number:
        return "#" + unicodedata.normalize("NFKC", number).casefold()
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split()) or None if name else None


def read_ledger(cells: SheetCells, layout: Layout, *, epoch1904: bool = False) -> Ledger:
    """Understand all rows below the header.

    Blank rows do not count; totals and repeated headers are skipped and counted; a row with an error stays in the ledger,
    marked unusable, with a finding at its cell.
    """
    return _Intake(cells, layout, epoch1904).ledger()


class _Intake:
    """The work on one sheet: columns of the rows kept, and the findings so far."""

    def __init__(self, cells: SheetCells, layout: Layout, epoch1904: bool) -> None:
        self.cells, self.layout, self.epoch1904 = cells, layout, epoch1904
        self.findings: list[Finding] = []
        self.kept, self.skipped = self._rows_kept()
        self.usable = [True] * len(self.kept)
        self.customer = self._texts("customer")
        self.customer_id = self._texts("customer_id")

    def ledger(self) -> Ledger:
        invoice, due, paid_on = (self._dates(key) for key in ("invoice_date", "due_date", "payment_date"))
        amount, paid, outstanding = (self._parsed(key, parse_money) for key in ("amount", "paid_amount", "outstanding"))
        terms, declared = self._parsed("terms", parse_terms), self._parsed("days_overdue", parse_days)
        complaints, until = self._parsed("complaints", parse_count), self._dates("override_until")
        disputed = self._parsed("disputed", parse_disputed)
        known: dict[str, list[Any]] = {
            "customer": self.customer,
            "customer_id": self.customer_id,
            "invoice_date": invoice,
            "due_date": due,
            "payment_date": paid_on,
            "amount": amount,
            "paid_amount": paid,
            "outstanding": outstanding,
            "terms": terms,
            "declared": declared,
            "complaints": complaints,
            "override_until": until,
        }
        self._check_rows(known)
        self._require(amount if "amount" in self.layout.fields else outstanding, invoice, due)
        self._layout_findings()
        if "amount" not in self.layout.fields:
            amount, outstanding = outstanding, [None] * len(self.kept)
            self._report("RL106", None, "outstanding")
        tiers = self._override_tiers()
        return Ledger(
            layout=self.layout,
            rows=[self.cells.rows[i] for i in self.kept],
            index=self.kept,
            skipped=self.skipped,
            usable=self.usable,
            key=self._keys(),
            customer=self.customer,
            customer_id=self.customer_id,
            invoice_date=invoice,
            due_date=due,
            payment_date=paid_on,
            amount=amount,
            paid_amount=paid,
            outstanding=outstanding,
            terms=terms,
            declared=declared,
            complaints=complaints,
            disputed=disputed,
            still_open=self._open_flags(),
            currency=self._each("currency", parse_currency),
            document=self._texts("document"),
            override_tier=tiers,
            override_reason=self._texts("override_reason"),
            override_until=until,
            findings=self.findings,
        )

    def _keys(self) -> list[str | None]:
        """The customer key of every row, each distinct pair of name and id once."""
        pairs = list(zip(self.customer, self.customer_id, strict=True))
        known = {pair: customer_key(*pair) for pair in set(pairs)}
        return [known[pair] for pair in pairs]

    # rows

    def _rows_kept(self) -> tuple[list[int], int]:
        """Indices of the data rows, and how many totals and repeated headers were passed over."""
        cells, fields = self.cells, self.layout.fields
        start = next((i for i, row in enumerate(cells.rows) if row > self.layout.header_row), len(cells.rows))
        inputs = [column for key, column in fields.items() if not BY_KEY[key].computed and column in cells.columns]
        nobody: list[Value] = [None] * len(cells.rows)
        customer = cells.columns.get(fields.get("customer", 0)) or cells.columns.get(fields.get("customer_id", 0)) or nobody
        dates = [cells.columns[fields[key]] for key in ("invoice_date", "due_date") if fields.get(key) in cells.columns]
        headers = {normalise(header.header) for header in self.layout.headers}
        suspects = {
            name
            for name in set(customer)
            if name is None or (isinstance(name, str) and (_is_total(name) or normalise(name) in headers | {""}))
        }
        kept, skipped = [], 0
        for i in range(start, len(cells.rows)):
            name = customer[i]
            if name in suspects:
                if (name is None or not str(name).strip()) and self._is_blank(i, inputs):
                    continue
                if self._repeats_header(i) or (not any(column[i] is not None for column in dates) and self._is_total_row(i, name)):
                    skipped += 1
                    continue
            kept.append(i)
        return kept, skipped

    def _is_blank(self, i: int, inputs: Sequence[int]) -> bool:
        """No input cell says anything; a formula that gives 0 down an unused row says nothing either."""
        row = self.cells.rows[i]
        for column in inputs:
            value = self.cells.columns[column][i]
            if not (
                value is None or (isinstance(value, str) and not value.strip()) or (value == 0.0 and (row, column) in self.cells.formulas)
            ):
                return False
        return True

    def _value(self, column: int, i: int) -> Value:
        values = self.cells.columns.get(column)
        return values[i] if values else None

    def _is_total_row(self, i: int, name: Value) -> bool:
        """The customer's cell says total, or it is blank and some other cell says so."""
        if isinstance(name, str) and _is_total(name):
            return True
        return not name and any(isinstance(values[i], str) and _is_total(str(values[i])) for values in self.cells.columns.values())

    def _repeats_header(self, i: int) -> bool:
        """The row holds the header's own words again."""
        named = [
            header for header in self.layout.headers if header.field in ("customer", "customer_id", "amount", "outstanding", "invoice_date")
        ]
        return bool(named) and all(
            isinstance(value := self._value(header.column, i), str) and normalise(value) == normalise(header.header) for header in named
        )

    # values

    def _column(self, key: str) -> list[Value] | None:
        """The cells of a field in the rows kept; None when the sheet has no such column."""
        values = self.cells.columns.get(self.layout.fields.get(key, 0))
        return [values[i] for i in self.kept] if values is not None else None

    def _each(self, key: str, parser: Parser) -> list[Any]:
        """A column through a parser, each distinct value once. Truth values are kept apart from the numbers they equal."""
        values = self._column(key)
        if values is None:
            return [None] * len(self.kept)
        if bool in set(map(type, values)):
            return [parser(value) for value in values]
        meaning = {value: parser(value) for value in set(values)}
        return [meaning[value] for value in values]

    def _parsed(self, key: str, parser: Parser) -> list[Any]:
        """Like `_each`, with a finding for every Problem, which becomes None."""
        if parser is parse_money and (amounts := self._plain_amounts(key)) is not None:
            return amounts
        parsed = self._each(key, parser)
        if Problem in set(map(type, parsed)):
            for i, value in enumerate(parsed):
                if isinstance(value, Problem):
                    parsed[i] = None
                    self._reject(i, key, value.rule)
        if parser is parse_money:
            for i, raw in enumerate(self._column(key) or ()):
                if has_fraction(raw):
                    self._report("RL210", i, key)
        return parsed

    def _plain_amounts(self, key: str) -> list[Any] | None:
        """A column of nothing but numbers in whole cents, at once; None when any cell needs a closer look."""
        values = self._column(key)
        if not values or not set(map(type, values)) <= {float, NoneType}:
            return None
        scaled = np.array(values, dtype=np.float64) * 100.0
        near = np.rint(scaled)
        blank = np.isnan(scaled)
        if not (blank | ((np.abs(scaled - near) < 1e-6) & (np.abs(near) < LIMIT))).all():
            return None
        whole: list[Any] = np.where(blank, 0, near).astype(np.int64).tolist()
        for i in np.flatnonzero(blank).tolist():
            whole[i] = None
        return whole

    def _dates(self, key: str) -> list[Any]:
        values = self._column(key)
        order = date_order(set(values)) if values else None
        return self._parsed(key, lambda value: parse_date(value, order, epoch1904=self.epoch1904))

    def _texts(self, key: str) -> list[Any]:
        def parser(value: Value) -> str | Problem | None:
            return Problem("RL209") if isinstance(value, CellError) else as_text(value)

        return self._parsed(key, parser)

    def _open_flags(self) -> list[Any]:
        """Open or closed where the status says so; other words of a status column are no concern of ours."""
        header = next((header.header for header in self.layout.headers if header.field == "open_flag"), "")
        inverted = normalise(header).startswith("是否已")
        return [
            value if isinstance(value, bool) else None
            for value in self._each("open_flag", lambda value: parse_open(value, inverted=inverted))
        ]

    def _override_tiers(self) -> list[Any]:
        def parser(value: Value) -> Tier | Problem | None:
            text = as_text(value)
            return None if text is None else read_tier(text) or Problem("RL212")

        return self._parsed("override_tier", parser)

    # findings

    def _report(self, rule: str, i: int | None, key: str | None, **params: object) -> None:
        column = self.layout.fields.get(key or "")
        if i is None:
            self.findings.append(Finding(rule, self.layout.header_row, column, key, params=params))
            return
        value = self._value(column, self.kept[i]) if column else None
        customer = self.customer[i] if hasattr(self, "customer") else None
        self.findings.append(Finding(rule, self.cells.rows[self.kept[i]], column, key, as_text(value), customer, params))

    def _reject(self, i: int, key: str, rule: str) -> None:
        """Report a value that was not understood; a decisive one makes the row unusable, another is left out alone."""
        if key in DECISIVE:
            self.usable[i] = False
        elif rule in ("RL209", "RL203", "RL204", "RL211", "RL213"):
            rule = "RL216"  # the same fault where only the cell is left out
        self._report(rule, i, key)

    def _check_rows(self, known: dict[str, list[Any]]) -> None:
        """The pydantic check of every row; what it rejects becomes a finding and None."""
        for name, i in out_of_range(known):
            known[name][i] = None
            self._reject(i, "days_overdue" if name == "declared" else name, "RL213")

    def _require(self, amount: list[Any], invoice: list[Any], due: list[Any]) -> None:
        """Every row needs a customer, an amount and a date; a missing one is an error (once per row and kind)."""
        amount_key = "amount" if "amount" in self.layout.fields else "outstanding"
        date_key = "invoice_date" if "invoice_date" in self.layout.fields else "due_date"
        who = "customer" if "customer" in self.layout.fields else "customer_id"
        seen = {(finding.row, finding.field) for finding in self.findings}
        for i, (name, number, money, issued, until) in enumerate(zip(self.customer, self.customer_id, amount, invoice, due, strict=True)):
            if (name or number) and money is not None and (issued or until):
                continue
            row = self.cells.rows[self.kept[i]]
            if not (name or number) and not {(row, "customer"), (row, "customer_id")} & seen:
                self._reject(i, who, "RL205")
            if money is None and (row, amount_key) not in seen:
                self._reject(i, amount_key, "RL202")
            if not (issued or until) and not {(row, "invoice_date"), (row, "due_date")} & seen:
                self._reject(i, date_key, "RL206")

    def _layout_findings(self) -> None:
        """What the header row itself calls for: a second column for a field."""
        for header in self.layout.headers:
            if header.duplicate_of is not None:
                used = next(h.header for h in self.layout.headers if h.column == header.duplicate_of)
                self.findings.append(Finding("RL102", self.layout.header_row, header.column, None, header.header, params={"used": used}))


def _is_total(text: str) -> bool:
    """Whether a text is a word for total (合计) or ends in one (A公司 小计, Acme Total)."""
    word = plain(text).rstrip(":：").strip()
    return "".join(word.split()) in _TOTAL_WORDS or (len(word) < 80 and bool(_TOTAL_ENDING.fullmatch(word)))
