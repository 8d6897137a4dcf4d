"""Gathering the rows of a worksheet column by column, quickly where rows are regular, exactly where they are not."""

from __future__ import annotations

import re
from array import array
from itertools import pairwise

from lxml import etree

from riskledger.workbook.rows import Form, Piece, SheetStream, attributes, column_of, cut_rows, letters_of, row_number
from riskledger.workbook.strings import BadXmlError
from riskledger.workbook.values import Body, CellKind, Kinds, Value, cell_of_tree

MOST_PATTERN_COLUMNS = 96  # beyond, one pattern per row costs more than it saves
FEWEST_ROWS = 60  # below, compiling the pattern costs more than it saves
MOST_RELEARNED = 6

# A cell as every common writer puts it. Groups: attributes behind `r`, bare value, formula or simple inline string.
# The commonest form comes first, and what may be missing is an empty alternative: both halve the time against `(…)?`.
_CELL = (
    rb'<%(p)bc r="%(column)b(?P=r)"(%(said)b[^<>/]*)(?:><%(p)bv>(%(g)b[^<]*)</%(p)bv></%(p)bc>|/>|></%(p)bc>'
    rb"|>(%(g)b<%(p)bf[^<]*(?:</%(p)bf>|)(?:<%(p)bv[^<]*(?:</%(p)bv>|)|)|<%(p)bis><%(p)bt[^<]*</%(p)bt></%(p)bis>)</%(p)bc>)"
)
_ROW = rb'<%(p)brow r="(?P<r>[1-9]\d{0,6})"[^<>/]*>(?!</)%(cells)b</%(p)brow>'
OTHER_ROW = rb"(<%(p)brow(?:\s[^<>]*)?/>|<%(p)brow[\s>].*?</%(p)brow\s*>)"


def cell_pattern(prefix: bytes, column: int, *, said: bool, content: bool) -> bytes:
    """The pattern of a cell of one column; said, content: whether its attributes and its content are captured."""
    groups = {b"said": b"" if said else b"?:", b"g": b"" if content else b"?:"}
    return _CELL % {b"p": re.escape(prefix), b"column": letters_of(column).encode(), **groups}


def columns_in(block: bytes, prefix: bytes) -> list[int]:
    """The columns that cells of a block stand in, ascending."""
    found = re.findall(rb'<%sc r="([A-Z]{1,3})\d' % re.escape(prefix), block)
    return sorted({column_of(letters) for letters in set(found)})


