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
    "no_loss_rate",
    "no_loss_observed",
    "nothing_observed",
    "never_resolved",
    "no_limit",
    "limit_is_zero",
    "limit_currency",
    "no_interest_rule",
    "no_terms",
    "no_tax_rate",
    "no_net_worth",
    "not_in_grid",
    "no_rate_on_day",
    "before_lpr",
    "other_currency",
    "no_due_date",
    "no_credit_period",
    "statements_incomplete",
    "base_not_positive",
]


class Figure(NamedTuple):
    """`value` as a ratio or in days; None with the reason `why`."""

    value: float | None
    why: Why | None = None


def none(why: Why) -> Figure:
    """A figure that cannot be computed, and why."""
    return Figure(None, why)


class Amount(NamedTuple):
    """A sum of money in minor units; None with the reason `why`."""

    value: int | None
    why: Why | None = None


def no_amount(why: Why) -> Amount:
    """A sum that cannot be computed, and why."""
    return Amount(None, why)
