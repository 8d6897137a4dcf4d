"""The values that real ledgers hold, all in one table: each is read, or told at its cell, and none changes silently."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from test_money_values import ODD_CELLS

from ledger_table import AS_OF, day, read, sheet
from riskledger.ledger.intake import read_ledger
from riskledger.ledger.known import known_on
from riskledger.ledger.recognise import recognise

HEAD = "客户编号|客户名称|交易日期|到期日|交易金额|已收金额|支付日期|投诉次数|逾期付款天数|争议金额|状态\n"
FORMS = """
1001|A公司|@2026-01-05|@2026-02-04|10,000元||未支付|0次|0天|否|未付
'1001|Ａ公司 |2026/1/6|20260205|￥1.2万||2026-02-05 10:15:00|3次|1 day|是|已付
0100000222|B公司|2026年1月7日|'46058|$4,235.00|4,235|—|||0|Paid
'100000222|B公司|7 Jan 2026|2026-02-06T00:00:00Z|(5,000)||||逾期5天|12|Open
2|C公司|'20260108|26年2月7日|¥10，000||已付|若干||√|
3|D公司|13/01/2026|12/02/2026|0.5亿|3000万||2|30|无|部分付款
4|E公司|@2026-01-09||1,000-|||||x|
5|F公司|@2026-01-09|月结30天|1000||||||
6|G公司|@2026-01-09|26-02-10|1000||||||
7|H公司|@2026-01-09|@2026-02-10|!#REF!||||||
8|I公司|@2026-01-09|@2026-02-10|'1.234||||||
9|J公司|@2026-01-09|@2026-02-10|500||||||已作废
合计||||999
"""


def test_each_form_reads_as_a_person_reads_it() -> None:
    drawn = read(HEAD + FORMS.strip())
    ledger = drawn.ledger
    assert drawn.counts == (6, 5, 0, 2)
    assert ledger.customer_id == ["1001", "1001", "100000222", "100000222", "2", "3", "4", "5", "6", "7", "8"]
    assert ledger.key[0] == ledger.key[1]
    assert [value and dt.date.fromordinal(value).isoformat()[5:] for value in ledger.invoice_date] == [
        "01-05", "01-06", "01-07", "01-07", "01-08", "01-13", "01-09", "01-09", "01-09", "01-09", "01-09",
    ]  # fmt: skip
    assert ledger.due_date[:6] == [day(f"2026-02-{number:02}") for number in (4, 5, 5, 6, 7)] + [None]
    units = [10_000, 12_000, 4_235, -5_000, 10_000, 50_000_000, -1_000, 1_000, 1_000, None, None]
    assert ledger.amount == [unit and unit * 100 for unit in units]
    assert drawn.outstanding == [10_000, 0, 0, -5_000, 0, -1_000]
    assert ledger.complaints[:6] == [0, 3, None, None, None, 2]
    assert ledger.declared[:6] == [0, 1, None, 5, None, 30]
    assert ledger.disputed[:7] == [False, True, False, True, True, False, False]
    assert sorted(found for found in drawn.found if not found.startswith("RL3")) == [
        "RL201 E12", "RL203 D9", "RL207 H6", "RL209 E11", "RL211 D7", "RL229 K1", "RL230 G6", "RL231 D10",
    ]  # fmt: skip


@given(st.lists(st.tuples(*[ODD_CELLS | st.sampled_from(["作废", "已付", "5/3/23", "23-3-5", "月结30天"])] * 4), min_size=1, max_size=5))
def test_no_cells_crash_the_reading_and_every_row_is_accounted_for(rows: list[tuple[object, ...]]) -> None:
    cells = sheet("客户名称|交易日期|到期日|交易金额|支付日期|状态\n" + "A公司|@2026-01-01|@2026-01-31|100||\n" * len(rows))
    for column, values in zip((2, 3, 5, 6), zip(*rows, strict=True), strict=True):
        cells.columns[column] = [cells.columns[column][0], *values]  # type: ignore[list-item]  # cell values
    layout = recognise([sheet("客户名称|交易日期|到期日|交易金额|支付日期|状态\nA公司|@2026-01-01|@2026-01-31|100||")])
    ledger = read_ledger(cells, layout)
    known = known_on(ledger, dt.date.fromisoformat(AS_OF))
    assert len(ledger.rows) + ledger.skipped == len(rows)
    assert len(known.assessed) == len(ledger.rows)
    assert all(value is None or not usable or value == 100_00 for value, usable in zip(ledger.amount, ledger.usable, strict=True))
