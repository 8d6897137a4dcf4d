"""Customer concentration of revenue in P: largest share, five largest, Herfindahl-Hirschman index on the 0–10,000 scale."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from riskledger.metrics.facts import InvoiceFacts
from riskledger.metrics.figures import Figure, none
from riskledger.metrics.turnover import Period, in_period


class Concentration(NamedTuple):
    """Shares as fractions; `shares` per customer, None when there is no revenue to share."""

    shares: NDArray[np.float64] | None
    top1: Figure
    top5: Figure
    hhi: Figure


def concentration(facts: InvoiceFacts, p: Period) -> Concentration:
    """Shares of the revenue in P; HHI = Σ (share in %)²."""
    rows = in_period(facts, p)
    # Whole minor units stay exact in float64 up to 2^53, i.e. 90 trillion in currency.
    by_customer = np.bincount(facts.customer[rows], weights=facts.amount[rows].astype(np.float64), minlength=facts.customers)
    total = by_customer.sum()
    if total <= 0:
        return Concentration(None, *[none("no_revenue")] * 3)
    shares = by_customer / total
    largest = np.sort(shares)[::-1]
    return Concentration(shares, Figure(float(largest[0])), Figure(float(largest[:5].sum())), Figure(float(((shares * 100) ** 2).sum())))
