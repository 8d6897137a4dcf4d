"""Setting cells in a worksheet while it streams by; every byte that is no target is passed on (ECMA-376 part 1, § 18.3.1.73)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from operator import itemgetter

from riskledger.workbook.cell_writer import CellWriter, style_of
from riskledger.workbook.edits import CellEdit, Content
from riskledger.workbook.grid import FEWEST_ROWS, MOST_PATTERN_COLUMNS, MOST_RELEARNED, OTHER_ROW, cell_pattern, columns_in
from riskledger.workbook.number_formats import ShownNumber
from riskledger.workbook.rows import CellSpan, Form, SheetStream, attributes, cut_rows, row_span
from riskledger.workbook.sheet import Box, box_of
from riskledger.workbook.strings import BadXmlError

_MOST_REMEMBERED = 20_000
# What the bytes of a cell depend on: attributes of the cell that was there, 0, 0 (or of its row, column, left style), and the value.
_Look = tuple[bytes, int, int | None, Content]
_ROW = rb'(\s*<%(p)brow r="(?P<r>[1-9]\d{0,6})"([^<>/]*)>(?!</)%(before)b)%(targets)b</%(p)brow>'


class RowPatcher:
    """Applies a plan's cell edits to the rows of one sheet."""

    def __init__(
        self, stream: SheetStream, writer: CellWriter, edits: Sequence[CellEdit], header_row: int, new_columns: frozenset[int]
    ) -> None:
        """edits: ascending by row and column; new_columns: appended ones, whose header takes exactly the look of the one to its left."""
        self._stream, self._writer, self._edits = stream, writer, edits
        self._header_row, self._new_columns = header_row, new_columns
        self._targets = sorted({edit.column for edit in edits})
        self._slots = {column: at for at, column in enumerate(self._targets)}
        # What findall gives per row: opening, number, attributes; per target the cell, its attributes, what follows; any other row.
        shares = [0, *(3 + 3 * at + part for at in range(len(self._targets)) for part in (0, 2))]
        self._shares = itemgetter(*shares) if len(shares) > 1 else lambda row: (row[0],)
        self._pattern: re.Pattern[bytes] | None = None
        self._known: list[int] = []
        self._learned = 0
        self._last = 0
        self._arrays: list[Box] = []
        self._at = 0  # of the edit that comes next
        self._next_row = edits[0].row if edits else 0  # 0: none
        self._starts = [writer.start(column) for column in self._targets]
        self._endings: dict[_Look, bytes] = {}
        self._row_end = b"</%brow>" % stream.prefix
        self._formula = b"<%bf" % stream.prefix
        self._cell_open = b"<%bc " % stream.prefix

    def patched(self) -> Iterator[bytes]:
        """The sheet's rows with the edits in place. ValueError when the plan names a formula cell or a row that does not exist."""
        for piece in self._stream.pieces():
            if piece.form is Form.PLAIN:
                quick = self._quickly(piece.content)
                yield b"".join(map(self._passed, cut_rows(piece.content))) if quick is None else quick
            else:
                yield self._passed(piece)
        if self._next_row:
            raise ValueError(f"the plan names a row that the sheet does not have: {self._next_row}")

    def _due(self, number: int) -> Sequence[CellEdit]:
        """The edits of the row that is being looked at."""
        if number <= self._last:
            raise BadXmlError("rows do not ascend")
        self._last = number
        if number != self._next_row:
            if 0 < self._next_row < number:
                raise ValueError(f"the plan names a row that the sheet does not have: {self._next_row}")
            return ()
        at, edits = self._at, self._edits
        end, count = at + 1, len(edits)
        while end < count and edits[end][0] == number:
            end += 1
        self._at, self._next_row = end, edits[end][0] if end < count else 0
        return edits[at:end]

    # -- the quick way

    def _learn(self, block: bytes) -> bool:
        prefix = self._stream.prefix
        columns = sorted({*self._known, *columns_in(block, prefix)})
        if not columns or len(columns) > MOST_PATTERN_COLUMNS or (self._pattern is not None and columns == self._known):
            return False
        self._known, self._learned = columns, self._learned + 1
        before, targets = b"", b""
        for column in sorted({*columns, *self._targets}):
            if column in self._slots:
                targets += (b")" if targets else b"") + b"(?:(%b)|)(" % cell_pattern(prefix, column, said=True, content=False)
            else:
                cell = b"(?:%b|)" % cell_pattern(prefix, column, said=False, content=False)
                before, targets = (before, targets + cell) if targets else (before + cell, targets)
        targets += b")" if targets else b""
        row = (_ROW + b"|" + OTHER_ROW) % {b"p": re.escape(prefix), b"before": before, b"targets": targets}
        self._pattern = re.compile(row, re.DOTALL)
        return True

    def _quickly(self, block: bytes) -> bytes | None:
        """The block patched by pattern; None when the pattern cannot account for each of its bytes."""
        if b"array" in block or b"dataTable" in block:  # formulas over areas: looked at cell by cell
            return None
        if self._pattern is None and (block.count(self._row_end) < FEWEST_ROWS or not self._learn(block)):
            return None
        assert self._pattern is not None
        found = self._pattern.findall(block)
        others = [row[-1] for row in found if row[-1]]
        if len(others) * 5 > len(found) and self._learned < MOST_RELEARNED and self._learn(block):
            found = self._pattern.findall(block)
            others = [row[-1] for row in found if row[-1]]
        shares = list(map(self._shares, found))
        ends = (len(found) - len(others)) * len(self._row_end)
        if len(found) != block.count(b"<%brow" % self._stream.prefix):
            return None
        if len(b"".join(chain.from_iterable(shares))) + ends + sum(map(len, others)) != len(block):
            return None
        whole = None if others else self._all_at_once(found, shares)
        return b"".join(map(self._row, found, shares)) if whole is None else whole

    def _all_at_once(self, found: list[tuple[bytes, ...]], shares: list[tuple[bytes, ...]]) -> bytes | None:
        """A block in which each row has each target set, column by column; None when some row or cell is not of that kind."""
        count, width = len(found), len(self._targets)
        if not count or not width:
            return None
        edits = self._edits[self._at : self._at + count * width]
        numbers = [row[1] for row in found]
        places = [(number, column) for number in map(int, numbers) for column in self._targets]
        if self._arrays or list(map(itemgetter(0, 1), edits)) != places:
            return None
        if self._header_row >= edits[0].row and self._header_row <= edits[-1].row:
            return None
        if ShownNumber in set(map(type, map(itemgetter(2), edits))):  # new styles are numbered row by row, whichever way is taken
            return None
        pieces: list[Iterable[bytes]] = []
        styles: list[int | None] = [None] * count  # of the nearest cell to the left
        for at, column in enumerate(self._targets):
            mine, cells, segments = edits[at::width], [share[1 + 2 * at] for share in shares], [share[2 * at] for share in shares]
            if any(self._formula in cell for cell in set(cells)):
                return None
            if not all(cells):  # a cell that is there has its own style
                styles = [self._last_style(segment, style) if segment else style for segment, style in zip(segments, styles, strict=True)]
            keys: list[_Look] = [
                (row[4 + 3 * at], 0, 0, edit[2]) if cell else (row[2], column, style, edit[2])
                for row, cell, style, edit in zip(found, cells, styles, mine, strict=True)
            ]
            endings = [self._endings.get(key) or self._ending(key) for key in keys]
            looks = {ending: self._last_style(self._cell_open + b"r=" + ending, None) for ending in set(endings)}
            styles = [looks[ending] for ending in endings]
            pieces += [segments, repeat(self._starts[at], count), numbers, endings]
        pieces += [[share[-1] for share in shares], repeat(self._row_end, count)]
        self._last = edits[-1].row
        self._at += count * width
        self._next_row = self._edits[self._at].row if self._at < len(self._edits) else 0
        return b"".join(chain.from_iterable(zip(*pieces, strict=True)))

    def _last_style(self, cells: bytes, otherwise: int | None) -> int | None:
        """The style of the last cell in a run of them, 0 where it names none; `otherwise` when there is no cell."""
        opened = cells.rfind(self._cell_open)
        if opened < 0:
            return otherwise
        at = cells.find(b' s="', opened, cells.index(b">", opened))
        return int(cells[at + 4 : cells.index(b'"', at + 4)]) if at >= 0 else 0

    def _row(self, row: tuple[bytes, ...], shares: tuple[bytes, ...]) -> bytes:
        if row[-1]:
            return self._exact_row(row[-1])
        number = int(row[1])
        if number == self._header_row:
            return self._exact_row(b"".join(shares) + self._row_end)
        edits = self._due(number)
        if not edits:
            return b"".join(shares) + self._row_end
        written, parts = row[1], list(shares)
        for _, column, value in edits:
            at = self._slots[column]
            place = 1 + 2 * at
            there = parts[place]
            if there:
                if self._formula in there:
                    raise ValueError(f"the plan names a formula cell: row {number}, column {column}")
                key: _Look = (row[4 + 3 * at], 0, 0, value)
            else:
                key = (row[2], column, self._left_style(parts, place), value)
            ending = self._endings.get(key)
            if ending is None:
                ending = self._ending(key)
            if self._arrays:
                self._refuse_arrays(number, column)
            parts[place] = self._starts[at] + written + ending
        parts.append(self._row_end)
        return b"".join(parts)

    def _left_style(self, parts: list[bytes], before: int) -> int | None:
        """The style of the nearest cell to the left, None when there is no cell."""
        style: int | None = None
        while before and style is None:
            before -= 1
            style = self._last_style(parts[before], None)
        return style

    # -- the exact way

    def _passed(self, piece: tuple[Form, bytes]) -> bytes:
        form, content = piece
        return content if form is Form.GAP else self._exact_row(content)

    def _exact_row(self, row: bytes) -> bytes:
        span = row_span(row)
        number = self._last + 1 if span.number is None else span.number
        edits = self._due(number)
        for cell in span.cells:
            self._note_array(cell)
        if not edits:
            return row
        row_said, written = row[: span.opened], b"%d" % number
        pieces: list[bytes] = []
        passed = 0
        cells = iter([*span.cells, None])
        there = next(cells)
        left: int | None = None
        for _, column, value in edits:
            while there is not None and there.column < column:
                left = style_of(there.attributes) or 0
                there = next(cells)
            self._refuse_arrays(number, column)
            if there is not None and there.column == column:
                if there.formula is not None:
                    raise ValueError(f"the plan names a formula cell: row {number}, column {column}")
                start, end = there.start, there.end
                said = b' s="%b"' % there.attributes[b"s"] if b"s" in there.attributes else b""
                style = self._writer.kept_style(said, value)
                there = next(cells)
            else:
                start = end = there.start if there is not None else span.cells_end
                style = self._new_style(row_said, column, left, value)
                if number == self._header_row and column in self._new_columns:
                    style = self._writer.neighbour_style(left, value, exactly=True)
            pieces += [row[passed:start], self._writer.cell(written, column, style, value)]
            passed = end
            left = style_of(attributes(style)) or 0
        if span.self_closing:
            return row[:-2] + b">" + b"".join(pieces[1::2]) + b"</" + span.name + b">"
        return b"".join(pieces) + row[passed:]

    def _ending(self, key: _Look) -> bytes:
        """What follows the row number of a cell, remembered: looks and values repeat."""
        said, column, left, value = key
        style = self._new_style(said, column, left, value) if column else self._writer.kept_style(said, value)
        ending = b'"' + style + self._writer.content(value)
        if len(self._endings) < _MOST_REMEMBERED:
            self._endings[key] = ending
        return ending

    def _new_style(self, row_said: bytes, column: int, left: int | None, value: Content) -> bytes:
        """The style of a cell that was not there: the row's, else the column's, else the left neighbour's with a bare number format."""
        style = self._writer.given_style(row_said, column, value)
        return self._writer.neighbour_style(left, value, exactly=False) if style is None else style

    def _note_array(self, cell: CellSpan) -> None:
        if cell.formula is not None:
            said = attributes(cell.formula)
            if said.get(b"t") in (b"array", b"dataTable") and b"ref" in said:
                self._arrays.append(box_of(said[b"ref"].decode()))

    def _refuse_arrays(self, row: int, column: int) -> None:
        if any(box.top <= row <= box.bottom and box.left <= column <= box.right for box in self._arrays):
            raise ValueError(f"the plan names a cell of an array formula: row {row}, column {column}")
