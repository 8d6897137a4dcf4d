"""Credit holds: both conditions of a rule, levels of exemption, releases, and what is not known."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from riskledger.metrics.holds import HoldCondition, HoldFacts, HoldRule, decide_hold

T = 738_000


def over(fact: Any, bound: Any) -> HoldCondition:
    return HoldCondition(fact, ">", bound)


LATE = HoldRule("late", "days_overdue", "hold", "all", (over("days_overdue", 61),))
USED = HoldRule("used", "limit_used", "hold", "all", (HoldCondition("limit_used", ">=", Decimal("0.9")),))
OWED = HoldRule("owed", "overdue_amount", "hold", "all", (over("overdue_amount", 1_000), over("overdue_of_limit", Decimal("0.1"))))
EXPIRED = HoldRule("expired", "limit_expired", "hold", "all", (over("days_since_limit_expiry", 0),))


def customer(**known: Any) -> HoldFacts:
    return HoldFacts(**{"customer": "A", "group": "G", **known})


@pytest.mark.parametrize(
    ("overdue", "limit", "held"),
    [(1_001, 10_000, True), (1_000, 1_000, False), (5_000, 50_000, False), (5_001, 50_000, True), (1_001, 0, True), (0, 0, False)],
)
def test_overdue_amount_and_its_share_of_the_limit_must_both_trip(overdue: int, limit: int, held: bool) -> None:
    decision = decide_hold(customer(overdue=overdue, limit=limit), [OWED], as_of=T)
    assert decision.held is held


@pytest.mark.parametrize(("exposure", "held"), [(899_999, False), (900_000, True)])
def test_limit_used_is_compared_exactly(exposure: int, held: bool) -> None:
    assert decide_hold(customer(exposure=exposure, limit=1_000_000), [USED], as_of=T).held is held


@pytest.mark.parametrize(("expiry", "held"), [(T - 1, True), (T, False), (T + 9, False)])
def test_an_expired_limit_holds_from_the_day_after(expiry: int, held: bool) -> None:
    assert decide_hold(customer(limit_expiry=expiry), [EXPIRED], as_of=T).held is held


def test_the_decision_shows_rule_and_figures() -> None:
    decision = decide_hold(
        customer(days_overdue=70, overdue=500, exposure=950, limit=1_000, limit_expiry=T + 5), [EXPIRED, OWED, USED, LATE], as_of=T
    )
    assert [evidence.rule.name for evidence in decision.by] == ["late", "used"]
    assert [value for evidence in decision.by for _, value in evidence.figures] == [70, Fraction(95, 100)]
    assert decision.not_judged == ()


def test_what_is_not_known_holds_nobody_and_is_told() -> None:
    decision = decide_hold(customer(days_overdue=10), [LATE, USED, OWED, EXPIRED], as_of=T)
    assert (decision.held, decision.not_judged) == (False, ("limit_used", "overdue_amount", "limit_expired"))


def exempt(level: Any, member: str | None, days: int = 100, **more: Any) -> HoldRule:
    return HoldRule(f"exempt {member}", "days_overdue", "exempt", level, (HoldCondition("days_overdue", "<", days),), member=member, **more)


@pytest.mark.parametrize(
    ("hold", "exemption", "held"),
    [
        pytest.param(LATE, exempt("customer", "A"), False, id="customer over all"),
        pytest.param(LATE, exempt("group", "G"), False, id="group over all"),
        pytest.param(LATE, exempt("group", "H"), True, id="another group"),
        pytest.param(LATE, exempt("customer", "B"), True, id="another customer"),
        pytest.param(LATE, exempt("customer", "A", days=70), True, id="not below its bound"),
        pytest.param(
            HoldRule("g", "days_overdue", "hold", "group", (over("days_overdue", 5),), member="G"),
            exempt("group", "G"),
            True,
            id="the same level",
        ),
        pytest.param(
            HoldRule("c", "days_overdue", "hold", "customer", (over("days_overdue", 5),), member="A"),
            exempt("group", "G"),
            True,
            id="a group under a customer",
        ),
        pytest.param(
            HoldRule("c", "days_overdue", "hold", "customer", (over("days_overdue", 5),), member="A"),
            exempt("all", None, release=True),
            False,
            id="a release at any level",
        ),
    ],
)
def test_the_more_specific_level_goes_first(hold: HoldRule, exemption: HoldRule, held: bool) -> None:
    for rules in ([hold, exemption], [exemption, hold]):
        decision = decide_hold(customer(days_overdue=70), rules, as_of=T)
        assert decision.held is held
        assert [(each.hold.rule, each.exemption.rule) for each in decision.exempted] == ([] if held else [(hold, exemption)])


def test_an_exemption_stands_only_within_its_kind_unless_it_releases() -> None:
    facts = customer(days_overdue=70, exposure=1_000, limit=1_000)
    assert [each.rule.name for each in decide_hold(facts, [LATE, USED, exempt("customer", "A")], as_of=T).by] == ["used"]
    released = decide_hold(facts, [LATE, USED, exempt("customer", "A", release=True)], as_of=T)
    assert (released.held, len(released.exempted)) == (False, 2)


def test_a_release_may_look_at_another_fact() -> None:
    """Held above 61 days, unless less than 1,000.00 is overdue in all."""
    small = HoldRule(
        "small", "days_overdue", "exempt", "customer", (HoldCondition("overdue_amount", "<", 1_000_00),), member="A", release=True
    )
    assert not decide_hold(customer(days_overdue=70, overdue=999_99), [LATE, small], as_of=T).held
    assert decide_hold(customer(days_overdue=70, overdue=1_000_00), [LATE, small], as_of=T).held
    assert decide_hold(customer(days_overdue=70), [LATE, small], as_of=T).held


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("overdue_amount", "hold", "all", (over("overdue_amount", 5),)), "conditions of", id="half of the amount rule"),
        pytest.param(("days_overdue", "hold", "all", ()), "conditions of", id="no condition"),
        pytest.param(("days_overdue", "exempt", "group", (over("overdue_amount", 5),), "G"), "conditions of", id="another kind's fact"),
        pytest.param(("days_overdue", "hold", "group", (over("days_overdue", 5),)), "names it", id="a group without a name"),
        pytest.param(("days_overdue", "hold", "all", (over("days_overdue", 5),), "A"), "names it", id="all with a name"),
        pytest.param(("days_overdue", "hold", "group", (over("days_overdue", 5),), "G", True), "can release", id="a hold that releases"),
        pytest.param(("days_overdue", "exempt", "all", (over("days_overdue", 5),)), "stands against nothing", id="everybody exempt"),
    ],
)
def test_rules_that_could_not_work_are_refused(arguments: tuple[Any, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        HoldRule("r", *arguments)
