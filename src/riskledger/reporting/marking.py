"""Errors and warnings as marks on their cells: which cells, what their notes say, and what was done, in words and for JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from riskledger.checks.findings import Finding
from riskledger.i18n import Words
from riskledger.reporting.wording import finding_words, quoted
from riskledger.workbook.address import address
from riskledger.workbook.book import Book
from riskledger.workbook.marks import Cell, Mark, mark, marked_sheets

MANY_CELLS = 20


class Marking(NamedTuple):
    """What marking a workbook did. marked: cells that carry a mark now; unmarked: cells whose mark was taken away; her_notes: references
    of marked cells with a note of hers, which got the fill alone; unfilled: of those that got the note alone; notes: codes of `note.*`."""

    path: Path
    marked: int
    unmarked: int
    changed: bool
    backup: Path | None
    her_notes: tuple[str, ...]
    unfilled: tuple[str, ...]
    notes: tuple[str, ...]


def marks_of(findings: Iterable[Finding], sheet: str, first: int, words: Words) -> dict[str, list[Mark]]:
    """The marks of each sheet. `sheet` is that of findings that name none; one about a whole row is marked in its column `first`."""
    found: dict[str, list[Mark]] = {sheet: []}
    for finding in findings:
        if finding.severity == "info" or finding.row is None:
            continue
        said = finding_words(finding, words)
        text = words("mark.text", rule=finding.rule, message=said.message) + "\n" + words("mark.how", remedy=said.remedy)
        found.setdefault(finding.sheet or sheet, []).append(Mark(finding.row, finding.column or first, text, finding.severity))
    return found


def mark_book(book: Book, wanted: dict[str, list[Mark]], reopen: Callable[[Path], Book], *, backup: bool = True) -> Marking:
    """Mark the cells in place, with one backup of the workbook as it was, and take away the marks of what is mended.

    wanted: the marks of each sheet; reopen: opens the workbook again after a sheet was written; backup: False where this run
    has made one already. CannotRun: as `marks.mark`.
    """
    wanted = dict(wanted)
    for sheet in marked_sheets(book):
        wanted.setdefault(sheet, [])
    marked = unmarked = 0
    kept: Path | None = None
    changed = False
    hers: list[str] = []
    unfilled: list[str] = []
    notes: dict[str, None] = {}
    with ExitStack() as opened:
        for sheet, marks in wanted.items():
            done = mark(book, sheet, marks, backup=backup and not changed)
            marked, unmarked = marked + done.marked, unmarked + done.unmarked
            kept = kept or done.backup
            hers += _references(sheet, done.her_notes)
            unfilled += _references(sheet, done.unfilled)
            notes.update(dict.fromkeys(done.notes))
            if done.changed:
                changed = True
                book = opened.enter_context(reopen(book.path))
    return Marking(book.origin, marked, unmarked, changed, kept, tuple(hers), tuple(unfilled), tuple(notes))


def marking_lines(done: Marking, words: Words) -> list[str]:
    """What was done, line by line."""
    if done.changed:
        lines = [words("mark.done", path=done.path, marked=done.marked, unmarked=done.unmarked)]
    else:
        lines = [words("mark.same", path=done.path, marked=done.marked)]
    if done.backup:
        lines.append(words("report.backup", backup=done.backup))
    if done.her_notes:
        lines.append(words("mark.her_notes", count=len(done.her_notes), cells=_listed(done.her_notes, words)))
    if done.unfilled:
        lines.append(words("mark.unfilled", count=len(done.unfilled), cells=_listed(done.unfilled, words)))
    return [*lines, *(words(f"note.{note}") for note in done.notes)]


def marking_entry(done: Marking) -> dict[str, Any]:
    """The same for `check --format json`, under "marked"."""
    return {
        "path": str(done.path),
        "cells": done.marked,
        "unmarked": done.unmarked,
        "changed": done.changed,
        "backup": str(done.backup) if done.backup else None,
        "own_notes": list(done.her_notes),
        "unfilled": list(done.unfilled),
    }


def _references(sheet: str, cells: Iterable[Cell]) -> list[str]:
    return [quoted(sheet, address(*cell)) for cell in cells]


def _listed(references: tuple[str, ...], words: Words) -> str:
    more = " …" if len(references) > MANY_CELLS else ""
    return words("report.and").join(references[:MANY_CELLS]) + more
