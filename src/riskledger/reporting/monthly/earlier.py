"""Last month's actions: which are done, due or overdue, and what came of them."""

from __future__ import annotations

from riskledger.assessment import Assessment
from riskledger.history.follow_up import EarlierActions, SetAction, follow_up
from riskledger.history.former import FormerMonth
from riskledger.history.standings import Standings
from riskledger.reporting.monthly.amounts import amount, note
from riskledger.reporting.report import Absent, FollowUp


def actions_before(now: Assessment, recorded: EarlierActions | None, former: FormerMonth | None) -> EarlierActions | None:
    """The actions on record that were set before T: on the assessment sheet, else in last month's snapshot.

    A snapshot keeps neither owner nor due date: they are those of the policy where it sets that very action for that day.
    """
    if recorded is not None and recorded.as_of < now.as_of:
        return recorded
    if former is None or former.reported is None:
        return None
    rated = {entry.key: entry for entry in former.as_known.customers}
    found = []
    for key, one in former.reported.customers.items():
        entry = rated.get(key)
        if entry is not None and one.action in (entry.rating.action.zh, entry.rating.action.en):
            owner, due = entry.action_owner(now.language), entry.rating.action_due
            found.append(SetAction(key, one.customer, one.tier, one.action, owner, due))
        else:
            found.append(SetAction(key, one.customer, one.tier, one.action, None, None))
    return EarlierActions(former.reported.as_of, tuple(found))


def what_was_to_be_done(then: Standings, recorded: EarlierActions | None) -> dict[str, str]:
    """Customer key → action of last month: the recorded one where there is a record, else the policy's for how it stood then."""
    return {key: one.action for key, one in then.customers.items()} | (
        {each.key: each.action for each in recorded.actions} if recorded else {}
    )


def written_by_us(recorded: EarlierActions | None) -> dict[str, frozenset[str]]:
    """Customer key → the action text that an earlier run wrote for it."""
    return {each.key: frozenset([each.action]) for each in recorded.actions} if recorded else {}


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
