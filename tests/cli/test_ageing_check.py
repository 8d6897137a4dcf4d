"""`check` on a book whose only table is an ageing summary, and what the other commands say of sheets that are no ledger."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from ledger_table import write

SUMMARY = (
    "客户名称|应收账款余额|最长逾期天数|逾期1-30天|31-60|61-90|91天以上\nA公司|10000|30|2000|500|0|2500\nC公司|70|5|70|||\n合计|10070||||"
)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "riskledger", "--lang", "zh", *arguments], capture_output=True, text=True, encoding="utf-8"
    )


@pytest.mark.parametrize("form", ["full", "concise", "github"])
def test_the_sums_are_verified_and_nothing_is_rated(form: str, tmp_path: Path) -> None:
    book = write(tmp_path / "账龄.xlsx", SUMMARY)
    done = run("check", "--format", form, str(book))
    assert done.returncode == 1
    assert all(said in done.stdout for said in ("RL504", "RL505", "B2", "5,000.00"))


def test_as_json(tmp_path: Path) -> None:
    done = run("check", "--format", "json", "--as-of", "2026-10-31", str(write(tmp_path / "账龄.xlsx", SUMMARY)))
    document = json.loads(done.stdout)
    assert (document["kind"], document["sheet"], document["rows"]["read"]) == ("ageing_summary", "台账", 2)
    assert [(entry["rule"], entry["cell"], entry["customer"]) for entry in document["findings"]] == [
        ("RL504", "B2", "A公司"),
        ("RL505", "C2", "A公司"),
    ]
    assert [column["field"] for column in document["columns"]] == ["customer", "outstanding", "days_overdue", *["bucket"] * 4]


def test_a_summary_that_ties_is_no_error(tmp_path: Path) -> None:
    done = run("check", str(write(tmp_path / "账龄.xlsx", "客户名称|应收余额|1-30天|31-60天\nA公司|30|10|20")))
    assert done.returncode == 0
    assert "各段之和与合计相符" in done.stdout


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (SUMMARY, "“台账”是账龄汇总"),
        ("供应商|发票日期|金额\nA|@2026-01-01|5", "“台账”是应付账款"),
        ("客户名称|联系人|电话\nA|b|1", "“台账”是客户名单"),
    ],
)
def test_assess_says_what_the_sheet_is_and_leaves_it_alone(table: str, said: str, tmp_path: Path) -> None:
    book = write(tmp_path / "book.xlsx", table)
    before = book.read_bytes()
    done = run("assess", str(book))
    assert done.returncode == 2
    assert said in done.stderr
    assert book.read_bytes() == before


ASIDE = "规则|客户|原因|截止日\n"


def test_a_summary_s_findings_can_be_suppressed_like_others(tmp_path: Path) -> None:
    """One in the workbook, one in the file; what matches nothing is told, and both are counted in every format."""
    book = write(tmp_path / "账龄.xlsx", SUMMARY, beside=ASIDE + "RL504|A公司|已对账|@2026-12-31", tab="忽略规则")
    (tmp_path / "riskledger.toml").write_text('[[suppress]]\nrule = "RL505"\ncell = "C2"\nreason = "x"\nuntil = 2026-12-31\n', "utf-8")
    on = ("--as-of", "2026-10-31")
    done = run("check", str(book), *on)
    assert done.returncode == 0
    assert "另有 2 项已抑制：RL504 × 1（已对账，至 2026-12-31）；RL505 × 1" in done.stdout
    document = json.loads(run("check", "--format", "json", str(book), *on).stdout)
    assert (document["findings"], [entry["cell"] for entry in document["suppressed"]]) == ([], ["B2", "C2"])
    concise = run("check", "--format", "concise", str(book), *on)
    assert (concise.stdout, "另有 2 项已抑制" in concise.stderr) == ("", True)

    later = run("check", "--format", "concise", str(book), "--as-of", "2027-01-01")
    assert later.returncode == 1
    assert [line.partition(": ")[2][:5] for line in later.stdout.splitlines()] == ["RL504", "RL505", "RL601", "RL601"]
    assert "账龄.xlsx:忽略规则!A2: RL601" in later.stdout


def test_a_summary_s_findings_are_marked_and_the_marks_go_when_mended(tmp_path: Path) -> None:
    book = write(tmp_path / "账龄.xlsx", SUMMARY)
    done = run("check", "--mark", "--format", "json", str(book))
    assert done.returncode == 1
    assert json.loads(done.stdout)["marked"]["cells"] == 2
    sheet = openpyxl.load_workbook(book)["台账"]
    assert {cell.coordinate for row in sheet for cell in row if cell.comment} == {"B2", "C2"}
    (tmp_path / "riskledger.toml").write_text('[[suppress]]\nrule = "RL504"\nreason = "x"\nuntil = 2999-12-31\n', "utf-8")
    run("check", "--mark", str(book))
    sheet = openpyxl.load_workbook(book)["台账"]
    assert {cell.coordinate for row in sheet for cell in row if cell.comment} == {"C2"}
