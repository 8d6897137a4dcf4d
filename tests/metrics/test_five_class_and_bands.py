"""The five classes tie to the balance; a Z band becomes points only by the policy's table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskledger.metrics.altman import Z_DOUBLE, BandPoints, Statements, z_double_prime, z_prime
from riskledger.metrics.figures import Figure
from riskledger.metrics.five_class import five_class_sums

T = 738_000


@pytest.mark.parametrize(
    ("days", "name"),
    [
        *[(-5, "normal"), (0, "normal"), (1, "special_mention"), (90, "special_mention"), (91, "substandard"), (270, "substandard")],
        *[(271, "doubtful"), (360, "doubtful"), (361, "loss"), (T, "unclassified")],
    ],
)
def test_class_by_days_overdue(days: int, name: str) -> None:
    sums = five_class_sums(np.array([T - days, T]), np.array([700, 0]), T)
    assert {key for key, amount in sums.items() if amount} == {name}


def test_an_old_credit_is_no_loss() -> None:
    sums = five_class_sums(np.array([T - 400, T - 400]), np.array([500, -700]), T)
    assert {key: amount for key, amount in sums.items() if amount} == {"loss": 500, "credits": -700}


@settings(deadline=None)  # a busy machine is no reason to fail
@given(st.lists(st.tuples(st.integers(-900, 900), st.integers(T - 500, T + 50) | st.just(0))))
def test_the_classes_make_the_outstanding_balance(rows: list[tuple[int, int]]) -> None:
    outstanding = np.array([amount for amount, _ in rows], dtype=np.int64)
    due = np.array([day for _, day in rows], dtype=np.int64)
    assert sum(five_class_sums(due, outstanding, T).values()) == int(outstanding.sum())


def test_points_of_a_band() -> None:
    points = BandPoints(distress=90, grey=50, safe=10)
    assert [points.of(Figure(z), Z_DOUBLE) for z in (1.0, 1.10, 2.60, 2.7)] == [90, 50, 50, 10]
    assert points.of(Figure(None, "statements_incomplete"), Z_DOUBLE) is None


@pytest.mark.parametrize("table", [(50, 60, 10), (90, 5, 10), (101, 50, 10), (90, 50, -1)])
def test_a_safer_band_never_has_more_points(table: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="safe"):
        BandPoints(*table)


def test_an_unknown_line_is_not_taken_for_zero() -> None:
    known = Statements(working_capital=1, retained_earnings=1, ebit=None, book_equity=1, total_assets=1, total_liabilities=1)
    assert z_double_prime(known).why == "statements_incomplete"
    complete = Statements(working_capital=1, retained_earnings=1, ebit=0, book_equity=1, total_assets=1, total_liabilities=1)
    assert (z_prime(complete).why, z_double_prime(complete).why) == ("statements_incomplete", None)
