"""What must hold of every ledger, whatever stands in it: seen from outside, on workbooks and their assessments."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from definitions import TIERS, Deal, standing
from ledger_books import LANGUAGES, random_deals, write_book
from tie_out import minor

from riskledger import assess
from riskledger.cli.app import run
from riskledger.i18n import words
from riskledger.reporting.machine import assessment_document

SEEDS = range(12)
T = dt.date(2024, 6, 30)


def document_of(path: Path, as_of: dt.date = T) -> dict[str, Any]:
    return assessment_document(assess(path, as_of=as_of), words("zh"), "zh", None, None)


def figures(document: dict[str, Any]) -> dict[str, Any]:
    """All that is said of money and customers, without the addresses of cells and the rows that do not exist yet."""
    kept = {key: document[key] for key in ("as_of", "policy", "totals", "portfolio")}
    kept["assessed"] = document["rows"]["assessed"]
    kept["customers"] = [
        entry | {name: [{k: v for k, v in each.items() if k != "cells"} for each in entry[name]] for name in ("reasons", "alerts")}
        for entry in document["customers"]
    ]
    kept["invoices"] = sorted(tuple((k, str(v)) for k, v in entry.items() if k != "cell") for entry in document["invoices"])
    return kept


def parts(document: dict[str, Any]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Totals with their ageing, one pair per currency."""
    totals = document["totals"]
    if totals["by_currency"]:
        return [(entry, entry["ageing"]) for entry in totals["by_currency"]]
    return [(totals, document["portfolio"]["ageing"])]


@pytest.mark.parametrize("seed", SEEDS)
def test_sums_tie_to_the_cent(seed: int, tmp_path: Path) -> None:
    document = document_of(write_book(tmp_path / "book.xlsx", random_deals(seed)))
    for totals, ageing in parts(document):
        outstanding = minor(totals["outstanding"])
        assert sum(minor(entry["amount"]) or 0 for entry in ageing) == outstanding
        assert sum(minor(totals[name]) or 0 for name in ("overdue", "not_due", "no_due_date")) == outstanding
        of_currency = [e for e in document["invoices"] if e.get("currency", totals["currency"]) == totals["currency"]]
        assert sum(minor(entry["outstanding"]) or 0 for entry in of_currency) == outstanding
    shares = [entry["revenue_share"] for entry in document["customers"]]
    if shares and shares[0] is not None:
        assert sum(shares) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_the_rows_is_irrelevant(seed: int, tmp_path: Path) -> None:
    deals = [replace(deal, customer=(deal.customer or "").strip().removesuffix("（总部）")) for deal in random_deals(seed)]
    shuffled = random.Random(seed).sample(deals, len(deals))
    # Where two overrides bear the same date, the lower row counts; here every one says the same.
    deals, shuffled = (
        [replace(deal, override_until=None, override=deal.override and "high") for deal in some] for some in (deals, shuffled)
    )
    first, second = (document_of(write_book(tmp_path / f"{i}.xlsx", some)) for i, some in enumerate((deals, shuffled)))
    assert figures(first) == figures(second)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_happens_later_changes_no_earlier_figure(seed: int, tmp_path: Path) -> None:
    deals = random_deals(seed)
    day = sorted(deal.invoiced for deal in deals if deal.invoiced)[len(deals) // 2]
    as_kept_then = [
        replace(deal, received=None, paid_on=None) if deal.paid_on and deal.paid_on > day else deal
        for deal in deals
        if not (deal.invoiced and deal.invoiced > day)
    ]
    assert len(as_kept_then) < len(deals)
    now, then = (document_of(write_book(tmp_path / f"{i}.xlsx", some), day) for i, some in enumerate((deals, as_kept_then)))
    assert figures(now) == figures(then)


@pytest.mark.parametrize("seed", SEEDS)
def test_paying_never_worsens_a_tier(seed: int, tmp_path: Path) -> None:
    deals = random_deals(seed)
    unpaid = [deal for deal in deals if deal.amount > 0 and not (deal.invoiced and deal.invoiced > T) and standing(deal, T).outstanding > 0]
    before = standings(document_of(write_book(tmp_path / "before.xlsx", deals)))
    for chosen in random.Random(seed).sample(unpaid, min(5, len(unpaid))):
        paid = [replace(deal, received=None, paid_on=T) if deal is chosen else deal for deal in deals]
        after = standings(document_of(write_book(tmp_path / "after.xlsx", paid)))
        for customer, (tier, points) in after.items():
            assert (tier, points) <= before[customer], f"{customer} after row {chosen.row} was paid"


def standings(document: dict[str, Any]) -> dict[str, tuple[int, float]]:
    return {entry["customer"]: (TIERS.index(entry["computed_tier"]), entry["risk_points"]) for entry in document["customers"]}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_second_run_changes_nothing(seed: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """In place and as a copy; the second run leaves the bytes and the time stamp alone."""
    language = LANGUAGES[seed % 2]
    own_words = {0: "等财务确认", 1: "加强账款催收力度", 2: "Step up collection"}
    book = write_book(tmp_path / "book.xlsx", random_deals(seed), language, ("tier",) if seed % 3 == 0 else (), own_words)
    copy, again = tmp_path / "copy.xlsx", tmp_path / "again.xlsx"
    options = ["--as-of", "2025-01-31", "-q"]
    assert run(["assess", str(book), "-o", str(copy), *options]) == 0
    assert run(["assess", str(book), *options]) == 0
    assert book.read_bytes() == copy.read_bytes()
    stamp = book.stat()
    assert run(["assess", str(book), *options]) == 0
    assert (book.read_bytes(), book.stat().st_mtime_ns) == (copy.read_bytes(), stamp.st_mtime_ns)
    assert run(["assess", str(copy), "-o", str(again), *options]) == 0
    assert again.read_bytes() == copy.read_bytes()


def test_the_cents_of_many_small_amounts_are_exact(tmp_path: Path) -> None:
    """0.10 three thousand times is 300.00, which no float sum gives."""
    deals = [Deal(row=row, customer="甲", amount=10, invoiced=T, due=T) for row in range(2, 3002)]
    totals = document_of(write_book(tmp_path / "book.xlsx", deals))["totals"]
    assert (totals["invoiced"], totals["outstanding"]) == ("300.00", "300.00")
