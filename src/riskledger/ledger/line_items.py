"""Exports with a row per item, which repeat the document's total on each (Zoho Books, Xero): a document then counts once."""

from __future__ import annotations

from collections.abc import Sequence

from riskledger.ledger.recognise import Layout, normalise
from riskledger.ledger.values import parse_money, words
from riskledger.workbook.sheet import SheetCells, Value

_ITEM_AMOUNT = words("itemtotal lineamount linetotal lineitemamount 行金额 明细金额 商品金额")
_QUANTITY = words("quantity qty itemquantity 数量")
_UNIT_PRICE = words("itemprice unitamount unitprice price 单价 含税单价")
# What we or the analyst write on one line of a document alone does not make it another document.
DOCUMENT_FIELDS = ("document", "customer", "customer_id", "invoice_date", "due_date", "currency", "amount", "paid_amount", "outstanding")


def one_row_per_document(cells: SheetCells, layout: Layout, kept: Sequence[int]) -> list[int]:
    """The rows of `kept` (indices into the sheet's rows) without the further lines of a document that is counted already.

    Lines are one document's when they share its number, customer, dates and amounts, and when the amount of an item (quantity ×
    price where it has no column) differs from the row's: then the row's amount is the document's. Equal rows without such proof stay.
    """
    columns = {normalise(header.header): header.column for header in layout.headers if header.field is None}
    own = [columns[word] for word in _ITEM_AMOUNT if word in columns][:1]
    parts = [next((columns[word] for word in group if word in columns), 0) for group in (_QUANTITY, _UNIT_PRICE)]
    document = cells.columns.get(layout.fields.get("document", 0))
    if document is None or not (own or all(parts)):
        return list(kept)
    amounts = cells.columns[layout.fields["amount" if "amount" in layout.fields else "outstanding"]]
    read = [values for key in DOCUMENT_FIELDS if (values := cells.columns.get(layout.fields.get(key, 0)))]
    lines: dict[tuple[Value, ...], list[int]] = {}
    for i in kept:
        if document[i] is not None:
            lines.setdefault(tuple(values[i] for values in read), []).append(i)
    spare: set[int] = set()
    for same in lines.values():
        if len(same) > 1 and any(_item_differs(cells, own or parts, i, amounts[i]) for i in same):
            spare.update(same[1:])
    return [i for i in kept if i not in spare]


def _item_differs(cells: SheetCells, factors: Sequence[int], i: int, amount: Value) -> bool:
    """Whether the item's own amount, the product of its factors, is another than the row's."""
    product = 100
    for column in factors:
        factor = parse_money(cells.columns[column][i])
        if not isinstance(factor, int):
            return False
        product = product * factor // 100
    whole = parse_money(amount)
    return isinstance(whole, int) and product != whole
