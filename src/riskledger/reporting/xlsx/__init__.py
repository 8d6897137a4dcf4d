"""The monthly report as a new workbook: a one-page summary, and behind it tables with filters, native charts and links to the ledger."""

from __future__ import annotations

from riskledger.reporting.xlsx.book import render_xlsx, write_xlsx

__all__ = ["render_xlsx", "write_xlsx"]
