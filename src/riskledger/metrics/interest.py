"""Late interest by a rule set: on the balance as receipts reduce it, from the day after the due date, exact until rounded once.

interest = Σ balance × days × rate a day; a receipt earns interest up to and including its own day. Additive over time: the interest
of a month is the difference of two, before rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import NamedTuple

import numpy as np

from riskledger.metrics.facts import Bools, Ints
from riskledger.metrics.figures import Amount, Why, no_amount
from riskledger.metrics.interest_rules import InterestRule, RatePeriod, rate_periods
from riskledger.metrics.rates import half_up


class Receipt(NamedTuple):
    """Money received on a day (ordinal), minor units."""

    day: int
    amount: int


class InterestPiece(NamedTuple):
    """Interest of some days at one balance and one rate, not rounded; `interest` in minor units."""

    first: int
    last: int
    balance: int
    rate: RatePeriod
    interest: Fraction

    @property
    def days(self) -> int:
        """Days counted, both ends included."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class LateInterest:
    """Interest, fixed sum and both together in minor units, and the pieces the interest is made of."""

    interest: Amount
    fixed_sum: Amount
    total: Amount
    days: int
    pieces: tuple[InterestPiece, ...]


def late_interest(
    amount: int,
    due: int | None,
    until: int,
    rule: InterestRule,
    receipts: Sequence[Receipt] = (),
    *,
    since: int | None = None,
    currency: str | None = None,
) -> LateInterest:
    """The interest on one invoice up to and including a day.

    Args:
        amount: invoiced, minor units; a credit earns none.
        due: due date (ordinal); None when unknown, which leaves no interest to compute.
        until: the as-of date, or the day of the last receipt.
        receipts: in any order; those after `until` have not happened.
        since: counts only days after this one, as when interest was billed before; the fixed sum was then billed too.
        currency: of the invoice; a fixed sum in another currency cannot be added.
    """
    if due is None:
        return _unknown("no_due_date")
    periods = rate_periods(rule, due, until)
    if isinstance(periods, str):
        return _unknown(periods)
    pieces = _pieces(amount, due if since is None else max(due, since), until, periods, receipts)
    interest = Amount(half_up(sum((piece.interest for piece in pieces), Fraction(0))))
    at_due = amount - sum(receipt.amount for receipt in receipts if receipt.day <= due)
    first_time = since is None or since <= due
    fixed = _fixed_sum(rule, at_due if first_time and until > due else 0, currency)
    total = fixed if fixed.value is None else Amount((interest.value or 0) + fixed.value)
    return LateInterest(interest, fixed, total, sum(piece.days for piece in pieces), pieces)


def _pieces(amount: int, after: int, until: int, periods: Sequence[RatePeriod], receipts: Sequence[Receipt]) -> tuple[InterestPiece, ...]:
    paid_on = sorted({receipt.day for receipt in receipts if after < receipt.day < until})
    pieces = []
    for first, last in zip([after, *paid_on], [*paid_on, until], strict=True):
        balance = amount - sum(receipt.amount for receipt in receipts if receipt.day <= first)
        if balance <= 0:
            continue
        for period in periods:
            begin, end = max(first + 1, period.first), min(last, period.last)
            if begin <= end:
                pieces.append(InterestPiece(begin, end, balance, period, balance * period.daily * (end - begin + 1)))
    return tuple(pieces)


def _fixed_sum(rule: InterestRule, debt: int, currency: str | None) -> Amount:
    reached = [step.amount for step in rule.fixed_sums if debt > 0 and debt >= step.from_amount]
    if not reached:
        return Amount(0)
    if rule.currency is not None and currency is not None and currency != rule.currency:
        return no_amount("other_currency")
    return Amount(reached[-1])


def _unknown(why: Why) -> LateInterest:
    return LateInterest(no_amount(why), no_amount(why), no_amount(why), 0, ())


class RowInterest(NamedTuple):
    """Interest of each row in minor units, 0 where none is owed; `unknown` rows are late but have no rate or no due date."""

    interest: Ints
    unknown: Bools


def interest_of_rows(principal: Ints, due_day: Ints, end_day: Ints, rule: InterestRule) -> RowInterest:
    """The interest of many rows, without fixed sums: each on its principal from the day after its due day to its end day.

    Args:
        principal: minor units; rows of 0 or below earn none.
        due_day: ordinals, 0 where unknown.
        end_day: T for what is open, the payment day for what was paid late.

    Rates are looked up once for each due day; each row is rounded half up by itself.
    """
    interest = np.zeros(principal.size, dtype=np.int64)
    unknown = (principal > 0) & (due_day == 0)
    rows = np.flatnonzero((principal > 0) & (due_day > 0) & (end_day > due_day))
    rows = rows[np.argsort(due_day[rows], kind="stable")]
    dues, firsts = np.unique(due_day[rows], return_index=True)
    for due, own in zip(dues.tolist(), np.split(rows, firsts[1:]), strict=False):
        ends = end_day[own].tolist()
        periods = rate_periods(rule, due, max(ends))
        if isinstance(periods, str):  # a rate is missing only before the first one, so that it depends on the due day alone
            unknown[own] = True
            continue
        bottom = lcm(*[period.daily.denominator for period in periods])
        steps = [(period.first - 1, period.last, int(period.daily * bottom)) for period in periods]
        amounts = principal[own].tolist()
        tops = [
            amount * sum((min(end, last) - before) * top for before, last, top in steps if before < end)
            for amount, end in zip(amounts, ends, strict=True)
        ]
        interest[own] = [(2 * top + bottom) // (2 * bottom) for top in tops]
    return RowInterest(interest, unknown)
