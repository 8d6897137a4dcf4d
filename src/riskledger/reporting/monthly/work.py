"""The work list: whom to see to first, with reasons, action, owner, dates and what was promised."""

from __future__ import annotations

import datetime as dt

from riskledger.assessment import Assessment, CustomerAssessment, Money, units
from riskledger.i18n import Language, percent
from riskledger.ledger.sides.promises import Promise
from riskledger.rating.reasons import Reason, shown_points
from riskledger.reporting.monthly.amounts import amount, note
from riskledger.reporting.report import Absent, Note, WorkItem
from riskledger.reporting.wording import SHARES, fact_rows, quoted
from riskledger.workbook.address import address

_LEADING = 3


def work_list(now: Assessment, language: Language, *, mask: bool) -> tuple[WorkItem, ...] | Absent:
    """Everybody who is not low or may pay late, by expected late amount; one line per currency of a customer."""
    rows = fact_rows(now)
    items = [
        _item(now, entry, money, language, rows)
        for entry in now.customers
        for money in entry.money
        if entry.tier != "low" or money.expected_late_amount
    ]
    return tuple(items) or Absent(note("monthly.nobody_to_see_to"))


def _item(now: Assessment, entry: CustomerAssessment, money: Money, language: Language, rows: list[int]) -> WorkItem:
    rating = entry.rating
    latest = max(entry.rows, key=lambda i: (int(now.facts.invoice_day[i]), i))
    fields = now.ledger.layout.fields
    column = next(fields[key] for key in ("customer", "customer_id") if key in fields)
    return WorkItem(
        customer=entry.customer,
        customer_id=entry.customer_id,
        tier=rating.tier,
        overridden=rating.override is not None and not rating.override_expired,
        points=shown_points(rating.points),
        credit_score=round(100 - shown_points(rating.points), 1),
        currency=money.currency,
        outstanding=units(money.outstanding),
        overdue=units(money.overdue),
        max_days_overdue=entry.max_days_overdue,
        expected_late=units(money.expected_late_amount),
        reasons=tuple(map(reason_note, rating.reasons[:_LEADING])),
        action=rating.action.zh if language == "zh" else rating.action.en,
        owner=entry.action_owner(language),
        contact=None,
        due=rating.action_due,
        last_contact=dt.date.fromordinal(entry.last_contact.date) if entry.last_contact else None,
        promise=_promise(entry.promises.promises[-1]) if entry.promises and entry.promises.promises else None,
        next_review=rating.next_review,
        alert=None,
        completeness=None,
        cell=quoted(now.sheet, address(rows[latest], column)),
    )


def reason_note(reason: Reason) -> Note:
    """A reason as a sentence of the catalogue."""
    benchmark = "-"
    if reason.benchmark is not None:
        benchmark = percent(reason.benchmark, 0) if reason.code in SHARES else f"{round(reason.benchmark, 1):g}"
    return note(f"reason.{reason.code}", value=reason.value, benchmark=benchmark, points=f"{reason.points:.1f}")


def _promise(promise: Promise) -> Note:
    return note(f"monthly.promise.{promise.outcome}", date=dt.date.fromordinal(promise.promised), amount=amount(promise.amount))
