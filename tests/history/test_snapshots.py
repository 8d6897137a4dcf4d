"""Snapshots of each assessment in the workbook: replaced, thinned, never lost, and never over a sheet of hers."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskledger import assess
from riskledger.cli.app import run
from riskledger.history.snapshots import read_history, thin
from riskledger.history.standings import standings_of
from riskledger.ledger.tiers import NAMES
from riskledger.rating.reasons import shown_points
from riskledger.workbook.template import template_bytes

EXAMPLES = Path(__file__).parents[2] / "examples"
BOOKS = {"zh": EXAMPLES / "zh/风险客户管理表_2026-10.xlsx", "en": EXAMPLES / "en/risk_customers_2026-10.xlsx"}
TITLE = {"zh": "跟进报告", "en": "Follow-up"}
DAYS = st.dates(dt.date(2025, 11, 1), dt.date(2026, 3, 1))


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def book(language: str, tmp_path: Path) -> Path:
    return Path(shutil.copy(BOOKS[language], tmp_path / "book.xlsx"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Three customers, one of them in two currencies."""
    rows = [
        ["客户编号", "客户名称", "交易日期", "到期日", "交易金额", "币种"],
        ["007", "甲公司", dt.date(2026, 6, 1), dt.date(2026, 7, 1), 1000.1, "CNY"],
        ["007", "甲公司", dt.date(2026, 8, 1), dt.date(2026, 12, 1), 20, "USD"],
        [None, "乙公司", dt.date(2026, 6, 5), dt.date(2026, 7, 5), -30, "CNY"],
        [None, "12", dt.date(2026, 9, 10), dt.date(2026, 9, 11), 7, "CNY"],
    ]
    return written(tmp_path / "small.xlsx", {"客户台账": rows})


