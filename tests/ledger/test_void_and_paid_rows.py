"""Rows that are void by their status are skipped and counted; paid without a date is received, on a day nobody knows."""

from __future__ import annotations

import pytest

from ledger_table import read
from riskledger.i18n import words
from riskledger.ledger.known import UNDECIDED
from riskledger.reporting.wording import finding_words

STATUS = "客户名称|到期日|交易金额|{header}\nA公司|@2026-01-31|100|未付\nB公司|@2026-01-31|250|{status}\nC公司|@2026-01-31|70|"
PAID = """客户名称|交易日期|到期日|交易金额|已收金额|支付日期
A公司|@2026-01-01|@2026-01-31|100||@2026-02-03
B公司|@2026-01-01|@2026-01-31|250|{paid}|{when}"""


@pytest.mark.parametrize("header", ["状态", "单据状态", "核销状态", "Invoice Status", "status"])
@pytest.mark.parametrize(
    "status",
    ["作废", "已作废", " 已作废（重开）", "草稿", "已取消", "void", "Voided", "DRAFT", "cancelled", "Canceled", "deleted"],
)
def test_a_void_row_counts_nowhere(header: str, status: str) -> None:
    drawn = read(STATUS.format(header=header, status=status))
    assert drawn.counts == (2, 0, 0, 1)
    assert drawn.ledger.rows == [2, 4]
    assert drawn.outstanding == [100, 70]
    assert drawn.found == ["RL229 D1"]
    assert drawn.findings[0].severity == "info"
    assert drawn.findings[0].params == {"count": 1}


@pytest.mark.parametrize("status", ["已结清", "paid", "open", "overdue", "已审核", "Approved", "作废申请中", "未作废", "not void"])
def test_other_statuses_count(status: str) -> None:
    drawn = read(STATUS.format(header="状态", status=status))
    assert drawn.counts == (3, 0, 0, 0)
    assert drawn.found == []


def test_yes_means_void_only_where_the_header_asks_that() -> None:
    assert read("客户名称|到期日|交易金额|是否已付款\nA公司|@2026-01-31|100|是\nB公司|@2026-01-31|5|否").counts == (2, 0, 0, 0)


def test_a_document_status_counts_beside_a_status_of_payment() -> None:
    drawn = read(
        """
        客户名称|到期日|交易金额|核销状态|单据状态|是否作废
        A公司|@2026-01-31|100|未核销|已审核|否
        B公司|@2026-01-31|250|未核销|已作废|是
        C公司|@2026-01-31|70|未核销|已审核|是
        """
    )
    assert drawn.layout.fields["open_flag"] == 4
    assert drawn.counts == (1, 0, 0, 2)
    assert [(finding.rule, finding.column, dict(finding.params)) for finding in drawn.findings] == [
        ("RL229", 5, {"count": 1}),
        ("RL229", 6, {"count": 1}),
    ]


def test_a_void_row_is_not_checked() -> None:
    drawn = read("客户名称|到期日|交易金额|状态\nA公司|@2026-01-31|100|\n|下月初|约五万|作废")
    assert drawn.found == ["RL229 D1"]


def test_the_void_and_the_valid_version_of_a_document_are_no_duplicates() -> None:
    drawn = read("客户名称|单据号|到期日|交易金额|状态\nA公司|F1|@2026-01-31|100|作废\nA公司|F1|@2026-01-31|100|未付")
    assert drawn.outstanding == [100]
    assert drawn.found == ["RL229 E1"]


@pytest.mark.parametrize("when", ["已付", "已付款", "已支付", "已收", "paid", " Paid ", "已结清", "PAID IN FULL"])
def test_paid_without_a_date_is_received_and_undecided(when: str) -> None:
    drawn = read(PAID.format(paid="", when=when))
    assert drawn.counts == (2, 0, 0, 0)
    assert drawn.outstanding == [0, 0]
    assert drawn.known.paid_day.tolist()[1] == 0
    assert drawn.known.days_overdue.tolist() == [3, UNDECIDED]
    assert drawn.found == ["RL230 F3"]
    assert drawn.findings[0].severity == "warning"


def test_an_amount_received_says_more_than_the_word_paid() -> None:
    drawn = read(PAID.format(paid="200", when="已付"))
    assert drawn.outstanding == [0, 50]
    assert drawn.found == ["RL230 F3"]


def test_a_status_that_says_open_stands_against_the_word_paid() -> None:
    drawn = read("客户名称|到期日|交易金额|支付日期|状态\nA公司|@2026-01-31|100|已付|未付\nB公司|@2026-01-31|100|已付|已付")
    assert drawn.outstanding == [100, 0]
    assert drawn.found == ["RL230 D2", "RL230 D3"]


@pytest.mark.parametrize("when", ["已付（部分）", "已付一半", "paid 3/5", "部分付款"])
def test_what_may_be_paid_in_part_is_not_read_as_paid(when: str) -> None:
    drawn = read(PAID.format(paid="", when=when))
    assert drawn.counts == (1, 1, 0, 0)
    assert drawn.found == ["RL203 F3"]


def test_paid_is_no_date_anywhere_else() -> None:
    assert read("客户名称|到期日|交易金额\nA公司|已付|100").found == ["RL203 B2"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("23-03-05", ["2005-03-23", "2023-03-05"]),
        ("5/3/23", ["2023-03-05", "2023-05-03"]),
        ("10/11/12", ["2010-11-12", "2012-10-11", "2012-11-10"]),
    ],
)
def test_a_two_digit_year_with_several_readings_is_told_with_each(written: str, said: list[str]) -> None:
    drawn = read(f"客户名称|到期日|交易金额\nA公司|{written}|100")
    assert drawn.found == ["RL231 B2"]
    assert drawn.counts == (0, 1, 0, 0)
    for language in ("zh", "en"):
        message = finding_words(drawn.findings[0], words(language)).message
        assert written in message
        assert " / ".join(said) in message


def test_where_the_cell_alone_is_left_out_the_row_stays() -> None:
    drawn = read("客户名称|到期日|交易金额|覆盖等级|覆盖有效期\nA公司|@2026-01-31|100|高风险|5/3/27")
    assert drawn.found == ["RL216 E2"]
    assert drawn.counts == (1, 0, 0, 0)
