"""The grammar of one due-date rule: from signs to the rule, or to its several readings.

Where practice disagrees, all readings in use are given, each under the name of its convention:

- "45 days EOM": add the days and go to the month's end, or count the days from the month's end (Dolibarr #18694 has both;
  OCA account-invoicing #103 tells "45 days end of month" from "end of month 45 days"). "Net 30 EOM" is also the name of "end of
  the following month" (Odoo's sample terms, ERPNext #3451).
- 月结30天: the usual practice closes the month and counts the days from its end (an invoice of 15 May is due on 30 June);
  ERP vendors' help pages (易特, 精斗云) also explain it as 30 days from the invoice date. 次月结30天 counts from the first of the
  next month, or from the end of this one. 月结 alone leaves open whether the month closed is paid at its end or a month on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from riskledger.ledger.terms.model import MONTH_END, Rule
from riskledger.ledger.terms.words import Signs

Readings = Mapping[str, Rule]  # convention → rule; a single reading has the key ""

SETTLED = ""
NAMED = "end_of_following_month"

_AT_ONCE: dict[str, Rule] = {
    "P": Rule(event="prepayment"),
    "C": Rule(event="delivery"),
    "R": Rule(event="receipt"),
    "Q": Rule(),
    "I": Rule(),
    "OI": Rule(),
}
_NET = re.compile(r"(?:IA?[HG]?)?A?N?#D?H?N?(?:[AG]?I)?")
_WEEKS = re.compile(r"(?:I[HG]?)?N?#WH?(?:[AG]?I)?")
_MONTHS = re.compile(r"(?:I[HG]?)?N?#MH?(?:[AG]?I)?")
_THIS_MONTH_END = r"(?:V?E|Vl)"
_MONTHS_AFTER_END = re.compile(rf"#M[AG]{_THIS_MONTH_END}|{_THIS_MONTH_END}H#M")
_DAYS_AFTER = re.compile(r"#D[AG](?P<landing>.+)")
_DAYS_AND_MONTH_END = re.compile(rf"N?#D?N?{_THIS_MONTH_END}")
_COUNTED_FROM_INVOICE = re.compile(rf"(?:#D[AG]?I|IH?#D)H?{_THIS_MONTH_END}")
_MONTH_END_ON_DAY = re.compile(rf"N?#D?H?{_THIS_MONTH_END}(?:O#T?|#T|OD#|D#)")
_MONTHLY = re.compile(r"S(?:#D?)?|#DS")
_MONTHLY_IN_MONTHS = re.compile(r"S#M")
_NEXT_MONTHLY = re.compile(r"U#D?")

_TAIL = re.compile(r"(?:H|(?<=E))#D?$")  # `EOM 45` as well as `EOM + 45`
_END_OF_LATER_MONTH = re.compile(r"XE|Xl|LX|EA[IV]?")
_DAY_OF_LATER_MONTH = re.compile(r"XO?#[DJT]?|O?#TX|O?D#X|O?#T?B|B#|O?#TMA[IV]?")


def read_rule(signs: Signs) -> Readings:
    """The readings of one rule; empty if it is none.

    Raises ValueError for numbers out of range.
    """
    kinds = signs.kinds
    if kinds in _AT_ONCE:
        return {SETTLED: _AT_ONCE[kinds]}
    if signs.bare_code and "D" not in kinds and "X" not in kinds:
        return {}
    rule = _one_step(signs) or _month_end_on_day(signs) or _chain(signs)
    if rule is not None:
        return {SETTLED: rule}
    if _DAYS_AND_MONTH_END.fullmatch(kinds):
        readings = _either_order(_number(signs))
        # As a name, "Net 30 EOM" is one word: the end of the following month, whatever the months' lengths.
        return readings | {NAMED: Rule(months=1, day_of_month=MONTH_END)} if _number(signs) == 30 and "N" in kinds else readings
    return _monthly(signs)


def _number(signs: Signs) -> int:
    return signs.values[signs.kinds.index("#")] if "#" in signs.kinds else 0


def _one_step(signs: Signs) -> Rule | None:
    kinds = signs.kinds
    if _NET.fullmatch(kinds):
        return Rule(days=_number(signs))
    if _WEEKS.fullmatch(kinds):
        return Rule(days=7 * _number(signs))
    if _MONTHS.fullmatch(kinds):
        return Rule(months=_number(signs))
    if _MONTHS_AFTER_END.fullmatch(kinds):
        return Rule(months=_number(signs), day_of_month=MONTH_END)
    if _COUNTED_FROM_INVOICE.fullmatch(kinds):
        return Rule(days=_number(signs), day_of_month=MONTH_END)
    return None


def _month_end_on_day(signs: Signs) -> Rule | None:
    """`30 days EOM on the 10th`: add the days, go to that month's end, then to the day in the month after; day 0 stays there."""
    if not _MONTH_END_ON_DAY.fullmatch(signs.kinds):
        return None
    day = signs.values[signs.kinds.rindex("#")]
    if day == 0:
        return Rule(days=_number(signs), day_of_month=MONTH_END)
    return Rule(days=_number(signs), months=1, day_of_month=day)


