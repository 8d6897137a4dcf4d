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

from riskledger.assessment import Assessment, CustomerAssessment, known_as_of
from riskledger.ledger.known import Known
from riskledger.ledger.sides.promises import payments_on
from riskledger.ledger.tiers import Tier
from riskledger.metrics.facts import invoice_facts, overdue_amount

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
    overdue, collected = collected_since(known_as_of(assessment.read, earlier.as_of), assessment)
    paid = _first_payments(assessment, start)
    contacts = assessment.read.beside.contacts.by_customer
    found = []
    for action in earlier.actions:
        if action.tier == "low":
            continue
        key = assessment.ledger.merged.get(action.key, action.key)  # an alias recorded then is its customer now
        i, entry = place.get(key), after.get(key)
        done: dict[int, Evidence] = {}  # day → what shows it, a contact before a payment of the same day
        if i is not None and entry is not None:
            if overdue[i] > 0 and not any(money.overdue for money in entry.money):
                done[today] = "paid_up"
            if paid[i]:
                done[paid[i]] = "payment"
            contact = next((row.date for row in contacts.get(key, ()) if start < row.date <= today), _noted(entry, start))
            if contact:
                done[contact] = "contact"
        first = min(done, default=None)
        traded = (entry.original or entry.money) if entry is not None else ()
        single = traded[0] if len(traded) == 1 else None
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
                tier_after=entry.rating.tier if entry is not None else None,
            )
        )
    return tuple(sorted(found, key=lambda each: (STATES.index(each.state), -(each.overdue_then or 0), each.action.key)))


def _noted(entry: CustomerAssessment, start: int) -> int | None:
    """The last contact on record, in her notes in the ledger as well, if it was after `start`."""
    last = entry.completeness.last_contact
    return last if last is not None and last > start else None


def counts(followed: tuple[FollowedUp, ...]) -> Mapping[ActionState, int]:
    """How many actions stand in each state."""
    return {state: sum(each.state == state for each in followed) for state in STATES}


def collected_since(then: Known, assessment: Assessment) -> tuple[list[int], list[int]]:
    """By customer index: overdue on the earlier day as known then, and what was received of it since; both on the very rows.

    Credit notes past their date count against both, so that the first sums to the overdue balance of that day.
    """
    of_row, size = assessment.grouped.of_row, len(assessment.grouped.keys)
    unasked = np.zeros(len(of_row), dtype=np.int64)
    facts = invoice_facts(then, of_row, size, unasked, unasked > 0, unasked)
    late = overdue_amount(facts)
    left = np.clip(assessment.known.outstanding[then.assessed], np.minimum(late, 0), np.maximum(late, 0))
    overdue, collected = (np.zeros(size, dtype=np.int64) for _ in range(2))
    np.add.at(overdue, facts.customer, late)
    np.add.at(collected, facts.customer, late - left)
    return overdue.tolist(), collected.tolist()


def _first_payments(assessment: Assessment, start: int) -> list[int]:
    """The first day after `start` on which each customer index paid something, 0 for one that did not."""
    paid = payments_on(assessment.known, assessment.grouped.of_row, assessment.ledger.receipts)
    chosen = (paid.day > start) & (paid.amount > 0)
    last = np.iinfo(np.int64).max
    first = np.full(len(assessment.grouped.keys), last, dtype=np.int64)
    np.minimum.at(first, paid.customer[chosen], paid.day[chosen])
    return [0 if day == last else day for day in first.tolist()]
