"""Cells of small ledgers traced: where a due date comes from, what an input was read as, and what is said of cells outside."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ledger_table import AS_OF, write
from riskledger.assessment import assess_book
from riskledger.errors import CannotRun
from riskledger.reporting.derivation import Quantity
from riskledger.reporting.reference import Reference, parse_reference, same
from riskledger.reporting.traced import Traced, again
from riskledger.reporting.tracing import trace
from riskledger.workbook.opening import open_any

LEDGER = """
客户名称 | 交易日期    | 账期 | 到期日      | 交易金额 | 已收金额 | 支付日期    | 逾期付款天数 | 争议金额 | 风险等级 | 行动计划   | 内部备注
甲公司   | @2026-06-01 | 30   |             | 1000     |          |             | 122          | 是       | 高风险   | 我来打电话 | x
甲公司   | @2026-06-01 |      | @2026-07-01 | 1000     |          | @2026-07-11 | 9            |          |          |            |
甲公司   | @2026-12-01 |      | @2026-12-31 | 50       |          |             |              |          |          |            |
乙公司   | @2026-06-01 |      | @2026-07-01 | 一千     |          |             |              |          |          |            |
乙公司   | @2026-06-01 |      |             | 80       |          |             | 12           |          |          |            |
合计     |             |      |             | 2130     |          |             |              |          |          |            |
"""


def at(tmp_path: Path, cell: str, *, beside: str | None = None, table: str = LEDGER) -> Traced:
    path = write(tmp_path / "book.xlsx", table, beside=beside)
    with open_any(path) as book:
        asked = parse_reference(cell, [entry.name for entry in book.sheets])
        assessment = assess_book(book, as_of=AS_OF)
        traced = trace(book, assessment, asked, "given")
        if traced.figure and traced.why is None:
            assert traced.value is not None
            assert again(traced, assessment.policy, "zh") == traced.value.value
        return traced


def inputs(traced: Traced) -> dict[str, tuple[object, str | None, str | None]]:
    return {each.name: (each.quantity.value, each.cell, each.note) for each in traced.inputs}


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def test_days_overdue_of_an_open_row_by_its_terms(tmp_path: Path) -> None:
    traced = at(tmp_path, "台账!H2")
    assert (traced.value, traced.stored, traced.agrees) == (Quantity("days", 122), "122", True)
    assert inputs(traced) == {
        "due_date": (day("2026-07-01"), "台账!C2", "row_terms"),
        "invoice_date": (day("2026-06-01"), "台账!B2", None),
        "terms": ("30", "台账!C2", None),
        "amount": (100000, "台账!E2", None),
        "received": (0, None, "nothing"),
        "payment_date": (None, "台账!G2", None),
        "as_of": (day(AS_OF), None, None),
        "grace_days": (0, None, None),
    }


def test_days_overdue_of_a_paid_row_that_the_cell_has_otherwise(tmp_path: Path) -> None:
    traced = at(tmp_path, "H3")
    assert (traced.value, traced.stored, traced.agrees) == (Quantity("days", 10), "9", False)
    assert inputs(traced)["received"] == (100000, "台账!G3", "in_full")
    assert inputs(traced)["due_date"] == (day("2026-07-01"), "台账!D3", "on_row")


def test_days_that_only_the_cell_states(tmp_path: Path) -> None:
    traced = at(tmp_path, "H6")
    assert (traced.value, traced.agrees) == (Quantity("days", 12), True)
    assert inputs(traced)["due_date"][1:] == ("台账!H6", "declared")


def test_a_row_that_does_not_count_says_why(tmp_path: Path) -> None:
    assert [at(tmp_path, cell).why for cell in ("H4", "J4", "H5", "E4")] == ["later", "later", "excluded", "later"]
    excluded = at(tmp_path, "J5")
    assert excluded.value is None
    assert [finding.rule for finding in excluded.findings] == ["RL201"]


def test_her_own_action_is_hers(tmp_path: Path) -> None:
    traced = at(tmp_path, "K2")
    assert (traced.stored, traced.agrees, traced.why) == ("我来打电话", None, "own_words")
    assert traced.value is not None
    blank = at(tmp_path, "K3")
    assert (blank.stored, blank.agrees, blank.value) == (None, False, traced.value)


@pytest.mark.parametrize(
    ("cell", "stored", "value"),
    [
        ("B2", "2026-06-01", Quantity("date", dt.date(2026, 6, 1).toordinal())),
        ("C2", "30", Quantity("days", 30)),
        ("E2", "1000", Quantity("money", 100000)),
        ("E5", "一千", None),
        ("F2", None, None),
        ("I2", "是", Quantity("yes_no", True)),
        ("A2", "甲公司", Quantity("text", "甲公司")),
    ],
)
def test_an_input_and_what_it_was_read_as(cell: str, stored: str | None, value: Quantity | None, tmp_path: Path) -> None:
    traced = at(tmp_path, cell)
    assert (traced.what, traced.stored, traced.value, traced.how) == ("input", stored, value, "exact")
    assert traced.feeds


def test_a_header_and_cells_outside_everything(tmp_path: Path) -> None:
    header = at(tmp_path, "D1")
    assert (header.what, header.column, header.how) == ("header", "due_date", "exact")
    for cell, why in (("L2", "unread_column"), ("E7", "no_row"), ("Z90", "unread_column"), ("E90", "no_row")):
        outside = at(tmp_path, cell)
        assert (outside.what, outside.why) == ("outside", why), cell
        assert outside.near[0].startswith("台账!H")
    assert at(tmp_path, "E90").near[0] == "台账!H6"
    assert at(tmp_path, "档案!A1", beside="随便 | 什么\n1 | 2").why == "other_sheet"


def test_cells_of_the_customers_sheet(tmp_path: Path) -> None:
    beside = """
