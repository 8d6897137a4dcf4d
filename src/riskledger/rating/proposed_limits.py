"""The limit that the policy would give each customer: from its sales, terms and net worth, or from a grid of score × size.

Sales are those of the last 365 days as the ledger has them. Terms: the customer's on its sheet, else those of its latest invoice with an
agreed due date, else the policy's.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import numpy as np

from riskledger.ledger.known import CUSTOMER_TERMS, ON_ROW, ROW_TERMS, Known
from riskledger.ledger.sides.stated_facts import StatedFacts
from riskledger.metrics.facts import Ints, InvoiceFacts
from riskledger.metrics.figures import no_amount
from riskledger.metrics.limit_proposal import GridLine, LimitInputs, LimitProposal, grid_limit, propose_limit
from riskledger.metrics.rates import half_up
from riskledger.metrics.turnover import YEAR
from riskledger.rating.exposures import in_facts
from riskledger.rating.policy_model import Tier
from riskledger.rating.policy_parts import LimitPolicy
from riskledger.rating.rate import Rating
from riskledger.rating.reasons import shown_points

_AGREED = (ON_ROW, ROW_TERMS, CUSTOMER_TERMS)


class Proposals:
    """Limit proposals for all customers of a book under one policy."""

    def __init__(self, facts: InvoiceFacts, known: Known, policy: LimitPolicy) -> None:
        self._policy = policy
        recent = facts.invoice_day > facts.as_of - YEAR
        sales = np.zeros(facts.customers, dtype=np.int64)
        np.add.at(sales, facts.customer[recent], facts.amount[recent])
        self._sales = sales.tolist()
        self._terms = _usual_terms(facts, known).tolist()
        self._grid = grid_lines(policy)

    def of(self, customer: int, said: StatedFacts | None, rating: Rating, rate: Decimal | None, several: bool) -> LimitProposal:
        """The proposal for one customer; `rate` brings what is stated into the money of the facts."""
        if self._grid:
            return grid_limit(100 - shown_points(rating.points), said.size if said else None, self._grid)
        if several:
            no = no_amount("mixed_currencies")
            return LimitProposal(no, no, no, None, None)
        stated_terms = said.terms if said and isinstance(said.terms, int) else None
        terms = stated_terms if stated_terms is not None else self._terms[customer]
        return propose_limit(
            limit_inputs(
                self._policy,
                rating.tier,
                sales=self._sales[customer],
                terms=terms if terms >= 0 else self._policy.term_days,
                net_worth=in_facts(said.net_worth, rate) if said else None,
            )
        )


def limit_inputs(policy: LimitPolicy, tier: Tier, *, sales: int, terms: int, net_worth: int | None) -> LimitInputs:
    """What a proposal is computed from: the customer's figures in minor units and days, the rest by the policy."""
    return LimitInputs(
        sales=sales,
        tax_rate=_exact(policy.tax_rate),
        term_days=terms,
        tangible_net_worth=net_worth,
        tier_factor=_exact(getattr(policy.tier_factor, tier)),
        capacity_share=_exact(policy.net_worth_share),
        year_days=policy.year_days,
    )


def grid_lines(policy: LimitPolicy) -> list[GridLine]:
    """The policy's grid of score × size in minor units; empty without one."""
    return [GridLine(line.size, line.score_from, half_up(Fraction(_exact(line.amount)) * 100)) for line in policy.grid]


def _usual_terms(facts: InvoiceFacts, known: Known) -> Ints:
    """Of each customer the days from invoice to due date on its latest invoice whose due date was agreed; −1 where there is none."""
    rows = agreed_rows(facts, known)
    terms = np.full(facts.customers, -1, dtype=np.int64)
    terms[facts.customer[rows]] = (facts.due_day - facts.invoice_day)[rows]  # the last one assigned stays
    return terms


def agreed_rows(facts: InvoiceFacts, known: Known) -> Ints:
    """The invoices whose due date was agreed, oldest first."""
    agreed = np.isin(known.due_source[known.assessed], _AGREED) & (known.invoice_day[known.assessed] > 0) & (facts.amount > 0)
    rows = np.flatnonzero(agreed & (facts.due_day >= facts.invoice_day))
    return rows[np.argsort(facts.invoice_day[rows], kind="stable")]


@lru_cache(maxsize=64)
def _exact(share: float) -> Decimal:
    """A figure of the policy as it is written there."""
    return Decimal(str(share))
