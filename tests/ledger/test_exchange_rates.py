"""Exchange rates: where they stand, which one counts on T, what is converted and what is told when it cannot be."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_table import sheet, write
from riskledger import Assessment, assess
from riskledger.assessment import CustomerAssessment
from riskledger.i18n import words
from riskledger.ledger.rate_values import base_of, parse_rate
from riskledger.ledger.sides.layout import recognise_side
from riskledger.ledger.values import Problem
from riskledger.metrics.conversion import in_base
from riskledger.reporting.explanation import explanation, explanation_document
from riskledger.reporting.machine import assessment_document
from riskledger.reporting.rates import rate_lines
from riskledger.reporting.sheets import assessment_sheet

T = "2026-10-31"
LEDGER = """
客户名称 | 交易日期 | 到期日 | 币种 | 交易金额 | 支付日期
甲公司 | @2026-02-01 | @2026-03-01 | CNY | 1000 | @2026-03-05
甲公司 | @2026-09-01 | @2026-10-01 | USD | 100.55 |
乙公司 | @2026-09-01 | @2026-12-01 | USD | 300 |
丙公司 | @2026-09-01 | @2026-12-01 | CNY | 500 |
"""
TABLE = "币种|汇率\nCNY|1\nUSD|7.1"
WITH_RATES = """
客户名称 | 到期日 | 币种 | 交易金额 | 汇率
甲公司 | @2026-10-01 | CNY | 1000 | 1
甲公司 | @2026-10-01 | USD | 100 | 7
乙公司 | @2026-12-01 | USD | 300 | 7.2
"""


def made(tmp_path: Path, rates: str | None, ledger: str = LEDGER, customers: str | None = None) -> Assessment:
    more = {"汇率": rates} if rates else {}
    return assess(write(tmp_path / "book.xlsx", ledger, beside=customers, more=more), as_of=T)


def customer(assessment: Assessment, name: str) -> CustomerAssessment:
    [entry] = [entry for entry in assessment.customers if entry.customer == name]
    return entry


def told(assessment: Assessment) -> list[str]:
    return [finding.rule for finding in assessment.findings]


def outstanding(assessment: Assessment) -> int | None:
    return assessment.portfolio.totals.outstanding if assessment.portfolio.totals else None


# -- what is converted


def test_with_a_rate_for_every_currency_there_is_a_grand_total(tmp_path: Path) -> None:
    """100.55 × 7.1 = 713.905, half up 713.91; 300 × 7.1 = 2,130; 500 stays."""
    assessment = made(tmp_path, TABLE)
    assert told(assessment) == []
    assert outstanding(assessment) == 71391 + 213000 + 50000
    assert assessment.portfolio.currencies == ("CNY",)
    assert assessment.portfolio.concentration.top1.value == pytest.approx(2130 / (1000 + 713.91 + 2130 + 500))
    assert assessment.portfolio.turnover.dso.value is not None
    entry = customer(assessment, "甲公司")
    assert [(part.currency, part.outstanding) for part in entry.money] == [("CNY", 71391)]
    assert [(part.currency, part.outstanding) for part in entry.original] == [("CNY", 0), ("USD", 10055)]
    assert entry.expected_late_amount == (Decimal(entry.risk_points) * 71391 / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP) / 100


def test_the_overdue_share_is_taken_in_one_currency(tmp_path: Path) -> None:
    """By currency 100.55 of 100.55 US dollars are overdue, the worst of the two; converted 713.91 of 1,713.91."""

    def share(assessment: Assessment) -> str:
        return next(reason.value for reason in customer(assessment, "甲公司").rating.reasons if reason.code == "overdue_share")

    assert share(made(tmp_path, None)) == "100.0%"
    assert share(made(tmp_path, TABLE)) == "41.7%"


def test_the_document_says_at_which_rate_and_whence(tmp_path: Path) -> None:
    assessment = made(tmp_path, "币种|汇率(对人民币)|生效日期\nUSD|6.9|@2026-09-30\nUSD|7.1|@2026-10-31\nUSD|9|@2026-11-01")
    document = assessment_document(assessment, words("zh"), "zh", None, None)
    totals = document["totals"]
    assert (totals["currency"], totals["outstanding"]) == ("CNY", "3343.91")
    assert [(each["currency"], each["rate"], each["outstanding"]) for each in totals["by_currency"]] == [
        ("CNY", "1", "500.00"),
        ("USD", "7.1", "400.55"),
    ]
    assert totals["rates"] == [
        {
            "currency": "USD",
            "base": "CNY",
            "rate": "7.1",
            "rows": 2,
            "source": "sheet",
            "sheet": "汇率",
            "cell": "汇率!B3",
            "date": "2026-10-31",
        }
    ]
    [first] = [entry for entry in document["customers"] if entry["customer"] == "甲公司"]
    assert (first["currency"], first["outstanding"]) == ("CNY", "713.91")
    assert [(each["currency"], each["outstanding"]) for each in first["by_currency"]] == [("CNY", "0.00"), ("USD", "100.55")]
    assert "outstanding" not in first["why"]
    assert document["invoices"][1]["original"] == {"currency": "USD", "outstanding": "100.55", "rate": "7.1"}
    assert rate_lines(assessment, words("en")) == ["7.1 CNY/USD (sheet 汇率, 2026-10-31), outstanding USD 400.55"]
    assert "以 CNY 计，汇率 7.1 CNY/USD" in assessment_sheet(assessment, words("zh")).caption
    [item] = explanation_document(explanation(assessment, customer(assessment, "甲公司")), words("zh"))["open_items"]
    assert (item["currency"], item["original"], item["outstanding"]) == ("USD", "100.55", "713.91")


def test_the_opening_balance_is_converted_at_the_rates_of_the_date(tmp_path: Path) -> None:
    """100 US dollars open a year before T and now: the mean balance is 700 in base, sales of the year 1,400."""
    ledger = (
        "客户名称|交易日期|到期日|币种|交易金额|支付日期\n"
        "甲|@2025-06-01|@2025-07-01|USD|100|\n甲|@2026-06-01|@2026-07-01|CNY|1400|@2026-07-01"
    )
    assert made(tmp_path, "币种|汇率\nCNY|1\nUSD|7", ledger).portfolio.turnover.average.value == pytest.approx(2.0)


@given(st.data())
def test_every_amount_is_converted_to_the_cent_half_up(data: st.DataObject) -> None:
    rates = data.draw(st.lists(st.decimals("0.000001", "1000", places=6), min_size=1, max_size=4))
    amounts = data.draw(st.lists(st.integers(-(10**13), 10**13), max_size=8))
    of_row = [data.draw(st.integers(0, len(rates) - 1)) for _ in amounts]
    found = in_base(np.array(amounts, dtype=np.int64), rates, np.array(of_row, dtype=np.int64)).tolist()
    assert found == [
        int((amount * rates[at]).quantize(Decimal(1), rounding=ROUND_HALF_UP)) for amount, at in zip(amounts, of_row, strict=True)
    ]


@settings(max_examples=15, deadline=None)  # a workbook each
@given(
    st.lists(
        st.tuples(st.sampled_from("甲乙丙"), st.sampled_from(["CNY", "USD", "EUR"]), st.integers(-99_999, 999_999)), min_size=2, max_size=12
    )
)
def test_the_customers_add_up_to_the_total(rows: list[tuple[str, str, int]]) -> None:
    drawn = "\n".join(f"{name}|@2026-10-01|{currency}|{amount / 100}" for name, currency, amount in rows)
    with TemporaryDirectory() as folder:
        table = "币种|汇率\nCNY|1\nUSD|7.0333\nEUR|7.7777"
        path = write(Path(folder) / "book.xlsx", "客户名称|到期日|币种|交易金额\n" + drawn, more={"汇率": table})
        assessment = assess(path, as_of=T)
    rate = {"CNY": Decimal(1), "USD": Decimal("7.0333"), "EUR": Decimal("7.7777")}
    expected = sum(int((amount * rate[currency]).quantize(Decimal(1), rounding=ROUND_HALF_UP)) for _, currency, amount in rows)
    assert outstanding(assessment) == expected == sum(entry.money[0].outstanding for entry in assessment.customers)


# -- which rate counts


def test_a_row_has_its_own_rate(tmp_path: Path) -> None:
    assessment = made(tmp_path, None, WITH_RATES)
    assert told(assessment) == []
    assert outstanding(assessment) == 100_000 + 70_000 + 216_000
    assert rate_lines(assessment, words("zh")) == ["7 / 7.2 CNY/USD（汇率 列，2 行），未收 USD 400.00"]
    totals = assessment_document(assessment, words("zh"), "zh", None, None)["totals"]
    assert [each["rate"] for each in totals["by_currency"]] == ["1", None]


@pytest.mark.parametrize(("table_rate", "rules"), [("6.9", []), ("6.7", ["RL508"]), ("7.2", []), ("7.3", []), ("7.4", ["RL508"])])
def test_the_rows_own_rate_goes_before_the_table(tmp_path: Path, table_rate: str, rules: list[str]) -> None:
    """7 and 7.2 on the rows: told where more than 5% of the table's rate apart (6.7: 7.2; 7.4: 7)."""
    assessment = made(tmp_path, f"币种|汇率\nCNY|1\nUSD|{table_rate}", WITH_RATES)
    assert told(assessment) == rules
    assert outstanding(assessment) == 386_000


