"""The figures of an assessment written a second time, slowly and in plain Python, from the definitions alone.

Nothing of the program is imported, so that a slip there cannot hide here. A `Deal` is one row as the analyst means it; money is in
minor units, dates are dates. `Book(deals, as_of)` works out everything that `assess --format json` shows.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

BUCKETS = ((30, "1-30"), (60, "31-60"), (90, "61-90"), (180, "91-180"), (365, "181-365"), (10**6, ">365"))
TIERS = ("low", "medium", "high")
ACTIONS = {
    "high": ("暂停新订单接收", "Suspend new orders"),
    "complaints": ("增加信用额度审核流程", "Add a credit-limit review"),
    "new": ("先审核再授信", "Vet before granting credit"),
    "medium": ("加强账款催收力度", "Step up collection"),
    "low": ("无需特别措施", "No special measures"),
}
REVIEW_MONTHS = {"high": 1, "medium": 3, "low": 6}


@dataclass(frozen=True)
class Deal:
    """One row of the ledger as the analyst means it; None where the cell is blank."""

    row: int
    customer: str | None
    amount: int
    invoiced: dt.date | None = None
    due: dt.date | None = None
    terms: int | None = None
    received: int | None = None
    paid_on: dt.date | None = None
    declared: int | None = None
    complaints: int | None = None
    disputed: bool = False
    currency: str | None = None
    customer_id: str | None = None
    document: str | None = None
    override: str | None = None
    override_reason: str | None = None
    override_until: dt.date | None = None

    @property
    def key(self) -> str:
        if self.customer_id:
            return "id " + unicodedata.normalize("NFKC", self.customer_id).casefold()
        assert self.customer
        return "name " + " ".join(unicodedata.normalize("NFKC", self.customer).casefold().split())


@dataclass(frozen=True)
class Standing:
    """A deal as known on the as-of date. `late` is None where the days are not decided; `settled` only for decided invoices."""

    deal: Deal
    day: dt.date
    due: dt.date | None
    outstanding: int
    late: int | None
    settled: dt.date | None
    past_due: bool
    bucket: str | None

    @property
    def decided(self) -> bool:
        return self.settled is not None


def day_of(deal: Deal, as_of: dt.date) -> dt.date:
    """The invoice date; a row without one stands in with its due or payment date, never after the as-of date."""
    if deal.invoiced:
        return deal.invoiced
    stand_in = deal.due or deal.paid_on
    assert stand_in
    return min(stand_in, as_of)


def standing(deal: Deal, as_of: dt.date) -> Standing:
    """What is known of a deal on a date: later payments are blank together with their amount."""
    received, paid_on = deal.received, deal.paid_on
    if paid_on and paid_on > as_of:
        received = paid_on = None
    if paid_on and received is None:
        received = deal.amount
    outstanding = deal.amount - (received or 0)
    is_open = outstanding > 0 if deal.amount > 0 else outstanding != 0
    due = deal.due
    if due is None and deal.terms is not None and deal.invoiced:
        due = deal.invoiced + dt.timedelta(days=deal.terms)
    if due is None and deal.declared is not None:
        counted_to = as_of if is_open else paid_on
        due = counted_to - dt.timedelta(days=deal.declared) if counted_to else None
    past_due = due is not None and due < as_of
    late = settled = None
    if due is not None and is_open:
        late = max(0, (as_of - due).days)
        settled = as_of if past_due else None
    elif due is not None and paid_on:
        late = max(0, (paid_on - due).days)
        settled = min(as_of, max(due, paid_on))
    if deal.amount <= 0:
        settled = None  # credit notes belong neither to the counts nor to the sums
    bucket = None
    if outstanding:
        days = (as_of - due).days if due else None
        bucket = (
            "no_due_date"
            if days is None
            else "not_due"
            if days < 0
            else "due_today"
            if days == 0
            else next(name for most, name in BUCKETS if days <= most)
        )
    return Standing(deal, day_of(deal, as_of), due, outstanding, late, settled, past_due, bucket)


def cents(points: float, exposure: int) -> int:
    return int((Decimal(points) * exposure / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def months_on(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, the month's last day where it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    first = dt.date(day.year + year, month + 1, 1)
    next_first = dt.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + dt.timedelta(days=day.day - 1), next_first - dt.timedelta(days=1))


class Book:
    """A ledger as of a date. Deals with errors are left out by the caller."""

    def __init__(self, deals: list[Deal], as_of: dt.date) -> None:
        self.as_of = as_of
        self.all = deals
        self.later = [deal for deal in deals if deal.invoiced and deal.invoiced > as_of]
        self.known = [standing(deal, as_of) for deal in deals if not (deal.invoiced and deal.invoiced > as_of)]
        stated = {item.deal.currency for item in self.known} - {None}
        self.blank_takes = next(iter(stated)) if len(stated) == 1 else None
        self.currencies = sorted({self.currency(item) for item in self.known}, key=lambda name: (name is None, name))
        self.mixed = len(self.currencies) > 1
        self.history = [item for item in self.known if item.decided]
        self.share_late = (sum(self._is_late(item) for item in self.history) + 50 * 0.10) / (len(self.history) + 50)
        self.by_customer: dict[str, list[Standing]] = defaultdict(list)
        for item in self.known:
            self.by_customer[item.deal.key].append(item)

    def currency(self, item: Standing) -> str | None:
        return item.deal.currency or self.blank_takes

    @staticmethod
    def _is_late(item: Standing) -> bool:
        return bool(item.late)

    def within(self, day: dt.date, days: int, until: int = 0) -> bool:
        """(T − days, T − until]"""
        return self.as_of - dt.timedelta(days=days) < day <= self.as_of - dt.timedelta(days=until)

    # -- totals and ageing ---------------------------------------------------------------------------------------------

    def totals(self, items: list[Standing]) -> dict[str, int]:
        return {
            "invoiced": sum(item.deal.amount for item in items),
            "outstanding": sum(item.outstanding for item in items),
            "overdue": sum(item.outstanding for item in items if item.due and item.past_due),
            "not_due": sum(item.outstanding for item in items if item.due and not item.past_due),
            "no_due_date": sum(item.outstanding for item in items if not item.due),
        }

    def ageing(self, items: list[Standing]) -> dict[str, int]:
        names = ["not_due", "due_today", *(name for _, name in BUCKETS)]
        held = {name: sum(item.outstanding for item in items if item.bucket == name) for name in names}
        unknown = [item.outstanding for item in items if item.bucket == "no_due_date"]
        return held | ({"no_due_date": sum(unknown)} if unknown else {})

    def in_currency(self, currency: str | None) -> list[Standing]:
        return [item for item in self.known if self.currency(item) == currency]

    # -- portfolio -----------------------------------------------------------------------------------------------------

    def period_days(self) -> int | None:
        if not self.known:
            return None
        return min(365, (self.as_of - min(item.day for item in self.known)).days + 1)

    def revenue(self) -> dict[str, int]:
        return {key: sum(i.deal.amount for i in items if self.within(i.day, 365)) for key, items in self.by_customer.items()}

    def portfolio(self) -> dict[str, float | None]:
        days = self.period_days()
        figures: dict[str, float | None] = dict.fromkeys(
            ("turnover_closing", "turnover_average", "turnover_days", "dso", "top1_share", "top5_share", "hhi"), None
        )
        figures["delay_rate_amount"] = None
        figures["period_days"] = days
        figures["delay_rate_count"] = len([i for i in self.history if i.late]) / len(self.history) if self.history else None
        figures["churn_rate"] = self.churn()
        if self.mixed or not days:
            return figures
        revenue = sum(self.revenue().values())
        outstanding = sum(item.outstanding for item in self.known)
        if days >= 90 and revenue > 0 and outstanding > 0:
            closing = revenue / outstanding * 365 / days
            figures |= {"turnover_closing": closing, "turnover_days": 365 / closing}
        if days >= 90 and revenue > 0:
            figures["dso"] = outstanding * days / revenue
        opening = self.opening()
        if days >= 90 and revenue > 0 and opening is not None and opening + outstanding > 0:
            figures["turnover_average"] = revenue / ((opening + outstanding) / 2) * 365 / days
        if revenue > 0:
            shares = sorted((part / revenue for part in self.revenue().values()), reverse=True)
            figures |= {"top1_share": shares[0], "top5_share": sum(shares[:5]), "hhi": sum((100 * share) ** 2 for share in shares)}
        if self.history:
            figures["delay_rate_amount"] = sum(i.deal.amount for i in self.history if i.late) / sum(i.deal.amount for i in self.history)
        return figures

    def opening(self) -> int | None:
        """Outstanding at T − 365 as known then; None when the ledger does not reach back to that day."""
        start = self.as_of - dt.timedelta(days=365)
        if min(item.day for item in self.known) > start:
            return None
        return sum(standing(item.deal, start).outstanding for item in self.known if item.day <= start)

    def churn(self) -> float | None:
        start = self.as_of - dt.timedelta(days=730)
        if not self.known or min(item.day for item in self.known) > start + dt.timedelta(days=1):
            return None
        former = {i.deal.key for i in self.known if i.deal.amount > 0 and self.within(i.day, 730, 365)}
        now = {i.deal.key for i in self.known if i.deal.amount > 0 and self.within(i.day, 365)}
        return len(former - now) / len(former) if former else None

    # -- one customer --------------------------------------------------------------------------------------------------

    def points(self, key: str) -> float:
        items, p = self.by_customer[key], self.share_late
        complaints, disputed = self.complaints(key), 0.0
        history = [item for item in items if item.decided]
        if history:
            disputed = sum(item.deal.disputed for item in history) / len(history)
        c = max(min(1.0, complaints / 3), disputed)
        if not history:
            return 60 * p + 5 * c
        n = len(history)
        lr = (sum(map(self._is_late, history)) + 5 * p) / (n + 5)
        recent = [i for i in history if i.settled and i.settled >= self.as_of - dt.timedelta(days=180)]
        m = min(len(recent), 6)
        lr6 = (sum(map(self._is_late, recent)) / len(recent) * m + 5 * lr) / (m + 5) if recent else lr
        weights = [0.5 ** ((self.as_of - i.settled).days / 90) for i in history if i.settled]
        ew = sum(w * (i.late or 0) for w, i in zip(weights, history, strict=True)) / sum(weights)
        od = self.longest(key)
        return 35 * lr + 25 * lr6 + 15 * min(ew / 30, 1) + 15 * min(od / 30, 1) + 5 * self.overdue_share(key) + 5 * c

    def overdue_share(self, key: str) -> float:
        """OS, the worst of the currencies."""
        worst = 0.0
        for currency in self.currencies:
            items = [i for i in self.by_customer[key] if self.currency(i) == currency and i.deal.amount > 0]
            overdue = sum(i.outstanding for i in items if i.past_due and i.outstanding > 0)
            invoiced = sum(i.deal.amount for i in items if self.within(i.day, 365))
            worst = max(worst, min(1.0, overdue / invoiced) if invoiced else float(overdue > 0))
        return worst

    def complaints(self, key: str) -> int:
        return sum(i.deal.complaints or 0 for i in self.by_customer[key] if self.within(i.day, 365))

    def longest(self, key: str) -> int:
        return max((i.late or 0 for i in self.by_customer[key] if i.deal.amount > 0 and i.outstanding > 0), default=0)

    def computed_tier(self, key: str) -> str:
        points, longest = self.points(key), self.longest(key)
        level = 2 if points >= 30 else 1 if points >= 13 else 0
        if longest > 90:
            level = 2
        if longest > 30 or self.complaints(key) >= 3 or not any(i.decided for i in self.by_customer[key]):
            level = max(level, 1)
        return TIERS[level]

    def override(self, key: str) -> Deal | None:
        """The override of the latest row that has one; one in force goes before one that has ended."""
        rows = [i for i in self.by_customer[key] if i.deal.override]
        rank = lambda i: (i.deal.override_until is None or i.deal.override_until >= self.as_of, i.deal.invoiced or dt.date.min, i.deal.row)  # noqa: E731 - used once
        return max(rows, key=rank).deal if rows else None

    def customer(self, key: str, language: int) -> dict[str, Any]:
        """Everything of one customer; `language` 0 is zh, 1 en."""
        items, points = self.by_customer[key], self.points(key)
        latest = max((i for i in items if i.deal.customer), key=lambda i: (i.deal.invoiced or dt.date.min, i.deal.row), default=None)
        override = self.override(key)
        tier = computed = self.computed_tier(key)
        if override and override.override and (override.override_until is None or override.override_until >= self.as_of):
            tier = override.override
        history = [i for i in items if i.decided]
        kind = tier if tier != "medium" else "complaints" if self.complaints(key) >= 2 else "medium" if history else "new"
        action = ACTIONS[kind][language]
        total = sum(self.revenue().values())
        money = {}
        for currency in self.currencies:
            own = [i for i in items if self.currency(i) == currency]
            if own:
                sums = self.totals(own)
                exposure = max(0, sums["outstanding"])
                money[currency] = {
                    "outstanding": sums["outstanding"],
                    "overdue": sums["overdue"],
                    "exposure": exposure,
                    "expected_late_amount": cents(points, exposure),
                }
        return {
            "customer": latest.deal.customer if latest else items[-1].deal.customer_id,
            "customer_id": items[0].deal.customer_id,
            "tier": tier,
            "computed_tier": computed,
            "points": points,
            "confidence": "normal" if history else "low",
            "coverage": 0.6 if history else 0.0,  # nothing of the payment indicator is known of a new customer
            "max_days_overdue": self.longest(key),
            "revenue_share": None if self.mixed or total <= 0 else self.revenue()[key] / total,
            "delay_rate": sum(map(self._is_late, history)) / len(history) if history else None,
            "action": action,
            "next_review": months_on(self.as_of, REVIEW_MONTHS[tier]),
            "money": money,
        }
