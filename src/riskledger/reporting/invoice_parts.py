"""What one invoice consists of: the payments received for it one by one, and its instalments that are open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from riskledger.assessment import Assessment, units
from riskledger.metrics.ageing_scales import age_group


class Receipt(NamedTuple):
    """One of several payments of an open item: the day, None where unknown, and minor units."""

    date: dt.date | None
    amount: int


class OpenInstalment(NamedTuple):
    """One of several instalments open on an item: due date, minor units, days overdue, bucket."""

    due: dt.date
    outstanding: int
    days_overdue: int
    bucket: str


def open_instalments(assessment: Assessment) -> dict[int, tuple[OpenInstalment, ...]]:
    """Index into the facts → its open instalments, earliest first, of the rows with several."""
    facts = assessment.facts
    parts = facts.instalments
    by = assessment.measures.by
    start = parts.due_day if by.basis == "due_date" else facts.invoice_day[parts.row]
    buckets = age_group(by, facts.as_of, start, facts.grace_days).tolist()
    found: dict[int, tuple[OpenInstalment, ...]] = {}
    for row, due, left, bucket in zip(parts.row.tolist(), parts.due_day.tolist(), parts.outstanding.tolist(), buckets, strict=True):
        one = OpenInstalment(dt.date.fromordinal(due), left, max(0, facts.as_of - due), by.buckets[bucket])
        found[row] = (*found.get(row, ()), one)
    return found


def instalment_entries(instalments: tuple[OpenInstalment, ...]) -> dict[str, Any]:
    """The open instalments of an invoice as JSON; no key where it has none of its own."""
    if not instalments:
        return {}
    entries = [
        {
            "due_date": part.due.isoformat(),
            "outstanding": str(units(part.outstanding)),
            "days_overdue": part.days_overdue,
            "bucket": part.bucket,
        }
        for part in instalments
    ]
    return {"instalments": entries}


def receipt_entries(receipts: Sequence[Receipt]) -> list[dict[str, Any]]:
    """Payments as JSON; the date is null where unknown."""
    return [{"date": paid.date and paid.date.isoformat(), "amount": str(units(paid.amount))} for paid in receipts]
