"""Real workbooks full of things that editors lose: written back, then compared part by part by an independent checker."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from riskledger.errors import CannotRun
from riskledger.workbook.book import open_book
from riskledger.workbook.edits import CellEdit, NewColumn, WritePlan
from riskledger.workbook.result_sheets import Link, ResultColumn, ResultSheet
from riskledger.workbook.save import save

FOLDER = os.environ.get("RISKLEDGER_CORPUS")
pytestmark = pytest.mark.skipif(not FOLDER, reason="RISKLEDGER_CORPUS names no folder of real workbooks")
CORPUS = Path(FOLDER or ".")
LEDGER = "客户台账"


def listed(folder: Path, columns: tuple[int, ...]) -> list[tuple[str, ...]]:
    manifest = folder / "manifest.tsv"
    if not FOLDER or not manifest.exists():
        return []
    lines = (line.split("\t") for line in manifest.read_text(encoding="utf-8").splitlines()[1:])
    return [tuple(line[column] for column in columns) for line in lines]


def results(text: str) -> tuple[ResultSheet, ...]:
    columns = [ResultColumn("客户", "text", 20), ResultColumn("等级", "tier", 8), ResultColumn("位置", "link", 12)]
    rows = [[text, "高风险", Link("A2", LEDGER, "A2")]]
    return (ResultSheet("assessment", "客户评估", ("客户评估",), "截至", columns, rows, levels=("high",), stamp="2026-10-31"),)


def losses(before: Path, after: Path, edit: str, fill: str) -> list[str]:
    checker = CORPUS.parent / "tools" / "ooxml_check.py"
    options = ["--sheet", LEDGER, "--own", "客户评估", "--edit", edit, "--fill", fill]
    done = subprocess.run([sys.executable, checker, before, after, *options], capture_output=True, encoding="utf-8", check=False)
    found = [line for line in done.stdout.splitlines() if line.startswith("FAIL")]
    return found if done.returncode == bool(found) else [done.stderr]


@pytest.mark.parametrize(("name", "edit", "fill"), listed(CORPUS, (0, 5, 6)))
def test_nothing_is_lost(tmp_path: Path, name: str, edit: str, fill: str) -> None:
    path = tmp_path / name
    shutil.copyfile(CORPUS / name, path)
    with open_book(path) as book:
        cells = book.read(LEDGER)
        new = cells.free_columns(1, max(cells.columns), 2)
        edits = [
            CellEdit(row, column, row * 3 if column in (8, new[0]) else f"=高 & <{column}> _x0041_ ")
            for row in cells.rows[1:]
            for column in (8, 10, *new)
            if (row, column) not in cells.formulas
        ]
        plan = WritePlan(LEDGER, 1, cells.rows[-1], edits, [NewColumn(new[0], "逾期天数"), NewColumn(new[1], "动作 一")], results("甲"))
        assert save(book, plan).cells == len(edits) + 2
    assert losses(CORPUS / name, path, edit, fill) == []

    with open_book(path) as book:
        again = book.read(LEDGER)
        for edit_ in edits:
            assert again.columns[edit_.column][again.rows.index(edit_.row)] == edit_.value
        once = path.read_bytes()
        assert not save(book, WritePlan(LEDGER, 1, cells.rows[-1], (), (), results("甲"))).changed
        assert path.read_bytes() == once
        assert save(book, WritePlan(LEDGER, 1, cells.rows[-1], (), (), results("乙"))).sheets == ("客户评估",)
    assert losses(CORPUS / name, path, edit, fill) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("encrypted_poi.xlsx", "encrypted"),
        ("xmlbomb.xlsx", "xml_bomb"),
        ("badcrc.xlsx", "damaged"),
        ("lockfile_~$.xlsx", "lock_file"),
        ("not_xlsx.ods", "opendocument"),
        ("legacy.xls", "legacy_xls"),
    ],
)
def test_what_cannot_be_edited_is_refused(name: str, code: str) -> None:
    with pytest.raises(CannotRun) as refused:
        open_book(CORPUS / "bad" / name)
    assert refused.value.code == code
