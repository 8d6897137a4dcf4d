"""The customers to act on first: a line of figures each, with the action and the leading reasons in full width beneath."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from riskledger.assessment import Assessment, CustomerAssessment
from riskledger.i18n import Words, money
from riskledger.rating.reasons import shown_points
from riskledger.reporting.layout import TIER_STYLE, hanging
from riskledger.reporting.wording import leading_reasons, tier_name

LONGEST = 10
NAME_CELLS = 30  # a longer name folds, so that 80 columns suffice
_GAP = 2


def worklist(assessment: Assessment, words: Words) -> RenderableType:
    """Those who are not low, or may pay late, by expected late amount; the rest is counted."""
    pressing = [entry for entry in assessment.customers if entry.tier != "low" or any(part.expected_late_amount for part in entry.money)]
    shown = pressing[:LONGEST]
    rest = len(assessment.customers) - len(shown)
    further = Text(words("report.further", count=rest, sheet=words("sheet.title.assessment")), style="dim")
    if not shown:
        return Text(words("report.no_worklist"))
    titles = [words(f"report.{name}") for name in ("customer", "tier", "score", "oldest", "late")]
    lines = [["#", *titles], *([str(place), *_figures(entry, words)] for place, entry in enumerate(shown, 1))]
    widths = [max(cell_len(line[column]) for line in lines) for column in range(len(lines[0]))]
    widths[1] = min(widths[1], NAME_CELLS)
    parts: list[RenderableType] = [
        Text(words("report.worklist"), style="bold"),
        _line([Text(text, style="bold") for text in lines[0]], widths),
        Text("─" * (sum(widths) + _GAP * (len(widths) - 1))),
    ]
    for entry, line in zip(shown, lines[1:], strict=True):
        texts = [Text(text) for text in line]
        texts[1].stylize("bold")
        texts[2].stylize(TIER_STYLE[entry.tier])
        parts += [_line(texts, widths), *(Padding(part, (0, 0, 0, widths[0] + _GAP), expand=False) for part in _beneath(entry, words))]
    return Group(*parts, *([further] if rest > 0 else []))


def _figures(entry: CustomerAssessment, words: Words) -> list[str]:
    late = money(entry.money[0].expected_late_amount) if len(entry.money) == 1 else "-"
    points = shown_points(entry.risk_points)
    return [entry.customer, tier_name(entry.tier, words), f"{100 - points:.1f}", str(entry.max_days_overdue), late]


def _beneath(entry: CustomerAssessment, words: Words) -> list[RenderableType]:
    """Action, reasons, and the expected late amounts of a customer that trades in several currencies."""
    action = entry.rating.action.zh if words.language == "zh" else entry.rating.action.en
    parts = [hanging("→", action)]
    if len(entry.money) > 1:
        amounts = words("report.and").join(f"{part.currency or '?'} {money(part.expected_late_amount)}" for part in entry.money)
        parts.append(hanging(" ", words("report.late_each", amounts=amounts)))
    return [*parts, *(hanging(" ", Text(reason, style="dim")) for reason in leading_reasons(entry, words, 2))]


def _line(texts: Sequence[Text], widths: Sequence[int]) -> Table:
    made = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    for place, width in enumerate(widths):
        made.add_column(width=width, justify="left" if place in (1, 2) else "right", overflow="fold")
    made.add_row(*texts)
    return made
