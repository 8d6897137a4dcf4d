"""A workbook made from bare values, row by row, the same bytes for the same values (ECMA-376 part 1, §§ 18.2 and 18.3)."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from riskledger.errors import CannotRun
from riskledger.workbook.archive import ArchiveWriter, Packed, packed
from riskledger.workbook.inline_text import LONGEST_TEXT, attribute, t_element
from riskledger.workbook.rows import LAST_COLUMN, LAST_ROW, letters_of
from riskledger.workbook.sheet import Box
from riskledger.workbook.values import CellError

__all__ = ["BareNumber", "NewBook", "NewValue"]


class BareNumber(str):
    """A number in the digits it was written with."""

    __slots__ = ()


NewValue = None | str | bool | int | float | dt.datetime | dt.date | dt.time | dt.timedelta | CellError | BareNumber
"""What a new cell can hold; None and "" make no cell."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DATE, _MOMENT, _TIME, _DURATION = 1, 2, 3, 4
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">'
    + "".join(f'<xf numFmtId="{n}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' for n in (0, 164, 165, 21, 46))
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
# Dates are wider than Excel's standard column, and a date that does not fit shows as ####.
_HEAD = f'{_XML}<worksheet xmlns="{_MAIN}"><sheetFormatPr defaultColWidth="14" defaultRowHeight="15"/><sheetData>'
_BLOCK_ROWS = 500
_MOST_REMEMBERED = 50_000
_LONG = LONGEST_TEXT // 14  # as escapes (7 for 1) and surrogate pairs (2 for 1) no shorter text can go beyond the limit
_ERRORS = frozenset(["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"])
_ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN = re.compile(r"[\x00-\x1f\ud800-\udfff\ufffe\uffff\[\]:*?/\\]")
_LONGEST_TAB = 31  # UTF-16 units


class NewBook:
    """A workbook being written to `target`; nothing is left behind when it is not finished. Use as a context manager."""

    def __init__(self, target: Path, source: str) -> None:
        """source: the name of the file the values come from, for messages."""
        self._target, self._source = target, source
        self._sheets: list[tuple[str, str, Packed]] = []
        self.tabs: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for _, _, part in self._sheets:
            part.content.close()

    def add_sheet(self, name: str, rows: Iterable[Sequence[NewValue]], *, state: str = "visible", merged: Iterable[Box] = ()) -> None:
        """Add a sheet after the others.

        name: of the tab, changed where Excel would not have it; rows: from row 1 and column 1 on without gaps; state: "visible",
        "hidden" or "veryHidden". CannotRun: "too_many_rows", "too_many_columns", "cell_too_long".
        """
        tab = self._free_tab(name)
        self.tabs.append(tab)
        self._sheets.append((tab, state, packed(self._sheet_pieces(tab, rows, merged), self._target.parent)))

    def finish(self) -> None:
        """Write the file; one that stood there is replaced. OSError as the system gives it; what stood there is then unchanged."""
        parts = {
            "[Content_Types].xml": self._content_types(),
            "_rels/.rels": _relationships([("officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": self._workbook(),
            "xl/_rels/workbook.xml.rels": _relationships(
                [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(self._sheets) + 1)] + [("styles", "styles.xml")]
            ),
            "xl/styles.xml": _STYLES,
        }
        unfinished = self._target.with_name(f".{self._target.name}.part")
        try:
            with unfinished.open("wb") as file:
                archive = ArchiveWriter(file, self._target.name)
                for name, xml in parts.items():
                    archive.put(name, packed([xml.encode()], self._target.parent), None)
                for number, (_, _, part) in enumerate(self._sheets, 1):
                    archive.put(f"xl/worksheets/sheet{number}.xml", part, None)
                archive.finish(b"")
            unfinished.replace(self._target)
        finally:
            unfinished.unlink(missing_ok=True)

    # -- sheets

    def _sheet_pieces(self, tab: str, rows: Iterable[Sequence[NewValue]], merged: Iterable[Box]) -> Iterator[bytes]:
        yield _HEAD.encode()
        yield from self._row_pieces(tab, rows)
        areas = _apart(merged)
        tail = "</sheetData>"
        if areas:
            refs = "".join(f'<mergeCell ref="{letters_of(b.left)}{b.top}:{letters_of(b.right)}{b.bottom}"/>' for b in areas)
            tail += f'<mergeCells count="{len(areas)}">{refs}</mergeCells>'
        yield (tail + "</worksheet>").encode()

    def _row_pieces(self, tab: str, rows: Iterable[Sequence[NewValue]]) -> Iterator[bytes]:
        starts: list[str] = []  # of a cell, by column
        known: defaultdict[type, dict[NewValue, str]] = defaultdict(dict)  # by type too, since 1 equals True
        block: list[str] = []
        for number, row in enumerate(rows, 1):
            if number > LAST_ROW:
                raise CannotRun("too_many_rows", file=self._source, sheet=tab, limit=LAST_ROW)
            if len(row) > len(starts):
                if any(map(_holds, row[LAST_COLUMN:])):
                    raise CannotRun("too_many_columns", file=self._source, sheet=tab, row=number, limit=LAST_COLUMN)
                starts += [f'<c r="{letters_of(column)}' for column in range(len(starts) + 1, min(len(row), LAST_COLUMN) + 1)]
            cells = []
            for start, value in zip(starts, row, strict=False):
                if value is None or value == "":
                    continue
                same = known[type(value)]
                content = same.get(value)
                if content is None:
                    content = _content(value)
                    if not content:
                        raise CannotRun("cell_too_long", file=self._source, cell=f"{tab}!{start[6:]}{number}", limit=LONGEST_TEXT)
                    if len(same) < _MOST_REMEMBERED:
                        same[value] = content
                cells.append(f'{start}{number}"{content}')
            if cells:
                block.append(f'<row r="{number}">{"".join(cells)}</row>')
            if len(block) == _BLOCK_ROWS:
                yield "".join(block).encode()
                block.clear()
        yield "".join(block).encode()

    def _free_tab(self, name: str) -> str:
        tab = _cut(_FORBIDDEN.sub("_", name), _LONGEST_TAB).strip("'").strip() or "Sheet1"
        taken = {other.casefold() for other in self.tabs}
        free, number = tab, 1
        while free.casefold() in taken or free.casefold() == "history":  # Excel keeps that name for itself
            number += 1
            free = _cut(tab, _LONGEST_TAB - len(f" ({number})")) + f" ({number})"
        return free

    # -- what stands around them

    def _workbook(self) -> str:
        states = [state for _, state, _ in self._sheets]
        if states and "visible" not in states:
            states[0] = "visible"  # Excel opens no workbook without a sheet to show
        shown = next((n for n, state in enumerate(states) if state == "visible"), 0)
        sheets = "".join(
            f'<sheet name="{attribute(tab)}" sheetId="{n}"{_state(state)} r:id="rId{n}"/>'
            for n, (tab, state) in enumerate(zip(self.tabs, states, strict=True), 1)
        )
        views = f'<bookViews><workbookView activeTab="{shown}" firstSheet="{shown}"/></bookViews>'
        return f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}">{views}<sheets>{sheets}</sheets></workbook>'

    def _content_types(self) -> str:
        numbers = range(1, len(self._sheets) + 1)
        sheets = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in numbers)
        return (
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{sheets}'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
        )


