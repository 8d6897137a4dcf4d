"""The tables behind the first page: the book's state, its moves, the work, what came of it, limits, and what the figures rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from riskledger.i18n import Words
from riskledger.i18n.rule_texts import RULES
from riskledger.rating.policy_model import TIERS
from riskledger.reporting.html import charts
from riskledger.reporting.html.first_page import tier_path
from riskledger.reporting.html.markup import MOST, Col, Inside, Kind, Node, el, table
from riskledger.reporting.html.phrases import day, joined, level_mark, listing, money, name, share, tier_mark
from riskledger.reporting.report import (
    AgeingLine,
    Alert,
    Concentration,
    Effect,
    FollowUp,
    LimitLine,
    MonthEnd,
    Move,
    Moves,
    Quality,
    Restatement,
    TierLine,
    WorkItem,
)
from riskledger.reporting.saying import quantity, say
from riskledger.reporting.wording import field_name, tier_name

_KINDS: Final[dict[str, Kind]] = {"why": "prose", "action": "deed"}
_WORK, _WATCH, _ROWS = 10, 5, 8  # rows of a table before the fold
_LEADING = 2  # reasons of a customer on paper


def _columns(words: Words, texts: Sequence[str], figures: Sequence[str] = ()) -> list[Col]:
    return [Col(words(f"monthly.column.{key}"), "figure" if key in figures else _KINDS.get(key)) for key in texts]


def ageing_section(lines: Sequence[AgeingLine], words: Words) -> list[Inside]:
    """The buckets now and last month, drawn and in figures; each currency by itself."""
    held: list[Inside] = []
    figures = ("amount", "share", "previous", "change")
    for place, currency in enumerate(dict.fromkeys(line.currency for line in lines)):
        own = [line for line in lines if line.currency == currency]
        caption = words("monthly.html.ageing", currency=currency or words("monthly.html.no_currency"))
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
                table(caption, _columns(words, ("bucket", *figures), figures), rows),
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
            table(words("monthly.title.trend"), _columns(words, ("month_end", *figures), figures), rows, class_="sortable", titled=True),
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
                name(line.customer) if line.customer is not None else words("monthly.html.all_others"),
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
                table(words(f"monthly.title.{curve.of}"), _columns(words, ("customer", *figures), figures), rows, titled=True),
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
            table(words("monthly.title.tiers"), _columns(words, ("tier", *figures), figures), rows, titled=True),
            class_="pair lean",
        )
    ]


def moves_section(moves: Moves, words: Words) -> list[Inside]:
    """The migration of tiers, who moved and why, and which closed figures were edited."""
    order = tuple(reversed(TIERS))
    names = [tier_name(tier, words) for tier in order]
    matrix = table(
        words("monthly.title.migration"),
        [Col(words("monthly.html.from_to")), *(Col(each, "figure") for each in names)],
        [(tier_name(a, words), *(f"{moves.migration.get(a, {}).get(b, 0):,}" for b in order)) for a in order],
    )
    moved = any(count for row in moves.migration.values() for count in row.values())
    held: list[Inside] = [el("div", charts.migration_chart(moves.migration, words), matrix, class_="pair") if moved else matrix]
    none = []
    for key in ("risen", "fallen"):
        lines: tuple[Move, ...] = getattr(moves, key)
        if lines:
            held.extend(_tier_moves(words(f"monthly.title.{key}"), lines, words))
        else:
            none.append(words(f"monthly.title.{key}"))
    pairs: list[Node] = []
    for key in ("new", "gone", "cured", "newly_overdue"):
        lines = getattr(moves, key)
        if lines:
            rows = [(name(move.customer), move.customer_id, tier_path(move, words), money(move.amount)) for move in lines]
            columns = _columns(words, ("customer", "customer_id", "tier", f"amount_{key}"), (f"amount_{key}",))
            pairs.append(el("div", *listing(words(f"monthly.title.{key}"), columns, rows, words, first=_ROWS)))
        else:
            none.append(words(f"monthly.title.{key}"))
    if pairs:
        held.append(el("div", *pairs, class_="beside"))
    if moves.restatements:
        held.extend(_restatements(moves.restatements, words))
    else:
        none.append(words("monthly.title.restatements"))
    if none:
        held.append(el("p", words("monthly.html.none_of", kinds=words("report.and").join(none)), class_="absent"))
    return held


def _tier_moves(caption: str, lines: Sequence[Move], words: Words) -> list[Inside]:
    figures = ("points_before", "points_after", "outstanding")
    rows = [
        (
            name(move.customer),
            move.customer_id,
            tier_path(move, words),
            None if move.points_before is None else f"{move.points_before:.1f}",
            None if move.points_after is None else f"{move.points_after:.1f}",
            money(move.amount),
            joined(move.why, words),
        )
        for move in lines
    ]
    return listing(caption, _columns(words, ("customer", "customer_id", "tier", *figures, "why"), figures), rows, words, first=_ROWS)


def _restatements(lines: Sequence[Restatement], words: Words) -> list[Inside]:
    rows = [
        (
            name(line.customer) if line.customer is not None else words("monthly.html.whole_book"),
            words(f"monthly.figure.{line.figure}"),
            money(line.reported),
            money(line.now),
        )
        for line in lines
    ]
    columns = _columns(words, ("customer", "figure", "reported", "restated"), ("reported", "restated"))
    return listing(words("monthly.title.restatements"), columns, rows, words, first=_ROWS)


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
        _columns(words, short, figures),
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
        "customer customer_id tier currency outstanding overdue max_days_overdue expected_late credit_score points action owner contact due "
        "last_contact promise next_review alert completeness why cell"
    ).split()
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
        table(caption, _columns(words, keys, figures), rows, class_="sortable wide"),
        el("p", words("monthly.html.more", count=f"{len(items) - MOST:,}"), class_="small") if len(items) > MOST else None,
    )


def alerts_section(alerts: Sequence[Alert], words: Words) -> list[Inside]:
    """Early warnings, the most urgent first, with their evidence and where it stands."""
    rows = [
        (name(alert.customer), level_mark(alert.level, words), say(alert.evidence, words), words("report.and").join(alert.cells))
        for alert in alerts
    ]
    return listing(words("monthly.title.alerts"), _columns(words, ("customer", "level", "evidence", "cell")), rows, words, first=_ROWS, titled=True)


def follow_up_section(lines: Sequence[FollowUp], words: Words) -> list[Inside]:
    """Last month's actions: what was due, what was done, what came."""
    figures = ("overdue_then", "collected")
    keys = ("customer", "action", "owner", "due", "state", *figures, "tier_before", "tier_after")
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
    return listing(words("monthly.title.follow_up"), _columns(words, keys, figures), rows, words, first=_ROWS, titled=True)


