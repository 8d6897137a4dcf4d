"""The JSON contract: every key, its type, money with two places, and a reason beside every null."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ledgers import classic, write

import riskledger

Cli = Callable[..., Any]
EXAMPLES = Path(__file__).parents[2] / "examples"
MONEY = re.compile(r"-?\d+\.\d\d")
DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Decimal:
    """Stands for a money string in the tables below."""


class Day:
    """Stands for an ISO date."""


NULL = type(None)
# of every customer, as floats or null
MEASURED = (
    *("turnover_closing", "turnover_average", "turnover_days", "delay_rate_count", "delay_rate_amount", "average_days_to_pay"),
    *("average_days_to_pay_weighted", "orders_per_month", "order_frequency_change", "average_invoice_change", "largest_invoice_change"),
)
SHAPES: dict[str, dict[str, tuple[Any, ...]]] = {
    "": {
        "schema_version": (int,),
        "riskledger": (str,),
        "as_of": (Day,),
        "workbook": (str,),
        "sheet": (str,),
        "language": (str,),
        "policy": (dict,),
        "rows": (dict,),
        "totals": (dict,),
        "portfolio": (dict,),
        "customers": (list,),
        "invoices": (list,),
        "findings": (list,),
        "written": (dict, NULL),
    },
    "policy": {"source": (str,), "name": (str,), "digest": (str,)},
    "rows": dict.fromkeys(("read", "assessed", "excluded", "later", "skipped"), (int,)),
    "totals": {
        "currency": (str, NULL),
        **dict.fromkeys(("invoiced", "outstanding", "overdue", "not_due", "no_due_date", "control_total", "difference"), (Decimal, NULL)),
        "by_currency": (list,),
    },
    "portfolio": {
        **dict.fromkeys(("turnover_closing", "turnover_average", "turnover_days", "dso"), (float, NULL)),
        "period_days": (int,),
        **dict.fromkeys(("top1_share", "top5_share", "hhi", "delay_rate_count", "delay_rate_amount", "churn_rate"), (float, NULL)),
        "ageing": (list,),
        **dict.fromkeys(("dso_countback", "dso_average", "best_possible_dso", "average_days_delinquent", "cei"), (float, NULL)),
        **dict.fromkeys(("average_days_to_pay", "receivables_top1_share", "receivables_top5_share", "receivables_hhi"), (float, NULL)),
        **dict.fromkeys(("by_industry", "by_group", "trend", "ageing_by_invoice_date", "ageing_without_disputed"), (list,)),
        "why": (dict,),
    },
    "ageing": {"bucket": (str,), "amount": (Decimal,)},
    "customers": {
        "customer": (str,),
        "customer_id": (str, NULL),
        "tier": (str,),
        "computed_tier": (str,),
        "override": (dict, NULL),
        **dict.fromkeys(("credit_score", "risk_points", "coverage"), (float,)),
        "confidence": (str,),
        **dict.fromkeys(("outstanding", "overdue", "exposure", "expected_late_amount"), (Decimal, NULL)),
        "max_days_overdue": (int,),
        "revenue_share": (float, NULL),
        "action": (str,),
        "next_review": (Day,),
        **dict.fromkeys(MEASURED, (float, NULL)),
        **dict.fromkeys(("average_invoice", "largest_invoice"), (Decimal, NULL)),
        "ageing": (list,),
        "reasons": (list,),
    },
    "reasons": {"code": (str,), "value": (str,), "benchmark": (float, NULL), "points": (float,), "cells": (list,)},
    "invoices": {
        "cell": (str,),
        "customer": (str,),
        "document": (str, NULL),
        "days_overdue": (int, NULL),
        "bucket": (str, NULL),
        "outstanding": (Decimal,),
    },
    "findings": {
        **dict.fromkeys(("rule", "severity", "sheet", "message", "remedy"), (str,)),
        **dict.fromkeys(("cell", "column", "customer", "value"), (str, NULL)),
    },
    "written": {"path": (str,), "cells": (int,), "sheets": (list,), "backup": (str, NULL), "kept": (list,)},
}


def wrong(entry: dict[str, Any], shape: str) -> list[str]:
    """Keys that are missing or of another type than the contract says."""
    found = []
    for key, kinds in SHAPES[shape].items():
        if key not in entry:
            found.append(f"{shape}.{key} is missing")
            continue
        value = entry[key]
        fits = any(
            bool(isinstance(value, str) and MONEY.fullmatch(value))
            if kind is Decimal
            else bool(isinstance(value, str) and DATE.fullmatch(value))
            if kind is Day
            else isinstance(value, int | float) and not isinstance(value, bool)
            if kind is float
            else isinstance(value, kind)
            for kind in kinds
        )
        if not fits:
            found.append(f"{shape}.{key} is {value!r}")
    return found


def all_wrong(document: dict[str, Any]) -> list[str]:
    found = wrong(document, "")
    for name in ("policy", "rows", "totals", "portfolio"):
        found += wrong(document[name], name)
    for entry in document["portfolio"]["ageing"]:
        found += wrong(entry, "ageing")
    for name in ("customers", "invoices", "findings"):
        for entry in document[name]:
            found += wrong(entry, name)
    for customer in document["customers"]:
        for reason in customer["reasons"]:
            found += wrong(reason, "reasons")
    if document["written"] is not None:
        found += wrong(document["written"], "written")
    return found


@pytest.fixture
def books(tmp_path: Path) -> dict[str, tuple[Path, str]]:
    """Workbooks of several kinds, each with an as-of date."""
    example = tmp_path / "example.xlsx"
    shutil.copy(EXAMPLES / "zh" / "风险客户管理表_2026-10.xlsx", example)
    headers = ["客户名称", "交易日期", "到期日", "交易金额", "币种"]
    rows = [["甲", "2023-01-01", "2023-02-01", 100, "CNY"], ["甲", "2023-01-01", None, 70, "USD"], ["乙", "2023-03-01", None, -5, "USD"]]
    return {
        "classic": (classic(tmp_path / "classic.xlsx"), "2023-05-05"),
        "example": (example, "2026-10-31"),
        "currencies": (write(tmp_path / "currencies.xlsx", headers, rows), "2023-05-05"),
        "empty": (classic(tmp_path / "early.xlsx"), "2022-01-01"),
    }


@pytest.mark.parametrize("name", ["classic", "example", "currencies"])
def test_every_key_of_the_contract_with_its_type(name: str, books: dict[str, tuple[Path, str]], cli: Cli) -> None:
    book, as_of = books[name]
    document = cli("assess", book, "--as-of", as_of, "--format", "json").document
    assert all_wrong(document) == []
    assert (document["schema_version"], document["riskledger"], document["as_of"]) == (1, riskledger.__version__, as_of)
    assert {entry["tier"] for entry in document["customers"]} <= {"low", "medium", "high"}
    assert {entry["confidence"] for entry in document["customers"]} <= {"normal", "low"}
    assert {finding["severity"] for finding in document["findings"]} <= {"error", "warning", "info"}


@pytest.mark.parametrize("name", ["classic", "example", "currencies", "empty"])
def test_every_null_figure_has_its_reason_in_words(name: str, books: dict[str, tuple[Path, str]], cli: Cli) -> None:
    book, as_of = books[name]
    document = cli("assess", book, "--as-of", as_of, "-n", "--format", "json").document
    figures = document["portfolio"]
    nulls = {key for key, value in figures.items() if value is None} - {"period_days"}
    assert nulls == set(figures["why"])
    assert all(reason["code"] and reason["message"] for reason in figures["why"].values())
    for entry in document["customers"]:
        nulls = {key for key in ("outstanding", "revenue_share", "average_invoice", "largest_invoice", *MEASURED) if entry[key] is None}
        assert nulls == set(entry.get("why", {}))


def test_the_documents_figures_of_the_contract(tmp_path: Path, cli: Cli) -> None:
    """The example that the contract shows, number by number, where the definitions do not say otherwise."""
    document = cli("assess", classic(tmp_path / "book.xlsx"), "--as-of", "2023-05-05", "-n", "--format", "json").document
    totals, figures, first = document["totals"], document["portfolio"], document["customers"][0]
    assert [totals[key] for key in ("invoiced", "outstanding", "overdue", "not_due", "no_due_date")] == [
        *["43000.00", "8000.00", "8000.00", "0.00", "0.00"],
    ]
    assert figures["period_days"] == 125
    assert [round(figures[key], 4) for key in ("top1_share", "top5_share", "delay_rate_count")] == [0.4651, 1.0, 0.75]
    assert (round(figures["hhi"], 1), round(figures["delay_rate_amount"], 3)) == (3185.5, 0.767)
    assert figures["turnover_closing"] == pytest.approx(43000 / 8000 * 365 / 125)
    assert figures["dso"] == pytest.approx(8000 * 125 / 43000, abs=1e-4)
    assert {key: first[key] for key in ("customer", "tier", "credit_score", "risk_points", "expected_late_amount", "next_review")} == {
        "customer": "D公司",
        "tier": "high",
        "credit_score": 39.6,
        "risk_points": 60.4,
        "expected_late_amount": "4829.22",
        "next_review": "2023-06-05",
    }
    late = next(reason for reason in first["reasons"] if reason["code"] == "late_ratio")
    assert (late["value"], late["benchmark"], late["points"], late["cells"]) == ("1/1", 0.75, 10.2, ["客户台账!H5"])
    days = [(entry["cell"], entry["days_overdue"], entry["bucket"]) for entry in document["invoices"]]
    assert days == [("客户台账!A2", 0, None), ("客户台账!A3", 5, None), ("客户台账!A4", 2, None), ("客户台账!A5", 30, "1-30")]


def test_check_has_the_head_the_columns_and_the_findings(tmp_path: Path, cli: Cli) -> None:
    headers = ["客户名称", "交易日期", "交易金額", "本月数", "客户"]
    book = write(tmp_path / "book.xlsx", headers, [["甲", "2023-01-01", 1, 100, "甲"]])
    document = cli("check", book, "--as-of", "2023-05-05", "--map", "amount=本月数", "--format", "json").document
    assert set(SHAPES[""]) - {"totals", "portfolio", "customers", "invoices", "written"} <= set(document)
    columns = {column["header"]: column for column in document["columns"]}
    assert (columns["客户名称"]["cell"], columns["客户名称"]["field"], columns["客户名称"]["how"]) == ("A1", "customer", "exact")
    assert (columns["本月数"]["field"], columns["本月数"]["how"]) == ("amount", "mapped")
    assert all(column["how"] in ("exact", "mapped", "suggested", "unknown") for column in document["columns"])
    for finding in document["findings"]:
        assert wrong(finding, "findings") == []
