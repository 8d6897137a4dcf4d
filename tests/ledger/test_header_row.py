"""Which row is the header and what its words mean."""

from __future__ import annotations

import pytest

from ledger_table import read, sheet
from riskledger.errors import CannotRun
from riskledger.ledger.columns import COLUMNS, COMPUTED, TEMPLATE
from riskledger.ledger.recognise import VOCABULARY, Layout, missing_fields, normalise, recognise, unit_of, without_unit


def fields(headers: str, row: str = "", **options: dict[str, str]) -> dict[str, str]:
    """Header → field of one header row with one row below."""
    layout = recognise([sheet(f"{headers}\n{row}")], **options)
    return {header.header: header.field for header in layout.headers if header.field}


def test_the_classic_twelve_in_any_order() -> None:
    """The twelve headers, padded, starred, with a unit."""
    headers = "沟通记录|行动计划|风险等级|投诉次数（次）|逾期付款天数/天"
    headers += "| 支付日期|支付方式|交易金额（元）|*交易日期|行业背景"
    layout = recognise([sheet(headers + "|联系方式|客户 名称")])
    assert list(layout.fields) == [
        "contact_log", "action", "tier", "complaints", "days_overdue", "payment_date", "payment_method", "amount", "invoice_date",
        "industry", "phone", "customer",
    ]  # fmt: skip
    assert layout.language == "zh"
    assert layout.last_column == 12


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_column_knows_its_own_headers_and_aliases(language: str) -> None:
    for column in COLUMNS:
        assert VOCABULARY[normalise(column.header(language))] == (column.key, 0)
        assert all(VOCABULARY[normalise(alias)][0] == column.key for alias in column.aliases), column.key


def test_the_table_of_columns_is_consistent() -> None:
    keys = [column.key for column in COLUMNS]
    words = [normalise(word) for column in COLUMNS for word in {column.zh, column.en}]
    assert len(set(keys)) == len(keys)
    assert len(set(words)) == len(words)
    assert [column.key for column in COMPUTED] == ["days_overdue", "tier", "action", "credit_score", "tier_reasons"]
    assert len(TEMPLATE) == 24


def test_the_header_below_a_title_and_notes() -> None:
    """Row 1 title, row 3 a note, row 5 headers; real row numbers are kept."""
    drawn = read(
        """
        潜在风险客户管理表

        单位：元|制表：张三
        |||小计|{SUBTOTAL(9,D6:D7)}300
        客户名称|交易日期|到期日|交易金额
        A公司|@2026-01-01|@2026-01-31|100
        B公司|@2026-01-01|@2026-01-31|200
        """
    )
    assert drawn.layout.header_row == 5
    assert drawn.ledger.rows == [6, 7]
    assert drawn.outstanding == [100, 200]


def test_the_first_of_two_equal_header_rows_is_the_header() -> None:
    drawn = read("客户|备注|到期日\n客户名称|交易金额|到期日\nA|5|@2026-01-01\n客户名称|交易金额|到期日\nB|6|@2026-01-01")
    assert drawn.layout.header_row == 2
    assert drawn.counts == (2, 0, 0, 1)


def test_the_sheet_that_names_most_fields_is_the_ledger() -> None:
    small = sheet("客户名称|交易金额|到期日\nA|1|@2026-01-01", "摘要")
    large = sheet("客户名称|交易金额|到期日|支付日期\nA|1|@2026-01-01|", "台账")
    assert recognise([small, large]).sheet == recognise([large, small]).sheet == "台账"


def test_no_ledger_says_what_each_sheet_lacks() -> None:
    with pytest.raises(CannotRun) as refused:
        recognise([sheet("姓名|部门\n甲|乙", "人员"), sheet("客户名称|交易金额\nA|1", "摘要"), sheet("", "空")])
    assert refused.value.code == "no_ledger"
    assert refused.value.params["looked"] == (
        ("人员", ("customer", "amount", "invoice_date")),
        ("摘要", ("invoice_date",)),
        ("空", ("customer", "amount", "invoice_date")),
    )


@pytest.mark.parametrize(
    ("headers", "missing"),
    [
        ({"customer", "outstanding", "due_date"}, ()),
        ({"customer_id", "amount", "invoice_date"}, ()),
        ({"amount", "payment_date"}, ("customer", "invoice_date")),
    ],
)
def test_the_smallest_ledger(headers: set[str], missing: tuple[str, ...]) -> None:
    assert missing_fields(dict.fromkeys(headers, 1)) == missing


@pytest.mark.parametrize(
    ("header", "bare", "unit"),
    [
        ("应收金额（万元）", "应收金额", 10_000),
        ("应收金额(单位：千元)", "应收金额", 1_000),
        ("Amount (USD)", "amount", 1),
        ("账期(天)", "账期", 1),
        ("逾期天数/天", "逾期天数", 1),
        ("converted_usd", "convertedusd", 1),
        ("credit days", "creditdays", 1),
        ("账期(月)", "账期(月)", 1),
    ],
)
def test_units_in_headers(header: str, bare: str, unit: int) -> None:
    assert without_unit(normalise(header)) == bare
    assert unit_of(header) == unit


