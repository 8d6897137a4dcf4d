"""The headline figures: value, last month's, change, whether that is better or worse, a plain sentence, and the policy's target."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from riskledger.assessment import Assessment
from riskledger.metrics.figures import Figure
from riskledger.rating.policy_parts import MORE_IS_BETTER
from riskledger.reporting.monthly.amounts import amount, note, rounded, share
from riskledger.reporting.report import Headline, Place, Quantity, Target, Unit, Verdict


class _Main(NamedTuple):
    """A main figure: its key, unit, where it comes from.

    `neutral` ones are neither better nor worse when they change; `aimed` ones are shown only where the policy has a target for them.
    """

    key: str
    unit: Unit
    of: Callable[[Assessment], tuple[Quantity, str | None]]
    neutral: bool = False
    aimed: bool = False


def _total(name: str) -> Callable[[Assessment], tuple[Quantity, str | None]]:
    def of(assessment: Assessment) -> tuple[Quantity, str | None]:
        totals = assessment.portfolio.totals
        return (None, "mixed_currencies") if totals is None else (amount(getattr(totals, name)), None)

    return of


def _figure(unit: Unit, pick: Callable[[Assessment], Figure]) -> Callable[[Assessment], tuple[Quantity, str | None]]:
    def of(assessment: Assessment) -> tuple[Quantity, str | None]:
        value, why = pick(assessment)
        return rounded(value, unit), why

    return of


def _main(key: str, unit: Unit, pick: Callable[[Assessment], Figure]) -> _Main:
    return _Main(key, unit, _figure(unit, pick))


def _overdue_share(assessment: Assessment) -> tuple[Quantity, str | None]:
    totals = assessment.portfolio.totals
    if totals is None:
        return None, "mixed_currencies"
    part = share(totals.overdue, totals.outstanding)
    return (None, "no_receivables") if part is None else (rounded(part, "share"), None)


def _at_risk(assessment: Assessment) -> tuple[Quantity, str | None]:
    if assessment.portfolio.totals is None:
        return None, "mixed_currencies"
    return amount(sum(entry.money[0].expected_late_amount for entry in assessment.customers)), None


def _allowance(assessment: Assessment) -> tuple[Quantity, str | None]:
    measured = assessment.credit.allowance
    return (None, "mixed_currencies") if measured is None else (amount(measured.total.value), measured.total.why)


def _high(assessment: Assessment) -> tuple[Quantity, str | None]:
    return sum(entry.tier == "high" for entry in assessment.customers), None


MAIN: tuple[_Main, ...] = (
    _Main("outstanding", "money", _total("outstanding"), neutral=True),
    _Main("overdue", "money", _total("overdue")),
    _Main("overdue_share", "share", _overdue_share),
    _main("dso", "days", lambda a: a.portfolio.turnover.dso),
    # It follows from the terms granted, which are neither good nor bad.
    _Main("best_possible_dso", "days", _figure("days", lambda a: a.measures.dso.best_possible), neutral=True),
    _main("average_days_delinquent", "days", lambda a: a.measures.dso.days_delinquent),
    _main("cei", "share", lambda a: a.measures.cei),
    _main("turnover_closing", "times", lambda a: a.portfolio.turnover.closing),
    _main("turnover_average", "times", lambda a: a.portfolio.turnover.average),
    _Main("turnover_days", "days", _figure("days", lambda a: a.portfolio.turnover.days), aimed=True),  # the DSO under its other name
    _main("delay_rate_count", "share", lambda a: a.portfolio.delay.by_count),
    _main("delay_rate_amount", "share", lambda a: a.portfolio.delay.by_amount),
    _main("top1_share", "share", lambda a: a.portfolio.concentration.top1),
    _main("top5_share", "share", lambda a: a.portfolio.concentration.top5),
    _main("hhi", "points", lambda a: a.portfolio.concentration.hhi),
    _Main("allowance", "money", _allowance),
    _Main("high_customers", "count", _high),
    _Main("expected_late", "money", _at_risk),
)


def headlines(now: Assessment, before: Assessment | None) -> tuple[Headline, ...]:
    """All main figures, also those that cannot be computed, which say why."""
    aims = {target.figure for target in now.targets}
    return tuple(_headline(main, now, before) for main in MAIN if not main.aimed or main.key in aims)


def _headline(main: _Main, now: Assessment, before: Assessment | None) -> Headline:
    value, why = main.of(now)
    previous = main.of(before)[0] if before else None
    change = None if value is None or previous is None else _difference(value, previous)
    target = next((result for result in now.targets if result.figure == main.key), None)
    places: dict[str, Place] = {"figure": main.key, "unit": main.unit, "value": value, "previous": previous}
    if value is None:
        sentence = note("monthly.said.none", figure=main.key, why=why)
    elif change is None:
        sentence = note("monthly.said.first", **places)
    else:
        verb = "same" if not change else "rose" if change > 0 else "fell"
        sentence = note(f"monthly.said.{verb}", change=change if change >= 0 else -change, **places)
    return Headline(
        key=main.key,
        unit=main.unit,
        value=value,
        previous=previous,
        change=change,
        verdict=_verdict(main, change),
        sentence=sentence,
        target=None if target is None else Target(target.target, target.by, target.met),
    )


def _difference(value: Quantity, previous: Quantity) -> Quantity:
    if isinstance(value, Decimal) and isinstance(previous, Decimal):
        return value - previous
    if isinstance(value, int) and isinstance(previous, int):
        return value - previous
    return round(float(value or 0) - float(previous or 0), 6)


def _verdict(main: _Main, change: Quantity) -> Verdict | None:
    if change is None or main.neutral:
        return None
    if not change:
        return "same"
    return "better" if (change > 0) == (main.key in MORE_IS_BETTER) else "worse"
