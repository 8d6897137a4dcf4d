"""What a sheet says, whatever way its XML is written."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from hand_made import MAIN, PACKAGE_REL, REL, sheet, write_book

from riskledger.errors import CannotRun
from riskledger.workbook.book import open_book
from riskledger.workbook.sheet import CellError, SheetCells


def read(path: Path, name: str = "客户台账") -> SheetCells:
    with open_book(path) as book:
        return book.read(name)


def by_place(cells: SheetCells) -> dict[tuple[int, int], object]:
    return {(row, c): v for c, values in cells.columns.items() for row, v in zip(cells.rows, values, strict=True) if v is not None}


ONE_ROW = {(2, 1): "甲", (2, 3): 5.5}

SAME_ROW_IN_MANY_SPELLINGS = {
    "canonical": sheet('<row r="2"><c r="A2" t="str"><v>甲</v></c><c r="C2" s="1"><v>5.5</v></c></row>'),
    "no references": sheet('<row r="2"><c t="str"><v>甲</v></c><c/><c s="1"><v>5.5</v></c></row>'),
    "rows without numbers": sheet('<row/><row><c t="str"><v>甲</v></c><c r="C2" s="1"><v>5.5</v></c></row>'),
    "single quotes": sheet("<row r='2'><c r='A2' t='str'><v>甲</v></c><c s='1' r='C2'><v>5.5</v></c></row>"),
    "type first": sheet('<row r="2"><c t="str" r="A2"><v>甲</v></c><c s="1" r="C2" t="n"><v>5.5</v></c></row>'),
    "indented": sheet('\n  <row r="2" >\n  <c r="A2" t="str">\n <v>甲</v>\n</c>\n <c r="C2" s="1" ><v >5.5</v ></c ></row >\n'),
    "comments": sheet(
        '<!-- <row r="2"><c r="A2"><v>9</v></c></row></sheetData> --><row r="2"><c r="A2" t="str"><!-- </c> --><v>甲</v></c>'
        '<?pi <c r="B2"?><c r="C2" s="1"><v>5.5</v></c></row>'
    ),
    "CDATA": sheet('<row r="2"><c r="A2" t="str"><v><![CDATA[甲]]></v></c><c r="C2" s="1"><v>5.5</v></c></row>'),
    "references": sheet('<row r="2"><c r="A2" t="str"><v>&#x7532;</v></c><c r="C2" s="1"><v>5&#46;5</v></c></row>'),
    "inline": sheet('<row r="2"><c r="A2" t="inlineStr"><is><t>甲</t></is></c><c r="C2" s="1"><v>5.5</v></c></row>'),
    "inline, runs": sheet(
        '<row r="2"><c r="A2" t="inlineStr"><is><r><rPr><b/></rPr><t>甲</t></r><rPh sb="0" eb="1"><t>jia</t></rPh></is></c>'
        '<c r="C2" s="1"><v>5.5</v></c></row>'
    ),
    "strict": sheet('<row r="2"><c r="A2" t="str"><v>甲</v></c><c r="C2" s="1"><v>5.5</v></c></row>', strict=True),
    "prefixed": f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="A2" t="str"><x:v>甲</x:v></x:c>'
    '<x:c r="C2" s="1"><x:v>5.5</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    "prefix of its own": f'<w:worksheet xmlns:w="{MAIN}"><w:sheetData><row xmlns="{MAIN}" r="2"><c r="A2" t="str"><v>甲</v></c>'
    '<c r="C2" s="1"><v>5.5</v></c></row></w:sheetData></w:worksheet>',
}


@pytest.mark.parametrize("spelling", SAME_ROW_IN_MANY_SPELLINGS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_same_row_in_any_spelling_and_encoding(tmp_path: Path, spelling: str, encoding: str) -> None:
    declared = {"utf-8-sig": "UTF-8"}.get(encoding, encoding.upper())
    xml = f'<?xml version="1.0" encoding="{declared}"?>' + SAME_ROW_IN_MANY_SPELLINGS[spelling]
    cells = read(write_book(tmp_path / "b.xlsx", xml.encode(encoding), strict=spelling == "strict"))
    assert by_place(cells) == ONE_ROW
    assert cells.rows == [2]
    assert list(cells.styles[3]) == [1]


def test_kinds_of_value(tmp_path: Path) -> None:
    cells = read(
        write_book(
            tmp_path / "b.xlsx",
            sheet(
                '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1" t="d"><v>2026-10-31T08:00:00Z</v></c>'
                '<c r="D1" t="s"><v>0</v></c><c r="E1" t="s"><v>1</v></c><c r="F1" t="s"><v>2</v></c><c r="G1"><v>1E3</v></c>'
                '<c r="H1" t="inlineStr"><is><t>a_x000D__x005F_x0041_</t></is></c><c r="I1" t="s"><v>3</v></c><c r="J1" s="2"/></row>'
            ),
            strings='<si><t>&lt;A&amp;B&gt;</t></si><si><r><t>丙</t></r><r><t xml:space="preserve"> 丁</t></r><rPh sb="0" eb="1">'
            "<t>bing</t></rPh></si><si><t></t></si><si/>",
        )
    )
    values = by_place(cells)
    assert values == {
        (1, 1): True, (1, 2): "#N/A", (1, 3): dt.datetime(2026, 10, 31, 8), (1, 4): "<A&B>", (1, 5): "丙 丁", (1, 7): 1000.0,
        (1, 8): "a\r_x0041_",
    }  # fmt: skip
    assert isinstance(values[1, 2], CellError)
    assert isinstance(values[1, 1], bool)
    assert list(cells.styles[10]) == [2]


def test_formulas_with_their_cached_values(tmp_path: Path) -> None:
    cells = read(
        write_book(
            tmp_path / "b.xlsx",
            sheet(
                '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f t="shared" ref="B1:B2" si="0">A1&amp;"x"</f><v>2x</v></c>'
                '<c r="C1"><f t="array" ref="C1:C2">A1:A2*2</f><v>4</v></c></row>'
                '<row r="2"><c r="A2"><v>3</v></c><c r="B2" t="str"><f t="shared" si="0"/><v>3x</v></c><c r="C2"><v>6</v></c></row>'
            ),
        )
    )
    assert cells.formulas == {(1, 1): "1+1", (1, 2): 'A1&"x"', (2, 2): "", (1, 3): "A1:A2*2", (2, 3): ""}
    assert by_place(cells)[2, 2] == "3x"


def test_what_stands_around_the_cells(tmp_path: Path) -> None:
    table = (
        f'<table xmlns="{MAIN}" id="1" name="T" displayName="台账" ref="A1:B3" totalsRowCount="1"><autoFilter ref="A1:B2"/>'
        '<tableColumns count="2"><tableColumn id="1" name="客户_x000a_名称"/><tableColumn id="2" name="金额"/></tableColumns></table>'
    )
    path = write_book(
        tmp_path / "b.xlsx",
        sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row>',
            after='<sheetProtection sheet="1"/><autoFilter ref="A1:C9"/><mergeCells count="1"><mergeCell ref="D4:E5"/></mergeCells>',
        ),
        workbook="",
        parts={"xl/tables/t.xml": table},
        sheet_links=f'<Relationship Id="rId1" Type="{REL}/table" Target="../tables/t.xml"/>',
        before_sheets='<workbookPr date1904="1"/><workbookProtection lockStructure="1"/>',
    )
    with open_book(path) as book:
        cells = book.read("客户台账")
        assert (book.epoch1904, book.structure_locked, book.strict, book.signed) == (True, True, False, False)
    assert cells.merged == [(4, 4, 5, 5)]
    assert cells.autofilter == (1, 1, 9, 3)
    assert cells.protected
    assert [(t.name, t.box, t.header_rows, t.totals_rows, t.columns, t.kind) for t in cells.tables] == [
        ("台账", (1, 1, 3, 2), 1, 1, ("客户\n名称", "金额"), "worksheet")
    ]


@pytest.mark.parametrize("empty", ['<row r="250"/>', '<row r="250" note="a > b"/>'])
def test_a_few_odd_rows_among_many_regular_ones(tmp_path: Path, empty: str) -> None:
    """A cell far to the right, a row of its own spelling, an empty row (with a bracket in an attribute): each stays where it is."""
    rows = [f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="s"><v>{n % 2}</v></c></row>' for n in range(1, 301)]
    rows[99] = '<row r="100"><c r="A100"><v>100</v></c><c r="Z100" s="2" t="str"><v>远</v></c></row>'
    rows[149] = "<row r='150'><c r='B150'><v>1</v></c><c r='Y150'><v>2</v></c></row>"
    rows[199] = '<row r="200" ht="3" customHeight="1"/>'
    rows[249] = empty
    cells = read(write_book(tmp_path / "b.xlsx", sheet("".join(rows)), strings="<si><t>偶</t></si><si><t>奇</t></si>"))
    expected: dict[tuple[int, int], object] = {(n, 1): float(n) for n in range(1, 301) if n not in (150, 200, 250)}
    expected |= {(n, 2): "偶奇"[n % 2] for n in range(1, 301) if n not in (100, 150, 200, 250)}
    expected |= {(100, 26): "远", (150, 2): 1.0, (150, 25): 2.0}
    assert by_place(cells) == expected
    assert cells.rows == [n for n in range(1, 301) if n not in (200, 250)]
    assert {len(values) for values in cells.columns.values()} == {len(styles) for styles in cells.styles.values()} == {298}


@pytest.mark.parametrize(
    ("rows", "after", "expected"),
    [
        ('<row r="1"><c r="B1"><v>1</v></c></row>', "", [3, 4]),
        ('<row r="1"><c r="B1"><v>1</v></c></row><row r="9"><c r="D9"><v>1</v></c></row>', "", [5, 6]),
        ('<row r="1"><c r="B1"><v>1</v></c><c r="C1" s="2"/></row>', "", [3, 4]),  # a colour is no content
        ('<row r="1"><c r="B1"><v>1</v></c></row>', '<mergeCells><mergeCell ref="D8:F9"/></mergeCells>', [7, 8]),
    ],
)
def test_where_columns_can_be_appended(tmp_path: Path, rows: str, after: str, expected: list[int]) -> None:
    assert read(write_book(tmp_path / "b.xlsx", sheet(rows, after=after))).free_columns(1, 2, 2) == expected


def test_a_sheet_that_is_full_to_the_right_edge_takes_no_column(tmp_path: Path) -> None:
    cells = read(write_book(tmp_path / "b.xlsx", sheet('<row r="1"><c r="B1"><v>1</v></c><c r="XFC1"><v>1</v></c></row>')))
    assert cells.free_columns(1, 16381, 1) == [16382]
    with pytest.raises(CannotRun) as refused:
        cells.free_columns(1, 16378, 6)
    assert refused.value.code == "no_free_column"


def test_a_glance_at_a_sheet_leaves_the_rest_compressed(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * 7919 % 100003}</v></c></row>' for n in range(3, 60_000))
    path = write_book(tmp_path / "b.xlsx", sheet('<row r="1" ht="9"/><row r="2"></row>' + rows))
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as container:
        member = container.getinfo("xl/worksheets/sheet1.xml")
    broken = member.header_offset + member.compress_size // 2
    raw[broken : broken + 40] = bytes(40)
    path.write_bytes(raw)
    with open_book(path) as book:
        cells = book.peek("客户台账", rows=5)
        assert (cells.rows, cells.complete) == ([3, 4, 5, 6, 7], False)
        with pytest.raises(CannotRun) as refused:
            book.read("客户台账")
    assert (refused.value.code, refused.value.params["part"]) == ("damaged", "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>5</v></c></row>',
        '<row r="1"><c r="A1"><v>1</c></row>',
        '<row r="1"><c r="A1" t="str"><v>&nope;</v></c></row>',
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
    ],
)
def test_rows_that_make_no_sense_are_refused(tmp_path: Path, rows: str) -> None:
    with pytest.raises(CannotRun) as refused:
        read(write_book(tmp_path / "b.xlsx", sheet(rows), strings="<si><t>x</t></si>"))
    assert refused.value.code == "damaged"


def test_sheets_are_found_by_relationship_and_chart_sheets_are_none(tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "b.xlsx",
        sheet('<row r="1"><c r="A1"><v>1</v></c></row>'),
        parts={
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE_REL}">'
            f'<Relationship Id="c" Type="{REL}/chartsheet" Target="worksheets/other.xml"/>'
            f'<Relationship Id="w" Type="{REL}/worksheet" Target="/xl/worksheets/Sheet1.xml"/></Relationships>',
            "xl/worksheets/other.xml": "<chartsheet/>",
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="图" sheetId="1" r:id="c"/>'
            '<sheet name="台账" sheetId="2" r:id="w" state="hidden"/></sheets></workbook>',
        },
    )
    with open_book(path) as book:
        assert [(s.name, s.state, s.position) for s in book.sheets] == [("台账", "hidden", 1)]
        assert by_place(book.read("台账")) == {(1, 1): 1.0}
