"""Every section of the monthly report as tables of texts, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from riskledger.i18n import Words
from riskledger.i18n.rule_texts import RULES
from riskledger.reporting.report import (
    AgeingLine,
    Alert,
    Concentration,
    FollowUp,
    Headline,
    LimitLine,
    MonthEnd,
    Quality,
    Quantity,
    Report,
    Target,
    Unit,
    WorkItem,
)
from riskledger.reporting.report_moves import changes_section, effect_section, moves_section
from riskledger.reporting.report_tables import (
    NONE,
    Row,
    Section,
    TextTable,
    amount,
    columns,
    day,
    either,
    number,
    one_line,
    section,
    sentences,
    share,
    tier,
)
from riskledger.reporting.saying import quantity, say
from riskledger.reporting.wording import severity_name, source_name

_FIRST: Final = 5  # customers on the first page


def title(report: Report, words: Words) -> str:
    """What this is, and of which month."""
    return words("monthly.title.report", month=report.head.month)


def head_lines(report: Report, words: Words) -> list[str]:
    """Book, policy, and what the figures rest on."""
    head = report.head
    name = head.policy_name.zh if words.language == "zh" else head.policy_name.en
    lines = [
        words("monthly.head.book", workbook=head.workbook, sheet=head.sheet, customers=head.customers, currency=head.currency or NONE),
        words("report.policy", name=name, source=source_name(head.policy_source, words), digest=head.policy_digest),
        *(say(each, words) for each in head.basis),
    ]
    if head.rows_skipped:
        lines.append(words("monthly.head.skipped", skipped=head.rows_skipped))
    if head.masked:
        lines.append(words("monthly.head.masked"))
    return [one_line(line) for line in lines]


def first_page(report: Report, words: Words) -> Iterator[Section]:
    """The state of the book, what changed and why, what to do now, and the early warnings."""
    yield headlines(report, words)
    yield either(report.moves, "changes", words, lambda moves: changes_section(moves, words))
    yield either(report.work, "do_now", words, lambda items: section("do_now", words, [_work(items[:_FIRST], words, brief=True)]))
    yield either(report.alerts, "alerts", words, lambda alerts: _alerts(alerts, words))


def behind(report: Report, words: Words) -> Iterator[Section]:
    """The tables behind the first page."""
    yield either(report.ageing, "ageing", words, lambda lines: _ageing(lines, words))
    yield either(report.trend, "trend", words, lambda lines: _trend(lines, words))
    yield either(report.concentration, "concentration", words, lambda curves: _concentration(curves, words))
    yield _tiers(report, words)
    yield either(report.moves, "moves", words, lambda moves: moves_section(moves, words))
    yield either(report.work, "work", words, lambda items: section("work", words, [_work(items, words)]))
    yield either(report.follow_up, "follow_up", words, lambda lines: _follow_up(lines, words))
    yield either(report.effect, "effect", words, lambda effect: effect_section(effect, words))
    yield either(report.limits, "limits", words, lambda lines: _limits(lines, words))
    yield either(report.watch, "watch", words, lambda items: section("watch", words, [_work(items, words)]))
    yield _quality(report.quality, words)


def headlines(report: Report, words: Words) -> Section:
    """The main figures with their change, verdict and target; the totals of each currency where there are several."""
    made = TextTable(
        columns(
            words,
            "figure",
            ("value", "right"),
            ("previous", "right"),
            ("change", "right"),
            "verdict",
            ("target", "detail"),
            ("sentence", "reason"),
        ),
        tuple(_headline(line, words) for line in report.headlines if line.value is not None),
    )
    each = TextTable(
        columns(
            words,
            "currency",
            ("outstanding", "right"),
            ("previous_outstanding", "right"),
            ("overdue", "right"),
            ("previous_overdue", "right"),
        ),
        tuple(
            Row(
                (
                    line.currency or words("monthly.no_currency"),
                    amount(line.outstanding),
                    amount(line.previous_outstanding),
                    amount(line.overdue),
                    amount(line.previous_overdue),
                )
            )
            for line in report.by_currency
        ),
    )
    return section("headlines", words, [made, each], [say(line.sentence, words) for line in report.headlines if line.value is None])


def _headline(line: Headline, words: Words) -> Row:
    return Row(
        (
            words(f"monthly.figure.{line.key}"),
            quantity(line.value, line.unit, words),
            _bare(line.previous, line.unit),
            _change(line, words),
            words(f"monthly.verdict.{line.verdict}") if line.verdict else "",
            _target(line.target, line, words) if line.target else "",
            say(line.sentence, words),
        ),
        tone=line.verdict,
    )


def _bare(value: Quantity, unit: Unit) -> str:
    """A figure whose unit stands beside it already."""
    if value is None:
        return NONE
    match unit:
        case "share":
            return share(float(value))
        case "count" | "points":
            return number(float(value), 0)
        case "days":
            return number(float(value), 1)
        case "money" | "times":
            return f"{value:,.2f}"


def _change(line: Headline, words: Words) -> str:
    """The change with its direction: ▲ 6.9 pp."""
    if line.change is None:
        return NONE
    size = line.change if line.change >= 0 else -line.change
    said = words("monthly.unit.points", value=number(100 * float(size))) if line.unit == "share" else _bare(size, line.unit)
    return f"{'▲ ' if line.change > 0 else '▼ ' if line.change < 0 else ''}{said}"


def _target(target: Target, line: Headline, words: Words) -> str:
    wanted = quantity(target.value, line.unit, words)
    by = words("monthly.target.by", date=target.by.isoformat()) if target.by else ""
    state = "unknown" if target.met is None else "met" if target.met else "missed"
    return words("monthly.target.said", value=wanted, by=by, state=words(f"monthly.target.{state}"))


def _ageing(lines: Sequence[AgeingLine], words: Words) -> Section:
    currencies = list(dict.fromkeys(line.currency for line in lines))
    return section(
        "ageing",
        words,
        (
            TextTable(
                columns(words, "bucket", ("amount", "right"), ("share", "right"), ("previous", "right"), ("change", "right")),
                tuple(
                    Row(
                        (
                            words(f"bucket.{line.bucket}"),
                            amount(line.amount),
                            share(line.share),
                            amount(line.previous),
                            amount(line.change),
                        ),
                        tone="better" if line.bucket in ("not_due", "due_today") else None if line.bucket == "no_due_date" else "worse",
                        share=line.share,
                    )
                    for line in lines
                    if line.currency == currency
                ),
                (currency or words("monthly.no_currency")) if len(currencies) > 1 else None,
            )
            for currency in currencies
        ),
    )


def _trend(lines: Sequence[MonthEnd], words: Words) -> Section:
    made = TextTable(
        columns(
            words,
            "date",
            ("outstanding", "right"),
            ("overdue", "right"),
            ("overdue_share", "right"),
            ("dso", "right"),
            ("delay_rate", "right"),
            ("cei", "spare"),
            ("customers", "spare"),
        ),
        tuple(
            Row(
                (
                    day(line.date),
                    amount(line.outstanding),
                    amount(line.overdue),
                    share(line.overdue_share),
                    number(line.dso),
                    share(line.delay_rate),
                    share(line.cei),
                    f"{line.customers:,}",
                ),
                tone="worse",
                share=line.overdue_share,
            )
            for line in lines
        ),
    )
    return section("trend", words, [made])


def _concentration(curves: Sequence[Concentration], words: Words) -> Section:
    return section(
        "concentration",
        words,
        (
            TextTable(
                columns(words, "customer", ("amount", "right"), ("share", "right"), ("cumulative", "right")),
                tuple(
                    Row(
                        (line.customer or words("monthly.others"), amount(line.amount), share(line.share), share(line.cumulative)),
                        share=line.share,
                    )
                    for line in curve.lines
                ),
                words(
                    f"monthly.concentration.{curve.of}",
                    top1=share(curve.top1_share),
                    top5=share(curve.top5_share),
                    hhi=number(curve.hhi, 0),
                ),
            )
            for curve in curves
        ),
    )


def _tiers(report: Report, words: Words) -> Section:
    made = TextTable(
        columns(
            words,
            "tier",
            ("customers", "right"),
            ("previous_customers", "right"),
            ("exposure", "right"),
            ("previous_exposure", "right"),
            ("expected_late", "right"),
        ),
        tuple(
            Row(
                (
                    tier(line.tier, words),
                    f"{line.customers:,}",
                    NONE if line.previous_customers is None else f"{line.previous_customers:,}",
                    amount(line.exposure),
                    amount(line.previous_exposure),
                    amount(line.expected_late),
                ),
                tone=line.tier,
            )
            for line in report.tiers
        ),
    )
    return section("tiers", words, [made])


def _work(items: Sequence[WorkItem], words: Words, *, brief: bool = False) -> TextTable:
    """Customers to act on, with their currency where there are several; in brief without what can be looked up later."""
    several = len({item.currency for item in items}) > 1
    looked_up = ("outstanding", "next_review", "last_contact", "contact", "completeness", "cell")
    named = columns(
        words,
        "customer",
        "tier",
        ("score", "right"),
        ("overdue", "right"),
        ("max_days_overdue", "right"),
        ("expected_late", "right"),
        *((name, "detail") for name in ("action", "owner", "due", "override", "alert", "promise", *(() if brief else looked_up))),
        ("reasons", "reason"),
    )
    return TextTable(
        named,
        tuple(
            Row(
                (
                    f"{item.customer} ({item.currency or words('monthly.no_currency')})" if several else item.customer,
                    tier(item.tier, words),
                    number(item.credit_score),
                    amount(item.overdue),
                    f"{item.max_days_overdue:,}",
                    amount(item.expected_late),
                    item.action,
                    item.owner or "",
                    day(item.due),
                    words("monthly.overridden") if item.overridden else "",
                    words(f"monthly.level.{item.alert}") if item.alert else "",
                    say(item.promise, words) if item.promise else "",
                    *(() if brief else _looked_up(item)),
                    sentences(item.reasons, words),
                ),
                tone=item.tier,
            )
            for item in items
        ),
    )


def _looked_up(item: WorkItem) -> tuple[str, ...]:
    return (
        amount(item.outstanding),
        day(item.next_review),
        day(item.last_contact) if item.last_contact else "",
        item.contact or "",
        "" if item.completeness is None else share(item.completeness),
        item.cell,
    )


def _alerts(alerts: Sequence[Alert], words: Words) -> Section:
    made = TextTable(
        columns(words, "level", "customer", ("cells", "detail"), ("evidence", "reason")),
        tuple(
            Row(
                (words(f"monthly.level.{alert.level}"), alert.customer, words("report.and").join(alert.cells), say(alert.evidence, words)),
                tone=alert.level,
            )
            for alert in alerts
        ),
    )
    return section("alerts", words, [made])


def _follow_up(lines: Sequence[FollowUp], words: Words) -> Section:
    made = TextTable(
        columns(
            words,
            "customer",
            "state",
            ("overdue_then", "right"),
            ("collected", "right"),
            "before",
            ("after", "left"),
            ("action", "detail"),
            ("owner", "detail"),
            ("due", "detail"),
        ),
        tuple(
            Row(
                (
                    line.customer,
                    words(f"monthly.state.{line.state}"),
                    amount(line.overdue_then),
                    amount(line.collected),
                    tier(line.tier_before, words),
                    tier(line.tier_after, words),
                    line.action,
                    line.owner or "",
                    day(line.due) if line.due else "",
                ),
                tone={"done": "better", "overdue": "worse", "due": "same"}[line.state],
            )
            for line in lines
        ),
    )
    return section("follow_up", words, [made])


def _limits(lines: Sequence[LimitLine], words: Words) -> Section:
    made = TextTable(
        columns(
            words,
            "customer",
            ("limit", "right"),
            ("exposure", "right"),
            ("used", "right"),
            ("expires", "right"),
            ("limit_state", "detail"),
            ("proposal", "detail"),
            ("why", "reason"),
        ),
        tuple(
            Row(
                (
                    line.customer,
                    amount(line.limit),
                    amount(line.exposure),
                    share(line.used),
                    day(line.expires),
                    words("report.and").join(words(f"monthly.limit.{state}") for state in line.states),
                    "" if line.proposal is None else amount(line.proposal),
                    sentences(line.why, words),
                )
            )
            for line in lines
        ),
    )
    return section("limits", words, [made])


def _quality(quality: Quality, words: Words) -> Section:
    comma = words("report.and")
    found = TextTable(
        columns(words, "severity", "rule", ("count", "right"), "first"),
        tuple(
            Row(
                (
                    severity_name(line.severity, words),
                    f"{line.rule} {RULES[line.rule][words.language].title}",
                    f"{line.count:,}",
                    line.first or NONE,
                ),
                tone=line.severity,
            )
            for line in quality.findings
        ),
        words("monthly.quality.findings"),
    )
    lacking = TextTable(
        columns(words, "customer", ("completeness", "right"), "missing"),
        tuple(
            Row((customer, share(complete), comma.join(words(f"completeness.{name}") for name in missing)))
            for customer, complete, missing in quality.incomplete
        ),
        words("monthly.quality.incomplete"),
    )
    said = [] if quality.findings else [words("report.no_findings")]
    if quality.suppressed:
        said.append(words("monthly.quality.suppressed", count=quality.suppressed))
    if quality.completeness is not None:
        said.append(words("monthly.quality.completeness", share=share(quality.completeness)))
    return section("quality", words, [found, lacking], said)
