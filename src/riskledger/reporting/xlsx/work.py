"""The sheets of the work list and of the customers at watch, which have the same columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from riskledger.reporting.report import Absent, WorkItem
from riskledger.reporting.saying import say
from riskledger.reporting.wording import tier_name
from riskledger.reporting.xlsx.links import ledger_link
from riskledger.reporting.xlsx.page import Cell, Page


class _Shown(NamedTuple):
    """A column of the list; `seldom` ones are left out where no customer has a value."""

    key: str
    kind: str
    of: Callable[[WorkItem, Page], Cell]
    shade: str | None = None
    seldom: bool = False


_COLUMNS: Final = (
    _Shown("customer", "link", lambda item, page: ledger_link(page.head.workbook, item.cell, item.customer)),
    _Shown("customer_id", "text", lambda item, page: item.customer_id, seldom=True),
    _Shown("tier", "word", lambda item, page: tier_name(item.tier, page.words), "tier"),
    _Shown("override", "word", lambda item, page: page.words("monthly.overridden") if item.overridden else None, seldom=True),
    _Shown("alert", "word", lambda item, page: page.words(f"monthly.level.{item.alert}") if item.alert else None, "level", seldom=True),
    _Shown("points", "points", lambda item, page: item.points),
    _Shown("credit_score", "points", lambda item, page: item.credit_score),
    _Shown("currency", "word", lambda item, page: item.currency, seldom=True),
    _Shown("outstanding", "money", lambda item, page: item.outstanding),
    _Shown("overdue", "money", lambda item, page: item.overdue),
    _Shown("max_days_overdue", "count", lambda item, page: item.max_days_overdue),
    _Shown("expected_late", "money", lambda item, page: item.expected_late, "bar"),
    _Shown("action", "wrap", lambda item, page: item.action),
    _Shown("owner", "text", lambda item, page: item.owner, seldom=True),
    _Shown("due", "date", lambda item, page: item.due),
    _Shown("last_contact", "date", lambda item, page: item.last_contact, seldom=True),
    _Shown("promise", "wrap", lambda item, page: say(item.promise, page.words) if item.promise else None, seldom=True),
    _Shown("next_review", "date", lambda item, page: item.next_review),
    _Shown("contact", "wrap", lambda item, page: item.contact, seldom=True),
    _Shown("completeness", "share", lambda item, page: item.completeness, seldom=True),
    _Shown("reasons", "wrap", lambda item, page: "\n".join(say(reason, page.words) for reason in item.reasons)),
)


def work_sheet(page: Page, items: Sequence[WorkItem] | Absent) -> None:
    """Customers to see to or to watch, with all that the report has on each; the head of the list and the names stay in sight."""
    if isinstance(items, Absent):
        page.lay_out()
        page.absent(items)
        return
    page.lay_out(repeated=1, kept_columns=1)
    several = len({item.currency for item in items}) > 1  # bars of unlike money would not compare
    page.table(
        [
            page.column(shown.key, shown.kind, None if several and shown.shade == "bar" else shown.shade, seldom=shown.seldom)
            for shown in _COLUMNS
        ],
        [[shown.of(item, page) for shown in _COLUMNS] for item in items],
    )
