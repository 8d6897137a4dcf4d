"""What moved and what the month's work brought, as tables of texts: migration between tiers, who moved and why, effect of actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from riskledger.i18n import Words
from riskledger.ledger.tiers import TIERS
from riskledger.reporting.report import Effect, Move, Moves
from riskledger.reporting.report_tables import (
    Column,
    Place,
    Row,
    Section,
    TextTable,
    amount,
    columns,
    number,
    section,
    sentences,
    share,
    tier,
)
from riskledger.reporting.saying import say

# What the amount of a move is, as the Report defines it.
_AMOUNT: Final = {"gone": "amount", "cured": "overdue_then", "newly_overdue": "overdue"}
_FIRST: Final = 3  # lines on the first page
_KINDS: Final = ("risen", "fallen", "new", "gone", "cured", "newly_overdue")


def changes_section(moves: Moves, words: Words) -> Section:
    """How many moved which way, and the first of those that rose."""
    counts = [
        words("monthly.moves.count", kind=words(f"monthly.moves.{kind}"), count=len(getattr(moves, kind)))
        for kind in (*_KINDS, "restatements")
        if getattr(moves, kind)
    ]
    said = words("list.separator").join(counts) if counts else words("monthly.moves.none")
    return section("changes", words, [_moved("risen", moves.risen[:_FIRST], words)], [said])


def moves_section(moves: Moves, words: Words) -> Section:
    """Migration, those who rose and fell, came and left, were cured or became overdue; restatements."""
    nobody = [words(f"monthly.moves.{kind}") for kind in _KINDS if not getattr(moves, kind)]
    said = [words("monthly.moves.nobody", kinds=words("report.and").join(nobody))] if nobody else []
    named = [_moved(kind, getattr(moves, kind), words) for kind in _KINDS]
    return section("moves", words, [_migration(moves, words), *named, _restatements(moves, words)], said)


def _migration(moves: Moves, words: Words) -> TextTable:
    order = tuple(reversed(TIERS))
    return TextTable(
        (*columns(words, "before_after"), *(Column(tier(one, words), "right") for one in order)),
        tuple(Row((tier(one, words), *(f"{moves.migration[one][other]:,}" for other in order))) for one in order),
        words("monthly.moves.migration"),
    )


def _moved(kind: str, moved: Sequence[Move], words: Words) -> TextTable:
    several = any(move.before != move.after for move in moved)
    sides: tuple[tuple[str, Place], ...] = (
        (("before", "left"), ("after", "left"), ("points_before", "right"), ("points_after", "right")) if several else (("tier", "left"),)
    )
    return TextTable(
        columns(words, "customer", *sides, (_AMOUNT.get(kind, "outstanding"), "right"), ("why", "reason")),
        tuple(
            Row(
                (
                    move.customer,
                    *(
                        (tier(move.before, words), tier(move.after, words), number(move.points_before), number(move.points_after))
                        if several
                        else (tier(move.after, words),)
                    ),
                    amount(move.amount),
                    sentences(move.why, words),
                ),
                tone=move.after or move.before,
            )
            for move in moved
        ),
        words(f"monthly.moves.{kind}"),
    )


def _restatements(moves: Moves, words: Words) -> TextTable:
    return TextTable(
        columns(words, "customer", "figure", ("reported", "right"), ("now", "right")),
        tuple(
            Row(
                (
                    each.customer or words("monthly.whole_book"),
                    words(f"monthly.figure.{each.figure}"),
                    amount(each.reported),
                    amount(each.now),
                )
            )
            for each in moves.restatements
        ),
        words("monthly.moves.restatements"),
    )


def effect_section(effect: Effect, words: Words) -> Section:
    """Collected of what was overdue, promises, what each action brought, and how last month's tiers fared."""
    actions = TextTable(
        columns(
            words,
            "action",
            ("customers", "right"),
            ("overdue_then", "right"),
            ("collected", "right"),
            ("better", "right"),
            ("worse", "right"),
        ),
        tuple(
            Row(
                (
                    line.action,
                    f"{line.customers:,}",
                    amount(line.overdue_then),
                    amount(line.collected),
                    f"{line.better:,}",
                    f"{line.worse:,}",
                )
            )
            for line in effect.actions
        ),
        words("monthly.effect.actions"),
    )
    predictions = TextTable(
        columns(words, "tier", ("customers", "right"), ("decided", "right"), ("late", "right"), ("late_share", "right")),
        tuple(
            Row(
                (tier(line.tier, words), f"{line.customers:,}", amount(line.decided), amount(line.late), share(line.late_share)),
                tone=line.tier,
                share=line.late_share,
            )
            for line in effect.predictions
        ),
        words("monthly.effect.predictions"),
    )
    said = [say(each, words) for each in effect.sentences]
    if effect.overdue_then is None:
        said.append(words("monthly.effect.no_sum", why=words("why.mixed_currencies")))
    elif not effect.overdue_then:
        said.append(words("monthly.effect.nothing_overdue"))
    if effect.promises_open:
        said.append(words("monthly.effect.promises_open", count=effect.promises_open))
    return section("effect", words, [actions, predictions], said)
