"""`riskledger assess`: check, measure, rate, write back, print."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from riskledger.cli.options import AsOf, Books, ByGroup, Format, Map, PolicyFile, Sheet, Strict, T
from riskledger.cli.session import SESSION, ProgressBar, parse_amount, parse_as_of, parse_format, parse_mapping, print_json, tell_suppressed
from riskledger.errors import CannotRun

if TYPE_CHECKING:
    from riskledger.assessment import Assessment
    from riskledger.history.follow_up import FollowedUp
    from riskledger.reporting.writeback import WriteBack
    from riskledger.workbook.book import Book
    from riskledger.workbook.save import Saved

_OTHER_SUFFIXES = frozenset([".csv", ".tsv", ".txt", ".xls", ".xlsb", ".ods"])  # never those of a workbook that we write


def assess(
    books: Books,
    as_of: AsOf = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=T("help.output"))] = None,
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help=T("help.dry_run"))] = False,
    diff: Annotated[bool, typer.Option("--diff", help=T("help.diff"))] = False,
    policy: PolicyFile = None,
    sheet: Sheet = None,
    mapping: Map = None,
    by_group: ByGroup = False,
    control_total: Annotated[str | None, typer.Option("--control-total", metavar="AMOUNT", help=T("help.control_total"))] = None,
    no_backup: Annotated[bool, typer.Option("--no-backup", help=T("help.no_backup"))] = False,
    no_result_sheets: Annotated[bool, typer.Option("--no-result-sheets", help=T("help.no_result_sheets"))] = False,
    backdate: Annotated[bool, typer.Option("--backdate", help=T("help.backdate"))] = False,
    output_format: Format = "full",
    all_rows: Annotated[bool, typer.Option("--all-rows", help=T("help.all_rows"))] = False,
    strict: Strict = False,
) -> int:
    """Assess each book; of several the highest exit code."""
    from riskledger.assessment import assess_book
    from riskledger.history.follow_up import follow_up
    from riskledger.reporting.writeback import plan_writeback
    from riskledger.workbook.opening import open_any, open_to_write
    from riskledger.workbook.save import save

    shape, day = parse_format(output_format), parse_as_of(as_of)
    control, columns = parse_amount(control_total), parse_mapping(mapping)
    targets = _targets(books, output)
    codes: list[int] = []
    printed: list[Any] = []
    for path, target in zip(books, targets, strict=True):
        progress = ProgressBar(SESSION)
        try:
            in_place = target is None and not dry_run
            told = partial(SESSION.tell_converted, path)
            with open_to_write(path) if in_place else open_any(path, told=told) as book:
                assessment = assess_book(
                    book,
                    as_of=day,
                    policy=policy,
                    sheet=sheet,
                    mapping=columns,
                    control_total=control,
                    by_group=by_group,
                    progress=progress,
                )
                language = SESSION.asked or assessment.language
                back = plan_writeback(assessment, book, language, result_sheets=not no_result_sheets)
                followed = follow_up(back.earlier, assessment)
                saved: Saved | None = None
                if assessment.customers and not dry_run:
                    if not backdate and (target is None or os.path.realpath(target) == os.path.realpath(path)):
                        _refuse_backdating(assessment, book)
                    saved = save(book, back.plan, target, backup=not no_backup, progress=partial(progress, "write"))
            progress.stop()
            if shape == "full" and printed:
                print()
            printed.append(_print(assessment, back, saved, shape, diff, language, all_rows, followed))
            failed = assessment.has_errors or (strict and assessment.findings)
            codes.append(1 if failed else 0)
        except CannotRun as error:
            progress.stop()
            SESSION.complain(error)
            codes.append(2)
        finally:
            progress.stop()
    if shape == "json" and (documents := [document for document in printed if document]):
        print_json(documents[0] if len(books) == 1 else documents)
    return max(codes)


def _targets(books: list[Path], output: Path | None) -> list[Path | None]:
    """Where each book is written: None for in place."""
    if output is None:
        return [None] * len(books)
    if len(books) == 1 and not output.is_dir():
        targets: list[Path | None] = [output]
    else:
        if output.exists() and not output.is_dir():
            raise CannotRun("output_folder", path=str(output))
        output.mkdir(parents=True, exist_ok=True)
        targets = [output / book.with_suffix(wanted_suffix(book)).name for book in books]
    from riskledger.workbook.convert import is_foreign

    seen: set[Path] = set()
    for book, target in zip(books, targets, strict=True):
        wanted = wanted_suffix(book)
        if target and target.suffix.lower() != wanted.lower():
            raise CannotRun("output_suffix", path=str(target), wanted=wanted)
        if target and is_foreign(book) and os.path.realpath(target) == os.path.realpath(book):
            raise CannotRun("foreign_output", file=str(target))
        if target in seen:
            raise CannotRun("same_output", path=str(target))
        seen.update([target] if target else [])
    return targets


def wanted_suffix(book: Path) -> str:
    """The ending of what is made of a book: its own, .xlsx for a file of another kind."""
    from riskledger.workbook.convert import is_foreign

    return ".xlsx" if book.suffix.lower() in _OTHER_SUFFIXES or is_foreign(book) else book.suffix


def _refuse_backdating(assessment: Assessment, book: Book) -> None:
    """No earlier as-of date over a later assessment or behind a later snapshot that stands in the workbook."""
    own, latest = book.own_sheets().get("assessment"), assessment.read.history.latest
    last = max(own.stamp if own else "", latest.isoformat() if latest else "")
    if last > assessment.as_of.isoformat():
        raise CannotRun("backdated", latest=last, as_of=assessment.as_of.isoformat())


def _print(
    assessment: Assessment,
    back: WriteBack,
    saved: Saved | None,
    shape: str,
    diff: bool,
    language: str,
    all_rows: bool,
    followed: tuple[FollowedUp, ...],
) -> dict[str, Any] | None:
    """Print the assessment in the format asked for; JSON documents are returned, to be printed together."""
    said = SESSION.words
    if shape == "json":
        from riskledger.reporting.machine import assessment_document

        return assessment_document(assessment, said, language, back, saved, all_rows=all_rows, followed=followed)
    if shape in ("concise", "github"):
        from riskledger.reporting import lines

        for line in getattr(lines, shape)(assessment, said):
            print(line)
        tell_suppressed(assessment.suppressed)
        return None
    from riskledger.reporting.earlier_actions import earlier_report
    from riskledger.reporting.layout import command_line, print_all
    from riskledger.reporting.terminal import assessment_report, diff_report, written_report

    sections = assessment_report(assessment, said)
    if (earlier := earlier_report(followed, said)) is not None:
        sections.append(earlier)
    if diff:
        sections.append(diff_report(assessment, back, said))
    print_all(SESSION.out(), [*sections, written_report(assessment, back, saved, said)])
    name = saved.path if saved else assessment.path
    on = ["--as-of", assessment.as_of.isoformat(), *(["--by-group"] if assessment.by_group else [])]
    first = assessment.customers[0].customer if assessment.customers else ""
    command = command_line("explain", name, first, *on) if first else command_line("check", name, *on)
    SESSION.chat(said("report.next", command=command))
    return None
