"""Two policies on one ledger and one date, as finished data: who changes tier, customers and exposure per tier, exposure on hold.

Both sides come from whole assessments, so every figure is what `assess` gives under that policy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from riskledger.assessment import Assessment, CustomerAssessment
from riskledger.ledger.tiers import TIERS, Tier
from riskledger.rating.policy import Policy

ByCurrency = dict[str | None, int]  # minor units


class Held(NamedTuple):
    """How many customers, and max(0, outstanding) of them by currency."""

    customers: int
    exposure: ByCurrency


@dataclass(frozen=True)
class Side:
    """The ledger under one policy."""

    policy: Policy
    source: str
    tiers: dict[Tier, Held]  # riskiest first; the tier that counts, overrides included
    on_hold: Held  # by the policy's hold rules and exemptions


@dataclass(frozen=True, slots=True)
class Move:
    """A customer whose tier that counts would change."""

    now: CustomerAssessment
    then: CustomerAssessment

    @property
    def worse(self) -> bool:
        """Whether to a riskier tier."""
        return TIERS.index(self.then.tier) > TIERS.index(self.now.tier)


@dataclass(frozen=True)
class Comparison:
    """The policy in force against another one."""

    now: Side
    then: Side
    moves: tuple[Move, ...]  # worse ones first, then by expected late amount under the policy in force
    overridden: int  # customers whose computed tier changes while their override holds

    @property
    def currencies(self) -> tuple[str | None, ...]:
        """Of all exposures, by name; one nameless where nothing is exposed."""
        return tuple(sorted({currency for held in self.now.tiers.values() for currency in held.exposure}, key=str)) or (None,)


def compare(now: Assessment, then: Assessment) -> Comparison:
    """Compare two assessments of the same workbook on the same date; customers are joined by their key."""
    after = {entry.key: entry for entry in then.customers}
    pairs = [Move(entry, after[entry.key]) for entry in now.customers]
    moves = sorted((pair for pair in pairs if pair.now.tier != pair.then.tier), key=lambda move: not move.worse)
    computed = [pair for pair in pairs if pair.now.rating.computed_tier != pair.then.rating.computed_tier]
    return Comparison(
        now=_side(now),
        then=_side(then),
        moves=tuple(moves),
        overridden=sum(pair.now.tier == pair.then.tier for pair in computed),
    )


def _side(assessment: Assessment) -> Side:
    customers = assessment.customers
    return Side(
        policy=assessment.policy,
        source=assessment.policy_source,
        tiers={tier: _held(entry for entry in customers if entry.tier == tier) for tier in reversed(TIERS)},
        on_hold=_held(entry for entry in customers if entry.credit.hold.held),
    )


def _held(entries: Iterable[CustomerAssessment]) -> Held:
    exposure: ByCurrency = defaultdict(int)
    count = 0
    for entry in entries:
        count += 1
        for part in entry.money:
            exposure[part.currency] += part.exposure
    return Held(count, dict(exposure))
