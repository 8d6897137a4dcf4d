"""What is known of each assessed invoice on the as-of date T: the common input of all metrics and of the rating.

Days are proleptic Gregorian ordinals (`datetime.date.toordinal`), 0 where unknown. Money is in minor units (分 / cents),
int64, signed: credits are negative. Definitions: a *decided* invoice has a positive amount and was paid on or before T, or is
open and past due (due + days of grace < T); a paid one needs a known payment and due date. Days late of a decided one =
paid − due, or T − due while open, 0 up to the days of grace; it was settled on T while open, else on the later of due date and
payment date, never after T.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskledger.ledger.known import Known

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class InvoiceFacts:
    """Parallel arrays, one entry per assessed row dated on or before T, in sheet order; customers are 0 … customers − 1."""

    as_of: int
    customers: int
    customer: Ints
    amount: Ints
    outstanding: Ints
    invoice_day: Ints
    due_day: Ints
    days_overdue: Ints  # paid late keeps its days, open counts to T; −1 where not decidable (no due date, payment undated)
    is_open: Bools  # something is outstanding on T (also negative: an open credit)
    decided: Bools
    late: Bools  # decided and days late > 0
    days_late: Ints  # of decided invoices, else 0
    settled_day: Ints  # of decided invoices, else 0
    complaints: Ints  # count on the row
    disputed: Bools
    currency: Ints  # index into the book's currencies; all 0 when there is one or none
    grace_days: int = 0  # an item is late only when more days than these have passed since it was due


def invoice_facts(known: Known, customer: Ints, customers: int, complaints: Ints, disputed: Bools, currency: Ints) -> InvoiceFacts:
    """The facts of the assessed rows.

    Args:
        known: the ledger on T, all rows.
        customer, complaints, disputed, currency: parallel to `known`'s rows; of rows that are not assessed any value.
        customers: how many customers there are.

    A row without an invoice date stands in with its due date, or with T where that is later: it exists on T.
    """
    rows = known.assessed
    amount, due, paid = known.amount[rows], known.due_day[rows], known.paid_day[rows]
    settled, overdue = known.settled[rows], known.days_overdue[rows]
    is_open = ~settled
    counted = (amount > 0) & (due > 0)
    decided = counted & np.where(settled, paid > 0, due + known.grace_days < known.as_of)
    days_late = np.where(decided, np.maximum(overdue, 0), 0)
    settled_day = np.where(decided, np.where(settled, np.maximum(due, paid), known.as_of), 0)
    issued = known.invoice_day[rows]
    stand_in = np.where(due > 0, np.minimum(due, known.as_of), known.as_of)
    return InvoiceFacts(
        as_of=known.as_of,
        customers=customers,
        customer=customer[rows],
        amount=amount,
        outstanding=known.outstanding[rows],
        invoice_day=np.where(issued > 0, issued, stand_in),
        due_day=due,
        days_overdue=overdue,
        is_open=is_open,
        decided=decided,
        late=decided & (days_late > 0),
        days_late=days_late,
        settled_day=np.minimum(settled_day, known.as_of),
        complaints=complaints[rows],
        disputed=disputed[rows],
        currency=currency[rows],
        grace_days=known.grace_days,
    )
