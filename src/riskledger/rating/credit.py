"""What credit each customer has, uses and might be given on T: exposure, limit, proposal, allowance, five-class view, late interest, hold.

Nothing here moves points or tiers, and nothing is applied: limits and holds are proposals to the analyst. Sums tie: buckets and individual
assessments make the allowance, the five classes and what stands beside them make the outstanding balance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from riskledger.ledger.customers import Customers
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Known
from riskledger.ledger.sides.stated_facts import StatedFacts
from riskledger.metrics.allowance import Allowance, Grid
from riskledger.metrics.conversion import Conversion
from riskledger.metrics.exposure import Exposure
from riskledger.metrics.facts import Ints, InvoiceFacts, open_parts
from riskledger.metrics.figures import Amount, Figure, Why, no_amount, none
from riskledger.metrics.five_class import CLASSES, five_class_of
from riskledger.metrics.limit_proposal import LimitProposal
from riskledger.metrics.limits import LimitUse, limit_use
from riskledger.metrics.portfolio import customer_sums
from riskledger.rating.credit_hold import HoldDecision, HoldFact, Holds, Member, Number, named, share_of
from riskledger.rating.customer_allowance import CustomerAllowance, allowances
from riskledger.rating.exposures import Exposures
from riskledger.rating.late_interest import Interest, late_interest_on
from riskledger.rating.policy_model import Policy
from riskledger.rating.proposed_limits import Proposals
from riskledger.rating.rate import Rating
from riskledger.rating.stated import Stated
from riskledger.rating.z_score import ZScore, z_score


class Limit(NamedTuple):
    """A credit limit on T. `used`: outstanding and open orders before cover; `ends_in`: days to its last day, below 0 once ended."""

    amount: Amount
    used: Amount
    use: LimitUse
    expiry: int | None
    ends_in: int | None


@dataclass(frozen=True, slots=True)
class CustomerCredit:
    """One customer on T, minor units. `exposure` is None in several currencies; `five_class` holds the classes with something in them."""

    exposure: Exposure | None
    limit: Limit
    proposal: LimitProposal
    allowance: CustomerAllowance
    five_class: Mapping[str, int]
    hold: HoldDecision
    interest: Interest | None = None
    z_score: ZScore | None = None

    @property
    def worst_class(self) -> str | None:
        """The worst of the five classes in which something is open; None when nothing of known age is."""
        return next((name for name in reversed(CLASSES[:5]) if name in self.five_class), None)


@dataclass(frozen=True, slots=True)
class PortfolioCredit:
    """All customers on T, minor units, None where currencies cannot be added.

    `before_cover`: Σ max(0, outstanding + open orders); `covered_share` is the part of it that insurance and guarantees in force take off.
    """

    exposure: Amount
    before_cover: Amount
    insured: Amount
    guaranteed: Amount
    covered_share: Figure
    limits: int  # customers with one
    over_limit: int
    limits_expired: int
    on_hold: int
    exposure_on_hold: Amount
    allowance: Allowance | None
    five_class: Mapping[str, int] | None
    interest: Amount | None  # None also when the policy has no rule set


def credit_on(
    facts: InvoiceFacts,
    known: Known,
    ledger: Ledger,
    grouped: Customers,
    currencies: tuple[str | None, ...],
    conversion: Conversion | None,
    said: Mapping[str, StatedFacts],
    exposures: Exposures,
    stated: Stated,
    ratings: Sequence[Rating],
    policy: Policy,
) -> tuple[tuple[CustomerCredit, ...], PortfolioCredit]:
    """The credit of every customer, by index, and of the book.

    Args:
        currencies: of the facts, by index.
        said: what the customers sheets state, by customer key.
        exposures, stated, ratings: of the same customers.
    """
    facts_of = {i: line for i, key in enumerate(grouped.keys) if (line := said.get(key)) is not None} if said else {}
    mixed = len(currencies) > 1
    at_risk = [exposures.single(i) for i in range(facts.customers)]
    each_allowance, whole = allowances(facts, policy.allowance, exposures, facts_of, at_risk, mixed, grouped.keys)
    classes = _five_classes(facts)
    interest = None
    if policy.interest is not None:
        interest = late_interest_on(facts, known, ledger.receipts, currencies, policy.interest, conversion)
    proposals = Proposals(facts, known, policy.limits)
    holds = Holds(policy.holds, facts.as_of)
    sums = customer_sums(facts)
    groups = _groups(ledger, grouped)
    found: list[CustomerCredit] = []
    for i, (rating, held, owed, days) in enumerate(
        zip(ratings, classes.tolist(), sums.overdue.tolist(), sums.max_days_overdue.tolist(), strict=True)
    ):
        one, mine = facts_of.get(i), at_risk[i]
        limit = _limit(one, i, mine, exposures, stated, facts.as_of)
        judged: dict[HoldFact, Number | None] = {
            "days_overdue": days,
            "overdue_amount": None if mine is None else owed,
            "overdue_share_of_limit": None if mine is None else share_of(owed, limit.amount.value),
            "limit_used": share_of(limit.used.value, limit.amount.value),
            "limit_expired": None if limit.ends_in is None else int(limit.ends_in < 0),
            "high_tier": int(rating.tier == "high"),
        }
        group = (one.group if one else None) or groups.get(grouped.keys[i])
        names = frozenset(named(text) for text in (grouped.keys[i], grouped.names[i], grouped.ids[i]) if text)
        found.append(
            CustomerCredit(
                exposure=mine,
                limit=limit,
                proposal=proposals.of(i, one, rating, exposures.rate.get(i), mine is None),
                allowance=each_allowance[i],
                five_class={} if mine is None else {name: amount for name, amount in zip(CLASSES, held, strict=True) if amount},
                hold=holds.decide(judged, Member(names, group)),
                interest=interest[i] if interest else None,
                z_score=z_score(one) if one else None,
            )
        )
    five = None if mixed else dict(zip(CLASSES, classes.sum(axis=0).tolist(), strict=True))
    return tuple(found), _portfolio(found, whole, five, mixed)


def _limit(said: StatedFacts | None, customer: int, at_risk: Exposure | None, exposures: Exposures, stated: Stated, as_of: int) -> Limit:
    """How the customer's limit stands, in the money of the facts."""
    used = no_amount("mixed_currencies") if at_risk is None else Amount(max(0, at_risk.outstanding + at_risk.open_orders))
    if said is None or said.limit is None:
        expiry = said.limit_expiry if said else None
        return Limit(no_amount("no_limit"), used, limit_use(0, None, None, as_of=as_of), expiry, None if expiry is None else expiry - as_of)
    ends_in = None if said.limit_expiry is None else said.limit_expiry - as_of
    beyond = stated.facts[customer]
    if beyond.limit is None or used.value is None:
        why: Why = "mixed_currencies" if used.value is None else "limit_currency"
        state = limit_use(0, said.limit, said.limit_expiry, as_of=as_of).state
        amount = no_amount(why) if beyond.limit is None else Amount(beyond.limit)
        return Limit(amount, used, LimitUse(none(why), no_amount(why), beyond.limit_exceeded, state), said.limit_expiry, ends_in)
    use = limit_use(used.value, beyond.limit, said.limit_expiry, as_of=as_of)._replace(exceeded=beyond.limit_exceeded)
    return Limit(Amount(beyond.limit), used, use, said.limit_expiry, ends_in)


