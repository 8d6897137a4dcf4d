"""The gallery: the smallest workbook for every rule, in which it fires at the one cell a person would mend, and nothing else does."""

from __future__ import annotations

import string
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from ledger_table import AS_OF, sheet, write
from riskledger import assess
from riskledger.checks.ageing_summary import check_ageing_summary
from riskledger.checks.findings import SEVERITIES
from riskledger.i18n import LANGUAGES, words
from riskledger.i18n.rule_texts import RULES
from riskledger.rating.due_date_policy import DueDatePolicy
from riskledger.rating.policy import standard
from riskledger.reporting.wording import finding_words, where
from riskledger.workbook.address import address

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
PLAIN = "客户名称|到期日|交易金额\n"
PAID = "客户名称|交易日期|到期日|交易金额|支付日期|已收金额|逾期付款天数\n"
OVERRIDE = "客户名称|到期日|交易金额|覆盖等级|覆盖有效期\n"
MIXED = "客户名称|到期日|交易金额|币种\n"
A = "A公司|@2026-12-31|100"
# Month first, imported with the day first: what could be swapped was, the rest stayed text.
SWAPPED = (
    "客户名称|交易日期|到期日|交易金额"
    + "".join(
        f"\nA公司|{date}|@2026-12-31|{amount}"
        for amount, date in enumerate(["@2026-04-03", "@2026-05-02", "@2026-09-03", "@2026-11-01", "@2026-12-04"], 1)
    )
    + "".join(f"\nA公司|3/{number}/2026|@2026-12-31|{number}" for number in range(13, 18))
)
SUPPRESSED = '[[suppress]]\nrule = "RL203"\nreason = "已核对"\nuntil = {until}\n'
WATCHED = "客户名称|到期日|交易金额|负责人|下次跟进日|覆盖等级\n"
ASIDE = "规则|单元格|客户|原因|截止日\n"
LIMITS = "客户名称|信用额度\n"
RECEIPTS = "收款日期|单据号|客户名称|收款金额\n"
DOCUMENTED = "单据号|客户名称|到期日|交易金额\nD1|A公司|@2026-12-31|100"
SNAPSHOT = "跟进报告\n截至日|客户名称|风险等级|信用评分|未收金额|逾期金额\n"
CONTACTS = "日期|客户名称|渠道|内容|承诺付款日|承诺金额\n"


class Piece(NamedTuple):
    """A drawing, where the rule fires, what its message quotes in both languages, and what else the run is given."""

    table: str
    cell: str | None
    quotes: str
    options: dict[str, Any] = {}  # noqa: RUF012 - a named tuple's default is never changed
    beside: str | None = None  # a second sheet, 档案
    tab: str = "档案"
    along: str | None = None  # a rule without which this one cannot fire
    toml: str = ""  # riskledger.toml beside the workbook


