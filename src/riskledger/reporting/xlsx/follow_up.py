"""The sheet of early warnings, of last month's actions, and of how well the month's work went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from riskledger.reporting.report import Absent, Alert, Effect, FollowUp, Report
from riskledger.reporting.saying import say
from riskledger.reporting.wording import tier_name
from riskledger.reporting.xlsx.links import ledger_link
from riskledger.reporting.xlsx.page import Figure, Page

_ACROSS: Final = 9


def follow_up_sheet(page: Page, report: Report) -> None:
    """Fill the sheet."""
    page.lay_out()
    page.heading(page.words("monthly.title.alerts"), _ACROSS)
    if isinstance(report.alerts, Absent):
        page.absent(report.alerts)
    else:
        _alerts(page, report.alerts)
    page.heading(page.words("monthly.title.follow_up"), _ACROSS)
    if isinstance(report.follow_up, Absent):
        page.absent(report.follow_up)
    else:
        _actions_then(page, report.follow_up)
    page.heading(page.words("monthly.title.effect"), _ACROSS)
    if isinstance(report.effect, Absent):
        page.absent(report.effect)
    else:
        _effect(page, report.effect)


def _alerts(page: Page, alerts: Sequence[Alert]) -> None:
    words = page.words
    page.table(
        [
            page.column("customer"),
            page.column("level", "word", "level"),
            page.column("evidence", "wrap"),
            page.column("cells", "link_wrap"),
        ],
        [
            (
                alert.customer,
                words(f"monthly.level.{alert.level}"),
                say(alert.evidence, words),
                # A cell holds one link: to the first of them.
                ledger_link(page.head.workbook, alert.cells[0], words("list.separator").join(alert.cells)) if alert.cells else None,
            )
            for alert in alerts
        ],
    )


def _actions_then(page: Page, lines: Sequence[FollowUp]) -> None:
    words = page.words
    page.table(
        [
            page.column("customer"),
            page.column("state", "word", "state"),
            page.column("action", "wrap"),
            page.column("owner"),
            page.column("due", "date"),
            page.column("overdue_then", "money"),
            page.column("collected", "money"),
            page.column("before", "word", "tier"),
            page.column("after", "word", "tier"),
        ],
        [
            (
                line.customer,
                words(f"monthly.state.{line.state}"),
                line.action,
                line.owner,
                line.due,
                line.overdue_then,
                line.collected,
                tier_name(line.tier_before, words) if line.tier_before else None,
                tier_name(line.tier_after, words) if line.tier_after else None,
            )
            for line in lines
        ],
    )


def _effect(page: Page, effect: Effect) -> None:
    words = page.words
    for sentence in effect.sentences:
        page.line(say(sentence, words), "text_line")
    if effect.overdue_then is None:
        page.line(words("monthly.effect.no_sum", why=words("why.mixed_currencies")), "absent")
    page.row += 1
    page.table(
        [page.column("figure"), page.column("value", "count")],
        [
            (words("monthly.column.overdue_then"), Figure(effect.overdue_then, "money")),
            (words("monthly.column.collected"), Figure(effect.collected, "money")),
            (words("monthly.xlsx.collected_share"), Figure(effect.collected_share, "share")),
            (words("monthly.xlsx.promises_kept"), effect.promises_kept),
            (words("monthly.xlsx.promises_broken"), effect.promises_broken),
            (words("monthly.xlsx.promises_open"), effect.promises_open),
            (words("monthly.xlsx.capture"), Figure(effect.capture_top20, "share")),
        ],
    )
    if effect.actions:
        page.line(words("monthly.effect.actions"), "caption")
        page.table(
            [
                page.column("action", "wrap"),
                page.column("customers", "count"),
                page.column("overdue_then", "money"),
                page.column("collected", "money"),
                page.column("better", "count"),
                page.column("worse", "count"),
            ],
            [(line.action, line.customers, line.overdue_then, line.collected, line.better, line.worse) for line in effect.actions],
        )
    if effect.predictions:
        page.line(words("monthly.effect.predictions"), "caption")
        page.table(
            [
                page.column("tier", "word", "tier"),
                page.column("customers", "count"),
                page.column("decided", "money"),
                page.column("late", "money"),
                page.column("late_share", "share", "bar"),
            ],
            [(tier_name(line.tier, words), line.customers, line.decided, line.late, line.late_share) for line in effect.predictions],
        )
