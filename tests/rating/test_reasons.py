"""Reasons add up to the shown points, stand in order and point at the invoices behind them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invoice_rows import Row, book, facts_of
from random_books import CUSTOMERS, T, books, thorough

from riskledger.rating.policy import standard
from riskledger.rating.rate import rate
from riskledger.rating.reasons import Reason, shown_points
from riskledger.rating.tiers import Indicators

LEDGER = """
    customer invoiced   due        paid       amount complaints
    X        2026-01-05 2026-02-05 2026-02-25   500  0
    Y        2026-09-01 2026-09-20 2026-09-20  9999  0
    X        2026-07-01 2026-08-01 2026-08-11  7000  1
    X        2026-08-01 2026-09-01 -           2000  2
    X        2026-08-15 2026-09-15 -           3000  0
    X        2026-09-01 2026-09-30 2026-09-30  8000  0
"""


def reasons_of_x(ledger: str = LEDGER) -> dict[str, Reason]:
    return {reason.code: reason for reason in rate(book("2026-10-31", ledger), standard())[0].reasons}


def test_rows_are_those_behind_the_reason_most_material_first() -> None:
    assert {code: reason.rows for code, reason in reasons_of_x().items()} == {
        "late_ratio": (2, 4, 3, 0),  # by amount
        "recent_late_ratio": (2, 4, 3),
        "days_late": (3, 4, 0, 2),  # by days
        "days_overdue": (3, 4),
        "overdue_share": (4, 3),
        "complaints": (3, 2),
    }


def test_values_and_the_portfolio_beside_them() -> None:
    reasons = reasons_of_x()
    assert (reasons["late_ratio"].value, reasons["late_ratio"].benchmark) == ("4/5", 4 / 6)
    assert (reasons["recent_late_ratio"].value, reasons["recent_late_ratio"].benchmark) == ("3/4", 3 / 5)
    assert (reasons["days_overdue"].value, reasons["days_overdue"].benchmark) == ("60", 30)
    assert reasons["overdue_share"].value == "24.4%"  # 5,000 of 20,500
    assert reasons["overdue_share"].benchmark == pytest.approx(5000 / 20500 / 2)
    assert (reasons["complaints"].value, reasons["complaints"].benchmark) == ("3", 1.5)


def test_disputes_are_told_where_they_are_what_counts() -> None:
    ledger = """
        customer invoiced   due        paid       amount disputed
        X        2026-01-05 2026-02-05 2026-02-05   500  yes
        X        2026-01-05 2026-02-05 2026-02-05   900  yes
        X        2026-01-05 2026-02-05 2026-02-05   800  -
    """
    reason = reasons_of_x(ledger)["complaints"]
    assert (reason.value, reason.benchmark, reason.rows, reason.fact) == ("2/3", 2 / 3, (1, 0), "disputed")


def test_only_triggers_that_raised_the_tier_are_told_the_strictest_of_a_fact() -> None:
    good_record = "\n".join(["X 2026-01-05 2026-02-05 2026-02-05 90000"] * 60)
    raised = reasons_of_x(f"customer invoiced due paid amount\n{good_record}\nX 2026-06-01 2026-07-01 - 1")
    trigger = raised["trigger_days_overdue"]
    assert (trigger.value, trigger.benchmark, trigger.points, trigger.rows) == ("122", 90, 0.0, (60,))
    assert not [code for code in reasons_of_x() if code.startswith("trigger_")]  # high by its points already


def test_no_customer_is_without_a_reason() -> None:
    spotless = "\n".join(["X 2026-09-05 2026-10-05 2026-10-05 100"] * 2000)
    (rating,) = rate(book("2026-10-31", f"customer invoiced due paid amount\n{spotless}"), standard())
    assert [(reason.code, reason.value, reason.points) for reason in rating.reasons] == [("late_ratio", "0/2000", 0.0)]


@thorough
@given(books, st.one_of(st.none(), st.floats(0, 100)), st.one_of(st.none(), st.floats(0, 100)))
def test_reasons_add_up_exactly(rows: list[Row], financial: float | None, size: float | None) -> None:
    indicators = {0: Indicators(financial=financial, size=size)}
    for rating in rate(facts_of(rows, T, CUSTOMERS), standard(), indicators=indicators):
        shown = [Decimal(str(reason.points)) for reason in rating.reasons]
        assert sum(shown) == Decimal(str(shown_points(rating.points)))
        assert all(points >= 0 for points in shown)
        untriggered = [reason.points for reason in rating.reasons if not reason.code.startswith("trigger_")]
        assert untriggered == sorted(untriggered, reverse=True)


def test_points_are_shown_rounded_half_up() -> None:
    halves = [Decimal(hundredths) / 100 for hundredths in range(5, 10_000, 10)]
    shown = [Decimal(str(shown_points(float(exact)))) for exact in halves]
    assert shown == [exact.quantize(Decimal("0.1"), ROUND_HALF_UP) for exact in halves]
