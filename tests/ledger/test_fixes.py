"""Which cells of a ledger are mended and which are left alone: the ledger reads the same afterwards, and a second look finds nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_table import cell, sheet
from riskledger.ledger.fixes import Fixes, fixes_of, mended_cells
from riskledger.ledger.intake import Ledger, read_ledger
from riskledger.ledger.recognise import recognise
from riskledger.workbook.address import address
from riskledger.workbook.number_formats import ShownNumber
from riskledger.workbook.sheet import SheetCells

FIGURES = (
    *("rows", "usable", "key", "invoice_date", "due_date", "payment_date", "amount", "paid_amount", "outstanding"),
    *("terms_due", "declared", "complaints", "disputed", "still_open", "currency", "override_tier", "override_until"),
)


def ledger_of(cells: SheetCells, epoch1904: bool = False) -> Ledger:
    return read_ledger(cells, recognise([cells]), epoch1904=epoch1904)


def mended(table: str, *, epoch1904: bool = False) -> Fixes:
    """The fixes of a drawing, which must leave the ledger's figures and a second look nothing to do."""
    cells = sheet(table)
    ledger = ledger_of(cells, epoch1904)
    found = fixes_of(cells, ledger, epoch1904=epoch1904)
    after = mended_cells(cells, found.fixes)
    again = ledger_of(after, epoch1904)
    assert {name: getattr(again, name) for name in FIGURES} == {name: getattr(ledger, name) for name in FIGURES}
    assert fixes_of(after, again, epoch1904=epoch1904).fixes == ()
    return found


def listed(found: Fixes) -> list[str]:
    """Fixes as `C2 10000` or `B2 甲公司`."""
    return [f"{address(f.row, f.column)} {f.new.digits if isinstance(f.new, ShownNumber) else f.new}" for f in found.fixes]


def test_each_column_is_mended_by_what_it_holds() -> None:
    found = mended("""
客户编号 | 客户名称    | 单据号   | 交易日期   | 交易金额 | 已收金额 | 支付日期 | 投诉次数 | 逾期天数 | 账期
'００１  | '甲公司　x  | 'Ａ－１  | 2026/1/5   | 10,000元 | '500     | 未支付   | 3次      | 30天     | 60天
12       | 乙公司      | 'A2      | 20260106   | 100      | 0        | 2026年3月1日 | 0    | 0        | 月结30天
""")
    assert listed(found) == [
        *("A2 001", "B2 甲公司 x", "C2 A-1", "D2 46027", "E2 10000", "F2 500", "H2 3", "I2 30", "J2 60"),
        *("D3 46028", "G3 46082"),
    ]
    assert [fix.kind for fix in found.fixes][:6] == ["half_width", "blanks", "half_width", "date", "amount", "amount"]


def test_her_words_and_computed_words_are_left_alone() -> None:
    cells = sheet("""
客户 | 交易日期    | 金额 | 行动计划 | 沟通记录 | 风险等级 | 覆盖原因 | 电话
甲   | @2026-01-05 | 100  | x        | x        | 高风险   | x        | x
""")
    for column in (4, 5, 6, 7, 8):
        cells.columns[column][1] = " １ｘ "
    fixes = fixes_of(cells, ledger_of(cells)).fixes
    assert [(fix.field, fix.new) for fix in fixes] == [("override_reason", "１ｘ"), ("phone", "１ｘ")]


def test_formulas_totals_and_columns_of_no_field_are_left_alone() -> None:
    found = mended("""
客户 | 交易日期      | 金额          | 备用
甲   | {X1}2026-01-05 | {X2}10,000元 | ' 1,000
乙   | 2026/1/6      | 5,000元       | ' 1,000
合计 |               | 15,000元      |
""")
    assert listed(found) == ["B3 46028", "C3 5000"]


def test_a_cell_with_a_finding_about_its_value_is_left_alone() -> None:
    found = mended("""
客户 | 交易日期   | 金额    | 投诉次数
甲   | 03/04/2026 | 1.234   | 若干次
乙   | 2026-02-30 | 1.005元 | -3次
""")
    assert found.fixes == ()


def test_an_amount_that_alone_names_its_currency_stays() -> None:
    found = mended("""
客户 | 交易日期    | 金额
甲   | @2026-01-05 | $5,000
乙   | @2026-01-05 | 10,000元
丙   | @2026-01-05 | '300
""")
    assert listed(found) == ["C4 300"]
    assert found.kept == ((2, 3), (3, 3))
    stated = mended("""
客户 | 交易日期    | 金额     | 币种
甲   | @2026-01-05 | $5,000   | USD
乙   | @2026-01-05 | 10,000元 |
""")
    assert (listed(stated), stated.kept) == (["C2 5000"], ((3, 3),))


def test_the_day_that_proves_an_order_stays_beside_a_text_that_needs_it() -> None:
    """03/04/2026 13:30 cannot become a date without its time, and is read by the order that 25/04/2026 proves."""
    found = mended("""
客户 | 交易日期         | 金额
甲   | 25/04/2026       | 1
乙   | 03/04/2026 13:30 | 1
丙   | 04/05/2026       | 1
丁   | 2026-04-05       | 1
""")
    assert listed(found) == ["B5 46117"]
    alone = mended("""
客户 | 交易日期   | 金额
甲   | 25/04/2026 | 1
乙   | 03/04/2026 | 1
""")
    assert listed(alone) == ["B2 46137", "B3 46115"]


