"""Finding and restyling cells of a worksheet while it streams by; rows without such cells are passed on unread (§ 18.3.1.73)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise

from riskledger.workbook.address import address
from riskledger.workbook.cell_writer import style_of
from riskledger.workbook.rows import TOKEN, Form, RowSpan, SheetStream, attributes, cut_rows, row_span
from riskledger.workbook.strings import BadXmlError

# A row as the sieve gives it out: its number (0 for bytes that concern nobody) and its bytes (empty where a wanted row does not exist).
Sifted = tuple[int, bytes]

_STYLE = re.compile(rb"""\ss\s*=\s*(?:"[^"]*"|'[^']*')""")
_REFERENCE = re.compile(rb"""\sr\s*=\s*(?:"[^"]*"|'[^']*')""")
_NAME = re.compile(rb"<[^\s<>/]+")
_HEIGHT = rb'<%brow r="(\d+)"[^<>]*?\sht="(\d+(?:\.\d+)?)"'


class RowSieve:
    """One pass over the rows of a sheet that gives out the wanted ones, and those with a cell of certain styles."""

    def __init__(self, stream: SheetStream, wanted: Iterable[int], styles: Collection[int]) -> None:
        """wanted: row numbers; styles: every row that has a cell of one of them is given out too."""
        self.heights: dict[int, float] = {}  # in points, of rows that say theirs
        self._stream, self._wanted, self._styles = stream, sorted(set(wanted)), frozenset(styles)
        self._at = self._last = 0
        p = re.escape(stream.prefix)
        self._row = re.compile(rb'<%brow(?: r="(\d+)")?(?=[\s/>])' % p)
        self._row_end = b"</%brow>" % stream.prefix
        self._height = re.compile(_HEIGHT % p)
        numbers = b"|".join(b"%d" % style for style in sorted(self._styles))
        self._styled = re.compile(rb"""<%bc\s[^<>]*?(?<=\s)s=["'](?:%b)["']""" % (p, numbers)) if numbers else None

    def rows(self) -> Iterator[Sifted]:
        """All bytes of the rows in order. BadXmlError when the rows do not ascend."""
        for piece in self._stream.pieces():
            quick = self._quickly(piece.content) if piece.form is Form.PLAIN else None
            if quick is not None:
                yield from quick
                continue
            for form, content in cut_rows(piece.content) if piece.form is Form.PLAIN else [piece]:
                if form is Form.GAP:
                    yield 0, content
                else:
                    yield from self._exactly(content)
        yield from ((number, b"") for number in self._wanted[self._at :])

    def _quickly(self, block: bytes) -> list[Sifted] | None:
        """The block cut at the rows that are given out; None when it takes a closer look to see its rows."""
        found = [(match.start(), match[1]) for match in self._row.finditer(block)]
        if not found or not all(said for _, said in found):
            return None
        starts, numbers = [start for start, _ in found], [int(said) for _, said in found]
        if numbers[0] <= self._last or any(one >= other for one, other in pairwise(numbers)):
            raise BadXmlError("rows do not ascend")
        last = bisect_right(self._wanted, numbers[-1], self._at)
        picked = {(bisect_left(numbers, number), number) for number in self._wanted[self._at : last]}
        for match in self._styled.finditer(block) if self._styled else ():
            at = bisect_right(starts, match.start()) - 1
            picked.add((at, numbers[at]))
        pieces: list[Sifted] = []
        done = 0
        for at, number in sorted(picked, key=lambda pick: pick[1]):
            start = end = starts[at]
            if numbers[at] == number:
                end = self._end(block, start, starts[at + 1] if at + 1 < len(starts) else len(block))
                if end < 0:
                    return None
            pieces += [(0, block[done:start]), (number, block[start:end])]
            done = end
        pieces.append((0, block[done:]))
        self._at, self._last = last, numbers[-1]
        if b' ht="' in block:
            self.heights.update((int(row), float(height)) for row, height in self._height.findall(block))
        return pieces

    def _end(self, block: bytes, start: int, limit: int) -> int:
        opened = TOKEN.match(block, start)
        if opened is not None and opened[4]:
            return opened.end()
        at = block.rfind(self._row_end, start, limit)
        return at + len(self._row_end) if at >= 0 else -1

    def _exactly(self, row: bytes) -> Iterator[Sifted]:
        span = row_span(row)
        number = self._last + 1 if span.number is None else span.number
        if number <= self._last:
            raise BadXmlError("rows do not ascend")
        self._last = number
        if b"ht" in span.attributes:
            self.heights[number] = float(span.attributes[b"ht"])
        at = bisect_left(self._wanted, number, self._at)
        yield from ((absent, b"") for absent in self._wanted[self._at : at])
        wanted = at < len(self._wanted) and self._wanted[at] == number
        self._at = at + wanted
        styled = any(style_of(cell.attributes) in self._styles for cell in span.cells)
        yield (number if wanted or styled else 0), row


