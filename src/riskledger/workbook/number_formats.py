"""Which number formats show a date or a time (ECMA-376 part 1, §§ 18.8.30 and 18.8.31)."""

from __future__ import annotations

import re
from typing import NamedTuple

FIRST_CUSTOM = 164  # ids below are built in, or given by the language of the Excel that opens the file
GENERAL = 0

# Ids that stand for a format without a code in the file. 27-36 and 50-58 are dates in the Chinese, Japanese and Korean Excel,
# 71-81 in the Thai one.
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59), *range(71, 82)])
_BUILT_IN_TIMES = frozenset([18, 19, 20, 21, 45, 46, 47])
_BUILT_IN_NUMBERS = frozenset([*range(1, 9), *range(37, 45)])
_BUILT_IN_CODES = {"General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "@": 49}

_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
# What is shown as it stands, or steers the display without being part of it: "text", \x, _x (a gap), *x (filling), [Red], [>9], [$¥-804].
_LITERAL = re.compile(r'"[^"]*"?|\\.?|[_*].?|\[[^\]]*\]?', re.DOTALL)
_GENERAL_WORD = re.compile(r"general|standard", re.IGNORECASE)
_SECOND_FRACTION = re.compile(r"s[.,]0+", re.IGNORECASE)
_DATE_TOKEN = re.compile(r"[ymdhse]|a{3}|bb", re.IGNORECASE)  # e: year of an era; aaa: weekday; bb: Buddhist year

_DAY_TOKEN = re.compile(r"[yde]", re.IGNORECASE)
_BARE = re.compile(r"[#0,.]+")


class ShownNumber(NamedTuple):
    """A number for a cell, in decimal digits as the file holds them, and the format code that shows it."""

    digits: str
    number_format: str


def built_in_id(code: str) -> int | None:
    """The id of a format that needs no entry in the file, or None."""
    return _BUILT_IN_CODES.get(code)


def shows_date(number_format: int, code: str | None) -> bool:
    """Whether a cell of this number format shows a date or a time.

    number_format: the id; code: its code when the file defines one (it then decides, also for an id below 164).
    """
    return number_format in _BUILT_IN_DATES if code is None else code_shows_date(code)


def code_shows_date(code: str) -> bool:
    """Whether a format code has a year, month, day, hour, minute or second in one of its sections.

    A section with digit places (0, #, ?) is a number: Excel mixes them with date tokens only as fractions of a second, so that
    a sloppy `0 days` written by another program stays the number it is meant to be.
    """
    bare = _LITERAL.sub("", _ELAPSED.sub(r"\1", code))
    for section in bare.split(";"):
        shown = _SECOND_FRACTION.sub("s", _GENERAL_WORD.sub("", section))
        if _DATE_TOKEN.search(shown) and not re.search(r"[0#?]", shown):
            return True
    return False


def shows_as_well(wanted: str, number_format: int, code: str | None) -> bool:
    """Whether a cell's own number format does what a wanted one is for, so that it can stay.

    A date needs a format with a day or a year; a number without a unit any that is neither General, text, a percentage nor a date.
    wanted: the format code; number_format: the cell's id; code: its code when the file defines one.
    """
    if code_shows_date(wanted):
        if code is None:
            return number_format in _BUILT_IN_DATES - _BUILT_IN_TIMES
        return code_shows_date(code) and bool(_DAY_TOKEN.search(_LITERAL.sub("", code)))
    if not _BARE.fullmatch(wanted):
        return False
    if code is None:
        return number_format in _BUILT_IN_NUMBERS
    bare = _LITERAL.sub("", code)
    return bool(re.search(r"[0#?]", bare)) and not re.search(r"[%@E]", bare) and not code_shows_date(code)
