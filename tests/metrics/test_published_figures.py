"""Published worked examples of turnover, DSO and concentration, recomputed to the cent."""

from __future__ import annotations

import pytest
from invoice_table import Item, facts

from riskledger.metrics.behaviour import churn, delay_rate
from riskledger.metrics.concentration import concentration
from riskledger.metrics.portfolio import portfolio
from riskledger.metrics.turnover import period, turnover

OLD = Item(0, 1, age=500)  # makes the ledger reach back more than a year


def test_turnover_on_the_average_balance() -> None:
    """6,205,000 of credit sales over mean receivables of 335,000: 18.52 times a year."""
    book = facts(OLD, Item(0, 6_205_000, 330_000))
    assert turnover(book, period(book), 340_000_00).average.value == pytest.approx(18.52, abs=0.005)


@pytest.mark.parametrize(("sales", "closing", "times", "days"), [(4_192_200, 328_800, 12.75, 28.63), (4_515_830, 336_500, 13.42, 27.20)])
def test_turnover_on_the_closing_balance(sales: float, closing: float, times: float, days: float) -> None:
    book = facts(OLD, Item(0, sales, closing))
    measured = turnover(book, period(book), None)
    assert measured.closing.value == pytest.approx(times, abs=0.005)
    assert measured.days.value == pytest.approx(days, abs=0.005)
    assert (measured.average.value, measured.average.why) == (None, "no_opening_balance")


def test_dso_of_a_quarter() -> None:
    """Receivables 10,869 after 90 days with sales of 5,538, 4,566 and 7,570: 55.35 days."""
    book = facts(Item(0, 5_538, age=89), Item(0, 4_566, age=50), Item(0, 7_570, 10_869, age=10))
    assert period(book).days == 90
    assert turnover(book, period(book), None).dso.value == pytest.approx(55.35, abs=0.005)


def test_less_than_ninety_days_give_no_speed() -> None:
    book = facts(Item(0, 5_538, 100, age=88))
    assert {figure.why for figure in turnover(book, period(book), None)} == {"short_history"}


@pytest.mark.parametrize(
    ("shares", "hhi", "largest", "five"),
    [
        ([30, 30, 20, 20], 2600, 0.30, 1.0),
        ([30, 25, 20, 15, 6, 4], 2202, 0.30, 0.96),
        ([25, 25, 20, 20, 6, 4], 2102, 0.25, 0.96),
        ([25, 20, 15, 10, 8, 7, 6, 5, 4], 1540, 0.25, 0.78),
        ([25, 20, 15, 10, 8, 7, 6, 9], 1580, 0.25, 0.79),
        ([45, 15, 10, 8, 7, 6, 5, 4], 2540, 0.45, 0.85),
    ],
)
def test_concentration(shares: list[int], hhi: float, largest: float, five: float) -> None:
    book = facts(*(Item(customer, share) for customer, share in enumerate(shares)))
    measured = concentration(book, period(book))
    assert measured.hhi.value == pytest.approx(hhi)
    assert (measured.top1.value, measured.top5.value) == (pytest.approx(largest), pytest.approx(five))


def test_revenue_is_less_credit_notes_and_of_the_last_year_only() -> None:
    book = facts(Item(0, 1000, age=365), Item(0, 400, age=364), Item(0, -100), Item(1, 300))
    shares = concentration(book, period(book)).shares
    assert shares is not None
    assert list(shares) == [pytest.approx(0.5), pytest.approx(0.5)]


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        *[(-1, "not_due"), (0, "due_today"), (1, "1-30"), (30, "1-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"), (90, "61-90")],
        *[(91, "91-180"), (180, "91-180"), (181, "181-365"), (365, "181-365"), (366, ">365"), (None, "no_due_date")],
    ],
)
def test_bucket_edges(days: int | None, bucket: str) -> None:
    held = portfolio(facts(Item(0, 10, 7, past_due=days)), (None,), None).ageing
    assert held is not None
    assert {name for name, amount in held.items() if amount} == {bucket}


def test_an_open_credit_counts_against_its_bucket() -> None:
    measured = portfolio(facts(Item(0, 100, 100, past_due=5), Item(0, -30, -30, past_due=5)), (None,), None)
    assert measured.totals is not None
    assert (measured.totals.outstanding, measured.totals.overdue) == (70_00, 70_00)


def test_delay_rate_leaves_undecided_items_out() -> None:
    book = facts(Item(0, 100), Item(0, 300, 300, past_due=4), Item(0, 999, 999, past_due=0), Item(0, -50, -50, past_due=9))
    assert (delay_rate(book).by_count.value, delay_rate(book).by_amount.value) == (0.5, 0.75)
    assert delay_rate(facts(Item(0, 5, 5, past_due=0))).by_count.why == "nothing_decided"


def test_churn_counts_who_bought_a_year_before_and_not_since() -> None:
    before = [Item(customer, 10, age=500) for customer in range(4)]
    book = facts(
        Item(0, 10, age=729), *before, Item(0, 10, age=364), Item(1, 10, age=365), Item(2, -10, age=3), Item(5, 10), Item(6, 10, age=730)
    )
    assert churn(book).value == 0.75
    assert churn(facts(Item(0, 10, age=728), *before)).why == "short_history"


def test_several_currencies_have_no_sum() -> None:
    book = facts(Item(0, 10, 10), Item(1, 5, 5, past_due=40))
    book.currency[:] = [0, 1]
    measured = portfolio(book, ("CNY", "USD"), None)
    assert (measured.totals, measured.ageing) == (None, None)
    assert [(name, totals.outstanding, held["31-60"]) for name, totals, held in measured.by_currency] == [
        *[("CNY", 1000, 0), ("USD", 500, 500)],
    ]
    assert measured.turnover.dso.why == measured.concentration.hhi.why == measured.delay.by_amount.why == "mixed_currencies"
    assert measured.delay.by_count.value == 1.0
