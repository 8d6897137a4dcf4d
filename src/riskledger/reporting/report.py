"""The monthly report as finished data: the same frozen values for every format; renderers show them and compute nothing.

It is in no language: sentences are codes with parameters, tiers and buckets their keys, actions carry both spellings. Money is a
decimal amount in the report's currency, shares are fractions, figures that do not exist are None with a note that says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from riskledger.history.former import Basis
from riskledger.rating.policy_model import Tier
from riskledger.rating.policy_parts import Bilingual

SCHEMA_VERSION = 1

Quantity = Decimal | float | int | None
Place = str | int | float | Decimal | dt.date | None
Unit = Literal["money", "share", "days", "times", "points", "count"]
Verdict = Literal["better", "worse", "same"]
AlertLevel = Literal["red", "orange", "yellow", "blue"]  # most urgent first
LimitState = Literal["exceeded", "nearly_used", "expired", "expiring", "insurance_expired", "insurance_expiring", "hold", "proposal"]


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence without its words: a key of the catalogue and what fills it."""

    code: str
    params: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Absent:
    """A section that is empty or cannot be computed, and why."""

    why: Note


@dataclass(frozen=True, slots=True)
class Head:
    """What the report is about and what it rests on."""

    month: str  # 2026-10
    as_of: dt.date
    previous_as_of: dt.date | None
    previous_basis: Basis | None
    workbook: str
    sheet: str
    language: Literal["zh", "en"]  # of the workbook
    policy_name: Bilingual
    policy_source: str
    policy_digest: str
    currency: str | None  # None: none is stated, or there are several
    rows_read: int
    rows_assessed: int
    rows_excluded: int
    rows_later: int
    rows_skipped: int
    customers: int
    masked: bool
    basis: tuple[Note, ...]  # as-of, policy, rows left out and why, calendar, currencies, last month's source


@dataclass(frozen=True, slots=True)
class Target:
    """What the policy wants of a figure, by when, and whether it is met on T."""

    value: float
    by: dt.date | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Headline:
    """A main figure, last month's, the change (same unit; of a share as difference of fractions) and one plain sentence."""

    key: str  # outstanding, overdue, overdue_share, dso, best_possible_dso, cei, turnover_closing, turnover_average, delay_rate_count, …
    unit: Unit
    value: Quantity
    previous: Quantity
    change: Quantity
    verdict: Verdict | None
    sentence: Note
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class CurrencyLine:
    """Totals of one currency, where no grand total exists or beside it."""

    currency: str | None
    outstanding: Decimal
    overdue: Decimal
    previous_outstanding: Decimal | None
    previous_overdue: Decimal | None


@dataclass(frozen=True, slots=True)
class AgeingLine:
    """One bucket by due date, now and last month; shares of the outstanding balance."""

    bucket: str
    currency: str | None
    amount: Decimal
    share: float | None
    previous: Decimal | None
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """The book as known on a month-end."""

    date: dt.date
    outstanding: Decimal | None
    overdue: Decimal | None
    overdue_share: float | None
    dso: float | None
    cei: float | None
    delay_rate: float | None
    customers: int


@dataclass(frozen=True, slots=True)
class ParetoLine:
    """A customer's place in a concentration curve; the last line may stand for all others (customer None)."""

    customer: str | None
    amount: Decimal
    share: float
    cumulative: float


@dataclass(frozen=True, slots=True)
class Concentration:
    """Concentration of receivables (outstanding on T) or of revenue (the last 365 days)."""

    of: Literal["receivables", "revenue"]
    top1_share: float
    top5_share: float
    hhi: float  # 0–10,000
    lines: tuple[ParetoLine, ...]


@dataclass(frozen=True, slots=True)
class TierLine:
    """A tier's customers and money, now and last month."""

    tier: Tier
    customers: int
    exposure: Decimal | None
    expected_late: Decimal | None
    previous_customers: int | None
    previous_exposure: Decimal | None


@dataclass(frozen=True, slots=True)
class Move:
    """A customer whose tier changed, appeared, left, was cured or became overdue, and what changed in its points."""

    customer: str
    customer_id: str | None
    before: Tier | None
    after: Tier | None
    points_before: float | None
    points_after: float | None
    amount: Decimal | None  # outstanding on T; of gone customers their revenue of the former period; of cured ones what was overdue
    why: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Restatement:
    """A figure of the closed month that is another now than it was when last reported: rows were edited since."""

    customer: str | None  # None: the book's total
    figure: Literal["outstanding", "overdue"]
    reported: Decimal
    now: Decimal


