"""Earlier actions on the terminal and in JSON: how many were done, which were not, and what was collected since."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from riskledger.assessment import units
from riskledger.history.follow_up import FollowedUp, counts
from riskledger.i18n import Words, money
from riskledger.reporting.layout import hanging
from riskledger.reporting.wording import tier_name

SHOWN = 8
_STYLE = {"overdue": "red", "open": "yellow"}


def earlier_report(followed: tuple[FollowedUp, ...], words: Words) -> RenderableType | None:
    """The counts, and those not done, overdue ones first; None where nothing is followed up."""
    if not followed:
        return None
    stand = counts(followed)
    undone = [each for each in followed if each.state != "done"]
    lines: list[RenderableType] = [
        Text(words("earlier.title", date=followed[0].set_on.isoformat(), count=len(followed), done=stand["done"]), style="bold")
    ]
    for each in undone[:SHOWN]:
        line = Text(words(f"earlier.{each.state}") + "  ", style=_STYLE[each.state])
        line.append(each.action.customer + "  ", style="bold default")
        lines.append(hanging("→", line.append(_said(each, words), style="default")))
    if (rest := len(undone) - SHOWN) > 0:
        lines.append(Text(words("earlier.further", count=rest), style="dim"))
    return Group(*lines)


def _said(each: FollowedUp, words: Words) -> str:
    """What was to be done, by whom and when, and what came of it."""
    parts = [each.action.action]
    if each.action.owner:
        parts.append(each.action.owner)
    if each.action.due:
        parts.append(words("earlier.due", date=each.action.due.isoformat()))
    if each.overdue_then and each.collected is not None:
        parts.append(words("earlier.collected", overdue=money(each.overdue_then), collected=money(each.collected)))
    if each.tier_after is None:
        parts.append(words("earlier.gone"))
    elif each.action.tier and each.action.tier != each.tier_after:
        parts.append(words("earlier.tier", before=tier_name(each.action.tier, words), after=tier_name(each.tier_after, words)))
    return words("list.separator").join(parts)


def earlier_entries(followed: tuple[FollowedUp, ...]) -> list[dict[str, Any]]:
    """The earlier actions for JSON: money as decimal text, dates ISO; `done_by` is contact, payment or paid_up."""
    return [
        {
            "customer": each.action.customer,
            "set_on": each.set_on.isoformat(),
            "action": each.action.action,
            "owner": each.action.owner,
            "due": _iso(each.action.due),
            "state": each.state,
            "done_by": each.done_by,
            "done_on": _iso(each.done_on),
            "currency": each.currency,
            "overdue_then": _amount(each.overdue_then),
            "collected": _amount(each.collected),
            "tier_before": each.action.tier,
            "tier_after": each.tier_after,
        }
        for each in followed
    ]


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _amount(minor: int | None) -> str | None:
    return None if minor is None else str(units(minor))
