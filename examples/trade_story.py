"""Eighteen months and more of invoices and payments, drawn once from a seed; a book shows what was known of them on a date."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from trading_partners import PARTNERS, Partner

SEED = 20260930
FIRST_MONTH = (2025, 4)
SEPTEMBER = dt.date(2026, 9, 30)
OCTOBER = dt.date(2026, 10, 31)

Choice = TypeVar("Choice")
Words = tuple[str, str]  # Chinese, English

# Days after the due date, and what the analyst writes down then as long as the invoice stays unpaid.
CONTACTS: tuple[tuple[int, tuple[Words, ...]], ...] = (
    (5, (("电话沟通，对方表示尽快支付", "phone call, they promise to pay soon"),
         ("电话沟通，对方称正在走付款流程", "phone call, payment is being approved"))),
    (18, (("邮件发送对账单，已确认收到", "sent a statement by e-mail, receipt confirmed"),
          ("微信催款，对方财务休假", "sent a reminder, their accountant is on leave"))),
    (40, (("上门拜访，约定分期付清", "visited them, agreed to pay in instalments"),)),
    (62, (("发出书面催款函", "sent a written demand"),)),
)  # fmt: skip


@dataclass(frozen=True)
class Invoice:
    """One row of the ledger as it really went; money in minor units, credit notes negative."""

    partner: Partner
    day: dt.date
    due: dt.date
    amount: int
    payments: tuple[tuple[dt.date, int], ...]
    complaints: int = 0
    contacts: tuple[tuple[dt.date, Words], ...] = ()
    disputed: int = 0
    disputed_since: dt.date = dt.date.max
    writes_full_amount: bool = True
    document: str = ""
    action: Words | None = None
    override: tuple[Words, Words, dt.date] | None = field(default=None)

    def received(self, as_of: dt.date) -> tuple[dt.date | None, int]:
        """Date of the last payment known on a date, and the money received until then."""
        known = [payment for payment in self.payments if payment[0] <= as_of]
        return (known[-1][0] if known else None), sum(money for _, money in known)

    def is_open(self, as_of: dt.date) -> bool:
        """Whether something is still to come on that date."""
        return self.received(as_of)[1] != self.amount


class Chance:
    """Draws built on `random.random()` alone, the one generator Python promises to keep across versions."""

    def __init__(self, seed: int) -> None:
        self._unit = random.Random(seed).random

    def happens(self, probability: float) -> bool:
        return self._unit() < probability

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._unit() * (high - low + 1))

    def one_of(self, options: Sequence[Choice]) -> Choice:
        return options[self.whole(0, len(options) - 1)]

    def waiting(self, mean: float) -> float:
        """An exponential waiting time."""
        return -mean * math.log(1.0 - self._unit())

    def spread(self, sigma: float) -> float:
        """A log-normal factor around 1."""
        return math.exp(sigma * math.sqrt(-2.0 * math.log(1.0 - self._unit())) * math.cos(2.0 * math.pi * self._unit()))

    def how_many(self, mean: float) -> int:
        """A Poisson count."""
        count, product, floor = 0, self._unit(), math.exp(-mean)
        while product > floor:
            count, product = count + 1, product * self._unit()
        return count


def tell() -> list[Invoice]:
    """Every invoice dated up to the end of October 2026, in order of date, numbered."""
    invoices: list[Invoice] = []
    for partner in PARTNERS:
        chance = Chance(SEED + partner.number)  # each customer's own, so that a change to one leaves the others as they are
        theirs = [_invoice(chance, partner, day) for day in _orders(chance, partner)]
        invoices += [*theirs, *_credit_notes(chance, theirs)]
    invoices = sorted((invoice for invoice in invoices if invoice.day <= OCTOBER), key=lambda each: (each.day, each.partner.number))
    return _with_judgement(_numbered(invoices))


def _orders(chance: Chance, partner: Partner) -> Iterator[dt.date]:
    for step in range(19):
        year, month = divmod(FIRST_MONTH[0] * 12 + FIRST_MONTH[1] - 1 + step, 12)
        last = calendar.monthrange(year, month + 1)[1]
        season = 1.15 if month + 1 in (6, 9, 11, 12) else 0.6 if month + 1 == 2 else 1.0  # quarter ends, autumn sales, New Year holidays
        for _ in range(chance.how_many(partner.orders_a_month * season)):
            day = dt.date(year, month + 1, chance.whole(1, last))
            day += dt.timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])  # invoices are written on working days
            if partner.trades_on(day):
                yield day


def _invoice(chance: Chance, partner: Partner, day: dt.date) -> Invoice:
    due = day + dt.timedelta(days=partner.terms)
    amount = max(300, round(partner.typical_invoice * chance.spread(0.35) / 10) * 10) * 100
    if chance.happens(0.3):
        amount += chance.whole(1, 999)
    payments = _payments(chance, partner, day, due, amount)
    settled = payments[-1][0] if sum(money for _, money in payments) == amount else dt.date.max
    contacts: tuple[tuple[dt.date, Words], ...] = ()
    if chance.happens(0.75 if settled == dt.date.max else 0.4):
        contacts = tuple(
            (due + dt.timedelta(days=after), chance.one_of(texts)) for after, texts in CONTACTS if due + dt.timedelta(days=after) < settled
        )
    unhappy = {"slow": 0.05, "worsening": 0.09, "failing": 0.15}.get(partner.course, 0.02)
    complaints = chance.how_many(unhappy)
    disputed, since = 0, dt.date.max
    if settled > due + dt.timedelta(days=25) and chance.happens(0.5):
        disputed, since = amount // 400 * 100, due + dt.timedelta(days=chance.whole(3, 12))
    return Invoice(
        partner, day, due, amount, payments, complaints, contacts, disputed, since, writes_full_amount=not chance.happens(0.3),
    )  # fmt: skip


def _payments(chance: Chance, partner: Partner, day: dt.date, due: dt.date, amount: int) -> tuple[tuple[dt.date, int], ...]:
    probability, mean = partner.lateness(due)
    if chance.happens(probability):
        if math.isinf(mean):
            return ((due + dt.timedelta(days=9), amount // 500 * 100),) if chance.happens(0.3) else ()
        paid = due + dt.timedelta(days=1 + int(chance.waiting(mean)))
    else:
        paid = max(day, due - dt.timedelta(days=chance.whole(0, 6)))
    if not chance.happens(0.08):
        return ((paid, amount),)
    first = amount // 20000 * 10000  # about half, in round hundreds
    rest = paid + dt.timedelta(days=chance.whole(8, 45))
    return ((paid, first), (rest, amount - first)) if first else ((rest, amount),)


def _credit_notes(chance: Chance, invoices: Sequence[Invoice]) -> Iterator[Invoice]:
    """A credit for about one invoice in a hundred; most are set off soon, some stay open."""
    for invoice in invoices:
        if chance.happens(0.011):
            day = invoice.day + dt.timedelta(days=chance.whole(7, 20))
            credit = -max(10000, invoice.amount * chance.whole(5, 15) // 10000 * 100)
            used: tuple[tuple[dt.date, int], ...] = ((day + dt.timedelta(days=chance.whole(5, 25)), credit),) if chance.happens(0.7) else ()
            yield Invoice(invoice.partner, day, day, credit, used)


def _numbered(invoices: Sequence[Invoice]) -> list[Invoice]:
    counts: dict[str, int] = {}
    numbered: list[Invoice] = []
    for invoice in invoices:
        series = f"{'CN' if invoice.amount < 0 else 'INV'}-{invoice.day:%y%m}"
        counts[series] = counts.get(series, 0) + 1
        numbered.append(replace(invoice, document=f"{series}-{counts[series]:03d}"))
    return numbered


# Actions of the analyst's own, each on the customer's oldest past-due row at the end of September.
ACTIONS: dict[int, Words] = {
    43: ("已移交法务，10月起只接受预付款", "Handed to legal; prepayment only from October"),
    9: ("与对方财务总监约定每周五付一笔", "Their finance director pays an instalment every Friday"),
    19: ("李经理每周跟进，月底前未付则停发货", "Sam follows up weekly; stop deliveries if unpaid by month end"),
}
# Tiers she judges otherwise, each on the customer's latest row of September or before: tier, reason, last day it holds.
OVERRIDES: dict[int, tuple[Words, Words, dt.date]] = {
    26: (("中风险", "Medium"), ("已取得银行保函，覆盖全部欠款", "Bank guarantee covers the whole balance"), dt.date(2026, 12, 31)),
    20: (("中风险", "Medium"), ("集团正在重组，暂按中风险管理", "Group is being reorganised; medium for now"), dt.date(2026, 12, 31)),
}


def _with_judgement(invoices: list[Invoice]) -> list[Invoice]:
    for number, action in ACTIONS.items():
        theirs = [i for i, each in enumerate(invoices) if each.partner.number == number]
        row = next(i for i in theirs if invoices[i].due < SEPTEMBER and invoices[i].is_open(SEPTEMBER))
        invoices[row] = replace(invoices[row], action=action)
    for number, override in OVERRIDES.items():
        row = max(i for i, each in enumerate(invoices) if each.partner.number == number and each.day <= SEPTEMBER and each.amount > 0)
        invoices[row] = replace(invoices[row], override=override)
    return invoices
