"""The month before a report's: the ledger as known on its last day, and what was reported then where another book tells it."""

from __future__ import annotations

import datetime as dt

from riskledger.assessment import Assessment, assess_on
from riskledger.history.standings import standings_of
from riskledger.metrics.months import month_ends
from riskledger.reporting.monthly import FormerMonth


def former_month_end(day: dt.date) -> dt.date:
    """The last day of the month before."""
    return dt.date.fromordinal(month_ends(day.toordinal(), 2)[0])


def former_month(now: Assessment, previous: Assessment | None = None) -> FormerMonth | None:
    """The former month of an assessment; None when the ledger held nothing on its last day.

    Args:
        now: the book on the last day of the report's month.
        previous: last month's own workbook assessed on the end of last month: its tiers and balances are what was reported then.
    """
    then = assess_on(now.read, former_month_end(now.as_of))
    if previous is not None and previous.customers:
        return FormerMonth(then, standings_of(previous, now.language), "workbook")
    return FormerMonth(then, None, "recomputed") if then.customers else None
