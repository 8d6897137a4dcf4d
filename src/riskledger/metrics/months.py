"""Months counted back from a day: the periods of count-back DSO and of collection effectiveness, and the month-ends of a trend.

A month back from the last day of a month is the last day of the month before (28 Feb → 31 Jan); from any other day it is the same
day, or the month's last where the month is shorter (30 Mar → 28 Feb). So periods that end on a month-end are calendar months.
"""

from __future__ import annotations

import calendar
import datetime as dt


def months_before(day: int, count: int) -> int:
    """The ordinal `count` months before an ordinal; never before year 1."""
    date = dt.date.fromordinal(day)
    months = max(12, date.year * 12 + date.month - 1 - count)
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_last = date.day == calendar.monthrange(date.year, date.month)[1]
    return dt.date(year, month + 1, last if is_last else min(date.day, last)).toordinal()


def month_ends(as_of: int, count: int) -> list[int]:
    """The last `count` days to look back on, ascending: calendar month-ends before T, and T itself as the last."""
    before = dt.date.fromordinal(as_of).replace(day=1).toordinal() - 1
    return [months_before(before, back) for back in range(count - 2, -1, -1)] + [as_of]