class Grid:
    """The cells gathered so far: row numbers, and per column the values and styles parallel to them."""

    def __init__(self, stream: SheetStream, kinds: Kinds, most_rows: int | None = None) -> None:
        self.rows: list[int] = []
        self.columns: dict[int, list[Value]] = {}
        self.styles: dict[int, array[int]] = {}
        self.formulas: dict[tuple[int, int], str] = {}
        self._arrays: list[tuple[int, int, int, int]] = []
        self._stream, self._kinds, self._most_rows = stream, kinds, most_rows
        self._body = Body(stream.prefix, kinds)
        self._pattern: re.Pattern[bytes] | None = None
        self._known: list[int] = []
        self._learned = 0
        self._last = 0  # the row number before, whether it had cells or not

    @property
    def full(self) -> bool:
        """Whether as many rows as wanted are in."""
        return self._most_rows is not None and len(self.rows) >= self._most_rows

    def take(self, piece: Piece) -> None:
        """Add the rows of a piece. BadXmlError when they are no rows or do not ascend."""
        if piece.form is Form.PLAIN:
            if self._most_rows is not None or not self._take_quickly(piece.content):
                for part in cut_rows(piece.content):
                    if part.form is Form.ROW and not self.full:
                        self._take_row(part.content)
        elif piece.form is Form.ROW and not self.full:
            self._take_row(piece.content)

    def finish(self) -> None:
        """Mark the cells inside array formulas, which hold results and no formula of their own."""
        for top, left, bottom, right in self._arrays:
            for row in self.rows:
                if top <= row <= bottom:
                    for column in range(left, right + 1):
                        if column in self.columns:
                            self.formulas.setdefault((row, column), "")

    # -- the quick way

    def _take_quickly(self, block: bytes) -> bool:
        row_open = b"<" + self._stream.prefix + b"row"
        count = block.count(row_open)
        if self._pattern is None and (count < FEWEST_ROWS or not self._learn(block)):
            return False
        assert self._pattern is not None
        found = self._pattern.findall(block)
        if len(found) != count:
            return False
        others = [at for at, row in enumerate(found) if row[-1]]
        if len(others) * 5 > count and self._learned < MOST_RELEARNED and self._learn(block):
            found = self._pattern.findall(block)
            others = [at for at, row in enumerate(found) if row[-1]]
        begin = 0
        for at in others:
            self._take_run(found[begin:at])
            self._take_row(found[at][-1])
            begin = at + 1
        self._take_run(found[begin:] if begin else found)
        return True

    def _learn(self, block: bytes) -> bool:
        """Make the row pattern from the columns met so far; False when they are too many or nothing new was learned."""
        prefix = self._stream.prefix
        columns = sorted({*self._known, *columns_in(block, prefix)})
        if not columns or len(columns) > MOST_PATTERN_COLUMNS or (self._pattern is not None and columns == self._known):
            return False
        self._known, self._learned = columns, self._learned + 1
        cells = b"".join(b"(?:%b|)" % cell_pattern(prefix, column, said=True, content=True) for column in columns)
        row = (_ROW + b"|" + OTHER_ROW) % {b"p": re.escape(prefix), b"cells": cells}
        self._pattern = re.compile(row, re.DOTALL)
        return True

    def _take_run(self, run: list[tuple[bytes, ...]]) -> None:
        """Rows of the regular form, one column at a time."""
        if not run:
            return
        groups = list(zip(*run, strict=True))
        numbers = list(map(int, groups[0]))
        if numbers[0] <= self._last or numbers[-1] > 1_048_576 or any(a >= b for a, b in pairwise(numbers)):
            raise BadXmlError("rows do not ascend")
        before = len(self.rows)
        for position, column in enumerate(self._known):
            said, values, bodies = groups[1 + 3 * position : 4 + 3 * position]
            self._take_column(column, numbers, before, said, values, bodies)
        for column in self.columns.keys() - set(self._known):
            self.columns[column] += [None] * len(numbers)
            self.styles[column] += array("I", [0]) * len(numbers)
        self.rows += numbers
        self._last = numbers[-1]

    def _take_column(
        self, column: int, numbers: list[int], before: int, said: tuple[bytes, ...], contents: tuple[bytes, ...], bodies: tuple[bytes, ...]
    ) -> None:
        distinct = set(said)
        kinds: dict[bytes, CellKind] = {raw: self._kinds[raw] for raw in distinct}
        values: list[Value]
        if len(distinct) == 1:
            kind = kinds[said[0]]
            values = kind.meaning.all(contents)
            styles = array("I", [kind.style]) * len(numbers)
        else:
            values = [None] * len(said)
            for meaning in {id(kind.meaning): kind.meaning for kind in kinds.values()}.values():
                alike = {raw for raw, kind in kinds.items() if kind.meaning is meaning}
                places = [at for at, raw in enumerate(said) if raw in alike and contents[at]]
                for at, value in zip(places, meaning.all([contents[at] for at in places]) if places else (), strict=True):
                    values[at] = value
            by_raw = {raw: kind.style for raw, kind in kinds.items()}
            styles = array("I", map(by_raw.__getitem__, said))
        has_formula = False
        inline_open = b"<" + self._stream.prefix + b"is>"
        if len(distinct) == 1 and kinds[said[0]].inline and not any(contents) and all(b.startswith(inline_open) for b in bodies):
            values = self._body.inline.all(bodies)
        elif any(bodies):
            inline = self._body.inline
            for at, body in enumerate(bodies):
                if body.startswith(inline_open):
                    values[at] = inline[body] if kinds[said[at]].inline else None
                elif body:
                    has_formula = True
                    values[at], text, formula = self._body.formula(said[at], body)
                    self._note_formula(numbers[at], column, text, formula)
        have = self.columns.get(column)
        if have is None:
            if not has_formula and not any(styles) and all(value is None for value in values):
                return
            have = self._begin_column(column, before)
        have += values
        self.styles[column] += styles

    # -- the exact way

    def _take_row(self, row: bytes) -> None:
        if row.endswith(b"/>") and row.count(b"<") == 1:  # a format, no cells: sheets may have a million of these
            said = attributes(row)
            self._last = self._next_number(said[b"r"].decode() if b"r" in said else None)
            return
        try:
            tree = etree.fromstring(self._stream.wrapped(row), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        except (etree.XMLSyntaxError, ValueError):
            raise BadXmlError("a row that is not well-formed") from None
        element = tree[0][0]
        space = element.tag.rpartition("}")[0]
        self._last = number = self._next_number(element.get("r"))
        cells = [child for child in element if isinstance(child.tag, str) and child.tag == (space + "}c" if space else "c")]
        if not cells:
            return
        before, column = len(self.rows), 0
        self.rows.append(number)
        for cell in cells:
            reference = cell.get("r")
            column = column_of(reference.encode()) if reference else column + 1
            value, style, text, formula = cell_of_tree(cell, self._kinds)
            if column not in self.columns:
                if value is None and style == 0 and text is None:
                    continue
                self._begin_column(column, before)
            values = self.columns[column]
            if len(values) == before:
                values.append(value)
                self.styles[column].append(style)
            if text is not None:
                self._note_formula(number, column, text, formula)
        for column, values in self.columns.items():
            if len(values) == before:
                values.append(None)
                self.styles[column].append(0)

    def _next_number(self, written: str | None) -> int:
        number = row_number((str(self._last + 1) if written is None else written).encode())
        if number <= self._last:
            raise BadXmlError("rows do not ascend")
        return number

    def _begin_column(self, column: int, before: int) -> list[Value]:
        self.columns[column] = [None] * before
        self.styles[column] = array("I", [0]) * before
        return self.columns[column]

    def _note_formula(self, row: int, column: int, text: str, said: dict[bytes, bytes]) -> None:
        self.formulas[row, column] = text
        if said.get(b"t") in (b"array", b"dataTable") and b"ref" in said:
            first, _, last = said[b"ref"].partition(b":")
            last = last or first
            top, bottom = (row_number(end.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ$")) for end in (first, last))
            self._arrays.append((top, column_of(first), bottom, column_of(last)))
