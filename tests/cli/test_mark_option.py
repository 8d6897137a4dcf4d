"""`check --mark`: notes and fills on the cells of errors and warnings, and their removal once the cells are mended."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from conftest import Ran

Cli = Callable[..., Ran]
ON = ("--as-of", "2026-10-31")
HEADERS = ("客户名称", "到期日", "交易金额", "投诉次数")
ROWS = [
    ("甲公司", "下月初", 100, 0),
    ("乙公司", "2026-12-31", "约五", 0),
    ("丙公司", "2026-12-31", 9, "若干次"),
    ("丁公司", "2026-12-31", 5, 0),
]


def book(path: Path, rows: list[tuple[object, ...]] = ROWS, note: str | None = None) -> Path:
    """A ledger with a text for a due date, one for an amount, and one for complaints (a warning)."""
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet("客户台账")
        page.write_row(0, 0, HEADERS)
        for number, row in enumerate(rows, 1):
            page.write_row(number, 0, row)
        if note:
            page.write_comment("C3", note, {"author": "王丽"})
    return path


def notes(path: Path) -> dict[str, str]:
    """The notes of the ledger by cell."""
    page = openpyxl.load_workbook(path).worksheets[0]
    return {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}


def filled(path: Path) -> list[str]:
    page = openpyxl.load_workbook(path).worksheets[0]
    return [cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.patternType == "solid"]


def test_errors_and_warnings_are_marked_in_the_workbooks_language(tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx")
    before = path.read_bytes()
    ran = cli("check", path, *ON, "--mark")
    assert ran.code == 1
    assert filled(path) == ["B2", "C3", "D4"]
    said = notes(path)
    assert list(said) == ["B2", "C3", "D4"]
    assert "RL203" in said["B2"]
    assert "下月初" in said["B2"]
    assert "改法：" in said["B2"]
    assert "3 cells carry a mark" in ran.out
    assert (tmp_path / "book.xlsx.bak").read_bytes() == before
    english = book(tmp_path / "english.xlsx")
    cli("--lang", "en", "check", english, *ON, "--mark")
    assert "Remedy: " in notes(english)["B2"]


def test_a_sheet_beside_the_ledger_is_marked_too_with_one_backup(tmp_path: Path, cli: Cli) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for name, rows in (("客户台账", [HEADERS, *ROWS]), ("客户档案", [("客户名称", "财务评分"), ("甲公司", "良好")])):
            page = made.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    before = path.read_bytes()
    done = cli("check", path, *ON, "--mark", "--format", "json").document["marked"]
    assert (done["cells"], done["backup"]) == (4, f"{path}.bak")
    assert (tmp_path / "book.xlsx.bak").read_bytes() == before
    beside = openpyxl.load_workbook(path)["客户档案"]
    assert "RL221" in beside["B2"].comment.text
    in_excel = openpyxl.load_workbook(path)
    in_excel["客户档案"]["B2"] = 60
    in_excel.save(path)
    mended = cli("check", path, *ON, "--mark", "--format", "json").document["marked"]
    assert (mended["cells"], mended["unmarked"]) == (3, 1)
    assert openpyxl.load_workbook(path)["客户档案"]["B2"].comment is None


def test_a_second_run_changes_nothing_and_findings_stay_the_same(tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx")
    first = cli("check", path, *ON, "--mark", "--format", "json").document
    marked = path.read_bytes()
    (tmp_path / "book.xlsx.bak").unlink()
    ran = cli("check", path, *ON, "--mark", "--format", "json")
    assert path.read_bytes() == marked
    assert not (tmp_path / "book.xlsx.bak").exists()
    assert ran.document["findings"] == first["findings"]
    assert first["marked"] == {
        "path": str(path),
        "cells": 3,
        "unmarked": 0,
        "changed": True,
        "backup": f"{path}.bak",
        "own_notes": [],
        "unfilled": [],
    }
    assert ran.document["marked"] == {**first["marked"], "changed": False, "backup": None}
    assert "marked" not in cli("check", path, *ON, "--format", "json").document


def test_a_mended_cell_loses_its_mark_and_the_others_keep_theirs(tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx")
    cli("check", path, *ON, "--mark")
    in_excel = openpyxl.load_workbook(path)
    in_excel.worksheets[0]["C3"] = 50000
    in_excel.save(path)
    ran = cli("check", path, *ON, "--mark")
    assert filled(path) == ["B2", "D4"]
    assert list(notes(path)) == ["B2", "D4"]
    assert "1 marks were taken away" in " ".join(ran.out.split())


def test_a_clean_ledger_loses_all_its_marks(tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx")
    cli("check", path, *ON, "--mark")
    (tmp_path / "riskledger.toml").write_text(
        "".join(f'[[suppress]]\nrule = "{rule}"\nreason = "ok"\nuntil = 2026-12-31\n' for rule in ("RL201", "RL203", "RL207")), "utf-8"
    )
    assert cli("check", path, *ON, "--mark").code == 0  # what is suppressed is not marked either
    assert (filled(path), notes(path)) == ([], {})


def test_her_note_stays_and_is_counted(tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx", note="问过财务")
    ran = cli("check", path, *ON, "--mark")
    assert notes(path)["C3"] == "问过财务"
    assert filled(path) == ["B2", "C3", "D4"]
    assert "客户台账!C3" in ran.out
    assert "note of yours" in ran.out


def test_marks_are_told_aside_by_the_one_line_formats(tmp_path: Path, cli: Cli) -> None:
    ran = cli("check", book(tmp_path / "book.xlsx"), *ON, "--mark", "--format", "concise")
    assert len(ran.out.splitlines()) == 3
    assert "3 cells carry a mark" in ran.err


@pytest.mark.parametrize("lock", ["~$book.xlsx", ".~lock.book.xlsx#"])
def test_an_open_workbook_is_left_alone(lock: str, tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx")
    before = path.read_bytes()
    (tmp_path / lock).write_text("x")
    ran = cli("check", path, *ON, "--mark")
    assert (ran.code, ran.out, "open in another program" in ran.err) == (2, "", True)
    assert path.read_bytes() == before


def test_a_signed_workbook_is_left_alone(tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx")
    with zipfile.ZipFile(path, "a") as container:
        container.writestr("_xmlsignatures/origin.sigs", "")
    before = path.read_bytes()
    ran = cli("check", path, *ON, "--mark")
    assert (ran.code, ran.out, "digitally signed" in ran.err) == (2, "", True)
    assert path.read_bytes() == before
    assert cli("check", path, *ON).code == 1


def test_marks_do_not_disturb_an_assessment(tmp_path: Path, cli: Cli) -> None:
    path, plain = book(tmp_path / "book.xlsx"), book(tmp_path / "plain.xlsx")
    cli("check", path, *ON, "--mark")
    one, other = (cli("assess", found, *ON, "--format", "json").document for found in (path, plain))
    assert one["customers"] == other["customers"]
    assert one["findings"] == other["findings"]
    assert {"B2", "C3", "D4"} <= set(notes(path))
