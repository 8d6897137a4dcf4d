"""Invoices written as a table, turned into the facts the rating takes: the reader sees the rows, then the assertion."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from riskledger.metrics.facts import InvoiceFacts


@dataclass(frozen=True)
class Row:
    """One invoice; days are ordinals and 0 is unknown, `received` None means all of it on the payment date."""

    customer: int
    invoiced: int
    due: int
    paid: int
    amount: int
    received: int | None = None
    complaints: int = 0
    disputed: bool = False
    currency: int = 0

    def outstanding(self, as_of: int) -> int:
        if not 0 < self.paid <= as_of:
            return self.amount
        return 0 if self.received is None else self.amount - self.received

    def is_decided(self, as_of: int) -> bool:
        return self.amount > 0 and self.due > 0 and (self.outstanding(as_of) == 0 or self.due < as_of)

    def days_late(self, as_of: int) -> int:
        return max(0, (as_of if self.outstanding(as_of) else self.paid) - self.due)

    def settled(self, as_of: int) -> int:
        return as_of if self.outstanding(as_of) else min(max(self.due, self.paid), as_of)


def day(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


def facts_of(rows: Sequence[Row], as_of: int, customers: int | None = None) -> InvoiceFacts:
    """The facts of some rows on a date, by the definitions in riskledger.metrics.facts."""
    decided = [row.is_decided(as_of) for row in rows]
    days_late = [row.days_late(as_of) if yes else 0 for row, yes in zip(rows, decided, strict=True)]

    def ints(values: Sequence[int]) -> np.ndarray:
        return np.array(values, dtype=np.int64)

    return InvoiceFacts(
        as_of=as_of,
        customers=1 + max((row.customer for row in rows), default=-1) if customers is None else customers,
        customer=ints([row.customer for row in rows]),
        amount=ints([row.amount for row in rows]),
        outstanding=ints([row.outstanding(as_of) for row in rows]),
        invoice_day=ints([row.invoiced for row in rows]),
        due_day=ints([row.due for row in rows]),
        days_overdue=ints([row.days_late(as_of) if row.due else -1 for row in rows]),
        is_open=np.array([row.outstanding(as_of) != 0 for row in rows], dtype=bool),
        decided=np.array(decided, dtype=bool),
        late=np.array([days > 0 for days in days_late], dtype=bool),
        days_late=ints(days_late),
        settled_day=ints([row.settled(as_of) if yes else 0 for row, yes in zip(rows, decided, strict=True)]),
        complaints=ints([row.complaints for row in rows]),
        disputed=np.array([row.disputed for row in rows], dtype=bool),
        currency=ints([row.currency for row in rows]),
    )


def book(as_of: str, table: str) -> InvoiceFacts:
    """Facts from a table with a header of Row's fields; `-` is blank; customers and currencies are numbered as they appear."""
    header, *lines = [line.split() for line in table.strip().splitlines()]
    assert set(header) <= {field.name for field in fields(Row)}
    names: list[str] = []
    currencies: list[str] = []
    rows = []
    for line in lines:
        cells = {name: cell for name, cell in zip(header, line, strict=True) if cell != "-"}
        for found, key in ((names, "customer"), (currencies, "currency")):
            if key in cells and cells[key] not in found:
                found.append(cells[key])
        rows.append(
            Row(
                customer=names.index(cells["customer"]),
                invoiced=day(cells["invoiced"]) if "invoiced" in cells else 0,
                due=day(cells["due"]) if "due" in cells else 0,
                paid=day(cells["paid"]) if "paid" in cells else 0,
                amount=100 * int(cells["amount"]),
                received=100 * int(cells["received"]) if "received" in cells else None,
                complaints=int(cells.get("complaints", 0)),
                disputed=cells.get("disputed") == "yes",
                currency=currencies.index(cells["currency"]) if "currency" in cells else 0,
            )
        )
    return facts_of(rows, day(as_of))
