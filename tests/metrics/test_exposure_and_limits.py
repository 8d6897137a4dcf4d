"""Exposure after cover, use of the limit, and limit proposals."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskledger.metrics.exposure import Protection, exposure
from riskledger.metrics.limit_proposal import GridLine, LimitInputs, class_limit, grid_limit, propose_limit
from riskledger.metrics.limits import limit_use

T = 738_000


@pytest.mark.parametrize(
    ("protection", "state", "taken"),
    [
        pytest.param(Protection("insurance", amount=300, until=T), "in_force", 300, id="its last day counts"),
        pytest.param(Protection("insurance", amount=300, until=T - 1), "expired", 0, id="expired"),
        pytest.param(Protection("guarantee", amount=300), "in_force", 300, id="no end stated"),
        pytest.param(Protection("guarantee", amount=9_000), "in_force", 1_200, id="at most what is owed"),
        pytest.param(Protection("insurance", share=Decimal("0.9"), until=T), "in_force", 900, id="a share of the balance, not of orders"),
        pytest.param(Protection("insurance", until=T), "amount_unknown", 0, id="a bare yes covers no sum"),
        pytest.param(Protection("insurance", amount=0), "in_force", 0, id="no cover"),
    ],
)
def test_cover_takes_off_what_it_covers(protection: Protection, state: str, taken: int) -> None:
    measured = exposure(1_000, 200, [protection], as_of=T)
    assert [(each.state, each.amount) for each in measured.covered] == [(state, taken)]
    assert measured.net == 1_200 - taken


@pytest.mark.parametrize(("outstanding", "orders", "net"), [(-500, 0, 0), (-500, 800, 300), (1_000, 0, 1_000)])
def test_a_credit_balance_is_set_against_orders(outstanding: int, orders: int, net: int) -> None:
    assert exposure(outstanding, orders, as_of=T).net == net


protections = st.lists(
    st.builds(
        Protection,
        st.just("guarantee"),
        st.none() | st.integers(0, 900),
        st.none() | st.decimals(0, 1, places=2),
        st.none() | st.just(T - 1),
    ),
    max_size=4,
)


@settings(deadline=None)  # a busy machine is no reason to fail
@given(st.integers(-1_000, 1_000), st.integers(0, 1_000), protections)
def test_exposure_is_what_no_cover_takes(outstanding: int, orders: int, covers: list[Protection]) -> None:
    measured = exposure(outstanding, orders, covers, as_of=T)
    assert measured.net >= 0
    assert measured.net + sum(each.amount for each in measured.covered) == max(0, outstanding + orders)


@pytest.mark.parametrize(
    ("owed", "limit", "expiry", "used", "headroom", "exceeded", "state"),
    [
        (750, 1_000, T, 0.75, 250, False, "in_force"),
        (1_000, 1_000, None, 1.0, 0, False, "no_end_stated"),
        (1_001, 1_000, T - 1, 1.001, -1, True, "expired"),
        (1, 0, None, "limit_is_zero", -1, True, "no_end_stated"),
        (0, 0, None, "limit_is_zero", 0, False, "no_end_stated"),
        (5, None, T, "no_limit", None, None, "no_limit"),
    ],
)
def test_use_of_the_limit(
    owed: int, limit: int | None, expiry: int | None, used: float | str, headroom: int | None, exceeded: bool | None, state: str
) -> None:
    measured = limit_use(owed, limit, expiry, as_of=T)
    assert (measured.utilisation.value or measured.utilisation.why) == used
    assert (measured.headroom.value, measured.exceeded, measured.state) == (headroom, exceeded, state)


INPUTS = LimitInputs(sales=120_000_00, tax_rate=0, term_days=60, tangible_net_worth=500_000_00, tier_factor=1)


@pytest.mark.parametrize(
    ("missing", "why"),
    [
        ({"sales": None}, "no_revenue"),
        ({"sales": -5}, "no_revenue"),
        ({"term_days": None}, "no_terms"),
        ({"tax_rate": None}, "no_tax_rate"),
    ],
)
def test_no_proposal_without_a_need(missing: dict[str, Any], why: str) -> None:
    proposal = propose_limit(dataclasses.replace(INPUTS, **missing))
    assert (proposal.limit.value, proposal.limit.why, proposal.binding) == (None, why, None)
    assert proposal.capacity.value == 50_000_00


def test_rounded_once() -> None:
    """A need of 33.333… at a factor of 0.95 is 31.67, not 0.95 × 33.33 = 31.66."""
    proposal = propose_limit(dataclasses.replace(INPUTS, sales=100_00, term_days=120, tier_factor=Decimal("0.95"), tangible_net_worth=None))
    assert (proposal.need.value, proposal.limit.value) == (33_33, 31_67)


def test_negative_inputs_are_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        propose_limit(dataclasses.replace(INPUTS, tier_factor=Decimal("-0.5")))


GRID = [GridLine("large", 0, 10_00), GridLine("large", 80, 90_00), GridLine("large", 60, 50_00), GridLine("small", 60, 5_00)]


@pytest.mark.parametrize(
    ("score", "size", "limit"),
    [
        (79.9, "large", 50_00),
        (80, "large", 90_00),
        (0, "large", 10_00),
        (60, "small", 5_00),
        (59, "small", None),
        (90, None, None),
        (None, "large", None),
    ],
)
def test_the_grid_replaces_the_formula(score: float | None, size: str | None, limit: int | None) -> None:
    proposal = grid_limit(score, size, GRID)
    assert (proposal.limit.value, proposal.binding) == (limit, None if limit is None else "grid")
    assert proposal.limit.why == (None if limit is not None else "not_in_grid")


def test_a_class_limit_needs_both_figures() -> None:
    assert class_limit(5, None, 100, 1, 1).limit.why == "no_net_worth"
    assert class_limit(5, 100, None, 1, 1).limit.why == "no_revenue"
    assert class_limit(5, -100, 100, 1, 1).shortfall.value == 5
