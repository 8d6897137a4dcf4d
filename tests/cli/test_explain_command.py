"""`explain`: the page in three forms, and one cell of a workbook that `assess` has written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from ledgers import classic
from openpyxl.utils import get_column_letter
from rich.cells import cell_len

Cli = Callable[..., Any]
EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = {"zh": "风险客户管理表_2026-10.xlsx", "en": "risk_customers_2026-10.xlsx"}
OVERDUE = {"zh": "逾期金额", "en": "Overdue"}
RESULTS = {"zh": "客户评估", "en": "'Customer assessment'"}
ON = ("--as-of", "2026-10-31")


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def book(language: str, tmp_path: Path, cli: Cli) -> Path:
    path = tmp_path / "book.xlsx"
    shutil.copy(EXAMPLES / language / NAMES[language], path)
    assert cli("-q", "assess", path, *ON, "--no-backup").code == 1
    return path


def overdue_cell(book: Path, language: str) -> str:
    """The first customer's overdue amount on the customer assessment."""
    page = openpyxl.load_workbook(book, read_only=True)[RESULTS[language].strip("'")]
    headers = [cell.value for cell in next(page.iter_rows(min_row=2, max_row=2))]
    return f"{RESULTS[language]}!{get_column_letter(headers.index(OVERDUE[language]) + 1)}3"


def test_the_page_as_markdown_and_json(language: str, tmp_path: Path, cli: Cli) -> None:
    path = EXAMPLES / language / NAMES[language]
    customer = cli("explain", path, *ON, "--format", "json").document["customers"][0]["customer"]
    page = cli("--lang", language, "explain", path, customer, *ON, "--format", "md")
    assert page.out.startswith(f"# {customer}")
    assert page.out.count("\n| --- |") == 3
    document = cli("explain", path, customer, *ON, "--format", "json").document
    assert len(document["timeline"]) == 12
    assert document["timeline"][-1]["outstanding"] == document["customer"]["outstanding"]
    assert document["timeline"][-1]["overdue"] == document["customer"]["overdue"]
    assert document["before"]["as_of"] == "2026-09-30"
    assert document["missing"]


def test_a_cell_of_a_result_sheet_is_explained_as_of_the_sheets_own_date(book: Path, language: str, cli: Cli) -> None:
    ran = cli("explain", book, "--cell", overdue_cell(book, language), "--format", "json")
    document = ran.document
    assert (document["as_of"], document["as_of_source"], document["agrees"]) == ("2026-10-31", "stamp", True)
    assert document["value"] == "914142.27"
    assert document["parts_count"] == len(document["parts"]) == 8
    assert document["parts_total"] == document["value"]
    given = cli("explain", book, "--cell", overdue_cell(book, language), "--as-of", "2026-09-30", "--format", "json").document
    assert (given["as_of_source"], given["agrees"], given["written_as_of"]) == ("given", False, "2026-10-31")


def test_a_cell_that_was_changed_since_is_told(book: Path, language: str, cli: Cli) -> None:
    workbook = openpyxl.load_workbook(book)
    asked = overdue_cell(book, language)
    workbook[RESULTS[language].strip("'")][asked.rpartition("!")[2]] = 1
    workbook.save(book)
    ran = cli("--lang", language, "explain", book, "--cell", asked)
    assert "914,142.27" in ran.out
    assert {"zh": "与计算结果不同", "en": "which differs"}[language] in ran.out


@pytest.mark.parametrize("width", [80, 120])
def test_every_kind_of_cell_fits_the_terminal_and_a_gbk_console(
    width: int, book: Path, language: str, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    ledger = {"zh": "客户台账", "en": "Ledger"}[language]
    findings = {"zh": "校验结果", "en": "Findings"}[language]
    for cell in ("O1239", "R1239", f"{ledger}!K5", f"{ledger}!AA9", f"{RESULTS[language]}!M3", f"{RESULTS[language]}!L4", f"{findings}!F3"):
        ran = cli("--lang", language, "explain", book, "--cell", cell, *ON)
        assert ran.code == 0, cell
        assert [line for line in ran.out.splitlines() if cell_len(line) > width] == [], cell
        assert ran.out.encode("gbk").decode("gbk") == ran.out


def test_what_cannot_be_asked(tmp_path: Path, cli: Cli) -> None:
    path = classic(tmp_path / "book.xlsx")
    for arguments in (("D公司", "--cell", "H5"), ("--cell", "nothing"), ("--cell", "Nope!A1"), ("--cell", "H5", "--format", "github")):
        ran = cli("explain", path, *arguments, "--as-of", "2023-05-05")
        assert (ran.code, ran.out) == (2, ""), arguments
    assert cli("explain", path, "--cell", "H5", "--as-of", "2023-05-05", "--format", "json").document["value"] == 30
