"""Sheets that are no ledger: they are told apart, named in the refusal and never rated."""

from __future__ import annotations

import pytest

from ledger_table import sheet
from riskledger.errors import CannotRun
from riskledger.ledger.recognise import recognise
from riskledger.ledger.sheet_kinds import NOT_DUE, Bucket, buckets_of

DATED = "\nA|@2026-01-01|5|7"


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("payables", "供应商名称|发票号|发票日期|金额" + DATED),
        ("payables", "Vendor|Invoice date|Amount|Days" + DATED),
        ("payables", "往来单位|单据日期|应付金额|金额" + DATED),
        ("payables", "Party|Posting date|Amount|Supplier group" + DATED),
        ("ageing_summary", "客户名称|日期|应收余额|0-30天|31-60天|60天以上" + DATED),
        ("customer_list", "客户名称|联系人|电话|地址\nA|b|1|x"),
        ("empty", ""),
        ("other", "姓名|部门\n甲|乙"),
    ],
)
def test_what_a_sheet_is_when_it_is_no_ledger(kind: str, table: str) -> None:
    with pytest.raises(CannotRun) as refused:
        recognise([sheet(table, "表")])
    assert (refused.value.code, refused.value.params["kinds"]) == ("no_ledger", (kind,))


def test_the_name_of_a_sheet_tells_payables_where_the_other_party_may_be_either() -> None:
    table = "往来单位|单据日期|金额" + DATED
    assert recognise([sheet(table, "应收明细")]).sheet == "应收明细"
    with pytest.raises(CannotRun):
        recognise([sheet(table, "应付明细")])


def test_a_mapping_does_not_make_receivables_of_payables() -> None:
    with pytest.raises(CannotRun):
        recognise([sheet("Vendor|Invoice date|Amount|Days" + DATED)], {"customer": "Vendor"})


@pytest.mark.parametrize(
    "table",
    [
        "客户名称|单据日期|金额|应付款日期\nA|@2026-01-01|5|@2026-02-01",
        "Customer|Invoice date|Amount|Supplier code" + DATED,
        "Customer|Invoice no|Date|Amount|0-30|31-60|61-90\nA|1|@2026-01-01|5|5||",
        "客户|日期|金额|到期日|1-30天|31-60天\nA|@2026-01-01|5|@2026-02-01|5|",
    ],
)
def test_a_ledger_with_such_words_stays_one(table: str) -> None:
    assert recognise([sheet(table)]).sheet == "台账"


def test_a_payables_sheet_with_more_columns_does_not_hide_the_ledger() -> None:
    payables = sheet("供应商|往来单位|发票号|发票日期|金额|到期日|币种|负责人\nA|B|1|@2026-01-01|5|@2026-01-31|CNY|x", "应付")
    assert recognise([payables, sheet("客户|金额|到期日\nA|5|@2026-01-01", "应收")]).sheet == "应收"


@pytest.mark.parametrize(
    ("header", "bucket"),
    [
        ("未到期", NOT_DUE), ("Not due", NOT_DUE), ("current", NOT_DUE), ("1～30天", Bucket(1, 30)), ("逾期1-30天", Bucket(1, 30)),
        ("days_16-30", Bucket(16, 30)), ("31 – 60 days", Bucket(31, 60)), ("91天以上", Bucket(91, None)), (">365天", Bucket(366, None)),
        ("above_45", Bucket(46, None)), ("90+", Bucket(90, None)), ("180 and over", Bucket(180, None)), ("30天以内", Bucket(1, 30)),
        ("1-2年", Bucket(366, 730)), (">90天合计", None), (">90天占比", None), ("61-30", None), ("2026", None), ("本期合计", None),
    ],
)  # fmt: skip
def test_bucket_headers(header: str, bucket: Bucket | None) -> None:
    assert buckets_of([header]).get(0) == bucket


def test_a_bare_period_begins_where_the_one_before_it_ends() -> None:
    assert list(buckets_of(["Current", "30 days", "60 days", "90 days"]).values())[1:] == [Bucket(1, 30), Bucket(31, 60), Bucket(61, 90)]
