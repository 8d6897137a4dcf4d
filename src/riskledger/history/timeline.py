"""One customer's balance and lateness at the last month-ends, each as known then: outstanding, overdue and the share overdue.

Share overdue = overdue / outstanding, where something is outstanding. Only the customer's own rows are looked at.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
from typing import Any, NamedTuple

import numpy as np

from riskledger.assessment import Assessment, CustomerAssessment
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import known_on
from riskledger.ledger.receipts import Receipts
from riskledger.metrics.facts import invoice_facts, overdue_amount

MONTHS = 12


class Month(NamedTuple):
    """How one customer stood on a day in one currency; money in minor units, the share a fraction, None with nothing outstanding."""

    day: dt.date
    currency: str | None
    outstanding: int
    overdue: int
    share: float | None


class Timeline(NamedTuple):
    """The months, oldest first; `undated`: receipts without a date, which count as received from the invoice on."""

    months: tuple[Month, ...]
    undated: int


def month_ends(day: dt.date, count: int) -> list[dt.date]:
    """The last month-ends on or before a day, oldest first."""
    found: list[dt.date] = []
    year, month = day.year, day.month
    while len(found) < count:
        end = dt.date(year, month, calendar.monthrange(year, month)[1])
        if end <= day:
            found.append(end)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found[::-1]


def timeline(assessment: Assessment, entry: CustomerAssessment, months: int = MONTHS) -> Timeline:
    """The customer's last month-ends, and the as-of date where it is none; months before its first invoice are left out."""
    rows = list(entry.rows)
    positions = np.flatnonzero(assessment.known.assessed)[rows]
    ledger = rows_of(assessment.ledger, positions.tolist())
    # Balances of the past have no rates: each is told in its own currency.
    own, names = assessment.facts, assessment.portfolio.currencies
    if conversion := assessment.conversion:
        own, names = conversion.facts, conversion.currencies
    currency, existed = own.currency[rows], own.invoice_day[rows]  # a row without an invoice date exists since its stand-in
    policy, terms = assessment.policy, assessment.read.beside.customers.terms
    nothing = np.zeros(len(rows), dtype=np.int64)
    days = month_ends(assessment.as_of, months)
    found = []
    for day in days if days[-1] == assessment.as_of else [*days, assessment.as_of]:
        then = known_on(ledger, day, default_terms=policy.default_term_days, customer_terms=terms)
        facts = invoice_facts(then, nothing, 1, nothing, nothing.astype(np.bool_), currency)
        exists, overdue = existed[then.assessed] <= day.toordinal(), overdue_amount(facts)
        for part in np.unique(currency).tolist() if exists.any() else ():
            chosen = exists & (facts.currency == part)
            outstanding, late = int(facts.outstanding[chosen].sum()), int(overdue[chosen].sum())
            found.append(Month(day, names[part], outstanding, late, late / outstanding if outstanding > 0 else None))
    received = assessment.known.received[positions]
    undated = int(((received != 0) & (assessment.known.paid_day[positions] == 0)).sum())
    return Timeline(tuple(found), undated)


def rows_of(ledger: Ledger, positions: list[int]) -> Ledger:
    """The same ledger with some of its rows only."""
    size = len(ledger.rows)
    columns: dict[str, Any] = {field.name: getattr(ledger, field.name) for field in dataclasses.fields(ledger) if field.name != "findings"}
    chosen: dict[str, Any] = {
        name: [column[i] for i in positions] for name, column in columns.items() if isinstance(column, list) and len(column) == size
    }
    place = {position: at for at, position in enumerate(positions)}
    paid = zip(ledger.receipts.row, ledger.receipts.day, ledger.receipts.amount, strict=True)
    receipts = Receipts()
    for row, day, amount in paid:
        if row in place:
            receipts.add(place[row], day, amount)
    instalments = {place[row]: terms for row, terms in ledger.instalments.items() if row in place}
    return dataclasses.replace(ledger, **chosen, receipts=receipts, instalments=instalments)
