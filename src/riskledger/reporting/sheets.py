"""The result sheets as finished data: 客户评估 / Customer assessment and 校验结果 / Findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.cells import cell_len

from riskledger.assessment import Assessment, CustomerAssessment, Money, units
from riskledger.checks.findings import Finding
from riskledger.i18n import LANGUAGES, Words
from riskledger.i18n import words as words_of
from riskledger.rating.reasons import shown_points
from riskledger.reporting.completeness import completeness_words
from riskledger.reporting.credit import hold_words
from riskledger.reporting.indicators import bare_figure, target_words
from riskledger.reporting.rates import rates_in_short
from riskledger.reporting.warnings import level_words
from riskledger.reporting.wording import field_name, finding_words, leading_reasons, quoted, severity_name, sheet_of, tier_name, where
from riskledger.workbook.result_sheets import Link, ResultColumn, ResultSheet, Value


def titles(kind: str) -> tuple[str, ...]:
    """The names of a result sheet in every language."""
    return tuple(words_of(language)(f"sheet.title.{kind}") for language in LANGUAGES)


def name_width(names: Iterable[str]) -> float:
    """Wide enough for the longest name, within reason; a Chinese character takes the room of two letters."""
    return float(min(44, max(16, *(cell_len(name) + 2 for name in names), 16)))


def caption(kind: str, assessment: Assessment, words: Words, **places: object) -> str:
    """The line above a result sheet: what it is, as of when, under which policy."""
    counts = assessment.row_counts
    policy = assessment.policy.name.zh if words.language == "zh" else assessment.policy.name.en
    return words(
        f"sheet.caption.{kind}", as_of=assessment.as_of.isoformat(), policy=policy, digest=assessment.policy.digest, **counts, **places
    )


def _basis(assessment: Assessment, words: Words) -> str:
    """Whether groups were rated, and at which rates amounts were converted."""
    said = words("sheet.by_group") if assessment.by_group else ""
    if conversion := assessment.conversion:
        said += words("sheet.converted", base=conversion.rates.base, rates=rates_in_short(conversion))
    return said


def assessment_sheet(assessment: Assessment, words: Words) -> ResultSheet:
    """One line per customer (per currency where a customer trades in several), largest expected late amount first."""
    mixed = len(assessment.portfolio.currencies) > 1
    with_id = any(entry.customer_id for entry in assessment.customers)
    with_limits = assessment.credit.limits > 0
    columns = [
        *([ResultColumn(words("sheet.customer_id"), "text", 12)] if with_id else []),
        ResultColumn(words("sheet.customer"), "text", name_width(entry.customer for entry in assessment.customers)),
        ResultColumn(words("sheet.tier"), "tier", 10),
        ResultColumn(words("sheet.credit_score"), "points", 9),
        ResultColumn(words("sheet.confidence"), "wrap", 12),
        ResultColumn(words("sheet.completeness"), "wrap", 24),
        *([ResultColumn(words("sheet.currency"), "text", 9)] if mixed else []),
        ResultColumn(words("sheet.outstanding"), "money", 16),
        ResultColumn(words("sheet.overdue"), "money", 16),
        ResultColumn(words("sheet.max_days_overdue"), "count", 10),
        ResultColumn(words("sheet.delay_rate"), "share", 10),
        ResultColumn(words("sheet.revenue_share"), "share", 10),
        ResultColumn(words("sheet.exposure"), "money", 16),
        ResultColumn(words("sheet.expected_late_amount"), "money", 16),
        *(_credit_columns(words) if with_limits else []),
        ResultColumn(words("sheet.reasons"), "wrap", 64),
        ResultColumn(words("sheet.alerts"), "wrap", 40),
        ResultColumn(words("sheet.action"), "wrap", 26),
        ResultColumn(words("sheet.owner"), "wrap", 14),
        ResultColumn(words("sheet.action_due"), "date", 12),
        ResultColumn(words("sheet.next_review"), "date", 12),
    ]
    rows: list[Sequence[Value]] = []
    levels: list[str] = []
    for entry in assessment.customers:
        for money in entry.money:
            rows.append(_customer_row(entry, money, assessment.as_of, words, with_id, mixed, with_limits))
            levels.append(entry.tier)
    totals: list[Value] | None = None
    if not mixed and assessment.portfolio.totals:
        first = [entry.money[0] for entry in assessment.customers]
        sums = [sum(part.outstanding for part in first), sum(part.overdue for part in first)]
        sums += [sum(part.exposure for part in first), sum(part.expected_late_amount for part in first)]
        lead: list[Value] = [*([None] if with_id else []), words("sheet.total"), None, None, None, None]
        totals = [*lead, units(sums[0]), units(sums[1]), None, None, None, units(sums[2]), units(sums[3])]
        allowance = assessment.credit.allowance
        totals += [None, None, None, None, _units(allowance.total.value if allowance else None)] if with_limits else []
        totals += [None] * 6
    known_titles = titles("assessment")
    return ResultSheet(
        kind="assessment",
        title=words("sheet.title.assessment"),
        known_titles=known_titles,
        caption=caption("assessment", assessment, words) + _basis(assessment, words) + _targets(assessment, words),
        columns=columns,
        rows=rows,
        totals=totals,
        levels=levels,
        stamp=assessment.as_of.isoformat(),
    )


def _targets(assessment: Assessment, words: Words) -> str:
    """The policy's targets against what was reached, to follow the caption; nothing where it has none."""
    said = [
        words(
            "target.summary",
            figure=words(f"target.figure.{one.figure}"),
            actual=bare_figure(one.figure, one.actual.value),
            target=target_words(one, words),
            by=words("target.until", date=one.by.isoformat()) if one.by else "",
            state=words("target.unknown" if one.met is None else "target.met" if one.met else "target.missed"),
        )
        for one in assessment.targets
    ]
    return " · " + words("list.separator").join(said) if said else ""


