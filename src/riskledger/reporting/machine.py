"""The assessment as JSON: keys, types and units of the command-line contract. Money is a decimal string, shares are fractions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import riskledger
from riskledger.assessment import Assessment, CustomerAssessment, units
from riskledger.checks.control_total import Behind
from riskledger.checks.findings import Finding
from riskledger.history.follow_up import FollowedUp
from riskledger.i18n import Words
from riskledger.ledger.columns import BY_KEY
from riskledger.ledger.sides.cells import CellPlace
from riskledger.ledger.sides.promises import Outcome
from riskledger.metrics.ageing_scales import bucket_of
from riskledger.metrics.figures import Figure
from riskledger.metrics.totals import Totals
from riskledger.rating.reasons import shown_points
from riskledger.reporting.control_difference import difference_document
from riskledger.reporting.credit import customer_credit, portfolio_credit
from riskledger.reporting.earlier_actions import earlier_entries
from riskledger.reporting.invoice_parts import instalment_entries, open_instalments
from riskledger.reporting.measures_document import (
    customer_ageing,
    customer_figures,
    portfolio_figures,
    portfolio_lists,
    reasons,
    target_entries,
)
from riskledger.reporting.rates import rate_text, rates_document
from riskledger.reporting.warnings import alert_entries
from riskledger.reporting.wording import fact_rows, finding_words, quoted, reason_cells, sheet_of, where
from riskledger.reporting.writeback import WriteBack
from riskledger.workbook.address import address
from riskledger.workbook.save import Saved

SCHEMA_VERSION = 1
MANY_ROWS = 10_000
MANY_CELLS = 50

Json = dict[str, Any]


def assessment_document(
    assessment: Assessment,
    words: Words,
    language: str,
    back: WriteBack | None,
    saved: Saved | None,
    *,
    all_rows: bool = False,
    followed: tuple[FollowedUp, ...] = (),
) -> Json:
    """The document of `assess --format json`. `words` are the user's, `language` is that of what is written."""
    document = head(assessment, language)
    document["totals"] = _totals(assessment)
    document["portfolio"] = _portfolio(assessment, words)
    document["targets"] = target_entries(assessment, words)
    excel_rows = fact_rows(assessment)
    document["customers"] = [customer_entry(assessment, entry, language, words, excel_rows) for entry in assessment.customers]
    if all_rows or len(excel_rows) <= MANY_ROWS:
        document["invoices"] = _invoices(assessment, excel_rows)
    document["findings"] = [finding_entry(assessment, finding, words) for finding in assessment.findings]
    document["suppressed"] = [
        {**finding_entry(assessment, held.finding, words), "reason": held.reason, "until": held.until.isoformat()}
        for held in assessment.suppressed
    ]
    document["earlier_actions"] = earlier_entries(followed)
    document["written"] = _written(assessment, back, saved) if saved and back else None
    return document


def check_document(assessment: Assessment, words: Words) -> Json:
    """The document of `check --format json`: head, columns as understood, findings."""
    document = head(assessment, assessment.language)
    document["columns"] = [
        {
            "header": header.header,
            "cell": address(assessment.ledger.layout.header_row, header.column),
            "field": header.field,
            "how": header.how,
            "suggestion": header.suggestion,
        }
        for header in assessment.ledger.layout.headers
    ]
    document["findings"] = [finding_entry(assessment, finding, words) for finding in assessment.findings]
    document["suppressed"] = [
        {**finding_entry(assessment, held.finding, words), "reason": held.reason, "until": held.until.isoformat()}
        for held in assessment.suppressed
    ]
    return document


def head(assessment: Assessment, language: str) -> Json:
    """What every document opens with."""
    policy = assessment.policy
    return {
        "schema_version": SCHEMA_VERSION,
        "riskledger": riskledger.__version__,
        "as_of": assessment.as_of.isoformat(),
        "workbook": assessment.path.name,
        "sheet": assessment.sheet,
        "language": language,
        "policy": {
            "source": assessment.policy_source,
            "name": policy.name.zh if language == "zh" else policy.name.en,
            "digest": policy.digest,
        },
        "rows": assessment.row_counts,
        **({"by_group": True} if assessment.by_group else {}),
    }


def _money(minor: int | None) -> str | None:
    return None if minor is None else str(units(minor))


def _ageing(held: dict[str, int]) -> list[Json]:
    return [{"bucket": name, "amount": _money(amount)} for name, amount in held.items()]


