"""Dates: every form of real ledgers reads as the one day it names; what names two days or none is said so."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_money_values import ODD_CELLS

from ledger_table import day
from riskledger.ledger.values import Problem, date_order, parse_date, short_year_days
from riskledger.workbook.sheet import CellError, Value


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        (44927.0, "2023-01-01"),
        (44927.99999, "2023-01-01"),
        (1.0, "1900-01-01"),
        (59.0, "1900-02-28"),
        (61.0, "1900-03-01"),
        (20230103.0, "2023-01-03"),
        ("20230103", "2023-01-03"),
        ("44927", "2023-01-01"),
        (dt.datetime(2023, 1, 3, 23, 59), "2023-01-03"),
        ("2023-01-03", "2023-01-03"),
        ("2023/1/3", "2023-01-03"),
        ("2023.1.3", "2023-01-03"),
        ("2023年1月3日", "2023-01-03"),
        ("2023年01月03号", "2023-01-03"),
        ("２０２３－０１－０３", "2023-01-03"),
        (" 2023-01-03 ", "2023-01-03"),
        ("2023-01-03 10:15:00", "2023-01-03"),
        ("2023-01-03T10:15:00.000Z", "2023-01-03"),
        ("2023-01-03T10:15:00+08:00", "2023-01-03"),
        ("3 Jan 2023", "2023-01-03"),
        ("03-Jan-2023", "2023-01-03"),
        ("January 3, 2023", "2023-01-03"),
        ("Sept 3rd, 2023", "2023-09-03"),
        ("25/03/2023", "2023-03-25"),
        ("03/25/2023", "2023-03-25"),
        ("04/04/2023", "2023-04-04"),
        ("29.02.2024", "2024-02-29"),
        ("23-3-5", "2023-03-05"),
        ("23.12.5", "2023-12-05"),
        ("5/31/23", "2023-05-31"),
        ("25/12/32", "2032-12-25"),
        ("5/5/23", "2023-05-05"),
        ("23年3月5日", "2023-03-05"),
        ("3-Jan-23", "2023-01-03"),
        ("03-JAN-23", "2023-01-03"),
        ("5/31/23 10:15", "2023-05-31"),
    ],
)
def test_days(written: Value, iso: str) -> None:
    assert parse_date(written) == day(iso)


def test_the_two_date_systems_are_four_years_and_a_day_apart() -> None:
    assert parse_date(43465.0, epoch1904=True) == parse_date(44927.0) == day("2023-01-01")
    assert parse_date("43465", epoch1904=True) == day("2023-01-01")
    assert parse_date(20230101.0, epoch1904=True) == day("2023-01-01")


@pytest.mark.parametrize(
    "written", [None, "", "-", "—", "未支付", "未付", "未收", "未付款（已催）", "Unpaid", "not paid", "N/A", 0.0, "0000-00-00", "00000000"]
)
def test_words_for_not_yet(written: Value) -> None:
    assert parse_date(written) is None


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("2023-02-30", "RL204"),
        ("2023-13-01", "RL204"),
        ("31/31/2023", "RL204"),
        (20230230.0, "RL204"),
        ("29.02.2023", "RL204"),
        ("03/04/2023", "RL211"),
        ("下月初", "RL203"),
        ("月结30天", "RL203"),
        ("5/3/23", "RL231"),
        ("03/05/23", "RL231"),
        ("23-03-05", "RL231"),
        ("31.03.23", "RL231"),
        ("30/02/41", "RL204"),
        ("32/32/32", "RL204"),
        ("1/2/3", "RL203"),
        ("3-Foo-23", "RL203"),
        ("30-Feb-23", "RL204"),
        ("2023年1月", "RL203"),
        ("marching 3, 2023", "RL203"),
        ("2023-01-03¹", "RL203"),
        ("已付", "RL203"),
        (-5.0, "RL203"),
        (0.5, "RL203"),
        (1e300, "RL203"),
        (True, "RL203"),
        (CellError("#VALUE!"), "RL209"),
        ("#N/A", "RL209"),
    ],
)
def test_what_is_no_day(written: Value, rule: str) -> None:
    assert parse_date(written) == Problem(rule)


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["03/04/2023", "25/03/2023"], "dmy"),
        (["03/04/2023", "03/25/2023"], "mdy"),
        (["03/04/2023", "05/06/2023"], None),
        (["25/03/2023", "03/25/2023"], None),
        (["未支付", None, 44927.0, "2023-01-25"], None),
    ],
)
def test_the_order_a_column_proves(column: list[Value], order: str | None) -> None:
    assert date_order(column) == order


def test_a_proven_order_settles_what_has_two_readings() -> None:
    assert parse_date("03/04/2023", "dmy") == day("2023-04-03")
    assert parse_date("03/04/2023", "mdy") == day("2023-03-04")
    assert parse_date("25/03/2023", "mdy") == day("2023-03-25")


@given(ODD_CELLS, st.sampled_from([None, "dmy", "mdy"]), st.booleans())
def test_no_cell_crashes_the_reader(value: Value, order: str | None, epoch1904: bool) -> None:
    assert isinstance(parse_date(value, order, epoch1904=epoch1904), int | Problem | None)
    date_order([value])


@given(st.dates(dt.date(1990, 1, 1), dt.date(2199, 12, 31)))
def test_what_is_written_is_read_back(date: dt.date) -> None:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    y, m, d = date.year, date.month, date.day
    forms: list[Value] = [
        date.isoformat(), f"{y}/{m}/{d}", f"{y}年{m}月{d}日", f"{y}{m:02d}{d:02d}", float(f"{y}{m:02d}{d:02d}"),
        f"{d} {months[m - 1]} {y}", f"{months[m - 1]} {d}, {y}", dt.datetime(y, m, d, 8),
        float(date.toordinal() - dt.date(1899, 12, 30).toordinal()),
    ]  # fmt: skip
    assert {parse_date(form) for form in forms} == {date.toordinal()}
    assert parse_date(f"{d:02d}/{m:02d}/{y}", "dmy") == parse_date(f"{m:02d}/{d:02d}/{y}", "mdy") == date.toordinal()


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), st.sampled_from("-/."), st.sampled_from(["ymd", "dmy", "mdy"]), st.booleans())
def test_a_two_digit_year_never_reads_as_another_day(date: dt.date, separator: str, order: str, padded: bool) -> None:
    """Either the day that was meant, or it is told with that day among the readings."""
    width = "02" if padded else ""
    parts = {"y": f"{date.year % 100:02}", "m": f"{date.month:{width}}", "d": f"{date.day:{width}}"}
    written = separator.join(parts[part] for part in order)
    meaning = parse_date(written)
    assert meaning == date.toordinal() or (meaning == Problem("RL231") and date.toordinal() in short_year_days(written))
    assert parse_date(written, "dmy") == parse_date(written, "mdy") == meaning


@given(st.text(alphabet="0123456789-/. 年月日janfeb", max_size=12))
def test_no_text_of_a_date_crashes_the_reader(written: str) -> None:
    assert isinstance(parse_date(written), int | Problem | None)
    assert all(isinstance(day, int) for day in short_year_days(written))
