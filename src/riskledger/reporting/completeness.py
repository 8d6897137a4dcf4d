"""Completeness and staleness in words: what a customer's data lacks, what is out of date, and the customers worst off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from riskledger.assessment import Assessment, CustomerAssessment
from riskledger.i18n import Words, percent
from riskledger.reporting.layout import hanging

WORST = 3


def completeness_words(entry: CustomerAssessment, as_of: dt.date, words: Words) -> str:
    """`71%；缺联系方式、信用额度；95 天未联系`: the share, what is lacking, what is stale, rows that stay out."""
    known = entry.completeness
    return words("list.separator").join([percent(known.share, 0) if known.share is not None else "-", *_gaps(entry, as_of, words)])


def _gaps(entry: CustomerAssessment, as_of: dt.date, words: Words) -> Iterator[str]:
    known = entry.completeness
    if known.missing:
        yield words("completeness.missing", fields=words("report.and").join(words(f"completeness.{name}") for name in known.missing))
    last = {"contact": known.last_contact, "payment": known.last_payment, "invoice": known.last_invoice}
    for name in known.stale:
        day = last[name]
        yield words(f"completeness.no_{name}") if day is None else words(f"completeness.stale_{name}", days=as_of.toordinal() - day)
    if known.excluded_rows:
        yield words("completeness.excluded", count=known.excluded_rows)


def completeness_report(assessment: Assessment, words: Words) -> RenderableType | None:
    """The customers that owe and whose data is worst, and how many there are; None when nothing is lacking."""
    lacking = [
        entry
        for entry in assessment.customers
        if (entry.completeness.missing or entry.completeness.stale) and any(part.exposure for part in entry.money)
    ]
    if not lacking:
        return None
    worst = sorted(lacking, key=lambda entry: (_share(entry), -len(entry.completeness.stale)))[:WORST]
    lines = [
        hanging("→", Text.assemble((entry.customer, "bold"), "  ", completeness_words(entry, assessment.as_of, words)), 2)
        for entry in worst
    ]
    return Group(Text(words("completeness.title", count=len(lacking)), style="bold"), *lines)


def completeness_lines(entry: CustomerAssessment, as_of: dt.date, words: Words) -> Iterator[Text]:
    """For one customer's page: completeness, and the last days on record."""
    known = entry.completeness
    if known.share is not None:
        yield Text(words("completeness.of_customer", completeness=completeness_words(entry, as_of, words)))
    last = {"invoice": known.last_invoice, "payment": known.last_payment, "contact": known.last_contact}
    told = [words(f"completeness.last_{name}", date=dt.date.fromordinal(day).isoformat()) for name, day in last.items() if day]
    if told:
        yield Text(words("list.separator").join(told))


def _share(entry: CustomerAssessment) -> float:
    return 1.0 if entry.completeness.share is None else entry.completeness.share
