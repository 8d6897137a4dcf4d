"""Text exports, .xls, .xlsb and OpenDocument files on the command line: read as they are, written only as a new workbook."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from ledgers import CLASSIC_HEADERS, CLASSIC_ROWS, cells, classic

from conftest import Ran
from riskledger import assess

sys.path.insert(0, str(Path(__file__).parent.parent / "workbook"))
import foreign_files as ff

Cli = Callable[..., Ran]
ON = ("--as-of", "2023-05-05")
TABLE = [CLASSIC_HEADERS["zh"], *CLASSIC_ROWS["zh"]]
TIERS = ["high", "low", "medium", "medium"]
KINDS = ["csv", "xls", "xlsb", "ods"]
NEEDS_OUTPUT = {"csv": "text file", "xls": "old .xls", "xlsb": ".xlsb", "ods": "OpenDocument"}


def text(value: object) -> str:
    return "" if value is None else str(value)


def exported(path: Path, kind: str) -> Path:
    """The sample table as a file of another kind, all cells as text."""
    if kind == "csv":
        lines = (",".join(f'"{text(value)}"' for value in row) for row in TABLE)
        path.write_bytes("\r\n".join(lines).encode("gb18030"))
    elif kind == "xls":
        xlwt = pytest.importorskip("xlwt", reason="xlwt, which makes .xls files for this test, is not installed")
        book = xlwt.Workbook()
        page = book.add_sheet("客户台账")
        for number, row in enumerate(TABLE):
            for column, value in enumerate(row):
                page.write(number, column, text(value))
        book.save(str(path))
    elif kind == "xlsb":
        rows = (
            ff.xlsb_row(number, *((ff.TEXT, column, text(value)) for column, value in enumerate(row, 1) if value is not None))
            for number, row in enumerate(TABLE, 1)
        )
        ff.xlsb(path, [("客户台账", 0, b"".join(rows) + ff.xlsb_end())])
    else:
        rows = (ff.row(*(ff.cell("string", text=text(value)) if value is not None else ff.blank() for value in row)) for row in TABLE)
        ff.ods(path, ff.table("客户台账", *rows))
    return path


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which temporary files are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_read_as_the_workbook_it_stands_for(kind: str, tmp_path: Path, temporary: Path, cli: Cli) -> None:
    path = exported(tmp_path / f"导出.{kind}", kind)
    before = path.read_bytes()
    document = cli("assess", path, *ON, "-n", "--format", "json").document
    model = cli("assess", classic(tmp_path / "book.xlsx"), *ON, "-n", "--format", "json").document
    assert [entry["tier"] for entry in document["customers"]] == TIERS
    for same in ("totals", "portfolio", "customers", "invoices"):
        one, other = (json.dumps(found[same]).replace(json.dumps(found["sheet"])[1:-1], "") for found in (document, model))
        assert one == other
    assert (document["workbook"], document["written"]) == (path.name, None)
    assert (path.read_bytes(), list(temporary.iterdir())) == (before, [])


@pytest.mark.parametrize("kind", KINDS)
def test_never_written_over(kind: str, tmp_path: Path, cli: Cli) -> None:
    path = exported(tmp_path / f"book.{kind}", kind)
    before = path.read_bytes()
    ran = cli("assess", path, *ON)
    assert (ran.code, ran.out) == (2, "")
    assert NEEDS_OUTPUT[kind] in ran.err
    assert "-o new.xlsx" in ran.err
    marked = cli("check", path, *ON, "--mark")
    assert (marked.code, marked.out) == (2, "")
    assert f"assess {path.name} -o new.xlsx" in " ".join(marked.err.split())
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_workbook_is_made_of_it(kind: str, tmp_path: Path, temporary: Path, cli: Cli) -> None:
    path, target = exported(tmp_path / f"book.{kind}", kind), tmp_path / "new.xlsx"
    ran = cli("assess", path, *ON, "-o", target)
    assert ran.code == 0
    assert "riskledger explain" in ran.err
    assert "new.xlsx" in ran.err  # what was written is named, not the file it was made of
    ledger = cells(target)
    assert [row[9] for row in ledger[1:5]] == ["低风险", "中风险", "中风险", "高风险"]
    assert ledger[4][7] in (30, "30天")
    again = cli("assess", target, *ON, "-n", "--format", "json").document
    assert [entry["tier"] for entry in again["customers"]] == TIERS
    assert list(temporary.iterdir()) == []


def test_what_was_read_is_told_aside(tmp_path: Path, cli: Cli) -> None:
    path = exported(tmp_path / "book.csv", "csv")
    told = cli("check", path, *ON)
    assert told.code == 0
    assert "text, encoding gb18030" in told.err
    assert "book.csv" in told.out
    assert "encoding" not in cli("-q", "check", path, *ON).err
    assert "编码 gb18030" in cli("--lang", "zh", "check", path, *ON).err


def test_findings_name_the_file_itself_and_its_cells(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "账.csv").write_text("客户,到期日,金额\n甲,2023-04-01,约五万\n乙,2023-04-01,5\n", encoding="utf-8")
    ran = cli("check", tmp_path / "账.csv", *ON, "--format", "concise")
    assert ran.code == 1
    [line] = ran.out.splitlines()
    assert line.startswith("账.csv:账!C2: RL201")


def test_a_policy_beside_the_file_is_found(tmp_path: Path, cli: Cli) -> None:
    path = exported(tmp_path / "book.csv", "csv")
    (tmp_path / "riskledger.toml").write_text("[policy]\nname = 1\n", encoding="utf-8")
    ran = cli("check", path, *ON)
    assert ran.code == 2
    assert "riskledger.toml" in ran.err


def test_explain_and_the_api_read_it_too(tmp_path: Path, temporary: Path, cli: Cli) -> None:
    path = exported(tmp_path / "book.ods", "ods")
    ran = cli("explain", path, "D公司", *ON, "--format", "json")
    assert (ran.code, ran.document["customer"]["tier"]) == (0, "high")
    assessment = assess(path, as_of="2023-05-05")
    assert (assessment.path, [entry.tier for entry in assessment.customers]) == (path, TIERS)
    assert list(temporary.iterdir()) == []


def test_several_books_become_workbooks_in_a_folder(tmp_path: Path, cli: Cli) -> None:
    books = [exported(tmp_path / "a.2023.csv", "csv"), exported(tmp_path / "b.ods", "ods"), classic(tmp_path / "c.xlsx")]
    assert cli("assess", *books, *ON, "-o", tmp_path / "new").code == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["a.2023.xlsx", "b.xlsx", "c.xlsx"]


def test_outputs_that_are_refused(tmp_path: Path, cli: Cli) -> None:
    path = exported(tmp_path / "book.csv", "csv")
    wrong = cli("assess", path, *ON, "-o", tmp_path / "new.csv")
    assert (wrong.code, "must end in .xlsx" in wrong.err) == (2, True)
    disguised = exported(tmp_path / "export.xlsx", "csv")
    before = disguised.read_bytes()
    over = cli("assess", disguised, *ON, "-o", disguised)
    assert (over.code, "another name" in over.err) == (2, True)
    assert disguised.read_bytes() == before
    assert cli("assess", disguised, *ON, "-n", "--format", "json").document["customers"][0]["customer"] == "D公司"


def test_files_that_only_look_like_tables(tmp_path: Path, cli: Cli) -> None:
    page = tmp_path / "export.xls"
    page.write_text("<html><table><tr><td>客户</td></tr></table></html>", encoding="utf-8")
    for arguments in (("check", page), ("assess", page), ("assess", page, "-n")):
        ran = cli(*arguments, *ON)
        assert (ran.code, "web page" in ran.err) == (2, True)
    empty = tmp_path / "book.csv"
    empty.write_bytes(b"")
    assert "is empty" in cli("assess", empty, *ON, "-o", tmp_path / "new.xlsx").err
    (tmp_path / "open.csv").write_text('客户,金额\n"甲,1\n', encoding="utf-8")
    broken = cli("check", tmp_path / "open.csv", *ON)
    assert (broken.code, "never closed" in broken.err) == (2, True)
    assert not (tmp_path / "new.xlsx").exists()