客户名称 | 信用额度 | 额度到期日  | 覆盖等级 | 覆盖原因
甲公司   | 800      | @2026-12-31 | 低风险   | 已付款
"""
    limit = at(tmp_path, "档案!B2", beside=beside)
    assert (limit.what, limit.column, limit.value, limit.customer) == ("input", "limit", Quantity("money", 80000), "甲公司")
    assert "tier" in limit.feeds
    assert at(tmp_path, "档案!C2", beside=beside).value == Quantity("date", day("2026-12-31"))
    tier = at(tmp_path, "J2", beside=beside)
    assert tier.value == Quantity("tier", "low")
    assert inputs(tier)["override_tier"] == ("low", "档案!D2", None)
    assert inputs(tier)["fact.limit_exceeded"][:2] == (True, "档案!B2")


def test_terms_of_the_customers_sheet_make_a_due_date(tmp_path: Path) -> None:
    table = "客户名称 | 交易日期 | 交易金额 | 逾期付款天数\n甲公司 | @2026-06-01 | 100 |"
    traced = at(tmp_path, "D2", table=table, beside="客户名称 | 账期 | 信用额度\n甲公司 | 45 | 900")
    assert inputs(traced)["due_date"] == (day("2026-07-16"), "档案!B2", "customer_terms")


def test_references_as_people_write_them() -> None:
    sheets = ["客户台账", "Customer assessment", "It's"]
    for text, meant in (
        ("客户台账!H12", Reference("客户台账", 12, 8)),
        ("客户台账！$h$12", Reference("客户台账", 12, 8)),
        ("'customer assessment'!AA5", Reference("Customer assessment", 5, 27)),
        ("'It''s'!A1", Reference("It's", 1, 1)),
        (" o7 ", Reference(None, 7, 15)),
    ):
        assert parse_reference(text, sheets) == meant
    for text, code in (("H0", "bad_cell"), ("12", "bad_cell"), ("XFE1", "bad_cell"), ("A1:B2", "bad_cell"), ("Nope!A1", "no_such_sheet")):
        with pytest.raises(CannotRun) as refused:
            parse_reference(text, sheets)
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("stored", "quantity", "agrees"),
    [
        (914142.27, Quantity("money", 91414227), True),
        (914142.28, Quantity("money", 91414227), False),
        ("0天", Quantity("days", 0), True),
        (0.054288, Quantity("share", 0.054288), True),
        (0.0543, Quantity("share", 0.054288), False),
        ("High", Quantity("tier", "high"), True),
        ("正常", Quantity("confidence", "normal"), True),
        ("Low", Quantity("confidence", "normal"), False),
        (46356.0, Quantity("date", dt.date(2026, 11, 30).toordinal()), True),
        (None, Quantity("text", None), True),
        (None, Quantity("money", 0), False),
    ],
)
def test_what_a_cell_says_against_what_comes_out(stored: str | float | None, quantity: Quantity, agrees: bool) -> None:
    assert same(stored, quantity) is agrees
