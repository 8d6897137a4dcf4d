"""The vocabulary of payment terms: Chinese and English words to one set of signs, so that one grammar reads both.

A word that is not listed makes the whole text unread: half-understood terms would be a guess.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# One sign per meaning. A blank in a phrase stands for any blanks or hyphens, or none.
_PHRASES: dict[str, str] = {
    # units and joints
    "D": "days|day|d|calendar days|天|自然日|个自然日|日历天",
    "K": "日",  # days, but after 月结 a date
    "J": "号",  # always a day of the month, never a length
    "W": "weeks|week|wks|wk|周|个星期|星期",
    "M": "months|month|个月",
    "N": "net|nett|n|净|净额",
    "A": "after|following",
    "G": "from|since",
    "H": "then|and then|plus|and|+|后|之后|以后|起|起算|加|再",
    "O": "on|on the|by|by the|upon",
    # places in the calendar
    "I": "invoice date|date of invoice|date of the invoice|invoice|issue of invoice|开票|开票日|开票日期|发票日|发票日期|发票开具|票面日期",
    "V": "invoice month|month of invoice|当月|本月|开票当月|开票月|发票月",
    "E": (
        "eom|e.o.m.|e.o.m|end of month|end of the month|month end|last day of month|last day of the month|last day of this month|"
        "end of this month|end of current month|end of the current month|end of invoice month|end of the invoice month|"
        "last day of invoice month|last day of the invoice month|end of month of invoice|end of the month of invoice|"
        "月底|月末|月终|月末日|月最后一天"
    ),
    "L": "end of|end of the|last day of|last day of the",
    "l": "底|末|最后一天|最后一日",
    "X": "next month|following month|下月|下个月|次月",
    "Y": "下下月|下下个月|次次月",
    "B": "mfi|prox|proximo",  # the month following the invoice
    # settled by the month
    "S": "月结|月结算|月度结算|每月结算|当月结",
    "U": "次月结|次月结算|下月结|下月结算",
    # due at once
    "P": (
        "prepayment|prepaid|prepay|advance|in advance|payment in advance|advance payment|cash in advance|cia|pia|"
        "cash before delivery|cbd|cash with order|cwo|deposit|down payment|downpayment|款到发货|先款后货|带款提货|预付|预付款|预收|预收款|"
        "全额预付|发货前付款|提货前付款|发货前付清|定金|订金|首付|首付款|预付定金"
    ),
    "C": (
        "cod|c.o.d.|c.o.d|cash on delivery|collect on delivery|payment on delivery|on delivery|upon delivery|"
        "货到付款|货到付|货到即付|货到付清|到货付款|到货即付|提货付款|交货付款|现款现货"
    ),
    "R": (
        "due on receipt|due upon receipt|on receipt|upon receipt|on receipt of invoice|upon receipt of invoice|"
        "payable on receipt|payable upon receipt|见票即付|见票付款|票到付款|票到即付|收票付款|凭票付款"
    ),
    "Q": "now|immediate|immediately|immediate payment|due immediately|at once|cash|即付|即期|现结|现付|现款|立即|马上|当天|当日",
    # starting points that the ledger does not date
    "Z": (
        "delivery|shipment|acceptance|receipt|receipt of invoice|receipt of goods|bill of lading|b/l|bl date|completion|"
        "货到|到货|收货|发货|交货|验收|验收合格|安装验收|票到|收票|见票|收到发票|收到货|提单|提单日|对账|对账后"
    ),
    # words without weight
    " ": (
        "the|of|due|payable|pay|paid|payment|payments|within|in|terms|term|credit|full|in full|full amount|at|t/t|tt|date|"
        "付款|支付|付清|付|结算|结清|内|之内|以内|账期|信用期|信用|期限|付款期|付款条件|收款条件|收款|回款|款|全款|全额|前|之前|以前|"
        "电汇|转账|银行转账|自|从|由|按|的|为"
    ),
}


def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    signs = {phrase: sign for sign, phrases in _PHRASES.items() for phrase in phrases.split("|")}
    alternatives = []
    for phrase in sorted(signs, key=len, reverse=True):
        pattern = re.escape(phrase).replace(r"\ ", r"[\s-]*")
        if phrase[0].isascii() and phrase[0].isalpha():
            # A Latin word is whole: `d` is not the start of `dp`. Digits may touch it: `n30`, `45d`.
            pattern = rf"(?<![a-z]){pattern}(?![a-z])"
        alternatives.append(pattern)
    number = r"(?P<number>\d{1,6})(?:\.0+(?!\d))?(?:(?P<th>st|nd|rd|th)(?![a-z]))?"
    counted_month = r"第(?P<zh>\d{1,3})个月|(?P<en>\d{1,3})(?:st|nd|rd|th)\s+following\s+month"
    net_of = r"(?<![a-z])n(?:et)?\s*/\s*(?=\d)"
    return re.compile(rf"(?P<month>{counted_month})|(?P<net>{net_of})|{number}|(?P<word>{'|'.join(alternatives)})"), signs


_WORDS, _SIGNS = _pattern()
_BLANKS = re.compile(r"[\s-]+")
_SQUEEZED = {_BLANKS.sub("", phrase): sign for phrase, sign in _SIGNS.items()}  # the text may have several blanks, hyphens or none
_IGNORED = re.compile(r"[\s,;:()。、.]+|(?<=\w)-+")
_SIMPLIFIED = str.maketrans("結貨預後個當發開餘現淨內電匯賬帳轉憑見訂", "结货预后个当发开余现净内电汇账账转凭见订")
_DASHES = str.maketrans("−–—‐‑―", "------")
_NUMERALS = re.compile(r"(?<!最后)[一二两三四五六七八九十]{1,3}(?=天|日|号|个月|周|个星期|星期)")
_DIGITS = {numeral: value for value, numeral in enumerate("一二三四五六七八九", 1)} | {"两": 2}


class Signs(NamedTuple):
    """The text as signs, `#` for a number and `T` for its ordinal ending, with the number or month count at each place."""

    kinds: str
    values: tuple[int, ...]
    bare_code: bool  # a number with a leading zero: more likely a code than a length

    def part(self, start: int, stop: int | None = None) -> Signs:
        """A stretch of the signs."""
        return Signs(self.kinds[start:stop], self.values[start:stop], self.bare_code)


def plain_text(text: str) -> str:
    """NFKC, lower case, simplified characters, one kind of dash, Chinese numerals before a unit as digits."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(_SIMPLIFIED).translate(_DASHES).strip()
    return _NUMERALS.sub(_numeral, plain)


