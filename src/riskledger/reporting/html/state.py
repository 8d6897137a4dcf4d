"""The state of the book in tables and charts: ageing, trend, concentration, tiers, and what the figures rest on."""

from __future__ import annotations

from collections.abc import Sequence

from riskledger.i18n import Words
from riskledger.i18n.rule_texts import RULES
from riskledger.reporting.html import charts
from riskledger.reporting.html.markup import Inside, Node, el, table
from riskledger.reporting.html.phrases import columns, listing, money, name, share, tier_mark
from riskledger.reporting.report import AgeingLine, Concentration, MonthEnd, Quality, TierLine
from riskledger.reporting.saying import quantity


def ageing_section(lines: Sequence[AgeingLine], words: Words) -> list[Inside]:
    """The buckets now and last month, drawn and in figures; each currency by itself."""
    held: list[Inside] = []
    figures = ("amount", "share", "previous", "change")
    for place, currency in enumerate(dict.fromkeys(line.currency for line in lines)):
        own = [line for line in lines if line.currency == currency]
        caption = words("monthly.html.ageing", currency=currency or words("monthly.no_currency"))
        rows = [
            (
                words(f"bucket.{line.bucket}") if words.has(f"bucket.{line.bucket}") else line.bucket,
                money(line.amount),
                share(line.share),
                money(line.previous),
                quantity(line.change, "money", words) if line.change is not None else None,
            )
            for line in own
        ]
        held.append(
            el(
                "div",
                charts.ageing_chart(own, words, name=f"ageing{place}"),
                table(caption, columns(words, ("bucket", *figures), figures), rows),
                class_="pair lean",
            )
        )
    return held


def trend_section(ends: Sequence[MonthEnd], words: Words) -> list[Inside]:
    """Twelve month-ends, drawn and in figures."""
    figures = ("outstanding", "overdue", "overdue_share", "dso", "cei", "delay_rate", "customers")
    rows = [
        (
            end.date.isoformat(),
            money(end.outstanding),
            money(end.overdue),
            share(end.overdue_share),
            None if end.dso is None else f"{end.dso:.1f}",
            share(end.cei),
            share(end.delay_rate),
            f"{end.customers:,}",
        )
        for end in ends
    ]
    return [
        el(
            "div",
            charts.trend_chart(ends, words),
            table(words("monthly.title.trend"), columns(words, ("date", *figures), figures), rows, class_="sortable", titled=True),
            class_="pair lean",
        )
    ]


def concentration_section(curves: Sequence[Concentration], words: Words) -> list[Inside]:
    """Who holds the most of the receivables and of the revenue."""
    figures = ("amount", "share", "cumulative")
    held: list[Inside] = []
    for curve in curves:
        drawn_on_paper = curve is curves[0]  # of the others paper has the sentence
        rows = [
            (
                name(line.customer) if line.customer is not None else words("monthly.others"),
                money(line.amount),
                share(line.share),
                share(line.cumulative),
            )
            for line in curve.lines
        ]
        said = words("monthly.html.concentration", top1=share(curve.top1_share), top5=share(curve.top5_share), hhi=f"{curve.hhi:,.0f}")
        held += [
            el("h3", words(f"monthly.title.{curve.of}")),
            el("p", said),
            el(
                "div",
                charts.pareto_chart(curve, words),
                table(words(f"monthly.title.{curve.of}"), columns(words, ("customer", *figures), figures), rows, titled=True),
                class_="pair lean" if drawn_on_paper else "pair lean screen",
            ),
        ]
    return held


def tiers_section(lines: Sequence[TierLine], words: Words) -> list[Inside]:
    """Customers and money of each tier, now and last month."""
    figures = ("customers", "previous_customers", "exposure", "previous_exposure", "expected_late")
    rows = [
        (
            tier_mark(line.tier, words),
            f"{line.customers:,}",
            None if line.previous_customers is None else f"{line.previous_customers:,}",
            money(line.exposure),
            money(line.previous_exposure),
            money(line.expected_late),
        )
        for line in lines
    ]
    return [
        el(
            "div",
            charts.tiers_chart(lines, words),
            table(words("monthly.title.tiers"), columns(words, ("tier", *figures), figures), rows, titled=True),
            class_="pair lean",
        )
    ]


def quality_section(quality: Quality, words: Words) -> list[Inside]:
    """What the figures have to rest on."""
    held: list[Inside] = []
    tables: list[Node] = []
    if quality.completeness is not None:
        held.append(el("p", words("monthly.quality.completeness", share=share(quality.completeness))))
    if quality.suppressed:
        held.append(el("p", words("monthly.quality.suppressed", count=f"{quality.suppressed:,}"), class_="small"))
    if quality.findings:
        rows: list[Sequence[Inside]] = [
            (line.rule, words(f"severity.{line.severity}"), RULES[line.rule][words.language].title, f"{line.count:,}", line.first)
            for line in quality.findings
        ]
        shown = columns(words, ("rule", "severity", "finding", "count", "first"), ("count",))
        tables.append(el("div", *listing(words("monthly.quality.findings"), shown, rows, words)))
    else:
        held.append(el("p", words("monthly.html.no_findings"), class_="absent"))
    if quality.incomplete:
        rows = [
            (name(customer), share(part), words("report.and").join(words(f"completeness.{key}") for key in missing))
            for customer, part, missing in quality.incomplete
        ]
        shown = columns(words, ("customer", "completeness", "missing"), ("completeness",))
        tables.append(el("div", *listing(words("monthly.quality.incomplete"), shown, rows, words)))
    if tables:
        held.append(el("div", *tables, class_="beside"))
    return held