@pytest.mark.parametrize(
    ("table", "rate"),
    [
        ("币种|汇率|生效日期\nCNY|1|\nUSD|7|\nUSD|8|@2026-10-31", "8"),
        ("币种|汇率|生效日期\nCNY|1|\nUSD|8|@2026-11-01\nUSD|7|@2026-01-01", "7"),
        ("币种|汇率|生效日期\nCNY|1|\nUSD|8|@2026-10-30\nUSD|7|@2026-10-31\nUSD|6|@2026-10-29", "7"),
        ("Currency|Rate to CNY|As of\nUSD|7.5|@2026-10-31", "7.5"),
        ("货币|对人民币汇率\n美元|7.5", "7.5"),
    ],
)
def test_the_latest_rate_of_the_table_on_or_before_the_date(tmp_path: Path, table: str, rate: str) -> None:
    conversion = made(tmp_path, table).conversion
    assert conversion is not None
    assert str(conversion.rates.of("USD")) == rate


# -- what cannot be converted


@pytest.mark.parametrize(
    ("table", "rules"),
    [
        ("币种|汇率\nUSD|7.1", ["RL507"]),  # into what?
        ("币种|汇率\nUSD|1\nCNY|1", ["RL507"]),
        ("币种|汇率\nCNY|1\nEUR|7.8", ["RL502"]),
        ("币种|汇率|生效日期\nCNY|1|\nUSD|7|@2026-11-01", ["RL502"]),
        ("币种|汇率\nCNY|1\nUSD|-7", ["RL502", "RL506"]),
        ("币种|汇率\nCNY|1\nUSD|7\nUSD|7.5", ["RL502", "RL509"]),
        ("币种|汇率\nCNY|1\nUSD|7\nUSD|7", []),
    ],
)
def test_without_a_certain_rate_totals_stay_per_currency(tmp_path: Path, table: str, rules: list[str]) -> None:
    assessment = made(tmp_path, table)
    assert told(assessment) == rules
    assert (assessment.conversion is None) == bool(rules)
    assert (outstanding(assessment) is None) == bool(rules)
    if rules:
        before = made(tmp_path, None)
        assert assessment.portfolio.by_currency == before.portfolio.by_currency
        assert [entry.money for entry in assessment.customers] == [entry.money for entry in before.customers]


