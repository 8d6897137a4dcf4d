"""From cells to a ledger: the classic table, customers by id and name, currencies, overrides, both date systems."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_money_values import ODD_CELLS

from ledger_table import AS_OF, day, read, sheet
from riskledger.checks.consistency import check_rows
from riskledger.checks.findings import SEVERITIES
from riskledger.ledger.columns import COLUMNS
from riskledger.ledger.customers import customers_on
from riskledger.ledger.intake import customer_key, read_ledger
from riskledger.ledger.known import known_on
from riskledger.ledger.models import LedgerRow, out_of_range
from riskledger.ledger.recognise import recognise
from riskledger.workbook.sheet import Value

CLASSIC = """
客户名称|联系方式|行业背景|交易日期|交易金额|支付方式|支付日期|逾期付款天数|投诉次数|风险等级|行动计划|沟通记录
A公司|139xxxxxx|制造业|2023-01-01|10,000元|银行转账|2023-01-03|0天|0次|低风险|无需特别措施|
B公司|138xxxxxx|批发业|2023-02-15|5,000元|现金|2023-02-20|5天|1次|中风险|加强账款催收力度|2023-03-01 电话沟通，对方表示尽快支付
C公司|137xxxxxx|零售业|2023-03-10|20,000元|信用卡|2023-03-15|2天|2次|中风险|增加信用额度审核流程|2023-03-20 面谈，对方表示会改善
D公司|136xxxxxx|服务业|2023-04-05|8,000元|支票|未支付|30天|3次|高风险|暂停新订单接收|2023-04-15 书面警告信
"""
ENGLISH = """
Customer name|Phone|Industry|Invoice date|Invoiced amount|Payment method|Payment date|Days overdue|Complaints|Risk tier|Action plan|Notes
A Ltd|139|Manufacturing|2023-01-01|10,000|Bank transfer|2023-01-03|0 days|0|Low|No special measures|
B Ltd|138|Wholesale|2023-02-15|$5,000.00|Cash|20 Feb 2023|5 days|1|Medium|Step up collection|called
C Ltd|137|Retail|2023-03-10|USD 20,000|Card|2023-03-15|2 days|2 times|Medium|Add a credit-limit review|met
D Ltd|136|Services|2023-04-05|8000|Cheque|Unpaid|30 days|3|High|Suspend new orders|warned
"""


@pytest.mark.parametrize("table", [CLASSIC, ENGLISH])
def test_the_classic_table_of_texts_with_units(table: str) -> None:
    drawn = read(table, as_of="2023-05-05")
    assert drawn.counts == (4, 0, 0, 0)
    assert drawn.ledger.amount == [1_000_000, 500_000, 2_000_000, 800_000]
    assert drawn.ledger.payment_date == [day("2023-01-03"), day("2023-02-20"), day("2023-03-15"), None]
    assert drawn.ledger.complaints == [0, 1, 2, 3]
    assert drawn.known.days_overdue.tolist() == [0, 5, 2, 30]
    assert drawn.outstanding == [0, 0, 0, 8000]
    assert drawn.known.due_day.tolist() == [day("2023-01-03"), day("2023-02-15"), day("2023-03-13"), day("2023-04-05")]
    assert [found for found in drawn.found if not found.startswith("RL304")] == []
    assert len(drawn.findings) == 4


def test_yuan_on_every_amount_names_no_currency_but_dollars_do() -> None:
    assert read(CLASSIC).ledger.currency == [None] * 4
    assert read(ENGLISH).ledger.currency == [None, "USD", "USD", None]


@pytest.mark.parametrize(
    ("table", "currencies"),
    [
        ("客户|交易金额|到期日\nA|¥10|@2026-01-01\nB|$5|@2026-01-01\nC|7|@2026-01-01", ["CNY", "USD", None]),
        ("客户|交易金额|到期日|币种\nA|10元|@2026-01-01|\nB|$5|@2026-01-01|AUD\nC|7|@2026-01-01|人民币", ["CNY", "AUD", "CNY"]),
        ("客户|交易金额|到期日|币种\nA|1|@2026-01-01|RMB\nB|2|@2026-01-01|￥\nC|3|@2026-01-01|cny", ["CNY", "CNY", "CNY"]),
    ],
)
def test_the_currency_of_each_row(table: str, currencies: list[str | None]) -> None:
    assert read(table).ledger.currency == currencies


def test_an_amount_that_contradicts_its_currency_has_no_one_reading() -> None:
    drawn = read(
        """
        客户|交易金额|到期日|币种
        A|€100|@2026-01-01|USD
        B|€100|@2026-01-01|欧元
        C|$100|@2026-01-01|CAD
        D|100元|@2026-01-01|HKD
        E|¥9|@2026-01-01|USD
        """
    )
    assert drawn.found == ["RL201 B2", "RL201 B6"]
    assert drawn.counts == (3, 2, 0, 0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("A公司", None), (" Ａ公司 ", None), True),
        (("WAL-MAR corp", None), ("wal-mar  CORP", None), True),
        (("A\u200b公司", None), ("A公司", None), True),
        (("A公司", None), ("B公司", None), False),
        (("A公司", "7"), ("甲公司", "７"), True),
        (("A公司", "7"), ("A公司", "8"), False),
        (("#7", None), ("x", "7"), False),
    ],
)
def test_who_is_the_same_customer(one: tuple[str, str | None], other: tuple[str, str | None], same: bool) -> None:
    assert (customer_key(*one) == customer_key(*other)) is same


def test_a_dash_or_a_zero_as_id_does_not_make_one_customer_of_many() -> None:
    drawn = read(
        "客户编号|客户名称|交易金额|到期日\n-|A|1|@2026-01-01\n-|B|1|@2026-01-01\n0|C|1|@2026-01-01\n0|D|1|@2026-01-01\n无|E|1|@2026-01-01"
    )
    assert drawn.ledger.key == ["a", "b", "c", "d", "e"]


def test_an_id_is_the_same_as_number_and_as_text() -> None:
    drawn = read("客户编号|客户名称|交易金额|到期日\n1001|A|1|@2026-01-01\n'1001|A 公司|2|@2026-02-01")
    assert drawn.grouped.keys == ["#1001"]
    assert drawn.grouped.names == ["A 公司"]


def test_a_customer_is_shown_by_its_latest_row_that_has_a_name() -> None:
    drawn = read("客户编号|客户名称|交易日期|交易金额\n7|旧名|@2026-01-01|1\n7|新名|@2026-03-01|1\n7||@2026-04-01|1\n7|将来|@2027-01-01|1")
    assert drawn.grouped.names == ["新名"]


def test_a_ledger_of_ids_alone() -> None:
    drawn = read("客户编号|未收金额|到期日\n7|5|@2026-01-01\n8|6|@2026-01-01\n合计|11|")
    assert drawn.grouped.names == ["7", "8"]
    assert drawn.counts == (2, 0, 0, 1)


def test_unknown_terms_are_told_only_where_no_due_date_stands() -> None:
    drawn = read("客户|交易日期|到期日|账期|交易金额\nA|@2026-01-01|@2026-01-31|NAA8|1\nB|@2026-01-01||NAA8|1\nC|@2026-01-01||30天|1")
    assert drawn.found == ["RL208 D3"]
    assert drawn.known.due_day.tolist() == [day("2026-01-31"), 0, day("2026-01-31")]


def test_day_and_month_are_settled_by_each_column_for_itself() -> None:
    drawn = read("客户|交易日期|到期日|交易金额\nA|25/03/2026|03/04/2026|1\nB|03/04/2026|05/06/2026|1")
    assert drawn.ledger.invoice_date == [day("2026-03-25"), day("2026-04-03")]
    assert drawn.found == ["RL211 C2", "RL211 C3"]


def test_a_book_of_the_1904_date_system() -> None:
    drawn = read("客户|到期日|交易金额\nA|43465|1\nB|'43465|1\nC|2023-01-01|1", epoch1904=True)
    assert drawn.ledger.due_date == [day("2023-01-01")] * 3


def test_a_status_closes_an_item_and_yes_means_what_its_header_asks() -> None:
    table = "客户|交易金额|到期日|{}\nA|1|@2026-01-01|是\nB|1|@2026-01-01|否\nC|1|@2026-01-01|已结清\nD|1|@2026-01-01|x?"
    assert read(table.format("是否未结")).outstanding == [1, 0, 0, 1]
    assert read(table.format("是否已付款")).outstanding == [0, 1, 0, 1]
    assert read(table.format("结清状态")).outstanding == [0, 1, 0, 1]


def test_overrides_are_read_and_their_faults_told() -> None:
    drawn = read(
        "客户|交易金额|到期日|覆盖等级|覆盖原因|覆盖有效期\nA|1|@2026-01-01|高|听说|@2027-01-01\nB|1|@2026-01-01|A级||\nC|1|@2026-01-01|Low||下月"
    )
    assert drawn.ledger.override_tier == ["high", None, "low"]
    assert drawn.ledger.override_reason == ["听说", None, None]
    assert sorted(drawn.found) == ["RL212 D3", "RL216 F4"]


@pytest.mark.parametrize(
    ("rows", "tier"),
    [
        ("A|1|@2026-01-01|高风险|\nA|1|@2026-02-01|低风险|", "low"),
        ("A|1|@2026-02-01|高风险|\nA|1|@2026-01-01|低风险|", "high"),
        ("A|1|@2026-01-01|高风险|\nA|1|@2026-02-01|低风险|@2026-10-30", "high"),
        ("A|1|@2026-01-01|高风险|\nA|1|@2026-02-01|低风险|@2026-10-31", "low"),
        ("A|1|@2026-01-01|高风险|\nA|1|@2026-12-01|低风险|", "high"),
        ("A|1|@2026-01-01|高风险|\nA|1|@2026-02-01||", "high"),
    ],
)
def test_the_latest_override_that_holds_counts(rows: str, tier: str) -> None:
    drawn = read("客户|交易金额|交易日期|覆盖等级|覆盖有效期\n" + rows)
    assert {override.tier for override in drawn.grouped.overrides.values()} == {tier}


def test_the_row_model_rejects_what_no_one_believes() -> None:
    assert set(LedgerRow.model_fields) >= {"customer", "amount", "due_date"}
    columns = {"amount": [1, 10**15, None], "invoice_date": [day("1989-12-31"), day(AS_OF), None], "complaints": [0, -1, 3]}
    assert out_of_range(columns) == [("invoice_date", 0), ("amount", 1), ("complaints", 1)]
    assert out_of_range({}) == []
    assert out_of_range({"customer": ["x" * 256, "x" * 255]}) == [("customer", 0)]


HEADERS = [column.zh for column in COLUMNS]


@given(st.lists(st.lists(ODD_CELLS, min_size=len(HEADERS), max_size=len(HEADERS)), max_size=6))
def test_any_rows_of_any_cells_are_read_and_accounted_for(rows: list[list[Value]]) -> None:
    cells = sheet("|".join(HEADERS))
    cells.rows += [i + 2 for i in range(len(rows))]
    for column, header in enumerate(HEADERS, 1):
        cells.columns[column] = [header, *(row[column - 1] for row in rows)]
    ledger = read_ledger(cells, recognise([sheet("|".join(HEADERS))]))
    filled = sum(any(value is not None for value in row) for row in rows)
    assert len(ledger.rows) + ledger.skipped <= filled
    assert ledger.rows == sorted(set(ledger.rows)) == [cells.rows[i] for i in ledger.index]
    excluded = {finding.row for finding in ledger.findings if finding.severity == "error"}
    assert {row for row, usable in zip(ledger.rows, ledger.usable, strict=True) if not usable} == excluded
    known = known_on(ledger, dt.date.fromisoformat(AS_OF), default_terms=30)
    assert (known.assessed | known.later | ~np.array(ledger.usable, dtype=bool)).all()
    grouped = customers_on(ledger, known)
    assert all(name for name in grouped.names)
    assert all(finding.rule in SEVERITIES and finding.row in cells.rows for finding in check_rows(ledger, known, cells))
