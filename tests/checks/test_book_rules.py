"""Rules on the book: control total, currencies, protections, formulas in computed columns."""

from __future__ import annotations

import pytest

from ledger_table import read, sheet
from riskledger.checks.control_total import NOTHING_BEHIND, Suspect, behind_difference
from riskledger.checks.formulas import check_formulas
from riskledger.checks.portfolio import check_locks, check_portfolio

LEDGER = "客户名称|到期日|交易金额|币种\nA|@2026-01-01|5|CNY"


@pytest.mark.parametrize(
    ("currencies", "assumed", "outstanding", "control", "rules"),
    [
        (("CNY",), 0, 500, 500, []),
        (("CNY",), 0, 500, None, []),
        (("CNY",), 0, 500, 501, ["RL501"]),
        ((None,), 0, 0, 0, []),
        (("CNY", "USD"), 0, None, None, ["RL502"]),
        (("CNY", "USD"), 0, None, 0, ["RL501", "RL502"]),
        (("CNY",), 3, 500, None, ["RL503"]),
    ],
)
def test_sums(currencies: tuple[str | None, ...], assumed: int, outstanding: int | None, control: int | None, rules: list[str]) -> None:
    found = check_portfolio(read(LEDGER).layout, currencies, assumed, outstanding, control, currencies)
    assert [finding.rule for finding in found] == rules


def test_the_difference_is_what_the_ledger_has_too_much() -> None:
    [finding] = check_portfolio(read(LEDGER).layout, (None,), 0, 700, 500, ())
    assert finding.params == {"control": 500, "outstanding": 700, "difference": 200, "behind": NOTHING_BEHIND}


@pytest.mark.parametrize(
    ("difference", "likely"),
    [(100, ["C2 equal", "C6 twice"]), (-60, ["C3 reversed"]), (-30, ["C3 equal"]), (30, ["C3 opposite"]), (99, [])],
)
def test_the_rows_behind_a_difference(difference: int, likely: list[str]) -> None:
    """The third row cannot be read, the fourth is not there yet on the day."""
    drawn = read(
        """
客户名称|到期日|交易金额|交易日期
A|@2026-01-01|100|@2026-01-01
B|@2026-01-01|-30|@2026-01-01
C|@2026-01-01|若干|@2026-01-01
D|@2027-01-01|7|@2026-12-01
E|@2026-01-01|200|@2026-01-01
""",
        as_of="2026-10-31",
    )
    behind = behind_difference(drawn.ledger, drawn.known, drawn.known.outstanding[drawn.known.assessed], difference * 100)
    assert [f"{row.cell} {row.why}" for row in behind.likely] == likely
    assert (behind.excluded, behind.excluded_count) == ((Suspect("C4", None),), 1)
    assert (behind.later, behind.later_amount) == ((Suspect("C5", 700),), 700)


def test_protections() -> None:
    assert [finding.rule for finding in check_locks("台账", True, True)] == ["RL701", "RL702"]
    assert check_locks("台账", False, False) == []


def test_a_formula_is_not_contradicted_where_lateness_is_not_decided() -> None:
    """Received, but nobody wrote when."""
    table = "客户名称|到期日|交易金额|已收金额|逾期付款天数\nA|@2026-10-01|5|5|{TODAY()-B2}30"
    drawn = read(table)
    assert check_formulas(drawn.ledger, drawn.known, sheet(table), ["low"]) == []


@pytest.mark.parametrize(
    ("days", "tier", "rules"),
    [
        ("{TODAY()-B2}30", "{IF(D2>0,1,2)}高风险", []),
        ("{TODAY()-B2}31", "{IF(D2>0,1,2)}High", ["RL104 D2"]),
        ("{TODAY()-B2}!#VALUE!", "{IF(D2>0,1,2)}低风险", ["RL104 D2", "RL104 E2"]),
        ("31", "低风险", []),
    ],
)
def test_formulas_in_computed_columns(days: str, tier: str, rules: list[str]) -> None:
    """Thirty days overdue and high risk are what was computed; values typed in are no formulas."""
    table = f"客户名称|到期日|交易金额|逾期付款天数|风险等级\nA|@2026-10-01|5|{days}|{tier}"
    drawn = read(table)
    found = check_formulas(drawn.ledger, drawn.known, sheet(table), ["high"])
    assert [f"{f.rule} {'ABCDE'[(f.column or 1) - 1]}{f.row}" for f in found] == rules
