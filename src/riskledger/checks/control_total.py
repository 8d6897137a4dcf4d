"""Where the difference to the control total may come from: rows that by their amount alone explain it, rows left out, later rows."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Known
from riskledger.workbook.address import address

Why = Literal["equal", "reversed", "opposite", "twice"]
MOST: Final = 10


class Suspect(NamedTuple):
    """A cell of a row, its money in minor units (None: not readable), and of a likely row why it is one."""

    cell: str
    amount: int | None
    why: Why | None = None


class Behind(NamedTuple):
    """At most MOST rows of a kind; the counts are of all. Money in minor units."""

    likely: tuple[Suspect, ...] = ()
    excluded: tuple[Suspect, ...] = ()
    excluded_count: int = 0
    excluded_amount: int = 0
    later: tuple[Suspect, ...] = ()
    later_count: int = 0
    later_amount: int = 0


NOTHING_BEHIND: Final = Behind()


def behind_difference(ledger: Ledger, known: Known, outstanding: NDArray[np.int64], difference: int) -> Behind:
    """The rows to look at first.

    Args:
        outstanding: open of each assessed row, in the money of the control total.
        difference: outstanding of the book less the control total. A row whose open amount equals it is one too many; one of half of it has
            the wrong sign; of one with its opposite the counterpart is missing; of one of twice its amount half was booked.
    """
    layout = ledger.layout
    column = next(layout.fields[key] for key in ("amount", "outstanding") if key in layout.fields)

    def cell(i: int) -> str:
        return address(ledger.rows[i], column)

    assessed = np.flatnonzero(known.assessed)
    likely: list[Suspect] = []
    for why, matches in _kinds(outstanding, difference):
        likely += [Suspect(cell(i), left, why) for i, left in zip(assessed[matches].tolist(), outstanding[matches].tolist(), strict=True)]
    excluded = np.flatnonzero(~known.assessed & ~known.later).tolist()
    later = np.flatnonzero(known.later).tolist()
    return Behind(
        likely=tuple(likely[:MOST]),
        excluded=tuple(Suspect(cell(i), ledger.amount[i]) for i in excluded[:MOST]),
        excluded_count=len(excluded),
        excluded_amount=sum(ledger.amount[i] or 0 for i in excluded),
        later=tuple(Suspect(cell(i), ledger.amount[i]) for i in later[:MOST]),
        later_count=len(later),
        later_amount=sum(ledger.amount[i] or 0 for i in later),
    )


def _kinds(outstanding: NDArray[np.int64], difference: int) -> list[tuple[Why, NDArray[np.bool_]]]:
    return [
        ("equal", outstanding == difference),
        ("reversed", outstanding * 2 == difference),
        ("opposite", outstanding == -difference),
        ("twice", outstanding == 2 * difference),
    ]
