"""Credit hold: which customers get no new orders, by which rule, and which exemption lets one go on.

Rules come in four kinds, each asked from the most specific level up: customer, group, all. Within its kind an exemption stands
against holds of a less specific level than its own; a release stands against every hold. Both conditions of the overdue-amount
rule must be met. Every comparison names its operator, so that the boundary day is not a matter of taste.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Literal, get_args

HoldKind = Literal["days_overdue", "limit_used", "overdue_amount", "limit_expired"]
HoldFact = Literal["days_overdue", "limit_used", "overdue_amount", "overdue_of_limit", "days_since_limit_expiry"]
Comparison = Literal[">", ">=", "<", "<="]
Level = Literal["customer", "group", "all"]  # most specific first
Number = int | Decimal | Fraction | float  # float only for the infinity that any debt is of a limit of 0

KINDS: Final[tuple[HoldKind, ...]] = get_args(HoldKind)
_LEVELS: Final[tuple[Level, ...]] = get_args(Level)
FACTS_OF: Final[Mapping[HoldKind, tuple[HoldFact, ...]]] = MappingProxyType(
    {
        "days_overdue": ("days_overdue",),
        "limit_used": ("limit_used",),
        "overdue_amount": ("overdue_amount", "overdue_of_limit"),
        "limit_expired": ("days_since_limit_expiry",),
    }
)
_COMPARE: Final[Mapping[Comparison, Callable[[Number, Number], bool]]] = MappingProxyType(
    {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
)


@dataclass(frozen=True, slots=True)
class HoldCondition:
    """A fact against a bound: days, minor units, or a fraction of the limit."""

    fact: HoldFact
    operator: Comparison
    bound: int | Decimal | Fraction

    def met(self, value: Number | None) -> bool:
        """Whether a value meets it; an unknown one does not."""
        return value is not None and _COMPARE[self.operator](value, self.bound)


@dataclass(frozen=True, slots=True)
class HoldRule:
    """One line of the policy: a hold, or an exemption from holds of its kind, or (`release`) an exemption from all of them.

    Every condition must be met. `member` is the customer key or the group, None at level all.

    Raises ValueError if the conditions are not those of the kind (a release may use any), if level and member do not fit, if a hold
    is marked as release, or if an exemption for all is not.
    """

    name: str
    kind: HoldKind
    effect: Literal["hold", "exempt"]
    level: Level
    conditions: tuple[HoldCondition, ...]
    member: str | None = None
    release: bool = False

    def __post_init__(self) -> None:
        if (self.level == "all") != (self.member is None):
            raise ValueError("a rule for a customer or a group names it, one for all does not")
        if self.release and self.effect == "hold":
            raise ValueError("only an exemption can release")
        if self.effect == "exempt" and self.level == "all" and not self.release:
            raise ValueError("an exemption for all stands against nothing unless it releases")
        if not self.conditions or (not self.release and sorted({c.fact for c in self.conditions}) != sorted(FACTS_OF[self.kind])):
            raise ValueError(f"conditions of {self.kind}: {', '.join(FACTS_OF[self.kind])}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldFacts:
    """What is known of a customer on T; money in minor units of the limit's currency, days as ordinals, None where unknown.

    `days_overdue` is that of its longest overdue open item, 0 when nothing is overdue.
    """

    customer: str
    group: str | None = None
    days_overdue: int | None = None
    overdue: int | None = None
    exposure: int | None = None
    limit: int | None = None
    limit_expiry: int | None = None

    def value(self, fact: HoldFact, as_of: int) -> Number | None:
        """A fact as the conditions compare it; shares of the limit are exact."""
        match fact:
            case "days_overdue":
                return self.days_overdue
            case "overdue_amount":
                return self.overdue
            case "limit_used":
                return _share(self.exposure, self.limit)
            case "overdue_of_limit":
                return _share(self.overdue, self.limit)
            case "days_since_limit_expiry":  # below 0 while it runs
                return None if self.limit_expiry is None else as_of - self.limit_expiry


def _share(part: int | None, limit: int | None) -> Number | None:
    if part is None or limit is None:
        return None
    if limit <= 0:  # with no limit left any debt is beyond it, and no debt uses none
        return float("inf") if part > 0 else 0
    return Fraction(part, limit)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A rule that was met, with the customer's figures."""

    rule: HoldRule
    figures: tuple[tuple[HoldCondition, Number], ...]


@dataclass(frozen=True, slots=True)
class Exempted:
    """A hold that was met, and the exemption that stood against it."""

    hold: Evidence
    exemption: Evidence


@dataclass(frozen=True, slots=True)
class HoldDecision:
    """Whether a customer is held and why; `not_judged` are kinds of which some fact is unknown, which hold nobody."""

    customer: str
    held: bool
    by: tuple[Evidence, ...]
    exempted: tuple[Exempted, ...]
    not_judged: tuple[HoldKind, ...]


def decide_hold(facts: HoldFacts, rules: Sequence[HoldRule], *, as_of: int) -> HoldDecision:
    """Judge one customer by the policy's hold rules.

    Of several exemptions the release goes first, then the most specific; exemptions at a hold's own level do not stand against it.
    """
    own = [rule for rule in rules if _applies(rule, facts)]
    met = {at: evidence for at, rule in enumerate(own) if (evidence := _evidence(rule, facts, as_of)) is not None}
    exemptions = sorted(
        (evidence for evidence in met.values() if evidence.rule.effect == "exempt"),
        key=lambda each: (not each.rule.release, _LEVELS.index(each.rule.level)),
    )
    by, exempted = [], []
    for evidence in sorted((each for each in met.values() if each.rule.effect == "hold"), key=lambda each: _order(each.rule)):
        against = next((each for each in exemptions if _stands_against(each.rule, evidence.rule)), None)
        if against is None:
            by.append(evidence)
        else:
            exempted.append(Exempted(evidence, against))
    holding = {rule.kind: rule for rule in own if rule.effect == "hold"}
    unknown = tuple(kind for kind in KINDS if kind in holding and any(facts.value(fact, as_of) is None for fact in FACTS_OF[kind]))
    return HoldDecision(facts.customer, bool(by), tuple(by), tuple(exempted), unknown)


def _applies(rule: HoldRule, facts: HoldFacts) -> bool:
    return rule.level == "all" or rule.member == (facts.customer if rule.level == "customer" else facts.group)


def _evidence(rule: HoldRule, facts: HoldFacts, as_of: int) -> Evidence | None:
    figures = []
    for condition in rule.conditions:
        value = facts.value(condition.fact, as_of)
        if value is None or not condition.met(value):
            return None
        figures.append((condition, value))
    return Evidence(rule, tuple(figures))


def _order(rule: HoldRule) -> tuple[int, int]:
    return (KINDS.index(rule.kind), _LEVELS.index(rule.level))


def _stands_against(exemption: HoldRule, hold: HoldRule) -> bool:
    if exemption.release:
        return True
    return exemption.kind == hold.kind and _LEVELS.index(exemption.level) < _LEVELS.index(hold.level)
