"""Exposure, limit, proposal, hold, allowance, alerts and follow-up of one customer made once more, with the cells of all that goes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from riskledger.i18n import words as words_of
from riskledger.ledger.values import as_text
from riskledger.metrics.rates import portion
from riskledger.metrics.turnover import YEAR
from riskledger.rating.customer_allowance import loss_rates
from riskledger.rating.exposures import in_facts, rate_of
from riskledger.rating.proposed_limits import agreed_rows
from riskledger.reporting.credit import hold_words
from riskledger.reporting.derivation import AGE, ALERT, HOLD, Quantity
from riskledger.reporting.traced import Input, Made
from riskledger.reporting.warnings import alert_cells, alert_words

if TYPE_CHECKING:
    from decimal import Decimal

    from riskledger.assessment import CustomerAssessment, Money
    from riskledger.ledger.sides.stated_facts import StatedFacts
    from riskledger.rating.credit_hold import HoldReason
    from riskledger.reporting.making import Making, Sibling


def credit_made(making: Making, figure: str, entry: CustomerAssessment, money: Money, beside: Sibling) -> Made:
    """One of these figures. KeyError when there is no such figure for a customer."""
    match figure:
        case "exposure":
            return Made(figure, Quantity("money", money.exposure), (*_used(making, entry, money, beside), *_covers(making, entry)))
        case "limit":
            return _limit(making, entry)
        case "limit_used":
            return _limit_used(making, entry, money, beside)
        case "proposed_limit":
            return _proposed_limit(making, entry, beside)
        case "hold":
            return _hold(making, entry, beside)
        case "allowance":
            return _allowance(making, entry)
        case "alerts":
            return _alerts(making, entry)
        case "owner":
            return _owner(making, entry, beside)
        case "action_due":
            due = Quantity("date", entry.rating.action_due.toordinal())
            return Made(figure, due, (making.as_of, *making.action_inputs(entry, beside)))
    raise KeyError(figure)


def _listed(making: Making, entry: CustomerAssessment) -> tuple[StatedFacts | None, Decimal | None]:
    """What the customers sheet states of a customer, and what its amounts count in the money of the figures."""
    said = making.assessment.read.beside.customers.facts.get(entry.key)
    own = {part.currency for part in entry.original or entry.money}
    return said, rate_of(said, own, making.assessment.conversion) if said else None


def _of_sheet(making: Making, entry: CustomerAssessment, name: str, quantity: Quantity, field: str, note: str | None = None) -> Input:
    """An input from the customers sheet; several lines of a customer or a group give it together."""
    together = "lines" if sum(line.states(field) for line in entry.lines) > 1 else None
    return Input(name, quantity, making.line_cell(entry, field), note or together)


def _used(making: Making, entry: CustomerAssessment, money: Money, beside: Sibling) -> list[Input]:
    """What is owed, and what is ordered where the book says so."""
    parts = entry.credit.exposure
    found = [Input("outstanding", Quantity("money", money.outstanding), beside("outstanding"))]
    if parts and parts.open_orders:
        found.append(_of_sheet(making, entry, "open_orders", Quantity("money", parts.open_orders), "open_orders"))
    return found


def _covers(making: Making, entry: CustomerAssessment) -> list[Input]:
    """What insurance and guarantees take off, and why it may be nothing."""
    return [
        _of_sheet(
            making,
            entry,
            cover.protection.kind,
            Quantity("money", cover.amount),
            cover.protection.kind,
            None if cover.state == "in_force" else cover.state,
        )
        for cover in (entry.credit.exposure.covered if entry.credit.exposure else ())
    ]


def _limit(making: Making, entry: CustomerAssessment) -> Made:
    amount = entry.credit.limit.amount
    if amount.value is None:
        return Made("limit", Quantity("money", None), why=amount.why)
    said, rate = _listed(making, entry)
    inputs = [_of_sheet(making, entry, "stated_limit", Quantity("money", said.limit if said else None), "limit")]
    if rate is not None and rate != 1:
        inputs.append(Input("rate", Quantity("text", str(rate))))
    return Made("limit", Quantity("money", amount.value), tuple(inputs))


def _limit_used(making: Making, entry: CustomerAssessment, money: Money, beside: Sibling) -> Made:
    limit = entry.credit.limit
    used = limit.use.utilisation.value
    if limit.amount.value is None:
        return Made("limit_used", Quantity("share", None), why=limit.use.utilisation.why)
    cell = beside("limit") or making.line_cell(entry, "limit")
    inputs = (*_used(making, entry, money, beside), Input("limit", Quantity("money", limit.amount.value), cell))
    return Made("limit_used", Quantity("share", None if used is None else round(used, 6)), inputs, why=limit.use.utilisation.why)


def _proposed_limit(making: Making, entry: CustomerAssessment, beside: Sibling) -> Made:
    proposal, policy, facts = entry.credit.proposal, making.assessment.policy.limits, making.facts
    value = Quantity("money", proposal.limit.value)
    said, rate = _listed(making, entry)
    if policy.grid:
        points = Input("risk_points", Quantity("points", entry.rating.points))
        size = _of_sheet(making, entry, "size", Quantity("text", said.size if said else None), "size")
        return Made("proposed_limit", value, (points, size), why=proposal.limit.why)
    if proposal.inputs is None:
        return Made("proposed_limit", value, why=proposal.limit.why)
    own = np.array(entry.rows)
    sold = own[(facts.invoice_day > facts.as_of - YEAR)[own]]
    sales = Quantity("money", int(facts.amount[sold].sum()))
    worth = in_facts(said.net_worth, rate) if said else None
    inputs = (
        Input("sales", sales),
        _term_days(making, entry, said, proposal.inputs.term_days),
        _of_sheet(making, entry, "net_worth", Quantity("money", worth), "net_worth"),
        Input("tier", Quantity("tier", entry.rating.tier), beside("tier")),
    )
    parts = making.rows_of(sold, facts.amount, "money", "amount", "outstanding")
    return Made("proposed_limit", value, inputs, parts, sales, proposal.limit.why)


def _term_days(making: Making, entry: CustomerAssessment, said: StatedFacts | None, days: int | None) -> Input:
    """The terms that a proposal stands on: the customers sheet's, those of the latest invoice with agreed terms, or the policy's."""
    quantity = Quantity("days", days)
    if said is not None and isinstance(said.terms, int):
        return _of_sheet(making, entry, "term_days", quantity, "terms")
    rows = agreed_rows(making.facts, making.assessment.known)
    own = rows[making.facts.customer[rows] == making.index_of(entry)]
    if not own.size:
        return Input("term_days", quantity, None, "by_policy")
    return Input("term_days", quantity, making.cell(making.excel_rows[int(own[-1])], "due_date", "terms"), "latest_invoice")


def _hold(making: Making, entry: CustomerAssessment, beside: Sibling) -> Made:
    said, hold = words_of(making.language), entry.credit.hold
    clauses = [hold_words(reason, said) for reason in hold.by]
    inputs = tuple(
        Input(f"{HOLD}{place}", Quantity("text", clause), _hold_cell(making, entry, reason, beside))
        for place, (reason, clause) in enumerate(zip(hold.by, clauses, strict=True), 1)
    )
    why = None if hold.held else "exempted" if hold.exempted else "no_hold"
    return Made("hold", Quantity("text", said("list.separator").join(clauses) or None), inputs, why=why)


def _hold_cell(making: Making, entry: CustomerAssessment, reason: HoldReason, beside: Sibling) -> str | None:
    """The cell of the first figure that met a rule."""
    match reason.figures[0].fact:
        case "days_overdue":
            return making.fact_cell(entry, "days_overdue")
        case "limit_expired":
            return making.line_cell(entry, "limit_expiry")
        case "high_tier":
            return beside("tier")
        case "overdue_amount":
            return beside("overdue")
        case "limit_used" | "overdue_share_of_limit":
            return making.line_cell(entry, "limit")


def _allowance(making: Making, entry: CustomerAssessment) -> Made:
    amount, individual, _ = entry.credit.allowance
    value = Quantity("money", amount.value)
    if amount.why == "mixed_currencies":
        return Made("allowance", value, why=amount.why)
    held = dict(zip(making.loss_ages, making.exposed_by_age[making.index_of(entry)].tolist(), strict=True))
    said, rate = _listed(making, entry)
    if individual and said is not None and said.allowance is not None:
        share = said.allowance.share
        name, stated = (
            ("judged_share", Quantity("share", float(share)))
            if share is not None
            else ("judged_amount", Quantity("money", in_facts(said.allowance.amount, rate)))
        )
        owed = Input("exposed", Quantity("money", sum(held.values())))
        return Made("allowance", value, (_of_sheet(making, entry, name, stated, "allowance"), owed))
    inputs = [Input(f"{AGE}{name}", Quantity("money", minor)) for name, minor in held.items() if minor]
    if amount.value is not None:
        rates = loss_rates(making.assessment.policy.allowance)
        rounding = amount.value - sum(portion(minor, rates[name]) for name, minor in held.items() if minor)
        if rounding:
            inputs.append(Input("rounding", Quantity("money", rounding), None, "of_whole_group"))
    return Made("allowance", value, tuple(inputs), why=amount.why)


def _alerts(making: Making, entry: CustomerAssessment) -> Made:
    said = words_of(making.language)
    clauses = [said("alert.line", level=said(f"alert.level.{alert.level}"), text=alert_words(alert, said)) for alert in entry.alerts]
    inputs = tuple(
        Input(f"{ALERT}{place}", Quantity("text", clause), next(iter(alert_cells(making.assessment, alert, making.excel_rows, 1)), None))
        for place, (alert, clause) in enumerate(zip(entry.alerts, clauses, strict=True), 1)
    )
    return Made("alerts", Quantity("text", said("list.separator").join(clauses) or None), inputs, why=None if clauses else "no_alerts")


def _owner(making: Making, entry: CustomerAssessment, beside: Sibling) -> Made:
    value = Quantity("text", entry.action_owner(making.language))
    if entry.owner is None:
        return Made("owner", value, (Input("owner", Quantity("text", None), None, "by_policy"), *making.action_inputs(entry, beside)))
    return Made("owner", value, (Input("owner", Quantity("text", entry.owner), _owner_cell(making, entry)),))


def _owner_cell(making: Making, entry: CustomerAssessment) -> str | None:
    """The latest row of the ledger that names the owner, else the customers sheet."""
    ledger, days = making.ledger, making.facts.invoice_day
    values = making.assessment.cells.columns.get(ledger.layout.fields.get("owner", 0), [])
    naming = [i for i in entry.rows if values and as_text(values[ledger.index[making.positions[i]]]) == entry.owner]
    if not naming:
        return making.line_cell(entry, "owner")
    return making.cell(making.excel_rows[max(naming, key=lambda i: (int(days[i]), i))], "owner")
