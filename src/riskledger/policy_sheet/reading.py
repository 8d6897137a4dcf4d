"""The policy on a sheet: its rows as the policy model's own structure, and every complaint at the cell that caused it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from riskledger.errors import CannotRun
from riskledger.i18n.policy_sheet_texts import LABELS, NO, TABLES, YES
from riskledger.ledger.values import as_text, parse_flag
from riskledger.policy_sheet.cell_values import Unread, is_blank, read
from riskledger.policy_sheet.rows import TITLE_ROWS, Cell, SheetRows, sheet_rows, title_of
from riskledger.policy_sheet.settings import Kind, Table, settings_by_key, tables_by_key
from riskledger.rating.policy import ALTERNATIVES, Policy, what_is_wrong
from riskledger.workbook.address import address
from riskledger.workbook.book import Book
from riskledger.workbook.sheet import SheetCells

Path = tuple[str | int, ...]
Line = dict[str, Cell]

# Complaints of the policy as a whole, and the setting or table to look at.
_CULPRITS: Mapping[str, Path] = {"new_factor_low": ("new_customer", "factor"), "no_action_for_tier": ("actions",)}


class Complaint(NamedTuple):
    """What is wrong with a policy sheet: where (评级政策!B12), the problem's code, what was found and what is wanted."""

    cell: str
    problem: str
    value: str
    wanted: str


@dataclass(frozen=True, slots=True)
class SheetPolicy:
    """A policy sheet as read. `policy` is None when there is a complaint; `enabled` None when its cell says neither yes nor no."""

    sheet: str
    enabled: bool | None
    policy: Policy | None
    complaints: tuple[Complaint, ...]


def policy_sheets(book: Book) -> tuple[str, ...]:
    """The tabs that hold a policy sheet, by their first rows; enabled or not."""
    ours = {own.name for own in book.own_sheets().values()}
    return tuple(entry.name for entry in book.sheets if entry.name not in ours and is_policy_sheet(book.peek(entry.name, TITLE_ROWS)))


def is_policy_sheet(cells: SheetCells) -> bool:
    """Whether a sheet is a policy sheet, by its first rows."""
    return title_of(cells) is not None


def policies_in_book(book: Book) -> tuple[SheetPolicy, ...]:
    """Every policy sheet of a workbook, enabled or not, with all complaints."""
    return tuple(policy_on_sheet(book.read(name), epoch1904=book.epoch1904) for name in policy_sheets(book))


def policy_in_book(book: Book) -> tuple[Policy, str] | None:
    """The policy of the workbook's sheet that says it is enabled, and that sheet's name; None without one.

    Errors: CannotRun policy_invalid with the first complaint, its key the cell's address; several enabled sheets are one.
    """
    chosen: SheetPolicy | None = None
    for sheet in policies_in_book(book):
        if sheet.enabled is False:
            continue
        if chosen is not None:
            raise refusal(book, Complaint(sheet.sheet, "two_sheets", sheet.sheet, chosen.sheet))
        chosen = sheet
    if chosen is None:
        return None
    if chosen.policy is None:
        raise refusal(book, chosen.complaints[0])
    return chosen.policy, chosen.sheet


def refusal(book: Book, complaint: Complaint) -> CannotRun:
    """A complaint as the error that it is."""
    return CannotRun(
        "policy_invalid",
        path=str(book.origin),
        key=complaint.cell,
        problem=complaint.problem,
        value=complaint.value,
        wanted=complaint.wanted,
    )


def policy_on_sheet(cells: SheetCells, *, epoch1904: bool = False) -> SheetPolicy:
    """The policy of a sheet that `policy_sheets` names."""
    title = title_of(cells)
    if title is None:
        raise ValueError(f"{cells.sheet} is no policy sheet")
    rows = sheet_rows(cells, title)
    reader = _Reader(cells.sheet, rows, epoch1904)
    enabled = reader.enabled()
    policy = reader.policy()
    return SheetPolicy(cells.sheet, enabled, None if reader.complaints else policy, reader.in_order())


