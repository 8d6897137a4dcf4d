"""From a cell's address to how it came about: on the ledger, on the sheets beside it, on our result sheets, or outside them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from riskledger.assessment import Assessment
from riskledger.ledger.columns import BY_KEY
from riskledger.ledger.recognise import HeaderCell
from riskledger.ledger.sides import side_layouts
from riskledger.ledger.sides.layout import SideLayout
from riskledger.ledger.snapshot_lines import HISTORY, day_of_line
from riskledger.ledger.terms import Terms, parse_terms_cell
from riskledger.ledger.values import Problem, as_text, parse_money
from riskledger.rating.actions import all_texts
from riskledger.reporting.derivation import Kind, Quantity, basis, feeds
from riskledger.reporting.making import Making
from riskledger.reporting.reference import Reference, same, value_at, written
from riskledger.reporting.traced import AsOfSource, Made, Traced
from riskledger.reporting.tracing_results import trace_result
from riskledger.reporting.wording import quoted
from riskledger.workbook.address import address
from riskledger.workbook.book import Book
from riskledger.workbook.sheet import SheetCells, Value

_NEAR = 4
# A column of the ledger and the field of the ledger as read that holds what was understood; of the others the text is it.
_UNDERSTOOD = {"days_overdue": "declared", "open_flag": "still_open"}
_KINDS: dict[str, Kind] = {"money": "money", "date": "date", "days": "days", "count": "count", "tier": "tier", "flag": "yes_no"}


def stamp_of(book: Book, sheet: str | None, row: int = 0) -> dt.date | None:
    """The date that a result sheet was written for, that of the row on the follow-up sheet; None for any other sheet."""
    kind, own = next(((kind, own) for kind, own in book.own_sheets().items() if own.name == sheet), (None, None))
    if own and kind == HISTORY and (day := day_of_line(book, own.name, row)):
        return day
    try:
        return dt.date.fromisoformat(own.stamp) if own else None
    except ValueError:
        return None


def trace(book: Book, assessment: Assessment, asked: Reference, source: AsOfSource) -> Traced:
    """How a cell came about. asked: as `parse_reference` gives it; source: where the assessment's as-of date comes from."""
    sheet = asked.sheet or assessment.sheet
    own = {own.name: kind for kind, own in book.own_sheets().items()}
    if sheet == assessment.sheet:
        traced = _on_ledger(assessment, asked, source, book.epoch1904)
    elif sheet in own:
        traced = trace_result(book.read(sheet), assessment, asked, source, epoch1904=book.epoch1904)
    else:
        layout = next((layout for layout in side_layouts(book, assessment.sheet) if layout.sheet == sheet), None)
        found = _beside(book.read(sheet), layout, assessment, asked, source) if layout else None
        traced = found or Traced(_cell(sheet, asked), "outside", assessment.as_of, source, why="other_sheet")
    if traced.what == "outside" and not traced.near:
        traced = _with(traced, near=_nearest(assessment, asked.row if sheet == assessment.sheet else 0))
    if traced.agrees is False and source != "stamp":
        traced = _with(
            traced, written_as_of=next((day for name in own if (day := stamp_of(book, name)) and own[name] == "assessment"), None)
        )
    return traced


def _with(traced: Traced, **changes: object) -> Traced:
    import dataclasses

    return dataclasses.replace(traced, **changes)  # type: ignore[arg-type]  # field by field


def _cell(sheet: str, asked: Reference) -> str:
    return quoted(sheet, address(asked.row, asked.column))


def _nearest(assessment: Assessment, row: int) -> tuple[str, ...]:
    """Cells of the ledger's row nearest to one, the computed ones first."""
    ledger = assessment.ledger
    if not ledger.rows:
        return ()
    nearest = min(ledger.rows, key=lambda each: abs(each - row))
    fields = sorted(ledger.layout.fields.items(), key=lambda item: (not BY_KEY[item[0]].computed, item[0] != "amount", item[1]))
    return tuple(quoted(assessment.sheet, address(nearest, column)) for _, column in fields[:_NEAR])


