"""The assessment as pandas DataFrames, for those who go on in a notebook. Money is exact (`Decimal`), dates are `datetime.date`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from riskledger.assessment import Assessment, units
from riskledger.metrics.ageing_scales import bucket_of

if TYPE_CHECKING:
    import pandas as pd


def customers_frame(assessment: Assessment) -> pd.DataFrame:
    """One row per customer and currency, largest expected late amount first."""
    import pandas as pd

    return pd.DataFrame(
        {
            "customer": entry.customer,
            "customer_id": entry.customer_id,
            "tier": entry.tier,
            "computed_tier": entry.rating.computed_tier,
            "risk_points": entry.risk_points,
            "confidence": entry.rating.confidence,
            "currency": part.currency,
            "outstanding": units(part.outstanding),
            "overdue": units(part.overdue),
            "max_days_overdue": entry.max_days_overdue,
            "exposure": units(part.exposure),
            "expected_late_amount": units(part.expected_late_amount),
            "decided": entry.rating.decided,
            "late": entry.rating.late,
            "revenue_share": entry.revenue_share,
            "next_review": entry.rating.next_review,
        }
        for entry in assessment.customers
        for part in entry.money
    )


def invoices_frame(assessment: Assessment) -> pd.DataFrame:
    """One row per assessed invoice, indexed by its Excel row; days overdue are missing where they are not decided."""
    import pandas as pd

    facts, ledger = assessment.facts, assessment.ledger
    by = assessment.measures.by
    positions = assessment.known.assessed.nonzero()[0].tolist()
    days = pd.array(facts.days_overdue, dtype="Int64")
    days[facts.days_overdue < 0] = pd.NA
    return pd.DataFrame(
        {
            "customer": [assessment.grouped.names[i] for i in facts.customer.tolist()],
            "document": [ledger.document[i] for i in positions],
            "invoice_date": [dt.date.fromordinal(day) for day in facts.invoice_day.tolist()],
            "due_date": [dt.date.fromordinal(day) if day > 0 else None for day in facts.due_day.tolist()],
            "currency": [assessment.portfolio.currencies[i] for i in facts.currency.tolist()],
            "amount": [units(amount) for amount in facts.amount.tolist()],
            "outstanding": [units(amount) for amount in facts.outstanding.tolist()],
            "days_overdue": days,
            "bucket": [by.buckets[i] if i >= 0 else None for i in bucket_of(facts, by).tolist()],
            "late": facts.late,
        },
        index=pd.Index([ledger.rows[i] for i in positions], name="row"),
    )
