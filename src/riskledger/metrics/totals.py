"""Totals that tie: invoiced, outstanding and its parts overdue + not due + without due date, in minor units."""

from __future__ import annotations

from typing import NamedTuple

from riskledger.metrics.ageing import NO_DUE_DATE, bucket_on
from riskledger.metrics.facts import Bools, InvoiceFacts, open_parts


class Totals(NamedTuple):
    """Minor units, signed: credits are negative. outstanding = overdue + not_due + no_due_date."""

    invoiced: int
    outstanding: int
    overdue: int
    not_due: int
    no_due_date: int


def totals(facts: InvoiceFacts, rows: Bools | None = None) -> Totals:
    """The totals of all assessed rows, or of the chosen ones. Due today is not due."""
    parts = open_parts(facts)
    bucket = bucket_on(facts.as_of, parts.due_day, parts.outstanding, facts.grace_days)
    chosen = bucket >= -1 if rows is None else rows[parts.row]
    part = parts.outstanding
    return Totals(
        invoiced=int(facts.amount.sum() if rows is None else facts.amount[rows].sum()),
        outstanding=int(part[chosen].sum()),
        overdue=int(part[chosen & (bucket >= 2) & (bucket < NO_DUE_DATE)].sum()),
        not_due=int(part[chosen & ((bucket == 0) | (bucket == 1))].sum()),
        no_due_date=int(part[chosen & (bucket == NO_DUE_DATE)].sum()),
    )
