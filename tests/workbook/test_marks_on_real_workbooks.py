"""Marks on real workbooks full of things that editors lose: put on every sheet, taken away, and nothing else has moved."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from riskledger.workbook.address import address
from riskledger.workbook.book import open_book
from riskledger.workbook.marks import Mark, mark

FOLDER = os.environ.get("RISKLEDGER_CORPUS")
pytestmark = pytest.mark.skipif(not FOLDER, reason="RISKLEDGER_CORPUS names no folder of real workbooks")
CORPUS = Path(FOLDER or ".")
NAMES = sorted(path.name for path in CORPUS.glob("*.xls[xm]")) if FOLDER else []
LEDGER = "客户台账"


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as container:
        return {name: container.read(name) for name in container.namelist() if not name.endswith("/")}


def meant(parts: dict[str, bytes]) -> dict[str, bytes]:
    """What each part says, but for styles, the area that a sheet declares as used, and lists and types that say nothing."""
    styles = next(name for name in parts if name.endswith("styles.xml"))
    formats = [etree.tostring(xf, method="c14n", with_tail=False) for xf in etree.fromstring(parts[styles]).iterfind("{*}cellXfs/{*}xf")]
    found = {}
    for name, xml in parts.items():
        if name.endswith((".xml", ".rels")) and name != styles:
            root = etree.fromstring(xml)
            for cell in root.iterfind("{*}sheetData/{*}row/{*}c[@s]"):
                cell.set("s", str(formats.index(formats[int(cell.get("s", "0"))])))
            for area in root.findall("{*}dimension"):
                area.set("ref", "")
            for entry in [*root.findall("{*}Override"), *root.findall("{*}Default")]:
                if entry.get("PartName", "").endswith(".rels") or entry.get("Extension") == "vml":
                    root.remove(entry)
            for names in root.findall("{*}definedNames"):
                if not len(names):
                    root.remove(names)
            if len(root) or not name.endswith(".rels"):
                found[name] = etree.tostring(root, method="c14n")
        elif name != styles:
            found[name] = xml
    return found


@pytest.mark.parametrize("name", NAMES)
def test_only_the_marked_cells_differ(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    shutil.copyfile(CORPUS / name, path)
    with open_book(path) as book:
        rows = book.read(LEDGER).rows[:8]
        marks = [Mark(row, column, f"第 {row} 行", "error" if column % 2 else "warning") for row in rows for column in (1, 3, 8, 30)]
        assert mark(book, LEDGER, marks).marked == len(marks)
    cells = ",".join(address(one.row, one.column) for one in marks)
    checker = CORPUS.parent / "tools" / "ooxml_check.py"
    options = [CORPUS / name, path, "--sheet", LEDGER, "--except", cells, "--limit", "999"]
    done = subprocess.run([sys.executable, checker, *options], capture_output=True, encoding="utf-8", check=False)
    found = [line for line in done.stdout.splitlines() if line.startswith("FAIL")]
    assert all(line.endswith("<legacyDrawing> 0 before, 1 after") for line in found)
    assert done.returncode == bool(found)
    if "STRICT" not in name.upper() and "OLE" not in name:  # openpyxl does not read strict workbooks
        seen = openpyxl.load_workbook(path)[LEDGER]
        assert all(seen.cell(one.row, one.column).comment.text == f"riskledger:\n{one.text}" for one in marks)


@pytest.mark.parametrize("name", NAMES)
def test_every_sheet_gives_its_marks_back(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    shutil.copyfile(CORPUS / name, path)
    with open_book(path) as book:
        sheets = [sheet.name for sheet in book.sheets]
    marks = [Mark(row, column, f"{row} {column}", "warning") for row in (1, 2, 3, 10, 11, 12, 70) for column in (1, 2, 5, 7)]
    for sheet in sheets:
        with open_book(path) as book:
            mark(book, sheet, marks, backup=False)
        once = path.read_bytes()
        with open_book(path) as book:
            assert not mark(book, sheet, marks).changed
        assert path.read_bytes() == once
    for sheet in sheets:
        with open_book(path) as book:
            mark(book, sheet, (), backup=False)
    assert meant(members(path)) == meant(members(CORPUS / name))