def test_a_swapped_column_is_left_alone_and_another_is_not() -> None:
    swapped = "\n".join(f"甲 | @2026-0{n}-0{n + 1} | 2026-12-3{n % 2} | 1\n乙 | {n}/1{n + 2}/2026 | 20261231 | 1" for n in range(1, 7))
    found = mended(f"客户 | 交易日期 | 到期日 | 金额\n{swapped}")
    assert {fix.column for fix in found.fixes} == {3}
    assert len(found.fixes) == 12


def test_texts_with_a_time_never_come_to_look_like_a_swapped_column() -> None:
    rows = [f"甲 | {n}/{n + 1}/2026 | 1\n乙 | {n}/1{n + 2}/2026 13:30 | 1" for n in range(1, 7)]
    assert mended("客户 | 交易日期 | 金额\n" + "\n".join(rows)).fixes == ()


def test_a_column_that_is_a_date_only_by_its_texts_keeps_them() -> None:
    """As numbers, the dates under Paid would be read as amounts."""
    found = mended("""
Customer | Invoice date | Amount | Paid
A        | 2026-01-05   | 1,000  | 2026-02-01
B        | 2026-01-06   | 2,000  | 2026-02-02
""")
    assert listed(found) == ["B2 46027", "C2 1000", "B3 46028", "C3 2000"]


def test_lines_of_a_document_do_not_come_to_be_one_line() -> None:
    found = mended("""
Customer | Invoice number | Invoice date | Total | Item total | Due date
A        | INV-1          | @2026-01-05  | 300   | 100        | 2026-02-01
A        | 'ＩＮＶ-1      | @2026-01-05  | 300   | 200        | 2026-02-01
""")
    assert found.fixes == ()


def test_further_lines_of_a_document_are_mended_alike() -> None:
    found = mended("""
Customer | Invoice number | Invoice date | Total | Item total
A        | INV-1          | 2026-01-05   | '300  | 100
A        | INV-1          | 2026-01-05   | '300  | 200
""")
    assert listed(found) == ["C2 46027", "D2 300", "C3 46027", "D3 300"]


def test_days_are_counted_from_1904_where_the_workbook_does() -> None:
    table = "客户 | 交易日期 | 金额\n甲 | 2026-01-05 | 1"
    assert listed(mended(table, epoch1904=True)) == ["B2 44565"]
    assert listed(mended(table)) == ["B2 46027"]


DIRTY = {
    "客户": ["甲公司", " 甲公司", "乙　公司", "丙\u200b", "合计", "注：x", ""],
    "单据号": ["A1", "Ａ1", "'001", " A2"],
    "交易日期": ["@2026-01-05", "2026/1/5", "25/03/2026", "03/04/2026", "03/04/2026 10:30", "20260203", "'20260203", "x", "", " "],
    "到期日": ["@2026-02-05", "13/02/2026", "2026年3月1日", "2026-02-30", ""],
    "金额": ["100", "'100", "1,000元", "(5.00)", "$7", "1.234", "1.2万", "", "!#N/A"],
    "币种": ["", "CNY", "ＵＳＤ", "/"],
    "支付日期": ["未支付", "' 未付", "@2026-03-01", "2026-03-01", ""],
    "投诉次数": ["1", "2次", "x", ""],
    "逾期天数": ["3", "3天", "未逾期", "逾期2天"],
    "账期": ["30", "30天", "' 月结30天", ""],
}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(*(st.sampled_from(choices) for choices in DIRTY.values())), min_size=1, max_size=12), st.booleans(), st.booleans()
)
def test_any_ledger_reads_the_same_once_it_is_mended(rows: list[tuple[str, ...]], with_currency: bool, epoch1904: bool) -> None:
    headers = [name for name in DIRTY if with_currency or name != "币种"]
    chosen = [[drawn for name, drawn in zip(DIRTY, row, strict=True) if name in headers] for row in rows]
    table = "\n".join([" | ".join(headers), *(" | ".join(row) for row in chosen)])
    cells = sheet(table)
    for column in range(1, len(headers) + 1):  # blanks that the drawing itself would take away
        for row, drawn in enumerate(chosen, 1):
            bare = drawn[column - 1].removeprefix("'")
            if (
                bare != bare.strip()
                and column in cells.columns
                and row + 1 in cells.rows
                and isinstance(cell(drawn[column - 1]).value, str)
            ):
                cells.columns[column][cells.rows.index(row + 1)] = bare
    ledger = ledger_of(cells, epoch1904)
    found = fixes_of(cells, ledger, epoch1904=epoch1904)
    after = mended_cells(cells, found.fixes)
    again = ledger_of(after, epoch1904)
    assert {name: getattr(again, name) for name in FIGURES} == {name: getattr(ledger, name) for name in FIGURES}
    assert fixes_of(after, again, epoch1904=epoch1904).fixes == ()
