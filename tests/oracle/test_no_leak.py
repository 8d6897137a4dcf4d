"""No leak: cutting the future out of a file changes no figure of an earlier as-of date."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from definitions import Deal
from ledger_books import LANGUAGES, random_deals, write_book
from test_random_ledgers import edge_dates

from riskledger import assess
from riskledger.i18n import words
from riskledger.reporting.machine import assessment_document

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def figures(path: Path, as_of: dt.date, language: str = "zh") -> dict[str, Any]:
    """All of the JSON document that is said of the as-of date: not how many later rows there are, nor what is wrong with the file."""
    document = assessment_document(assess(path, as_of=as_of), words("en"), language, None, None)
    return {key: value for key, value in document.items() if key not in ("rows", "findings", "suppressed", "workbook", "written")}


def without_future(deals: list[Deal], as_of: dt.date) -> list[Deal]:
    """The file as it stood on the as-of date: no later invoice, no later payment. Rows keep their places."""
    told = [deal for deal in deals if deal.invoiced is None or deal.invoiced <= as_of]
    return [
        dataclasses.replace(deal, received=None, paid_on=None) if deal.paid_on is not None and deal.paid_on > as_of else deal
        for deal in told
    ]


@pytest.mark.parametrize("seed", range(30))
def test_random_ledgers_tell_nothing_of_the_future(seed: int, tmp_path: Path) -> None:
    deals = sorted(random_deals(seed), key=lambda deal: deal.invoiced or dt.date.min)
    for place, deal in enumerate(deals):
        deals[place] = dataclasses.replace(deal, row=place + 2)
    whole = write_book(tmp_path / "whole.xlsx", deals, LANGUAGES[seed % 2])
    for as_of in edge_dates(seed, 3):
        cut = write_book(tmp_path / "cut.xlsx", without_future(deals, as_of), LANGUAGES[seed % 2])
        assert figures(whole, as_of) == figures(cut, as_of), f"seed {seed} as of {as_of}"


@pytest.mark.parametrize("as_of", [dt.date(2025, 12, 31), dt.date(2026, 6, 30), dt.date(2026, 9, 15)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_example_book_tells_nothing_of_the_future(language: str, as_of: dt.date, tmp_path: Path) -> None:
    [whole] = (EXAMPLES / language).glob("*2026-10.xlsx")
    read = assess(whole, as_of=as_of).ledger
    book = openpyxl.load_workbook(whole, data_only=True)  # else the values of formulas are lost
    sheet, cut = book[read.layout.sheet], 0
    for row, usable, issued, came in zip(read.rows, read.usable, read.invoice_date, read.payment_date, strict=True):
        if not usable:
            continue  # what cannot be read stays out whatever the date; without its bad cell the row would come in
        if issued is not None and issued > as_of.toordinal():
            cut += 1
            for cell in sheet[row]:
                cell.value = None
        elif came is not None and came > as_of.toordinal():
            cut += 1
            for key in ("payment_date", "paid_amount"):
                sheet.cell(row, read.layout.fields[key]).value = None
    assert cut > 20
    book.save(tmp_path / "cut.xlsx")
    assert figures(whole, as_of, language) == figures(tmp_path / "cut.xlsx", as_of, language)
