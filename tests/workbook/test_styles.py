"""The workbook's styles: what a cell format shows, and that ours are only ever appended."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from riskledger.errors import CannotRun
from riskledger.workbook import number_formats, sheet_looks
from riskledger.workbook.number_formats import code_shows_date
from riskledger.workbook.styles import STRICT, TRANSITIONAL, Line, Look, Styles

COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
LOOKS = (
    Look(bold=True, colour="FFFFFF", fill="1F4E78", horizontal="center", wrap=True),
    Look(number_format="yyyy-mm-dd", bottom=Line("thin", "D9D9D9")),
    Look(number_format="#,##0.00", larger=2.0, underline=True, indent=1),
)


def style_sheet(inner: str, *, ns: str = TRANSITIONAL, attributes: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<styleSheet xmlns="{ns}"{attributes}>{inner}</styleSheet>'.encode()


ORDINARY = style_sheet(
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    '<fonts count="2"><font><sz val="10"/><color theme="1"/><name val="宋体"/><charset val="134"/></font>'
    '<font><b/><sz val="10"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"><alignment horizontal="center"/></xf>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles><dxfs count="0"/>'
    '<extLst><ext uri="{EB79DEF2-80B8-43e5-95BD-54CBDDF9020C}"/></extLst>'
)


@pytest.mark.parametrize(
    ("code", "date"),
    [
        ("yyyy-mm-dd", True),
        ("m/d/yy h:mm", True),
        ("[h]:mm:ss", True),
        ("[mm]", True),
        ("mm:ss.0", True),
        ('yyyy"年"m"月"d"日";@', True),
        ("[$-804]aaaa", True),
        ("[$-411]ggge", True),
        ("[DBNum1][$-804]m\\月d\\日", True),
        ('0;"";yyyy', True),
        ("General", False),
        ("General;[Red]-General", False),
        ("[Red]0.00", False),
        ("[Magenta]#,##0;[Blue]-#,##0", False),
        ('0"天"', False),
        ('#,##0"days"', False),
        ("#,##0.00\\ d", False),
        ("0 days", False),
        ("0.00E+00", False),
        ("[$¥-804]#,##0.00", False),
        ("[$USD] #,##0.00", False),
        ("_-* #,##0.00_d", False),
        ("* 0*y", False),
        ("@", False),
        ("# ?/?", False),
        ('"unclosed d', False),
        ("", False),
    ],
)
def test_a_code_shows_a_date_when_a_date_token_stands_outside_its_literals(code: str, date: bool) -> None:
    assert code_shows_date(code) is date


@pytest.mark.parametrize("number_format", [14, 22, 27, 36, 45, 47, 50, 58])
def test_built_in_formats_that_show_dates(number_format: int) -> None:
    assert number_formats.shows_date(number_format, None)


@pytest.mark.parametrize("number_format", [0, 1, 4, 9, 11, 13, 23, 37, 44, 48, 49, 59, 163])
def test_built_in_formats_that_show_numbers(number_format: int) -> None:
    assert not number_formats.shows_date(number_format, None)


def test_a_cell_format_is_a_date_by_its_built_in_id_or_its_code() -> None:
    styles = Styles(ORDINARY)
    assert [styles.is_date(i) for i in range(5)] == [False, True, True, False, False]  # the fifth does not exist


def test_a_code_in_the_file_decides_over_the_meaning_of_its_id() -> None:
    styles = Styles(style_sheet('<numFmts><numFmt numFmtId="14" formatCode="0.00"/></numFmts><cellXfs><xf numFmtId="14"/></cellXfs>'))
    assert not styles.is_date(0)


def test_codes_that_excel_wraps_for_older_readers_are_found() -> None:
    wrapped = (
        f'<numFmts count="1"><mc:AlternateContent xmlns:mc="{COMPATIBILITY}"><mc:Choice Requires="x">'
        '<numFmt numFmtId="170" formatCode="yyyy"/></mc:Choice><mc:Fallback><numFmt numFmtId="170" formatCode="yyyy"/></mc:Fallback>'
        '</mc:AlternateContent></numFmts><cellXfs><xf numFmtId="170"/></cellXfs>'
    )
    styles = Styles(style_sheet(wrapped))
    assert styles.is_date(0)
    styles.look(Look(number_format="0.000"))
    assert 'numFmtId="171"' in styles.to_bytes().decode()  # never the id of another code


def test_a_plain_number_keeps_all_but_the_number_format() -> None:
    styles = Styles(ORDINARY)
    index = styles.plain_number(1)
    made = etree.fromstring(styles.to_bytes()).find(f"{{{TRANSITIONAL}}}cellXfs")[index]  # type: ignore[index]  # cellXfs is there
    assert index == 4
    assert dict(made.attrib) == {"numFmtId": "0", "fontId": "1", "fillId": "0", "borderId": "0", "xfId": "0", "applyNumberFormat": "1"}
    assert [dict(k.attrib) for k in made] == [{"horizontal": "center"}]


def test_a_plain_number_is_found_where_there_is_one() -> None:
    styles = Styles(ORDINARY)
    assert styles.plain_number(0) == 0
    assert styles.plain_number(99) == 0  # an index that does not exist counts as the default
    assert not styles.changed
    assert styles.to_bytes() == ORDINARY
    assert styles.plain_number(1) == styles.plain_number(1) == 4


def test_a_text_cell_that_gets_a_number_loses_its_quote() -> None:
    styles = Styles(ORDINARY)
    made = styles.plain_number(3)
    assert "quotePrefix" not in etree.tostring(etree.fromstring(styles.to_bytes()).find(f"{{{TRANSITIONAL}}}cellXfs")[made]).decode()  # type: ignore[index]  # cellXfs is there


def cell_format(styles: Styles, index: int) -> dict[str, str]:
    """The attributes of a cell format, its number format as the code where the file defines one."""
    root = etree.fromstring(styles.to_bytes())
    codes = {e.get("numFmtId"): e.get("formatCode") for e in root.iter(f"{{{TRANSITIONAL}}}numFmt")}
    said = dict(root.find(f"{{{TRANSITIONAL}}}cellXfs")[index].attrib)  # type: ignore[index]  # cellXfs is there
    return {str(k): str(codes.get(v, v) if k == "numFmtId" else v) for k, v in said.items()}


def test_a_shown_number_keeps_all_but_the_number_format() -> None:
    styles = Styles(ORDINARY)
    made = styles.shown_number(3, '#,##0"元"')
    assert cell_format(styles, made) == {
        "numFmtId": '#,##0"元"',
        "fontId": "0",
        "fillId": "0",
        "borderId": "0",
        "xfId": "0",
        "applyNumberFormat": "1",
    }
    assert styles.shown_number(3, '#,##0"元"') == made
    assert styles.shown_number(99, '#,##0"元"') == made  # an index that does not exist counts as the default
    assert Styles(styles.to_bytes()).shown_number(3, '#,##0"元"') == made


def test_a_date_takes_the_date_format_that_is_there() -> None:
    styles = Styles(ORDINARY)
    assert [styles.shown_number(index, "yyyy-mm-dd") for index in (1, 2)] == [1, 2]
    assert not styles.changed
    assert cell_format(styles, styles.shown_number(0, "yyyy-mm-dd"))["numFmtId"] == "yyyy-mm-dd"


@pytest.mark.parametrize(
    ("wanted", "number_format", "code", "stays"),
    [
        ("yyyy-mm-dd", 14, None, True),
        ("yyyy-mm-dd", 20, None, False),
        ("yyyy-mm-dd", 164, "h:mm", False),
        ("yyyy-mm-dd", 164, 'm"月"d"日"', True),
        ("yyyy-mm-dd", 0, None, False),
        ("yyyy-mm-dd", 4, None, False),
        ("#,##0", 4, None, True),
        ("#,##0", 164, '"¥"#,##0.00;[Red]-"¥"#,##0.00', True),
        ("#,##0", 0, None, False),
        ("#,##0", 9, None, False),
        ("#,##0", 49, None, False),
        ("#,##0", 14, None, False),
        ("#,##0", 164, "0.0%", False),
        ("#,##0", 164, "yyyy-mm-dd", False),
        ('#,##0"元"', 4, None, False),
        ("#,##0_);(#,##0)", 4, None, False),
    ],
)
def test_a_format_of_hers_stays_where_it_does_as_well(wanted: str, number_format: int, code: str | None, stays: bool) -> None:
    assert number_formats.shows_as_well(wanted, number_format, code) is stays


def test_what_exists_stays_in_place_and_a_second_run_adds_nothing() -> None:
    first = Styles(ORDINARY)
    indices = [first.look(look) for look in LOOKS]
    once = first.to_bytes()
    second = Styles(once)
    assert [second.look(look) for look in LOOKS] == indices == [4, 5, 6]
    assert not second.changed
    assert second.to_bytes() == once
    before, after = etree.fromstring(ORDINARY), etree.fromstring(once)
    assert [etree.QName(k).localname for k in after] == [etree.QName(k).localname for k in before]
    for old, new in zip(before, after, strict=True):
        assert [etree.tostring(k, method="c14n") for k in old] == [etree.tostring(k, method="c14n") for k in new][: len(old)]
        assert new.get("count") in (None, str(len(new)))


def test_our_cells_speak_in_the_workbooks_own_typeface() -> None:
    styles = Styles(ORDINARY)
    styles.look(LOOKS[2])
    font = etree.fromstring(styles.to_bytes()).find(f"{{{TRANSITIONAL}}}fonts")[-1]  # type: ignore[index]  # fonts is there
    assert [(etree.QName(k).localname, k.get("val")) for k in font if k.get("theme") is None] == [
        ("u", None),
        ("sz", "12"),
        ("name", "宋体"),
        ("charset", "134"),
    ]  # in the order Excel insists on


def test_prefixes_ignorable_names_and_absent_counts_stay() -> None:
    xml = (
        f'<x:styleSheet xmlns:x="{STRICT}" xmlns:mc="{COMPATIBILITY}" '
        'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" mc:Ignorable="x14ac"><x:fonts x14ac:knownFonts="1">'
        '<x:font><x:sz val="11"/></x:font></x:fonts><x:cellXfs><x:xf numFmtId="0"/></x:cellXfs></x:styleSheet>'
    )
    styles = Styles(xml.encode())
    styles.look(LOOKS[1])
    text = styles.to_bytes().decode()
    root = etree.fromstring(text.encode())
    assert root.get(f"{{{COMPATIBILITY}}}Ignorable") == "x14ac"
    assert '<x:fonts x14ac:knownFonts="1">' in text
    assert root.nsmap["x14ac"]
    assert all(etree.QName(k).namespace == STRICT for k in root.iter())
    assert "<font" not in text  # ours carry the prefix too


def test_an_empty_style_sheet_gets_what_readers_presume_before_our_looks() -> None:
    styles = Styles(style_sheet(""))
    assert styles.look(LOOKS[0]) == 1  # place 0 is the look of every unformatted cell
    root = etree.fromstring(styles.to_bytes())
    assert [etree.QName(k).localname for k in root] == ["fonts", "fills", "borders", "cellXfs"]
    fills = [k[0].get("patternType") for k in root[1]]
    assert fills == ["none", "gray125", "solid"]
    assert root[3][1].get("xfId") is None  # there is no named style to point at


@pytest.mark.parametrize("strict", [False, True])
def test_a_workbook_without_styles_gets_some_when_needed(strict: bool) -> None:
    styles = Styles(None, strict=strict)
    assert not styles.changed
    assert not styles.is_date(0)
    styles.look(LOOKS[0])
    assert styles.changed
    assert etree.QName(etree.fromstring(styles.to_bytes())).namespace == (STRICT if strict else TRANSITIONAL)


def test_excels_limit_on_formats_is_refused_not_exceeded() -> None:
    styles = Styles(style_sheet("<cellXfs>" + '<xf numFmtId="14"/>' * 65_490 + "</cellXfs>"), file="book.xlsx")
    with pytest.raises(CannotRun) as refusal:
        styles.plain_number(0)
    assert (refusal.value.code, refusal.value.params) == ("too_many_styles", {"file": "book.xlsx", "limit": 65_490})


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", "damaged"),
        (b"<styleSheet", "damaged"),
        (b"<html/>", "damaged"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>', "xml_bomb"),
    ],
)
def test_a_part_that_is_no_style_sheet_is_refused(xml: bytes, code: str) -> None:
    with pytest.raises(CannotRun) as refusal:
        Styles(xml)
    assert refusal.value.code == code


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, WCAG 2.1."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["low", "medium", "high", "info", "warning", "error"])
def test_a_tier_or_severity_can_be_read_in_print(name: str) -> None:
    look = sheet_looks.level(name)
    assert look.fill
    assert look.colour
    assert contrast(look.fill, look.colour) >= 5


def corpus() -> list[Path]:
    folder = os.environ.get("RISKLEDGER_CORPUS")
    return sorted(Path(folder).glob("*.xls[xm]")) if folder else []


@pytest.mark.skipif(not corpus(), reason="RISKLEDGER_CORPUS names no folder of real workbooks")
@pytest.mark.parametrize("path", corpus(), ids=lambda path: path.name)
def test_real_style_sheets_are_only_appended_to(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.lower().endswith("styles.xml"):
                original = package.read(name)
                styles = Styles(original)
                indices = [styles.look(look) for look in LOOKS] + [styles.plain_number(i) for i in range(5)]
                again = Styles(styles.to_bytes())
                assert [again.look(look) for look in LOOKS] + [again.plain_number(i) for i in range(5)] == indices
                assert not again.changed
                before, after = etree.fromstring(original), etree.fromstring(styles.to_bytes())
                assert dict(before.attrib) == dict(after.attrib)
                for old in before:
                    new = after.find(old.tag)
                    assert new is not None
                    kept = [etree.tostring(k, method="c14n", exclusive=True, with_tail=False) for k in new][: len(old)]
                    assert kept == [etree.tostring(k, method="c14n", exclusive=True, with_tail=False) for k in old]
