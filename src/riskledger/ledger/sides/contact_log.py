"""The contact log: who was spoken to when, through which channel, and what was promised, as known on the as-of date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from riskledger.ledger.sides.cells import CellPlace, SideCells, SideProblem, SideRow
from riskledger.ledger.sides.layout import SideLayout
from riskledger.ledger.sides.linking import Roster, link
from riskledger.workbook.sheet import SheetCells


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow(SideRow):
    """One contact. Days as ordinals, the promised amount in minor units; `document` is the invoice promised, if one is named."""

    date: int
    channel: str | None
    document: str | None
    promise_date: int | None
    promise_amount: int | None


@dataclass(frozen=True, slots=True)
class ContactLog:
    """A contact log as read."""

    layout: SideLayout
    rows: tuple[ContactRow, ...]
    skipped: int
    problems: tuple[SideProblem, ...]


@dataclass(frozen=True, slots=True)
class KnownContacts:
    """The contacts of all logs by the ledger's customer key, each customer's in order of date, and what has to be told."""

    by_customer: Mapping[str, tuple[ContactRow, ...]]
    problems: tuple[SideProblem, ...]


@dataclass(frozen=True, slots=True)
class LastContact:
    """The latest contact with a customer on a date: its day, channel and cell, and how many there were."""

    date: int
    channel: str | None
    place: CellPlace
    contacts: int


def read_contact_log(cells: SheetCells, layout: SideLayout, *, epoch1904: bool = False) -> ContactLog:
    """Read all rows of a contact log.

    A contact without a customer (RL224) or without a date (RL225) is reported and left out. A promise for a day before its own contact
    (RL226) or an amount promised for no day (RL228) is reported and is no promise; the contact stays.
    """
    side = SideCells(cells, layout, epoch1904)
    problems_before = len(side.problems)
    date, promise_date = side.read("date"), side.read("promise_date")
    amount, channel, document = side.read("promise_amount"), side.read("channel"), side.read("document")
    unreadable = {problem.row for problem in side.problems[problems_before:] if problem.field == "date"}
    written = {name: side.texts(name) for name in ("promise_date", "promise_amount")}
    rows = []
    for at in range(len(side.kept)):
        head = SideRow(**side.common(at))
        if head.key is None:
            side.problems.append(head.problem("RL224", "customer"))
            continue
        if date[at] is None:
            if head.row not in unreadable:
                side.problems.append(head.problem("RL225", "date"))
            continue
        promised, sum_promised = promise_date[at], amount[at]
        fault = _promise_fault(date[at], promised, sum_promised, written["promise_date"][at] is not None)
        if fault is not None:
            rule, field = fault
            shown = dt.date.fromordinal(promised).isoformat() if promised is not None else written[field][at]
            side.problems.append(head.problem(rule, field, shown, contact=dt.date.fromordinal(date[at]).isoformat()))
            promised = sum_promised = None
        rows.append(
            ContactRow(
                **side.common(at),
                date=date[at],
                channel=channel[at],
                document=document[at],
                promise_date=promised,
                promise_amount=sum_promised or None,  # nothing promised is no amount
            )
        )
    return ContactLog(layout, tuple(rows), side.skipped, tuple(side.problems))


def _promise_fault(said: int, promised: int | None, amount: int | None, written: bool) -> tuple[str, str] | None:
    """The rule that a promise breaks and the field at fault; None for a promise that can hold, or none at all."""
    if promised is not None and promised < said:
        return "RL226", "promise_date"
    if promised is None and amount and not written:  # an unreadable date is told already
        return "RL228", "promise_amount"
    return None


def known_contacts(logs: Iterable[ContactLog], roster: Roster) -> KnownContacts:
    """Bring the contacts of all logs to the ledger's customers; those of customers the ledger does not have are reported (RL408)."""
    rows = [row for log in logs for row in log.rows]
    linked = link(rows, roster, "contacts")
    by_customer: dict[str, list[ContactRow]] = {}
    for key, row in zip(linked.keys, rows, strict=True):
        if key is not None:
            by_customer.setdefault(roster.groups.get(key, key), []).append(row)
    # Later rows of one day are later contacts: a log is written downwards.
    ordered = {key: tuple(sorted(found, key=lambda row: row.date)) for key, found in by_customer.items()}
    return KnownContacts(ordered, linked.problems)


def last_contacts(contacts: KnownContacts, as_of: int) -> dict[str, LastContact]:
    """The latest contact of every customer that has one on or before the as-of date (an ordinal); later entries do not exist yet."""
    found = {}
    for key, rows in contacts.by_customer.items():
        until = [row for row in rows if row.date <= as_of]
        if until:
            last = until[-1]
            place = last.place("date") or CellPlace(last.sheet, last.row, 1)
            found[key] = LastContact(last.date, last.channel, place, len(until))
    return found
