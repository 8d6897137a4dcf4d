"""Counts, days, terms, yes and no, texts."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_money_values import ODD_CELLS

from riskledger.ledger.terms import parse_terms_cell
from riskledger.ledger.tiers import NAMES, read_tier
from riskledger.ledger.values import Problem, as_text, parse_count, parse_days, parse_disputed, parse_flag, parse_open, plain
from riskledger.workbook.sheet import CellError, Value


@pytest.mark.parametrize(
    ("written", "count"),
    [(3.0, 3), ("3次", 3), ("０次", 0), ("3 次", 3), ("2 times", 2), ("2.0", 2), (None, None), ("无", None), ("-", None),
     ("若干次", "RL207"), (1.5, "RL207"), ("1.5次", "RL207"), (True, "RL207"), (1e300, "RL207"), ("99999999999", "RL207"),
     (CellError("#N/A"), "RL209")],
)  # fmt: skip
def test_counts(written: Value, count: int | str | None) -> None:
    assert parse_count(written) == (Problem(count) if isinstance(count, str) else count)


@pytest.mark.parametrize(
    ("written", "days"),
    [(30.0, 30), ("30天", 30), ("0天", 0), ("５ 天", 5), ("5 days", 5), ("逾期5天", 5), ("已逾期 5 天", 5), ("未逾期", 0), ("-3天", -3),
     ("", None),      ("一个多月", "RL214"), ("5天以上", "RL214"), ("≥30", "RL214"), ("30²", "RL214"), (30.5, "RL214")],
)  # fmt: skip
def test_days(written: Value, days: int | str | None) -> None:
    assert parse_days(written) == (Problem(days) if isinstance(days, str) else days)


@pytest.mark.parametrize(
    ("written", "days"),
    [(30.0, 30), ("30天", 30), ("Net 30", 30), ("net30", 30), ("n/30", 30), ("30 days net", 30), ("账期60天", 60), ("货到付款", 0),
     ("COD", 0), ("Due on receipt", 0), ("无", None), (None, None),
     ("月结30天", "RL208"), ("NAA8", "RL208"), ("EOM", "RL208"), ("2/10 net 30", 30), ("30%预付", "RL208"), ("-30", "RL208"),
     (CellError("#N/A"), "RL209")],
)  # fmt: skip
def test_terms(written: Value, days: int | str | None) -> None:
    answer = parse_terms_cell(written)
    if isinstance(days, str):
        assert not isinstance(answer, int | None), "never net days by a guess"
        assert answer == Problem(days) or days == "RL208"
    else:
        assert answer == days


@pytest.mark.parametrize(
    ("written", "is_open", "where_yes_means_paid"),
    [("未支付", True, True), ("部分核销", True, True), ("Partially Paid", True, True), ("Paid", False, False), ("已结清", False, False),
     ("是", True, False), ("Yes", True, False), (1.0, True, False), (0.0, False, True), (True, True, False), ("否", False, True),
     (None, None, None)],
)  # fmt: skip
def test_open_or_not(written: Value, is_open: bool | None, where_yes_means_paid: bool | None) -> None:
    assert parse_open(written) is is_open
    assert parse_open(written, inverted=True) is where_yes_means_paid


def test_a_status_that_says_neither() -> None:
    assert parse_open("审批中") == Problem("RL215")


@pytest.mark.parametrize(
    ("written", "disputed"),
    [
        ("Yes", True),
        ("No", False),
        ("是", True),
        ("无", False),
        ("500元", True),
        (500.0, True),
        (0.0, False),
        ("0元", False),
        (None, None),
        ("", None),
    ],
)
def test_disputes(written: Value, disputed: bool | None) -> None:
    assert parse_disputed(written) is disputed


@pytest.mark.parametrize(("written", "rule"), [("待定", "RL215"), ("1.234", "RL215"), (CellError("#REF!"), "RL209")])
def test_disputes_that_say_nothing(written: Value, rule: str) -> None:
    assert parse_disputed(written) == Problem(rule)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (100000222.0, "100000222"),
        (4_000_000_000_000_001.0, "4000000000000001"),
        ("0100000222", "0100000222"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (None, None),
        ("  ", None),
        ("\xa0A ", "A"),
        ("A\x1b[31mB", "A [31mB"),
        (dt.datetime(2023, 1, 3), "2023-01-03"),
        (dt.datetime(2023, 1, 3, 9, 30), "2023-01-03 09:30:00"),
    ],
)
def test_text(value: Value, text: str | None) -> None:
    assert as_text(value) == text


@given(ODD_CELLS)
def test_no_cell_crashes_the_readers(value: Value) -> None:
    for parser in (parse_count, parse_days):
        assert isinstance(parser(value), int | Problem | None)
    parse_terms_cell(value)
    for answer in (parse_flag(value), parse_open(value), parse_open(value, inverted=True), parse_disputed(value)):
        assert answer is None or isinstance(answer, bool | Problem)
    text = as_text(value)
    assert text is None or (text == text.strip() != "")


@given(st.integers(-36_500, 36_500))
def test_days_written_are_read_back(days: int) -> None:
    assert {parse_days(form) for form in (float(days), f"{days}天", f"{days} days", str(days))} == {days}
    if days >= 0:
        assert parse_terms_cell(f"Net {min(days, 3650)}") == min(days, 3650)


@given(st.text())
def test_plain_text_stays_plain(text: str) -> None:
    assert plain(plain(text)).strip() == plain(plain(plain(text)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tiers_written_are_read_back(language: str) -> None:
    for tier, name in NAMES[language].items():
        assert read_tier(name) == read_tier(f" {name.upper()} ") == tier
    assert read_tier("可疑") is None
