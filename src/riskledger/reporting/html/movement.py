"""What moved since last month: the migration of tiers, who moved and why, and which closed figures were edited."""

from __future__ import annotations

from collections.abc import Sequence

from riskledger.i18n import Words
from riskledger.rating.policy_model import TIERS
from riskledger.reporting.html import charts
from riskledger.reporting.html.first_page import tier_path
from riskledger.reporting.html.markup import Col, Inside, Node, el, table
from riskledger.reporting.html.phrases import columns, joined, listing, money, name
from riskledger.reporting.report import Move, Moves, Restatement
from riskledger.reporting.wording import tier_name


def moves_section(moves: Moves, words: Words) -> list[Inside]:
    """The migration of tiers, who moved and why, and which closed figures were edited."""
    order = tuple(reversed(TIERS))
    names = [tier_name(tier, words) for tier in order]
    matrix = table(
        words("monthly.moves.migration"),
        [Col(words("monthly.html.from_to")), *(Col(each, "figure") for each in names)],
        [(tier_name(a, words), *(f"{moves.migration.get(a, {}).get(b, 0):,}" for b in order)) for a in order],
    )
    moved = any(count for row in moves.migration.values() for count in row.values())
    held: list[Inside] = [el("div", charts.migration_chart(moves.migration, words), matrix, class_="pair lean") if moved else matrix]
    none = []
    for key in ("risen", "fallen"):
        lines: tuple[Move, ...] = getattr(moves, key)
        if lines:
            held.extend(_tier_moves(words(f"monthly.moves.{key}"), lines, words))
        else:
            none.append(words(f"monthly.moves.{key}"))
    pairs: list[Node] = []
    for key in ("new", "gone", "cured", "newly_overdue"):
        lines = getattr(moves, key)
        if lines:
            rows = [(name(move.customer), move.customer_id, tier_path(move, words), money(move.amount)) for move in lines]
            shown = columns(words, ("customer", "customer_id", "tier", f"amount_{key}"), (f"amount_{key}",))
            pairs.append(el("div", *listing(words(f"monthly.moves.{key}"), shown, rows, words)))
        else:
            none.append(words(f"monthly.moves.{key}"))
    if pairs:
        held.append(el("div", *pairs, class_="beside"))
    if moves.restatements:
        held.extend(_restatements(moves.restatements, words))
    else:
        none.append(words("monthly.moves.restatements"))
    if none:
        held.append(el("p", words("monthly.moves.nobody", kinds=words("report.and").join(none)), class_="absent"))
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
    return listing(caption, columns(words, ("customer", "customer_id", "tier", *figures, "why"), figures), rows, words)


def _restatements(lines: Sequence[Restatement], words: Words) -> list[Inside]:
    rows = [
        (
            name(line.customer) if line.customer is not None else words("monthly.whole_book"),
            words(f"monthly.figure.{line.figure}"),
            money(line.reported),
            money(line.now),
        )
        for line in lines
    ]
    shown = columns(words, ("customer", "figure", "reported", "now"), ("reported", "now"))
    return listing(words("monthly.moves.restatements"), shown, rows, words)
