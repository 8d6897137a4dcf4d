"""Cuts, triggers, coverage, new customers, overrides and review dates."""

from __future__ import annotations

import datetime

import pytest
from invoice_rows import book, day

from riskledger.rating.policy import standard
from riskledger.rating.rate import rate
from riskledger.rating.tiers import CustomerFacts, Indicators, Override, cut_below, next_review, tier_of

# A long good record beside one old open item: few points, so that only triggers can raise the tier.
GOOD_RECORD = "\n".join(["X 2026-09-01 2026-09-20 2026-09-20 9000"] * 60)


def rated(open_since: str, **known: int | bool | None) -> tuple[str, list[str]]:
    facts = book("2026-10-31", f"customer invoiced due paid amount\n{GOOD_RECORD}\nX 2026-07-01 {open_since} - 1")
    (rating,) = rate(facts, standard(), customer_facts={0: CustomerFacts(**known)})  # type: ignore[arg-type]
    return rating.computed_tier, [reason.code for reason in rating.reasons if reason.code.startswith("trigger_")]


@pytest.mark.parametrize(
    ("points", "tier", "cut"),
    [
        (12.99, "low", None),
        (13.0, "medium", 13),
        (12.999999999999998, "medium", 13),  # 13 by the formula, but for its last rounding
        (29.99, "medium", 13),
        (30.0, "high", 30),
        (100.0, "high", 30),
    ],
)
def test_a_customer_on_a_cut_belongs_to_the_riskier_tier(points: float, tier: str, cut: float | None) -> None:
    assert tier_of(points, standard().cuts) == tier
    assert cut_below(points, standard().cuts) == cut


def test_more_than_30_days_past_due_is_at_least_medium_and_more_than_90_high() -> None:
    assert rated("2026-10-01")[1] == []  # 30 days: not more than 30; points alone give medium here
    assert rated("2026-08-02") == ("medium", [])  # 90 days
    assert rated("2026-08-01") == ("high", ["trigger_days_overdue"])


@pytest.mark.parametrize(
    ("known", "tier", "told"),
    [
        ({"complaints": 2}, "low", []),
        ({"complaints": 3}, "medium", ["trigger_complaints"]),
        ({"legal_action": True}, "high", ["trigger_legal_action"]),
        ({"limit_exceeded": True, "limit_expired": True}, "medium", ["trigger_limit_exceeded", "trigger_limit_expired"]),
        ({"insurance_expired": True}, "medium", ["trigger_insurance_expired"]),
        ({"insurance_expired": False, "legal_action": None}, "low", []),
    ],
)
def test_triggers_raise_a_low_customer(known: dict[str, int | bool | None], tier: str, told: list[str]) -> None:
    assert rated("2026-12-01", **known) == (tier, told)


def test_triggers_carry_no_points() -> None:
    facts = book("2026-10-31", f"customer invoiced due paid amount\n{GOOD_RECORD}")
    plain, sued = (rate(facts, standard(), customer_facts=known)[0] for known in ({}, {0: CustomerFacts(legal_action=True)}))
    assert plain.points == sued.points
    assert (plain.tier, sued.tier) == ("low", "high")


NEW_AND_OLD = """
    customer invoiced   due        paid       amount
    new      2026-10-01 2026-11-30 -          1000
    old      2026-09-01 2026-09-30 2026-09-30 1000
"""


def test_a_new_customer_is_medium_at_least_with_low_confidence() -> None:
    new, old = rate(book("2026-10-31", NEW_AND_OLD), standard())
    assert new.points == pytest.approx(60 * 5 / 51)
    assert (new.tier, new.confidence, new.coverage, new.new_customer) == ("medium", "low", 0.0, True)
    assert [(reason.code, reason.points, reason.rows, reason.fact) for reason in new.reasons] == [("new_customer", 5.9, (0,), "due_date")]
    assert (old.tier, old.confidence, old.coverage, old.new_customer) == ("low", "normal", 0.6, False)


def test_indicators_are_weighed_anew_over_those_present() -> None:
    facts = book("2026-10-31", NEW_AND_OLD)
    _, alone = rate(facts, standard())
    new, joined = rate(facts, standard(), indicators={0: Indicators(financial=80, size=0), 1: Indicators(financial=80, size=0)})
    assert joined.points == pytest.approx((60 * alone.points + 15 * 80 + 5 * 0) / 80)
    assert joined.coverage == 0.8
    assert new.points == pytest.approx((60 * 60 * 5 / 51 + 15 * 80) / 80)
    assert (new.coverage, new.confidence) == (0.2, "low")
    assert joined.reasons[0].code == "financial"
    assert joined.reasons[0].points == 15.0


@pytest.mark.parametrize(
    ("until", "tier", "expired"),
    [(None, "high", False), ("2026-10-31", "high", False), ("2026-10-30", "low", True)],
)
def test_an_override_applies_through_its_last_day_and_stays_on_record(until: str | None, tier: str, expired: bool) -> None:
    override = Override("high", "owner in court", None if until is None else day(until))
    rating = rate(book("2026-10-31", NEW_AND_OLD), standard(), overrides={1: override})[1]
    assert (rating.tier, rating.computed_tier, rating.override_expired) == (tier, "low", expired)
    assert rating.override == override
    assert rating.action.zh == ("暂停新订单接收" if tier == "high" else "无需特别措施")
    assert rating.next_review == datetime.date(2026 if tier == "high" else 2027, 11 if tier == "high" else 4, 30)


def test_an_override_may_lower_a_tier() -> None:
    rating = rate(book("2026-10-31", NEW_AND_OLD), standard(), overrides={0: Override("low", "parent guarantees")})[0]
    assert (rating.tier, rating.computed_tier) == ("low", "medium")


@pytest.mark.parametrize(
    ("as_of", "months", "review"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-06-30", 6, "2026-12-30"),
    ],
)
def test_reviews_fall_on_the_same_day_or_the_months_last(as_of: str, months: int, review: str) -> None:
    assert next_review(day(as_of), months).isoformat() == review
