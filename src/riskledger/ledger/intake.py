"""From the cells of a recognised sheet to a Ledger: every row read, every value understood or reported with its address."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from riskledger.checks.findings import NOTHING, Finding
from riskledger.ledger.credit_notes import less_credit
from riskledger.ledger.data_rows import columns_of, data_rows
from riskledger.ledger.due_rules import AS_WRITTEN, DueRules
from riskledger.ledger.instalments import in_instalments
from riskledger.ledger.line_items import one_row_per_document
from riskledger.ledger.models import out_of_range
from riskledger.ledger.opening_balances import with_opening
from riskledger.ledger.payment_columns import read_payments
from riskledger.ledger.rate_values import parse_rate
from riskledger.ledger.receipts import Receipts
from riskledger.ledger.recognise import YES_MEANS_PAID, Layout, normalise
from riskledger.ledger.repeated_documents import one_row_per_invoice
from riskledger.ledger.swapped_dates import DateColumn, swapped_columns, weigh_rows
from riskledger.ledger.terms import Ambiguous, Terms, TermsCell, Unknown, due_days, parse_terms_cell
from riskledger.ledger.tiers import Tier, read_tier
from riskledger.ledger.values import (
    ERROR_CELL,
    Problem,
    as_text,
    contradicts,
    date_order,
    has_fraction,
    is_error,
    money_currency,
    paid_words,
    parse_count,
    parse_currency,
    parse_date,
    parse_days,
    parse_disputed,
    parse_money,
    parse_open,
    says_nothing,
    short_year_days,
)
from riskledger.ledger.values.amount_columns import read_amounts
from riskledger.ledger.values.text_columns import all_read_as_is, reads_as_is
from riskledger.ledger.void_rows import valid_rows
from riskledger.workbook.address import address
from riskledger.workbook.sheet import SheetCells, Value

Parser = Callable[[Value], Any]

# Fields without which a row's figures would be wrong: an unreadable value leaves the row out.
DECISIVE = frozenset(
    {
        "customer",
        "customer_id",
        "invoice_date",
        "due_date",
        "payment_date",
        "amount",
        "opening_balance",
        "credit_note",
        "paid_amount",
        "outstanding",
    }
)
# The same faults where only the cell is left out.
_OF_A_CELL = dict.fromkeys(("RL209", "RL203", "RL204", "RL211", "RL213", "RL231"), "RL216")


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
    terms_due: list[int | None]  # the due day that the row's terms give, before it rolls to a working day
    declared: list[int | None]
    complaints: list[int | None]
    disputed: list[bool | None]
    still_open: list[bool | None]
    currency: list[str | None]
    exchange_rate: list[Decimal | None]  # base currency per unit of the row's currency, as stated on the row
    parent_group: list[str | None]
    document: list[str | None]
    industry: list[str | None]
    override_tier: list[Tier | None]
    override_reason: list[str | None]
    override_until: list[int | None]
    findings: list[Finding] = field(default_factory=list)
    due_rules: DueRules = AS_WRITTEN
    credited: list[int | None] = field(default_factory=list)  # taken off the amount by the credit note column; empty without one
    receipts: Receipts = field(default_factory=Receipts)  # of rows with several payments; they go before the row's own payment cells
    instalments: dict[int, Terms] = field(default_factory=dict)  # of rows whose own terms have several
    member: list[str | None] | None = None  # each row's own customer key where groups were made customers
    merged: Mapping[str, str] = field(default_factory=dict)  # customer keys that were merged away → the key in force
    group_names: Mapping[str, str] = field(default_factory=dict)  # key of a group that is a customer → its name

    def has(self, key: str) -> bool:
        """Whether the sheet has that column."""
        return key in self.layout.fields


def customer_key(name: str | None, number: str | None) -> str | None:
    """What joins the rows of one customer: the id where there is one, else the name in NFKC, lower case, blanks made one."""
    if number and (folded := _folded(number)):
        return "#" + folded
    folded = _folded(name or "")
    # A name that begins with # is not the id that is written so.
    return (" " if folded.startswith("#") else "") + folded or None


def _folded(text: str) -> str:
    """NFKC, lower case, blanks made one, marks that nobody sees (zero-width blanks, byte order marks) left out."""
    if not text.isprintable():
        text = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_ledger(cells: SheetCells, layout: Layout, *, epoch1904: bool = False, due_rules: DueRules = AS_WRITTEN) -> Ledger:
    """Understand all rows below the header.

    due_rules: what the policy says of due dates; `known_on` goes by them too.

    Blank rows do not count; totals and repeated headers are skipped and counted; a row with an error stays in the ledger,
    marked unusable, with a finding at its cell.
    """
    return _Intake(cells, layout, epoch1904, due_rules).ledger()


class _Intake:
    """The work on one sheet: columns of the rows kept, and the findings so far."""

    def __init__(self, cells: SheetCells, layout: Layout, epoch1904: bool, due_rules: DueRules) -> None:
        self.cells, self.layout, self.epoch1904, self.due_rules = cells, layout, epoch1904, due_rules
        self.findings: list[Finding] = []
        rows, skipped = data_rows(cells, layout)
        valid, void = valid_rows(cells, layout, rows)
        self.findings += void
        documents = one_row_per_document(cells, layout, valid)
        self.spare_lines = len(valid) - len(documents)
        self.paid_rows = one_row_per_invoice(cells, layout, documents, epoch1904=epoch1904)
        self.kept = self.paid_rows.kept
        self.skipped = skipped + len(rows) - len(self.kept)
        self.usable = [True] * len(self.kept)
        self.wording: dict[str, list[Value]] = {}  # amount column → what its cells say of their currency
        self.ordered: set[str] = set()  # date columns whose texts prove an order of day and month
        self.customer: list[str | None] = [None] * len(self.kept)
        self.customer = self._names("customer")
        self.customer_id = self._names("customer_id")

    def ledger(self) -> Ledger:
        invoice, due, paid_on = (self._dates(key) for key in ("invoice_date", "due_date", "payment_date"))
        amount, paid, outstanding = (self._money(key) for key in ("amount", "paid_amount", "outstanding"))
        receipts = self._receipts(paid_on, paid, outstanding)
        credited = self._money("credit_note") if {"credit_note", "amount"} <= self.layout.fields.keys() else []
        if credited:
            amount, credited = less_credit(amount, credited)
        if {"opening_balance", "amount", "outstanding"} <= self.layout.fields.keys():
            amount, outstanding = with_opening(self._keys(), self._money("opening_balance"), amount, paid, outstanding)
        declared = self._parsed("days_overdue", parse_days)
        complaints, until = self._parsed("complaints", parse_count), self._dates("override_until")
        disputed = self._parsed("disputed", parse_disputed)
        terms = self._terms(due)
        if self.ordered:
            whole = [None if part is not None and part != full else days for days, part, full in zip(declared, paid, amount, strict=True)]
            # A due date that has rolled to a working day need not be the one that the terms give: then terms prove nothing.
            comparable: list[TermsCell] = terms if self.due_rules.calendar is None else [None] * len(terms)
            self._settle_swapped({"invoice_date": invoice, "due_date": due, "payment_date": paid_on}, comparable, whole)
        known: dict[str, list[Any]] = {
            "customer": self.customer,
            "customer_id": self.customer_id,
            "invoice_date": invoice,
            "due_date": due,
            "payment_date": paid_on,
            "amount": amount,
            "paid_amount": paid,
            "outstanding": outstanding,
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
            terms_due=due_days(terms, invoice),
            declared=declared,
            complaints=complaints,
            disputed=disputed,
            still_open=self._open_flags(),
            currency=self._currencies("amount" if "amount" in self.layout.fields else "outstanding"),
            exchange_rate=self._parsed("exchange_rate", parse_rate),
            parent_group=self._names("parent_group"),
            document=self._texts("document"),
            industry=self._each("industry", lambda value: None if is_error(value) else as_text(value)),
            override_tier=tiers,
            override_reason=self._texts("override_reason"),
            override_until=until,
            findings=self.findings,
            due_rules=self.due_rules,
            credited=credited,
            receipts=receipts,
            instalments=in_instalments(terms),
        )

    def _receipts(self, paid_on: list[int | None], paid: list[int | None], outstanding: list[int | None]) -> Receipts:
        """The payments of rows that have several; there the row's own payment cells, where they are one of them, say no more."""
        receipts = Receipts()
        if self.layout.payments:
            customers = [name or number for name, number in zip(self.customer, self.customer_id, strict=True)]
            read = read_payments(self.cells, self.kept, self.layout.payments, customers, epoch1904=self.epoch1904)
            self.findings += read.findings
            for i in read.unusable:
                self.usable[i] = False
            for i, day in read.dates_alone.items():
                paid_on[i] = paid_on[i] or day
            receipts = read.receipts
            if self.layout.fields.get("paid_amount") == self.layout.payments[0].amount:
                for i in receipts.row:
                    paid_on[i] = paid[i] = None
        at = {index: i for i, index in enumerate(self.kept)} if self.paid_rows.payments else {}
        for index, payments in self.paid_rows.payments.items():
            paid_on[at[index]] = paid[at[index]] = outstanding[at[index]] = None
            for day, amount in payments:
                receipts.add(at[index], day, amount)
        return receipts

    def _keys(self) -> list[str | None]:
        """The customer key of every row, each distinct pair of name and id once."""
        pairs = list(zip(self.customer, self.customer_id, strict=True))
        known = {pair: customer_key(*pair) for pair in set(pairs)}
        return [known[pair] for pair in pairs]

    # values

    def _column(self, key: str) -> list[Value] | None:
        return columns_of(self.cells, self.layout, self.kept, key)

    def _each(self, key: str, parser: Parser) -> list[Any]:
        """A column through a parser, each distinct value once. Truth values are kept apart from the numbers they equal."""
        values = self._column(key)
        if values is None:
            return [None] * len(self.kept)
        if bool in set(map(type, values)):
            return [parser(value) for value in values]
        meaning = {value: parser(value) for value in set(values)}
        return list(map(meaning.__getitem__, values))

    def _parsed(self, key: str, parser: Parser) -> list[Any]:
        """Like `_each`, with a finding for every Problem, which becomes None."""
        parsed = self._each(key, parser)
        if Problem in set(map(type, parsed)):
            self._reject_problems(key, parsed, range(len(parsed)))
        return parsed

    def _looked_at(self, key: str, read: list[Any], values: Sequence[Value], places: Sequence[int], parser: Parser) -> list[Any]:
        """A column that was read but for some places, which now go through the parser; Problems as in `_parsed`."""
        meaning = {(type(value), value): parser(value) for value in {(type(values[i]), values[i]): values[i] for i in places}.values()}
        for i in places:
            read[i] = meaning[type(values[i]), values[i]]
        self._reject_problems(key, read, places)
        return read

    def _reject_problems(self, key: str, parsed: list[Any], places: Iterable[int]) -> None:
        """What `_reject` does, for all Problems of a column, which become None."""
        column, values, decisive = self.layout.fields[key], self.cells.columns[self.layout.fields[key]], key in DECISIVE
        for i in places:
            if type(problem := parsed[i]) is not Problem:
                continue
            parsed[i], at = None, self.kept[i]
            if decisive:
                self.usable[i] = False
            rule = problem.rule if decisive else _OF_A_CELL.get(problem.rule, problem.rule)
            text = as_text(values[at])
            params = {"dates": _readings(text or "")} if rule == "RL231" else NOTHING
            self.findings.append(Finding(rule, self.cells.rows[at], column, key, text, self.customer[i], params))

    def _money(self, key: str) -> list[Any]:
        """Amounts in minor units; the header's unit (万元) counts, and a fraction of a cent is told."""
        values = self._column(key)
        if not values:
            return [None] * len(self.kept)
        unit = next((header.unit for header in self.layout.headers if header.column == self.layout.fields[key]), 1)
        column = read_amounts(values, unit)
        self.wording[key] = column.wording
        if column.left:
            self._looked_at(key, column.minor, values, column.left, lambda value: parse_money(value, unit))
            fractions = {value for value in {values[i] for i in column.left if column.minor[i] is not None} if has_fraction(value, unit)}
            for i in column.left if fractions else ():
                if values[i] in fractions:
                    self._report("RL210", i, key)
        return column.minor

    def _dates(self, key: str) -> list[Any]:
        values = self._column(key)
        order = date_order(set(values)) if values else None
        if order is not None:
            self.ordered.add(key)
        undated = paid_words(values or ()) if key == "payment_date" else frozenset()
        return self._parsed(key, lambda value: None if value in undated else parse_date(value, order, epoch1904=self.epoch1904))

    def _texts(self, key: str) -> list[Any]:
        values = self._column(key)
        if not values:
            return [None] * len(self.kept)
        odd = [] if all_read_as_is(values) else [i for i, value in enumerate(values) if not reads_as_is(value)]
        return self._looked_at(key, values, tuple(values), odd, _text) if odd else values

    def _names(self, key: str) -> list[Any]:
        """Names or ids; a dash or a 0 down a column is no name, and would make one customer of all such rows."""

        def parser(value: Value) -> str | Problem | None:
            text = as_text(value)
            return ERROR_CELL if is_error(value) else None if text is None or text == "0" or says_nothing(text) else text

        return self._parsed(key, parser)

    def _terms(self, due: Sequence[int | None]) -> list[TermsCell]:
        """The terms of each row; what gives no due day is told only where no due date makes the terms idle."""
        parsed = self._each("terms", lambda value: parse_terms_cell(value, self.due_rules.month_end_order))
        if set(map(type, parsed)) & {Problem, Unknown, Ambiguous}:
            for i, value in enumerate(parsed):
                if not isinstance(value, Problem | Unknown | Ambiguous):
                    continue
                parsed[i] = None
                if due[i] is not None:
                    continue
                if isinstance(value, Ambiguous):
                    self._report("RL217", i, "terms", readings=value.readings)
                elif isinstance(value, Unknown):
                    self._report("RL218" if value.reason == "other_start" else "RL208", i, "terms")
                else:
                    self._reject(i, "terms", value.rule)
        return parsed

    def _settle_swapped(self, dates: dict[str, list[Any]], terms: list[TermsCell], declared: list[int | None]) -> None:
        """Columns whose day and month were swapped: what the row's other cells prove is used, the other rows stay out."""
        formulas, rows, fields = self.cells.formulas, self.cells.rows, self.layout.fields
        columns, computed = {}, set()
        for key, days in dates.items():
            written = self._column(key)
            if written is None:
                continue
            by_formula = {i for i, at in enumerate(self.kept) if (rows[at], fields[key]) in formulas} if formulas else set()
            columns[key] = DateColumn([None if i in by_formula else value for i, value in enumerate(written)], days)
            computed |= by_formula
        swaps = swapped_columns(columns)
        if not swaps:
            return
        verdict = weigh_rows(columns, swaps, computed, terms, declared)
        for key, settled in verdict.settled.items():
            for i, day in settled.items():
                dates[key][i] = day
        proven = len(set().union(*verdict.settled.values()))
        for i in verdict.doubtful:
            self.usable[i] = False
        for key, swap in swaps.items():
            self._report(
                "RL107",
                None,
                key,
                header=next(header.header for header in self.layout.headers if header.column == fields[key]),
                dates=swap.dates,
                texts=swap.texts,
                date=dt.date.fromordinal(swap.shown),
                date_cell=address(rows[self.kept[swap.date_at]], fields[key]),
                text=as_text(columns[key].written[swap.text_at]),
                text_cell=address(rows[self.kept[swap.text_at]], fields[key]),
                proven=proven,
                out=len(verdict.doubtful),
            )
        for i, key, shown, other in verdict.wrong:
            self._report("RL219", i, key, shown=dt.date.fromordinal(shown), swapped=dt.date.fromordinal(other))

    def _currencies(self, amounts: str) -> list[Any]:
        """The currency column, else the one that the amount's own text names; with no such column 元 and ¥ alone name none."""
        stated = self._parsed("currency", parse_currency)
        wording = self.wording.get(amounts)
        if not wording:
            return stated
        named = {text: money_currency(text) for text in set(wording)}
        if "currency" not in self.layout.fields and set(named.values()) <= {"CNY", None}:
            return stated
        for i, (text, own) in enumerate(zip(wording, stated, strict=True)):
            if own and text and contradicts(text, own):
                self._reject(i, amounts, "RL201")
        return [own or named[text] for own, text in zip(stated, wording, strict=True)]

    def _open_flags(self) -> list[Any]:
        """Open or closed where the status says so, else closed where paid stands for a date; other words of a status do not matter."""
        header = next((header.header for header in self.layout.headers if header.field == "open_flag"), "")
        inverted = normalise(header) in YES_MEANS_PAID
        flags = [
            value if isinstance(value, bool) else None
            for value in self._each("open_flag", lambda value: parse_open(value, inverted=inverted))
        ]
        paid_on = self._column("payment_date") or []
        said = paid_words(paid_on)
        for i in [i for i, value in enumerate(paid_on) if value in said] if said else ():
            self._report("RL230", i, "payment_date")
            flags[i] = flags[i] or False
        return flags

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
        values = self.cells.columns.get(column or 0)
        value = values[self.kept[i]] if values else None
        self.findings.append(Finding(rule, self.cells.rows[self.kept[i]], column, key, as_text(value), self.customer[i], params))

    def _reject(self, i: int, key: str, rule: str) -> None:
        """Report a value that was not understood; a decisive one makes the row unusable, another is left out alone."""
        if key in DECISIVE:
            self.usable[i] = False
        else:
            rule = _OF_A_CELL.get(rule, rule)
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
        """What the header row itself calls for: a second column for a field, a row per item of a document."""
        if self.spare_lines:
            self._report("RL108", None, "document", lines=self.spare_lines)
        if self.paid_rows.payments:
            self._report("RL109", None, "document", documents=len(self.paid_rows.payments), rows=self.paid_rows.further)
        for header in self.layout.headers:
            if header.duplicate_of is not None:
                used = next(h.header for h in self.layout.headers if h.column == header.duplicate_of)
                self.findings.append(Finding("RL102", self.layout.header_row, header.column, None, header.header, params={"used": used}))


def _text(value: Value) -> str | Problem | None:
    return ERROR_CELL if is_error(value) else as_text(value)


def _readings(text: str) -> str:
    """The days that a date with a short year may mean."""
    return " / ".join(str(dt.date.fromordinal(day)) for day in short_year_days(text))
