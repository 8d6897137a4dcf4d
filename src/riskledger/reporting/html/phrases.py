"""Small pieces of the page that several sections use: tiers, changes, names, lists of reasons."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from riskledger.i18n import Words, percent
from riskledger.rating.policy_model import TIERS, Tier
from riskledger.reporting.html.markup import MOST, Col, Inside, Kind, Node, el, table
from riskledger.reporting.report import AlertLevel, Headline, Note
from riskledger.reporting.saying import decimal_amount, quantity, say
from riskledger.reporting.wording import tier_name

_TIER_MARKS: Final[dict[Tier, str]] = {"high": "■", "medium": "●", "low": "○"}
_KINDS: Final[dict[str, Kind]] = {"why": "prose", "action": "deed"}
_LEVELS: Final[tuple[AlertLevel, ...]] = ("blue", "yellow", "orange", "red")
ROWS: Final = 6  # of a table before the fold


def columns(words: Words, keys: Iterable[str], figures: Sequence[str] = ()) -> list[Col]:
    """The columns of a table by the keys of their headers."""
    return [Col(words(f"monthly.column.{key}"), "figure" if key in figures else _KINDS.get(key)) for key in keys]


def name(text: str) -> Node:
    """A customer's name, whose direction of writing stays its own."""
    return el("bdi", text)


def tier_mark(tier: Tier | None, words: Words, *, changed: bool = False) -> Inside:
    """A tier by mark, word and colour."""
    if tier is None:
        return None
    by_hand = el("span", f" {words('monthly.html.overridden')}", class_="small") if changed else None
    mark = el("span", f"{_TIER_MARKS[tier]} {tier_name(tier, words)}", class_=f"tier {tier}", data_rank=str(TIERS.index(tier)))
    return el("span", mark, by_hand)


def level_mark(level: AlertLevel | None, words: Words) -> Inside:
    """An alert's level by word and colour."""
    if level is None:
        return None
    return el("span", f"▲ {words(f'monthly.level.{level}')}", class_=f"level {level}", data_rank=str(_LEVELS.index(level)))


def change_mark(line: Headline, words: Words) -> Inside:
    """By how much a figure changed, which way, and whether that is good: arrow, amount and word."""
    if line.change is None:
        return None
    arrow = "▲" if line.change > 0 else "▼" if line.change < 0 else "="
    verdict = f" {words(f'monthly.verdict.{line.verdict}')}" if line.verdict and line.change else ""
    said = quantity(line.change if line.change > 0 else -line.change, line.unit, words, change=True)
    return el(
        "span", f"{arrow} {said}{verdict}" if line.change else words("monthly.verdict.same"), class_=f"change {line.verdict or 'neutral'}"
    )


def money(amount: Decimal | None) -> str | None:
    """1,234.50; nothing where it is not known."""
    return None if amount is None else decimal_amount(amount)


def share(part: float | None) -> str | None:
    """12.3%; nothing where it is not known."""
    return None if part is None else percent(part)


def day(date: dt.date | None) -> Inside:
    """2026-10-31 in one piece; nothing where there is none."""
    return None if date is None else el("span", date.isoformat(), class_="day")


def joined(notes: Iterable[Note], words: Words) -> str:
    """Several notes in one line."""
    return words("list.separator").join(say(note, words) for note in notes)


def listing(
    caption: str,
    shown: Sequence[Col],
    rows: Sequence[Sequence[Inside]],
    words: Words,
    *,
    first: int = ROWS,
    titled: bool = False,
) -> list[Inside]:
    """A table of the first rows; all of them, sortable, behind a fold on screen; on paper, how many more the workbook has.

    titled: a heading above says what the caption says.
    """
    if len(rows) <= first:
        return [table(caption, shown, rows, class_="sortable", titled=titled)]
    left = len(rows) - MOST
    more = words("monthly.html.more", count=f"{len(rows) - first:,}")
    # A cell stands in one place of the page only: the short table gets copies.
    short = [[_copied(cell) for cell in row] for row in rows[:first]]
    return [
        table(words("monthly.html.first", caption=caption, count=first), shown, short),
        el("p", more, class_="paper small"),
        el(
            "details",
            el("summary", words("monthly.html.all", count=f"{len(rows):,}")),
            table(caption, shown, rows[:MOST], class_="sortable"),
            el("p", words("monthly.html.more", count=f"{left:,}"), class_="small") if left > 0 else None,
        ),
    ]


def _copied(cell: Inside) -> Inside:
    return cell if cell is None or isinstance(cell, str) else copy.deepcopy(cell)
