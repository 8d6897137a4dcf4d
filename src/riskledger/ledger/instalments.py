"""Invoices due in instalments: what is received covers the earliest first, and each one is open or late for itself.

Shares of the terms are rounded to the cent, half up; the last instalment takes the rest (30 % of 1,000.01 is 300.00, then 700.01).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
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


@lru_cache(maxsize=65_536)
def _schedule(terms: Terms, invoice_day: int) -> tuple[tuple[int, Decimal], ...]:
    """Due day and per cent of every instalment, by due day."""
    issued = dt.date.fromordinal(invoice_day)
    return tuple(sorted((part.rule.due(issued).toordinal(), part.percent) for part in terms.instalments))


def schedule(terms: Terms, invoice_day: int, amount: int) -> list[tuple[int, int]]:
    """Due day and amount (minor units) of every instalment of an invoice, earliest first."""
    days = _schedule(terms, invoice_day)
    shares = [int((amount * percent / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)) for _, percent in days]
    shares[-1] = amount - sum(shares[:-1])
    return [(day, share) for (day, _), share in zip(days, shares, strict=True)]


def instalments_on(
    terms: Mapping[int, Terms], invoice: Ints, amount: Ints, received: Ints, paid: Mapping[int, Sequence[tuple[int, int]]]
) -> Standing:
    """How the rows with several instalments stand.

    Args:
        terms: by row, where they decide the due date.
        invoice, amount, received: of all rows; days as ordinals, money in minor units as known on T.
        paid: by row the receipts (day, amount) up to T, oldest first, where they are known one by one.

    An open row counts by its earliest instalment not covered. A settled one counts by its last, unless the receipts show one later.
    """
    due_day, days_late = {}, {}
    rows: list[int] = []
    days: list[int] = []
    left: list[int] = []
    for row, each in terms.items():
        if invoice[row] <= 0 or amount[row] <= 0:
            continue
        parts = schedule(each, int(invoice[row]), int(amount[row]))
        waiting = _uncovered(parts, int(received[row]))
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
