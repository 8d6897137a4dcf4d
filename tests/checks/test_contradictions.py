"""Rows and customers that say one thing twice and differently, and the near misses that a person would let pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_table import AS_OF, read, write
from riskledger import Assessment, assess
from riskledger.reporting.wording import where
from riskledger.reporting.writeback import plan_writeback
from riskledger.workbook.book import open_book
from riskledger.workbook.save import save

STATUS = "客户|到期日|交易金额|支付日期|已收金额|付款状态\n"


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        ("A|@2026-09-01|100|@2026-09-01||已付款", []),
        ("A|@2026-09-01|100||100|已付款", []),
        ("A|@2026-09-01|100|||已付款", []),  # closed by its status, and nothing on the row says otherwise
        ("A|@2026-09-01|100|@2026-09-01|60|已付款", ["RL313 F2"]),
        ("A|@2026-09-01|-100||-60|已付款", ["RL313 F2"]),
        ("A|@2026-09-01|100|@2026-09-01||未付款", ["RL314 F2"]),
        ("A|@2026-09-01|100|@2026-09-01||部分付款", ["RL314 F2"]),  # in full for want of an amount
        ("A|@2026-09-01|100|@2026-09-01|40|部分付款", []),
        ("A|@2026-09-01|100||100|未付款", ["RL314 F2"]),
        ("A|@2026-09-01|100|未支付||未付款", []),
        ("A|@2026-09-01|100|@2026-09-01||催收中", []),
        ("A|@2026-09-01|100|@2026-10-31||已付款", []),
        ("A|@2026-09-01|100|@2026-11-01||已付款", ["RL315 D2"]),
        ("A|@2026-09-01|100|@2026-11-01||未付款", []),
    ],
)
def test_a_status_against_the_money(row: str, rules: list[str]) -> None:
    assert read(STATUS + row).found == rules


def test_the_open_column_of_an_export_with_yes_for_open() -> None:
    head = "客户|到期日|交易金额|未收金额|是否未结\n"
    assert read(head + "A|@2026-09-01|100|40|否").found == ["RL313 E2"]
    assert read(head + "A|@2026-09-01|100|0|是").found == ["RL314 E2"]
    assert read(head + "A|@2026-09-01|100|40|是\nB|@2026-09-01|100|0|否").found == []


def test_a_book_newer_than_the_as_of_date_has_later_payments_and_says_so_rightly() -> None:
    """Re-run on 31 October, a November book's 已付款 is the state of November: no contradiction."""
    head = "客户|交易日期|到期日|交易金额|支付日期|付款状态\n"
    paid = "A|@2026-09-01|@2026-09-30|100|@2026-11-05|已付款\n"
    assert read(head + paid).found == ["RL315 E2"]
    assert read(head + paid + "B|@2026-11-02|@2026-12-01|5||").found == []


@pytest.mark.parametrize(
    ("due", "rules"),
    [
        ("@2026-03-31", []),
        ("@2026-04-08", []),  # eight days: moved behind a week of holidays
        ("@2026-04-09", ["RL320 D2"]),
        ("@2026-03-22", ["RL320 D2"]),
        ("@2026-03-23", []),
        ("", []),
    ],
)
def test_a_due_date_against_the_terms_of_its_row(due: str, rules: list[str]) -> None:
    found = read(f"客户|交易日期|账期|到期日|交易金额\nA|@2026-03-01|30|{due}|100").findings
    assert [f"{f.rule} D{f.row}" for f in found] == rules
    assert all(str(f.params["by_terms"]) == "2026-03-31" for f in found)


def test_terms_that_fit_hardly_any_due_date_are_told_once() -> None:
    head = "客户|交易日期|账期|到期日|交易金额\n"
    wrong = "".join(f"A|@2026-03-01|60|@2026-03-31|{amount}\n" for amount in range(1, 11))
    right = "".join(f"B|@2026-03-01|30|@2026-03-31|{amount}\n" for amount in range(1, 21))
    [once] = read(head + wrong).findings
    assert (once.rule, once.row, once.params["rows"], once.params["compared"]) == ("RL320", 1, 10, 10)
    assert len(read(head + wrong + right).findings) == 10  # a third is not more than a third


# -- customers: tier, owner, next review

HEAD = "客户|交易日期|到期日|交易金额|支付日期|风险等级|负责人|下次跟进日|沟通记录|覆盖等级\n"
LATE, NOT_DUE = "@2026-03-01|@2026-04-01", "@2026-10-01|@2026-12-31"


