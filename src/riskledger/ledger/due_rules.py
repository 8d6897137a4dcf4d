"""How due dates follow from terms and from when on an item is late: the part of a policy that the ledger is read by."""

from __future__ import annotations

from dataclasses import dataclass

from riskledger.ledger.terms import Order


@dataclass(frozen=True, slots=True)
class DueRules:
    """Days of grace after the due date; the order of "days" and "month end" in terms, None: they stay open; the calendar of working
    days by which due dates that terms give roll forward, None: they do not. A due date on the row never rolls."""

    grace_days: int = 0
    month_end_order: Order | None = None
    calendar: str | None = None


AS_WRITTEN = DueRules()
