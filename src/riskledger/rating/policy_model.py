"""The rating policy as a checked model: points, priors, weights, cuts, triggers, review intervals and the action table.

Everything a credit committee may change is a key here; the validators hold what the rating promises whatever the figures:
points within 0 … 100, cuts in order, an action for every tier, and that paying never worsens a tier.
"""

from __future__ import annotations

import hashlib
import json
import math
import operator
from collections.abc import Callable, Mapping
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StrictBool, model_validator

from riskledger.rating.due_date_policy import DueDatePolicy
from riskledger.rating.policy_parts import (
    STANDARD_ALERTS,
    AgeingPolicy,
    AlertPolicy,
    AllowancePolicy,
    Bands,
    Bilingual,
    ContactDays,
    HoldPolicy,
    InterestPolicy,
    LimitPolicy,
    Part,
    PositiveDays,
    TargetPolicy,
    invalid,
)

Tier = Literal["low", "medium", "high"]
TIERS: tuple[Tier, ...] = get_args(Tier)  # safest first

CountedFact = Literal["days_overdue", "worst_days_late", "complaints", "disputed_share"]
YesNoFact = Literal["new_customer", "limit_exceeded", "limit_expired", "insurance_expired", "legal_action"]
Fact = Literal[CountedFact, YesNoFact]
YES_NO: frozenset[str] = frozenset(get_args(YesNoFact))

KnownFacts = Mapping[Fact, float | bool | None]  # None: not known, no comparison with it holds

Positive = Annotated[float, Field(gt=0)]
Weight = Annotated[float, Field(ge=0, le=100)]

COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "is": operator.eq,
}


def worst(*tiers: Tier) -> Tier:
    """The riskiest of some tiers."""
    return max(tiers, key=TIERS.index)


class _Weights(Part):
    @model_validator(mode="after")
    def _sum_to_hundred(self) -> Self:
        total = math.fsum(value for _, value in self)
        if not math.isclose(total, 100, abs_tol=1e-9):
            raise invalid("weights_sum", "100", f"{total:g}")
        return self


class PaymentWeights(_Weights):
    """Largest points of each payment characteristic; they add up to 100."""

    late_ratio: Weight
    recent_late_ratio: Weight
    days_late: Weight
    days_overdue: Weight
    overdue_share: Weight
    complaints: Weight


class Prior(Part):
    """What steadies small numbers: pseudo-invoices, windows, half-life (days) and the values that earn full points."""

    anchor_invoices: Positive
    anchor_late_share: Annotated[float, Field(gt=0, lt=1)]
    shrink: Positive
    recent_shrink: Positive
    recent_days: PositiveDays
    recent_count: Annotated[int, Field(gt=0)]
    half_life_days: PositiveDays
    window_days: PositiveDays
    days_late_cap: Positive
    days_overdue_cap: Positive
    complaints_cap: Positive

    @model_validator(mode="after")
    def _later_payment_never_helps(self) -> Self:
        # Paid one day later, an invoice is a day later and weighs 2^(1/half-life) more. The weighted mean can fall below
        # the cap only if the cap exceeds 1 / (1 − 2^(−1/half-life)).
        limit = 1 / (1 - 2 ** (-1 / self.half_life_days))
        if self.days_late_cap > limit:
            raise invalid("half_life_short", f"half_life_days >= {math.ceil(self.days_late_cap * math.log(2))}", self.half_life_days)
        return self


class IndicatorWeights(_Weights):
    """Weights of the five indicators; they add up to 100."""

    payment: Annotated[float, Field(gt=0, le=100)]
    financial: Weight
    reputation: Weight
    industry: Weight
    size: Weight


class Cuts(Part):
    """Points from which a customer is medium, and from which high. Above 100 no points reach them: then only triggers decide the tier."""

    medium_from: Positive
    high_from: Annotated[float, Field(gt=0, le=200)]

    @model_validator(mode="after")
    def _ascend(self) -> Self:
        if self.medium_from >= self.high_from:
            raise invalid("cuts_order", "medium_from < high_from", f"{self.medium_from:g}, {self.high_from:g}")
        return self


class NewCustomer(Part):
    """How a customer without a decided invoice is rated."""

    factor: Annotated[float, Field(gt=0, le=100)]
    tier: Tier


class Confidence(Part):
    """Share of indicator weight from which a rating has normal confidence."""

    normal_from: Annotated[float, Field(ge=0, le=1)]


