"""The tool's own sheets in the analyst's workbook: what one shows (data) and how it becomes worksheet XML (ECMA-376 part 1, § 18.3)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, isfinite
from typing import Literal, NamedTuple

from riskledger.workbook import sheet_looks
from riskledger.workbook.address import column_letters
from riskledger.workbook.inline_text import attribute, t_element
from riskledger.workbook.styles import STRICT, TRANSITIONAL, Styles

Kind = Literal["text", "wrap", "money", "count", "points", "share", "date", "tier", "severity", "link"]

CAPTION_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 3
MOST_LINKS = 65_530  # Excel repairs a sheet that has more; the cells beyond keep their text
TALLEST_ROW = 409.0  # points, Excel's limit

_REPEATED = (str, dt.date, type(None))  # no two of them are equal, as 1 and Decimal("1.00") are
_WIDE = re.compile("[\u2e80-\ud7ff\uf900-\ufaff\ufe30-\uffe6]")  # characters two columns wide


class Link(NamedTuple):
    """A cell that jumps to another cell of the workbook."""

    text: str
    sheet: str
    cell: str


class Share(NamedTuple):
    """A cell of a closing row that is a share, whatever the other cells of its column are."""

    share: Decimal


Plain = str | int | float | Decimal | dt.date | None
Value = Plain | Link


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of a result sheet: header text, look of its cells, width in characters."""

    header: str
    kind: Kind
    width: float


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """One sheet of ours. Row 1 holds the caption, row 2 the headers, the data follow.

    `kind` is the mark by which a sheet of ours is known again ("assessment", "findings" …); `title` is the tab's name, `known_titles` the
    names (in any language) under which an older run may have left it. `caption` is one line; what stands before its first " · " is set
    bold, the rest is a grey note. `totals` is an optional closing row, set apart and outside the filter; `closing` are more
    of them. `stamp` is a short
    machine-readable text kept in the mark (e.g. the as-of date) and given back by `Book.own_sheets`. In a "tier" or "severity" column the
    cell's text is what is shown, and the row's entry in `levels` its colour: "low", "medium", "high" or "info", "warning", "error".
    `blank_forms` are header rows: a sheet of one of our names that holds such a row and nothing else is a form of the template never filled
    in, and gives up its place.
    """

    kind: str
    title: str
    known_titles: tuple[str, ...]
    caption: str
    columns: Sequence[ResultColumn]
    rows: Sequence[Sequence[Value]]
    totals: Sequence[Value] | None = None
    levels: Sequence[str] = ()
    stamp: str = ""
    tab_colour: str = "1F4E78"
    closing: Sequence[Sequence[Value | Share]] = ()
    blank_forms: Sequence[Sequence[str]] = ()


def filter_range(sheet: ResultSheet) -> str:
    """The range under the sheet's filter, header and data without the totals, as in "$A$2:$K$61"."""
    return f"$A${HEADER_ROW}:${column_letters(len(sheet.columns))}${HEADER_ROW + len(sheet.rows)}"


def sheet_xml(sheet: ResultSheet, styles: Styles, *, strict: bool = False, epoch1904: bool = False) -> bytes:
    """The complete worksheet part of a result sheet, in UTF-8; it needs no relationships and no shared strings.

    styles: those of the workbook, to which missing looks are appended; strict: whether the workbook is strict OOXML; epoch1904: whether its
    days are counted from 1904. ValueError when a row has not as many cells as there are columns, or a figure is not finite.
    """
    letters = [column_letters(i) for i in range(1, len(sheet.columns) + 1)]
    last_row = HEADER_ROW + len(sheet.rows) + (sheet.totals is not None) + len(sheet.closing)
    links: list[str] = []
    body = "".join(_rows(sheet, letters, styles, epoch1904, links))
    namespace = STRICT if strict else TRANSITIONAL
    first, last = letters[0], letters[-1]
    below = chr(ord(first) + 1) if len(letters) > 1 else first
    across = 'xSplit="1" ' if len(letters) > 1 else ""
    pane = "bottomRight" if across else "bottomLeft"
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{namespace}">'
        f'<sheetPr><tabColor rgb="FF{sheet.tab_colour}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="{first}1:{last}{last_row}"/>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
        f'<pane {across}ySplit="{HEADER_ROW}" topLeftCell="{below}{FIRST_ROW}" activePane="{pane}" state="frozen"/>'
        f'<selection pane="{pane}" activeCell="{below}{FIRST_ROW}" sqref="{below}{FIRST_ROW}"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{_widths(sheet)}</cols><sheetData>{body}</sheetData>'
        f'<autoFilter ref="{filter_range(sheet).replace("$", "")}"/>'
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    ).encode()


def _widths(sheet: ResultSheet) -> str:
    return "".join(f'<col min="{i}" max="{i}" width="{column.width:g}" customWidth="1"/>' for i, column in enumerate(sheet.columns, 1))


