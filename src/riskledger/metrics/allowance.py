"""Loss allowance by a provision matrix, with individually assessed customers taken out of it.

allowance of a bucket = exposure × rate, to the cent; total = Σ buckets + Σ individual. IFRS 9 5.5.15 and B5.5.35 (provision
matrix), IE74–77 (example); CAS 22 (2017) simplified approach, with 单项计提 in place of the matrix. An open credit is no asset
to lose: a customer's credits reduce its own buckets first, the oldest before the newer ones, and never another customer's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from riskledger.metrics.facts import Ints
from riskledger.metrics.figures import Amount, no_amount
from riskledger.metrics.rates import Rate, portion

Grid = NDArray[np.int64]  # customers × buckets


@dataclass(frozen=True, slots=True)
class BucketAllowance:
    """One line of the matrix; minor units. No rate: no allowance can be stated for what the bucket holds."""

    bucket: str
    exposure: int
    rate: Rate | None
    allowance: Amount


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the analyst states of one customer: a sum in minor units, or a rate. Exactly one of them; ValueError otherwise."""

    amount: int | None = None
    rate: Rate | None = None

    def __post_init__(self) -> None:
        if (self.amount is None) == (self.rate is None):
            raise ValueError("an individual assessment is a sum or a rate")
        if self.amount is not None and self.amount < 0:
            raise ValueError("an allowance is not negative")
        if self.rate is not None:
            _check_rate(self.rate)


@dataclass(frozen=True, slots=True)
class IndividualAllowance:
    """A customer (index) assessed by itself. `capped`: the sum stated exceeds what is owed, which is the most that can be lost."""

    customer: int
    exposure: int
    stated: Judgement
    allowance: int
    capped: bool


@dataclass(frozen=True, slots=True)
class Allowance:
    """The matrix, the individual assessments, and their total; the total is None where a bucket that holds something has no rate."""

    buckets: tuple[BucketAllowance, ...]
    individual: tuple[IndividualAllowance, ...]
    total: Amount

    @property
    def exposure(self) -> int:
        """What the allowance is measured on: Σ buckets + Σ individual."""
        return sum(line.exposure for line in self.buckets) + sum(line.exposure for line in self.individual)


def by_customer(customer: Ints, bucket: Ints, outstanding: Ints, customers: int, buckets: int) -> Grid:
    """Outstanding of each customer by bucket, minor units, signed. Rows of bucket −1 (nothing outstanding) are left out."""
    held = bucket >= 0
    grid = np.zeros(customers * buckets, dtype=np.int64)
    np.add.at(grid, customer[held] * buckets + bucket[held], outstanding[held])
    return grid.reshape(customers, buckets)


def exposed(grid: Grid) -> Grid:
    """The grid with each customer's credits set against its own debts, oldest bucket (the last) first; nothing is below 0.

    What is exposed of a customer is max(0, its outstanding).
    """
    debts = np.maximum(grid, 0)
    credit = np.maximum(-grid, 0).sum(axis=1)
    left = debts.copy()
    for at in range(grid.shape[1] - 1, -1, -1):
        used = np.minimum(left[:, at], credit)
        left[:, at] -= used
        credit -= used
    return cast(Grid, left)


def provision_matrix(exposure: Mapping[str, int], rates: Mapping[str, Rate | None]) -> tuple[BucketAllowance, ...]:
    """The lines of a provision matrix.

    Args:
        exposure: minor units by bucket, none below 0.
        rates: loss rate (0 to 1) by bucket; a bucket that holds nothing needs none.

    Raises:
        ValueError: a rate outside 0 … 1, or an exposure below 0.
    """
    for rate in rates.values():
        if rate is not None:
            _check_rate(rate)
    lines = []
    for bucket, amount in exposure.items():
        if amount < 0:
            raise ValueError(f"exposure below 0 in {bucket}")
        rate = rates.get(bucket)
        lines.append(BucketAllowance(bucket, amount, rate, _of_bucket(amount, rate)))
    return tuple(lines)


def _of_bucket(exposure: int, rate: Rate | None) -> Amount:
    if rate is not None:
        return Amount(portion(exposure, rate))
    return no_amount("no_loss_rate") if exposure else Amount(0)


def loss_allowance(
    grid: Grid, buckets: Sequence[str], rates: Mapping[str, Rate | None], individual: Mapping[int, Judgement] | None = None
) -> Allowance:
    """The loss allowance of a portfolio in one currency.

    Args:
        grid: outstanding by customer and bucket as `by_customer` gives it, minor units, signed.
        buckets: names of the columns, safest first.
        rates: loss rate by bucket.
        individual: customers (indices) assessed by themselves; they are in no bucket of the matrix.
    """
    net = exposed(grid)
    judged = dict(sorted((individual or {}).items()))
    alone = tuple(_individual(customer, int(net[customer].sum()), stated) for customer, stated in judged.items())
    pooled = np.ones(len(net), dtype=np.bool_)
    pooled[list(judged)] = False
    lines = provision_matrix(dict(zip(buckets, net[pooled].sum(axis=0).tolist(), strict=True)), rates)
    return Allowance(lines, alone, _total(lines, alone))


def _individual(customer: int, exposure: int, stated: Judgement) -> IndividualAllowance:
    wanted = portion(exposure, stated.rate) if stated.rate is not None else stated.amount or 0
    return IndividualAllowance(customer, exposure, stated, min(wanted, exposure), wanted > exposure)


def _total(lines: Sequence[BucketAllowance], alone: Sequence[IndividualAllowance]) -> Amount:
    total = sum(line.allowance for line in alone)
    for line in lines:
        if line.allowance.value is None:
            return line.allowance
        total += line.allowance.value
    return Amount(total)


def _check_rate(rate: Rate) -> None:
    if not 0 <= rate <= 1:
        raise ValueError(f"loss rate outside 0 … 1: {rate}")