def _totals(assessment: Assessment) -> Json:
    measured, control = assessment.portfolio, assessment.control_total
    total = measured.totals
    each = [{"currency": name, **_sums(sums), "ageing": _ageing(held)} for name, sums, held in measured.by_currency]
    document = {
        "currency": None if each else measured.currencies[0],
        **(_sums(total) if total else dict.fromkeys(Totals._fields)),
        "control_total": _money(control),
        "difference": _money(total.outstanding - control) if total and control is not None else None,
        "by_currency": each,
    }
    if conversion := assessment.conversion:
        document["by_currency"] = [
            {"currency": name, "rate": rate_text(conversion, name), **_sums(sums), "ageing": _ageing(held)}
            for name, sums, held in conversion.by_currency
        ]
        document["rates"] = rates_document(assessment)
    return document


def _sums(total: Totals) -> Json:
    return {name: _money(amount) for name, amount in total._asdict().items()}


def _portfolio(assessment: Assessment, words: Words) -> Json:
    measured = assessment.portfolio
    figures: dict[str, tuple[Figure, int]] = {
        "turnover_closing": (measured.turnover.closing, 6),
        "turnover_average": (measured.turnover.average, 6),
        "turnover_days": (measured.turnover.days, 4),
        "dso": (measured.turnover.dso, 4),
        "top1_share": (measured.concentration.top1, 6),
        "top5_share": (measured.concentration.top5, 6),
        "hhi": (measured.concentration.hhi, 2),
        "delay_rate_count": (measured.delay.by_count, 6),
        "delay_rate_amount": (measured.delay.by_amount, 6),
        "churn_rate": (measured.churn, 6),
        **portfolio_figures(assessment),
    }
    document: Json = {name: None if figure.value is None else round(figure.value, digits) for name, (figure, digits) in figures.items()}
    document["period_days"] = measured.period.days if measured.period else None
    document["ageing"] = _ageing(measured.ageing) if measured.ageing is not None else []
    document |= portfolio_lists(assessment)
    credit = portfolio_credit(assessment, words)
    document["why"] = reasons({name: figure.why for name, (figure, _) in figures.items()}, words) | credit.pop("why")
    return document | credit


def customer_entry(assessment: Assessment, entry: CustomerAssessment, language: str, words: Words, excel_rows: list[int]) -> Json:
    rating = entry.rating
    points = shown_points(rating.points)
    override = None
    if rating.override is not None:
        until = rating.override.until
        override = {
            "tier": rating.override.tier,
            "reason": rating.override.reason or None,
            "until": _iso(until),
            "expired": rating.override_expired,
        }
    single = entry.money[0] if len(entry.money) == 1 else None
    document: Json = {
        "customer": entry.customer,
        "customer_id": entry.customer_id,
        "tier": rating.tier,
        "computed_tier": rating.computed_tier,
        "override": override,
        "credit_score": round(100 - points, 1),
        "risk_points": points,
        "coverage": rating.coverage,
        "confidence": rating.confidence,
        "currency": single.currency if single else None,
        "outstanding": _money(single.outstanding) if single else None,
        "overdue": _money(single.overdue) if single else None,
        "max_days_overdue": entry.max_days_overdue,
        "exposure": _money(single.exposure) if single else None,
        "expected_late_amount": _money(single.expected_late_amount) if single else None,
        "revenue_share": None if entry.revenue_share is None else round(entry.revenue_share, 6),
        "completeness": _completeness(entry),
        "delay_rate": round(rating.late / rating.decided, 6) if rating.decided else None,
        "action": rating.action.zh if language == "zh" else rating.action.en,
        "action_owner": entry.action_owner(language),
        "action_due": rating.action_due.isoformat(),
        "next_review": rating.next_review.isoformat(),
        **_relations(entry),
        "alerts": alert_entries(assessment, entry, words, excel_rows, MANY_CELLS),
        **customer_credit(entry, words),
        "reasons": [
            {
                "code": reason.code,
                "value": reason.value,
                "benchmark": None if reason.benchmark is None else round(reason.benchmark, 4),
                "points": reason.points,
                "cells": (cells := reason_cells(assessment, entry, reason, excel_rows, MANY_CELLS)),
                "cells_total": max(len(cells), len(reason.rows)),
            }
            for reason in rating.reasons
        ],
    }
    if single is None or entry.original:
        rate = assessment.conversion
        document["by_currency"] = [
            {
                "currency": money.currency,
                **({"rate": rate_text(rate, money.currency)} if rate else {}),
                **{name: _money(amount) for name, amount in money._asdict().items() if name != "currency"},
            }
            for money in entry.original or entry.money
        ]
    if entry.members:
        document["members"] = list(entry.members)
    customer = int(assessment.facts.customer[entry.rows[0]])
    measured, missing = customer_figures(assessment, customer)
    document |= measured | customer_ageing(assessment, entry, customer)
    if single is None:
        missing["outstanding"] = "mixed_currencies"
    if entry.revenue_share is None:
        missing["revenue_share"] = assessment.portfolio.concentration.top1.why
    if why := reasons(missing, words):
        document["why"] = why
    return document


