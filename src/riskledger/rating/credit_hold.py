"""Credit hold: which customers should get no new orders, by which rule of the policy, and which exemption lets one go on.

Any rule is enough. An exemption puts other conditions in its rule's place, or none at all; the most specific goes first: customer,
group, all. A release frees from every rule. Every comparison names its operator, so that the boundary day is not a matter of taste.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from riskledger.rating.policy_parts import CountedHold, HoldCondition, HoldExemption, HoldPolicy, YesNoHold

HoldFact = CountedHold | YesNoHold
Number = int | Fraction | float  # float only for the infinity that any debt is of a limit of 0
HoldFacts = Mapping[HoldFact, Number | None]  # days, minor units, fractions of the limit, 1 or 0; None: not known, holds nobody


class Member(NamedTuple):
    """By what an exemption may name a customer: its name, id or key, and its group."""

    names: frozenset[str]
    group: str | None


class HoldFigure(NamedTuple):
    """A fact against its bound, as the policy writes it: currency units for amounts."""

    fact: HoldFact
    operator: str
    bound: float | bool
    value: Number


@dataclass(frozen=True, slots=True)
class HoldReason:
    """A rule that was met with the customer's figures, and the exemption whose conditions stood in its place."""

    rule: str
    figures: tuple[HoldFigure, ...]
    exemption: HoldExemption | None = None


@dataclass(frozen=True, slots=True)
class HoldDecision:
    """Whether to hold a customer and why.

    `exempted`: rules met as they stand, and what stood against them. `not_judged`: rules of which a fact is not known.
    """

    held: bool
    by: tuple[HoldReason, ...] = ()
    exempted: tuple[HoldReason, ...] = ()
    not_judged: tuple[str, ...] = ()


def named(text: str) -> str:
    """A name as exemptions are compared: without case and surrounding blanks."""
    return text.strip().casefold()


class Holds:
    """The policy's hold rules on one date, its bounds made exact once."""

    def __init__(self, policy: HoldPolicy, as_of: int) -> None:
        self._rules = [(rule, _exact(rule.conditions)) for rule in policy.rules]
        valid = [each for each in policy.exemptions if each.until is None or each.until.toordinal() >= as_of]
        self._exemptions = [(each, _exact(each.conditions)) for each in sorted(valid, key=_level)]

    def decide(self, facts: HoldFacts, member: Member) -> HoldDecision:
        """Judge one customer."""
        own = [each for each in self._exemptions if _concerns(each[0], member)]
        release = next((each for each, conditions in own if each.release and _met(conditions, facts)), None)
        by, exempted, unknown = [], [], []
        for rule, conditions in self._rules:
            if any(facts.get(condition.fact) is None for condition, _ in conditions):
                unknown.append(rule.code)
            stand_in = next((each for each in own if each[0].rule == rule.code and not each[0].release), None)
            as_written = _met(conditions, facts)
            if release is not None:
                if as_written:
                    exempted.append(HoldReason(rule.code, _figures(conditions, facts), release))
            elif stand_in is not None and stand_in[1] and _met(stand_in[1], facts):
                by.append(HoldReason(rule.code, _figures(stand_in[1], facts), stand_in[0]))
            elif as_written and stand_in is not None:
                exempted.append(HoldReason(rule.code, _figures(conditions, facts), stand_in[0]))
            elif as_written:
                by.append(HoldReason(rule.code, _figures(conditions, facts)))
        return HoldDecision(bool(by), tuple(by), tuple(exempted), tuple(unknown))


_Exact = list[tuple[HoldCondition, int | Fraction]]


def _exact(conditions: tuple[HoldCondition, ...]) -> _Exact:
    """Conditions with their bounds in the unit of the facts."""
    exact = []
    for each in conditions:
        bound = Fraction(Decimal(str(float(each.value)))) * (100 if each.fact == "overdue_amount" else 1)
        exact.append((each, bound.numerator if bound.denominator == 1 else bound))  # whole numbers compare many times faster
    return exact


def _level(exemption: HoldExemption) -> int:
    return 0 if exemption.customer is not None else 1 if exemption.group is not None else 2


def _concerns(exemption: HoldExemption, member: Member) -> bool:
    if exemption.customer is not None and named(exemption.customer) not in member.names:
        return False
    return exemption.group is None or (member.group is not None and named(exemption.group) == named(member.group))


def _met(conditions: _Exact, facts: HoldFacts) -> bool:
    for condition, bound in conditions:
        value = facts.get(condition.fact)
        if value is None:
            return False
        sign = condition.operator
        if not (value > bound if sign == ">" else value >= bound if sign == ">=" else value == bound):
            return False
    return True


def _figures(conditions: _Exact, facts: HoldFacts) -> tuple[HoldFigure, ...]:
    return tuple(
        HoldFigure(each.fact, each.operator, each.value, value) for each, _ in conditions if (value := facts.get(each.fact)) is not None
    )


def share_of(part: int | None, limit: int | None) -> Number | None:
    """A part of the limit, exact; of a limit of 0 any debt is beyond all bounds, and no debt uses none."""
    if part is None or limit is None:
        return None
    return Fraction(part, limit) if limit > 0 else float("inf") if part > 0 else 0
