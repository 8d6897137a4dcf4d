"""The month before a report's: what a snapshot says of it, the book given for it, or the ledger computed as known then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from riskledger.assessment import Assessment, assess_on
from riskledger.history.moves import Restated, restated
from riskledger.history.snapshots import read_history
from riskledger.history.standings import Standings, standings_of

# Where last month's figures come from: the follow-up sheet, the book given by --previous, or the ledger as of then.
Basis = Literal["snapshot", "workbook", "recomputed"]


@dataclass(frozen=True)
class FormerMonth:
    """The month before: the book assessed as of then, what was reported then, where a snapshot tells, and what has changed since.

    `as_known` is the report's own ledger as known then: row by row the same, and the assessment itself unless another book was given.
    """

    assessment: Assessment
    as_known: Assessment
    reported: Standings | None
    basis: Basis
    restated: tuple[Restated, ...] = ()


def end_of_month_before(day: dt.date) -> dt.date:
    """The last day of the month before a day's."""
    return day.replace(day=1) - dt.timedelta(days=1)


def former_month(now: Assessment, snapshots: Sequence[Standings] | None = None, previous: Assessment | None = None) -> FormerMonth | None:
    """Last month, for the report of a month.

    Args:
        now: the book as of the report's day.
        snapshots: those to look in; by default those that the workbook keeps.
        previous: another book, assessed on `end_of_month_before` the report's day.

    Returns:
        By the book given, else by the last snapshot of the month before that was rated as the report is (customers or groups), else by
        the ledger as known at the end of that month; None when there was nothing then.
    """
    end = end_of_month_before(now.as_of)
    if previous is not None:
        if not previous.customers:
            return None
        known = assess_on(now.read, previous.as_of)
        changed = restated(standings_of(previous, now.language), standings_of(known, now.language))
        return FormerMonth(previous, known, None, "workbook", changed)
    # An older snapshot is no last month: its changes would be those of several months.
    known_ones = read_history(now.read.history) if snapshots is None else snapshots
    of_month = [kept for kept in known_ones if end.replace(day=1) <= kept.as_of <= end and kept.by_group == now.by_group]
    if of_month:
        reported = max(of_month, key=lambda kept: kept.as_of)
        then = assess_on(now.read, reported.as_of)
        return FormerMonth(then, then, reported, "snapshot", restated(reported, standings_of(then, now.language)))
    then = assess_on(now.read, end)
    return FormerMonth(then, then, None, "recomputed") if then.customers else None
