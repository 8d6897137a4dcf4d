"""The ledger as known on one date T: which rows exist, what has been received, what is due when and how late it is.

Invoices dated after T do not exist yet; payments dated after T have not happened, their received amount is blank. A payment
date without an amount is payment in full; a received amount below the invoice leaves the rest open; an amount without a date
is received, but whether it came late is not decided. Due days that terms give roll to a working day where the policy names a calendar;
within the policy's days of grace nothing is late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from riskledger.ledger.instalments import NO_INSTALMENTS, OpenInstalments, in_instalments, instalments_on
from riskledger.ledger.intake import Ledger
from riskledger.ledger.receipts import received_on
from riskledger.ledger.terms import Terms, TermsCell, due_days
from riskledger.ledger.working_days import working_days

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Where a due date comes from, in order of precedence.
NO_DUE, ON_ROW, ROW_TERMS, CUSTOMER_TERMS, POLICY_TERMS, DECLARED = range(6)
UNKNOWN: Final = -(2**62)
UNDECIDED: Final = -1


@dataclass(frozen=True)
class Known:
    """Parallel arrays over all rows of the ledger. Days are ordinals, 0 where unknown; money in minor units.

    `assessed`: usable and existing on T. `days_overdue`: −1 where there is no due date or the payment has no date.
    `uncovered_years`: those in which due days were to roll and whose holidays the calendar does not know.
    `paid_day`: the payment's date if on or before T, of several the one that settled the row, else the last. `settled`: nothing of the
    row is open on T. `due_day` of a row in instalments: the earliest not covered by what was received, of a settled one the last.
    """

    as_of: int
    assessed: Bools
    later: Bools
    amount: Ints
    received: Ints
    outstanding: Ints
    settled: Bools
    invoice_day: Ints
    due_day: Ints
    due_source: Ints
    paid_day: Ints
    days_overdue: Ints
    grace_days: int = 0
    uncovered_years: tuple[int, ...] = ()
    instalments: OpenInstalments = NO_INSTALMENTS


def _numbers(values: Sequence[int | None], blank: int = 0) -> Ints:
    return np.array([blank if value is None else value for value in values], dtype=np.int64)


def known_on(
    ledger: Ledger, as_of: dt.date, *, default_terms: int | None = None, customer_terms: Mapping[str, TermsCell] | None = None
) -> Known:
    """What the ledger says on the as-of date.

    Args:
        ledger: as read.
        as_of: T; nothing dated later is used.
        default_terms: net days for rows that have neither due date nor terms (policy); None: such rows rely on the declared days.
        customer_terms: customer key (of a group's members each its own) → net days or a rule, between the row's terms and the policy's.
    """
    today = as_of.toordinal()
    usable = np.array(ledger.usable, dtype=np.bool_)
    invoice = _numbers(ledger.invoice_date)
    later = usable & (invoice > today)
    amount = _numbers(ledger.amount)
    received, paid_day = _received(ledger, amount, today)
    outstanding = amount - received
    settled = np.where(amount >= 0, outstanding <= 0, outstanding >= 0)
    due, source = _due(ledger, invoice, default_terms, customer_terms or {})
    rolling = usable & ~later & (source > ON_ROW)
    due, uncovered = _rolled(due, rolling, ledger.due_rules.calendar)
    declared = _numbers(ledger.declared, UNKNOWN)
    reference = np.where(settled, paid_day, today)
    implied = (source == NO_DUE) & (declared != UNKNOWN) & (reference > 0)
    due = np.where(implied, reference - declared, due)
    source = np.where(implied, DECLARED, source)
    decidable = (due > 0) & (reference > 0)
    grace = ledger.due_rules.grace_days
    days_overdue = np.where(decidable, _beyond(reference - due, grace), UNDECIDED)
    still_open = NO_INSTALMENTS
    if split := _in_instalments(ledger, source, customer_terms or {}):
        calendar = ledger.due_rules.calendar
        roll = working_days(calendar).on_or_after if calendar else None
        standing = instalments_on(split, invoice, amount, received, ledger.receipts.by_row(today), roll)
        rows = list(standing.due_day)
        due[rows] = list(standing.due_day.values())
        days_overdue[rows] = np.where(reference[rows] > 0, _beyond(reference[rows] - due[rows], grace), UNDECIDED)
        for row, days in standing.days_late.items():
            days_overdue[row] = max(int(days_overdue[row]), days if days > grace else 0)
        still_open = standing.open
    return Known(
        as_of=today,
        assessed=usable & ~later,
        later=later,
        amount=amount,
        received=received,
        outstanding=outstanding,
        settled=settled,
        invoice_day=invoice,
        due_day=due,
        due_source=source,
        paid_day=paid_day,
        days_overdue=days_overdue,
        grace_days=grace,
        uncovered_years=uncovered,
        instalments=still_open,
    )


def _beyond(late: Ints, grace: int) -> Ints:
    """Days late, 0 within the days of grace."""
    return np.where(late > grace, np.maximum(late, 0), 0)


def _received(ledger: Ledger, amount: Ints, today: int) -> tuple[Ints, Ints]:
    """Money received by T per row and the date it came (0 where none is known)."""
    paid_on = _numbers(ledger.payment_date)
    happened = (paid_on > 0) & (paid_on <= today)
    not_yet = paid_on > today
    stated = _numbers(ledger.paid_amount, UNKNOWN)
    still_open = _numbers(ledger.outstanding, UNKNOWN)
    closed = np.array([flag is False for flag in ledger.still_open], dtype=np.bool_)
    # Without a stated amount: what the open amount implies, else all of it once a payment date or a closed status says so.
    implied = np.where(still_open != UNKNOWN, amount - still_open, np.where(happened | closed, amount, 0))
    received = np.where(not_yet, 0, np.where(stated != UNKNOWN, stated, implied))
    paid_day = np.where(happened, paid_on, 0)
    if ledger.receipts.row:
        several = received_on(ledger.receipts, amount, today)
        received = np.where(several.told, several.amount, received)
        paid_day = np.where(several.told, several.paid_day, paid_day)
    return received, paid_day


def _in_instalments(ledger: Ledger, source: Ints, customer_terms: Mapping[str, TermsCell]) -> dict[int, Terms]:
    """Rows whose due date follows from terms in several instalments, their own or the customer's."""
    found = {row: terms for row, terms in ledger.instalments.items() if source[row] == ROW_TERMS}
    keys = list(customer_terms)
    theirs = {keys[at]: terms for at, terms in in_instalments(list(customer_terms.values())).items()}
    for row in np.flatnonzero(source == CUSTOMER_TERMS).tolist() if theirs else ():
        if (key := ledger.key[row]) in theirs and key is not None:
            found[row] = theirs[key]
    return found


def _due(ledger: Ledger, invoice: Ints, default_terms: int | None, customer_terms: Mapping[str, TermsCell]) -> tuple[Ints, Ints]:
    """Due day and where it comes from: the row's date, the row's terms, the customer's, the policy's."""
    due = _numbers(ledger.due_date)
    source = np.where(due > 0, ON_ROW, NO_DUE)
    offers: list[tuple[int, Ints]] = [(ROW_TERMS, _numbers(ledger.terms_due))]
    if customer_terms:
        theirs = [customer_terms.get(key or "") for key in ledger.member or ledger.key]
        offers.append((CUSTOMER_TERMS, _numbers(due_days(theirs, ledger.invoice_date))))
    if default_terms is not None:
        offers.append((POLICY_TERMS, np.where(invoice > 0, invoice + default_terms, 0)))
    for kind, day in offers:
        applies = (source == NO_DUE) & (day > 0)
        due = np.where(applies, day, due)
        source = np.where(applies, kind, source)
    return due, source


def _rolled(due: Ints, rolling: Bools, calendar: str | None) -> tuple[Ints, tuple[int, ...]]:
    """The due days with those that roll moved to a working day, and the years that the calendar does not cover."""
    if calendar is None or not rolling.any():
        return due, ()
    working = working_days(calendar)
    days, places = np.unique(due[rolling], return_inverse=True)
    moved = np.array([working.on_or_after(day) for day in days.tolist()], dtype=np.int64)
    rolled = due.copy()
    rolled[rolling] = moved[places]
    years = {dt.date.fromordinal(day).year for day in (*days.tolist(), *moved.tolist())}
    return rolled, tuple(sorted(year for year in years if not working.covers(year)))
