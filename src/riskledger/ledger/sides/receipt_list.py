"""Sheets of money received (收款记录, Receipts): linked to the ledger's documents by number, and by customer where one is named.

Money without a document stays unapplied: it reduces no invoice until somebody says which. Of a document on several rows of the ledger
the first is paid first.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from riskledger.ledger.intake import Ledger
from riskledger.ledger.receipts import Receipts, spread
from riskledger.ledger.sides.cells import CellPlace, SideCells, SideProblem, SideRow
from riskledger.ledger.sides.layout import SideLayout
from riskledger.ledger.sides.linking import Roster, link
from riskledger.ledger.sides.promises import document_key
from riskledger.workbook.address import address
from riskledger.workbook.sheet import SheetCells, Value

Why = Literal["no_such_document", "no_such_customer", "other_customer", "no_document"]


@dataclass(frozen=True, slots=True)
class ReceiptList:
    """A sheet of receipts as read, column by column; money in minor units, days as ordinals. All rows have an amount."""

    layout: SideLayout
    row: list[int]
    customer: list[str | None]
    customer_id: list[str | None]
    document: list[str | None]
    day: list[int | None]
    amount: list[int]
    skipped: int
    problems: tuple[SideProblem, ...]


class Unapplied(NamedTuple):
    """Money received that reduces no invoice: why, what its first cell says and where, and every receipt of the kind (day, amount)."""

    why: Why
    shown: str
    field: str
    place: CellPlace
    customer: str | None
    receipts: list[tuple[int, int]]
    key: str | None  # the ledger's, where the customer is known there
    others: str = ""


@dataclass(frozen=True, slots=True)
class KnownReceipts:
    """The receipts of all lists by ledger row, those that reduce none, and what has to be told of the cells."""

    receipts: Receipts = field(default_factory=Receipts)
    unapplied: tuple[Unapplied, ...] = ()
    problems: tuple[SideProblem, ...] = ()

    def onto(self, ledger: Ledger) -> Ledger:
        """The ledger with these receipts; they go before the payments that a row itself tells one by one.

        Those come to count as the row's paid amount, so that a contradiction shows.
        """
        if not self.receipts.row:
            return ledger
        listed = frozenset(self.receipts.row)
        both, paid_amount = Receipts(list(self.receipts.row), list(self.receipts.day), list(self.receipts.amount)), list(ledger.paid_amount)
        own = ledger.receipts
        for row, day, amount in zip(own.row, own.day, own.amount, strict=True):
            if row not in listed:
                both.add(row, day, amount)
        for row, paid in own.by_row().items():
            if row in listed:
                paid_amount[row] = sum(amount for _, amount in paid)
        return dataclasses.replace(ledger, receipts=both, paid_amount=paid_amount)


def read_receipts(cells: SheetCells, layout: SideLayout, *, epoch1904: bool = False) -> ReceiptList:
    """Read all rows of a sheet of receipts.

    A row that names neither document nor customer, or has no amount, is reported (RL310) and left out; so is one whose date is written
    but cannot be read: nobody knows whether it had come by the as-of date. A row that repeats another in every cell is told (RL312).
    """
    side = SideCells(cells, layout, epoch1904)
    document, day, amount = side.read("document"), side.read("date"), side.read("amount")
    unreadable = {problem.row for problem in side.problems if problem.field in ("date", "amount", "document")}
    good = []
    for at in range(len(side.kept)):
        if cells.rows[side.kept[at]] in unreadable:
            continue
        if amount[at] is None or not (document[at] or side.customer[at] or side.customer_id[at]):
            missing = "amount" if amount[at] is None else "document"
            side.report("RL310", at, missing, document[at] or side.customer[at] or side.customer_id[at])
        else:
            good.append(at)
    seen: dict[tuple[Value, ...], int] = {}
    for at in good:
        content = tuple(values[side.kept[at]] for values in cells.columns.values())
        first = seen.setdefault(content, at)
        if first != at:
            place = address(cells.rows[side.kept[first]], layout.fields["amount"])
            side.report("RL312", at, "amount", document[at] or side.customer[at] or side.customer_id[at], first=place)
    return ReceiptList(
        layout,
        [cells.rows[side.kept[at]] for at in good],
        [side.customer[at] for at in good],
        [side.customer_id[at] for at in good],
        [document[at] for at in good],
        [day[at] for at in good],
        [amount[at] for at in good],
        side.skipped,
        tuple(side.problems),
    )


def known_receipts(lists: Iterable[ReceiptList], ledger: Ledger, roster: Roster) -> KnownReceipts:
    """Bring the receipts of all lists to the ledger's rows."""
    lists = tuple(lists)
    if not lists:
        return KnownReceipts()
    rows_of = _rows_by_document(ledger)
    paid: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    unapplied: dict[tuple[str, Why, str], Unapplied] = {}
    problems: list[SideProblem] = []
    for each in lists:
        keys, said = _customers(each, roster)
        problems += said
        for at, (document, amount) in enumerate(zip(each.document, each.amount, strict=True)):
            named = (each.customer[at], each.customer_id[at])
            found = _rows_paid(document, named, keys[named], rows_of, ledger)
            one = (each.day[at] or 0, amount)
            if not isinstance(found, _Nowhere):
                paid.setdefault(found, []).append(one)
                continue
            why, others = found.why, found.others
            key = "document" if why in ("no_such_document", "other_customer") else "customer"
            shown = (document if key == "document" else None) or named[0] or named[1] or ""
            columns = each.layout.fields
            column = next(columns[name] for name in (key, "customer_id", "document") if name in columns)
            first = Unapplied(
                why, shown, key, CellPlace(each.layout.sheet, each.row[at], column), named[0] or named[1], [], keys[named], others
            )
            unapplied.setdefault((each.layout.sheet, why, keys[named] or shown if key == "customer" else shown), first).receipts.append(one)
    receipts = Receipts()
    for rows, money in paid.items():
        money.sort(key=lambda one: one[0] or 1 << 40)
        whole = [ledger.amount[row] or 0 for row in rows]
        for row, parts in zip(rows, spread(whole, money) if len(rows) > 1 else [money], strict=True):
            for day, amount in parts:
                receipts.add(row, day, amount)
    return KnownReceipts(receipts, tuple(unapplied.values()), (*(problem for each in lists for problem in each.problems), *problems))


