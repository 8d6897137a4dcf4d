"""The sheet of receipts: which sheets are one, which invoices its money pays, and what is told of the rest."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ledger_table import sheet, write
from riskledger import Assessment, assess
from riskledger.checks.findings import Finding
from riskledger.ledger.sides.layout import recognise_side
from riskledger.ledger.sides.promises import payments_on
from riskledger.workbook.address import address

LEDGER = """
单据号|客户编号|客户名称|交易日期|到期日|交易金额|支付日期|已收金额
D1|K1|A公司|@2026-01-01|@2026-01-31|1000||
D2|K1|A公司|@2026-01-01|@2026-01-31|500||
D3|K2|B公司|@2026-01-01|@2026-01-31|800||
"""
HEAD = "收款日期|单据号|客户名称|收款金额\n"


@pytest.fixture
def book(tmp_path: Path):  # type: ignore[no-untyped-def]  # a function of two drawings and a date
    def assessed(receipts: str, ledger: str = LEDGER, as_of: str = "2026-02-28") -> Assessment:
        return assess(write(tmp_path / "book.xlsx", ledger, beside=receipts), as_of=as_of)

    return assessed


def left(assessment: Assessment) -> list[float]:
    return [minor / 100 for minor in assessment.known.outstanding.tolist()]


def told(assessment: Assessment) -> list[tuple[str, str, str | None, object]]:
    def shown(finding: Finding) -> tuple[str, str, str | None, object]:
        return finding.rule, address(finding.row or 0, finding.column or 0), finding.value, finding.params.get("sum")

    return [shown(finding) for finding in assessment.findings]


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("收款记录", "日期|单据号|金额"),
        ("回款明细", "客户名称|日期|金额|备注"),
        ("Sheet2", "收款日期|客户名称|收款金额"),
        ("Sheet2", "到账日期|发票号|到账金额|付款方式"),
        ("Receipts", "Date|Invoice no|Customer|Amount"),
        ("Payments", "Posting Date|Party|Paid Amount|Against invoice"),
        ("Sheet2", "Payment date|Invoice number|Payment amount|Mode of payment"),
    ],
)
def test_sheets_of_receipts(name: str, headers: str) -> None:
    layout = recognise_side(sheet(headers, name))
    assert layout is not None
    assert layout.kind == "receipts"


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("Sheet2", "日期|单据号|金额"),  # it might be anything
        ("付款记录", "付款日期|供应商|发票号|付款金额"),  # money paid out
        ("Payments", "Payment date|Vendor|Invoice no|Payment amount"),
        ("回款计划", "日期|客户名称|金额"),  # money hoped for
        ("Sheet2", "客户名称|计划回款日期|收款日期|收款金额"),
        ("去年台账", "客户名称|单据号|交易日期|交易金额|收款日期|收款金额"),  # a ledger
        ("收款记录", "客户名称|单据号|到期日|收款日期|收款金额"),
        ("收款记录", "客户名称|单据号|收款日期"),
        ("Receipts", "Date|Amount|Cashier"),
    ],
)
def test_sheets_that_are_none(name: str, headers: str) -> None:
    layout = recognise_side(sheet(headers, name))
    assert layout is None or layout.kind != "receipts"


def test_money_goes_to_its_document_once_it_has_come(book) -> None:  # type: ignore[no-untyped-def]
    receipts = HEAD + "@2026-02-10|D1|A公司|700\n@2026-01-20|d1||300\n@2026-03-05|D3|B公司|800\n|D2|A公司|100\n合计|||1900"
    february, march = book(receipts), book(receipts, as_of="2026-03-31")
    assert left(february) == [0, 400, 800]
    assert february.known.days_overdue.tolist() == [10, 28, 28]
    assert left(march) == [0, 400, 0]
    assert told(february) == told(march) == []


def test_what_pays_no_invoice_is_told_with_its_sum_and_changes_nothing(book) -> None:  # type: ignore[no-untyped-def]
    receipts = HEAD + (
        "@2026-02-10|D9|A公司|700\n@2026-02-11|D9||50\n@2026-02-12|D3|A公司|10\n@2026-02-13||B公司|5\n@2026-02-14||B公司|6\n"
        "@2026-02-15||C公司|7\n@2026-03-15||B公司|1000\n@2026-02-16|||8\n@2026-02-17|D1||"
    )
    assessment = book(receipts)
    assert left(assessment) == [1000, 500, 800]
    assert told(assessment) == [
        ("RL310", "B9", None, None),
        ("RL310", "D10", "D1", None),
        ("RL311", "B4", "D3", "10.00"),
        ("RL416", "B2", "D9", "750.00"),
        ("RL416", "C7", "C公司", "7.00"),
        ("RL417", "C5", "B公司", "11.00"),
    ]


def test_a_number_that_two_customers_bear_needs_the_customer(book) -> None:  # type: ignore[no-untyped-def]
    ledger = "单据号|客户名称|到期日|交易金额\nD1|A公司|@2026-01-31|100\nD1|B公司|@2026-01-31|100"
    assert left(book(HEAD + "@2026-02-10|D1|B公司|60", ledger)) == [100, 40]
    unsure = book(HEAD + "@2026-02-10|D1||60", ledger)
    assert left(unsure) == [100, 100]
    assert [finding.rule for finding in unsure.findings] == ["RL311"]


def test_a_document_on_two_rows_is_paid_from_the_first(book) -> None:  # type: ignore[no-untyped-def]
    ledger = "单据号|客户名称|到期日|交易金额\nD1|A公司|@2026-01-31|100\nD1|A公司|@2026-02-28|200"
    assert left(book(HEAD + "@2026-02-10|D1||60\n@2026-02-11|D1||90", ledger)) == [0, 150]
    assert left(book(HEAD + "@2026-02-10|D1||350", ledger)) == [0, -50]


@pytest.mark.parametrize(
    ("cells", "cell"),
    [("|300", None), ("@2026-02-10|300", None), ("@2026-02-10|1000", "H2"), ("@2026-02-11|", "G2"), ("@2026-02-11|300", "G2")],
)
def test_the_receipts_win_over_the_rows_own_cells(book, cells: str, cell: str | None) -> None:  # type: ignore[no-untyped-def]
    ledger = f"单据号|客户编号|客户名称|交易日期|到期日|交易金额|支付日期|已收金额\nD1|K1|A公司|@2026-01-01|@2026-01-31|1000|{cells}"
    assessment = book(HEAD + "@2026-01-20|D1||100\n@2026-02-10|D1||200", ledger)
    assert left(assessment) == [700]
    assert [f"{rule} {place}" for rule, place, *_ in told(assessment)] == ([f"RL309 {cell}"] if cell else [])


def test_a_journal_beside_balances_is_no_unapplied_money(book) -> None:  # type: ignore[no-untyped-def]
    """Where the rows say already that at least as much came in, a list by customer only repeats it."""
    ledger = "单据号|客户名称|到期日|交易金额|已收金额\nD1|A公司|@2026-01-31|1000|400"
    assert told(book(HEAD + "@2026-01-20||A公司|400", ledger)) == []
    assert told(book(HEAD + "@2026-01-20||A公司|401", ledger)) == [("RL417", "C2", "A公司", "401.00")]


def test_every_receipt_keeps_a_promise_on_its_own_day(book) -> None:  # type: ignore[no-untyped-def]
    assessment = book(HEAD + "@2026-01-20|D1||100\n@2026-02-10|D1||200\n@2026-03-10|D1||200")
    paid = payments_on(assessment.known, assessment.grouped.of_row, assessment.ledger.receipts)
    found = {(dt.date.fromordinal(day).isoformat(), amount) for day, amount in zip(paid.day.tolist(), paid.amount.tolist(), strict=True)}
    assert found == {("2026-01-20", 10000), ("2026-02-10", 20000)}
