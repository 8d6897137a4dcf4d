"""The headline figures: value, last month's, change, whether that is better or worse, a plain sentence, and the policy's target."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final, NamedTuple

from riskledger.assessment import Assessment
from riskledger.metrics.figures import Figure
from riskledger.rating.policy_parts import MORE_IS_BETTER
from riskledger.reporting.monthly.amounts import amount, note, share
from riskledger.reporting.report import Headline, Place, Quantity, Target, Unit, Verdict

_DIGITS: Final = 6


class _Main(NamedTuple):
    """A main figure: its key, unit, where it comes from; `neutral` ones are neither better nor worse when they change."""

    key: str
    unit: Unit
    of: Callable[[Assessment], tuple[Quantity, str | None]]
    neutral: bool = False


def _total(name: str) -> Callable[[Assessment], tuple[Quantity, str | None]]:
    def of(assessment: Assessment) -> tuple[Quantity, str | None]:
        totals = assessment.portfolio.totals
        return (None, "mixed_currencies") if totals is None else (amount(getattr(totals, name)), None)

    return of


def _figure(pick: Callable[[Assessment], Figure]) -> Callable[[Assessment], tuple[Quantity, str | None]]:
    def of(assessment: Assessment) -> tuple[Quantity, str | None]:
        value, why = pick(assessment)
        return (None if value is None else round(value, _DIGITS)), why

    return of


def _overdue_share(assessment: Assessment) -> tuple[Quantity, str | None]:
    totals = assessment.portfolio.totals
    if totals is None:
        return None, "mixed_currencies"
    part = share(totals.overdue, totals.outstanding)
    return (None, "no_receivables") if part is None else (round(part, _DIGITS), None)


def _at_risk(assessment: Assessment) -> tuple[Quantity, str | None]:
    if assessment.portfolio.totals is None:
        return None, "mixed_currencies"
    return amount(sum(entry.money[0].expected_late_amount for entry in assessment.customers)), None


def _high(assessment: Assessment) -> tuple[Quantity, str | None]:
    return sum(entry.tier == "high" for entry in assessment.customers), None


MAIN: tuple[_Main, ...] = (
    _Main("outstanding", "money", _total("outstanding"), neutral=True),
    _Main("overdue", "money", _total("overdue")),
    _Main("overdue_share", "share", _overdue_share),
    _Main("expected_late", "money", _at_risk),
    _Main("dso", "days", _figure(lambda a: a.portfolio.turnover.dso)),
    _Main("turnover_closing", "times", _figure(lambda a: a.portfolio.turnover.closing)),
    _Main("turnover_average", "times", _figure(lambda a: a.portfolio.turnover.average)),
    _Main("delay_rate_count", "share", _figure(lambda a: a.portfolio.delay.by_count)),
    _Main("delay_rate_amount", "share", _figure(lambda a: a.portfolio.delay.by_amount)),
    _Main("top1_share", "share", _figure(lambda a: a.portfolio.concentration.top1)),
    _Main("hhi", "points", _figure(lambda a: a.portfolio.concentration.hhi)),
    _Main("high_customers", "count", _high),
)


def headlines(now: Assessment, before: Assessment | None) -> tuple[Headline, ...]:
    """All main figures, also those that cannot be computed, which say why."""
    return tuple(_headline(main, now, before) for main in MAIN)


def _headline(main: _Main, now: Assessment, before: Assessment | None) -> Headline:
    value, why = main.of(now)
    previous = main.of(before)[0] if before else None
    change = None if value is None or previous is None else _difference(value, previous)
    target = next((wanted for wanted in now.policy.targets if wanted.figure == main.key), None)
    met = None if target is None or value is None else _meets(main.key, float(value), target.value)
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
        target=None if target is None else Target(target.value, target.by, met),
    )


def _difference(value: Quantity, previous: Quantity) -> Quantity:
    if isinstance(value, Decimal) and isinstance(previous, Decimal):
        return value - previous
    if isinstance(value, int) and isinstance(previous, int):
        return value - previous
    return round(float(value or 0) - float(previous or 0), _DIGITS)


def _verdict(main: _Main, change: Quantity) -> Verdict | None:
    if change is None or main.neutral:
        return None
    if not change:
        return "same"
    return "better" if (change > 0) == (main.key in MORE_IS_BETTER) else "worse"


def _meets(key: str, value: float, wanted: float) -> bool:
    return value >= wanted if key in MORE_IS_BETTER else value <= wanted
