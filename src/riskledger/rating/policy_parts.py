"""The parts of a policy beside the points: ageing buckets, targets, contact intervals, early warnings, limits, loss allowance, credit
holds, late interest and the bands of the stated indicators.

Each has defaults, so a policy file need not name what it does not change. They move no risk points, except the bands, which are empty.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
PositiveDays = Annotated[int, Field(gt=0, le=36500)]
Share = Annotated[float, Field(ge=0, le=1)]
Points = Annotated[float, Field(ge=0, le=100)]
Amount = Annotated[float, Field(ge=0)]  # whole currency units; rounded to the cent where it is used
Basis = Literal["due_date", "invoice_date"]


def invalid(problem: str, wanted: str, value: object = "") -> PydanticCustomError:
    """A complaint that the policy's own rules make: a code, what is wanted, and what was found, in no language."""
    return PydanticCustomError("policy_rule", "{problem}: {wanted}", {"problem": problem, "wanted": wanted, "value": str(value)})


class Part(BaseModel):
    """A part of a policy: frozen, strict, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Bilingual(Part):
    """One text in both languages of the workbook."""

    zh: Text
    en: Text


def _ascending(bounds: tuple[int, ...], key: str) -> None:
    if not bounds or any(low >= high for low, high in pairwise(bounds)):
        raise invalid("bounds_order", f"{key} = 30, 60, 90 …", ", ".join(map(str, bounds)))


class AgeingPolicy(Part):
    """The buckets of the ageing: the last day of each, and which date they count from. The last bucket is open."""

    basis: Basis = "due_date"
    bounds: Annotated[tuple[PositiveDays, ...], Field(strict=False)] = (30, 60, 90, 180, 365)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _ascending(self.bounds, "ageing.bounds")
        return self


TargetFigure = Literal[
    "turnover_closing",
    "turnover_average",
    "turnover_days",
    "dso",
    "cei",
    "overdue_share",
    "delay_rate_count",
    "delay_rate_amount",
    "top1_share",
    "top5_share",
    "hhi",
]
MORE_IS_BETTER: frozenset[str] = frozenset({"turnover_closing", "turnover_average", "cei"})


class TargetPolicy(Part):
    """A figure to reach by a date: at least, where more is better (turnover, CEI), else at most. Shares as fractions, days as days."""

    figure: TargetFigure
    value: Annotated[float, Field(ge=0)]
    by: dt.date | None = None


class ContactDays(Part):
    """Longest days between two contacts, by tier, while something is open."""

    low: PositiveDays = 180
    medium: PositiveDays = 90
    high: PositiveDays = 30


AlertLevel = Literal["blue", "yellow", "orange", "red"]
ALERT_LEVELS: tuple[AlertLevel, ...] = ("blue", "yellow", "orange", "red")  # least urgent first
CountedAlert = Literal[
    "points_rise",  # risk points above those of a month ago
    "delay_rate_rise",  # share of late invoices above that of a month ago
    "days_overdue",
    "limit_used",  # exposure over limit
    "promises_broken",  # since a month ago
    "limit_ends_in",  # days from T, negative once ended
    "insurance_ends_in",
    "contract_ends_in",
    "orders_cancelled",
    "completeness",  # share of the customer's particulars that are filled in
    "largest_invoice_change",  # largest invoice of the last 90 days over the largest of the year before
    "order_frequency_change",  # invoices a month in the last 90 days over those of the year before
]
YesNoAlert = Literal["tier_rise", "ageing_worse", "contact_stale"]
YES_NO_ALERTS: frozenset[str] = frozenset({"tier_rise", "ageing_worse", "contact_stale"})


class AlertPolicy(Part):
    """A line of the early-warning table: when it warns, and how urgently."""

    fact: Literal[CountedAlert, YesNoAlert]
    operator: Literal[">", ">=", "<", "<=", "is"]
    value: StrictBool | float
    level: AlertLevel

    @model_validator(mode="after")
    def _fits_its_fact(self) -> Self:
        yes_no = self.fact in YES_NO_ALERTS
        if yes_no != (self.operator == "is"):
            raise invalid("operator_unfit", "is" if yes_no else "> >= < <=", self.operator)
        if isinstance(self.value, bool) != yes_no:
            raise invalid("bound_unfit", "true | false" if yes_no else "number", self.value)
        return self


def _line(fact: str, operator: str, value: float | bool, level: str) -> AlertPolicy:
    return AlertPolicy.model_validate({"fact": fact, "operator": operator, "value": value, "level": level})


STANDARD_ALERTS: tuple[AlertPolicy, ...] = (
    _line("days_overdue", ">", 90.0, "red"),
    _line("limit_used", ">", 1.0, "red"),
    _line("tier_rise", "is", True, "orange"),
    _line("points_rise", ">=", 10.0, "orange"),
    _line("promises_broken", ">=", 1.0, "orange"),
    _line("ageing_worse", "is", True, "yellow"),
    _line("delay_rate_rise", ">=", 0.1, "yellow"),
    _line("limit_used", ">=", 0.9, "yellow"),
    _line("limit_ends_in", "<=", 30.0, "yellow"),
    _line("insurance_ends_in", "<=", 30.0, "yellow"),
    _line("orders_cancelled", ">=", 1.0, "yellow"),
    _line("contact_stale", "is", True, "blue"),
    _line("contract_ends_in", "<=", 60.0, "blue"),
    _line("completeness", "<", 0.5, "blue"),
    _line("largest_invoice_change", ">=", 3.0, "blue"),
)


class TierFactor(Part):
    """What part of a limit each tier may have."""

    low: Share = 1.0
    medium: Share = 0.5
    high: Share = 0.0


class LimitLine(Part):
    """A line of a limit grid: from this credit score on, customers of this size may have so much."""

    score_from: Points
    size: Text | None = None
    amount: Amount


class LimitPolicy(Part):
    """How credit limits are proposed: min(need, capacity) × tier factor, or a grid of score × size in its place.

    need = sales of 12 months × (1 + tax_rate) × terms / year_days; capacity = net_worth_share of the tangible net worth. Ledger amounts
    include tax, so tax_rate is 0 unless they do not.
    """

    tax_rate: Share = 0.0
    term_days: PositiveDays = 60  # where the customer has no terms of its own
    year_days: Literal[360, 365] = 360
    net_worth_share: Share = 0.1
    tier_factor: TierFactor = TierFactor()
    nearly_used: Share = 0.9
    grid: Annotated[tuple[LimitLine, ...], Field(strict=False)] = ()


class AllowancePolicy(Part):
    """Loss allowance: a rate per bucket. By default the ages from invoice with the rates customary in China, a convention.

    By invoice date there is one rate more than bounds; by due date two more, the first for what is not due.
    """

    basis: Basis = "invoice_date"
    bounds: Annotated[tuple[PositiveDays, ...], Field(strict=False)] = (365, 730, 1095, 1460, 1825)
    rates: Annotated[tuple[Share, ...], Field(strict=False)] = (0.05, 0.1, 0.3, 0.5, 0.8, 1.0)

    @model_validator(mode="after")
    def _a_rate_for_each(self) -> Self:
        _ascending(self.bounds, "allowance.bounds")
        wanted = len(self.bounds) + (1 if self.basis == "invoice_date" else 2)
        if len(self.rates) != wanted:
            raise invalid("rates_count", str(wanted), len(self.rates))
        return self


CountedHold = Literal["days_overdue", "overdue_amount", "overdue_share_of_limit", "limit_used"]
YesNoHold = Literal["limit_expired", "high_tier"]
YES_NO_HOLDS: frozenset[str] = frozenset({"limit_expired", "high_tier"})


class HoldCondition(Part):
    """One condition of a hold rule. `>` leaves the bound itself free, `>=` holds it."""

    fact: Literal[CountedHold, YesNoHold]
    operator: Literal[">", ">=", "is"]
    value: StrictBool | Annotated[float, Field(ge=0)]

    @model_validator(mode="after")
    def _fits_its_fact(self) -> Self:
        yes_no = self.fact in YES_NO_HOLDS
        if yes_no != (self.operator == "is"):
            raise invalid("operator_unfit", "is" if yes_no else "> >=", self.operator)
        if isinstance(self.value, bool) != yes_no:
            raise invalid("bound_unfit", "true | false" if yes_no else "number", self.value)
        return self


class HoldRule(Part):
    """Recommend to hold new orders when all conditions are met."""

    code: Text
    conditions: Annotated[tuple[HoldCondition, ...], Field(strict=False, min_length=1)]


class HoldExemption(Part):
    """What a customer, a group or everybody (neither named) is exempt from: other conditions in the rule's place, or none at all.

    The more specific exemption goes first: customer, group, all. `release` frees from every rule, whatever stands elsewhere.
    """

    rule: Text | None = None
    customer: Text | None = None
    group: Text | None = None
    until: dt.date | None = None
    release: StrictBool = False
    conditions: Annotated[tuple[HoldCondition, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _names_its_rule(self) -> Self:
        if self.rule is None and not self.release:
            raise invalid("missing", "rule | release = true")
        return self


def _hold(code: str, fact: str, operator: str, value: float | bool) -> HoldRule:
    return HoldRule.model_validate({"code": code, "conditions": [{"fact": fact, "operator": operator, "value": value}]})


class HoldPolicy(Part):
    """When to hold new orders: any rule is enough, unless an exemption stands in its place."""

    rules: Annotated[tuple[HoldRule, ...], Field(strict=False)] = (
        _hold("high_tier", "high_tier", "is", True),
        _hold("days_overdue", "days_overdue", ">", 60.0),
        _hold("limit_used", "limit_used", ">", 1.0),
        _hold("limit_expired", "limit_expired", "is", True),
    )
    exemptions: Annotated[tuple[HoldExemption, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _known_rules(self) -> Self:
        codes = [rule.code for rule in self.rules]
        if len(set(codes)) < len(codes):
            raise invalid("code_twice", "holds.rules.code", next(code for code in codes if codes.count(code) > 1))
        for exemption in self.exemptions:
            if exemption.rule is not None and exemption.rule not in codes:
                raise invalid("no_such_hold", ", ".join(codes), exemption.rule)
        return self


class DatedRate(Part):
    """A yearly rate (fraction) in force from a day on."""

    since: dt.date
    rate: Annotated[float, Field(ge=0, le=10)]


class InterestPolicy(Part):
    """Late interest. Rates are inputs with their dates; none is fetched.

    cn_sme: 0.05 % a day (国令802 art. 17). cn_lpr: `rates` (1-year LPR) × factor. eu, uk: `rates` (reference rate) + margin and a lump sum.
    contract: `rates` as agreed, and a flat fee per invoice.
    """

    rule: Literal["cn_sme", "cn_lpr", "eu", "uk", "contract"]
    rates: Annotated[tuple[DatedRate, ...], Field(strict=False)] = ()
    factor: Annotated[float, Field(ge=1, le=1.5)] = 1.3
    day_count: Literal[360, 365] = 365
    fee: Amount = 0.0


class ZBands(Part):
    """Risk points of a Z″ band, where the customers sheet gives the figures for it and no financial score."""

    safe: Points
    grey: Points
    distress: Points

    @model_validator(mode="after")
    def _safer_is_never_more(self) -> Self:
        if not self.safe <= self.grey <= self.distress:
            raise invalid("z_bands_order", "safe <= grey <= distress", f"{self.safe:g}, {self.grey:g}, {self.distress:g}")
        return self


class Bands(Part):
    """Risk points from words on the customers sheet. Empty by default: an industry's or a size's name alone gives no points."""

    z_score: ZBands | None = None
    industry: dict[Text, Points] = Field(default_factory=dict)
    size: dict[Text, Points] = Field(default_factory=dict)
