"""The published hold rule: everybody above 61 days overdue, except customer X below 100."""

from __future__ import annotations

from typing import Literal

import pytest

from riskledger.metrics.holds import HoldCondition, HoldFacts, HoldRule, decide_hold

EVERYBODY = HoldRule("over 61 days", "days_overdue", "hold", "all", (HoldCondition("days_overdue", ">", 61),))


@pytest.mark.parametrize(
    ("customer", "boundary", "held"),
    [
        pytest.param("X", "<", [False, False, False, True, True], id="G36 X exempt below 100"),
        pytest.param("X", "<=", [False, False, False, False, True], id="G36 X exempt up to 100"),
        pytest.param("Y", "<", [False, True, True, True, True], id="G36 Y"),
    ],
)
def test_hold_with_an_exemption(customer: str, boundary: Literal["<", "<="], held: list[bool]) -> None:
    exempt = HoldRule("X", "days_overdue", "exempt", "customer", (HoldCondition("days_overdue", boundary, 100),), member="X")
    decisions = [
        decide_hold(HoldFacts(customer=customer, days_overdue=days), [EVERYBODY, exempt], as_of=1) for days in (50, 62, 99, 100, 101)
    ]
    assert [decision.held for decision in decisions] == held
    assert [[evidence.rule.name for evidence in decision.by] for decision in decisions] == [
        ["over 61 days"] if each else [] for each in held
    ]
    assert not decide_hold(HoldFacts(customer="Y", days_overdue=61), [EVERYBODY], as_of=1).held
