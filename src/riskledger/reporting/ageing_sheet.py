"""The result sheet 账龄分析 / Ageing: what every customer owes by age; the lines add up to the outstanding balance."""

from __future__ import annotations

from decimal import Decimal

from riskledger.assessment import Assessment, CustomerAssessment, Money, units
from riskledger.i18n import Words
from riskledger.metrics.ageing_scales import DUE_TODAY, NO_DUE_DATE, AgeingTable
from riskledger.reporting.sheets import caption, name_width, titles
from riskledger.reporting.wording import bucket_name, fact_rows, tier_name
from riskledger.workbook.address import address
from riskledger.workbook.result_sheets import Link, ResultColumn, ResultSheet, Share, Value

_RARE = (DUE_TODAY, NO_DUE_DATE)  # columns that stand there only when they hold something


def ageing_sheet(assessment: Assessment, words: Words) -> ResultSheet:
    """One line per customer and currency, the largest overdue amount first; totals and shares of each currency beneath."""
    measured, currencies = assessment.measures, assessment.portfolio.currencies
    mixed = len(currencies) > 1
    with_id = any(entry.customer_id for entry in assessment.customers)
    tables = dict(zip(currencies, measured.ageing, strict=True))
    shown = [
        i for i, name in enumerate(measured.by.buckets) if name not in _RARE or any(table.amounts[:, i].any() for table in tables.values())
    ]
    columns = [
        *([ResultColumn(words("sheet.customer_id"), "text", 12)] if with_id else []),
        ResultColumn(words("sheet.customer"), "text", name_width(entry.customer for entry in assessment.customers)),
        ResultColumn(words("sheet.tier"), "tier", 10),
        *([ResultColumn(words("sheet.currency"), "text", 9)] if mixed else []),
        *(ResultColumn(bucket_name(measured.by.buckets[i], words, measured.by.basis), "money", 15) for i in shown),
        ResultColumn(words("sheet.outstanding"), "money", 16),
        ResultColumn(words("sheet.overdue"), "money", 16),
    ]
    lines = [(part, entry) for entry in assessment.customers for part in entry.money]
    lines.sort(key=lambda line: (currencies.index(line[0].currency), -line[0].overdue, -line[0].outstanding, line[1].key))
    excel_rows = fact_rows(assessment)
    rows: list[list[Value]] = []
    for part, entry in lines:
        customer = int(assessment.facts.customer[entry.rows[0]])
        held = tables[part.currency].amounts[customer].tolist()
        lead = _lead(assessment, entry, part, words, excel_rows, with_id, mixed)
        rows.append([*lead, *(units(held[i]) if held[i] else None for i in shown), units(part.outstanding), units(part.overdue)])
    closing: list[list[Value | Share]] = []
    for name, table in tables.items():
        parts = [part for part, _ in lines if part.currency == name]
        closing += _closing(table, shown, sum(part.overdue for part in parts), name, words, with_id, mixed)
    bounds = words("report.and").join(str(bound) for bound in measured.by.upper if bound > 0)
    grace = assessment.facts.grace_days
    return ResultSheet(
        kind="ageing",
        title=words("sheet.title.ageing"),
        known_titles=titles("ageing"),
        caption=caption("ageing", assessment, words, basis=words(f"ageing.basis.{measured.by.basis}"), bounds=bounds)
        + (words("ageing.grace", days=grace) if grace else ""),
        columns=columns,
        rows=rows,
        closing=closing,
        levels=[entry.tier for _, entry in lines],
        stamp=assessment.as_of.isoformat(),
        tab_colour="2E75B6",
    )


def _lead(
    assessment: Assessment, entry: CustomerAssessment, part: Money, words: Words, excel_rows: list[int], with_id: bool, mixed: bool
) -> list[Value]:
    layout = assessment.ledger.layout
    column = next(layout.fields[key] for key in ("customer", "customer_id") if key in layout.fields)
    link = Link(entry.customer, layout.sheet, address(excel_rows[entry.rows[0]], column))
    return [
        *([entry.customer_id] if with_id else []),
        link,
        tier_name(entry.tier, words),
        *([part.currency or "-"] if mixed else []),
    ]


def _closing(
    table: AgeingTable, shown: list[int], overdue: int, currency: str | None, words: Words, with_id: bool, mixed: bool
) -> list[list[Value | Share]]:
    """Totals and, where something is owed, the share of each bucket in it."""
    held = table.portfolio.tolist()
    total = sum(held)

    def lead(word: str) -> list[Value | Share]:
        return [*([None] if with_id else []), words(word), None, *([currency or "-"] if mixed else [])]

    sums = [held[i] for i in shown] + [total, overdue]
    closing: list[list[Value | Share]] = [[*lead("sheet.total"), *map(units, sums)]]
    if total > 0:
        closing.append([*lead("sheet.share"), *(Share(round(Decimal(minor) / total, 6)) for minor in sums)])
    return closing
