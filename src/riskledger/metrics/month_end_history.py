"""The main figures at the last twelve month-ends, T itself the last, each as it was known then.

Every figure of a month-end E equals what an assessment on E would say of the same ledger, without reading it again. On what day a row
begins to count is known for each sum: an invoice counts as outstanding from its date, its receipt is taken off from the payment
date, both count as overdue from the day after the due date, and so on. So each sum is taken once over the rows, by the first of the days
looked at on which they count, and added up along these days. Rows without an invoice date have no such day (they stand in with their due
date, or with the day looked at where that is earlier) and are gone through once per month-end.
Of a row in instalments what was past due of the instalments paid since is not known any more: only those still open count as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from riskledger.ledger.known import DECLARED, Known
from riskledger.ledger.receipts import NO_RECEIPTS, Receipts
from riskledger.metrics.behaviour import DelayRate, delay_rate_of
from riskledger.metrics.collection import DEFAULT_CEI, MONTH, QUARTER, CeiVariant, cei
from riskledger.metrics.facts import Bools, Ints
from riskledger.metrics.figures import Figure, none
from riskledger.metrics.months import month_ends, months_before
from riskledger.metrics.turnover import YEAR, Turnover, turnover_of

MONTH_ENDS: Final = 12
_NEVER: Final = 2**40


class MonthEnd(NamedTuple):
    """The book on one day. Money in minor units; `invoiced`: net sales of the month that ends there, `active`: customers invoiced in it."""

    day: int
    outstanding: int
    overdue: int
    overdue_share: Figure
    turnover: Turnover  # with the simple DSO
    cei_month: Figure
    cei_quarter: Figure
    delay: DelayRate
    invoiced: int
    active: int


@dataclass(frozen=True)
class History:
    """Month-ends in order, T last; fewer than twelve in a younger ledger.

    `undated_receipts`: money received by T on no known date, minor units. It counts as received all along, so that the balances
    of past days are too low by what of it was still open then.
    """

    month_ends: tuple[MonthEnd, ...]
    undated_receipts: int


def history_on(
    known: Known,
    customer: Ints,
    customers: int,
    rows: Bools | None = None,
    *,
    receipts: Receipts = NO_RECEIPTS,
    months: int = MONTH_ENDS,
    variant: CeiVariant = DEFAULT_CEI,
) -> History:
    """The figures at the last month-ends.

    Args:
        known: the ledger on T, all rows; what was known on an earlier day follows from it.
        customer: parallel to its rows, any value where a row is not assessed; customers: how many there are.
        rows: restricts it, for instance to one currency.
        receipts: the ledger's payments one by one, of rows with several.
        months: how many days to look back on, T included.
        variant: of the collection effectiveness index over the month and the quarter.
    """
    chosen = np.flatnonzero(known.assessed if rows is None else known.assessed & rows)
    ends = month_ends(known.as_of, months)
    days = sorted({*ends, *(day - YEAR for day in ends), *(months_before(day, n) for day in ends for n in (MONTH, QUARTER))})
    paid = receipts_known(known, receipts, chosen)
    book = _Running(known, chosen, days, paid)
    places = np.flatnonzero(known.invoice_day[chosen] == 0)
    undated, theirs = chosen[places], paid.of(places, len(chosen))
    looks = [_Look(day, book, _StandingIn(known, undated, day, theirs), customer) for day in ends]
    points = tuple(_month_end(look, customers, variant) for look in looks if look.first <= look.day)
    return History(points, int(paid.amount[paid.day == 0].sum()))


class PaidIn(NamedTuple):
    """Money received by T: the row's place among the rows looked at, the day (0 unknown), minor units."""

    place: Ints
    day: Ints
    amount: Ints

    def by(self, day: int, rows: int) -> Ints:
        """What had come in of each row by a day; what came on no known day had always."""
        sums = np.zeros(rows, dtype=np.int64)
        happened = self.day <= day
        np.add.at(sums, self.place[happened], self.amount[happened])
        return sums

    def of(self, places: Ints, rows: int) -> PaidIn:
        """The money of some of the rows, which are from then on counted among themselves."""
        among = np.full(rows, -1, dtype=np.int64)
        among[places] = np.arange(len(places))
        chosen = among[self.place] >= 0
        return PaidIn(among[self.place[chosen]], self.day[chosen], self.amount[chosen])