def test_amounts_under_wan_yuan_are_ten_thousands() -> None:
    drawn = read("客户|应收金额（万元）|已收金额|到期日\nA|1.25|2500|@2026-01-01\nB|3000元||@2026-01-01")
    assert drawn.outstanding == [10_000, 3_000]


def test_the_unit_counts_under_a_mapped_header_too() -> None:
    assert read("客户|发生额（万元）|到期日\nA|1.25|@2026-01-01", mapping={"amount": "发生额（万元）"}).outstanding == [12_500]


def test_terms_in_months_are_not_days() -> None:
    assert "账期(月)" not in fields("客户|金额|到期日|账期(月)|交易金额", "A|1|@2026-01-01|3|5")


def test_a_second_column_for_a_field_is_told_and_the_canonical_header_wins() -> None:
    drawn = read("客户简称|客户名称|交易金额|到期日\nx|A公司|1|@2026-01-01")
    assert drawn.ledger.customer == ["A公司"]
    assert drawn.found == ["RL102 A1"]


def test_of_two_equal_headers_the_first_is_read() -> None:
    drawn = read("客户名称|客户名称|交易金额|到期日\nA公司|x|1|@2026-01-01")
    assert drawn.ledger.customer == ["A公司"]
    assert drawn.found == ["RL102 B1"]


def test_a_near_miss_is_suggested_never_taken() -> None:
    layout = recognise([sheet("客户名称|交易金额|到期日|付款日期日|Customr name\nA|1|@2026-01-01||")])
    assert [(h.field, h.how, h.suggestion) for h in layout.headers][3:] == [(None, "suggested", "payment_date"), (None, "unknown", None)]


@pytest.mark.parametrize(
    ("headers", "row", "header", "field"),
    [
        ("Party|Amount|Due date", "A|1|@2026-01-01", "Party", "customer"),
        ("Party|Customer Name|Amount|Due date", "7|A|1|@2026-01-01", "Party", "customer_id"),
        ("Customer account|Name|Amount|Due date", "7|A|1|@2026-01-01", "Name", "customer"),
        ("客户|金额|交易金额|到期日|结算方式", "A|1|1|@2026-01-01|30天", "结算方式", "terms"),
        ("客户|交易金额|到期日|结算方式", "A|1|@2026-01-01|银行转账", "结算方式", "payment_method"),
        ("客户|交易金额|到期日|结算方式", "A|1|@2026-01-01|月结60", "结算方式", "terms"),
        ("客户|交易金额|到期日|状态", "A|1|@2026-01-01|已结清", "状态", "open_flag"),
        ("Customer|Amount|Due date|Paid", "A|1|@2026-01-01|Yes", "Paid", "open_flag"),
        ("Customer|Amount|Due date|Paid", "A|1|@2026-01-01|2026-02-01", "Paid", "payment_date"),
        ("Customer|Amount|Due date|Paid", "A|1|@2026-01-01|0.5", "Paid", "paid_amount"),
        ("Customer|Amount|Due date|Age", "A|1|@2026-01-01|40", "Age", None),
        ("Customer|Amount|Due date|Age (days)", "A|1|@2026-01-01|40", "Age (days)", "days_overdue"),
        ("客户|交易金额|到期日|备注", "A|1|@2026-01-01|x", "备注", None),
        ("客户|交易金额|到期日|类型", "A|1|@2026-01-01|x", "类型", None),
    ],
)
def test_words_that_depend_on_their_neighbours(headers: str, row: str, header: str, field: str | None) -> None:
    assert fields(headers, row).get(header) == field


def test_a_mapping_by_header_and_by_letter_wins_over_the_vocabulary() -> None:
    table = "单位|金额A|日期一|客户名称\n甲|5|@2026-01-01|代办人"
    layout = recognise([sheet(table)], {"customer": "单位", "交易金额": "B", "due_date": "日期一"})
    assert layout.fields == {"customer": 1, "amount": 2, "due_date": 3}
    assert [h.how for h in layout.headers] == ["mapped", "mapped", "mapped", "unknown"]


def test_a_mapped_header_leaves_its_old_field_to_the_next_column() -> None:
    table = "Customer|Amount|Invoice Date|Posting Date\nA|1|@2026-02-01|@2026-01-01"
    assert recognise([sheet(table)], {"due_date": "Invoice Date"}).fields == {"customer": 1, "amount": 2, "due_date": 3, "invoice_date": 4}


def test_a_mapping_by_letter_reaches_a_column_without_a_header() -> None:
    drawn = read("Customer||Due date\nA|7|@2026-01-01", mapping={"amount": "B"})
    assert drawn.outstanding == [7]


@pytest.mark.parametrize(("mapping", "code"), [({"colour": "A"}, "unknown_field"), ({"amount": "Fee"}, "unmapped_header")])
def test_a_mapping_that_fits_nothing(mapping: dict[str, str], code: str) -> None:
    with pytest.raises(CannotRun) as refused:
        recognise([sheet("Customer|Amount|Due date\nA|7|@2026-01-01")], mapping)
    assert refused.value.code == code


def test_english_and_chinese_books() -> None:
    def language(headers: str) -> str:
        found: Layout = recognise([sheet(headers + "\nA|7|@2026-01-01")])
        return found.language

    assert language("Customer|Amount|Due date") == "en"
    assert language("客户|交易金额|到期日") == "zh"
