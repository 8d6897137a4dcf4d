"""Values that only the sheets beside the ledger hold: scores from 0 to 100, sizes, cover by insurance or guarantee, amounts under 万元.

As in `ledger.values`, a parser gives the meaning of one cell, None for "nothing there", or a Problem; it never guesses.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from riskledger.ledger.recognise import normalise
from riskledger.ledger.values import Problem, as_text, parse_flag, parse_money, plain
from riskledger.workbook.sheet import CellError, Value

ERROR_CELL = Problem("RL209")
BAD_SCORE = Problem("RL221")
BAD_COVER = Problem("RL222")
BAD_SIZE = Problem("RL223")
BAD_ALLOWANCE = BAD_RATIO = Problem("RL216")

_NOTHING = frozenset({"", "/", "无", "n/a", "na", "none", "nil", "null", "不清楚", "不详", "未知", "unknown"})
_NO_COVER = frozenset({"无", "没有", "未投保", "无担保", "none", "notinsured", "uninsured", "nil"})
_COVERED = frozenset({"已投保", "投保", "全额", "insured", "covered", "已担保", "有担保", "guaranteed"})
_NUMBER = r"(\d+(?:\.\d+)?)"
_SCORE = re.compile(rf"{_NUMBER}\s*(?:分|points?|/\s*100)?")
_PERCENT = re.compile(rf"{_NUMBER}\s*%")
_BARE = re.compile(r"[-+(]*\s*[¥$€£]?\s*[\d,]*\.?\d+\s*\)?")
_UNIT = re.compile(r"(?:[(\[](?:单位:)?|[/:,·])(?:人民币)?(千元|万元|百万元|亿元)[)\]]?$")
_FACTORS = {"千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}


class Cover(NamedTuple):
    """What insurance or a guarantee covers: an amount (minor units), or a share of the balance (0 to 1); neither if only "yes" is said."""

    amount: int | None = None
    share: Decimal | None = None

    @property
    def is_known(self) -> bool:
        """Whether it says how much is covered."""
        return self.amount is not None or self.share is not None


def nothing(value: Value) -> bool:
    """Whether a cell stands for "not known": blank, dashes, n/a, 不清楚."""
    if value is None:
        return True
    if not isinstance(value, str) or isinstance(value, CellError):
        return False
    word = "".join(plain(value).split())
    return word in _NOTHING or not word.strip("-")


def factor_of(header: str) -> int:
    """What a bare number below a header counts: 10,000 for 信用额度（万元）, else 1."""
    named = _UNIT.search(normalise(header))
    return _FACTORS[named[1]] if named else 1


def parse_amount(value: Value, factor: int = 1) -> int | Problem | None:
    """Minor units of an amount under a header that counts in `factor`; a text with a unit of its own (50万元) keeps that."""
    if nothing(value):
        return None
    if factor != 1 and isinstance(value, float):
        return parse_money(float(Decimal(repr(value)) * factor))
    if factor != 1 and isinstance(value, str) and not isinstance(value, CellError) and _BARE.fullmatch(text := plain(value)):
        amount = parse_money(text)
        if isinstance(amount, int) and (digits := re.search(r"[\d,]*\.?\d+", text)):
            exact = Decimal(digits[0].replace(",", "")) * factor * 100
            return int(exact.to_integral_value()) * (-1 if amount < 0 else 1)
        return amount
    return parse_money(value)


def parse_score(value: Value) -> float | Problem | None:
    """A score from 0 to 100: 85, `85分`, `85/100`."""
    if nothing(value):
        return None
    if isinstance(value, CellError):
        return ERROR_CELL
    if isinstance(value, str):
        match = _SCORE.fullmatch(plain(value))
        score = float(match[1]) if match else -1.0
    elif isinstance(value, float):
        score = value
    else:
        return BAD_SCORE
    return score if 0.0 <= score <= 100.0 else BAD_SCORE


def parse_size(value: Value) -> str | Problem | None:
    """The name of a size, such as 大型 or small, as written. A number does not say which end is large: RL223."""
    if nothing(value):
        return None
    if isinstance(value, CellError):
        return ERROR_CELL
    if not isinstance(value, str) or re.fullmatch(_NUMBER, plain(value)):
        return BAD_SIZE
    return as_text(value)


def parse_cover(value: Value, factor: int = 1) -> Cover | Problem | None:
    """What a cell of insurance or guarantee says.

    `90%`, or a number above 0 and up to 1 (what a percent cell holds; no cover is of one yuan), is a share of the balance. Yes alone is
    cover of unknown amount, No and 无 are cover of 0. Anything else is an amount, under a header in 万元 always.
    """
    if value is None or isinstance(value, bool):
        return None if value is None else Cover() if value else Cover(0)
    if isinstance(value, CellError):
        return ERROR_CELL
    if isinstance(value, str):
        text = plain(value)
        word = "".join(text.split())
        if word in _NO_COVER:
            return Cover(0)
        if nothing(value):
            return None
        if match := _PERCENT.fullmatch(text):
            share = Decimal(match[1]) / 100
            return Cover(share=share) if share <= 1 else BAD_COVER
        if word in _COVERED:
            return Cover()
        flag = None if re.search(r"\d", word) else parse_flag(value)
        if isinstance(flag, bool):
            return Cover() if flag else Cover(0)
    elif isinstance(value, float) and factor == 1 and 0.0 < value <= 1.0:
        return Cover(share=Decimal(repr(value)))
    amount = parse_amount(value, factor)
    if amount is None:
        return None
    return BAD_COVER if isinstance(amount, Problem) or amount < 0 else Cover(amount)


def parse_allowance(value: Value, factor: int = 1) -> Cover | Problem | None:
    """A loss allowance judged for one customer: an amount, or a share as in `parse_cover`.

    0, No and 无 say that there is none, not that nothing will be lost; Yes alone names no amount and cannot be used.
    """
    said = parse_cover(value, factor)
    if isinstance(said, Cover):
        return (said if said.amount or said.share else None) if said.is_known else BAD_ALLOWANCE
    return BAD_ALLOWANCE if said == BAD_COVER else said


def parse_ratio(value: Value) -> float | Problem | None:
    """A plain figure of either sign, such as a Z value; beyond ±1,000 it is a slip."""
    if nothing(value):
        return None
    if isinstance(value, CellError):
        return ERROR_CELL
    if isinstance(value, str):
        value = float(text) if re.fullmatch(r"[-+]?\d+(?:\.\d+)?", text := plain(value)) else value
    return value if isinstance(value, float) and abs(value) <= 1000 else BAD_RATIO
