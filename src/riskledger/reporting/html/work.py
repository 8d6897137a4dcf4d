"""Whom to see to and whom to watch: in short for everybody, with every column behind a fold."""

from __future__ import annotations

from collections.abc import Sequence

from riskledger.i18n import Words
from riskledger.reporting.html.markup import MOST, Inside, Node, el, table
from riskledger.reporting.html.phrases import columns, day, joined, level_mark, money, name, share, tier_mark
from riskledger.reporting.report import WorkItem
from riskledger.reporting.saying import say

_WORK, _WATCH = 8, 4  # customers before the fold
_LEADING = 2  # reasons of a customer on paper


def work_section(items: Sequence[WorkItem], words: Words) -> list[Inside]:
    """Whom to see to, by expected late amount."""
    return _items(items, words, words("monthly.title.work"), _WORK)


def watch_section(items: Sequence[WorkItem], words: Words) -> list[Inside]:
    """Whom to keep an eye on."""
    return _items(items, words, words("monthly.title.watch"), _WATCH)


def _items(items: Sequence[WorkItem], words: Words, caption: str, first: int) -> list[Inside]:
    """The first customers in short before the fold, all of them with every column behind it."""
    figures = ("expected_late", "outstanding", "overdue", "max_days_overdue", "credit_score", "points", "completeness")
    short = ("customer", "tier", "expected_late", "overdue", "why", "action")
    several = len({item.currency for item in items}) > 1
    brief = table(
        words("monthly.html.first", caption=caption, count=min(first, len(items))),
        columns(words, short, figures),
        [
            (
                name(item.customer),
                tier_mark(item.tier, words, changed=item.overridden),
                _with_currency(money(item.expected_late), item, several),
                _overdue(item, words, several),
                _reasons(item, words),
                _what_to_do(item, words),
            )
            for item in items[:first]
        ],
        titled=len(items) <= first,
    )
    whole = _every_column(items, words, caption, figures)
    left = len(items) - first
    return [brief, el("p", words("monthly.html.more", count=f"{left:,}"), class_="paper small") if left > 0 else None, whole]


def _reasons(item: WorkItem, words: Words) -> Node:
    """The reasons, of which paper has the leading ones."""
    lead, rest = item.reasons[:_LEADING], item.reasons[_LEADING:]
    more = el("span", words("list.separator"), joined(rest, words), class_="screen") if rest else None
    return el("span", joined(lead, words), more, class_="small")


def _with_currency(amount: str | None, item: WorkItem, several: bool) -> str | None:
    return f"{item.currency} {amount}" if several and item.currency else amount


def _overdue(item: WorkItem, words: Words, several: bool) -> Node:
    """What is overdue, and beneath it for how long."""
    days = words("monthly.unit.days", value=f"{item.max_days_overdue:,}") if item.max_days_overdue > 0 else None
    return el("div", _with_currency(money(item.overdue), item, several), el("span", days, class_="small line") if days else None)


def _what_to_do(item: WorkItem, words: Words) -> Node:
    """The action, who does it by when, and what the customer promised."""
    who = words("monthly.html.by_whom", owner=item.owner or words("monthly.html.nobody"), due=item.due.isoformat())
    return el(
        "div",
        item.action,
        el("span", who, class_="small line"),
        el("span", say(item.promise, words), class_="small line") if item.promise else None,
    )


def _every_column(items: Sequence[WorkItem], words: Words, caption: str, figures: Sequence[str]) -> Node:
    keys = (
        *("customer", "customer_id", "tier", "currency", "outstanding", "overdue", "max_days_overdue", "expected_late", "credit_score"),
        *("points", "action", "owner", "contact", "due", "last_contact", "promise", "next_review", "alert", "completeness", "why", "cell"),
    )
    rows = [
        (
            name(item.customer),
            item.customer_id,
            tier_mark(item.tier, words, changed=item.overridden),
            item.currency,
            money(item.outstanding),
            money(item.overdue),
            f"{item.max_days_overdue:,}",
            money(item.expected_late),
            f"{item.credit_score:.1f}",
            f"{item.points:.1f}",
            item.action,
            item.owner,
            item.contact,
            day(item.due),
            day(item.last_contact),
            say(item.promise, words) if item.promise else None,
            day(item.next_review),
            level_mark(item.alert, words),
            share(item.completeness),
            joined(item.reasons, words),
            item.cell,
        )
        for item in items[:MOST]
    ]
    return el(
        "details",
        el("summary", words("monthly.html.all_columns", count=f"{len(items):,}")),
        table(caption, columns(words, keys, figures), rows, class_="sortable wide"),
        el("p", words("monthly.html.more", count=f"{len(items) - MOST:,}"), class_="small") if len(items) > MOST else None,
    )
