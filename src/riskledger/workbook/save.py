"""Writing a plan back into a workbook: all parts it touches, nothing else, and nothing at all when nothing differs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from operator import eq, itemgetter, lt
from pathlib import Path

from riskledger.errors import CannotRun
from riskledger.workbook.archive import Packed, packed
from riskledger.workbook.book import Book
from riskledger.workbook.cell_writer import CellWriter
from riskledger.workbook.commit import commit
from riskledger.workbook.edits import CellEdit, WritePlan
from riskledger.workbook.frame import column_styles, filter_of, is_protected, with_dimension, with_filter, with_widths
from riskledger.workbook.outline import STYLES, Outline, serialised
from riskledger.workbook.own_sheets import place_result_sheets
from riskledger.workbook.package import Member
from riskledger.workbook.parts import SheetEntry, tree_of
from riskledger.workbook.patch import RowPatcher
from riskledger.workbook.place import Place
from riskledger.workbook.rows import SheetStream
from riskledger.workbook.sheet import Box
from riskledger.workbook.strings import BadXmlError, as_utf8
from riskledger.workbook.styles import Styles
from riskledger.workbook.tables import grows_into, unique_headers, with_columns

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Saved:
    """What a write-back did. cells: cells set in the ledger; sheets: result sheets added or rewritten, by tab name; backup: the copy of
    the workbook as it was; changed: False when there was nothing to write; notes: "sheet_protected", "structure_locked",
    "pivot_left_alone", "signature_invalid"."""

    path: Path
    cells: int
    sheets: tuple[str, ...]
    backup: Path | None
    changed: bool
    notes: tuple[str, ...]


class _Edition:
    """The parts of the coming edition that differ, made one after another."""

    def __init__(self, book: Book, plan: WritePlan, folder: Path, progress: Progress | None) -> None:
        self.book, self.plan, self.folder, self.progress = book, plan, folder, progress
        part = book.parts.linked("styles")
        member = book.package.find(part) if part else None
        self.styles = Styles(book.package.read(member) if member else None, strict=book.strict, file=book.path.name)
        self.outline = Outline(book)
        self.parts: dict[str, Packed] = {}  # by part name
        self.left_out: frozenset[str] = frozenset()
        self.notes: list[str] = []
        self.edits: list[CellEdit] = []
        self.sheets: tuple[str, ...] = ()

    def make(self) -> None:
        if self.plan.edits or self.plan.new_columns:
            self._make_ledger(self.book.entry(self.plan.sheet))
        placed = place_result_sheets(self.book, self.outline, self.styles, self.plan.result_sheets)
        self.sheets, self.left_out = placed.tabs, placed.left_out
        if placed.refused:
            self.notes.append("structure_locked")
        for name, xml in placed.parts.items():
            self._put(name, xml)
        if self.styles.changed and self.parts:
            name = self.book.parts.linked("styles") or ""
            if not name:
                name = self.outline.free_part("styles{}.xml").replace("styles1.xml", "styles.xml")
                self.outline.add_part(name, "styles", STYLES)
            self._put(name, self.styles.to_bytes())
        for name, xml in self.outline.changed().items():
            self._put(name, xml)

    def close(self) -> None:
        for part in self.parts.values():
            part.content.close()

    def _put(self, name: str, xml: bytes) -> None:
        self.parts[name] = packed([xml], self.folder)

    # -- the ledger

    def _make_ledger(self, sheet: SheetEntry) -> None:
        plan, book = self.plan, self.book
        columns = sorted(plan.new_columns, key=lambda column: column.column)
        numbers = [column.column for column in columns]
        tables = [t for t in book.tables(sheet) if t.header_rows and t.box.top == plan.header_row]
        home = next((table for table in tables if columns and grows_into(table, numbers)), None)
        headers = unique_headers(home.columns if home else (), [column.header for column in columns])
        self.edits = _in_order(plan, [CellEdit(plan.header_row, n, h) for n, h in zip(numbers, headers, strict=True)])
        member = book.package.find(sheet.part)
        if member is None:
            raise CannotRun("damaged", file=book.path.name, part=sheet.part)
        try:
            self.parts[member.name] = packed(self._ledger_pieces(sheet, member), self.folder)
        except BadXmlError as error:
            raise CannotRun("damaged", file=book.path.name, part=sheet.part) from error
        if home is not None:
            root = tree_of(book.package, home.part)
            with_columns(root, headers)
            self._put(home.part, serialised(root))
        self.outline.recalculate()
        if any(link.kind == "pivotCacheDefinition" for link in book.parts.links):
            self.notes.append("pivot_left_alone")

    def _ledger_pieces(self, sheet: SheetEntry, member: Member) -> Iterator[bytes]:
        plan = self.plan
        chunks = self.book.package.stream(member)
        if self.progress is not None:
            chunks = _counted(chunks, member.size, self.progress)
        stream = SheetStream(as_utf8(chunks))
        targets = sorted({edit.column for edit in self.edits})
        ready = column_styles(stream.head)
        defaults = {c: style for c in targets for first, last, style in ready if first <= c <= last}
        head = with_dimension(stream.head, Box(self.edits[0].row, targets[0], self.edits[-1].row, targets[-1]))
        yield with_widths(head, stream.prefix, {column.column: column.width for column in plan.new_columns})
        new_columns = frozenset(column.column for column in plan.new_columns)
        writer = CellWriter(self.styles, stream.prefix, defaults)
        yield from RowPatcher(stream, writer, self.edits, plan.header_row, new_columns).patched()
        yield self._tail(sheet, stream.tail, sorted(new_columns))

    def _tail(self, sheet: SheetEntry, tail: bytes, new_columns: list[int]) -> bytes:
        if is_protected(tail):
            self.notes.append("sheet_protected")
        old = filter_of(tail)
        if old is None or not new_columns or old.top != self.plan.header_row or new_columns[0] != old.right + 1:
            return tail
        grown = old._replace(right=new_columns[-1])
        self.outline.widen_filter(sheet.position, old, grown)
        return with_filter(tail, grown)


def _in_order(plan: WritePlan, headers: list[CellEdit]) -> list[CellEdit]:
    """Edits of cells and new headers by row and column. ValueError when a cell is named twice."""
    edits = list(plan.edits)
    if headers:
        new = {header.column for header in headers}  # what the plan itself says of such a cell is the header as it was before it was unique
        edits = [*headers, *(edit for edit in edits if edit[0] != plan.header_row or edit[1] not in new)]
    places = list(map(itemgetter(0, 1), edits))
    if not all(map(lt, places, islice(places, 1, None))):
        edits.sort(key=itemgetter(0, 1))
        places.sort()
        if any(map(eq, places, islice(places, 1, None))):
            raise ValueError("the plan names a cell twice")
    return edits


def save(
    book: Book,
    plan: WritePlan,
    target: Path | None = None,
    *,
    backup: bool = True,
    progress: Progress | None = None,
) -> Saved:
    """Write a plan into the workbook, or into `target` and leave the workbook as it is.

    backup: keep the workbook's former bytes as `<name>.bak` (in place only); progress: called with bytes done and in all. After writing in
    place the book is closed.
    ValueError for a plan that names a formula cell, a row that does not exist, or a cell twice.
    CannotRun: "locked_by_excel", "changed_meanwhile", "read_only", "signed", "disk_full", "write_failed", "damaged", "zip_bomb",
    "verification_failed", "too_large", "too_many_styles"; nothing was written then.
    """
    place = Place(book, target)
    place.refuse_changed(book)
    edition = _Edition(book, plan, place.real.parent, progress)
    kept = None
    with place.refusals(), contextlib.closing(edition):
        edition.make()
        changed = bool(edition.parts)
        if changed or not place.in_place:
            ledger = book.entry(plan.sheet).part if edition.edits else None
            kept = commit(book, place, edition.parts, edition.left_out, backup=backup, ledger=ledger, edits=edition.edits)
    if changed and book.signed:
        edition.notes.append("signature_invalid")
    return Saved(place.shown, len(edition.edits), edition.sheets, kept, changed, tuple(edition.notes))


def _counted(chunks: Iterator[bytes], total: int, progress: Progress) -> Iterator[bytes]:
    done = 0
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        progress(done, total)