def written(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    opened = openpyxl.Workbook()
    opened.remove(opened.worksheets[0])
    for name, rows in sheets.items():
        page = opened.create_sheet(name)
        for row in rows:
            page.append(row)
    opened.save(path)
    return path


def on(book: Path, day: str, *options: str) -> int:
    return run(["assess", str(book), "--as-of", day, "--format", "json", "--no-backup", *options])


def lines(book: Path, title: str = "跟进报告") -> list[tuple[object, ...]]:
    """The lines of the sheet as openpyxl reads them."""
    return list(openpyxl.load_workbook(book)[title].iter_rows(min_row=3, values_only=True))


def days(book: Path, title: str = "跟进报告") -> list[str]:
    return list(dict.fromkeys(f"{line[0]:%Y-%m-%d}" for line in lines(book, title)))


def edited(book: Path, change: Callable[[openpyxl.worksheet.worksheet.Worksheet], None], title: str = "跟进报告") -> None:
    """What another program does to the sheet: everything is written anew."""
    opened = openpyxl.load_workbook(book)
    change(opened[title])
    opened.save(book)


# -- thinning


@given(st.lists(DAYS), DAYS)
def test_the_last_of_each_month_and_the_run_itself_stay(earlier: list[dt.date], new: dt.date) -> None:
    kept = thin(earlier, new)
    everything = {*earlier, new}
    assert kept == sorted(set(kept))
    assert set(kept) <= everything
    for month in {(day.year, day.month) for day in everything}:
        of_month = [day for day in everything if (day.year, day.month) == month]
        assert [day for day in kept if (day.year, day.month) == month] == sorted({max(of_month), *([new] if new in of_month else [])})
    assert thin(kept, new) == kept


@given(st.lists(DAYS, min_size=1, max_size=12))
def test_runs_in_order_leave_one_day_a_month(runs: list[dt.date]) -> None:
    kept: list[dt.date] = []
    for day in sorted(runs):
        kept = thin(kept, day)
    assert len(kept) == len({(day.year, day.month) for day in runs})
    assert kept[-1] == max(runs)


# -- what stands in the workbook


def test_each_run_leaves_its_day_and_the_months_are_thinned(book: Path, language: str) -> None:
    for day in ("2026-08-20", "2026-08-31", "2026-09-30", "2026-10-12", "2026-10-31"):
        assert on(book, day) == 1
    assert days(book, TITLE[language]) == ["2026-10-31", "2026-09-30", "2026-08-31"]
    before = book.read_bytes()
    assert on(book, "2026-10-31") == 1
    assert book.read_bytes() == before


def test_a_line_says_what_the_assessment_says(small: Path) -> None:
    on(small, "2026-10-31")
    assert [line[:8] for line in lines(small)] == [
        (dt.datetime(2026, 10, 31), number, entry.customer, NAMES["zh"][entry.rating.tier], pytest.approx(entry.rating.credit_score),
         money.currency, money.outstanding / 100, money.overdue / 100)
        for entry in assess(small, as_of="2026-10-31").customers for money in entry.money
        for number in [entry.customer_id]
    ]  # fmt: skip


@pytest.mark.parametrize("which", ["zh", "en", "small", "orders"])
def test_a_snapshot_gives_back_the_standings(which: str, small: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(BOOKS[which], tmp_path / "book.xlsx")) if which in BOOKS else small
    if which == "orders":  # exposure is more than what is outstanding
        opened = openpyxl.load_workbook(path)
        for row in (["客户名称", "未交订单金额"], ["乙公司", 100], ["12", 50]):
            opened["客户档案"].append(row) if "客户档案" in opened.sheetnames else opened.create_sheet("客户档案").append(row)
        opened.save(path)
    told = standings_of(assess(path, as_of="2026-09-30"), "en" if which == "en" else "zh")
    on(path, "2026-09-30")
    on(path, "2026-10-31")
    [kept, _] = read_history(assess(path, as_of="2026-10-31").read.history)
    assert (kept.as_of, kept.policy_digest, kept.by_group) == (told.as_of, told.policy_digest, False)
    assert list(kept.customers) == list(told.customers)
    for key, one in told.customers.items():
        there = kept.customers[key]
        assert there.points == pytest.approx(one.points, abs=1e-11)
        assert shown_points(there.points) == shown_points(one.points)
        assert there.expected_late == one.expected_late
        assert (there.key, there.customer, there.customer_id, there.tier, there.balances, there.action) == (
            *(one.key, one.customer, one.customer_id, one.tier, one.balances, one.action),
        )


def test_another_language_reads_it_and_writes_its_own(small: Path) -> None:
    on(small, "2026-09-30")
    on(small, "2026-10-31", "--lang", "en")
    assert {line[3] for line in lines(small)} <= set(NAMES["en"].values())
    assert days(small) == ["2026-10-31", "2026-09-30"]  # under the title it has


def test_groups_are_told_from_customers(tmp_path: Path) -> None:
    header: list[object] = ["客户名称", "所属集团", "交易日期", "到期日", "交易金额"]
    rows: list[list[object]] = [[name, "甲集团", dt.date(2026, 6, 1), dt.date(2026, 7, 1), 100] for name in ("甲一", "甲二")]
    path = written(tmp_path / "groups.xlsx", {"客户台账": [header, *rows]})
    on(path, "2026-09-30")
    on(path, "2026-10-31", "--by-group")
    first, second = read_history(assess(path, as_of="2026-10-31").read.history)
    assert (first.by_group, len(first.customers)) == (False, 2)
    assert (second.by_group, [one.customer for one in second.customers.values()]) == (True, ["甲集团"])


def test_none_without_result_sheets(small: Path) -> None:
    on(small, "2026-09-30")
    on(small, "2026-10-31", "--no-result-sheets")
    assert days(small) == ["2026-09-30"]


def test_a_cell_is_explained_as_of_the_day_of_its_line(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    on(small, "2026-07-31")
    on(small, "2026-10-31")
    [row] = [number for number, line in enumerate(lines(small), 3) if line[2] == "甲公司" and line[0] == dt.datetime(2026, 7, 31)]
    capsys.readouterr()
    assert run(["explain", str(small), "--cell", f"跟进报告!G{row}", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["as_of"], told["agrees"]) == ("2026-07-31", True)


# -- behind a later run


def test_an_earlier_day_is_refused_in_place_only(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    on(small, "2026-10-31")
    before = small.read_bytes()
    capsys.readouterr()
    assert on(small, "2026-09-30") == 2
    assert "2026-10-31" in capsys.readouterr().err
    assert on(small, "2026-09-30", "-o", str(small)) == 2
    assert on(small, "2026-09-30", "-n") == 0
    assert small.read_bytes() == before
    assert on(small, "2026-09-30", "-o", str(tmp_path / "new.xlsx")) == 0
    assert (days(tmp_path / "new.xlsx"), small.read_bytes()) == (["2026-10-31", "2026-09-30"], before)


def test_a_backdated_run_stays_in_order_until_the_next(small: Path) -> None:
    on(small, "2026-08-31")
    on(small, "2026-10-31")
    assert on(small, "2026-08-15", "--backdate") == 0
    assert days(small) == ["2026-10-31", "2026-08-31", "2026-08-15"]
    before = small.read_bytes()
    assert on(small, "2026-08-15", "--backdate") == 0
    assert small.read_bytes() == before
    assert on(small, "2026-10-30") == 2  # the later snapshot still stands, though the last run was an earlier one
    assert on(small, "2026-10-31") == 0
    assert days(small) == ["2026-10-31", "2026-08-31"]


# -- in other hands


def test_sorted_filtered_and_pruned_lines_are_history_all_the_same(small: Path) -> None:
    for day in ("2026-08-31", "2026-09-30"):
        on(small, day)
    before = {kept.as_of: kept for kept in read_history(assess(small, as_of="2026-10-31").read.history)}

    def pruned(page: openpyxl.worksheet.worksheet.Worksheet) -> None:
        rows = sorted(page.iter_rows(min_row=3, values_only=True), key=lambda row: (str(row[2]), row[0]))
        page.delete_rows(3, len(rows))
        for number, row in enumerate(row for row in rows if row[2] != "乙公司"):
            for column, value in enumerate(row, 1):
                page.cell(3 + 2 * number, column, value)  # with blank rows between
            page.row_dimensions[3 + 2 * number].hidden = number % 2 == 1

    edited(small, pruned)
    on(small, "2026-10-31")
    assessment = assess(small, as_of="2026-10-31")
    assert not [found for found in assessment.findings if found.rule >= "RL703"]
    after = {kept.as_of: kept for kept in read_history(assessment.read.history)}
    for day, kept in before.items():
        assert after[day].customers == {key: one for key, one in kept.customers.items() if one.customer != "乙公司"}
    assert list(after) == [*before, dt.date(2026, 10, 31)]


def test_a_damaged_line_is_told_kept_and_no_history(small: Path) -> None:
    on(small, "2026-08-31")
    on(small, "2026-09-30")

    def damage(page: openpyxl.worksheet.worksheet.Worksheet) -> None:
        page["D4"] = "中高"
        page["A5"] = "上月"
        page["G6"] = "#N/A"
        for column in range(1, 11):
            page.cell(12, column, page.cell(8, column).value)

    edited(small, damage)
    assert on(small, "2026-10-31") == 0
    for _ in range(2):
        found = [
            (each.rule, each.sheet, each.row, each.column, each.value) for each in assess(small, as_of="2026-10-31").findings if each.sheet
        ]
        last = len(lines(small)) + 2
        assert sorted(found) == [
            ("RL703", "跟进报告", last - 3, 4, "中高"),
            ("RL703", "跟进报告", last - 2, 1, "上月"),
            ("RL703", "跟进报告", last - 1, 7, "#N/A"),
            ("RL704", "跟进报告", last, 3, lines(small)[-1][2]),
        ]
        told = [
            line[2] for line in openpyxl.load_workbook(small)["校验结果"].iter_rows(min_row=3, values_only=True) if str(line[1]) > "RL7"
        ]
        assert told == [
            f"跟进报告!{'ABCDEFG'[column - 1]}{row}" for _, _, row, column, _ in sorted(found, key=lambda each: (each[0], each[2]))
        ]
        before = small.read_bytes()
        assert on(small, "2026-10-31") == 0
        assert small.read_bytes() == before
    edited(small, lambda page: page.cell(last - 3, 4, "中风险"))
    on(small, "2026-10-31")
    assert [each.rule for each in assess(small, as_of="2026-10-31").findings if each.sheet] == ["RL703", "RL703", "RL704"]


def test_changed_headers_leave_the_sheet_as_it_stands(small: Path) -> None:
    on(small, "2026-09-30")
    edited(small, lambda page: page.cell(2, 1, "日子"))
    there = lines(small)
    assert on(small, "2026-10-31") == 0
    assert lines(small) == there
    assert [each.rule for each in assess(small, as_of="2026-10-31").findings if each.sheet] == ["RL705"]


def test_a_sheet_with_her_chart_is_hers_and_its_months_stay(small: Path) -> None:
    on(small, "2026-09-30")

    def chart(page: openpyxl.worksheet.worksheet.Worksheet) -> None:
        page.add_chart(openpyxl.chart.LineChart(), "M3")

    edited(small, chart)
    there = lines(small)
    for _ in range(2):
        on(small, "2026-10-31")
    on(small, "2026-11-30")
    assert lines(small) == there
    assert days(small, "跟进报告 (riskledger)") == ["2026-11-30", "2026-10-31", "2026-09-30"]


def test_her_own_sheet_of_that_name_is_never_touched(small: Path) -> None:
    opened = openpyxl.load_workbook(small)
    opened.create_sheet("跟进报告").append(["本月重点", "甲公司"])
    opened.save(small)
    with zipfile.ZipFile(small) as before:
        hers = before.read("xl/worksheets/sheet2.xml")
    on(small, "2026-09-30")
    on(small, "2026-10-31")
    with zipfile.ZipFile(small) as after:
        assert after.read("xl/worksheets/sheet2.xml") == hers
    assert days(small, "跟进报告 (riskledger)") == ["2026-10-31", "2026-09-30"]


def test_the_blank_form_of_the_template_becomes_the_history(language: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(template_bytes("zh" if language == "zh" else "en", True))
    tabs = openpyxl.load_workbook(path).sheetnames
    on(path, "2023-05-05")
    opened = openpyxl.load_workbook(path)
    assert opened.sheetnames[: len(tabs)] == tabs
    assert not [tab for tab in opened.sheetnames[len(tabs) :] if tab.startswith(TITLE[language])]
    page = opened[TITLE[language]]
    assert (page.max_row, len(page.tables), page["A1"].comment) == (6, 0, None)
    with zipfile.ZipFile(path) as package:
        assert not [name for name in package.namelist() if b'"FollowUp"' in package.read(name)]


def test_a_form_of_the_template_that_she_filled_in_stays(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(template_bytes("zh", True))
    edited(path, lambda page: page.cell(2, 7, "已约谈"))
    on(path, "2023-05-05")
    assert openpyxl.load_workbook(path)["跟进报告"]["G2"].value == "已约谈"
    assert days(path, "跟进报告 (riskledger)") == ["2023-05-05"]


# -- real workbooks

FOLDER = os.environ.get("RISKLEDGER_CORPUS")
CORPUS = Path(FOLDER or ".")


@pytest.mark.skipif(not FOLDER, reason="RISKLEDGER_CORPUS names no folder of real workbooks")
@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.glob("*.xls[xm]")) if FOLDER else [])
def test_three_months_in_a_real_workbook_lose_nothing(name: str, tmp_path: Path) -> None:
    path = Path(shutil.copyfile(CORPUS / name, tmp_path / name))
    for day in ("2026-08-31", "2026-09-30", "2026-10-31"):
        assert run(["assess", str(path), "--as-of", day, "--sheet", "客户台账", "--no-backup", "--format", "concise"]) in (0, 1)
    checker = CORPUS.parent / "tools" / "ooxml_check.py"
    options = [CORPUS / name, path, "--sheet", "客户台账", "--limit", "999"]
    done = subprocess.run([sys.executable, checker, *options], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout
    kept = read_history(assess(path, as_of="2026-10-31", sheet="客户台账").read.history)
    assert [f"{one.as_of:%m-%d}" for one in kept] in (["08-31", "09-30", "10-31"], [])  # none in a book of locked structure
