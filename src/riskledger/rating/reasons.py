"""Why a customer has its points: each characteristic's value, the portfolio's, its points and the invoices behind it.

Shown points are tenths that add up exactly to the shown total: largest remainder, the total rounded half up.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from riskledger.metrics.facts import Bools, Ints, InvoiceFacts, overdue_amount
from riskledger.rating.points import CHARACTERISTICS, PaymentPoints, in_complaint_window, in_lateness_window
from riskledger.rating.policy_model import Policy
from riskledger.rating.tiers import Indicators, Judgement

_FACT = dict(zip(CHARACTERISTICS, ("days_overdue", "days_overdue", "days_overdue", "days_overdue", "amount", "complaints"), strict=True))
_SHOWS_IN = {"disputed_share": "disputed", "new_customer": "due_date", "worst_days_late": "days_overdue"}  # of triggers
_ORDER = {code: place for place, code in enumerate((*CHARACTERISTICS, "financial", "reputation", "industry", "size", "new_customer"))}


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a rating; `rows` are indices of the invoices behind it, most material first, `fact` is the ledger column it shows in."""

    code: str
    value: str  # in no language: "1/1", "12.3", "30"
    benchmark: float | None  # the portfolio's value; of a trigger its threshold
    points: float
    rows: tuple[int, ...]
    fact: str


def shown_points(points: float) -> float:
    """Risk points rounded half up to one decimal, as every output shows them."""
    return _tenths(points) / 10


def _tenths(points: float) -> int:
    # Eight digits first: 24.65 must not lose its half to a last binary digit.
    return math.floor(round(points * 10, 8) + 0.5)


def _apportion(parts: Sequence[float], total: float) -> list[float]:
    """Tenths of points that add up to the shown total: floors, then one more to the largest remainders."""
    floors = [math.floor(round(part * 10, 8)) for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda place: (floors[place] - round(parts[place] * 10, 8), place))
    for place in by_remainder[: _tenths(total) - sum(floors)]:
        floors[place] += 1
    return [floor / 10 for floor in floors]


class _ByCustomer:
    """Chosen rows of each customer, most material first; ties in sheet order."""

    def __init__(self, facts: InvoiceFacts, chosen: Bools, *materiality: Ints) -> None:
        rows = np.flatnonzero(chosen)
        order = rows[np.lexsort((*(-key[rows] for key in reversed(materiality)), facts.customer[rows]))]
        self._rows: list[int] = order.tolist()
        self._starts: list[int] = np.searchsorted(facts.customer[order], np.arange(facts.customers + 1)).tolist()

    def of(self, customer: int) -> tuple[int, ...]:
        return tuple(self._rows[self._starts[customer] : self._starts[customer + 1]])


