"""Figures of each customer: those of a book that held its rows alone, or worked out by hand."""

from __future__ import annotations

import datetime as dt
import statistics

import numpy as np
import pytest
from invoice_table import Item, facts
from random_facts import CUSTOMERS, only, random_facts, random_known
from random_ledger import TODAY, random_ledger

from ledger_table import read
from riskledger.ledger.known import known_on
from riskledger.metrics.behaviour import customer_delays, delay_rate
from riskledger.metrics.buying import Buying, customer_buying
from riskledger.metrics.customer_turnover import customer_turnover
from riskledger.metrics.figures import Figure
from riskledger.metrics.month_end_history import opening_of
from riskledger.metrics.payment_days import DaysToPay, customer_payments, days_to_pay
from riskledger.metrics.turnover import period, turnover


@pytest.mark.parametrize("seed", range(25))
def test_turnover_is_that_of_the_customer_s_rows_alone(seed: int) -> None:
    ledger, book = random_ledger(seed, 150), random_facts(seed)
    start = TODAY - dt.timedelta(days=365)
    then = known_on(ledger, start).outstanding[known_on(ledger, TODAY).assessed]
    each = customer_turnover(book, opening_of(random_known(seed)[0]))
    for customer in range(CUSTOMERS):
        alone = only(book, rows := book.customer == customer)
        if not rows.any():
            continue
        existed = alone.invoice_day <= start.toordinal()
        opening = int(then[rows][existed].sum()) if existed.any() else None
        assert (each.period(customer), each.of(customer)) == (period(alone), turnover(alone, period(alone), opening))


@pytest.mark.parametrize("seed", range(25))
def test_delay_rate_is_that_of_the_customer_s_rows_alone(seed: int) -> None:
    book = random_facts(seed)
    each, dollars = customer_delays(book), customer_delays(book, book.currency == 1)
    for customer in range(CUSTOMERS):
        assert each.of(customer) == delay_rate(only(book, book.customer == customer))
        assert dollars.of(customer) == delay_rate(only(book, (book.customer == customer) & (book.currency == 1)))


def paid_by_hand(seed: int, whose: int | None) -> DaysToPay | None:
    known, customer = random_known(seed)
    items = [
        (paid - int(known.invoice_day[i]), int(known.amount[i]), paid - due if (due := int(known.due_day[i])) else None)
        for i in range(len(customer))
        if known.assessed[i] and (whose is None or customer[i] == whose) and known.amount[i] > 0 and known.invoice_day[i]
        if known.outstanding[i] <= 0 and known.as_of - 365 < (paid := int(known.paid_day[i])) <= known.as_of
    ]
    if not items:
        return None
    after_due = [days for *_, days in items if days is not None]
    return DaysToPay(
        mean=pytest.approx(statistics.mean(days for days, *_ in items)),
        weighted=pytest.approx(sum(days * amount for days, amount, _ in items) / sum(amount for _, amount, _ in items)),
        usual_after_invoice=statistics.median(days for days, *_ in items),  # type: ignore[arg-type]  # figures as plain numbers
        usual_after_due=statistics.median(after_due) if after_due else None,  # type: ignore[arg-type]
        invoices=len(items),
    )


def plain(measured: DaysToPay) -> DaysToPay | None:
    """The same with plain numbers in place of figures."""
    if not measured.invoices:
        assert {figure.why for figure in measured[:4]} == {"nothing_paid"}
        return None
    return DaysToPay(*(figure.value for figure in measured[:4]), measured.invoices)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(25))
def test_days_to_pay(seed: int) -> None:
    known, customer = random_known(seed)
    each = customer_payments(known, customer, CUSTOMERS)
    for whose in range(CUSTOMERS):
        assert plain(each.of(whose)) == paid_by_hand(seed, whose)
    assert plain(days_to_pay(known)) == paid_by_hand(seed, None)


def test_payments_of_the_last_365_days_count() -> None:
    """As of 2026-10-31: paid on 2025-10-31 is out, a day later is in. A prepayment has days below 0, a part payment none."""
    book = read(
        """
        客户名称 | 交易日期    | 到期日      | 交易金额 | 支付日期    | 已收金额
        甲       | @2025-10-01 | @2025-10-20 | 100      | @2025-10-31 |
        甲       | @2025-10-02 | @2025-10-20 | 100      | @2025-11-01 |
        甲       | @2026-01-10 |             | 300      | @2026-01-08 |
        甲       | @2026-02-01 | @2026-03-01 | 900      | @2026-02-20 | 899
        """
    )
    measured = customer_payments(book.known, book.grouped.of_row, 1).of(0)
    assert measured == DaysToPay(Figure(14.0), Figure(6.0), Figure(14.0), Figure(12.0), 2)


def buys(*items: Item) -> Buying:
    return customer_buying(facts(Item(0, 1, age=5), *items)).of(items[0].customer)


MONTHLY = [Item(1, 100, age=age) for age in range(95, 455, 30)]  # twelve invoices in the year before the last 90 days


def test_buying_as_usual() -> None:
    measured = buys(*MONTHLY, *(Item(1, 100, age=age) for age in (10, 40, 70)))
    assert measured.invoices_a_month.value == pytest.approx(1)  # nine of the twelve and three more within the year
    assert (measured.average, measured.largest) == (100_00, 100_00)
    # Three invoices in 90 days against twelve in the 336 days since the first.
    assert measured.order_frequency_change.value == pytest.approx((3 / 90) / (12 / 336))
    assert (measured.average_invoice_change.value, measured.largest_invoice_change.value) == (1, 1)


def test_buying_that_swings() -> None:
    measured = buys(*MONTHLY, Item(1, 500, age=0), Item(1, 100, age=89), Item(1, -900, age=3))
    assert measured.average_invoice_change.value == pytest.approx(3)
    assert measured.largest_invoice_change.value == pytest.approx(5)
    assert measured.largest == 500_00


def test_buying_that_ends() -> None:
    measured = buys(*MONTHLY)
    assert measured.order_frequency_change.value == 0
    assert (measured.largest_invoice_change.value, measured.largest_invoice_change.why) == (None, "no_revenue")


def test_too_little_of_a_past_to_compare_with() -> None:
    few, young = MONTHLY[:5], [Item(1, 100, age=age) for age in range(95, 260, 20)]
    assert buys(*few, Item(1, 1, age=1)).order_frequency_change.why == "no_past_year"
    assert buys(*young, Item(1, 1, age=1)).largest_invoice_change.why == "no_past_year"


def test_the_days_at_the_edges_of_the_windows() -> None:
    """Day 90 before T belongs to the past year, day 455 before T no more."""
    six = [Item(1, 100, age=age) for age in (90, 91, 200, 300, 400, 454)]
    assert buys(*six).order_frequency_change.value == 0
    assert buys(*six[:5], Item(1, 100, age=455)).order_frequency_change.why == "no_past_year"


def test_an_average_invoice_of_half_a_cent_goes_up() -> None:
    assert buys(Item(1, 0.01), Item(1, 0.02)).average == 2


def test_a_customer_who_never_bought() -> None:
    measured = buys(Item(1, -5))
    assert (measured.invoices_a_month.why, measured.average, measured.largest) == ("no_revenue", None, None)
    assert np.array_equal(customer_buying(facts(Item(1, -5))).first > facts().as_of, [True, True])
