"""Marking the cells that findings concern with a note and a fill, and taking our own marks away again (ECMA-376 part 1, §§ 18.7, 18.8).

What is ours is told by the marks themselves, never by an address kept somewhere: our fills by their colour (see `mark_styles`), our notes
by their author, their first line and a digest of what we wrote, which no longer fits once she has added to one (see `notes`).
So marks may be moved, sorted, copied, and saved by Excel between two runs. A note of hers, a thread of comments, and a note of ours that
she has added to are never touched; such a cell gets the fill alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from riskledger.errors import CannotRun
from riskledger.workbook.archive import Packed, packed
from riskledger.workbook.attachments import SheetOutline
from riskledger.workbook.book import Book
from riskledger.workbook.cell_writer import style_of
from riskledger.workbook.commit import commit
from riskledger.workbook.frame import column_styles, is_protected, with_dimension
from riskledger.workbook.legacy_drawing import drawing_id, with_drawing, without_drawing
from riskledger.workbook.mark_rows import RowSieve, is_blank, restyled, row_style
from riskledger.workbook.mark_styles import FormerLooks, Level, MarkStyles
from riskledger.workbook.note_extent import Surface
from riskledger.workbook.notes import COMMENTS, Notes, note_text
from riskledger.workbook.outline import STYLES
from riskledger.workbook.package import CHUNK
from riskledger.workbook.parts import STRICT_MAIN, SheetEntry, tree_of
from riskledger.workbook.place import Place
from riskledger.workbook.rows import LAST_COLUMN, LAST_ROW, SheetStream, row_span
from riskledger.workbook.save import Saved
from riskledger.workbook.sheet import Box, box_of, children
from riskledger.workbook.strings import BadXmlError, as_utf8, parsed
from riskledger.workbook.styles import TRANSITIONAL
from riskledger.workbook.vml import VML_TYPE, NoteBoxes, clusters, size_for

_DIGESTS = 700  # of notes in one hidden name, so that it stays shorter than the longest formula

Cell = tuple[int, int]  # row and column, 1-based


class Mark(NamedTuple):
    """What is to be said at a cell. row, column: 1-based; text: the finding in words; level: which of the two fills."""

    row: int
    column: int
    text: str
    level: Level


@dataclass(frozen=True, slots=True)
class Marked(Saved):
    """What marking did. cells: cells marked, unmarked or marked otherwise; marked: cells that carry our mark now; unmarked: cells whose
    mark was taken away; her_notes: marked cells with a note of hers, which got the fill alone; unfilled: cells that got the note alone,
    because the sheet has more different fills than can be remembered."""

    marked: int = 0
    unmarked: int = 0
    her_notes: tuple[Cell, ...] = ()
    unfilled: tuple[Cell, ...] = ()


class _Present(NamedTuple):
    """A cell as it is: its style (None when it names none), whether it exists, whether it holds nothing."""

    style: int | None
    exists: bool
    blank: bool


def mark(book: Book, sheet: str, marks: Sequence[Mark], target: Path | None = None, *, backup: bool = True) -> Marked:
    """Have exactly these cells marked on a sheet, or write that into `target` and leave the workbook as it is.

    marks: those of one cell become one note, with the graver fill; an empty list takes all marks of ours away. backup: keep the
    workbook's former bytes as `<name>.bak` (in place only). Nothing is written when all is so already; after writing in place the book
    is closed. KeyError for a sheet that is not there; ValueError for a cell outside the sheet.
    CannotRun: as `save.save`; nothing was written then.
    """
    wanted = _by_cell(marks)
    entry = book.entry(sheet)
    place = Place(book, target)
    place.refuse_changed(book)
    kept = None
    with place.refusals(), contextlib.ExitStack() as waiting:
        try:
            marking = _Marking(book, entry, wanted)
            parts: dict[str, Packed] = {}
            for name, pieces in marking.parts():
                parts[name] = packed(pieces, place.real.parent)
                waiting.callback(parts[name].content.close)
        except BadXmlError as error:
            raise CannotRun("damaged", file=book.path.name, part=entry.part) from error
        changed = bool(parts)
        if changed or not place.in_place:
            kept = commit(book, place, parts, marking.outline.left_out, backup=backup)
    remarks = [*(["sheet_protected"] if marking.protected else []), *(["signature_invalid"] if changed and book.signed else [])]
    return Marked(
        place.shown, len(marking.touched), (), kept, changed, tuple(remarks),
        len(wanted), len(marking.touched - wanted.keys()), tuple(marking.her_notes), tuple(marking.unfilled),
    )  # fmt: skip


def marked_sheets(book: Book) -> list[str]:
    """The sheets that carry marks of ours, as far as the workbook remembers them."""
    outlines = ((sheet.name, SheetOutline(book, sheet)) for sheet in book.sheets)
    return [name for name, outline in outlines if outline.remembered("fill") or outline.remembered("note")]


def _by_cell(marks: Sequence[Mark]) -> dict[Cell, Mark]:
    """One mark for each cell: all that is said of it, line by line, with the graver level."""
    found: dict[Cell, Mark] = {}
    for said in sorted(marks, key=lambda one: (one.row, one.column)):
        if not (1 <= said.row <= LAST_ROW and 1 <= said.column <= LAST_COLUMN):
            raise ValueError(f"a mark outside the sheet: row {said.row}, column {said.column}")
        old = found.get((said.row, said.column))
        if old is not None:
            level: Level = "error" if "error" in (old.level, said.level) else "warning"
            said = Mark(said.row, said.column, f"{old.text}\n{said.text}", level)
        found[said.row, said.column] = said
    return found


class _Marking:
    """What differs between the sheet as it is and the sheet with exactly the wanted marks."""

    def __init__(self, book: Book, sheet: SheetEntry, wanted: dict[Cell, Mark]) -> None:
        self.book, self.sheet, self.wanted = book, sheet, wanted
        self.outline = SheetOutline(book, sheet)
        part = book.parts.linked("styles")
        member = book.package.find(part) if part else None
        self.styles = MarkStyles(book.package.read(member) if member else None, strict=book.strict, file=book.path.name)
        self.touched: set[Cell] = set()
        self.her_notes: list[Cell] = []
        self.unfilled: list[Cell] = []
        self.notes, self.comments = self._read_notes()
        self.looks = FormerLooks(self.outline.remembered("fill"))
        self.ours = self.styles.ours() if self.looks or any(note.ours for note in self.notes.there.values()) else {}
        self._survey()
        self.boxes, self.drawing = self._read_boxes()

    def parts(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """The parts that differ, by name, in pieces."""
        changes = self._restyle()
        self._put_notes()
        self.outline.remember("fill", self.looks.texts())
        digests = self.notes.written()
        lines = [" ".join(digests[at : at + _DIGESTS]) for at in range(0, len(digests), _DIGESTS)]
        self.outline.remember("note", dict(enumerate(lines)))
        tail = self.tail
        if self.notes.changed or self.boxes.changed:
            for name, content in self._note_parts():
                yield name, iter([content])
            tail = self._tail()
        if changes or tail != self.tail:
            yield self.sheet.part, self._sheet_pieces(changes, tail)
        if self.styles.changed and changes:
            part = self.book.parts.linked("styles")
            if not part:
                part = self.outline.free_part("styles{}.xml").replace("styles1.xml", "styles.xml")
                self.outline.add_part(part, "styles", STYLES)
            yield part, iter([self.styles.to_bytes()])
        for name, content in self.outline.changed().items():
            yield name, iter([content])

    # -- the sheet as it is

    def _stream(self) -> SheetStream:
        member = self.book.package.find(self.sheet.part)
        if member is None:
            raise CannotRun("damaged", file=self.book.path.name, part=self.sheet.part)
        return SheetStream(as_utf8(self.book.package.stream(member)))

    def _survey(self) -> None:
        stream = self._stream()
        columns: dict[int, list[int]] = {}
        for row, column in self.wanted:
            columns.setdefault(row, []).append(column)
        sieve = RowSieve(stream, columns, self.ours)
        ready = column_styles(stream.head)
        self.present: dict[Cell, _Present] = {}
        for number, xml in sieve.rows():
            if not number:
                continue
            cells = {cell.column: cell for cell in row_span(xml).cells} if xml else {}
            given = row_style(xml) if xml else None
            for column in columns.get(number, ()):
                if column not in cells:
                    style = next((style for first, last, style in ready if first <= column <= last), 0) if given is None else given
                    self.present[number, column] = _Present(style, exists=False, blank=True)
            for column, cell in cells.items():
                style_said = style_of(cell.attributes)
                if (number, column) in self.wanted or style_said in self.ours:
                    self.present[number, column] = _Present(style_said, exists=True, blank=is_blank(xml, cell.start, cell.end))
        closing = b"</" + stream.prefix + b"sheetData>"
        self.tail = closing + stream.tail if stream.empty else stream.tail
        head = stream.head.removesuffix(b"/>") + b">" if stream.empty else stream.head
        self.frame = parsed(head + self.tail, self.sheet.part, self.book.path.name)
        self.heights, self.root_open, self.prefix = sieve.heights, stream.root_open, stream.prefix
        self.protected = is_protected(self.tail)

    def _read_notes(self) -> tuple[Notes, str | None]:
        part = self.outline.attached("comments")
        root: etree._Element | None = tree_of(self.book.package, part) if part else None
        written = {digest for text in self.outline.remembered("note").values() for digest in text.split()}
        return Notes(root, STRICT_MAIN if self.book.strict else TRANSITIONAL, written), part

    def _read_boxes(self) -> tuple[NoteBoxes, str | None]:
        link = drawing_id(self.tail)
        part = self.outline.linked_as(link) if link else None
        package = self.book.package
        own, taken = None, set()
        for key, member in package.by_key.items():
            if part is not None and member is package.find(part):
                own = package.read(member)
            elif key.endswith(".vml"):
                taken |= clusters(package.read(member))
        try:
            return NoteBoxes(own and b"".join(as_utf8([own])), taken), part
        except BadXmlError as error:
            raise CannotRun("damaged", file=self.book.path.name, part=part) from error

    # -- fills

    def _restyle(self) -> dict[int, dict[int, bytes | None]]:
        """The cells whose style changes, by row and column: the attribute to write, None for a cell that is taken away."""
        changes: dict[int, dict[int, bytes | None]] = {}
        for cell, present in sorted(self.present.items()):
            style = present.style or 0
            level, code = self.ours.get(style, (None, -1)) if present.exists else (None, -1)
            said: bytes | None
            if cell in self.wanted:
                origin = "new" if not present.exists else "bare" if present.style is None else "styled"
                look = self.looks[code] if level else self.styles.former(style, origin)
                number = self.looks.number(look)
                if number is None:
                    self.unfilled.append(cell)
                    continue
                if (level, code) == (self.wanted[cell].level, number):
                    continue
                said = b' s="%d"' % self.styles.marked(style, self.wanted[cell].level, number)
            else:
                look = self.looks[code]
                style_before = self.styles.unmarked(style, look)
                said = b"" if look.origin == "bare" and not style_before else b' s="%d"' % style_before
                if look.origin == "new" and present.blank:
                    said = None
            if said != (b"" if present.style is None else b' s="%d"' % present.style) or not present.exists:
                changes.setdefault(cell[0], {})[cell[1]] = said
                self.touched.add(cell)
        return changes

    # -- notes

    def _put_notes(self) -> None:
        surface = Surface(self.frame, self.heights)
        texts = {cell: note_text(said.text) for cell, said in self.wanted.items()}
        for cell, note in list(self.notes.there.items()):
            if not note.ours and cell in texts:
                self.her_notes.append(cell)
            if not note.ours or (texts.get(cell) == note.text and cell in self.boxes):
                texts.pop(cell, None)
            elif cell not in texts:
                self.notes.remove(cell)
                self.boxes.remove(*cell)
                self.touched.add(cell)
        self.her_notes += [cell for cell in self._threads() if texts.pop(cell, None)]  # those without the note that stands in for them
        self.her_notes.sort()
        for cell, text in sorted(texts.items()):
            self.notes.put(cell, text)
            self.boxes.put(*cell, surface.extent(*cell, *size_for(text)))
            self.touched.add(cell)

    def _threads(self) -> set[Cell]:
        part = self.outline.attached("threadedComment")
        if part is None:
            return set()
        found = children(tree_of(self.book.package, part), "threadedComment")
        return {(box.top, box.left) for box in (box_of(element.get("ref", "")) for element in found)}

    def _note_parts(self) -> Iterator[tuple[str, bytes]]:
        """The comments and the drawing, as far as there is anything in them."""
        comments = self.notes.content()
        if comments is None and self.comments:
            self.outline.detach(self.comments)
        elif comments is not None and self.notes.changed:
            yield self.comments or self.outline.attach("comments{}.xml", "comments", COMMENTS)[0], comments
        drawn = self.boxes.content()
        self._link: str | None = None
        if drawn is None and self.drawing:
            self.outline.detach(self.drawing)
        elif drawn is not None and self.boxes.changed:
            name = self.drawing
            if name is None:
                name, self._link = self.outline.attach("drawings/vmlDrawing{}.vml", "vmlDrawing", VML_TYPE)
            yield name, drawn

    def _tail(self) -> bytes:
        """The part behind the rows, naming the drawing of the notes if there is one."""
        if self.boxes.content() is None:
            return without_drawing(self.tail)
        if self._link is None:
            return self.tail
        return with_drawing(without_drawing(self.tail), self.root_open, self.prefix, self._link, strict=self.book.strict)

    # -- the sheet as it will be

    def _sheet_pieces(self, changes: dict[int, dict[int, bytes | None]], tail: bytes) -> Iterator[bytes]:
        stream = self._stream()
        head = stream.head
        added = [cell for cell, present in self.present.items() if not present.exists and cell[1] in changes.get(cell[0], {})]
        if added:
            columns = [column for _, column in added]
            head = with_dimension(head, Box(added[0][0], min(columns), added[-1][0], max(columns)))
        yield head.removesuffix(b"/>") + b">" if stream.empty else head
        waiting: list[bytes] = []
        size = 0
        for number, row in RowSieve(stream, changes, ()).rows():
            waiting.append(restyled(row, number, stream.prefix, changes[number]) if number else row)
            size += len(row)
            if size > CHUNK:  # the thread that deflates is not to be woken for every row
                yield b"".join(waiting)
                waiting, size = [], 0
        yield b"".join([*waiting, tail])