def _relationships(links: Sequence[tuple[str, str]]) -> str:
    entries = "".join(f'<Relationship Id="rId{n}" Type="{_REL}/{kind}" Target="{part}"/>' for n, (kind, part) in enumerate(links, 1))
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _apart(merged: Iterable[Box]) -> list[Box]:
    """The areas that Excel takes: more than a cell, inside the sheet, none over another."""
    kept: list[Box] = []
    beside: list[Box] = []  # that reach down to the area at hand
    for box in sorted(set(merged)):
        beside = [other for other in beside if other.bottom >= box.top]
        sound = 1 <= box.top <= box.bottom <= LAST_ROW and 1 <= box.left <= box.right <= LAST_COLUMN and box[:2] != box[2:]
        if sound and not any(other.left <= box.right and box.left <= other.right for other in beside):
            kept.append(box)
            beside.append(box)
    return kept


def _state(state: str) -> str:
    return "" if state == "visible" else f' state="{state}"'


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


# -- cells


def _holds(value: NewValue) -> bool:
    return value is not None and value != ""


def _content(value: NewValue) -> str:
    """What follows the address of a cell; "" for a text that is too long."""
    if type(value) is str:
        return "" if _too_long(value) else f' t="inlineStr"><is>{t_element(value)}</is></c>'
    if isinstance(value, BareNumber):
        return f"><v>{value}</v></c>"
    if isinstance(value, str):
        return f' t="e"><v>{value if value in _ERRORS else "#VALUE!"}</v></c>'
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f"><v>{value!r}</v></c>" if math.isfinite(value) else ' t="e"><v>#NUM!</v></c>'
    return _time_content(value)


def _time_content(value: NewValue) -> str:
    if isinstance(value, dt.timedelta):
        return _serial(value / dt.timedelta(days=1), _DURATION)
    if isinstance(value, dt.time):
        return _serial(_days(dt.datetime.combine(dt.date(1899, 12, 30), value)), _TIME)
    if isinstance(value, dt.datetime):
        style, moment = _MOMENT, value.replace(tzinfo=None)
    elif isinstance(value, dt.date):
        style, moment = _DATE, dt.datetime.combine(value, dt.time())
    else:
        raise TypeError(f"no cell can hold a {type(value).__name__}")
    days = _days(moment)
    if days < 61:  # Excel counts a 29 February 1900 that never was
        days -= 1
    return _serial(days, style) if days >= 1 else _content(value.isoformat())  # before 1900: a text, as Excel has no such date


def _days(moment: dt.datetime) -> float:
    return (moment - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)


def _serial(days: float, style: int) -> str:
    return f' s="{style}"><v>{int(days) if days == int(days) else repr(days)}</v></c>'


def _too_long(text: str) -> bool:
    if len(text) <= _LONG:
        return False
    escaped = _ESCAPED.sub("_x0000_", text)  # any escape has this length
    return len(escaped.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TEXT
