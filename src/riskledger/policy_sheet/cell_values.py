"""A value of the policy as a cell shows it, and a cell's content as a value: words in both languages, 5 %, numbers as text, dates."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from riskledger.i18n.policy_sheet_texts import ALLOWED, NO, WORDS, YES
from riskledger.ledger.values import as_text, joined, parse_date, parse_flag
from riskledger.policy_sheet.settings import SHARES, Kind
from riskledger.rating.policy_model import YES_NO
from riskledger.rating.policy_parts import YES_NO_ALERTS, YES_NO_HOLDS
from riskledger.workbook.sheet import CellError, Value

YES_NO_FACTS = YES_NO | YES_NO_ALERTS | YES_NO_HOLDS

# A number with what people write behind it; 万 and 亿 are ten thousand and a hundred million.
_NUMBER = re.compile(
    r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[+-]?\.\d+)(e[+-]?\d{1,3})?"
    r"(%|万|亿)?(?:元|天|日|个月|月|次|分|笔|张|倍|days?|d|months?|times?|points?)?"
)
_FACTORS = {"%": Decimal("0.01"), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_BETWEEN = re.compile(r"[,;/、\s]+")
_PLAIN_YES, _PLAIN_NO = frozenset({"是", "yes", "y", "true"}), frozenset({"否", "no", "n", "false"})
_FIRST_DATE = dt.date(1900, 3, 1)  # from here on every program counts days alike
_EXACT = 2**53  # a cell keeps whole numbers up to here


class Unread(NamedTuple):
    """A cell that cannot be read as its kind asks: the problem's code and what is wanted."""

    problem: str
    wanted: str


class Shown(NamedTuple):
    """What to write into a cell, and its number format."""

    content: str | int | float | dt.date | None
    number_format: str = "General"


def is_blank(value: Value) -> bool:
    """Whether a cell says nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def word_of(value: object, place: int) -> str:
    """The word that stands for a choice, in zh (0) or en (1); a choice without one stands for itself."""
    words = WORDS.get(str(value))
    return words[place] if words else str(value)


def allowed(kind: Kind, place: int) -> str:
    """What may stand in a cell of a kind, in words."""
    if kind.form == "choice":
        text = _joined_words(kind, place)
    elif kind.form in ("flag", "bound"):
        text = f"{YES[place]} / {NO[place]}"
        if kind.form == "bound":
            text = f"{ALLOWED['number'][place].format(limits=_limits(kind)).rstrip()} / {text}"
    else:
        text = ALLOWED[kind.form][place].format(limits=_limits(kind)).rstrip()
    return text + (ALLOWED["optional"][place] if kind.optional else "")


def _joined_words(kind: Kind, place: int) -> str:
    return " / ".join(word_of(choice, place) for choice in kind.choices)


def _limits(kind: Kind) -> str:
    said = [f"{sign} {bound * 100:g}%" if kind.form == "share" else f"{sign} {bound:g}" for sign, bound in kind.limits]
    if [sign for sign, _ in kind.limits] == [">=", "<="]:
        return "–".join(text.partition(" ")[2] for text in said)
    return ", ".join(said)


# -- from the model to a cell


def shown(kind: Kind, value: object, place: int, fact: object = None) -> Shown:
    """A value as its cell shows it, exactly. fact: of a bound or a target's value, the fact or figure it belongs to."""
    if value is None:
        return Shown(None)
    if isinstance(value, bool):
        return Shown((YES if value else NO)[place])
    if kind.form == "choice":
        return Shown(value) if isinstance(value, int) else Shown(word_of(value, place))
    if isinstance(value, tuple):
        texts = [_percent(part) if kind.form == "shares" else str(part) for part in value]
        return Shown(", ".join(texts), "@")  # as text, or 30,60 might be taken for a number
    if isinstance(value, dt.date):
        # What the date system of workbooks does not reach stands as text.
        return Shown(value, "yyyy-mm-dd") if value >= _FIRST_DATE else Shown(value.isoformat(), "@")
    if isinstance(value, int):
        return Shown(value, "0") if abs(value) <= _EXACT else Shown(str(value), "@")
    if isinstance(value, float):
        share = kind.form == "share" or fact in SHARES
        if float(f"{value:.15g}") != value:  # programs keep 15 digits of a number, of a text all
            return Shown(_percent(value) if share else repr(value), "@")
        if share:
            return Shown(value, "0." + "0" * min(max(1, _places(value) - 2), 6) + "%")
        return Shown(value, "#,##0" if value.is_integer() and abs(value) >= 1000 else "General")
    return Shown(str(value), "@" if kind.form == "text" else "General")


