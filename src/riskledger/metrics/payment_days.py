"""How long customers take to pay: average days to pay, plain and weighted by amount, and the day they usually pay.

Days to pay = payment date − invoice date, negative for a prepayment, of invoices paid in full on a known date within the last 365
days. The weighted mean says how long the money is out; the median, how many days after the invoice or after its due date a customer
usually pays, is not moved by one odd invoice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from riskledger.ledger.known import Known
from riskledger.metrics.facts import Bools, Ints
from riskledger.metrics.figures import Figure, none
from riskledger.metrics.turnover import YEAR


class DaysToPay(NamedTuple):
    """In days. `usual_after_invoice` and `usual_after_due` are medians; after due is negative where one pays early."""

    mean: Figure
    weighted: Figure
    usual_after_invoice: Figure
    usual_after_due: Figure
    invoices: int


@dataclass(frozen=True)
class PaidInvoices:
    """Invoices paid in full within the window, by customer (rising); `after_due` holds only those with a due date."""

    customer: Ints
    days: Ints
    amount: Ints
    dated_customer: Ints
    after_due: Ints

    def of(self, customer: int) -> DaysToPay:
        """One customer's days to pay."""
        rows = _span(self.customer, customer)
        return _days_to_pay(self.days[rows], self.amount[rows], self.after_due[_span(self.dated_customer, customer)])

    def all(self) -> DaysToPay:
        """The book's days to pay."""
        return _days_to_pay(self.days, self.amount, self.after_due)


def paid_invoices(known: Known, customer: Ints, rows: Bools | None = None, *, window: int = YEAR) -> PaidInvoices:
    """The invoices from which days to pay are taken.

    Args:
        known: the ledger on T, all rows. Rows without an invoice date have no days to pay; credits and partly paid rows neither.
        customer: parallel to its rows.
        rows: restricts them, for instance to one currency.
        window: days before T within which the payment came.
    """
    paid = known.assessed & known.settled & (known.amount > 0) & (known.paid_day > known.as_of - window) & (known.invoice_day > 0)
    places = np.flatnonzero(paid if rows is None else paid & rows)
    places = places[np.argsort(customer[places], kind="stable")]
    dated = places[known.due_day[places] > 0]
    return PaidInvoices(
        customer=customer[places],
        days=known.paid_day[places] - known.invoice_day[places],
        amount=known.amount[places],
        dated_customer=customer[dated],
        after_due=known.paid_day[dated] - known.due_day[dated],
    )


def _span(rising: Ints, value: int) -> slice:
    start, end = np.searchsorted(rising, (value, value + 1)).tolist()
    return slice(start, end)


def _days_to_pay(days: Ints, amount: Ints, after_due: Ints) -> DaysToPay:
    if not len(days):
        no = none("nothing_paid")
        return DaysToPay(no, no, no, no, 0)
    weight = amount.astype(np.float64)  # weights of a mean, no sum of money
    return DaysToPay(
        mean=Figure(int(days.sum()) / len(days)),
        weighted=Figure(float(np.average(days, weights=weight))),
        usual_after_invoice=Figure(_median(days)),
        usual_after_due=Figure(_median(after_due)) if len(after_due) else none("no_due_dates"),
        invoices=len(days),
    )


def _median(days: NDArray[np.int64]) -> float:
    """np.median without its overhead, which counts when asked once per customer."""
    middle = len(days) // 2
    rising = np.sort(days)
    return float(rising[middle]) if len(days) % 2 else (int(rising[middle - 1]) + int(rising[middle])) / 2
