"""Payment terms in words, Chinese and English: one canonical form for each rule, made to be read back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from riskledger.ledger.terms.model import Discount, Rule, Terms

Language = Literal["zh", "en"]

_AT_ONCE = {
    "zh": {"invoice": "开票日付款", "prepayment": "预付款", "delivery": "货到付款", "receipt": "见票即付"},
    "en": {
        "invoice": "due on the invoice date",
        "prepayment": "prepayment",
        "delivery": "cash on delivery",
        "receipt": "due on receipt",
    },
}
_LAST_DAY = 31


def describe(terms: Terms, language: Language) -> str:
    """Discounts first, then the instalments with their shares, or the one rule."""
    rule_in_words = _rule_zh if language == "zh" else _rule_en
    parts = [_discount(discount, language) for discount in terms.discounts]
    if len(terms.instalments) == 1:
        parts.append(rule_in_words(terms.instalments[0].rule))
    else:
        blank = "" if language == "zh" else " "
        parts += [f"{_plain(each.percent)}%{blank}{rule_in_words(each.rule)}" for each in terms.instalments]
    return ("，" if language == "zh" else ", ").join(parts)


def _discount(discount: Discount, language: Language) -> str:
    percent = _plain(discount.percent)
    if language == "zh":
        return f"{discount.days}天内付款优惠{percent}%"
    return f"{percent}% discount within {_counted(discount.days, 'day')}"


def _rule_zh(rule: Rule) -> str:
    if rule.day_of_month is None:
        if rule.months:
            return f"开票后{rule.months}个月"
        return f"开票后{rule.days}天" if rule.days else _AT_ONCE["zh"][rule.event]
    last = rule.day_of_month == _LAST_DAY
    if rule.months == 0:
        landing = "月底"
    else:
        month = "次月" if rule.months == 1 else f"第{rule.months}个月"
        landing = f"{month}底" if last else f"{month}{rule.day_of_month}日"
    before = f"{rule.days}天后的" if rule.days else ""
    after = f"后{rule.then_days}天" if rule.then_days else ""
    return before + landing + after


def _rule_en(rule: Rule) -> str:
    if rule.day_of_month is None:
        if rule.months:
            return f"{_counted(rule.months, 'month')} after the invoice date"
        return f"net {_counted(rule.days, 'day')}" if rule.days else _AT_ONCE["en"][rule.event]
    last = rule.day_of_month == _LAST_DAY
    if rule.months == 0:
        landing = "end of month"
    else:
        month = "next month" if rule.months == 1 else f"the {_ordinal(rule.months)} following month"
        landing = f"end of {month}" if last else f"{_ordinal(rule.day_of_month)} of {month}"
    steps = [_counted(rule.days, "day")] if rule.days else []
    steps.append(landing)
    if rule.then_days:
        steps.append(_counted(rule.then_days, "day"))
    return ", then ".join(steps)


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _plain(percent: Decimal) -> str:
    text = format(percent, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