def _places(value: float) -> int:
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _percent(value: float) -> str:
    return f"{(Decimal(repr(value)) * 100).normalize():f}%"


# -- from a cell to the model


def read(kind: Kind, value: Value, place: int, fact: object = None, *, epoch1904: bool = False) -> object:
    """The value of a cell that is not blank, or Unread. place: the sheet's language, zh (0) or en (1), for the words of a complaint."""
    if isinstance(value, CellError):
        return Unread("wrong_type", allowed(kind, place))
    if kind.form == "text":
        return value if isinstance(value, str) else as_text(value)
    if kind.form == "choice":
        choice = _meanings(kind.choices).get(joined(as_text(value) or ""))
        return Unread("not_allowed", _joined_words(kind, place)) if choice is None else choice
    if kind.form == "flag":
        flag = parse_flag(value)
        return flag if isinstance(flag, bool) else Unread("not_allowed", f"{YES[place]} / {NO[place]}")
    if kind.form == "date":
        day = parse_date(value, epoch1904=epoch1904)
        return dt.date.fromordinal(day) if isinstance(day, int) else Unread("wrong_type", allowed(kind, place))
    if kind.form in ("wholes", "shares"):
        return _list(kind, value, place)
    if kind.form == "bound" and (yes := _yes_no(value, fact)) is not None:
        return yes
    number = _number(value)
    if number is None:
        return Unread("wrong_type", allowed(kind, place))
    return _whole(number) if kind.form == "whole" else float(number)


@functools.cache
def _meanings(choices: tuple[str | int, ...]) -> Mapping[str, str | int]:
    """Every word that stands for one of the choices, its key in a policy file included."""
    return {joined(str(word)): choice for choice in choices for word in (*WORDS.get(str(choice), ()), choice)}


def _yes_no(value: Value, fact: object) -> bool | None:
    """Yes or no: any form of it beside a fact that is one, else only the plain words; None when it is neither."""
    if isinstance(value, bool):
        return value
    if fact in YES_NO_FACTS:
        flag = parse_flag(value)
        return flag if isinstance(flag, bool) else None
    word = joined(as_text(value) or "")
    return True if word in _PLAIN_YES else False if word in _PLAIN_NO else None


def _number(value: Value) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, float | str):
        return None
    if isinstance(value, float):
        return Decimal(repr(value))
    found = _NUMBER.fullmatch(joined(value))
    if found is None:
        return None
    return Decimal(found[1].replace(",", "") + (found[2] or "")) * _FACTORS.get(found[3] or "", Decimal(1))


def _whole(number: Decimal) -> int | float:
    """A whole number; anything else stays as it is, for the model to refuse."""
    return int(number) if number == number.to_integral_value() else float(number)


def _list(kind: Kind, value: Value, place: int) -> list[int | float] | Unread:
    texts = [text for text in _BETWEEN.split((as_text(value) or "").replace("，", ",").replace("；", ";")) if text]
    numbers = [_number(value) if isinstance(value, float) and len(texts) == 1 else _number(text) for text in texts]
    read = [number for number in numbers if number is not None]
    if len(read) < len(numbers):
        return Unread("wrong_type", allowed(kind, place))
    return [_whole(number) if kind.form == "wholes" else float(number) for number in read]
