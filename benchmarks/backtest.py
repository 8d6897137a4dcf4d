"""Replays the month-ends of a ledger with history, each with what was known then, and measures how well the rating told who pays late.

Usage: python backtest.py BOOK [--months 12] [--policy FILE] [--sheet NAME] [--map FIELD=HEADER]

At each month-end T the customers are rated from the facts of T alone. N is the next month-end. *Next month's late amount* of a
customer is the full amount of its invoices that fall due in (T, N] and are not paid by their due date, whether written before T or
after; what is neither paid nor past due when the ledger ends is not counted. Only customers known on T take part. Measured are, over
all month-ends together,

- AUC per customer: the chance that a customer with a late amount ranks before one that only paid on time, ties half; and per invoice;
- capture: the share of the late amount held by the first 10 % and 20 % of the customers by expected late amount. Perfect foresight,
  the late amount itself, is the most that any order could reach;
- the late share of the amount due, by tier.

Yardsticks: the classic rule (worst lateness and complaints of the last 365 days: high above 30 days or from 3 complaints, medium above
0 days or from 1) and the longest days overdue on T. An AUC above 0.90 on a real ledger is a leak until proven otherwise.
"""

from __future__ import annotations

import argparse
import calendar
import datetime as dt
import math
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TIERS = ("low", "medium", "high")
SHARES = (0.1, 0.2)
YEAR = 365
FEWEST_DECIDED = 20  # before that there is no past to rate from
FEWEST_LATE = 10  # below so many late events the figures would be guesses

OURS, CLASSIC, OVERDUE, FORESIGHT = "risk points × exposure", "classic rule", "current days overdue", "perfect foresight"


@dataclass
class Tally:
    """What the replays add up to; amounts in minor units."""

    month_ends: list[dt.date] = field(default_factory=list)
    captured: dict[tuple[str, float], int] = field(default_factory=lambda: defaultdict(int))
    late_amount: int = 0
    by_customer: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))
    by_invoice: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))
    tier_due: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    tier_late: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def late_events(self) -> int:
        """Invoices of the replayed months that were late."""
        return sum(late for _, late in self.by_invoice[OURS])


