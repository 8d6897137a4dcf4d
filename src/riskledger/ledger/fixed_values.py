"""What a cell with one reading should hold: text without stray blanks, and numbers and dates as such, the unit kept in the number format.

Number formats are format codes (ECMA-376 part 1, § 18.8.31). A value that has another reading, or that a cell cannot hold without
losing something she wrote (a time of day, a fraction of a cent, more than 15 digits), stays as it is.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import Literal, NamedTuple

from riskledger.ledger.terms import parse_terms_cell
from riskledger.ledger.values import DateOrder, exact_amount, has_fraction, parse_count, parse_date, parse_days, parse_money, plain
from riskledger.workbook.number_formats import ShownNumber
from riskledger.workbook.sheet import Value

FixKind = Literal["blanks", "half_width", "amount", "days", "count", "date"]
DATE_FORMAT = "yyyy-mm-dd"

_EDGES = re.compile(r"^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$")
# Joiners (U+200C, U+200D) carry meaning inside a word of some scripts; these never do.
_UNSEEN = re.compile("[\u200b\u2060\ufeff]")
_HALF_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
_SCALE = re.compile(r"^(?:百万|千万|千|万|亿|k(?!rw))")
_WHOLE = re.compile(r"(?P<before>[^\d-]*)(?P<number>-?\d+)(?:\.0+)?(?P<after>\D*)")
_NET_DAYS = re.compile(r"\d{1,4}\s*(?:天|日|days?|d)?", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}:\d{2}.*")
_MIDNIGHT = re.compile(r"0?0:00(?::00(?:\.0+)?)?")


class Mended(NamedTuple):
    """What a cell should hold, and the kind of change."""

    kind: FixKind
    content: str | ShownNumber


def without_edges(text: str) -> Mended | None:
    """Free text without blanks at its ends; a cell of nothing but blanks stays, and counts as blank anyway."""
    return _changed("blanks", text, _EDGES.sub("", text))


def mended_name(text: str) -> Mended | None:
    """A name without stray blanks; its letters are hers."""
    return _changed("blanks", text, _EDGES.sub("", _UNSEEN.sub("", text)).replace("\u3000", " "))


def mended_code(text: str) -> Mended | None:
    """An id, a document number or a currency code in half-width characters. It stays text: 00123 keeps its zeros."""
    bare = _EDGES.sub("", _UNSEEN.sub("", text))
    half = bare.translate(_HALF_WIDTH)
    return _changed("half_width" if half != bare else "blanks", text, half)


def _changed(kind: FixKind, old: str, new: str) -> Mended | None:
    return Mended(kind, new) if new and new != old else None


def mended_amount(value: Value, unit: int = 1) -> Mended | None:
    """An amount written as text, as a number whose format shows its currency, 元 and brackets; 1.2万 becomes 12000.

    unit: what the column's header says a bare number counts; a text that names a unit of its own stays under such a header.
    """
    if not isinstance(value, str):
        return None
    amount = exact_amount(value)
    if amount is None:
        return without_edges(value) if parse_money(value, unit) is None else None
    if has_fraction(value, unit):
        return None
    digits = f"{amount:f}"
    digits = (digits.rstrip("0").rstrip(".") if "." in digits else digits) if amount else "0"
    if len(digits.strip("-0").replace(".", "")) > 15 or parse_money(float(digits), unit) != parse_money(value, unit):
        return None
    return Mended("amount", ShownNumber(digits, _amount_format(plain(value), len(digits.partition(".")[2]))))


def _amount_format(text: str, decimals: int) -> str:
    """The format that shows an amount as the text did. text: in plain form, an amount of one reading."""
    number = _NUMBER.search(text)
    assert number is not None
    before, after = text[: number.start()], _SCALE.sub("", text[number.end() :].strip())
    before, after = (re.sub(r"[\s()+-]", "", part).upper() for part in (before, after))
    shown = f"#,##0.{'0' * max(2, decimals)}" if "." in number[0] else "#,##0"
    if before:
        shown = _literal(f"{before} " if _is_letter(before[-1]) else before) + shown
    if after:
        shown += _literal(f" {after}" if _is_letter(after[0]) else after)
    return f"{shown}_);({shown})" if "(" in text else shown


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _literal(text: str) -> str:
    return f'"{text}"'


def mended_days(value: Value) -> Mended | None:
    """Days written as text, as a number: 30天 → 30 shown by 0"天"."""
    return _whole(value, "days", parse_days)


def mended_count(value: Value) -> Mended | None:
    """A count written as text, as a number: 3次 → 3 shown by 0"次"."""
    return _whole(value, "count", parse_count)


def mended_terms(value: Value) -> Mended | None:
    """Payment terms that only name net days, as a number; other terms are her words."""
    if isinstance(value, str) and _NET_DAYS.fullmatch(plain(value)):
        return _whole(value, "days", parse_terms_cell)
    return without_edges(value) if isinstance(value, str) else None


def _whole(value: Value, kind: FixKind, parser: Callable[[Value], object]) -> Mended | None:
    if not isinstance(value, str):
        return None
    meaning = parser(value)
    if meaning is None:
        return without_edges(value)
    written = _WHOLE.fullmatch(_EDGES.sub("", unicodedata.normalize("NFKC", value)))
    if written is None or not isinstance(meaning, int) or str(meaning) != str(int(written["number"])) or parser(float(meaning)) != meaning:
        return without_edges(value) if isinstance(meaning, int) else None
    if written["before"].strip() and meaning < 0:
        return None  # 逾期-5天: the sign would come to stand before the word
    lead, tail = written["before"], written["after"]
    return Mended(kind, ShownNumber(str(meaning), (_literal(lead) if lead else "") + "0" + (_literal(tail) if tail else "")))


def mended_date(value: Value, order: DateOrder | None = None, *, epoch1904: bool = False) -> Mended | None:
    """A date written as text or as a number such as 20240305, as a date cell. order: what the column proves of 03/04/2024."""
    if isinstance(value, str):
        meaning = parse_date(value, order, epoch1904=epoch1904)
        if meaning is None:
            return without_edges(value)
        text = plain(value)
        if ((time := _TIME.search(text)) and not _MIDNIGHT.fullmatch(time[0])) or re.fullmatch(r"\d{5}\.\d*[1-9]\d*", text):
            return None
    elif isinstance(value, float) and value >= 10_000_000:
        meaning = parse_date(value, epoch1904=epoch1904)
    else:
        return None
    if not isinstance(meaning, int):
        return None
    serial = _serial(meaning, epoch1904)
    same = serial > 0 and parse_date(float(serial), epoch1904=epoch1904) == meaning
    return Mended("date", ShownNumber(str(serial), DATE_FORMAT)) if same else None


def _serial(day: int, epoch1904: bool) -> int:
    """The serial number of a day's ordinal, before March 1900 one less for the 29 February that never was."""
    if epoch1904:
        return day - dt.date(1904, 1, 1).toordinal()
    serial = day - dt.date(1899, 12, 30).toordinal()
    return serial if serial > 60 else serial - 1
