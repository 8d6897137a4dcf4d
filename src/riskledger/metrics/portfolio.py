"""The portfolio on T: totals, ageing, turnover, DSO, concentration, delay rate and churn, for one currency or for each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riskledger.metrics.ageing_scales import PRESETS, Scale, held_by_age
from riskledger.metrics.behaviour import DelayRate, churn, delay_rate
from riskledger.metrics.concentration import Concentration, concentration
from riskledger.metrics.facts import InvoiceFacts, overdue_amount
from riskledger.metrics.figures import Figure, none
from riskledger.metrics.totals import Totals, totals
from riskledger.metrics.turnover import Period, Turnover, period, turnover


@dataclass(frozen=True)
class Portfolio:
    """Figures of all assessed rows. With several currencies the sums of money are None and stand in `by_currency` instead."""

    currencies: tuple[str | None, ...]
    totals: Totals | None
    ageing: dict[str, int] | None
    by_currency: tuple[tuple[str | None, Totals, dict[str, int]], ...]
    period: Period | None
    turnover: Turnover
    concentration: Concentration
    delay: DelayRate
    churn: Figure


def portfolio(facts: InvoiceFacts, currencies: tuple[str | None, ...], opening: int | None, by: Scale = PRESETS["default"]) -> Portfolio:
    """Measure the book.

    Args:
        facts: the assessed rows.
        currencies: names by `facts.currency` index; one entry when there is a single currency or none is stated.
        opening: outstanding at T − 365 in minor units, None when the ledger does not reach back that far.
        by: the age groups.
    """
    mixed = len(currencies) > 1
    if not len(facts.amount):
        nothing = none("no_revenue")
        return Portfolio(
            currencies,
            Totals(0, 0, 0, 0, 0),
            held_by_age(facts, by),
            (),
            None,
            Turnover(nothing, nothing, nothing, nothing),
            Concentration(None, nothing, nothing, nothing),
            DelayRate(none("nothing_decided"), none("nothing_decided")),
            none("short_history"),
        )
    p, rate = period(facts), delay_rate(facts)
    if not mixed:
        return Portfolio(
            currencies,
            totals(facts),
            held_by_age(facts, by),
            (),
            p,
            turnover(facts, p, opening),
            concentration(facts, p),
            rate,
            churn(facts),
        )
    no = none("mixed_currencies")
    each = tuple((name, totals(facts, rows := facts.currency == i), held_by_age(facts, by, rows)) for i, name in enumerate(currencies))
    return Portfolio(
        currencies,
        None,
        None,
        each,
        p,
        Turnover(no, no, no, no),
        Concentration(None, no, no, no),
        DelayRate(rate.by_count, no),
        churn(facts),
    )


@dataclass(frozen=True)
class CustomerSums:
    """Money of every customer in minor units, and its longest days overdue among open items."""

    outstanding: np.ndarray[tuple[int], np.dtype[np.int64]]
    overdue: np.ndarray[tuple[int], np.dtype[np.int64]]
    max_days_overdue: np.ndarray[tuple[int], np.dtype[np.int64]]


def customer_sums(facts: InvoiceFacts, currency: int | None = None) -> CustomerSums:
    """Sums by customer, of one currency index if given. Integers throughout, so they tie to the totals."""
    chosen = np.ones(len(facts.amount), dtype=np.bool_) if currency is None else facts.currency == currency
    outstanding, overdue, longest = (np.zeros(facts.customers, dtype=np.int64) for _ in range(3))
    np.add.at(outstanding, facts.customer[chosen], facts.outstanding[chosen])
    past = chosen & (facts.due_day > 0) & (facts.due_day + facts.grace_days < facts.as_of)
    np.add.at(overdue, facts.customer[past], overdue_amount(facts)[past])
    waiting = past & (facts.outstanding > 0) & (facts.amount > 0)
    np.maximum.at(longest, facts.customer[waiting], facts.days_overdue[waiting])
    return CustomerSums(outstanding, overdue, longest)
