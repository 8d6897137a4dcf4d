"""Headers of two rows: group titles above, names below; and rows above the header that are none of it."""

from __future__ import annotations

import pytest

from ledger_table import read, sheet
from riskledger.ledger.recognise import recognise
from riskledger.workbook.sheet import Box

GROUPED = """
应收明细
客户||金额||日期|到期日
名称|编号|应收|已收||
A公司|K1|100|40|@2026-01-01|@2026-01-31
B公司|K2|200||@2026-01-01|@2026-01-31
"""


def test_group_titles_name_what_the_lower_row_leaves_open() -> None:
    drawn = read(GROUPED)
    assert drawn.layout.header_row == 3
    assert drawn.layout.fields == {"customer": 1, "customer_id": 2, "amount": 3, "paid_amount": 4, "invoice_date": 5, "due_date": 6}
    assert [header.header for header in drawn.layout.headers][:2] == ["客户 名称", "客户 编号"]
    assert drawn.ledger.customer == ["A公司", "B公司"]
    assert drawn.outstanding == [60, 200]


def test_a_title_reaches_no_further_than_its_merged_cells() -> None:
    """应收 stands over 金额 alone; the 日期 beside it is no 应收日期."""
    table = "客户|应收||到期日\n名称|金额|日期|\nA公司|5|@2026-01-01|@2026-02-01"
    cells = sheet(table)
    cells.merged = [Box(1, 1, 1, 1), Box(1, 2, 1, 2)]
    assert recognise([cells]).fields == {"customer": 1, "amount": 2, "invoice_date": 3, "due_date": 4}


def test_the_title_counts_before_the_bare_word() -> None:
    assert read("客户|应收||\n名称|日期|金额\nA公司|@2026-02-01|5").layout.fields == {"customer": 1, "due_date": 2, "amount": 3}


def test_a_header_that_suffices_alone_takes_nothing_from_above() -> None:
    drawn = read("制表|张三|日期|币种\n客户名称|交易金额|到期日|\nA公司|5|@2026-01-01|x")
    assert drawn.layout.fields == {"customer": 1, "amount": 2, "due_date": 3}


def test_a_first_transaction_of_nothing_but_texts_is_no_second_header_row() -> None:
    drawn = read("客户名称|交易金额|到期日|备注\nA公司|10,000元|2026-01-31|x\nB公司|5元|2026-01-31|")
    assert drawn.layout.header_row == 1
    assert drawn.outstanding == [10_000, 5]


def test_titles_notes_and_subtotals_up_to_a_header_in_row_forty() -> None:
    above = "\n".join(f"说明{number}|单位：元" for number in range(38)) + "\n|{SUBTOTAL(9,B41:B42)}30"
    drawn = read(above + "\n客户名称|交易金额|到期日\nA公司|10|@2026-01-01\nB公司|20|@2026-01-01")
    assert drawn.layout.header_row == 40
    assert drawn.outstanding == [10, 20]


@pytest.mark.parametrize(
    ("repeated", "skipped"),
    [
        ("客户||金额||日期|到期日\n名称|编号|应收|已收||", 2),
        (" 客户 ||金额||日期|到期日\n名称|编号|应收|已收||\n客户||金额||日期|到期日\n名称|编号|应收|已收||", 4),
        ("名称|编号|应收|已收||", 1),
    ],
)
def test_a_header_of_two_rows_repeated_inside_the_table_is_skipped_and_counted(repeated: str, skipped: int) -> None:
    drawn = read(f"{GROUPED}{repeated}\nC公司|K3|5||@2026-01-01|@2026-01-31")
    assert drawn.counts == (3, 0, 0, skipped)
    assert drawn.ledger.customer == ["A公司", "B公司", "C公司"]
    assert drawn.findings == []


def test_cells_merged_over_both_rows_of_the_header_are_repeated_in_the_upper_one_alone() -> None:
    head = "客户名称|金额||日期|到期日\n|应收|已收||"
    drawn = read(f"{head}\nA公司|100|40|@2026-01-01|@2026-01-31\n{head}\nB公司|200||@2026-01-01|@2026-01-31")
    assert drawn.layout.fields == {"customer": 1, "amount": 2, "paid_amount": 3, "invoice_date": 4, "due_date": 5}
    assert drawn.counts == (2, 0, 0, 2)
    assert drawn.findings == []


@pytest.mark.parametrize("row", ["名称|K9|应收|||@2026-01-31", "客户||5||@2026-01-01|@2026-01-31", "编号|名称|应收|已收||"])
def test_a_row_with_anything_else_is_no_header(row: str) -> None:
    assert len(read(f"{GROUPED}{row}").ledger.rows) == 3
