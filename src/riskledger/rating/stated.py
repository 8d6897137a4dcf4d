"""What the customers sheet states, as the rating takes it: indicators, facts beyond the invoices, and overrides beside the ledger's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from riskledger.ledger.customers import Customers, OverrideRow
from riskledger.ledger.sides.customer_file import KnownCustomers
from riskledger.ledger.sides.stated_facts import StatedFacts
from riskledger.metrics.conversion import Conversion, money_in_base
from riskledger.metrics.facts import InvoiceFacts
from riskledger.metrics.portfolio import customer_sums
from riskledger.rating.tiers import CustomerFacts, Indicators, Override


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
    customers: KnownCustomers,
    grouped: Customers,
    facts: InvoiceFacts,
    currencies: tuple[str | None, ...],
    conversion: Conversion | None = None,
) -> Stated:
    """Bring what is stated to the ledger's customers on the as-of date.

    Args:
        currencies: of the facts, by index.
        conversion: what the facts were converted from; a limit is compared in the customer's own currency where that is its only one.

    An override on a row goes before the customer's; one that has expired leaves the place to one that holds.
    """
    overrides = {i: _override(row) for i, row in grouped.overrides.items()}
    if not customers.facts:
        return Stated(overrides)
    exposure = _exposures(facts, currencies)
    own = _exposures(conversion.facts, conversion.currencies) if conversion else exposure
    indicators: dict[int, Indicators] = {}
    beyond: dict[int, CustomerFacts] = {}
    for i, key in enumerate(grouped.keys):
        said = customers.facts.get(key)
        if said is None:
            continue
        given = said.risk_points
        indicators[i] = Indicators(given.get("financial"), given.get("reputation"), given.get("industry"), given.get("size"))
        limit = _limit(said, own[i], exposure[i], conversion)
        beyond[i] = CustomerFacts(
            complaints=said.complaints,
            limit_exceeded=limit.exceeded,
            limit_expired=said.limit_expired(facts.as_of),
            insurance_expired=said.insurance_expired(facts.as_of),
            legal_action=said.legal_action,
            limit=limit.amount,
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


def _limit(said: StatedFacts, own: Mapping[str | None, int], exposure: Mapping[str | None, int], conversion: Conversion | None) -> Limit:
    """Compare the limit with what is owed.

    A limit without a currency is in the customer's only one. Of a customer in several it can be compared only where it names a currency
    with a rate.
    """
    if said.limit is None:
        return Limit(None, None)
    currency = said.limit_currency
    if len(own) == 1:
        [only] = own
        if currency is None or only is None or currency == only:
            exceeded = own[only] > said.limit
            if conversion is None:
                return Limit(said.limit, exceeded)
            rate = conversion.rates.of(only)
            return Limit(None if rate is None else money_in_base(said.limit, rate), exceeded)
    rate = conversion.rates.of(currency) if conversion and currency else None
    if rate is None:
        return Limit(None, None)
    limit = money_in_base(said.limit, rate)
    return Limit(limit, max(exposure.values()) > limit)
