"""What python-calamine leaves out of .xls and .xlsb sheets: error values, their places, and how far cells reach ([MS-XLS], [MS-XLSB])."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from riskledger.errors import CannotRun
from riskledger.workbook.package import Package
from riskledger.workbook.parts import links_of
from riskledger.workbook.sheet import Box
from riskledger.workbook.values import CellError

_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_NO_CELLS = Box(1, 1, 0, 0)


@dataclass(slots=True)
class Outline:
    """Of a sheet, by 1-based places: error cells, merged areas, and the rectangle that holds all values (bottom 0 when there are none)."""

    name: str
    errors: dict[tuple[int, int], CellError] = field(default_factory=dict)
    merged: list[Box] = field(default_factory=list)
    box: Box = _NO_CELLS

    def reach(self, top: int, left: int, bottom: int, right: int) -> bool:
        """Widen the rectangle to hold these cells as well; whether that changed it."""
        b = self.box
        if b.bottom == 0:
            self.box = Box(top, left, bottom, right)
        elif top < b.top or left < b.left or bottom > b.bottom or right > b.right:
            self.box = Box(min(b.top, top), min(b.left, left), max(b.bottom, bottom), max(b.right, right))
        else:
            return False
        return True

    @property
    def area(self) -> int:
        """How many cells the rectangle has."""
        return max(self.box.bottom - self.box.top + 1, 0) * max(self.box.right - self.box.left + 1, 0)


def _error(code: int) -> CellError:
    return CellError(_ERRORS.get(code, "#VALUE!"))


# -- .xls: records of a 2-byte id and a 2-byte length

_FORMULA, _EOF, _FILEPASS, _BOUNDSHEET, _BOOLERR, _MULRK, _RK = 0x06, 0x0A, 0x2F, 0x85, 0x205, 0xBD, 0x27E
_BOFS = frozenset([0x009, 0x209, 0x409, 0x809])
_VALUES = frozenset([_FORMULA, _BOOLERR, _MULRK, _RK, 0xD6, 0xFD, 0x203, 0x204, 0x207])  # blanks with a mere format left out
_ROW_COLUMN = struct.Struct("<2H")


def xls_outlines(stream: bytes, file: str) -> list[Outline]:
    """The sheets of a Workbook stream in tab order, chart and macro sheets as empty ones. CannotRun: "encrypted", "damaged"."""
    outlines = []
    for kind, at, length in _xls_records(stream, 0, file):
        if kind == _FILEPASS:
            raise CannotRun("encrypted", file=file)
        if kind == _BOUNDSHEET and length >= 8:
            start, _, sheet_kind = struct.unpack_from("<I2B", stream, at)
            wide = length > 7 and stream[at + 7] & 1
            name = stream[at + 8 : at + 8 + stream[at + 6] * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")
            outline = Outline(name)
            if sheet_kind == 0:
                _take_xls_cells(stream, start, outline, file)
            outlines.append(outline)
    return outlines


def _take_xls_cells(stream: bytes, start: int, outline: Outline, file: str) -> None:
    for kind, at, length in _xls_records(stream, start, file):
        if kind not in _VALUES or length < 4:
            continue
        row, column = _ROW_COLUMN.unpack_from(stream, at)
        row, column = row + 1, column + 1
        if kind == _BOOLERR and length >= 8:
            if stream[at + 7] == 1:
                outline.errors[row, column] = _error(stream[at + 6])
        elif kind == _FORMULA and length >= 14:
            if stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2:
                outline.errors[row, column] = _error(stream[at + 8])
        elif kind == _MULRK:
            outline.reach(row, column, row, column + (length - 6) // 6 - 1)
        outline.reach(row, column, row, column)


def _xls_records(stream: bytes, at: int, file: str) -> Iterator[tuple[int, int, int]]:
    """Id, place and length of the records of one substream; what is nested in it, a chart, is passed over."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = _ROW_COLUMN.unpack_from(stream, at)
        at += 4
        if at + length > len(stream):
            raise CannotRun("damaged", file=file, part="Workbook")
        if kind in _BOFS:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, at, length
        at += length
    raise CannotRun("damaged", file=file, part="Workbook")


