"""Cutting a worksheet part into its head, its rows and its tail while it streams by (ECMA-376 part 1, § 18.3.1.73, `row`).

Rows come in two forms. A *plain* block is a run of whole rows free of comments, CDATA, instructions and namespace declarations, so that
byte patterns may be trusted to see its elements. Anything else is cut by a tokenizer of XML and handed over one row at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from riskledger.workbook.strings import BadXmlError

TOKEN = re.compile(rb"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)([^\s<>/!?"'=]+)((?:[^<>"']|"[^"<]*"|'[^'<]*')*?)(/?)>""", re.DOTALL)
ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_LONGEST_ROW = 8 << 20  # bytes without a row's end after which the quick cut gives up looking for one


class Form(Enum):
    """What a piece of the sheet's rows is."""

    PLAIN = "plain"
    ROW = "row"
    GAP = "gap"


class Piece(NamedTuple):
    """Some consecutive bytes of the rows; put together again, the pieces are the sheet's rows to the byte."""

    form: Form
    content: bytes


def local(name: bytes) -> bytes:
    """An element's name without its prefix."""
    return name.rpartition(b":")[2]


def attributes(raw: bytes) -> dict[bytes, bytes]:
    """Attributes of a start tag by name, as written (references not resolved)."""
    return {name: double or single for name, double, single in ATTRIBUTE.findall(raw)}


