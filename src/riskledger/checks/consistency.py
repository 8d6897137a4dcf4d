"""Rules on what rows say of themselves and of each other: dates in order, money that fits, declared against computed days, duplicates."""

from __future__ import annotations

from collections import Counter

import numpy as np

from riskledger.checks.contradictions import check_contradictions
from riskledger.checks.findings import Finding
from riskledger.checks.row_findings import amount_text, date_of, row_finding, rows_where
from riskledger.ledger.columns import BY_KEY
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import DECLARED, NO_DUE, Known
from riskledger.workbook.address import address
from riskledger.workbook.sheet import SheetCells


def check_rows(ledger: Ledger, known: Known, cells: SheetCells, *, rated_before: bool = False) -> list[Finding]:
    """All findings of this family, in the order of their rules, each at the cell that a person would mend.

    rated_before: the book holds an assessment of ours, so that its days overdue may be our own of an earlier date.
    """
    return [
        *_dates(ledger, known),
        *_no_due_dates(ledger, known),
        *_calendar(ledger, known),
        *_declared(ledger, known, rated_before),
        *_money(ledger, known),
        *_duplicates(ledger, cells),
        *check_contradictions(ledger, known, cells),
        *_overrides(ledger, known),
    ]


def _dates(ledger: Ledger, known: Known) -> list[Finding]:
    """Due before invoice (RL301); paid before invoice (RL302, a warning because prepayments exist)."""
    due = np.array([day or 0 for day in ledger.due_date])
    early_due = known.assessed & (due > 0) & (known.invoice_day > 0) & (due < known.invoice_day)
    early_pay = known.assessed & (known.paid_day > 0) & (known.invoice_day > 0) & (known.paid_day < known.invoice_day)
    return [
        *(
            row_finding(ledger, i, "RL301", "due_date", date_of(due[i]), invoice_date=date_of(known.invoice_day[i]))
            for i in rows_where(early_due)
        ),
        *(
            row_finding(ledger, i, "RL302", "payment_date", date_of(known.paid_day[i]), invoice_date=date_of(known.invoice_day[i]))
            for i in rows_where(early_pay)
        ),
    ]


def _no_due_dates(ledger: Ledger, known: Known) -> list[Finding]:
    """No row has a due date, terms or declared days (RL105): nothing can be late."""
    if known.assessed.any() and (known.due_source[known.assessed] == NO_DUE).all():
        return [Finding("RL105", ledger.layout.header_row)]
    return []


def _calendar(ledger: Ledger, known: Known) -> list[Finding]:
    """Years whose holidays the policy's calendar does not know, though due dates were to roll in them (RL220)."""
    params = {"calendar": ledger.due_rules.calendar}
    return [
        Finding("RL220", ledger.layout.header_row, ledger.layout.fields.get("terms"), "terms", str(year), params=params)
        for year in known.uncovered_years
    ]


def _declared(ledger: Ledger, known: Known, rated_before: bool) -> list[Finding]:
    """Declared overdue days that differ from the computed ones (RL303), or that nothing can verify (RL304).

    For an open item a smaller declared value is merely stale, and so it is for one paid since we wrote it; within the days of grace one
    is no contradiction.
    """
    if not ledger.has("days_overdue"):
        return []
    declared = np.array([-(2**62) if days is None else days for days in ledger.declared])
    stated = known.assessed & (declared > -(2**62)) & (known.days_overdue >= 0)
    differs = (
        stated
        & (known.due_source != DECLARED)
        & ~((known.days_overdue == 0) & (declared <= known.grace_days))
        & np.where(known.settled & (not rated_before), np.maximum(declared, 0) != known.days_overdue, declared > known.days_overdue)
    )
    found = [
        row_finding(
            ledger, i, "RL303", "days_overdue", int(declared[i]), computed=int(known.days_overdue[i]), due_date=date_of(known.due_day[i])
        )
        for i in rows_where(differs)
    ]
    unverifiable = stated & (known.due_source == DECLARED)
    return found + [row_finding(ledger, i, "RL304", "days_overdue", int(declared[i])) for i in rows_where(unverifiable)]


