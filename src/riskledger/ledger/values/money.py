"""Amounts of money: from what a cell holds to minor units (分 / cents), and the currency a text names."""

from __future__ import annotations

import functools
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from riskledger.ledger.values.text import BAD_AMOUNT, ERROR_CELL, Problem, as_text, is_error, plain, says_nothing, says_unpaid
from riskledger.workbook.sheet import Value

LIMIT = 10**17  # minor units; beyond it an int64 sum of a whole ledger could overflow

_CURRENCIES = {
    "人民币": "CNY", "人民币元": "CNY", "rmb": "CNY", "cny": "CNY", "元": "CNY", "¥": "CNY",
    "美元": "USD", "美金": "USD", "usd": "USD", "us$": "USD", "$": "USD",
    "欧元": "EUR", "eur": "EUR", "€": "EUR", "英镑": "GBP", "gbp": "GBP", "£": "GBP",
    "港币": "HKD", "港元": "HKD", "hkd": "HKD", "hk$": "HKD", "台币": "TWD", "新台币": "TWD", "twd": "TWD", "nt$": "TWD",
    "日元": "JPY", "日圆": "JPY", "jpy": "JPY", "韩元": "KRW", "krw": "KRW", "₩": "KRW", "inr": "INR", "₹": "INR",
    "澳元": "AUD", "aud": "AUD", "a$": "AUD", "加元": "CAD", "cad": "CAD", "c$": "CAD",
    "新加坡元": "SGD", "sgd": "SGD", "s$": "SGD", "chf": "CHF", "瑞士法郎": "CHF",
}  # fmt: skip
# Signs that several currencies share, with those of ours that it cannot mean: 港币100元 and $100 CAD are fine, $100 EUR is not.
_DOLLARS = frozenset({"USD", "HKD", "TWD", "AUD", "CAD", "SGD"})
_CODES = frozenset(_CURRENCIES.values())
_LOOSE: dict[str, frozenset[str]] = {"元": frozenset(), "¥": _CODES - {"CNY", "JPY"}, "$": _CODES - _DOLLARS}

_SCALE = {"": 1, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000, "k": 1_000}
_SIGN = (
    "(?:"
    + "|".join(
        re.escape(word) + ("(?![a-z])" if word.isascii() and word.isalpha() else "") for word in sorted(_CURRENCIES, key=lambda w: -len(w))
    )
    + ")"
)
_MONEY = re.compile(
    rf"(?P<c1>{_SIGN})?\s*(?P<open>\()?\s*(?P<s1>[-+])?\s*(?P<c2>{_SIGN})?\s*(?P<s2>[-+])?\s*"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\s*"
    rf"(?P<scale>百万|千万|千|万|亿|k)?\s*(?P<yuan>元整|元|圆|块)?\s*(?P<c3>{_SIGN})?\s*(?P<s3>-)?\s*(?P<close>\))?\s*(?P<c4>{_SIGN})?"
)
_USUAL = re.compile(r"(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?)(元)?")
_TWO_READINGS = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # 1.234: a European thousand, or three decimals


class _Written(NamedTuple):
    """An amount as written: its value, whether the text names a unit of its own, the currency it names and those it cannot be in."""

    amount: Decimal
    own_unit: bool
    currency: str | None
    impossible: frozenset[str]


