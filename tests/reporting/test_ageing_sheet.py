"""The ageing sheet in the workbook: every line and column adds up, and the customer leads to its first row of the ledger."""

from __future__ import annotations

import json
import re
import shutil
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ledger_table import write
from riskledger.cli.app import run

EXAMPLES = Path(__file__).parents[2] / "examples"
TWO_CURRENCIES = """
客户名称|交易日期|到期日|交易金额|币种
甲|@2026-01-01|@2026-02-01|100|CNY
乙|@2026-10-01|@2026-10-31|30|CNY
乙|@2026-10-01|@2026-10-20|70|USD
丙|@2026-09-01||-5|USD
"""


def lines(path: Path, name: str) -> list[list[Any]]:
    """The sheet's cells as text, amounts with two places."""
    rows = openpyxl.load_workbook(path)[name].iter_rows(values_only=True)
    return [[f"{cell:.2f}" if isinstance(cell, float | int) else cell for cell in row] for row in rows]


def test_lines_totals_and_shares_of_each_currency(tmp_path: Path) -> None:
    book = write(tmp_path / "book.xlsx", TWO_CURRENCIES)
    run(["--lang", "zh", "-q", "assess", str(book), "--as-of", "2026-10-31"])
    caption, header, *body = lines(book, "账龄分析")
    assert caption[0].startswith("账龄分析 · 截至 2026-10-31 · 按到期日；分段（天）：30、60、90、180、365 · ")
    named = [dict(zip(header, line, strict=True)) for line in body]
    shown = ("客户名称", "币种", "今日到期", "逾期 1–30 天", "逾期 181–365 天", "无到期日", "未收金额", "逾期金额")
    assert [[line[key] for key in shown] for line in named] == [
        ["甲", "CNY", None, None, "100.00", None, "100.00", "100.00"],
        ["乙", "CNY", "30.00", None, None, None, "30.00", "0.00"],
        ["乙", "USD", None, "70.00", None, None, "70.00", "70.00"],
        ["丙", "USD", None, None, None, "-5.00", "-5.00", "0.00"],
        ["合计", "CNY", "30.00", "0.00", "100.00", "0.00", "130.00", "100.00"],
        ["占比", "CNY", "0.23", "0.00", "0.77", "0.00", "1.00", "0.77"],
        ["合计", "USD", "0.00", "70.00", "0.00", "-5.00", "65.00", "70.00"],
        ["占比", "USD", "0.00", "1.08", "0.00", "-0.08", "1.00", "1.08"],
    ]


@pytest.mark.parametrize(
    ("language", "name", "sheet", "total"),
    [("zh", "风险客户管理表_2026-10", "账龄分析", "合计"), ("en", "risk_customers_2026-10", "Ageing", "Total")],
)
def test_the_sheet_ties_to_the_json_and_links_to_the_ledger(
    language: str, name: str, sheet: str, total: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "book.xlsx"
    shutil.copy(EXAMPLES / language / f"{name}.xlsx", book)
    run(["--lang", language, "assess", str(book), "--as-of", "2026-10-31", "--format", "json"])
    document = json.loads(capsys.readouterr().out)
    page = openpyxl.load_workbook(book)[sheet]
    body = list(page.iter_rows(min_row=3))
    place = next(i for i, row in enumerate(body) if row[1].value == total)
    amounts = [[Decimal(f"{cell.value or 0:.2f}") for cell in row[3:]] for row in body[: place + 1]]
    assert all(sum(line[:-2]) == line[-2] for line in amounts)
    assert [sum(column) for column in zip(*amounts[:-1], strict=True)] == amounts[-1]
    assert [f"{sum_:.2f}" for sum_ in amounts[-1][-2:]] == [document["totals"]["outstanding"], document["totals"]["overdue"]]
    overdue = [line[-1] for line in amounts[:-1]]
    assert overdue == sorted(overdue, reverse=True)
    assert sorted(str(row[1].value) for row in body[:place]) == sorted(entry["customer"] for entry in document["customers"])
    ledger = openpyxl.load_workbook(book)[document["sheet"]]
    for row in body[:place]:
        tab, _, cell = row[1].hyperlink.location.rpartition("!")
        assert (tab.strip("'"), ledger[cell].value.strip()) == (document["sheet"], row[1].value)


def test_the_policys_age_groups_shape_sheet_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = write(tmp_path / "book.xlsx", TWO_CURRENCIES.replace("|USD", "|CNY"))
    built_in = resources.files("riskledger.rating").joinpath("policy_standard.toml").read_text(encoding="utf-8")
    policy = tmp_path / "own.toml"
    own = re.sub(r"(?s)\[ageing\].*?(?=\n\[)", '[ageing]\nbasis = "invoice_date"\nbounds = [45, 90]\n', built_in, count=1)
    policy.write_text(own, encoding="utf-8")
    run(["--lang", "en", "assess", str(book), "--as-of", "2026-10-31", "--policy", str(policy), "--format", "json"])
    document = json.loads(capsys.readouterr().out)
    expected = [("0-45", "100.00"), ("46-90", "-5.00"), (">90", "100.00")]
    assert [(part["bucket"], part["amount"]) for part in document["portfolio"]["ageing"]] == expected
    assert [invoice["bucket"] for invoice in document["invoices"]] == [">90", "0-45", "0-45", "46-90"]
    assert document["totals"]["overdue"] == "170.00"
    caption, header, *_ = lines(book, "Ageing")
    assert "by invoice date; bounds in days: 45, 90" in caption[0]
    assert header[2:5] == ["0-45 days", "46-90 days", "over 90 days"]
