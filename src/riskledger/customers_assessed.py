"""One entry per customer: rating, money per currency, relations, warnings, credit; the largest expected late amount first."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from riskledger.assessed import CustomerAssessment, Money
from riskledger.ledger import merging
from riskledger.ledger.customers import Customers
from riskledger.ledger.intake import Ledger
from riskledger.ledger.sides.relations import Relations
from riskledger.metrics.completeness import Completeness
from riskledger.metrics.conversion import Conversion
from riskledger.metrics.facts import InvoiceFacts
from riskledger.metrics.portfolio import Portfolio, customer_sums
from riskledger.rating.alerts import Alert
from riskledger.rating.credit import CustomerCredit
from riskledger.rating.exposures import Exposures
from riskledger.rating.rate import Rating


def customers_assessed(
    facts: InvoiceFacts,
    grouped: Customers,
    measured: Portfolio,
    ratings: tuple[Rating, ...],
    relations: Relations,
    complete: tuple[Completeness, ...],
    conversion: Conversion | None,
    ledger: Ledger,
    exposures: Exposures,
    credits: tuple[CustomerCredit, ...],
    alerts: tuple[tuple[Alert, ...], ...],
    owners: Mapping[int, str],
) -> tuple[CustomerAssessment, ...]:
    """One entry per customer, the largest expected late amount first."""
    money = _moneys(facts, measured.currencies, ratings, exposures)
    original = _moneys(conversion.facts, conversion.currencies, ratings) if conversion else [()] * len(ratings)
    longest = customer_sums(facts).max_days_overdue
    by_customer = np.argsort(facts.customer, kind="stable")
    ends = np.searchsorted(facts.customer[by_customer], np.arange(len(grouped.keys) + 1))
    shares = measured.concentration.shares
    members = merging.members_of(ledger, grouped)
    entries = []
    for i, rating in enumerate(ratings):
        entries.append(
            CustomerAssessment(
                key=grouped.keys[i],
                customer=grouped.names[i],
                customer_id=grouped.ids[i],
                rating=rating,
                money=money[i],
                max_days_overdue=int(longest[i]),
                revenue_share=None if shares is None else float(shares[i]),
                rows=tuple(by_customer[ends[i] : ends[i + 1]].tolist()),
                last_contact=relations.contacts.get(grouped.keys[i]),
                promises=relations.promises.get(grouped.keys[i]),
                contract=relations.contracts.get(grouped.keys[i]),
                lines=relations.lines.get(grouped.keys[i], ()),
                completeness=complete[i],
                credit=credits[i],
                original=original[i],
                members=members.get(i, ()),
                owner=owners.get(i),
                alerts=alerts[i],
            )
        )
    return tuple(sorted(entries, key=_urgency))


def _moneys(
    facts: InvoiceFacts, currencies: tuple[str | None, ...], ratings: tuple[Rating, ...], exposures: Exposures | None = None
) -> list[tuple[Money, ...]]:
    """Of each customer its money in every currency it trades in; without `exposures` before orders and cover."""
    sums = [customer_sums(facts, c) for c in range(len(currencies))]
    traded = np.zeros((len(ratings), len(currencies)), dtype=np.bool_)
    traded[facts.customer, facts.currency] = True
    net = {i: each.net for i, each in exposures.of.items()} if exposures else {}
    return [
        tuple(
            _money(currencies[c], int(sums[c].outstanding[i]), int(sums[c].overdue[i]), rating.points, net.get(i))
            for c in np.flatnonzero(traded[i]).tolist()
        )
        for i, rating in enumerate(ratings)
    ]


def _money(currency: str | None, outstanding: int, overdue: int, points: float, net: int | None) -> Money:
    exposure = max(0, outstanding) if net is None else net
    late = int((Decimal(points) * exposure / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return Money(currency, outstanding, overdue, exposure, late)


def _urgency(entry: CustomerAssessment) -> tuple[bool, float, str]:
    """Largest expected late amount first; customers in several currencies, which have no such sum, after the others by points."""
    if len(entry.money) == 1:
        return (False, -entry.money[0].expected_late_amount, entry.key)
    return (True, -entry.risk_points, entry.key)
