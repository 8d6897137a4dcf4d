"""Which rows count: read = assessed + excluded + later; totals and repeated headers are skipped; blank rows are nothing."""

from __future__ import annotations

import pytest

from ledger_table import read

HEAD = "客户名称|单据号|交易日期|到期日|交易金额|支付日期|币种|投诉次数|逾期付款天数\n"
A = "A公司|1|@2026-01-01|@2026-01-31|100|||0\n"


def rows(*lines: str) -> tuple[int, int, int, int]:
    """Assessed, excluded, later, skipped of these rows below two good ones."""
    return read(HEAD + A + "\n".join(lines) + "\nB公司|2|@2026-02-01|@2026-03-31|200|||0\n").counts


@pytest.mark.parametrize(
    "line",
    [
        "合计||||300",
        "合 计：||||300",
        "合计（元）||||300",
        "合计|||@2026-10-31|300",
        "总计|共 2 笔|||300",
        "||合计||300",
        "||||300|||合计",
        "Total||||300",
        "Grand Total:||||300",
        "A公司 小计||||100",
        "A公司汇总||||{SUBTOTAL(9,E2:E2)}100",
        "Acme Total||||100",
        "||||{SUM(E2:E3)}300",
        "||||{SUBTOTAL(9,E2:E3)}300||||{SUM(I2:I3)}4",
        "客户名称|单据号|交易日期|到期日|交易金额",
        "制表人：张三|审核：李四",
        "注：1. 金额均含税",
        "Note: all amounts include tax",
        " 客户名称 |单据号|交易日期|到期日|交易金额|支付日期",
    ],
)
def test_totals_repeated_headers_and_footnotes_are_skipped_and_counted(line: str) -> None:
    assert rows(line) == (2, 0, 0, 1)


@pytest.mark.parametrize(
    "name",
    [
        "Total Energies",
        "Total",
        "TOTAL",
        "合计会计师事务所",
        "上海合计科技",
        "Summa",
        "Totally Fine Ltd",
        "小计划科技",
        "客户名称",
        "汇总通公司",
        "Acme Total",
    ],
)
def test_a_customer_is_not_a_total_because_of_its_name(name: str) -> None:
    assert rows(f"{name}|9|@2026-01-01|@2026-01-31|50") == (3, 0, 0, 0)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "  ",
        "||||||CNY|0",
        "||||||CNY|0|{J4}0",
        "{Z4}0||{Z4}0|{C4+30}30|{Z4}0",
        "{Z4}|{Z4}|{Z4}||{Z4}0",
        "|{VLOOKUP(A4,Z:Z,1,0)}!#N/A||{C4+30}30|{Z4*1}0",
        "||||||||{TODAY()-D4}46000",
    ],
)
def test_unused_rows_with_what_was_drawn_down_over_them_are_nothing(line: str) -> None:
    assert rows(line) == (2, 0, 0, 0)


def test_a_running_number_alone_is_nothing() -> None:
    assert read("序号|客户名称|到期日|交易金额\n1|A|@2026-01-31|100\n2|||\n3|||\n").counts == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("|9|@2026-01-01|@2026-01-31|50", ["RL205 A3"]),
        ("-|9|@2026-01-01|@2026-01-31|50", ["RL205 A3"]),
        ("{Z1}0|9|@2026-01-01|@2026-01-31|{Z2}50", ["RL205 A3"]),
        ("!#N/A|9|@2026-01-01|@2026-01-31|50", ["RL209 A3"]),
        ("{Z1}!#REF!||{Z1}!#REF!|{Z1}!#REF!|{Z1}!#REF!", ["RL209 A3", "RL209 C3", "RL209 D3", "RL209 E3"]),
        ("'#N/A|9|@2026-01-01|@2026-01-31|50", ["RL209 A3"]),
        ("C公司|9|@2026-01-01|@2026-01-31|", ["RL202 E3"]),
        ("C公司|9|@2026-01-01|@2026-01-31|约五万", ["RL201 E3"]),
        ("|9|@2026-01-01||", ["RL202 E3", "RL205 A3"]),
        ("|9|||", ["RL202 E3", "RL205 A3", "RL206 C3"]),
        ("Total Energies|9|||50", ["RL206 C3"]),
        ("C公司|9|||50", ["RL206 C3"]),
        ("C公司|9|2026-02-30|@2026-01-31|50", ["RL204 C3"]),
        ("C公司|9|2026-02-01|下月初|50", ["RL203 D3"]),
        ("C公司|9|2026-02-01||50|!#REF!", ["RL209 F3"]),
        ("C公司|9|@2026-01-01|03/04/2026|50", ["RL211 D3"]),
        ("C公司|9|5|@2026-01-31|50", ["RL213 C3"]),
        ("C公司|9|@2026-01-01|@2026-01-31|9999999999999", ["RL213 E3"]),
        ("新客户", ["RL202 E3", "RL206 C3"]),
        ("制表：张三公司|||@2026-01-31", ["RL202 E3"]),
    ],
)
def test_a_row_with_an_error_is_excluded_and_its_cell_named(line: str, found: list[str]) -> None:
    drawn = read(HEAD + A + line)
    assert drawn.counts == (1, 1, 0, 0)
    assert sorted(drawn.found) == sorted(found)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("C公司|9|@2026-01-01|@2026-01-31|50|||若干", ["RL207 H3"]),
        ("C公司|9|@2026-01-01|@2026-01-31|50|||!#N/A", ["RL216 H3"]),
        ("C公司|9|@2026-01-01|@2026-01-31|50|||-2", ["RL216 H3"]),
        ("C公司|9|@2026-01-01|@2026-01-31|50||!#N/A", ["RL216 G3"]),
        ("C公司|!#N/A|@2026-01-01|@2026-01-31|50", ["RL216 B3"]),
        ("C公司|9|@2026-01-01|@2026-01-31|50.005", ["RL210 E3"]),
        ("C公司|9|@2026-01-01|@2026-01-31|1,050.005元", ["RL210 E3"]),
        ("C公司|9|@2026-01-01|@2026-01-31|50||||一个多月", ["RL214 I3"]),
    ],
)
def test_a_lesser_fault_leaves_the_row_in(line: str, found: list[str]) -> None:
    drawn = read(HEAD + A + line)
    assert drawn.counts == (2, 0, 0, 0)
    assert drawn.found == found


def test_rows_dated_later_do_not_exist_yet() -> None:
    drawn = read(HEAD + A + "B公司|2|@2026-10-31|@2026-11-30|5\nC公司|3|@2026-11-01|@2026-11-30|7\n合计||||12")
    assert drawn.counts == (2, 0, 1, 1)
    assert drawn.outstanding == [100, 5]


def test_every_row_is_accounted_for() -> None:
    drawn = read(HEAD + A + "合计||||1\nB||@2026-12-01||5\n\nC||||6\nD||@2026-01-01||7\n|||||\n")
    assessed, excluded, later, skipped = drawn.counts
    assert (assessed, excluded, later, skipped) == (2, 1, 1, 1)
    assert drawn.ledger.rows == [2, 4, 6, 7]


def test_a_ledger_without_rows() -> None:
    drawn = read("客户名称|交易金额|到期日\n")
    assert drawn.counts == (0, 0, 0, 0)
    assert drawn.findings == []
