"""Worked examples of credit limits: need and capacity by tier, and the rule of a customer class."""

from __future__ import annotations

from decimal import Decimal

import pytest

from riskledger.metrics.limit_proposal import LimitInputs, class_limit, propose_limit


@pytest.mark.parametrize(
    ("net_worth", "factor", "limit", "binding"),
    [
        pytest.param(500_000, "1", 24_000, "need", id="G41"),
        pytest.param(180_000, "0.5", 9_000, "capacity", id="G42 medium"),
        pytest.param(180_000, "0", 0, "capacity", id="G42 high"),
        pytest.param(None, "0.5", 12_000, "capacity_unknown", id="G41 without net worth"),
        pytest.param(-20_000, "1", 0, "capacity", id="G41 over-indebted"),
    ],
)
def test_limit_proposal(net_worth: int | None, factor: str, limit: int, binding: str) -> None:
    inputs = LimitInputs(
        sales=120_000_00,
        tax_rate=Decimal("0.20"),
        term_days=60,
        tangible_net_worth=None if net_worth is None else net_worth * 100,
        tier_factor=Decimal(factor),
    )
    proposal = propose_limit(inputs)
    assert (proposal.need.value, proposal.limit.value, proposal.binding) == (24_000_00, limit * 100, binding)
    assert proposal.inputs == inputs


def test_g15_class_b() -> None:
    """At most 35 % of a net worth of 80,000 and 5 % of a turnover of 700,000, against a need of 50,000."""
    granted = class_limit(50_000_00, 80_000_00, 700_000_00, Decimal("0.35"), Decimal("0.05"))
    assert (granted.limit.value, granted.shortfall.value) == (28_000_00, 22_000_00)


def test_g15_a_small_need_is_all_that_is_granted() -> None:
    granted = class_limit(10_000_00, 80_000_00, 500_000_00, Decimal("0.35"), Decimal("0.05"))
    assert [amount.value for amount in granted] == [10_000_00, 25_000_00, 0]