def _credit_columns(words: Words) -> list[ResultColumn]:
    return [
        ResultColumn(words("sheet.limit"), "money", 16),
        ResultColumn(words("sheet.limit_used"), "share", 10),
        ResultColumn(words("sheet.proposed_limit"), "money", 16),
        ResultColumn(words("sheet.hold"), "wrap", 22),
        ResultColumn(words("sheet.allowance"), "money", 14),
    ]


def _credit_cells(entry: CustomerAssessment, words: Words) -> list[Value]:
    """Limit, its use, the proposal, why to hold, the allowance; blank where there is none."""
    credit = entry.credit
    used = credit.limit.use.utilisation.value
    return [
        _units(credit.limit.amount.value),
        None if used is None else round(used, 6),
        _units(credit.proposal.limit.value),
        words("list.separator").join(hold_words(reason, words) for reason in credit.hold.by) or None,
        _units(credit.allowance.amount.value),
    ]


def _units(minor: int | None) -> Decimal | None:
    return None if minor is None else units(minor)


def _customer_row(
    entry: CustomerAssessment, money: Money, as_of: dt.date, words: Words, with_id: bool, mixed: bool, with_limits: bool
) -> list[Value]:
    rating = entry.rating
    delay = Decimal(rating.late) / Decimal(rating.decided) if rating.decided else None
    share = None if entry.revenue_share is None else round(entry.revenue_share, 6)
    return [
        *([entry.customer_id] if with_id else []),
        entry.customer,
        tier_name(rating.tier, words),
        round(100 - shown_points(rating.points), 1),
        words(f"confidence.{rating.confidence}"),
        completeness_words(entry, as_of, words),
        *([money.currency or "-"] if mixed else []),
        units(money.outstanding),
        units(money.overdue),
        entry.max_days_overdue,
        None if delay is None else round(delay, 6),
        share,
        units(money.exposure),
        units(money.expected_late_amount),
        *(_credit_cells(entry, words) if with_limits else []),
        words("list.separator").join(leading_reasons(entry, words)),
        level_words(entry, words) or None,
        rating.action.zh if words.language == "zh" else rating.action.en,
        entry.action_owner(words.language),
        rating.action_due,
        rating.next_review,
    ]


def findings_sheet(assessment: Assessment, findings: Sequence[Finding], words: Words) -> ResultSheet:
    """What still holds for the workbook as written, each with a link to its cell."""
    columns = [
        ResultColumn(words("sheet.severity"), "severity", 8),
        ResultColumn(words("sheet.rule"), "text", 8),
        ResultColumn(words("sheet.cell"), "link", 12),
        ResultColumn(words("sheet.column"), "text", 14),
        ResultColumn(words("sheet.customer"), "text", name_width(finding.customer or "" for finding in findings)),
        ResultColumn(words("sheet.value"), "wrap", 20),
        ResultColumn(words("sheet.message"), "wrap", 56),
        ResultColumn(words("sheet.remedy"), "wrap", 48),
    ]
    aside = words("sheet.suppressed", count=len(assessment.suppressed)) if assessment.suppressed else ""
    rows: list[Sequence[Value]] = []
    for finding in findings:
        said = finding_words(finding, words)
        cell = where(assessment, finding.row, finding.column)
        rows.append(
            [
                severity_name(finding.severity, words),
                finding.rule,
                Link(quoted(finding.sheet, cell) if finding.sheet else cell, sheet_of(assessment, finding), cell) if cell else None,
                field_name(finding.field, words) if finding.field else None,
                finding.customer,
                finding.value,
                said.message,
                said.remedy,
            ]
        )
    return ResultSheet(
        kind="findings",
        title=words("sheet.title.findings"),
        known_titles=titles("findings"),
        caption=caption("findings", assessment, words, findings=len(findings)) + aside,
        columns=columns,
        rows=rows,
        levels=[finding.severity for finding in findings],
        stamp=assessment.as_of.isoformat(),
        tab_colour="7F7F7F",
    )
