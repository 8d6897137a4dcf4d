"""The terms column of a ledger: the due day it gives each row, and what is said where it gives none."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_table import day, read
from riskledger.i18n import words
from riskledger.ledger.known import ROW_TERMS
from riskledger.ledger.terms import Terms, Unknown, due_day, due_days, parse_terms_cell, read_terms
from riskledger.ledger.values import ERROR_CELL
from riskledger.reporting.wording import finding_words
from riskledger.workbook.sheet import CellError, Value

HEAD = "客户|交易日期|到期日|账期|交易金额\n"


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        ("30", "2026-02-14"),
        ("Net 30", "2026-02-14"),
        ("net/30", "2026-02-14"),
        ("2/10 net 30", "2026-02-14"),
        ("货到付款", "2026-01-15"),
        ("预付", "2026-01-15"),
        ("次月15日", "2026-02-15"),
        ("EOM", "2026-01-31"),
        ("21 MFI", "2026-02-21"),
        ("1个月", "2026-02-15"),
        ("月结 次月25日", "2026-02-25"),
        ("30 days EOM on the 10th", "2026-03-10"),
    ],
)
def test_the_due_day_that_the_terms_give(terms: str, due: str) -> None:
    drawn = read(f"{HEAD}A|@2026-01-15||{terms}|1\nB|@2026-01-15|@2026-12-31|{terms}|2")
    assert drawn.ledger.terms_due[0] == drawn.known.due_day[0] == day(due)
    assert drawn.known.due_source[0] == ROW_TERMS
    assert drawn.known.due_day[1] == day("2026-12-31")
    assert [found for found in drawn.found if not found.startswith("RL320")] == []  # the second row is due another day than its terms say


@pytest.mark.parametrize(
    ("terms", "rule"),
    [
        ("月结30天", "RL217"),
        ("45 days EOM", "RL217"),
        ("次月结", "RL217"),
        ("验收后30天", "RL218"),
        ("30 days after delivery", "RL218"),
        ("NAA8", "RL208"),
        ("-30", "RL208"),
        ("9999", "RL208"),
        ("30.5", "RL208"),
        ("TRUE", "RL208"),
        ("!#N/A", "RL216"),
    ],
)
def test_terms_that_give_no_due_day_are_told_where_no_due_date_stands(terms: str, rule: str) -> None:
    drawn = read(f"{HEAD}A|@2026-01-15||{terms}|1\nB|@2026-01-15|@2026-12-31|{terms}|2\nC|@2026-01-15||30|3")
    assert drawn.found == [f"{rule} D2"]
    assert drawn.known.due_day.tolist() == [0, day("2026-12-31"), day("2026-02-14")]
    assert drawn.ledger.usable == [True, True, True]


def test_blank_terms_are_none() -> None:
    drawn = read(f"{HEAD}A|@2026-01-15||无|1\nB|@2026-01-15||-|2\nC|@2026-01-15|||3")
    assert drawn.ledger.terms_due == [None] * 3
    assert drawn.found == ["RL105 A1"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "“月结30天”有多种读法：30天后的月底；月底后30天；开票后30天"),
        ("en", "“月结30天” can mean: 30 days, then end of month; end of month, then 30 days; net 30 days"),
    ],
)
def test_terms_with_several_readings_are_told_with_each_of_them(language: str, said: str) -> None:
    [finding] = read(f"{HEAD}A|@2026-01-15||月结30天|1\nB|@2026-01-15||30|2").findings
    assert finding_words(finding, words(language)).message == said


@pytest.mark.parametrize(
    ("written", "meaning"),
    [(None, None), ("", None), (30.0, 30), ("30天", 30), ("COD", 0), (CellError("#N/A"), ERROR_CELL), ("#REF!", ERROR_CELL)],
)
def test_what_a_cell_says(written: Value, meaning: object) -> None:
    assert parse_terms_cell(written) == meaning


def test_a_date_is_no_term() -> None:
    assert parse_terms_cell(dt.datetime(2026, 1, 31)) == Unknown("2026-01-31")
    assert parse_terms_cell(True) == Unknown("TRUE")


@given(
    st.sampled_from(["30", "Net 45", "1个月", "次月15日", "EOM", "COD", "30%预付 70%60天", "月结 次月25日"]),
    st.dates(max_value=dt.date(9000, 1, 1)),
)
def test_the_quick_way_gives_the_date_of_the_terms_themselves(text: str, invoice: dt.date) -> None:
    terms, cell = read_terms(text), parse_terms_cell(text)
    assert isinstance(terms, Terms)
    assert not isinstance(cell, type(ERROR_CELL))
    assert due_day(cell, invoice.toordinal()) == terms.due(invoice).toordinal()
    assert due_days([cell, cell, None], [None, invoice.toordinal(), 1]) == [None, terms.due(invoice).toordinal(), None]