def receipts_known(known: Known, receipts: Receipts, rows: Ints) -> PaidIn:
    """What was received on these rows by T and when: each payment by itself where the ledger has them, else the row's one."""
    one = PaidIn(np.arange(len(rows)), known.paid_day[rows], known.received[rows])
    if not receipts.row:
        return one
    place = np.full(len(known.amount), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    row, day, amount = (np.array(values, dtype=np.int64) for values in (receipts.row, receipts.day, receipts.amount))
    counted = (place[row] >= 0) & (day <= known.as_of)
    alone = np.ones(len(rows), dtype=np.bool_)
    alone[place[row[place[row] >= 0]]] = False
    each = (place[row[counted]], day[counted], amount[counted])
    return PaidIn(*(np.concatenate([whole[alone], part]) for whole, part in zip(one, each, strict=True)))


class _Running:
    """Sums over all rows as they stood on each of the days, by day. Money in minor units, the rest counts of rows."""

    def __init__(self, known: Known, rows: Ints, days: list[int], money: PaidIn) -> None:
        self._days = np.array(days, dtype=np.int64)
        amount, settled = known.amount[rows], known.settled[rows]
        issued, due, paid = known.invoice_day[rows], known.due_day[rows], known.paid_day[rows]
        dated = issued > 0
        self.rows, self.issued, self.amount = rows[dated], issued[dated], amount[dated]
        self.first = int(self.issued.min()) if dated.any() else _NEVER
        # A declared due date runs along with the day while the row is open: with more than 0 days it is past due all the time.
        until, grace = np.where(settled, paid, known.as_of), known.grace_days
        always = (known.due_source[rows] == DECLARED) & (until > due + grace)
        past_due = np.maximum(issued, np.where(due == 0, _NEVER, np.where(always, 0, due + grace + 1)))
        receipt = np.maximum(issued, paid)
        at, received = money.place, -money.amount

        self.sales = self._by_day((self.issued, self.amount))
        self.outstanding = self._by_day((issued, amount), (np.maximum(issued[at], money.day), received))
        whole, part = _past_due_by_itself(known, rows, grace)
        split = whole[at]
        self.overdue = self._by_day((past_due[whole], amount[whole]), (np.maximum(past_due[at], money.day)[split], received[split]), part)

        ever_open = (amount != 0) & (~settled | (paid > 0))
        closed = np.where(settled, receipt, _NEVER)
        with_due = ever_open & (due > 0)
        self.open = self._by_day((issued[ever_open], 1), (closed[ever_open], -1))
        self.open_with_due = self._by_day((issued[with_due], 1), (closed[with_due], -1))

        counted = (amount > 0) & (due > 0)
        decided_on = np.where(settled, np.where(paid > 0, np.minimum(past_due, receipt), _NEVER), past_due)[counted]
        late_on = np.where(settled & (paid <= due + grace), _NEVER, past_due)[counted]
        self.decided, self.decided_amount = self._by_day((decided_on, 1)), self._by_day((decided_on, amount[counted]))
        self.late, self.late_amount = self._by_day((late_on, 1)), self._by_day((late_on, amount[counted]))

    def _by_day(self, *events: tuple[Ints, Ints | int]) -> dict[int, int]:
        """What has added up by each day of things that happen on days."""
        sums = np.zeros(len(self._days) + 1, dtype=np.int64)
        for when, what in events:
            np.add.at(sums, np.searchsorted(self._days, when), what)
        return dict(zip(self._days.tolist(), np.cumsum(sums).tolist(), strict=False))


def _past_due_by_itself(known: Known, rows: Ints, grace: int) -> tuple[Bools, tuple[Ints, Ints]]:
    """Which rows become past due as a whole, and of the others the days on which their open instalments do, with the amounts."""
    whole = np.ones(len(known.amount), dtype=np.bool_)
    whole[known.instalments.row] = False
    looked_at = np.zeros(len(known.amount), dtype=np.bool_)
    looked_at[rows] = True
    row, due, amount = known.instalments
    chosen = looked_at[row]
    return whole[rows], (np.maximum(due + grace + 1, known.invoice_day[row])[chosen], amount[chosen])


class _StandingIn:
    """The rows without an invoice date on one day E: each stands in with its due date as known on E, at the latest with E."""

    def __init__(self, known: Known, rows: Ints, day: int, money: PaidIn) -> None:
        self.rows, self.amount = rows, known.amount[rows]
        due, paid, self._money = known.due_day[rows], known.paid_day[rows], money
        open_then = self.outstanding(day)
        settled_then = np.where(self.amount >= 0, open_then <= 0, open_then >= 0)
        declared = np.where(known.settled[rows], paid, known.as_of) - due
        runs_along = np.where(settled_then, np.where(paid <= day, due, 0), day - declared)
        due = np.where(known.due_source[rows] == DECLARED, runs_along, due)
        self.issued = np.where(due > 0, np.minimum(due, day), day)

    def outstanding(self, day: int) -> Ints:
        """Open of each row on a day."""
        return self.amount - self._money.by(day, len(self.amount))


@dataclass(frozen=True)
class _Look:
    """The book on one day E: what is asked of the dated rows and of those that stand in, put together."""

    day: int
    book: _Running
    others: _StandingIn
    customer: Ints

    @property
    def first(self) -> int:
        """The first invoice known on E."""
        return min(self.book.first, int(self.others.issued.min()) if len(self.others.issued) else _NEVER)

    def sales_since(self, start: int) -> int:
        """Net sales after `start`, up to E."""
        return self.book.sales[self.day] - self.book.sales[start] + int(self.others.amount[self.others.issued > start].sum())

    def outstanding_on(self, start: int) -> int | None:
        """Outstanding on an earlier day, of the rows that existed then as far as E knows; None before the ledger begins."""
        if self.first > start:
            return None
        return self.book.outstanding[start] - int(self.others.outstanding(start)[self.others.issued > start].sum())

    def active_since(self, start: int, customers: int) -> int:
        """Customers invoiced after `start`, up to E; credit notes are no invoices."""
        seen = np.zeros(customers, dtype=np.bool_)
        book, others = self.book, self.others
        seen[self.customer[book.rows[(book.issued > start) & (book.issued <= self.day) & (book.amount > 0)]]] = True
        seen[self.customer[others.rows[(others.issued > start) & (others.amount > 0)]]] = True
        return int(seen.sum())


def _month_end(look: _Look, customers: int, variant: CeiVariant) -> MonthEnd:
    day, book = look.day, look.book
    outstanding, overdue = book.outstanding[day], book.overdue[day]
    start, month = max(day - YEAR, look.first - 1), months_before(day, MONTH)
    undated = book.open[day] > 0 and not book.open_with_due[day]

    def collected(months: int) -> Figure:
        since = months_before(day, months)
        before = look.outstanding_on(since)
        if before is None:
            return none("short_history")
        if undated:
            return none("no_due_dates")
        return cei(before, look.sales_since(since), outstanding, outstanding - overdue, months, variant)

    return MonthEnd(
        day=day,
        outstanding=outstanding,
        overdue=overdue,
        overdue_share=Figure(overdue / outstanding) if outstanding > 0 else none("no_receivables"),
        turnover=turnover_of(look.sales_since(day - YEAR), outstanding, look.outstanding_on(day - YEAR), day - start),
        cei_month=collected(MONTH),
        cei_quarter=collected(QUARTER),
        delay=delay_rate_of(book.decided[day], book.late[day], book.decided_amount[day], book.late_amount[day]),
        invoiced=look.sales_since(month),
        active=look.active_since(month, customers),
    )


def opening_of(known: Known, receipts: Receipts = NO_RECEIPTS) -> Ints:
    """What was open of each assessed row at T − 365 as known then, minor units, parallel to the facts; 0 for rows that did not exist.

    A row without an invoice date existed when its stand-in of T says so.
    """
    start, rows = known.as_of - YEAR, np.flatnonzero(known.assessed)
    issued, due = known.invoice_day[rows], known.due_day[rows]
    existed = np.where(issued > 0, issued <= start, (due > 0) & (due <= start))
    return np.where(existed, known.amount[rows] - receipts_known(known, receipts, rows).by(start, len(rows)), 0)
