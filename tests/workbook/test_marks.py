"""Cells marked with notes and fills, and given back as they were: what she sees in the workbook, before, between and after."""

from __future__ import annotations

import copy
import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hand_made import MAIN, REL, SPREADSHEET, part, sheet, write_book
from marked_books import ERROR, LEDGER, WARNING, at, canonical, fill, ledger, looks, marked, members, note, opened, rewritten
from openpyxl.comments import Comment

from riskledger.errors import CannotRun
from riskledger.workbook.book import open_book
from riskledger.workbook.marks import Mark, mark

# -- what she sees


def test_a_marked_cell_has_a_note_and_a_fill_and_is_otherwise_as_it_was(tmp_path: Path) -> None:
    before = ledger(tmp_path / "a.xlsx")
    done = marked(before, Mark(2, 1, "客户没有编号", "error"), Mark(3, 3, "日期存疑 <1> & 2", "warning"), target=tmp_path / "b.xlsx")
    assert (done.cells, done.marked, done.unmarked, done.changed) == (2, 2, 0, True)
    seen, was = opened(tmp_path / "b.xlsx"), opened(before)
    assert note(seen, "A2") == "riskledger|riskledger:\n客户没有编号"
    assert note(seen, "C3") == "riskledger|riskledger:\n日期存疑 <1> & 2"
    assert [fill(seen, "A2"), fill(seen, "C3")] == [ERROR, WARNING]
    assert looks(seen)["A2"][:6] == looks(was)["A2"][:6]
    assert looks(seen)["C3"][:6] == looks(was)["C3"][:6]
    assert {k: v for k, v in looks(seen).items() if k not in ("A2", "C3")} == {k: v for k, v in looks(was).items() if k not in ("A2", "C3")}


