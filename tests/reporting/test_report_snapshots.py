"""The monthly report in every text format and language, as it looked when last agreed: tests/reporting/expected/.

After a wanted change: RISKLEDGER_REFRESH=1 python -m pytest tests/reporting/test_report_snapshots.py, then read the difference.
"""

from __future__ import annotations

import dataclasses
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from full_report import full_report
from rich.cells import cell_len
from rich.console import Console

import riskledger
from riskledger.i18n import LANGUAGES, Language, words
from riskledger.reporting.layout import print_all
from riskledger.reporting.markdown import render_markdown
from riskledger.reporting.report import Absent, Report
from riskledger.reporting.report_json import render_json
from riskledger.reporting.report_terminal import render_terminal

EXPECTED = Path(__file__).with_name("expected")


def short_report(language: Language) -> Report:
    """The full report with as many customers as show that long tables are cut."""
    report = full_report(language)
    assert not isinstance(report.work, Absent)
    return dataclasses.replace(report, work=report.work[:14])


def on_terminal(width: int) -> Callable[[Report, Language], str]:
    def shown(report: Report, language: Language) -> str:
        out = io.StringIO()
        console = Console(file=out, width=width, color_system=None, markup=False, emoji=False, highlight=False)
        print_all(console, render_terminal(report, words(language), Path("ledger.xlsx")))
        return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())

    return shown


FORMS: dict[str, Callable[[Report, Language], str]] = {
    "terminal_80.txt": on_terminal(80),
    "terminal_120.txt": on_terminal(120),
    "report.md": lambda report, language: render_markdown(report, words(language)),
    "report.json": lambda report, language: render_json(report, words(language)),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_as_agreed(form: str, language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(riskledger, "__version__", "0.0.0")
    made = FORMS[form](short_report(language), language)
    file = EXPECTED / f"{language}_{form}"
    if os.environ.get("RISKLEDGER_REFRESH"):
        file.write_text(made, encoding="utf-8")
    assert made == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int, language: Language) -> None:
    assert max(map(cell_len, on_terminal(width)(full_report(language), language).splitlines())) <= width


def test_a_chinese_console_can_show_every_glyph() -> None:
    on_terminal(80)(full_report("zh"), "zh").encode("gbk")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_cut_is_counted_and_where_it_stands_is_told(language: Language) -> None:
    shown = on_terminal(200)(short_report(language), language)
    [told] = [line for line in shown.splitlines() if "riskledger report" in line]
    assert " 2 " in told
    assert "ledger.xlsx --month 2026-10 -o" in told
