"""How every customer stood one month before T, by what was known then: points, tier, late invoices and longest overdue, without reasons.

One month before is the same day of the month before, or its last day; a month-end stays a month-end.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from riskledger.metrics.facts import InvoiceFacts
from riskledger.rating.points import payment_points
from riskledger.rating.policy_model import Policy, Tier
from riskledger.rating.stated import Stated
from riskledger.rating.tiers import NO_INDICATORS, NOTHING_KNOWN, judge


class Stood(NamedTuple):
    """One customer on that day; `points` 0 safe … 100 risky, `days_overdue` the longest among open items."""

    points: float
    tier: Tier  # the override's while it applied
    decided: int
    late: int
    days_overdue: int


def stood_on(facts: InvoiceFacts, policy: Policy, stated: Stated) -> dict[int, Stood]:
    """Customer index → how it stood on the day of the facts; customers of which nothing was known then are left out.

    Points and tier are those that `rate` gives of the same facts.
    """
    counts = {customer: beyond.complaints for customer, beyond in stated.facts.items() if beyond.complaints is not None}
    payment = payment_points(facts, policy, counts)
    found = {}
    for customer in np.unique(facts.customer).tolist():
        judgement = judge(
            payment, customer, policy, stated.indicators.get(customer, NO_INDICATORS), stated.facts.get(customer, NOTHING_KNOWN)
        )
        override = stated.overrides.get(customer)
        found[customer] = Stood(
            points=judgement.points,
            tier=override.tier if override is not None and override.applies(facts.as_of) else judgement.tier,
            decided=int(payment.decided[customer]),
            late=int(payment.late[customer]),
            days_overdue=int(payment.days_overdue[customer]),
        )
    return found