def test_only_the_parts_of_the_mark_differ_and_cached_values_stay(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx")
    before = members(path)
    marked(path, Mark(2, 4, "公式与重算值不同", "error"))
    after = members(path)
    assert after.keys() - before.keys() == {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}
    changed = {name for name in before if before[name] != after[name]}
    sheet_parts = {"xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"}
    assert changed == {"[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", *sheet_parts}
    was, now = before["xl/worksheets/sheet1.xml"].decode(), after["xl/worksheets/sheet1.xml"].decode()
    taken_out = re.sub(r'<legacyDrawing r:id="rId\d+"/>', "", now)
    assert re.sub(r'(<c r="D2") s="\d+"', r"\1", taken_out) == was
    assert "<f>B2*2</f><v>3</v>" in now


def test_the_note_is_hidden_until_pointed_at_and_as_large_as_its_text(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx")
    marked(path, Mark(2, 1, "短", "error"), Mark(5, 1, "很长的说明" * 40, "error"))
    boxes = re.findall(r"<v:shape .*?</v:shape>", part(path, "xl/drawings/vmlDrawing1.vml"))
    assert len(boxes) == 2
    assert all("visibility:hidden" in box and "<x:Visible" not in box for box in boxes)
    rows = []
    for box in boxes:
        found = re.search(r"<x:Anchor>([^<]*)<", box)
        assert found is not None
        left, _, top, _, right, _, bottom, _ = (int(number) for number in found[1].split(","))
        assert left == 1  # beside its cell
        assert right > left
        rows.append(bottom - top)
    assert rows[0] < 4 < rows[1]


def test_several_findings_of_a_cell_become_one_note_with_the_graver_fill(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx")
    done = marked(path, Mark(2, 1, "一", "warning"), Mark(2, 1, "二", "error"))
    assert done.marked == 1
    assert note(opened(path), "A2") == "riskledger|riskledger:\n一\n二"
    assert fill(opened(path), "A2") == ERROR


def test_text_that_no_xml_can_hold_is_shown_and_found_again(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx")
    marks = [Mark(2, 1, " a\x00b\r\nc _x0041_ 😀\t", "error"), Mark(3, 1, "长" * 40_000, "error")]
    marked(path, *marks)
    assert not marked(path, *marks).changed


# -- again, otherwise, and no more


def test_the_same_marks_change_nothing(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx", notes=True, button=True)
    marks = [Mark(row, column, f"{row}{column}", "error" if row % 2 else "warning") for row in range(1, 20) for column in range(1, 7)]
    marked(path, *marks)
    once = path.read_bytes()
    again = marked(path, *marks)
    assert (again.changed, again.cells, again.backup) == (False, 0, None)
    assert path.read_bytes() == once


@pytest.mark.parametrize("hers", [{}, {"notes": True}, {"button": True}, {"notes": True, "button": True, "second_sheet_notes": True}])
def test_without_marks_the_workbook_is_as_it_was(tmp_path: Path, hers: dict[str, bool]) -> None:
    path = ledger(tmp_path / "a.xlsx", **hers)
    before = members(path)
    marked(path, *(Mark(row, column, "x", "error") for row in (1, 2, 3, 5, 9, 4000) for column in (1, 2, 3, 4, 5, 6, 9)))
    done = marked(path)
    assert (done.marked, done.unmarked, done.cells) == (0, 42, 42)
    after = members(path)
    assert after.keys() == before.keys()
    page = "xl/worksheets/sheet1.xml"
    assert re.sub(rb"<dimension[^>]*>", b"", after[page]) == re.sub(rb"<dimension[^>]*>", b"", before[page])
    apart = {name for name in before if canonical(before[name]) != canonical(after[name])}
    assert apart == {"xl/styles.xml", page}  # formats that no cell uses any more, and an area that may be too large
    assert looks(opened(path)) == looks(opened(ledger(tmp_path / "b.xlsx", **hers)))


def test_a_mended_cell_loses_its_mark_and_the_others_keep_theirs(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx")
    was = looks(opened(path))
    marked(path, Mark(2, 2, "甲", "error"), Mark(3, 2, "乙", "error"), Mark(4, 1, "丙", "error"))
    done = marked(path, Mark(3, 2, "乙", "error"), Mark(4, 1, "丁", "warning"))
    assert (done.cells, done.marked, done.unmarked) == (2, 2, 1)
    seen = opened(path)
    assert (note(seen, "B2"), looks(seen)["B2"]) == (None, was["B2"])
    assert note(seen, "B3") == "riskledger|riskledger:\n乙"
    assert (note(seen, "A4"), fill(seen, "A4")) == ("riskledger|riskledger:\n丁", WARNING)
    marked(path)
    assert looks(opened(path)) == was


def test_a_blank_cell_is_made_in_the_look_of_its_column_and_goes_with_its_mark(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx")
    marked(path, Mark(3, 5, "没有备注", "warning"), Mark(300, 5, "没有这一行", "warning"))
    seen = opened(path)
    assert [at(seen, a).number_format for a in ("E3", "E300")] == ["yyyy-mm-dd"] * 2
    assert [fill(seen, a) for a in ("E3", "E300")] == [WARNING] * 2
    marked(path)
    assert 'r="E3"' not in part(path, "xl/worksheets/sheet1.xml")
    assert 'r="300"' not in part(path, "xl/worksheets/sheet1.xml")


def test_a_blank_cell_that_she_filled_in_stays_and_loses_the_fill(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx")
    marked(path, Mark(3, 5, "没有备注", "warning"))
    page = part(path, "xl/worksheets/sheet1.xml")
    rewritten(path, {"xl/worksheets/sheet1.xml": re.sub(r'<c r="E3"( s="\d+")/>', r'<c r="E3"\1><v>46000</v></c>', page).encode()})
    marked(path)
    seen = opened(path)
    assert at(seen, "E3").number_format == "yyyy-mm-dd"
    assert fill(seen, "E3") is None
    assert at(seen, "E3").value is not None


# -- hers


def test_her_note_is_left_alone_and_the_cell_gets_the_fill(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx", notes=True)
    before = members(path)
    done = marked(path, Mark(3, 1, "客户重名", "error"), Mark(4, 1, "客户重名", "error"))
    assert done.her_notes == ((3, 1),)
    seen = opened(path)
    assert note(seen, "A3") == "王敏|打电话前先看合同"
    assert fill(seen, "A3") == ERROR
    hers = re.compile(rb"<comment .*?</comment>|<v:shape .*?</v:shape>", re.DOTALL)
    for name in ("xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"):
        assert hers.findall(before[name])[0] in members(path)[name]
    marked(path)
    assert note(opened(path), "A3") == "王敏|打电话前先看合同"
    assert fill(opened(path), "A3") == "FF00B0F0"


def test_a_note_of_ours_that_she_wrote_into_is_hers(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx")
    marked(path, Mark(2, 1, "客户重名", "error"), Mark(3, 1, "客户重名", "error"))
    comments = part(path, "xl/comments1.xml")
    at_end = comments.rindex("客户重名") + 4
    rewritten(path, {"xl/comments1.xml": (comments[:at_end] + "\n已问过客户" + comments[at_end:]).encode()})
    done = marked(path, Mark(2, 1, "别的", "error"), Mark(3, 1, "别的", "error"))
    assert done.her_notes == ((3, 1),)
    marked(path)
    assert [note(opened(path), a) for a in ("A2", "A3")] == [None, "riskledger|riskledger:\n客户重名\n已问过客户"]


def test_somebody_who_writes_like_us_is_not_us(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet(LEDGER)
    page.write("A1", 1, book.add_format({"bg_color": "#FCD8D4"}))  # the very colour of ours
    page.write_comment("A1", "riskledger:\n见邮件", {"author": "王敏"})
    page.write_comment("B1", "别忘了", {"author": "riskledger"})
    book.close()
    once = path.read_bytes()
    assert not marked(path).changed
    assert path.read_bytes() == once


def test_a_thread_of_comments_keeps_its_cell(tmp_path: Path) -> None:
    thread = "{6EB46D22-BD1B-47C0-89B0-D6B9493AAA97}"
    ms = "http://schemas.microsoft.com/office"
    path = write_book(
        tmp_path / "a.xlsx",
        sheet('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>', after='<legacyDrawing r:id="rId2"/>'),
        sheet_links=f'<Relationship Id="rId1" Type="{REL}/comments" Target="../comments7.xml"/>'
        f'<Relationship Id="rId2" Type="{REL}/vmlDrawing" Target="../drawings/v.vml"/>'
        f'<Relationship Id="rId3" Type="{ms}/2017/10/relationships/threadedComment" Target="../threadedComments/t.xml"/>',
        overrides=f'<Override PartName="/xl/comments7.xml" ContentType="{SPREADSHEET}.comments+xml"/>'
        '<Override PartName="/xl/drawings/v.vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        '<Override PartName="/xl/threadedComments/t.xml" ContentType="application/vnd.ms-excel.threadedcomments+xml"/>',
        parts={
            "xl/comments7.xml": f'<x:comments xmlns:x="{MAIN}"><x:authors><x:author>tc={thread}</x:author></x:authors><x:commentList>'
            f'<x:comment ref="B1" authorId="0"><x:text><x:t>[Threaded comment]</x:t></x:text></x:comment></x:commentList></x:comments>',
            "xl/drawings/v.vml": "<xml/>",
            "xl/threadedComments/t.xml": f'<ThreadedComments xmlns="{ms}/spreadsheetml/2018/threadedcomments">'
            f'<threadedComment ref="B1" id="{thread}"><text>?</text></threadedComment>'
            '<threadedComment ref="C1" id="{1}"><text>!</text></threadedComment></ThreadedComments>',
        },
    )  # fmt: skip
    done = marked(path, *(Mark(1, column, "x", "error") for column in (1, 2, 3)))
    assert done.her_notes == ((1, 2), (1, 3))
    assert [note(opened(path), a) for a in ("A1", "C1")] == ["riskledger|riskledger:\nx", None]
    assert "[Threaded comment]" in part(path, "xl/comments7.xml")
    assert part(path, "xl/comments7.xml").count("<x:comment ") == 2  # in the prefix of the part


# -- after other programs


def test_marks_are_found_after_the_workbook_was_saved_by_another_program(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx", notes=True)
    book = openpyxl.load_workbook(path)
    book.save(path)  # what that program itself loses is not our matter
    was = looks(opened(path))
    marks = [Mark(row, column, f"{row},{column}", "error") for row in (2, 3, 4) for column in (1, 2, 3, 4, 5)]
    marked(path, *marks)
    book = openpyxl.load_workbook(path)
    page = book[LEDGER]
    for row in range(2, 9):  # formats come and go: style numbers are dealt out anew
        page.cell(row, 3).number_format = "0.0000"
    page["A1"].font = copy.copy(page["A2"].font)
    book.save(path)
    changed = looks(opened(path))
    assert not marked(path, *marks).changed
    marked(path)
    seen = opened(path)
    assert [a for a, look in looks(seen).items() if look[6] != was[a][6]] == []
    assert {a: look[:6] for a, look in looks(seen).items()} == {a: look[:6] for a, look in changed.items() if a not in ("E2", "E3", "E4")}
    assert [c.coordinate for row in seen.iter_rows() for c in row if c.comment] == ["A3"]


def test_marks_go_where_the_cell_goes(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx")
    marked(path, Mark(3, 2, "金额", "error"))
    book = openpyxl.load_workbook(path)
    old, new = book[LEDGER]["B3"], book[LEDGER]["B20"]
    new.value, new._style = old.value, copy.copy(old._style)
    new.comment = Comment(old.comment.text, old.comment.author)
    old.value, old.comment = None, None
    old.style = "Normal"
    book.save(path)
    marked(path, Mark(4, 2, "金额", "error"))
    seen = opened(path)
    assert [note(seen, a) for a in ("B3", "B4", "B20")] == [None, "riskledger|riskledger:\n金额", None]
    assert [fill(seen, a) for a in ("B3", "B4", "B20")] == [None, ERROR, "lightGray"]


def test_where_the_memory_was_lost_no_mark_is_left(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx")
    marked(path, Mark(3, 2, "金额", "error"), Mark(4, 4, "公式", "warning"))
    rewritten(path, {"xl/workbook.xml": re.sub(r"<definedNames>.*</definedNames>", "", part(path, "xl/workbook.xml")).encode()})
    marked(path)
    seen = opened(path)
    assert [fill(seen, a) for a in ("B3", "D4")] == [None, None]
    assert [note(seen, a) for a in ("B3", "D4")] == [None, None]
    assert at(seen, "B3").number_format == "0.00"


def test_what_is_remembered_is_hidden_and_goes_with_the_last_mark(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx")
    marked(path, Mark(3, 2, "金额", "error"))
    names = part(path, "xl/workbook.xml")
    rewritten(path, {"xl/workbook.xml": names.replace(' hidden="1"', "").encode()})  # as LibreOffice leaves them
    marked(path, Mark(3, 2, "金额", "error"))
    assert part(path, "xl/workbook.xml").count(' hidden="1"') == names.count("<definedName ") == 2
    marked(path)
    assert "definedName" not in part(path, "xl/workbook.xml")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_shows_the_notes_and_gives_the_marks_back(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx", notes=True)
    marks = [Mark(2, 1, "客户没有编号", "error"), Mark(5, 3, "到期早于开票", "warning")]
    marked(path, *marks)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "out", path]
    subprocess.run(convert, capture_output=True, check=True)
    saved = tmp_path / "out" / "a.xlsx"
    texts = [at(opened(saved), a).comment for a in ("A2", "A3", "C5")]
    assert [found.text for found in texts if found] == ["riskledger:\n客户没有编号", "打电话前先看合同", "riskledger:\n到期早于开票"]
    assert marked(saved, *marks).cells == 0
    marked(saved)
    assert [fill(opened(saved), a) for a in ("A2", "C5")] == ["FF00B0F0", None]
    assert [at(opened(saved), a).comment is None for a in ("A2", "A3", "C5")] == [True, False, True]


# -- refusals and places


def test_a_drawing_that_is_none_is_called_damaged(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx", notes=True)
    rewritten(path, {"xl/drawings/vmlDrawing1.vml": b"<html>"})
    once = path.read_bytes()
    with pytest.raises(CannotRun) as refused:
        marked(path, Mark(1, 1, "x", "error"))
    assert (refused.value.code, refused.value.params["part"]) == ("damaged", "xl/drawings/vmlDrawing1.vml")
    assert path.read_bytes() == once


def test_a_target_leaves_the_workbook_alone_and_a_backup_keeps_it(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx")
    once = path.read_bytes()
    done = marked(path, Mark(2, 1, "x", "error"), target=tmp_path / "b.xlsx")
    assert path.read_bytes() == once
    assert (done.path, done.backup) == (tmp_path / "b.xlsx", None)
    done = marked(path, Mark(2, 1, "x", "error"))
    assert done.backup == tmp_path / "a.xlsx.bak"
    assert done.backup.read_bytes() == once


def test_a_workbook_changed_since_it_was_read_is_not_marked(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx")
    with open_book(path) as book:
        path.write_bytes(ledger(tmp_path / "b.xlsx", notes=True).read_bytes())
        with pytest.raises(CannotRun) as refused:
            mark(book, LEDGER, [Mark(1, 1, "x", "error")])
    assert refused.value.code == "changed_meanwhile"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


@pytest.mark.parametrize(("row", "column"), [(0, 1), (1, 0), (1_048_577, 1), (1, 16_385)])
def test_a_cell_outside_the_sheet_is_a_mistake_of_the_caller(tmp_path: Path, row: int, column: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        marked(ledger(tmp_path / "a.xlsx"), Mark(row, column, "x", "error"))
