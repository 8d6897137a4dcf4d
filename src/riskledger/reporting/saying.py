"""A note of the report in words: figures by their unit, tiers and reasons by their names, amounts and dates as people read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from riskledger.i18n import Words, percent
from riskledger.ledger.tiers import NAMES
from riskledger.reporting.report import Note, Place, Quantity, Unit

_NONE = "-"


def say(note: Note, words: Words) -> str:
    """The sentence of a note in a reader's language."""
    return words(note.code, **{name: _place(name, value, note.params, words) for name, value in note.params.items()})


def quantity(value: Quantity, unit: Unit, words: Words, *, change: bool = False) -> str:
    """A figure with its unit; of a share that changed, percentage points."""
    if value is None:
        return _NONE
    match unit:
        case "money":
            return decimal_amount(value if isinstance(value, Decimal) else Decimal(str(value)))
        case "share":
            return words("monthly.unit.share_change", value=f"{100 * float(value):.1f}") if change else percent(float(value))
        case "days" | "times":
            return words(f"monthly.unit.{unit}", value=f"{float(value):.1f}" if unit == "days" else f"{float(value):.2f}")
        case "points":
            return f"{float(value):,.0f}"
        case "count":
            return f"{int(value):,}"


def decimal_amount(value: Decimal) -> str:
    """1,234,567.80"""
    return f"{value:,.2f}"


def _place(name: str, value: Place, params: Mapping[str, Place], words: Words) -> str:
    if value is None:
        return _NONE
    if name == "figure":
        return words(f"monthly.figure.{value}")
    if name == "why":
        return words(f"why.{value}")
    if name == "reason":
        return words(f"monthly.reason.{value}")
    if name in ("before", "now") and isinstance(value, str):
        return {str(tier): shown for tier, shown in NAMES[words.language].items()}.get(value, value)
    if name in ("value", "previous", "change") and "unit" in params and not isinstance(value, str | dt.date):
        return quantity(value, params["unit"], words, change=name == "change")  # type: ignore[arg-type]  # the unit of a headline
    if isinstance(value, Decimal):
        return decimal_amount(value)
    if isinstance(value, float):
        return percent(value, 0)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
