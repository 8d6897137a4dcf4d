"""Late interest: receipts, rates that change, what cannot be computed, and many rows at once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskledger.metrics.early_payment import discount_cost
from riskledger.metrics.interest import LateInterest, Receipt, interest_of_rows, late_interest
from riskledger.metrics.interest_rules import InterestRule, cn_lpr, cn_sme, contractual, eu, uk
from riskledger.metrics.rates import DatedRates, half_up

D = dt.date(2024, 3, 1).toordinal()
MOVING = DatedRates(((D - 700, Decimal("0.04")), (D + 20, Decimal("0.05")), (D + 200, Decimal("0.03"))))
RULES = [cn_sme(), cn_lpr(MOVING), eu(MOVING), uk(MOVING), contractual(MOVING, 360), contractual(Decimal("0.12"))]

rules = st.sampled_from(RULES)
receipts = st.lists(st.builds(Receipt, st.integers(D - 20, D + 400), st.integers(1, 60_000)), max_size=4)


def exact(owed: LateInterest) -> Fraction:
    return sum((piece.interest for piece in owed.pieces), Fraction(0))


@settings(deadline=None)  # a busy machine is no reason to fail
@given(rules, st.integers(1, 100_000), receipts, st.integers(0, 400), st.integers(0, 400))
def test_additive_over_split_intervals(rule: InterestRule, amount: int, paid: list[Receipt], one: int, other: int) -> None:
    middle, end = sorted((D + one, D + other))
    first = late_interest(amount, D, middle, rule, [receipt for receipt in paid if receipt.day <= middle])
    second = late_interest(amount, D, end, rule, paid, since=middle)
    whole = late_interest(amount, D, end, rule, paid)
    assert exact(first) + exact(second) == exact(whole)
    assert first.days + second.days == whole.days
    assert whole.interest.value == half_up(exact(whole))


@settings(deadline=None)  # a busy machine is no reason to fail
@given(rules, st.integers(1, 100_000), receipts, st.integers(0, 400))
def test_day_by_day(rule: InterestRule, amount: int, paid: list[Receipt], days: int) -> None:
    """Each day's interest is on what was open when the day began."""
    owed = late_interest(amount, D, D + days, rule, paid)
    balances = {day: max(0, amount - sum(each.amount for each in paid if each.day < day)) for day in range(D + 1, D + days + 1)}
    seen = {day: piece.balance for piece in owed.pieces for day in range(piece.first, piece.last + 1)}
    assert seen == {day: balance for day, balance in balances.items() if balance}


@settings(deadline=None)  # a busy machine is no reason to fail
@given(rules, st.lists(st.tuples(st.integers(-5_000, 100_000), st.integers(-300, 60), st.integers(0, 300)), min_size=1, max_size=12))
def test_many_rows_are_the_same_as_one_by_one(rule: InterestRule, rows: list[tuple[int, int, int]]) -> None:
    principal, due, end = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    measured = interest_of_rows(principal, D + due, D + end, rule)
    one_by_one = [late_interest(amount, D + d, D + e, rule).interest.value for amount, d, e in rows]
    assert measured.interest.tolist() == one_by_one
    assert not measured.unknown.any()


def test_interest_on_the_reducing_balance() -> None:
    """1,000 at 0.05 % a day: 10 days on 1,000, then 20 days on 400; the receipt's own day still counts on 1,000."""
    owed = late_interest(1_000_00, D, D + 30, cn_sme(), [Receipt(D + 10, 600_00), Receipt(D + 31, 400_00)])
    assert [(piece.days, piece.balance) for piece in owed.pieces] == [(10, 1_000_00), (20, 400_00)]
    assert owed.interest.value == 5_00 + 4_00


def test_prepayment_lowers_the_balance_from_the_start() -> None:
    assert late_interest(1_000_00, D, D + 10, cn_sme(), [Receipt(D - 5, 500_00), Receipt(D, 100_00)]).interest.value == 2_00


