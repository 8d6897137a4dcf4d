"""Loss rates from how receivables ran off, and what stands in for them when no loss was ever seen.

Run-off: rate of a band = never paid / still open when the band begins, unrounded. Without a single loss in n items a rate of 0
would claim what nobody knows: the policy's rate stands, else (x + ½) / (n + 1); 3 / n is shown as the 95 % upper bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from riskledger.metrics.ageing import BUCKETS, DUE_TODAY
from riskledger.metrics.facts import Bools, InvoiceFacts
from riskledger.metrics.figures import Why
from riskledger.metrics.rates import Rate

Basis = Literal["observed", "policy", "smoothed"]
OLDEST = 365  # days past due after which an open item is in the last bucket
_FROM_DAYS = (0, 0, 0, 30, 60, 90, 180, 365)  # more days late than this: open when the bucket begins


class BandRate(NamedTuple):
    """An unrounded loss rate; None with the reason `why`."""

    rate: Fraction | None
    why: Why | None = None


def run_off_rates(still_open: Sequence[int], lost: int) -> tuple[BandRate, ...]:
    """Loss rate of each band from the run-off of past sales.

    Args:
        still_open: of the same sales, what was open when each band began, minor units; the first is all of it.
        lost: what was never paid of them.

    A band that nothing reached has no rate, and neither has any when nothing was lost: see `never_zero`.

    Raises:
        ValueError: what is open rises from one band to the next, or falls below what was lost.
    """
    open_amounts = [*still_open, lost]
    if lost < 0 or any(later > earlier for earlier, later in pairwise(open_amounts)):
        raise ValueError("what is still open cannot rise, nor fall below what was lost")
    return tuple(_band_rate(amount, lost) for amount in still_open)


def _band_rate(reached: int, lost: int) -> BandRate:
    if not reached:
        return BandRate(None, "nothing_observed")
    return BandRate(Fraction(lost, reached)) if lost else BandRate(None, "no_loss_observed")


@dataclass(frozen=True, slots=True)
class LossRate:
    """A loss rate that is never 0 for want of data, where it comes from, and the upper bound when no loss was seen."""

    rate: Rate | None
    basis: Basis | None
    upper_bound: Fraction | None = None
    why: Why | None = None


def never_zero(losses: int, items: int, policy_rate: Rate | None = None) -> LossRate:
    """The loss rate of a band in which `losses` of `items` were lost.

    With a loss seen it is losses / items; with none the policy's rate if that is above 0, else (0 + ½) / (items + 1), and the upper
    bound is 3 / items. Without a policy and without items there is none.

    Raises:
        ValueError: more losses than items, or a count below 0.
    """
    if not 0 <= losses <= items:
        raise ValueError("losses are among the items")
    if losses:
        return LossRate(Fraction(losses, items), "observed")
    bound = min(Fraction(3, items), Fraction(1)) if items else None
    if policy_rate is not None and policy_rate > 0:
        return LossRate(policy_rate, "policy", bound)
    if not items:
        return LossRate(None, None, None, "nothing_observed")
    return LossRate(Fraction(1, 2) / (items + 1), "smoothed", bound)


@dataclass(frozen=True, slots=True)
class UnpaidRunOff:
    """How past invoices were paid, by ageing bucket, minor units. No loss rates: a ledger does not record write-offs.

    `unpaid` is what is still open on T of invoices due more than a year before; whether it is lost nobody has decided. Rates from it
    are of "unpaid after more than a year", an indication for setting a policy's rates, and have to be named so.
    """

    invoices: int
    unpaid_invoices: int
    still_open: Mapping[str, int]
    unpaid: int
    rates: Mapping[str, BandRate]


def unpaid_run_off(facts: InvoiceFacts, rows: Bools | None = None) -> UnpaidRunOff:
    """The run-off of all decided invoices that fell due more than a year before T. `rows` restricts it, as to one currency.

    What was received in part on an item still open counts as received before it was late: the ledger has one payment date a row.
    The bucket of today's due date shares the rate of what is not due.
    """
    old = facts.decided & (facts.due_day < facts.as_of - OLDEST)
    if rows is not None:
        old &= rows
    unpaid_rows = old & facts.is_open & (facts.outstanding > 0)
    left = np.minimum(facts.outstanding, facts.amount)
    reached = np.where(unpaid_rows, left, np.where(facts.is_open, 0, facts.amount))
    days_late = facts.days_late
    unpaid = int(left[unpaid_rows].sum())
    still_open = [
        int((facts.amount[old] if at <= DUE_TODAY else reached[old & (days_late > days)]).sum()) for at, days in enumerate(_FROM_DAYS)
    ]
    names = BUCKETS[: len(_FROM_DAYS)]
    return UnpaidRunOff(
        invoices=int(old.sum()),
        unpaid_invoices=int(unpaid_rows.sum()),
        still_open=dict(zip(names, still_open, strict=True)),
        unpaid=unpaid,
        rates=dict(zip(names, run_off_rates(still_open, unpaid), strict=True)),
    )
