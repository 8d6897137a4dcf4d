"""Writing back: the target cells change, the rest of the file does not, and no accident costs her a byte."""

from __future__ import annotations

import errno
import os
import re
import stat
import zipfile
from pathlib import Path

import pytest
from hand_made import MAIN, PACKAGE_REL, REL, part, sheet, write_book

from riskledger.errors import CannotRun
from riskledger.workbook import place
from riskledger.workbook import save as save_module
from riskledger.workbook.book import OwnSheet, open_book
from riskledger.workbook.edits import CellEdit, NewColumn, WritePlan
from riskledger.workbook.result_sheets import ResultColumn, ResultSheet
from riskledger.workbook.save import Saved, save

LEDGER = sheet(
    '<row r="1"><c r="A1" s="2" t="inlineStr"><is><t>客户</t></is></c><c r="B1" s="2" t="inlineStr"><is><t>到期日</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>甲</t></is></c><c r="B2" s="1"><v>45000</v></c></row>'
    '<row r="3"><c r="A3" t="inlineStr"><is><t>乙</t></is></c><c r="B3" s="1"><v>45001</v></c></row>',
    before='<dimension ref="A1:B3"/>',
)
SHEET = "xl/worksheets/sheet1.xml"


def plan(*edits: CellEdit, columns: tuple[NewColumn, ...] = (), results: tuple[ResultSheet, ...] = ()) -> WritePlan:
    return WritePlan("客户台账", 1, 3, edits, columns, results)


def result(text: str = "甲", title: str = "客户评估", stamp: str = "2026-10-31") -> ResultSheet:
    column = ResultColumn("客户", "text", 20)
    return ResultSheet("assessment", title, ("客户评估", "Customer assessment"), "截至", [column], [[text]], stamp=stamp)


def write(path: Path, wanted: WritePlan, target: Path | None = None, **options: bool) -> Saved:
    with open_book(path) as book:
        return save(book, wanted, target, **options)


def tabs(path: Path) -> list[str]:
    with open_book(path) as book:
        return [sheet.name for sheet in book.sheets]


def cells_of(xml: str) -> dict[str, str]:
    return {found[1]: found[0] for found in re.finditer(r'<c r="([A-Z]+\d+)"[^>]*?(?:/>|>.*?</c>)', xml)}


