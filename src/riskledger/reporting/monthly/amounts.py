"""Small pieces every section uses: notes, decimal amounts, changes."""

from __future__ import annotations

from decimal import Decimal

from riskledger.assessment import Assessment, units
from riskledger.reporting.report import Note, Place, Unit


def note(code: str, **params: Place) -> Note:
    """A sentence of the catalogue with what fills it."""
    return Note(code, params)


def amount(minor: int | None) -> Decimal | None:
    """Minor units as a decimal amount; None stays None."""
    return None if minor is None else units(minor)


def share(part: int, whole: int) -> float | None:
    """A part of a whole, None of nothing."""
    return part / whole if whole > 0 else None


def outstanding_of(assessment: Assessment | None) -> int | None:
    """The grand total outstanding, None without one."""
    return assessment.portfolio.totals.outstanding if assessment and assessment.portfolio.totals else None


def rounded(figure: float | None, unit: Unit) -> float | None:
    """A figure to the digits that `assess --format json` gives it: days to four, points to two, shares and ratios to six."""
    return None if figure is None else round(figure, {"days": 4, "points": 2}.get(unit, 6))
