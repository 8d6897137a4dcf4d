"""What a cell should hold: the same meaning as a number, a date or a clean text, never a guess and never less than was written."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_money_values import ODD_CELLS

from ledger_table import day
from riskledger.ledger.fixed_values import (
    Mended,
    mended_amount,
    mended_code,
    mended_count,
    mended_date,
    mended_days,
    mended_name,
    mended_terms,
    without_edges,
)
from riskledger.ledger.terms import parse_terms_cell
from riskledger.ledger.values import has_fraction, parse_count, parse_date, parse_days, parse_money
from riskledger.workbook.number_formats import ShownNumber
from riskledger.workbook.sheet import Value


def shown(mended: Mended | None) -> tuple[str, str] | str | None:
    """Digits and format of a number, or the text."""
    return mended and (tuple(mended.content) if isinstance(mended.content, ShownNumber) else mended.content)  # type: ignore[return-value]  # two


@pytest.mark.parametrize(
    ("written", "digits", "code"),
    [
        ("10,000元", "10000", '#,##0"元"'),
        ("10,000.00元", "10000", '#,##0.00"元"'),
        ("￥1，000.5", "1000.5", '"¥"#,##0.00'),
        ("1000", "1000", "#,##0"),
        ("１，０００", "1000", "#,##0"),
        ("1.2万", "12000", "#,##0.00"),
        ("1.542万元", "15420", '#,##0.00"元"'),
        ("3亿", "300000000", "#,##0"),
        ("(5,000)", "-5000", "#,##0_);(#,##0)"),
        ("(￥5,000.10)", "-5000.1", '"¥"#,##0.00_);("¥"#,##0.00)'),
        ("1,000-", "-1000", "#,##0"),
        ("-¥5", "-5", '"¥"#,##0'),
        ("usd 1,234.50", "1234.5", '"USD "#,##0.00'),
        ("100 Usd", "100", '#,##0" USD"'),
        ("US$7", "7", '"US$"#,##0'),
        ("5k", "5000", "#,##0"),
        ("5krw", "5", '#,##0" KRW"'),
        ("人民币10,000元整", "10000", '"人民币"#,##0"元整"'),
        ("-0", "0", "#,##0"),
    ],
)
def test_an_amount_keeps_its_unit_in_the_format(written: str, digits: str, code: str) -> None:
    assert shown(mended_amount(written)) == (digits, code)


@pytest.mark.parametrize(
    "written", ["1.234", "1,23", "约五", "1.005", "12345678901234567", "", "   ", "—", "未付", "#N/A", 5.0, None, True]
)
def test_an_amount_of_another_kind_stays(written: Value) -> None:
    assert mended_amount(written) is None


def test_words_in_an_amounts_column_lose_their_blanks_only() -> None:
    assert shown(mended_amount(" 未付 ")) == "未付"


def test_a_text_with_a_unit_of_its_own_stays_below_a_header_with_another() -> None:
    assert shown(mended_amount("1.25", 10_000)) == ("1.25", "#,##0.00")
    assert shown(mended_amount("0.123456", 10_000)) == ("0.123456", "#,##0.000000")
    assert mended_amount("5,000元", 10_000) is None
    assert mended_amount("0.1234567", 10_000) is None  # a fraction of a cent


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("30天", ("30", '0"天"')),
        ("5 Days", ("5", '0" Days"')),
        ("逾期5天", ("5", '"逾期"0"天"')),
        ("３０", ("30", "0")),
        (" -2 ", ("-2", "0")),
        ("未逾期", None),
        (" 未逾期", "未逾期"),
        ("逾期-5天", None),
        ("三十天", None),
        (30.0, None),
    ],
)
def test_days(written: Value, expected: object) -> None:
    assert shown(mended_days(written)) == expected


@pytest.mark.parametrize(("written", "expected"), [("3次", ("3", '0"次"')), ("0", ("0", "0")), ("若干次", None), ("-", None), (None, None)])
def test_counts(written: Value, expected: object) -> None:
    assert shown(mended_count(written)) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("30天", ("30", '0"天"')), ("45", ("45", "0")), ("月结30天", None), (" Net 30 ", "Net 30"), ("2/10, n/30", None), (30.0, None)],
)
def test_terms(written: Value, expected: object) -> None:
    assert shown(mended_terms(written)) == expected


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2026-01-05", "2026-01-05"),
        (" 2026年1月5日", "2026-01-05"),
        ("２０２６/1/5", "2026-01-05"),
        ("20260105", "2026-01-05"),
        (20260105.0, "2026-01-05"),
        ("2026-01-05 00:00:00", "2026-01-05"),
        ("2026-01-05T0:00", "2026-01-05"),
        ("Mar 5, 2026", "2026-03-05"),
        ("25/03/2026", "2026-03-25"),
        ("46027", "2026-01-05"),
        ("1900-02-28", "1900-02-28"),
        ("1900-03-01", "1900-03-01"),
        ("2026-01-05 13:30", None),
        ("46027.5", None),
        ("03/04/2026", None),
        ("2026-02-30", None),
        ("未支付", None),
        ("0", None),
        (46027.0, None),
        (20261305.0, None),
        ("1899-12-30", None),
    ],
)
@pytest.mark.parametrize("epoch1904", [False, True])
def test_dates(written: Value, date: str | None, epoch1904: bool) -> None:
    mended = mended_date(written, epoch1904=epoch1904)
    if date is None or (epoch1904 and date < "1904"):
        assert mended is None
    elif written == "46027" and epoch1904:
        assert shown(mended) == ("46027", "yyyy-mm-dd")
    else:
        zero = dt.date(1904, 1, 1) if epoch1904 else dt.date(1899, 12, 30 if date > "1900-03" else 31)
        assert shown(mended) == (str(day(date) - zero.toordinal()), "yyyy-mm-dd")


def test_a_proven_order_settles_a_date() -> None:
    assert mended_date("03/04/2026", "dmy") == mended_date("2026-04-03")
    assert mended_date("03/04/2026", "mdy") == mended_date("2026-03-04")


def test_a_word_in_a_date_column_loses_its_blanks() -> None:
    assert shown(mended_date("未支付　")) == "未支付"


@pytest.mark.parametrize(
    ("written", "name", "code", "free"),
    [
        (" 甲公司\u200b ", "甲公司", "甲公司", "甲公司"),
        ("甲　公司", "甲 公司", "甲 公司", None),
        ("ＡＢＣ－０１", None, "ABC-01", None),
        ("00123", None, None, None),
        ("A\ufeffB", "AB", "AB", None),
        ("  ", None, None, None),
        ("a  b", None, None, None),
        ("क\u200dष", None, None, None),
        ("第一行\n第二行\n", "第一行\n第二行", "第一行\n第二行", "第一行\n第二行"),
    ],
)
def test_texts(written: str, name: str | None, code: str | None, free: str | None) -> None:
    assert [shown(mend(written)) for mend in (mended_name, mended_code, without_edges)] == [name, code, free]


def as_read(mended: Mended) -> Value:
    """The cell's value once it is written."""
    return float(mended.content.digits) if isinstance(mended.content, ShownNumber) else mended.content


