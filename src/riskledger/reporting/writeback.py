"""What a run writes: computed cells that differ, columns the ledger lacks, result sheets. A plan, applied by `workbook.save`.

Overdue days and tier are computed columns; action, score and reasons are filled in where the cell is blank or says words of ours, score and
reasons only where the ledger has a column for them. Formulas stay, her own words stay, the contact log and the overrides are never written.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import NamedTuple

from riskledger.assessment import Assessment
from riskledger.checks.findings import Finding
from riskledger.history.follow_up import EarlierActions
from riskledger.history.snapshots import history_lines, history_sheet, place_of
from riskledger.i18n import Words
from riskledger.i18n import words as words_of
from riskledger.ledger.columns import BY_KEY, COMPUTED
from riskledger.ledger.known import DECLARED, UNDECIDED
from riskledger.ledger.snapshot_lines import TWICE, UNUSABLE
from riskledger.ledger.tiers import NAMES, read_tier
from riskledger.ledger.values import as_text
from riskledger.rating.actions import all_texts
from riskledger.rating.rate import Rating
from riskledger.rating.reasons import shown_points
from riskledger.reporting.ageing_sheet import ageing_sheet
from riskledger.reporting.recorded import recorded
from riskledger.reporting.sheets import assessment_sheet, findings_sheet
from riskledger.reporting.wording import leading_reasons
from riskledger.workbook.book import Book
from riskledger.workbook.edits import CellEdit, NewColumn, WritePlan
from riskledger.workbook.result_sheets import ResultSheet
from riskledger.workbook.sheet import CellError, Value

# Field → the column of the assessment sheet that says what an earlier run wrote.
_FILLED = {"action": "action", "credit_score": "credit_score", "tier_reasons": "reasons"}
_WIDTHS = {"days_overdue": 12.0, "tier": 10.0, "action": 26.0}


class Kept(NamedTuple):
    """A hand-written action that stays."""

    row: int
    column: int
    text: str


class Change(NamedTuple):
    """A cell edit as `--diff` shows it."""

    row: int
    column: int
    field: str
    old: str | None
    new: str


@dataclass(frozen=True)
class WriteBack:
    """The plan, which field each column it edits holds, what it keeps, and the earlier run's actions, which it replaces."""

    plan: WritePlan
    fields: Mapping[int, str]
    kept: tuple[Kept, ...]
    earlier: EarlierActions | None = None


def plan_writeback(assessment: Assessment, book: Book, language: str, *, result_sheets: bool = True) -> WriteBack:
    """Plan what to write in a language; nothing when no row could be assessed."""
    layout, cells = assessment.ledger.layout, assessment.cells
    if not assessment.customers:
        return WriteBack(WritePlan(layout.sheet, layout.header_row, max(cells.rows, default=layout.header_row)), {}, ())
    earlier = recorded(book)
    ours = _Ours(assessment, recorded_words(book))
    wanted = _wanted(assessment, language)
    missing = [
        column
        for column in COMPUTED
        if column.template and column.key not in layout.fields and any(value is not None for value in wanted[column.key])
    ]
    places = cells.free_columns(layout.header_row, layout.last_column, len(missing)) if missing else []
    columns = {key: column for key, column in layout.fields.items() if BY_KEY[key].computed}
    columns.update({column.key: place for column, place in zip(missing, places, strict=True)})
    edits: list[CellEdit] = []
    kept: list[Kept] = []
    for key, column in columns.items():
        edits += _column_edits(assessment, key, column, wanted[key], ours, kept)
    edits.sort()
    plan = WritePlan(
        sheet=layout.sheet,
        header_row=layout.header_row,
        last_row=cells.rows[-1],
        edits=edits,
        new_columns=[NewColumn(place, column.header(language), _WIDTHS[column.key]) for column, place in zip(missing, places, strict=True)],
    )
    if result_sheets:
        flagged = {(finding.row, finding.column) for finding in assessment.findings if finding.sheet is None}
        mended = {edit[:2] for edit in edits if edit[:2] in flagged} if flagged else set()
        remaining = [finding for finding in assessment.findings if finding.sheet or (finding.row, finding.column) not in mended]
        plan = dataclasses.replace(plan, result_sheets=_result_sheets(assessment, remaining, words_of(language)))
    return WriteBack(plan, {column: key for key, column in columns.items()}, tuple(kept), earlier)


def _result_sheets(assessment: Assessment, remaining: Sequence[Finding], words: Words) -> tuple[ResultSheet, ...]:
    """Assessment, ageing, findings, and the history with this run in it; a history that cannot be read is left as it stands."""
    history, kept = assessment.read.history, list[ResultSheet]()
    if history.readable:
        lines = history_lines(assessment, words.language)
        kept.append(history_sheet(assessment, lines, words))
        # Lines set aside move, and the findings sheet points to where they stand as written.
        rows = place_of(assessment, lines)
        aside = {(history.sheet, rule) for rule in (UNUSABLE, TWICE)}
        remaining = [each._replace(row=rows[each.row or 0]) if (each.sheet, each.rule) in aside else each for each in remaining]
    return assessment_sheet(assessment, words), ageing_sheet(assessment, words), findings_sheet(assessment, remaining, words), *kept