class _Reader:
    # Builds what the model validates, and remembers from which cell each part came.

    def __init__(self, sheet: str, rows: SheetRows, epoch1904: bool) -> None:
        self.sheet, self.rows, self.epoch1904 = sheet, rows, epoch1904
        self.cells: dict[Path, Cell] = {}
        self.complaints: list[tuple[int, int, Complaint]] = []
        self.unread: list[Path] = []  # what has been complained of already
        for fault in rows.faults:
            self._complain(fault.row, fault.column, fault.problem, fault.value, fault.wanted)

    def enabled(self) -> bool | None:
        """Whether the sheet counts; None, with a complaint, when its cell says neither yes nor no."""
        cell = self.rows.enabled
        if cell is None or is_blank(cell.value):
            return False
        flag = parse_flag(cell.value)
        if isinstance(flag, bool):
            return flag
        choices = f"{YES[self.rows.place]} / {NO[self.rows.place]}"
        self._complain(cell.row, cell.column, "not_allowed", str(as_text(cell.value)), choices)
        return None

    def policy(self) -> Policy | None:
        """The policy; None with complaints when the model refuses it."""
        try:
            return Policy.model_validate(self._content())
        except ValidationError as refused:
            self._tell(refused.errors(include_url=False))
            return None

    def in_order(self) -> tuple[Complaint, ...]:
        """The complaints from top to bottom."""
        return tuple(complaint for _, _, complaint in sorted(self.complaints, key=lambda found: found[:2]))

    # -- the structure

    def _content(self) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for key, setting in settings_by_key().items():
            cell = self.rows.settings.get(key)
            if cell is None:
                continue
            self.cells[setting.path] = cell
            if (value := self._value(setting.path, setting.kind, cell)) is not None:
                _put(content, setting.path, value)
        _fill_tongues(content, "name")
        for key, lines in self.rows.tables.items():
            table = tables_by_key()[key]
            if table.shape == "words":
                _put(content, table.path, self._words(table, lines))
            # Without an interest rule there is no interest, and an empty list of rates says nothing.
            elif lines or table.path[0] != "interest":
                _put(content, table.path, self._lines(table, lines))
        return content

    def _lines(self, table: Table, lines: list[Line]) -> list[dict[str, Any]]:
        """The lines of a list; further conditions join the line of the same code, or the one above when nothing else stands there."""
        own = [column for column in table.columns if table.shape == "lines" or column.name not in ("fact", "operator", "value")]
        more = [column for column in table.columns if column not in own]
        read: list[dict[str, Any]] = []
        by_code: dict[str, int] = {}
        for line in lines:
            said = any(not is_blank(line[column.name].value) for column in own if column.name in line)
            code = as_text(line["code"].value) if "code" in line else None
            if more and read and not said:
                at = len(read) - 1
            elif code is not None and code in by_code:
                at = by_code[code]
            else:
                at = len(read)
                read.append({"conditions": []} if more else {})
                by_code[code or ""] = at
                self._take(read[at], (*table.path, at), own, line)
                for stem in ("action", "owner"):
                    _fill_tongues(read[at], stem)
            if any(not is_blank(line[column.name].value) for column in more if column.name in line):
                conditions = read[at]["conditions"]
                conditions.append({})
                self._take(conditions[-1], (*table.path, at, "conditions", len(conditions) - 1), more, line)
        return read

    def _take(self, into: dict[str, Any], place: Path, columns: Any, line: Line) -> None:
        fact_cell = line.get("fact") or line.get("figure")
        fact: object = None
        for column in columns:
            cell = line.get(column.name)
            if cell is None:
                continue
            path = (*place, *column.path)
            self.cells[path] = cell
            value = self._value(path, column.kind, cell, fact)
            if cell is fact_cell:
                fact = value
            if value is not None:
                _put(into, column.path, value)

    def _words(self, table: Table, lines: list[Line]) -> dict[str, Any]:
        word_kind, points_kind = (column.kind for column in table.columns)
        found: dict[str, Any] = {}
        for line in lines:
            word, points = line.get("word"), line.get("points")
            if word is None or points is None:
                continue  # the missing column has been told
            text = self._value((*table.path, ""), word_kind, word)
            if text is None:
                self._complain(word.row, word.column, "empty", "", "")
                continue
            name = str(text).strip()
            path = (*table.path, name)
            if name in found:
                self._complain(word.row, word.column, "twice", name, "")
                continue
            self.cells[path] = points
            value = self._value(path, points_kind, points)
            if value is None and path not in self.unread:
                self._complain(points.row, points.column, "missing", "", table.columns[1].name)
            found[name] = 0.0 if value is None else value
        return found

    def _value(self, path: Path, kind: Kind, cell: Cell, fact: object = None) -> object:
        """A cell's value; None when it is blank, or, with a complaint, cannot be read."""
        if is_blank(cell.value):
            return None
        value = read(kind, cell.value, self.rows.place, fact, epoch1904=self.epoch1904)
        if isinstance(value, Unread):
            self.unread.append(path)
            self._complain(cell.row, cell.column, value.problem, str(as_text(cell.value)), value.wanted)
            return None
        return value

    # -- complaints

    def _complain(self, row: int, column: int, problem: str, value: str, wanted: str, area: str | None = None) -> None:
        at = f"{self.sheet}!{area or address(max(row, 1), column)}"
        self.complaints.append((row, column, Complaint(at, problem, value, wanted)))

    def _tell(self, errors: list[ErrorDetails]) -> None:
        last: dict[Path, ErrorDetails] = {}
        for error in errors:
            # Of the alternatives of a bound, the number's complaint, the last, says more.
            last[tuple(part for part in error["loc"] if part not in ALTERNATIVES)] = error
        for path, error in last.items():
            if any(unread[: len(path)] == path for unread in self.unread):
                continue
            problem, value, wanted = what_is_wrong(error)
            if problem == "missing":
                wanted = self._label(path) or wanted
            culprit = _CULPRITS.get(problem, path)
            if problem == "action_unreachable" and (number := re.search(r"\d+", wanted)):
                culprit = ("actions", int(number[0]) - 1)
            row, column, area = self._area(culprit)
            self._complain(row, column, problem, value, wanted, area)

    def _label(self, path: Path) -> str | None:
        key = ".".join(map(str, path))
        labels = LABELS.get(key) or TABLES.get(key)
        return labels[self.rows.place] if labels else None

    def _area(self, path: Path) -> tuple[int, int, str]:
        """Where to look: the cell of a path, the cells below it, else what stands nearest above it in the structure."""
        for length in range(len(path), 0, -1):
            wanted = path[:length]
            head = self.rows.heads.get(".".join(map(str, wanted)))
            cells = [cell for found, cell in self.cells.items() if found[:length] == wanted]
            if head is not None and (length < len(path) or not cells):
                return head.row, head.column, address(head.row, head.column)
            if cells:
                top, left = min(cell.row for cell in cells), min(cell.column for cell in cells)
                bottom, right = max(cell.row for cell in cells), max(cell.column for cell in cells)
                first, last = address(top, left), address(bottom, right)
                return top, left, first if first == last else f"{first}:{last}"
        title = self.rows.title
        return title.row, title.column, address(max(title.row, 1), title.column)


def _put(content: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    for step in path[:-1]:
        content = content.setdefault(step, {})
    content[path[-1]] = value


def _fill_tongues(content: dict[str, Any], stem: str) -> None:
    """A text given in one language stands for the other as well."""
    texts = content.get(stem)
    if isinstance(texts, dict) and len(texts) == 1:
        (text,) = texts.values()
        content[stem] = {"zh": text, "en": text}
