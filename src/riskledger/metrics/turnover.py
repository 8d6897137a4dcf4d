"""Receivables turnover on both bases, turnover days and simple DSO over the period P that ends on T.

P starts at the later of T − 365 and the day before the first invoice; figures are annualised (× 365 / days of P). Closing
basis: revenue / outstanding on T. Average basis: revenue / mean of the outstanding at the start of P and on T. Below 90 days
there is no figure. DSO = outstanding × days of P / revenue.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from riskledger.metrics.facts import Bools, InvoiceFacts
from riskledger.metrics.figures import Figure, none

YEAR: Final = 365
SHORTEST: Final = 90


class Period(NamedTuple):
    """Days start + 1 … end, as ordinals. `complete`: the ledger reaches back to T − 365."""

    start: int
    end: int
    complete: bool

    @property
    def days(self) -> int:
        """Length in days."""
        return self.end - self.start


class Turnover(NamedTuple):
    """Times a year, times a year, days on the closing basis, days."""

    closing: Figure
    average: Figure
    days: Figure
    dso: Figure

    @property
    def days_on_average(self) -> Figure:
        """Turnover days on the average basis; `days` is on the closing one."""
        return Figure(YEAR / self.average.value) if self.average.value else self.average


def period(facts: InvoiceFacts) -> Period:
    """P for these facts; at least one row is needed."""
    first = int(facts.invoice_day.min())
    return Period(max(facts.as_of - YEAR, first - 1), facts.as_of, first <= facts.as_of - YEAR)


def in_period(facts: InvoiceFacts, p: Period) -> Bools:
    """Rows invoiced in P."""
    return (facts.invoice_day > p.start) & (facts.invoice_day <= p.end)


def revenue(facts: InvoiceFacts, p: Period) -> int:
    """Invoiced in P less credit notes, minor units."""
    return int(facts.amount[in_period(facts, p)].sum())


def turnover(facts: InvoiceFacts, p: Period, opening: int | None) -> Turnover:
    """The four figures. `opening`: outstanding at the start of P in minor units, None when the ledger does not reach back."""
    return turnover_of(revenue(facts, p), int(facts.outstanding.sum()), opening, p.days)


def turnover_of(sales: int, closing: int, opening: int | None, days: int) -> Turnover:
    """The four figures from their sums.

    Args:
        sales: revenue in P, minor units.
        closing, opening: outstanding on T and at the start of P, minor units; opening None where it is not known.
        days: length of P.
    """
    if days < SHORTEST:
        return Turnover(*[none("short_history")] * 4)
    if sales <= 0:
        return Turnover(*[none("no_revenue")] * 4)
    yearly = sales * YEAR / days
    dso = Figure(closing * days / sales)
    on_closing = Figure(yearly / closing) if closing > 0 else none("no_receivables")
    turnover_days = Figure(YEAR / on_closing.value) if on_closing.value else none("no_receivables")
    if opening is None:
        on_average = none("no_opening_balance")
    else:
        mean = (opening + closing) / 2
        on_average = Figure(yearly / mean) if mean > 0 else none("no_receivables")
    return Turnover(on_closing, on_average, turnover_days, dso)
