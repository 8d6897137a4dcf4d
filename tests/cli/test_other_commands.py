"""`check`, `explain`, `rules`, `init`, help, version and completion."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ledgers import classic, write

import riskledger
from riskledger.checks.findings import SEVERITIES

Cli = Callable[..., Any]
ON = ("--as-of", "2023-05-05")


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, as a shell starts it."""
    source = str(Path(riskledger.__file__).parents[1])
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "SYSTEMROOT")}
    return subprocess.run(
        [sys.executable, "-m", "riskledger", *arguments],
        env=kept | {"PYTHONPATH": source, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    """One row in error, one with a warning."""
    headers = ["客户名称", "交易日期", "到期日", "交易金额"]
    return write(tmp_path / "book.xlsx", headers, [["甲", "2023-02-30", None, 5], ["乙", "2023-03-01", "2023-02-01", 7]])


def test_check_writes_nothing_and_says_where_what_why_and_how(dirty: Path, cli: Cli) -> None:
    before = dirty.read_bytes()
    ran = cli("check", dirty, *ON)
    assert (ran.code, dirty.read_bytes(), list(dirty.parent.iterdir())) == (1, before, [dirty])
    for wanted in ("Error[RL204]", "客户台账!B2", "“2023-02-30”", "why:", "remedy:", "Warning[RL301]", "客户台账!C3"):
        assert wanted in ran.out
    assert "riskledger rules RL204" in ran.err


def test_check_one_line_per_finding(dirty: Path, cli: Cli) -> None:
    lines = cli("check", dirty, *ON, "--format", "concise").out.splitlines()
    assert [line.split(" ")[:2] for line in lines] == [["book.xlsx:客户台账!B2:", "RL204"], ["book.xlsx:客户台账!C3:", "RL301"]]


def test_check_as_annotations(dirty: Path, cli: Cli) -> None:
    lines = cli("check", dirty, *ON, "--format", "github").out.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning"]
    assert all(re.fullmatch(r"::\w+ file=[^:]*,title=[^:]*,line=\d+::.*", line) for line in lines)


def test_check_is_strict_on_request(tmp_path: Path, cli: Cli) -> None:
    book = classic(tmp_path / "book.xlsx")
    assert cli("check", book, *ON).code == 0
    assert cli("check", book, *ON, "--strict").code == 1


def test_check_shows_what_each_header_was_taken_for(tmp_path: Path, cli: Cli) -> None:
    book = write(tmp_path / "book.xlsx", ["客户名称", "交易日期", "交易金额", "大区"], [["甲", "2023-01-01", 1, "华东"]])
    out = cli("check", book, *ON, "--show-mapping").out
    shown = {line.split()[0]: line.split()[1:3] for line in out.splitlines() if re.match(r"[A-D]1 ", line)}
    assert shown == {"A1": ["客户名称", "Customer"], "B1": ["交易日期", "Invoice"], "C1": ["交易金额", "Invoiced"], "D1": ["大区", "-"]}


@pytest.mark.parametrize("asked", ["D公司", "  d公司 ", "D"])
def test_explain_a_customer_by_name_or_a_part_of_it(asked: str, tmp_path: Path, cli: Cli) -> None:
    ran = cli("explain", classic(tmp_path / "book.xlsx"), asked, *ON)
    assert ran.code == 0
    for wanted in ("D公司: High", "2023-05-05", "60.4", "39.6", "8,000.00", "Suspend new orders", "H5"):
        assert wanted in ran.out
    points = [float(line.split()[-2]) for line in ran.out.splitlines() if re.search(r" \d+\.\d +[A-Z]+\d", line)]
    assert sum(points) == pytest.approx(60.4)


def test_explain_by_id_and_ambiguous_or_unknown_names(tmp_path: Path, cli: Cli) -> None:
    headers = ["客户编号", "客户名称", "交易日期", "交易金额"]
    rows = [["C01", "甲贸易公司", "2023-01-01", 1], ["C02", "甲物流公司", "2023-01-01", 2], ["C03", "甲物流公司", "2023-01-01", 3]]
    book = write(tmp_path / "book.xlsx", headers, rows)
    assert "甲贸易公司" in cli("explain", book, "c01", *ON).out
    for asked, near in (("甲", "C02"), ("甲物流公司", "C03"), ("丙", "甲")):
        ran = cli("explain", book, asked, *ON)
        assert (ran.code, ran.out) == (2, "")
        assert near in ran.err


def test_explain_without_a_customer_gives_commands_that_can_be_typed(tmp_path: Path, cli: Cli) -> None:
    headers = ["Customer name", "Invoice date", "Amount"]
    book = write(tmp_path / "book.xlsx", headers, [["Big & Sons Ltd", "2023-01-01", 1], ["Plain", "2023-01-01", 2]], "Ledger")
    ran = cli("explain", book, *ON)
    assert ran.code == 0
    assert f'riskledger explain {book} "Big & Sons Ltd" --as-of 2023-05-05' in ran.out
    assert f"riskledger explain {book} Plain --as-of 2023-05-05" in ran.out
    assert len(cli("explain", book, *ON, "--format", "json").document["customers"]) == 2


def test_explain_as_json(tmp_path: Path, cli: Cli) -> None:
    document = cli("explain", classic(tmp_path / "book.xlsx"), "D公司", *ON, "--format", "json").document
    assert document["customer"]["risk_points"] == 60.4
    assert [(item["cell"], item["outstanding"]) for item in document["open_items"]] == [("客户台账!A5", "8000.00")]
    assert {change["code"] for change in document["changes"]} >= {"pay_invoice", "no_complaints"}
    assert cli("explain", classic(tmp_path / "book.xlsx"), "D公司", *ON, "--format", "github").code == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_rules_lists_all_and_explains_each(language: str, cli: Cli) -> None:
    listed = cli("--lang", language, "rules").out
    for code in SEVERITIES:
        assert code in listed
        one = cli("--lang", language, "rules", code.lower())
        assert (one.code, one.out.startswith(code)) == (0, True)
        assert len(one.out.splitlines()) >= 4
    assert cli("rules", "RL999").code == 2


@pytest.mark.parametrize(("language", "name"), [("zh", "风险客户管理表.xlsx"), ("en", "risk_customers.xlsx")])
def test_init_writes_a_template_that_can_be_assessed(
    language: str, name: str, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = cli("--lang", language, "init", "--example")
    assert (ran.code, name in ran.out) == (0, True)
    before = Path(name).read_bytes()
    assert cli("--lang", language, "init").code == 2
    assert Path(name).read_bytes() == before
    document = cli("assess", name, *ON, "--format", "json").document
    assert [entry["tier"] for entry in document["customers"]] == ["high", "low", "medium", "medium"]
    assert cli("--lang", language, "init", "--force").code == 0
    assert Path(name).read_bytes() != before


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_of_every_command_in_the_users_language(language: str) -> None:
    """In a process of its own, because help texts are fixed when the commands are declared."""
    for command in ("", "init", "check", "assess", "explain", "rules"):
        ran = process(*filter(None, [command]), "--help", RISKLEDGER_LANG=language)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert any("一" <= sign <= "鿿" for sign in ran.stdout) == (language == "zh"), command
        assert ("Options:" in ran.stdout) == ("Show this message" in ran.stdout) == (language == "en"), command


def test_version_wherever_it_stands() -> None:
    assert process("--version").stdout == f"riskledger {riskledger.__version__}\n"
    assert process("-q", "--version").stdout == f"riskledger {riskledger.__version__}\n"


@pytest.mark.parametrize("arguments", [(), ("-q",), ("--lang", "zh")])
def test_without_a_command_it_shows_the_help(arguments: tuple[str, ...], cli: Cli) -> None:
    ran = cli(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert all(command in ran.out for command in ("init", "check", "assess", "explain", "rules"))


def test_shell_completion_is_offered() -> None:
    ran = process("--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert (ran.returncode, "_RISKLEDGER_COMPLETE=complete_bash" in ran.stdout) == (0, True)
    offered = process(
        _RISKLEDGER_COMPLETE="complete_bash", COMP_WORDS="riskledger as", COMP_CWORD="1", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1"
    )
    assert offered.stdout.split() == ["assess"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("assess",),
        ("--lang",),
        ("check", "none.xlsx", "--as-of"),
        ("init", "a.xlsx", "b.xlsx"),
        ("assess", "none.xlsx"),
        ("nonsense",),
        ("assess", "none.xlsx", "--nonsense"),
        ("check", "none.xlsx", "--as-of", "yesterday"),
        ("check", "none.xlsx", "--format", "xml"),
        ("assess", "none.xlsx", "--control-total", "lots"),
    ],
)
def test_what_cannot_run_is_2_in_one_sentence(arguments: tuple[str, ...], cli: Cli) -> None:
    ran = cli(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Cannot run: ")
    assert "unexpected" not in ran.err.replace("unexpected extra argument", "")
    assert len(ran.err.splitlines()) == 1
    assert "Traceback" not in ran.err
