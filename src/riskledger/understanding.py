"""From an open workbook to its rows and side sheets as understood, whatever the date, and the policy and mapping in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from riskledger.assessed import Understood
from riskledger.checks.sides import check_sides
from riskledger.checks.suppression import suppressions_in
from riskledger.checks.suppression_sheet import suppressions_on
from riskledger.errors import CannotRun
from riskledger.ledger import merging
from riskledger.ledger.intake import Ledger, read_ledger
from riskledger.ledger.project_columns import columns_in
from riskledger.ledger.recognise import Layout, field_keys, recognise
from riskledger.ledger.sides import Beside, SideSheets, beside_ledger, renamed_sheets, side_sheets
from riskledger.ledger.sides.alias_sheet import renaming
from riskledger.ledger.snapshot_lines import snapshot_lines
from riskledger.policy_sheet import is_policy_sheet, policy_in_book
from riskledger.project_file import PROJECT_FILE, Project, project_beside
from riskledger.rating.policy import Policy, load_policy, policy_in, standard
from riskledger.workbook.book import Book
from riskledger.workbook.sheet import SheetCells

Progress = Callable[[str, int, int], None]  # stage, done, of


def understand(
    book: Book,
    *,
    policy: Policy | str | Path | None = None,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    by_group: bool = False,
    progress: Progress | None = None,
) -> Understood:
    """Read a workbook and say what its rows mean, whatever the date; arguments and errors as for `assess`."""
    project = project_beside(book.origin)
    chosen, source = policy_in_force(policy, book, project)
    layout = recognise(candidates(book, sheet), mapping_in_force(mapping, project))
    cells = book.read(layout.sheet, (lambda done, of: progress("read", done, of)) if progress else None)
    ledger, beside = _ledger_and_beside(book, cells, layout, chosen, by_group)
    return Understood(
        path=book.origin,
        policy=chosen,
        policy_source=source,
        ledger=ledger,
        cells=cells,
        beside=beside,
        structure_locked=book.structure_locked,
        suppressions=suppressions_in(project),
        suppression_sheet=suppressions_on(book, layout.sheet),
        history=snapshot_lines(book),
        rated_before="assessment" in book.own_sheets(),
        epoch1904=book.epoch1904,
        by_group=by_group,
    )


def under(read: Understood, book: Book, policy: Policy, source: str) -> Understood:
    """The same workbook under another policy; its rows are understood anew only where that policy reads due dates in another way."""
    ledger, beside = read.ledger, read.beside
    if policy.due_dates != read.policy.due_dates:
        ledger, beside = _ledger_and_beside(book, read.cells, ledger.layout, policy, read.by_group)
    return replace(read, policy=policy, policy_source=source, ledger=ledger, beside=beside)


def _ledger_and_beside(book: Book, cells: SheetCells, layout: Layout, policy: Policy, by_group: bool) -> tuple[Ledger, Beside]:
    """What the rows mean, and the sheets beside them."""
    ledger = read_ledger(cells, layout, epoch1904=book.epoch1904, due_rules=policy.due_dates.rules)
    ledger, sheets = _merge(ledger, side_sheets(book, layout.sheet, ledger.due_rules.month_end_order), by_group)
    beside = beside_ledger(sheets, ledger)
    return beside.receipts.onto(ledger), beside


def _merge(ledger: Ledger, sheets: SideSheets, by_group: bool) -> tuple[Ledger, SideSheets]:
    """Customers merged on request: by the alias sheet, and with `by_group` by their groups. What there is to tell goes to the ledger."""
    names = renaming(sheets.alias_sheets, ledger)
    ledger, told = merging.renamed(ledger, sheets.alias_sheets, names)
    sheets, findings = renamed_sheets(sheets, names), check_sides([*names.problems, *told])
    if by_group:
        ledger, conflicts = merging.by_group(ledger, [row for file in sheets.customer_files for row in file.rows])
        findings += conflicts
    return replace(ledger, findings=[*ledger.findings, *findings]) if findings else ledger, sheets


def policy_in_force(policy: Policy | str | Path | None, book: Book, project: Project) -> tuple[Policy, str]:
    """The one policy of a run and where it comes from, never merged.

    The first found of: the one given, the workbook's own sheet once it is enabled, riskledger.toml beside the workbook, the built-in one.
    """
    if isinstance(policy, Policy):
        return policy, "given"
    if policy is not None:
        return load_policy(Path(policy)), Path(policy).name
    on_sheet = policy_in_book(book)
    if on_sheet is not None:
        return on_sheet
    found = policy_in(project)
    return (found, PROJECT_FILE) if found else (standard(), "built-in")


def mapping_in_force(mapping: Mapping[str, str] | None, project: Project) -> dict[str, str]:
    """Field → header: the [columns] of riskledger.toml beside the workbook, and over them those given for this run."""
    return columns_in(project) | field_keys(mapping or {})


def candidates(book: Book, sheet: str | None) -> list[SheetCells]:
    """The first rows of the sheets that may be the ledger: the one named, or all but our own result sheets and a policy sheet."""
    names = [entry.name for entry in book.sheets]
    if sheet is not None:
        if sheet not in names:
            raise CannotRun("no_such_sheet", sheet=sheet, sheets=tuple(names))
        return [book.peek(sheet)]
    ours = {own.name for own in book.own_sheets().values()}
    return [cells for name in names if name not in ours and not is_policy_sheet(cells := book.peek(name))]
