"""Loss allowance of each customer and of the book by the policy's matrix, with the customers that the customers sheet assesses singly.

The matrix stands on what is outstanding, by age; insurance and guarantees are not taken off. The built-in rates by years since the
invoice are a convention, not an estimate of this book's losses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from riskledger.ledger.sides.stated_facts import StatedFacts
from riskledger.metrics.ageing_scales import ageing_table, scale
from riskledger.metrics.allowance import Allowance, Judgement, exposed, loss_allowance
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
    keys: Sequence[str],
) -> tuple[list[CustomerAllowance], Allowance | None]:
    """The book's allowance, rounded by bucket as the matrix is, None in several currencies; and each customer's, which add up to it."""
    by = scale(policy.bounds, policy.basis)
    table = ageing_table(facts, by)
    rates: dict[str, Rate | None] = {**loss_rates(policy)}
    judged = {i: judgement for i, said in facts_of.items() if (judgement := _judgement(said, exposures.rate[i]))}
    whole = None if mixed else loss_allowance(table.amounts, table.buckets, rates, judged)
    net = exposed(table.amounts)
    net[list(judged)] = 0
    totals = [line.allowance.value or 0 for line in whole.buckets] if whole else [None] * len(table.buckets)
    shares = [
        _apportioned(held, rate, total, keys)
        for held, rate, total in zip(net.T.tolist(), (rates.get(name) for name in table.buckets), totals, strict=True)
    ]
    each = [_matrix(of_buckets) for of_buckets in zip(*shares, strict=True)]
    for i, judgement in judged.items():
        alone = loss_allowance(table.amounts[i : i + 1], table.buckets, rates, {0: judgement}).individual[0]
        each[i] = CustomerAllowance(Amount(alone.allowance), True, alone.capped)
    for i, one in enumerate(at_risk if mixed else ()):
        if one is None:
            each[i] = CustomerAllowance(no_amount("mixed_currencies"), i in judged, False)
    return each, whole


def loss_rates(policy: AllowancePolicy) -> dict[str, Decimal]:
    """The policy's loss rate of each age group."""
    in_order = [Decimal(str(rate)) for rate in policy.rates]
    of_bucket = in_order if policy.basis == "invoice_date" else [in_order[0], *in_order]  # due today is not overdue
    return dict(zip(scale(policy.bounds, policy.basis).names, of_bucket, strict=True))


def _judgement(said: StatedFacts, rate: Decimal | None) -> Judgement | None:
    if said.allowance is None:
        return None
    if said.allowance.share is not None:
        return Judgement(rate=said.allowance.share)
    amount = in_facts(said.allowance.amount, rate)
    return None if amount is None else Judgement(amount)


def _matrix(of_buckets: Sequence[int | None]) -> CustomerAllowance:
    total = 0
    for amount in of_buckets:
        if amount is None:
            return CustomerAllowance(no_amount("no_loss_rate"), False, False)
        total += amount
    return CustomerAllowance(Amount(total), False, False)


def _apportioned(held: Sequence[int], rate: Rate | None, total: int | None, keys: Sequence[str]) -> list[int | None]:
    """The allowance of one bucket by customer, so that it adds up to the bucket's: the largest fractions of a cent are rounded up.

    Args:
        held: what is exposed of each customer in the bucket.
        total: the bucket's allowance; None rounds each by itself.
        keys: of the customers, to settle equal fractions whatever the order of the rows.
    """
    if rate is None:
        return [None if amount else 0 for amount in held]
    top, bottom = Fraction(rate).as_integer_ratio()
    if total is None:
        return [(2 * amount * top + bottom) // (2 * bottom) for amount in held]
    shares = [divmod(amount * top, bottom) for amount in held]
    found: list[int | None] = [whole for whole, _ in shares]
    up = total - sum(whole for whole, _ in shares)
    for i in sorted(range(len(held)), key=lambda i: (-shares[i][1], keys[i]))[:up]:
        found[i] = shares[i][0] + 1
    return found
