"""Completeness and staleness per customer: what counts as filled, what the workbook has no place for, and when silence is stale."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledger_table import AS_OF, day, write
from riskledger import Assessment, assess
from riskledger.i18n import words
from riskledger.metrics.completeness import Completeness
from riskledger.reporting.completeness import completeness_report, completeness_words
from riskledger.reporting.explanation import explanation
from riskledger.reporting.explanation_page import explanation_page
from riskledger.reporting.machine import customer_entry
from riskledger.reporting.sheets import assessment_sheet
from riskledger.reporting.wording import fact_rows

HEAD = "客户名称|联系方式|行业背景|交易日期|到期日|交易金额|已收金额|支付日期|负责人|沟通记录\n"


def assessed(folder: Path, table: str, beside: str | None = None) -> Assessment:
    return assess(write(folder / "book.xlsx", table, beside=beside), as_of=AS_OF)


def of(assessment: Assessment, name: str = "A") -> Completeness:
    [entry] = [entry for entry in assessment.customers if entry.customer == name]
    return entry.completeness


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ("A|139|零售|@2026-10-01|@2026-12-31|100|||王|", ()),
        ("A|—|零售|@2026-10-01|@2026-12-31|100||||", ("contact", "owner")),
        ("A|139||@2026-10-01||100|||王|", ("industry", "due_date")),
        ("A|139|零售|@2026-10-01|@2026-12-31|100|40||王|", ("payment_date",)),
        ("A|139|零售|@2026-10-01|@2026-12-31|100|40|@2026-10-10|王|", ()),
    ],
)
def test_the_fields_of_the_ledger(row: str, missing: tuple[str, ...], tmp_path: Path) -> None:
    """Five fields have a place; there is none for a limit or an id, and none is missed."""
    found = of(assessed(tmp_path, HEAD + row))
    assert (found.missing, found.share) == (missing, pytest.approx(1 - len(missing) / 5))


def test_one_row_of_the_customer_is_enough_but_a_due_date_is_needed_on_each(tmp_path: Path) -> None:
    rows = "A|139||@2026-10-01|@2026-12-31|100||||\nA||零售|@2026-10-02||50|||王|\nB||||@2026-12-31|5||||"
    assessment = assessed(tmp_path, HEAD + rows)
    assert of(assessment).missing == ("due_date",)
    assert of(assessment, "B").missing == ("contact", "industry", "owner")


def test_the_customers_sheet_has_places_of_its_own(tmp_path: Path) -> None:
    beside = "客户名称|信用额度|账期|负责人|统一社会信用代码\nA|5000|30||91350100M000100Y43\nB|||李|"
    table = "客户名称|交易日期|到期日|交易金额\nA|@2026-10-01||100\nB|@2026-10-01||100\nC|@2026-10-01|@2026-11-30|100"
    assessment = assessed(tmp_path, table, beside)
    assert of(assessment).missing == ("owner",)
    assert of(assessment, "B").missing == ("due_date", "limit", "identity")
    assert of(assessment, "C").missing == ("limit", "owner", "identity")
    assert of(assessment, "C").share == pytest.approx(1 / 4)


def test_a_workbook_without_a_place_for_any_field_has_no_share(tmp_path: Path) -> None:
    found = of(assessed(tmp_path, "客户名称|交易日期|交易金额\nA|@2026-10-01|100"))
    assert (found.share, found.missing) == (None, ())


@pytest.mark.parametrize(
    ("tier", "contact", "stale"),
    [
        ("高风险", "2026-10-01", ()),
        ("高风险", "2026-09-30", ("contact",)),
        ("中风险", "2026-08-02", ()),
        ("中风险", "2026-08-01", ("contact",)),
        ("低风险", "2026-05-04", ()),
        ("低风险", "2026-05-03", ("contact",)),
        ("低风险", "", ("contact",)),  # nothing since the first invoice, 222 days ago
        ("低风险", "2026-11-05", ("contact",)),  # not yet happened
    ],
)
def test_contact_goes_stale_by_tier(tier: str, contact: str, stale: tuple[str, ...], tmp_path: Path) -> None:
    table = "客户名称|交易日期|到期日|交易金额|沟通记录|覆盖等级\n"
    table += f"A|@2026-03-23|@2026-12-31|100|{contact and contact + ' 电话'}|{tier}\nB|@2026-10-01|@2026-12-31|5|2026-10-02 微信|"
    assert of(assessed(tmp_path, table)).stale == stale


def test_who_owes_nothing_or_keeps_no_contacts_is_not_stale(tmp_path: Path) -> None:
    head = "客户名称|交易日期|到期日|交易金额|支付日期|沟通记录\n"
    other = "B|@2026-10-01|@2026-12-31|5||2026-10-02 微信\n"
    assert of(assessed(tmp_path, head + other + "A|@2026-03-01|@2026-03-31|100|@2026-03-31|")).stale == ()
    assert of(assessed(tmp_path, head + other + "A|@2026-03-01|@2026-03-31|100||")).stale == ("contact",)
    assert of(assessed(tmp_path, head + other.replace("2026-10-02 微信", "") + "A|@2026-03-01|@2026-03-31|100||")).stale == ()


def test_no_payment_and_no_invoice_for_long(tmp_path: Path) -> None:
    """Overdue without a payment for more than 180 days; open without an invoice for more than 365."""
    table = "客户名称|交易日期|到期日|交易金额|支付日期\nA|@{issued}|@2025-12-31|100|\nA|@2025-09-01|@2025-09-30|50|@{paid}"
    assert of(assessed(tmp_path, table.format(issued="2025-10-31", paid="2026-05-04"))).stale == ()
    assert of(assessed(tmp_path, table.format(issued="2025-10-30", paid="2026-05-03"))).stale == ("payment", "invoice")


def test_the_last_days_are_those_known_on_t(tmp_path: Path) -> None:
    rows = "A|1|x|@2026-09-01|@2026-09-30|100||@2026-09-15|王|2026-09-02 电话；2026-09-20 面谈，答应 2026-10-05 付\n"
    rows += "A|1|x|@2026-11-05|@2026-12-31|100|||王|2026-11-05 电话\nA|1|x|@2026-10-01|@2026-12-31|7||@2026-11-02|王|"
    found = of(assessed(tmp_path, HEAD + rows))
    assert (found.last_invoice, found.last_payment, found.last_contact) == (day("2026-10-01"), day("2026-09-15"), day("2026-09-20"))
    log = "日期|客户名称|渠道|内容\n@2026-10-07|A|电话|x\n@2026-11-07|A|电话|x"
    assert of(assessed(tmp_path, HEAD + rows, log)).last_contact == day("2026-10-07")


def test_rows_that_errors_keep_out_are_counted_for_their_customer(tmp_path: Path) -> None:
    rows = "A|1|x|@2026-10-01|@2026-12-31|100|||王|\nA|1|x|@2026-10-01|下月初|100|||王|\nB|1|x|@2026-10-01|@2026-12-31|100|||王|"
    assessment = assessed(tmp_path, HEAD + rows)
    assert (of(assessment).excluded_rows, of(assessment, "B").excluded_rows) == (1, 0)


def test_it_gives_no_points_and_is_shown_everywhere(tmp_path: Path) -> None:
    table = "客户名称|{}|到期日|交易金额\nA|{}|@2026-12-31|100"
    without, lacking = (assessed(tmp_path, table.format(head, cell)) for head, cell in (("备用", "x"), ("行业背景", "")))
    assert without.customers[0].rating == lacking.customers[0].rating
    [entry] = lacking.customers
    said = words("zh")
    assert completeness_words(entry, lacking.as_of, said) == "50%；缺行业"
    document = customer_entry(lacking, entry, "zh", said, fact_rows(lacking))
    assert json.loads(json.dumps(document["completeness"])) == {
        "share": 0.5,
        "missing": ["industry"],
        "last_invoice": None,
        "last_payment": None,
        "last_contact": None,
        "excluded_rows": 0,
        "stale": [],
    }
    sheet = assessment_sheet(lacking, said)
    place = [column.header for column in sheet.columns].index("资料完整度")
    assert sheet.rows[0][place] == "50%；缺行业"
    told = [line.text for section in explanation_page(explanation(lacking, entry), said) for line in section.lines]
    assert "资料完整度：50%；缺行业" in told
    assert completeness_report(lacking, said) is not None
    assert completeness_report(without, said) is None
