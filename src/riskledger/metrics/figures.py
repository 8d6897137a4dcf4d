"""A figure that may not exist: its value, or the reason why there is none."""

from __future__ import annotations

from typing import Literal, NamedTuple

Why = Literal[
    "mixed_currencies",
    "short_history",
    "no_revenue",
    "month_without_sales",
    "no_receivables",
    "no_debtors",
    "no_opening_balance",
    "no_due_dates",
    "nothing_collectable",
    "nothing_decided",
    "nothing_paid",
    "no_former_customers",
    "no_past_year",
]


class Figure(NamedTuple):
    """`value` as a ratio or in days; None with the reason `why`."""

    value: float | None
    why: Why | None = None


def none(why: Why) -> Figure:
    """A figure that cannot be computed, and why."""
    return Figure(None, why)
