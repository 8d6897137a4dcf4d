"""An ageing summary, one row per customer: do its buckets add up to its total, and does the longest overdue lie in the oldest of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from riskledger.checks.findings import Finding
from riskledger.ledger.data_rows import is_total
from riskledger.ledger.recognise import HeaderCell, Layout, header_of, unit_of
from riskledger.ledger.sheet_kinds import Bucket, buckets_of
from riskledger.ledger.values import Problem, as_text, parse_days, parse_money
from riskledger.workbook.sheet import SheetCells, Value


@dataclass(frozen=True, slots=True)
class AgeingSummary:
    """Where the figures of an ageing summary stand: columns by what they hold, `total` and `longest` None when there is none."""

    layout: Layout
    customer: int
    buckets: tuple[tuple[HeaderCell, Bucket], ...]
    total: HeaderCell | None
    longest: HeaderCell | None


def summary_of(cells: SheetCells) -> AgeingSummary | None:
    """The ageing summary on a sheet; None when its header row names no customer or no buckets."""
    layout = header_of(cells)
    if layout is None or not {"customer", "customer_id"} & layout.fields.keys():
        return None
    found = buckets_of([header.header for header in layout.headers])
    if not found:
        return None
    by_field = {header.field: header for header in layout.headers if header.field}
    return AgeingSummary(
        layout,
        next(layout.fields[key] for key in ("customer", "customer_id") if key in layout.fields),
        tuple((layout.headers[place], bucket) for place, bucket in found.items()),
        by_field.get("outstanding") or by_field.get("amount"),
        by_field.get("days_overdue"),
    )


def check_ageing_summary(cells: SheetCells) -> list[Finding]:
    """Findings on the rows of customers: RL504 sums, RL505 longest overdue, RL201 and RL209 for what is no amount."""
    summary = summary_of(cells)
    if summary is None:
        return []
    return [finding for i, name in customer_rows(cells, summary) for finding in _check_row(cells, summary, i, name)]


def customer_rows(cells: SheetCells, summary: AgeingSummary) -> list[tuple[int, str]]:
    """Index and customer of the rows below the header, without blank ones and totals."""
    named = [(i, as_text(value)) for i, value in enumerate(cells.columns[summary.customer]) if cells.rows[i] > summary.layout.header_row]
    return [(i, name) for i, name in named if name and not is_total(name)]


def _check_row(cells: SheetCells, summary: AgeingSummary, i: int, name: str) -> Iterator[Finding]:
    row, problems, held = cells.rows[i], False, []
    total: int | None = None
    for header in (*(header for header, _ in summary.buckets), *((summary.total,) if summary.total else ())):
        value = _cell(cells, header, i)
        amount = parse_money(value, unit_of(header.header))
        if isinstance(amount, Problem):
            problems = True
            yield Finding(amount.rule, row, header.column, header.field, as_text(value), name, sheet=cells.sheet)
        elif header is summary.total:
            total = amount
        else:
            held.append(amount or 0)
    if problems:
        return
    if summary.total and total is not None and sum(held) != total:
        yield Finding(
            "RL504",
            row,
            summary.total.column,
            summary.total.field,
            as_text(_cell(cells, summary.total, i)),
            name,
            {"summed": _units(sum(held)), "total": summary.total.header, "gap": _units(total - sum(held))},
            cells.sheet,
        )
    if summary.longest:
        shown = _cell(cells, summary.longest, i)
        days = parse_days(shown)
        filled = [(header, bucket) for (header, bucket), amount in zip(summary.buckets, held, strict=True) if amount > 0]
        if isinstance(days, int) and filled:
            header, oldest = max(filled, key=lambda pair: pair[1].first if pair[1].first is not None else -1)
            if not oldest.holds(days):
                yield Finding(
                    "RL505",
                    row,
                    summary.longest.column,
                    summary.longest.field,
                    as_text(shown),
                    name,
                    {"bucket": header.header},
                    cells.sheet,
                )


def _cell(cells: SheetCells, header: HeaderCell, i: int) -> Value:
    values = cells.columns.get(header.column)
    return values[i] if values else None


def _units(minor: int) -> str:
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100:,}.{abs(minor) % 100:02d}"
