"""Why a customer has its tier: rating, reasons that add up with the cells behind them, open items, what would change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from rich.console import Group, RenderableType
from rich.text import Text

from riskledger.assessment import Assessment, CustomerAssessment, units
from riskledger.i18n import Words, money, percent
from riskledger.metrics.ageing import BUCKETS, bucket_of
from riskledger.rating.outlook import Change, what_would_change
from riskledger.rating.reasons import shown_points
from riskledger.rating.tiers import NO_INDICATORS, NOTHING_KNOWN
from riskledger.reporting.completeness import completeness_lines
from riskledger.reporting.invoice_parts import OpenInstalment, Receipt, instalment_entries, open_instalments, receipt_entries
from riskledger.reporting.layout import TIER_STYLE, hanging, table
from riskledger.reporting.warnings import customer_warnings
from riskledger.reporting.wording import fact_rows, override_words, quoted, reason_cells, reason_words, tier_name
from riskledger.workbook.address import address

MANY = 3
MANY_OPEN = 20


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


@dataclass(frozen=True)
class Explanation:
    """Everything there is to tell of one customer's tier."""

    assessment: Assessment
    entry: CustomerAssessment
    open_items: tuple[OpenItem, ...]  # longest overdue first
    changes: tuple[Change, ...]
    excel_rows: list[int]


def explanation(assessment: Assessment, entry: CustomerAssessment) -> Explanation:
    """Gather the open items of a customer and what would change its tier."""
    facts, layout = assessment.facts, assessment.ledger.layout
    excel_rows = fact_rows(assessment)
    positions = assessment.known.assessed.nonzero()[0].tolist()
    buckets = bucket_of(facts)
    column = next(layout.fields[key] for key in ("customer", "customer_id") if key in layout.fields)

    own = assessment.conversion

    def day(ordinal: int) -> dt.date | None:
        return dt.date.fromordinal(ordinal) if ordinal > 0 else None

    receipts = assessment.ledger.receipts.by_row(facts.as_of)
    instalments = open_instalments(assessment)
    items = [
        OpenItem(
            quoted(layout.sheet, address(excel_rows[i], column)),
            assessment.ledger.document[positions[i]],
            day(int(facts.invoice_day[i])),
            day(int(facts.due_day[i])),
            int(facts.outstanding[i]),
            days if (days := int(facts.days_overdue[i])) >= 0 else None,
            BUCKETS[int(buckets[i])],
            own.currencies[int(own.facts.currency[i])] if own else assessment.portfolio.currencies[int(facts.currency[i])],
            int(own.facts.outstanding[i]) if own else None,
            tuple(Receipt(day(paid_on), amount) for paid_on, amount in receipts.get(positions[i], ())),
            instalments.get(i, ()),
        )
        for i in entry.rows
        if (own.facts if own else facts).outstanding[i] != 0
    ]
    items.sort(key=lambda item: (-(item.days_overdue or 0), -item.outstanding))
    customer = int(facts.customer[entry.rows[0]])
    indicators, beyond = assessment.stated.indicators, assessment.stated.facts
    changes = what_would_change(
        facts, assessment.policy, customer, indicators.get(customer, NO_INDICATORS), beyond.get(customer, NOTHING_KNOWN)
    )
    return Explanation(assessment, entry, tuple(items), changes, excel_rows)


def explanation_report(told: Explanation, words: Words) -> Iterable[RenderableType]:
    """The page for the terminal, section by section."""
    yield Group(*_rating_lines(told, words))
    if told.entry.alerts:
        yield customer_warnings(told.assessment, told.entry, words, told.excel_rows, MANY)
    yield _reasons(told, words)
    if told.open_items:
        yield _open_items(told, words)
    changes = [hanging("→", _change_words(told, change, words), 2) for change in told.changes]
    yield Group(Text(words("explain.changes"), style="bold"), *(changes or [hanging(" ", words("explain.nothing"))]))


def _rating_lines(told: Explanation, words: Words) -> Iterable[Text]:
    """Tier, score, money, history and action, a line each."""
    assessment, entry, rating, cuts = told.assessment, told.entry, told.entry.rating, told.assessment.policy.cuts
    points = shown_points(rating.points)
    yield Text(words("explain.title", customer=entry.customer, tier=tier_name(entry.tier, words)), style=f"bold {TIER_STYLE[entry.tier]}")
    as_of = words("report.as_of", as_of=assessment.as_of.isoformat())
    yield Text(f"{assessment.path.name} · {assessment.sheet} · {as_of}", style="dim")
    yield Text(
        words("explain.score", score=f"{100 - points:.1f}", points=f"{points:.1f}", low=f"{cuts.medium_from:g}", high=f"{cuts.high_from:g}")
    )
    yield Text(words("explain.confidence", confidence=words(f"confidence.{rating.confidence}"), coverage=percent(rating.coverage, 0)))
    yield from completeness_lines(entry, assessment.as_of, words)
    if rating.override is not None:
        if rating.override_expired and rating.override.until:
            ended = dt.date.fromordinal(rating.override.until).isoformat()
            yield Text(words("override.expired", tier=tier_name(rating.override.tier, words), date=ended), style="dim")
        else:
            yield Text(override_words(entry, words), style="bold")
    for part in entry.money:
        said = words(
            "explain.money",
            currency=words("explain.currency", currency=part.currency) if part.currency else "",
            outstanding=money(part.outstanding),
            overdue=money(part.overdue),
            late=money(part.expected_late_amount),
        )
        yield Text(said[0].upper() + said[1:])
    if entry.members:
        yield Text(words("explain.members", names=words("report.and").join(entry.members)))
    for part in entry.original:
        amounts = {"outstanding": money(part.outstanding), "overdue": money(part.overdue)}
        yield Text("  " + words("explain.original", currency=part.currency or "?", **amounts), style="dim")
    yield Text(words("explain.longest", days=entry.max_days_overdue))
    yield Text(words("explain.history", decided=rating.decided, count=rating.late))
    yield from _relation_lines(entry, words)
    action = getattr(rating.action, words.language)
    yield Text(words("explain.action", action=action, owner=entry.action_owner(words.language), due=rating.action_due.isoformat()))
    yield Text(words("explain.review", review=rating.next_review.isoformat()))


