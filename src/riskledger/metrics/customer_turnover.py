"""Receivables turnover, turnover days and simple DSO of every customer, by the same rules as the book's.

Each customer is measured as if the ledger held its rows alone: its P starts at the later of T − 365 and the day before its first
invoice, so that a customer of half a year is not held to a full year of sales. Below 90 days with the customer there is no figure; on the
average basis there is none unless the customer had been invoiced by T − 365.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riskledger.metrics.facts import Bools, Ints, InvoiceFacts
from riskledger.metrics.turnover import YEAR, Period, Turnover, turnover_of


@dataclass(frozen=True)
class CustomerTurnover:
    """Sums of every customer, minor units and days; a customer without a row has `first` beyond T."""

    as_of: int
    first: Ints  # its first invoice
    sales: Ints  # revenue in its P
    closing: Ints
    opening: Ints

    def period(self, customer: int) -> Period:
        """The customer's P."""
        first = int(self.first[customer])
        return Period(max(self.as_of - YEAR, first - 1), self.as_of, first <= self.as_of - YEAR)

    def of(self, customer: int) -> Turnover:
        """The four figures of one customer."""
        p = self.period(customer)
        opening = int(self.opening[customer]) if p.complete else None
        return turnover_of(int(self.sales[customer]), int(self.closing[customer]), opening, p.days)


def customer_turnover(facts: InvoiceFacts, opening: Ints, rows: Bools | None = None) -> CustomerTurnover:
    """The sums behind every customer's turnover.

    Args:
        facts: the assessed rows.
        opening: what was open of each of them at T − 365 as known then, minor units; 0 for rows that did not exist yet (`opening_of`).
        rows: restricts the sums, for instance to one currency.
    """
    chosen = np.ones(len(facts.amount), dtype=np.bool_) if rows is None else rows

    def summed(which: Bools, what: Ints) -> Ints:
        sums = np.zeros(facts.customers, dtype=np.int64)
        np.add.at(sums, facts.customer[which], what[which])
        return sums

    first = np.full(facts.customers, facts.as_of + 1, dtype=np.int64)
    np.minimum.at(first, facts.customer[chosen], facts.invoice_day[chosen])
    in_year = chosen & (facts.invoice_day > facts.as_of - YEAR)
    return CustomerTurnover(
        as_of=facts.as_of,
        first=first,
        sales=summed(in_year, facts.amount),
        closing=summed(chosen, facts.outstanding),
        opening=summed(chosen, opening),
    )