GALLERY: dict[str, Piece] = {
    "RL102": Piece("客户名称|客户简称|到期日|交易金额\nA公司|A|@2026-12-31|100", "B1", "客户简称"),
    "RL104": Piece("客户名称|到期日|交易金额|逾期付款天数\nA公司|@2026-10-01|100|{TODAY()-B2}3", "D2", "3"),
    "RL105": Piece("客户名称|交易日期|交易金额\nA公司|@2026-01-01|100", "A1", ""),
    "RL106": Piece("客户名称|到期日|未收金额\nA公司|@2026-12-31|100", "C1", ""),
    "RL107": Piece(SWAPPED, "B1", "2026-04-03"),
    "RL108": Piece(
        "单据号|客户名称|到期日|品名|行金额|交易金额\nD1|A公司|@2026-12-31|桌|60|100\nD1|A公司|@2026-12-31|灯|40|100", "A1", "1"
    ),
    "RL109": Piece(
        "单据号|客户名称|到期日|交易金额|支付日期|已收金额\n"
        "D1|A公司|@2026-12-31|100|@2026-10-01|30\nD1|A公司|@2026-12-31|100|@2026-10-08|50", "A1", "1",
    ),
    "RL201": Piece(PLAIN + "A公司|@2026-12-31|'1.234", "C2", "1.234"),
    "RL202": Piece(PLAIN + "A公司|@2026-12-31|", "C2", ""),
    "RL203": Piece(PLAIN + "A公司|下月初|100", "B2", "下月初"),
    "RL204": Piece(PLAIN + "A公司|2026-02-30|100", "B2", "2026-02-30"),
    "RL205": Piece(PLAIN + "|@2026-12-31|100", "A2", ""),
    "RL206": Piece(PLAIN + "A公司||100", "B2", ""),
    "RL207": Piece("客户名称|到期日|交易金额|投诉次数\nA公司|@2026-12-31|100|若干次", "D2", "若干次"),
    "RL208": Piece("客户名称|交易日期|账期|交易金额\nA公司|@2026-10-01|NAA8|100\nB公司|@2026-10-01|30|1", "C2", "NAA8"),
    "RL209": Piece(PLAIN + "A公司|@2026-12-31|!#N/A", "C2", "#N/A"),
    "RL210": Piece(PLAIN + "A公司|@2026-12-31|100.1234", "C2", "100.1234"),
    "RL211": Piece(PLAIN + "A公司|03/04/2026|100", "B2", "03/04/2026"),
    "RL212": Piece(OVERRIDE + "A公司|@2026-12-31|100|A级|", "D2", "A级"),
    "RL213": Piece(PLAIN + "A公司|5|100", "B2", "5"),
    "RL214": Piece("客户名称|到期日|交易金额|逾期付款天数\nA公司|@2026-12-31|100|一个多月", "D2", "一个多月"),
    "RL215": Piece("客户名称|到期日|交易金额|争议金额\nA公司|@2026-12-31|100|待定", "D2", "待定"),
    "RL216": Piece("客户名称|到期日|交易金额|投诉次数\nA公司|@2026-12-31|100|!#N/A", "D2", "#N/A"),
    "RL217": Piece("客户名称|交易日期|账期|交易金额\nA公司|@2026-10-01|月结30天|100\nB公司|@2026-10-01|30|1", "C2", "30"),
    "RL218": Piece("客户名称|交易日期|账期|交易金额\nA公司|@2026-10-01|验收后30天|100\nB公司|@2026-10-01|30|1", "C2", "验收后30天"),
    "RL220": Piece(
        "客户名称|交易日期|账期|交易金额\nA公司|@2090-01-10|30|100", "C1", "2090",
        {"as_of": "2090-06-30", "policy": standard().model_copy(update={"due_dates": DueDatePolicy(calendar="CN")})},
    ),
    "RL221": Piece(PLAIN + A, "档案!B2", "良好", beside="客户名称|财务评分\nA公司|良好"),
    "RL222": Piece(PLAIN + A, "档案!B2", "是", beside="客户名称|信用保险\nA公司|是"),
    "RL223": Piece(PLAIN + A, "档案!C2", "3", beside="客户名称|信用额度|规模\nA公司|500|3"),
    "RL224": Piece(PLAIN + A, "档案!B2", "", beside=CONTACTS + "@2026-10-01||电话|月底付"),
    "RL225": Piece(PLAIN + A, "档案!A2", "", beside=CONTACTS + "|A公司|电话|月底付"),
    "RL226": Piece(PLAIN + A, "档案!E2", "2026-09-02", beside=CONTACTS + "@2026-10-01|A公司|电话|会付|@2026-09-02|50"),
    "RL227": Piece(PLAIN + A, "档案!C2", "2026-04-30", beside="客户名称|合同开始日|合同到期日\nA公司|@2026-05-01|@2026-04-30"),
    "RL228": Piece(PLAIN + A, "档案!F2", "50", beside=CONTACTS + "@2026-10-01|A公司|电话|会付||50"),
    "RL219": Piece(SWAPPED + "\nA公司|@2026-05-01|@2026-03-31|6", "B12", "2026-01-05", along="RL107"),
    "RL229": Piece("客户名称|到期日|交易金额|状态\nA公司|@2026-12-31|100|未付\nB公司|@2026-12-31|5|作废", "D1", "1"),
    "RL230": Piece("客户名称|到期日|交易金额|支付日期\nA公司|@2026-12-31|100|已付", "D2", "已付"),
    "RL231": Piece(PLAIN + "A公司|5/3/27|100", "B2", "2027-03-05 / 2027-05-03"),
    "RL301": Piece(PAID + "A公司|@2026-10-31|@2026-10-01|100", "C2", "2026-10-01"),
    "RL302": Piece(PAID + "A公司|@2026-10-10|@2026-10-31|100|@2026-10-09", "E2", "2026-10-09"),
    "RL303": Piece(PAID + "A公司|@2026-08-01|@2026-09-01|100|@2026-09-04||10天", "G2", "10"),
    "RL304": Piece(PAID + "A公司|@2026-08-01||100|@2026-09-04||10天", "G2", "10"),
    "RL305": Piece(PAID + "A公司|@2026-08-01|@2026-09-01|100|@2026-09-01|120", "F2", "120.00"),
    "RL306": Piece(PAID + "A公司|@2026-08-01|@2026-09-01|100|@2026-09-01|0", "E2", "2026-09-01"),
    "RL307": Piece("客户名称|到期日|交易金额|已收金额|未收金额\nA公司|@2026-12-31|1000|200|900", "E2", "900.00"),
    "RL308": Piece("客户名称|单据号|到期日|交易金额\nA公司|F1|@2026-12-31|100\nA公司|F1|@2026-12-31|100", "B3", "B2"),
    "RL313": Piece("客户名称|到期日|交易金额|已收金额|付款状态\nA公司|@2026-12-31|100|60|已付款", "E2", "40.00"),
    "RL314": Piece("客户名称|到期日|交易金额|支付日期|付款状态\nA公司|@2026-12-31|100|@2026-10-01|未付款", "E2", "未付款"),
    "RL315": Piece("客户名称|到期日|交易金额|支付日期|付款状态\nA公司|@2026-12-31|100|@2027-10-01|已付款", "D2", "2027-10-01"),
    "RL316": Piece("客户名称|到期日|交易金额|风险等级\nA公司|@2026-04-01|100|低风险", "D2", "213"),
    "RL317": Piece(WATCHED + "A公司|@2026-04-01|100||@2026-11-05|\nB公司|@2026-12-31|5|李|@2026-11-05|高风险", "D2", "1"),
    "RL318": Piece(WATCHED + "A公司|@2026-04-01|100|王||\nB公司|@2026-12-31|5|李|@2026-11-05|高风险", "E2", "1"),
    "RL319": Piece(WATCHED + "A公司|@2026-04-01|100|王|@2026-10-01|", "E2", "2026-10-01"),
    "RL320": Piece("客户名称|交易日期|账期|到期日|交易金额\nA公司|@2026-03-01|30|@2026-05-30|100", "D2", "2026-03-31"),
    "RL309": Piece(
        "单据号|客户名称|到期日|交易金额|已收金额\nD1|A公司|@2026-12-31|100|80", "E2", "80.00",
        beside=RECEIPTS + "@2026-10-01|D1|A公司|30\n@2026-10-08|D1|A公司|20",
    ),
    "RL310": Piece(
        "客户名称|到期日|交易金额|回款日期1|回款金额1|回款日期2|回款金额2\n"
        "A公司|@2026-12-31|100|@2026-10-01|30|@2026-10-08|", "F2", "",
    ),
    "RL311": Piece(
        "单据号|客户名称|到期日|交易金额\nD1|海风商行|@2026-12-31|100\nD2|华东机电|@2026-12-31|300", "档案!B2", "海风商行",
        beside=RECEIPTS + "@2026-10-01|D1|华东机电|30",
    ),
    "RL312": Piece(DOCUMENTED, "档案!D3", "D2", beside=RECEIPTS + "@2026-10-01|D1|A公司|30\n@2026-10-01|D1|A公司|30"),
    "RL401": Piece(OVERRIDE + "A公司|@2026-12-31|100|高风险|\nA公司|@2026-12-01|5|低风险|", "D3", "D2"),
    "RL402": Piece(OVERRIDE + "A公司|@2026-12-31|100|高风险|@2026-10-30", "E2", "2026-10-30"),
    "RL403": Piece(PLAIN + "华东机电有限公司|@2026-12-31|300\n华东机电（有限公司）|@2026-12-31|100", "A3", "100.0%"),
    "RL404": Piece("客户编号|客户名称|到期日|交易金额\n1001|华东机电|@2026-12-31|300\n|华东机电|@2026-12-31|100", "A3", "(1001)"),
    "RL405": Piece(PLAIN + A, "档案!A3", "B公司", beside=LIMITS + "A公司|500\nB公司|500"),
    "RL406": Piece(PLAIN + A + "\n海风商行|@2026-12-31|100", "档案!A1", "海风商行", beside=LIMITS + "A公司|500"),
    "RL407": Piece(PLAIN + A, "档案!A3", "档案!A2", beside=LIMITS + "A公司|500\nA公司|700"),
    "RL408": Piece(PLAIN + A, "档案!B2", "老王的公司", beside=CONTACTS + "@2026-10-01|老王的公司|电话|月底付"),
    "RL409": Piece(
        "客户编号|客户名称|到期日|交易金额\nK1|海风商行|@2026-12-31|300\nK2|华东机电|@2026-12-31|100", "档案!C2", "华东机电",
        beside="客户编号|日期|客户名称|渠道|内容\nK1|@2026-10-01|华东机电|电话|月底付",
    ),
    "RL410": Piece(
        "客户编号|客户名称|到期日|交易金额\nK1|其他客户|@2026-12-31|300\nK2|其他客户|@2026-12-31|100", "档案!B2", "(K2)",
        beside=CONTACTS + "@2026-10-01|其他客户|电话|月底付",
    ),
    "RL411": Piece(PLAIN + A, "档案!B2", "91350100M000100Y44", beside="客户名称|统一社会信用代码|信用额度\nA公司|91350100M000100Y44|500"),
    "RL416": Piece(DOCUMENTED, "档案!B2", "30.00", beside=RECEIPTS + "@2026-10-01|D9|A公司|30"),
    "RL417": Piece(DOCUMENTED, "档案!C2", "50.00", beside=RECEIPTS + "@2026-10-01||A公司|30\n@2026-10-08||A公司|20"),
    "RL412": Piece("客户名称|到期日|交易金额\nACME|@2026-12-31|100", "档案!A1", "1", beside="别名|客户名称\nACME|Acme Ltd"),
    "RL413": Piece(PLAIN + A, "档案!A1", "ACEM", beside="别名|客户名称\nACEM|A公司"),
    "RL414": Piece(
        PLAIN + A + "\n海风商行|@2026-12-31|5", "档案!A2", "A公司 → 海风商行 → A公司",
        beside="别名|客户名称\nA公司|海风商行\n海风商行|A公司"
    ),
    "RL415": Piece(
        "客户名称|所属集团|到期日|交易金额\nA公司|甲集团|@2026-12-31|100\nA公司|乙集团|@2026-12-31|5", "B3", "乙集团", {"by_group": True}
    ),
    "RL501": Piece(PLAIN + "A公司|@2026-12-31|100", None, "1,000,000.00", {"control_total": Decimal(1_000_000)}),
    "RL502": Piece("客户名称|到期日|交易金额|币种\nA公司|@2026-12-31|100|CNY\nB公司|@2026-12-31|5|美元", "D1", "CNY, USD"),
    "RL503": Piece("客户名称|到期日|交易金额|币种\nA公司|@2026-12-31|100|CNY\nB公司|@2026-12-31|5|", "D1", "CNY"),
    "RL506": Piece("客户名称|到期日|交易金额|汇率\nA公司|@2026-12-31|100|0", "D2", "0"),
    "RL507": Piece(MIXED + "A公司|@2026-12-31|100|CNY\nB公司|@2026-12-31|5|USD", "档案!B1", "CNY, USD", beside="币种|汇率\nUSD|7.1"),
    "RL508": Piece(
        "客户名称|到期日|交易金额|币种|汇率\nA公司|@2026-12-31|100|CNY|1\nB公司|@2026-12-31|5|USD|6.1", "E3", "6.1",
        beside="币种|汇率\nCNY|1\nUSD|7.1",
    ),
    "RL509": Piece(
        MIXED + "A公司|@2026-12-31|100|CNY\nB公司|@2026-12-31|5|USD", "档案!B4", "7.2 / 7.1",
        beside="币种|汇率\nCNY|1\nUSD|7.1\nUSD|7.2", along="RL502",
    ),
    "RL601": Piece(PLAIN + A, None, "RL203", toml=SUPPRESSED.format(until="2026-10-30")),
    "RL602": Piece(PLAIN + A, None, "RL203", toml=SUPPRESSED.format(until="2026-10-31")),
    "RL603": Piece(PLAIN + A, "忽略规则!E2", "", beside=ASIDE + "RL203|||月底补录|", tab="忽略规则"),
    "RL604": Piece(PLAIN + A, "忽略规则!A1", "", beside="规则|备注\nRL203|月底补录", tab="忽略规则"),
    "RL701": Piece(PLAIN + "A公司|@2026-12-31|100", None, "台账"),
    "RL702": Piece(PLAIN + "A公司|@2026-12-31|100", None, ""),
    "RL703": Piece(PLAIN + A, "跟进报告!C3", "中高", beside=SNAPSHOT + "@2026-09-30|A公司|中高|80|100|0", tab="跟进报告"),
    "RL704": Piece(PLAIN + A, "跟进报告!B4", "A公司", beside=SNAPSHOT + "@2026-09-30|A公司|低风险|80|100|0\n" * 2, tab="跟进报告"),
    "RL705": Piece(PLAIN + A, "跟进报告!A2", "", beside="跟进报告\n日子|客户名称|风险等级|信用评分|未收金额|逾期金额", tab="跟进报告"),
}  # fmt: skip


