"""Date columns in which a spreadsheet silently swapped day and month, and what a row's other cells prove about its dates.

A program that reads 3/13/2013 with the day first finds no such date and leaves a text; 3/4/2013 it takes for 3 April. The column
then holds date cells whose day is never above 12 beside texts whose second number always is (or the first, the other way round).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any, Final, NamedTuple

from riskledger.ledger.terms import TermsCell, due_day
from riskledger.ledger.values import numbers_order
from riskledger.workbook.sheet import Value

# Of each kind, counted as distinct days. A day is at most 12 with a chance of 0.39: that five dates all are and that five texts
# none is happens by accident once in 1,300 columns that mix both kinds, which few do.
HANDFUL: Final = 5
# One in twenty may be otherwise: a date typed by hand after the import. Among true dates it would be twelve.
EXCEPTIONS: Final = 20

Reading = Mapping[str, int | None]  # date field → day, of one row


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
    """What the rows prove: days settled by (place, field), rows that stay out, dates that are wrong as shown."""

    settled: Mapping[tuple[int, str], int]
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
    found = {key: swap for key, column in columns.items() if (swap := _evidence(column, HANDFUL))}
    if found:
        found = {key: swap for key, column in columns.items() if (swap := _evidence(column, 1))}
    return found


def _evidence(column: DateColumn, least: int) -> Swap | None:
    meaning = {text: numbers_order(text) for text in set(column.written) if isinstance(text, str)}
    orders = {i: meaning[value] for i, value in enumerate(column.written) if isinstance(value, str)}
    texts = [i for i, order in orders.items() if order is not None]
    proving = [i for i in texts if orders[i] != "either"]
    if len({orders[i] for i in proving}) != 1 or (len(texts) - len(proving)) * EXCEPTIONS > len(texts):
        return None
    dates = list(_date_cells(column))
    low = [i for i in dates if swapped(_shown(column, i)) is not None]
    after_12th = {day for day in set(column.days) if day is not None and dt.date.fromordinal(day).day > 12}
    high = sum(column.days[i] in after_12th for i in dates)
    if high * EXCEPTIONS > len(dates):
        return None
    if len({column.written[i] for i in proving}) < least or len({_shown(column, i) for i in low}) < least:
        return None
    return Swap(len(dates) - high, len(proving), low[0], _shown(column, low[0]), proving[0])


def _shown(column: DateColumn, i: int) -> int:
    day = column.days[i]
    assert day is not None  # only asked of date cells that were read
    return day


def _date_cells(column: DateColumn) -> Iterator[int]:
    """Places of the cells that hold a date as such: a serial number or a date-time. YYYYMMDD numbers cannot be swapped."""
    for i, (value, day) in enumerate(zip(column.written, column.days, strict=True)):
        if day is not None and (isinstance(value, dt.datetime) or (isinstance(value, float) and value < 10_000_000)):
            yield i


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
    doubtful_cells: dict[int, dict[str, int]] = {}
    for key in swaps:
        for i in _date_cells(columns[key]):
            if (other := swapped(_shown(columns[key], i))) is not None:
                doubtful_cells.setdefault(i, {})[key] = other
    usual = _usual_term(columns, doubtful_cells)
    settled: dict[tuple[int, str], int] = {}
    doubtful: list[int] = []
    wrong: list[WrongDate] = []
    known: dict[tuple[object, ...], tuple[dict[str, int], bool]] = {}
    for i, others in sorted(doubtful_cells.items()):
        if i in computed:
            doubtful.append(i)
            continue
        shown = {key: column.days[i] for key, column in columns.items()}
        alike = (*shown.values(), *others, terms[i], declared[i])
        if alike not in known:
            known[alike] = _weigh(shown, others, usual if terms[i] is None else terms[i], declared[i])
        agreed, possible = known[alike]
        if len(agreed) == len(others):
            settled.update({(i, key): day for key, day in agreed.items()})
        else:
            doubtful.append(i)
        if not possible:
            moved = [key for key, day in agreed.items() if day != shown[key]] or list(others)[:1]
            wrong += [WrongDate(i, key, _shown(columns[key], i), others[key]) for key in moved]
    return Verdict(settled, doubtful, wrong)


def _weigh(shown: Reading, others: Mapping[str, int], terms: TermsCell, declared: int | None) -> tuple[dict[str, int], bool]:
    """The doubtful dates of one row in which all readings left agree, and whether the one that is shown is among those left."""
    choices = [(day, others[key]) if key in others else (day,) for key, day in shown.items()]
    readings = [dict(zip(shown, days, strict=True)) for days in product(*choices)]
    left = [reading for reading in readings if _holds(reading, terms, declared)]
    seen = {key: {reading[key] for reading in left} for key in others}
    agreed = {key: day for key, days in seen.items() if len(days) == 1 and (day := days.pop()) is not None}
    return agreed, shown in left


def _usual_term(columns: Mapping[str, DateColumn], doubtful: Mapping[int, Any]) -> int | None:
    """Net days between invoice and due date where all rows without a doubtful date, a handful at least, have the same."""
    if not {"invoice_date", "due_date"} <= columns.keys():
        return None
    pairs = zip(columns["invoice_date"].days, columns["due_date"].days, strict=True)
    found = [due - issued for i, (issued, due) in enumerate(pairs) if issued is not None and due is not None and i not in doubtful]
    return found[0] if len(found) >= HANDFUL and len(set(found)) == 1 else None


def _holds(reading: Reading, terms: TermsCell, declared: int | None) -> bool:
    """Whether a row's dates agree with each other, its terms and its declared days."""
    issued, due, paid = (reading.get(key) for key in ("invoice_date", "due_date", "payment_date"))
    if issued is not None:
        if (due is not None and due < issued) or (paid is not None and paid < issued):
            return False
        given = due_day(terms, issued)
        if due is not None and given is not None and due != given:
            return False
        due = given if due is None else due
    if due is not None and paid is not None and declared is not None:
        return max(0, paid - due) == max(0, declared)
    return True
