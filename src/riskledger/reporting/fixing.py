"""What `check --fix` mends: the plan, its list by kind for the terminal and whole for JSON, and what became of it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from riskledger.assessment import Assessment
from riskledger.i18n import Words
from riskledger.ledger.columns import BY_KEY
from riskledger.ledger.fixed_values import FixKind
from riskledger.ledger.fixes import Fix, Fixes, fixes_of
from riskledger.ledger.values import as_text
from riskledger.reporting.layout import table
from riskledger.reporting.wording import quoted
from riskledger.workbook.address import address
from riskledger.workbook.book import Book
from riskledger.workbook.edits import CellEdit, WritePlan
from riskledger.workbook.number_formats import ShownNumber
from riskledger.workbook.save import Progress, Saved, save
from riskledger.workbook.sheet import Value

FIRST_OF_A_KIND = 5
MANY_CELLS = 20
_KINDS: tuple[FixKind, ...] = ("amount", "date", "days", "count", "half_width", "blanks")


class Fixing(NamedTuple):
    """What was mended or would be. shown: of each fix what the cell holds then, as text; saved: None when nothing was to be written."""

    sheet: str
    found: Fixes
    shown: tuple[str, ...]
    saved: Saved | None


def fix_book(book: Book, assessment: Assessment, *, write: bool, progress: Progress | None = None) -> Fixing:
    """Find what to mend in the ledger and, if asked to, write it in place with a backup. CannotRun: as `save`."""
    layout, cells = assessment.ledger.layout, assessment.cells
    found = fixes_of(cells, assessment.ledger, epoch1904=book.epoch1904)
    zero = dt.date(1904, 1, 1) if book.epoch1904 else dt.date(1899, 12, 30)
    saved = None
    if write and found.fixes:
        edits = [CellEdit(fix.row, fix.column, fix.new) for fix in found.fixes]
        plan = WritePlan(layout.sheet, layout.header_row, cells.rows[-1], edits)
        saved = save(book, plan, progress=progress)
    return Fixing(layout.sheet, found, tuple(map(partial(_shown, zero=zero), found.fixes)), saved)


def _shown(fix: Fix, zero: dt.date) -> str:
    """What a mended cell holds, as text: a number in plain digits, a date as ISO has it."""
    if not isinstance(fix.new, ShownNumber):
        return fix.new
    return (zero + dt.timedelta(int(fix.new.digits))).isoformat() if fix.kind == "date" else fix.new.digits


def fixing_report(done: Fixing, words: Words) -> RenderableType:
    """The cells to mend by kind with the first few of each, and what was written."""
    parts: list[RenderableType] = []
    pairs = sorted(zip(done.found.fixes, done.shown, strict=True), key=lambda pair: _KINDS.index(pair[0].kind))
    if pairs:
        parts.append(Text(words("fix.title", count=len(pairs)), style="bold"))
    for kind, group in groupby(pairs, key=lambda pair: pair[0].kind):
        parts.append(Padding(_kind(done.sheet, kind, list(group), words), (0, 0, 0, 2), expand=False))
    return Group(*parts, *(Text(line) for line in fixing_lines(done, words)))


def _kind(sheet: str, kind: FixKind, same: list[tuple[Fix, str]], words: Words) -> RenderableType:
    """The first fixes of one kind, and how many more there are."""
    made = table(
        (words("diff.cell"), "left"),
        (words("diff.column"), "left"),
        (words("diff.old"), "left"),
        (words("diff.new"), "left"),
    )
    for fix, shown in same[:FIRST_OF_A_KIND]:
        field = BY_KEY[fix.field].header(words.language)
        made.add_row(Text(quoted(sheet, address(fix.row, fix.column))), field, Text(_visible(fix.old)), Text(_visible(shown)))
    lines: list[RenderableType] = [Text(f"{words(f'fix.kind.{kind}')} × {len(same)}", style="cyan"), made]
    if len(same) > FIRST_OF_A_KIND:
        lines.append(Text(words("fix.more", count=len(same) - FIRST_OF_A_KIND), style="dim"))
    return Group(*lines)


def _visible(value: Value) -> str:
    """A text with what nobody sees made visible: in quotes where blanks stand at its ends, code points for what has no shape."""
    text = value if isinstance(value, str) else as_text(value) or ""
    shown = "".join(ch if ch.isprintable() or ch == "\u3000" else f"\\u{ord(ch):04x}" for ch in text)
    return f'"{shown}"' if shown != shown.strip() or shown != text else shown


def fixing_lines(done: Fixing, words: Words) -> list[str]:
    """What was done, line by line."""
    saved, count = done.saved, len(done.found.fixes)
    if saved is not None:
        lines = [words("fix.done", path=saved.path, count=count)]
        lines += [words("report.backup", backup=saved.backup)] if saved.backup else []
        lines += [words(f"note.{note}") for note in saved.notes]
    else:
        lines = [words("fix.dry_run", count=count) if count else words("fix.none")]
    if kept := done.found.kept:
        cells = words("report.and").join(quoted(done.sheet, address(*cell)) for cell in kept[:MANY_CELLS])
        lines.append(words("fix.kept", count=len(kept), cells=cells + (" …" if len(kept) > MANY_CELLS else "")))
    return lines


def fixing_entry(done: Fixing) -> dict[str, Any]:
    """The same for `check --format json`: "fixes", "kept_as_text" and "written"."""
    saved = done.saved
    return {
        "fixes": [
            {
                "cell": quoted(done.sheet, address(fix.row, fix.column)),
                "column": fix.field,
                "kind": fix.kind,
                "old": fix.old if isinstance(fix.old, str) else as_text(fix.old),
                "new": shown,
                "number_format": fix.new.number_format if isinstance(fix.new, ShownNumber) else None,
            }
            for fix, shown in zip(done.found.fixes, done.shown, strict=True)
        ],
        "kept_as_text": [quoted(done.sheet, address(*cell)) for cell in done.found.kept],
        "written": saved
        and {
            "path": str(saved.path),
            "cells": saved.cells,
            "backup": str(saved.backup) if saved.backup else None,
            "changed": saved.changed,
        },
    }
