"""Which of the facts that matter about a customer the workbook holds, and since when nothing was heard: the ground of completeness.

Only what the workbook has a place for, on the ledger or the customers sheet, is asked for. The fields, and what each is needed for:
contact (to reach the customer), industry (to compare it), due_date (a due date or agreed terms on every row: nothing can be late without),
payment_date (a date for all money received: lateness is not decided without), limit (to hold it to), owner (who acts), identity (an id or
the unified social credit code: who it is). Scores are not among them: the rating's own coverage tells what is known of those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskledger.ledger.customers import Customers
from riskledger.ledger.follow_up import filled
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import CUSTOMER_TERMS, ON_ROW, ROW_TERMS, Known
from riskledger.ledger.sides.contact_log import LastContact
from riskledger.ledger.sides.customer_file import KnownCustomers
from riskledger.workbook.sheet import SheetCells

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

FIELDS = ("contact", "industry", "due_date", "payment_date", "limit", "owner", "identity")
_AGREED = (ON_ROW, ROW_TERMS, CUSTOMER_TERMS)


@dataclass(frozen=True)
class CustomerFields:
    """Parallel to the customers; days as ordinals, 0 where there is none.

    `filled`: field → whether it is, for the fields that the workbook has a place for, in the order of FIELDS. `owes`: something positive
    is open on T, `late`: and past due. `excluded`: rows that errors keep out. `contacts_kept`: the book records contacts at all;
    `payments_kept`: it records payments with their dates.
    """

    filled: Mapping[str, Bools]
    first_invoice: Ints
    last_invoice: Ints
    last_payment: Ints
    last_contact: Ints
    owes: Bools
    late: Bools
    excluded: Ints
    contacts_kept: bool
    payments_kept: bool


def customer_fields(
    ledger: Ledger,
    known: Known,
    cells: SheetCells,
    grouped: Customers,
    listed: KnownCustomers,
    contacts: Mapping[str, LastContact],
    noted: Ints | None,
) -> CustomerFields:
    """What is known of each customer on T.

    Args:
        contacts: the last contact by customer key, from the contact log.
        noted: of each row the last contact in her own notes, as an ordinal.
    """
    rows = np.flatnonzero(known.assessed)
    of, size = grouped.of_row[rows], len(grouped.keys)

    def some(mask: Bools) -> Bools:
        return np.bincount(of[mask[rows]], minlength=size) > 0

    def latest(days: Ints) -> Ints:
        found = np.zeros(size, dtype=np.int64)
        np.maximum.at(found, of, days[rows])
        return found

    first = np.full(size, known.as_of, dtype=np.int64)
    dated = known.invoice_day[rows] > 0
    np.minimum.at(first, of[dated], known.invoice_day[rows][dated])
    spoken = np.zeros(size, dtype=np.int64) if noted is None else latest(noted)
    logged = np.array([contact.date if (contact := contacts.get(key)) else 0 for key in grouped.keys], dtype=np.int64)
    last_contact, last_payment = np.maximum(spoken, logged), latest(known.paid_day)
    owing = known.outstanding > 0
    return CustomerFields(
        filled=_filled(ledger, known, cells, grouped, listed, some),
        first_invoice=first,
        last_invoice=latest(known.invoice_day),
        last_payment=last_payment,
        last_contact=last_contact,
        owes=some(owing),
        late=some(owing & (known.due_day > 0) & (known.due_day < known.as_of)),
        excluded=_excluded(ledger, grouped),
        contacts_kept=bool(last_contact.any()),
        payments_kept=bool(last_payment.any()),
    )


def _filled(
    ledger: Ledger, known: Known, cells: SheetCells, grouped: Customers, listed: KnownCustomers, some: Callable[[Bools], Bools]
) -> dict[str, Bools]:
    lines = [listed.rows.get(key, ()) for key in grouped.keys]
    on_sheet = frozenset(column for rows in listed.rows.values() for row in rows[:1] for column in row.columns)
    found: dict[str, Bools] = {}

    def any_of(*sources: Bools | Sequence[bool] | None) -> Bools | None:
        present = [np.asarray(source, dtype=np.bool_) for source in sources if source is not None]
        return np.logical_or.reduce(present) if present else None

    def in_ledger(*keys: str) -> Bools | None:
        mask = filled(ledger, cells, *keys)
        return None if mask is None else some(mask)

    def stated(*names: str) -> list[bool] | None:
        """Whether a line of the customers sheet states one of these; None when the sheet has no such column."""
        if not on_sheet.intersection(names):
            return None
        return [any(row.states(name) for row in rows for name in names) for rows in lines]

    offers = {
        "contact": any_of(in_ledger("phone", "contact_person")),
        "industry": any_of(in_ledger("industry")),
        "due_date": ~some(~np.isin(known.due_source, _AGREED)) if {"due_date", "terms"} & {*ledger.layout.fields, *on_sheet} else None,
        "payment_date": ~some((known.received > 0) & (known.paid_day == 0)) if ledger.has("payment_date") else None,
        "limit": any_of(stated("limit")),
        "owner": any_of(in_ledger("owner"), stated("owner")),
        "identity": any_of(in_ledger("customer_id"), stated("uscc", "customer_id")),
    }
    for name in FIELDS:
        if (mask := offers[name]) is not None:
            found[name] = mask
    return found


def _excluded(ledger: Ledger, grouped: Customers) -> Ints:
    counts = np.zeros(len(grouped.keys), dtype=np.int64)
    if not all(ledger.usable):
        index = {key: i for i, key in enumerate(grouped.keys)}
        for key, usable in zip(ledger.key, ledger.usable, strict=True):
            if not usable and key in index:
                counts[index[key]] += 1
    return counts