@pytest.mark.parametrize("until", [D - 10, D])
def test_nothing_before_the_due_date_has_passed(until: int) -> None:
    owed = late_interest(1_000_00, D, until, eu(MOVING))
    assert (owed.interest.value, owed.fixed_sum.value, owed.total.value, owed.pieces) == (0, 0, 0, ())


def test_paid_on_the_due_date_earns_no_fixed_sum() -> None:
    assert late_interest(1_000_00, D, D + 9, eu(MOVING), [Receipt(D, 1_000_00)]).total.value == 0


def test_the_fixed_sum_is_owed_once() -> None:
    assert late_interest(1_000_00, D, D + 9, eu(MOVING), since=D).fixed_sum.value == 40_00
    assert late_interest(1_000_00, D, D + 9, eu(MOVING), since=D + 5).fixed_sum.value == 0


def test_euro_are_not_added_to_yuan() -> None:
    owed = late_interest(1_000_00, D, D + 9, eu(MOVING), currency="CNY")
    assert (owed.total.value, owed.total.why) == (None, "other_currency")
    assert owed.interest.value is not None


def test_what_cannot_be_computed_says_why() -> None:
    late = DatedRates(((D + 5, Decimal("0.04")),))
    assert late_interest(100, None, D, cn_sme()).interest.why == "no_due_date"
    assert late_interest(100, D, D + 9, contractual(late)).interest.why == "no_rate_on_day"
    assert late_interest(100, D + 4, D + 9, contractual(late)).interest.why is None
    rows = np.array([100, 100, 100, -3], dtype=np.int64)
    due = np.array([D, D + 4, 0, 0], dtype=np.int64)
    assert interest_of_rows(rows, due, np.full(4, D + 9), contractual(late)).unknown.tolist() == [True, False, True, False]


@pytest.mark.parametrize(
    ("due", "fixed_on"),
    [("2025-06-29", "2024-12-31"), ("2025-06-30", "2025-06-30"), ("2025-12-30", "2025-06-30"), ("2025-12-31", "2025-12-31")],
)
def test_uk_rate_is_read_before_interest_starts(due: str, fixed_on: str) -> None:
    start = dt.date.fromisoformat(due).toordinal()
    owed = late_interest(100_00, start, start + 400, uk(DatedRates(((1, Decimal("0.05")),))))
    assert [dt.date.fromordinal(piece.rate.fixed_on).isoformat() for piece in owed.pieces] == [fixed_on]


@pytest.mark.parametrize(("until", "days"), [(19, [19]), (20, [19, 1]), (30, [19, 11])])
def test_contract_rate_changes_on_its_day(until: int, days: list[int]) -> None:
    pieces = late_interest(100_00, D, D + until, contractual(MOVING)).pieces
    assert [piece.days for piece in pieces] == days
    assert [piece.rate.reference for piece in pieces] == [Decimal("0.04"), Decimal("0.05")][: len(days)]


@pytest.mark.parametrize("surcharge", ["0.29", "0.51"])
def test_surcharge_on_the_lpr_is_bounded(surcharge: str) -> None:
    with pytest.raises(ValueError, match="30 to 50"):
        cn_lpr(MOVING, Decimal(surcharge))


@pytest.mark.parametrize("entries", [(), ((5, Decimal(1)), (5, Decimal(2))), ((6, Decimal(1)), (5, Decimal(2)))])
def test_dated_rates_ascend(entries: tuple[tuple[int, Decimal], ...]) -> None:
    with pytest.raises(ValueError, match="ascend"):
        DatedRates(entries)


@pytest.mark.parametrize(("minor", "rounded"), [("0.5", 1), ("-0.5", -1), ("1.499", 1), ("-1.5", -2), ("2.5", 3), ("0", 0)])
def test_half_up(minor: str, rounded: int) -> None:
    assert half_up(Fraction(Decimal(minor))) == rounded


def test_a_discount_until_the_net_day_is_no_credit() -> None:
    assert discount_cost(Decimal("0.02"), 30, 30).simple.why == "no_credit_period"
    with pytest.raises(ValueError, match="between 0 and 1"):
        discount_cost(Decimal(2), 10, 30)
