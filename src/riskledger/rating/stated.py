"""What the customers sheet states, as the rating takes it: indicators, facts beyond the invoices, and overrides beside the ledger's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from riskledger.ledger.customers import Customers, OverrideRow
from riskledger.ledger.sides.customer_file import KnownCustomers, StatedFacts
from riskledger.metrics.facts import InvoiceFacts
from riskledger.metrics.portfolio import customer_sums
from riskledger.rating.tiers import CustomerFacts, Indicators, Override


@dataclass(frozen=True)
class Stated:
    """By customer index; what a mapping lacks is not known."""

    overrides: Mapping[int, Override] = field(default_factory=dict)
    indicators: Mapping[int, Indicators] = field(default_factory=dict)
    facts: Mapping[int, CustomerFacts] = field(default_factory=dict)


def stated_on(customers: KnownCustomers, grouped: Customers, facts: InvoiceFacts, currencies: tuple[str | None, ...]) -> Stated:
    """Bring what is stated to the ledger's customers on the as-of date.

    An override on a row goes before the customer's; one that has expired leaves the place to one that holds.
    """
    overrides = {i: _override(row) for i, row in grouped.overrides.items()}
    if not customers.facts:
        return Stated(overrides)
    exposure = _exposures(facts, currencies)
    indicators: dict[int, Indicators] = {}
    beyond: dict[int, CustomerFacts] = {}
    for i, key in enumerate(grouped.keys):
        said = customers.facts.get(key)
        if said is None:
            continue
        indicators[i] = Indicators(**said.risk_points)
        limit = _comparable_limit(said, exposure[i])
        beyond[i] = CustomerFacts(
            complaints=said.complaints,
            limit_exceeded=None if limit is None else max(exposure[i].values()) > limit,
            limit_expired=said.limit_expired(facts.as_of),
            insurance_expired=said.insurance_expired(facts.as_of),
            legal_action=said.legal_action,
            limit=limit,
        )
        if said.override_tier is not None and (i not in overrides or not overrides[i].applies(facts.as_of)):
            listed = Override(said.override_tier, said.override_reason or "", said.override_until)
            if i not in overrides or listed.applies(facts.as_of):
                overrides[i] = listed
    return Stated(overrides, indicators, beyond)


def _override(row: OverrideRow) -> Override:
    return Override(row.tier, row.reason or "", row.until)


def _exposures(facts: InvoiceFacts, currencies: tuple[str | None, ...]) -> list[dict[str | None, int]]:
    """Per customer and currency it trades in, max(0, outstanding) in minor units."""
    found: list[dict[str | None, int]] = [{} for _ in range(facts.customers)]
    sums = [customer_sums(facts, c).outstanding.tolist() for c in range(len(currencies))]
    for customer, currency in set(zip(facts.customer.tolist(), facts.currency.tolist(), strict=True)):
        found[customer][currencies[currency]] = max(0, sums[currency][customer])
    return found


def _comparable_limit(said: StatedFacts, exposure: Mapping[str | None, int]) -> int | None:
    """The limit in minor units; None without one, for a customer of several currencies, or in another currency than the customer's."""
    if said.limit is None or len(exposure) != 1:
        return None
    [currency] = exposure
    return said.limit if said.limit_currency is None or currency is None or said.limit_currency == currency else None