class ReviewMonths(Part):
    """Calendar months until the next review, by tier."""

    low: Annotated[int, Field(gt=0, le=120)]
    medium: Annotated[int, Field(gt=0, le=120)]
    high: Annotated[int, Field(gt=0, le=120)]


def _check_comparison(fact: str, sign: str, bound: float | bool) -> None:
    if (fact in YES_NO) != (sign == "is"):
        raise invalid("operator_unfit", "is" if fact in YES_NO else "> >= < <=", sign)
    if isinstance(bound, bool) != (fact in YES_NO):
        raise invalid("bound_unfit", "true | false" if fact in YES_NO else "number", bound)


class Trigger(Part):
    """A fact that raises the tier whatever the points; only upwards, so that less of the fact is never worse."""

    fact: Fact
    operator: Literal[">", ">=", "is"]
    threshold: StrictBool | Annotated[float, Field(gt=0)]
    tier: Literal["medium", "high"]

    @model_validator(mode="after")
    def _fits_its_fact(self) -> Self:
        _check_comparison(self.fact, self.operator, self.threshold)
        return self

    def fires(self, known: KnownFacts) -> bool:
        """Whether the customer's facts reach the threshold; an unknown fact does not."""
        value = known.get(self.fact)
        return value is not None and COMPARISONS[self.operator](value, self.threshold)


class Condition(Part):
    """What a line of the action table asks of the customer's facts."""

    fact: Fact
    operator: Literal[">", ">=", "<", "<=", "is"]
    value: StrictBool | float

    @model_validator(mode="after")
    def _fits_its_fact(self) -> Self:
        _check_comparison(self.fact, self.operator, self.value)
        return self

    def holds(self, known: KnownFacts) -> bool:
        """Whether the customer meets the condition; an unknown fact does not."""
        value = known.get(self.fact)
        return value is not None and COMPARISONS[self.operator](value, self.value)


class Action(Part):
    """A line of the action table: for whom, what to do, who does it, within how many days."""

    tier: Tier
    condition: Condition | None = None
    action: Bilingual
    owner: Bilingual
    days: Annotated[int, Field(ge=0, le=3650)]


class Policy(Part):
    """A complete rating policy; one is in force per run and policies are never merged."""

    name: Bilingual
    default_term_days: Annotated[int, Field(ge=0, le=3650)] | None = None
    payment: PaymentWeights
    prior: Prior
    indicators: IndicatorWeights
    cuts: Cuts
    new_customer: NewCustomer
    confidence: Confidence
    review_months: ReviewMonths
    # TOML gives lists, which strict checking would refuse for a tuple.
    triggers: Annotated[tuple[Trigger, ...], Field(strict=False)]
    actions: Annotated[tuple[Action, ...], Field(strict=False)]
    ageing: AgeingPolicy = AgeingPolicy()
    targets: Annotated[tuple[TargetPolicy, ...], Field(strict=False)] = ()
    contact_days: ContactDays = ContactDays()
    alerts: Annotated[tuple[AlertPolicy, ...], Field(strict=False)] = STANDARD_ALERTS
    limits: LimitPolicy = LimitPolicy()
    allowance: AllowancePolicy = AllowancePolicy()
    holds: HoldPolicy = HoldPolicy()
    interest: InterestPolicy | None = None
    bands: Bands = Bands()
    due_dates: DueDatePolicy = DueDatePolicy()

    @model_validator(mode="after")
    def _first_payment_never_hurts(self) -> Self:
        least = self.payment.late_ratio + self.payment.recent_late_ratio
        if self.new_customer.factor < least:
            raise invalid("new_factor_low", f"new_customer.factor >= {least:g}", f"{self.new_customer.factor:g}")
        return self

    @model_validator(mode="after")
    def _every_tier_has_an_action(self) -> Self:
        closed: set[Tier] = set()
        for place, line in enumerate(self.actions, start=1):
            if line.tier in closed:
                raise invalid("action_unreachable", f"actions[{place}]", line.action.en)
            if line.condition is None:
                closed.add(line.tier)
        for tier in TIERS:
            if tier not in closed:
                raise invalid("no_action_for_tier", f'tier = "{tier}"')
        return self

    @property
    def digest(self) -> str:
        """First 12 hex digits of the SHA-256 of the policy's content, whatever the layout of its file."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:12]
