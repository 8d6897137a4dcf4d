"""`riskledger check`: validate; with --fix, mend cells with one reading; with --mark, mark the cells of errors and warnings."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from riskledger.cli.options import AsOf, Books, ByGroup, Format, Map, PolicyFile, Sheet, Strict, T
from riskledger.cli.session import SESSION, ProgressBar, parse_as_of, parse_format, parse_mapping, print_json, tell_suppressed
from riskledger.errors import CannotRun

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from rich.console import RenderableType

    from riskledger.assessment import Assessment
    from riskledger.reporting.fixing import Fixing
    from riskledger.workbook.book import Book
    from riskledger.workbook.marks import Mark


class _Marked(NamedTuple):
    """What marking did: in words, and for JSON."""

    lines: list[str]
    entry: dict[str, Any]


def check(
    books: Books,
    as_of: AsOf = None,
    policy: PolicyFile = None,
    sheet: Sheet = None,
    mapping: Map = None,
    by_group: ByGroup = False,
    show_mapping: Annotated[bool, typer.Option("--show-mapping", help=T("help.show_mapping"))] = False,
    fixing: Annotated[bool, typer.Option("--fix", help=T("help.fix"))] = False,
    marking: Annotated[bool, typer.Option("--mark", help=T("help.mark"))] = False,
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help=T("help.dry_run"))] = False,
    output_format: Format = "full",
    strict: Strict = False,
) -> int:
    """Check each book; of several the highest exit code."""
    from riskledger.assessment import assess_book
    from riskledger.workbook.opening import open_any, open_to_fix, open_to_mark

    shape, day, columns = parse_format(output_format), parse_as_of(as_of), parse_mapping(mapping)
    codes: list[int] = []
    found: str | None = None  # the first rule that was broken
    documents: list[Any] = []
    for path in books:
        progress = ProgressBar(SESSION)
        fixed: Fixing | None = None
        try:
            told = partial(SESSION.tell_converted, path)
            assessed = partial(assess_book, as_of=day, policy=policy, sheet=sheet, mapping=columns, by_group=by_group, progress=progress)
            with ExitStack() as opened:
                in_place = open_to_fix if fixing else open_to_mark if marking else None
                book = opened.enter_context(in_place(path) if in_place else open_any(path, told=told))
                assessment = assessed(book)
                fixed = _fix(book, assessment, progress, write=not dry_run) if fixing else None
                if fixed and fixed.saved:  # what is told and marked is the workbook as written
                    book = opened.enter_context(open_to_fix(path))
                    assessment = assessed(book)
                backup = not (fixed and fixed.saved)
                marked = _mark(book, _ledger_marks(assessment), backup=backup) if marking and not dry_run else None
        except CannotRun as error:
            progress.stop()
            for line in _fixed_lines(fixed) if fixed else ():  # written, whatever failed afterwards
                SESSION.chat(line)
            code = None if fixing else _check_summary(path, error, shape, day, documents, strict, marking and not dry_run)
            if code is None:
                SESSION.complain(error)
            codes.append(2 if code is None else code)
            continue
        finally:
            progress.stop()
        codes.append(1 if assessment.has_errors or (strict and assessment.findings) else 0)
        found = found or next((finding.rule for finding in assessment.findings if strict or finding.severity == "error"), None)
        if shape == "json":
            from riskledger.reporting.machine import check_document

            document = check_document(assessment, SESSION.words)
            if fixed:
                from riskledger.reporting.fixing import fixing_entry

                document |= fixing_entry(fixed)
            documents.append({**document, "marked": marked.entry} if marked else document)
        elif shape in ("concise", "github"):
            from riskledger.reporting import lines

            for line in getattr(lines, shape)(assessment, SESSION.words):
                print(line)
            tell_suppressed(assessment.suppressed)
            for line in [*(_fixed_lines(fixed) if fixed else ()), *(marked.lines if marked else ())]:
                SESSION.chat(line)
        else:
            from riskledger.reporting.layout import print_all
            from riskledger.reporting.terminal import findings_report, heading, mapping_report

            if len(codes) > 1:
                print()
            parts: list[RenderableType] = [heading(assessment, SESSION.words)]
            if show_mapping:
                parts.append(mapping_report(assessment, SESSION.words))
            if fixed:
                from riskledger.reporting.fixing import fixing_report

                parts.append(fixing_report(fixed, SESSION.words))
            parts.append(findings_report(assessment, assessment.findings, SESSION.words, shorten=False))
            if marked:
                parts.append("\n".join(marked.lines))
            print_all(SESSION.out(), parts)
    if marking and dry_run:
        SESSION.chat(SESSION.words("mark.dry_run"))
    if documents:
        print_json(documents[0] if len(documents) == len(books) == 1 else documents)
    if found and 1 in codes:
        SESSION.chat(SESSION.words("report.next", command=f"riskledger rules {found}"))
    return max(codes)


def _check_summary(path: Path, error: CannotRun, shape: str, day: dt.date, documents: list[Any], strict: bool, marking: bool) -> int | None:
    """A book without a ledger whose sheets are ageing summaries: tell whether they tie, and the exit code; None when it has none."""
    kinds = error.params.get("kinds", ())
    sheets = [sheet for (sheet, _), kind in zip(error.params.get("looked", ()), kinds, strict=True) if kind == "ageing_summary"]  # type: ignore[call-overload]  # pairs
    if not sheets:
        return None
    from riskledger.i18n import words
    from riskledger.reporting import ageing_check
    from riskledger.workbook.opening import open_any, open_to_mark

    marked = None
    with open_to_mark(path) if marking else open_any(path) as book:
        checks = ageing_check.check_summaries(book, sheets, day)
        if marking and checks:
            written = words(SESSION.asked or checks[0].summary.layout.language)
            marked = _mark(book, ageing_check.marks(checks, written))
    for check in checks:
        if shape == "json":
            document = ageing_check.document(check, SESSION.words, day)
            documents.append({**document, "marked": marked.entry} if marked else document)
        elif shape == "full":
            SESSION.out().print(ageing_check.full(check, SESSION.words))
        else:
            for line in getattr(ageing_check, shape)(check, SESSION.words):
                print(line)
            tell_suppressed(check.suppressed)
    for line in marked.lines if marked and shape != "json" else ():
        (SESSION.out().print if shape == "full" else SESSION.chat)(line)
    found = [finding for check in checks for finding in check.findings]
    return int(any(strict or finding.severity == "error" for finding in found))


def _fix(book: Book, assessment: Assessment, progress: ProgressBar, *, write: bool) -> Fixing:
    """Mend the workbook in place, or only find what to mend."""
    from riskledger.reporting.fixing import fix_book

    return fix_book(book, assessment, write=write, progress=partial(progress, "write"))


def _fixed_lines(fixed: Fixing) -> list[str]:
    from riskledger.reporting.fixing import fixing_lines

    return fixing_lines(fixed, SESSION.words)


def _ledger_marks(assessment: Assessment) -> dict[str, list[Mark]]:
    """The marks of a ledger; their notes are in the workbook's language unless one was asked for."""
    from riskledger.i18n import words
    from riskledger.reporting.marking import marks_of

    first = min(assessment.ledger.layout.fields.values())
    return marks_of(assessment.findings, assessment.sheet, first, words(SESSION.asked or assessment.language))


def _mark(book: Book, marks: dict[str, list[Mark]], *, backup: bool = True) -> _Marked:
    """Mark the workbook in place."""
    from riskledger.reporting.marking import mark_book, marking_entry, marking_lines
    from riskledger.workbook.opening import open_to_mark

    done = mark_book(book, marks, open_to_mark, backup=backup)
    return _Marked(marking_lines(done, SESSION.words), marking_entry(done))
