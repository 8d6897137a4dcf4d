"""Exposure of every customer on T, with the open orders and the cover that the customers sheet states.

exposure = max(0, outstanding + open orders) − insurance − guarantees, each only while it runs and only as far as its amount or share is
known. What uses a credit limit is the same before cover: cover lowers what can be lost, not what the customer may owe.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from riskledger.ledger.customers import Customers
from riskledger.ledger.sides.side_values import Cover
from riskledger.ledger.sides.stated_facts import StatedFacts
from riskledger.metrics.conversion import Conversion, money_in_base
from riskledger.metrics.exposure import Exposure, Protection, exposure
from riskledger.metrics.facts import InvoiceFacts
from riskledger.metrics.portfolio import customer_sums

Balances = list[dict[str | None, int]]  # of each customer what is outstanding in each currency it trades in, signed minor units


@dataclass(frozen=True)
class Exposures:
    """By customer index. `of` has the customers with orders or cover; `rate`: what a stated amount counts in the money of the facts."""

    of: Mapping[int, Exposure]
    rate: Mapping[int, Decimal | None]
    balances: Balances
    own: Balances  # before a conversion into the base currency

    def single(self, customer: int) -> Exposure | None:
        """The exposure of a customer that trades in one currency; None in several."""
        if customer in self.of:
            return self.of[customer]
        held = self.balances[customer]
        if len(held) != 1:
            return None
        [outstanding] = held.values()
        return Exposure(outstanding, 0, (), max(0, outstanding))


def exposures_on(
    facts_of: Mapping[str, StatedFacts],
    grouped: Customers,
    facts: InvoiceFacts,
    currencies: tuple[str | None, ...],
    conversion: Conversion | None = None,
) -> Exposures:
    """What is at risk with each customer on the as-of date.

    Args:
        facts_of: what the customers sheets state, by customer key.
        currencies: of the facts, by index.

    Orders and cover count where the customer trades in one currency and their own currency can be told.
    """
    balances = balances_of(facts, currencies)
    own = balances_of(conversion.facts, conversion.currencies) if conversion else balances
    of: dict[int, Exposure] = {}
    rates: dict[int, Decimal | None] = {}
    for i, key in enumerate(grouped.keys if facts_of else ()):
        if (said := facts_of.get(key)) is None:
            continue
        rate = rates[i] = rate_of(said, own[i], conversion)
        if len(balances[i]) == 1 and (said.open_orders or said.insurance is not None or said.guarantee is not None):
            [outstanding] = balances[i].values()
            orders = in_facts(said.open_orders, rate) or 0
            covers = [_protection(said.insurance, "insurance", said.insurance_until, rate)]
            covers.append(_protection(said.guarantee, "guarantee", said.guarantee_until, rate))
            of[i] = exposure(outstanding, orders, [cover for cover in covers if cover], as_of=facts.as_of)
    return Exposures(of, rates, balances, own)


def balances_of(facts: InvoiceFacts, currencies: tuple[str | None, ...]) -> Balances:
    """Per customer and currency it trades in, what is outstanding."""
    found: Balances = [{} for _ in range(facts.customers)]
    sums = [customer_sums(facts, c).outstanding.tolist() for c in range(len(currencies))]
    for customer, currency in set(zip(facts.customer.tolist(), facts.currency.tolist(), strict=True)):
        found[customer][currencies[currency]] = sums[currency][customer]
    return found


def rate_of(said: StatedFacts, own: Collection[str | None], conversion: Conversion | None) -> Decimal | None:
    """By what the amounts stated of a customer are brought into the money of the facts; None where their currency cannot be told."""
    currency = said.limit_currency
    if len(own) == 1:
        [only] = own
        if currency is None or only is None or currency == only:
            return conversion.rates.of(only) if conversion else Decimal(1)
    return conversion.rates.of(currency) if conversion and currency else None


def in_facts(amount: int | None, rate: Decimal | None) -> int | None:
    """A stated amount in the money of the facts, minor units; None where unknown."""
    return None if amount is None or rate is None else money_in_base(amount, rate)


def _protection(cover: Cover | None, kind: Literal["insurance", "guarantee"], until: int | None, rate: Decimal | None) -> Protection | None:
    return None if cover is None else Protection(kind, in_facts(cover.amount, rate), cover.share, until)
