"""An ageing summary's own figures: its buckets against its total, its longest overdue against its buckets."""

from __future__ import annotations

import pytest

from ledger_table import sheet
from riskledger.checks.ageing_summary import check_ageing_summary
from riskledger.workbook.address import address

HEADER = "客户名称|应收账款余额|最长逾期天数|未到期|1-30天|31-60天|61-90天|91天以上\n"


def found(table: str) -> list[str]:
    return [f"{f.rule} {address(f.row or 0, f.column or 0)}" for f in check_ageing_summary(sheet(table))]


def test_g28_the_published_rows() -> None:
    """Two totals that do not tie, and two longest overdue days younger than the bucket that holds money."""
    published = "客户名称|应收账款余额|最长逾期天数|逾期1-30天|31-60|61-90|91天以上\nA公司|10000|30|2000|500|0|2500"
    published += "\nB公司|15000|60|1000|200|1200|800"
    assert found(published) == ["RL504 B2", "RL505 C2", "RL504 B3", "RL505 C3"]
    first = check_ageing_summary(sheet(published))[0]
    assert (first.value, first.params["summed"], first.params["gap"]) == ("10000", "5,000.00", "5,000.00")


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        ("A|100|0天|100||||", []),
        ("A|100|45|50|20|30||", []),
        ("A|100.10|200|50|20||30|0.10", []),
        ("A|100|0|50|20|30||", ["RL505 C2"]),
        ("A|100|200|50|50|||", ["RL505 C2"]),
        ("A|100.01|45|50|20|30||", ["RL504 B2"]),
        ("A|80|45|50||30|||", []),
        ("A|30|10||50|-20||", []),
        ("A|待核|45|50|20|30||", ["RL201 B2"]),
        ("A|100|45|50|!#N/A|30||", ["RL209 E2"]),
        ("合计|999|||||||", []),
    ],
)
def test_one_row(row: str, rules: list[str]) -> None:
    assert found(HEADER + row) == rules


def test_amounts_in_ten_thousands_tie_to_each_other() -> None:
    assert found("客户|应收余额（万元）|1-30天（万元）|31-60天（元）\nA|1.5|1.2|3000") == []


def test_a_sheet_without_buckets_has_nothing_to_verify() -> None:
    assert found("客户名称|交易金额|到期日\nA|1|@2026-01-01") == []
