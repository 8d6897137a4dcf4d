"""The month-ends of the trend against each of them worked out on its own, from the ledger as known then."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random

import numpy as np
import pytest
from random_ledger import TODAY, random_ledger

from ledger_table import day, read
from riskledger.ledger.due_rules import DueRules
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import known_on
from riskledger.ledger.receipts import Receipts
from riskledger.metrics.collection import cei
from riskledger.metrics.facts import InvoiceFacts, invoice_facts
from riskledger.metrics.figures import Figure
from riskledger.metrics.month_end_history import History, MonthEnd, history_on, opening_of
from riskledger.metrics.portfolio import portfolio

CUSTOMERS = 6
DATES = [TODAY, dt.date(2026, 10, 14), dt.date(2026, 2, 28), dt.date(2024, 3, 1)]


def customers_of(ledger: Ledger) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([int((key or "k0")[1:]) for key in ledger.key], dtype=np.int64)


def facts_on(ledger: Ledger, day: dt.date, terms: int | None) -> InvoiceFacts:
    nothing = np.zeros(len(ledger.rows), dtype=np.int64)
    return invoice_facts(known_on(ledger, day, default_terms=terms), customers_of(ledger), CUSTOMERS, nothing, nothing > 0, nothing)


def open_before(ledger: Ledger, facts: InvoiceFacts, start: dt.date) -> int | None:
    """Outstanding on an earlier day, of the rows that the facts of the later one say existed then."""
    existed = facts.invoice_day <= start.toordinal()
    if not existed.any():
        return None
    now = known_on(ledger, dt.date.fromordinal(facts.as_of))
    return int(known_on(ledger, start).outstanding[now.assessed][existed].sum())


def back(day: dt.date, months: int) -> dt.date:
    """The month-end some months before a month-end, else the same day of that month or its last."""
    first = day.replace(day=1)
    for _ in range(months):
        first = (first - dt.timedelta(days=1)).replace(day=1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    is_last = (day + dt.timedelta(days=1)).day == 1
    return last if is_last else min(last, first + dt.timedelta(days=day.day - 1))


def slowly(ledger: Ledger, end: dt.date, terms: int | None) -> MonthEnd | None:
    """One month-end by reading the ledger anew as of that day."""
    facts = facts_on(ledger, end, terms)
    if not len(facts.amount):
        return None
    measured = portfolio(facts, (None,), open_before(ledger, facts, end - dt.timedelta(days=365)))
    assert measured.totals is not None
    total = measured.totals

    def collected(months: int) -> Figure:
        before = open_before(ledger, facts, back(end, months))
        if before is None:
            return Figure(None, "short_history")
        if facts.is_open.any() and not (facts.is_open & (facts.due_day > 0)).any():
            return Figure(None, "no_due_dates")
        since = facts.invoice_day > back(end, months).toordinal()
        return cei(before, int(facts.amount[since].sum()), total.outstanding, total.outstanding - total.overdue, months)

    month = facts.invoice_day > back(end, 1).toordinal()
    return MonthEnd(
        day=end.toordinal(),
        outstanding=total.outstanding,
        overdue=total.overdue,
        overdue_share=Figure(total.overdue / total.outstanding) if total.outstanding > 0 else Figure(None, "no_receivables"),
        turnover=measured.turnover,
        cei_month=collected(1),
        cei_quarter=collected(3),
        delay=measured.delay,
        invoiced=int(facts.amount[month].sum()),
        active=len(set(facts.customer[month & (facts.amount > 0)].tolist())),
    )


def fast(ledger: Ledger, as_of: dt.date, terms: int | None) -> History:
    return history_on(known_on(ledger, as_of, default_terms=terms), customers_of(ledger), CUSTOMERS, receipts=ledger.receipts)


@pytest.mark.parametrize("terms", [None, 20])
@pytest.mark.parametrize("seed", range(60))
def test_every_month_end_is_what_was_known_then(seed: int, terms: int | None) -> None:
    ledger, as_of = random_ledger(seed), DATES[seed % len(DATES)]
    ends = [as_of]
    while len(ends) < 12:
        ends.append(ends[-1].replace(day=1) - dt.timedelta(days=1))
    expected = [point for end in reversed(ends) if (point := slowly(ledger, end, terms)) is not None]
    assert list(fast(ledger, as_of, terms).month_ends) == expected


def in_several_payments(ledger: Ledger, seed: int) -> Ledger:
    """Some rows of a ledger paid in several sums, on days before and after TODAY; seven days of grace."""
    chance, receipts = random.Random(seed), Receipts()
    for row, (amount, paid) in enumerate(zip(ledger.amount, ledger.payment_date, strict=True)):
        if amount and amount > 0 and paid and chance.random() < 0.6:
            parts = chance.choice([[amount], [amount // 2, amount - amount // 2], [amount // 3, amount // 3], [amount // 4, amount]])
            for part in parts:
                receipts.add(row, paid + chance.randrange(-20, 90), part)
    return dataclasses.replace(ledger, receipts=receipts, due_rules=DueRules(grace_days=7))


@pytest.mark.parametrize("seed", range(60))
def test_every_month_end_with_several_payments_and_days_of_grace(seed: int) -> None:
    ledger, as_of = in_several_payments(random_ledger(seed), seed), DATES[seed % len(DATES)]
    ends = [as_of]
    while len(ends) < 12:
        ends.append(ends[-1].replace(day=1) - dt.timedelta(days=1))
    expected = [point for end in reversed(ends) if (point := slowly(ledger, end, None)) is not None]
    assert list(fast(ledger, as_of, None).month_ends) == expected
    opening = opening_of(known_on(ledger, as_of), ledger.receipts)
    assert int(opening.sum()) == (open_before(ledger, facts_on(ledger, as_of, None), as_of - dt.timedelta(days=365)) or 0)


@pytest.mark.parametrize("seed", range(20))
def test_the_opening_balance_of_every_row_is_what_was_open_a_year_before(seed: int) -> None:
    ledger = random_ledger(seed)
    facts = facts_on(ledger, TODAY, None)
    opening = opening_of(known_on(ledger, TODAY))
    assert len(opening) == len(facts.amount)
    assert int(opening.sum()) == (open_before(ledger, facts, TODAY - dt.timedelta(days=365)) or 0)


def test_a_trend_ends_on_the_day_itself_and_begins_with_the_ledger() -> None:
    """
    Invoiced in August, paid in part in September and in full in October: the receipt counts from its date, with no look ahead.
    """
    book = read(
        """
        客户名称 | 交易日期    | 到期日      | 交易金额 | 支付日期    | 已收金额
        甲       | @2026-08-10 | @2026-09-10 | 1000     | @2026-10-05 | 1000
        乙       | @2026-09-01 | @2026-10-01 | 400      | @2026-09-20 | 100
        丙       | @2026-09-02 | @2026-12-01 | 50       |             | 20
        """,
        as_of="2026-10-14",
    )
    history = history_on(book.known, book.grouped.of_row, 3)
    assert [(point.day, point.outstanding, point.overdue, point.active) for point in history.month_ends] == [
        (day("2026-08-31"), 1000_00, 0, 1),
        (day("2026-09-30"), 1330_00, 1000_00, 2),
        (day("2026-10-14"), 330_00, 300_00, 0),
    ]
    assert history.undated_receipts == 20_00


def test_a_row_of_nothing_is_not_open() -> None:
    """All that was open has no due date: what is collected cannot be told. Once it is paid, a nil row does not keep that up."""
    book = read(
        """
        客户名称 | 交易日期    | 交易金额 | 支付日期
        甲       | @2026-07-01 | 500      | @2026-09-15
        甲       | @2026-07-02 | 0        | @2026-10-20
        """,
        as_of="2026-10-31",
    )
    history = history_on(book.known, book.grouped.of_row, 1)
    assert [point.cei_month for point in history.month_ends[1:3]] == [Figure(None, "no_due_dates"), Figure(1.0)]


def test_nothing_known_has_no_history() -> None:
    book = read("客户名称|交易金额|交易日期\n甲|1|@2027-01-01")
    assert history_on(book.known, book.grouped.of_row, 0).month_ends == ()