def effect_section(effect: Effect, words: Words) -> list[Inside]:
    """What was collected, which actions brought it, and how last month's tiers foretold this month."""
    held: list[Inside] = [el("p", say(note, words)) for note in effect.sentences]
    promised = {"kept": effect.promises_kept, "broken": effect.promises_broken, "open": effect.promises_open}
    held.append(el("p", words("monthly.html.promises", **promised), class_="small"))
    tables: list[Node] = []
    if effect.actions:
        figures = ("customers", "overdue_then", "collected", "better", "worse")
        rows: list[Sequence[Inside]] = [
            (each.action, f"{each.customers:,}", money(each.overdue_then), money(each.collected), f"{each.better:,}", f"{each.worse:,}")
            for each in effect.actions
        ]
        tables.append(table(words("monthly.title.action_effect"), _columns(words, ("action", *figures), figures), rows))
    if effect.predictions:
        figures = ("customers", "decided", "late", "late_share")
        rows = [
            (tier_mark(each.tier, words), f"{each.customers:,}", money(each.decided), money(each.late), share(each.late_share))
            for each in effect.predictions
        ]
        tables.append(table(words("monthly.title.prediction"), _columns(words, ("tier_then", *figures), figures), rows))
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
    return listing(words("monthly.title.limits"), _columns(words, keys, figures), rows, words, first=_ROWS, titled=True)


def quality_section(quality: Quality, words: Words) -> list[Inside]:
    """What the figures have to rest on."""
    held: list[Inside] = []
    tables: list[Node] = []
    if quality.completeness is not None:
        held.append(el("p", words("monthly.html.completeness", share=share(quality.completeness))))
    if quality.suppressed:
        held.append(el("p", words("monthly.html.suppressed", count=f"{quality.suppressed:,}"), class_="small"))
    if quality.findings:
        rows: list[Sequence[Inside]] = [
            (line.rule, words(f"severity.{line.severity}"), RULES[line.rule][words.language].title, f"{line.count:,}", line.first)
            for line in quality.findings
        ]
        columns = _columns(words, ("rule", "severity", "finding", "count", "first_cell"), ("count",))
        tables.append(el("div", *listing(words("monthly.title.findings"), columns, rows, words, first=_ROWS)))
    else:
        held.append(el("p", words("monthly.html.no_findings"), class_="absent"))
    if quality.incomplete:
        rows = [
            (name(customer), share(part), words("report.and").join(field_name(key, words) for key in missing))
            for customer, part, missing in quality.incomplete
        ]
        columns = _columns(words, ("customer", "completeness", "missing"), ("completeness",))
        tables.append(el("div", *listing(words("monthly.title.incomplete"), columns, rows, words, first=_ROWS)))
    if tables:
        held.append(el("div", *tables, class_="beside"))
    return held
