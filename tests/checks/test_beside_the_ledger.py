"""The sheets beside the ledger and customer identity, from a whole workbook to what is rated, told and linked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ledger_table import write
from riskledger import Assessment, assess
from riskledger.assessment import CustomerAssessment
from riskledger.i18n import words
from riskledger.reporting.explanation import Explanation, explanation, explanation_document
from riskledger.reporting.explanation_page import explanation_page
from riskledger.reporting.lines import concise, github
from riskledger.reporting.machine import customer_entry, finding_entry
from riskledger.reporting.sheets import findings_sheet
from riskledger.reporting.wording import fact_rows, finding_words
from riskledger.reporting.writeback import plan_writeback
from riskledger.workbook.book import open_book
from riskledger.workbook.result_sheets import Link

T = "2026-10-31"
LEDGER = """
客户名称 | 交易日期 | 到期日 | 交易金额 | 支付日期 | 覆盖等级 | 覆盖有效期
甲公司 | @2026-06-01 | @2026-07-01 | 1000 | @2026-06-20 | |
甲公司 | @2026-09-01 | @2026-12-01 | 600 | | |
乙公司 | @2026-06-01 | @2026-07-01 | 400 | @2026-06-20 | |
乙公司 | @2026-09-01 | | 300 | | |
"""


def made(tmp_path: Path, beside: str | None, ledger: str = LEDGER) -> Assessment:
    return assess(write(tmp_path / "book.xlsx", ledger, beside=beside), as_of=T)


def customer(assessment: Assessment, name: str) -> CustomerAssessment:
    [entry] = [entry for entry in assessment.customers if entry.customer == name]
    return entry


def reasons(entry: CustomerAssessment) -> set[str]:
    return {reason.code for reason in entry.rating.reasons}


def told(assessment: Assessment) -> list[str]:
    return [finding.rule for finding in assessment.findings]


# -- the customers sheet


def test_terms_of_the_customer_give_a_row_without_due_date_one(tmp_path: Path) -> None:
    """乙公司's open row of 1 September has no due date: 30 days from the sheet make it due on 1 October, 30 days late on T."""
    assert customer(made(tmp_path, None), "乙公司").max_days_overdue == 0
    assert customer(made(tmp_path, "客户名称|账期\n甲公司|10\n乙公司|30"), "乙公司").max_days_overdue == 30
    assert customer(made(tmp_path, "客户名称|账期\n乙公司|次月15日"), "乙公司").max_days_overdue == 16
    # A due date on the row goes before the customer's terms.
    assert customer(made(tmp_path, "客户名称|账期\n甲公司|10\n乙公司|30"), "甲公司").max_days_overdue == 0


@pytest.mark.parametrize(
    ("fields", "line", "fired"),
    [
        ("信用额度", "600", set()),
        ("信用额度", "599.99", {"trigger_limit_exceeded"}),
        ("信用额度|币种", "5|USD", {"trigger_limit_exceeded"}),  # the ledger states no currency
        ("额度到期日", "@2026-10-31", set()),
        ("额度到期日", "@2026-10-30", {"trigger_limit_expired"}),
        ("保险到期日", "@2026-10-30", {"trigger_insurance_expired"}),
        ("法律诉讼", "是", {"trigger_legal_action"}),
        ("法律诉讼", "否", set()),
    ],
)
def test_what_is_stated_of_a_customer_fires_its_trigger(tmp_path: Path, fields: str, line: str, fired: set[str]) -> None:
    assessment = made(tmp_path, f"客户名称|{fields}\n甲公司|{line}")
    assert {code for code in reasons(customer(assessment, "甲公司")) if code.startswith("trigger_")} == fired
    assert not {code for code in reasons(customer(assessment, "乙公司")) if code.startswith("trigger_")}


def test_a_limit_in_another_currency_is_not_compared(tmp_path: Path) -> None:
    ledger = "客户名称|到期日|交易金额|币种\n甲公司|@2026-12-01|600|CNY"
    assert "trigger_limit_exceeded" not in reasons(customer(made(tmp_path, "客户名称|信用额度|币种\n甲公司|5|USD", ledger), "甲公司"))
    assert "trigger_limit_exceeded" in reasons(customer(made(tmp_path, "客户名称|信用额度|币种\n甲公司|5|CNY", ledger), "甲公司"))


def test_scores_become_risk_points_and_widen_the_coverage(tmp_path: Path) -> None:
    before = customer(made(tmp_path, None), "甲公司")
    after = customer(made(tmp_path, "客户名称|财务评分|行业风险\n甲公司|20|70"), "甲公司")
    assert {"financial", "industry"} <= reasons(after)
    assert after.rating.coverage > before.rating.coverage
    assert after.rating.points > before.rating.points  # a score of 20 is 80 points of risk


def test_a_reason_leads_to_its_cell_on_the_customers_sheet(tmp_path: Path) -> None:
    assessment = made(tmp_path, "客户名称|财务评分|法律诉讼\n乙公司||\n甲公司|20|是")
    document = customer_entry(assessment, customer(assessment, "甲公司"), "zh", words("zh"), fact_rows(assessment))
    cells = {reason["code"]: reason["cells"] for reason in document["reasons"]}
    assert (cells["financial"], cells["trigger_legal_action"]) == (["档案!B3"], ["档案!C3"])
    assert all(cell.startswith("台账!") for cell in cells["late_ratio"])


