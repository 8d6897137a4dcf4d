"""Ageing by any scale: what is open on T by customer and age group, by due date or by invoice date, signed, to the cent.

Age is T − due date (negative: not due yet) or T − invoice date, in days; or in whole years, counted by anniversaries, a full year
still belonging to the younger group as in Chinese practice (1年以内含1年). Every age has a group: day 0 and whatever lies beyond
the last bound too. So the groups of a customer sum to what it owes and those of all customers to the book's outstanding.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np

from riskledger.errors import CannotRun
from riskledger.metrics.facts import Bools, Ints, InvoiceFacts, open_parts

Basis = Literal["due_date", "invoice_date"]
NOT_DUE: Final = "not_due"
DUE_TODAY: Final = "due_today"
NO_DUE_DATE: Final = "no_due_date"


@dataclass(frozen=True)
class Scale:
    """Age groups: `upper` is the last day (or year) of each group but the last, which is open; `names` has one more."""

    basis: Basis
    upper: tuple[int, ...]
    names: tuple[str, ...]
    unit: Literal["days", "years"] = "days"

    @property
    def buckets(self) -> tuple[str, ...]:
        """The names, by due date with no_due_date as the last, for rows of unknown age."""
        return (*self.names, NO_DUE_DATE) if self.basis == "due_date" else self.names

    def upper_days(self, as_of: int) -> Ints:
        """The upper bounds in days before T."""
        if self.unit == "days":
            return np.array(self.upper, dtype=np.int64)
        return np.array([as_of - _anniversary(as_of, years) for years in self.upper], dtype=np.int64)


def scale(bounds: Sequence[int], basis: Basis = "due_date") -> Scale:
    """A scale of one's own from the upper bounds of its groups.

    Args:
        bounds: days, at least one, rising, each above 0: (30, 60) gives not_due, due_today, 1-30, 31-60 and >60 by due date, 0-30,
            31-60 and >60 by invoice date.
        basis: the date from which the age counts.

    Raises:
        CannotRun: bad_buckets, when the bounds are none, not rising or not above 0.
    """
    if not bounds or bounds[0] < 1 or any(low >= high for low, high in pairwise(bounds)):
        raise CannotRun("bad_buckets", bounds=", ".join(map(str, bounds)))
    lows = [0 if basis == "invoice_date" else 1, *(bound + 1 for bound in bounds[:-1])]
    groups = [f"{low}-{high}" for low, high in zip(lows, bounds, strict=True)]
    names = (*groups, f">{bounds[-1]}")
    if basis == "invoice_date":
        return Scale(basis, tuple(bounds), names)
    return Scale(basis, (-1, 0, *bounds), (NOT_DUE, DUE_TODAY, *names))


PRESETS: Final[dict[str, Scale]] = {
    "default": scale((30, 60, 90, 180, 365)),
    "days_120": scale((30, 60, 90, 120)),
    "zoho": scale((15, 30, 45)),
    "signed": Scale("due_date", (-31, -1, 0, 30, 60), ("due_in_over_30", "due_in_1-30", DUE_TODAY, "1-30", "31-60", ">60")),
    "cn_annual": Scale("invoice_date", (1, 2, 3, 4, 5), ("<=1y", "1-2y", "2-3y", "3-4y", "4-5y", ">5y"), "years"),
    "cn_quarterly": scale((30, 60, 90, 180), "invoice_date"),
}


def _anniversary(day: int, years: int) -> int:
    """The same day so many years before; 28 February for the 29th."""
    date = dt.date.fromordinal(day)
    year = max(1, date.year - years)
    try:
        return date.replace(year=year).toordinal()
    except ValueError:
        return date.replace(year=year, day=28).toordinal()


@dataclass(frozen=True)
class AgeingTable:
    """Minor units, customers × buckets; `disputed` is the part of `amounts` that stands on rows in dispute."""

    buckets: tuple[str, ...]
    amounts: Ints
    disputed: Ints

    @property
    def undisputed(self) -> Ints:
        """What is open without the rows in dispute."""
        return self.amounts - self.disputed

    @property
    def portfolio(self) -> Ints:
        """The buckets of all customers together; their sum is the outstanding balance."""
        together: Ints = self.amounts.sum(axis=0)
        return together


def bucket_of(facts: InvoiceFacts, by: Scale) -> Ints:
    """Index into the scale's buckets of every row, −1 where nothing is outstanding. Of several instalments open the earliest counts."""
    return np.where(facts.outstanding != 0, age_group(by, facts.as_of, _start(facts, by), facts.grace_days), -1)


def age_group(by: Scale, as_of: int, start: Ints, grace: int = 0) -> Ints:
    """The bucket of amounts by the day their age counts from (ordinal, 0: unknown).

    grace: days after the due date within which an amount counts as not due.
    """
    age = as_of - start
    if by.basis == "invoice_date":
        return np.searchsorted(by.upper_days(as_of), age)
    age = np.where((age > 0) & (age <= grace), -1, age)
    return np.where(start > 0, np.searchsorted(by.upper_days(as_of), age), len(by.names))


def _start(facts: InvoiceFacts, by: Scale) -> Ints:
    return facts.due_day if by.basis == "due_date" else facts.invoice_day


def held_by_age(facts: InvoiceFacts, by: Scale, rows: Bools | None = None) -> dict[str, int]:
    """Outstanding by bucket in minor units; `no_due_date` only when it holds something. `rows` restricts it."""
    held = dict(zip(by.buckets, ageing_table(facts, by, rows).portfolio.tolist(), strict=True))
    undated = (facts.outstanding != 0) & (facts.due_day <= 0)
    if by.basis == "due_date" and not (undated if rows is None else undated & rows).any():
        del held[NO_DUE_DATE]
    return held


def ageing_table(facts: InvoiceFacts, by: Scale, rows: Bools | None = None) -> AgeingTable:
    """What every customer owes by age.

    Args:
        facts: the assessed rows. A row without an invoice date ages from its stand-in, as everywhere.
        by: the scale. By due date it ends with `no_due_date`, for rows of unknown age.
        rows: restricts the table, for instance to one currency.
    """
    buckets, parts = by.buckets, open_parts(facts)
    start = parts.due_day if by.basis == "due_date" else facts.invoice_day[parts.row]
    place = facts.customer[parts.row] * len(buckets) + age_group(by, facts.as_of, start, facts.grace_days)
    chosen = parts.outstanding != 0 if rows is None else (parts.outstanding != 0) & rows[parts.row]

    def summed(which: Bools) -> Ints:
        cells = np.zeros(facts.customers * len(buckets), dtype=np.int64)
        np.add.at(cells, place[which], parts.outstanding[which])
        return cells.reshape(facts.customers, len(buckets))

    return AgeingTable(buckets, summed(chosen), summed(chosen & facts.disputed[parts.row]))