def assessed(tmp_path: Path, rows: str, beside: str | None = None) -> Assessment:
    return assess(write(tmp_path / "book.xlsx", HEAD + rows, beside=beside), as_of=AS_OF)


def told(assessment: Assessment, *rules: str) -> list[str]:
    found = [finding for finding in assessment.findings if not rules or finding.rule in rules]
    return [f"{finding.rule} {where(assessment, finding.row, finding.column)}" for finding in found]


@pytest.mark.parametrize(
    ("due", "tier", "override", "rules"),
    [
        ("@2026-08-01", "低风险", "", ["RL316 F2"]),  # 91 days
        ("@2026-08-02", "低风险", "", []),
        ("@2026-08-01", "Low", "", ["RL316 F2"]),
        ("@2026-08-01", "高风险", "", []),
        ("@2026-08-01", "", "", []),
        ("@2026-08-01", "低风险", "低风险", []),  # her judgement, said where it belongs
    ],
)
def test_a_low_tier_against_the_ageing(due: str, tier: str, override: str, rules: list[str], tmp_path: Path) -> None:
    rows = f"A|@2026-03-01|{due}|100||{tier}||||{override}\nA|@2026-03-01|@2026-09-30|5||{tier}||||"
    assert told(assessed(tmp_path, rows), "RL316") == rules


def test_the_write_mends_the_tier_and_a_stale_one_of_ours_is_not_hers(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    assessment = assessed(tmp_path, f"A|{LATE}|100||低风险||||\nB|{NOT_DUE}|7||低风险||||")
    assert told(assessment) == ["RL316 F2"]
    with open_book(book) as opened:
        back = plan_writeback(assessment, opened, "zh")
        assert not any("RL316" in row for row in back.plan.result_sheets[1].rows)
        save(opened, back.plan, book, backup=False)
    # B, low by our own hand, has not paid four months later: stale, no contradiction.
    assert told(assess(book, as_of="2027-05-31"), "RL316") == []


@pytest.mark.parametrize(
    ("mine", "rules"),
    [
        ("王|@2026-11-05|", []),
        ("|@2026-11-05|", ["RL317 G2"]),
        ("—|@2026-11-05|", ["RL317 G2"]),
        ("王||", ["RL318 H2"]),
        ("王|@2026-10-31|", []),
        ("王|@2026-10-30|", ["RL319 H2"]),
        ("王|@2026-10-30|2026-10-30 电话，月底付", []),
        ("王|@2026-10-30|2026-10-29 电话，承诺 2026-10-31 付", ["RL319 H2"]),
        ("王|@2026-10-10|2026-10-01 电话\n2026年10月12日 面谈", []),
    ],
)
def test_high_risk_that_nobody_follows_up(mine: str, rules: list[str], tmp_path: Path) -> None:
    """Customer A is high; B is watched too, so that the book is one that keeps owners and reviews."""
    rows = f"A|{LATE}|100|||{mine.replace(chr(10), '；')}|\nB|{LATE}|5|||李|@2026-11-20||高风险"
    assert told(assessed(tmp_path, rows)) == rules


def test_one_row_with_an_owner_serves_the_customer_and_so_does_the_customers_sheet(tmp_path: Path) -> None:
    rows = f"A|{LATE}|100|||||\nA|{LATE}|50|||{{}}||\nB|{LATE}|5|||李|||高风险"
    assert told(assessed(tmp_path, rows.format("")), "RL317") == ["RL317 G2"]
    assert told(assessed(tmp_path, rows.format("王")), "RL317") == []
    assert told(assessed(tmp_path, rows.format(""), "客户名称|信用额度|负责人\nA|5000|王\nB|5000|"), "RL317") == []


def test_a_book_that_keeps_no_owners_or_reviews_is_not_nagged(tmp_path: Path) -> None:
    rows = "".join(f"{name}|{LATE}|100||||||高风险\n" for name in "ABC")
    assert told(assessed(tmp_path, rows)) == []
    assert told(assessed(tmp_path, rows + f"D|{LATE}|100|||王|@2026-11-05||高风险")) == []  # one of four is no custom


def test_a_contact_in_the_log_after_the_day_planned_is_the_follow_up(tmp_path: Path) -> None:
    rows = f"A|{LATE}|100|||王|@2026-10-10||"
    log = "日期|客户名称|渠道|内容\n@{}|A|电话|月底付"
    assert told(assessed(tmp_path, rows, log.format("2026-10-09"))) == ["RL319 H2"]
    assert told(assessed(tmp_path, rows, log.format("2026-10-10"))) == []
