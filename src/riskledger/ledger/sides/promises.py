"""Promises to pay, judged by what was then paid: kept, broken or pending on the as-of date T.

A promise made on D for day P is kept when payments dated in (D, P] and on or before T reach the amount, or when the invoice it names was
settled by then; a promise for the very day of the contact counts that day's payments. It is broken when P < T and it was not kept, and
pending otherwise. A promise that names neither amount nor invoice is kept by any payment in that time. Each promise is judged for itself.
"""

from __future__ import annotations

import bisect
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Known
from riskledger.ledger.receipts import NO_RECEIPTS, Receipts
from riskledger.ledger.sides.cells import CellPlace
from riskledger.ledger.sides.contact_log import ContactRow, KnownContacts

Ints = NDArray[np.int64]
Outcome = Literal["kept", "broken", "pending"]
Basis = Literal["amount", "invoice", "any_payment"]
_DAYS = 1 << 22  # more than any ordinal of a date


class Payments(NamedTuple):
    """What came in: customer (index), day (ordinal), amount (minor units), parallel; the order does not matter."""

    customer: Ints
    day: Ints
    amount: Ints


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise and what became of it; `received` is what was paid in its time (minor units)."""

    made: int
    promised: int
    amount: int | None
    document: str | None
    received: int
    outcome: Outcome
    basis: Basis
    place: CellPlace


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """The promises of one customer as known on a date, oldest first."""

    promises: tuple[Promise, ...]

    def count(self, outcome: Outcome) -> int:
        """How many of them were kept, are broken or are pending."""
        return sum(promise.outcome == outcome for promise in self.promises)


def payments_on(known: Known, of_row: Ints, receipts: Receipts = NO_RECEIPTS) -> Payments:
    """The dated payments of the assessed rows, as known on the as-of date.

    of_row: customer index of each ledger row, −1 for none. receipts: of rows paid in several payments, each of which counts on its day.
    """
    rows = (of_row >= 0) & (known.paid_day > 0) & (known.received != 0)
    if not receipts.row:
        return Payments(of_row[rows], known.paid_day[rows], known.received[rows])
    rows[receipts.row] = False
    row, day, amount = (np.array(values, dtype=np.int64) for values in (receipts.row, receipts.day, receipts.amount))
    dated = (day > 0) & (day <= known.as_of) & (of_row[row] >= 0)
    return Payments(
        np.concatenate([of_row[rows], of_row[row[dated]]]),
        np.concatenate([known.paid_day[rows], day[dated]]),
        np.concatenate([known.received[rows], amount[dated]]),
    )


def settled_on(ledger: Ledger, known: Known, of_row: Ints) -> dict[tuple[int, str], int]:
    """(customer index, document) → the day on which the last row of that document was settled; open documents are left out."""
    days: dict[tuple[int, str], int] = {}
    still_open = set()
    for at in np.flatnonzero(of_row >= 0).tolist():
        document = ledger.document[at]
        if document is None:
            continue
        key = (int(of_row[at]), document_key(document))
        if known.settled[at] and known.paid_day[at] > 0:
            days[key] = max(days.get(key, 0), int(known.paid_day[at]))
        else:
            still_open.add(key)
    return {key: day for key, day in days.items() if key not in still_open}


def document_key(document: str) -> str:
    """A document number for comparison: full-width forms, case and blanks do not matter."""
    return "".join(unicodedata.normalize("NFKC", document).casefold().split())


def promises_on(
    contacts: KnownContacts,
    customers: Sequence[str],
    as_of: int,
    payments: Payments,
    settled: Mapping[tuple[int, str], int] | None = None,
) -> dict[str, PromiseRecord]:
    """What became of every promise made on or before the as-of date, by customer key.

    Args:
        contacts: as linked to the ledger.
        customers: customer keys in the order of the payments' indices; contacts of others are passed over.
        as_of: T, an ordinal; contacts and payments after it do not exist yet.
        payments: in the currency in which the customer promises.
        settled: (customer index, `document_key`) → day settled.
    """
    receipts = _Receipts(payments)
    found = {}
    for index, key in enumerate(customers):
        rows = [row for row in contacts.by_customer.get(key, ()) if row.date <= as_of and row.promise_date is not None]
        if rows:
            found[key] = PromiseRecord(tuple(_judge(row, row.promise_date or 0, index, as_of, receipts, settled or {}) for row in rows))
    return found


def _judge(
    row: ContactRow, promised: int, customer: int, as_of: int, receipts: _Receipts, settled: Mapping[tuple[int, str], int]
) -> Promise:
    until = min(promised, as_of)
    received = receipts.between(customer, row.date if promised > row.date else row.date - 1, until)
    day = settled.get((customer, document_key(row.document))) if row.document else None
    basis: Basis = "any_payment"
    kept = received > 0
    if row.document is not None:
        basis, kept = "invoice", day is not None and day <= until
    if row.promise_amount is not None and (not kept or basis == "any_payment"):
        basis, kept = "amount", received >= row.promise_amount
    outcome: Outcome = "kept" if kept else "broken" if promised < as_of else "pending"
    place = row.place("promise_date") or CellPlace(row.sheet, row.row, 1)
    return Promise(row.date, promised, row.promise_amount, row.document, received, outcome, basis, place)


class _Receipts:
    """Payments by customer and day with running sums, so that a promise costs two look-ups."""

    def __init__(self, payments: Payments) -> None:
        key = payments.customer.astype(np.int64) * _DAYS + payments.day
        order = np.argsort(key, kind="stable")
        self._key: list[int] = key[order].tolist()
        self._sum: list[int] = [0, *np.cumsum(payments.amount[order], dtype=np.int64).tolist()]

    def between(self, customer: int, after: int, until: int) -> int:
        """What a customer paid after one day and on or before another, exactly."""
        if until <= after:
            return 0
        first, last = (bisect.bisect_right(self._key, customer * _DAYS + day) for day in (after, until))
        return self._sum[last] - self._sum[first]
