"""A ledger to be marked, and ways to look at a workbook before and after."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter
from lxml import etree
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from riskledger.workbook.book import open_book
from riskledger.workbook.marks import Mark, Marked, mark

LEDGER = "客户台账"
ERROR, WARNING = "FFFCD8D4", "FFFCF0C4"  # the last two bits of each channel are ours to count with


def ledger(path: Path, *, notes: bool = False, button: bool = False, second_sheet_notes: bool = False) -> Path:
    """Four columns (a blue name, a patterned amount, a date, a formula), eight rows, a validation, a table and a chart."""
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet(LEDGER)
    blue = book.add_format({"bg_color": "#00B0F0", "bold": True, "border": 1})
    pattern = book.add_format({"pattern": 4, "fg_color": "red", "bg_color": "yellow", "num_format": "0.00"})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    page.set_column(4, 4, 40, date)
    page.write_row(0, 0, ["客户", "金额", "到期日", "两倍", "备注"])
    for row in range(1, 8):
        page.write(row, 0, f"客户{row}", blue)
        page.write(row, 1, row * 1.5, pattern)
        page.write(row, 2, 46000 + row, date)
        page.write_formula(row, 3, f"=B{row + 1}*2", None, row * 3)
    page.data_validation("A2:A8", {"validate": "length", "criteria": ">", "value": 1})
    page.add_table("G1:H3", {"columns": [{"header": "甲"}, {"header": "乙"}]})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": [LEDGER, 1, 1, 7, 1]})
    page.insert_chart("J2", chart)
    if notes:
        page.write_comment("A3", "打电话前先看合同", {"author": "王敏"})
    if button:
        page.insert_button("J20", {"caption": "开始"})
    other = book.add_worksheet("说明")
    if second_sheet_notes:
        other.write_comment("B2", "别处的批注", {"author": "李雷"})
    book.close()
    return path


def marked(path: Path, *marks: Mark, target: Path | None = None, sheet_name: str = LEDGER) -> Marked:
    with open_book(path) as book:
        return mark(book, sheet_name, marks, target)


def opened(path: Path, sheet_name: str = LEDGER) -> Worksheet:
    worksheet = openpyxl.load_workbook(path)[sheet_name]
    assert isinstance(worksheet, Worksheet)
    return worksheet


def at(worksheet: Worksheet, address: str) -> Cell:
    cell = worksheet[address]
    assert isinstance(cell, Cell)
    return cell


def note(worksheet: Worksheet, address: str) -> str | None:
    comment = at(worksheet, address).comment
    return None if comment is None else f"{comment.author}|{comment.text}"


def fill(worksheet: Worksheet, address: str) -> str | None:
    """The colour of a solid fill with the bits we count with taken out, the name of any other pattern, None without a fill."""
    found = at(worksheet, address).fill
    if found.patternType != "solid":
        return found.patternType
    colour = int(found.fgColor.rgb, 16)
    ours = f"{colour & ~0x030303:08X}"
    return ours if ours in (ERROR, WARNING) else f"{colour:08X}"


def looks(worksheet: Worksheet) -> dict[str, tuple[object, ...]]:
    """All that each cell shows."""
    return {
        cell.coordinate: (cell.value, cell.number_format, *map(repr, (cell.font, cell.border, cell.alignment, cell.protection, cell.fill)))
        for row in worksheet.iter_rows()
        for cell in row
        if isinstance(cell, Cell) and (cell.value is not None or cell.has_style)
    }


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as container:
        return {name: container.read(name) for name in container.namelist()}


def canonical(xml: bytes) -> bytes:
    return etree.tostring(etree.fromstring(xml), method="c14n")


def rewritten(path: Path, changed: dict[str, bytes]) -> None:
    parts = members(path) | changed
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
