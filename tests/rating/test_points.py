"""The six characteristics against a slow second writing of their formulas, and their edges as tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from invoice_rows import Row, book, facts_of
from random_books import CUSTOMERS, T, books, thorough

from riskledger.rating.points import payment_points
from riskledger.rating.policy import standard


def reference(rows: list[Row], customer: int) -> float:
    """The formulas of the rating model word by word, for one customer, invoice by invoice."""

    def decided(of: list[Row]) -> list[Row]:
        return [row for row in of if row.is_decided(T)]

    def late(of: list[Row]) -> int:
        return sum(row.days_late(T) > 0 for row in of)

    p = (late(decided(rows)) + 50 * 0.10) / (len(decided(rows)) + 50)
    own = [row for row in rows if row.customer == customer]
    history = decided(own)
    lr = (late(history) + 5 * p) / (len(history) + 5)
    recent = [row for row in history if row.settled(T) >= T - 180]
    m = min(len(recent), 6)
    lr6 = (late(recent) / len(recent) * m + 5 * lr) / (m + 5) if recent else lr
    weights = [0.5 ** ((T - row.settled(T)) / 90) for row in history]
    ew = sum(w * row.days_late(T) for w, row in zip(weights, history, strict=True)) / sum(weights) if history else 0.0
    overdue = [row for row in own if row.amount > 0 and row.outstanding(T) > 0 and 0 < row.due < T]
    od = max((T - row.due for row in overdue), default=0)
    os = 0.0
    for currency in {row.currency for row in own}:
        owed = sum(row.outstanding(T) for row in overdue if row.currency == currency)
        invoiced = sum(row.amount for row in own if row.currency == currency and row.amount > 0 and T - 365 < row.invoiced <= T)
        os = max(os, min(1.0, owed / invoiced) if invoiced else float(owed > 0))
    c = min(1.0, sum(row.complaints for row in own if T - 365 < row.invoiced <= T) / 3)
    if history:
        c = max(c, sum(row.disputed for row in history) / len(history))
    return 35 * lr + 25 * lr6 + 15 * min(ew / 30, 1) + 15 * min(od / 30, 1) + 5 * os + 5 * c


@thorough
@given(books)
def test_points_equal_the_formulas(rows: list[Row]) -> None:
    points = payment_points(facts_of(rows, T, CUSTOMERS), standard())
    assert points.total.tolist() == pytest.approx([reference(rows, customer) for customer in range(CUSTOMERS)], abs=1e-9)


def test_recent_share_is_over_all_recent_invoices_and_weighs_as_six() -> None:
    late_once = "\n".join(["X 2026-09-01 2026-09-10 2026-09-12 100", *["X 2026-09-01 2026-09-10 2026-09-10 100"] * 9])
    points = payment_points(book("2026-10-31", "customer invoiced due paid amount\n" + late_once), standard())
    p = (1 + 5) / (10 + 50)
    lr = (1 + 5 * p) / 15
    assert points.parts[0, 1] == pytest.approx(25 * (0.1 * 6 + 5 * lr) / 11)


def test_day_180_is_recent_and_day_181_is_not() -> None:
    facts = book(
        "2026-10-31",
        """
        customer  invoiced   due        paid       amount
        inside    2026-04-01 2026-05-04 2026-05-04 100
        outside   2026-04-01 2026-05-03 2026-05-03 100
        """,
    )
    assert payment_points(facts, standard()).recent.tolist() == [1, 0]


def test_credit_notes_belong_neither_to_counts_nor_to_sums() -> None:
    facts = book(
        "2026-10-31",
        """
        customer invoiced   due        paid       amount
        X        2026-09-01 2026-09-30 -           1000
        X        2026-10-01 2026-11-30 -           1000
        X        2026-09-01 2026-09-02 -           -900
        X        2026-09-01 2026-09-02 -              0
        """,
    )
    points = payment_points(facts, standard())
    assert points.decided.tolist() == [1]
    assert points.days_overdue.tolist() == [31]
    assert points.overdue_share.tolist() == [0.5]


def test_overdue_share_of_a_partly_paid_invoice_is_what_is_left() -> None:
    facts = book(
        "2026-10-31",
        """
        customer invoiced   due        paid       amount received
        X        2026-09-01 2026-09-30 2026-10-05 1000   750
        """,
    )
    assert payment_points(facts, standard()).overdue_share.tolist() == [0.25]


def test_overdue_share_counts_currencies_apart_and_takes_the_worst() -> None:
    facts = book(
        "2026-10-31",
        """
        customer invoiced   due        paid       amount currency
        X        2026-09-01 2026-09-30 -             500 CNY
        X        2026-09-01 2026-09-30 2026-09-30    500 CNY
        X        2026-09-01 2026-09-30 -             100 USD
        X        2026-09-01 2026-09-30 2026-09-30  99900 USD
        Y        2025-09-01 2025-09-30 -               1 CNY
        """,
    )
    assert payment_points(facts, standard()).overdue_share.tolist() == [0.5, 1.0]  # Y: nothing invoiced for a year, something overdue


def test_complaints_count_with_their_invoice_date_or_as_the_customers_sheet_says() -> None:
    facts = book(
        "2026-10-31",
        """
        customer invoiced   due        paid       amount complaints
        X        2025-11-01 2025-11-30 2025-11-30 100    1
        X        2025-10-31 2025-11-30 2025-11-30 100    2
        X        -          2026-09-30 2026-09-30 100    2
        Y        2026-09-01 2026-09-30 2026-09-30 100    1
        """,
    )
    assert payment_points(facts, standard()).complaints.tolist() == [1, 1]
    assert payment_points(facts, standard(), {1: 3}).complaint_share.tolist() == [pytest.approx(1 / 3), 1.0]


def test_disputes_stand_in_for_complaints_when_they_weigh_more() -> None:
    facts = book(
        "2026-10-31",
        """
        customer invoiced   due        paid       amount disputed complaints
        X        2026-09-01 2026-09-30 2026-09-30 100    yes      1
        X        2026-09-01 2026-09-30 2026-09-30 100    -        0
        X        2026-10-01 2026-11-30 -          100    yes      0
        """,
    )
    assert payment_points(facts, standard()).complaint_share.tolist() == [0.5]


def test_an_empty_book_gives_no_points_to_nobody() -> None:
    points = payment_points(facts_of([], T, 0), standard())
    assert points.total.size == 0
    assert points.benchmarks == (None,) * 6


def test_money_beyond_floating_point_stays_exact() -> None:
    huge = 2**55
    rows = [Row(0, T - 10, T - 5, 0, huge), Row(0, T - 10, T - 5, T - 5, 1), Row(1, T - 10, T - 5, 0, huge)]
    shares = payment_points(facts_of(rows, T), standard()).overdue_share
    assert shares.tolist() == [huge / (huge + 1), 1.0]
