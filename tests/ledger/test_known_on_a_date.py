"""What is known on the as-of date: payments, partial payments, later ones, due dates by precedence, lateness."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_table import day, read
from riskledger.ledger.known import known_on

HEAD = "客户|交易日期|到期日|交易金额|支付日期|已收金额\n"


def outstanding(row: str, as_of: str = "2026-06-30", head: str = HEAD) -> float:
    return read(f"{head}A|@2026-01-01|@2026-01-31|{row}", as_of=as_of).outstanding[0]


@pytest.mark.parametrize(
    ("row", "open_amount"),
    [
        ("100||", 100),
        ("100|未支付|", 100),
        ("100|—|", 100),
        ("100|@2026-02-10|", 0),
        ("100|@2026-02-10|40", 60),
        ("100||40", 60),
        ("100|未支付|40", 60),
        ("100|@2026-06-30|", 0),
        ("100|@2026-07-01|", 100),
        ("100|@2026-07-01|40", 100),
        ("100|@2026-02-10|120", -20),
        ("-100||", -100),
        ("-100|@2026-02-10|", 0),
        ("-100|@2026-02-10|-30", -70),
        ("0||", 0),
    ],
)
def test_what_is_open(row: str, open_amount: float) -> None:
    assert outstanding(row) == open_amount


@pytest.mark.parametrize(
    ("row", "open_amount"),
    [("100||30", 30), ("100||0", 0), ("100|@2026-02-10|30", 30), ("100|@2026-07-01|30", 100), ("100||", 100), ("100||(20)", -20)],
)
def test_an_open_amount_beside_the_invoiced_one(row: str, open_amount: float) -> None:
    assert outstanding(row, head="客户|交易日期|到期日|交易金额|支付日期|未收金额\n") == open_amount


def test_only_an_open_amount_stands_for_the_invoice_and_is_told() -> None:
    drawn = read("客户|未收金额|到期日\nA|100|@2026-01-31\nB|-5|@2026-12-31", as_of="2026-06-30")
    assert drawn.known.amount.tolist() == [10_000, -500]
    assert drawn.outstanding == [100, -5]
    assert drawn.found == ["RL106 B1"]


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        ("@2026-01-31||", 150),
        ("@2026-06-30||", 0),
        ("@2026-06-29||", 1),
        ("@2026-07-01||", 0),
        ("@2026-01-31|@2026-02-10|", 10),
        ("@2026-01-31|@2026-01-20|", 0),
        ("@2026-01-31|@2026-02-10|40", 150),
        ("@2026-01-31||100", -1),
        ("||", -1),
    ],
)
def test_days_overdue(dates: str, days: int) -> None:
    """Due, paid, received; −1 is not decided."""
    drawn = read("客户|交易日期|交易金额|到期日|支付日期|已收金额\nA|@2026-01-01|100|" + dates, as_of="2026-06-30")
    assert drawn.known.days_overdue.tolist() == [days]


@pytest.mark.parametrize(
    ("row", "due"),
    [
        ("@2026-02-15|30|9天", "2026-02-15"),
        ("|30|9天", "2026-01-31"),
        ("||9天", "2026-01-16"),
        ("|NAA8|9天", "2026-01-16"),
    ],
)
def test_where_the_due_date_comes_from(row: str, due: str) -> None:
    """Due date on the row, terms on the row, else the policy's terms (15 days here)."""
    drawn = read("客户|交易日期|交易金额|到期日|账期|逾期天数\nA|@2026-01-01|100|" + row, as_of="2026-06-30", terms=15)
    assert drawn.known.due_day.tolist() == [day(due)]


def test_the_customers_terms_stand_between_the_rows_and_the_policys() -> None:
    drawn = read("客户|交易日期|交易金额|账期\nA|@2026-01-01|100|\nB|@2026-01-01|100|\nA|@2026-01-01|100|30")
    known = known_on(drawn.ledger, dt.date(2026, 6, 30), default_terms=15, customer_terms={"a": 60})
    assert known.due_day.tolist() == [day("2026-03-02"), day("2026-01-16"), day("2026-01-31")]


def test_declared_days_imply_the_due_date_where_nothing_else_does() -> None:
    drawn = read(
        "客户|交易日期|交易金额|支付日期|逾期天数\nA|@2026-01-01|100|@2026-02-10|9\nB|@2026-01-01|100||30天\nC|@2026-01-01|100||",
        as_of="2026-06-30",
    )
    assert drawn.known.due_day.tolist() == [day("2026-02-01"), day("2026-05-31"), 0]
    assert drawn.known.days_overdue.tolist() == [9, 30, -1]


def test_a_row_with_only_a_due_date_exists_on_any_day() -> None:
    drawn = read("客户|到期日|交易金额\nA|@2026-12-31|100", as_of="2026-01-01")
    assert drawn.counts == (1, 0, 0, 0)


@given(
    amount=st.integers(-1000, 1000),
    received=st.none() | st.integers(-1000, 1000),
    paid=st.none() | st.integers(1, 60),
    as_of=st.integers(1, 60),
)
def test_nothing_that_happens_later_shows(amount: int, received: int | None, paid: int | None, as_of: int) -> None:
    """As of a day before the payment, the row reads as if neither date nor amount were there."""

    def date(days: int) -> str:
        return f"@{dt.date(2026, 1, 1) + dt.timedelta(days):%Y-%m-%d}"

    def state(payment: str, money: str) -> tuple[float, int]:
        drawn = read(f"{HEAD}A|@2026-01-01|@2026-01-31|{amount}|{payment}|{money}", as_of=date(as_of)[1:])
        return drawn.outstanding[0], int(drawn.known.days_overdue[0])

    told = state("" if paid is None else date(paid), "" if received is None else str(received))
    if paid is not None and paid > as_of:
        assert told == state("", "")
    elif paid is not None and received is None:
        assert told[0] == 0
    else:
        assert told[0] == amount - (received or 0)
