"""`check --fix`: the list of what has one reading, the workbook as written, and what is never touched."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from conftest import Ran

Cli = Callable[..., Ran]
ON = ("--as-of", "2026-10-31")
HEADERS = ("客户编号", "客户名称", "交易日期", "到期日", "交易金额", "支付日期", "投诉次数", "沟通记录")
ROWS: list[tuple[object, ...]] = [
    ("００１", " 甲公司", "2026年1月5日", 20260301, "10,000元", "未支付", "3次", " 已电话 "),
    ("002", "乙公司", "2026-01-06", "下月初", "￥1，000.5", "未支付", "0", None),
]


def book(path: Path, rows: list[tuple[object, ...]] = ROWS, **options: object) -> Path:
    """A ledger with amounts as bold text and dates as text."""
    with xlsxwriter.Workbook(path, options) as made:
        page = made.add_worksheet("客户台账")
        bold, text = made.add_format({"bold": True, "num_format": "@"}), made.add_format({"num_format": "yyyy/m/d"})
        page.write_row(0, 0, HEADERS)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                page.write(number, column, value, bold if column == 4 else text if column == 2 else None)
    return path


def shown(path: Path) -> list[list[Any]]:
    """The cells below the header: numbers and dates with their number format."""
    page = openpyxl.load_workbook(path).worksheets[0]
    return [
        [cell.value if isinstance(cell.value, str | None) else (cell.value, cell.number_format) for cell in row]
        for row in page.iter_rows(min_row=2)
    ]


def test_cells_are_mended_with_their_units_in_the_format(tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx")
    before = path.read_bytes()
    ran = cli("check", path, *ON, "--fix")
    first = dt.datetime(2026, 1, 5)
    assert shown(path) == [
        [
            *("001", "甲公司", (first, "yyyy/m/d"), (dt.datetime(2026, 3, 1), "yyyy-mm-dd"), (10000, '#,##0"元"')),
            *("未支付", (3, '0"次"'), " 已电话 "),
        ],
        [
            *("002", "乙公司", (first + dt.timedelta(1), "yyyy/m/d"), "下月初", (1000.5, '"¥"#,##0.00')),
            *("未支付", (0, "0"), None),
        ],
    ]
    assert openpyxl.load_workbook(path).worksheets[0]["E2"].font.bold
    assert (tmp_path / "book.xlsx.bak").read_bytes() == before
    assert ran.code == 1  # a due date nobody can read is still one
    assert "Mended 9 cells" in ran.out
    assert "客户台账!E2" in ran.out
    assert ran.out.index("客户台账!E2") < ran.out.index("Mended 9 cells") < ran.out.index("RL203")


def test_a_dry_run_lists_and_writes_nothing(tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx")
    before = path.read_bytes()
    ran = cli("check", path, *ON, "--fix", "-n")
    assert "9 cells would be mended" in ran.out
    assert '" 甲公司"' in ran.out  # the blank is seen
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (before, [path])
    document = cli("check", path, *ON, "--fix", "--dry-run", "--format", "json").document
    assert (len(document["fixes"]), document["written"]) == (9, None)


def test_json_lists_every_change_and_a_second_run_has_none(tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx", [(f"{n:03}", f"甲{n}", "2026-01-05", "2026-02-05", f"{n}元", None, 0, None) for n in range(1, 41)])
    document = cli("check", path, *ON, "--fix", "--format", "json").document
    assert len(document["fixes"]) == 120
    assert document["fixes"][:3] == [
        {
            "cell": "客户台账!C2",
            "column": "invoice_date",
            "kind": "date",
            "old": "2026-01-05",
            "new": "2026-01-05",
            "number_format": "yyyy-mm-dd",
        },
        {
            "cell": "客户台账!D2",
            "column": "due_date",
            "kind": "date",
            "old": "2026-02-05",
            "new": "2026-02-05",
            "number_format": "yyyy-mm-dd",
        },
        {"cell": "客户台账!E2", "column": "amount", "kind": "amount", "old": "1元", "new": "1", "number_format": '#,##0"元"'},
    ]
    assert document["written"] == {"path": str(path), "cells": 120, "backup": f"{path}.bak", "changed": True}
    written = path.read_bytes()
    again = cli("check", path, *ON, "--fix", "--format", "json").document
    assert (again["fixes"], again["written"], path.read_bytes()) == ([], None, written)
    assert "fixes" not in cli("check", path, *ON, "--format", "json").document


def test_the_list_is_shortened_by_kind_and_says_where_the_rest_is(tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx", [("1", "甲", dt.date(2026, 1, 5), dt.date(2026, 2, 5), f"{n}元", None, 0, None) for n in range(9)])
    out = cli("check", path, *ON, "--fix", "-n").out
    assert out.count("客户台账!E") == 5
    assert "4 more of this kind; --format json lists all" in out


@pytest.mark.parametrize("date_1904", [False, True])
def test_the_assessment_is_the_same_before_and_after(tmp_path: Path, cli: Cli, date_1904: bool) -> None:
    rows = [*ROWS, ("003", "丙公司　", "2026/3/4", "2026年5月1日", "(500)", "2026-04-01", "1", None)]
    one, other = (book(tmp_path / name, rows, date_1904=date_1904) for name in ("one.xlsx", "other.xlsx"))
    cli("check", one, *ON, "--fix")
    mended, left = (cli("assess", path, *ON, "-n", "--format", "json").document for path in (one, other))
    for key in ("rows", "totals", "portfolio", "customers"):
        assert mended[key] == left[key] or key == "customers"
    assert [{**entry, "customer_id": None} for entry in mended["customers"]] == [
        {**entry, "customer_id": None} for entry in left["customers"]
    ]
    assert openpyxl.load_workbook(one).worksheets[0]["D2"].value == dt.datetime(2026, 3, 1)


def test_many_rows_take_the_quick_way_and_are_written_as_well(tmp_path: Path, cli: Cli) -> None:
    rows: list[tuple[object, ...]] = [("001", f"甲{n % 7}", "2026-01-05", "2026-02-05", f"{n}.50元", None, 0, None) for n in range(500)]
    path = book(tmp_path / "book.xlsx", rows)
    cli("check", path, *ON, "--fix")
    assert [row[4] for row in shown(path)] == [(n + 0.5, '#,##0.00"元"') for n in range(500)]
    assert {row[2] for row in shown(path)} == {(dt.datetime(2026, 1, 5), "yyyy/m/d")}


def test_findings_are_those_of_the_workbook_as_written(tmp_path: Path, cli: Cli) -> None:
    """Two rows that were told apart by a blank and a unit alone are one row twice."""
    due = dt.date(2026, 2, 5)
    rows: list[tuple[object, ...]] = [("1", "甲", due, due, 5, None, 0, None), ("1", "甲 ", due, due, "5元", None, "0次", None)]
    path = book(tmp_path / "book.xlsx", rows)
    for mark, found in ((("-n",), []), ((), ["RL308"])):
        document = cli("check", path, *ON, "--fix", *mark, "--format", "json").document
        assert [finding["rule"] for finding in document["findings"]] == found


def test_what_is_mended_is_not_marked(tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx")
    before = path.read_bytes()
    document = cli("check", path, *ON, "--fix", "--mark", "--format", "json").document
    assert (tmp_path / "book.xlsx.bak").read_bytes() == before  # not what --fix left for --mark
    assert (document["written"]["cells"], document["marked"]["cells"]) == (9, 1)
    page = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.coordinate for row in page.iter_rows() for cell in row if cell.comment] == ["D3"]
    assert page["E2"].value == 10000


def test_a_dry_run_marks_nothing_either(tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx")
    before = path.read_bytes()
    ran = cli("check", path, *ON, "--mark", "-n")
    assert (path.read_bytes(), "no marks were written" in ran.err) == (before, True)


def test_several_books_and_one_line_formats(tmp_path: Path, cli: Cli) -> None:
    paths = [book(tmp_path / name) for name in ("one.xlsx", "two.xlsx")]
    ran = cli("check", *paths, *ON, "--fix", "--format", "concise")
    assert ran.err.count("Mended 9 cells") == 2
    assert len(ran.out.splitlines()) == 2
    assert [path.with_name(path.name + ".bak").exists() for path in paths] == [True, True]


def test_an_amount_that_alone_names_its_currency_is_told(tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx", [("1", "甲", dt.date(2026, 1, 5), dt.date(2026, 2, 5), "$5,000", None, 0, None)])
    ran = cli("check", path, *ON, "--fix")
    assert "1 amounts stay text" in ran.out
    assert "客户台账!E2" in ran.out
    assert cli("check", path, *ON, "--fix", "--format", "json").document["kept_as_text"] == ["客户台账!E2"]


def test_another_kind_of_file_is_refused(tmp_path: Path, cli: Cli) -> None:
    path = tmp_path / "book.csv"
    path.write_text("客户,交易日期,金额\n甲,2026-01-05,1元\n", "utf-8")
    ran = cli("check", path, *ON, "--fix")
    assert (ran.code, ran.out, "cannot be mended" in ran.err) == (2, "", True)


def test_a_signed_workbook_is_left_alone(tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx")
    with zipfile.ZipFile(path, "a") as container:
        container.writestr("_xmlsignatures/origin.sigs", "")
    before = path.read_bytes()
    ran = cli("check", path, *ON, "--fix")
    assert (ran.code, ran.out, "digitally signed" in ran.err) == (2, "", True)
    assert path.read_bytes() == before


def test_an_open_workbook_is_left_alone(tmp_path: Path, cli: Cli) -> None:
    path = book(tmp_path / "book.xlsx")
    before = path.read_bytes()
    (tmp_path / "~$book.xlsx").write_text("x")
    ran = cli("check", path, *ON, "--fix")
    assert (ran.code, "open in another program" in ran.err) == (2, True)
    assert path.read_bytes() == before
