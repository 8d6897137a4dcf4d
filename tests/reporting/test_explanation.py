"""The page for the meeting: its course over the months, limit, promises, what is missing; and its form as Markdown."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ledger_table import AS_OF, write
from riskledger.assessment import assess
from riskledger.history.timeline import Month, month_ends, timeline
from riskledger.i18n import words
from riskledger.metrics.portfolio import customer_sums
from riskledger.reporting.explanation import Explanation, explanation
from riskledger.reporting.explanation_page import explanation_page
from riskledger.reporting.page import Grid, Line, Section, markdown

LEDGER = """
客户名称 | 单据号 | 交易日期    | 到期日      | 交易金额 | 已收金额 | 支付日期
甲公司   | A1     | @2026-06-10 | @2026-07-10 | 1000     |          | @2026-09-15
甲公司   | A2     | @2026-08-01 | @2026-08-31 | 500      | 200      | @2026-09-20
甲公司   | A3     | @2026-10-20 | @2026-11-20 | 700      |          |
乙公司   | B1     | @2026-01-05 | @2026-02-05 | 100      |          | @2026-02-01
"""


def told(tmp_path: Path, table: str = LEDGER, *, customer: str = "甲公司", as_of: str = AS_OF, beside: str | None = None) -> Explanation:
    assessment = assess(write(tmp_path / "book.xlsx", table, beside=beside), as_of=as_of)
    return explanation(assessment, next(entry for entry in assessment.customers if entry.customer == customer))


def test_month_ends_on_or_before_a_day() -> None:
    assert month_ends(dt.date(2026, 3, 15), 3) == [dt.date(2025, 12, 31), dt.date(2026, 1, 31), dt.date(2026, 2, 28)]
    assert month_ends(dt.date(2024, 2, 29), 2) == [dt.date(2024, 1, 31), dt.date(2024, 2, 29)]


def test_the_course_is_as_known_at_each_month_end(tmp_path: Path) -> None:
    """A payment of September does not lighten August; months before the first invoice are no months of this customer."""
    months = told(tmp_path).course.months
    assert [(month.day.month, month.outstanding, month.overdue) for month in months] == [
        (6, 100000, 0),
        (7, 100000, 100000),
        (8, 150000, 100000),
        (9, 30000, 30000),
        (10, 100000, 30000),
    ]
    assert [month.share for month in months] == [0.0, 1.0, pytest.approx(2 / 3), 1.0, 0.3]


def test_the_last_line_is_the_as_of_date_and_ties_to_the_assessment(tmp_path: Path) -> None:
    made = told(tmp_path, as_of="2026-10-25")
    assert made.course.months[-1] == Month(dt.date(2026, 10, 25), None, 100000, 30000, 0.3)
    assessment = made.assessment
    for entry in assessment.customers:
        sums, last = customer_sums(assessment.facts), timeline(assessment, entry).months[-1]
        customer = int(assessment.facts.customer[entry.rows[0]])
        assert (last.outstanding, last.overdue) == (sums.outstanding[customer], sums.overdue[customer])


def test_receipts_without_a_date_are_told(tmp_path: Path) -> None:
    table = """
客户名称 | 交易日期    | 到期日      | 交易金额 | 已收金额
甲公司   | @2026-06-10 | @2026-07-10 | 1000     | 400
"""
    made = told(tmp_path, table)
    assert made.course.undated == 1
    assert "1 笔收款没有日期" in markdown(explanation_page(made, words("zh")))


def test_each_currency_has_its_own_course(tmp_path: Path) -> None:
    table = """
客户名称 | 交易日期    | 到期日      | 币种 | 交易金额
甲公司   | @2026-09-10 | @2026-10-10 | CNY  | 1000
甲公司   | @2026-09-11 | @2026-11-10 | USD  | 70
"""
    made = told(tmp_path, table)
    assert {(month.currency, month.outstanding, month.overdue) for month in made.course.months if month.day.month == 10} == {
        ("CNY", 100000, 100000),
        ("USD", 7000, 0),
    }


def test_the_month_before_is_rated_on_what_was_known_then(tmp_path: Path) -> None:
    made = told(tmp_path, as_of="2026-08-31")
    assert (made.before.day, made.before.tier) == (dt.date(2026, 7, 31), "high")
    earlier = assess(made.assessment.path, as_of="2026-07-31")
    assert made.before.points == next(entry for entry in earlier.customers if entry.customer == "甲公司").risk_points
    assert told(tmp_path, as_of="2026-06-20").before.tier is None


def test_limit_and_cover_come_from_the_customers_sheet(tmp_path: Path) -> None:
    beside = """
客户名称 | 信用额度 | 额度到期日  | 信用保险 | 财务评分
甲公司   | 800      | @2026-12-31 | 500      | 70
"""
    made = told(tmp_path, beside=beside)
    assert made.limit is not None
    assert (made.limit.amount, made.limit.used, made.limit.headroom) == (80000, 1.25, -20000)
    text = markdown(explanation_page(made, words("zh")))
    assert "信用额度 800.00（至 2026-12-31）：已用 125%，超出 200.00" in text
    assert "financial" not in made.missing
    assert made.missing == ("reputation", "industry", "size")


def test_the_page_has_the_order_of_a_meeting(tmp_path: Path) -> None:
    said = words("en")
    titles = [section.title for section in explanation_page(told(tmp_path), said)]
    codes = ("reasons", "how_much", "timeline", "open", "to_do", "changes")
    assert titles == [None, said("alert.heading"), *(said(f"explain.{code}") for code in codes)]


def test_ten_open_items_are_shown_and_the_page_says_how_many_more(tmp_path: Path) -> None:
    rows = "\n".join(f"甲公司 | N{i:02} | @2026-09-{i:02} | @2026-10-01 | 100" for i in range(1, 15))
    made = told(tmp_path, "客户名称 | 单据号 | 交易日期 | 到期日 | 交易金额\n" + rows)
    assert len(made.open_items) == 14
    section = next(section for section in explanation_page(made, words("zh")) if section.title == words("zh")("explain.open"))
    assert section.grid is not None
    assert len(section.grid.rows) == 10
    assert "4" in section.notes[0].text


def test_markdown_keeps_every_sign_as_it_is_written() -> None:
    page = [
        Section(None, (Line("甲|乙 <b>*公司*</b>"),)),
        Section("表", grid=Grid((("名称", "left"), ("金额", "right")), (("=HYPERLINK(1)", "-6,637.00"), ("合计", "1.00")), sums=True)),
    ]
    assert markdown(page).splitlines() == [
        r"# 甲\|乙 \<b\>\*公司\*\</b\>",
        "",
        "## 表",
        "",
        "| 名称 | 金额 |",
        "| --- | ---: |",
        r"| \=HYPERLINK(1) | -6,637.00 |",
        "| **合计** | **1.00** |",
    ]
