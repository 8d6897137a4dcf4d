"""How customers behave: payment delay rate by count and by amount, of the book and of each customer; churn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from riskledger.metrics.facts import Bools, Ints, InvoiceFacts
from riskledger.metrics.figures import Figure, none
from riskledger.metrics.turnover import YEAR


class DelayRate(NamedTuple):
    """Late over decided invoices since the ledger began, as fractions."""

    by_count: Figure
    by_amount: Figure


@dataclass(frozen=True)
class CustomerDelays:
    """Decided and late invoices of every customer: counts, and amounts invoiced in minor units."""

    decided: Ints
    late: Ints
    decided_amount: Ints
    late_amount: Ints

    def of(self, customer: int) -> DelayRate:
        """The delay rate of one customer."""
        return delay_rate_of(*(int(each[customer]) for each in (self.decided, self.late, self.decided_amount, self.late_amount)))


def delay_rate(facts: InvoiceFacts) -> DelayRate:
    """Share of the decided invoices (paid, or open and past due) that were late; amounts are those invoiced."""
    amount = facts.amount
    return delay_rate_of(int(facts.decided.sum()), int(facts.late.sum()), int(amount[facts.decided].sum()), int(amount[facts.late].sum()))


def delay_rate_of(decided: int, late: int, decided_amount: int, late_amount: int) -> DelayRate:
    """Late over decided, by count and by amount."""
    if not decided:
        return DelayRate(none("nothing_decided"), none("nothing_decided"))
    return DelayRate(Figure(late / decided), Figure(late_amount / decided_amount))


def customer_delays(facts: InvoiceFacts, rows: Bools | None = None) -> CustomerDelays:
    """The delay rate's sums by customer; `rows` restricts them, for instance to one currency."""
    decided = facts.decided if rows is None else facts.decided & rows

    def summed(which: Bools, what: Ints) -> Ints:
        sums = np.zeros(facts.customers, dtype=np.int64)
        np.add.at(sums, facts.customer[which], what[which])
        return sums

    one, late = np.ones(len(facts.amount), dtype=np.int64), decided & facts.late
    return CustomerDelays(summed(decided, one), summed(late, one), summed(decided, facts.amount), summed(late, facts.amount))


def churn(facts: InvoiceFacts) -> Figure:
    """Customers invoiced in (T − 730, T − 365] and not since, over those invoiced then; none for a shorter ledger."""
    former_start, former_end = facts.as_of - 2 * YEAR, facts.as_of - YEAR
    if int(facts.invoice_day.min()) - 1 > former_start:
        return none("short_history")
    bought = facts.amount > 0
    former = np.unique(facts.customer[bought & (facts.invoice_day > former_start) & (facts.invoice_day <= former_end)])
    since = np.unique(facts.customer[bought & (facts.invoice_day > former_end)])
    if not len(former):
        return none("no_former_customers")
    return Figure(len(np.setdiff1d(former, since)) / len(former))
