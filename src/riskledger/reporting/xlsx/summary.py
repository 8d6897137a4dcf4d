"""The first sheet, one page to mail: state of the book, what changed and why, what to do now, what the figures rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from riskledger.reporting.report import Absent, Headline, Moves, Report, Target, WorkItem
from riskledger.reporting.saying import quantity, say
from riskledger.reporting.wording import source_name, tier_name
from riskledger.reporting.xlsx.links import ledger_link
from riskledger.reporting.xlsx.looks import clean
from riskledger.reporting.xlsx.movement import KINDS
from riskledger.reporting.xlsx.page import Cell, Figure, Page
from riskledger.reporting.xlsx.state import State

_WIDTHS: Final = (25, 15, 15, 16, 10, 50)
_LAST: Final = len(_WIDTHS) - 1
_CHARTS: Final = 2  # side by side
_CHART_WIDTH, _CHART_HEIGHT = 471, 250  # pixels: two of them are as wide as the columns together
_CHART_ROWS: Final = 13
_TO_DO: Final = 8
_RISEN: Final = 4


def summary_sheet(page: Page, report: Report, state: State, behind: Sequence[Page]) -> None:
    """Fill the page.

    state: charts of the sheet on the state of the book. behind: the other sheets, which the page leads to.
    """
    page.fix_widths(_WIDTHS)
    page.sheet.fit_to_pages(1, 1)
    page.sheet.center_horizontally()
    _head(page, report)
    _headlines(page, report)
    _charts(page, state)
    _changes(page, report.moves)
    _to_do(page, report.work)
    _basis(page, report)
    _contents(page, behind)
    page.sheet.print_area(0, 0, page.row - 1, _LAST)


def _sentence(page: Page, text: str, kind: str = "said") -> None:
    page.paragraph(text, _LAST, page.width(_LAST), kind)


def _head(page: Page, report: Report) -> None:
    head, words = report.head, page.words
    page.line(words("monthly.title.report", month=head.month), "title")
    page.sheet.set_row(0, 30)
    currency = head.currency or words("monthly.xlsx.several" if report.by_currency else "monthly.no_currency")
    about = words("monthly.head.book", workbook=head.workbook, sheet=head.sheet, customers=f"{head.customers:,}", currency=currency)
    _sentence(page, about, "subtitle_wrap")


def _headlines(page: Page, report: Report) -> None:
    words = page.words
    page.heading(words("monthly.title.headlines"), _LAST + 1)
    page.table(
        [
            page.column("figure"),
            page.column("value", "count"),
            page.column("previous", "count"),
            page.column("change", "count"),
            page.column("verdict", "word", "verdict"),
            page.column("sentence", "wrap"),
        ],
        [
            (
                words(f"monthly.figure.{line.key}"),
                Figure(line.value, line.unit),
                Figure(line.previous, line.unit),
                Figure(line.change, line.unit, change=True),
                words(f"monthly.verdict.{line.verdict}") if line.verdict else None,
                _in_words(page, line),
            )
            for line in report.headlines
        ],
    )
    if report.by_currency:
        page.table(
            [
                page.column("currency"),
                page.column("outstanding", "money"),
                page.column("previous_outstanding", "money"),
                page.column("overdue", "money"),
                page.column("previous_overdue", "money"),
            ],
            [
                (
                    line.currency or words("monthly.no_currency"),
                    line.outstanding,
                    line.previous_outstanding,
                    line.overdue,
                    line.previous_overdue,
                )
                for line in report.by_currency
            ],
        )


def _in_words(page: Page, line: Headline) -> str:
    said = say(line.sentence, page.words)
    return f"{said}\n{_target(page, line, line.target)}" if line.target else said


def _target(page: Page, line: Headline, target: Target) -> str:
    words = page.words
    state = "unknown" if target.met is None else "met" if target.met else "missed"
    by = words("monthly.target.by", date=target.by.isoformat()) if target.by else ""
    wanted = words("monthly.target.said", value=quantity(target.value, line.unit, words), by=by, state=words(f"monthly.target.{state}"))
    return words("monthly.column.target") + words("monthly.page.colon") + wanted


def _charts(page: Page, state: State) -> None:
    """Trend and ageing; of several currencies the ageing of the first two, never a sum of them."""
    if not state.charts:
        return
    for i, make in enumerate(state.charts[:_CHARTS]):
        chart = make()
        chart.set_size({"width": _CHART_WIDTH, "height": _CHART_HEIGHT})
        page.sheet.insert_chart(page.row, 0, chart, {"x_offset": i * (_CHART_WIDTH + 4), "object_position": 1})
    page.row += _CHART_ROWS


def _changes(page: Page, moves: Moves | Absent) -> None:
    words = page.words
    page.heading(words("monthly.title.changes"), _LAST + 1)
    if isinstance(moves, Absent):
        _sentence(page, say(moves.why, words), "absent_wrap")
        page.row += 1
        return
    counts = [
        words("monthly.moves.count", kind=words(f"monthly.moves.{kind}"), count=f"{len(getattr(moves, kind)):,}")
        for kind in (*KINDS, "restatements")
        if getattr(moves, kind)
    ]
    _sentence(page, words("list.separator").join(counts) if counts else words("monthly.moves.none"), "strong")
    if not moves.risen:
        page.row += 1
        return
    page.table(
        [
            page.column("customer"),
            page.column("before_after", "word"),
            page.column("outstanding", "money"),
            page.column("points_before", "points"),
            page.column("points_after", "points"),
            page.column("why", "wrap"),
        ],
        [
            (
                move.customer,
                " → ".join(tier_name(tier, words) if tier else "-" for tier in (move.before, move.after)),
                move.amount,
                move.points_before,
                move.points_after,
                words("list.separator").join(say(note, words) for note in move.why),
            )
            for move in moves.risen[:_RISEN]
        ],
    )


def _to_do(page: Page, work: Sequence[WorkItem] | Absent) -> None:
    words = page.words
    page.heading(words("monthly.title.do_now"), _LAST + 1)
    if isinstance(work, Absent):
        _sentence(page, say(work.why, words), "absent_wrap")
        page.row += 1
        return
    several = len({item.currency for item in work}) > 1

    def cells(item: WorkItem) -> tuple[Cell, ...]:
        named = f"{item.customer} ({item.currency or words('monthly.no_currency')})" if several else item.customer
        owner = item.owner or words("monthly.xlsx.no_owner")
        task = words("monthly.xlsx.task", action=item.action, owner=owner, due=item.due.isoformat())
        return (
            ledger_link(page.head.workbook, item.cell, named),
            tier_name(item.tier, words),
            item.overdue,
            item.expected_late,
            item.max_days_overdue,
            "\n".join([task, *(say(reason, words) for reason in item.reasons[:1])]),
        )

    page.table(
        [
            page.column("customer", "link_wrap"),
            page.column("tier", "word", "tier"),
            page.column("overdue", "money"),
            page.column("expected_late", "money", None if several else "bar"),  # bars of unlike money would not compare
            page.column("max_days_overdue", "count"),
            page.column("action", "wrap"),
        ],
        [cells(item) for item in work[:_TO_DO]],
    )


def _basis(page: Page, report: Report) -> None:
    head, words = report.head, page.words
    page.heading(words("monthly.xlsx.basis"), _LAST + 1)
    name = head.policy_name.zh if words.language == "zh" else head.policy_name.en
    said = [words("report.policy", name=name, source=source_name(head.policy_source, words), digest=head.policy_digest)]
    said += [say(note, words) for note in head.basis]
    if head.rows_skipped:
        said.append(words("monthly.head.skipped", skipped=head.rows_skipped))
    if head.masked:
        said.append(words("monthly.head.masked"))
    _sentence(page, " ".join(said) if words.language == "en" else "".join(said), "small")


def _contents(page: Page, behind: Sequence[Page]) -> None:
    """Links to the sheets behind, four to a line."""
    page.row += 1
    page.line(page.words("monthly.page.behind"), "caption")
    for i, other in enumerate(behind):
        quoted = other.title.replace("'", "''")
        page.sheet.write_url(page.row + i // 4, (0, 1, 3, 5)[i % 4], f"internal:'{quoted}'!A1", page.looks("contents"), clean(other.title))
    page.row += 1 + (len(behind) - 1) // 4
