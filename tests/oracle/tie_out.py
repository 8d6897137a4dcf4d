"""Compare a document of `assess --format json` with the independent figures, and list every disagreement."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from definitions import Book, Standing
from ledger_books import LANGUAGES


def minor(text: str | None) -> int | None:
    """Minor units of a decimal string; money must come with exactly two places."""
    if text is None:
        return None
    assert isinstance(text, str)
    assert len(text.rpartition(".")[2]) == 2, text
    return int(Decimal(text) * 100)


def disagreements(document: dict[str, Any], book: Book, *, excluded: int = 0, skipped: int = 0) -> list[str]:
    """Every place where the document and the definitions differ, in words."""
    found: list[str] = []

    def same(place: str, said: object, meant: object, digits: int | None = None) -> None:
        if digits is not None and isinstance(said, int | float) and isinstance(meant, int | float):
            if not math.isclose(said, meant, abs_tol=0.5000001 * 10**-digits):
                found.append(f"{place}: says {said}, means {meant}")
        elif said != meant:
            found.append(f"{place}: says {said!r}, means {meant!r}")

    same("as_of", document["as_of"], book.as_of.isoformat())
    read = len(book.all) + excluded
    counts = {"read": read, "assessed": len(book.known), "excluded": excluded, "later": len(book.later), "skipped": skipped}
    same("rows", document["rows"], counts)
    _totals(document, book, same)
    figures = document["portfolio"]
    digits = {"turnover_closing": 6, "turnover_average": 6, "turnover_days": 4, "dso": 4, "hhi": 2}
    for name, meant in book.portfolio().items():
        same(f"portfolio.{name}", figures[name], meant, digits.get(name, 6))
        if meant is None and name != "period_days" and not figures["why"].get(name, {}).get("message"):
            found.append(f"portfolio.{name}: null without a reason")
    _customers(document, book, same)
    _invoices(document["invoices"], book, same)
    return found


def _totals(document: dict[str, Any], book: Book, same: Any) -> None:
    totals, figures = document["totals"], document["portfolio"]
    if not book.mixed:
        for name, meant in book.totals(book.known).items():
            same(f"totals.{name}", minor(totals[name]), meant)
        same("totals.currency", totals["currency"], book.currencies[0] if book.currencies else None)
        same("totals.by_currency", totals["by_currency"], [])
        if book.known:
            same("ageing", {entry["bucket"]: minor(entry["amount"]) for entry in figures["ageing"]}, book.ageing(book.known))
        return
    for name in ("currency", "invoiced", "outstanding", "overdue", "not_due", "no_due_date"):
        same(f"totals.{name}", totals[name], None)
    same("currencies", [entry["currency"] for entry in totals["by_currency"]], book.currencies)
    for entry in totals["by_currency"]:
        items = book.in_currency(entry["currency"])
        for name, meant in book.totals(items).items():
            same(f"totals.{entry['currency']}.{name}", minor(entry[name]), meant)
        same(f"ageing.{entry['currency']}", {part["bucket"]: minor(part["amount"]) for part in entry["ageing"]}, book.ageing(items))


def _customers(document: dict[str, Any], book: Book, same: Any) -> None:
    word = LANGUAGES.index(document["language"])
    meant = {key: book.customer(key, word) for key in book.by_customer}
    by_name = {(one["customer_id"], str(one["customer"]).strip()): one for one in meant.values()}
    assert len(by_name) == len(meant), "the test's customers must differ by id and name"
    same("customers", {(e["customer_id"], e["customer"]) for e in document["customers"]}, set(by_name))
    for entry in document["customers"]:
        one = by_name.get((entry["customer_id"], entry["customer"]))
        if one is None:
            continue
        place = f"customer {entry['customer']}"
        for name in ("tier", "computed_tier", "confidence", "max_days_overdue", "action"):
            same(f"{place}.{name}", entry[name], one[name])
        same(f"{place}.next_review", entry["next_review"], one["next_review"].isoformat())
        same(f"{place}.risk_points", entry["risk_points"], one["points"], 1)
        same(f"{place}.credit_score", entry["credit_score"], 100 - one["points"], 1)
        same(f"{place}.coverage", entry["coverage"], one["coverage"])
        for name in ("revenue_share", "delay_rate"):
            same(f"{place}.{name}", entry[name], one[name], 6)
        total = round(sum(reason["points"] for reason in entry["reasons"]), 6)
        same(f"{place}: sum of the reasons", total, entry["risk_points"])
        money = one["money"]
        parts = [entry] if len(money) == 1 else entry["by_currency"]
        same(f"{place}.currencies", [part["currency"] for part in parts], list(money))
        for part in parts:
            for name, amount in money.get(part["currency"], {}).items():
                same(f"{place}.{part['currency']}.{name}", minor(part[name]), amount)
        if len(money) > 1:
            for name in ("currency", "outstanding", "overdue", "exposure", "expected_late_amount"):
                same(f"{place}.{name}", entry[name], None)
    late = [minor(entry["expected_late_amount"]) or 0 for entry in document["customers"] if entry["expected_late_amount"] is not None]
    same("order of the customers", late, sorted(late, reverse=True))


def _invoices(invoices: list[dict[str, Any]], book: Book, same: Any) -> None:
    by_row: dict[int, Standing] = {item.deal.row: item for item in book.known}
    rows = [int("".join(filter(str.isdigit, entry["cell"].rpartition("!")[2]))) for entry in invoices]
    same("rows of the invoices", rows, sorted(by_row))
    for row, entry in zip(rows, invoices, strict=True):
        item = by_row.get(row)
        if item is None:
            continue
        said = (entry["document"], minor(entry["outstanding"]), entry["bucket"], entry["days_overdue"])
        same(f"invoice on row {row}", said, (item.deal.document, item.outstanding, item.bucket, item.late))
