"""Rules on several payments of one invoice: contradictions with the row's own cells, and money that reduces no invoice."""

from __future__ import annotations

import datetime as dt

import numpy as np

from riskledger.checks.findings import Finding
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Known
from riskledger.ledger.sides.receipt_list import KnownReceipts, Why

_RULES: dict[Why, str] = {"no_such_document": "RL416", "no_such_customer": "RL416", "other_customer": "RL311", "no_document": "RL417"}


def check_receipts(ledger: Ledger, known: Known, listed: KnownReceipts) -> list[Finding]:
    """Paid amount or date that the receipts contradict (RL309); receipts on or before T that reduce no invoice (RL311, RL416, RL417)."""
    found = []
    for row, paid in ledger.receipts.by_row().items():
        if known.assessed[row] and (finding := _contradiction(ledger, known.as_of, row, paid)):
            found.append(finding)
    told_otherwise = _paid_by_cells(ledger, known) if listed.unapplied else {}
    for money in listed.unapplied:
        amounts = [amount for day, amount in money.receipts if day <= known.as_of]
        if amounts and not (money.why == "no_document" and sum(amounts) <= told_otherwise.get(money.key or "", 0)):
            params = {"count": len(amounts), "sum": _money_text(sum(amounts)), "others": money.others}
            place = money.place
            found.append(
                Finding(_RULES[money.why], place.row, place.column, money.field, money.shown, money.customer, params, sheet=place.sheet)
            )
    return found


def _paid_by_cells(ledger: Ledger, known: Known) -> dict[str, int]:
    """Customer key → what its rows say was received by T, minor units, without the receipts of a sheet.

    Money without a document that fits in there is no news: the ledger keeps the balances, the sheet of receipts the journal.
    """
    by_receipts = set(ledger.receipts.row)
    found: dict[str, int] = {}
    for row in np.flatnonzero(known.assessed & (known.received > 0)).tolist():
        if row not in by_receipts:
            key = ledger.key[row] or ""
            found[key] = found.get(key, 0) + int(known.received[row])
    return found


def _contradiction(ledger: Ledger, as_of: int, row: int, paid: list[tuple[int, int]]) -> Finding | None:
    """The cell of a row that does not agree with its receipts: neither with all of them nor with those up to T."""
    sums = {sum(amount for _, amount in paid), sum(amount for day, amount in paid if day <= as_of)}
    stated, left, whole = ledger.paid_amount[row], ledger.outstanding[row], ledger.amount[row]
    if stated is not None:
        key, agrees, value = "paid_amount", stated in sums, _money_text(stated)
    elif left is not None and whole is not None:
        key, agrees, value = "outstanding", whole - left in sums, _money_text(left)
    else:
        key, agrees, value = "paid_amount", True, ""
    paid_on = ledger.payment_date[row]
    if agrees and paid_on is not None and all(day for day, _ in paid) and paid_on not in {day for day, _ in paid}:
        key, agrees, value = "payment_date", False, dt.date.fromordinal(paid_on).isoformat()
    if agrees:
        return None
    column = ledger.layout.fields.get(key) or ledger.layout.fields.get("document")
    last = max(day for day, _ in paid)
    params = {
        "count": len(paid),
        "sum": _money_text(sum(amount for _, amount in paid)),
        "last": dt.date.fromordinal(last).isoformat() if last else "-",
    }
    return Finding("RL309", ledger.rows[row], column, key, value, ledger.customer[row], params)


def _money_text(minor: int) -> str:
    sign, whole = "-" if minor < 0 else "", abs(minor)
    return f"{sign}{whole // 100:,}.{whole % 100:02d}"
