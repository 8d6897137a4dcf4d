"""What payment terms are: the steps from an invoice date to a due date, in instalments, with early-payment discounts.

Month arithmetic follows the Civil Code of China, article 202 (and most ERPs): a period in months ends on the same day of the
last month, or on that month's last day where it has no such day.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from riskledger.ledger.terms.wording import Language, describe

Order = Literal["days_then_month_end", "month_end_then_days"]
Event = Literal["invoice", "prepayment", "delivery", "receipt"]

MONTH_END: Final = 31  # clamped to the month's length, so the 31st is the last day of any month
LONGEST_DAYS: Final = 3650
LONGEST_MONTHS: Final = 120
MOST_INSTALMENTS: Final = 12
MOST_DISCOUNTS: Final = 4
LARGEST_DISCOUNT: Final = 20  # per cent; above it "30% 30 days, ..." is far likelier a first instalment


@dataclass(frozen=True, slots=True)
class Rule:
    """From the invoice date to the due date: add `days`, move on `months`, land on a day of that month, add `then_days`.

    `day_of_month` None keeps the day; 31 is the month's last day. `event` names what falls due at once (prepayment, delivery,
    receipt): the ledger dates none of these, so the invoice date stands for them.

    Raises ValueError for steps that no terms have, among them those that could fall due before the invoice.
    """

    days: int = 0
    months: int = 0
    day_of_month: int | None = None
    then_days: int = 0
    event: Event = "invoice"

    def __post_init__(self) -> None:
        longest = max(self.days, self.then_days)
        if min(self.days, self.months, self.then_days) < 0 or longest > LONGEST_DAYS or self.months > LONGEST_MONTHS:
            raise ValueError("days or months out of range")
        if self.day_of_month is None:
            if self.then_days or (self.days and self.months):
                raise ValueError("without a landing day there is one step: days or months")
        elif not 1 <= self.day_of_month <= MONTH_END or (self.months == 0 and self.day_of_month != MONTH_END):
            raise ValueError("a day of the month belongs to a later month, or is the month's end")
        if self.event != "invoice" and (self.days, self.months, self.day_of_month) != (0, 0, None):
            raise ValueError("what is due at an event is due at once")

    def due(self, invoice: dt.date) -> dt.date:
        """The due date; the calendar's last day (9999-12-31) where it would lie beyond it."""
        day = _after(invoice, self.days)
        if self.months or self.day_of_month is not None:
            month = day.year * 12 + day.month - 1 + self.months
            if month // 12 > dt.MAXYEAR:
                return dt.date.max
            year, month = month // 12, month % 12 + 1
            wanted = day.day if self.day_of_month is None else self.day_of_month
            day = dt.date(year, month, min(wanted, calendar.monthrange(year, month)[1]))
        return _after(day, self.then_days)


def _after(day: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(min(day.toordinal() + days, dt.date.max.toordinal()))


@dataclass(frozen=True, slots=True)
class Instalment:
    """A share of the amount, in per cent, and when it is due."""

    percent: Decimal
    rule: Rule


@dataclass(frozen=True, slots=True)
class Discount:
    """An early-payment discount: `percent` off when paid within `days` of the invoice date."""

    percent: Decimal
    days: int

    def __post_init__(self) -> None:
        if not 0 < self.percent <= LARGEST_DISCOUNT or not 0 <= self.days <= LONGEST_DAYS:
            raise ValueError("not an early-payment discount")


@dataclass(frozen=True, slots=True)
class Terms:
    """Payment terms: instalments that make 100 per cent, and the discounts offered for paying early.

    Raises ValueError if a share is not positive, the shares do not make 100, or there are more parts than any terms have.
    """

    instalments: tuple[Instalment, ...]
    discounts: tuple[Discount, ...] = ()

    def __post_init__(self) -> None:
        shares = [instalment.percent for instalment in self.instalments]
        if not shares or min(shares) <= 0 or sum(shares) != 100:
            raise ValueError("shares must be positive and make 100 per cent")
        if len(shares) > MOST_INSTALMENTS or len(self.discounts) > MOST_DISCOUNTS:
            raise ValueError("too many instalments or discounts")

    @classmethod
    def of(cls, rule: Rule, discounts: tuple[Discount, ...] = ()) -> Terms:
        """Terms with the whole amount due by one rule."""
        return cls((Instalment(Decimal(100), rule),), discounts)

    def due(self, invoice: dt.date) -> dt.date:
        """The date on which the last instalment is due; discounts do not move it."""
        return max(instalment.rule.due(invoice) for instalment in self.instalments)

    def describe(self, language: Language) -> str:
        """The terms in words, in the one form of them that `read_terms` reads back as the same terms."""
        return describe(self, language)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Text that is not understood as payment terms.

    `reason`: "unread" (a code, other words, out of range), or "other_start": it counts from a day the ledger does not date,
    such as delivery, acceptance or the receipt of the invoice.
    """

    text: str
    reason: Literal["unread", "other_start"] = "unread"


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Terms with more than one reading in use; `settled_by_order`: stating the order of days and month end would settle it."""

    text: str
    readings: tuple[Terms, ...]
    settled_by_order: bool
