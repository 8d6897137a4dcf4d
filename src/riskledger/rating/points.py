"""Payment points of every customer as known on the as-of date T: six characteristics of how the customer pays, 0 safe … 100 risky.

    p    = (late over all customers + anchor · its late share) / (decided over all customers + anchor)
    LR   = (late + shrink · p) / (decided + shrink)
    LR6  = (late share of the recent · m + shrink · LR) / (m + shrink),  m = recent count, capped
    EW   = Σ w · days late / Σ w,  w = 0.5 ^ (days since settled / half-life)
    OD   = longest days overdue among open items
    OS   = overdue amount / amount invoiced in the window, at most 1, the worst of the currencies
    C    = complaints in the window / cap, at most 1, or the disputed share of decided invoices if larger

Every step keeps order even in floating point: integers are summed exactly and each figure is rounded once, by operations that never
turn a smaller argument into a larger result. So a customer cannot gain points by noise, nor by the order of the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

import numpy as np
from numpy.typing import NDArray

from riskledger.metrics.facts import Bools, Ints, InvoiceFacts, overdue_amount
from riskledger.rating.policy_model import Policy, Prior

Floats = NDArray[np.float64]

CHARACTERISTICS = ("late_ratio", "recent_late_ratio", "days_late", "days_overdue", "overdue_share", "complaints")
NO_COMPLAINT_COUNTS: Mapping[int, int] = MappingProxyType({})
_WEIGHT_BITS = 52  # of a recency weight at age 0; relative error of every weight below 1e-15


@dataclass(frozen=True)
class PaymentPoints:
    """Per customer: counts, the six values, their points and the total; for the portfolio: p and what the six are there."""

    late_share: float  # p, anchored
    decided: Ints
    late: Ints
    recent: Ints
    recent_late: Ints
    days_late: Floats  # EW, days
    days_overdue: Ints  # OD, days
    worst_days_late: Ints  # of decided invoices settled in the window, open ones included; a fact for triggers, no points
    overdue_share: Floats  # OS
    complaints: Ints  # in the window, not capped
    disputed: Ints  # decided invoices in dispute
    complaint_share: Floats  # C
    parts: Floats  # customers × CHARACTERISTICS
    total: Floats
    benchmarks: tuple[float | None, ...]  # as CHARACTERISTICS; pooled over invoices for the first three, else mean of the customers
    disputed_benchmark: float | None


def payment_points(facts: InvoiceFacts, policy: Policy, complaint_counts: Mapping[int, int] = NO_COMPLAINT_COUNTS) -> PaymentPoints:
    """Rate how every customer pays; `complaint_counts` replace a customer's sum over its rows."""
    prior, weights = policy.prior, policy.payment
    positive = facts.amount > 0
    decided_rows = facts.decided & positive
    recent_rows = decided_rows & (facts.settled_day >= facts.as_of - prior.recent_days)
    past_due = facts.is_open & positive & (facts.outstanding > 0) & (facts.days_overdue > 0)

    decided, late = _count(facts, decided_rows), _count(facts, decided_rows & facts.late)
    recent, recent_late = _count(facts, recent_rows), _count(facts, recent_rows & facts.late)
    disputed = _count(facts, decided_rows & facts.disputed)
    share = (int(late.sum()) + prior.anchor_invoices * prior.anchor_late_share) / (int(decided.sum()) + prior.anchor_invoices)
    ratio = (late + prior.shrink * share) / (decided + prior.shrink)
    recent_ratio = _recent_ratio(recent, recent_late, ratio, prior)
    days_late, pooled_days_late = _recency_weighted_days(facts, decided_rows, prior.half_life_days)
    days_overdue = np.zeros(facts.customers, dtype=np.int64)
    np.maximum.at(days_overdue, facts.customer[past_due], facts.days_overdue[past_due])
    worst_days_late = np.zeros(facts.customers, dtype=np.int64)
    lately = in_lateness_window(facts, prior)
    np.maximum.at(worst_days_late, facts.customer[lately], facts.days_late[lately])
    overdue_share = _overdue_share(facts, positive & _in_window(facts, prior), past_due)
    complaints = _complaints(facts, prior, complaint_counts)
    complaint_share = np.maximum(np.minimum(complaints / prior.complaints_cap, 1.0), disputed / np.maximum(decided, 1))

    parts = np.stack(
        [
            weights.late_ratio * ratio,
            weights.recent_late_ratio * recent_ratio,
            weights.days_late * np.minimum(days_late / prior.days_late_cap, 1.0),
            weights.days_overdue * np.minimum(days_overdue / prior.days_overdue_cap, 1.0),
            weights.overdue_share * overdue_share,
            weights.complaints * complaint_share,
        ],
        axis=1,
    )
    # No invoice decided: the two ratios are p itself, so the policy's factor stands where their weights stood.
    new = decided == 0
    parts[new, 0] = policy.new_customer.factor * share
    parts[new, 1] = 0.0
    pooled = (_ratio(late, decided), _ratio(recent_late, recent), pooled_days_late)
    benchmarks = (*pooled, _mean(days_overdue), _mean(overdue_share), _mean(complaints))
    total = np.zeros(facts.customers)
    for column in range(len(CHARACTERISTICS)):  # one fixed order of addition
        total += parts[:, column]
    return PaymentPoints(
        share, decided, late, recent, recent_late, days_late, days_overdue, worst_days_late, overdue_share, complaints, disputed,
        complaint_share, parts, total, benchmarks, _ratio(disputed, decided),
    )  # fmt: skip


