"""Dates as ledgers write them: date cells, serial numbers (1900 and 1904), YYYYMMDD, ISO, Chinese, month names. Days are ordinals.

A year of two digits is one of 2000 to 2099. Which of three numbers it is, a cell shows only where one order alone gives a day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal

from riskledger.ledger.values.text import (
    AMBIGUOUS_DATE,
    BAD_DATE,
    ERROR_CELL,
    IMPOSSIBLE_DATE,
    SHORT_YEAR,
    Problem,
    is_error,
    plain,
    says_unpaid,
)
from riskledger.workbook.sheet import Value

DateOrder = Literal["dmy", "mdy"]

_FULL_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_MONTHS = {name: i for i, full in enumerate(_FULL_MONTHS, 1) for name in (full, full[:3])} | {"sept": 9}
_TIME = r"(?:[ t]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]m)?(?:z|[+-]\d{2}:?\d{2})?)?"
_YMD = re.compile(rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*[日号]?{_TIME}")
_COMPACT = re.compile(rf"((?:19|20|21)\d\d)(\d\d)(\d\d){_TIME}")
_NAMED_DMY = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[-/ .]*([a-z]{{3,9}})\.?[-/ .,]*(\d{{4}}){_TIME}")
# With a named month nobody puts the year first: Excel and Oracle write 3-Jan-23 and 03-JAN-23.
_NAMED_DMY_SHORT = re.compile(rf"(\d{{1,2}})[-/ ]([a-z]{{3}})[-/ ](\d\d){_TIME}")
_NAMED_MDY = re.compile(rf"([a-z]{{3,9}})\.?[-/ .]*(\d{{1,2}})(?:st|nd|rd|th)?[-/ .,]+(\d{{4}}){_TIME}")
_NUMERIC = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}")
_SHORT_YEAR = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_SHORT_CHINESE = re.compile(rf"(\d\d)\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*[日号]?{_TIME}")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
# Databases write their blank date so.
_NO_DATE = frozenset({"0", "00000000", "0000-00-00", "0000/00/00", "0000-00-00 00:00:00"})


def date_order(values: Iterable[Value]) -> DateOrder | None:
    """The order of day and month that a column's texts such as 25/03/2024 prove; None without proof or with proof of both."""
    seen: set[DateOrder] = set()
    for value in values:
        if isinstance(value, str) and (order := numbers_order(value)) and order != "either":
            seen.add(order)
    return seen.pop() if len(seen) == 1 else None


def numbers_order(text: str) -> DateOrder | Literal["either"] | None:
    """The order of day and month that one text such as 25/03/2024 proves, "either" for 03/04/2024; None for other forms and 04/04/2024."""
    match = _NUMERIC.fullmatch(plain(text))
    if match is None:
        return None
    first, second = int(match[1]), int(match[3])
    if max(first, second) <= 12:
        return "either" if first != second else None
    return "dmy" if second <= 12 else "mdy" if first <= 12 else None


def parse_date(value: Value, order: DateOrder | None = None, *, epoch1904: bool = False) -> int | Problem | None:
    """The ordinal of a date: date cells and serial numbers, YYYYMMDD, ISO, Chinese, English month names, with or without a time.

    `03/04/2024` is read in the column's proven order, else it is a Problem (RL211); `03/04/24` always is one (RL231). Words for
    "not paid" give None, and so does 0, which is what a formula makes of a blank cell.
    """
    if value is None:
        return None
    if isinstance(value, float):
        return _serial(value, epoch1904)
    if isinstance(value, dt.datetime):
        return value.toordinal()
    if isinstance(value, bool):
        return BAD_DATE
    text = plain(value)
    if text in _NO_DATE:
        return None
    if match := _YMD.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.fullmatch(text):
        return _numeric(int(match[1]), int(match[3]), int(match[4]), order)
    if match := _SHORT_CHINESE.fullmatch(text):
        return _day(2000 + int(match[1]), int(match[2]), int(match[3]))
    if match := _SHORT_YEAR.fullmatch(text):
        return _short_year(text, match)
    if match := _NAMED_DMY_SHORT.fullmatch(text):
        return _day(2000 + int(match[3]), _MONTHS[match[2]], int(match[1])) if match[2] in _MONTHS else BAD_DATE
    if match := _NAMED_DMY.fullmatch(text):
        return _day(int(match[3]), _MONTHS[match[2]], int(match[1])) if match[2] in _MONTHS else BAD_DATE
    if match := _NAMED_MDY.fullmatch(text):
        return _day(int(match[3]), _MONTHS[match[1]], int(match[2])) if match[1] in _MONTHS else BAD_DATE
    if _SERIAL.fullmatch(text):
        return _serial(float(text), epoch1904)
    return ERROR_CELL if is_error(value) else None if says_unpaid(value) else BAD_DATE


def short_year_days(text: str) -> list[int]:
    """The days that three numbers with a two-digit year can mean, each in 2000 to 2099: for 23-03-05 two, for 23-3-5 one."""
    match = _SHORT_YEAR.fullmatch(plain(text))
    if match is None:
        return []
    first, second, third = match[1], match[3], match[4]
    # A year is never written with one digit.
    orders = [(first, second, third)] * (len(first) == 2) + [(third, second, first), (third, first, second)] * (len(third) == 2)
    days = (_day(2000 + int(year), int(month), int(day)) for year, month, day in orders)
    return sorted({day for day in days if isinstance(day, int)})


def _short_year(text: str, match: re.Match[str]) -> int | Problem:
    days = short_year_days(text)
    if len(days) == 1:
        return days[0]
    return SHORT_YEAR if days else IMPOSSIBLE_DATE if 2 in map(len, match.group(1, 4)) else BAD_DATE


def _numeric(first: int, second: int, year: int, order: DateOrder | None) -> int | Problem:
    if first > 12 and second > 12:
        return IMPOSSIBLE_DATE
    if first > 12 or (first == second):
        return _day(year, second, first)
    if second > 12:
        return _day(year, first, second)
    if order is None:
        return AMBIGUOUS_DATE
    return _day(year, second, first) if order == "dmy" else _day(year, first, second)


def _serial(value: float, epoch1904: bool) -> int | Problem | None:
    """A serial day number (the time of day is dropped), or a YYYYMMDD number."""
    if value == 0:
        return None
    if 19_000_101 <= value <= 21_991_231 and value.is_integer():
        number = int(value)
        return _day(number // 10_000, number // 100 % 100, number % 100)
    if not 1 <= value < 2_958_466:
        return BAD_DATE
    day = int(value)
    if epoch1904:
        return dt.date(1904, 1, 1).toordinal() + day
    # Serial 60 is a 29 February 1900 that never was; days before it are one off.
    return dt.date(1899, 12, 30 if day > 59 else 31).toordinal() + day


def _day(year: int, month: int, day: int) -> int | Problem:
    try:
        return dt.date(year, month, day).toordinal()
    except ValueError:
        return IMPOSSIBLE_DATE
