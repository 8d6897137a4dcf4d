"""Targets of the policy against what was reached on T: at least, where more is better (turnover, CEI), else at most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from riskledger.metrics.figures import Figure
from riskledger.rating.policy_parts import MORE_IS_BETTER, TargetFigure, TargetPolicy


class TargetResult(NamedTuple):
    """A target, what was reached, and whether that is enough; `met` is None where there is no figure."""

    figure: TargetFigure
    target: float
    at_least: bool
    by: dt.date | None
    actual: Figure
    met: bool | None


def results(targets: Iterable[TargetPolicy], figures: Mapping[TargetFigure, Figure]) -> tuple[TargetResult, ...]:
    """Every target against its figure. figures: turnover a year, days, shares as fractions, HHI on the 0–10,000 scale."""
    found = []
    for wanted in targets:
        actual, at_least = figures[wanted.figure], wanted.figure in MORE_IS_BETTER
        met = None if actual.value is None else actual.value >= wanted.value if at_least else actual.value <= wanted.value
        found.append(TargetResult(wanted.figure, wanted.value, at_least, wanted.by, actual, met))
    return tuple(found)