def month_end(day: dt.date, months: int = 0) -> dt.date:
    """The last day of the month some months after a day's own."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def replay(read: Any, end: Any, as_of: dt.date, tally: Tally) -> None:
    """Rate on one month-end and compare with what the ledger's end tells of the month after.

    read: the workbook as understood. end: its assessment on the last day it tells of.
    """
    from riskledger.assessment import assess_on

    then, until = assess_on(read, as_of), month_end(as_of, 1)
    if int(then.facts.decided.sum()) < FEWEST_DECIDED:
        return
    tally.month_ends.append(as_of)
    place = {key: i for i, key in enumerate(then.grouped.keys)}
    known_then = np.array([place.get(key, -1) for key in end.grouped.keys], dtype=np.int64)[end.facts.customer]
    falling = (end.facts.due_day > as_of.toordinal()) & (end.facts.due_day <= until.toordinal()) & end.facts.decided & (known_then >= 0)
    customer, amount, late = known_then[falling], end.facts.amount[falling], end.facts.late[falling]
    count = len(place)
    due_sum, late_sum = (np.zeros(count, dtype=np.int64) for _ in range(2))
    np.add.at(due_sum, customer, amount)
    np.add.at(late_sum, customer[late], amount[late])

    entries = {place[entry.key]: entry for entry in then.customers}
    points = np.array([entries[i].risk_points for i in range(count)])
    expected = np.array([sum(money.expected_late_amount for money in entries[i].money) for i in range(count)], dtype=np.float64)
    overdue = np.array([entries[i].max_days_overdue for i in range(count)], dtype=np.float64)
    tiers = [entries[i].rating.computed_tier for i in range(count)]
    orders = {OURS: expected, CLASSIC: classic_points(then.facts), OVERDUE: overdue, FORESIGHT: late_sum.astype(np.float64)}

    tally.late_amount += int(late_sum.sum())
    keys = np.array(then.grouped.keys)
    for name, order in orders.items():
        ranked = np.lexsort((keys, -order))  # of equals the one whose key comes first
        for share in SHARES:
            tally.captured[name, share] += int(late_sum[ranked[: math.ceil(share * count)]].sum())
    scores = {OURS: points, CLASSIC: orders[CLASSIC], OVERDUE: overdue}
    for name, score in scores.items():
        tally.by_customer[name] += [(float(score[i]), bool(late_sum[i])) for i in np.flatnonzero(due_sum).tolist()]
        tally.by_invoice[name] += zip(score[customer].tolist(), late.tolist(), strict=True)
    for i in np.flatnonzero(due_sum).tolist():
        tally.tier_due[tiers[i]] += int(due_sum[i])
        tally.tier_late[tiers[i]] += int(late_sum[i])


def classic_points(facts: Any) -> Floats:
    """The classic rule per customer: 0 low, 1 medium, 2 high."""
    worst, complaints = (np.zeros(facts.customers, dtype=np.int64) for _ in range(2))
    recent = facts.invoice_day > facts.as_of - YEAR
    np.maximum.at(worst, facts.customer[recent], np.maximum(facts.days_overdue[recent], 0))
    np.add.at(complaints, facts.customer[recent], facts.complaints[recent])
    high, medium = (worst > 30) | (complaints >= 3), (worst > 0) | (complaints >= 1)
    return np.where(high, 2.0, np.where(medium, 1.0, 0.0))


def auc(scored: list[tuple[float, bool]]) -> float:
    """Area under the ROC curve by ranks (Mann and Whitney), ties counted half; NaN when one class is missing."""
    score, late = np.array([s for s, _ in scored]), np.array([bad for _, bad in scored], dtype=np.bool_)
    bad, good = int(late.sum()), int((~late).sum())
    if not bad or not good:
        return math.nan
    _, tied, counts = np.unique(score, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    return (float(middle[tied][late].sum()) - bad * (bad + 1) / 2) / (bad * good)


def figures(tally: Tally) -> str:
    """What was measured, as Markdown."""
    first, last = tally.month_ends[0], tally.month_ends[-1]
    lines = [
        f"{len(tally.month_ends)} month-ends from {first} to {last}, "
        f"{len(tally.by_invoice[OURS])} invoices due, {tally.late_events} of them late.",
        "",
        "| ordered by | AUC per customer | AUC per invoice | late amount in the first 10 % | in the first 20 % |",
        "|---|---:|---:|---:|---:|",
    ]
    for name in (OURS, CLASSIC, OVERDUE, FORESIGHT):
        areas = [f"{auc(each[name]):.3f}" if name in each else "" for each in (tally.by_customer, tally.by_invoice)]
        held = [f"{tally.captured[name, share] / tally.late_amount:.3f}" for share in SHARES]
        lines.append(f"| {name} | {areas[0]} | {areas[1]} | {held[0]} | {held[1]} |")
    shares = [f"{tier} {tally.tier_late[tier] / tally.tier_due[tier]:.0%}" for tier in TIERS if tally.tier_due[tier]]
    return "\n".join([*lines, "", f"Late share of the amount due, by tier: {' · '.join(shares)}"])


def backtest(book: Path, *, months: int | None, policy: Path | None, sheet: str | None, mapping: dict[str, str]) -> Tally:
    """Replay the month-ends of a book that have a whole month after them."""
    from riskledger.assessment import assess_on, understand
    from riskledger.workbook.opening import open_any

    with open_any(book) as opened:
        read = understand(opened, policy=policy, sheet=sheet, mapping=mapping)
    ledger = read.ledger
    # The ledger tells of days up to its last payment or invoice; what was due later is not decided.
    told = [
        day for column in (ledger.invoice_date, ledger.payment_date) for day, fit in zip(column, ledger.usable, strict=True) if day and fit
    ]
    begin, finish = dt.date.fromordinal(min(told)), dt.date.fromordinal(max(told))
    end, tally = assess_on(read, finish), Tally()
    day = month_end(begin)
    ends = []
    while month_end(day, 1) <= finish:
        ends.append(day)
        day = month_end(day, 1)
    for as_of in ends[-months:] if months else ends:
        replay(read, end, as_of, tally)
    return tally


def main() -> None:
    """Read the options, replay, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("book", type=Path)
    parser.add_argument("--months", type=int, help="replay only the last so many month-ends")
    parser.add_argument("--policy", type=Path)
    parser.add_argument("--sheet")
    parser.add_argument("--map", action="append", default=[], metavar="FIELD=HEADER")
    options = parser.parse_args()
    mapping = dict(pair.split("=", 1) for pair in options.map)
    from riskledger.errors import CannotRun

    try:
        tally = backtest(options.book, months=options.months, policy=options.policy, sheet=options.sheet, mapping=mapping)
    except CannotRun as refused:
        raise SystemExit(f"{refused.code} {refused.params}") from None
    if tally.late_events < FEWEST_LATE:
        raise SystemExit(f"{tally.late_events} late invoices in the months that could be replayed; below {FEWEST_LATE} nothing is measured")
    print(figures(tally))


if __name__ == "__main__":
    main()
