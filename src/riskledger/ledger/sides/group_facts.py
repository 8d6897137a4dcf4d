"""What the customers sheet states of a group that is rated as one customer: its own line first, else what its members' lines make together.

Limit: the sum of the members' limits, when all have one in the same currency. Open orders: the sum of those stated. Ends: the earliest.
Complaints: the sum, when all state it. Legal action: of any. Override: the most cautious. Scores, size and owner: where all that state
one agree. Terms stay each member's own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import TypeVar

from riskledger.ledger.sides.stated_facts import StatedFacts
from riskledger.ledger.tiers import TIERS

_V = TypeVar("_V")


def group_facts(own: StatedFacts | None, members: Sequence[StatedFacts | None]) -> StatedFacts:
    """The facts of a group.

    Args:
        own: of the line that names the group itself.
        members: of every member in the ledger, None for one without a line.
    """
    together = _together(members)
    if own is None:
        return together
    taken = {f.name: value for f in dataclasses.fields(StatedFacts) if (value := getattr(own, f.name)) is not None}
    if own.limit is not None:  # with its currency and end
        taken |= {"limit_currency": own.limit_currency, "limit_expiry": own.limit_expiry}
    if own.override_tier is not None:
        taken |= {"override_reason": own.override_reason, "override_until": own.override_until}
    return dataclasses.replace(together, **{**taken, "terms": None})


def _together(members: Sequence[StatedFacts | None]) -> StatedFacts:
    stated = [member for member in members if member is not None]
    limits = [member.limit for member in stated if member.limit is not None]
    currencies = {member.limit_currency for member in stated}
    orders = [member.open_orders for member in stated if member.open_orders is not None]
    whole = len(limits) == len(members) > 0 and len(currencies) == 1
    complaints = [member.complaints for member in stated if member.complaints is not None]
    legal = {member.legal_action for member in stated} | ({None} if len(stated) < len(members) else set())
    overrides = sorted((member for member in stated if member.override_tier), key=lambda member: TIERS.index(member.override_tier or "low"))
    override = overrides[-1] if overrides else StatedFacts()
    return StatedFacts(
        limit=sum(limits) if whole else None,
        limit_currency=next(iter(currencies)) if whole else None,
        limit_expiry=_earliest(member.limit_expiry for member in stated),
        insurance_until=_earliest(member.insurance_until for member in stated),
        guarantee_until=_earliest(member.guarantee_until for member in stated),
        open_orders=sum(orders) if orders and len(currencies) == 1 else None,
        financial_score=_agreed(member.financial_score for member in stated),
        reputation_score=_agreed(member.reputation_score for member in stated),
        industry_risk=_agreed(member.industry_risk for member in stated),
        size=_agreed(member.size for member in stated),
        size_score=_agreed(member.size_score for member in stated),
        complaints=sum(complaints) if len(complaints) == len(members) > 0 else None,
        legal_action=True if True in legal else False if legal == {False} else None,
        override_tier=override.override_tier,
        override_reason=override.override_reason,
        override_until=override.override_until,
        owner=_agreed(member.owner for member in stated),
    )


def _earliest(days: Iterable[int | None]) -> int | None:
    return min((day for day in days if day is not None), default=None)


def _agreed(values: Iterable[_V | None]) -> _V | None:
    stated = {value for value in values if value is not None}
    return next(iter(stated)) if len(stated) == 1 else None
