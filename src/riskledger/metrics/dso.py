"""Days sales outstanding in its variants, each under its own name.

    simple          receivables × days / sales                                        (turnover.Turnover.dso; JDE, Gaviti)
    count-back      whole months of sales taken off the receivables, latest first; the rest as a part of the next month   (JDE, HFM)
    average         mean of the simple DSO at the month-ends of a trend
    best possible   receivables not past due × days / sales                           (CRF, Gaviti)
    days delinquent simple − best possible
    credit granted  the count-back of the receivables not past due                    (JDE Days Credit Granted)
    delinquent      count-back − credit granted                                       (JDE Delinquent DSO)
    extended        credit granted − agreed terms, weighted by what is open           (JDE Extended)

The simple variants are over P and need its 90 days. Not past due = outstanding − overdue: an open row without a due date counts as not
past due, as nothing shows it to be late; where no open row has one there is no such figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from riskledger.metrics.facts import Bools, InvoiceFacts, overdue_amount
from riskledger.metrics.figures import Figure, Why, none
from riskledger.metrics.months import months_before
from riskledger.metrics.turnover import SHORTEST, Period, in_period

FEWEST_MONTH_ENDS: Final = 3


class DsoFamily(NamedTuple):
    """All in days; simple = best_possible + days_delinquent, count_back = credit_granted + delinquent."""

    simple: Figure
    best_possible: Figure
    days_delinquent: Figure
    count_back: Figure
    credit_granted: Figure
    delinquent: Figure
    extended: Figure


def dso_family(facts: InvoiceFacts, p: Period, rows: Bools | None = None) -> DsoFamily:
    """Every variant that needs T alone. `p`: the period of the simple ones; `rows` restricts, for instance to one currency."""
    chosen = np.ones(len(facts.amount), dtype=np.bool_) if rows is None else rows
    receivables = int(facts.outstanding[chosen].sum())
    dated = chosen & (facts.due_day > 0)
    overdue = int(overdue_amount(facts)[chosen].sum())
    undated = bool((chosen & facts.is_open).any()) and not bool((dated & facts.is_open).any())
    revenue = int(facts.amount[chosen & in_period(facts, p)].sum())
    simple = dso_simple(receivables, revenue, p.days)
    best = none("no_due_dates") if undated else dso_simple(receivables - overdue, revenue, p.days)
    sales, days = monthly_sales(facts, chosen)
    back = count_back(receivables, sales, days)
    granted = none("no_due_dates") if undated else count_back(receivables - overdue, sales, days)
    return DsoFamily(simple, best, less(simple, best), back, granted, less(back, granted), less(granted, _agreed_terms(facts, dated)))


def dso_simple(receivables: int, sales: int, days: int) -> Figure:
    """Receivables × days / sales, both in minor units; none below 90 days or without sales. Of what is not past due: best possible."""
    if days < SHORTEST:
        return none("short_history")
    return Figure(receivables * days / sales) if sales > 0 else none("no_revenue")


def less(days: Figure, part: Figure) -> Figure:
    """What remains of some days after a part of them; without one of the two, its reason."""
    if days.value is None or part.value is None:
        return days if days.value is None else Figure(None, part.why)
    return Figure(days.value - part.value)


def count_back(receivables: int, sales: Sequence[int], days: Sequence[int]) -> Figure:
    """Days of the latest sales that the receivables amount to.

    Args:
        receivables: minor units; nothing or less owed is 0 days.
        sales: net sales of the periods, latest first, minor units.
        days: the length of each period.

    None where a period without net sales comes before the receivables are used up (month_without_sales), or the sales end before
    they are (short_history).
    """
    rest, counted = receivables, 0
    for sold, length in zip(sales, days, strict=True):
        if rest <= 0:
            break
        if sold <= 0:
            return none("month_without_sales")
        if rest < sold:
            return Figure(counted + rest / sold * length)
        rest, counted = rest - sold, counted + length
    return Figure(float(counted)) if rest <= 0 else none("short_history")


def monthly_sales(facts: InvoiceFacts, rows: Bools) -> tuple[list[int], list[int]]:
    """Net sales and days of the months back from T, latest first, down to the first invoice, from which the earliest month counts."""
    if not rows.any():
        return [], []
    first = int(facts.invoice_day[rows].min())
    edges = [facts.as_of]
    while edges[-1] >= first:
        edges.append(months_before(facts.as_of, len(edges)))
    edges[-1] = first - 1
    rising = np.array(edges[::-1], dtype=np.int64)
    sums = np.zeros(len(edges), dtype=np.int64)
    np.add.at(sums, np.searchsorted(rising, facts.invoice_day[rows]), facts.amount[rows])
    return sums[:0:-1].tolist(), np.diff(rising)[::-1].tolist()


def dso_average(month_ends: Sequence[Figure]) -> Figure:
    """Mean of the simple DSO at those month-ends that have one; at least three. Without any, the reason of the latest."""
    known = [figure.value for figure in month_ends if figure.value is not None]
    if len(known) >= FEWEST_MONTH_ENDS:
        return Figure(sum(known) / len(known))
    why: Why | None = month_ends[-1].why if month_ends and not known else None
    return none(why or "short_history")


def _agreed_terms(facts: InvoiceFacts, dated: Bools) -> Figure:
    """Days from invoice to due date of what is owed, weighted by the open amount."""
    owed = dated & (facts.outstanding > 0)
    if not owed.any():
        return none("no_due_dates")
    weight = facts.outstanding[owed].astype(np.float64)  # weights of a mean, no sum of money
    return Figure(float(np.average(facts.due_day[owed] - facts.invoice_day[owed], weights=weight)))
