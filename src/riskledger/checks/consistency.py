"""Rules on what rows say of themselves and of each other: dates in order, money that fits, declared against computed days, duplicates."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import numpy as np

from riskledger.checks.findings import Finding
from riskledger.ledger.columns import BY_KEY
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import DECLARED, NO_DUE, Bools, Known
from riskledger.workbook.address import address
from riskledger.workbook.sheet import SheetCells


def check_rows(ledger: Ledger, known: Known, cells: SheetCells) -> list[Finding]:
    """All findings of this family, in the order of their rules, each at the cell that a person would mend."""
    return [
        *_dates(ledger, known),
        *_no_due_dates(ledger, known),
        *_declared(ledger, known),
        *_money(ledger, known),
        *_duplicates(ledger, cells),
        *_overrides(ledger, known),
    ]


def _at(ledger: Ledger, i: int, rule: str, key: str, value: object, **params: object) -> Finding:
    return Finding(
        rule, ledger.rows[i], ledger.layout.fields.get(key), key, None if value is None else str(value), ledger.customer[i], params
    )


def _day(ordinal: int) -> dt.date:
    return dt.date.fromordinal(int(ordinal))


def _where(mask: Bools) -> list[int]:
    return [int(i) for i in np.flatnonzero(mask)]


def _dates(ledger: Ledger, known: Known) -> list[Finding]:
    """Due before invoice (RL301); paid before invoice (RL302, a warning because prepayments exist)."""
    due = np.array([day or 0 for day in ledger.due_date])
    early_due = known.assessed & (due > 0) & (known.invoice_day > 0) & (due < known.invoice_day)
    early_pay = known.assessed & (known.paid_day > 0) & (known.invoice_day > 0) & (known.paid_day < known.invoice_day)
    return [
        *(_at(ledger, i, "RL301", "due_date", _day(due[i]), invoice_date=_day(known.invoice_day[i])) for i in _where(early_due)),
        *(
            _at(ledger, i, "RL302", "payment_date", _day(known.paid_day[i]), invoice_date=_day(known.invoice_day[i]))
            for i in _where(early_pay)
        ),
    ]


def _no_due_dates(ledger: Ledger, known: Known) -> list[Finding]:
    """No row has a due date, terms or declared days (RL105): nothing can be late."""
    if known.assessed.any() and (known.due_source[known.assessed] == NO_DUE).all():
        return [Finding("RL105", ledger.layout.header_row)]
    return []


def _declared(ledger: Ledger, known: Known) -> list[Finding]:
    """Declared overdue days that differ from the computed ones (RL303), or that nothing can verify (RL304).

    For an open item a smaller declared value is merely stale.
    """
    if not ledger.has("days_overdue"):
        return []
    declared = np.array([-(2**62) if days is None else days for days in ledger.declared])
    stated = known.assessed & (declared > -(2**62)) & (known.days_overdue >= 0)
    differs = (
        stated
        & (known.due_source != DECLARED)
        & np.where(known.settled, np.maximum(declared, 0) != known.days_overdue, declared > known.days_overdue)
    )
    found = [
        _at(ledger, i, "RL303", "days_overdue", int(declared[i]), computed=int(known.days_overdue[i]), due_date=_day(known.due_day[i]))
        for i in _where(differs)
    ]
    unverifiable = stated & (known.due_source == DECLARED)
    return found + [_at(ledger, i, "RL304", "days_overdue", int(declared[i])) for i in _where(unverifiable)]


def _money(ledger: Ledger, known: Known) -> list[Finding]:
    """Received beyond the invoice (RL305), a payment date with nothing received (RL306), open ≠ invoiced − received (RL307)."""
    found = []
    # What is received on a credit note is negative too.
    over = known.assessed & np.where(known.amount >= 0, known.received > known.amount, known.received > 0)
    found += [
        _at(ledger, i, "RL305", "paid_amount", _money_text(known.received[i]), amount=_money_text(known.amount[i])) for i in _where(over)
    ]
    nothing = known.assessed & (known.paid_day > 0) & (known.received == 0) & (known.amount != 0)
    found += [_at(ledger, i, "RL306", "payment_date", _day(known.paid_day[i])) for i in _where(nothing)]
    if ledger.has("paid_amount") and ledger.has("outstanding"):
        for i in _where(known.assessed):
            amount, paid, left = ledger.amount[i], ledger.paid_amount[i], ledger.outstanding[i]
            if amount is not None and paid is not None and left is not None and amount - paid != left:
                found.append(_at(ledger, i, "RL307", "outstanding", _money_text(left), expected=_money_text(amount - paid)))
    return found


def _money_text(minor: int) -> str:
    return f"{int(minor) // 100 if minor >= 0 else -(-int(minor) // 100):,}.{abs(int(minor)) % 100:02d}"


def _duplicates(ledger: Ledger, cells: SheetCells) -> list[Finding]:
    """Rows that repeat an earlier one in every input column (RL308); without a document number, in every column of the sheet."""
    quick = list(zip(ledger.key, ledger.invoice_date, ledger.amount, ledger.document, strict=True))
    repeated = {item for item, n in Counter(quick).items() if n > 1} if len(set(quick)) < len(quick) else set()
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
    seen: dict[tuple[object, ...], int] = {}
    found = []
    for i, item in enumerate(quick):
        if item not in repeated or not ledger.usable[i]:
            continue
        content = tuple(cells.columns[column][ledger.index[i]] for column in compared if column in cells.columns)
        first = seen.setdefault(content, i)
        if first != i:
            found.append(
                _at(
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
    for i in _where(known.assessed):
        tier, key, until = ledger.override_tier[i], ledger.key[i], ledger.override_until[i]
        if tier is None or key is None:
            continue
        if until is not None and until < known.as_of:
            found.append(_at(ledger, i, "RL402", "override_until", _day(until), tier=tier))
            continue
        earlier = tiers.setdefault(key, (tier, i))
        if earlier[0] != tier:
            found.append(
                _at(
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
