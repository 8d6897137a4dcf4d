"""The template's guide as a sheet that reads like a page: a title band, sections, tables without gridlines."""

from __future__ import annotations

import re
from math import ceil
from typing import Literal

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from riskledger.workbook.sheet_looks import DARK, GREY, RULE, WHITE
from riskledger.workbook.template_guide import Guide, Section

_WIDTHS = (21.0, 16.0, 14.0, 54.0, 57.0)  # characters, grid columns 0 to 4 in sheet columns B to F
_FIRST = 2
_LINE = 16.0  # points of one text line at 10 points
_WIDE = re.compile("[\u2e80-\ud7ff\uf900-\ufaff\ufe30-\uffe6]")
_FAINT = "F2F6FA"


def write_guide(sheet: Worksheet, guide: Guide, face: str) -> None:
    """Lay out the guide on an empty sheet.

    face: the typeface; row heights are estimated from the text, since neither Excel nor LibreOffice fits rows with merged cells.
    """
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = DARK
    sheet.column_dimensions["A"].width = 2.5
    for i, width in enumerate(_WIDTHS):
        sheet.column_dimensions["BCDEF"[i]].width = width
    page = _Page(sheet, face)
    page.band(guide.title, guide.promise)
    for section in guide.sections:
        page.section(section)
    sheet.freeze_panes = "A4"
    sheet.print_area = f"A1:F{page.row - 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    # A width that fits whatever typeface stands in. Excel then breaks pages where it likes, LibreOffice before the sections that
    # ask for it.
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)


class _Page:
    # A cursor down the sheet.

    def __init__(self, sheet: Worksheet, face: str) -> None:
        self.sheet, self.face, self.row = sheet, face, 1

    def band(self, title: str, promise: str) -> None:
        for text, size, height, bold in ((title, 22, 42.0, True), (promise, 11, 26.0, False)):
            for column in range(1, _FIRST + len(_WIDTHS)):
                self.sheet.cell(self.row, column).fill = PatternFill("solid", fgColor=DARK)
            cell = self._text(0, 4, text, size=size, bold=bold, colour=WHITE)
            cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
            self._height(height)
        self._height(8.0)

    def section(self, section: Section) -> None:
        if section.new_page:
            self.sheet.row_breaks.append(Break(id=self.row - 1))
        heading = self._text(0, 4, section.title, size=14, bold=True, colour=DARK)
        heading.alignment = Alignment(vertical="bottom")
        self._underline(DARK, "medium")
        self._height(34.0)
        if section.note:
            self._text(0, 4, section.note, colour=GREY)
            self._height(self._needed(((0, 4),), (section.note,)))
        if section.header:
            for (first, last), text in zip(section.spans, section.header, strict=True):
                self._text(first, last, text, bold=True, colour=DARK, fill="DDEBF7")
            self._height(22.0)
        for i, row in enumerate(section.rows):
            for place, ((first, last), text) in enumerate(zip(section.spans, row, strict=True)):
                swatch = section.swatches[i] if place == 0 and section.swatches else None
                if place == section.command and text:
                    self._text(first, last, text, face="Consolas", size=9.5, colour="1F1F1F", fill=_FAINT)
                else:
                    self._text(
                        first,
                        last,
                        text,
                        bold=place == 0,
                        fill=swatch[0] if swatch else None,
                        colour=swatch[1] if swatch else DARK if place == 0 else "262626",
                    )
            self._underline(RULE, "thin")
            self._height(self._needed(section.spans, row))
        self._height(10.0)

    def _text(
        self,
        first: int,
        last: int,
        text: str,
        *,
        size: float = 10,
        bold: bool = False,
        colour: str = "262626",
        fill: str | None = None,
        face: str | None = None,
    ) -> Cell:
        cell = self.sheet.cell(self.row, _FIRST + first)
        assert isinstance(cell, Cell)  # merged areas only grow to the right of it
        cell.value = text or None
        cell.font = Font(name=face or self.face, size=size, bold=bold, color=colour)
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
        if fill:
            for column in range(_FIRST + first, _FIRST + last + 1):
                self.sheet.cell(self.row, column).fill = PatternFill("solid", fgColor=fill)
        if last > first:
            self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=_FIRST + first, end_column=_FIRST + last)
        return cell

    def _underline(self, colour: str, style: Literal["thin", "medium"]) -> None:
        for column in range(_FIRST, _FIRST + len(_WIDTHS)):
            self.sheet.cell(self.row, column).border = Border(bottom=Side(style=style, color=colour))

    def _needed(self, spans: tuple[tuple[int, int], ...], row: tuple[str, ...]) -> float:
        most = 1
        for (first, last), text in zip(spans, row, strict=True):
            wide = len(_WIDE.findall(text))
            fits = sum(_WIDTHS[first : last + 1]) - 2  # the indent and the cell's own edges
            most = max(most, ceil((1.9 * wide + 0.88 * (len(text) - wide)) / fits))
        return most * _LINE + 7

    def _height(self, points: float) -> None:
        self.sheet.row_dimensions[self.row].height = points
        self.row += 1
