"""Exports with a row per item: a document's total, repeated on each of its rows, counts once; amounts per line all count."""

from __future__ import annotations

from ledger_table import read

ZOHO = "Invoice Number|Customer Name|Invoice Date|Due Date|Item Name|Quantity|Item Price|Item Total|Total|Balance\n"
DATES = "@2026-01-01|@2026-01-31"


def test_a_total_repeated_on_every_item_counts_once() -> None:
    drawn = read(
        ZOHO + f"INV-1|A Ltd|{DATES}|Desk|1|60|60|100|100\nINV-1|A Ltd|{DATES}|Lamp|2|20|40|100|100\nINV-2|B|{DATES}|Pen|1|5|5|5|5"
    )
    assert drawn.outstanding == [100, 5]
    assert drawn.counts == (2, 0, 0, 1)
    assert [(f.rule, f.params["lines"]) for f in drawn.findings] == [("RL108", 1)]


def test_quantity_times_price_proves_it_without_an_item_total() -> None:
    drawn = read(
        "*ContactName|*InvoiceNumber|*InvoiceDate|*DueDate|Total|*Description|*Quantity|*UnitAmount\n"
        f"A|X1|{DATES}|100|Desk|1|60\nA|X1|{DATES}|100|Lamp|2|20"
    )
    assert drawn.outstanding == [100]


def test_amounts_per_line_are_all_counted() -> None:
    """Two equal lines of one document: each amount is its line's own."""
    drawn = read(f"单据号|客户|日期|到期日|品名|数量|单价|金额\nD1|A|{DATES}|桌|2|50|100\nD1|A|{DATES}|灯|4|25|100")
    assert drawn.outstanding == [100, 100]


def test_what_is_written_on_one_line_alone_does_not_part_them() -> None:
    """The second run finds days, tier and action on the first line only."""
    header = ZOHO.strip() + "|Days overdue|Risk tier|Action plan|Owner\n"
    first, second = f"INV-1|A Ltd|{DATES}|Desk|1|60|60|100|100|273|High|Suspend|Li", f"INV-1|A Ltd|{DATES}|Lamp|2|20|40|100|100"
    assert read(f"{header}{first}\n{second}").outstanding == [100]


def test_rows_that_differ_in_what_is_read_are_two() -> None:
    drawn = read(ZOHO + f"INV-1|A Ltd|{DATES}|Desk|1|60|60|100|100\nINV-1|A Ltd|{DATES}|Lamp|2|20|40|90|90")
    assert drawn.outstanding == [100, 90]


def test_rows_without_a_number_are_never_joined() -> None:
    drawn = read(ZOHO + f"|A Ltd|{DATES}|Desk|1|60|60|100|100\n|A Ltd|{DATES}|Lamp|2|20|40|100|100")
    assert drawn.outstanding == [100, 100]
