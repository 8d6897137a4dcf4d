"""The course of the book over the last month-ends, each as known then."""

from __future__ import annotations

import datetime as dt

from riskledger.assessment import Assessment, units
from riskledger.metrics.figures import Figure
from riskledger.reporting.monthly.amounts import note, rounded
from riskledger.reporting.report import Absent, MonthEnd, Unit

_FEWEST = 2


def trend(now: Assessment) -> tuple[MonthEnd, ...] | Absent:
    """Outstanding, overdue, DSO, collection effectiveness, delay rate and invoiced customers by month-end, T the last."""
    if now.portfolio.totals is None:
        return Absent(note("why.mixed_currencies"))
    ends = now.measures.history.month_ends
    if len(ends) < _FEWEST:
        return Absent(note("monthly.no_trend"))

    def shown(figure: Figure, unit: Unit) -> float | None:
        return rounded(figure.value, unit)

    return tuple(
        MonthEnd(
            date=dt.date.fromordinal(end.day),
            outstanding=units(end.outstanding),
            overdue=units(end.overdue),
            overdue_share=shown(end.overdue_share, "share"),
            dso=shown(end.turnover.dso, "days"),
            cei=shown(end.cei_quarter, "share"),
            delay_rate=shown(end.delay.by_count, "share"),
            customers=end.active,
        )
        for end in ends
    )