@functools.lru_cache(maxsize=1 << 17)  # an amount is asked for its value, its fraction and its currency
def _written(cell: str) -> _Written | None:
    """The amount that a text names; None when it is none with one reading."""
    text = plain(cell)
    if usual := _USUAL.fullmatch(text):
        return _Written(Decimal(usual[1].replace(",", "")), bool(usual[2]), "CNY" if usual[2] else None, frozenset())
    if _TWO_READINGS.fullmatch(text):
        return None
    match = _MONEY.fullmatch(text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    signs = [match[name] for name in ("s1", "s2", "s3", "open") if match[name]]
    named = [match[name] for name in ("c1", "c2", "c3", "c4") if match[name]]
    firm = {_CURRENCIES[word] for word in named if word not in _LOOSE}
    impossible = frozenset().union(*(_LOOSE.get(word, _CODES - {_CURRENCIES[word]}) for word in named))
    if len(signs) > 1 or firm & impossible:
        return None
    number, scale, yuan = match["number"], match["scale"] or "", match["yuan"]
    if not scale and _TWO_READINGS.fullmatch(number):
        return None
    amount = Decimal(number.replace(",", "")) * _SCALE[scale]
    loose = "CNY" if yuan else _CURRENCIES[named[0]] if named else None
    return _Written(-amount if signs and signs[0] != "+" else amount, bool(scale or yuan), next(iter(firm), loose), impossible)


def _exact(value: Value, unit: int) -> Decimal | None:
    """The amount in the currency's unit, unrounded. unit: what the column's header says a number counts (万元: 10,000)."""
    if isinstance(value, float):
        return Decimal(repr(value)) * unit
    found = _written(value) if isinstance(value, str) else None
    return None if found is None else found.amount * (1 if found.own_unit else unit)


def usual_scale(shape: str, unit: int) -> int:
    """What a 1 in a text such as `1`, `¥1` or `1万` counts, 0 for a text that is no amount. unit: as for `parse_money`."""
    found = _written(shape)
    return 0 if found is None else int(found.amount) * (1 if found.own_unit else unit)


def exact_amount(text: str) -> Decimal | None:
    """The amount that a text names, unrounded and in the unit it names itself; None when it has not one reading."""
    found = _written(text)
    return None if found is None else found.amount


def parse_money(value: Value, unit: int = 1) -> int | Problem | None:
    """Minor units of an amount: `10,000元`, `¥1.2万`, `(5,000)`, `$4,235.00`, `1,000-`, full-width digits.

    unit: what the column's header says a bare number counts, 10,000 under 万元; a text with a unit of its own keeps that.
    Fractions of a cent are rounded half up (`has_fraction` tells them). `1,23` and `1.234` have two readings: RL201.
    """
    if value is None:
        return None
    if isinstance(value, float):
        if unit == 1 and abs(value) < 1e9:
            scaled = value * 100.0
            near = round(scaled)
            if abs(scaled - near) < 1e-6:
                return near
    elif not isinstance(value, str):
        return BAD_AMOUNT
    elif _written(value) is None:
        return ERROR_CELL if is_error(value) else None if says_unpaid(value) else BAD_AMOUNT
    amount = _exact(value, unit)
    if amount is None or abs(amount) * 100 >= LIMIT:
        return BAD_AMOUNT
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def has_fraction(value: Value, unit: int = 1) -> bool:
    """Whether an amount holds more than whole cents (beyond what binary storage explains)."""
    if isinstance(value, float) and unit == 1:
        scaled = value * 100.0
        if abs(scaled) < 1e15 and abs(scaled - round(scaled)) < 1e-4:
            return False
    amount = _exact(value, unit) if isinstance(value, float | str) else None
    if amount is None or abs(amount) * 100 >= LIMIT:
        return False
    cents = amount * 100
    return abs(cents - cents.to_integral_value()) >= Decimal("0.0001")


def money_currency(value: Value) -> str | None:
    """The ISO code of the currency that an amount's own text names: `$4,235.00`, `港币100元`; None for a bare number."""
    found = _written(value) if isinstance(value, str) else None
    return found.currency if found else None


def contradicts(value: Value, currency: str | None) -> bool:
    """Whether an amount's own text cannot be in a currency: €100 in a row of USD. `$`, `¥` and 元 are used by several."""
    found = _written(value) if isinstance(value, str) and currency else None
    return found is not None and currency in found.impossible


def parse_currency(value: Value) -> str | Problem | None:
    """The ISO code where the text is a known name, else the text in upper case; None when blank."""
    text = as_text(value)
    if text is None or says_nothing(text):
        return None
    if is_error(value):
        return ERROR_CELL
    known = plain(text)
    return _CURRENCIES.get(known, known.upper())
