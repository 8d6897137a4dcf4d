"""Lifetime loss rates from monthly roll rates with cures: an absorbing Markov chain over the ageing buckets.

Q holds the shares that move from bucket to bucket within a month, r the shares lost; what remains of a row is paid. Loss rates are
(I − Q)⁻¹ r (Kemeny and Snell), solved in exact fractions, so that a singular matrix is seen and not met as rounding noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from riskledger.metrics.facts import Ints
from riskledger.metrics.figures import Why
from riskledger.metrics.rates import Rate


class LifetimeRates(NamedTuple):
    """Loss rate of each bucket, unrounded; None with the reason `why`."""

    rates: tuple[Fraction, ...] | None
    why: Why | None = None


def lifetime_loss_rates(moves: Sequence[Sequence[Rate]], lost: Sequence[Rate]) -> LifetimeRates:
    """What share of each bucket is lost in the end.

    Args:
        moves: Q, square; row i are the shares of bucket i that stand in each bucket a month later.
        lost: r, the shares of each bucket written off within the month.

    None with "never_resolved" when some bucket is neither paid nor lost ever: I − Q has no inverse.

    Raises:
        ValueError: shapes differ, a share is negative, or a row gives away more than it holds.
    """
    size = len(lost)
    if len(moves) != size or any(len(row) != size for row in moves):
        raise ValueError("Q is square and r as long")
    q = [[Fraction(share) for share in row] for row in moves]
    r = [Fraction(share) for share in lost]
    if any(min([*row, out]) < 0 or sum(row) + out > 1 for row, out in zip(q, r, strict=True)):
        raise ValueError("shares of a bucket are at least 0 and make at most 1")
    system = [[(i == j) - q[i][j] for j in range(size)] + [r[i]] for i in range(size)]
    solved = _solve(system)
    return LifetimeRates(None, "never_resolved") if solved is None else LifetimeRates(solved)


def _solve(system: list[list[Fraction]]) -> tuple[Fraction, ...] | None:
    """Gauss and Jordan on [A | b]; None when A is singular."""
    size = len(system)
    for at in range(size):
        pivot = next((row for row in range(at, size) if system[row][at]), None)
        if pivot is None:
            return None
        system[at], system[pivot] = system[pivot], system[at]
        head = system[at][at]
        system[at] = [value / head for value in system[at]]
        for row in range(size):
            factor = system[row][at]
            if row != at and factor:
                system[row] = [value - factor * of for value, of in zip(system[row], system[at], strict=True)]
    return tuple(row[size] for row in system)


def observed_moves(before: Ints, after: Ints, outstanding: Ints, buckets: int) -> tuple[tuple[Fraction, ...] | None, ...]:
    """Q as seen between two month ends: each bucket's share, by amount, that stands in each bucket a month later.

    Args:
        before, after: bucket of each item or customer at the two month ends, −1 where nothing was open.
        outstanding: what was open at the first one, minor units; credits are left out.
        buckets: how many there are.

    A bucket that held nothing has no row. What left for −1 was paid; write-offs a ledger does not show, so there is no r here.
    """
    counted = (before >= 0) & (outstanding > 0)
    held = np.zeros(buckets, dtype=np.int64)
    moved = np.zeros((buckets, buckets), dtype=np.int64)
    np.add.at(held, before[counted], outstanding[counted])
    stayed = counted & (after >= 0)
    np.add.at(moved, (before[stayed], after[stayed]), outstanding[stayed])
    return tuple(
        tuple(Fraction(amount, whole) for amount in row) if whole else None
        for row, whole in zip(moved.tolist(), held.tolist(), strict=True)
    )
