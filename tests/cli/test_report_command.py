"""The report command: which month, which book, which files, what it never touches."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import ledgers
import pytest

from conftest import Ran
from riskledger.cli import report as command
from riskledger.errors import CannotRun

Cli = Callable[..., Ran]
HEADERS = ["客户名称", "联系方式", "单据号", "交易日期", "到期日", "交易金额", "支付日期", "行动计划"]


def rows(paid_by_jia: dt.date | str = "未支付") -> list[list[object]]:
    return [
        ["甲公司", "13912345678", "1", dt.date(2026, 6, 1), dt.date(2026, 7, 1), 1000, paid_by_jia, "先打电话给王总"],
        ["乙公司", "010-87654321", "2", dt.date(2026, 7, 1), dt.date(2026, 8, 1), 500, dt.date(2026, 7, 20), None],
        ["乙公司", "010-87654321", "3", dt.date(2026, 9, 1), dt.date(2026, 10, 15), 300, "未支付", "无需特别措施"],
    ]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return ledgers.write(tmp_path / "台账.xlsx", HEADERS, rows())


@pytest.mark.parametrize(
    ("today", "month", "as_of", "day"),
    [
        ("2026-11-22", None, None, "2026-10-31"),
        ("2026-10-31", None, None, "2026-10-31"),
        ("2026-10-30", None, None, "2026-09-30"),
        ("2026-01-01", None, None, "2025-12-31"),
        ("2026-11-22", "2024-02", None, "2024-02-29"),
        ("2026-11-22", "2026-12", None, "2026-12-31"),
        ("2026-11-22", None, "2026-10-15", "2026-10-15"),
        ("2026-11-22", "2026-10", "2026-10-15", "2026-10-15"),
    ],
)
def test_the_month(today: str, month: str | None, as_of: str | None, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "parse_as_of", lambda text: dt.date.fromisoformat(text or today))
    assert command.report_day(month, as_of).isoformat() == day


@pytest.mark.parametrize(
    ("month", "as_of", "code"),
    [
        ("2026-13", None, "bad_month"),
        ("2026-1", None, "bad_month"),
        ("October", None, "bad_month"),
        ("2026-10", "2026-11-01", "month_and_as_of"),
    ],
)
def test_no_month(month: str, as_of: str | None, code: str) -> None:
    with pytest.raises(CannotRun) as told:
        command.report_day(month, as_of)
    assert told.value.code == code


def test_every_format_by_its_ending_and_the_ledger_stays(cli: Cli, book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    files = [tmp_path / name for name in ("r.html", "r.xlsx", "r.md", "r.json")]
    ran = cli("report", book, "--month", "2026-10", *(part for file in files for part in ("-o", file)))
    assert ran.code == 0
    assert ran.out.splitlines() == [f"Written: {file}" for file in files]
    assert "riskledger explain" in ran.err
    html, xlsx, md, document = files
    assert "甲公司" in html.read_text(encoding="utf-8")
    assert zipfile.is_zipfile(xlsx)
    assert md.read_text(encoding="utf-8") == cli("report", book, "--month", "2026-10", "--format", "md").out
    assert json.loads(document.read_text(encoding="utf-8"))["as_of"] == "2026-10-31"
    assert book.read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if path not in (book, *files)]


def test_default_names(cli: Cli, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    assert cli("report", book, "--month", "2026-10", "-o", "out", "-o", ".md", "--lang", "zh").code == 0
    assert (tmp_path / "out" / "风险客户月报_2026-10.html").is_file()
    assert (tmp_path / "风险客户月报_2026-10.md").is_file()
    assert cli("report", book, "--month", "2026-10", "-o", "out", "--lang", "en").code == 0
    assert (tmp_path / "out" / "risk_report_2026-10.html").is_file()


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["r.pdf"], "must end in one of .html"),
        (["no/r.html"], "does not exist"),
        (["台账.xlsx"], "would overwrite"),
        (["r.md", "r.md"], "two reports"),
    ],
)
def test_where_it_cannot_write(cli: Cli, book: Path, tmp_path: Path, names: list[str], said: str) -> None:
    before = book.read_bytes()
    ran = cli("report", book, "--month", "2026-10", *(part for name in names for part in ("-o", tmp_path / name)))
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert book.read_bytes() == before
    assert list(tmp_path.iterdir()) == [book]


def test_the_only_ledger_of_the_folder(cli: Cli, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("台账.xlsx.bak", "~$台账.xlsx", ".hidden.xlsx", "风险客户月报_2026-09.xlsx", "risk_report_2026-09.xlsx"):
        (tmp_path / name).write_bytes(book.read_bytes())
    ledgers.write(tmp_path / "price list.xlsx", ["Article", "Price"], [["Bolt", 2]])
    assert cli("report", "--month", "2026-10", "--format", "json").document["workbook"] == "台账.xlsx"
    (tmp_path / "台账 2.xlsx").write_bytes(book.read_bytes())
    ran = cli("report", "--month", "2026-10")
    assert ran.code == 2
    assert "台账 2.xlsx, 台账.xlsx" in ran.err
    assert "price list" not in ran.err


def test_a_folder_without_a_ledger(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = cli("report")
    assert ran.code == 2
    assert "no ledger workbook" in ran.err


def test_last_months_book_says_what_was_reported_then(cli: Cli, book: Path, tmp_path: Path) -> None:
    """甲 was reported as owing in September; its payment of 20 September was entered only later."""
    now = ledgers.write(tmp_path / "new.xlsx", HEADERS, rows(dt.date(2026, 9, 20)))
    document = cli("report", now, "--month", "2026-10", "--previous", book, "--format", "json").document
    assert document["previous_basis"] == "workbook"
    assert {(line["customer"], line["figure"], line["reported"], line["now"]) for line in document["moves"]["restatements"]} == {
        ("甲公司", "outstanding", "1000.00", "0.00"),
        ("甲公司", "overdue", "1000.00", "0.00"),
    }
    assert cli("report", now, "--month", "2026-10", "--format", "json").document["moves"]["restatements"] == []


def test_an_empty_book_of_last_month_is_refused(cli: Cli, book: Path, tmp_path: Path) -> None:
    empty = ledgers.write(tmp_path / "empty.xlsx", HEADERS, [])
    ran = cli("report", book, "--month", "2026-10", "--previous", empty)
    assert ran.code == 2
    assert "empty.xlsx" in ran.err


def test_masked_contacts_and_her_own_action(cli: Cli, book: Path) -> None:
    def shown(*options: str) -> dict[str, tuple[str, str]]:
        work = cli("report", book, "--month", "2026-10", "--format", "json", *options).document["work"]
        return {item["customer"]: (item["contact"], item["action"]) for item in work}

    assert shown()["甲公司"] == ("13912345678", "先打电话给王总")
    assert shown("--mask")["甲公司"] == ("139****5678", "先打电话给王总")
    assert shown("--mask")["乙公司"][0] == "010-****4321"
    assert shown()["乙公司"][1] == "暂停新订单接收"  # what stands there is ours, of another day


def test_errors_in_the_book_are_exit_code_1(cli: Cli, tmp_path: Path) -> None:
    broken = ledgers.write(
        tmp_path / "b.xlsx", HEADERS, [*rows(), ["丙公司", None, "4", dt.date(2026, 9, 1), dt.date(2026, 10, 1), "很多", None, None]]
    )
    ran = cli("report", broken, "--month", "2026-10", "--format", "json")
    assert ran.code == 1
    assert ran.document["rows"]["excluded"] == 1


def test_without_a_file_it_is_told_on_the_terminal(cli: Cli, book: Path) -> None:
    ran = cli("report", book, "--month", "2026-10", "--lang", "zh")
    assert ran.code == 0
    assert "应收风险月报 2026-10" in ran.out
    assert "--month 2026-10 -o 风险客户月报_2026-10.html" in ran.err


def test_actions_of_an_earlier_run_are_followed_up(cli: Cli, book: Path) -> None:
    assert cli("assess", book, "--as-of", "2026-09-30").code == 0
    document = cli("report", book, "--month", "2026-10", "--format", "json").document
    assert [(line["customer"], line["state"]) for line in document["follow_up"]] == [("甲公司", "overdue")]


def test_month_after_month(cli: Cli, book: Path) -> None:
    """Assessed at both month-ends, the report rests on September's snapshot: what was to be done then, by whom and by when."""
    for day in ("2026-09-30", "2026-10-31"):
        assert cli("assess", book, "--as-of", day).code == 0
    document = cli("report", book, "--month", "2026-10", "--format", "json").document
    assert (document["previous_as_of"], document["previous_basis"]) == ("2026-09-30", "snapshot")
    [line] = document["follow_up"]
    assert (line["customer"], line["state"], line["due"] > "2026-09-30") == ("甲公司", "overdue", True)
    assert (line["overdue_then"], line["collected"]) == ("1000.00", "0.00")