@dataclass(frozen=True, slots=True)
class Moves:
    """What moved since last month."""

    migration: Mapping[Tier, Mapping[Tier, int]]  # from tier → to tier → customers; those in both months
    risen: tuple[Move, ...]  # to a riskier tier
    fallen: tuple[Move, ...]
    new: tuple[Move, ...]
    gone: tuple[Move, ...]
    cured: tuple[Move, ...]
    newly_overdue: tuple[Move, ...]
    restatements: tuple[Restatement, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """An early warning with its evidence."""

    level: AlertLevel
    code: str
    customer: str
    evidence: Note
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A customer to act on (one line per currency where it trades in several); the list is sorted by expected late amount."""

    customer: str
    customer_id: str | None
    tier: Tier
    overridden: bool
    points: float
    credit_score: float
    currency: str | None
    outstanding: Decimal
    overdue: Decimal
    max_days_overdue: int
    expected_late: Decimal
    reasons: tuple[Note, ...]
    action: str  # as it stands in the workbook: hers where she wrote one
    owner: str | None
    contact: str | None  # masked on request
    due: dt.date
    last_contact: dt.date | None
    promise: Note | None
    next_review: dt.date
    alert: AlertLevel | None  # the most urgent one
    completeness: float | None
    cell: str  # of the customer's latest row in the ledger, 客户台账!A5


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An action of last month: due, overdue or done, and what came of it."""

    customer: str
    action: str
    owner: str | None
    due: dt.date | None
    state: Literal["due", "overdue", "done"]
    overdue_then: Decimal | None
    collected: Decimal | None
    tier_before: Tier | None
    tier_after: Tier | None


@dataclass(frozen=True, slots=True)
class ActionEffect:
    """What one action brought since last month, over the customers it was set for."""

    action: str
    customers: int
    overdue_then: Decimal
    collected: Decimal
    better: int  # customers now in a safer tier
    worse: int


@dataclass(frozen=True, slots=True)
class Prediction:
    """How a tier of last month fared this month: what fell due or was open late of its decided money."""

    tier: Tier
    customers: int
    decided: Decimal
    late: Decimal
    late_share: float | None


@dataclass(frozen=True, slots=True)
class Effect:
    """How well the month's work went."""

    overdue_then: Decimal | None
    collected: Decimal | None  # of it, by T
    collected_share: float | None
    promises_kept: int
    promises_broken: int
    promises_open: int
    actions: tuple[ActionEffect, ...]
    predictions: tuple[Prediction, ...]
    capture_top20: float | None  # share of this month's late amount at last month's riskiest fifth by expected late amount
    sentences: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A customer over its limit, near it, with a limit, insurance or guarantee that ends, with a proposal, or on hold."""

    customer: str
    limit: Decimal | None
    exposure: Decimal | None
    used: float | None
    expires: dt.date | None
    proposal: Decimal | None
    states: tuple[LimitState, ...]
    why: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class QualityLine:
    """Findings of one rule: how many, and where the first one is."""

    rule: str
    severity: Literal["error", "warning", "info"]
    count: int
    first: str | None  # a cell


@dataclass(frozen=True, slots=True)
class Quality:
    """What the figures have to rest on."""

    findings: tuple[QualityLine, ...]
    suppressed: int
    completeness: float | None  # mean over customers
    incomplete: tuple[tuple[str, float, tuple[str, ...]], ...]  # customer, share, what is missing: the worst first


@dataclass(frozen=True, slots=True)
class Report:
    """One month of a book, finished."""

    head: Head
    headlines: tuple[Headline, ...]
    by_currency: tuple[CurrencyLine, ...]
    ageing: tuple[AgeingLine, ...] | Absent
    trend: tuple[MonthEnd, ...] | Absent
    concentration: tuple[Concentration, ...] | Absent
    tiers: tuple[TierLine, ...]
    moves: Moves | Absent
    work: tuple[WorkItem, ...] | Absent
    alerts: tuple[Alert, ...] | Absent
    follow_up: tuple[FollowUp, ...] | Absent
    effect: Effect | Absent
    limits: tuple[LimitLine, ...] | Absent
    watch: tuple[WorkItem, ...] | Absent  # medium tier or an alert, not in the work list's first places
    quality: Quality
    schema_version: int = SCHEMA_VERSION
