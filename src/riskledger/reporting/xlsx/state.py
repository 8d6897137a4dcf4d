"""The sheet of the state of the book: ageing, trend, concentration, tiers and currencies, each table with its native chart beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from riskledger.i18n import percent
from riskledger.reporting.report import Absent, AgeingLine, Concentration, MonthEnd, Report, TierLine
from riskledger.reporting.wording import tier_name
from riskledger.reporting.xlsx.charts import CHART_ROWS, ageing_chart, pareto_chart, tier_chart, trend_chart
from riskledger.reporting.xlsx.page import Extent, Page

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart

_BESIDE: Final = 9  # the column where charts stand: right of the widest table
_TO_A_PAGE: Final = 2  # charts one below the other
_ACROSS: Final = 8  # columns under a section's heading


class State(NamedTuple):
    """Charts that the summary shows too; each call makes a new one."""

    charts: tuple[Callable[[], Chart], ...]


def state_sheet(page: Page, report: Report) -> State:
    """Fill the sheet."""
    page.lay_out()
    first: list[Callable[[], Chart]] = []
    if report.by_currency:
        _by_currency(page, report)
    first += _ageing(page, report.ageing)
    if len(first) > 1:
        page.new_paper()
    first[:0] = _trend(page, report.trend)
    if not isinstance(report.concentration, Absent):
        page.new_paper()
    _concentration(page, report.concentration)
    if not isinstance(report.concentration, Absent):
        page.new_paper()
    _tiers(page, report.tiers)
    return State(tuple(first))


def _beside(page: Page, top: int, chart: Chart) -> None:
    """A chart to the right of the table that begins at a row; what follows stands below both."""
    page.sheet.insert_chart(top, _BESIDE, chart, {"object_position": 1, "y_offset": 3})  # its edge stays on its paper
    page.row = max(page.row, top + CHART_ROWS + 1)


def _by_currency(page: Page, report: Report) -> None:
    page.heading(page.words("monthly.title.by_currency"), _ACROSS)
    page.table(
        [
            page.column("currency"),
            page.column("outstanding", "money"),
            page.column("previous_outstanding", "money"),
            page.column("overdue", "money"),
            page.column("previous_overdue", "money"),
        ],
        [
            (
                line.currency or page.words("monthly.no_currency"),
                line.outstanding,
                line.previous_outstanding,
                line.overdue,
                line.previous_overdue,
            )
            for line in report.by_currency
        ],
    )


def _ageing(page: Page, ageing: Sequence[AgeingLine] | Absent) -> list[Callable[[], Chart]]:
    words = page.words
    page.heading(words("monthly.title.ageing"), _ACROSS)
    if isinstance(ageing, Absent):
        page.absent(ageing)
        return []
    made: list[Callable[[], Chart]] = []
    currencies = list(dict.fromkeys(line.currency for line in ageing))
    for i, currency in enumerate(currencies):
        if i and i % _TO_A_PAGE == 0:
            page.new_paper()
        lines = [line for line in ageing if line.currency == currency]
        named = currency or words("monthly.no_currency")
        top = page.row
        if len(currencies) > 1:
            page.line(named, "caption")
        extent = page.table(
            [
                page.column("bucket"),
                page.column("amount", "money"),
                page.column("share", "share", "bar"),
                page.column("previous", "money"),
                page.column("change", "money"),
            ],
            [(words(f"bucket.{line.bucket}"), line.amount, line.share, line.previous, line.change) for line in lines],
        )
        largest = max(line.amount for line in lines)
        before = any(line.previous is not None for line in lines)
        title = f"{words('monthly.title.ageing')}  {named if currency or len(currencies) > 1 else ''}".strip()

        def chart(extent: Extent = extent, largest: float = float(largest), before: bool = before, title: str = title) -> Chart:
            return ageing_chart(page, extent, title, largest, before=before)

        _beside(page, top, chart())
        made.append(chart)
    return made


def _trend(page: Page, trend: Sequence[MonthEnd] | Absent) -> list[Callable[[], Chart]]:
    page.heading(page.words("monthly.title.trend"), _ACROSS)
    if isinstance(trend, Absent):
        page.absent(trend)
        return []
    top = page.row
    extent = page.table(
        [
            page.column("date", "date"),
            page.column("outstanding", "money"),
            page.column("overdue", "money"),
            page.column("overdue_share", "share"),
            page.column("dso", "points"),
            page.column("cei", "share", seldom=True),
            page.column("delay_rate", "share"),
            page.column("customers", "count"),
        ],
        [
            (line.date, line.outstanding, line.overdue, line.overdue_share, line.dso, line.cei, line.delay_rate, line.customers)
            for line in trend
        ],
    )
    known = [line.outstanding for line in trend if line.outstanding is not None]
    if not known:  # several currencies: there is no total to draw
        return []

    def chart() -> Chart:
        return trend_chart(page, extent, page.words("monthly.title.trend"), float(max(known)))

    _beside(page, top, chart())
    return [chart]


def _concentration(page: Page, curves: Sequence[Concentration] | Absent) -> None:
    words = page.words
    page.heading(words("monthly.title.concentration"), _ACROSS)
    if isinstance(curves, Absent):
        page.absent(curves)
        return
    for curve in curves:
        top = page.row
        page.line(
            words(
                f"monthly.concentration.{curve.of}",
                top1=percent(curve.top1_share),
                top5=percent(curve.top5_share),
                hhi=f"{curve.hhi:,.0f}",
            ),
            "caption",
        )
        extent = page.table(
            [
                page.column("customer"),
                page.column("amount", "money"),
                page.column("share", "share", "bar"),
                page.column("cumulative", "share"),
            ],
            [(line.customer or words("monthly.others"), line.amount, line.share, line.cumulative) for line in curve.lines],
        )
        # All others together are no customer: they would dwarf the curve.
        named = extent._replace(last=extent.last - sum(line.customer is None for line in curve.lines))
        if named.last >= named.first:
            largest = max(line.amount for line in curve.lines if line.customer is not None)
            _beside(page, top, pareto_chart(page, named, words(f"monthly.title.{curve.of}"), float(largest)))


def _tiers(page: Page, tiers: Sequence[TierLine]) -> None:
    words = page.words
    page.heading(words("monthly.title.tiers"), _ACROSS)
    extent = page.table(
        [
            page.column("tier", "word", "tier"),
            page.column("customers", "count"),
            page.column("previous_customers", "count"),
            page.column("exposure", "money"),
            page.column("previous_exposure", "money"),
            page.column("expected_late", "money"),
        ],
        [
            (
                tier_name(line.tier, words),
                line.customers,
                line.previous_customers,
                line.exposure,
                line.previous_exposure,
                line.expected_late,
            )
            for line in tiers
        ],
    )
    if not any(line.customers for line in tiers):
        return
    before = any(line.previous_customers is not None for line in tiers)
    most = float(max(line.customers for line in tiers))
    charts = [tier_chart(page, extent, words("monthly.xlsx.tiers_by_count"), 1, most, before=before)]
    exposures = [line.exposure for line in tiers if line.exposure is not None]
    if len(exposures) == len(tiers):
        before = all(line.previous_exposure is not None for line in tiers)
        charts.append(tier_chart(page, extent, words("monthly.xlsx.tiers_by_exposure"), 3, float(max(exposures)), before=before))
    for chart, column in zip(charts, (0, _BESIDE), strict=False):
        page.sheet.insert_chart(page.row, column, chart, {"object_position": 1})