def _relation_lines(entry: CustomerAssessment, words: Words) -> Iterable[Text]:
    """What the contact log and the contracts say, where they say something."""
    if contact := entry.last_contact:
        channel = words("explain.channel", channel=contact.channel) if contact.channel else ""
        date = dt.date.fromordinal(contact.date).isoformat()
        yield Text(words("explain.contact", date=date, channel=channel, count=contact.contacts))
    if promises := entry.promises:
        kept, broken, pending = promises.count("kept"), promises.count("broken"), promises.count("pending")
        yield Text(words("explain.promises", kept=kept, broken=broken, pending=pending), style="bold" if broken else "")
    if contract := entry.contract:
        end = dt.date.fromordinal(contract.end).isoformat() if contract.end else words("explain.no_contract_end")
        agreed = {True: "yes", False: "no", None: "unknown"}[contract.has_breach_clause]
        yield Text(words("explain.contract", end=end, clause=words(f"explain.clause.{agreed}")))


def _reasons(told: Explanation, words: Words) -> RenderableType:
    """Every reason with its points and the first of the cells behind it."""
    rating = told.entry.rating
    made = table(
        (words("explain.reason"), "left"),
        (words("explain.points"), "right"),
        (words("explain.cells"), "left"),
        title=words("explain.reasons"),
    )
    own = quoted(told.assessment.sheet, "")  # the ledger's name before each of its cells tells nothing
    for reason in rating.reasons:
        cells = words("report.and").join(
            cell.removeprefix(own) for cell in reason_cells(told.assessment, told.entry, reason, told.excel_rows, MANY)
        )
        more = words("explain.more_cells", count=len(reason.rows)) if len(reason.rows) > MANY else ""
        clause = reason_words(reason, words).rpartition("+")[0].strip() if reason.points else reason_words(reason, words)
        made.add_row(Text(clause), f"{reason.points:.1f}", Text(cells + more, style="dim"))
    made.add_row(Text(words("explain.total"), style="bold"), f"{shown_points(rating.points):.1f}", "")
    return made


def _open_items(told: Explanation, words: Words) -> RenderableType:
    """What is open, longest overdue first."""
    conversion = told.assessment.conversion
    several = len(told.entry.money) > 1
    items = table(
        (words("explain.document"), "left"),
        (words("explain.date"), "fixed"),
        (words("explain.due"), "fixed"),
        *([(words("sheet.currency"), "fixed")] if several else []),
        (words("explain.open_amount"), "right"),
        *([(words("explain.in_base", base=conversion.rates.base), "right")] if conversion else []),
        (words("explain.late"), "right"),
        title=words("explain.open"),
    )
    for item in told.open_items[:MANY_OPEN]:
        items.add_row(
            Text(item.document or item.cell),
            _iso(item.invoiced),
            _iso(item.due),
            *([item.currency or "-"] if several else []),
            *([f"{item.currency or '?'} {money(item.original)}"] if item.original is not None else []),
            money(item.outstanding),
            "-" if item.days_overdue is None else str(item.days_overdue),
        )
        blank = [""] if several else []
        for at, part in enumerate(item.instalments, 1):
            name = words("explain.instalment", at=at, of=len(item.instalments))
            items.add_row(Text(name, style="dim"), "", _iso(part.due), *blank, money(part.outstanding), str(part.days_overdue))
        for paid in item.receipts:
            items.add_row(Text(words("explain.receipt", amount=money(paid.amount)), style="dim"), _iso(paid.date), "", *blank, "", "")
    if (rest := len(told.open_items) - MANY_OPEN) > 0:
        return Group(items, Text(words("explain.more_items", count=rest), style="dim"))
    return items


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else "-"


def _change_words(told: Explanation, change: Change, words: Words) -> str:
    places = {"points": f"{shown_points(change.points):.1f}", "tier": tier_name(change.tier, words)}
    if change.code == "pay_invoice" and change.row is not None:
        positions = told.assessment.known.assessed.nonzero()[0]
        cell = address(told.excel_rows[change.row], min(told.assessment.ledger.layout.fields.values()))
        document = told.assessment.ledger.document[int(positions[change.row])] or told.entry.customer
        said = words("explain.pay_item", document=document, cell=cell, **places)
    else:
        said = words(f"explain.{change.code}", **places)
    return said + (words("explain.next_cut", cut=f"{change.next_cut:g}") if change.next_cut is not None else "")


def explanation_document(told: Explanation, words: Words) -> dict[str, Any]:
    """The same as JSON."""
    from riskledger.reporting.machine import customer_entry, head

    document = head(told.assessment, told.assessment.language)
    document["customer"] = customer_entry(told.assessment, told.entry, told.assessment.language, words, told.excel_rows)
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
    document["changes"] = [
        {
            "code": change.code,
            "cell": quoted(told.assessment.sheet, address(told.excel_rows[change.row], min(told.assessment.ledger.layout.fields.values())))
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
