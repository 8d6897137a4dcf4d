"""The receivables measures in the JSON: worked examples, targets, and books in several currencies with a rate."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from ledger_table import write
from riskledger.cli.app import run

BUILT_IN = resources.files("riskledger.rating").joinpath("policy_standard.toml").read_text(encoding="utf-8")
BOOK = """
客户名称|行业背景|交易日期|到期日|交易金额|支付日期
甲|零售业|@2025-11-01|@2025-12-01|600|@2025-12-11
甲|零售业|@2026-10-01|@2026-11-15|300|
乙|制造业|@2026-08-01|@2026-08-31|100|
丙||@2026-09-01|@2026-10-01|-20|
"""


def document(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    run(["--lang", "en", "assess", str(path), "--as-of", "2026-10-31", "-n", "--format", "json", *more])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_books_figures_worked_out_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """P is the 365 days to 31 October: revenue 980, open 380, of it 80 past due. August to October: 380 invoiced, nothing collected."""
    figures = document(write(tmp_path / "book.xlsx", BOOK), capsys)["portfolio"]
    assert figures["period_days"] == 365
    assert figures["dso"] == round(380 * 365 / 980, 4)
    assert figures["best_possible_dso"] == round(300 * 365 / 980, 4)
    assert figures["average_days_delinquent"] == round(80 * 365 / 980, 4)
    # 300 of October (31 days), nothing net in September: no further back than that.
    assert (figures["dso_countback"], figures["why"]["dso_countback"]["code"]) == (None, "month_without_sales")
    assert (figures["cei"], figures["cei_basis"]) == (
        0.0,
        {"variant": "whole_sales", "months": 3, "from": "2026-08-01", "to": "2026-10-31"},
    )
    assert (figures["average_days_to_pay"], figures["average_days_to_pay_weighted"]) == (40, 40)
    assert (figures["receivables_top1_share"], figures["receivables_hhi"]) == (0.75, 6250)
    assert figures["by_industry"] == [
        {"name": "零售业", "revenue_share": round(900 / 980, 6), "receivables_share": 0.75},
        {"name": "制造业", "revenue_share": round(100 / 980, 6), "receivables_share": 0.25},
        {"name": None, "revenue_share": round(-20 / 980, 6), "receivables_share": 0.0},
    ]
    assert [(end["date"], end["outstanding"], end["overdue"]) for end in figures["trend"]][-3:] == [
        ("2026-08-31", "100.00", "0.00"),
        ("2026-09-30", "80.00", "100.00"),
        ("2026-10-31", "380.00", "80.00"),
    ]


def test_a_customers_figures_worked_out_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = {entry["customer"]: entry for entry in document(write(tmp_path / "book.xlsx", BOOK), capsys)["customers"]}["甲"]
    assert (first["turnover_closing"], first["turnover_days"]) == (3, round(365 / 3, 4))
    assert (first["delay_rate_count"], first["delay_rate_amount"], first["average_days_to_pay"]) == (1, 1, 40)
    assert (first["average_invoice"], first["largest_invoice"]) == ("450.00", "600.00")
    assert first["orders_per_month"] == round(2 / 365 * (365 / 12), 4)
    assert {part["bucket"]: part["amount"] for part in first["ageing"] if part["amount"] != "0.00"} == {"not_due": "300.00"}
    assert first["why"]["largest_invoice_change"]["code"] == "no_past_year"


def test_targets_are_met_missed_or_without_a_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = [("turnover_closing", 2, "2026-12-31"), ("dso", 90, None), ("overdue_share", 0.25, None), ("turnover_average", 3, None)]
    policy = tmp_path / "own.toml"
    lines = [f'[[targets]]\nfigure = "{name}"\nvalue = {value}\n' + (f"by = {by}\n" if by else "") for name, value, by in wanted]
    policy.write_text("\n".join([BUILT_IN, *lines]), encoding="utf-8")
    book = write(tmp_path / "book.xlsx", BOOK)
    found = document(book, capsys, "--policy", str(policy))["targets"]
    assert [(one["figure"], one["at"], one["by"], one["met"]) for one in found] == [
        ("turnover_closing", "least", "2026-12-31", True),
        ("dso", "most", None, False),
        ("overdue_share", "most", None, True),
        ("turnover_average", "least", None, None),
    ]
    assert found[2]["actual"] == round(80 / 380, 6)
    assert found[3]["why"]["actual"]["code"] == "no_opening_balance"
    run(["--lang", "en", "-q", "assess", str(book), "--as-of", "2026-10-31", "-n", "--policy", str(policy)])
    printed = capsys.readouterr().out
    assert [line.split()[-1] for line in printed.splitlines() if "at least" in line or "at most" in line] == [
        "met",
        "missed",
        "met",
        "figure",
    ]


def test_with_a_rate_every_figure_is_in_the_base_currency(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two dollar rows at 7: what the trend ends on is what the totals say, and the ageing of all customers comes to it."""
    header, *rows = BOOK.strip().splitlines()
    own = [f"{header}|币种|汇率(对人民币)", *(f"{row}|{'USD|7' if row.startswith('甲') else 'CNY|'}" for row in rows)]
    found = document(write(tmp_path / "book.xlsx", "\n".join(own)), capsys)
    assert (found["totals"]["currency"], found["totals"]["outstanding"], found["totals"]["overdue"]) == ("CNY", "2180.00", "80.00")
    last = found["portfolio"]["trend"][-1]
    assert (last["outstanding"], last["overdue"], last["dso"]) == ("2180.00", "80.00", found["portfolio"]["dso"])
    assert sum(float(part["amount"]) for entry in found["customers"] for part in entry["ageing"]) == 2180