# -- .xlsb: records of an id and a length in groups of 7 bits

_ROW, _CELL_ERROR, _LAST_VALUE, _FORMULA_ERROR, _MERGED, _SHEET = 0, 3, 11, 11, 176, 156
_LONGEST_HEAD = 6
_COLUMN = struct.Struct("<I")


def xlsb_outlines(package: Package) -> list[Outline]:
    """The worksheets of a binary workbook in tab order. CannotRun: "damaged", "zip_bomb"."""
    file = package.path.name
    workbook = next((link.part for link in links_of(package, "") if link.kind == "officeDocument"), "xl/workbook.bin")
    links = {link.id: link for link in links_of(package, workbook)}
    member = package.find(workbook)
    if member is None:
        raise CannotRun("damaged", file=file, part=workbook)
    outlines = []
    for kind, content in _xlsb_records(package.stream(member), file, workbook):
        if kind == _SHEET:
            link_id, at = _text(content, 8, file, workbook)
            name, _ = _text(content, at, file, workbook)
            link = links.get(link_id)
            sheet = package.find(link.part) if link is not None and link.kind == "worksheet" else None
            outline = Outline(name)
            if link is not None and sheet is not None:
                _take_xlsb_cells(_xlsb_records(package.stream(sheet), file, link.part), outline, file, link.part)
            outlines.append(outline)
    return outlines


def _take_xlsb_cells(records: Iterable[tuple[int, bytes]], outline: Outline, file: str, part: str) -> None:
    row = 0
    try:
        for kind, content in records:
            if kind == _ROW:
                row = _COLUMN.unpack_from(content)[0] + 1
            elif 1 < kind <= _LAST_VALUE:
                column = _COLUMN.unpack_from(content)[0] + 1
                outline.reach(row, column, row, column)
                if kind in (_CELL_ERROR, _FORMULA_ERROR):
                    outline.errors[row, column] = _error(content[8])
            elif kind == _MERGED:
                top, bottom, left, right = struct.unpack_from("<4I", content)
                outline.merged.append(Box(top + 1, left + 1, bottom + 1, right + 1))
    except (struct.error, IndexError):
        raise CannotRun("damaged", file=file, part=part) from None


def _xlsb_records(chunks: Iterable[bytes], file: str, part: str) -> Iterator[tuple[int, bytes]]:
    rest = b""
    for chunk in chunks:
        block = rest + chunk
        at, end = 0, len(block)
        while end - at >= _LONGEST_HEAD:  # the last few bytes wait for the next chunk, so that no head is cut
            kind, start = _number(block, at, 2)
            length, start = _number(block, start, 4)
            if start + length > end:
                break
            yield kind, block[start : start + length]
            at = start + length
        rest = block[at:]
    rest, at, end = rest + bytes(_LONGEST_HEAD), 0, len(rest)
    while at < end:
        kind, start = _number(rest, at, 2)
        length, start = _number(rest, start, 4)
        if start + length > end:
            raise CannotRun("damaged", file=file, part=part)
        yield kind, rest[start : start + length]
        at = start + length


def _number(block: bytes, at: int, most: int) -> tuple[int, int]:
    """A number in groups of 7 bits, lowest first, and where it ends; the high bit says that another group follows."""
    number = 0
    for shift in range(0, 7 * most, 7):
        byte = block[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            break
    return number, at


def _text(content: bytes, at: int, file: str, part: str) -> tuple[str, int]:
    if at + 4 > len(content):
        raise CannotRun("damaged", file=file, part=part)
    length = _COLUMN.unpack_from(content, at)[0]
    if length == 0xFFFFFFFF:  # a null string
        return "", at + 4
    end = at + 4 + 2 * length
    if end > len(content):
        raise CannotRun("damaged", file=file, part=part)
    return content[at + 4 : end].decode("utf-16-le", "replace"), end
