"""Real workbooks as lists of `Deal`, read with openpyxl and as few rules as their cells need."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from definitions import Deal
from ledger_books import HEADERS, TIER_NAMES

OPEN = ("未支付", "Unpaid")
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


class Reading(NamedTuple):
    """The deals, how many rows are in error, and how many are totals."""

    deals: list[Deal]
    excluded: int
    skipped: int


class Unreadable(Exception):  # noqa: N818 - named by what the row is
    """The row's money or date is no money or date."""


def money(cell: Any) -> int | None:
    """Minor units: numbers, `10,000元`, `¥1，000`, `1.2万元`, full-width digits."""
    if cell is None:
        return None
    if isinstance(cell, int | float):
        return round(cell * 100)
    text = unicodedata.normalize("NFKC", cell).replace(",", "")
    number = re.search(r"-?\d+(\.\d+)?", text)
    if not number:
        raise Unreadable(cell)
    return int(Decimal(number[0]) * (10_000 if "万" in text else 1) * 100)


def date(cell: Any) -> dt.date | None:
    """A date: date cells, serial numbers, YYYYMMDD, text with the year first, English words."""
    if cell is None or cell in OPEN:
        return None
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, int) and cell > 19_000_000:
        cell = str(cell)
    if isinstance(cell, int):
        return dt.date(1899, 12, 30) + dt.timedelta(days=cell)
    try:
        if words := re.fullmatch(r"(\d+) ([A-Z][a-z]+) (\d{4})", cell):
            return dt.date(int(words[3]), MONTHS.index(words[2]) + 1, int(words[1]))
        year, month, day = re.fullmatch(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?", cell).groups()  # type: ignore[union-attr]
        return dt.date(int(year), int(month), int(day))
    except (AttributeError, ValueError) as error:
        raise Unreadable(cell) from error


def count(cell: Any) -> int | None:
    """A whole number, with or without a unit."""
    return None if cell is None else int(re.search(r"-?\d+", str(cell))[0])  # type: ignore[index]


def read_deals(path: Path, sheet: str, header_row: int, headers: Mapping[str, Sequence[str]] = HEADERS) -> Reading:
    """The deals of a sheet; rows in error are left out and counted, total rows too."""
    cells = openpyxl.load_workbook(path, data_only=True)[sheet]
    first = next(cells.iter_rows(min_row=header_row, max_row=header_row, values_only=True))
    places = {key: first.index(name) for key, names in headers.items() for name in names if name in first}
    deals, excluded, skipped = [], 0, 0
    for number, cell_row in enumerate(cells.iter_rows(min_row=header_row + 1, values_only=True), header_row + 1):
        cell = {key: cell_row[places[key]] if key in places else None for key in HEADERS}
        if not any(value is not None for value in cell_row):
            continue
        if cell["customer"] in ("合计", "Total"):
            skipped += 1
            continue
        try:
            deals.append(_deal(number, cell))
        except Unreadable:
            excluded += 1
    return Reading(deals, excluded, skipped)


def _deal(number: int, cell: dict[str, Any]) -> Deal:
    amount = money(cell["amount"])
    if amount is None:
        raise Unreadable(cell["amount"])
    disputed = cell["disputed"] not in (None, "否", "No", 0)
    override = next((tier for tier, names in TIER_NAMES.items() if cell["override"] in names), None)
    return Deal(
        row=number,
        customer=cell["customer"].strip(),
        amount=amount,
        invoiced=date(cell["invoiced"]),
        due=date(cell["due"]),
        terms=count(cell["terms"]),
        received=money(cell["received"]),
        paid_on=date(cell["paid_on"]),
        declared=count(cell["declared"]),
        complaints=count(cell["complaints"]),
        disputed=disputed,
        currency=cell["currency"],
        customer_id=cell["customer_id"],
        document=cell["document"],
        override=override,
        override_reason=cell["override_reason"],
        override_until=date(cell["override_until"]),
    )
