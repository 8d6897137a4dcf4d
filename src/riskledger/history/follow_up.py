"""Earlier actions followed up: what an earlier run asked for, whether it was done, and what came of it.

Done is an action for whose customer a contact or a payment is on record after the day it was set, or that has paid up what was overdue
then; the first of these is the evidence. What is not done is open, and overdue once its due date has passed. Collected is what was
received in (then, T] of the items overdue then, from the ledger as known on the two days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from riskledger.assessment import Assessment, known_as_of
from riskledger.ledger.known import Known
from riskledger.ledger.tiers import Tier

Ints = NDArray[np.int64]
ActionState = Literal["overdue", "open", "done"]
STATES: tuple[ActionState, ...] = ("overdue", "open", "done")  # most pressing first
Evidence = Literal["contact", "payment", "paid_up"]


@dataclass(frozen=True, slots=True)
class SetAction:
    """An action as an earlier run recorded it for a customer, in the words of the sheet; None where that run recorded nothing."""

    key: str
    customer: str
    tier: Tier | None
    action: str
    owner: str | None
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class EarlierActions:
    """The actions of an earlier run and its as-of date."""

    as_of: dt.date
    actions: tuple[SetAction, ...]


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """An earlier action on T. Money in minor units of `currency`, None for a customer that trades in several or is no longer there."""

    set_on: dt.date
    action: SetAction
    state: ActionState
    done_by: Evidence | None
    done_on: dt.date | None
    currency: str | None
    overdue_then: int | None
    collected: int | None
    tier_after: Tier | None


def follow_up(earlier: EarlierActions | None, assessment: Assessment) -> tuple[FollowedUp, ...]:
    """Follow up the actions of an earlier run, the most pressing first; those for low-tier customers need none.

    Nothing when there was no earlier run, or its date is not before the assessment's.
    """
    if earlier is None or earlier.as_of >= assessment.as_of:
        return ()
    place = {key: i for i, key in enumerate(assessment.grouped.keys)}
    after = {entry.key: entry for entry in assessment.customers}
    start, today = earlier.as_of.toordinal(), assessment.as_of.toordinal()
    overdue, collected = _collected(known_as_of(assessment.read, earlier.as_of), assessment)
    paid = _first_payments(assessment, start)
    contacts = assessment.read.beside.contacts.by_customer
    found = []
    for action in earlier.actions:
        if action.tier == "low":
            continue
        i, entry = place.get(action.key), after.get(action.key)
        done: dict[int, Evidence] = {}  # day → what shows it, a contact before a payment of the same day
        if i is not None and entry is not None:
            if overdue[i] and not any(money.overdue for money in entry.money):
                done[today] = "paid_up"
            if paid[i]:
                done[paid[i]] = "payment"
            if contact := next((row.date for row in contacts.get(action.key, ()) if start < row.date <= today), None):
                done[contact] = "contact"
        first = min(done, default=None)
        single = entry.money[0] if entry is not None and len(entry.money) == 1 else None
        found.append(
            FollowedUp(
                set_on=earlier.as_of,
                action=action,
                state="done" if first else "overdue" if action.due is not None and action.due < assessment.as_of else "open",
                done_by=done[first] if first else None,
                done_on=dt.date.fromordinal(first) if first else None,
                currency=single.currency if single else None,
                overdue_then=overdue[i] if single and i is not None else None,
                collected=collected[i] if single and i is not None else None,
                tier_after=entry.tier if entry is not None else None,
            )
        )
    return tuple(sorted(found, key=lambda each: (STATES.index(each.state), -(each.overdue_then or 0), each.action.key)))


def counts(followed: tuple[FollowedUp, ...]) -> Mapping[ActionState, int]:
    """How many actions stand in each state."""
    return {state: sum(each.state == state for each in followed) for state in STATES}


def _collected(then: Known, assessment: Assessment) -> tuple[list[int], list[int]]:
    """By customer index: overdue on the earlier day as known then, and what was received since on those very rows."""
    now, of_row = assessment.known, assessment.grouped.of_row
    past = then.assessed & (of_row >= 0) & (then.due_day > 0) & (then.due_day + then.grace_days < then.as_of) & (then.outstanding > 0)
    overdue, collected = (np.zeros(len(assessment.grouped.keys), dtype=np.int64) for _ in range(2))
    np.add.at(overdue, of_row[past], then.outstanding[past])
    np.add.at(collected, of_row[past], then.outstanding[past] - now.outstanding[past])
    return overdue.tolist(), collected.tolist()


def _first_payments(assessment: Assessment, start: int) -> list[int]:
    """The first day after `start` on which each customer index paid something, 0 for one that did not."""
    known, of_row = assessment.known, assessment.grouped.of_row
    chosen = (of_row >= 0) & (known.paid_day > start) & (known.received > 0)
    last = np.iinfo(np.int64).max
    first = np.full(len(assessment.grouped.keys), last, dtype=np.int64)
    np.minimum.at(first, of_row[chosen], known.paid_day[chosen])
    return [0 if day == last else day for day in first.tolist()]
