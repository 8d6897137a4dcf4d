"""A report with something in every section: built from an example book, with lines made up where that book has nothing to say."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from functools import cache
from pathlib import Path

from riskledger.assessment import Assessment, assess_on, understand, units
from riskledger.history.former import former_month
from riskledger.i18n import Language
from riskledger.reporting.monthly import build_report
from riskledger.reporting.monthly.amounts import note
from riskledger.reporting.report import Absent, Alert, FollowUp, LimitLine, MonthEnd, Moves, Report, Restatement, Target
from riskledger.workbook.opening import open_any

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
LAST = dt.date(2026, 10, 31)


@cache
def full_report(language: Language) -> Report:
    """October 2026 of the example book of a language."""
    [book] = (EXAMPLES / language).glob("*2026-10.xlsx")
    with open_any(book) as opened:
        read = understand(opened)
    ends = [dt.date(2025 + (month > 12), (month - 1) % 12 + 1, 1) - dt.timedelta(days=1) for month in range(12, 24)]
    past = [assess_on(read, end) for end in ends]
    now = assess_on(read, LAST)
    report = build_report(now, former_month(now), language)
    assert not isinstance(report.work, Absent)
    names = [item.customer for item in report.work]
    moves = report.moves
    assert isinstance(moves, Moves)
    headlines = tuple(
        dataclasses.replace(line, target=Target(0.2, dt.date(2026, 12, 31), met=False)) if line.key == "overdue_share" else line
        for line in report.headlines
    )
    return dataclasses.replace(
        report,
        headlines=headlines,
        trend=tuple(map(_month_end, past)),
        alerts=(
            Alert("red", "days_overdue", names[0], note("monthly.basis.as_of", date=LAST), (report.work[0].cell,)),
            Alert("orange", "tier_rise", names[1], note("monthly.basis.as_of", date=LAST), ()),
            Alert("yellow", "limit_used", names[2], note("monthly.basis.as_of", date=LAST), ()),
            Alert("blue", "contact_stale", names[3], note("monthly.basis.as_of", date=LAST), ()),
        ),
        follow_up=(
            FollowUp(
                names[0],
                report.work[0].action,
                "李敏",
                dt.date(2026, 10, 8),
                "done",
                Decimal("120000.00"),
                Decimal("90000.00"),
                "high",
                "medium",
            ),
            FollowUp(
                names[1],
                report.work[1].action,
                None,
                dt.date(2026, 10, 15),
                "overdue",
                Decimal("50000.00"),
                Decimal("0.00"),
                "high",
                "high",
            ),
            FollowUp(names[2], report.work[2].action, "王强", dt.date(2026, 11, 5), "due", None, None, "medium", "medium"),
        ),
        limits=(
            LimitLine(
                names[0], Decimal("200000.00"), Decimal("250000.00"), 1.25, dt.date(2027, 3, 31), Decimal("0.00"), ("exceeded", "hold"), ()
            ),
            LimitLine(names[1], Decimal("300000.00"), Decimal("100000.00"), 0.33, dt.date(2026, 11, 20), None, ("expiring",), ()),
        ),
        watch=report.work[10:16],
        moves=dataclasses.replace(moves, restatements=(Restatement(names[4], "outstanding", Decimal("1000.00"), Decimal("1500.00")),)),
        quality=dataclasses.replace(report.quality, completeness=0.87, incomplete=((names[5], 0.5, ("contact", "limit")),)),
    )


def _month_end(past: Assessment) -> MonthEnd:
    totals, figures = past.portfolio.totals, past.portfolio
    assert totals is not None
    return MonthEnd(
        date=past.as_of,
        outstanding=units(totals.outstanding),
        overdue=units(totals.overdue),
        overdue_share=totals.overdue / totals.outstanding if totals.outstanding > 0 else None,
        dso=figures.turnover.dso.value,
        cei=None,
        delay_rate=figures.delay.by_count.value,
        customers=len(past.customers),
    )
