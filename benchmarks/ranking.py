"""Measures how well the points rank: month ends of a market whose late payers are known are replayed, each with what was known then.

Usage: python ranking.py [--seed 1] [--months 12]

At each month end T the book holds the invoices dated on or before T and the payments made by then. N is the end of the next month.
*Next month's late amount* of a customer known on T is the full amount of its invoices that fall due in (T, N], whether written
before T or after, and are not paid by their due date. The second column adds what was past due already: invoices with a due date
on or before T that are still open on T. Measured are

- capture: the share of all customers' late amount held by the riskiest fifth of the customers, summed over the month ends. Of equals
  in a ranking, the one with the lower number comes first;
- AUC: the chance that a late invoice due in (T, N] belongs to a customer with more points than a punctual one does, ties half;
- the late share of each tier: late amount over all the amount due in (T, N].

Yardsticks: exposure alone; the longest days overdue on T; the latent chance times exposure (the best that anyone could know);
perfect foresight (the late amount itself).
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from backtest import auc
from late_payers import Market, Sale, customer_name, market, month_end, write_book

TIERS = ("low", "medium", "high")
FIRST_REPLAY = 12  # months of history before the first month end that counts
RISKIEST = 0.2


@dataclass
class Tally:
    """What the replays add up to; amounts in minor units."""

    captured: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    late_amount: list[int] = field(default_factory=lambda: [0, 0])
    scored: list[tuple[float, bool]] = field(default_factory=list)
    tier_due: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    tier_late: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def replay(world: Market, as_of: date, until: date, assess: Callable[..., Any], book: Path, tally: Tally) -> None:
    """Assess the book as known on one month end and compare with what came.

    Raises KeyError when a customer with an invoice in the book is missing from the assessment.
    """
    write_book(book, world.sales, as_of)
    assessed = {each.customer: each for each in assess(book, as_of=as_of).customers}
    known = sorted({sale.customer for sale in world.sales if sale.day <= as_of})
    found = {customer: assessed[customer_name(customer)] for customer in known}

    open_then = [sale for sale in world.sales if sale.open_on(as_of)]
    falling_due = [sale for sale in world.sales if as_of < sale.due <= until and sale.customer in found]
    late = _sums(sale for sale in falling_due if sale.late)
    with_past_due = _sums([*(sale for sale in falling_due if sale.late), *(sale for sale in open_then if sale.due <= as_of)])
    exposure = _sums(open_then)
    overdue_days = {
        customer: max((as_of - sale.due).days for sale in open_then if sale.customer == customer)
        for customer in {sale.customer for sale in open_then}
    }
    rankings: dict[str, Callable[[int], float]] = {
        "expected late amount (riskledger)": lambda customer: float(found[customer].expected_late_amount),
        "risk points (riskledger)": lambda customer: float(found[customer].risk_points),
        "exposure": lambda customer: exposure.get(customer, 0),
        "days overdue": lambda customer: max(0, overdue_days.get(customer, 0)),
        "latent chance × exposure": lambda customer: world.latent_on(customer, until) * exposure.get(customer, 0),
    }
    fifth = math.ceil(RISKIEST * len(known))
    for column, truth in enumerate((late, with_past_due)):
        tally.late_amount[column] += sum(truth.values())
        for name, key in (rankings | {"perfect foresight": _looking_up(truth)}).items():
            tally.captured[name][column] += sum(truth.get(customer, 0) for customer in _first(known, key, fifth))
    for sale in falling_due:
        customer = found[sale.customer]
        tally.scored.append((float(customer.risk_points), sale.late))
        tally.tier_due[customer.tier] += sale.amount
        tally.tier_late[customer.tier] += sale.amount if sale.late else 0


def _first(customers: Sequence[int], key: Callable[[int], float], count: int) -> list[int]:
    return sorted(customers, key=lambda customer: (-key(customer), customer))[:count]


def _sums(sales: Iterable[Sale]) -> dict[int, int]:
    sums: dict[int, int] = defaultdict(int)
    for sale in sales:
        sums[sale.customer] += sale.amount
    return dict(sums)


def _looking_up(amounts: Mapping[int, int]) -> Callable[[int], float]:
    return lambda customer: amounts.get(customer, 0)


def report(tally: Tally, replays: int) -> str:
    """The figures as Markdown."""
    lines = [f"{replays} month ends, {len(tally.scored)} invoices due, {sum(late for _, late in tally.scored)} of them late.", ""]
    lines += ["| riskiest fifth by | share of next month's late amount | with what was past due |", "|---|---:|---:|"]
    for name, captured in tally.captured.items():
        shares = [part / whole if whole else math.nan for part, whole in zip(captured, tally.late_amount, strict=True)]
        lines.append(f"| {name} | {shares[0]:.3f} | {shares[1]:.3f} |")
    lines += ["", f"AUC of the points for an invoice of the next month: {auc(tally.scored):.3f}", ""]
    shown = [f"{tier} {tally.tier_late[tier] / tally.tier_due[tier]:.0%}" for tier in TIERS if tally.tier_due[tier]]
    lines.append(f"Late share of the amount due, by tier: {' · '.join(shown)}")
    return "\n".join(lines)


def main() -> None:
    """Read the options, replay, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--months", type=int, default=12, help="month ends to replay, after a year of history")
    options = parser.parse_args()
    import riskledger  # here, so that --help works without it installed

    # Months FIRST_REPLAY … are replayed, and the one after the last is still needed as its future.
    world = market(options.seed, months=FIRST_REPLAY + options.months + 1)
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for month in range(FIRST_REPLAY, FIRST_REPLAY + options.months):
            replay(world, month_end(month), month_end(month + 1), riskledger.assess, Path(folder) / "book.xlsx", tally)
    print(report(tally, options.months))


if __name__ == "__main__":
    main()
