"""How customers behave: payment delay rate by count and by amount, churn."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from riskledger.metrics.facts import InvoiceFacts
from riskledger.metrics.figures import Figure, none
from riskledger.metrics.turnover import YEAR


class DelayRate(NamedTuple):
    """Late over decided invoices since the ledger began, as fractions."""

    by_count: Figure
    by_amount: Figure


def delay_rate(facts: InvoiceFacts) -> DelayRate:
    """Share of the decided invoices (paid, or open and past due) that were late; amounts are those invoiced."""
    decided = int(facts.decided.sum())
    if not decided:
        return DelayRate(none("nothing_decided"), none("nothing_decided"))
    amount = int(facts.amount[facts.decided].sum())
    return DelayRate(Figure(int(facts.late.sum()) / decided), Figure(int(facts.amount[facts.late].sum()) / amount))


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
