"""The DataFrames hold the assessment's figures, exactly."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import riskledger

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_frames_tie_to_the_totals() -> None:
    assessment = riskledger.assess(EXAMPLES / "zh" / "clean.xlsx", as_of="2026-10-31")
    totals = assessment.portfolio.totals
    assert totals is not None
    customers, invoices = riskledger.customers_frame(assessment), riskledger.invoices_frame(assessment)
    assert sum(customers["outstanding"], Decimal(0)) == sum(invoices["outstanding"], Decimal(0)) == Decimal(totals.outstanding).scaleb(-2)
    assert customers["expected_late_amount"].is_monotonic_decreasing
    assert invoices.index[0] == assessment.ledger.rows[0]


def test_undecided_days_are_missing_not_zero() -> None:
    assessment = riskledger.assess(EXAMPLES / "sample_zh.xlsx", as_of="2023-05-05")
    assert riskledger.invoices_frame(assessment)["days_overdue"].tolist() == [0, 5, 2, 30]
    early = riskledger.assess(EXAMPLES / "zh" / "clean.xlsx", as_of="2025-05-31")
    days = riskledger.invoices_frame(early)["days_overdue"]
    assert days.isna().sum() == (early.facts.days_overdue < 0).sum()
