"""Several payments of one invoice: each with its day and amount, and what they come to on a date.

Received on T = the sum of the receipts dated on or before T; one without a date has been received, but nobody knows when. An invoice
is paid on the day of the receipt from which on it stays settled; one without a date is taken last, and then that day is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
_NEVER: Final = 1 << 40  # an undated receipt comes after every dated one


@dataclass(frozen=True, slots=True)
class Receipts:
    """Parallel: the ledger row paid (index), the day (ordinal, 0 unknown), the amount in minor units; refunds are negative."""

    row: list[int] = field(default_factory=list)
    day: list[int] = field(default_factory=list)
    amount: list[int] = field(default_factory=list)

    def add(self, row: int, day: int | None, amount: int) -> None:
        """Take in one more."""
        self.row.append(row)
        self.day.append(day or 0)
        self.amount.append(amount)

    def by_row(self, as_of: int | None = None) -> dict[int, list[tuple[int, int]]]:
        """Row → its receipts (day, amount), oldest first, undated last; of those dated on or before `as_of` if given."""
        found: dict[int, list[tuple[int, int]]] = {}
        for row, day, amount in zip(self.row, self.day, self.amount, strict=True):
            if as_of is None or day <= as_of:
                found.setdefault(row, []).append((day, amount))
        for each in found.values():
            each.sort(key=lambda one: one[0] or _NEVER)
        return found


NO_RECEIPTS: Final = Receipts()


class Received(NamedTuple):
    """Over all rows of a ledger: whether it has receipts at all, what came in by T, and the day it was settled, else last paid."""

    told: Bools
    amount: Ints
    paid_day: Ints


def received_on(receipts: Receipts, invoiced: Ints, as_of: int) -> Received:
    """What the receipts come to on T.

    invoiced: the amount of every ledger row, minor units. as_of: T, an ordinal; receipts after it have not happened.
    """
    told = np.zeros(len(invoiced), dtype=np.bool_)
    told[receipts.row] = True
    row, day, amount = (np.array(values, dtype=np.int64) for values in (receipts.row, receipts.day, receipts.amount))
    happened = day <= as_of
    row, day, amount = row[happened], day[happened], amount[happened]
    order = np.lexsort((np.where(day > 0, day, _NEVER), row))
    row, day, amount = row[order], day[order], amount[order]
    total = np.zeros(len(invoiced), dtype=np.int64)
    np.add.at(total, row, amount)
    paid = np.zeros(len(invoiced), dtype=np.int64)
    if not len(row):
        return Received(told, total, paid)
    sums = np.cumsum(amount)
    first = np.flatnonzero(np.r_[True, row[1:] != row[:-1]])
    last = np.r_[first[1:], len(row)] - 1
    so_far = sums - np.repeat(sums[first] - amount[first], last - first + 1)
    short = np.where(invoiced[row] >= 0, so_far < invoiced[row], so_far > invoiced[row])
    # The settling receipt follows the last one after which something was still open.
    at = np.arange(len(row))
    settling = np.maximum.reduceat(np.where(short, at + 1, np.repeat(first, last - first + 1)), first)
    latest = np.maximum.reduceat(day, first)
    paid[row[first]] = np.where(settling <= last, day[np.minimum(settling, last)], latest)
    return Received(told, total, paid)


def spread(amounts: Sequence[int], paid: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Receipts of one document over its several rows, the first row first; what exceeds them all stands on the last.

    amounts: invoiced on each row, minor units. paid: (day, amount), oldest first.
    """
    found: list[list[tuple[int, int]]] = [[] for _ in amounts]
    left, at = [max(0, amount) for amount in amounts], 0
    for day, amount in paid:
        while at < len(left) - 1 and amount > left[at]:
            if left[at]:
                found[at].append((day, left[at]))
            amount -= left[at]
            left[at] = 0
            at += 1
        if amount:
            found[at].append((day, amount))
            left[at] -= amount
    return found
