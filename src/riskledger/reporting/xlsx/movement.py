"""The sheet of what moved: migration between tiers, who rose, fell, came, left, was cured or became overdue; restatements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from riskledger.ledger.tiers import TIERS
from riskledger.reporting.report import Absent, Move, Moves, Report
from riskledger.reporting.saying import say
from riskledger.reporting.wording import tier_name
from riskledger.reporting.xlsx.page import Cell, Column, Page

KINDS: Final = ("risen", "fallen", "new", "gone", "cured", "newly_overdue")
# What the amount of a move is, as the Report defines it.
_AMOUNT: Final = {"gone": "amount", "cured": "overdue_then", "newly_overdue": "overdue"}
_ACROSS: Final = 8


def moves_sheet(page: Page, report: Report) -> None:
    """Fill the sheet."""
    page.lay_out(upright=True)
    if isinstance(report.moves, Absent):
        page.absent(report.moves)
        return
    _migration(page, report.moves)
    for kind in KINDS:
        page.heading(page.words(f"monthly.moves.{kind}"), _ACROSS)
        _moved(page, kind, getattr(report.moves, kind))
    page.heading(page.words("monthly.moves.restatements"), _ACROSS)
    page.table(
        [page.column("customer"), page.column("figure"), page.column("reported", "money"), page.column("now", "money")],
        [
            (each.customer or page.words("monthly.whole_book"), page.words(f"monthly.figure.{each.figure}"), each.reported, each.now)
            for each in report.moves.restatements
        ],
    )


def _migration(page: Page, moves: Moves) -> None:
    words, order = page.words, tuple(reversed(TIERS))
    page.heading(words("monthly.moves.migration"), _ACROSS)
    page.line(words("monthly.xlsx.migration"), "subtitle")
    extent = page.table(
        [page.column("before_after"), *(Column(tier_name(tier, words), "count") for tier in order)],
        [(tier_name(tier, words), *(moves.migration[tier][other] for other in order)) for tier in order],
    )
    page.sheet.conditional_format(
        extent.first,
        extent.left + 1,
        extent.last,
        extent.left + len(order),
        {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#9DC3E6", "min_type": "num", "min_value": 0},
    )


def _moved(page: Page, kind: str, moved: Sequence[Move]) -> None:
    words = page.words

    def cells(move: Move) -> tuple[Cell, ...]:
        return (
            move.customer,
            move.customer_id,
            tier_name(move.before, words) if move.before else None,
            tier_name(move.after, words) if move.after else None,
            move.points_before,
            move.points_after,
            move.amount,
            "\n".join(say(note, words) for note in move.why) or None,
        )

    page.table(
        [
            page.column("customer"),
            page.column("customer_id", seldom=True),
            page.column("before", "word", "tier"),
            page.column("after", "word", "tier"),
            page.column("points_before", "points"),
            page.column("points_after", "points"),
            page.column(_AMOUNT.get(kind, "outstanding"), "money"),
            page.column("why", "wrap", seldom=True),
        ],
        [cells(move) for move in moved],
    )
