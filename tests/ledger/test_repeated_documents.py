"""A row per payment: which rows are payments of one invoice, and which stay rows of their own."""

from __future__ import annotations

import pytest

from ledger_table import read

HEAD = "单据号|客户名称|交易日期|到期日|交易金额|支付日期|已收金额"
D1 = "D1|A公司|@2026-01-01|@2026-01-31|1000|"


def test_payments_of_one_document_are_added_up_on_its_first_row() -> None:
    drawn = read(f"{HEAD}\n{D1}@2026-01-20|300\nD2|A公司|@2026-01-01|@2026-01-31|1000||\n{D1}@2026-02-10|700", as_of="2026-02-28")
    assert drawn.outstanding == [0, 1000]
    assert drawn.known.days_overdue.tolist() == [10, 28]
    assert drawn.found == ["RL109 A1"]
    assert drawn.counts == (2, 0, 0, 1)


@pytest.mark.parametrize(
    "rows",
    [
        [f"{D1}@2026-01-20|300", f"{D1}@2026-01-20|300"],  # the same payment twice: a repeated row
        [f"{D1}@2026-01-20|300", f"{D1}@2026-01-20|300", f"{D1}@2026-02-20|100"],
        [f"{D1}@2026-01-20|300", f"{D1}@2026-02-20|800"],  # more than was invoiced
        [f"{D1}@2026-01-20|300", f"{D1}|"],  # a row without a payment is none
        [f"{D1}@2026-01-20|300", "D1|A公司|@2026-01-01|@2026-02-28|1000|@2026-02-20|700"],  # another due date: an instalment
        [f"{D1}@2026-01-20|300", "D1|B公司|@2026-01-01|@2026-01-31|1000|@2026-02-20|700"],
        ["-|A公司|@2026-01-01|@2026-01-31|1000|@2026-01-20|300", "-|A公司|@2026-01-01|@2026-01-31|1000|@2026-02-20|100"],
    ],
)
def test_rows_that_stay_rows(rows: list[str]) -> None:
    drawn = read("\n".join([HEAD, *rows]))
    assert drawn.counts == (len(rows), 0, 0, 0)
    assert not any(found.startswith("RL109") for found in drawn.found)


def test_the_same_row_twice_is_still_told() -> None:
    assert "RL308 A3" in read(f"{HEAD}\n{D1}@2026-01-20|300\n{D1}@2026-01-20|300").found


@pytest.mark.parametrize(("left", "merged"), [((700, 500), True), ((500, 500), True), ((700, 800), False)])
def test_the_open_amount_must_be_what_the_payments_leave(left: tuple[int, int], merged: bool) -> None:
    """700 then 500 left, or 500 on both, is one invoice running down; 700 and 800 are each row's own 1,000 less its own payment."""
    table = f"{HEAD}|未收金额\n{D1}@2026-01-20|300|{left[0]}\n{D1}@2026-02-10|200|{left[1]}"
    drawn = read(table)
    assert (drawn.counts[0] == 1) is merged
    assert sum(drawn.outstanding) == (500 if merged else 1500)