def test_the_mix_names_the_currency_that_lacks_a_rate(tmp_path: Path) -> None:
    ledger = LEDGER + "丁公司 | @2026-09-01 | @2026-12-01 | EUR | 5 |"
    [finding] = made(tmp_path, TABLE, ledger).findings
    assert finding.params == {"currencies": "CNY, EUR, USD", "lacking": "EUR"}


def test_the_base_currency_has_no_rate_but_1(tmp_path: Path) -> None:
    ledger = "客户名称|到期日|币种|交易金额|汇率\n甲|@2026-10-01|CNY|100|7.1\n乙|@2026-10-01|USD|100|7.1"
    assessment = made(tmp_path, TABLE, ledger)
    assert told(assessment) == ["RL506"]
    assert outstanding(assessment) == 10_000 + 71_000


def test_a_book_in_its_base_currency_needs_no_rates(tmp_path: Path) -> None:
    ledger = "客户名称|到期日|币种|交易金额\n甲|@2026-10-01|CNY|100"
    assessment = made(tmp_path, TABLE, ledger)
    assert (told(assessment), assessment.conversion, outstanding(assessment)) == ([], None, 10_000)


# -- limits


@pytest.mark.parametrize(
    ("name", "limit", "exceeded"),
    [
        ("乙公司", "300|USD", False),
        ("乙公司", "299.99|", True),  # in its only currency
        ("乙公司", "2130|CNY", False),
        ("乙公司", "2129.99|CNY", True),
        ("甲公司", "713.90|CNY", True),
        ("甲公司", "101|USD", False),
        ("甲公司", "100|USD", True),
        ("甲公司", "1|", None),  # of which of its currencies?
        ("甲公司", "1|EUR", None),
    ],
)
def test_a_limit_is_compared_where_it_can_be(tmp_path: Path, name: str, limit: str, exceeded: bool | None) -> None:
    assessment = made(tmp_path, TABLE, customers=f"客户名称|信用额度|额度币种\n{name}|{limit}")
    index = assessment.grouped.names.index(name)
    assert assessment.stated.facts[index].limit_exceeded is exceeded


