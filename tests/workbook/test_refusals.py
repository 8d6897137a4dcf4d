"""Files that are no workbook we can edit are refused by name, before anything is written."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hand_made import MAIN, REL, sheet, write_book

from riskledger.errors import CannotRun
from riskledger.workbook.book import open_book

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(path: Path) -> tuple[str, object]:
    with pytest.raises(CannotRun) as refused, open_book(path) as book:
        book.read(book.sheets[0].name)
    return refused.value.code, refused.value.params.get("part")


def zipped(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members:
            container.writestr(name, content)
    return held.getvalue()


FILES = {
    "encrypted": OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(500),
    "legacy_xls": OLE + bytes(1000) + "Workbook".encode("utf-16-le"),
    "empty_file": b"",
    "not_a_workbook": "客户,金额\n甲,5\n".encode(),
    "opendocument": zipped(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<a/>")),
}


@pytest.mark.parametrize("code", FILES)
def test_other_kinds_of_file(tmp_path: Path, code: str) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(FILES[code])
    assert refusal(path)[0] == code


def test_what_is_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.xlsx")[0] == "not_found"
    assert refusal(tmp_path)[0] == "is_a_folder"
    lock = tmp_path / "~$b.xlsx"
    lock.write_bytes(b"\x05Maria" + bytes(159))
    assert refusal(lock)[0] == "lock_file"


def test_a_zip_that_is_another_kind_of_package(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(zipped(("a.txt", b"x")))
    assert refusal(path)[0] == "not_a_workbook"
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    binary = f'<Types xmlns="x"><Override PartName="/xl/workbook.bin" ContentType="{kind}"/></Types>'
    path.write_bytes(zipped(("[Content_Types].xml", binary.encode())))
    assert refusal(path)[0] == "binary_xlsb"


def test_a_member_that_is_not_what_its_checksum_says(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", sheet(""))
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as container:
        member = container.getinfo("_rels/.rels")
    at = raw.index(struct.pack("<I", member.CRC), member.header_offset + 30)
    raw[at] ^= 1
    path.write_bytes(raw)
    assert refusal(path) == ("damaged", "_rels/.rels")


def test_half_a_file_and_a_file_with_rubbish_inside(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", sheet(""))
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    assert refusal(path)[0] == "not_a_workbook"
    path.write_bytes(raw[:100] + bytes(len(raw) - 400) + raw[-300:])
    assert refusal(path)[0] == "damaged"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"])
def test_entities_are_refused_in_every_part_that_is_read(tmp_path: Path, part: str, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding.upper()}"?><!-- x -->\n{BOMB}<worksheet xmlns="{MAIN}"><a>&b;</a></worksheet>'
    path = write_book(tmp_path / "b.xlsx", sheet(""), strings="<si/>", parts={part: content.encode(encoding)})
    assert refusal(path) == ("xml_bomb", part)


def test_a_member_that_swells_is_refused_before_it_does(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", sheet(""), parts={"xl/media/zeros.bin": bytes(40 << 20)})
    assert refusal(path) == ("zip_bomb", "xl/media/zeros.bin")


def test_a_member_that_holds_more_than_it_declares_is_refused(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", sheet(" " * 5000))
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as container:
        member = container.getinfo("xl/worksheets/sheet1.xml")
    assert raw.count(struct.pack("<I", member.file_size)) == 2
    path.write_bytes(raw.replace(struct.pack("<I", member.file_size), struct.pack("<I", 600)))
    assert refusal(path) == ("zip_bomb", "xl/worksheets/sheet1.xml")


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", sheet(""), parts={"xl/a.xml": b"<a/>" * 30, "xl/b.xml": b"<a/>" * 30})
    with zipfile.ZipFile(path) as container:
        a, b = container.getinfo("xl/a.xml"), container.getinfo("xl/b.xml")
    raw = path.read_bytes()
    directory = raw.index(b"PK\1\2")
    changed = raw[directory:].replace(struct.pack("<I", b.header_offset) + b"xl/b.xml", struct.pack("<I", a.header_offset) + b"xl/b.xml")
    path.write_bytes(raw[:directory] + changed)
    assert refusal(path)[0] == "zip_bomb"


def test_a_password_on_the_zip_itself(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", sheet(""))
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(raw)
    assert refusal(path)[0] == "encrypted"


def test_a_schema_that_points_outside_is_never_followed(tmp_path: Path) -> None:
    schema = f'<MapInfo xmlns="{MAIN}"><Schema><xs:redefine xmlns:xs="x" schemaLocation="http://localhost/"/></Schema></MapInfo>'
    link = f'<Relationship Id="rId9" Type="{REL}/xmlMaps" Target="xl/xmlMaps.xml"/>'
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    path = write_book(tmp_path / "b.xlsx", sheet(rows), parts={"xl/xmlMaps.xml": schema}, package_links=link)
    with open_book(path) as book:
        assert book.read("客户台账").columns == {1: [1.0]}


def test_zips_with_descriptors_and_wide_fields_are_read(tmp_path: Path) -> None:
    """Streaming writers put sizes behind the data, and some use 8-byte fields throughout."""
    path = write_book(tmp_path / "b.xlsx", sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
    with zipfile.ZipFile(path) as container:
        members = [(name, container.read(name)) for name in container.namelist()]
    body, directory = b"", b""
    for name, content in members:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        data = packer.compress(content) + packer.flush()
        crc, raw, at = zlib.crc32(content), name.encode(), len(body)
        body += struct.pack("<4s5H3I2H", b"PK\3\4", 45, 8, 8, 0, 33, 0, 0, 0, len(raw), 0) + raw + data
        body += b"PK\7\10" + struct.pack("<IQQ", crc, len(data), len(content))
        extra = struct.pack("<HHQQQ", 1, 24, len(content), len(data), at)
        worst = 0xFFFFFFFF
        directory += struct.pack("<4s6H3I5H2I", b"PK\1\2", 45, 45, 8, 8, 0, 33, crc, worst, worst, len(raw), len(extra), 0, 0, 0, 0, worst)
        directory += raw + extra
    wide = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, len(members), len(members), len(directory), len(body))
    wide += struct.pack("<4sIQI", b"PK\6\7", 0, len(body) + len(directory), 1)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    path.write_bytes(body + directory + wide + end)
    with open_book(path) as book:
        assert book.read("客户台账").columns == {1: [1.0]}


def test_a_damaged_directory_is_refused_whatever_byte_it_is(tmp_path: Path) -> None:
    """Each byte of the directory set to four other values: the book opens, or it is refused by name; nothing else comes out."""
    path = write_book(tmp_path / "b.xlsx", sheet(""))
    good = path.read_bytes()
    start = good.index(b"PK\1\2")
    for at in range(start, len(good)):
        for value in (0x00, 0x7F, 0xFF, good[at] ^ 1):
            path.write_bytes(good[:at] + bytes([value]) + good[at + 1 :])
            with suppress(CannotRun), open_book(path) as book:
                for entry in book.sheets:
                    book.read(entry.name)