def _five_classes(facts: InvoiceFacts) -> Grid:
    """What is open of each customer by class; within the days of grace nothing is overdue."""
    row, due, outstanding = open_parts(facts)
    graced = np.where((due > 0) & (facts.as_of - due <= facts.grace_days), facts.as_of, due)
    classes = five_class_of(graced, outstanding, facts.as_of)
    held = classes >= 0
    grid = _sum(facts.customer[row[held]] * len(CLASSES) + classes[held], outstanding[held], facts.customers * len(CLASSES))
    return grid.reshape(facts.customers, len(CLASSES))


def _portfolio(each: Sequence[CustomerCredit], allowance: Allowance | None, five: Mapping[str, int] | None, mixed: bool) -> PortfolioCredit:
    def total(amounts: Sequence[int | None]) -> Amount:
        return no_amount("mixed_currencies") if mixed else Amount(sum(amount or 0 for amount in amounts))

    parts = [one.exposure for one in each if one.exposure is not None]
    covered = [cover for part in parts for cover in part.covered]
    before = total([max(0, part.outstanding + part.open_orders) for part in parts])
    insured = total([cover.amount for cover in covered if cover.protection.kind == "insurance"])
    guaranteed = total([cover.amount for cover in covered if cover.protection.kind == "guarantee"])
    if before.value is None:
        share = none("mixed_currencies")
    else:
        share = Figure(((insured.value or 0) + (guaranteed.value or 0)) / before.value) if before.value else none("no_receivables")
    held = [one for one in each if one.hold.held]
    interest = None
    if any(one.interest is not None for one in each):
        lacking = next((one.interest.why for one in each if one.interest and one.interest.why), None)
        interest = no_amount(lacking) if lacking else total([one.interest.total for one in each if one.interest])
    return PortfolioCredit(
        exposure=total([part.net for part in parts]),
        before_cover=before,
        insured=insured,
        guaranteed=guaranteed,
        covered_share=share,
        limits=sum(one.limit.use.state != "no_limit" for one in each),
        over_limit=sum(one.limit.use.exceeded is True for one in each),
        limits_expired=sum(one.limit.use.state == "expired" for one in each),
        on_hold=len(held),
        exposure_on_hold=total([one.exposure.net for one in held if one.exposure]),
        allowance=allowance,
        five_class=five,
        interest=interest,
    )


def _groups(ledger: Ledger, grouped: Customers) -> dict[str, str]:
    """Customer key → the group that its rows name, or the group it is itself."""
    found = dict(ledger.group_names)
    for key, group in set(zip(ledger.key, ledger.parent_group, strict=True)) if ledger.has("parent_group") else ():
        if key and group:
            found.setdefault(key, group)
    return found


def _sum(key: Ints, amount: Ints, size: int) -> Ints:
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, key, amount)
    return total
