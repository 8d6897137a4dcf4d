"""Ageing by due date: what is open on T, by days past due, signed, to the cent. The buckets sum to the outstanding balance.

Within the policy's days of grace nothing is overdue yet: such items count as not due.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from riskledger.metrics.facts import Bools, Ints, InvoiceFacts, open_parts

NOT_DUE: Final = 0
DUE_TODAY: Final = 1
BUCKETS: Final = ("not_due", "due_today", "1-30", "31-60", "61-90", "91-180", "181-365", ">365", "no_due_date")
NO_DUE_DATE: Final = len(BUCKETS) - 1
_UPPER_DAYS: Final = np.array([30, 60, 90, 180, 365])


def bucket_of(facts: InvoiceFacts) -> Ints:
    """Bucket index of every row, −1 where nothing is outstanding. Past due by 1–30 days is bucket 2, and so on.

    A row with several instalments open stands in the bucket of the earliest.
    """
    return bucket_on(facts.as_of, facts.due_day, facts.outstanding, facts.grace_days)


def bucket_on(as_of: int, due_day: Ints, outstanding: Ints, grace: int) -> Ints:
    """Bucket index of amounts by their due days (0: none), −1 where nothing is outstanding."""
    days = as_of - due_day
    past = 2 + np.searchsorted(_UPPER_DAYS, days)
    bucket = np.where(days == 0, DUE_TODAY, np.where(days <= grace, NOT_DUE, past))
    bucket = np.where(due_day > 0, bucket, NO_DUE_DATE)
    return np.where(outstanding != 0, bucket, -1)


def ageing(facts: InvoiceFacts, rows: Bools | None = None) -> dict[str, int]:
    """Outstanding by bucket in minor units, each instalment for itself; `no_due_date` only when it holds something. `rows` restricts it."""
    parts = open_parts(facts)
    bucket = bucket_on(facts.as_of, parts.due_day, parts.outstanding, facts.grace_days)
    chosen = bucket >= 0 if rows is None else (bucket >= 0) & rows[parts.row]
    held = {name: int(parts.outstanding[chosen & (bucket == i)].sum()) for i, name in enumerate(BUCKETS)}
    if not (chosen & (bucket == NO_DUE_DATE)).any():
        del held["no_due_date"]
    return held
