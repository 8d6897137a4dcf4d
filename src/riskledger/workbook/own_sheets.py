"""Putting our result sheets into the workbook: in place of an older one of ours or of a blank form, else at the end; never over hers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from riskledger.workbook.book import Book
from riskledger.workbook.outline import Outline
from riskledger.workbook.package import part_key
from riskledger.workbook.parts import SheetEntry, links_of, rels_of
from riskledger.workbook.result_sheets import ResultSheet, filter_range, sheet_xml
from riskledger.workbook.styles import Styles

_AMONG_OTHERS = re.compile(r" \(riskledger(?: \d+)?\)$")  # added to our title where hers has taken it
# What Excel itself attaches to any sheet it prints. A chart, a table, a pivot or notes on our sheet are her work: it is hers then.
_HARMLESS = {"printerSettings", "hyperlink"}
_OF_A_FORM = {*_HARMLESS, "table", "comments", "vmlDrawing"}


class Placed(NamedTuple):
    """Parts to write by name, tabs they show up as, keys of members to leave out, whether a locked structure kept any sheet away."""

    parts: dict[str, bytes]
    tabs: tuple[str, ...]
    left_out: frozenset[str]
    refused: bool


def place_result_sheets(book: Book, outline: Outline, styles: Styles, results: Sequence[ResultSheet]) -> Placed:
    """Work out where each result sheet goes, and skip those that are there already to the letter.

    Looks that the sheets need are added to `styles`, tabs and names to `outline`.
    """
    parts: dict[str, bytes] = {}
    tabs: list[str] = []
    left_out: set[str] = set()
    refused = False
    for result in results:
        form = None
        there = _ours(book, outline, result)
        if there is None:
            there = form = _blank_form(book, result)
        if there is None and book.structure_locked:
            refused = True
            continue
        xml = sheet_xml(result, styles, strict=book.strict, epoch1904=book.epoch1904)
        if there is None:
            tab, part, position = outline.add_sheet(result.title)
        else:
            tab, part, position = there.name, there.part, there.position
        moved = outline.set_marks(position, tab, result.kind, result.stamp, filter_range(result))
        member = book.package.find(part)
        if member is not None and not moved and book.package.read(member) == xml:
            continue
        tabs.append(tab)
        parts[member.name if member else part] = xml
        if there is not None:
            left_out |= _attachments(book, part)
        if form is not None:
            outline.forget_print_names(position)
    if left_out:
        outline.forget_parts(left_out)
    return Placed(parts, tuple(tabs), frozenset(left_out), refused)


def _ours(book: Book, outline: Outline, result: ResultSheet) -> SheetEntry | None:
    """The sheet to replace: it has the mark, one of our names, and nothing on it that we did not put there."""
    titles = {title.casefold() for title in (result.title, *result.known_titles)}
    by_position = {sheet.position: sheet for sheet in book.sheets}
    for position in outline.marked(result.kind):
        sheet = by_position.get(position)
        if sheet is None or _AMONG_OTHERS.sub("", sheet.name).casefold() not in titles:
            continue
        if all(link.kind in _HARMLESS for link in links_of(book.package, sheet.part)):
            return sheet
    return None


def _blank_form(book: Book, result: ResultSheet) -> SheetEntry | None:
    """A sheet of the template that was never filled in and stands under our name: its header row and not one cell more."""
    titles = {title.casefold() for title in (result.title, *result.known_titles)}
    for sheet in book.sheets if result.blank_forms else ():
        if sheet.name.casefold() not in titles or any(link.kind not in _OF_A_FORM for link in links_of(book.package, sheet.part)):
            continue
        cells = book.peek(sheet.name)
        first = [values[0] for _, values in sorted(cells.columns.items()) if values[0] is not None]
        blank = cells.complete and cells.rows[:1] == [1] and all(value is None for values in cells.columns.values() for value in values[1:])
        if blank and not cells.formulas and first in [list(form) for form in result.blank_forms]:
            return sheet
    return None


def _attachments(book: Book, part: str) -> set[str]:
    """Keys of what only this sheet leads to: its relationships and the parts behind them."""
    keys = {part_key(link.part) for link in links_of(book.package, part) if not link.external}
    if book.package.find(rels_of(part)) is None:
        return set()
    others = {key for key in book.package.by_key if key.endswith(".rels") and key != part_key(rels_of(part))}
    for key in others:
        folder, _, base = key.rpartition("/")
        owner = folder.removesuffix("_rels") + base.removesuffix(".rels")
        keys -= {part_key(link.part) for link in links_of(book.package, owner) if not link.external}
    return {part_key(rels_of(part)), *(key for key in keys if key in book.package.by_key)}
