"""Rates kept exact until money is rounded once, half up to the cent; and reference rates that hold from a date on."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

Rate = Decimal | Fraction | int  # 0.036 is 3.6 %; never a float, whose last digits would reach the cents


def half_up(amount: Fraction) -> int:
    """Whole minor units, halves away from zero, as invoices are rounded."""
    size = (2 * abs(amount.numerator) + amount.denominator) // (2 * amount.denominator)
    return size if amount >= 0 else -size


def portion(amount: int, rate: Rate) -> int:
    """A share of a sum in minor units, rounded half up to the minor unit."""
    return half_up(amount * Fraction(rate))


@dataclass(frozen=True, slots=True)
class DatedRates:
    """A reference rate over time: each entry is the first day (ordinal) of a rate, which holds until the next one.

    Raises ValueError if there is no entry or the days do not ascend.
    """

    entries: tuple[tuple[int, Rate], ...]

    def __post_init__(self) -> None:
        days = self.days
        if not days or any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError("dated rates need an entry, and days that ascend")

    @property
    def days(self) -> tuple[int, ...]:
        """The first days, ascending."""
        return tuple(day for day, _ in self.entries)

    def on(self, day: int) -> Rate | None:
        """The rate in force on a day; None before the first one, which is not guessed backwards."""
        at = bisect_right(self.days, day)
        return self.entries[at - 1][1] if at else None
