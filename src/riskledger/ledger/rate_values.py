"""Exchange rates as cells hold them: units of the book's own (base) currency per unit of a foreign one, exact decimals."""

from __future__ import annotations

import re
from decimal import Decimal

from riskledger.ledger.recognise import normalise
from riskledger.ledger.values import Problem, is_error, parse_currency, plain, says_nothing
from riskledger.workbook.sheet import Value

BAD_RATE = Problem("RL506")
# Beyond these no two currencies of the world stand to each other.
LEAST, MOST = Decimal("0.000001"), Decimal(1_000_000)
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
# 汇率(对人民币), 折人民币结算汇率, rate to CNY; a bare 美元汇率 may mean either side and names no base.
_BASE = re.compile(
    r"[(\[]?(?:对|兑换|兑|折合|折|to|in|against)(人民币|[a-z]{3}|美元|美金|欧元|英镑|港元|港币|日元|日圆|新加坡元|澳元|加元|新台币|韩元)[)\]]?"
)


def parse_rate(value: Value) -> Decimal | Problem | None:
    """A rate such as 7.1; None where blank, a Problem where it is no number above 0 or beyond all belief."""
    if value is None:
        return None
    if isinstance(value, float):
        rate = Decimal(repr(value))
    elif isinstance(value, str) and not is_error(value):
        text = plain(value)
        if says_nothing(text):
            return None
        if not _NUMBER.fullmatch(text):
            return BAD_RATE
        rate = Decimal(text.replace(",", ""))
    else:
        return BAD_RATE
    return rate.normalize() if rate.is_finite() and LEAST <= rate <= MOST else BAD_RATE


def without_base(normalised: str) -> str:
    """A header, as `normalise` makes it, without the base currency that it names: 汇率(对人民币) → 汇率."""
    return _BASE.sub("", normalised)


def base_of(header: str) -> str | None:
    """The base currency that the header of a rate names; None where it names none."""
    named = _BASE.search(normalise(header))
    code = parse_currency(named[1]) if named else None
    return code if isinstance(code, str) and re.fullmatch(r"[A-Z]{3}", code) else None