class SheetStream:
    """One pass over a worksheet part: `head` at once, then `pieces()`, then `tail`."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        """Read up to <sheetData>. chunks: the part in UTF-8. BadXmlError when there is none."""
        self._chunks = iter(chunks)
        self._buffer = b""
        self.root_open = b""
        self.head = self._read_head()
        self.prefix, self.data_open, self.empty = self._opened
        self.tail = b""
        self._exact = False
        self._closing = b"</" + self.prefix + b"sheetData"

    def pieces(self) -> Iterator[Piece]:
        """All rows in order; afterwards `tail` holds the rest of the part from </sheetData> on."""
        if not self.empty:
            yield from self._plain_pieces()
            if self._exact:
                yield from self._tokenized()
        self.tail = self._buffer + b"".join(self._chunks)
        self._buffer = b""

    def wrapped(self, row: bytes) -> bytes:
        """A row as a document of its own, with the namespaces that hold where it stands."""
        root = TOKEN.match(self.root_open)
        data = TOKEN.match(self.data_open)
        assert root is not None  # both were found by this pattern
        assert data is not None
        return self.root_open + self.data_open + row + b"</" + data[2] + b"></" + root[2] + b">"

    # -- head

    def _more(self) -> bool:
        chunk = next(self._chunks, b"")
        self._buffer += chunk
        return bool(chunk)

    def _token(self, at: int) -> re.Match[bytes] | None:
        """The next tag, comment or instruction; None when the part ends before one does."""
        while True:
            start = self._buffer.find(b"<", at)
            found = TOKEN.match(self._buffer, start) if start >= 0 else None
            if found or not self._more():
                return found

    def _read_head(self) -> bytes:
        at = 0
        while (found := self._token(at)) is not None:
            at = found.end()
            name = found[2]
            if name is None:
                continue
            if not self.root_open:
                if local(name) != b"worksheet":
                    break
                self.root_open = found[0]
            elif local(name) == b"sheetData":
                prefix = name.removesuffix(b"sheetData")
                opened = found[0] if not found[4] else found[0][:-2] + b">"
                self._opened = (prefix, opened, bool(found[4]))
                head, self._buffer = self._buffer[:at], self._buffer[at:]
                return head
        raise BadXmlError("no sheetData")

    # -- rows

    def _plain_pieces(self) -> Iterator[Piece]:
        """Quick cuts behind the last row of each chunk; sets `_exact` and stops where those can no longer be trusted."""
        row_end = b"</" + self.prefix + b"row>"
        searched = 0
        while True:
            end = self._buffer.find(self._closing, max(0, searched - len(self._closing)))
            cut = end if end >= 0 else self._buffer.rfind(row_end, max(0, searched - len(row_end))) + len(row_end)
            if end >= 0 or cut >= len(row_end):
                block = self._buffer[:cut]
                self._exact = _is_untrusted(block)  # a comment may hold what looks like an end
                if self._exact:
                    return
                self._buffer = self._buffer[cut:]
                if block:
                    yield Piece(Form.PLAIN, block)
                if end >= 0:
                    return
                searched = 0
            else:
                searched = len(self._buffer)
            if searched > _LONGEST_ROW or not self._more():
                self._exact = True
                return

    def _tokenized(self) -> Iterator[Piece]:
        """Exact cuts, tag by tag, up to </sheetData>."""
        at = done = depth = 0
        row_at = -1
        while (found := self._token(at)) is not None:
            at = found.end()
            name = found[2]
            if name is None:
                continue
            if found[1]:
                depth -= 1
                if depth < 0:
                    if done < found.start():
                        yield Piece(Form.GAP, self._buffer[done : found.start()])
                    self._buffer = self._buffer[found.start() :]
                    return
            elif depth == 0 and local(name) == b"row":
                if done < found.start():
                    yield Piece(Form.GAP, self._buffer[done : found.start()])
                row_at = done = found.start()
            if not found[1] and not found[4]:
                depth += 1
            if depth == 0 and row_at >= 0:
                yield Piece(Form.ROW, self._buffer[row_at:at])
                row_at, done = -1, at
                if at > 1 << 20:  # let go of what has been given out
                    self._buffer = self._buffer[at:]
                    at = done = 0
        raise BadXmlError("sheetData does not end")


def _is_untrusted(block: bytes) -> bool:
    # A single byte is searched for far faster than two; most blocks have neither.
    return (b"!" in block and b"<!" in block) or (b"?" in block and b"<?" in block) or (b"x" in block and b"xmlns" in block)


def cut_rows(block: bytes) -> list[Piece]:
    """A plain block, row by row and gap by gap."""
    pieces, done, depth, row_at = [], 0, 0, -1
    for found in TOKEN.finditer(block):
        if found[2] is None:
            continue
        if depth == 0 and not found[1] and local(found[2]) == b"row":
            if done < found.start():
                pieces.append(Piece(Form.GAP, block[done : found.start()]))
            row_at = done = found.start()
        depth += -1 if found[1] else 0 if found[4] else 1
        if depth == 0 and row_at >= 0:
            pieces.append(Piece(Form.ROW, block[row_at : found.end()]))
            row_at, done = -1, found.end()
    if depth or row_at >= 0:
        raise BadXmlError("a row does not end")
    if done < len(block):
        pieces.append(Piece(Form.GAP, block[done:]))
    return pieces


class CellSpan(NamedTuple):
    """Where a cell stands in the bytes of its row, and what its start tag says."""

    column: int
    start: int
    end: int
    attributes: dict[bytes, bytes]
    formula: bytes | None  # attributes of its <f>, None without one


class RowSpan(NamedTuple):
    """A row taken apart without being parsed: its start tag, its cells, where new ones go."""

    number: int | None
    attributes: dict[bytes, bytes]
    name: bytes
    opened: int  # where the start tag ends
    self_closing: bool
    cells: list[CellSpan]
    cells_end: int  # where a cell behind all others goes


def row_span(row: bytes) -> RowSpan:
    """Take a row apart, byte positions kept; columns are counted where `r` is absent. BadXmlError for what is no row."""
    tokens = [found for found in TOKEN.finditer(row) if found[2] is not None]
    if not tokens or local(tokens[0][2]) != b"row":
        raise BadXmlError("not a row")
    first = tokens[0]
    cells: list[CellSpan] = []
    depth = column = start = 0
    said: dict[bytes, bytes] = {}
    formula: bytes | None = None
    for found in tokens[1:]:
        closing, empty, name = bool(found[1]), bool(found[4]), local(found[2])
        if closing:
            depth -= 1
        if depth == 0 and not closing and name == b"c":
            start, said, formula = found.start(), attributes(found[3]), None
            column = column_of(said[b"r"]) if b"r" in said else column + 1
        elif depth == 1 and not closing and name == b"f":
            formula = found[3]
        if depth == 0 and name == b"c" and (closing or empty):
            cells.append(CellSpan(column, start, found.end(), said, formula))
        if not closing and not empty:
            depth += 1
    said = attributes(first[3])
    end = cells[-1].end if cells else first.end()
    return RowSpan(row_number(said[b"r"]) if b"r" in said else None, said, first[2], first.end(), bool(first[4]), cells, end)


_COLUMNS: dict[bytes, int] = {}


def column_of(reference: bytes) -> int:
    """The 1-based column of a cell reference such as b"AB12". BadXmlError when it is none or beyond XFD."""
    letters = reference.rstrip(b"0123456789")
    known = _COLUMNS.get(letters)
    if known is None:
        known = 0
        for letter in letters:
            known = known * 26 + letter - 64 if 65 <= letter <= 90 else LAST_COLUMN + 1
        if not 1 <= known <= LAST_COLUMN:
            raise BadXmlError("not a cell reference")
        _COLUMNS[letters] = known
    return known


def row_number(text: bytes) -> int:
    """A row's number. BadXmlError when it is none or beyond the last row."""
    if not text.isdigit() or not 1 <= int(text) <= LAST_ROW:
        raise BadXmlError("not a row number")
    return int(text)


def letters_of(column: int) -> str:
    """The letters of a 1-based column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
