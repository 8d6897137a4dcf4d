"""From what a cell holds to what it means: money, dates, days, counts, terms, flags and currency codes.

Every parser takes one cell value (None, str, float, bool, an error cell or a date-time) and gives the meaning, None for
"nothing there", or a Problem. Nothing is guessed: a form with two readings is a Problem. Money becomes an int of minor units
(分 / cents), dates become proleptic ordinals (`date.toordinal`).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

from riskledger.workbook.sheet import CellError, Value

DateOrder = Literal["dmy", "mdy"]


class Problem(NamedTuple):
    """Why a value was not understood; `rule` is the code of the finding it becomes."""

    rule: str


ERROR_CELL = Problem("RL209")
BAD_AMOUNT = Problem("RL201")
BAD_DATE = Problem("RL203")
IMPOSSIBLE_DATE = Problem("RL204")
AMBIGUOUS_DATE = Problem("RL211")
BAD_COUNT = Problem("RL207")
BAD_DAYS = Problem("RL214")
BAD_TERMS = Problem("RL208")
BAD_FLAG = Problem("RL215")

# -- text --------------------------------------------------------------------------------------------------------------

_DASHES = str.maketrans("−–—‐‑―", "------")
BLANK_WORDS = frozenset({"", "-", "--", "/", "无", "n/a", "na", "none", "nil", "null"})
OPEN_WORDS = BLANK_WORDS | frozenset(
    {
        "未支付",
        "未付",
        "未收",
        "未付款",
        "未收款",
        "未回款",
        "未回",
        "未结清",
        "未结",
        "待付",
        "待付款",
        "待收",
        "待收款",
        "尚未支付",
        "没有支付",
        "unpaid",
        "open",
        "notpaid",
        "notyetpaid",
        "outstanding",
        "pending",
        "due",
        "overdue",
        "未到账",
    }
)


# Control characters come in through _xHHHH_ escapes; on a terminal they would be commands.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def plain(text: str) -> str:
    """NFKC form (full-width to half-width), dashes made one, trimmed, lower case."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip().lower()


def as_text(value: Value) -> str | None:
    """A cell as text, trimmed: whole numbers without a decimal point; None for a blank cell."""
    if value is None:
        return None
    if isinstance(value, str):
        return (value if value.isprintable() else _CONTROL.sub(" ", value)).strip() or None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")


# -- money -------------------------------------------------------------------------------------------------------------

_SCALE = {"": 1, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000, "k": 1_000}
_SIGNS = (
    r"(?:us\$|hk\$|nt\$|a\$|c\$|s\$|[$€£¥₩₹]|人民币|美元|欧元|港币|英镑|日元|"
    r"(?:cny|rmb|usd|eur|gbp|hkd|jpy|aud|cad|sgd|twd|chf|krw|inr)(?![a-z]))"
)
_MONEY = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[-+])?\s*{_SIGNS}?\s*(?P<sign2>[-+])?\s*"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\s*"
    rf"(?P<scale>百万|千万|千|万|亿|k)?\s*(?:元整|元|圆|块)?\s*{_SIGNS}?\s*(?P<minus>-)?\s*(?P<close>\))?"
)
LIMIT = 10**17  # minor units; beyond it an int64 sum of a whole ledger could overflow


