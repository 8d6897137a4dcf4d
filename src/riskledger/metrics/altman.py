"""Altman's Z′ and Z″ from a customer's statements, their bands, and the policy's table from band to risk points.

Z′ (private firms, Altman 1983) = 0.717·WC/TA + 0.847·RE/TA + 3.107·EBIT/TA + 0.420·BVE/TL + 0.998·S/TA.
Z″ (non-manufacturers) = 6.56·WC/TA + 3.26·RE/TA + 6.72·EBIT/TA + 1.05·BVE/TL; the emerging-market form adds 3.25.
Sources disagree on the cut-offs of Z″, so the set in use is named with the figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from riskledger.metrics.figures import Figure, none

Band = Literal["distress", "grey", "safe"]
EMERGING_CONSTANT: Final = 3.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """Lines of one year's statements, all in the same unit; None where unknown."""

    working_capital: float | None
    retained_earnings: float | None
    ebit: float | None
    book_equity: float | None
    total_assets: float | None
    total_liabilities: float | None
    sales: float | None = None  # only Z′ uses it


@dataclass(frozen=True, slots=True)
class CutOffs:
    """Below `distress_below` distress, above `safe_above` safe, between them and on them grey."""

    name: str
    distress_below: float
    safe_above: float

    def band(self, z: float) -> Band:
        """The band of a Z value."""
        return "distress" if z < self.distress_below else "safe" if z > self.safe_above else "grey"


Z_PRIME: Final = CutOffs("z1_1.23_2.90", 1.23, 2.90)
Z_DOUBLE: Final = CutOffs("z2_1.10_2.60", 1.10, 2.60)
Z_DOUBLE_AS_PRIME: Final = CutOffs("z2_1.23_2.90", 1.23, 2.90)  # as some sources print them
Z_DOUBLE_EMERGING: Final = CutOffs("z2_em_4.35_5.85", 4.35, 5.85)  # with the constant


def z_prime(statements: Statements) -> Figure:
    """Z′; none when a line is missing or total assets or liabilities are not above 0."""
    return _z(statements, (0.717, 0.847, 3.107, 0.420), 0.998)


def z_double_prime(statements: Statements, *, emerging: bool = False) -> Figure:
    """Z″, with the constant 3.25 in its emerging-market form; none as with Z′."""
    z = _z(statements, (6.56, 3.26, 6.72, 1.05), None)
    return Figure(z.value + EMERGING_CONSTANT) if emerging and z.value is not None else z


def _z(statements: Statements, weights: tuple[float, float, float, float], sales_weight: float | None) -> Figure:
    capital, earned, ebit = statements.working_capital, statements.retained_earnings, statements.ebit
    equity, assets, liabilities = statements.book_equity, statements.total_assets, statements.total_liabilities
    sales = 0.0 if sales_weight is None else statements.sales
    if capital is None or earned is None or ebit is None or equity is None or assets is None or liabilities is None or sales is None:
        return none("statements_incomplete")
    if assets <= 0 or liabilities <= 0:
        return none("base_not_positive")
    on_assets = weights[0] * capital + weights[1] * earned + weights[2] * ebit + (sales_weight or 0.0) * sales
    return Figure(on_assets / assets + weights[3] * equity / liabilities)


@dataclass(frozen=True, slots=True)
class BandPoints:
    """The policy's risk points (0 safe … 100 risky) for the financial indicator by band; a safer band never has more.

    No default: what a band is worth was not measured.
    """

    distress: float
    grey: float
    safe: float

    def __post_init__(self) -> None:
        if not 0 <= self.safe <= self.grey <= self.distress <= 100:
            raise ValueError("0 <= safe <= grey <= distress <= 100")

    def of(self, z: Figure, cut_offs: CutOffs) -> float | None:
        """Points of a Z value; None when there is none: a missing indicator is never taken for a good one."""
        return None if z.value is None else float(getattr(self, cut_offs.band(z.value)))
