"""The report as a file: which format a name asks for, what it is called when no name is given, and how it is written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from riskledger.errors import CannotRun
from riskledger.i18n import LANGUAGES, Words
from riskledger.i18n import words as words_of
from riskledger.reporting.report import Report
from riskledger.workbook.template import put_in_place

SUFFIXES = (".html", ".xlsx", ".md", ".json")


def report_name(words: Words, month: str) -> str:
    """What a month's report is called, without the ending: 风险客户月报_2026-10, risk_report_2026-10."""
    return words("monthly.file", month=month)


def is_report_name(name: str) -> bool:
    """Whether a file is called as our reports are, in either language."""
    return name.startswith(tuple(report_name(words_of(language), "") for language in LANGUAGES))


def report_targets(asked: Iterable[Path], words: Words, month: str, sources: Iterable[Path]) -> list[Path]:
    """Where to write: each file asked for; in a folder, and for a mere ending such as `.xlsx`, under the default name.

    Args:
        asked: files whose endings say the format, endings, or folders (a page, .html).
        words: the reader's, for default names.
        month: 2026-10.
        sources: workbooks that were read; they are never written over.

    Raises:
        CannotRun: report_suffix, no_such_folder, report_over_ledger, same_report.
    """
    read = {os.path.realpath(source) for source in sources}
    name = report_name(words, month)
    found: list[Path] = []
    for path in asked:
        ending_only = path.name.lower() in SUFFIXES and not path.exists()
        target = path / f"{name}.html" if path.is_dir() else path.with_name(name + path.name) if ending_only else path
        if target.suffix.lower() not in SUFFIXES:
            raise CannotRun("report_suffix", path=str(path), formats=SUFFIXES)
        if not target.parent.is_dir():
            raise CannotRun("no_such_folder", folder=str(target.parent))
        if os.path.realpath(target) in read:
            raise CannotRun("report_over_ledger", path=str(target))
        if target in found:
            raise CannotRun("same_report", path=str(target))
        found.append(target)
    return found


def write_report(report: Report, words: Words, path: Path) -> None:
    """Write the report in the format of the file's ending, as a whole or not at all.

    Raises:
        CannotRun: as `put_in_place`.
    """
    put_in_place(path, rendered(report, words, path.suffix.lower()))


def rendered(report: Report, words: Words, suffix: str) -> bytes:
    """The report in the format of an ending."""
    match suffix:
        case ".xlsx":
            from riskledger.reporting.xlsx import write_xlsx

            with tempfile.TemporaryDirectory(prefix="riskledger-") as folder:
                made = Path(folder) / "report.xlsx"
                write_xlsx(report, words, made)
                return made.read_bytes()
        case ".html":
            from riskledger.reporting.html import render_html as render
        case ".md":
            from riskledger.reporting.markdown import render_markdown as render
        case _:
            from riskledger.reporting.report_json import render_json as render
    return render(report, words).encode()
