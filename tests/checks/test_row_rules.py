"""Rules on rows: each fires where a person would object, and keeps silent where a person would not."""

from __future__ import annotations

import pytest

from ledger_table import read

HEAD = "客户|单据号|交易日期|到期日|交易金额|支付日期|已收金额|逾期天数\n"


def found(rows: str, head: str = HEAD) -> list[str]:
    return read(head + rows).found


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        ("A|1|@2026-03-01|@2026-02-28|100", ["RL301 D2"]),
        ("A|1|@2026-03-01|@2026-03-01|100", []),
        ("A|1||@2026-03-01|100", []),
        ("A|1|@2026-03-01|@2026-03-31|100|@2026-02-28", ["RL302 F2"]),
        ("A|1|@2026-03-01|@2026-03-31|100|@2026-03-01", []),
        ("A|1|@2026-12-01|@2026-11-01|100", []),
        ("A|1|@2026-03-01|@2026-03-31|100|@2026-04-10||10天", []),
        ("A|1|@2026-03-01|@2026-03-31|100|@2026-04-10||9天", ["RL303 H2"]),
        ("A|1|@2026-03-01|@2026-03-31|100|@2026-03-20||-11", []),
        ("A|1|@2026-03-01|@2026-03-31|100|||300", ["RL303 H2"]),
        ("A|1|@2026-03-01|@2026-03-31|100|||5", []),
        ("A|1|@2026-03-01||100|||5", ["RL304 H2"]),
        ("A|1|@2026-03-01|@2026-03-31|100|@2026-03-20|100.01", ["RL305 G2"]),
        ("A|1|@2026-03-01|@2026-03-31|100|@2026-03-20|100", []),
        ("A|1|@2026-03-01|@2026-03-31|100|@2026-12-20|150", []),
        ("A|1|@2026-03-01|@2026-03-31|-100|@2026-03-20|-100", []),
        ("A|1|@2026-03-01|@2026-03-31|-100|@2026-03-20|100", ["RL305 G2"]),
        ("A|1|@2026-03-01|@2026-03-31|100|@2026-03-20|0", ["RL306 F2"]),
        ("A|1|@2026-03-01|@2026-03-31|0|@2026-03-20|0", []),
        ("A|1|@2026-03-01|@2026-03-31|x|@2026-02-28|0", ["RL201 E2"]),
    ],
)
def test_one_row(row: str, rules: list[str]) -> None:
    assert found(row) == rules


def test_no_way_to_a_due_date_is_told_once() -> None:
    assert found("A|@2026-01-01|5\nB|@2026-02-01|6", "客户|交易日期|交易金额\n") == ["RL105 A1"]
    assert read("客户|交易日期|交易金额\nA|@2026-01-01|5", terms=30).found == []


@pytest.mark.parametrize(("left", "rules"), [("60", []), ("59.99", ["RL307 D2"]), ("", []), ("100", ["RL307 D2"])])
def test_open_amount_against_invoiced_less_received(left: str, rules: list[str]) -> None:
    assert found(f"A|100|40|{left}|@2026-01-01", "客户|交易金额|已收金额|未收金额|到期日\n") == rules


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        ("A|1|@2026-01-01|@2026-01-31|100\nA|1|@2026-01-01|@2026-01-31|100", ["RL308 B3"]),
        ("A|1|@2026-01-01|@2026-01-31|100\nA|2|@2026-01-01|@2026-01-31|100", []),
        ("A|1|@2026-01-01|@2026-01-31|100\nA|1|@2026-01-01|@2026-01-31|100|@2026-02-01", []),
        ("A|1|@2026-01-01|@2026-01-31|100|||0\nA|1|@2026-01-01|@2026-01-31|100|||3", ["RL308 B3"]),
        ("A|1|@2026-01-01|@2026-01-31|100\nB|2|@2026-01-01|@2026-01-31|9\n" * 2, ["RL308 B4", "RL308 B5"]),
        ("A|1|@2026-01-01|x|100\nA|1|@2026-01-01|x|100", ["RL203 D2", "RL203 D3"]),
    ],
)
def test_repeated_rows(rows: str, rules: list[str]) -> None:
    """The same in every input column; computed ones do not count, excluded rows are not compared."""
    assert found(rows) == rules


def test_without_document_numbers_every_column_counts_known_or_not() -> None:
    head = "客户|到期日|交易金额|仓库\n"
    assert found("A|@2026-01-31|100|东\nA|@2026-01-31|100|西", head) == []
    repeated = read(head + "A|@2026-01-31|100|东\nA|@2026-01-31|100|东")
    assert repeated.found == ["RL308 A3"]
    assert repeated.findings[0].params == {"first": "A2"}


def test_overrides_of_one_customer_that_disagree_and_such_as_are_over() -> None:
    head = "客户|交易日期|到期日|交易金额|覆盖等级|覆盖有效期\n"
    rows = "A|@2026-01-01|@2026-01-31|1|{}|{}\nA|@2026-02-01|@2026-02-28|2|{}|{}"
    assert found(rows.format("高", "", "高风险", ""), head) == []
    assert found(rows.format("高", "", "低", ""), head) == ["RL401 E3"]
    assert found(rows.format("高", "@2026-10-30", "低", ""), head) == ["RL402 F2"]
    assert found(rows.format("高", "@2026-10-31", "低", ""), head) == ["RL401 E3"]


def test_findings_carry_what_their_words_need() -> None:
    [finding] = read(HEAD + "A公司|1|@2026-03-01|@2026-03-31|100|@2026-04-10||9天").findings
    assert (finding.severity, finding.field, finding.value, finding.customer) == ("warning", "days_overdue", "9", "A公司")
    assert finding.params["computed"] == 10
    [finding] = read(HEAD + "A公司|1|@2026-03-01|@2026-03-31|1000|@2026-04-10|1234.5|").findings
    assert (finding.value, finding.params["amount"]) == ("1,234.50", "1,000.00")