def _relations(entry: CustomerAssessment) -> Json:
    """Last contact, promises and contract by the sheets beside the ledger, null where nothing is recorded."""
    contact, promises, contract = entry.last_contact, entry.promises, entry.contract
    outcomes: tuple[Outcome, ...] = ("kept", "broken", "pending")
    return {
        "last_contact": contact and {"date": _iso(contact.date), "channel": contact.channel, "cell": _cell(contact.place)},
        "promises": promises and {outcome: promises.count(outcome) for outcome in outcomes},
        "contract": contract and {"end": _iso(contract.end), "breach_clause": contract.has_breach_clause, "cell": _cell(contract.place)},
    }


def _completeness(entry: CustomerAssessment) -> Json:
    known = entry.completeness
    return {
        "share": None if known.share is None else round(known.share, 4),
        "missing": list(known.missing),
        "last_invoice": _iso(known.last_invoice),
        "last_payment": _iso(known.last_payment),
        "last_contact": _iso(known.last_contact),
        "excluded_rows": known.excluded_rows,
        "stale": list(known.stale),
    }


def _cell(place: CellPlace) -> str:
    return quoted(place.sheet, address(place.row, place.column))


def _iso(ordinal: int | None) -> str | None:
    return None if ordinal is None else dt.date.fromordinal(ordinal).isoformat()


def _invoices(assessment: Assessment, excel_rows: list[int]) -> list[Json]:
    facts, ledger, layout = assessment.facts, assessment.ledger, assessment.ledger.layout
    column = next(layout.fields[key] for key in ("customer", "customer_id") if key in layout.fields)
    names = assessment.grouped.names
    positions = assessment.known.assessed.nonzero()[0].tolist()
    several = len(assessment.portfolio.currencies) > 1
    receipts, credited, instalments = ledger.receipts.by_row(facts.as_of), ledger.credited, open_instalments(assessment)
    originals = _originals(assessment)
    buckets = assessment.measures.by.buckets
    return [
        {
            "cell": quoted(layout.sheet, address(row, column)),
            "customer": names[customer],
            "document": ledger.document[i],
            "days_overdue": days if days >= 0 else None,
            "bucket": buckets[bucket] if bucket >= 0 else None,
            "outstanding": _money(left),
            **({"currency": assessment.portfolio.currencies[currency]} if several else {}),
            **({"receipts": len(receipts.get(i, ()))} if ledger.receipts.row else {}),
            **({"credit_note": _money(credited[i] or 0)} if credited else {}),
            **instalment_entries(instalments.get(at, ())),
            **original,
        }
        for at, (row, customer, i, days, bucket, left, currency, original) in enumerate(
            zip(
                excel_rows,
                facts.customer.tolist(),
                positions,
                facts.days_overdue.tolist(),
                bucket_of(facts, assessment.measures.by).tolist(),
                facts.outstanding.tolist(),
                facts.currency.tolist(),
                originals,
                strict=True,
            )
        )
    ]


def _originals(assessment: Assessment) -> list[Json]:
    """Of each assessed row its own currency, what is outstanding in it and the rate; nothing where no row was converted."""
    conversion = assessment.conversion
    if conversion is None:
        return [{}] * len(assessment.facts.amount)
    names, rates = conversion.currencies, [f"{rate:f}" for rate in conversion.rates.rates]
    own = zip(conversion.facts.currency.tolist(), conversion.facts.outstanding.tolist(), conversion.rates.of_row.tolist(), strict=True)
    return [{"original": {"currency": names[c], "outstanding": _money(left), "rate": rates[at]}} for c, left, at in own]


def finding_entry(assessment: Assessment, finding: Finding, words: Words) -> Json:
    """One finding as an object; `column` is the field's key."""
    said = finding_words(finding, words)
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "sheet": sheet_of(assessment, finding),
        "cell": where(assessment, finding.row, finding.column),
        "column": finding.field if finding.sheet or finding.field in BY_KEY else None,
        "customer": finding.customer,
        "value": finding.value,
        "message": said.message,
        "remedy": said.remedy,
        **({"behind": difference_document(behind)} if isinstance(behind := finding.params.get("behind"), Behind) else {}),
    }


def _written(assessment: Assessment, back: WriteBack, saved: Saved) -> Json:
    return {
        "path": str(saved.path),
        "cells": saved.cells,
        "sheets": list(saved.sheets),
        "backup": str(saved.backup) if saved.backup else None,
        "changed": saved.changed,
        "kept": [{"cell": quoted(assessment.sheet, address(kept.row, kept.column)), "text": kept.text} for kept in back.kept],
    }


def documents(entries: Sequence[Json]) -> Json | list[Json]:
    """One document for one book, a list for several."""
    return entries[0] if len(entries) == 1 else list(entries)
