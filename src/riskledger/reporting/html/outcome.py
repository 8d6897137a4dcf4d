"""Early warnings, what last month's actions came to, and limits."""

from __future__ import annotations

from collections.abc import Sequence

from riskledger.i18n import Words
from riskledger.reporting.html.markup import Inside, Node, el, table
from riskledger.reporting.html.phrases import columns, day, joined, level_mark, listing, money, name, share, tier_mark
from riskledger.reporting.report import Alert, Effect, FollowUp, LimitLine
from riskledger.reporting.saying import say


def alerts_section(alerts: Sequence[Alert], words: Words) -> list[Inside]:
    """Early warnings, the most urgent first, with their evidence and where it stands."""
    rows = [
        (name(alert.customer), level_mark(alert.level, words), say(alert.evidence, words), words("report.and").join(alert.cells))
        for alert in alerts
    ]
    return listing(words("monthly.title.alerts"), columns(words, ("customer", "level", "evidence", "cell")), rows, words, titled=True)


def follow_up_section(lines: Sequence[FollowUp], words: Words) -> list[Inside]:
    """Last month's actions: what was due, what was done, what came."""
    figures = ("overdue_then", "collected")
    keys = ("customer", "action", "owner", "due", "state", *figures, "before", "after")
    rows = [
        (
            name(line.customer),
            line.action,
            line.owner,
            day(line.due),
            words(f"monthly.state.{line.state}"),
            money(line.overdue_then),
            money(line.collected),
            tier_mark(line.tier_before, words),
            tier_mark(line.tier_after, words),
        )
        for line in lines
    ]
    return listing(words("monthly.title.follow_up"), columns(words, keys, figures), rows, words, titled=True)


def effect_section(effect: Effect, words: Words) -> list[Inside]:
    """What was collected, which actions brought it, and how last month's tiers foretold this month."""
    held: list[Inside] = [el("p", say(note, words)) for note in effect.sentences]
    promised = {"kept": effect.promises_kept, "broken": effect.promises_broken, "open": effect.promises_open}
    if any(promised.values()):
        held.append(el("p", words("monthly.html.promises", **promised), class_="small"))
    tables: list[Node] = []
    if effect.actions:
        figures = ("customers", "overdue_then", "collected", "better", "worse")
        rows: list[Sequence[Inside]] = [
            (each.action, f"{each.customers:,}", money(each.overdue_then), money(each.collected), f"{each.better:,}", f"{each.worse:,}")
            for each in effect.actions
        ]
        tables.append(table(words("monthly.effect.actions"), columns(words, ("action", *figures), figures), rows))
    if effect.predictions:
        measured = ("customers", "decided", "late", "late_share")
        foretold: list[Sequence[Inside]] = [
            (tier_mark(each.tier, words), f"{each.customers:,}", money(each.decided), money(each.late), share(each.late_share))
            for each in effect.predictions
        ]
        tables.append(table(words("monthly.effect.predictions"), columns(words, ("tier_then", *measured), measured), foretold))
    held.append(el("div", *tables, class_="beside") if tables else None)
    return held


def limits_section(lines: Sequence[LimitLine], words: Words) -> list[Inside]:
    """Limits, cover and holds."""
    figures = ("exposure", "limit", "used", "proposal")
    rows = [
        (
            name(line.customer),
            words("report.and").join(words(f"monthly.limit.{state}") for state in line.states),
            money(line.exposure),
            money(line.limit),
            share(line.used),
            money(line.proposal),
            day(line.expires),
            joined(line.why, words),
        )
        for line in lines
    ]
    keys = ("customer", "state", *figures, "expires", "why")
    return listing(words("monthly.title.limits"), columns(words, keys, figures), rows, words, titled=True)
