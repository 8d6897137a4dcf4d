"""OpenDocument and .xlsb files written byte by byte, small enough to be read here."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(path: Path, tables: str, *, doctype: str = "", manifest: str = "") -> Path:
    """An OpenDocument sheet file. tables: <table:table> elements; a table of style "hidden" is hidden."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content xmlns:office="{ODF}:office:1.0" '
        f'xmlns:table="{ODF}:table:1.0" xmlns:text="{ODF}:text:1.0" xmlns:style="{ODF}:style:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">'
        '<office:automatic-styles><style:style style:name="hidden" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    files = f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0">{manifest}</manifest:manifest>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), ODS_TYPE)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", files)
    return path


def table(name: str, *rows: str, hidden: bool = False) -> str:
    """A table of an OpenDocument file from the XML of its rows."""
    style = ' table:style-name="hidden"' if hidden else ""
    return f'<table:table table:name="{name}"{style}>{"".join(rows)}</table:table>'


def row(*cells: str, repeated: int = 1) -> str:
    """A row from the XML of its cells."""
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def cell(kind: str, value: str = "", text: str = "", more: str = "") -> str:
    """A cell. kind: of its value; value: the attribute that holds it, after `office:`; text: as shown."""
    held = f"office:{value}" if value else ""
    return f'<table:table-cell office:value-type="{kind}" {held} {more}><text:p>{text}</text:p></table:table-cell>'


def blank(count: int = 1) -> str:
    """Empty cells side by side."""
    return f'<table:table-cell table:number-columns-repeated="{count}"/>'


# -- .xlsb

NUMBER, TEXT, TRUTH, ERROR, FORMULA_ERROR, EMPTY = 5, 6, 4, 3, 11, 1


def xlsb(path: Path, sheets: Sequence[tuple[str, int, bytes]]) -> Path:
    """A binary workbook. sheets: tab name, state (1 hidden), records of its cells and their end; style 1 is a date."""
    tabs = b"".join(
        _record(156, struct.pack("<2I", state, n) + _text(f"rId{n}") + _text(name)) for n, (name, state, _) in enumerate(sheets, 1)
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(sheets) + 1)] + [("rId99", "styles", "styles.bin")]
    styles = (
        _record(617, struct.pack("<I", 2)) + b"".join(_record(47, struct.pack("<2H", 0, fmt) + bytes(12)) for fmt in (0, 14)) + _record(618)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        types = '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
        namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{namespace}">{types}</Types>')
        archive.writestr("_rels/.rels", _links([("rId1", "officeDocument", "xl/workbook.bin")], kind))
        archive.writestr("xl/workbook.bin", _record(131) + _record(143) + tabs + _record(144) + _record(132))
        archive.writestr("xl/_rels/workbook.bin.rels", _links(links, kind))
        archive.writestr("xl/styles.bin", _record(278) + styles + _record(279))
        for n, (_, _, cells) in enumerate(sheets, 1):
            dimension = _record(148, struct.pack("<4I", 0, 100, 0, 100))
            archive.writestr(f"xl/worksheets/sheet{n}.bin", _record(129) + dimension + _record(145) + cells + _record(130))
    return path


def xlsb_row(number: int, *cells: tuple[int, int, object]) -> bytes:
    """The records of a row, 1-based. cells: kind of record, 1-based column, value."""
    return _record(0, struct.pack("<I", number - 1) + bytes(13)) + b"".join(_xlsb_cell(*found) for found in cells)


def xlsb_date(column: int, serial: float) -> bytes:
    """A number of the date style."""
    return _record(NUMBER, struct.pack("<2Id", column - 1, 1, serial))


def xlsb_end(*merged: tuple[int, int, int, int]) -> bytes:
    """The end of the cells, and merged areas as 1-based (top, bottom, left, right)."""
    areas = b"".join(_record(176, struct.pack("<4I", *(edge - 1 for edge in area))) for area in merged)
    return _record(146) + _record(177, struct.pack("<I", len(merged))) + areas + _record(178)


def _xlsb_cell(kind: int, column: int, value: object) -> bytes:
    start = struct.pack("<2I", column - 1, 0)
    if kind == EMPTY:
        return _record(kind, start)
    if kind == TEXT:
        return _record(kind, start + _text(str(value)))
    if kind == NUMBER:
        return _record(kind, start + struct.pack("<d", value))
    rest = struct.pack("<HI", 0, 0) if kind == FORMULA_ERROR else b""
    return _record(kind, start + bytes([int(str(value))]) + rest)


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(content)
    while length > 127:
        size, length = size + bytes([length & 0x7F | 0x80]), length >> 7
    return head + size + bytes([length]) + content


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def _links(links: list[tuple[str, str, str]], kind: str) -> str:
    entries = "".join(f'<Relationship Id="{i}" Type="{kind}/{k}" Target="{target}"/>' for i, k, target in links)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'