SIGNS = ["", "￥", "¥", "$", "USD ", "人民币", "US$ "]
UNITS = ["", "元", "万", "万元", " EUR", "亿", "k", " krw"]


@given(
    st.one_of(
        ODD_CELLS,
        st.builds(
            lambda sign, number, unit, blanks: f"{blanks}{sign}{number}{unit}",
            st.sampled_from(SIGNS),
            st.decimals(-(10**9), 10**9, places=2).map(lambda d: f"{d:,}"),
            st.sampled_from(UNITS),
            st.sampled_from(["", " ", "　"]),
        ),
        st.decimals(0, 10**6, places=2).map(lambda d: f"({d})"),
    ),
    st.sampled_from([1, 10_000]),
)
def test_a_mended_amount_is_exactly_the_amount(value: Value, unit: int) -> None:
    mended = mended_amount(value, unit)
    if mended is not None:
        assert parse_money(as_read(mended), unit) == parse_money(value, unit)
        assert not has_fraction(as_read(mended), unit)
        assert mended_amount(as_read(mended), unit) is None


@given(
    st.one_of(
        ODD_CELLS,
        st.dates().map(str),
        st.dates(dt.date(1900, 1, 1)).map(lambda d: f"{d.year:04}年{d.month}月{d.day}日"),
        st.dates(dt.date(1950, 1, 1), dt.date(2190, 1, 1)).map(lambda d: float(f"{d:%Y%m%d}")),
        st.dates(dt.date(1950, 1, 1)).map(lambda d: f"{d:%d/%m/%Y} 00:00"),
        st.integers(0, 99_999).map(lambda n: f"{n:05}"),
    ),
    st.sampled_from([None, "dmy", "mdy"]),
    st.booleans(),
)
def test_a_mended_date_is_exactly_the_date(value: Value, order: object, epoch1904: bool) -> None:
    mended = mended_date(value, order, epoch1904=epoch1904)  # type: ignore[arg-type]  # one of the literals
    if mended is not None:
        again = parse_date(as_read(mended), order, epoch1904=epoch1904)  # type: ignore[arg-type]  # one of the literals
        assert again == parse_date(value, order, epoch1904=epoch1904)  # type: ignore[arg-type]  # one of the literals
        assert mended_date(as_read(mended), order, epoch1904=epoch1904) is None  # type: ignore[arg-type]  # one of the literals


@given(
    st.one_of(ODD_CELLS, st.builds(lambda n, u: f"{n}{u}", st.integers(-999, 9999), st.sampled_from(["", "天", " days", "次", "日", "d"])))
)
def test_mended_days_counts_and_terms_mean_the_same(value: Value) -> None:
    for mend, parser in ((mended_days, parse_days), (mended_count, parse_count), (mended_terms, parse_terms_cell)):
        mended = mend(value)
        if mended is not None:
            assert mend(as_read(mended)) is None
            if isinstance(mended.content, ShownNumber) or parser is not parse_terms_cell:
                assert parser(as_read(mended)) == parser(value)


@given(st.text())
def test_texts_are_mended_once(text: str) -> None:
    for mend in (mended_name, mended_code, without_edges):
        mended = mend(text)
        assert mended is None or mend(str(mended.content)) is None
