"""The rows of a policy sheet, told apart by their words: settings, section titles, lines of tables. Places on the sheet mean nothing."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from riskledger.i18n.policy_sheet_texts import COLUMNS, ENABLED, HEADERS, LABELS, SECTIONS, TABLES, TITLE
from riskledger.ledger.values import as_text, joined
from riskledger.policy_sheet.cell_values import is_blank
from riskledger.policy_sheet.settings import Section, Table, layout, tables_by_key
from riskledger.workbook.sheet import SheetCells, Value

TITLE_ROWS = 8  # title and the enabled cell stand within the first rows that hold anything


class Cell(NamedTuple):
    """A cell of the sheet: what it holds and where."""

    value: Value
    row: int
    column: int


class Fault(NamedTuple):
    """What is wrong with the sheet's own build, at a cell: the problem's code, the text found and what is wanted."""

    row: int
    column: int
    problem: str
    value: str
    wanted: str


@dataclass
class SheetRows:
    """What stands on the sheet: the enabled cell, the cell of each setting by key, the lines of each table, and faults."""

    place: int  # of the sheet's language: zh 0, en 1
    title: Cell
    enabled: Cell | None = None
    settings: dict[str, Cell] = field(default_factory=dict)
    tables: dict[str, list[dict[str, Cell]]] = field(default_factory=dict)
    heads: dict[str, Cell] = field(default_factory=dict)  # the title of each table and section
    faults: list[Fault] = field(default_factory=list)


def title_of(cells: SheetCells) -> Cell | None:
    """The title cell of a policy sheet by its first rows, None for any other sheet: a title or such a tab, and a row that says enabled."""
    title = Cell(cells.sheet, 0, 1) if _normal(cells.sheet) in _words(*TITLE) else None
    for row in _rows(cells, TITLE_ROWS):
        first = row[0]
        if _normal(first.value) in _words(*TITLE):
            title = first
        elif title is not None and _normal(first.value) in _words(*ENABLED):
            return title
    return None


def sheet_rows(cells: SheetCells, title: Cell) -> SheetRows:
    """Everything on a policy sheet by its words."""
    found = SheetRows(place=[_normal(word) for word in TITLE].index(_normal(title.value)), title=title)
    reader = _Reader(found)
    for row in _rows(cells, None):
        if row[0].row > title.row:
            reader.take(row)
    reader.close()
    return found


class _Reader:
    # Goes down the sheet; what the current section is decides how a row is read.

    def __init__(self, found: SheetRows) -> None:
        self.found = found
        self.columns: tuple[int, int] | None = None  # of the settings: name and value
        self.table: Table | None = None
        self.header: dict[str, int] = {}  # of the table: name → column
        self.enabled_row: list[Cell] = []

    def take(self, row: list[Cell]) -> None:
        texts = {cell.column: _normal(cell.value) for cell in row}
        if self.found.enabled is None and self._enabled(row, texts):
            return
        if len(row) == 1 and (part := _titles().get(texts[row[0].column])):
            self._begin(part, row[0])
        elif heads := _setting_columns(texts):
            self.close()
            if self.columns is None and self.enabled_row:
                # The values' column is known only now: a remark may stand beside a blank enabled cell.
                at, value_column = {cell.column: cell for cell in self.enabled_row}, heads[1]
                self.found.enabled = at.get(value_column, Cell(None, self.enabled_row[0].row, value_column))
            self.columns, self.table = heads, None
        elif self.table is not None:
            self._table_row(self.table, row, texts)
        elif self.columns is not None:
            self._setting(row)

    def close(self) -> None:
        """A table's title without a header below it: its lines cannot be told."""
        if self.table is not None and not self.header:
            head = self.found.heads[self.table.key]
            wanted = " | ".join(COLUMNS[column.name][self.found.place] for column in self.table.columns)
            self.found.faults.append(Fault(head.row, head.column, "no_header", str(head.value), wanted))

    def _enabled(self, row: list[Cell], texts: Mapping[int, str]) -> bool:
        if texts[row[0].column] not in _words(*ENABLED):
            return False
        self.enabled_row = row
        self.found.enabled = row[1] if len(row) > 1 else Cell(None, row[0].row, row[0].column + 1)
        return True

    def _begin(self, part: Section | Table, title: Cell) -> None:
        self.close()
        self.found.heads.setdefault(part.key, title)
        self.table, self.header = (part, {}) if isinstance(part, Table) else (None, {})
        if isinstance(part, Table):
            if part.key in self.found.tables:
                self.found.faults.append(Fault(title.row, title.column, "twice", str(title.value), ""))
            self.found.tables.setdefault(part.key, [])

    def _setting(self, row: list[Cell]) -> None:
        assert self.columns is not None  # the caller has looked
        at = {cell.column: cell for cell in row}
        name = at.get(self.columns[0])
        if name is None or is_blank(name.value):
            return
        value = at.get(self.columns[1], Cell(None, name.row, self.columns[1]))
        text = str(as_text(name.value))
        key = _labels().get(_normal(text))
        if key is None:
            if not is_blank(value.value):
                self.found.faults.append(Fault(name.row, name.column, *_nearest(text, self.found.place)))
        elif key in self.found.settings:
            self.found.faults.append(Fault(name.row, name.column, "twice", text, ""))
        else:
            self.found.settings[key] = value

    def _table_row(self, table: Table, row: list[Cell], texts: Mapping[int, str]) -> None:
        if not self.header:
            self._header(table, row, texts)
            return
        at = {cell.column: cell for cell in row}
        line = {name: at.get(column, Cell(None, row[0].row, column)) for name, column in self.header.items()}
        if not all(is_blank(cell.value) for cell in line.values()):
            self.found.tables[table.key].append(line)

    def _header(self, table: Table, row: list[Cell], texts: Mapping[int, str]) -> None:
        names = {_normal(word): column.name for column in table.columns for word in COLUMNS[column.name]}
        header = {names[text]: column for column, text in texts.items() if text in names}
        if len(header) < 2:  # a sentence below the title
            return
        self.header = header
        for column in table.columns:
            if column.name not in header and _other_tongue(column.name) not in header:
                label = COLUMNS[column.name][self.found.place]
                self.found.faults.append(Fault(row[0].row, row[0].column, "no_column", "", label))


