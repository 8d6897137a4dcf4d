"""The work list: whom to see to first, with reasons, action, owner, dates and what was promised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from riskledger.assessment import Assessment, CustomerAssessment, Money, units
from riskledger.i18n import Language, percent
from riskledger.ledger.sides.promises import Promise
from riskledger.rating.policy_parts import ALERT_LEVELS
from riskledger.rating.reasons import Reason, shown_points
from riskledger.reporting.monthly.amounts import amount, note
from riskledger.reporting.monthly.own_words import OwnWords
from riskledger.reporting.report import Absent, Note, WorkItem
from riskledger.reporting.wording import SHARES, fact_rows, quoted
from riskledger.workbook.address import address

_LEADING = 3
FIRST_PLACES = 10  # of the work list, which nobody overlooks


def work_list(now: Assessment, language: Language, words: OwnWords, *, mask: bool) -> tuple[WorkItem, ...] | Absent:
    """Everybody who is not low or may pay late, by expected late amount; one line per currency of a customer."""
    shown = ((entry, money) for entry in now.customers for money in entry.money if entry.tier != "low" or money.expected_late_amount)
    return tuple(_items(now, shown, language, words, mask)) or Absent(note("monthly.nobody_to_see_to"))


def watch_list(
    now: Assessment, work: tuple[WorkItem, ...] | Absent, language: Language, words: OwnWords, *, mask: bool
) -> tuple[WorkItem, ...] | Absent:
    """Medium tier or an alert, beyond the first places of the work list; the most urgent alert first, then the work list's order."""
    listed = () if isinstance(work, Absent) else work
    named = {(item.customer, item.customer_id) for item in listed}
    others = (
        (entry, money)
        for entry in now.customers
        if entry.alerts and (entry.customer, entry.customer_id) not in named
        for money in entry.money
    )
    found = [item for item in listed[FIRST_PLACES:] if item.tier == "medium" or item.alert]
    found += _items(now, others, language, words, mask)
    urgency = {level: place for place, level in enumerate(reversed(ALERT_LEVELS))}
    found.sort(key=lambda item: urgency[item.alert] if item.alert else len(urgency))
    return tuple(found) or Absent(note("monthly.no_watch"))


def _items(
    now: Assessment, shown: Iterable[tuple[CustomerAssessment, Money]], language: Language, words: OwnWords, mask: bool
) -> list[WorkItem]:
    fields, rows = now.ledger.layout.fields, fact_rows(now)
    column = next(fields[key] for key in ("customer", "customer_id") if key in fields)
    return [
        _item(entry, money, language, words, quoted(now.sheet, address(rows[words.latest_row(entry)], column)), mask)
        for entry, money in shown
    ]


def _item(entry: CustomerAssessment, money: Money, language: Language, words: OwnWords, cell: str, mask: bool) -> WorkItem:
    rating = entry.rating
    spoken = entry.completeness.last_contact
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
        action=words.action(entry) or (rating.action.zh if language == "zh" else rating.action.en),
        owner=entry.action_owner(language),
        contact=words.contact(entry, mask=mask),
        due=rating.action_due,
        last_contact=dt.date.fromordinal(spoken) if spoken else None,
        promise=_promise(entry.promises.promises[-1]) if entry.promises and entry.promises.promises else None,
        next_review=rating.next_review,
        alert=entry.alerts[0].level if entry.alerts else None,
        completeness=entry.completeness.share,
        cell=cell,
    )


def reason_note(reason: Reason) -> Note:
    """A reason as a sentence of the catalogue."""
    benchmark = "-"
    if reason.benchmark is not None:
        benchmark = percent(reason.benchmark, 0) if reason.code in SHARES else f"{round(reason.benchmark, 1):g}"
    return note(f"reason.{reason.code}", value=reason.value, benchmark=benchmark, points=f"{reason.points:.1f}")


def _promise(promise: Promise) -> Note:
    return note(f"monthly.promise.{promise.outcome}", date=dt.date.fromordinal(promise.promised), amount=amount(promise.amount))
