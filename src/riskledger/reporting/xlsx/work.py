"""The sheet of the work list, and the table of customers that the list and the customers at watch share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from riskledger.reporting.report import Absent, Report, WorkItem
from riskledger.reporting.saying import say
from riskledger.reporting.wording import tier_name
from riskledger.reporting.xlsx.links import ledger_link
from riskledger.reporting.xlsx.page import Cell, Column, Extent, Page

_BARE: Final = 1  # rows above the head of the list


class _Shown(NamedTuple):
    """A column of the list; `seldom` ones are left out where no customer has a value."""

    key: str
    kind: str
    of: Callable[[WorkItem, Page], Cell]
    shade: str | None = None
    seldom: bool = False


_COLUMNS: Final = (
    _Shown("customer", "text", lambda item, page: item.customer),
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
    _Shown("cell", "link", lambda item, page: ledger_link(page.head.workbook, item.cell)),
)


def work_sheet(page: Page, report: Report) -> None:
    """Whom to see to, by money at risk; the head of the list and the names stay in sight."""
    page.landscape()
    page.line(page.words("monthly.title.work"), "title")
    page.sheet.set_row(0, 28)
    if isinstance(report.work, Absent):
        page.absent(report.work)
        return
    customers(page, report.work)
    page.sheet.freeze_panes(_BARE + 1, 1)
    page.sheet.repeat_rows(0, _BARE)


def customers(page: Page, items: Sequence[WorkItem]) -> Extent:
    """A table of customers with everything the report has on each."""
    filled = [(shown, [shown.of(item, page) for item in items]) for shown in _COLUMNS]
    filled = [(shown, values) for shown, values in filled if not shown.seldom or any(value is not None for value in values)]
    columns = [Column(page.words(f"monthly.column.{shown.key}"), shown.kind, shown.shade) for shown, _ in filled]
    return page.table(columns, list(zip(*(values for _, values in filled), strict=True)))
