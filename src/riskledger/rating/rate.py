"""The rating of every customer: points, tier, reasons, action and dates, from the invoices known on the as-of date and a policy."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from riskledger.metrics.facts import InvoiceFacts
from riskledger.rating.actions import decide
from riskledger.rating.points import payment_points
from riskledger.rating.policy_model import Policy, Tier
from riskledger.rating.policy_parts import Bilingual
from riskledger.rating.reasons import Explainer, Reason
from riskledger.rating.tiers import NO_INDICATORS, NOTHING_KNOWN, Confidence, CustomerFacts, Indicators, Override, judge, next_review

_NO_OVERRIDES: Mapping[int, Override] = MappingProxyType({})
_NO_INDICATORS: Mapping[int, Indicators] = MappingProxyType({})
_NO_FACTS: Mapping[int, CustomerFacts] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Rating:
    """One customer's rating; `points` run from 0 safe to 100 risky and are not rounded, `credit_score` is 100 − points."""

    points: float
    credit_score: float
    tier: Tier  # the override's while it applies
    computed_tier: Tier
    override: Override | None
    override_expired: bool
    coverage: float
    confidence: Confidence
    new_customer: bool
    reasons: tuple[Reason, ...]
    action: Bilingual
    owner: Bilingual
    action_due: datetime.date
    next_review: datetime.date
    decided: int  # invoices
    late: int  # of the decided
    complaints: int  # in the policy's window, or the count given for the customer


def rate(
    facts: InvoiceFacts,
    policy: Policy,
    overrides: Mapping[int, Override] = _NO_OVERRIDES,
    indicators: Mapping[int, Indicators] = _NO_INDICATORS,
    customer_facts: Mapping[int, CustomerFacts] = _NO_FACTS,
) -> tuple[Rating, ...]:
    """Rate every customer of the ledger as of its date; all mappings are by customer index, what they lack is not known.

    Result: one rating per customer index.
    """
    counts = {customer: beyond.complaints for customer, beyond in customer_facts.items() if beyond.complaints is not None}
    payment = payment_points(facts, policy, counts)
    explainer = Explainer(facts, payment, policy)
    as_of = datetime.date.fromordinal(facts.as_of)
    reviews = {tier: next_review(facts.as_of, months) for tier, months in policy.review_months}

    def of(customer: int) -> Rating:
        explicit = indicators.get(customer, NO_INDICATORS)
        judgement = judge(payment, customer, policy, explicit, customer_facts.get(customer, NOTHING_KNOWN))
        override = overrides.get(customer)
        applies = override is not None and override.applies(facts.as_of)
        tier = override.tier if override is not None and applies else judgement.tier
        line = decide(tier, judgement.known, policy)
        return Rating(
            points=judgement.points,
            credit_score=100 - judgement.points,
            tier=tier,
            computed_tier=judgement.tier,
            override=override,
            override_expired=override is not None and not applies,
            coverage=judgement.coverage,
            confidence=judgement.confidence,
            new_customer=judgement.new_customer,
            reasons=explainer.reasons(customer, judgement, explicit),
            action=line.action,
            owner=line.owner,
            action_due=as_of + datetime.timedelta(days=line.days),
            next_review=reviews[tier],
            decided=int(payment.decided[customer]),
            late=int(payment.late[customer]),
            complaints=int(payment.complaints[customer]),
        )

    return tuple(of(customer) for customer in range(facts.customers))