def test_complaints_of_the_sheet_replace_those_of_the_rows(tmp_path: Path) -> None:
    ledger = "客户名称|到期日|交易金额|投诉次数\n甲公司|@2026-12-01|600|5"
    assert customer(made(tmp_path, None, ledger), "甲公司").rating.complaints == 5
    assert customer(made(tmp_path, "客户名称|信用额度|投诉次数\n甲公司|9999|1", ledger), "甲公司").rating.complaints == 1


@pytest.mark.parametrize(
    ("on_row", "on_sheet", "tier", "rules"),
    [
        ("|", "高风险|", "high", []),
        ("低风险|", "高风险|", "low", ["RL401"]),
        ("低风险|@2026-10-30", "高风险|", "high", ["RL402"]),  # the one that holds goes before the one that has expired
        ("低风险|", "高风险|@2026-10-30", "low", ["RL402"]),
        ("高风险|", "高风险|", "high", []),
    ],
)
def test_the_override_of_the_row_goes_before_that_of_the_sheet(
    tmp_path: Path, on_row: str, on_sheet: str, tier: str, rules: list[str]
) -> None:
    ledger = f"客户名称|到期日|交易金额|覆盖等级|覆盖有效期\n甲公司|@2026-12-01|600|{on_row}"
    assessment = made(tmp_path, f"客户名称|覆盖等级|覆盖有效期\n甲公司|{on_sheet}", ledger)
    assert (customer(assessment, "甲公司").tier, told(assessment)) == (tier, rules)


def test_without_a_customers_sheet_no_one_lacks_a_line(tmp_path: Path) -> None:
    assert told(made(tmp_path, None)) == []
    # A list on which nobody of the ledger stands is another list.
    assert "RL406" not in told(made(tmp_path, "客户名称|信用额度\n丙公司|5"))


def test_what_would_change_keeps_to_what_is_stated(tmp_path: Path) -> None:
    """Legal action holds 甲公司 at its tier whatever is paid."""
    assessment = made(tmp_path, "客户名称|法律诉讼\n甲公司|是", LEDGER.replace("@2026-12-01", "@2026-09-15"))
    entry = customer(assessment, "甲公司")
    assert {change.tier for change in explanation(assessment, entry).changes} == {entry.tier} != {"low"}


def test_paying_brings_the_exposure_back_below_the_limit(tmp_path: Path) -> None:
    ledger = LEDGER + "甲公司 | @2026-09-02 | @2026-12-01 | 50 | | |\n"
    assessment = made(tmp_path, "客户名称|信用额度\n甲公司|620", ledger)
    entry = customer(assessment, "甲公司")
    assert "trigger_limit_exceeded" in reasons(entry)
    tiers = {change.row: change.tier for change in explanation(assessment, entry).changes if change.code == "pay_invoice"}
    assert entry.tier not in tiers.values()  # 50 or 600 less is enough
    assert len(tiers) == 2


# -- contact log and contracts


def page_of(told_of: Explanation, language: str) -> str:
    """The lines of the page that explains a customer."""
    return "\n".join(line.text for section in explanation_page(told_of, words(language)) for line in section.lines)


LOG = """
日期 | 客户名称 | 渠道 | 内容 | 承诺付款日 | 承诺金额
@2026-06-10 | 甲公司 | 面谈 | 月底前付 | @2026-06-30 | 1000
@2026-09-20 | 甲公司 | 电话 | 月底付 | @2026-09-30 | 600
@2026-10-20 | 甲公司 | 微信 | 下月付 | @2026-11-15 | 600
@2026-11-02 | 甲公司 | 电话 | 又推迟 | @2026-12-01 | 600
"""


def test_last_contact_and_promises_as_of_the_date(tmp_path: Path) -> None:
    """What was written down after T is not known; the 1,000 of 20 June kept the first promise."""
    assessment = made(tmp_path, LOG)
    document = customer_entry(assessment, customer(assessment, "甲公司"), "zh", words("zh"), fact_rows(assessment))
    assert document["last_contact"] == {"date": "2026-10-20", "channel": "微信", "cell": "档案!A4"}
    assert document["promises"] == {"kept": 1, "broken": 1, "pending": 1}
    other = customer_entry(assessment, customer(assessment, "乙公司"), "zh", words("zh"), fact_rows(assessment))
    assert (other["last_contact"], other["promises"], other["contract"]) == (None, None, None)
    told_of = explanation(assessment, customer(assessment, "甲公司"))
    page = page_of(told_of, "en")
    assert "Last contact: 2026-10-20 (微信), 3 in all" in page
    assert "1 kept, 1 broken, 1 pending" in page
    assert explanation_document(told_of, words("en"))["customer"]["promises"]["broken"] == 1


def test_a_contact_changes_no_figure(tmp_path: Path) -> None:
    with_log, without = made(tmp_path, LOG), made(tmp_path, None)
    assert [(e.key, e.rating, e.money) for e in with_log.customers] == [(e.key, e.rating, e.money) for e in without.customers]


