"""How long customers take to pay: average days to pay, plain and weighted by amount, and the day they usually pay.

Days to pay = payment date − invoice date, negative for a prepayment, of invoices paid in full on a known date within the last 365
days. The weighted mean says how long the money is out; the median, how many days after the invoice or after its due date a customer
usually pays, is not moved by one odd invoice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from riskledger.ledger.known import Known
from riskledger.metrics.facts import Bools, Ints
from riskledger.metrics.figures import Figure, none
from riskledger.metrics.turnover import YEAR

Floats = NDArray[np.float64]


class DaysToPay(NamedTuple):
    """In days. `usual_after_invoice` and `usual_after_due` are medians; after due is negative where one pays early."""

    mean: Figure
    weighted: Figure
    usual_after_invoice: Figure
    usual_after_due: Figure
    invoices: int


@dataclass(frozen=True)
class CustomerPayments:
    """Of every customer the invoices paid in full within the window; days summed and weighted by amount."""

    invoices: Ints
    days: Ints
    weighted_days: Floats
    weight: Floats
    median_after_invoice: Floats
    median_after_due: Floats  # NaN where none of them has a due date

    def of(self, customer: int) -> DaysToPay:
        """One customer's days to pay."""
        count = int(self.invoices[customer])
        if not count:
            no = none("nothing_paid")
            return DaysToPay(no, no, no, no, 0)
        after_due = float(self.median_after_due[customer])
        return DaysToPay(
            mean=Figure(int(self.days[customer]) / count),
            weighted=Figure(float(self.weighted_days[customer] / self.weight[customer])),
            usual_after_invoice=Figure(float(self.median_after_invoice[customer])),
            usual_after_due=none("no_due_dates") if math.isnan(after_due) else Figure(after_due),
            invoices=count,
        )


def customer_payments(known: Known, customer: Ints, customers: int, rows: Bools | None = None, *, window: int = YEAR) -> CustomerPayments:
    """How long every customer took to pay.

    Args:
        known: the ledger on T, all rows. Rows without an invoice date have no days to pay; credits and partly paid rows neither.
        customer: parallel to its rows; customers: how many there are.
        rows: restricts them, for instance to one currency.
        window: days before T within which the payment came.
    """
    paid = known.assessed & known.settled & (known.amount > 0) & (known.paid_day > known.as_of - window) & (known.invoice_day > 0)
    places = np.flatnonzero(paid if rows is None else paid & rows)
    who, days = customer[places], known.paid_day[places] - known.invoice_day[places]
    weight = known.amount[places].astype(np.float64)  # weights of a mean, no sum of money
    dated = places[known.due_day[places] > 0]
    summed = np.zeros(customers, dtype=np.int64)
    weights, weighted = np.zeros((2, customers))
    np.add.at(summed, who, days)
    np.add.at(weights, who, weight)
    np.add.at(weighted, who, weight * days)
    return CustomerPayments(
        invoices=np.bincount(who, minlength=customers),
        days=summed,
        weighted_days=weighted,
        weight=weights,
        median_after_invoice=_medians(who, days, customers),
        median_after_due=_medians(customer[dated], known.paid_day[dated] - known.due_day[dated], customers),
    )


def days_to_pay(known: Known, rows: Bools | None = None, *, window: int = YEAR) -> DaysToPay:
    """How long the book took to be paid: all customers as one."""
    return customer_payments(known, np.zeros(len(known.amount), dtype=np.int64), 1, rows, window=window).of(0)


def _medians(who: Ints, days: Ints, customers: int) -> Floats:
    """The median of each customer's days, NaN where it has none."""
    order = np.lexsort((days, who))
    rising, ends = days[order], np.cumsum(np.bincount(who, minlength=customers))
    starts = np.concatenate(([0], ends[:-1]))
    medians = np.full(customers, np.nan)
    has = ends > starts
    low, high = (starts + ends - 1)[has] // 2, (starts + ends)[has] // 2
    medians[has] = (rising[low] + rising[high]) / 2
    return medians