class Explainer:
    """Gives the reasons of the customers asked for; the rows of a characteristic are sorted once, when first needed."""

    def __init__(self, facts: InvoiceFacts, payment: PaymentPoints, policy: Policy) -> None:
        self._facts, self._payment, self._policy = facts, payment, policy

    def reasons(self, customer: int, judgement: Judgement, indicators: Indicators) -> tuple[Reason, ...]:
        """Reasons by points, largest first, then the triggers that raised the tier; what gives no points is left out."""
        parts = [(code, part) for code, part in self._parts(customer, judgement) if part > 0]
        tenths = _apportion([part for _, part in parts], judgement.points)
        reasons = [
            self._reason(customer, code, shown, indicators)
            for (code, _), shown in zip(parts, tenths, strict=True)
            if shown or code in ("late_ratio", "new_customer")  # never without a reason
        ]
        reasons.sort(key=lambda reason: (-reason.points, _ORDER[reason.code]))
        return (*reasons, *self._triggers(customer, judgement))

    def _parts(self, customer: int, judgement: Judgement) -> list[tuple[str, float]]:
        own: list[float] = self._payment.parts[customer].tolist()
        total = float(self._payment.total[customer])
        scale = judgement.shares["payment"] / total if total else 1.0
        codes = ("new_customer", *CHARACTERISTICS[1:]) if judgement.new_customer else CHARACTERISTICS
        others = [(name, share) for name, share in judgement.shares.items() if name != "payment"]
        return [(code, part * scale) for code, part in zip(codes, own, strict=True)] + others

    def _reason(self, customer: int, code: str, points: float, indicators: Indicators) -> Reason:
        paid = self._payment
        if code == "new_customer":
            return Reason(code, "0", paid.benchmarks[0], points, self._undecided.of(customer), "due_date")
        if word := indicators.by_word.get(code):
            return Reason(code, word.text, None, points, word.rows, f"{code}_word")
        if code not in _FACT:
            return Reason(code, f"{getattr(indicators, code):g}", None, points, (), code)
        if code == "complaints" and self._dispute_weighs_more(customer):
            value = f"{paid.disputed[customer]}/{paid.decided[customer]}"
            return Reason(code, value, paid.disputed_benchmark, points, self._disputed.of(customer), "disputed")
        benchmark = paid.benchmarks[CHARACTERISTICS.index(code)]
        return Reason(code, self._value(customer, code), benchmark, points, self._rows(code).of(customer), _FACT[code])

    def _triggers(self, customer: int, judgement: Judgement) -> list[Reason]:
        reasons: dict[str, Reason] = {}
        # Of several triggers on one fact only the strictest is told.
        for trigger in sorted(judgement.triggers, key=lambda each: (each.tier != "high", -each.threshold)):
            value, code = judgement.known[trigger.fact], f"trigger_{trigger.fact}"
            yes_no = isinstance(value, bool)
            rows = self._trigger_rows(trigger.fact, customer)
            fact = _SHOWS_IN.get(trigger.fact, trigger.fact)
            shown = str(value).lower() if yes_no else f"{value:g}"
            reasons.setdefault(code, Reason(code, shown, None if yes_no else float(trigger.threshold), 0.0, rows, fact))
        return list(reasons.values())

    def _trigger_rows(self, fact: str, customer: int) -> tuple[int, ...]:
        if fact == "disputed_share":
            return self._disputed.of(customer)
        if fact == "worst_days_late":
            return self._lately_late.of(customer)
        return self._rows(fact).of(customer) if fact in _FACT else ()

    def _dispute_weighs_more(self, customer: int) -> bool:
        counted = min(int(self._payment.complaints[customer]) / self._policy.prior.complaints_cap, 1.0)
        return float(self._payment.complaint_share[customer]) > counted

    def _value(self, customer: int, code: str) -> str:
        paid = self._payment
        match code:
            case "late_ratio":
                return f"{paid.late[customer]}/{paid.decided[customer]}"
            case "recent_late_ratio":
                return f"{paid.recent_late[customer]}/{paid.recent[customer]}"
            case "days_late":
                return f"{paid.days_late[customer]:.1f}"
            case "days_overdue":
                return str(paid.days_overdue[customer])
            case "overdue_share":
                return f"{100 * paid.overdue_share[customer]:.1f}%"
            case _:
                return str(paid.complaints[customer])

    def _rows(self, code: str) -> _ByCustomer:
        match code:
            case "late_ratio":
                return self._late_by_amount
            case "recent_late_ratio":
                return self._recent_late
            case "days_late":
                return self._late_by_days
            case "days_overdue":
                return self._overdue_by_days
            case "overdue_share":
                return self._overdue_by_amount
            case _:
                return self._complained

    @property
    def _late(self) -> Bools:
        return self._facts.decided & self._facts.late & (self._facts.amount > 0)

    @property
    def _overdue(self) -> Bools:
        facts = self._facts
        return facts.is_open & (facts.amount > 0) & (facts.outstanding > 0) & (facts.days_overdue > 0)

    @functools.cached_property
    def _late_by_amount(self) -> _ByCustomer:
        return _ByCustomer(self._facts, self._late, self._facts.amount, self._facts.days_late)

    @functools.cached_property
    def _recent_late(self) -> _ByCustomer:
        recent = self._facts.settled_day >= self._facts.as_of - self._policy.prior.recent_days
        return _ByCustomer(self._facts, self._late & recent, self._facts.amount, self._facts.days_late)

    @functools.cached_property
    def _late_by_days(self) -> _ByCustomer:
        return _ByCustomer(self._facts, self._late, self._facts.days_late, self._facts.amount)

    @functools.cached_property
    def _lately_late(self) -> _ByCustomer:
        lately = in_lateness_window(self._facts, self._policy.prior)
        return _ByCustomer(self._facts, lately, self._facts.days_late, self._facts.amount)

    @functools.cached_property
    def _overdue_by_days(self) -> _ByCustomer:
        return _ByCustomer(self._facts, self._overdue, self._facts.days_overdue, self._facts.outstanding)

    @functools.cached_property
    def _overdue_by_amount(self) -> _ByCustomer:
        return _ByCustomer(self._facts, self._overdue, overdue_amount(self._facts), self._facts.days_overdue)

    @functools.cached_property
    def _complained(self) -> _ByCustomer:
        return _ByCustomer(self._facts, in_complaint_window(self._facts, self._policy.prior), self._facts.complaints, self._facts.amount)

    @functools.cached_property
    def _disputed(self) -> _ByCustomer:
        disputed = self._facts.decided & self._facts.disputed & (self._facts.amount > 0)
        return _ByCustomer(self._facts, disputed, self._facts.amount)

    @functools.cached_property
    def _undecided(self) -> _ByCustomer:
        return _ByCustomer(self._facts, ~self._facts.decided & (self._facts.amount > 0), self._facts.amount)
