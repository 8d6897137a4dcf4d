"""Amounts: every form that ledgers use reads as a person reads it, and nothing with two readings reads at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskledger.ledger.values import Problem, has_fraction, money_currency, parse_currency, parse_money
from riskledger.workbook.sheet import CellError, Value

ODD_CELLS = (
    st.none()
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.datetimes()
    | st.sampled_from(["#N/A", "#REF!"]).map(CellError)
    | st.text(alphabet="0123456789０１２,，.()（）-−+¥￥$元万亿千k %²年月日/: 未付", max_size=12)
)


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("10,000元", "10000"),
        ("１０，０００元", "10000"),
        ("¥10，000", "10000"),
        ("￥1.2万元", "12000"),
        ("1.2万", "12000"),
        ("3千万", "30000000"),
        ("0.5亿", "50000000"),
        ("5k", "5000"),
        ("$4,235.00", "4235"),
        ("US$ 4,235.5", "4235.5"),
        ("CNY 10,000.00", "10000"),
        ("10,000 CNY", "10000"),
        ("1000KRW", "1000"),
        ("人民币10,000元整", "10000"),
        ("港币100元", "100"),
        ("(5,000)", "-5000"),
        ("（5,000）", "-5000"),
        ("$(5,000)", "-5000"),
        ("-5,000元", "-5000"),
        ("−5000", "-5000"),
        ("1,000-", "-1000"),
        ("¥-200", "-200"),
        ("+7", "7"),
        ("0.500", "0.5"),
        (".5", "0.5"),
        ("  12 ", "12"),
        (12.5, "12.5"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (12345678901.12, "12345678901.12"),
    ],
)
def test_amounts(written: Value, units: str) -> None:
    assert parse_money(written) == Decimal(units) * 100
    assert not has_fraction(written)


@pytest.mark.parametrize("written", [None, "", "  ", "-", "—", "——", "/", "无", "N/A", "未支付", "未收", "Not paid", "未付（已催）"])
def test_nothing_there(written: Value) -> None:
    assert parse_money(written) is None


@pytest.mark.parametrize(
    "written",
    ["1.234", "12.345", "1,23", "1,2345", "12,34,567", "1 234,50", "约五万", "about 5k", "100-200", "-(5)", "(5", "5)", "--5", "1.2.3",
     "1000¹", "1000²", "①", "$100 EUR", "1e5", "٣-٤", True, 1e307, -1e300, "9" * 40, "12%", "2026-01-31"],
)  # fmt: skip
def test_what_has_no_one_reading_is_no_amount(written: Value) -> None:
    assert parse_money(written) == Problem("RL201")


@pytest.mark.parametrize("written", [CellError("#N/A"), "#N/A", "#REF!", "#DIV/0!"])
def test_errors_and_the_texts_that_exports_make_of_them(written: Value) -> None:
    assert parse_money(written) == Problem("RL209")


@pytest.mark.parametrize(
    ("written", "minor"),
    [(0.005, 1), (-0.005, -1), (2.675, 268), (1.0049, 100), (1234567.895, 123456790), ("1,234.565", 123457), ("0.00001万", 10)],
)
def test_fractions_of_a_cent_are_rounded_half_up_away_from_zero(written: Value, minor: int) -> None:
    assert parse_money(written) == minor
    assert has_fraction(written) == (written != "0.00001万")


@pytest.mark.parametrize(
    ("written", "minor"), [(1.25, 1_250_000), ("1.25", 1_250_000), ("5元", 500), ("1.2万", 1_200_000), (0.00000049, 0), ("-3", -3_000_000)]
)
def test_the_unit_of_the_header_counts_unless_the_cell_has_its_own(written: Value, minor: int) -> None:
    assert parse_money(written, 10_000) == minor


@pytest.mark.parametrize(
    ("written", "currency"),
    [
        ("$5", "USD"),
        ("港币100元", "HKD"),
        ("100日元", "JPY"),
        ("¥5", "CNY"),
        ("5元", "CNY"),
        ("€ 5", "EUR"),
        ("$100 CAD", "CAD"),
        ("5", None),
        (5.0, None),
        ("x", None),
    ],
)
def test_the_currency_an_amount_names(written: Value, currency: str | None) -> None:
    assert money_currency(written) == currency


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("人民币", "CNY"),
        ("RMB", "CNY"),
        ("￥", "CNY"),
        (" usd ", "USD"),
        ("ＵＳＤ", "USD"),
        ("XOF", "XOF"),
        ("-", None),
        (None, None),
        ("无", None),
    ],
)
def test_currencies(written: Value, code: str | None) -> None:
    assert parse_currency(written) == code


@given(ODD_CELLS)
def test_no_cell_crashes_the_reader(value: Value) -> None:
    assert isinstance(parse_money(value), int | Problem | None)
    assert isinstance(has_fraction(value), bool)
    money_currency(value)
    parse_currency(value)


@given(st.integers(-(10**14), 10**14))
def test_what_is_written_is_read_back(minor: int) -> None:
    sign, units, cents = "-" if minor < 0 else "", *divmod(abs(minor), 100)
    for text in (
        f"{sign}{units}.{cents:02d}",
        f"{sign}{units:,}.{cents:02d}元",
        f"¥{sign}{units:,}.{cents:02d}",
        f"{sign}{units:,}.{cents:02d} USD",
    ):
        assert parse_money(text) == minor
    if minor < 0:
        assert parse_money(f"({units:,}.{cents:02d})") == minor
    fullwidth = f"{sign}{units:,}.{cents:02d}".translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789,.-"})
    assert parse_money(fullwidth) == minor


@given(st.integers(-(10**12), 10**12))
def test_numbers_in_whole_cents_stay_exactly_themselves(minor: int) -> None:
    assert parse_money(minor / 100) == minor
    assert not has_fraction(minor / 100)


@given(st.decimals(-(10**9), 10**9, places=6))
def test_text_and_number_cells_of_one_amount_agree_to_the_cent(amount: Decimal) -> None:
    text = parse_money(f"{amount:f}")
    number = parse_money(float(amount))
    assert isinstance(text, int)
    assert isinstance(number, int)
    assert abs(text - number) <= 1
    assert abs(Decimal(text) / 100 - amount) <= Decimal("0.005")
