"""A comparison of policies on the terminal, at 80 columns, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from riskledger.assessment import Assessment, units
from riskledger.i18n import Words, money
from riskledger.ledger.tiers import TIERS
from riskledger.rating.reasons import shown_points
from riskledger.reporting.layout import TIER_STYLE, hanging, table
from riskledger.reporting.machine import Json, head
from riskledger.reporting.policy_comparison import ByCurrency, Comparison, Held, Move, Side
from riskledger.reporting.policy_pages import policy_head
from riskledger.reporting.wording import source_name, tier_name

LISTED = 30


def comparison_report(assessment: Assessment, compared: Sequence[Comparison], words: Words) -> Iterable[RenderableType]:
    """The head, then a section for each other policy."""
    yield Group(
        Text(words("policies.compared") + "  " + words("report.as_of", as_of=assessment.as_of.isoformat()), style="bold"),
        Text(f"{assessment.path.name} · {assessment.sheet}"),
        Text(words("report.rows", **assessment.row_counts), style="dim"),
    )
    for comparison in compared:
        yield Group(_side_line("now", comparison.now, words), _side_line("then", comparison.then, words))
        yield from _tiers(comparison, words)
        yield _moves(comparison, words)


def _side_line(which: str, side: Side, words: Words) -> Text:
    name = getattr(side.policy.name, words.language)
    said = words(f"policies.{which}", name=name, source=source_name(side.source, words), digest=side.policy.digest)
    return Text(said, style="bold" if which == "then" else "")


def _tiers(comparison: Comparison, words: Words) -> Iterable[RenderableType]:
    """Customers per tier and on hold; exposures beside them, in several currencies a table for each."""
    now, then, currencies = comparison.now, comparison.then, comparison.currencies
    lines = [(Text(tier_name(tier, words), style=TIER_STYLE[tier]), now.tiers[tier], then.tiers[tier]) for tier in now.tiers]
    lines.append((Text(words("policies.on_hold"), style="bold"), now.on_hold, then.on_hold))
    counts = ((words("policies.customers_now"), "right"), (words("policies.customers_then"), "right"))
    amounts = ((words("policies.exposure_now"), "right"), (words("policies.exposure_then"), "right"))
    several = len(currencies) > 1
    made = table((words("policies.tier"), "fixed"), *counts, *(() if several else amounts))
    for name, before, after in lines:
        sums = [] if several else [_amount(held, currencies[0]) for held in (before, after)]
        made.add_row(name, str(before.customers), str(after.customers), *sums)
    yield made
    for currency in currencies if several else ():
        each = table((currency or "?", "fixed"), *amounts)
        for name, before, after in lines:
            each.add_row(name, _amount(before, currency), _amount(after, currency))
        yield each


def _amount(held: Held, currency: str | None) -> str:
    return money(held.exposure.get(currency, 0))


def _moves(comparison: Comparison, words: Words) -> RenderableType:
    """Who changes tier, worse ones first."""
    moves = comparison.moves
    overridden = [Text(words("policies.overridden", count=comparison.overridden), style="dim")] if comparison.overridden else []
    if not moves:
        return Group(Text(words("policies.no_moves"), style="bold"), *overridden)
    up = [move for move in moves if move.worse]
    made = table(
        (words("policies.customer"), "left"),
        (words("policies.move"), "fixed"),
        (words("policies.points"), "right"),
        (words("policies.exposure"), "right"),
        (words("policies.late"), "right"),
    )
    for move in moves[:LISTED]:
        made.add_row(Text(move.now.customer), _tier_move(move, words), _points(move), *_money(move))
    more = [hanging(" ", words("policies.more", count=len(moves) - LISTED))] if len(moves) > LISTED else []
    title = words("policies.moves", count=len(moves), up=len(up), down=len(moves) - len(up))
    return Group(Text(title, style="bold"), made, *more, *overridden)


def _tier_move(move: Move, words: Words) -> Text:
    mark = "▲ " if move.worse else "▼ "
    return Text.assemble(
        mark,
        (tier_name(move.now.tier, words), TIER_STYLE[move.now.tier]),
        " → ",
        (tier_name(move.then.tier, words), TIER_STYLE[move.then.tier]),
    )


def _points(move: Move) -> str:
    now, then = (f"{shown_points(entry.risk_points):.1f}" for entry in (move.now, move.then))
    return now if now == then else f"{now} → {then}"


def _money(move: Move) -> tuple[str, str]:
    """Exposure, and the expected late amount under the other policy, each currency on its own line."""
    parts = move.then.money
    name = [f"{part.currency or '?'} " if len(parts) > 1 else "" for part in parts]
    return (
        "\n".join(mark + money(part.exposure) for mark, part in zip(name, parts, strict=True)),
        "\n".join(mark + money(part.expected_late_amount) for mark, part in zip(name, parts, strict=True)),
    )


def comparison_document(assessment: Assessment, compared: Sequence[Comparison], words: Words) -> Json:
    """`policy compare --format json`: the head with the policy in force, the ledger under it, and every comparison."""
    language = words.language
    return {
        **head(assessment, language),
        "now": _side_entry(compared[0].now, language) if compared else None,
        "comparisons": [
            {
                **_side_entry(comparison.then, language),
                "changes": [_move_entry(move) for move in comparison.moves],
                "overridden": comparison.overridden,
            }
            for comparison in compared
        ],
    }


def _side_entry(side: Side, language: str) -> Json:
    return {
        "policy": policy_head(side.policy, side.source, language),
        "tiers": [{"tier": tier, **_held_entry(side.tiers[tier])} for tier in TIERS],
        "on_hold": _held_entry(side.on_hold),
    }


def _held_entry(held: Held) -> Json:
    return {"customers": held.customers, "exposure": _amounts(held.exposure)}


def _amounts(each: ByCurrency) -> list[Json]:
    ordered = sorted(each.items(), key=lambda pair: str(pair[0]))
    return [{"currency": currency, "amount": str(units(amount))} for currency, amount in ordered]


def _move_entry(move: Move) -> Json:
    now, then = move.now, move.then
    return {
        "customer": now.customer,
        "customer_id": now.customer_id,
        "tier_now": now.tier,
        "tier_then": then.tier,
        "risk_points_now": shown_points(now.risk_points),
        "risk_points_then": shown_points(then.risk_points),
        "exposure": _amounts({part.currency: part.exposure for part in then.money}),
        "expected_late_now": _amounts({part.currency: part.expected_late_amount for part in now.money}),
        "expected_late_then": _amounts({part.currency: part.expected_late_amount for part in then.money}),
    }
