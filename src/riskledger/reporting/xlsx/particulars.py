"""The sheets of limits and holds, and of the data that the figures rest on."""

from __future__ import annotations

from typing import Final

from riskledger.i18n import percent
from riskledger.i18n.rule_texts import RULES
from riskledger.reporting.report import Absent, Report
from riskledger.reporting.saying import say
from riskledger.reporting.wording import severity_name
from riskledger.reporting.xlsx.links import ledger_link
from riskledger.reporting.xlsx.page import Page

_ACROSS: Final = 8


def limits_sheet(page: Page, report: Report) -> None:
    """Customers over or near their limit, with cover that ends, with a proposal or on hold."""
    words = page.words
    page.lay_out()
    if isinstance(report.limits, Absent):
        page.absent(report.limits)
        return
    page.table(
        [
            page.column("customer"),
            page.column("limit_state", "wrap"),
            page.column("limit", "money"),
            page.column("exposure", "money"),
            page.column("used", "share", "bar"),
            page.column("expires", "date"),
            page.column("proposal", "money"),
            page.column("why", "wrap", seldom=True),
        ],
        [
            (
                line.customer,
                words("list.separator").join(words(f"monthly.limit.{state}") for state in line.states),
                line.limit,
                line.exposure,
                line.used,
                line.expires,
                line.proposal,
                "\n".join(say(note, words) for note in line.why) or None,
            )
            for line in report.limits
        ],
    )


def quality_sheet(page: Page, report: Report) -> None:
    """Findings of the checks, and the customers whose data lacks most."""
    words, quality = page.words, report.quality
    page.lay_out()
    page.heading(words("monthly.quality.findings"), _ACROSS)
    if quality.findings:
        page.table(
            [
                page.column("finding", "wrap"),
                page.column("rule"),
                page.column("severity", "word", "severity"),
                page.column("count", "count"),
                page.column("first", "link"),
            ],
            [
                (
                    RULES[line.rule][words.language].title,
                    line.rule,
                    severity_name(line.severity, words),
                    line.count,
                    ledger_link(page.head.workbook, line.first) if line.first else None,
                )
                for line in quality.findings
            ],
        )
    else:
        page.line(words("report.no_findings"), "absent")
        page.row += 1
    if quality.suppressed:
        page.line(words("monthly.quality.suppressed", count=quality.suppressed), "text_line")
        page.row += 1
    if quality.completeness is not None:
        page.heading(words("monthly.quality.incomplete"), _ACROSS)
        page.line(words("monthly.quality.completeness", share=percent(quality.completeness)), "text_line")
    if quality.incomplete:
        page.table(
            [page.column("customer"), page.column("completeness", "share"), page.column("missing", "wrap")],
            [
                (customer, complete, words("report.and").join(words(f"completeness.{name}") for name in missing))
                for customer, complete, missing in quality.incomplete
            ],
        )