class _Nowhere(NamedTuple):
    why: Why
    others: str = ""


def _rows_by_document(ledger: Ledger) -> dict[str, list[int]]:
    """Document, as it compares → the usable rows that bear it."""
    found: dict[str, list[int]] = {}
    folded: dict[str, str] = {}
    for row, (document, usable) in enumerate(zip(ledger.document, ledger.usable, strict=True)):
        if usable and document is not None:
            if document not in folded:
                folded[document] = document_key(document)
            found.setdefault(folded[document], []).append(row)
    return found


def _customers(each: ReceiptList, roster: Roster) -> tuple[dict[tuple[str | None, str | None], str | None], tuple[SideProblem, ...]]:
    """The ledger's customer key of every name and id on the list, each pair once."""
    first: dict[tuple[str | None, str | None], SideRow] = {}
    for row, pair in zip(each.row, zip(each.customer, each.customer_id, strict=True), strict=True):
        if pair not in first:
            first[pair] = SideRow(sheet=each.layout.sheet, row=row, columns=each.layout.fields, customer=pair[0], customer_id=pair[1])
    linked = link(list(first.values()), roster, "receipts", silent=range(len(first)))
    return dict(zip(first, linked.keys, strict=True)), linked.problems


def _rows_paid(
    document: str | None, named: tuple[str | None, str | None], key: str | None, rows_of: Mapping[str, Sequence[int]], ledger: Ledger
) -> tuple[int, ...] | _Nowhere:
    """The ledger rows that a receipt pays, else why it pays none."""
    if document is None:
        return _Nowhere("no_document") if key is not None else _Nowhere("no_such_customer")
    rows = rows_of.get(document_key(document), ())
    if not rows:
        return _Nowhere("no_such_document")
    if any(named):
        own = tuple(row for row in rows if ledger.key[row] == key)
    else:
        own = tuple(rows) if len({ledger.key[row] for row in rows}) == 1 else ()
    if own:
        return own
    names = dict.fromkeys(ledger.customer[row] or ledger.customer_id[row] or "" for row in rows)
    return _Nowhere("other_customer", ", ".join(names))
