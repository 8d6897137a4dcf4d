"""Opening balance + charged − received = closing balance: what was open before belongs to the document, unless the column runs on."""

from __future__ import annotations

from ledger_table import read

HEADER = "客户名称|单据编号|业务日期|到期日|期初余额|本期应收|本期收款|期末余额\n"
DATES = "@2026-01-01|@2026-01-31"


def test_a_document_carried_over_is_open_by_its_closing_balance() -> None:
    drawn = read(HEADER + f"A|1|{DATES}|500||200|300\nA|2|{DATES}||80||80")
    assert drawn.outstanding == [300, 80]
    assert drawn.found == []


def test_a_running_balance_is_not_added_up() -> None:
    """A statement: each row opens with what the row before closed with."""
    drawn = read(HEADER + f"A|1|{DATES}|40|100||140\nA|2|{DATES}|140|50||190\nB|3|{DATES}|0|9||9\nA|4|{DATES}|190||60|130")
    assert drawn.outstanding == [140, 50, 9, -60]
    assert sum(drawn.outstanding) == 130 + 9


def test_equal_documents_without_movement_are_no_statement() -> None:
    """Two rents of the same amount, both still open from before."""
    assert read(HEADER + f"A|1|{DATES}|5000|||5000\nA|2|{DATES}|5000|||5000").outstanding == [5000, 5000]


def test_balances_that_do_not_add_up_are_left_out_and_told() -> None:
    drawn = read(HEADER + f"A|1|{DATES}|500|10|200|999")
    assert drawn.outstanding == [-190]
    assert "RL307 H2" in drawn.found


def test_an_opening_balance_that_cannot_be_read_leaves_the_row_out() -> None:
    drawn = read(HEADER + f"A|1|{DATES}|约五百|10||510\nA|2|{DATES}||80||80")
    assert drawn.found == ["RL201 E2"]
    assert drawn.outstanding == [80]
