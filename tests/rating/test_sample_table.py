"""The four sample rows every reader of the classic table knows: points, tiers and actions are fixed."""

from __future__ import annotations

import dataclasses

import pytest
from invoice_rows import book, day

from riskledger.rating.policy import standard
from riskledger.rating.rate import rate
from riskledger.rating.reasons import shown_points

# Terms of 5, 0, 3 and 0 days.
SAMPLE = """
    customer invoiced   due        paid       amount complaints
    A        2023-01-01 2023-01-06 2023-01-03 10000  0
    B        2023-02-15 2023-02-15 2023-02-20 5000   1
    C        2023-03-10 2023-03-13 2023-03-15 20000  2
    D        2023-04-05 2023-04-05 -          8000   3
"""


def test_points_tiers_and_actions() -> None:
    ratings = rate(book("2023-05-05", SAMPLE), standard())
    assert [shown_points(rating.points) for rating in ratings] == [6.9, 24.5, 24.7, 60.4]
    assert [rating.tier for rating in ratings] == ["low", "medium", "medium", "high"]
    assert [rating.action.zh for rating in ratings] == ["无需特别措施", "加强账款催收力度", "增加信用额度审核流程", "暂停新订单接收"]
    assert [rating.action.en for rating in ratings] == [
        "No special measures", "Step up collection", "Add a credit-limit review", "Suspend new orders",
    ]  # fmt: skip


def test_points_without_complaints() -> None:
    facts = book("2023-05-05", SAMPLE)
    quiet = dataclasses.replace(facts, complaints=0 * facts.complaints)
    assert [shown_points(rating.points) for rating in rate(quiet, standard())] == [6.9, 22.9, 21.4, 55.4]


def test_expected_late_amount_of_the_unpaid_row() -> None:
    unpaid = rate(book("2023-05-05", SAMPLE), standard())[3]
    assert round(unpaid.points / 100 * 8000.00, 2) == 4829.22
    assert unpaid.credit_score == pytest.approx(39.6, abs=0.05)


def test_reviews_are_calendar_months_away() -> None:
    reviews = [rating.next_review.isoformat() for rating in rate(book("2023-05-05", SAMPLE), standard())]
    assert reviews == ["2023-11-05", "2023-08-05", "2023-08-05", "2023-06-05"]


def test_reasons_of_the_unpaid_row() -> None:
    reasons = rate(book("2023-05-05", SAMPLE), standard())[3].reasons
    assert [(reason.code, reason.value, reason.points) for reason in reasons] == [
        ("days_late", "30.0", 15.0),
        ("days_overdue", "30", 15.0),
        ("late_ratio", "1/1", 10.2),
        ("recent_late_ratio", "1/1", 10.2),
        ("overdue_share", "100.0%", 5.0),
        ("complaints", "3", 5.0),
    ]
    assert all(reason.rows == (3,) for reason in reasons)
    assert reasons[2].benchmark == 0.75
    assert [reason.fact for reason in reasons] == ["days_overdue"] * 4 + ["amount", "complaints"]


def test_a_later_payment_has_not_happened_yet() -> None:
    known_on = day("2023-03-14")
    earlier = book("2023-03-14", SAMPLE)  # C is due on the 13th and pays on the 15th
    assert earlier.as_of == known_on
    assert earlier.is_open.tolist() == [False, False, True, True]
