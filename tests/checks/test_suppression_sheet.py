"""Suppressions on a sheet of the workbook: the same meaning as in riskledger.toml, and bad rows told at their cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_table import AS_OF, write
from riskledger import assess
from riskledger.assessment import Assessment
from riskledger.i18n import words
from riskledger.reporting.wording import finding_words, where

TABLE = "客户名称|单据号|到期日|交易金额\nA公司|F1|@2026-12-31|100\nA公司|F1|@2026-12-31|100\nB公司|F2|下月初|7\nC公司|F3|月末前|9"
HEAD = "规则|单元格|客户|原因|截止日\n"


def assessed(folder: Path, rows: str, *, tab: str = "忽略规则", head: str = HEAD, toml: str = "", as_of: str = AS_OF) -> Assessment:
    """The table above, which has RL203 at C4 and C5 and RL308 at B3, with a sheet of suppressions beside it."""
    (folder / "riskledger.toml").write_text(toml, encoding="utf-8")
    return assess(write(folder / "book.xlsx", TABLE, beside=head + rows, tab=tab), as_of=as_of)


def told(assessment: Assessment) -> list[str]:
    return [
        f"{found.rule} {found.sheet or ''}{'!' if found.sheet else ''}{where(assessment, found.row, found.column) or '-'}"
        for found in assessment.findings
    ]


ALL = ["RL203 C4", "RL203 C5", "RL308 B3"]


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        ("RL308|||两张发票|@2026-12-31", ["RL203 C4", "RL203 C5"]),
        ("rl203|||月底补录|2026年12月31日", ["RL308 B3"]),
        ("RL203|C5||月底补录|20261231", ["RL203 C4", "RL308 B3"]),
        ("RL203||Ｂ公司|月底补录|@2026-10-31", ["RL203 C5", "RL308 B3"]),  # T itself still counts
        ("\nRL203|台账!C5|C公司|月底补录|@2026-12-31\n|||  |\nRL308|||两张发票|@2026-12-31", ["RL203 C4"]),
    ],
)
def test_what_a_row_covers(rows: str, left: list[str], tmp_path: Path) -> None:
    assessment = assessed(tmp_path, rows)
    assert told(assessment) == left
    assert len(assessment.suppressed) == len(ALL) - len(left)


@pytest.mark.parametrize(
    ("tab", "head"),
    [
        ("Suppressions", "Rule|Cell|Customer|Reason|Until\n"),
        (" suppressions", "核对结果\n" + HEAD),
        ("忽略规则", "规则|原因|截止日|单元格\n"),
    ],
)
def test_the_sheet_is_known_by_its_name_and_its_header_by_its_words(tab: str, head: str, tmp_path: Path) -> None:
    row = "RL203|x|@2026-12-31|C4" if head.startswith("规则|原因") else "RL203|C4||x|@2026-12-31"
    assert told(assessed(tmp_path, row, tab=tab, head=head)) == ["RL203 C5", "RL308 B3"]


def test_a_sheet_of_another_name_suppresses_nothing(tmp_path: Path) -> None:
    assert told(assessed(tmp_path, "RL203|||x|@2026-12-31", tab="说明")) == ALL


@pytest.mark.parametrize(
    ("row", "at", "said"),
    [
        ("|||x|@2026-12-31", "A2", "缺少 规则"),
        ("RL203|||  |@2026-12-31", "D2", "缺少 原因"),
        ("RL203|||x|", "E2", "缺少 截止日"),
        ("RL203|||x|年底", "E2", "年底"),
        ("RL203|||x|2026-02-30", "E2", "2026-02-30"),
        ("RL999|||x|@2026-12-31", "A2", "RL999"),
        ("RL602|||x|@2026-12-31", "A2", "RL602"),
        ("RL603|||x|@2026-12-31", "A2", "RL603"),
        ("RL203|第四行||x|@2026-12-31", "B2", "第四行"),
        ("!#N/A|||x|@2026-12-31", "A2", "#N/A"),
    ],
)
def test_a_bad_row_is_a_finding_at_its_cell_and_the_next_one_counts(row: str, at: str, said: str, tmp_path: Path) -> None:
    assessment = assessed(tmp_path, row + "\nRL308|||两张发票|@2026-12-31")
    assert told(assessment) == ["RL203 C4", "RL203 C5", f"RL603 忽略规则!{at}"]
    assert said in finding_words(assessment.findings[-1], words("zh")).message


def test_without_its_columns_the_sheet_is_one_finding(tmp_path: Path) -> None:
    assessment = assessed(tmp_path, "RL203|x", head="规则|备注\n")
    assert told(assessment) == [*ALL, "RL604 忽略规则!A1"]
    assert "原因、截止日" in finding_words(assessment.findings[-1], words("zh")).message


def test_ended_rows_and_such_as_match_nothing_are_told_at_their_own_row(tmp_path: Path) -> None:
    assessment = assessed(tmp_path, "RL203|||x|@2026-10-30\nRL203||D公司|y|@2026-12-31")
    assert told(assessment) == [*ALL, "RL601 忽略规则!A2", "RL602 忽略规则!A3"]
    assert "忽略规则!A2 的抑制（RL203，x）有效期到 2026-10-30" in finding_words(assessment.findings[-2], words("zh")).message
    assert "suppression at 忽略规则!A3 (RL203, y, until 2026-12-31)" in finding_words(assessment.findings[-1], words("en")).message


def test_the_workbook_and_the_file_both_count(tmp_path: Path) -> None:
    toml = "".join(f'[[suppress]]\nrule = "{rule}"\nreason = "文件"\nuntil = 2026-12-31\n' for rule in ("RL308", "RL301"))
    assessment = assessed(tmp_path, "RL203|||表|@2026-12-31\nRL308|||表|@2026-12-31", toml=toml)
    assert told(assessment) == ["RL602 -"]
    assert "riskledger.toml 第 2 条" in finding_words(assessment.findings[0], words("zh")).message
    assert [(held.finding.rule, held.reason) for held in assessment.suppressed] == [("RL203", "表"), ("RL203", "表"), ("RL308", "文件")]
