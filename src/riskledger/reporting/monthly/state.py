"""The state of the book: ageing now against last month, totals by currency, tiers, concentration, and what the figures rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from riskledger.assessment import Assessment, units
from riskledger.history.standings import Standing, Standings
from riskledger.metrics.figures import Figure
from riskledger.metrics.turnover import in_period
from riskledger.rating.policy_model import TIERS
from riskledger.reporting.monthly.amounts import amount, note, share
from riskledger.reporting.report import (
    Absent,
    AgeingLine,
    Concentration,
    CurrencyLine,
    ParetoLine,
    Quality,
    QualityLine,
    TierLine,
)
from riskledger.reporting.wording import quoted, sheet_of, where

PARETO = 10  # customers shown one by one
INCOMPLETE = 20  # customers named whose particulars lack most


def ageing(now: Assessment, before: Assessment | None) -> tuple[AgeingLine, ...] | Absent:
    """Every bucket, per currency where there is no grand total."""
    if not now.customers:
        return Absent(note("monthly.no_rows"))
    held, former = _buckets(now), _buckets(before) if before else {}
    lines = []
    for currency, buckets in held.items():
        total = sum(buckets.values())
        for bucket, minor in buckets.items():
            then = former.get(currency, {}).get(bucket, 0) if before else None
            lines.append(
                AgeingLine(bucket, currency, units(minor), share(minor, total), amount(then), None if then is None else units(minor - then))
            )
    return tuple(lines)


def _buckets(assessment: Assessment) -> dict[str | None, dict[str, int]]:
    whole = assessment.portfolio.ageing
    if whole is not None:
        return {assessment.portfolio.currencies[0]: whole}
    return {currency: buckets for currency, _, buckets in assessment.portfolio.by_currency}


def by_currency(now: Assessment, before: Assessment | None) -> tuple[CurrencyLine, ...]:
    """Totals of each currency; none where there is only one."""
    former = {currency: totals for currency, totals, _ in before.portfolio.by_currency} if before else {}
    return tuple(
        CurrencyLine(
            currency,
            units(totals.outstanding),
            units(totals.overdue),
            amount(former[currency].outstanding) if currency in former else None,
            amount(former[currency].overdue) if currency in former else None,
        )
        for currency, totals, _ in now.portfolio.by_currency
    )


def tiers(now: Standings, then: Standings | None) -> tuple[TierLine, ...]:
    """Customers and money of each tier, the riskiest first."""
    lines = []
    for tier in reversed(TIERS):
        here = [one for one in now.customers.values() if one.tier == tier]
        former = None if then is None else [one for one in then.customers.values() if one.tier == tier]
        lines.append(
            TierLine(
                tier=tier,
                customers=len(here),
                exposure=amount(_exposure(here)),
                expected_late=amount(_sum(one.expected_late for one in here)),
                previous_customers=None if former is None else len(former),
                previous_exposure=None if former is None else amount(_exposure(former)),
            )
        )
    return tuple(lines)


def _exposure(standings: Iterable[Standing]) -> int | None:
    return _sum(one.single.exposure if one.single else None for one in standings)


def _sum(parts: Iterable[int | None]) -> int | None:
    """The sum, None as soon as a part is not known."""
    total = 0
    for part in parts:
        if part is None:
            return None
        total += part
    return total


def concentration(now: Assessment) -> tuple[Concentration, ...] | Absent:
    """Concentration of receivables and of revenue, each with its largest customers and the rest in one line."""
    if now.portfolio.totals is None:
        return Absent(note("why.mixed_currencies"))
    owed = [max(0, entry.money[0].outstanding) for entry in now.customers]
    found = []
    if any(owed):
        debts, names = now.measures.receivables, [entry.customer for entry in now.customers]
        found.append(_curve("receivables", names, owed, (debts.top1, debts.top5, debts.hhi)))
    sold = now.portfolio.concentration
    if sold.shares is not None and now.portfolio.period is not None:
        sales = np.zeros(now.facts.customers, dtype=np.int64)
        rows = in_period(now.facts, now.portfolio.period)
        np.add.at(sales, now.facts.customer[rows], now.facts.amount[rows])
        found.append(_curve("revenue", now.grouped.names, sales.tolist(), (sold.top1, sold.top5, sold.hhi)))
    return tuple(found) or Absent(note("why.no_revenue"))


def _curve(
    of: Literal["receivables", "revenue"], names: Sequence[str], amounts: Sequence[int], measured: tuple[Figure, Figure, Figure]
) -> Concentration:
    ranked = sorted(((name, minor) for name, minor in zip(names, amounts, strict=True) if minor > 0), key=lambda item: (-item[1], item[0]))
    total = sum(amounts)
    lines, running = [], 0
    for customer, minor in ranked[:PARETO]:
        running += minor
        lines.append(ParetoLine(customer, units(minor), minor / total, running / total))
    if rest := total - running:
        lines.append(ParetoLine(None, units(rest), rest / total, 1.0))
    top1, top5, hhi = (figure.value or 0.0 for figure in measured)
    return Concentration(of, round(top1, 6), round(top5, 6), round(hhi, 2), tuple(lines))


def quality(now: Assessment) -> Quality:
    """Findings by rule, the gravest first, and what was suppressed."""
    severity = {"error": 0, "warning": 1, "info": 2}
    counts = Counter(finding.rule for finding in now.findings)
    first = {finding.rule: finding for finding in reversed(now.findings)}
    lines = []
    for rule in sorted(counts, key=lambda rule: (severity[first[rule].severity], rule)):
        finding = first[rule]
        cell = where(now, finding.row, finding.column)
        lines.append(QualityLine(rule, finding.severity, counts[rule], quoted(sheet_of(now, finding), cell) if cell else None))
    known = [
        (entry.customer, share, entry.completeness.missing) for entry in now.customers if (share := entry.completeness.share) is not None
    ]
    incomplete = sorted((each for each in known if each[2]), key=lambda each: (each[1], each[0]))
    return Quality(
        findings=tuple(lines),
        suppressed=len(now.suppressed),
        completeness=sum(each[1] for each in known) / len(known) if known else None,
        incomplete=tuple(incomplete[:INCOMPLETE]),
    )