def _column_edits(
    assessment: Assessment, key: str, column: int, wanted: list[str | int | float | None], ours: _Ours, kept: list[Kept]
) -> list[CellEdit]:
    """The cells of one computed column that have to change; hand-written actions go to `kept`."""
    cells, ledger = assessment.cells, assessment.ledger
    positions = assessment.known.assessed.nonzero()[0].tolist()
    rows = [ledger.rows[i] for i in positions]
    present = cells.columns.get(column)
    olds = [present[ledger.index[i]] for i in positions] if present is not None else []
    with_formula = {row for row, at in cells.formulas if at == column}
    if not with_formula and not any(old is not None for old in olds):
        if None not in wanted:
            return list(
                map(partial(tuple.__new__, CellEdit), zip(rows, repeat(column), wanted, strict=False))
            )  # the rule, and a fifth of the time
        return [CellEdit(row, column, value) for row, value in zip(rows, wanted, strict=True) if value is not None]
    edits = []
    for i, row, old, value in zip(positions, rows, olds, wanted, strict=True):
        if value is None or row in with_formula:
            continue
        if old is not None:
            if key == "days_overdue":
                same = ledger.declared[i] == value
            elif key == "tier":
                same = isinstance(old, str) and read_tier(old) == read_tier(str(value))
            else:
                same = old == value
            if same:
                continue
            if key in _FILLED and not ours.wrote(key, old, ledger.key[i]):
                kept.append(Kept(row, column, as_text(old) or ""))
                continue
        edits.append(CellEdit(row, column, value))
    return edits


def changes(assessment: Assessment, back: WriteBack) -> Iterator[Change]:
    """The planned edits with what the cells say now."""
    cells = assessment.cells
    place = {row: i for i, row in enumerate(cells.rows)}
    for edit in back.plan.edits:
        present = cells.columns.get(edit.column)
        old = present[place[edit.row]] if present is not None else None
        yield Change(edit.row, edit.column, back.fields[edit.column], as_text(old), str(edit.value))


def _wanted(assessment: Assessment, language: str) -> dict[str, list[str | int | float | None]]:
    """What each computed column should say on each assessed row. A declared value that nothing verifies stays as it is."""
    known = assessment.known
    by_key = {entry.key: entry.rating for entry in assessment.customers}
    ratings = [by_key[key] for key in assessment.grouped.keys]
    tiers = [NAMES[language][rating.tier] for rating in ratings]
    actions = [rating.action.zh if language == "zh" else rating.action.en for rating in ratings]
    of_row = assessment.facts.customer.tolist()
    source, days = known.due_source[known.assessed].tolist(), known.days_overdue[known.assessed].tolist()
    return {
        "days_overdue": [None if origin == DECLARED or late == UNDECIDED else late for origin, late in zip(source, days, strict=True)],
        "tier": [tiers[customer] for customer in of_row],
        "action": [actions[customer] for customer in of_row],
        **_score_and_reasons(assessment, by_key, words_of(language)),
    }


def _score_and_reasons(assessment: Assessment, ratings: Mapping[str, Rating], words: Words) -> dict[str, list[str | int | float | None]]:
    """Score and reasons of each assessed row, of the columns that the ledger has."""
    fields, of_row = assessment.ledger.layout.fields, assessment.facts.customer.tolist()
    found: dict[str, list[str | int | float | None]] = {}
    if "credit_score" in fields:
        scores = [round(100 - shown_points(ratings[key].points), 1) for key in assessment.grouped.keys]
        found["credit_score"] = [scores[customer] for customer in of_row]
    if "tier_reasons" in fields:
        entries = {entry.key: entry for entry in assessment.customers}
        told = [words("list.separator").join(leading_reasons(entries[key], words)) for key in assessment.grouped.keys]
        found["tier_reasons"] = [told[customer] for customer in of_row]
    return found


class _Ours:
    """Which words are the program's: any built-in or policy text of an action, or what our result sheet recorded for the customer."""

    def __init__(self, assessment: Assessment, recorded: Mapping[tuple[str, str], frozenset[str]]) -> None:
        self.texts, self.recorded = all_texts(assessment.policy), recorded

    def wrote(self, field: str, old: Value, key: str | None) -> bool:
        if isinstance(old, CellError):
            return False
        text = (as_text(old) or "").strip()
        return not text or (field == "action" and text in self.texts) or text in self.recorded.get((field, key or ""), ())


def recorded_words(book: Book) -> dict[tuple[str, str], frozenset[str]]:
    """Field and customer key → what the assessment sheet of an earlier run says: action, score and reasons."""
    from riskledger.ledger.intake import customer_key

    own = book.own_sheets().get("assessment")
    if own is None:
        return {}
    cells = book.read(own.name)
    if 2 not in cells.rows:
        return {}
    header = cells.rows.index(2)
    named: dict[str, int] = {}
    for column, values in cells.columns.items():
        for key in ("customer_id", "customer", *_FILLED.values()):
            if values[header] in (words_of("zh")(f"sheet.{key}"), words_of("en")(f"sheet.{key}")):
                named[key] = column
    found: dict[tuple[str, str], set[str]] = {}
    for i in range(header + 1, len(cells.rows)):

        def text(field: str, i: int = i) -> str | None:
            return as_text(cells.columns[named[field]][i]) if field in named else None

        owner = customer_key(text("customer"), text("customer_id"))
        for name, shown in _FILLED.items():
            if owner and (said := text(shown)):
                found.setdefault((name, owner), set()).add(said.strip())
    return {key: frozenset(texts) for key, texts in found.items()}