def _rows(sheet: ResultSheet, letters: Sequence[str], styles: Styles, epoch1904: bool, links: list[str]) -> Iterator[str]:
    caption = styles.look(sheet_looks.CAPTION)
    yield f'<row r="{CAPTION_ROW}" ht="26" customHeight="1"><c r="A1" s="{caption}" t="inlineStr">{_caption(sheet, styles)}</c></row>'
    header = styles.look(sheet_looks.HEADER)
    cells = (
        f'<c r="{x}{HEADER_ROW}" s="{header}" t="inlineStr"><is>{t_element(c.header)}</is></c>'
        for x, c in zip(letters, sheet.columns, strict=True)
    )
    line = 1.36 * float(styles.base_font()["sz"])
    headers = [c.header for c in sheet.columns]
    # Fixed, because LibreOffice lays a header it has grown by itself over the first row of data.
    height = _height(headers, sheet.columns, line, range(len(headers)), 12.0)
    yield f'<row r="{HEADER_ROW}"{height} customHeight="1">{"".join(cells)}</row>'

    plain = [styles.look(sheet_looks.cell(column.kind)) for column in sheet.columns]
    linked = styles.look(sheet_looks.cell("link"))
    texts = _Texts(epoch1904)
    by_level = {name: styles.look(sheet_looks.level(name)) for name in dict.fromkeys(sheet.levels) if name}
    wrapped = [i for i, column in enumerate(sheet.columns) if column.kind == "wrap"]
    coloured = [i for i, column in enumerate(sheet.columns) if column.kind in ("tier", "severity")]
    for number, row in enumerate(sheet.rows, FIRST_ROW):
        looks = plain
        level = sheet.levels[number - FIRST_ROW] if number - FIRST_ROW < len(sheet.levels) else ""
        if coloured and level:
            looks = plain.copy()
            for i in coloured:
                looks[i] = by_level[level]
        body = _cells(number, row, letters, looks, linked, texts, links)
        yield f'<row r="{number}"{_height(row, sheet.columns, line, wrapped, 4.0)}>{body}</row>'
    closing = [*([sheet.totals] if sheet.totals is not None else []), *sheet.closing]
    for number, last in enumerate(closing, FIRST_ROW + len(sheet.rows)):
        kinds = ["share" if isinstance(value, Share) else column.kind for value, column in zip(last, sheet.columns, strict=True)]
        looks = [styles.look(sheet_looks.total(kind)) for kind in kinds]
        plain_row = [value.share if isinstance(value, Share) else value for value in last]
        yield f'<row r="{number}">{_cells(number, plain_row, letters, looks, linked, texts, links)}</row>'


def _height(row: Sequence[Value], columns: Sequence[ResultColumn], line: float, wrapped: Sequence[int], room: float) -> str:
    # Excel fits a row to its wrapped text when it opens the file, LibreOffice often does not: so the height is told, as a fitted one
    # (no customHeight), which either program may still adjust.
    most = 1
    for i in wrapped:
        text = row[i]
        if isinstance(text, str):
            fits = max(columns[i].width - 2, 4.0)
            most = max(most, sum(max(1, ceil((len(part) + len(_WIDE.findall(part))) / fits)) for part in text.split("\n")))
    return f' ht="{min(most * line + room, TALLEST_ROW):g}"'


def _cells(
    number: int, row: Sequence[Value], letters: Sequence[str], looks: Sequence[int], linked: int, texts: _Texts, links: list[str]
) -> str:
    cells = []
    for x, look, value in zip(letters, looks, row, strict=True):
        if isinstance(value, Link):
            if len(links) < MOST_LINKS:
                links.append(f'<hyperlink ref="{x}{number}" location="{attribute(_place(value))}" display="{attribute(value.text)}"/>')
                look = linked
            value = value.text
        content = texts[value] if type(value) in _REPEATED else _content(value, texts.epoch1904)
        cells.append(f'<c r="{x}{number}" s="{look}"{content}')
    return "".join(cells)


class _Texts(dict[Plain, str]):
    """The content of the texts and days met so far: a column repeats a few of them thousands of times."""

    def __init__(self, epoch1904: bool) -> None:
        super().__init__()
        self.epoch1904 = epoch1904

    def __missing__(self, value: Plain) -> str:
        self[value] = content = _content(value, self.epoch1904)
        return content


def _content(value: Plain, epoch1904: bool) -> str:
    # The rest of a <c> element after its reference and style.
    if value is None:
        return "/>"
    if isinstance(value, str):
        return f' t="inlineStr"><is>{t_element(value)}</is></c>'
    if isinstance(value, dt.date):
        serial = _serial(value, epoch1904)
        return f' t="inlineStr"><is>{t_element(value.isoformat())}</is></c>' if serial is None else f"><v>{serial}</v></c>"
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"no figure for a cell: {value}")
        return f"><v>{value:f}</v></c>"
    if isinstance(value, float):
        if not isfinite(value):
            raise ValueError(f"no figure for a cell: {value}")
        return f"><v>{float(value)!r}</v></c>"  # float() since numpy's own floats spell their type
    return f"><v>{int(value)}</v></c>"


def _serial(day: dt.date, epoch1904: bool) -> int | None:
    # Excel's day number; None before its first day. Day 60 of the 1900 count is a 29 February 1900 that never was.
    days = day.toordinal() - (dt.date(1904, 1, 1) if epoch1904 else dt.date(1899, 12, 30)).toordinal()
    if epoch1904:
        return days if days >= 0 else None
    days -= days <= 60
    return days if days >= 1 else None


def _place(link: Link) -> str:
    name = link.sheet.replace("'", "''")
    return f"'{name}'!{link.cell}"


def _caption(sheet: ResultSheet, styles: Styles) -> str:
    title, dot, note = sheet.caption.partition(" · ")
    runs = [(title, "<b/>", float(styles.base_font()["sz"]) + sheet_looks.CAPTION.larger, sheet_looks.DARK)]
    if dot:
        runs.append((dot + note, "", float(styles.base_font()["sz"]), sheet_looks.GREY))
    face = attribute(styles.base_font()["name"])
    return (
        "<is>"
        + "".join(
            f'<r><rPr>{bold}<sz val="{size:g}"/><color rgb="FF{colour}"/><rFont val="{face}"/></rPr>{t_element(text)}</r>'
            for text, bold, size, colour in runs
        )
        + "</is>"
    )
