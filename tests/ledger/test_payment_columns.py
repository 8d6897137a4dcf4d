"""Numbered payment columns: which headers are such, and what the payments below them come to."""

from __future__ import annotations

import pytest

from ledger_table import day, read
from riskledger.ledger.payment_columns import numbered_payment
from riskledger.ledger.recognise import normalise, without_unit

HEAD = "客户名称|交易日期|到期日|交易金额|"
ROW = "A公司|@2026-01-01|@2026-01-31|1000|"


@pytest.mark.parametrize(
    ("headers", "meaning"),
    [
        (("回款日期1", "收款日期（1）", "第一次回款日期", "第1笔收款日期", "收款1日期", "首次回款时间", "到账日期①"), ("date", 1)),
        (("回款金额2", "第二次回款金额", "第二次回款", "回款2金额(元)", "收款金额_2", "第2笔付款额"), ("amount", 2)),
        (("Payment Date 1", "payment 1 date", "First payment date", "1st payment date", "Paid Date 1", "Receipt date #1"), ("date", 1)),
        (("Paid amount 2", "Payment 2 amount", "second payment", "Amount received 2", "2nd payment amount", "Payment 2"), ("amount", 2)),
    ],
)  # fmt: skip
def test_headers_that_number_a_payment(headers: tuple[str, ...], meaning: tuple[str, int]) -> None:
    for header in headers:
        assert numbered_payment(without_unit(normalise(header))) == meaning, header


@pytest.mark.parametrize(
    "header",
    [
        "回款日期",
        "已收金额",
        "付款条件",
        "计划回款日期1",
        "收款30天",
        "Payment terms",
        "Payment method 1",
        "Receipt no 1",
        "payment 30",
        "付款方式1",
    ],
)
def test_headers_that_number_none(header: str) -> None:
    assert numbered_payment(without_unit(normalise(header))) is None


@pytest.mark.parametrize(
    ("head", "cells", "left", "late"),
    [
        ("回款日期1|回款金额1|回款日期2|回款金额2", "@2026-01-20|300|@2026-02-10|700", 0, 10),
        ("回款日期1|回款金额1|回款日期2|回款金额2", "@2026-01-20|300|@2026-03-10|700", 700, 28),  # not yet
        ("回款日期1|回款金额1|回款日期2|回款金额2", "@2026-02-20|1000|@2026-02-25|-100", 100, 28),  # a refund opens it again
        ("回款日期1|回款金额1|回款日期2|回款金额2", "@2026-01-20|300||700", 0, -1),  # received, nobody knows when
        ("回款日期1|回款金额1|回款日期2|回款金额2", "@2026-01-20|1000||5", -5, 0),  # settled before the undated one
        ("回款日期|回款金额|回款日期2|回款金额2", "@2026-01-20|300|@2026-02-10|200", 500, 28),  # numbers begin with 2
        ("回款日期|回款金额|回款日期2|回款金额2", "@2026-01-20|||", 0, 0),  # a date alone is payment in full
        ("回款日期1|回款金额1|回款日期2|回款金额2", "@2026-01-20|||", 0, 0),
        ("已收金额|第一次回款|第二次回款", "500|300|200", 500, 28),
        ("回款金额1（万元）|回款日期1", "0.03|@2026-01-20", 700, 28),
    ],
)
def test_what_the_payments_of_a_row_come_to(head: str, cells: str, left: float, late: int) -> None:
    drawn = read(HEAD + head + "\n" + ROW + cells, as_of="2026-02-28")
    assert drawn.outstanding == [left]
    assert drawn.known.days_overdue.tolist() == [late]


def test_a_header_over_two_rows() -> None:
    drawn = read(
        "客户名称|交易日期|到期日|交易金额|第一次回款||第二次回款|\n||||日期|金额|日期|金额\n" + ROW + "@2026-01-20|300|@2026-02-10|200",
        as_of="2026-02-28",
    )
    assert drawn.outstanding == [500]
    assert drawn.known.invoice_day.tolist() == [day("2026-01-01")]


@pytest.mark.parametrize("cells", ["下月初|300||", "@2026-01-20|三百左右||"])
def test_a_payment_that_cannot_be_read_keeps_the_row_out(cells: str) -> None:
    drawn = read(HEAD + "回款日期1|回款金额1|回款日期2|回款金额2\n" + ROW + cells)
    assert drawn.counts == (0, 1, 0, 0)
    assert [found.partition(" ")[2] for found in drawn.found] in (["E2"], ["F2"])


def test_a_date_without_an_amount_beside_others_reduces_nothing() -> None:
    drawn = read(HEAD + "回款日期1|回款金额1|回款日期2|回款金额2\n" + ROW + "@2026-01-20|300|@2026-02-10|")
    assert drawn.outstanding == [700]
    assert drawn.found == ["RL310 G2"]


def test_one_date_that_says_first_is_no_row_of_payments() -> None:
    """A CRM's date of the first payment stands alone: it is one date of many, and no amount tells more."""
    drawn = read(HEAD + "First payment date\n" + ROW + "@2026-01-20")
    assert drawn.layout.payments == ()
    assert drawn.outstanding == [1000]
