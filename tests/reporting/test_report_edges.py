"""Books at the edge: each gives a report that says what there is, and why the rest is missing, in every form and language."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

import ledger_table
from riskledger.assessment import Assessment, assess
from riskledger.history.former import former_month
from riskledger.i18n import LANGUAGES, Words, words
from riskledger.reporting.layout import print_all
from riskledger.reporting.monthly import build_report
from riskledger.reporting.report import Absent, Report
from riskledger.reporting.report_files import rendered
from riskledger.reporting.report_terminal import render_terminal

HEADER = "客户名称 | 单据号 | 交易日期 | 到期日 | 币种 | 交易金额 | 支付日期"
CNY = [
    "甲公司 | A1 | 2026-01-05 | 2026-02-05 | CNY | 1000 | 2026-02-01",
    "乙公司 | A2 | 2026-08-05 | 2026-09-05 | CNY | 500  | 未支付",
    "丙公司 | A3 | 2026-10-20 | 2026-11-20 | CNY | 300  | 未支付",
]

Make = Callable[..., tuple[Assessment, Report]]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """The report of October 2026 of a drawn book."""

    def made(*rows: str, month_end: str = "2026-10-31") -> tuple[Assessment, Report]:
        now = assess(ledger_table.write(tmp_path / "book.xlsx", "\n".join([HEADER, *rows])), as_of=month_end)
        return now, build_report(now, former_month(now), "zh")

    return made


def value(report: Report, key: str) -> object:
    return next(line.value for line in report.headlines if line.key == key)


def why(section: object) -> str | None:
    return section.why.code if isinstance(section, Absent) else None


def every_form(report: Report, said: Words) -> None:
    """No form fails, and none shows what only a program would say."""
    out = io.StringIO()
    print_all(Console(file=out, width=80), render_terminal(report, said, Path("book.xlsx")))
    texts = [out.getvalue(), *(rendered(report, said, suffix).decode() for suffix in (".md", ".json", ".html"))]
    for text in texts:
        assert report.head.month in text
        assert "Traceback" not in text
        assert not {"nan", "inf%", "NaN"} & set(text.replace("|", " ").split())
    assert rendered(report, said, ".xlsx").startswith(b"PK")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([], id="no rows"),
        pytest.param(["甲公司 | A1 | 2026-12-05 | 2027-01-05 | CNY | 1000 | 未支付"], id="all later"),
        pytest.param(CNY[:1], id="all paid"),
        pytest.param([CNY[1], "丁公司 | A4 | 2026-07-01 | 2026-08-01 | CNY | 90 | 未支付"], id="all overdue"),
        pytest.param(CNY[2:], id="no history"),
        pytest.param(CNY[1:2], id="one customer"),
        pytest.param([*CNY, "甲公司 | A5 | 2026-08-01 | 2026-09-01 | USD | 80 | 未支付"], id="two currencies"),
        pytest.param(["甲公司 | A1 | 2026-09-05 | 2026-10-05 | CNY | -100 | 未支付"], id="a credit note only"),
    ],
)
def test_every_form_of_every_edge(rows: list[str], language: str, make: Make) -> None:
    every_form(make(*rows)[1], words(language))


def test_no_rows_at_all(make: Make) -> None:
    for rows in ([], ["甲公司 | A1 | 2026-12-05 | 2027-01-05 | CNY | 1000 | 未支付"]):
        _, report = make(*rows)
        assert (report.head.rows_later, report.head.customers) == (len(rows), 0)
        assert value(report, "outstanding") == Decimal("0.00")
        assert why(report.ageing) == "monthly.no_rows"
        assert why(report.moves) == why(report.effect) == "monthly.no_former_month"
        assert why(report.work) == "monthly.nobody_to_see_to"
        assert why(report.trend) == "monthly.no_trend"


def test_all_paid(make: Make) -> None:
    _, report = make(*CNY[:1])
    assert (value(report, "outstanding"), value(report, "overdue_share")) == (Decimal("0.00"), None)
    assert next(line for line in report.headlines if line.key == "overdue_share").sentence.params["why"] == "no_receivables"
    assert why(report.watch) == "monthly.no_watch"


def test_all_overdue(make: Make) -> None:
    _, report = make(CNY[1], "丁公司 | A4 | 2026-07-01 | 2026-08-01 | CNY | 90 | 未支付")
    assert value(report, "overdue_share") == 1.0
    assert not isinstance(report.work, Absent)
    assert [item.customer for item in report.work] == ["乙公司", "丁公司"]
    assert not isinstance(report.effect, Absent)
    assert (report.effect.overdue_then, report.effect.collected) == (Decimal("590.00"), Decimal("0.00"))


def test_a_book_that_begins_this_month(make: Make) -> None:
    _, report = make(*CNY[2:])
    assert report.head.previous_as_of is None
    assert all(line.previous is None and line.change is None for line in report.headlines)
    assert why(report.moves) == "monthly.no_former_month"
    assert {line.sentence.code for line in report.headlines} == {"monthly.said.first", "monthly.said.none"}


def test_a_month_without_anything_new(make: Make) -> None:
    """Nothing was invoiced or paid in November; balances stay, and what fell due shows."""
    _, report = make(*CNY, month_end="2026-11-30")
    outstanding = next(line for line in report.headlines if line.key == "outstanding")
    assert (outstanding.value, outstanding.change, outstanding.sentence.code) == (Decimal("800.00"), Decimal("0.00"), "monthly.said.same")
    assert not isinstance(report.moves, Absent)
    assert [move.customer for move in report.moves.newly_overdue] == ["丙公司"]


def test_several_currencies_are_never_added(make: Make) -> None:
    _, report = make(*CNY, "甲公司 | A5 | 2026-08-01 | 2026-09-01 | USD | 80 | 未支付")
    assert value(report, "outstanding") is None
    assert [(line.currency, line.outstanding, line.overdue) for line in report.by_currency] == [
        ("CNY", Decimal("800.00"), Decimal("500.00")),
        ("USD", Decimal("80.00"), Decimal("80.00")),
    ]
    assert why(report.trend) == why(report.concentration) == "why.mixed_currencies"
    assert not isinstance(report.effect, Absent)
    assert report.effect.overdue_then is None


def test_customers_of_one_name_are_not_one(tmp_path: Path) -> None:
    header = "客户编号 | 客户名称 | 交易日期 | 到期日 | 交易金额 | 支付日期"
    debts = [f"{number} | 甲公司 | 2026-09-01 | 2026-10-01 | {amount} | 未支付" for number, amount in ((1, 70), (2, 30))]
    now = assess(ledger_table.write(tmp_path / "book.xlsx", "\n".join([header, *debts])), as_of="2026-10-31")
    report = build_report(now, former_month(now), "zh")
    assert not isinstance(report.concentration, Absent)
    assert [[line.amount for line in curve.lines] for curve in report.concentration] == [[Decimal("70.00"), Decimal("30.00")]] * 2


def test_five_thousand_customers(tmp_path: Path) -> None:
    rows = [
        f"客户{i:04d} | A{i} | 2026-0{1 + i % 9}-10 | 2026-0{1 + i % 9}-28 | CNY | {100 + i} | {'未支付' if i % 3 else '2026-10-09'}"
        for i in range(5000)
    ]
    now = assess(ledger_table.write(tmp_path / "book.xlsx", "\n".join([HEADER, *rows])), as_of="2026-10-31")
    report = build_report(now, former_month(now), "zh")
    assert report.head.customers == 5000
    assert not isinstance(report.work, Absent)
    assert len({item.customer for item in report.work}) == len(report.work) > 3000
    every_form(report, words("zh"))
