"""Concentration of an amount over groups: largest share, five largest, Herfindahl-Hirschman index on the 0–10,000 scale.

The groups are customers, industries or groups of companies, the amount is revenue in P or what is owed on T. HHI = Σ (share in %)². Its
bands are those of the US merger guidelines of 2023 (1,000 and 1,800; those of 2010 had 1,500 and 2,500), made for markets and for
customers only a convention. The share of the n largest does not see what the HHI sees: 30+25+20+15+6+4 and 25+25+20+20+6+4 differ in it.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from riskledger.metrics.facts import Bools, Ints, InvoiceFacts
from riskledger.metrics.figures import Figure, Why, none
from riskledger.metrics.turnover import Period, in_period

UNASSIGNED: Final = -1
DOJ_2023: Final = (1000, 1800)


class Concentration(NamedTuple):
    """Shares as fractions; `shares` per group, None when there is nothing to share. `unassigned`: the share of rows without a group."""

    shares: NDArray[np.float64] | None
    top1: Figure
    top5: Figure
    hhi: Figure
    unassigned: float = 0.0


def concentration(facts: InvoiceFacts, p: Period) -> Concentration:
    """Customers' shares of the revenue in P."""
    rows = in_period(facts, p)
    return concentration_of(facts.amount[rows], facts.customer[rows], facts.customers, "no_revenue")


def receivables_concentration(facts: InvoiceFacts, rows: Bools | None = None) -> Concentration:
    """Customers' shares of what is owed on T: of the sum of the debtors' balances, a customer in credit having none."""
    owed = np.zeros(facts.customers, dtype=np.int64)
    chosen = np.ones(len(facts.amount), dtype=np.bool_) if rows is None else rows
    np.add.at(owed, facts.customer[chosen], facts.outstanding[chosen])
    return concentration_of(np.maximum(owed, 0), np.arange(facts.customers), facts.customers, "no_debtors")


def concentration_of(amounts: Ints, group: Ints, groups: int, empty: Why) -> Concentration:
    """Shares of the groups in the sum of some amounts.

    Args:
        amounts: minor units, one entry per row, customer or whatever is grouped.
        group: parallel to them, 0 … groups − 1, or UNASSIGNED where the group is not known: that amount counts in the sum, but is no
            group, so that top shares and HHI are lower bounds; `unassigned` says how large it is.
        groups: how many groups there are.
        empty: the reason when the sum is not above 0.
    """
    sums = np.zeros(groups + 1, dtype=np.int64)  # the last one is of the unassigned
    np.add.at(sums, group, amounts)
    total = int(sums.sum())
    if total <= 0:
        no = none(empty)
        return Concentration(None, no, no, no)
    shares = sums[:-1] / total
    largest = np.sort(shares)[::-1]
    top1 = Figure(float(largest[0])) if groups else Figure(0.0)
    hhi = Figure(float(((shares * 100) ** 2).sum()))
    return Concentration(shares, top1, Figure(float(largest[:5].sum())), hhi, int(sums[-1]) / total)


def hhi_band(hhi: float) -> Literal["low", "moderate", "high"]:
    """The band of an HHI by DOJ_2023: from 1,000 moderate, above 1,800 high."""
    moderate, high = DOJ_2023
    return "low" if hhi < moderate else "moderate" if hhi <= high else "high"
