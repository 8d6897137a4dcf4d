"""`check` on a book whose only table is an ageing summary, and what the other commands say of sheets that are no ledger."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

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