def test_only_the_target_cells_change(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", LEDGER)
    before = cells_of(part(path, SHEET))
    done = write(path, plan(CellEdit(2, 2, 7), CellEdit(2, 3, "=1+1"), CellEdit(3, 1, " 丙 & <丁>")))
    after = cells_of(part(path, SHEET))
    assert (done.changed, done.cells, done.path) == (True, 3, path)
    assert after.pop("B2") == '<c r="B2" s="3"><v>7</v></c>'  # style 3: like 1, but no date
    assert after.pop("C2") == '<c r="C2" s="3" t="inlineStr"><is><t>=1+1</t></is></c>'
    assert after.pop("A3") == '<c r="A3" t="inlineStr"><is><t xml:space="preserve"> 丙 &amp; &lt;丁&gt;</t></is></c>'
    assert after == {at: cell for at, cell in before.items() if at not in ("B2", "A3")}
    assert '<dimension ref="A1:C3"/>' in part(path, SHEET)
    assert 'fullCalcOnLoad="1"' in part(path, "xl/workbook.xml")


def test_untouched_members_keep_their_raw_bytes_order_and_date(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", LEDGER, parts={"xl/media/image1.png": os.urandom(500), "customXml/item1.xml": "<a/>"})
    old = path.read_bytes()
    write(path, plan(CellEdit(2, 1, "丙")))
    with zipfile.ZipFile(path) as now, zipfile.ZipFile(path.with_name("b.xlsx.bak")) as was:
        assert now.namelist() == was.namelist()
        assert now.testzip() is None
        changed = [n for n in now.namelist() if now.read(n) != was.read(n)]
        assert changed == ["xl/workbook.xml", SHEET]
        for name in now.namelist():
            a, b = now.getinfo(name), was.getinfo(name)
            assert a.date_time == b.date_time
            if name not in changed:
                raw = old[b.header_offset : b.header_offset + 30 + len(name.encode()) + b.compress_size]
                assert path.read_bytes()[a.header_offset :].startswith(raw)


def test_a_new_cell_takes_the_rows_else_the_columns_else_the_neighbours_look(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" s="2" customFormat="1"><c r="A2" s="1"><v>1</v></c></row>'
        '<row r="3"><c r="A3" s="1"><v>1</v></c></row><row r="4"/>'
    )
    path = write_book(tmp_path / "b.xlsx", sheet(rows, before='<cols><col min="3" max="9" width="9" style="2"/></cols>'))
    write(path, plan(CellEdit(2, 2, "x"), CellEdit(3, 2, 5), CellEdit(3, 3, 6), CellEdit(4, 2, "y")))
    cells = cells_of(part(path, SHEET))
    assert cells["B2"].startswith('<c r="B2" s="2" ')
    assert cells["B3"] == '<c r="B3" s="3"><v>5</v></c>'  # beside a date, without its format
    assert cells["C3"] == '<c r="C3" s="2"><v>6</v></c>'
    assert cells["B4"].startswith('<c r="B4" t=')


@pytest.mark.parametrize(("between", "empty"), [("\n", '<row r="200"/>'), ("", '<row r="200" note="a > b"/>')])
def test_odd_rows_among_many_regular_ones_keep_every_byte(tmp_path: Path, between: str, empty: str) -> None:
    """Line breaks between rows, a row of its own spelling, an empty row (with a bracket in an attribute): passed on as they are."""
    rows = [f'<row r="{n}"><c r="A{n}" s="2"><v>{n}</v></c></row>' for n in range(1, 301)]
    rows[149] = "<row r='150'><c r='A150'><v>1</v></c></row>"
    rows[199] = empty
    path = write_book(tmp_path / "b.xlsx", sheet(between.join(rows)))
    write(path, plan(*(CellEdit(n, 2, n) for n in (2, 150, 201, 300))))
    for n in (2, 150, 201, 300):
        style = "0" if n == 150 else "2"
        rows[n - 1] = rows[n - 1].replace("</row>", f'<c r="B{n}" s="{style}"><v>{n}</v></c></row>')
    assert between.join(rows) in part(path, SHEET)


def test_a_cell_named_twice_is_no_plan(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", LEDGER)
    with pytest.raises(ValueError, match="twice"):
        write(path, plan(CellEdit(2, 1, "丙"), CellEdit(2, 1, "丁")))


def test_formulas_are_never_overwritten(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:B2">1</f><v>1</v></c><c r="B1"><v>1</v></c></row><row r="2"><c r="B2"><v>1</v></c></row>'
    )
    path = write_book(tmp_path / "b.xlsx", sheet(rows))
    old = path.read_bytes()
    for row, column in ((1, 1), (2, 2)):
        with pytest.raises(ValueError, match="formula"):
            write(path, plan(CellEdit(row, column, 5)))
    with pytest.raises(ValueError, match="does not have"):
        write(path, plan(CellEdit(9, 1, 5)))
    assert path.read_bytes() == old
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.xlsx"]


def test_a_new_column_takes_header_look_width_and_filter(tmp_path: Path) -> None:
    name = '<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">\'客户台账\'!$A$1:$B$3</definedName>'
    worksheet = LEDGER.replace("</sheetData>", '</sheetData><autoFilter ref="A1:B3"><filterColumn colId="0"/></autoFilter>')
    path = write_book(tmp_path / "b.xlsx", worksheet, names=name)
    write(path, plan(CellEdit(2, 3, 1), columns=(NewColumn(3, "逾期天数", 14.5),)))
    xml = part(path, SHEET)
    assert '<autoFilter ref="A1:C3"><filterColumn colId="0"/></autoFilter>' in xml
    assert '<cols><col min="3" max="3" width="14.5" customWidth="1"/></cols><sheetData>' in xml
    assert cells_of(xml)["C1"] == '<c r="C1" s="2" t="inlineStr"><is><t>逾期天数</t></is></c>'
    assert "'客户台账'!$A$1:$C$3" in part(path, "xl/workbook.xml")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<col min="1" max="16384" width="9"/>', [(1, 2, "9"), (3, 3, "12"), (4, 16384, "9")]),
        ('<col min="1" max="2" width="8"></col>', [(1, 2, "8"), (3, 3, "12")]),
        ('<col min="3" max="9" width="8" customWidth="1"/>', [(3, 9, "8")]),
        ('<col min="3" max="9" width="8" hidden="1"/>', [(3, 9, "8")]),
    ],
)
def test_widths_that_are_there_are_respected(tmp_path: Path, before: str, after: list[tuple[int, int, str]]) -> None:
    path = write_book(tmp_path / "b.xlsx", LEDGER.replace("<sheetData>", f"<cols>{before}</cols><sheetData>"))
    write(path, plan(columns=(NewColumn(3, "天数", 12),)))
    found = re.findall(r'<col min="(\d+)" max="(\d+)"[^>]*?width="([\d.]+)"', part(path, SHEET))
    assert [(int(a), int(b), w) for a, b, w in found] == after


@pytest.mark.parametrize(("kind", "grown"), [("", True), (' tableType="queryTable"', False)])
def test_a_plain_table_grows_with_its_ledger(tmp_path: Path, kind: str, grown: bool) -> None:
    table = (
        f'<table xmlns="{MAIN}" id="1" name="T" displayName="T" ref="A1:B3"{kind}><autoFilter ref="A1:B3"/><tableColumns count="2">'
        '<tableColumn id="4" name="客户"/><tableColumn id="9" name="到期日"/></tableColumns></table>'
    )
    links = f'<Relationship Id="rId1" Type="{REL}/table" Target="../tables/t.xml"/>'
    path = write_book(tmp_path / "b.xlsx", LEDGER, parts={"xl/tables/t.xml": table}, sheet_links=links)
    write(path, plan(columns=(NewColumn(3, "客户"), NewColumn(4, "动作"))))
    now = part(path, "xl/tables/t.xml")
    assert ('<tableColumn id="10" name="客户2"/><tableColumn id="11" name="动作"/>' in now) is grown
    assert now.count('ref="A1:D3"') == (2 if grown else 0)
    assert ("<t>客户2</t>" in cells_of(part(path, SHEET))["C1"]) is grown  # the header cell says what the table says


def test_result_sheets_are_added_known_again_and_replaced_in_place(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", LEDGER)
    assert write(path, plan(results=(result(),))).sheets == ("客户评估",)
    assert "fullCalcOnLoad" not in part(path, "xl/workbook.xml")  # no cell that a formula of hers could look at
    with open_book(path) as book:
        assert book.own_sheets() == {"assessment": OwnSheet("客户评估", "2026-10-31")}
    once = path.read_bytes()
    again = write(path, plan(results=(result(),)))
    assert (again.changed, again.sheets, again.backup, path.read_bytes()) == (False, (), None, once)
    english = write(path, plan(results=(result("乙", title="Customer assessment", stamp='a "b"'),)))
    assert (english.sheets, tabs(path)) == (("客户评估",), ["客户台账", "客户评估"])
    with open_book(path) as book:
        assert book.own_sheets()["assessment"].stamp == 'a "b"'
    names = re.findall(r"<definedName.*?</definedName>", part(path, "xl/workbook.xml"))
    assert len(names) == 2


def test_a_sheet_of_hers_with_our_title_is_left_alone(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", LEDGER, name="客户评估")
    wanted = WritePlan("客户评估", 1, 3, (), (), (result(),))
    hers = part(path, SHEET)
    assert write(path, wanted).sheets == ("客户评估 (riskledger)",)
    assert part(path, SHEET) == hers
    assert not write(path, wanted).changed


def test_a_copy_of_our_sheet_and_a_sheet_she_built_on_are_hers(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", LEDGER)
    write(path, plan(results=(result(),)))
    xml = part(path, "xl/workbook.xml")
    with zipfile.ZipFile(path) as container:
        members = {name: container.read(name) for name in container.namelist()}
    members["xl/workbook.xml"] = xml.replace('name="客户评估"', 'name="客户评估 (2)"').encode()
    renamed = tmp_path / "renamed.xlsx"
    members_to(renamed, members)
    write(renamed, plan(results=(result("新"),)))
    assert tabs(renamed) == ["客户台账", "客户评估 (2)", "客户评估"]

    ours = next(name for name in members if name.startswith("xl/worksheets/sheet") and name != SHEET)
    links = f'<Relationships xmlns="{PACKAGE_REL}"><Relationship Id="rId1" Type="{REL}/{{}}" Target="../x/p.xml"/></Relationships>'
    members["xl/workbook.xml"] = xml.encode()
    members[ours.replace("sheets/", "sheets/_rels/") + ".rels"] = links.format("drawing").encode()
    members["xl/x/p.xml"] = b"<a/>"
    drawn, printed = tmp_path / "drawn.xlsx", tmp_path / "printed.xlsx"
    members_to(drawn, members)
    write(drawn, plan(results=(result("新"),)))
    assert tabs(drawn) == ["客户台账", "客户评估", "客户评估 (riskledger)"]
    members[ours.replace("sheets/", "sheets/_rels/") + ".rels"] = links.format("printerSettings").encode()
    members_to(printed, members)
    write(printed, plan(results=(result("新"),)))
    assert tabs(printed) == ["客户台账", "客户评估"]
    with zipfile.ZipFile(printed) as container:
        assert not [name for name in container.namelist() if name.startswith(("xl/x/", "xl/worksheets/_rels"))]


def members_to(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(name, content)


def test_a_locked_structure_takes_no_sheets_and_a_protected_sheet_is_noted(tmp_path: Path) -> None:
    worksheet = LEDGER.replace("</sheetData>", '</sheetData><sheetProtection sheet="1"/>')
    path = write_book(tmp_path / "b.xlsx", worksheet, before_sheets='<workbookProtection lockStructure="1"/>')
    done = write(path, plan(CellEdit(2, 1, "丙"), results=(result(),)))
    assert (done.sheets, set(done.notes)) == ((), {"structure_locked", "sheet_protected"})
    assert tabs(path) == ["客户台账"]
    assert '<sheetProtection sheet="1"/>' in part(path, SHEET)


def test_prefixed_strict_and_utf16_sheets_are_written_in_kind(tmp_path: Path) -> None:
    row = '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
    prefixed = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{row}</x:sheetData></x:worksheet>'
    path = write_book(tmp_path / "b.xlsx", prefixed)
    write(path, plan(CellEdit(1, 1, 2), CellEdit(1, 3, " x"), columns=(NewColumn(2, "h"),)))
    assert '<x:cols><x:col min="2" max="2" width="12" customWidth="1"/></x:cols><x:sheetData>' in part(path, SHEET)
    with open_book(path) as book:
        assert book.read("客户台账").columns == {1: [2.0], 2: ["h"], 3: [" x"]}
    wide = write_book(tmp_path / "w.xlsx", ('<?xml version="1.0" encoding="UTF-16"?>' + LEDGER).encode("utf-16"))
    write(wide, plan(CellEdit(3, 1, "丙")))
    assert part(wide, SHEET).startswith('<?xml version="1.0" encoding="UTF-8"?>')
    strict = write_book(tmp_path / "s.xlsx", sheet('<row r="1"><c r="A1"><v>1</v></c></row>', strict=True), strict=True)
    write(strict, plan(CellEdit(1, 1, 2), results=(result(),)))
    assert tabs(strict) == ["客户台账", "客户评估"]
    with open_book(strict) as book:
        assert book.read("客户台账").columns == {1: [2.0]}
        assert book.own_sheets()["assessment"].name == "客户评估"


# -- the file system


def test_one_backup_of_the_last_state_mode_and_links_kept(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real = write_book(tmp_path / "real" / "b.xlsx", LEDGER)
    real.chmod(0o640)
    link = tmp_path / "link.xlsx"
    link.symlink_to(real)
    for text in ("丙", "丁"):
        old = real.read_bytes()
        done = write(link, plan(CellEdit(2, 1, text)))
        assert done.backup is not None
        assert done.backup.read_bytes() == old
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(p.name for p in real.parent.iterdir()) == ["b.xlsx", "b.xlsx.bak"]


def test_another_target_leaves_the_workbook_and_gets_no_backup(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", LEDGER)
    old, target = path.read_bytes(), tmp_path / "out.xlsx"
    target.write_bytes(b"older")
    done = write(path, plan(CellEdit(2, 1, "丙")), target)
    assert (done.backup, done.path, path.read_bytes()) == (None, target, old)
    assert "丙" in part(target, SHEET)
    same = write(path, plan(), tmp_path / "same.xlsx")
    assert (same.changed, same.path.read_bytes()) == (False, old)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.xlsx", "out.xlsx", "same.xlsx"]


def test_the_same_edits_give_the_same_bytes(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", LEDGER)
    wanted = plan(CellEdit(2, 1, "丙"), columns=(NewColumn(3, "h"),), results=(result(),))
    write(path, wanted, tmp_path / "1.xlsx")
    write(path, wanted, tmp_path / "2.xlsx")
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


@pytest.mark.parametrize("lock", ["~$b.xlsx", ".~lock.b.xlsx#"])
def test_a_workbook_open_elsewhere_is_refused(tmp_path: Path, lock: str) -> None:
    path = write_book(tmp_path / "b.xlsx", LEDGER)
    (tmp_path / lock).write_bytes(b"x")
    with pytest.raises(CannotRun) as refused:
        write(path, plan(CellEdit(2, 1, "丙")))
    assert refused.value.code == "locked_by_excel"


@pytest.mark.parametrize("how", ["rewritten", "replaced"])
def test_a_workbook_changed_since_it_was_read_is_refused(tmp_path: Path, how: str) -> None:
    path = write_book(tmp_path / "b.xlsx", LEDGER)
    other = write_book(tmp_path / "other.xlsx", LEDGER.replace("甲", "申"))
    with open_book(path) as book:
        if how == "rewritten":
            path.write_bytes(other.read_bytes())
        else:
            os.replace(other, path)
        with pytest.raises(CannotRun) as refused:
            save(book, plan(CellEdit(2, 1, "丙")))
        assert refused.value.code == "changed_meanwhile"
        assert "申" in part(path, SHEET)


def test_a_read_only_file_or_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    path = write_book(folder / "b.xlsx", LEDGER)
    for closed, mode in ((path, 0o444), (folder, 0o555)):
        closed.chmod(mode)
        with pytest.raises(CannotRun) as refused:
            write(path, plan(CellEdit(2, 1, "丙")))
        closed.chmod(0o755)
        assert refused.value.code == "read_only"


def test_a_signed_workbook_is_only_written_elsewhere(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", LEDGER, parts={"_xmlsignatures/origin.sigs": ""})
    with pytest.raises(CannotRun) as refused:
        write(path, plan(CellEdit(2, 1, "丙")))
    assert refused.value.code == "signed"
    assert write(path, plan(CellEdit(2, 1, "丙")), tmp_path / "o.xlsx").notes == ("signature_invalid",)


@pytest.mark.parametrize(
    ("fault", "code"),
    [(OSError(errno.ENOSPC, "full"), "disk_full"), (OSError(errno.EIO, "broken"), "write_failed"), (KeyboardInterrupt(), None)],
)
@pytest.mark.parametrize("step", ["fsync", "replace", "pack"])
def test_whatever_goes_wrong_the_workbook_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, code: str | None, step: str
) -> None:
    path = write_book(tmp_path / "b.xlsx", LEDGER)
    old = path.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise fault

    if step == "pack":
        monkeypatch.setattr(save_module, "packed", fail)
    else:
        monkeypatch.setattr(place.os, step, fail)
    with pytest.raises(BaseException) as raised:  # noqa: PT011 - KeyboardInterrupt is one of the cases
        write(path, plan(CellEdit(2, 1, "丙")))
    monkeypatch.undo()
    assert getattr(raised.value, "code", None) == code
    assert path.read_bytes() == old
    assert sorted(p.name for p in tmp_path.iterdir()) in (["b.xlsx"], ["b.xlsx", "b.xlsx.bak"])


def test_a_fault_in_the_written_file_is_found_before_it_takes_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_book(tmp_path / "b.xlsx", LEDGER)
    old = path.read_bytes()
    monkeypatch.setattr(save_module.CellWriter, "cell", lambda self, row, column, style, value: b'<c r="A2"><v>8</v></c>')
    with pytest.raises(CannotRun) as refused:
        write(path, plan(CellEdit(2, 1, 7)))
    assert refused.value.code == "verification_failed"
    assert path.read_bytes() == old


def test_a_damaged_member_anywhere_stops_the_write(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", LEDGER, parts={"xl/media/p.png": bytes(range(256)) * 9})
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as container:
        member = container.getinfo("xl/media/p.png")
    raw[member.header_offset + 30 + len(member.filename) + 20] ^= 0xFF
    path.write_bytes(raw)
    with pytest.raises(CannotRun) as refused:
        write(path, plan(CellEdit(2, 1, "丙")))
    assert (refused.value.code, refused.value.params["part"]) == ("damaged", "xl/media/p.png")
    assert path.read_bytes() == bytes(raw)
