"""Numbered payment columns of a ledger (回款日期1 | 回款金额1 | 回款日期2 …, payment date 1 | paid amount 1 …): found and read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal, NamedTuple

from riskledger.checks.findings import Finding
from riskledger.ledger.receipts import Receipts
from riskledger.ledger.values import Problem, as_text, date_order, parse_date, parse_money
from riskledger.workbook.sheet import SheetCells, Value

Kind = Literal["date", "amount"]

_ORDINALS = {word: n for n, word in enumerate("一二三四五六七八九十", 1)} | {"首": 1}
_ORDINALS |= {word: n for n, word in enumerate(("first", "second", "third", "fourth", "fifth", "sixth"), 1)}
_ORDINALS |= {f"{n}{'st' if n == 1 else 'nd' if n == 2 else 'rd' if n == 3 else 'th'}": n for n in range(1, 13)}
_N = r"(?P<n>1[0-2]|[1-9]|[一二三四五六七八九十])"
_TH = rf"(?:第?{_N}(?:次|笔)|(?P<first>首)(?:次|笔))"
_PAID = "(?:回款|收款|付款|支付|到账|实收)"
_WHAT = "(?P<what>日期|时间|日|金额|额)"
_EN_TH = rf"(?P<n>{'|'.join(word for word in _ORDINALS if word.isascii())}|1[0-2]|[1-9])"
_EN_WHAT = "(?P<what>date|amount|amt)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_TH}{_PAID}{_WHAT}?",  # 第一次回款日期
        rf"{_PAID}\(?第?{_N}(?:次|笔)?\)?{_WHAT}?",  # 收款1日期
        rf"{_PAID}{_WHAT}\(?第?{_N}(?:次|笔)?\)?",  # 回款金额(2)
        rf"{_EN_TH}(?:payment|receipt){_EN_WHAT}?",  # 1st payment date
        rf"(?:payment|receipt)#?(?P<n>1[0-2]|[1-9]){_EN_WHAT}?",  # payment 1 amount
        r"(?:payment|receipt|paid|received|clearing)(?P<what>date)\(?#?(?P<n>1[0-2]|[1-9])\)?",
        r"(?P<what>date)(?:paid|received)\(?#?(?P<n>1[0-2]|[1-9])\)?",
        r"(?:paid|payment|received|receipt)(?P<what>amount|amt)\(?#?(?P<n>1[0-2]|[1-9])\)?",
        r"(?P<what>amount)(?:paid|received)\(?#?(?P<n>1[0-2]|[1-9])\)?",
    )
)


class PaymentPair(NamedTuple):
    """The columns of one payment: its date and its amount, None where the sheet has none; `unit` is what a bare number counts."""

    number: int
    date: int | None
    amount: int | None
    unit: int = 1


def numbered_payment(word: str) -> tuple[Kind, int] | None:
    """What a normalised header without its unit says: the date or the amount of which payment; None for any other header."""
    for form in _FORMS:
        if found := form.fullmatch(word):
            said = found.groupdict()
            number = said["n"] or said["first"]
            kind: Kind = "date" if (said.get("what") or "") in ("日期", "时间", "日", "date") else "amount"
            return kind, _ORDINALS.get(number) or int(number)
    return None


def payment_pairs(headers: Mapping[int, tuple[str, int]], fields: Mapping[str, int]) -> tuple[PaymentPair, ...]:
    """The numbered payments of a header row; none unless there are amounts, and two numbers or a date beside one.

    headers: column → normalised header without its unit, and the unit. fields: those of the ledger; where the numbers begin with 2,
    its own payment date and amount are the first payment.
    """
    found: dict[int, dict[Kind, int]] = {}
    for column, (word, _) in sorted(headers.items()):
        if (said := numbered_payment(word)) is not None:
            found.setdefault(said[1], {}).setdefault(said[0], column)
    plain = (fields.get("payment_date"), fields.get("paid_amount"))
    if found and min(found) == 2 and None not in plain:
        found[1] = {"date": plain[0] or 0, "amount": plain[1] or 0}
    paired = any(len(columns) == 2 for columns in found.values())
    if not any("amount" in columns for columns in found.values()) or not (len(found) > 1 or paired):
        return ()
    return tuple(
        PaymentPair(n, columns.get("date"), columns.get("amount"), headers[columns["amount"]][1] if columns.get("amount") in headers else 1)
        for n, columns in sorted(found.items())
    )


class NumberedPayments(NamedTuple):
    """The payments read: those with an amount, rows whose one date stands without any amount (row → day), and the findings.

    `unusable`: rows with a payment that could not be read.
    """

    receipts: Receipts
    dates_alone: dict[int, int]
    unusable: set[int]
    findings: list[Finding]


def read_payments(
    cells: SheetCells, kept: Sequence[int], pairs: Sequence[PaymentPair], customers: Sequence[str | None], *, epoch1904: bool = False
) -> NumberedPayments:
    """Read the numbered payments of the ledger rows (indices into the sheet's rows), each distinct value once.

    A date beside other payments but without an amount reduces nothing (RL310).
    """
    read = NumberedPayments(Receipts(), {}, set(), [])

    def tell(rule: str, i: int, column: int, key: str, shown: str | None = None) -> None:
        shown = shown or as_text(cells.columns[column][kept[i]])
        read.findings.append(Finding(rule, cells.rows[kept[i]], column, key, shown, customers[i]))

    written = {at: [cells.columns[at][i] for i in kept] for pair in pairs for at in (pair.date, pair.amount) if at in cells.columns}
    order = date_order({value for pair in pairs for value in written.get(pair.date or 0, ())})

    def date(value: Value) -> int | Problem | None:
        return parse_date(value, order, epoch1904=epoch1904)

    alone: dict[int, list[tuple[int, int]]] = {}
    paid: set[int] = set()
    for pair in pairs:
        dates = _read(written.get(pair.date or 0), date, len(kept))
        amounts = _read(written.get(pair.amount or 0), partial(parse_money, unit=pair.unit), len(kept))
        for i, (day, amount) in enumerate(zip(dates, amounts, strict=True)):
            if isinstance(day, Problem):
                tell(day.rule, i, pair.date or 0, "payment_date")
            if isinstance(amount, Problem):
                tell(amount.rule, i, pair.amount or 0, "paid_amount")
            if isinstance(day, Problem) or isinstance(amount, Problem):
                read.unusable.add(i)
            elif amount:
                read.receipts.add(i, day, amount)
                paid.add(i)
            elif day is not None and amount is None:
                alone.setdefault(i, []).append((day, pair.date or 0))
    for i, found in alone.items():
        if i not in paid and len(found) == 1:
            read.dates_alone[i] = found[0][0]
            continue
        for day, column in found:
            tell("RL310", i, column, "payment_date", dt.date.fromordinal(day).isoformat())
    return read


def _read(values: list[Value] | None, parser: Callable[[Value], Any], rows: int) -> list[Any]:
    """A column through a parser; nothing but blanks where there is no column."""
    if values is None:
        return [None] * rows
    # Truth values equal numbers, so they are kept apart by their type.
    meaning = {(type(value), value): parser(value) for value in set(values)}
    return [meaning[type(value), value] if (type(value), value) in meaning else parser(value) for value in values]
