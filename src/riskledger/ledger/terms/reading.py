"""From the text or number in a payment-terms cell to its meaning: discounts, instalments and the rule of each.

A limit includes the day it names, as 以内 does by article 1259 of the Civil Code of China: 30天内 allows the 30th day. 前 is used
alike in payment terms, so 次月15日前 is due on the 15th.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from riskledger.ledger.terms.model import Ambiguous, Discount, Instalment, Order, Terms, Unknown
from riskledger.ledger.terms.rules import NAMED, SETTLED, Readings, read_rule
from riskledger.ledger.terms.words import plain_text, to_signs

_LONGEST_TEXT = 2000  # longer is a clause of a contract, not terms
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)\s*%")
_REMAINDER = re.compile(r"(?:the )?(?:balance|remainder|remaining|rest)\b|余款|尾款|余额|剩余(?:款项?|部分)?|其余")
_PIECES = re.compile(r"[,;、+&]|\band\b|和|及")
# `2/10 EOM` grants the discount until 10 days after the month's end: not this form, and left unread.
_SHORT_DISCOUNT = re.compile(
    r"(?P<percent>\d{1,2}(?:\.\d{1,4})?)\s*(?:%\s*/?|/)\s*(?:discount\s*)?(?:(?:if\s+)?(?:paid\s+)?(?:with)?in\s*)?"
    r"(?P<days>\d{1,4})(?!\d|\.\d|[\s,]*(?:eom|e\.o\.m|end|month|prox|mfi))\s*(?:days?|d|天)?(?!%|(?!n)[a-z])\s*[,;]?\s*"
)
_SPOKEN_DISCOUNT = re.compile(
    r"(?P<days>\d{1,4})\s*(?:天内?|days?|d)\s*(?:付款|付清|支付)?(?:可?享受?)?(?:优惠|折扣|现金折扣|减免|减)?\s*"
    r"(?P<percent>\d{1,2}(?:\.\d{1,4})?)%(?:\s*discount)?\s*[,;、]?\s*"
)


def read_terms(text: str | float | int, order: Order | None = None) -> Terms | Unknown | Ambiguous:
    """What a payment-terms cell says.

    Args:
        text: as in the cell; a number is net days.
        order: how this ledger means days beside "end of month" (`45 d EOM`, 月结30天); None: such terms are ambiguous.
    """
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        return Unknown(str(text))
    if not isinstance(text, str):
        whole = text == text and abs(text) < 1e6 and text == int(text)  # the first comparison is false for NaN
        return _read(str(int(text)), str(text), order) if whole else Unknown(str(text))
    return _read(plain_text(text), text.strip(), order)


def _read(plain: str, text: str, order: Order | None) -> Terms | Unknown | Ambiguous:
    if not plain or len(plain) > _LONGEST_TEXT:
        return Unknown(text)
    try:
        discounts, legs = _discounts_and_legs(plain)
        unread = [leg for leg in legs if not leg.readings]
        if unread:
            return Unknown(text, "other_start" if any(leg.other_start for leg in unread) else "unread")
        return _settle(legs, discounts, text, order)
    except ValueError:  # a number that no terms have
        return Unknown(text)


class _Leg:
    """A share of the amount and the readings of its rule."""

    def __init__(self, percent: Decimal, text: str) -> None:
        signs = to_signs(text)
        self.percent = percent
        self.other_start = signs is not None and "Z" in signs.kinds
        self.readings: Readings = {} if signs is None or self.other_start else read_rule(signs)


def _instalments(text: str) -> list[_Leg] | None:
    """The instalments; None where no shares are given or they do not make 100 per cent."""
    text = _with_remainder(text)
    shares = list(_PERCENT.finditer(text))
    percents = [Decimal(share[1]) for share in shares]
    if sum(percents) != 100:
        return None
    pieces = [piece for piece in _PIECES.split(text) if piece.strip()]
    if all(len(_PERCENT.findall(piece)) == 1 for piece in pieces):
        rules = [_PERCENT.sub(" ", piece) for piece in pieces]
    elif shares[0].start() == 0:
        ends = [share.start() for share in shares[1:]] + [len(text)]
        rules = [text[share.end() : end] for share, end in zip(shares, ends, strict=True)]
    else:
        starts = [0] + [share.end() for share in shares[:-1]]
        rules = [text[start : share.start()] for start, share in zip(starts, shares, strict=True)]
        if text[shares[-1].end() :].strip():
            return None
    return [_Leg(percent, rule) for percent, rule in zip(percents, rules, strict=True)]


def _with_remainder(text: str) -> str:
    """`30% now, balance net 30` with the balance as its share; a balance whose share is written loses the word."""
    if not (words := list(_REMAINDER.finditer(text))):
        return text
    rest = 100 - sum(Decimal(share) for share in _PERCENT.findall(text))
    if rest == 0 or len(words) > 1:
        return _REMAINDER.sub(" ", text)
    return _REMAINDER.sub(f" {rest}% ", text) if rest > 0 else text


def _discounts_and_legs(text: str) -> tuple[tuple[Discount, ...], list[_Leg]]:
    """Early-payment discounts at the start, `2/10, 1/20, n/30`, and the instalments after them, at least one.

    Whether shares make 100 per cent is asked first each time: `20% 10 days, 80% 60 days` begins like a discount.
    """
    found: list[Discount] = []
    while (legs := _instalments(text)) is None and (match := _SHORT_DISCOUNT.match(text) or _SPOKEN_DISCOUNT.match(text)):
        found.append(Discount(Decimal(match["percent"]), int(match["days"])))
        text = text[match.end() :]
    return tuple(found), legs or [_Leg(Decimal(100), text)]


def _settle(legs: Sequence[_Leg], discounts: tuple[Discount, ...], text: str, order: Order | None) -> Terms | Unknown | Ambiguous:
    """One reading for all instalments: a ledger does not change its convention in the middle of a cell."""
    open_legs = [leg.readings for leg in legs if SETTLED not in leg.readings]
    conventions = [name for name in open_legs[0] if all(name in readings for readings in open_legs)] if open_legs else [SETTLED]
    if order in conventions:
        conventions = [order]
    elif discounts and NAMED in conventions:
        # `2% 10, Net 30 EOM` is a name: Odoo's sample terms define it as the full amount at the end of the following month.
        conventions = [NAMED]
    readings: dict[Terms, None] = {}
    for name in conventions:
        rules = [leg.readings.get(SETTLED) or leg.readings[name] for leg in legs]
        parts = (Instalment(leg.percent, rule) for leg, rule in zip(legs, rules, strict=True))
        readings[Terms(tuple(parts), discounts)] = None
    if not readings:
        return Unknown(text)
    if len(readings) == 1:
        return next(iter(readings))
    return Ambiguous(text, tuple(readings), settled_by_order="days_then_month_end" in conventions)
