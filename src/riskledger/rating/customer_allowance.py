"""Loss allowance of each customer and of the book by the policy's matrix, with the customers that the customers sheet assesses singly.

The matrix stands on what is outstanding, by age; insurance and guarantees are not taken off. The built-in rates by years since the
invoice are a convention, not an estimate of this book's losses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from riskledger.ledger.sides.stated_facts import StatedFacts
from riskledger.metrics.ageing_scales import ageing_table, scale
from riskledger.metrics.allowance import Allowance, Grid, Judgement, exposed, loss_allowance
from riskledger.metrics.exposure import Exposure
from riskledger.metrics.facts import InvoiceFacts
from riskledger.metrics.figures import Amount, no_amount
from riskledger.metrics.rates import Rate
from riskledger.rating.exposures import Exposures, in_facts
from riskledger.rating.policy_parts import AllowancePolicy


class CustomerAllowance(NamedTuple):
    """By the matrix, or `individual` as stated for this customer; `capped` when more is stated than is owed."""

    amount: Amount
    individual: bool
    capped: bool


def allowances(
    facts: InvoiceFacts,
    policy: AllowancePolicy,
    exposures: Exposures,
    facts_of: Mapping[int, StatedFacts],
    at_risk: Sequence[Exposure | None],
    mixed: bool,
) -> tuple[list[CustomerAllowance], Allowance | None]:
    """Each customer's allowance, rounded by itself, and the book's, rounded by bucket as the matrix is; None in several currencies."""
    by = scale(policy.bounds, policy.basis)
    table = ageing_table(facts, by)
    in_order = [Decimal(str(rate)) for rate in policy.rates]
    of_bucket = in_order if policy.basis == "invoice_date" else [in_order[0], *in_order]  # due today is not overdue
    rates: dict[str, Rate | None] = dict(zip(by.names, of_bucket, strict=True))
    judged = {i: judgement for i, said in facts_of.items() if (judgement := _judgement(said, exposures.rate[i]))}
    whole = None if mixed else loss_allowance(table.amounts, table.buckets, rates, judged)
    each = _by_matrix(exposed(table.amounts), [rates.get(name) for name in table.buckets])
    for i, judgement in judged.items():
        alone = loss_allowance(table.amounts[i : i + 1], table.buckets, rates, {0: judgement}).individual[0]
        each[i] = CustomerAllowance(Amount(alone.allowance), True, alone.capped)
    for i, one in enumerate(at_risk if mixed else ()):
        if one is None:
            each[i] = CustomerAllowance(no_amount("mixed_currencies"), i in judged, False)
    return each, whole


def _judgement(said: StatedFacts, rate: Decimal | None) -> Judgement | None:
    if said.allowance is None:
        return None
    if said.allowance.share is not None:
        return Judgement(rate=said.allowance.share)
    amount = in_facts(said.allowance.amount, rate)
    return None if amount is None else Judgement(amount)


def _by_matrix(net: Grid, rates: Sequence[Rate | None]) -> list[CustomerAllowance]:
    """Each customer's balances at the rates of their buckets, summed exactly and rounded once."""
    exact = [None if rate is None else Fraction(rate) for rate in rates]
    bottom = np.lcm.reduce([rate.denominator for rate in exact if rate is not None]).item()
    tops = [None if rate is None else rate.numerator * (bottom // rate.denominator) for rate in exact]
    found = []
    for held in net.tolist():
        top, lacking = 0, False
        for amount, each in zip(held, tops, strict=True):
            if amount:
                lacking |= each is None
                top += amount * (each or 0)
        amount = no_amount("no_loss_rate") if lacking else Amount((2 * top + bottom) // (2 * bottom))
        found.append(CustomerAllowance(amount, False, False))
    return found
