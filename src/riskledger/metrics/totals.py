"""Totals that tie: invoiced, outstanding and its parts overdue + not due + without due date, in minor units."""

from __future__ import annotations

from typing import NamedTuple

from riskledger.metrics.ageing import NO_DUE_DATE, bucket_of
from riskledger.metrics.facts import Bools, InvoiceFacts


class Totals(NamedTuple):
    """Minor units, signed: credits are negative. outstanding = overdue + not_due + no_due_date."""

    invoiced: int
    outstanding: int
    overdue: int
    not_due: int
    no_due_date: int


def totals(facts: InvoiceFacts, rows: Bools | None = None) -> Totals:
    """The totals of all assessed rows, or of the chosen ones. Due today is not due."""
    bucket = bucket_of(facts)
    if rows is None:
        rows = bucket >= -1
    part = facts.outstanding
    return Totals(
        invoiced=int(facts.amount[rows].sum()),
        outstanding=int(part[rows].sum()),
        overdue=int(part[rows & (bucket >= 2) & (bucket < NO_DUE_DATE)].sum()),
        not_due=int(part[rows & ((bucket == 0) | (bucket == 1))].sum()),
        no_due_date=int(part[rows & (bucket == NO_DUE_DATE)].sum()),
    )
