"""A credit limit to propose, with all that it was computed from; nobody applies it but the analyst.

limit = min(need, capacity) × tier factor; need = 12-month sales × (1 + tax) × term / 360; capacity = a share (10 %) of tangible net
worth. Without net worth the need alone is proposed and labelled capacity_unknown. A policy's grid of score × size replaces all
of it, and so may a class rule: min(share of net worth, share of turnover).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from riskledger.metrics.figures import Amount, Why, no_amount
from riskledger.metrics.rates import Rate, half_up, portion

Binding = Literal["need", "capacity", "capacity_unknown", "grid"]

CAPACITY_SHARE: Final = Decimal("0.10")
BUSINESS_YEAR: Final = 360


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitInputs:
    """What a proposal is computed from; money in minor units of one currency, None where unknown.

    `sales`: net credit sales of the last 12 months without tax; `tax_rate` 0 to 1 (0 when sales include it); `tier_factor`: what the
    policy grants a customer of this tier, 0 for none.
    """

    sales: int | None
    tax_rate: Rate | None
    term_days: int | None
    tangible_net_worth: int | None
    tier_factor: Rate
    capacity_share: Rate = CAPACITY_SHARE
    year_days: int = BUSINESS_YEAR


@dataclass(frozen=True, slots=True)
class LimitProposal:
    """The limit proposed and what bound it. A grid needs no inputs but the score and the size it was read at."""

    limit: Amount
    need: Amount
    capacity: Amount
    binding: Binding | None
    inputs: LimitInputs | None


def propose_limit(inputs: LimitInputs) -> LimitProposal:
    """The limit that need, capacity and tier allow, to the minor unit.

    A net worth of 0 or below carries nothing: capacity 0. Equal need and capacity count as need.

    Raises:
        ValueError: a negative factor, share, tax rate or term, or a year without days.
    """
    shares = (inputs.tier_factor, inputs.capacity_share, inputs.tax_rate or 0, inputs.term_days or 0)
    if min(shares) < 0 or inputs.year_days <= 0:
        raise ValueError("factors, shares and terms are not negative")
    needed, why = _need(inputs)
    worth = inputs.tangible_net_worth
    borne = None if worth is None else max(0, worth) * _exact(inputs.capacity_share)
    capacity = no_amount("no_net_worth") if borne is None else Amount(half_up(borne))
    if needed is None:
        return LimitProposal(Amount(None, why), Amount(None, why), capacity, None, inputs)
    least = needed if borne is None else min(needed, borne)
    binding: Binding = "capacity_unknown" if borne is None else "need" if needed <= borne else "capacity"
    return LimitProposal(Amount(half_up(least * _exact(inputs.tier_factor))), Amount(half_up(needed)), capacity, binding, inputs)


def _need(inputs: LimitInputs) -> tuple[Fraction | None, Why | None]:
    if inputs.sales is None or inputs.sales <= 0:
        return None, "no_revenue"
    if inputs.term_days is None:
        return None, "no_terms"
    if inputs.tax_rate is None:
        return None, "no_tax_rate"
    return inputs.sales * _share_of_sales(inputs.tax_rate, inputs.term_days, inputs.year_days), None


# A book has thousands of customers and few different rates and terms.
@lru_cache(maxsize=1024)
def _share_of_sales(tax_rate: Rate, term_days: int, year_days: int) -> Fraction:
    return (1 + Fraction(tax_rate)) * term_days / year_days


@lru_cache(maxsize=64)
def _exact(rate: Rate) -> Fraction:
    return Fraction(rate)


@dataclass(frozen=True, slots=True)
class GridLine:
    """A cell of the policy's grid: customers of this size with at least this credit score (0–100) get this limit, minor units.

    Without a size it fits every customer; of two lines for the same score the one that names the size counts.
    """

    size: str | None
    score_from: float
    limit: int


def grid_limit(score: float | None, size: str | None, grid: Sequence[GridLine]) -> LimitProposal:
    """The limit that a policy's grid gives: among the lines that fit the size, the highest score reached. "not_in_grid" when none fits."""
    fitting = [line for line in grid if score is not None and line.size in (None, size) and score >= line.score_from]
    unused = no_amount("not_in_grid")
    if not fitting:
        return LimitProposal(unused, unused, unused, None, None)
    reached = max(fitting, key=lambda line: (line.score_from, line.size is not None))
    return LimitProposal(Amount(reached.limit), unused, unused, "grid", None)


class ClassLimit(NamedTuple):
    """What a class rule grants of a need, minor units, and the shortfall that calls for shorter terms or guarantees."""

    limit: Amount
    ceiling: Amount
    shortfall: Amount


def class_limit(
    need: int, tangible_net_worth: int | None, turnover: int | None, share_of_net_worth: Rate, share_of_turnover: Rate
) -> ClassLimit:
    """A class's limit: at most a share of net worth and a share of yearly turnover, and no more than is needed.

    Args:
        need, tangible_net_worth, turnover: minor units; a net worth or turnover below 0 carries nothing.
        share_of_net_worth, share_of_turnover: of the customer's class, 0 to 1.
    """
    if tangible_net_worth is None or turnover is None:
        unknown = no_amount("no_net_worth" if tangible_net_worth is None else "no_revenue")
        return ClassLimit(unknown, unknown, unknown)
    ceiling = min(portion(max(0, tangible_net_worth), share_of_net_worth), portion(max(0, turnover), share_of_turnover))
    return ClassLimit(Amount(min(need, ceiling)), Amount(ceiling), Amount(max(0, need - ceiling)))
