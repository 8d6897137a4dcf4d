"""Loss allowance: what it is measured on, ties to the cent, individual assessments, age bands, and what a ledger can say of losses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invoice_table import Item, facts

from riskledger.metrics.age_allowance import AGE_BANDS, CN_AGE_RATES, age_band_of
from riskledger.metrics.ageing import BUCKETS, bucket_of
from riskledger.metrics.allowance import Grid, Judgement, by_customer, exposed, loss_allowance, provision_matrix
from riskledger.metrics.figures import Amount
from riskledger.metrics.loss_rates import run_off_rates, unpaid_run_off
from riskledger.metrics.roll_rates import lifetime_loss_rates, observed_moves

TEN = {"young": Decimal("0.10"), "old": Decimal("0.50")}


def grid(*customers: list[int]) -> Grid:
    return np.array(customers, dtype=np.int64)


def ints(*values: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


grids = st.integers(1, 5).flatmap(
    lambda columns: st.lists(st.lists(st.integers(-10_000, 10_000), min_size=columns, max_size=columns), min_size=1, max_size=5)
)
rates = st.lists(st.decimals(0, 1, places=4), min_size=5, max_size=5)


@settings(deadline=None)  # a busy machine is no reason to fail
@given(grids, rates, st.integers(0, 4), st.integers(0, 30_000))
def test_allowances_tie_and_never_exceed_what_is_owed(rows: list[list[int]], rate: list[Decimal], judged: int, stated: int) -> None:
    names = [str(at) for at in range(len(rows[0]))]
    individual = {judged: Judgement(amount=stated)} if judged < len(rows) else {}
    measured = loss_allowance(grid(*rows), names, dict(zip(names, rate, strict=False)), individual)
    assert all(0 <= (line.allowance.value or 0) <= line.exposure for line in measured.buckets)
    assert all(0 <= line.allowance <= line.exposure for line in measured.individual)
    parts = [line.allowance.value or 0 for line in measured.buckets] + [line.allowance for line in measured.individual]
    assert measured.total == Amount(sum(parts))
    assert measured.exposure == sum(max(0, sum(row)) for row in rows)


def test_half_a_cent_goes_up() -> None:
    (line,) = provision_matrix({"a": 50}, {"a": Decimal("0.01")})
    assert line.allowance.value == 1


def test_a_bucket_without_a_rate_leaves_no_total() -> None:
    measured = loss_allowance(grid([100, 5]), ["young", "old"], {"young": Decimal("0.1")})
    assert [line.allowance for line in measured.buckets] == [Amount(10), Amount(None, "no_loss_rate")]
    assert measured.total == Amount(None, "no_loss_rate")
    assert loss_allowance(grid([100, 0]), ["young", "old"], {"young": Decimal("0.1")}).total == Amount(10)


def test_credits_reduce_the_customers_own_oldest_debts_and_nobody_elses() -> None:
    assert exposed(grid([100, 60, -70], [-40, 10, 0], [5, 5, 5])).tolist() == [[90, 0, 0], [0, 0, 0], [5, 5, 5]]


def test_an_individual_assessment_takes_the_customer_out_of_the_matrix() -> None:
    book = grid([1000, 0], [400, 600], [0, 80])
    measured = loss_allowance(book, ["young", "old"], TEN, {1: Judgement(rate=Decimal("0.9")), 2: Judgement(amount=100)})
    assert [(line.exposure, line.allowance.value) for line in measured.buckets] == [(1000, 100), (0, 0)]
    assert [(line.customer, line.exposure, line.allowance, line.capped) for line in measured.individual] == [
        (1, 1000, 900, False),
        (2, 80, 80, True),
    ]
    assert measured.total == Amount(1080)


@pytest.mark.parametrize("judgement", [{}, {"amount": 5, "rate": Decimal("0.5")}, {"amount": -1}, {"rate": Decimal("1.01")}])
def test_an_individual_assessment_is_one_possible_statement(judgement: dict[str, int]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # each case has a sentence of its own
        Judgement(**judgement)


def test_rates_are_shares() -> None:
    with pytest.raises(ValueError, match="outside"):
        provision_matrix({"a": 5}, {"a": Decimal("1.5")})


def test_the_grid_of_a_book_makes_its_outstanding_balance() -> None:
    book = facts(
        Item(0, 10, 10, past_due=5), Item(1, 8, 3, past_due=5), Item(0, 9), Item(0, -2, -2, past_due=5), Item(1, 4, 4, past_due=None)
    )
    table = by_customer(book.customer, bucket_of(book), book.outstanding, 2, len(BUCKETS))
    assert table.sum() == book.outstanding.sum()
    assert table[:, BUCKETS.index("1-30")].tolist() == [800, 300]
    assert table[:, BUCKETS.index("no_due_date")].tolist() == [0, 400]


@pytest.mark.parametrize(
    ("invoiced", "as_of", "band"),
    [
        *[("2024-05-05", "2024-05-05", "<=1y"), ("2023-05-05", "2024-05-05", "<=1y"), ("2023-05-04", "2024-05-05", "1-2y")],
        *[("2022-05-04", "2024-05-05", "2-3y"), ("2020-05-04", "2024-05-05", "4-5y"), ("2019-05-05", "2024-05-05", "4-5y")],
        *[("2019-05-04", "2024-05-05", ">5y"), ("1999-01-01", "2024-05-05", ">5y")],
        *[("2023-03-01", "2024-02-29", "<=1y"), ("2023-02-28", "2024-02-29", "1-2y"), ("2024-02-29", "2025-02-28", "<=1y")],
    ],
)
def test_age_bands_end_on_the_anniversary(invoiced: str, as_of: str, band: str) -> None:
    days = ints(*[dt.date.fromisoformat(text).toordinal() for text in (invoiced, as_of)])
    assert AGE_BANDS[age_band_of(days[:1], ints(100), int(days[1]))[0]] == band


def test_allowance_by_age_as_practised_in_china() -> None:
    as_of = dt.date(2024, 6, 30)
    invoiced = ints(*[as_of.replace(year=as_of.year - years, day=1).toordinal() for years in range(6)], 1)
    outstanding = ints(*[10_000_00] * 6, 0)
    bands = age_band_of(invoiced, outstanding, as_of.toordinal())
    table = by_customer(ints(*[0] * 7), bands, outstanding, 1, len(AGE_BANDS))
    measured = loss_allowance(table, AGE_BANDS, CN_AGE_RATES)
    assert [(line.allowance.value or 0) // 100 for line in measured.buckets] == [500, 1000, 3000, 5000, 8000, 10000]


def test_run_off_without_a_loss_has_no_rate_and_no_zero() -> None:
    assert {(band.rate, band.why) for band in run_off_rates([100, 50], 0)} == {(None, "no_loss_observed")}
    assert [band.why for band in run_off_rates([100, 0], 0)] == ["no_loss_observed", "nothing_observed"]


@pytest.mark.parametrize(("still_open", "lost"), [([100, 120], 5), ([100, 50], 60), ([100], -1)])
def test_run_off_cannot_rise(still_open: list[int], lost: int) -> None:
    with pytest.raises(ValueError, match="cannot rise"):
        run_off_rates(still_open, lost)


def test_what_a_ledger_says_of_old_invoices_is_unpaid_not_lost() -> None:
    """Due more than a year ago: 100 on time, 60 paid 45 days late, 40 open of which 10 were received; the rest is too young."""
    book = facts(Item(0, 100), Item(0, 60), Item(1, 40, 30, past_due=400), Item(1, 70, 70, past_due=365), Item(1, 5, 5))
    book.due_day[:2] = book.as_of - 400
    book.days_late[1] = 45
    measured = unpaid_run_off(book)
    assert (measured.invoices, measured.unpaid_invoices, measured.unpaid) == (3, 1, 30_00)
    assert list(measured.still_open.values()) == [200_00, 200_00, 90_00, 90_00, 30_00, 30_00, 30_00, 30_00]
    assert measured.rates["not_due"].rate == Fraction(30, 200)
    assert measured.rates["31-60"].rate == Fraction(1, 3)
    assert measured.rates["61-90"].rate == 1
    assert unpaid_run_off(book, book.customer == 0).unpaid == 0


def test_a_young_book_says_nothing_of_losses() -> None:
    assert {band.why for band in unpaid_run_off(facts(Item(0, 70, 70, past_due=100))).rates.values()} == {"nothing_observed"}


def test_roll_rates_that_never_end_have_a_reason() -> None:
    assert lifetime_loss_rates([[0, 1], [1, 0]], [0, 0]) == (None, "never_resolved")
    assert lifetime_loss_rates([[Decimal("0.5"), Decimal("0.5")], [1, 0]], [0, 0]).why == "never_resolved"
    assert lifetime_loss_rates([[0, 1], [Decimal("0.9"), 0]], [0, Decimal("0.1")]).rates == (1, 1)


@pytest.mark.parametrize(("moves", "lost"), [([[1, 1], [0, 0]], [0, 0]), ([[0, -1], [0, 0]], [0, 0]), ([[0]], [0, 0]), ([[1]], [1])])
def test_roll_rates_are_shares(moves: list[list[int]], lost: list[int]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # shape or share
        lifetime_loss_rates(moves, lost)


@settings(deadline=None)  # a busy machine is no reason to fail
@given(st.lists(st.lists(st.integers(0, 50), min_size=5, max_size=5), min_size=3, max_size=3))
def test_lifetime_rates_are_probabilities_and_at_least_the_months_loss(counts: list[list[int]]) -> None:
    """Each row: what moved to the three buckets, was lost, was paid; one more was paid, so that all comes to an end."""
    wholes = [sum(row) + 1 for row in counts]
    moves = [[Fraction(count, whole) for count in row[:3]] for row, whole in zip(counts, wholes, strict=True)]
    lost = [Fraction(row[3], whole) for row, whole in zip(counts, wholes, strict=True)]
    measured = lifetime_loss_rates(moves, lost).rates
    assert measured is not None
    assert all(month <= rate < 1 for month, rate in zip(lost, measured, strict=True))
    for row, month, rate in zip(moves, lost, measured, strict=True):
        assert rate == month + sum(share * of for share, of in zip(row, measured, strict=True))


def test_moves_between_two_month_ends_by_amount() -> None:
    """Of 100 in the first bucket 30 stay and 50 age; what stood in the third cures to the first; the second held nothing."""
    before, after = ints(0, 0, 0, 2, -1, 0), ints(0, 1, -1, 0, 0, 1)
    assert observed_moves(before, after, ints(30, 50, 20, 7, 99, -4), 3) == ((Fraction(3, 10), Fraction(1, 2), 0), None, (1, 0, 0))