def is_blank(row: bytes, start: int, end: int) -> bool:
    """Whether a cell holds nothing: neither value nor formula."""
    return sum(1 for token in TOKEN.finditer(row, start, end) if token[2] is not None and not token[1]) == 1


def restyled(row: bytes, number: int, prefix: bytes, changes: Mapping[int, bytes | None]) -> bytes:
    """A row whose cells carry other styles; missing ones are made, and a row that was made for a mark goes with its last cell.

    row: empty for one that is to be made; changes: by column the style attribute with a leading blank, b"" for none, None to take the
    (blank) cell away.
    """
    if not row:
        cells = b"".join(_blank(number, column, prefix, style) for column, style in sorted(changes.items()) if style is not None)
        return b'<%brow r="%d">%b</%brow>' % (prefix, number, cells, prefix)
    span = row_span(row)
    if span.self_closing:
        cells = b"".join(_blank(number, column, prefix, style) for column, style in sorted(changes.items()) if style is not None)
        return row[:-2].rstrip() + b">" + cells + b"</" + span.name + b">" if cells else row
    pieces: list[bytes] = []
    done, left = 0, len(span.cells)
    there = {cell.column: cell for cell in span.cells}
    for column, style in sorted(changes.items()):
        cell = there.get(column)
        if cell is None:
            if style is not None:
                at = next((later.start for later in span.cells if later.column > column), span.cells_end)
                pieces += [row[done:at], _blank(number, column, prefix, style)]
                done, left = at, left + 1
        elif style is None:
            pieces.append(row[done : cell.start])
            done, left = cell.end, left - 1
        else:
            tag = TOKEN.match(row, cell.start)
            assert tag is not None  # the cell was found by this pattern
            pieces += [row[done : cell.start], _with_style(tag[0], style)]
            done = tag.end()
    return b"".join(pieces) + row[done:] if left or not span.cells else _emptied(row, span)


def _emptied(row: bytes, span: RowSpan) -> bytes:
    """A row that has lost its last cell: gone if nothing else is said of it."""
    rest = row[span.cells_end :].rsplit(b"</", 1)[0]
    if rest.strip():
        return row[: span.opened] + row[span.cells_end :]
    return b"" if set(span.attributes) <= {b"r"} else row[: span.opened - 1].rstrip() + b"/>"


def _blank(number: int, column: int, prefix: bytes, style: bytes) -> bytes:
    return b'<%bc r="%b"%b/>' % (prefix, address(number, column).encode(), style)


def _with_style(tag: bytes, style: bytes) -> bytes:
    found = _STYLE.search(tag)
    if found:
        return tag[: found.start()] + style + tag[found.end() :]
    place = _REFERENCE.search(tag) or _NAME.match(tag)
    assert place is not None  # a tag has a name
    return tag[: place.end()] + style + tag[place.end() :]


def row_style(row: bytes) -> int | None:
    """The style that a row holds ready for new cells."""
    said = attributes(row[: row.find(b">")])
    return style_of(said) if said.get(b"customFormat") in (b"1", b"true") else None
