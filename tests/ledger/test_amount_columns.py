"""A column of amounts read at once says what its cells say one by one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledger_table import read
from riskledger.ledger.values import contradicts, has_fraction, money_currency, parse_money
from riskledger.ledger.values.amount_columns import read_amounts
from riskledger.ledger.values.text_columns import all_read_as_is, reads_as_is
from riskledger.workbook.sheet import CellError, Value

SIGNS = ("", "", "¥", "￥ ", "$", "€", "£", "RMB ", "CNY", "usd", "港币", "NT$", "+")
NUMBERS = st.one_of(
    st.from_regex(r"-?\d{1,3}(,\d{3}){0,3}(\.\d{0,7})?", fullmatch=True),
    st.from_regex(r"-?\d{0,14}(\.\d{1,7})?", fullmatch=True),
    st.from_regex(r"[１-９]{1,3}(，[０-９]{3})?(．[０-９]{1,3})?", fullmatch=True),
)
WRITTEN = st.builds(
    "{0}{1}{2}{3}{4}".format,
    st.sampled_from(("", " ", "\u3000", "\n", "(")),
    st.sampled_from(SIGNS),
    NUMBERS,
    st.sampled_from(("", "", "元", "万", "万元", " 元", "亿", "k", "元整")),
    st.sampled_from(("", " ", "\u00a0", "\r", ")", "-")),
)
CELLS = st.one_of(
    WRITTEN,
    st.text(max_size=6),
    st.none(),
    st.booleans(),
    st.integers(-(10**13), 10**13).map(lambda minor: minor / 100),
    st.floats(allow_nan=False, allow_infinity=False),
    st.just(CellError("#N/A")),
)


def one_by_one(values: list[Value], unit: int) -> list[object]:
    return [parse_money(value, unit) for value in values]


@given(st.lists(CELLS, max_size=12), st.sampled_from((1, 1000, 10_000)))
@example(["1.234", "1.234万", "12.3456", "0.500"], 1)
@example([" ", "5", "\u3000"], 1)
@example(["1\n2", "3"], 1)
@example([True, 1.0, 1.005, "1.005"], 10_000)
@example(["100000000.01", "99999999.99", "99999999.999999", "9.99999999亿"], 1)
def test_what_is_read_at_once_is_what_is_read_one_by_one(values: list[Value], unit: int) -> None:
    column, expected = read_amounts(values, unit), one_by_one(values, unit)
    assert [i for i in range(len(values)) if i not in column.left and column.minor[i] != expected[i]] == []
    assert all(not has_fraction(value, unit) for i, value in enumerate(values) if i not in column.left)
    assert all(column.minor[i] is None for i in column.left)


@given(st.lists(CELLS, max_size=12))
def test_the_wording_names_the_currency_that_the_text_names(values: list[Value]) -> None:
    wording = read_amounts(values).wording or [None] * len(values)
    assert [money_currency(word) for word in wording] == [money_currency(value) for value in values]
    for currency in ("CNY", "USD", "HKD", "EUR"):
        assert [contradicts(word, currency) for word in wording] == [contradicts(value, currency) for value in values]


@pytest.mark.parametrize(
    "text", ["1,234.50", "¥1,234.5", "1234.50元", "RMB 1,234.5", "0.12345万", "１，２３４．５０", "-1234.5", "0.12345万元"]
)
def test_usual_texts_leave_nothing_to_look_at(text: str) -> None:
    column = read_amounts([text, 12.5, None])
    assert (abs(column.minor[0]), column.minor[1:], column.left) == (123_450, [1250, None], [])


@given(st.lists(st.one_of(st.none(), st.text(max_size=3), st.sampled_from((" a", "a ", "#a", "a#", "", "a\n", "\na", "a b", "客户")))))
def test_texts_seen_together_need_no_trimming_when_none_does(values: list[Value]) -> None:
    assert all_read_as_is(values) == all(map(reads_as_is, values))


def test_amounts_of_all_kinds_side_by_side() -> None:
    seen = read(
        """
        客户 | 交易日期    | 到期日      | 交易金额
        A   | @2026-01-05 | @2026-02-05 | 100.5
        B   | @2026-01-05 | @2026-02-05 | ¥1,200.50元
        C   | @2026-01-05 | @2026-02-05 | 1.2万
        D   | @2026-01-05 | @2026-02-05 | '12.345
        E   | @2026-01-05 | @2026-02-05 | 10.0051元
        F   | @2026-01-05 | @2026-02-05 | !#N/A
        G   | @2026-01-05 | @2026-02-05 | TRUE
        """
    )
    assert seen.ledger.amount == [10_050, 120_050, 1_200_000, None, 1001, None, None]
    assert [found for found in seen.found if "D" in found] == ["RL201 D5", "RL209 D7", "RL201 D8", "RL210 D6"]
