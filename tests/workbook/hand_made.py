"""Workbooks written byte by byte, for shapes that no library produces."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_REL = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="1" borderId="0" xfId="0" applyFill="1"/></cellXfs></styleSheet>'
)  # style 1 is a date, style 2 a filled cell


def sheet(rows: str, *, before: str = "", after: str = "", strict: bool = False) -> str:
    """A worksheet part around the XML of its rows."""
    main, rel = (STRICT_MAIN, STRICT_REL) if strict else (MAIN, REL)
    return f'<worksheet xmlns="{main}" xmlns:r="{rel}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def write_book(
    path: Path,
    worksheet: str | bytes,
    *,
    strings: str | None = None,
    workbook: str = "",
    names: str = "",
    strict: bool = False,
    name: str = "客户台账",
    parts: Mapping[str, str | bytes] | None = None,
    sheet_links: str = "",
    overrides: str = "",
    package_links: str = "",
    before_sheets: str = "",
) -> Path:
    """A workbook of one sheet. workbook: XML between the names and the end; parts: further members; links: <Relationship> elements."""
    main, rel = (STRICT_MAIN, STRICT_REL) if strict else (MAIN, REL)
    links = (
        f'<Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{rel}/styles" Target="styles.xml"/>'
    )
    types = ""
    members: dict[str, str | bytes] = {}
    if strings is not None:
        links += f'<Relationship Id="rId3" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/>'
        types = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SPREADSHEET}.sharedStrings+xml"/>'
        members["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{strings}</sst>' if not strings.startswith("<?xml") else strings
    defined = f"<definedNames>{names}</definedNames>" if names else ""
    members |= {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{SPREADSHEET}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SPREADSHEET}.worksheet+xml"/>{types}{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE_REL}">'
        f'<Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/>{package_links}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}">{before_sheets}'
        f'<sheets><sheet name="{name}" sheetId="7" r:id="rId1"/></sheets>{defined}{workbook}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE_REL}">{links}</Relationships>',
        "xl/styles.xml": STYLES.replace(MAIN, main),
        "xl/worksheets/sheet1.xml": worksheet,
    }
    if sheet_links:
        members["xl/worksheets/_rels/sheet1.xml.rels"] = f'<Relationships xmlns="{PACKAGE_REL}">{sheet_links}</Relationships>'
    members |= parts or {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for member, content in members.items():
            container.writestr(zipfile.ZipInfo(member, (2024, 5, 6, 7, 8, 10)), content, zipfile.ZIP_DEFLATED)
    return path


def part(path: Path, name: str) -> str:
    """A part of a written workbook, as text."""
    with zipfile.ZipFile(path) as container:
        return container.read(name).decode()
