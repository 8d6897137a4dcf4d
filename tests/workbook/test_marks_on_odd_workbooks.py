"""Marks on workbooks of unusual shapes: strict and prefixed XML, foreign drawings, packages typed by name, too many looks."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
import xlsxwriter
from hand_made import MAIN, REL, SPREADSHEET, STRICT_MAIN, STRICT_REL, part, sheet, write_book
from lxml import etree
from marked_books import LEDGER, canonical, fill, ledger, looks, marked, members, note, opened, rewritten

from riskledger.workbook.marks import Mark


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_prefixed_and_strict_sheets(tmp_path: Path, prefix: str, strict: bool) -> None:
    main, rel = (STRICT_MAIN, STRICT_REL) if strict else (MAIN, REL)
    name = ":x" if prefix else ""
    page = (
        f'<?xml version="1.0"?><P:worksheet xmlns{name}="{main}"><P:sheetData>'
        "<P:row r='1'><P:c r='A1' s=\"1\"><P:v>1</P:v></P:c><P:c/></P:row><!-- <P:row r='2'> -->"
        "<P:row><P:c t='inlineStr' s=\"2\"><P:is><P:t>x</P:t></P:is></P:c></P:row>\n<P:row r='5' ht='30'/></P:sheetData>"
        "<P:pageMargins left='1' right='1' top='1' bottom='1' header='1' footer='1'/><P:extLst><P:ext uri='u'/></P:extLst></P:worksheet>"
    ).replace("P:", prefix)
    path = write_book(tmp_path / "a.xlsx", page, strict=strict)
    cells = [(1, 1), (1, 2), (2, 1), (3, 1), (5, 2), (9, 9)]
    marks = [Mark(row, column, "x", "error") for row, column in cells]
    assert marked(path, *marks).marked == 6
    assert not marked(path, *marks).changed
    root = etree.fromstring(part(path, "xl/worksheets/sheet1.xml").encode())
    assert [etree.QName(child).localname for child in root] == ["sheetData", "pageMargins", "legacyDrawing", "extLst"]
    assert all(etree.QName(child).namespace == main for child in root)
    assert root[2].get(f"{{{rel}}}id") == "rId2"
    assert f'Type="{rel}/comments"' in part(path, "xl/worksheets/_rels/sheet1.xml.rels")
    assert f'xmlns="{main}"' in part(path, "xl/comments1.xml")
    addresses = [cell.get("r") for cell in root.iter(f"{{{main}}}c")]
    assert addresses == ["A1", None, None, "A3", "B5", "I9"]
    marked(path)
    assert part(path, "xl/worksheets/sheet1.xml") == page


def test_the_drawing_is_named_where_the_schema_wants_it(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx")
    marked(path, Mark(1, 1, "x", "error"))
    root = etree.fromstring(part(path, "xl/worksheets/sheet1.xml").encode())
    order = [etree.QName(child).localname for child in root]
    assert order[-5:] == ["dataValidations", "pageMargins", "drawing", "legacyDrawing", "tableParts"]


@pytest.mark.parametrize("hers", [{}, {"notes": True, "button": True}])
def test_shape_numbers_are_unique_in_the_workbook_and_foreign_shapes_stay(tmp_path: Path, hers: dict[str, bool]) -> None:
    path = ledger(tmp_path / "a.xlsx", second_sheet_notes=True, **hers)
    before = part(path, "xl/drawings/vmlDrawing1.vml")
    marked(path, *(Mark(row, 7, "x", "error") for row in range(1, 1500)))
    drawings = [content.decode() for name, content in members(path).items() if name.endswith(".vml")]
    numbers = [[int(n) for n in re.findall(r'<v:shape id="_x0000_s(\d+)"', drawing)] for drawing in drawings]
    assert sorted(map(len, numbers)) == [1, 1499 + len(hers)]
    flat = list(itertools.chain(*numbers))
    assert len(set(flat)) == len(flat)
    maps = [re.findall(r'idmap[^>]* data="([^"]*)"', drawing)[0] for drawing in drawings]
    kept = [{int(number) for number in found.split(",")} for found in maps]
    assert not kept[0] & kept[1]
    for clusters, used in zip(kept, numbers, strict=True):
        assert {number // 1024 for number in used} <= clusters
    for shape in re.findall(r"<v:shape .*?</v:shape>", before):
        assert shape in part(path, "xl/drawings/vmlDrawing1.vml")


def test_a_drawing_that_is_no_wellformed_xml_keeps_its_bytes(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx", button=True)
    name = "xl/drawings/vmlDrawing1.vml"
    broken = part(path, name).replace("开始", "开<br>始")
    rewritten(path, {name: broken.encode()})
    marked(path, Mark(2, 1, "x", "error"))
    assert "开<br>始" in part(path, name)
    assert 'ObjectType="Note"' in part(path, name)
    marked(path)
    assert part(path, name) == broken


def test_a_package_that_types_everything_by_name(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
    types = part(path, "[Content_Types].xml")
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    named = "".join(f'<Override PartName="/{n}" ContentType="{rels}"/>' for n in ("_rels/.rels", "xl/_rels/workbook.xml.rels"))
    by_name = re.sub(r"<Default [^>]*/>", "", types).replace("</Types>", f"{named}</Types>")
    rewritten(path, {"[Content_Types].xml": by_name.encode()})
    marked(path, Mark(1, 1, "x", "error"))
    root = etree.fromstring(part(path, "[Content_Types].xml").encode())
    assert {entry.get("Extension") for entry in root.findall("{*}Default")} == {"vml"}
    overrides = {entry.get("PartName"): entry.get("ContentType") for entry in root.findall("{*}Override")}
    assert overrides["/xl/worksheets/_rels/sheet1.xml.rels"] == rels
    assert overrides["/xl/comments1.xml"] == f"{SPREADSHEET}.comments+xml"
    marked(path)
    assert canonical(part(path, "[Content_Types].xml").encode()) == canonical(by_name.encode())


def test_a_protected_sheet_is_marked_and_stays_protected(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    path = write_book(tmp_path / "a.xlsx", sheet(rows, after='<sheetProtection sheet="1" objects="1"/>'))
    assert marked(path, Mark(1, 1, "x", "error")).notes == ("sheet_protected",)
    assert '<sheetProtection sheet="1" objects="1"/>' in part(path, "xl/worksheets/sheet1.xml")


def test_an_empty_sheet_can_be_marked(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>')
    marked(path, Mark(1, 1, "没有台账", "error"))
    assert note(opened(path), "A1") == "riskledger|riskledger:\n没有台账"


def test_more_looks_than_can_be_remembered_keep_their_own_fill(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet(LEDGER)
    for row in range(70):
        page.write(row, 0, row, book.add_format({"bg_color": f"#{row:02X}8040"}))
    book.close()
    was = looks(opened(path))
    done = marked(path, *(Mark(row, 1, "x", "error") for row in range(1, 71)))
    assert done.unfilled == tuple((row, 1) for row in range(65, 71))
    assert note(opened(path), "A70") == "riskledger|riskledger:\nx"
    assert fill(opened(path), "A70") == "FF458040"
    marked(path)
    assert looks(opened(path)) == was