def _money(ledger: Ledger, known: Known) -> list[Finding]:
    """Received beyond the invoice (RL305), a payment date with nothing received (RL306), open ≠ invoiced − received (RL307)."""
    found = []
    # What is received on a credit note is negative too.
    over = known.assessed & np.where(known.amount >= 0, known.received > known.amount, known.received > 0)
    found += [
        row_finding(ledger, i, "RL305", "paid_amount", amount_text(known.received[i]), amount=amount_text(known.amount[i]))
        for i in rows_where(over)
    ]
    nothing = known.assessed & (known.paid_day > 0) & (known.received == 0) & (known.amount != 0)
    found += [row_finding(ledger, i, "RL306", "payment_date", date_of(known.paid_day[i])) for i in rows_where(nothing)]
    if ledger.has("paid_amount") and ledger.has("outstanding"):
        for i in rows_where(known.assessed):
            amount, paid, left = ledger.amount[i], ledger.paid_amount[i], ledger.outstanding[i]
            if amount is not None and paid is not None and left is not None and amount - paid != left:
                found.append(row_finding(ledger, i, "RL307", "outstanding", amount_text(left), expected=amount_text(amount - paid)))
    return found


def _duplicates(ledger: Ledger, cells: SheetCells) -> list[Finding]:
    """Rows that repeat an earlier one in every input column (RL308); without a document number, in every column of the sheet."""
    times = Counter(ledger.document)
    if times[None] == 0 and len(times) == len(ledger.rows):
        return []
    alike = [i for i, number in enumerate(ledger.document) if ledger.usable[i] and (number is None or times[number] > 1)]
    quick = [(ledger.key[i], ledger.invoice_date[i], ledger.amount[i], ledger.document[i]) for i in alike]
    repeated = {item for item, n in Counter(quick).items() if n > 1}
    if not repeated:
        return []
    fields = ledger.layout.fields
    inputs = [column for key, column in fields.items() if not BY_KEY[key].computed]
    inputs += [column for pair in ledger.layout.payments for column in (pair.date, pair.amount) if column is not None]
    compared = (
        inputs
        if "document" in fields
        else [c for c in cells.columns if c not in {fields.get(key) for key in BY_KEY if BY_KEY[key].computed}]
    )
    written = [cells.columns[column] for column in compared if column in cells.columns]
    seen: dict[tuple[object, ...], int] = {}
    found = []
    for i, item in zip(alike, quick, strict=True):
        if item not in repeated:
            continue
        at = ledger.index[i]
        content = tuple([values[at] for values in written])
        first = seen.setdefault(content, i)
        if first != i:
            found.append(
                row_finding(
                    ledger,
                    i,
                    "RL308",
                    "document" if "document" in fields else "customer",
                    ledger.document[i] or ledger.customer[i],
                    first=address(ledger.rows[first], fields.get("document") or min(fields.values())),
                )
            )
    return found


def _overrides(ledger: Ledger, known: Known) -> list[Finding]:
    """A customer's rows that override its tier in different ways (RL401); overrides past their last day (RL402)."""
    if not ledger.has("override_tier"):
        return []
    found = []
    tiers: dict[str, tuple[str, int]] = {}
    for i in rows_where(known.assessed):
        tier, key, until = ledger.override_tier[i], ledger.key[i], ledger.override_until[i]
        if tier is None or key is None:
            continue
        if until is not None and until < known.as_of:
            found.append(row_finding(ledger, i, "RL402", "override_until", date_of(until), tier=tier))
            continue
        earlier = tiers.setdefault(key, (tier, i))
        if earlier[0] != tier:
            found.append(
                row_finding(
                    ledger,
                    i,
                    "RL401",
                    "override_tier",
                    tier,
                    other=earlier[0],
                    first=address(ledger.rows[earlier[1]], ledger.layout.fields["override_tier"]),
                )
            )
    return found
