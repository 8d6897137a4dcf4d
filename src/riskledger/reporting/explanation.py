"""Why a customer has its tier, as finished data: reasons that add up, its course over a year, open items, what would change it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from riskledger.assessment import Assessment, CustomerAssessment, assess_on, units
from riskledger.history.timeline import Timeline, month_ends, timeline
from riskledger.i18n import Words
from riskledger.ledger.sides.promises import Promise
from riskledger.ledger.sides.stated_facts import StatedFacts
from riskledger.ledger.tiers import Tier
from riskledger.metrics.ageing_scales import bucket_of
from riskledger.rating.outlook import Change, what_would_change
from riskledger.rating.reasons import shown_points
from riskledger.rating.tiers import NO_INDICATORS, NOTHING_KNOWN
from riskledger.reporting.invoice_parts import OpenInstalment, Receipt, instalment_entries, open_instalments, receipt_entries
from riskledger.reporting.wording import fact_rows, quoted
from riskledger.workbook.address import address


class OpenItem(NamedTuple):
    """An open row: its cell, document, dates (None where unknown), money in minor units, days overdue (None where undecided), bucket."""

    cell: str
    document: str | None
    invoiced: dt.date | None
    due: dt.date | None
    outstanding: int
    days_overdue: int | None
    bucket: str
    currency: str | None
    original: int | None  # outstanding in that currency, where `outstanding` was converted; else None
    receipts: tuple[Receipt, ...] = ()
    instalments: tuple[OpenInstalment, ...] = ()


class Before(NamedTuple):
    """How the customer was rated at the month-end before the as-of date; `tier` None when it was no customer yet."""

    day: dt.date
    tier: Tier | None
    points: float | None


class Limit(NamedTuple):
    """The limit and how much of it is taken; `used` and `headroom` (minor units) are None where currencies cannot be compared."""

    amount: int
    currency: str | None
    expiry: dt.date | None
    used: float | None
    headroom: int | None


@dataclass(frozen=True)
class Explanation:
    """Everything there is to tell of one customer's tier."""

    assessment: Assessment
    entry: CustomerAssessment
    open_items: tuple[OpenItem, ...]  # longest overdue first
    changes: tuple[Change, ...]
    excel_rows: list[int]
    course: Timeline
    before: Before
    stated: StatedFacts
    limit: Limit | None
    promises: tuple[Promise, ...]  # latest first
    missing: tuple[str, ...]  # codes of what nobody recorded

    @property
    def place_column(self) -> int:
        """The column by whose cell a row is named."""
        return min(self.assessment.ledger.layout.fields.values())


def explanation(assessment: Assessment, entry: CustomerAssessment) -> Explanation:
    """Gather what there is to tell of a customer on the as-of date."""
    facts = assessment.facts
    excel_rows = fact_rows(assessment)
    customer = int(facts.customer[entry.rows[0]])
    indicators, beyond = assessment.stated.indicators, assessment.stated.facts
    changes = what_would_change(
        facts, assessment.policy, customer, indicators.get(customer, NO_INDICATORS), beyond.get(customer, NOTHING_KNOWN)
    )
    stated = assessment.read.beside.customers.facts.get(entry.key, StatedFacts())
    comparable = beyond.get(customer, NOTHING_KNOWN).limit
    return Explanation(
        assessment=assessment,
        entry=entry,
        open_items=_open_items(assessment, entry, excel_rows),
        changes=changes,
        excel_rows=excel_rows,
        course=timeline(assessment, entry),
        before=_before(assessment, entry),
        stated=stated,
        limit=_limit(assessment, stated, comparable, entry),
        promises=tuple(reversed(entry.promises.promises)) if entry.promises else (),
        missing=_missing(assessment, entry, stated),
    )


def _open_items(assessment: Assessment, entry: CustomerAssessment, excel_rows: list[int]) -> tuple[OpenItem, ...]:
    facts, layout = assessment.facts, assessment.ledger.layout
    positions = assessment.known.assessed.nonzero()[0].tolist()
    by = assessment.measures.by
    buckets = bucket_of(facts, by)
    column = next(layout.fields[key] for key in ("customer", "customer_id") if key in layout.fields)
    own = assessment.conversion
    receipts = assessment.ledger.receipts.by_row(facts.as_of)
    instalments = open_instalments(assessment)
    items = [
        OpenItem(
            quoted(layout.sheet, address(excel_rows[i], column)),
            assessment.ledger.document[positions[i]],
            _day(int(facts.invoice_day[i])),
            _day(int(facts.due_day[i])),
            int(facts.outstanding[i]),
            days if (days := int(facts.days_overdue[i])) >= 0 else None,
            by.buckets[int(buckets[i])],
            own.currencies[int(own.facts.currency[i])] if own else assessment.portfolio.currencies[int(facts.currency[i])],
            int(own.facts.outstanding[i]) if own else None,
            tuple(Receipt(_day(paid_on), amount) for paid_on, amount in receipts.get(positions[i], ())),
            instalments.get(i, ()),
        )
        for i in entry.rows
        if (own.facts if own else facts).outstanding[i] != 0
    ]
    return tuple(sorted(items, key=lambda item: (-(item.days_overdue or 0), -item.outstanding)))


