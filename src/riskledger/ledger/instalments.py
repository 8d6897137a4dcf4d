"""Invoices due in instalments: what is received covers the earliest first, and each one is open or late for itself.

Shares of the terms are rounded to the cent, half up; the last instalment takes the rest (30 % of 1,000.01 is 300.00, then 700.01).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from riskledger.ledger.terms import Terms, TermsCell

Ints = NDArray[np.int64]


class OpenInstalments(NamedTuple):
    """What is open of the rows with several instalments open: row (index), due day (ordinal), amount (minor units); earliest first.

    The amounts of a row add up to what is outstanding on it.
    """

    row: Ints
    due_day: Ints
    outstanding: Ints


_NONE: Final = np.zeros(0, dtype=np.int64)
NO_INSTALMENTS: Final = OpenInstalments(_NONE, _NONE, _NONE)


class Standing(NamedTuple):
    """How instalments stand on T: by row the due day that counts, by settled row the largest lateness seen, and what is open."""

    due_day: dict[int, int]
    days_late: dict[int, int]
    open: OpenInstalments


def in_instalments(terms: Sequence[TermsCell]) -> dict[int, Terms]:
    """Position → terms, of those with several instalments."""
    several = {id(each): each for each in terms if isinstance(each, Terms) and len(each.instalments) > 1}
    return {i: several[id(each)] for i, each in enumerate(terms) if id(each) in several} if several else {}


def _schedule(terms: Terms, invoice_day: int, roll: Callable[[int], int] | None) -> tuple[tuple[int, int, int], ...]:
    """Due day and share of every instalment, by due day; the share as a fraction of whole numbers, so that money stays exact."""
    issued = dt.date.fromordinal(invoice_day)
    parts = sorted((part.rule.due(issued).toordinal(), part.percent / 100) for part in terms.instalments)
    if roll is not None:
        parts = [(roll(day), share) for day, share in parts]
    return tuple((day, *share.as_integer_ratio()) for day, share in parts)


def _shared(schedule: Sequence[tuple[int, int, int]], amount: int) -> list[tuple[int, int]]:
    """Due day and amount (minor units) of every instalment of an invoice, earliest first."""
    parts, left = [], amount
    for day, over, under in schedule:
        share = (2 * amount * over + under) // (2 * under)
        parts.append((day, share))
        left -= share
    parts[-1] = (parts[-1][0], parts[-1][1] + left)
    return parts


def instalments_on(
    terms: Mapping[int, Terms],
    invoice: Ints,
    amount: Ints,
    received: Ints,
    paid: Mapping[int, Sequence[tuple[int, int]]],
    roll: Callable[[int], int] | None = None,
) -> Standing:
    """How the rows with several instalments stand.

    Args:
        terms: by row, where they decide the due date.
        invoice, amount, received: of all rows; days as ordinals, money in minor units as known on T.
        paid: by row the receipts (day, amount) up to T, oldest first, where they are known one by one.
        roll: moves a due day (ordinal) to a working day; None: due days stay.

    An open row counts by its earliest instalment not covered. A settled one counts by its last, unless the receipts show one later.
    """
    due_day, days_late = {}, {}
    rows: list[int] = []
    days: list[int] = []
    left: list[int] = []
    chosen = list(terms)
    schedules: dict[tuple[int, int], tuple[tuple[int, int, int], ...]] = {}  # equal terms of one column are one object
    for row, each, issued, whole, got in zip(
        chosen, terms.values(), invoice[chosen].tolist(), amount[chosen].tolist(), received[chosen].tolist(), strict=True
    ):
        if issued <= 0 or whole <= 0:
            continue
        key = (id(each), issued)
        if key not in schedules:
            schedules[key] = _schedule(each, issued, roll)
        parts = _shared(schedules[key], whole)
        waiting = _uncovered(parts, got)
        due_day[row] = waiting[0][0] if waiting else parts[-1][0]
        if not waiting and row in paid and all(day for day, _ in paid[row]):
            days_late[row] = _latest(parts, paid[row])
        if len(waiting) > 1:
            rows += [row] * len(waiting)
            days += [day for day, _ in waiting]
            left += [share for _, share in waiting]
    still_open = OpenInstalments(*(np.array(values, dtype=np.int64) for values in (rows, days, left))) if rows else NO_INSTALMENTS
    return Standing(due_day, days_late, still_open)


def _uncovered(parts: Sequence[tuple[int, int]], received: int) -> list[tuple[int, int]]:
    """What of each instalment is still open, those covered left out."""
    waiting = []
    for day, share in parts:
        covered = min(share, received)
        received -= covered
        if share > covered:
            waiting.append((day, share - covered))
    return waiting


def _latest(parts: Sequence[tuple[int, int]], paid: Sequence[tuple[int, int]]) -> int:
    """The largest lateness of an instalment, in days: from its due day to the receipt that covered it."""
    worst, wanted = 0, 0
    for due, share in parts:
        wanted += share
        so_far = 0
        for day, amount in paid:
            so_far += amount
            if so_far >= wanted:
                worst = max(worst, day - due)
                break
    return worst
