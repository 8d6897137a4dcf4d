"""Every figure of the assessment of random ledgers against the same figures worked out from the definitions alone."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest
from definitions import Book
from ledger_books import LANGUAGES, random_deals, write_book
from tie_out import disagreements

from riskledger import assess
from riskledger.i18n import words
from riskledger.reporting.machine import assessment_document

# Distances from some invoice or payment at which a definition turns over.
EDGES = (-1, 0, 1, 30, 31, 32, 60, 61, 90, 91, 92, 179, 180, 181, 364, 365, 366, 729, 730, 731)


def edge_dates(seed: int, count: int) -> list[dt.date]:
    """As-of dates at which something of this ledger is just inside or just outside a period or bucket."""
    chance = random.Random(f"dates {seed}")
    known = [day for deal in random_deals(seed) for day in (deal.invoiced, deal.due, deal.paid_on) if day]
    return [chance.choice(known) + dt.timedelta(days=chance.choice(EDGES)) for _ in range(count)]


@pytest.mark.parametrize("seed", range(60))
def test_every_figure_ties(seed: int, tmp_path: Path) -> None:
    deals = random_deals(seed)
    language = LANGUAGES[seed % 2]
    path = write_book(tmp_path / "book.xlsx", deals, language)
    for as_of in [*edge_dates(seed, 3), dt.date(2026, 11, 22)]:
        document = assessment_document(assess(path, as_of=as_of), words("en"), language, None, None)
        assert disagreements(document, Book(deals, as_of)) == [], f"seed {seed} as of {as_of}"
