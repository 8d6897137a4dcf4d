"""Early warnings in words: level and evidence of each alert, the cells behind it, and the block of the terminal report."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from riskledger.assessment import Assessment, CustomerAssessment
from riskledger.i18n import Words, percent
from riskledger.rating.alerts import Alert, urgency
from riskledger.rating.policy_parts import ALERT_LEVELS
from riskledger.reporting.layout import hanging
from riskledger.reporting.report import Note
from riskledger.reporting.wording import quoted, seen_in, tier_name
from riskledger.workbook.address import address

LEVEL_STYLE = {"blue": "blue", "yellow": "yellow", "orange": "dark_orange", "red": "red"}
SHOWN, SHOWN_EACH = 6, 2  # customers, alerts of each: all of them are on the sheet and in explain
_ENDS = {"limit_ends_in": "limit_ended", "insurance_ends_in": "insurance_ended", "contract_ends_in": "contract_ended"}
_SHARES = frozenset({"delay_rate_rise", "limit_used", "completeness"})


def alert_words(alert: Alert, words: Words) -> str:
    """The evidence of an alert as a clause."""
    fact, code = alert.fact, alert.code
    if code in _ENDS and fact.value < 0:
        return words(f"alert.{_ENDS[code]}", value=str(-int(fact.value)))
    return words(
        f"alert.{code}", **{name: _figure(code, part, words) for name, part in zip(("value", "before", "now"), fact[:3], strict=True)}
    )


def alert_note(alert: Alert) -> Note:
    """The evidence of an alert as a note, which `alert_words` says in a language."""
    fact, code = alert.fact, alert.code
    if code in _ENDS and fact.value < 0:
        return Note(f"alert.{_ENDS[code]}", {"value": -int(fact.value)})
    if isinstance(fact.value, float) and not math.isfinite(fact.value):
        return Note("alert.limit_is_zero", {})
    figures = zip(("value", "before", "now"), fact[:3], strict=True)
    return Note(f"alert.{code}", {name: _place(code, figure) for name, figure in figures})


def _place(code: str, figure: float | str | bool | None) -> str | None:
    """A figure as any language writes it; a tier by its key."""
    if figure is None or isinstance(figure, bool):
        return None
    return figure if isinstance(figure, str) else percent(figure, 0) if code in _SHARES else f"{round(figure, 1):g}"


def _figure(code: str, figure: float | str | bool | None, words: Words) -> str:
    if figure is None or isinstance(figure, bool):
        return "-"
    if isinstance(figure, str):
        return tier_name(figure, words)
    if not math.isfinite(figure):
        return words("alert.no_limit")
    return percent(figure, 0) if code in _SHARES else f"{round(figure, 1):g}"


def level_words(entry: CustomerAssessment, words: Words) -> str:
    """All alerts of a customer with their levels, the most urgent first; empty when there is none."""
    said = [words("alert.line", level=words(f"alert.level.{alert.level}"), text=alert_words(alert, words)) for alert in entry.alerts]
    return words("list.separator").join(said)


def alert_cells(assessment: Assessment, alert: Alert, excel_rows: Sequence[int], most: int | None = None) -> list[str]:
    """References of the cells behind an alert."""
    cells = [quoted(place.sheet, address(place.row, place.column)) for place in alert.fact.places]
    if alert.fact.rows:
        column = seen_in(assessment, alert.fact.column)
        cells += [quoted(assessment.sheet, address(excel_rows[i], column)) for i in alert.fact.rows]
    return cells[:most]


def alert_entries(assessment: Assessment, entry: CustomerAssessment, words: Words, excel_rows: Sequence[int], most: int) -> list[Any]:
    """A customer's alerts for JSON: `value` and `threshold` in the policy's terms; `before` and `now` the figures behind a change."""
    return [
        {
            "level": alert.level,
            "code": alert.code,
            "value": _number(alert.fact.value),
            "threshold": alert.threshold,
            "before": _number(alert.fact.before),
            "now": _number(alert.fact.now),
            "message": alert_words(alert, words),
            "cells": alert_cells(assessment, alert, excel_rows, most),
        }
        for alert in entry.alerts
    ]


def _number(figure: float | str | bool | None) -> float | str | bool | None:
    if not isinstance(figure, float):
        return figure
    return round(figure, 6) if math.isfinite(figure) else None


def warnings_report(assessment: Assessment, words: Words) -> RenderableType | None:
    """How many customers stand at which level, and the most urgent with their evidence; None without alerts."""
    warned = [entry for entry in assessment.customers if entry.alerts]
    if not warned:
        return None
    warned.sort(key=lambda entry: -urgency(entry.alerts[0].level))  # within a level the order of expected late amount stays
    counts = [(level, sum(entry.alerts[0].level == level for entry in warned)) for level in reversed(ALERT_LEVELS)]
    title = Text(words("alert.title"), style="bold")
    for place, (level, count) in enumerate((level, count) for level, count in counts if count):
        title.append(words("report.and") if place else "")
        title.append(words("alert.count", level=words(f"alert.level.{level}"), count=count), style=LEVEL_STYLE[level])
    lines: list[RenderableType] = [title]
    for entry in warned[:SHOWN]:
        level = entry.alerts[0].level
        line = Text(words(f"alert.level.{level}") + "  ", style=LEVEL_STYLE[level])
        line.append(entry.customer + "  ", style="bold default")
        said = words("list.separator").join(alert_words(alert, words) for alert in entry.alerts[:SHOWN_EACH])
        more = words("alert.more", count=rest) if (rest := len(entry.alerts) - SHOWN_EACH) > 0 else ""
        lines.append(hanging("→", line.append(said + more, style="default")))
    if (rest := len(warned) - SHOWN) > 0:
        lines.append(Text(words("alert.further", count=rest, sheet=words("sheet.title.assessment")), style="dim"))
    return Group(*lines)
