"""What a ledger's rows say of the follow-up: whether a column is filled in, the next review, the last contact in her own notes."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
from numpy.typing import NDArray

from riskledger.ledger.customers import Customers
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Known
from riskledger.ledger.values import as_text, date_order, is_error, parse_date, says_nothing
from riskledger.workbook.sheet import SheetCells, Value

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# An entry in the notes begins with its date; a date within the sentence may be one that was promised.
_ENTRY = re.compile(r"(?:^|[\n;；。|])\s*[\[(（【]?(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")


def filled(ledger: Ledger, cells: SheetCells, *keys: str) -> Bools | None:
    """Of each row whether one of these columns says something (a dash does not); None when the sheet has none of them."""
    columns = [values for key in keys if (values := _column(ledger, cells, key)) is not None]
    if not columns:
        return None
    said = np.zeros(len(ledger.rows), dtype=np.bool_)
    for values in columns:
        silent = {value for value in set(values) if value is None or is_error(value) or says_nothing(as_text(value) or "-")}
        said |= np.array([value not in silent for value in values], dtype=np.bool_)
    return said


def next_reviews(ledger: Ledger, cells: SheetCells, *, epoch1904: bool = False) -> Ints | None:
    """The next review planned on each row, as an ordinal, 0 where there is none that can be read; None without such a column."""
    values = _column(ledger, cells, "next_review")
    if values is None:
        return None
    distinct = set(values)
    order = date_order(distinct)
    days = {value: parse_date(value, order, epoch1904=epoch1904) for value in distinct}
    return np.array([day if isinstance(day := days[value], int) else 0 for value in values], dtype=np.int64)


def noted_contacts(ledger: Ledger, cells: SheetCells, as_of: int) -> Ints | None:
    """The latest day on or before T with which an entry of the row's contact log begins, 0 without one; None without such a column."""
    values = _column(ledger, cells, "contact_log")
    if values is None:
        return None
    entries = {value: _ENTRY.findall(value) for value in set(values) if isinstance(value, str)}
    days = {date: _ordinal(*date) for date in {date for dates in entries.values() for date in dates}}
    past = {date: day for date, day in days.items() if day <= as_of}
    last: dict[Value, int] = {value: max((past.get(date, 0) for date in dates), default=0) for value, dates in entries.items()}
    return np.array([last.get(value, 0) for value in values], dtype=np.int64)


def owners_noted(ledger: Ledger, known: Known, cells: SheetCells, grouped: Customers) -> dict[int, str]:
    """Customer index → who follows up, by the customer's latest row that names somebody; a dash names nobody."""
    values, named = _column(ledger, cells, "owner"), filled(ledger, cells, "owner")
    if values is None or named is None:
        return {}
    rows = np.flatnonzero(named & (grouped.of_row >= 0))
    ranked = rows[np.argsort(known.invoice_day[rows], kind="stable")]
    latest = dict(zip(grouped.of_row[ranked].tolist(), ranked.tolist(), strict=True))
    return {customer: as_text(values[i]) or "" for customer, i in latest.items()}


def _ordinal(year: str, month: str, day: str) -> int:
    """0 for a day that does not exist."""
    try:
        return dt.date(int(year), int(month), int(day)).toordinal()
    except ValueError:
        return 0


def _column(ledger: Ledger, cells: SheetCells, key: str) -> list[Value] | None:
    values = cells.columns.get(ledger.layout.fields.get(key, 0))
    return None if values is None else [values[i] for i in ledger.index]
