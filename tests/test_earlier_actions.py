"""Actions of an earlier run: read from its sheet before it is replaced, done or not, by what evidence, and what was collected."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ledger_table import sheet, write
from riskledger.cli.app import run
from riskledger.reporting.recorded import recorded
from riskledger.workbook.opening import open_any

HEAD = "客户名称|交易日期|到期日|交易金额|支付日期|已收金额|负责人\n"
CONTACTS = "日期|客户名称|渠道|内容\n"
# On 30 September: A, B and C are overdue, D is new and not due, E has paid all and is low.
THEN = {
    "A": "A公司|@2026-07-01|@2026-08-01|100|{a}|赵磊",
    "B": "B公司|@2026-07-01|@2026-08-01|200||{b}|",
    "C": "C公司|@2026-05-01|@2026-06-01|40|@2026-09-30|40|\nC公司|@2026-07-01|@2026-08-01|400|||",
    "D": "D公司|@2026-09-01|@2026-12-01|800|||",
    "E": "\n".join(f"E公司|@2026-{month:02}-01|@2026-{month:02}-28|10|@2026-{month:02}-02|10|" for month in range(1, 10)),
}


def table(a: str = "|", b: str = "") -> str:
    """The ledger; `a` is what A's payment date and received amount say, `b` what was received of B, without a date."""
    return HEAD + "\n".join(THEN.values()).format(a=a, b=b)


@pytest.fixture
def assessed(capsys: pytest.CaptureFixture[str]) -> Any:
    """Assess a book on a date, in Chinese, and give the JSON."""

    def call(path: Path, as_of: str, *more: str, language: str = "zh") -> Any:
        assert run(["--lang", language, "assess", str(path), "--as-of", as_of, "--format", "json", *more]) in (0, 1)
        return json.loads(capsys.readouterr().out)

    return call


def rewritten(path: Path, later: str, beside: str | None = None) -> None:
    """Enter what happened since: the ledger's cells as in another drawing, and a sheet beside it; our own sheets stay."""
    workbook = openpyxl.load_workbook(path)
    for name, drawn in (("台账", later), ("档案", beside)):
        if drawn is None:
            continue
        page = workbook[name] if name in workbook.sheetnames else workbook.create_sheet(name)
        cells = sheet(drawn)
        for column, values in cells.columns.items():
            for row, value in zip(cells.rows, values, strict=True):
                if value is not None:
                    page.cell(row, column, value)
    workbook.save(path)


def by_customer(document: Any) -> dict[str, Any]:
    return {entry["customer"][0]: entry for entry in document["earlier_actions"]}


def test_done_by_payment_by_contact_or_not_at_all(tmp_path: Path, assessed: Any) -> None:
    path = write(tmp_path / "book.xlsx", table())
    first = assessed(path, "2026-09-30", "--no-backup")
    assert first["earlier_actions"] == []
    due = {entry["customer"][0]: entry["action_due"] for entry in first["customers"]}
    rewritten(
        path, table(a="@2026-10-12|60"), CONTACTS + "@2026-09-30|C公司|电话|旧\n@2026-10-05|B公司|电话|好\n@2026-11-01|C公司|电话|以后"
    )
    document = assessed(path, "2026-10-31", "-n")
    found = by_customer(document)
    assert set(found) == {"A", "B", "C", "D"}  # a low tier asks for nothing
    assert {name: (entry["state"], entry["done_by"], entry["done_on"]) for name, entry in found.items()} == {
        "A": ("done", "payment", "2026-10-12"),
        "B": ("done", "contact", "2026-10-05"),
        "C": ("overdue", None, None),
        "D": ("overdue", None, None),
    }
    assert {name: (entry["overdue_then"], entry["collected"]) for name, entry in found.items()} == {
        "A": ("100.00", "60.00"),
        "B": ("200.00", "0.00"),
        "C": ("400.00", "0.00"),
        "D": ("0.00", "0.00"),
    }
    assert [entry["customer"][0] for entry in document["earlier_actions"]] == ["C", "D", "B", "A"]  # not done first, by money
    assert {name: entry["due"] for name, entry in found.items()} == {name: due[name] for name in found}
    assert found["A"]["owner"] == "赵磊"
    assert found["B"]["owner"] == "信用经理"
    assert found["D"]["action"] == "先审核再授信"
    assert {entry["set_on"] for entry in found.values()} == {"2026-09-30"}


def test_an_action_is_open_until_its_due_date_has_passed(tmp_path: Path, assessed: Any) -> None:
    path = write(tmp_path / "book.xlsx", table())
    first = assessed(path, "2026-09-30", "--no-backup")
    due = {entry["customer"][0]: dt.date.fromisoformat(entry["action_due"]) for entry in first["customers"]}["C"]
    assert by_customer(assessed(path, due.isoformat(), "-n"))["C"]["state"] == "open"
    assert by_customer(assessed(path, (due + dt.timedelta(1)).isoformat(), "-n"))["C"]["state"] == "overdue"


