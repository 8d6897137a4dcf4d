"""Text as people type it: full-width forms, dashes, words for "nothing", for "not paid yet" and for errors."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from riskledger.workbook.sheet import CellError, Value


class Problem(NamedTuple):
    """Why a value was not understood; `rule` is the code of the finding it becomes."""

    rule: str


def words(text: str) -> frozenset[str]:
    """A set of words from a text with blanks between them."""
    return frozenset(text.split())


ERROR_CELL = Problem("RL209")
BAD_AMOUNT = Problem("RL201")
BAD_DATE = Problem("RL203")
IMPOSSIBLE_DATE = Problem("RL204")
AMBIGUOUS_DATE = Problem("RL211")
SHORT_YEAR = Problem("RL231")
BAD_COUNT = Problem("RL207")
BAD_DAYS = Problem("RL214")
BAD_FLAG = Problem("RL215")

BLANK_WORDS = frozenset({"", "/", "无", "n/a", "na", "none", "nil", "null"})
OPEN_WORDS = words(
    "未支付 未付 未收 未付款 未收款 未回款 未回 未结清 未结 未到账 待付 待付款 待收 待收款 尚未支付 尚未付款 没有支付 "
    "unpaid open notpaid notyetpaid outstanding pending due overdue"
)
# Exports turn error cells into texts of the same wording.
_ERRORS = frozenset({"#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!", "#spill!", "#calc!", "#getting_data"})

_DASHES = str.maketrans("−–—‐‑―", "------")
# NFKC would make 1000¹ (a footnote) ten thousand and one.
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉①②③④⑤⑥⑦⑧⑨]")
# Control characters come in through _xHHHH_ escapes; on a terminal they would be commands.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_REMARK = re.compile(r"[(,;:、。\[【].*", re.DOTALL)


def plain(text: str) -> str:
    """NFKC form (full-width to half-width), dashes made one, trimmed, lower case."""
    if text.isascii():
        return text.strip().lower()
    return _half_width(text) if len(text) < 100 else _half_width.__wrapped__(text)


@lru_cache(maxsize=1 << 15)  # a name is asked for by half a dozen questions
def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", _RAISED.sub("^", text)).translate(_DASHES).strip().lower()


def as_text(value: Value) -> str | None:
    """A cell as text, trimmed: whole numbers without a decimal point; None for a blank cell."""
    if value is None:
        return None
    if isinstance(value, str):
        return (value if value.isprintable() else _CONTROL.sub(" ", value)).strip() or None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")


def joined(text: str) -> str:
    """`plain` without any blanks: Not paid → notpaid."""
    return "".join(plain(text).split())


def is_error(value: Value) -> bool:
    """An error cell, or the text that an export made of one."""
    return isinstance(value, CellError) or (isinstance(value, str) and value[:1] == "#" and plain(value) in _ERRORS)


def without_remark(word: str) -> str:
    """A word without what is added in brackets or after a comma: 未付（已催） → 未付."""
    return _REMARK.sub("", word)


def says_nothing(text: str) -> bool:
    """Whether a text stands for a blank cell: only dashes, 无, n/a."""
    word = joined(text)
    return word in BLANK_WORDS or not word.strip("-")


def says_unpaid(text: str) -> bool:
    """Whether a text stands for a payment yet to come: 未支付, Unpaid, 未付（已催）; blank words included."""
    if text[:1].isdecimal():  # most texts that are no date or amount, and no word begins so
        return False
    return says_nothing(text) or without_remark(joined(text)) in OPEN_WORDS
