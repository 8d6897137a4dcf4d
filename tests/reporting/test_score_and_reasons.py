"""Score and reasons where the ledger has such columns: filled in while blank or ours, never over her own words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from ledger_table import write
from riskledger.cli.app import run

LEDGER = """
客户名称|到期日|交易金额|信用评分|评级理由
甲|@2026-01-01|100||
甲|@2026-12-31|50|B+|老客户，关系好
乙|@2026-10-20|70||
"""


def cells(book: Path) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(book)["台账"]["D2:E4"]]


def test_blank_cells_are_filled_and_her_own_words_stay(tmp_path: Path) -> None:
    book = write(tmp_path / "book.xlsx", LEDGER)
    run(["--lang", "zh", "-q", "assess", str(book), "--as-of", "2026-10-31"])
    first = cells(book)
    sheet = openpyxl.load_workbook(book)["客户评估"]
    header = [cell.value for cell in sheet[2]]
    told = {row[0].value: (row[header.index("信用评分")].value, row[header.index("主要原因")].value) for row in sheet.iter_rows(min_row=3)}
    assert [tuple(row) for row in first] == [told["甲"], ("B+", "老客户，关系好"), told["乙"]]
    assert isinstance(first[0][0], float)

    # A later run takes its own words back, and only those.
    run(["--lang", "zh", "-q", "assess", str(book), "--as-of", "2027-03-31"])
    second = cells(book)
    assert second[0] != first[0]
    assert second[1] == ["B+", "老客户，关系好"]
    before = book.read_bytes()
    run(["--lang", "zh", "-q", "assess", str(book), "--as-of", "2027-03-31"])
    assert book.read_bytes() == before


def test_no_such_column_is_ever_added(tmp_path: Path) -> None:
    book = write(tmp_path / "book.xlsx", LEDGER.replace("信用评分|评级理由", "负责人|备注"))
    run(["--lang", "zh", "-q", "assess", str(book), "--as-of", "2026-10-31"])
    headers = [cell.value for cell in openpyxl.load_workbook(book)["台账"][1]]
    assert {"信用评分", "评级理由"} & set(headers) == set()
