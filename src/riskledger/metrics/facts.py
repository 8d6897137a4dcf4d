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

from riskledger.ledger.instalments import NO_INSTALMENTS, OpenInstalments
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
    instalments: OpenInstalments = NO_INSTALMENTS  # of rows with several instalments open; `due_day` is then the earliest's


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
        instalments=_of_assessed(known),
    )


def _of_assessed(known: Known) -> OpenInstalments:
    """The open instalments of the assessed rows, by their place among these."""
    if not len(known.instalments.row):
        return NO_INSTALMENTS
    place = np.cumsum(known.assessed) - 1
    assessed = known.assessed[known.instalments.row]
    row, due_day, outstanding = (values[assessed] for values in known.instalments)
    return OpenInstalments(place[row], due_day, outstanding)


def open_parts(facts: InvoiceFacts) -> OpenInstalments:
    """Every row with what is outstanding on it and its due day; a row with several instalments open once for each of them."""
    parts = facts.instalments
    if not len(parts.row):
        return OpenInstalments(np.arange(len(facts.amount)), facts.due_day, facts.outstanding)
    whole = np.ones(len(facts.amount), dtype=np.bool_)
    whole[parts.row] = False
    one = np.flatnonzero(whole)
    return OpenInstalments(
        np.concatenate([one, parts.row]),
        np.concatenate([facts.due_day[one], parts.due_day]),
        np.concatenate([facts.outstanding[one], parts.outstanding]),
    )


def overdue_amount(facts: InvoiceFacts) -> Ints:
    """What is past due of each row, minor units, signed: all that is outstanding, of several instalments those due before T."""
    overdue = np.where((facts.due_day > 0) & (facts.due_day + facts.grace_days < facts.as_of), facts.outstanding, 0)
    parts = facts.instalments
    if len(parts.row):
        overdue[parts.row] = 0
        np.add.at(overdue, parts.row, np.where(parts.due_day + facts.grace_days < facts.as_of, parts.outstanding, 0))
    return overdue
