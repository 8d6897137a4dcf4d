"""The page a manager reads: what the report rests on, the state of the book, what changed and why, what to do now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from riskledger.i18n import Words
from riskledger.reporting.html.markup import Col, Inside, Node, el, table
from riskledger.reporting.html.phrases import change_mark, joined, level_mark, money, name, tier_mark
from riskledger.reporting.report import Absent, CurrencyLine, Head, Headline, Move, Report, Target
from riskledger.reporting.saying import quantity, say
from riskledger.reporting.wording import tier_name

_CARDS: Final = ("outstanding", "overdue", "overdue_share", "expected_late")
_LONG: Final = 13  # characters of a figure that a card shows in smaller letters
_MOVES, _TASKS, _ALERTS = 4, 5, 3  # lines of the first page


def report_title(head: Head, words: Words) -> str:
    """The report's title: what it is, and of which month."""
    year, month = head.month.split("-")
    return words("monthly.html.title", month=words("monthly.html.month", year=year, month=month))


def masthead(report: Report, words: Words) -> Node:
    """Title, the book it is about, and what its figures rest on."""
    head = report.head
    policy = head.policy_name.zh if words.language == "zh" else head.policy_name.en
    source = f"source.{head.policy_source}"
    about = words(
        "monthly.html.about",
        workbook=head.workbook,
        sheet=head.sheet,
        date=head.as_of.isoformat(),
        customers=f"{head.customers:,}",
        currency=head.currency or words("monthly.html.several_currencies" if report.by_currency else "monthly.no_currency"),
    )
    return el(
        "header",
        el("h1", report_title(head, words)),
        el("p", about, class_="about"),
        el(
            "p",
            " ".join(say(note, words) for note in head.basis),
            " ",
            words("monthly.html.policy", name=policy, source=words(source) if words.has(source) else head.policy_source),
            words("monthly.head.masked") if head.masked else None,
            class_="basis",
        ),
    )


def headline_section(report: Report, words: Words) -> list[Inside]:
    """Cards of the four main figures, changes and tasks side by side, then every figure."""
    lines = {line.key: line for line in report.headlines}
    cards = [lines[key] for key in _CARDS if key in lines]
    others = [line for line in report.headlines if line.key not in _CARDS]
    return [
        el("ul", *(_card(line, words) for line in cards), class_="cards") if cards else None,
        _currencies(report.by_currency, words) if report.by_currency else None,
        el("div", _changes(report, words), _tasks(report, words), class_="pair"),
        _figures(others, words) if others else None,
    ]


def _card(line: Headline, words: Words) -> Node:
    value = quantity(line.value, line.unit, words)
    return el(
        "li",
        el("div", words(f"monthly.figure.{line.key}"), class_="label"),
        el("div", value, class_="value long" if len(value) > _LONG else "value"),
        change_mark(line, words),
        el("p", say(line.sentence, words), class_="said"),
        el("p", _target(line.target, line, words), class_="said") if line.target else None,
    )


def _target(target: Target | None, line: Headline, words: Words) -> str | None:
    if target is None:
        return None
    state = "unknown" if target.met is None else "met" if target.met else "missed"
    wanted = quantity(target.value, line.unit, words)
    by = target.by.isoformat() if target.by else None
    return words(f"monthly.html.target_{state}_by" if by else f"monthly.html.target_{state}", value=wanted, date=by)


def _figures(lines: Sequence[Headline], words: Words) -> Node:
    columns = [
        Col(words("monthly.column.figure")),
        Col(words("monthly.column.value"), "figure"),
        Col(words("monthly.column.previous"), "figure"),
        Col(words("monthly.column.change"), "figure"),
        Col(words("monthly.column.target")),
        Col(words("monthly.column.sentence"), "screen"),
    ]
    rows = [
        (
            _label(line, words),
            quantity(line.value, line.unit, words),
            quantity(line.previous, line.unit, words),
            change_mark(line, words),
            _target(line.target, line, words),
            el("span", say(line.sentence, words), class_="small") if line.value is not None else None,
        )
        for line in lines
    ]
    return table(words("monthly.title.figures"), columns, rows)


def _label(line: Headline, words: Words) -> Node:
    """A figure's name, and beneath it why it is missing."""
    why = el("span", say(line.sentence, words), class_="small line") if line.value is None else None
    return el("div", words(f"monthly.figure.{line.key}"), why)


def _currencies(lines: Sequence[CurrencyLine], words: Words) -> Node:
    columns = [
        Col(words("monthly.column.currency")),
        Col(words("monthly.column.outstanding"), "figure"),
        Col(words("monthly.column.previous_outstanding"), "figure"),
        Col(words("monthly.column.overdue"), "figure"),
        Col(words("monthly.column.previous_overdue"), "figure"),
    ]
    rows = [
        (
            line.currency or words("monthly.no_currency"),
            money(line.outstanding),
            money(line.previous_outstanding),
            money(line.overdue),
            money(line.previous_overdue),
        )
        for line in lines
    ]
    return table(words("monthly.title.by_currency"), columns, rows)


def _changes(report: Report, words: Words) -> Node:
    title = el("h3", words("monthly.title.changes"))
    if isinstance(report.moves, Absent):
        return el("div", title, el("p", say(report.moves.why, words), class_="absent"))
    moves = report.moves
    counts = words(
        "monthly.html.moved",
        risen=len(moves.risen),
        fallen=len(moves.fallen),
        new=len(moves.new),
        gone=len(moves.gone),
        cured=len(moves.cured),
        newly_overdue=len(moves.newly_overdue),
    )
    effect = () if isinstance(report.effect, Absent) else report.effect.sentences
    return el(
        "div",
        title,
        el(
            "ul",
            el("li", counts),
            *(el("li", say(note, words)) for note in effect),
            *(_moved(move, words) for move in (*moves.risen, *moves.fallen)[:_MOVES]),
            class_="points",
        ),
    )


def _moved(move: Move, words: Words) -> Node:
    return el(
        "li", name(move.customer), " ", tier_path(move, words), el("span", joined(move.why, words), class_="small") if move.why else None
    )


def tier_path(move: Move, words: Words) -> Node:
    """Medium → High, coloured as where it ended."""
    steps = [tier_name(tier, words) for tier in (move.before, move.after) if tier is not None]
    return el("span", " → ".join(steps), class_=f"tier {move.after or move.before}")


def _tasks(report: Report, words: Words) -> Node:
    title = el("h3", words("monthly.title.do_now"))
    if isinstance(report.work, Absent):
        tasks: list[Node] = [el("p", say(report.work.why, words), class_="absent")]
    else:
        tasks = [
            el(
                "li",
                name(item.customer),
                " ",
                tier_mark(item.tier, words, changed=item.overridden),
                el("br"),
                item.action,
                el(
                    "span",
                    words(
                        "monthly.html.task",
                        owner=item.owner or words("monthly.html.nobody"),
                        due=item.due.isoformat(),
                        overdue=money(item.overdue),
                        at_risk=money(item.expected_late),
                        currency=f" {item.currency}" if item.currency and report.head.currency is None else "",
                    ),
                    class_="small",
                ),
            )
            for item in report.work[:_TASKS]
        ]
        tasks = [el("ol", *tasks, class_="points")]
    if not isinstance(report.alerts, Absent):
        urgent = [alert for alert in report.alerts if alert.level in ("red", "orange")][:_ALERTS]
        tasks.extend(
            el("p", level_mark(alert.level, words), " ", name(alert.customer), " ", el("span", say(alert.evidence, words), class_="small"))
            for alert in urgent
        )
    return el("div", title, *tasks)
