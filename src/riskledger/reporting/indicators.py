"""The portfolio's figures on the terminal: speed and behaviour, concentration, the last month-ends, targets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from riskledger.assessment import Assessment
from riskledger.i18n import Words, money, percent
from riskledger.metrics.measures import CEI_MONTHS
from riskledger.rating.targets import TargetResult
from riskledger.reporting.layout import bar, table

_TIMES: Final = ("turnover_closing", "turnover_average")
_DAYS: Final = ("turnover_days", "dso", "best_possible_dso", "average_days_to_pay")
_MONTHS_SHOWN: Final = 6
_BAR: Final = 12


def figure_words(key: str, value: float | None, words: Words) -> str:
    """A figure with its unit."""
    unit = "report.times" if key in _TIMES else "report.days" if key in _DAYS else None
    short = bare_figure(key, value)
    return short if unit is None or value is None else words(unit, value=short)


def bare_figure(key: str, value: float | None) -> str:
    """A figure as it stands where the unit is told beside it."""
    if value is None:
        return "-"
    if key in _TIMES:
        return f"{value:.2f}"
    if key in _DAYS:
        return f"{value:.1f}"
    return f"{value:,.0f}" if key.endswith("hhi") else percent(value)


def indicators(assessment: Assessment, words: Words) -> Iterable[RenderableType]:
    """Speed and behaviour, concentration, and beneath them the figures that do not exist, with the reason."""
    measured, more = assessment.portfolio, assessment.measures
    absent: dict[str, list[str]] = {}
    speed = table((words("report.indicators"), "fixed"), ("", "right"))
    for key, figure in (
        ("turnover_closing", measured.turnover.closing),
        ("turnover_average", measured.turnover.average),
        ("turnover_days", measured.turnover.days),
        ("dso", measured.turnover.dso),
        ("best_possible_dso", more.dso.best_possible),
        ("average_days_to_pay", more.days_to_pay.mean),
        ("cei", more.cei),
        ("delay_rate_count", measured.delay.by_count),
        ("delay_rate_amount", measured.delay.by_amount),
        ("churn_rate", measured.churn),
    ):
        if figure.value is None:
            absent.setdefault(figure.why or "", []).append(_label(key, words))
        else:
            speed.add_row(_label(key, words), figure_words(key, figure.value, words))
    sold, owed = measured.concentration, more.receivables
    spread = table(
        (words("report.concentration"), "fixed"), (words("report.of_revenue"), "right"), (words("report.of_receivables"), "right")
    )
    for key, of_sales, of_debts in (("top1", sold.top1, owed.top1), ("top5", sold.top5, owed.top5), ("hhi", sold.hhi, owed.hhi)):
        spread.add_row(words(f"report.{key}"), figure_words(key, of_sales.value, words), figure_words(key, of_debts.value, words))
    for key, figure in (("concentration_of_revenue", sold.hhi), ("concentration_of_receivables", owed.hhi)):
        if figure.value is None:
            absent.setdefault(figure.why or "", []).append(words(f"report.{key}"))
    parts: list[RenderableType] = [speed] if speed.row_count else [Text(words("report.indicators"), style="bold")]
    if measured.period:
        parts.append(Text(words("report.period", days=measured.period.days, as_of=assessment.as_of.isoformat()), style="dim"))
    for why, names in absent.items():
        said = words("report.none", names=words("list.separator").join(names), why=words(f"why.{why}"))
        parts.append(Text(said, style="dim"))
    yield Group(*parts)
    if sold.hhi.value is not None or owed.hhi.value is not None:
        yield spread
    yield from _trend(assessment, words)
    if assessment.targets:
        yield _targets(assessment.targets, words)


def _label(key: str, words: Words) -> str:
    return words(f"report.{key}", months=CEI_MONTHS) if key == "cei" else words(f"report.{key}")


def _trend(assessment: Assessment, words: Words) -> Iterable[RenderableType]:
    """The last month-ends; bars of what was open, the largest of them the longest."""
    ends = assessment.measures.history.month_ends[-_MONTHS_SHOWN:]
    most = max((end.outstanding for end in ends), default=0)
    if len(ends) < 2 or most <= 0:
        return
    made = table(
        (words("report.trend"), "fixed"),
        (words("report.outstanding"), "right"),
        ("", "left"),
        (words("report.overdue_share"), "right"),
        (words("report.dso_short"), "right"),
        (words("report.cei_short"), "right"),
    )
    for end in ends:
        dso = end.turnover.dso.value
        made.add_row(
            dt.date.fromordinal(end.day).isoformat(),
            money(end.outstanding),
            bar(max(0, end.outstanding) / most, "cyan", _BAR),
            percent(end.overdue_share.value),
            "-" if dso is None else f"{dso:.1f}",
            percent(end.cei_quarter.value),
        )
    yield made


def _targets(targets: Iterable[TargetResult], words: Words) -> RenderableType:
    """Actual against target, and whether it is met."""
    made = table(
        (words("report.targets"), "fixed"),
        (words("target.actual"), "right"),
        (words("target.target"), "right"),
        (words("target.by"), "fixed"),
        ("", "fixed"),
    )
    for one in targets:
        state = Text(words("target.unknown"), style="dim")
        if one.met is not None:
            state = Text(words("target.met" if one.met else "target.missed"), style="green" if one.met else "red")
        made.add_row(
            words(f"target.figure.{one.figure}"),
            bare_figure(one.figure, one.actual.value),
            target_words(one, words),
            one.by.isoformat() if one.by else "-",
            state,
        )
    return made


def target_words(one: TargetResult, words: Words) -> str:
    """At least 6.00, at most 20.0%: what is wanted."""
    return words("target.at_least" if one.at_least else "target.at_most", value=bare_figure(one.figure, one.target))