def _before(assessment: Assessment, entry: CustomerAssessment) -> Before:
    """The rating at the last month-end before the as-of date, from what was known then."""
    day = month_ends(assessment.as_of - dt.timedelta(days=1), 1)[0]
    then = next((each for each in assess_on(assessment.read, day).customers if each.key == entry.key), None)
    return Before(day, then.rating.tier, then.risk_points) if then else Before(day, None, None)


def _limit(assessment: Assessment, stated: StatedFacts, comparable: int | None, entry: CustomerAssessment) -> Limit | None:
    """comparable: the limit in the money of the exposure, None where the two do not compare."""
    if stated.limit is None:
        return None
    expiry, only = _day(stated.limit_expiry or 0), entry.money[0]
    if comparable is None:
        return Limit(stated.limit, stated.limit_currency, expiry, None, None)
    use = entry.credit.limit.use
    currency = stated.limit_currency if assessment.conversion is None else only.currency
    return Limit(comparable, currency, expiry, use.utilisation.value, use.headroom.value)


def _missing(assessment: Assessment, entry: CustomerAssessment, stated: StatedFacts) -> tuple[str, ...]:
    """What would make the rating surer and is not recorded; what else the particulars lack, their completeness tells."""
    weights, given = assessment.policy.indicators, stated.risk_points
    lacks = [name for name in ("financial", "reputation", "industry", "size") if getattr(weights, name) > 0 and name not in given]
    if not entry.rating.decided:
        lacks.append("history")
    return tuple(lacks)


def _day(ordinal: int) -> dt.date | None:
    return dt.date.fromordinal(ordinal) if ordinal > 0 else None


def explanation_document(told: Explanation, words: Words) -> dict[str, Any]:
    """The same as JSON."""
    from riskledger.reporting.machine import customer_entry, head

    entry, before, limit, stated = told.entry, told.before, told.limit, told.stated
    document = head(told.assessment, told.assessment.language)
    document["customer"] = customer_entry(told.assessment, entry, told.assessment.language, words, told.excel_rows)
    document["before"] = {
        "as_of": before.day.isoformat(),
        "tier": before.tier,
        "risk_points": None if before.points is None else shown_points(before.points),
    }
    document["timeline"] = [
        {
            "month_end": month.day.isoformat(),
            "currency": month.currency,
            "outstanding": str(units(month.outstanding)),
            "overdue": str(units(month.overdue)),
            "overdue_share": None if month.share is None else round(month.share, 6),
        }
        for month in told.course.months
    ]
    document["undated_receipts"] = told.course.undated
    document["open_items"] = [
        {
            "cell": item.cell,
            "document": item.document,
            "invoice_date": item.invoiced and item.invoiced.isoformat(),
            "due_date": item.due and item.due.isoformat(),
            "currency": item.currency,
            "outstanding": str(units(item.outstanding)),
            **({"original": str(units(item.original))} if item.original is not None else {}),
            "days_overdue": item.days_overdue,
            "bucket": item.bucket,
            **instalment_entries(item.instalments),
            "receipts": receipt_entries(item.receipts),
        }
        for item in told.open_items
    ]
    document["limit"] = limit and {
        "amount": str(units(limit.amount)),
        "currency": limit.currency,
        "expiry": limit.expiry and limit.expiry.isoformat(),
        "used": None if limit.used is None else round(limit.used, 6),
        "headroom": None if limit.headroom is None else str(units(limit.headroom)),
    }
    document["cover"] = {
        name: cover
        and {
            "amount": None if cover.amount is None else str(units(cover.amount)),
            "share": None if cover.share is None else float(cover.share),
        }
        for name, cover in (("insurance", stated.insurance), ("guarantee", stated.guarantee))
    }
    document["promises"] = [
        {
            "made": dt.date.fromordinal(promise.made).isoformat(),
            "promised": dt.date.fromordinal(promise.promised).isoformat(),
            "amount": None if promise.amount is None else str(units(promise.amount)),
            "document": promise.document,
            "received": str(units(promise.received)),
            "outcome": promise.outcome,
            "cell": quoted(promise.place.sheet, address(promise.place.row, promise.place.column)),
        }
        for promise in told.promises
    ]
    document["missing"] = list(told.missing)
    document["changes"] = [
        {
            "code": change.code,
            "cell": quoted(told.assessment.sheet, address(told.excel_rows[change.row], told.place_column))
            if change.row is not None
            else None,
            "risk_points": shown_points(change.points),
            "tier": change.tier,
            "next_cut": change.next_cut,
        }
        for change in told.changes
    ]
    return document


def customer_list(assessment: Assessment) -> dict[str, Any]:
    """Whom one can ask for, as JSON."""
    from riskledger.reporting.machine import head

    document = head(assessment, assessment.language)
    document["customers"] = [{"customer": e.customer, "customer_id": e.customer_id, "tier": e.tier} for e in assessment.customers]
    return document