def test_promises_of_a_customer_in_two_currencies_are_not_judged(tmp_path: Path) -> None:
    ledger = "客户名称|到期日|交易金额|币种\n甲公司|@2026-12-01|600|CNY\n甲公司|@2026-12-01|600|USD\n乙公司|@2026-12-01|600|USD"
    assessment = made(tmp_path, LOG + "@2026-10-01|乙公司|电话|会付|@2026-10-05|", ledger)
    assert customer(assessment, "甲公司").promises is None
    assert customer(assessment, "甲公司").last_contact is not None
    assert customer(assessment, "乙公司").promises is not None


def test_the_end_of_a_contract(tmp_path: Path) -> None:
    assessment = made(tmp_path, "合同编号|客户名称|合同到期日|违约条款\nHT1|甲公司|@2026-12-31|有\nHT2|乙公司||无")
    first, second = customer(assessment, "甲公司").contract, customer(assessment, "乙公司").contract
    assert first is not None
    assert second is not None
    assert (first.end, first.has_breach_clause) == (dt.date(2026, 12, 31).toordinal(), True)
    assert (second.end, second.has_breach_clause) == (None, False)
    told_of = explanation(assessment, customer(assessment, "乙公司"))
    assert "合同到期日：未约定；违约条款：无" in page_of(told_of, "zh")


# -- a finding on another sheet


def test_a_finding_names_and_links_its_own_sheet_everywhere(tmp_path: Path) -> None:
    assessment = made(tmp_path, "客户名称|信用额度|财务评分\n甲公司|9999|良好\n乙公司|9999|")
    [finding] = assessment.findings
    entry = finding_entry(assessment, finding, words("zh"))
    assert (entry["sheet"], entry["cell"], entry["column"]) == ("档案", "C2", "financial_score")
    assert [line.split(": ")[0] for line in concise(assessment, words("zh"))] == ["book.xlsx:档案!C2"]
    assert "::档案!C2: " in next(iter(github(assessment, words("zh"))))
    [row] = findings_sheet(assessment, [finding], words("zh")).rows
    assert row[2:4] == [Link("档案!C2", "档案", "C2"), "财务评分"]


def test_what_the_write_mends_in_the_ledger_does_not_take_a_finding_off_another_sheet(tmp_path: Path) -> None:
    """B2 of the ledger is written; the finding at B2 of 档案 stays on the findings sheet."""
    ledger = "客户名称|逾期付款天数|到期日|交易金额\n甲公司|99|@2026-10-01|600"
    path = write(tmp_path / "book.xlsx", ledger, beside="客户名称|财务评分\n甲公司|良好")
    assessment = assess(path, as_of=T)
    with open_book(path) as book:
        sheets = plan_writeback(assessment, book, "zh").plan.result_sheets
    assert told(assessment) == ["RL221", "RL303"]
    [findings] = [sheet for sheet in sheets if sheet.kind == "findings"]
    assert [row[1] for row in findings.rows] == ["RL221"]


# -- who is who


@pytest.mark.parametrize(
    ("one", "other", "rule", "kind"),
    [
        ("K1|Acme Ltd", "|acme  limited", "RL403", "suffix"),
        ("|华东机电有限公司", "|华东机电（有限公司）", "RL403", "case_or_blanks"),
        ("'00123|华东机电", "123|华东机电", "RL403", "zero_stripped"),
        ("1001|华东机电", "2001|华东机电", "RL404", "one_name_two_ids"),
        ("1001|华东机电", "|华东机电", "RL404", "id_missing"),
        ("1001|华东机电", "1001|海风商行", "RL404", "one_id_two_names"),
        ("|上海分公司", "|北京分公司", None, None),
    ],
)
def test_spellings_of_one_customer(tmp_path: Path, one: str, other: str, rule: str | None, kind: str | None) -> None:
    ledger = (
        f"客户编号|客户名称|到期日|交易金额\n{one}|@2026-09-30|100\n{one}|@2026-09-30|200\n{other}|@2026-09-30|100\n甲|乙|@2026-09-30|600"
    )
    findings = [finding for finding in made(tmp_path, None, ledger).findings if finding.rule in ("RL403", "RL404")]
    assert [(finding.rule, finding.row, finding.params["kind"]) for finding in findings] == ([(rule, 4, kind)] if rule else [])
    for finding in findings:  # 300 and 100 of 1,000
        assert (finding.params["merged"], finding.params["alone"]) == (0.4, 0.4 if kind == "one_id_two_names" else 0.3)
        assert "40.0%" in finding_words(finding, words("zh")).message


def test_without_a_common_currency_no_share_is_told(tmp_path: Path) -> None:
    ledger = "客户名称|到期日|交易金额|币种\nAcme Ltd|@2026-09-30|300|CNY\nAcme (Ltd)|@2026-09-30|100|USD"
    [finding] = [finding for finding in made(tmp_path, None, ledger).findings if finding.rule == "RL403"]
    assert "%" not in finding_words(finding, words("en")).message
