"""Suppressed findings on the command line: out of lists and exit codes, in every summary."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from ledgers import cells, write

from conftest import Ran

Cli = Callable[..., Ran]
ON = ("--as-of", "2026-10-31")
HEADERS = ["客户名称", "到期日", "交易金额"]
ROWS = [["甲公司", "下月初", 100], ["乙公司", "2026-12-31", 50], ["丙公司", "过几天", 9]]
ENTRY = '[[suppress]]\nrule = "RL203"\nreason = "等业务员补"\nuntil = 2026-12-31\n'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A ledger with two errors, both suppressed."""
    (tmp_path / "riskledger.toml").write_text(ENTRY, encoding="utf-8")
    return write(tmp_path / "book.xlsx", HEADERS, ROWS)


def test_they_are_counted_and_not_listed(book: Path, cli: Cli) -> None:
    ran = cli("check", book, *ON, "--strict")
    assert ran.code == 0
    assert "nothing found" in ran.out
    assert "2 suppressed: RL203 × 2 (等业务员补, until 2026-12-31)" in ran.out
    for shape in ("concise", "github"):
        lines = cli("check", book, *ON, "--format", shape)
        assert (lines.code, lines.out) == (0, "")
        assert "2 suppressed" in lines.err
    assert "另有 2 项已抑制：RL203 × 2（等业务员补，至 2026-12-31）" in cli("--lang", "zh", "check", book, *ON).out


def test_json_has_them_with_reason_and_end(book: Path, cli: Cli) -> None:
    for command in (("check", book), ("assess", book, "-n")):
        ran = cli(*command, *ON, "--format", "json")
        assert (ran.code, ran.document["findings"]) == (0, [])
        assert [(one["cell"], one["reason"], one["until"]) for one in ran.document["suppressed"]] == [
            ("B2", "等业务员补", "2026-12-31"),
            ("B4", "等业务员补", "2026-12-31"),
        ]
        assert ran.document["rows"]["excluded"] == 2


def test_the_findings_sheet_counts_them(book: Path, cli: Cli) -> None:
    ran = cli("assess", book, *ON)
    assert (ran.code, "2 suppressed" in ran.out) == (0, True)
    sheet = cells(book, "校验结果")
    assert "另有 2 项已抑制" in sheet[0][0]
    assert not any("RL203" in map(str, row) for row in sheet)


def test_an_expired_entry_is_told_and_hides_nothing(book: Path, cli: Cli) -> None:
    ran = cli("check", book, "--as-of", "2027-01-01", "--format", "concise")
    assert ran.code == 1
    assert [line.split(": ", 1)[1][:5] for line in ran.out.splitlines()] == ["RL203", "RL203", "RL601"]
    assert "等业务员补" in ran.out
    assert "suppressed" not in ran.err


def test_an_entry_that_is_not_valid_stops_the_run(book: Path, cli: Cli) -> None:
    (book.parent / "riskledger.toml").write_text(ENTRY.replace("reason", "because"), encoding="utf-8")
    before = book.read_bytes()
    ran = cli("assess", book, *ON)
    assert (ran.code, ran.out, book.read_bytes()) == (2, "", before)
    assert "suppress[1].reason" in ran.err
    assert "reason is missing" in ran.err
