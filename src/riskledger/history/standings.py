"""How each customer stood on a date: tier, points, money and action; what a snapshot keeps and what months are compared by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from riskledger.assessment import Assessment
from riskledger.ledger.tiers import Tier


class Balance(NamedTuple):
    """What a customer owed in one currency, minor units; signed. `exposure`: what was at risk after orders and cover."""

    currency: str | None
    outstanding: int
    overdue: int
    exposure: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One customer on one date. `points` 0 safe … 100 risky; `action` as written in the workbook's language."""

    key: str
    customer: str
    customer_id: str | None
    tier: Tier
    points: float
    balances: tuple[Balance, ...]
    action: str

    @property
    def single(self) -> Balance | None:
        """The only balance; None for a customer that trades in several currencies."""
        return self.balances[0] if len(self.balances) == 1 else None

    @property
    def expected_late(self) -> int | None:
        """points / 100 × exposure, minor units; None in several currencies."""
        if self.single is None:
            return None
        return int((Decimal(self.points) * self.single.exposure / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True)
class Standings:
    """All customers of a book on one date, by customer key, and the policy they were rated under."""

    as_of: dt.date
    policy_digest: str
    customers: Mapping[str, Standing]
    by_group: bool = False  # groups were rated as one customer each


def standings_of(assessment: Assessment, language: str) -> Standings:
    """The standings of an assessment; actions in the given language."""
    customers = {
        entry.key: Standing(
            key=entry.key,
            customer=entry.customer,
            customer_id=entry.customer_id,
            tier=entry.rating.tier,
            points=entry.rating.points,
            balances=tuple(Balance(part.currency, part.outstanding, part.overdue, part.exposure) for part in entry.money),
            action=entry.rating.action.zh if language == "zh" else entry.rating.action.en,
        )
        for entry in assessment.customers
    }
    return Standings(assessment.as_of, assessment.policy.digest, customers, assessment.by_group)
