"""What a customers sheet states of one customer.

Scores as in the template: financial, reputation and size score 0–100 with higher safer, industry risk 0–100 with higher riskier.
"""

from __future__ import annotations

from dataclasses import dataclass

from riskledger.ledger.sides.side_values import Cover
from riskledger.ledger.terms import Terms
from riskledger.ledger.tiers import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFacts:
    """What a customers sheet states of a customer; None is unknown. Money in minor units, days as ordinals, terms as net days or a rule.

    `complaints` replaces the sum over the ledger's rows. All money is in `limit_currency`, else in the customer's only one.
    """

    limit: int | None = None
    limit_currency: str | None = None
    limit_expiry: int | None = None
    terms: int | Terms | None = None
    insurance: Cover | None = None
    insurance_until: int | None = None
    guarantee: Cover | None = None
    guarantee_until: int | None = None
    open_orders: int | None = None
    net_worth: int | None = None
    allowance: Cover | None = None  # judged for this customer alone: an amount or a share
    z_score: float | None = None
    working_capital: int | None = None
    retained_earnings: int | None = None
    ebit: int | None = None
    book_equity: int | None = None
    total_assets: int | None = None
    total_liabilities: int | None = None
    group: str | None = None
    financial_score: float | None = None
    reputation_score: float | None = None
    industry_risk: float | None = None
    size: str | None = None
    size_score: float | None = None
    complaints: int | None = None
    orders_cancelled: int | None = None
    legal_action: bool | None = None
    override_tier: Tier | None = None
    override_reason: str | None = None
    override_until: int | None = None
    owner: str | None = None

    @property
    def risk_points(self) -> dict[str, float]:
        """The scores that are given, as risk points (0 safe … 100 risky) by indicator: the one place that turns scores round."""
        given = {
            "financial": None if self.financial_score is None else 100.0 - self.financial_score,
            "reputation": None if self.reputation_score is None else 100.0 - self.reputation_score,
            "industry": self.industry_risk,
            "size": None if self.size_score is None else 100.0 - self.size_score,
        }
        return {name: points for name, points in given.items() if points is not None}

    def limit_expired(self, as_of: int) -> bool | None:
        """Whether the limit ended before the as-of date (an ordinal); its last day still counts. None when no end is stated."""
        return None if self.limit_expiry is None else self.limit_expiry < as_of

    def insurance_expired(self, as_of: int) -> bool | None:
        """Whether the insurance ended before the as-of date; None when no end is stated."""
        return None if self.insurance_until is None else self.insurance_until < as_of
