"""A workbook opened for reading: its sheets, its conventions, and which sheets are our own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, Self

from lxml import etree

from riskledger.errors import CannotRun
from riskledger.workbook.grid import Grid
from riskledger.workbook.package import CHUNK, Package
from riskledger.workbook.parts import SheetEntry, WorkbookParts, links_of, sheet_names, tree_of
from riskledger.workbook.rows import SheetStream
from riskledger.workbook.sheet import SheetCells, TableArea, surroundings, table_area
from riskledger.workbook.source import Version, open_package
from riskledger.workbook.strings import BadXmlError, SharedStrings, as_utf8, parsed, refuse_doctype
from riskledger.workbook.styles import Styles
from riskledger.workbook.values import Kinds

MARK = "_riskledger"  # a hidden name on each of our sheets; its text is the constant "<kind>|<stamp>"
_PEEK_CHUNK = 1 << 16
_COPY = re.compile(r" \(\d+\)$")  # how Excel names the copy of a sheet

Progress = Callable[[int, int], None]


class OwnSheet(NamedTuple):
    """A result sheet of ours found in the workbook: tab name, and the stamp of the run that wrote it."""

    name: str
    stamp: str


class Book:
    """An open workbook. Use as a context manager or close it."""

    def __init__(self, path: Path, package: Package, version: Version) -> None:
        self.path = path
        self.origin = path  # the file the analyst named; another one when its cells were converted into this workbook
        self.package = package
        self.version = version
        self.parts = WorkbookParts(package)
        self.sheets: list[SheetEntry] = self.parts.sheets
        self.epoch1904 = self.parts.epoch1904
        self.strict = self.parts.strict
        self.signed = self.parts.signed
        self.structure_locked = self.parts.structure_locked
        self._styles: Styles | None = None
        self._shared: SharedStrings | None = None
        self._refuse_entities()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self.package.close()

    @property
    def styles(self) -> Styles:
        """The workbook's cell formats."""
        if self._styles is None:
            part = self.parts.linked("styles")
            member = self.package.find(part) if part else None
            self._styles = Styles(self.package.read(member) if member else None, strict=self.strict, file=self.path.name)
        return self._styles

    def entry(self, name: str) -> SheetEntry:
        """The worksheet of a tab name; KeyError when there is none."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(name)

    def peek(self, name: str, rows: int = 40) -> SheetCells:
        """The first rows that hold cells; the rest of the sheet is not even decompressed. rows: how many. CannotRun("damaged")."""
        return self._cells(self.entry(name), rows, None)

    def read(self, name: str, progress: Progress | None = None) -> SheetCells:
        """All cells of a sheet. progress: called with bytes read so far and in all. CannotRun("damaged")."""
        return self._cells(self.entry(name), None, progress)

    def own_sheets(self) -> dict[str, OwnSheet]:
        """Our result sheets by kind. Of several with the same mark, the one that is no copy by its name, else the first."""
        found: dict[str, OwnSheet] = {}
        for kind, own in self._marked():
            if kind not in found or (_COPY.search(found[kind].name) and not _COPY.search(own.name)):
                found[kind] = own
        return found

    def marked_sheets(self, kind: str) -> list[OwnSheet]:
        """The sheets that carry our mark for a kind, the one written last at the end; a copy by name only where there is nothing else."""
        found = [own for marked, own in self._marked() if marked == kind]
        originals = [own for own in found if not _COPY.search(own.name)]
        return sorted(originals or found[:1], key=lambda own: own.stamp)

    def _marked(self) -> Iterator[tuple[str, OwnSheet]]:
        by_position = {sheet.position: sheet for sheet in self.sheets}
        for name in sheet_names(self.parts.root):
            marked = mark_of(name.name, name.text)
            sheet = by_position.get(name.position)
            if marked is not None and sheet is not None:
                yield marked[0], OwnSheet(sheet.name, marked[1])

    def tables(self, sheet: SheetEntry) -> list[TableArea]:
        """The Excel tables of a sheet."""
        found = []
        for link in links_of(self.package, sheet.part):
            if link.kind == "table" and not link.external and self.package.find(link.part):
                with self._part_faults(link.part):
                    found.append(table_area(tree_of(self.package, link.part), link.part))
        return found

    # -- inside

    def _cells(self, sheet: SheetEntry, most_rows: int | None, progress: Progress | None) -> SheetCells:
        member = self.package.find(sheet.part)
        if member is None:
            raise CannotRun("damaged", file=self.path.name, part=sheet.part)
        chunks = self.package.stream(member, CHUNK if most_rows is None else _PEEK_CHUNK)
        if progress is not None:
            chunks = _counted(chunks, member.size, progress)
        with self._part_faults(sheet.part):
            stream = SheetStream(as_utf8(chunks))
            grid = Grid(stream, Kinds(self._shared_strings()), most_rows)
            for piece in stream.pieces():
                grid.take(piece)
                if grid.full:
                    break
            grid.finish()
            complete = not grid.full
            cells = SheetCells(sheet.name, grid.rows, grid.columns, grid.styles, grid.formulas, complete=complete)
            if complete:
                surroundings(cells, self._around(stream, sheet.part))
        cells.tables = self.tables(sheet)
        return cells

    def _around(self, stream: SheetStream, part: str) -> etree._Element:
        return parsed(stream.head + stream.tail, part, self.path.name)

    def _shared_strings(self) -> SharedStrings | None:
        part = self.parts.linked("sharedStrings")
        member = self.package.find(part) if part else None
        if member is not None and self._shared is None:
            self._shared = SharedStrings(self.package.stream(member), member.name, self.path.name)
        return self._shared

    def _refuse_entities(self) -> None:
        for part in (*(sheet.part for sheet in self.sheets), self.parts.linked("sharedStrings"), self.parts.linked("styles")):
            member = self.package.find(part) if part else None
            if member is not None:
                refuse_doctype(self.package.opening(member), member.name, self.path.name)

    def _part_faults(self, part: str) -> _PartFaults:
        return _PartFaults(self.path.name, part)


class _PartFaults:
    """Turns what is wrong with the XML of a part into the one exception that names it."""

    def __init__(self, file: str, part: str) -> None:
        self._file, self._part = file, part

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, BadXmlError):
            raise CannotRun("damaged", file=self._file, part=self._part) from error


def mark_of(name: str, text: str) -> tuple[str, str] | None:
    """Kind and stamp when a defined name is our mark."""
    if name != MARK or not (text.startswith('"') and text.endswith('"') and "|" in text):
        return None
    kind, _, stamp = text[1:-1].replace('""', '"').partition("|")
    return kind, stamp


def open_book(path: Path) -> Book:
    """Open a workbook (.xlsx or .xlsm) for reading.

    CannotRun when it is none that can be edited: "not_found", "is_a_folder", "unreadable", "empty_file", "lock_file", "encrypted",
    "legacy_xls", "binary_xlsb", "opendocument", "not_a_workbook", "damaged", "zip_bomb", "xml_bomb".
    """
    path = Path(path)
    package, version = open_package(path)
    try:
        return Book(path, package, version)
    except BaseException:
        package.close()
        raise


def _counted(chunks: Iterator[bytes], total: int, progress: Progress) -> Iterator[bytes]:
    done = 0
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        progress(done, total)