def _chain(signs: Signs) -> Rule | None:
    """Steps in the order they are written: days, then a place in the calendar, then days."""
    if reversed_steps := _DAYS_AFTER.fullmatch(signs.kinds):
        landing = _landing(signs.part(reversed_steps.start("landing")))
        return None if landing is None else Rule(months=landing[0], day_of_month=landing[1], then_days=_number(signs))
    kinds = signs.kinds
    if kinds[:1] in ("N", "S"):
        # `月结 次月15日`: the month is closed and the day is stated, which leaves nothing open; 月结月底 and 月结月底后30天 likewise.
        signs, kinds = signs.part(1), kinds[1:]
    if kinds.startswith("#MH") and re.fullmatch(_THIS_MONTH_END, kinds[3:]):
        return Rule(months=_number(signs), day_of_month=MONTH_END)
    days = then_days = 0
    if kinds.startswith("#DH"):
        days, signs = signs.values[0], signs.part(3)
    tail = _TAIL.search(signs.kinds)
    if tail is not None:
        then_days, signs = signs.values[signs.kinds.rindex("#")], signs.part(0, tail.start())
    landing = _landing(signs)
    return None if landing is None else Rule(days, *landing, then_days)


def _landing(signs: Signs) -> tuple[int, int] | None:
    """Months on and day of the month that the signs name."""
    kinds = signs.kinds
    if re.fullmatch(_THIS_MONTH_END, kinds):
        return 0, MONTH_END
    months = signs.values[kinds.index("X")] if "X" in kinds else 1
    if _END_OF_LATER_MONTH.fullmatch(kinds):
        return months, MONTH_END
    return (months, _number(signs)) if _DAY_OF_LATER_MONTH.fullmatch(kinds) else None


def _either_order(days: int) -> dict[str, Rule]:
    return {
        "days_then_month_end": Rule(days=days, day_of_month=MONTH_END),
        "month_end_then_days": Rule(day_of_month=MONTH_END, then_days=days),
    }


def _monthly(signs: Signs) -> Readings:
    """Settled by the month: 月结, 月结30天, 次月结30天."""
    days = _number(signs)
    if signs.kinds == "S":
        return _either_order(0) | {NAMED: Rule(months=1, day_of_month=MONTH_END)}
    if _MONTHLY.fullmatch(signs.kinds):
        return _either_order(days) | {"invoice_date": Rule(days=days)}
    if _MONTHLY_IN_MONTHS.fullmatch(signs.kinds):
        closing = Rule(months=days, day_of_month=MONTH_END)
        return {"days_then_month_end": closing, "month_end_then_days": closing, "invoice_date": Rule(months=days)}
    if signs.kinds == "U":
        return {"month_closed": Rule(months=1, day_of_month=MONTH_END), "month_after": Rule(months=2, day_of_month=MONTH_END)}
    if _NEXT_MONTHLY.fullmatch(signs.kinds):
        from_first = Rule(day_of_month=MONTH_END, then_days=days + 1)
        return {"from_first": from_first, "from_month_end": Rule(day_of_month=MONTH_END, then_days=days)}
    return {}
