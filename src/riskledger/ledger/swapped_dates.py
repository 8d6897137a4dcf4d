"""Date columns in which a spreadsheet silently swapped day and month, and what a row's other cells prove about its dates.

A program that reads 3/13/2013 with the day first finds no such date and leaves a text; 3/4/2013 it takes for 3 April. The column
then holds date cells whose day is never above 12 beside texts whose second number always is (or the first, the other way round).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, product
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from riskledger.ledger.terms import TermsCell, due_days
from riskledger.ledger.values import numbers_order
from riskledger.workbook.sheet import Value

# Of each kind, counted as distinct days. A day is at most 12 with a chance of 0.39: that five dates all are and that five texts
# none is happens by accident once in 1,300 columns that mix both kinds, which few do.
HANDFUL: Final = 5
# One in twenty may be otherwise: a date typed by hand after the import. Among true dates it would be twelve.
EXCEPTIONS: Final = 20

UNSTATED: Final = -(2**62)

Ints = NDArray[np.int64]  # days; 0 where there is none
Bools = NDArray[np.bool_]


class DateColumn(NamedTuple):
    """A column of dates as written and as they read, both by row. A formula's cell is None as written: it is no one's entry."""

    written: Sequence[Value]
    days: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Swap:
    """The evidence in one column: how many date cells and texts, the place of one of each, the day that date cell shows."""

    dates: int
    texts: int
    date_at: int
    shown: int
    text_at: int


class WrongDate(NamedTuple):
    """A date that the row's other cells contradict as it is shown."""

    place: int
    field: str
    shown: int
    swapped: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rows prove: days settled by field and place, rows that stay out, dates that are wrong as shown."""

    settled: Mapping[str, Mapping[int, int]]
    doubtful: Sequence[int]
    wrong: Sequence[WrongDate]


@lru_cache(maxsize=65_536)
def swapped(day: int) -> int | None:
    """The day with day and month exchanged; None where it has no other reading."""
    date = dt.date.fromordinal(day)
    return None if date.day > 12 or date.day == date.month else date.replace(month=date.day, day=date.month).toordinal()


def swapped_columns(columns: Mapping[str, DateColumn]) -> dict[str, Swap]:
    """The columns (by field) in which day and month were swapped.

    One needs a handful of both kinds. Beside such a column one example of each is enough: all came through the same import.
    """
    found = {key: evidence for key, column in columns.items() if (evidence := _evidence(column))}
    return {key: swap for key, (swap, _) in found.items()} if any(different >= HANDFUL for _, different in found.values()) else {}


def _evidence(column: DateColumn) -> tuple[Swap, int] | None:
    """What speaks for a swap in one column, and how many different days there are at least of each kind; None where nothing does."""
    meaning = {text: numbers_order(text) for text in set(column.written) if isinstance(text, str)}
    if not any(meaning.values()):
        return None
    texts = [i for i, value in enumerate(column.written) if isinstance(value, str) and meaning[value] is not None]
    proving = [(i, value) for i in texts if meaning[value := column.written[i]] != "either"]  # type: ignore[index]  # texts only
    different_texts = {value for _, value in proving}
    if len({meaning[value] for value in different_texts}) != 1 or (len(texts) - len(proving)) * EXCEPTIONS > len(texts):  # type: ignore[index]  # texts only
        return None
    dates = _date_cells(column)
    shown = Counter(column.days[i] for i in dates)
    high = sum(count for day, count in shown.items() if day is not None and dt.date.fromordinal(day).day > 12)
    low = {day for day in shown if day is not None and swapped(day) is not None}
    if not low or high * EXCEPTIONS > len(dates):
        return None
    first, day = next((i, day) for i in dates if (day := column.days[i]) in low and day is not None)
    return Swap(len(dates) - high, len(proving), first, day, proving[0][0]), min(len(different_texts), len(low))


def _date_cells(column: DateColumn) -> list[int]:
    """Places of the cells that hold a date as such: a serial number or a date-time. YYYYMMDD numbers cannot be swapped."""
    return [
        i
        for i, (value, day) in enumerate(zip(column.written, column.days, strict=True))
        if day is not None and ((type(value) is float and value < 10_000_000) or isinstance(value, dt.datetime))
    ]


def weigh_rows(
    columns: Mapping[str, DateColumn],
    swaps: Mapping[str, Swap],
    computed: set[int],
    terms: Sequence[TermsCell],
    declared: Sequence[int | None],
) -> Verdict:
    """What each row with a doubtful date proves by itself.

    Every reading of its dates is tried: invoiced after due or after payment, another due date than the terms give, another lateness
    than declared rule it out. A date in which all readings left agree is proven.

    Args:
        columns: every date column, "invoice_date", "due_date" and "payment_date" among them where the ledger has them.
        swaps: those that were swapped.
        computed: places of rows with a date formula; what follows from a doubtful date proves nothing, so they stay out.
        terms: each row's own terms.
        declared: days overdue as stated, None where they cannot be compared.
    """
    size = len(terms)
    shown = {key: _days(column.days) for key, column in columns.items()}
    others = {key: _others(columns[key], shown[key]) for key in swaps}
    open_rows = np.logical_or.reduce([other > 0 for other in others.values()])
    usual = _usual_term(columns, open_rows)
    by_formula = np.zeros(size, dtype=np.bool_)
    by_formula[list(computed)] = True
    rows = np.flatnonzero(open_rows & ~by_formula)
    at = rows.tolist()
    agreed, possible = _weigh(
        {key: days[rows] for key, days in shown.items()},
        {key: other[rows] for key, other in others.items()},
        [usual if terms[i] is None else terms[i] for i in at],
        _days([declared[i] for i in at], UNSTATED),
    )
    is_open = {key: others[key][rows] > 0 for key in swaps}
    proven = np.logical_and.reduce([~is_open[key] | (agreed[key] > 0) for key in swaps])
    settled = {}
    for key in swaps:
        mine = proven & is_open[key]
        settled[key] = dict(zip(rows[mine].tolist(), agreed[key][mine].tolist(), strict=True))
    out = open_rows & by_formula
    out[rows[~proven]] = True
    wrong: list[WrongDate] = []
    for place in np.flatnonzero(~possible).tolist():
        i = at[place]
        keys = [key for key in swaps if is_open[key][place]]
        moved = [key for key in keys if agreed[key][place] not in (0, shown[key][i])] or keys[:1]
        wrong += [WrongDate(i, key, int(shown[key][i]), int(others[key][i])) for key in moved]
    return Verdict(settled, np.flatnonzero(out).tolist(), wrong)


def _days(days: Sequence[int | None], blank: int = 0) -> Ints:
    return np.array([blank if day is None else day for day in days], dtype=np.int64)


def _others(column: DateColumn, shown: Ints) -> Ints:
    """The other reading of each date cell of a swapped column, 0 where it has none."""
    others = np.zeros(len(shown), dtype=np.int64)
    places = _date_cells(column)
    others[places] = [swapped(day) or 0 for day in shown[places].tolist()]
    return others


def _weigh(
    shown: Mapping[str, Ints], others: Mapping[str, Ints], terms: Sequence[TermsCell], declared: Ints
) -> tuple[dict[str, Ints], Bools]:
    """The doubtful dates of each row in which all readings left agree (else 0), and whether the one that is shown is among those left.

    Every way to exchange some of the swapped columns is tried on all rows at once.
    """
    size = len(terms)
    first = {key: np.full(size, np.iinfo(np.int64).max) for key in others}
    last = {key: np.zeros(size, dtype=np.int64) for key in others}
    possible = np.zeros(size, dtype=np.bool_)
    for exchanged in product((False, True), repeat=len(others)):
        days, left = dict(shown), np.ones(size, dtype=np.bool_)
        for key, other in compress(others.items(), exchanged):
            days[key] = other
            left &= other > 0  # elsewhere it is the reading without this exchange again
        left &= _holds(days, terms, declared)
        if not any(exchanged):
            possible = left
        for key in others:
            first[key] = np.where(left, np.minimum(first[key], days[key]), first[key])
            last[key] = np.where(left, np.maximum(last[key], days[key]), last[key])
    return {key: np.where(first[key] == last[key], last[key], 0) for key in others}, possible


def _usual_term(columns: Mapping[str, DateColumn], doubtful: Bools) -> int | None:
    """Net days between invoice and due date where all rows without a doubtful date, a handful at least, have the same."""
    if not {"invoice_date", "due_date"} <= columns.keys():
        return None
    issued, due = (_days(columns[key].days) for key in ("invoice_date", "due_date"))
    found = (due - issued)[(issued > 0) & (due > 0) & ~doubtful]
    return int(found[0]) if len(found) >= HANDFUL and (found == found[0]).all() else None


def _holds(days: Mapping[str, Ints], terms: Sequence[TermsCell], declared: Ints) -> Bools:
    """Whether the dates of each row agree with each other, its terms and its declared days."""
    blank = np.zeros(len(terms), dtype=np.int64)
    issued, due, paid = (days.get(key, blank) for key in ("invoice_date", "due_date", "payment_date"))
    given = blank if not any(term is not None for term in terms) else _days(due_days(terms, [day or None for day in issued.tolist()]))
    dated = issued > 0
    early = dated & (((due > 0) & (due < issued)) | ((paid > 0) & (paid < issued)))
    against_terms = dated & (due > 0) & (given > 0) & (due != given)
    due = np.where(dated & (due == 0), given, due)
    comparable = (due > 0) & (paid > 0) & (declared != UNSTATED)
    agrees: Bools = ~early & ~against_terms & (~comparable | (np.maximum(0, paid - due) == np.maximum(0, declared)))
    return agrees
