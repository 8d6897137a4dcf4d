"""What is said in which language, in how many columns, with and without colour."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from ledgers import classic
from rich.cells import cell_len

Cli = Callable[..., Any]
ON = ("--as-of", "2023-05-05")
EXAMPLES = Path(__file__).parents[2] / "examples"


def is_chinese(text: str) -> bool:
    return any("一" <= sign <= "鿿" for sign in text)


@pytest.mark.parametrize("place", range(4))
def test_the_language_may_be_asked_for_anywhere_on_the_line(place: int, tmp_path: Path, cli: Cli) -> None:
    arguments: list[object] = ["check", classic(tmp_path / "book.xlsx"), "--as-of", "2023-05-05"]
    at = [0, 1, 2, 4][place]
    assert "校验" in cli(*arguments[:at], "--lang", "zh", *arguments[at:]).out
    assert "Checks" in cli(*arguments[:at], "--lang=en", *arguments[at:]).out


def test_without_being_asked_it_speaks_the_language_of_the_locale(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    book = classic(tmp_path / "book.xlsx")
    assert "Checks" in cli("check", book, *ON).out
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "校验" in cli("check", book, *ON).out
    monkeypatch.setenv("RISKLEDGER_LANG", "en")
    assert "Checks" in cli("check", book, *ON).out
    assert "校验" in cli("--lang", "zh", "check", book, *ON).out


def test_an_unknown_language_is_refused(tmp_path: Path, cli: Cli) -> None:
    ran = cli("--lang", "fr", "check", classic(tmp_path / "book.xlsx"))
    assert (ran.code, ran.out) == (2, "")
    assert "fr" in ran.err


@pytest.mark.parametrize(("asked", "sheet"), [(None, "客户评估"), ("zh", "客户评估"), ("en", "Customer assessment")])
def test_what_is_written_follows_the_workbook_unless_asked(asked: str | None, sheet: str, tmp_path: Path, cli: Cli) -> None:
    book = classic(tmp_path / "book.xlsx")
    ran = cli(*(["--lang", asked] if asked else []), "assess", book, *ON, "--format", "json")
    assert sheet in openpyxl.load_workbook(book).sheetnames
    assert ran.document["language"] == (asked or "zh")
    action = next(entry["action"] for entry in ran.document["customers"] if entry["tier"] == "high")
    assert action == {"en": "Suspend new orders"}.get(asked or "", "暂停新订单接收")
    remedies = {finding["remedy"] for finding in ran.document["findings"]}
    assert all(is_chinese(text) == (asked == "zh") for text in remedies)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(language: str, width: int, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    name = {"zh": "风险客户管理表_2026-10.xlsx", "en": "risk_customers_2026-10.xlsx"}[language]
    book = tmp_path / name
    shutil.copy(EXAMPLES / language / name, book)
    on = ("--as-of", "2026-10-31")
    customer = cli("assess", book, *on, "-n", "--format", "json").document["customers"][0]["customer"]
    for arguments in (
        ("assess", book, *on, "-n"),
        ("check", book, *on, "--show-mapping"),
        ("explain", book, customer, *on),
        ("rules",),
        ("rules", "RL301"),
    ):
        ran = cli("--lang", language, *arguments)
        wide = [line for line in ran.out.splitlines() if cell_len(line) > width]
        assert wide == [], arguments[0]
        assert len(ran.out.splitlines()) > 3


def test_the_terminal_report_uses_the_width_it_has(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reason never wraps in a narrow column: on 120 columns the report has no more lines than it has things to say."""
    book = EXAMPLES / "en" / "risk_customers_2026-10.xlsx"
    lines = {}
    for width in ("80", "120"):
        monkeypatch.setenv("COLUMNS", width)
        lines[width] = cli("assess", book, "--as-of", "2026-10-31", "-n").out.splitlines()
    reasons = [line for line in lines["120"] if "(book " in line]
    assert all(line.count("(book ") == 1 and "+" in line for line in reasons)
    assert len(lines["80"]) <= 1.15 * len(lines["120"])


def test_colour_only_where_it_is_welcome(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    book = classic(tmp_path / "book.xlsx")
    assert "\x1b[" not in cli("check", book, *ON).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[1;36m" in cli("check", book, *ON).out
    assert "36m" not in cli("--no-color", "check", book, *ON).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "36m" not in cli("check", book, *ON).out


def test_a_gbk_console_shows_the_report(tmp_path: Path, cli: Cli) -> None:
    """Every sign of the report exists in GBK."""
    for language in ("zh", "en"):
        out = cli("--lang", language, "assess", classic(tmp_path / "book.xlsx"), *ON, "-n").out
        assert out.encode("gbk").decode("gbk") == out