def in_complaint_window(facts: InvoiceFacts, prior: Prior) -> Bools:
    """Rows whose complaints count: complaints carry no date of their own, so the row's invoice date is taken."""
    return _in_window(facts, prior) & (facts.complaints > 0)


def in_lateness_window(facts: InvoiceFacts, prior: Prior) -> Bools:
    """Late invoices settled in the window; an open one is settled on T, so paying it takes nothing away and adds nothing."""
    return facts.decided & facts.late & (facts.amount > 0) & (facts.settled_day > facts.as_of - prior.window_days)


def _in_window(facts: InvoiceFacts, prior: Prior) -> Bools:
    # An unknown invoice day is 0 and lies before any window.
    return (facts.invoice_day > max(0, facts.as_of - prior.window_days)) & (facts.invoice_day <= facts.as_of)


def _count(facts: InvoiceFacts, rows: Bools) -> Ints:
    return np.bincount(facts.customer[rows], minlength=facts.customers).astype(np.int64, copy=False)


def _sum(key: Ints, amount: Ints, size: int) -> Ints:
    # Not np.bincount: it would sum money in floating point.
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, key, amount)
    return total


def _recent_ratio(recent: Ints, recent_late: Ints, ratio: Floats, prior: Prior) -> Floats:
    counted = np.minimum(recent, prior.recent_count)
    late = recent_late * counted / np.maximum(recent, 1)  # the product is exact: a single rounding
    shrunk = (late + prior.recent_shrink * ratio) / (counted + prior.recent_shrink)
    # (0 + 5 LR) / 5 may miss LR by a rounding; with nothing recent it must be LR itself.
    return cast(Floats, np.where(recent == 0, ratio, shrunk))


def _recency_weighted_days(facts: InvoiceFacts, rows: Bools, half_life: int) -> tuple[Floats, float | None]:
    """EW of each customer and of the whole portfolio, as correctly rounded quotients of exact integer sums."""
    age = facts.as_of - facts.settled_day[rows]
    fraction = [round(2.0 ** (_WEIGHT_BITS - rest / half_life)) for rest in range(half_life)]
    halvings = int(age.max(initial=0)) // half_life
    weight = {days: fraction[days % half_life] << (halvings - days // half_life) for days in np.unique(age).tolist()}
    weighted, weights = [0] * facts.customers, [0] * facts.customers
    for customer, days, days_late in zip(facts.customer[rows].tolist(), age.tolist(), facts.days_late[rows].tolist(), strict=True):
        own = weight[days]
        weights[customer] += own
        if days_late:
            weighted[customer] += own * days_late
    mean = np.array([top / bottom if bottom else 0.0 for top, bottom in zip(weighted, weights, strict=True)], dtype=np.float64)
    return mean, (sum(weighted) / sum(weights) if any(weights) else None)


def _overdue_share(facts: InvoiceFacts, in_window: Bools, past_due: Bools) -> Floats:
    currencies = int(facts.currency.max(initial=0)) + 1
    key = facts.customer * currencies + facts.currency
    size = facts.customers * currencies
    invoiced = _sum(key[in_window], facts.amount[in_window], size)
    overdue = _sum(key[past_due], overdue_amount(facts)[past_due], size)
    share = np.where(invoiced > 0, np.minimum(overdue / np.maximum(invoiced, 1), 1.0), overdue > 0)
    return cast(Floats, share.reshape(facts.customers, currencies).max(axis=1).astype(np.float64))


def _complaints(facts: InvoiceFacts, prior: Prior, counts: Mapping[int, int]) -> Ints:
    rows = in_complaint_window(facts, prior)
    total = _sum(facts.customer[rows], facts.complaints[rows], facts.customers)
    for customer, count in counts.items():
        total[customer] = count
    return total


def _ratio(part: Ints, whole: Ints) -> float | None:
    return int(part.sum()) / int(whole.sum()) if whole.any() else None


def _mean(values: Ints | Floats) -> float | None:
    return float(values.mean()) if values.size else None
