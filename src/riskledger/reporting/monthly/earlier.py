"""Last month's actions: which are done, due or overdue, and what came of them."""

from __future__ import annotations

from riskledger.assessment import Assessment
from riskledger.history.follow_up import EarlierActions, SetAction, follow_up
from riskledger.history.standings import Standings
from riskledger.reporting.monthly.amounts import amount, note
from riskledger.reporting.report import Absent, FollowUp


def actions_of(reported: Standings) -> EarlierActions:
    """The actions of a snapshot, which keeps neither owner nor due date."""
    set_then = (SetAction(one.key, one.customer, one.tier, one.action, None, None) for one in reported.customers.values())
    return EarlierActions(reported.as_of, tuple(set_then))


def followed_up(now: Assessment, earlier: EarlierActions | None) -> tuple[FollowUp, ...] | Absent:
    """Every action on record for a customer that was not low, the most pressing first."""
    lines = (
        FollowUp(
            customer=each.action.customer,
            action=each.action.action,
            owner=each.action.owner,
            due=each.action.due,
            state="due" if each.state == "open" else each.state,
            overdue_then=amount(each.overdue_then),
            collected=amount(each.collected),
            tier_before=each.action.tier,
            tier_after=each.tier_after,
        )
        for each in follow_up(earlier, now)
    )
    return tuple(lines) or Absent(note("monthly.no_follow_up"))