# -- cells and headers


@pytest.mark.parametrize(
    ("value", "rate"),
    [(7.1, "7.1"), ("7.1000", "7.1"), ("1,100", "1100"), ("７．１", "7.1"), (None, None), ("-", None), (0.0, "!"), (-7.1, "!"),
     ("0", "!"), (1e9, "!"), ("见附件", "!"), ("#N/A", "!"), (True, "!"), (float("inf"), "!"), (float("nan"), "!")],
)  # fmt: skip
def test_a_rate_is_above_0_and_below_all_doubt(value: object, rate: str | None) -> None:
    parsed = parse_rate(value)  # type: ignore[arg-type]  # what a cell may hold
    assert ("!" if isinstance(parsed, Problem) else None if parsed is None else f"{parsed:f}") == rate


@pytest.mark.parametrize(
    ("header", "base"),
    [("汇率(对人民币)", "CNY"), ("折人民币结算汇率", "CNY"), ("Exchange rate to EUR", "EUR"), ("兑美元汇率", "USD"), ("汇率", None),
     ("美元汇率", None), ("折算汇率", None), ("conversion_rate", None)],
)  # fmt: skip
def test_a_header_names_the_base_only_where_it_says_so(header: str, base: str | None) -> None:
    assert base_of(header) == base


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("币种|汇率", "rates"),
        ("Currency|Exchange rate|Date", "rates"),
        ("Currency code|FX rate to USD", "rates"),
        ("别名|客户名称", "aliases"),
        ("又名|客户编号|客户名称", "aliases"),
        ("Alias|Customer ID", "aliases"),
        ("汇率|日期", None),
        ("币种|金额|汇率", None),
        ("客户|币种|汇率", None),
        ("别名|备注", None),
    ],
)
def test_the_sheets_of_rates_and_aliases_are_known_by_their_headers(headers: str, kind: str | None) -> None:
    layout = recognise_side(sheet(headers))
    assert (layout.kind if layout else None) == kind
