"""From points to a tier: five weighted indicators, cuts, triggers, new customers and the analyst's override.

Only the payment indicator is measured; the others count where someone gave them a value. A missing one drops out and the rest is
weighed anew, so that nothing unknown is ever taken for good.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from riskledger.rating.points import PaymentPoints
from riskledger.rating.policy_model import TIERS, Cuts, KnownFacts, Policy, Tier, Trigger, worst

Confidence = Literal["normal", "low"]

# A cut is compared at a billionth of a point: what is 13 by the formula is not 12.999999999999998 by its last rounding.
_CUT_DIGITS = 9


INDICATORS = ("financial", "reputation", "industry", "size")  # beside payment


class Word(NamedTuple):
    """What the workbook calls a customer's industry or size, and the invoices (indices) that name it, if it stands there."""

    text: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Indicators:
    """Explicit risk points (0 safe … 100 risky) of the indicators beside payment; None where nobody gave one.

    `by_word` has the word behind those that come from a table of the policy.
    """

    financial: float | None = None
    reputation: float | None = None
    industry: float | None = None
    size: float | None = None
    by_word: Mapping[str, Word] = field(default_factory=dict)


@dataclass(frozen=True)
class CustomerFacts:
    """What is known of a customer beyond its invoices; None is unknown. `complaints` replaces the sum over its rows.

    `limit` in minor units, where what is owed and ordered can be compared with it: what `limit_exceeded` comes from, also after a payment.
    """

    complaints: int | None = None
    limit_exceeded: bool | None = None
    limit_expired: bool | None = None
    insurance_expired: bool | None = None
    legal_action: bool | None = None
    limit: int | None = None
    open_orders: int = 0


@dataclass(frozen=True)
class Override:
    """The analyst's own tier, her reason, and the last day (ordinal) on which it applies; None is without end."""

    tier: Tier
    reason: str
    until: int | None = None

    def applies(self, as_of: int) -> bool:
        """Whether it has not expired on the as-of date (an ordinal)."""
        return self.until is None or self.until >= as_of


@dataclass(frozen=True)
class Judgement:
    """A customer's risk points, how they arise, and the tier computed from them."""

    points: float  # R, not rounded
    shares: Mapping[str, float]  # indicator → its part of R
    tier_by_points: Tier
    tier: Tier
    triggers: tuple[Trigger, ...]  # those that ask for more than the points do
    coverage: float
    confidence: Confidence
    new_customer: bool
    known: KnownFacts


NO_INDICATORS = Indicators()
NOTHING_KNOWN = CustomerFacts()


def judge(
    payment: PaymentPoints, customer: int, policy: Policy, indicators: Indicators = NO_INDICATORS, beyond: CustomerFacts = NOTHING_KNOWN
) -> Judgement:
    """Combine the indicators of one customer (an index) and find the tier its points and facts call for."""
    new = not payment.decided[customer]
    points, shares, present = _combine(float(payment.total[customer]), indicators, policy)
    # The portfolio's late share stands in for a new customer's payments; it is not a measurement of this customer.
    coverage = round((present - policy.indicators.payment * new) / 100, _CUT_DIGITS)
    known = _known(payment, customer, beyond, new)
    by_points = tier_of(points, policy.cuts)
    fired = tuple(trigger for trigger in policy.triggers if trigger.fires(known))
    tier = worst(by_points, *(trigger.tier for trigger in fired), *([policy.new_customer.tier] if new else []))
    return Judgement(
        points=points,
        shares=shares,
        tier_by_points=by_points,
        tier=tier,
        triggers=tuple(trigger for trigger in fired if TIERS.index(trigger.tier) > TIERS.index(by_points)),
        coverage=coverage,
        confidence="low" if new or coverage < policy.confidence.normal_from else "normal",
        new_customer=new,
        known=known,
    )


def tier_of(points: float, cuts: Cuts) -> Tier:
    """The tier of risk points by the cuts alone; a customer on a cut belongs to the riskier tier."""
    points = round(points, _CUT_DIGITS)
    return "high" if points >= cuts.high_from else "medium" if points >= cuts.medium_from else "low"


def cut_below(points: float, cuts: Cuts) -> float | None:
    """The cut a customer must get below for the next safer tier, None when no safer tier is left."""
    points = round(points, _CUT_DIGITS)
    return next((cut for cut in (cuts.high_from, cuts.medium_from) if points >= cut), None)


def next_review(as_of: int, months: int) -> datetime.date:
    """The same day (as-of ordinal) some calendar months on, or the last day of a shorter month."""
    start = datetime.date.fromordinal(as_of)
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return datetime.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _combine(payment: float, indicators: Indicators, policy: Policy) -> tuple[float, dict[str, float], float]:
    weights = policy.indicators
    given = [(name, value, getattr(weights, name)) for name in INDICATORS if (value := getattr(indicators, name)) is not None]
    if not given:  # payment alone is R itself, without a rounding on the way
        return payment, {"payment": payment}, weights.payment
    present = weights.payment + sum(weight for _, _, weight in given)
    shares = {"payment": payment * weights.payment / present} | {name: value * weight / present for name, value, weight in given}
    return sum(shares.values()), shares, present


def _known(payment: PaymentPoints, customer: int, beyond: CustomerFacts, new: bool) -> KnownFacts:
    decided = int(payment.decided[customer])
    return {
        "days_overdue": int(payment.days_overdue[customer]),
        "worst_days_late": int(payment.worst_days_late[customer]),
        "complaints": int(payment.complaints[customer]),
        "disputed_share": int(payment.disputed[customer]) / decided if decided else None,
        "new_customer": new,
        "limit_exceeded": beyond.limit_exceeded,
        "limit_expired": beyond.limit_expired,
        "insurance_expired": beyond.insurance_expired,
        "legal_action": beyond.legal_action,
    }
