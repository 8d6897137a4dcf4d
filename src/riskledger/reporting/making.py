"""Every figure of THE table of derivations made once more for one customer or one row, with the cells of all that goes into it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Literal

import numpy as np

from riskledger.assessment import Assessment, CustomerAssessment, Money
from riskledger.i18n import words as words_of
from riskledger.ledger.known import CUSTOMER_TERMS, DECLARED, NO_DUE, ON_ROW, POLICY_TERMS, ROW_TERMS
from riskledger.ledger.values import as_text
from riskledger.metrics.ageing_scales import Basis, ageing_table, scale
from riskledger.metrics.allowance import exposed
from riskledger.metrics.facts import Bools, Ints, open_parts, overdue_amount
from riskledger.metrics.turnover import in_period
from riskledger.rating.points import NO_COMPLAINT_COUNTS, in_complaint_window, payment_points
from riskledger.rating.policy_model import KnownFacts
from riskledger.rating.reasons import Reason, shown_points
from riskledger.rating.tiers import NO_INDICATORS, NOTHING_KNOWN, judge
from riskledger.reporting.completeness import completeness_words
from riskledger.reporting.derivation import CLAUSE, FACT, REASON, Kind, Plain, Quantity
from riskledger.reporting.making_credit import credit_made
from riskledger.reporting.traced import Input, Made, Part
from riskledger.reporting.wording import fact_rows, leading_reasons, quoted, reason_cells
from riskledger.workbook.address import address

Sibling = Callable[[str], str | None]  # key of a column → the cell beside the one asked for
_DUE_FROM = {ON_ROW: "on_row", ROW_TERMS: "row_terms", CUSTOMER_TERMS: "customer_terms", POLICY_TERMS: "policy_terms",
             DECLARED: "declared", NO_DUE: "no_due"}  # fmt: skip
_FACT_KINDS: dict[str, Kind] = {"days_overdue": "days", "complaints": "count", "disputed_share": "share"}


def nowhere(_: str) -> str | None:
    """No sheet, so no cell beside it."""
    return None


class Making:
    """Makes figures of one assessment. `language` is that of the sheet the figure stands on."""

    def __init__(self, assessment: Assessment, language: Literal["zh", "en"]) -> None:
        self.assessment, self.language = assessment, language
        self.facts, self.ledger, self.layout = assessment.facts, assessment.ledger, assessment.ledger.layout
        self.as_of = Input("as_of", Quantity("date", self.facts.as_of))

    @functools.cached_property
    def excel_rows(self) -> list[int]:
        """The sheet row of every entry of the facts."""
        return fact_rows(self.assessment)

    @functools.cached_property
    def positions(self) -> list[int]:
        """The ledger's index of every entry of the facts."""
        return self.assessment.known.assessed.nonzero()[0].tolist()

    @functools.cached_property
    def loss_ages(self) -> tuple[str, ...]:
        """The age groups of the loss allowance."""
        policy = self.assessment.policy.allowance
        return scale(policy.bounds, policy.basis).buckets

    @functools.cached_property
    def exposed_by_age(self) -> Ints:
        """What each customer owes in those groups, its credits set against the oldest first."""
        policy = self.assessment.policy.allowance
        return exposed(ageing_table(self.facts, scale(policy.bounds, policy.basis)).amounts)

    def cell(self, row: int, *fields: str) -> str | None:
        """The cell of the first of some fields that the ledger has, on a sheet row."""
        column = next((self.layout.fields[field] for field in fields if field in self.layout.fields), None)
        return None if column is None else quoted(self.layout.sheet, address(row, column))

    # of a row

    def days_overdue(self, at: int) -> Made:
        """Days overdue of a row (its index in the ledger)."""
        known, ledger, row = self.assessment.known, self.ledger, self.ledger.rows[at]
        due, source, paid_day = int(known.due_day[at]), int(known.due_source[at]), int(known.paid_day[at])
        days = int(known.days_overdue[at])
        due_cell = {
            ON_ROW: self.cell(row, "due_date"),
            ROW_TERMS: self.cell(row, "terms"),
            CUSTOMER_TERMS: self.line_cell(self._entry_of(at), "terms"),
            DECLARED: self.cell(row, "days_overdue"),
        }.get(source)
        inputs = [Input("due_date", Quantity("date", due if due > 0 else None), due_cell, _DUE_FROM[source])]
        if source in (ROW_TERMS, CUSTOMER_TERMS, POLICY_TERMS):
            inputs.append(Input("invoice_date", Quantity("date", ledger.invoice_date[at]), self.cell(row, "invoice_date")))
        if source == ROW_TERMS:
            written = self.assessment.cells.columns[self.layout.fields["terms"]][ledger.index[at]]
            inputs.append(Input("terms", Quantity("text", as_text(written)), self.cell(row, "terms")))
        received_cell, note = self._received(at)
        inputs += [
            Input("amount", Quantity("money", int(known.amount[at])), self.cell(row, "amount", "outstanding")),
            Input("received", Quantity("money", int(known.received[at])), received_cell, note),
            Input("payment_date", Quantity("date", paid_day if paid_day > 0 else None), self.cell(row, "payment_date")),
            self.as_of,
        ]
        why = None if days >= 0 else "no_due_date" if due <= 0 else "payment_undated"
        inputs.append(Input("grace_days", Quantity("days", known.grace_days)))
        # Several instalments: the row is as late as the latest of them, also of those paid since.
        parts = ledger.instalments.get(at)
        if parts is not None and days >= 0:
            inputs.append(Input("instalment_days", Quantity("days", days), self.cell(row, "terms")))
        return Made("days_overdue", Quantity("days", days if days >= 0 else None), tuple(inputs), why=why)

    def _received(self, at: int) -> tuple[str | None, str]:
        """Where the received amount stands, and how it is known."""
        ledger, row = self.ledger, self.ledger.rows[at]
        if at in ledger.receipts.row:
            return None, "several"
        if (ledger.payment_date[at] or 0) > self.facts.as_of:
            return self.cell(row, "payment_date"), "not_yet"
        if ledger.paid_amount[at] is not None:
            return self.cell(row, "paid_amount"), "stated"
        if ledger.outstanding[at] is not None:
            return self.cell(row, "outstanding"), "from_outstanding"
        if ledger.payment_date[at] is not None:
            return self.cell(row, "payment_date"), "in_full"
        return (self.cell(row, "open_flag"), "in_full") if ledger.still_open[at] is False else (None, "nothing")

    def _entry_of(self, at: int) -> CustomerAssessment | None:
        return next((entry for entry in self.assessment.customers if entry.key == self.ledger.key[at]), None)

    @staticmethod
    def line_cell(entry: CustomerAssessment | None, field: str) -> str | None:
        """The cell of the customers sheet that states a field."""
        lines = [line for line in entry.lines if line.states(field)] if entry else []
        places = [place for line in lines if (place := line.place(field)) is not None]
        return quoted(places[0].sheet, address(places[0].row, places[0].column)) if places else None

    # of a customer

    def of_customer(self, figure: str, entry: CustomerAssessment, money: Money, beside: Sibling = nowhere) -> Made:
        """One figure of a customer in one currency. KeyError when the table of derivations has no such figure for a customer."""
        rating, own = entry.rating, np.array(entry.rows)
        in_currency = own[self.facts.currency[own] == self.assessment.portfolio.currencies.index(money.currency)]
        points = Input("risk_points", Quantity("points", rating.points))
        match figure:
            case "tier":
                return self._tier(entry, points)
            case "action":
                text = rating.action.zh if self.language == "zh" else rating.action.en
                return Made(figure, Quantity("text", text), self.action_inputs(entry, beside))
            case "customer" | "customer_id" | "currency":
                return self._quoted(figure, entry, money)
            case "credit_score":
                score = round(100 - shown_points(rating.points), 1)
                return Made(figure, Quantity("points", score), (points,), self._reason_parts(entry), self._shown(entry))
            case "confidence":
                covered = (
                    Input("coverage", Quantity("share", rating.coverage)),
                    Input("new_customer", Quantity("yes_no", rating.new_customer)),
                )
                return Made(figure, Quantity("confidence", rating.confidence), covered)
            case "outstanding" | "overdue" | "max_days_overdue":
                return self._open(figure, entry, money, own if figure == "max_days_overdue" else in_currency)
            case "delay_rate":
                return self._delay_rate(entry)
            case "revenue_share":
                return self._revenue_share(entry)
            case "expected_late_amount":
                exposure = Input("exposure", Quantity("money", money.exposure), beside("exposure"))
                return Made(figure, Quantity("money", money.expected_late_amount), (points, exposure))
            case "reasons" | "tier_reasons":
                said = words_of(self.language)
                leading = leading_reasons(entry, said)
                text = said("list.separator").join(leading)
                inputs = tuple(Input(f"{REASON}{place}", Quantity("text", each)) for place, each in enumerate(leading, 1))
                return Made(figure, Quantity("text", text), inputs, self._reason_parts(entry), self._shown(entry))
            case "completeness":
                text = completeness_words(entry, self.assessment.as_of, words_of(self.language))
                clauses = text.split(words_of(self.language)("list.separator"))
                inputs = tuple(Input(f"{CLAUSE}{place}", Quantity("text", each)) for place, each in enumerate(clauses, 1))
                return Made(figure, Quantity("text", text), inputs)
            case "next_review":
                tier = Input("tier", Quantity("tier", rating.tier), beside("tier"))
                return Made(figure, Quantity("date", rating.next_review.toordinal()), (self.as_of, tier))
        return credit_made(self, figure, entry, money, beside)

    def bucket(self, entry: CustomerAssessment, money: Money, days: Callable[[Ints, Bools], Bools], basis: Basis = "due_date") -> Made:
        """What is open of a customer in one ageing bucket, each instalment for itself. days: which ages of known or unknown are in it."""
        parts = open_parts(self.facts)
        own = (self.facts.customer[parts.row] == self.index_of(entry)) & (
            self.facts.currency[parts.row] == self.assessment.portfolio.currencies.index(money.currency)
        )
        by_due = basis == "due_date"
        start = parts.due_day if by_due else self.facts.invoice_day[parts.row]
        inside = own & days(self.facts.as_of - start, (start > 0) | (not by_due))
        amounts = np.zeros(len(self.facts.amount), dtype=np.int64)
        np.add.at(amounts, parts.row[inside], parts.outstanding[inside])
        return self._sum("bucket", np.array(entry.rows), amounts)

    def _sum(self, figure: str, rows: Ints, amounts: Ints) -> Made:
        parts = self.rows_of(rows[amounts[rows] != 0], amounts, "money", "outstanding", "amount")
        total = Quantity("money", int(amounts[rows].sum()))
        return Made(figure, total, (self.as_of,), parts, total)

    def _open(self, figure: str, entry: CustomerAssessment, money: Money, rows: Ints) -> Made:
        if figure == "max_days_overdue":
            facts = self.facts
            waiting = rows[((facts.outstanding > 0) & (facts.amount > 0) & (facts.days_overdue > 0))[rows]]
            parts = self.rows_of(waiting, self.facts.days_overdue, "days", "days_overdue", "due_date")
            return Made(figure, Quantity("days", entry.max_days_overdue), (self.as_of,), parts)
        made = self._sum(figure, rows, self.facts.outstanding if figure == "outstanding" else overdue_amount(self.facts))
        return made._replace(value=Quantity("money", money.outstanding if figure == "outstanding" else money.overdue))

    def rows_of(self, rows: Ints, values: Ints, kind: Kind, *fields: str) -> tuple[Part, ...]:
        """Rows with one of their values, the largest first."""
        ordered = rows[np.argsort(-np.abs(values[rows]), kind="stable")].tolist()
        documents = self.ledger.document
        return tuple(
            Part(
                Quantity(kind, int(values[i])),
                self.cell(self.excel_rows[i], *fields, "customer", "customer_id"),
                documents[self.positions[i]],
            )
            for i in ordered
        )

    def _delay_rate(self, entry: CustomerAssessment) -> Made:
        rating, own = entry.rating, np.array(entry.rows)
        late = own[(self.facts.decided & self.facts.late)[own]]
        inputs = (Input("late_count", Quantity("count", rating.late)), Input("decided_count", Quantity("count", rating.decided)))
        share = round(rating.late / rating.decided, 6) if rating.decided else None
        parts = self.rows_of(late, self.facts.days_late, "days", "days_overdue", "due_date")
        return Made("delay_rate", Quantity("share", share), inputs, parts, why=None if rating.decided else "nothing_decided")

    def _revenue_share(self, entry: CustomerAssessment) -> Made:
        measured = self.assessment.portfolio
        if measured.period is None or entry.revenue_share is None:
            return Made("revenue_share", Quantity("share", None), why=measured.concentration.top1.why)
        sold, own = in_period(self.facts, measured.period), np.array(entry.rows)
        rows = own[sold[own]]
        total = Quantity("money", int(self.facts.amount[rows].sum()))
        inputs = (
            Input("own_revenue", total),
            Input("all_revenue", Quantity("money", int(self.facts.amount[sold].sum()))),
            Input("period_from", Quantity("date", measured.period.start + 1)),
            Input("period_to", Quantity("date", measured.period.end)),
        )
        parts = self.rows_of(rows, self.facts.amount, "money", "amount", "outstanding")
        return Made("revenue_share", Quantity("share", round(entry.revenue_share, 6)), inputs, parts, total)

    def _tier(self, entry: CustomerAssessment, points: Input) -> Made:
        rating = entry.rating
        inputs = [points]
        if rating.override is None:
            inputs.append(Input("override_tier", Quantity("tier", None)))
        else:
            value = None if rating.override_expired else rating.override.tier
            inputs.append(
                Input("override_tier", Quantity("tier", value), self._override_cell(entry), "expired" if rating.override_expired else None)
            )
        asked = {trigger.fact for trigger in self.assessment.policy.triggers} | {"new_customer"}
        inputs += self.facts_asked(entry, asked)
        return Made("tier", Quantity("tier", rating.tier), tuple(inputs), self._reason_parts(entry), self._shown(entry))

    def action_inputs(self, entry: CustomerAssessment, beside: Sibling) -> tuple[Input, ...]:
        """What chooses the line of the action table: the tier and the facts that its lines ask for."""
        tier = entry.rating.tier
        asked = {line.condition.fact for line in self.assessment.policy.actions if line.tier == tier and line.condition is not None}
        return (Input("tier", Quantity("tier", tier), beside("tier")), *self.facts_asked(entry, asked))

    def _override_cell(self, entry: CustomerAssessment) -> str | None:
        row = self.assessment.grouped.overrides.get(self.index_of(entry))
        held = entry.rating.override
        if row is not None and held is not None and (row.tier, row.until) == (held.tier, held.until):
            return self.cell(row.row, "override_tier")
        return self.line_cell(entry, "override_tier")

    def index_of(self, entry: CustomerAssessment) -> int:
        return int(self.facts.customer[entry.rows[0]])

    def facts_asked(self, entry: CustomerAssessment, asked: Iterable[str]) -> list[Input]:
        """The facts asked for, as far as they are known, each with the first cell behind it."""
        known = self._known(entry)
        found = []
        for name, value in known.items():
            if name in asked and value is not None:
                kind: Kind = "yes_no" if isinstance(value, bool) else _FACT_KINDS[name]
                found.append(Input(FACT + name, Quantity(kind, value), self.fact_cell(entry, name)))
        return found

    def _known(self, entry: CustomerAssessment) -> KnownFacts:
        stated, customer = self.assessment.stated, self.index_of(entry)
        beyond = stated.facts.get(customer, NOTHING_KNOWN)
        counts = NO_COMPLAINT_COUNTS if beyond.complaints is None else {customer: beyond.complaints}
        payment = payment_points(self.facts, self.assessment.policy, counts)
        return judge(payment, customer, self.assessment.policy, stated.indicators.get(customer, NO_INDICATORS), beyond).known

    def fact_cell(self, entry: CustomerAssessment, name: str) -> str | None:
        facts, own = self.facts, np.array(entry.rows)
        rows: Ints = own[:0]
        if name == "days_overdue":
            rows = own[(facts.is_open & (facts.outstanding > 0) & (facts.days_overdue > 0))[own]]
            rows = rows[np.argsort(-facts.days_overdue[rows], kind="stable")]
        elif name == "complaints":
            rows = own[in_complaint_window(facts, self.assessment.policy.prior)[own]]
        elif name == "disputed_share":
            rows = own[(facts.disputed & facts.decided)[own]]
        fact = {"disputed_share": "disputed", "new_customer": "due_date"}.get(name, name)
        return next(iter(self._reason_cells(entry, Reason(name, "", None, 0.0, tuple(rows.tolist()), fact))), None)

    def _reason_parts(self, entry: CustomerAssessment) -> tuple[Part, ...]:
        return tuple(
            Part(Quantity("points", reason.points), next(iter(self._reason_cells(entry, reason)), None), reason=reason)
            for reason in entry.rating.reasons
        )

    def _reason_cells(self, entry: CustomerAssessment, reason: Reason) -> list[str]:
        return reason_cells(self.assessment, entry, reason, self.excel_rows, 1)

    @staticmethod
    def _shown(entry: CustomerAssessment) -> Quantity:
        return Quantity("points", shown_points(entry.rating.points))

    def _quoted(self, figure: str, entry: CustomerAssessment, money: Money) -> Made:
        """A name as the customer's latest row gives it."""
        value: Plain = {"customer": entry.customer, "customer_id": entry.customer_id, "currency": money.currency}[figure]
        written = {"customer": (self.ledger.customer, self.ledger.customer_id), "customer_id": (self.ledger.customer_id,)}
        lists = written.get(figure, (self.ledger.currency,))
        rows = [i for i in reversed(entry.rows) if any(names[self.positions[i]] == value for names in lists)]
        fields = ("customer", "customer_id") if figure == "customer" else (figure,)
        cell = self.cell(self.excel_rows[rows[0]], *fields) if rows else None
        return Made(figure, Quantity("text", value), (Input(figure, Quantity("text", value), cell),))
