"""Ledgers with a row per payment: a document repeated with the same invoiced amount and another payment on each row counts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from riskledger.ledger.recognise import Layout, unit_of
from riskledger.ledger.values import as_text, date_order, parse_date, parse_money, says_nothing
from riskledger.workbook.sheet import SheetCells, Value

_DOCUMENT = ("document", "customer", "customer_id", "invoice_date", "due_date", "terms", "currency", "amount")


class PaymentRows(NamedTuple):
    """The rows that stay (indices into the sheet's rows), and of a document with several: row kept → (day, amount) of every payment."""

    kept: list[int]
    payments: dict[int, list[tuple[int, int]]]

    @property
    def further(self) -> int:
        """How many rows are a further payment of a document counted already."""
        return sum(len(paid) - 1 for paid in self.payments.values())


def one_row_per_invoice(cells: SheetCells, layout: Layout, kept: Sequence[int], *, epoch1904: bool = False) -> PaymentRows:
    """The first row of every document with all its payments, in minor units and ordinals.

    Rows are payments of one document when they share its number, customer, dates, terms, currency and amount, each has a payment with its
    own date or amount, and the payments together do not exceed the amount; where the open amount stands beside them, what is left by
    the last must be amount − payments. Anything else stays as it is: the same payment twice is a repeated row, not two payments.
    """
    fields, columns = layout.fields, cells.columns
    wanted = ("document", "amount", "paid_amount", "payment_date")
    if not all(fields.get(key) in columns for key in wanted):
        return PaymentRows(list(kept), {})
    document, amount, paid, paid_on = (columns[fields[key]] for key in wanted)
    times = Counter([document[i] for i in kept])
    repeated = {number for number, n in times.items() if n > 1 and number is not None and not says_nothing(as_text(number) or "")}
    if not repeated:
        return PaymentRows(list(kept), {})
    compared = [columns[fields[key]] for key in _DOCUMENT if fields.get(key) in columns]
    groups: dict[tuple[Value, ...], list[int]] = {}
    for i in kept:
        if document[i] in repeated and paid[i] is not None:
            groups.setdefault(tuple(values[i] for values in compared), []).append(i)
    order = date_order(set(paid_on)) if any(len(rows) > 1 for rows in groups.values()) else None
    units = {key: unit_of(next(h.header for h in layout.headers if h.column == fields[key])) for key in ("amount", "paid_amount")}
    balances = columns.get(fields.get("outstanding", 0))
    payments: dict[int, list[tuple[int, int]]] = {}
    spare: set[int] = set()
    for rows in groups.values():
        if len(rows) < 2:
            continue
        whole = parse_money(amount[rows[0]], units["amount"])
        found = [(parse_date(paid_on[i], order, epoch1904=epoch1904), parse_money(paid[i], units["paid_amount"])) for i in rows]
        if not isinstance(whole, int) or len(set(found)) < len(found):
            continue
        each = [(day, part) for day, part in found if isinstance(day, int) and isinstance(part, int) and part > 0]
        rest = whole - sum(part for _, part in each)
        if len(each) < len(found) or rest < 0:
            continue
        if balances is not None and _least(balances, rows, layout) not in (None, rest):
            continue
        payments[rows[0]] = each
        spare.update(rows[1:])
    return PaymentRows([i for i in kept if i not in spare], payments)


def _least(balances: Sequence[Value], rows: Sequence[int], layout: Layout) -> int | None:
    """The smallest open amount on these rows: what the last payment left."""
    unit = next((header.unit for header in layout.headers if header.field == "outstanding"), 1)
    read = [parse_money(balances[i], unit) for i in rows]
    return min((value for value in read if isinstance(value, int)), default=None)
