"""Promises to pay: kept, broken or pending, told by the payments of their time and by nothing that came after the as-of date."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Known
from riskledger.ledger.sides.contact_log import ContactRow, KnownContacts, last_contacts
from riskledger.ledger.sides.promises import Payments, PromiseRecord, document_key, payments_on, promises_on, settled_on

SEPTEMBER = dt.date(2026, 8, 31).toordinal()  # so that SEPTEMBER + 10 is the 10th


def contact(row: int, made: int, promised: int | None, amount: int | None = None, document: str | None = None) -> ContactRow:
    """A contact on a day of September, written in a row."""
    return ContactRow(
        sheet="沟通记录", row=row, columns={"customer": 1, "date": 2, "promise_date": 3}, customer="甲", customer_id=None,
        date=SEPTEMBER + made, channel=None, document=document,
        promise_date=None if promised is None else SEPTEMBER + promised, promise_amount=amount,
    )  # fmt: skip


def contacts(rows: list[ContactRow], key: str = "甲") -> KnownContacts:
    return KnownContacts({key: tuple(sorted(rows, key=lambda row: row.date))}, ())


def payments(found: list[tuple[int, int, int]]) -> Payments:
    """Payments as (customer, day of September, amount)."""
    table = np.array(found, dtype=np.int64).reshape(-1, 3)
    return Payments(table[:, 0], table[:, 1] + SEPTEMBER, table[:, 2])


@pytest.mark.parametrize(
    ("made", "promised", "amount", "paid", "as_of", "outcome"),
    [
        (1, 10, 100, [(5, 100)], 30, "kept"),
        (1, 10, 100, [(10, 100)], 30, "kept"),  # the day itself belongs to it
        (1, 10, 100, [(11, 100)], 30, "broken"),
        (1, 10, 100, [(1, 100)], 30, "broken"),  # paid before he said so
        (1, 10, 100, [(2, 99)], 30, "broken"),  # a cent short is not kept
        (1, 10, 100, [(2, 60), (9, 40)], 30, "kept"),
        (1, 10, 100, [(2, 150), (9, -60)], 30, "broken"),  # taken back
        (1, 10, 100, [], 10, "pending"),  # until the evening
        (1, 10, 100, [], 11, "broken"),
        (1, 10, 100, [(5, 100)], 5, "kept"),  # early
        (1, 10, 100, [(5, 100)], 4, "pending"),  # not yet
        (4, 4, 100, [(4, 100)], 30, "kept"),  # "today"
        (4, 4, 100, [(5, 100)], 30, "broken"),
        (1, 10, None, [(5, 1)], 30, "kept"),  # no amount named: any payment
        (1, 10, None, [(11, 1)], 30, "broken"),
    ],
)
def test_a_promise_is_judged_by_the_payments_of_its_time(
    made: int, promised: int, amount: int | None, paid: list[tuple[int, int]], as_of: int, outcome: str
) -> None:
    received = payments([(0, day, minor) for day, minor in paid])
    record = promises_on(contacts([contact(2, made, promised, amount)]), ["甲"], SEPTEMBER + as_of, received)["甲"]
    (promise,) = record.promises
    assert promise.outcome == outcome
    assert promise.basis == ("any_payment" if amount is None else "amount")
    assert (promise.place.row, promise.place.column) == (2, 3)
    assert [record.count("kept"), record.count("broken"), record.count("pending")].count(1) == 1


def test_what_another_customer_pays_keeps_no_promise() -> None:
    both = KnownContacts({"甲": (contact(2, 1, 10, 100),), "乙": (contact(3, 1, 10, 100),), "丙": (contact(4, 1, 10, 100),)}, ())
    found = promises_on(both, ["甲", "乙"], SEPTEMBER + 30, payments([(1, 5, 100)]))
    assert {key: record.promises[0].outcome for key, record in found.items()} == {"甲": "broken", "乙": "kept"}


@pytest.mark.parametrize(
    ("amount", "settled", "as_of", "outcome", "basis"),
    [
        (None, 10, 30, "kept", "invoice"),
        (None, 11, 30, "broken", "invoice"),
        (None, 8, 7, "pending", "invoice"),
        (None, None, 30, "broken", "invoice"),  # other payments do not settle this invoice
        (500, 9, 30, "kept", "invoice"),  # settled, whatever the amount was to be
        (100, None, 30, "kept", "amount"),  # the amount came, for whatever it was booked
        (101, None, 30, "broken", "amount"),
    ],
)
def test_a_promised_invoice_that_is_settled_keeps_the_promise(
    amount: int | None, settled: int | None, as_of: int, outcome: str, basis: str
) -> None:
    known = {} if settled is None else {(0, document_key("INV-7")): SEPTEMBER + settled}
    log = contacts([contact(2, 1, 10, amount, "ｉｎｖ-7 ")])
    (promise,) = promises_on(log, ["甲"], SEPTEMBER + as_of, payments([(0, 5, 100)]), known)["甲"].promises
    assert (promise.outcome, promise.basis) == (outcome, basis)


def test_contacts_without_a_promise_are_no_promises() -> None:
    assert promises_on(contacts([contact(2, 1, None)]), ["甲"], SEPTEMBER + 30, payments([])) == {}


def test_payments_and_settled_documents_of_a_ledger() -> None:
    def column(*values: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array(values, dtype=np.int64)

    # Row by row: paid; half of a document; its other half; open; paid without a date; nobody's.
    known = cast(Known, SimpleNamespace(
        paid_day=column(5, 6, 9, 0, 0, 7), received=column(100, 50, 50, 0, 80, 10), settled=np.array([True, True, True, False, True, True])
    ))  # fmt: skip
    ledger = cast(Ledger, SimpleNamespace(document=["A1", "B 2", "b2", "C3", "D4", "A1"]))
    of_row = column(0, 0, 0, 1, 1, -1)
    found = payments_on(known, of_row)
    assert (found.customer.tolist(), found.day.tolist(), found.amount.tolist()) == ([0, 0, 0], [5, 6, 9], [100, 50, 50])
    assert settled_on(ledger, known, of_row) == {(0, "a1"): 5, (0, "b2"): 9}
    known.settled[1] = False
    assert settled_on(ledger, known, of_row) == {(0, "a1"): 5}


DAY = st.integers(1, 30)
PAID = st.lists(st.tuples(st.integers(0, 1), DAY, st.integers(1, 60)), max_size=8)


@st.composite
def logs(draw: st.DrawFn) -> list[ContactRow]:
    rows = []
    for row in range(2, 2 + draw(st.integers(1, 6))):
        made = draw(DAY)
        promised = draw(st.none() | st.integers(made, 40))
        rows.append(contact(row, made, promised, draw(st.none() | st.integers(1, 100)) if promised else None))
    return rows


def judged(rows: list[ContactRow], as_of: int, paid: list[tuple[int, int, int]]) -> PromiseRecord:
    return promises_on(contacts(rows), ["甲", "乙"], SEPTEMBER + as_of, payments(paid)).get("甲", PromiseRecord(()))


@given(logs(), DAY, PAID)
def test_every_promise_made_by_then_is_kept_broken_or_pending(rows: list[ContactRow], as_of: int, paid: list[tuple[int, int, int]]) -> None:
    record = judged(rows, as_of, paid)
    made = [row for row in rows if row.promise_date is not None and row.date <= SEPTEMBER + as_of]
    assert record.count("kept") + record.count("broken") + record.count("pending") == len(record.promises) == len(made)
    for promise in record.promises:  # and as the definition says, day by day
        window = range(promise.made + (promise.promised > promise.made), min(promise.promised, SEPTEMBER + as_of) + 1)
        came = sum(minor for customer, day, minor in paid if customer == 0 and SEPTEMBER + day in window)
        assert promise.received == came
        assert (promise.outcome == "kept") == (came >= (promise.amount or 1))
        assert (promise.outcome == "pending") == (came < (promise.amount or 1) and promise.promised >= SEPTEMBER + as_of)


@given(logs(), DAY, PAID, st.randoms(use_true_random=False))
def test_nothing_dated_later_matters_nor_does_the_order(
    rows: list[ContactRow], as_of: int, paid: list[tuple[int, int, int]], dice: object
) -> None:
    known_then = [row for row in rows if row.date <= SEPTEMBER + as_of]
    paid_then = [payment for payment in paid if payment[1] <= as_of]
    shuffled = list(paid)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judged(rows, as_of, shuffled) == judged(known_then, as_of, paid_then)
    assert last_contacts(contacts(rows), SEPTEMBER + as_of) == last_contacts(contacts(known_then), SEPTEMBER + as_of)


@given(logs(), DAY, DAY, PAID)
def test_time_settles_promises_and_never_unsettles_them(
    rows: list[ContactRow], one: int, other: int, paid: list[tuple[int, int, int]]
) -> None:
    earlier, later = sorted((one, other))
    now = {promise.place.row: promise.outcome for promise in judged(rows, later, paid).promises}
    for promise in judged(rows, earlier, paid).promises:
        assert promise.outcome == "pending" or now[promise.place.row] == promise.outcome