def _on_ledger(assessment: Assessment, asked: Reference, source: AsOfSource, epoch1904: bool) -> Traced:
    ledger, layout = assessment.ledger, assessment.ledger.layout
    cell = _cell(assessment.sheet, asked)
    header = next((each for each in layout.headers if each.column == asked.column), None)
    if header is not None and asked.row == layout.header_row:
        return Traced(
            cell, "header", assessment.as_of, source, header.field, header=header.header, how=header.how, feeds=feeds(header.field or "")
        )
    if header is None or header.field is None:
        return Traced(cell, "outside", assessment.as_of, source, header=header.header if header else None, why="unread_column")
    stored = value_at(assessment.cells, asked.row, asked.column)
    if asked.row not in ledger.rows:
        return Traced(cell, "outside", assessment.as_of, source, header.field, stored=as_text(stored), why="no_row")
    at = ledger.rows.index(asked.row)
    findings = tuple(f for f in assessment.findings if f.sheet is None and f.row == asked.row and f.column == asked.column)
    common = {"customer": ledger.customer[at] or ledger.customer_id[at], "header": header.header, "how": header.how}
    left_out = None if assessment.known.assessed[at] else "later" if assessment.known.later[at] else "excluded"
    formula = assessment.cells.formulas.get((asked.row, asked.column))
    if left_out == "excluded":
        findings = tuple(f for f in assessment.findings if f.sheet is None and f.row == asked.row)
    if not BY_KEY[header.field].computed:
        return Traced(
            cell,
            "input",
            assessment.as_of,
            source,
            header.field,
            value=_understood(assessment, header, at, stored),
            stored=written(stored, BY_KEY[header.field].type, epoch1904=epoch1904),
            by_formula=formula,
            feeds=feeds(header.field),
            findings=findings,
            why=left_out,
            **common,  # type: ignore[arg-type]  # texts
        )
    if left_out:
        return Traced(
            cell,
            "figure",
            assessment.as_of,
            source,
            header.field,
            stored=as_text(stored),
            findings=findings,
            why=left_out,
            **common,  # type: ignore[arg-type]  # texts
        )
    made = _of_row(assessment, header.field, at)
    agrees: bool | None = same(stored, made.value, epoch1904=epoch1904)
    why = made.why
    if made.figure == "action" and not agrees and isinstance(stored, str) and stored.strip() not in all_texts(assessment.policy):
        agrees, why = None, "own_words"
    return Traced(
        cell,
        "figure",
        assessment.as_of,
        source,
        header.field,
        made.figure,
        value=made.value,
        stored=as_text(stored),
        agrees=agrees,
        by_formula=formula,
        inputs=made.inputs,
        parts=made.parts,
        total=made.total,
        policy=basis(made.figure, made.values, assessment.policy, assessment.language),
        findings=findings,
        why=why,
        **common,  # type: ignore[arg-type]  # texts
    )


def _of_row(assessment: Assessment, field: str, at: int) -> Made:
    making = Making(assessment, assessment.language)  # type: ignore[arg-type]  # zh or en
    if field == "days_overdue":
        return making.days_overdue(at)
    entry = next(entry for entry in assessment.customers if entry.key == assessment.ledger.key[at])
    row = assessment.ledger.rows[at]
    return making.of_customer(field, entry, entry.money[0], lambda key: making.cell(row, key))


def _understood(assessment: Assessment, header: HeaderCell, at: int, stored: Value) -> Quantity | None:
    """What the ledger took from an input cell; None where it took nothing."""
    field = header.field or ""
    read: object
    if field == "terms":
        return _terms(stored, assessment.language)
    if field == "opening_balance":
        read = parse_money(stored, header.unit)
    elif (column := getattr(assessment.ledger, _UNDERSTOOD.get(field, field), None)) is not None:
        read = column[at]
    else:
        read = as_text(stored)
    if field == "disputed":
        return None if read is None else Quantity("yes_no", bool(read))
    return _quantity(BY_KEY[field].type, read)


def _quantity(kind: str, read: object) -> Quantity | None:
    if read is None or isinstance(read, Problem):
        return None
    if isinstance(read, int | float | str) and kind in _KINDS:
        return Quantity(_KINDS[kind], read)
    return Quantity("text", str(read))


def _terms(stored: Value, language: str) -> Quantity | None:
    read = parse_terms_cell(stored)
    if isinstance(read, Terms):
        return Quantity("text", read.describe("zh" if language == "zh" else "en"))
    return Quantity("days", read) if isinstance(read, int) else None


def _beside(cells: SheetCells, layout: SideLayout, assessment: Assessment, asked: Reference, source: AsOfSource) -> Traced | None:
    """An input cell of the customers sheet, the contact log or the contracts; None above and beside their tables."""
    header = next((each for each in layout.headers if each.column == asked.column and each.field), None)
    if header is None or header.field is None or asked.row < layout.header_row:
        return None
    cell = _cell(layout.sheet, asked)
    if asked.row == layout.header_row:
        return Traced(
            cell, "header", assessment.as_of, source, header.field, header=header.header, how=header.how, feeds=feeds(header.field)
        )
    stored = value_at(cells, asked.row, asked.column)
    lines = [line for rows in assessment.read.beside.customers.rows.values() for line in rows]
    line = next((line for line in lines if line.sheet == layout.sheet and line.row == asked.row), None)
    owner = layout.fields.get("customer", layout.fields.get("customer_id"))
    return Traced(
        cell,
        "input",
        assessment.as_of,
        source,
        header.field,
        customer=as_text(value_at(cells, asked.row, owner)) if owner else None,
        header=header.header,
        how=header.how,
        value=_stated(getattr(line.facts, header.field, None), header.field) if line else _quantity("text", as_text(stored)),
        stored=as_text(stored),
        feeds=feeds(header.field),
        findings=tuple(
            f for f in assessment.findings if f.sheet == layout.sheet and f.row == asked.row and f.column in (None, asked.column)
        ),
    )


_STATED_KINDS: Mapping[str, str] = {
    "limit": "money",
    "limit_expiry": "date",
    "insurance_until": "date",
    "override_until": "date",
    "override_tier": "tier",
    "legal_action": "flag",
    "complaints": "count",
}


def _stated(read: object, field: str) -> Quantity | None:
    if field == "terms" and isinstance(read, int):
        return Quantity("days", read)
    return _quantity(_STATED_KINDS.get(field, "text"), read)
