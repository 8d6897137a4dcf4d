"""Receivable ledgers of ERP systems: opening balance + charged in the period − received = closing balance, row by row."""

from __future__ import annotations

from collections.abc import Sequence

Minor = int | None


def with_opening(
    keys: Sequence[str | None], opening: Sequence[Minor], charged: Sequence[Minor], received: Sequence[Minor], closing: Sequence[Minor]
) -> tuple[list[Minor], list[Minor]]:
    """Amount and open amount of every row, in minor units, where opening balances stand beside them.

    A row is a document: what was open on it before the period belongs to its amount. Where the balance runs on as in a statement,
    each row of a customer opening with what the row before closed with, only the customer's first opening balance is added, and the
    closing balances are the customer's, of no document. Where rows do not add up, nothing is changed. keys: the customer of each row.
    """
    rows = list(zip(keys, opening, charged, received, closing, strict=True))
    if any(first and (last is None or first + (more or 0) - (less or 0) != last) for _, first, more, less, last in rows):
        return list(charged), list(closing)
    before: dict[str | None, Minor] = {}
    first_rows, chained, moved = [], 0, True
    for key, first, more, less, last in rows:
        first_rows.append(key not in before)
        chained += key in before and (first or 0) == (before[key] or 0)
        moved = moved and bool(more or less)
        before[key] = last
    running = moved and 0 < chained == len(rows) - len(before)
    amount = [
        more if not first or (running and not is_first) else first + (more or 0)
        for (_, first, more, _, _), is_first in zip(rows, first_rows, strict=True)
    ]
    if not running:
        return amount, list(closing)
    # A statement's row of receipts alone charges nothing.
    return [0 if sum_ is None else sum_ for sum_ in amount], [None] * len(rows)
