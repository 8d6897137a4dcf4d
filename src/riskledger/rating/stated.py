"""What the customers sheet states, as the rating takes it: indicators, facts beyond the invoices, and overrides beside the ledger's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from riskledger.ledger.customers import Customers, OverrideRow
from riskledger.ledger.sides.customer_file import KnownCustomers
from riskledger.ledger.sides.stated_facts import StatedFacts
from riskledger.metrics.facts import InvoiceFacts
from riskledger.rating.exposures import Exposures, in_facts
from riskledger.rating.policy_parts import ZBands
from riskledger.rating.tiers import CustomerFacts, Indicators, Override
from riskledger.rating.z_score import z_points


@dataclass(frozen=True)
class Stated:
    """By customer index; what a mapping lacks is not known."""

    overrides: Mapping[int, Override] = field(default_factory=dict)
    indicators: Mapping[int, Indicators] = field(default_factory=dict)
    facts: Mapping[int, CustomerFacts] = field(default_factory=dict)


class Limit(NamedTuple):
    """A limit in the money of the facts, None where it cannot be told in it; and whether exposure is beyond it."""

    amount: int | None
    exceeded: bool | None


def stated_on(
    customers: KnownCustomers, grouped: Customers, facts: InvoiceFacts, exposures: Exposures, z_bands: ZBands | None = None
) -> Stated:
    """Bring what is stated to the ledger's customers on the as-of date.

    Args:
        exposures: of the same customers; a limit is compared in the customer's own currency where that is its only one.
        z_bands: of the policy; they give the financial points where no score states them.

    An override on a row goes before the customer's; one that has expired leaves the place to one that holds.
    """
    overrides = {i: _override(row) for i, row in grouped.overrides.items()}
    if not customers.facts:
        return Stated(overrides)
    indicators: dict[int, Indicators] = {}
    beyond: dict[int, CustomerFacts] = {}
    for i, key in enumerate(grouped.keys):
        said = customers.facts.get(key)
        if said is None:
            continue
        given = {**z_points(said, z_bands), **said.risk_points}
        indicators[i] = Indicators(given.get("financial"), given.get("reputation"), given.get("industry"), given.get("size"))
        limit = _limit(said, i, exposures)
        beyond[i] = CustomerFacts(
            complaints=said.complaints,
            limit_exceeded=limit.exceeded,
            limit_expired=said.limit_expired(facts.as_of),
            insurance_expired=said.insurance_expired(facts.as_of),
            legal_action=said.legal_action,
            limit=limit.amount,
            open_orders=in_facts(said.open_orders, exposures.rate[i]) or 0,
        )
        if said.override_tier is not None and (i not in overrides or not overrides[i].applies(facts.as_of)):
            listed = Override(said.override_tier, said.override_reason or "", said.override_until)
            if i not in overrides or listed.applies(facts.as_of):
                overrides[i] = listed
    return Stated(overrides, indicators, beyond)


def _override(row: OverrideRow) -> Override:
    return Override(row.tier, row.reason or "", row.until)


def _limit(said: StatedFacts, customer: int, exposures: Exposures) -> Limit:
    """Compare the limit with what is owed and ordered, before cover.

    A limit without a currency is in the customer's only one. Of a customer in several it can be compared only where it names a currency
    with a rate.
    """
    if said.limit is None:
        return Limit(None, None)
    own, orders, rate = exposures.own[customer], said.open_orders or 0, exposures.rate[customer]
    if len(own) == 1:
        [(only, outstanding)] = own.items()
        if said.limit_currency is None or only is None or said.limit_currency == only:
            return Limit(in_facts(said.limit, rate), max(0, outstanding + orders) > said.limit)
    limit, ordered = in_facts(said.limit, rate), in_facts(orders, rate)
    if limit is None or ordered is None:
        return Limit(None, None)
    return Limit(limit, max(0, max(exposures.balances[customer].values()) + ordered) > limit)