def test_no_earlier_run_the_same_day_or_a_later_one(tmp_path: Path, assessed: Any) -> None:
    path = write(tmp_path / "book.xlsx", table())
    assessed(path, "2026-09-30", "--no-backup")
    once = path.read_bytes()
    assert assessed(path, "2026-09-30", "--no-backup")["earlier_actions"] == []
    assert path.read_bytes() == once
    assert assessed(path, "2026-09-29", "-n")["earlier_actions"] == []


def test_a_later_run_replaces_the_record(tmp_path: Path, assessed: Any) -> None:
    path = write(tmp_path / "book.xlsx", table())
    assessed(path, "2026-09-30", "--no-backup")
    assert len(assessed(path, "2026-10-31", "--no-backup")["earlier_actions"]) == 4
    assert {entry["set_on"] for entry in assessed(path, "2026-11-30", "-n")["earlier_actions"]} == {"2026-10-31"}


def test_the_tier_then_and_after(tmp_path: Path, assessed: Any) -> None:
    path = write(tmp_path / "book.xlsx", table())
    then = {entry["customer"][0]: entry["tier"] for entry in assessed(path, "2026-09-30", "--no-backup")["customers"]}
    document = assessed(path, "2027-01-31", "-n", language="en")
    now = {entry["customer"][0]: entry["tier"] for entry in document["customers"]}
    assert then["D"] != now["D"]
    for name, entry in by_customer(document).items():
        assert (entry["tier_before"], entry["tier_after"]) == (then[name], now[name])


def test_an_older_sheet_without_owner_and_due_date(tmp_path: Path, assessed: Any) -> None:
    path = write(tmp_path / "book.xlsx", table())
    assessed(path, "2026-09-30", "--no-backup")
    workbook = openpyxl.load_workbook(path)
    page = workbook["客户评估"]
    for column in reversed(range(1, page.max_column + 1)):
        if page.cell(2, column).value in ("负责人", "行动期限", "预警"):
            page.delete_cols(column)
    workbook.save(path)
    with open_any(path) as book:
        earlier = recorded(book)
    assert earlier is not None
    assert earlier.as_of == dt.date(2026, 9, 30)
    assert {(action.owner, action.due) for action in earlier.actions} == {(None, None)}
    assert by_customer(assessed(path, "2026-12-31", "-n"))["C"]["state"] == "open"  # never past a date that nobody set


def test_the_terminal_lists_what_was_not_done(tmp_path: Path, assessed: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "book.xlsx", table())
    assessed(path, "2026-09-30", "--no-backup")
    for language, title, line in (
        ("zh", "2026-09-30 的行动：4 项，已做 0 项", "过期未做  C公司"),
        ("en", "Actions of 2026-09-30: 4, done 0", "Past due  C公司"),
    ):
        run(["--lang", language, "assess", str(path), "--as-of", "2026-10-31", "-n"])
        shown = capsys.readouterr().out
        assert title in shown
        assert line in shown


def test_her_notes_in_the_ledger_show_a_contact_too(tmp_path: Path, assessed: Any) -> None:
    head = "客户名称|交易日期|到期日|交易金额|沟通记录\n"
    path = write(tmp_path / "book.xlsx", head + "A公司|@2026-07-01|@2026-08-01|100|2026-09-20 电话\nB公司|@2026-07-01|@2026-08-01|1|")
    assessed(path, "2026-09-30", "--no-backup")
    rewritten(path, head + "A公司|@2026-07-01|@2026-08-01|100|2026-09-20 电话；2026-10-08 上门\nB公司|@2026-07-01|@2026-08-01|1|")
    found = by_customer(assessed(path, "2026-10-31", "-n"))
    assert (found["A"]["done_by"], found["A"]["done_on"]) == ("contact", "2026-10-08")
    assert found["B"]["state"] == "overdue"


def test_money_of_several_currencies_is_not_added_up(tmp_path: Path, assessed: Any) -> None:
    drawn = "客户名称|交易日期|到期日|交易金额|币种\nA公司|@2026-07-01|@2026-08-01|100|CNY\nA公司|@2026-07-01|@2026-08-01|50|USD"
    path = write(tmp_path / "book.xlsx", drawn)
    assessed(path, "2026-09-30", "--no-backup")
    [entry] = assessed(path, "2026-10-31", "-n")["earlier_actions"]
    assert (entry["overdue_then"], entry["collected"], entry["currency"]) == (None, None, None)