def parse_money(value: Value) -> int | Problem | None:
    """Minor units of an amount: `10,000元`, `¥1.2万`, `(5,000)`, `$4,235.00`, `1,000-`, full-width digits.

    Fractions of a cent are rounded half up (`has_fraction` tells them). `1,23` and `1.234` have two readings: RL201.
    """
    if value is None:
        return None
    if isinstance(value, float):
        scaled = value * 100.0
        near = round(scaled)
        if abs(scaled - near) < 1e-6:
            return near if abs(near) < LIMIT else BAD_AMOUNT
        return _minor(Decimal(repr(value)))
    if isinstance(value, bool | dt.datetime):
        return BAD_AMOUNT
    if isinstance(value, CellError):
        return ERROR_CELL
    text = plain(value)
    if text in OPEN_WORDS:
        return None
    match = _MONEY.fullmatch(text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return BAD_AMOUNT
    signs = [match["sign"], match["sign2"], match["minus"], match["open"]]
    if sum(sign is not None for sign in signs) > 1:
        return BAD_AMOUNT
    number = match["number"]
    if not match["scale"] and re.fullmatch(r"\d{1,3}\.\d{3}", number):
        return BAD_AMOUNT  # 1.234: a European thousand or three decimals
    amount = Decimal(number.replace(",", "")) * _SCALE[match["scale"] or ""]
    negative = match["open"] or match["minus"] or "-" in (match["sign"], match["sign2"])
    return _minor(-amount if negative else amount)


def _minor(amount: Decimal) -> int | Problem:
    if abs(amount) * 100 >= LIMIT:
        return BAD_AMOUNT
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def has_fraction(value: Value) -> bool:
    """Whether a number cell holds more than whole cents (beyond what binary storage explains)."""
    if not isinstance(value, float):
        return False
    scaled = value * 100.0
    return abs(scaled - round(scaled)) >= 1e-4


# -- dates -------------------------------------------------------------------------------------------------------------

_MONTHS = {name: i for i, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
_TIME = r"(?:[ t]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]m)?(?:z|[+-]\d{2}:?\d{2})?)?"
_YMD = re.compile(rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*[日号]?{_TIME}")
_COMPACT = re.compile(rf"((?:19|20|21)\d\d)(\d\d)(\d\d){_TIME}")
_NAMED_DMY = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[-/ .]*([a-z]{{3,9}})\.?[-/ .,]*(\d{{4}}){_TIME}")
_NAMED_MDY = re.compile(rf"([a-z]{{3,9}})\.?[-/ .]*(\d{{1,2}})(?:st|nd|rd|th)?[-/ .,]+(\d{{4}}){_TIME}")
_NUMERIC = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}")


def date_order(values: Iterable[Value]) -> DateOrder | None:
    """The order of day and month that a column's texts such as 25/03/2024 prove; None without proof or with proof of both."""
    seen: set[DateOrder] = set()
    for value in values:
        if isinstance(value, str) and (match := _NUMERIC.fullmatch(plain(value))):
            first, second = int(match[1]), int(match[3])
            if first > 12 >= second:
                seen.add("dmy")
            elif second > 12 >= first:
                seen.add("mdy")
    return seen.pop() if len(seen) == 1 else None


def parse_date(value: Value, order: DateOrder | None = None, *, epoch1904: bool = False) -> int | Problem | None:
    """The ordinal of a date: date cells and serial numbers, YYYYMMDD, ISO, Chinese, English month names, with or without a time.

    `03/04/2024` is read in the column's proven order, else it is a Problem (RL211). Words for "not paid" give None.
    """
    if value is None:
        return None
    if isinstance(value, float):
        return _serial(value, epoch1904)
    if isinstance(value, dt.datetime):
        return value.toordinal()
    if isinstance(value, CellError):
        return ERROR_CELL
    if isinstance(value, bool):
        return BAD_DATE
    text = plain(value)
    if "".join(text.split()) in OPEN_WORDS:
        return None
    if match := _YMD.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.fullmatch(text):
        return _numeric(int(match[1]), int(match[3]), int(match[4]), order)
    if match := _NAMED_DMY.fullmatch(text):
        return _day(int(match[3]), _MONTHS.get(match[2][:3], 0), int(match[1])) if match[2][:3] in _MONTHS else BAD_DATE
    if match := _NAMED_MDY.fullmatch(text):
        return _day(int(match[3]), _MONTHS.get(match[1][:3], 0), int(match[2])) if match[1][:3] in _MONTHS else BAD_DATE
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return _serial(float(text), epoch1904)
    return BAD_DATE


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


def _serial(value: float, epoch1904: bool) -> int | Problem:
    """A serial day number (the time of day is dropped), or a YYYYMMDD number."""
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


# -- counts, days, terms -------------------------------------------------------------------------------------------------

_COUNT = re.compile(r"(-?\d+)(?:\.0+)?\s*(?:次|件|起|个|times?)?")
_DAYS = re.compile(r"(-?\d+)(?:\.0+)?\s*(?:天|日|days?|d)?")
_TERMS = re.compile(r"(?:net|n|账期|信用期)?\s*/?\s*(\d{1,4})(?:\.0+)?\s*(?:天|日|days?|d)?(?:\s*net)?")
_AT_ONCE = frozenset(
    {
        "货到付款",
        "现结",
        "现款",
        "现付",
        "即付",
        "款到发货",
        "见票即付",
        "cod",
        "cash",
        "cashondelivery",
        "dueonreceipt",
        "immediate",
        "immediatepayment",
        "cia",
        "prepaid",
        "预付",
    }
)


def parse_count(value: Value) -> int | Problem | None:
    """A count such as `3次` or 3."""
    return _whole(value, _COUNT, BAD_COUNT)


def parse_days(value: Value) -> int | Problem | None:
    """Days such as `30天`, `5 days` or 30; negative means early."""
    return _whole(value, _DAYS, BAD_DAYS)


def parse_terms(value: Value) -> int | Problem | None:
    """Net days from the invoice date: 30, `30天`, `Net 30`, `货到付款` (0). Other terms are a Problem (RL208), never a guess."""
    if isinstance(value, str) and not isinstance(value, CellError):
        text = plain(value)
        if "".join(text.split()) in _AT_ONCE:
            return 0
        if text in BLANK_WORDS:
            return None
        match = _TERMS.fullmatch(text)
        return int(match[1]) if match else BAD_TERMS
    return _whole(value, _DAYS, BAD_TERMS)


def _whole(value: Value, pattern: re.Pattern[str], problem: Problem) -> int | Problem | None:
    if value is None:
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e6 else problem
    if isinstance(value, CellError):
        return ERROR_CELL
    if not isinstance(value, str):
        return problem
    text = plain(value)
    if text in BLANK_WORDS:
        return None
    match = pattern.fullmatch(text)
    return int(match[1]) if match and len(match[1]) <= 7 else problem


# -- flags and currencies --------------------------------------------------------------------------------------------------

_YES = frozenset({"是", "有", "y", "yes", "true", "1", "√", "对", "已"})
_NO = frozenset({"否", "无", "没有", "n", "no", "false", "0", "×", "x", "-", "未", ""})
_CLOSED = frozenset(
    {
        "closed",
        "paid",
        "received",
        "settled",
        "cleared",
        "已结清",
        "结清",
        "已结",
        "已付",
        "已付款",
        "已收",
        "已收款",
        "已核销",
        "已支付",
        "已回款",
        "fullypaid",
        "收讫",
    }
)
_STILL_OPEN = frozenset({"partial", "partiallypaid", "partlypaid", "部分核销", "部分付款", "部分收款", "部分支付", "未核销", "notpaid"})
_CURRENCIES = {
    "人民币": "CNY",
    "rmb": "CNY",
    "元": "CNY",
    "¥": "CNY",
    "cny": "CNY",
    "美元": "USD",
    "美金": "USD",
    "$": "USD",
    "us$": "USD",
    "欧元": "EUR",
    "€": "EUR",
    "港币": "HKD",
    "港元": "HKD",
    "hk$": "HKD",
    "英镑": "GBP",
    "£": "GBP",
    "日元": "JPY",
    "日圆": "JPY",
    "澳元": "AUD",
    "加元": "CAD",
    "新加坡元": "SGD",
    "台币": "TWD",
}


def parse_flag(value: Value) -> bool | Problem | None:
    """Yes or no, in either language, as a truth value or as 1 / 0."""
    if value is None or isinstance(value, bool):
        return value
    text = "".join(plain(as_text(value) or "").split())
    if text == "":
        return None
    return True if text in _YES else False if text in _NO else BAD_FLAG


def parse_open(value: Value, *, inverted: bool = False) -> bool | Problem | None:
    """Whether an item is still open, from a status or an is-open column; `inverted` where "yes" means paid."""
    if value is None:
        return None
    text = "".join(plain(as_text(value) or "").split())
    if text in _CLOSED:
        return False
    if text in _STILL_OPEN or (text in OPEN_WORDS and text not in BLANK_WORDS):
        return True
    flag = parse_flag(value)
    return not flag if inverted and isinstance(flag, bool) else flag


def parse_disputed(value: Value) -> bool | Problem | None:
    """Whether something is disputed: an amount above zero, or yes / no."""
    if value is None:
        return None
    flag = parse_flag(value)
    if not isinstance(flag, Problem):
        return flag
    amount = parse_money(value)
    return amount > 0 if isinstance(amount, int) else amount


def parse_currency(value: Value) -> str | None:
    """The ISO code where the text is a known name, else the text in upper case; None when blank."""
    text = as_text(value)
    if text is None or isinstance(value, CellError):
        return None
    known = plain(text)
    return None if known in BLANK_WORDS else _CURRENCIES.get(known, known.upper())
