"""What would change a customer's tier: its points recomputed as if open items were paid on the as-of date, or complaints had not come."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from riskledger.ledger.instalments import OpenInstalments
from riskledger.metrics.facts import InvoiceFacts
from riskledger.rating.points import NO_COMPLAINT_COUNTS, payment_points
from riskledger.rating.policy_model import Policy, Tier
from riskledger.rating.tiers import NO_INDICATORS, NOTHING_KNOWN, CustomerFacts, Indicators, cut_below, judge

ChangeCode = Literal["pay_invoice", "pay_overdue", "no_complaints"]
_LARGEST = 3  # single invoices tried; an analyst can press for a few, not for all


@dataclass(frozen=True)
class Change:
    """One change that would lower the points: what, which row (pay_invoice only), and where it leads."""

    code: ChangeCode
    row: int | None
    points: float  # R after it, not rounded
    tier: Tier  # computed tier after it, whatever the override
    next_cut: float | None  # the cut to get below for a safer tier still


def settled(facts: InvoiceFacts, rows: Sequence[int]) -> InvoiceFacts:
    """The same ledger with open items (row indices) paid in full on the as-of date."""
    chosen = np.zeros(facts.customer.size, dtype=np.bool_)
    chosen[list(rows)] = True
    due_known = chosen & (facts.days_overdue >= 0) & (facts.amount > 0)
    days = np.maximum(facts.days_overdue, 0)
    return dataclasses.replace(
        facts,
        outstanding=np.where(chosen, 0, facts.outstanding),
        is_open=facts.is_open & ~chosen,
        instalments=OpenInstalments(*(values[~chosen[facts.instalments.row]] for values in facts.instalments)),
        decided=facts.decided | due_known,
        late=np.where(due_known, days > 0, facts.late),
        days_late=np.where(due_known, days, facts.days_late),
        settled_day=np.where(due_known, facts.as_of, facts.settled_day),
    )


def what_would_change(
    facts: InvoiceFacts, policy: Policy, customer: int, indicators: Indicators = NO_INDICATORS, beyond: CustomerFacts = NOTHING_KNOWN
) -> tuple[Change, ...]:
    """The changes that would lower one customer's points (an index), as `explain` tells them.

    Tried are: each of its largest open items paid on the as-of date, overdue ones first; all its overdue items paid; no complaints.
    """
    own = (facts.customer == customer) & facts.is_open & (facts.outstanding > 0) & (facts.amount > 0)
    overdue = facts.days_overdue > 0
    rows = np.flatnonzero(own)
    largest = rows[np.lexsort((-facts.outstanding[rows], ~overdue[rows]))][:_LARGEST].tolist()
    all_overdue = np.flatnonzero(own & overdue).tolist()

    now = _after("no_complaints", None, facts, policy, customer, indicators, beyond)
    changes = [_after("pay_invoice", row, settled(facts, [row]), policy, customer, indicators, beyond) for row in largest]
    if len(all_overdue) > 1:
        changes.append(_after("pay_overdue", None, settled(facts, all_overdue), policy, customer, indicators, beyond))
    without = dataclasses.replace(beyond, complaints=0)
    changes.append(_after("no_complaints", None, facts, policy, customer, indicators, without))
    return tuple(change for change in changes if change.points < now.points or change.tier != now.tier)


def _after(
    code: ChangeCode, row: int | None, facts: InvoiceFacts, policy: Policy, customer: int, indicators: Indicators, beyond: CustomerFacts
) -> Change:
    if beyond.limit is not None:
        used = max(0, int(facts.outstanding[facts.customer == customer].sum()) + beyond.open_orders)
        beyond = dataclasses.replace(beyond, limit_exceeded=used > beyond.limit)
    counts = NO_COMPLAINT_COUNTS if beyond.complaints is None else {customer: beyond.complaints}
    judgement = judge(payment_points(facts, policy, counts), customer, policy, indicators, beyond)
    return Change(code, row, judgement.points, judgement.tier, cut_below(judgement.points, policy.cuts))