# Rules of `check` on an ageing summary, which is never assessed.
SUMMARIES: dict[str, Piece] = {
    "RL504": Piece("客户名称|应收余额|1-30天|31-60天\nA公司|100|60|30", "B2", "90.00"),
    "RL505": Piece("客户名称|应收余额|最长逾期天数|1-30天|31-60天\nA公司|100|30|60|40", "C2", "31-60天"),
}


def lock_structure(book: Path) -> None:
    """Protect the workbook's structure, as Review > Protect Workbook does."""
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>')
    with zipfile.ZipFile(book, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def mark(book: Path, text: str) -> None:
    """Mark the second sheet as one of ours."""
    opened = openpyxl.load_workbook(book)
    opened.worksheets[1].defined_names["_riskledger"] = DefinedName("_riskledger", attr_text=text, hidden=True)
    opened.save(book)


@pytest.mark.parametrize("rule", GALLERY)
def test_the_rule_fires_at_its_cell_and_no_other_does(rule: str, tmp_path: Path) -> None:
    piece = GALLERY[rule]
    book = write(tmp_path / "book.xlsx", piece.table, protect=rule == "RL701", beside=piece.beside, tab=piece.tab)
    if rule == "RL702":
        lock_structure(book)
    if piece.tab == "跟进报告":
        mark(book, '"history|2026-09-30"')
    (tmp_path / "riskledger.toml").write_text(piece.toml, encoding="utf-8")
    assessment = assess(book, **{"as_of": AS_OF, **piece.options})
    [finding] = [finding for finding in assessment.findings if finding.rule != piece.along]
    assert finding.rule == rule
    cell = where(assessment, finding.row, finding.column)
    assert (f"{finding.sheet}!{cell}" if finding.sheet else cell) == piece.cell
    for language in LANGUAGES:
        said = finding_words(finding, words(language))
        assert piece.quotes in said.message
        assert "{" not in said.message + said.remedy + said.why
        assert all(said)


@pytest.mark.parametrize("rule", SUMMARIES)
def test_the_rule_fires_at_its_cell_of_an_ageing_summary(rule: str) -> None:
    piece = SUMMARIES[rule]
    [finding] = check_ageing_summary(sheet(piece.table))
    assert (finding.rule, address(finding.row or 0, finding.column or 0)) == (rule, piece.cell)
    for language in LANGUAGES:
        assert piece.quotes in finding_words(finding, words(language)).message


def test_every_rule_has_a_severity_a_text_and_a_piece() -> None:
    assert set(GALLERY) | set(SUMMARIES) == set(SEVERITIES) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_both_languages_say_the_same(rule: str) -> None:
    """Every field is filled in both, and the messages have the same places."""
    assert set(RULES[rule]) == set(LANGUAGES)
    zh, en = RULES[rule]["zh"], RULES[rule]["en"]
    assert all(zh)
    assert all(en)
    for one, other in zip(zh, en, strict=True):
        assert places(one) == places(other)
    assert not {place for text in (*zh[2:], *en[2:], zh.title, en.title) for place in places(text)}


def places(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("name", ["zh", "en"])
def test_the_clean_example_gives_no_finding(name: str) -> None:
    assert assess(EXAMPLES / name / "clean.xlsx", as_of=AS_OF).findings == ()