def _rows(cells: SheetCells, most: int | None) -> Iterator[list[Cell]]:
    """The cells that say something, row by row, left to right; rows without one left out."""
    columns = sorted(cells.columns.items())
    for i, row in enumerate(cells.rows[:most]):
        found = [Cell(values[i], row, column) for column, values in columns if not is_blank(values[i])]
        if found:
            yield found


def _normal(value: object) -> str:
    return joined(value).rstrip(":") if isinstance(value, str) else ""


@functools.cache
def _words(*pair: str) -> frozenset[str]:
    return frozenset(_normal(word) for word in pair)


@functools.cache
def _titles() -> Mapping[str, Section | Table]:
    parts = {part.key: part for part in layout()}
    named = {_normal(word): key for texts in (SECTIONS, TABLES) for key, pair in texts.items() for word in pair[:2]}
    tables = tables_by_key()
    return {word: tables.get(key) or parts[key] for word, key in named.items()}


@functools.cache
def _labels() -> Mapping[str, str]:
    """Every name a setting goes by: its label in either language, and its key in a policy file."""
    return {_normal(word): key for key, pair in LABELS.items() for word in (*pair, key)}


def _setting_columns(texts: Mapping[int, str]) -> tuple[int, int] | None:
    by_text = {text: column for column, text in texts.items()}
    name, value = (next((by_text[word] for word in _words(*pair) if word in by_text), None) for pair in HEADERS[:2])
    return (name, value) if name is not None and value is not None else None


def _other_tongue(name: str) -> str:
    stem, _, language = name.rpartition(".")
    return f"{stem}.{'en' if language == 'zh' else 'zh'}"


def _nearest(text: str, place: int) -> tuple[str, str, str]:
    near = difflib.get_close_matches(_normal(text), list(_labels()), n=1, cutoff=0.6)
    return ("unknown_setting", text, LABELS[_labels()[near[0]]][place]) if near else ("no_such_setting", text, "")
