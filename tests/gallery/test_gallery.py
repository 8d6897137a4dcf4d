"""The gallery: the smallest workbook for every rule, in which it fires at the one cell a person would mend, and nothing else does."""

from __future__ import annotations

import string
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ledger_table import AS_OF, write
from riskledger import assess
from riskledger.checks.findings import SEVERITIES
from riskledger.i18n import LANGUAGES, words
from riskledger.i18n.rule_texts import RULES
from riskledger.reporting.wording import finding_words, where

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
PLAIN = "客户名称|到期日|交易金额\n"
PAID = "客户名称|交易日期|到期日|交易金额|支付日期|已收金额|逾期付款天数\n"
OVERRIDE = "客户名称|到期日|交易金额|覆盖等级|覆盖有效期\n"


class Piece(NamedTuple):
    """A drawing, where the rule fires, what its message quotes in both languages, and what else the run is given."""

    table: str
    cell: str | None
    quotes: str
    options: dict[str, Any] = {}  # noqa: RUF012 - a named tuple's default is never changed


GALLERY: dict[str, Piece] = {
    "RL102": Piece("客户名称|客户简称|到期日|交易金额\nA公司|A|@2026-12-31|100", "B1", "客户简称"),
    "RL104": Piece("客户名称|到期日|交易金额|逾期付款天数\nA公司|@2026-10-01|100|{TODAY()-B2}3", "D2", "3"),
    "RL105": Piece("客户名称|交易日期|交易金额\nA公司|@2026-01-01|100", "A1", ""),
    "RL106": Piece("客户名称|到期日|未收金额\nA公司|@2026-12-31|100", "C1", ""),
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
    "RL301": Piece(PAID + "A公司|@2026-10-31|@2026-10-01|100", "C2", "2026-10-01"),
    "RL302": Piece(PAID + "A公司|@2026-10-10|@2026-10-31|100|@2026-10-09", "E2", "2026-10-09"),
    "RL303": Piece(PAID + "A公司|@2026-08-01|@2026-09-01|100|@2026-09-04||10天", "G2", "10"),
    "RL304": Piece(PAID + "A公司|@2026-08-01||100|@2026-09-04||10天", "G2", "10"),
    "RL305": Piece(PAID + "A公司|@2026-08-01|@2026-09-01|100|@2026-09-01|120", "F2", "120.00"),
    "RL306": Piece(PAID + "A公司|@2026-08-01|@2026-09-01|100|@2026-09-01|0", "E2", "2026-09-01"),
    "RL307": Piece("客户名称|到期日|交易金额|已收金额|未收金额\nA公司|@2026-12-31|1000|200|900", "E2", "900.00"),
    "RL308": Piece("客户名称|单据号|到期日|交易金额\nA公司|F1|@2026-12-31|100\nA公司|F1|@2026-12-31|100", "B3", "B2"),
    "RL401": Piece(OVERRIDE + "A公司|@2026-12-31|100|高风险|\nA公司|@2026-12-01|5|低风险|", "D3", "D2"),
    "RL402": Piece(OVERRIDE + "A公司|@2026-12-31|100|高风险|@2026-10-30", "E2", "2026-10-30"),
    "RL501": Piece(PLAIN + "A公司|@2026-12-31|100", None, "1,000,000.00", {"control_total": Decimal(1_000_000)}),
    "RL502": Piece("客户名称|到期日|交易金额|币种\nA公司|@2026-12-31|100|CNY\nB公司|@2026-12-31|5|美元", "D1", "CNY, USD"),
    "RL503": Piece("客户名称|到期日|交易金额|币种\nA公司|@2026-12-31|100|CNY\nB公司|@2026-12-31|5|", "D1", "CNY"),
    "RL701": Piece(PLAIN + "A公司|@2026-12-31|100", None, "台账"),
    "RL702": Piece(PLAIN + "A公司|@2026-12-31|100", None, ""),
}  # fmt: skip


def lock_structure(book: Path) -> None:
    """Protect the workbook's structure, as Review > Protect Workbook does."""
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>')
    with zipfile.ZipFile(book, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("rule", GALLERY)
def test_the_rule_fires_at_its_cell_and_no_other_does(rule: str, tmp_path: Path) -> None:
    piece = GALLERY[rule]
    book = write(tmp_path / "book.xlsx", piece.table, protect=rule == "RL701")
    if rule == "RL702":
        lock_structure(book)
    assessment = assess(book, as_of=AS_OF, **piece.options)
    [finding] = assessment.findings
    assert finding.rule == rule
    assert where(assessment, finding.row, finding.column) == piece.cell
    for language in LANGUAGES:
        said = finding_words(finding, words(language))
        assert piece.quotes in said.message
        assert "{" not in said.message + said.remedy + said.why
        assert all(said)


def test_every_rule_has_a_severity_a_text_and_a_piece() -> None:
    assert set(GALLERY) == set(SEVERITIES) == set(RULES)


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
