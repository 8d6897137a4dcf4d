"""Invoice facts from a few rows in plain numbers, for testing metrics without a workbook."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np

from riskledger.metrics.facts import InvoiceFacts

T = dt.date(2024, 12, 31).toordinal()


class Item(NamedTuple):
    """Customer number, amount and what is open of it in whole units, days from invoice to T, days past due on T."""

    customer: int
    amount: float
    outstanding: float = 0
    age: int = 30
    past_due: int | None = 0


def facts(*items: Item) -> InvoiceFacts:
    """The facts of these items as of T; paid ones were paid on time."""

    def ints(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array(values, dtype=np.int64)

    due = [0 if item.past_due is None else T - item.past_due for item in items]
    is_open = np.array([item.outstanding != 0 for item in items], dtype=np.bool_)
    late = [max(0, item.past_due or 0) if item.outstanding else 0 for item in items]
    decided = np.array([item.amount > 0 and (not item.outstanding or (item.past_due or 0) > 0) for item in items], dtype=np.bool_)
    return InvoiceFacts(
        as_of=T,
        customers=1 + max((item.customer for item in items), default=-1),
        customer=ints([item.customer for item in items]),
        amount=ints([round(item.amount * 100) for item in items]),
        outstanding=ints([round(item.outstanding * 100) for item in items]),
        invoice_day=ints([T - item.age for item in items]),
        due_day=ints(due),
        days_overdue=ints(late),
        is_open=is_open,
        decided=decided,
        late=decided & (ints(late) > 0),
        days_late=ints(late),
        settled_day=ints([T] * len(items)),
        complaints=ints([0] * len(items)),
        disputed=np.zeros(len(items), dtype=np.bool_),
        currency=ints([0] * len(items)),
    )
