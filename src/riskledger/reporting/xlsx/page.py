"""A sheet of the report: headings, sentences and tables from top to bottom, column widths by what stands in them, print set-up.

Tables are Excel tables with filters. Amounts become numbers only here, and only where a number holds every cent (15 digits).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len

from riskledger.i18n import Words
from riskledger.ledger.tiers import TIERS
from riskledger.reporting.report import Absent, Head, Quantity, Unit
from riskledger.reporting.saying import decimal_amount, say
from riskledger.reporting.wording import tier_name
from riskledger.reporting.xlsx.links import Link
from riskledger.reporting.xlsx.looks import BAD, GOOD, LEVEL_LOOKS, Looks, clean, unit_of_change
from riskledger.workbook.sheet_looks import LEVELS

if TYPE_CHECKING:
    from xlsxwriter import Workbook

LINE: Final = 14.5  # points of a line of text
_WIDEST: Final = {"text": 30.0, "wrap": 50.0, "link": 30.0, "link_wrap": 30.0, "word": 16.0}
_NARROWEST: Final = 8.0
# Widths of letters of 10 points, in digits of 11 points, by which columns are measured.
_NARROW, _WIDE = 0.82, 0.95
_FILTER: Final = 3  # characters that a filter's button covers
_HEADER_LIMIT: Final = 100  # characters of the file's name in the footer: Excel takes 255 for all of it
_LEVELS: Final = ("red", "orange", "yellow", "blue")


class Figure(NamedTuple):
    """A figure with its own unit, in a column that holds several."""

    value: Quantity
    unit: Unit
    change: bool = False


Cell = str | int | float | Decimal | dt.date | Link | Figure | None


class Column(NamedTuple):
    """A column of a table: header, kind of cell, and how it is coloured ("tier", "verdict", "level", "bar").

    A `seldom` one is left out where no row has a value.
    """

    header: str
    kind: str = "text"
    shade: str | None = None
    seldom: bool = False


class Extent(NamedTuple):
    """Where the rows of a table stand; 0-based, last row included."""

    sheet: str
    first: int
    last: int
    left: int

    def column(self, index: int) -> list[str | int]:
        """The cells of one column, as charts want them."""
        return [self.sheet, self.first, self.left + index, self.last, self.left + index]

    def name(self, index: int) -> list[str | int]:
        """The header of a column."""
        return [self.sheet, self.first - 1, self.left + index]


class Page:
    """One sheet, filled from top to bottom."""

    def __init__(self, book: Workbook, key: str, head: Head, looks: Looks, words: Words) -> None:
        self.key, self.head, self.words, self.looks = key, head, words, looks
        self.title = words(f"monthly.xlsx.sheet.{key}")
        self.sheet = book.add_worksheet(self.title)
        self.book = book
        self.row = 0
        self._widths: dict[int, float] = {}
        self._breaks: list[int] = []
        self._fixed = False
        self._tables = 0
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(9)  # A4
        self.sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
        title = words("monthly.title.report", month=head.month).replace("&", "&&")
        name = clean(head.workbook)[:_HEADER_LIMIT].replace("&", "&&")
        self.sheet.set_header(f"&L&9{title}&R&9&A")
        self.sheet.set_footer(f"&L&9{name}&R&9{words('monthly.xlsx.page')}")

    # --- what stands on it

    def column(self, key: str, kind: str = "text", shade: str | None = None, *, seldom: bool = False) -> Column:
        """A column under the header of that key."""
        return Column(self.words(f"monthly.column.{key}"), kind, shade, seldom)

    def heading(self, text: str, columns: int = 1) -> None:
        """The title of a section, with a line below it over so many columns."""
        self.sheet.set_row(self.row, 22)
        for column in range(columns):
            self.sheet.write_blank(self.row, column, None, self.looks("section"))
        self.sheet.write_string(self.row, 0, clean(text), self.looks("section"))
        self.row += 1

    def line(self, text: str, kind: str) -> None:
        """A line of text that may run over the cells to its right."""
        self.sheet.write_string(self.row, 0, clean(text), self.looks(kind))
        self.row += 1

    def paragraph(self, text: str, last: int, width: float, kind: str = "said") -> None:
        """A sentence over the first columns together, as high as it needs at so many characters a line."""
        self.sheet.merge_range(self.row, 0, self.row, last, "", self.looks(kind))
        self.sheet.write_string(self.row, 0, clean(text), self.looks(kind))
        self.sheet.set_row(self.row, LINE * _lines(text, width))
        self.row += 1

    def absent(self, section: Absent) -> None:
        """Why a section is empty."""
        self.line(say(section.why, self.words), "absent")
        self.row += 1

    def put(self, row: int, column: int, value: Cell, kind: str) -> None:
        """One value; what is not known stays blank, text stays text whatever it begins with."""
        look = self.looks(kind)
        if isinstance(value, Figure):
            look = self.looks(f"{'change' if value.change else 'unit'}.{value.unit}")
            value = (
                unit_of_change(float(value.value), value.unit) if value.change and value.unit == "share" and value.value else value.value
            )
        match value:
            case None:
                self.sheet.write_blank(row, column, None, look)
            case Link(text=text, target=target):
                if target is None or self.sheet.write_url(row, column, target, look, clean(text)) != 0:
                    self.sheet.write_string(row, column, clean(text), look)
            case str():
                self.sheet.write_string(row, column, clean(value), look)
            case dt.date():
                self.sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), look)
            case Decimal():
                number = exact(value)
                if number is None:
                    self.sheet.write_string(row, column, decimal_amount(value), look)
                else:
                    self.sheet.write_number(row, column, number, look)
            case int() | float():
                if math.isfinite(value):
                    self.sheet.write_number(row, column, value, look)
                else:
                    self.sheet.write_string(row, column, "∞", look)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, left: int = 0) -> Extent:
        """A table with its filter; in place of one without rows, that there is nobody."""
        if not rows:
            self.line(self.words("monthly.xlsx.nobody"), "absent")
            self.row += 1
            return Extent(self.title, self.row, self.row - 1, left)
        kept = [i for i, column in enumerate(columns) if not column.seldom or any(row[i] is not None for row in rows)]
        columns, rows = [columns[i] for i in kept], [[row[i] for i in kept] for row in rows]
        head = self.row
        first, last = head + 1, head + len(rows)
        self._tables += 1
        self.sheet.add_table(
            head,
            left,
            last,
            left + len(columns) - 1,
            {
                "name": f"{self.key}_{self._tables}",
                "style": None,
                "autofilter": not self._fixed,  # a page that is laid out as a whole is to be read, not searched
                "columns": [{"header": header, "header_format": self.looks("header")} for header in unlike(c.header for c in columns)],
            },
        )
        for i, column in enumerate(columns):
            self._widen(left + i, column, [row[i] for row in rows])
        heading = max(_lines(c.header, self._widths[left + i]) for i, c in enumerate(columns))
        self.sheet.set_row(head, LINE * heading + 3)
        for below, row in enumerate(rows):
            high = 1
            for i, (value, column) in enumerate(zip(row, columns, strict=True)):
                self.put(first + below, left + i, value, column.kind)
                if column.kind in ("wrap", "link_wrap") and value is not None:
                    high = max(high, _lines(_shown(value, column.kind), self._widths[left + i]))
            if high > 1:
                self.sheet.set_row(first + below, LINE * high)
        for i, column in enumerate(columns):
            self._shade(column.shade, first, last, left + i)
        self.row = last + 2
        return Extent(self.title, first, last, left)

    def _shade(self, shade: str | None, first: int, last: int, column: int) -> None:
        words = self.words
        texts: dict[str, tuple[str, str]] = {}
        match shade:
            case "tier":
                texts = {tier_name(tier, words): LEVELS[tier] for tier in TIERS}
            case "verdict":
                texts = {words("monthly.verdict.better"): GOOD, words("monthly.verdict.worse"): BAD}
            case "level":
                texts = {words(f"monthly.level.{level}"): LEVEL_LOOKS[level] for level in _LEVELS}
            case "state":
                texts = {words("monthly.state.done"): GOOD, words("monthly.state.overdue"): BAD}
            case "severity":
                texts = {words("severity.error"): BAD, words("severity.warning"): LEVELS["medium"]}
            case "bar":
                bar = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_color": "#BDD7EE", "bar_no_border": True}
                self.sheet.conditional_format(first, column, last, column, {**bar, "min_type": "num", "min_value": 0})
        for text, colours in texts.items():
            self.sheet.conditional_format(
                first, column, last, column, {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": self.looks.rule(colours)}
            )

    # --- widths and print

    def fix_widths(self, widths: Sequence[float]) -> None:
        """Widths that are laid down beforehand, in characters."""
        self._fixed = True
        self._widths = dict(enumerate(widths))

    def _widen(self, at: int, column: Column, values: Iterable[Cell]) -> None:
        if self._fixed:
            return
        wide = max((cell_len(part) for value in values if value is not None for part in _shown(value, column.kind).split("\n")), default=0)
        # A header may take two lines; its longest word stays in one.
        wanted = max(wide + 2.5, cell_len(column.header) / 2 + _FILTER, *(cell_len(w) + _FILTER for w in column.header.split()), _NARROWEST)
        self._widths[at] = max(self._widths.get(at, 0.0), min(wanted, _WIDEST.get(column.kind, wanted)))

    def new_paper(self) -> None:
        """What follows begins on a page of its own when printed."""
        self._breaks.append(self.row)

    def width(self, last: int) -> float:
        """Characters that the columns up to this one hold together."""
        return sum(self._widths.get(i, 8.43) for i in range(last + 1))

    def close(self) -> None:
        """Set the widths that were found, and where the paper ends."""
        self.sheet.set_h_pagebreaks(self._breaks)
        for column, width in self._widths.items():
            self.sheet.set_column(column, column, width)

    def lay_out(self, *, upright: bool = False, repeated: int = 0, kept_columns: int = 0) -> None:
        """The title, and paper as wide as the sheet: the first rows stay in sight and are printed again on each page.

        repeated: the last of these rows. kept_columns: columns on the left that stay in sight too.
        """
        self.line(self.title, "title")
        self.sheet.set_row(0, 28)
        self.sheet.freeze_panes(repeated + 1, kept_columns)
        self.sheet.repeat_rows(0, repeated)
        if not upright:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)


def exact(amount: Decimal) -> float | None:
    """The amount as the number that Excel keeps (15 digits); None where that would lose a cent."""
    number = float(amount)
    return number if Decimal(f"{number:.15g}") == amount else None


def unlike(headers: Iterable[str]) -> list[str]:
    """The headers of a table, which Excel wants each once; a second one gets a space."""
    seen: list[str] = []
    for header in headers:
        while header.lower() in (each.lower() for each in seen):
            header += " "
        seen.append(header)
    return seen


def _shown(value: Cell, kind: str) -> str:
    match value:
        case Figure(value=figure):
            return "" if figure is None else f"▲ {figure:,.2f}"
        case Link(text=text):
            return text
        case Decimal():
            return decimal_amount(value)
        case dt.date():
            return value.isoformat()
        case float():
            return f"{value:,.1f}%"
    return str(value)


def _lines(text: str, width: float) -> int:
    """Lines that a text takes in a column of so many characters, which are digits of the default size: letters are narrower."""
    room = max(4.0, width - 1.5)
    return sum(max(1, math.ceil(_measure(part) / room)) for part in text.split("\n"))


def _measure(text: str) -> float:
    cells, letters = cell_len(text), len(text)
    return _WIDE * 2 * (cells - letters) + _NARROW * (2 * letters - cells)
