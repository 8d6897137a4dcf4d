"""The example books and a ledger that nobody here wrote, every figure against the definitions, on several dates."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from definitions import Book
from read_books import read_deals
from tie_out import disagreements

from riskledger import assess
from riskledger.assessment import Assessment
from riskledger.i18n import words
from riskledger.reporting.machine import assessment_document

EXAMPLES = Path(__file__).parents[2] / "examples"
BOOKS = {
    "zh/风险客户管理表_2026-10.xlsx": ("zh", "客户台账", 1),
    "en/risk_customers_2026-10.xlsx": ("en", "Ledger", 3),
    "zh/clean.xlsx": ("zh", "客户台账", 1),
}
DATES = (dt.date(2025, 9, 24), dt.date(2026, 5, 31), dt.date(2026, 10, 31), dt.date(2026, 11, 22))
OPEN_DATA = {
    "document": ("ARID",),
    "customer": ("Customer",),
    "invoiced": ("InvoiceDate",),
    "due": ("DueDate",),
    "amount": ("Amount",),
    "currency": ("Currency",),
    "paid_on": ("ReceivedDate",),
}


def document_of(assessment: Assessment, language: str) -> dict[str, Any]:
    return assessment_document(assessment, words("en"), language, None, None)


@pytest.mark.parametrize("name", BOOKS)
def test_the_example_books(name: str) -> None:
    language, sheet, header_row = BOOKS[name]
    reading = read_deals(EXAMPLES / name, sheet, header_row)
    assert (reading.excluded, reading.skipped) == ((0, 0) if "clean" in name else (3, 1))
    for as_of in DATES:
        document = document_of(assess(EXAMPLES / name, as_of=as_of), language)
        found = disagreements(document, Book(reading.deals, as_of), excluded=reading.excluded, skipped=reading.skipped)
        assert found == [], f"{name} as of {as_of}"


@pytest.fixture(scope="module")
def open_data() -> Path:
    """900 invoices in five currencies from a public source, in no form of ours."""
    corpus = os.environ.get("RISKLEDGER_CORPUS")
    path = Path(corpus).parent / "ledgers" / "open_data_invoices.xlsx" if corpus else None
    if path is None or not path.is_file():
        pytest.skip("RISKLEDGER_CORPUS does not name a folder with the ledger open_data_invoices.xlsx beside it")
    return path


@pytest.mark.parametrize("as_of", [dt.date(2024, 6, 30), dt.date(2025, 9, 24), dt.date(2026, 11, 22)])
def test_a_ledger_nobody_here_wrote(open_data: Path, as_of: dt.date) -> None:
    reading = read_deals(open_data, "Sheet1", 1, OPEN_DATA)
    assert len(reading.deals) == 900
    document = document_of(assess(open_data, as_of=as_of), "en")
    assert disagreements(document, Book(reading.deals, as_of)) == []


@pytest.mark.parametrize("as_of", ["2024-06-30", "2025-09-24"])
def test_its_totals_by_a_few_lines_of_pandas(open_data: Path, as_of: str) -> None:
    day = pd.Timestamp(as_of)
    ledger = pd.read_excel(open_data, engine="openpyxl").query("InvoiceDate <= @day")
    still_open = ledger[~(ledger.ReceivedDate <= day)]
    document = document_of(assess(open_data, as_of=as_of), "en")
    for currency, of_currency in {entry["currency"]: entry for entry in document["totals"]["by_currency"]}.items():
        mine = still_open[still_open.Currency == currency]
        overdue = mine[mine.DueDate < day]
        assert of_currency["invoiced"] == f"{ledger[ledger.Currency == currency].Amount.sum():.2f}"
        assert of_currency["outstanding"] == f"{mine.Amount.sum():.2f}"
        assert of_currency["overdue"] == f"{overdue.Amount.sum():.2f}"
        days = (day - overdue.DueDate).dt.days
        buckets = overdue.Amount.groupby(pd.cut(days, [0, 30, 60, 90, 180, 365, 10**6]), observed=False).sum()
        assert [entry["amount"] for entry in of_currency["ageing"]][2:] == [f"{amount:.2f}" for amount in buckets]
    oldest = (day - still_open.DueDate).dt.days.clip(lower=0).groupby(still_open.Customer).max()
    assert {entry["customer"]: entry["max_days_overdue"] for entry in document["customers"]} == oldest.to_dict()