def _numeral(match: re.Match[str]) -> str:
    tens, ten, ones = match[0].rpartition("十")
    if not ten:
        return str(_DIGITS[ones]) if len(ones) == 1 else match[0]
    if len(tens) > 1 or len(ones) > 1 or not set(tens + ones) <= set(_DIGITS):
        return match[0]
    return str(10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0))


def to_signs(text: str) -> Signs | None:
    """The signs of a plain text, or None where a word is not in the vocabulary."""
    kinds: list[str] = []
    values: list[int] = []
    bare_code = False
    place = 0
    while place < len(text):
        if blank := _IGNORED.match(text, place):
            place = blank.end()
            continue
        match = _WORDS.match(text, place)
        if match is None:
            return None
        place = match.end()
        if match["month"]:
            kinds.append("X")
            values.append(int(match["zh"] or match["en"]))
        elif match["net"]:
            kinds.append("N")
            values.append(0)
        elif match["number"]:
            bare_code |= match["number"] != str(int(match["number"]))
            kinds += ["#", "T"] if match["th"] else ["#"]
            values += [int(match["number"])] * (2 if match["th"] else 1)
        else:
            sign = _SQUEEZED[_BLANKS.sub("", match["word"])]
            if sign != " ":
                kinds.append("X" if sign == "Y" else sign)
                values.append({"X": 1, "Y": 2}.get(sign, 0))
    # 月结25日 is far likelier settled on the 25th than 25 days on.
    joined = re.sub(r"(?<=[SU]#)K", "J", "".join(kinds)).replace("K", "D")
    return Signs(joined, tuple(values), bare_code)
