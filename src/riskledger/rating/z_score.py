"""Altman's Z″ of a customer from what the customers sheet states, and the risk points that the policy gives its band.

Z″ without the constant 3.25, cut-offs 1.10 and 2.60; formula and sources in `metrics.altman`.
"""

from __future__ import annotations

from typing import NamedTuple

from riskledger.ledger.sides.stated_facts import StatedFacts
from riskledger.metrics.altman import Z_DOUBLE, Band, BandPoints, Statements, z_double_prime
from riskledger.metrics.figures import Figure
from riskledger.rating.policy_parts import ZBands

_LINES = ("working_capital", "retained_earnings", "ebit", "book_equity", "total_assets", "total_liabilities")


class ZScore(NamedTuple):
    """Z″ and its band; `stated`: taken from the sheet as it stands there."""

    z: Figure
    band: Band | None
    stated: bool


def z_score(said: StatedFacts) -> ZScore | None:
    """Z″ as stated, else from the statements, with the net worth for a book equity that is blank; None where nothing of it is stated."""
    if said.z_score is not None:
        return ZScore(Figure(said.z_score), Z_DOUBLE.band(said.z_score), True)
    lines = {name: getattr(said, name) for name in _LINES}
    if all(value is None for value in lines.values()):
        return None
    if lines["book_equity"] is None:
        lines["book_equity"] = said.net_worth
    z = z_double_prime(Statements(**lines))
    return ZScore(z, None if z.value is None else Z_DOUBLE.band(z.value), False)


def z_points(said: StatedFacts, bands: ZBands | None) -> dict[str, float]:
    """Risk points of the financial indicator by Z″ band; none where the sheet gives a score, or the policy no bands."""
    if bands is None or said.financial_score is not None or (found := z_score(said)) is None:
        return {}
    points = BandPoints(distress=bands.distress, grey=bands.grey, safe=bands.safe).of(found.z, Z_DOUBLE)
    return {} if points is None else {"financial": points}
