"""Limits and cover: who is over its limit or near it, what ends, who should get no new orders, and what limit is proposed then."""

from __future__ import annotations

import datetime as dt
import math

from riskledger.assessment import Assessment, CustomerAssessment, units
from riskledger.rating.credit_hold import HoldFigure
from riskledger.rating.policy_parts import YES_NO_HOLDS
from riskledger.reporting.monthly.amounts import amount, note, rounded
from riskledger.reporting.report import Absent, LimitLine, LimitState, Note, Place

_SOON = 30  # days, where the policy warns of no end


def limits(now: Assessment) -> tuple[LimitLine, ...] | Absent:
    """Every customer about whose limit, cover or orders there is something to decide, by expected late amount."""
    lines = [line for entry in now.customers if (line := _line(now, entry)) is not None]
    return tuple(lines) or Absent(note("monthly.limits_in_order" if now.credit.limits else "monthly.no_limits"))


def _line(now: Assessment, entry: CustomerAssessment) -> LimitLine | None:
    credit, limit = entry.credit, entry.credit.limit
    states: list[LimitState] = []
    if limit.use.exceeded:
        states.append("exceeded")
    elif limit.use.utilisation.value is not None and limit.use.utilisation.value >= now.policy.limits.nearly_used:
        states.append("nearly_used")
    if limit.use.state == "expired":
        states.append("expired")
    elif limit.use.state == "in_force" and limit.ends_in is not None and limit.ends_in <= _soon(now, "limit_ends_in"):
        states.append("expiring")
    said = now.read.beside.customers.facts.get(entry.key)
    insured = said.insurance_until if said and any(money.outstanding > 0 for money in entry.money) else None
    if insured is not None and (ends_in := insured - now.as_of.toordinal()) <= _soon(now, "insurance_ends_in"):
        states.append("insurance_expired" if ends_in < 0 else "insurance_expiring")
    if credit.hold.held:
        states.append("hold")
    if not states:
        return None
    proposal = credit.proposal.limit.value
    if proposal is not None and limit.amount.value is not None and proposal != limit.amount.value:
        states.append("proposal")
    ends = limit.expiry if limit.expiry is not None else insured
    why = [_met(figure) for reason in credit.hold.by for figure in reason.figures]
    if "proposal" in states and credit.proposal.binding == "capacity_unknown":
        why.append(note("monthly.limit.capacity_unknown"))
    return LimitLine(
        customer=entry.customer,
        limit=amount(limit.amount.value),
        exposure=entry.exposure,
        used=rounded(limit.use.utilisation.value, "share"),
        expires=None if ends is None else dt.date.fromordinal(ends),
        proposal=amount(proposal),
        states=tuple(states),
        why=tuple(why),
    )


def _soon(now: Assessment, fact: str) -> float:
    """Within how many days an end counts as near: as the policy's early warnings have it."""
    return max((float(line.value) for line in now.policy.alerts if line.fact == fact), default=_SOON)


def _met(figure: HoldFigure) -> Note:
    """A figure that met a rule of the policy's credit holds, against its bound."""
    if figure.fact in YES_NO_HOLDS:
        return note(f"monthly.hold.{figure.fact}")
    value: Place
    bound: Place
    if figure.fact == "days_overdue":
        value, bound = int(figure.value), f"{figure.bound:g}"
    elif figure.fact == "overdue_amount":
        value, bound = units(int(figure.value)), f"{figure.bound:,.2f}"
    else:
        value, bound = float(figure.value) if math.isfinite(figure.value) else None, float(figure.bound)
    return note(f"monthly.hold.{figure.fact}", value=value, operator=figure.operator, bound=bound)
