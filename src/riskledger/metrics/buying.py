"""How customers buy: invoices a month, average and largest invoice, and the latest 90 days of them against the customer's own past year.

The figures are over the customer's P (the year to T, or since its first invoice). A change is the figure of the 90 days to T over that of
the 365 days before them, 1 = as before: invoices a month, average and largest invoice. Buying that swings is an input of early warnings,
whose thresholds the policy has, and gives no points. Credit notes are no invoices. A month is 365 / 12 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from riskledger.metrics.facts import Bools, Ints, InvoiceFacts
from riskledger.metrics.figures import Figure, none
from riskledger.metrics.turnover import YEAR

MONTH: Final = YEAR / 12
RECENT: Final = 90
FEWEST_INVOICES: Final = 6  # in the past year, and FEWEST_DAYS of it: less is no pattern to depart from
FEWEST_DAYS: Final = 180


class Buying(NamedTuple):
    """`average` and `largest` in minor units, None without an invoice in P; the changes as ratios to the past year."""

    invoices_a_month: Figure
    average: int | None
    largest: int | None
    order_frequency_change: Figure
    average_invoice_change: Figure
    largest_invoice_change: Figure


class _Window(NamedTuple):
    """Invoices of every customer between two days: how many, their sum and the largest, minor units."""

    invoices: Ints
    amount: Ints
    largest: Ints


@dataclass(frozen=True)
class CustomerBuying:
    """What is needed of every customer: its first invoice, its year, its latest 90 days and the year before those."""

    as_of: int
    recent_start: int
    first: Ints
    year: _Window
    recent: _Window
    past: _Window

    def of(self, customer: int) -> Buying:
        """How one customer buys."""
        first = int(self.first[customer])
        count, amount, largest = _at(self.year, customer)
        days = min(YEAR, self.as_of - first + 1)
        frequency = Figure(count / days * MONTH) if count else none("no_revenue")
        # Halves of a minor unit go up.
        average = (2 * amount + count) // (2 * count) if count else None
        changes = self._changes(customer, min(YEAR, self.recent_start - first + 1))
        return Buying(frequency, average, largest if count else None, *changes)

    def _changes(self, customer: int, past_days: int) -> tuple[Figure, Figure, Figure]:
        count, amount, largest = _at(self.recent, customer)
        past_count, past_amount, past_largest = _at(self.past, customer)
        if past_count < FEWEST_INVOICES or past_days < FEWEST_DAYS:
            no = none("no_past_year")
            return no, no, no
        frequency = Figure((count / RECENT) / (past_count / past_days))
        if not count:
            return frequency, none("no_revenue"), none("no_revenue")
        return frequency, Figure((amount * past_count) / (past_amount * count)), Figure(largest / past_largest)


def customer_buying(facts: InvoiceFacts, rows: Bools | None = None) -> CustomerBuying:
    """How every customer buys; `rows` restricts it, for instance to one currency."""
    bought = facts.amount > 0 if rows is None else (facts.amount > 0) & rows
    day, recent_start = facts.invoice_day, facts.as_of - RECENT

    def window(start: int, end: int) -> _Window:
        """Of the invoices dated after `start`, up to `end`."""
        chosen = bought & (day > start) & (day <= end)
        customer, amount = facts.customer[chosen], facts.amount[chosen]
        sums, largest = (np.zeros(facts.customers, dtype=np.int64) for _ in range(2))
        np.add.at(sums, customer, amount)
        np.maximum.at(largest, customer, amount)
        return _Window(np.bincount(customer, minlength=facts.customers), sums, largest)

    first = np.full(facts.customers, facts.as_of + 1, dtype=np.int64)
    np.minimum.at(first, facts.customer[bought], day[bought])
    return CustomerBuying(
        as_of=facts.as_of,
        recent_start=recent_start,
        first=first,
        year=window(facts.as_of - YEAR, facts.as_of),
        recent=window(recent_start, facts.as_of),
        past=window(recent_start - YEAR, recent_start),
    )


def _at(window: _Window, customer: int) -> tuple[int, int, int]:
    return int(window.invoices[customer]), int(window.amount[customer]), int(window.largest[customer])
