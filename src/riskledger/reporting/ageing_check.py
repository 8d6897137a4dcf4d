"""What `check` says of a book that holds no ledger but an ageing summary: its own sums, in every output format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

import riskledger
from riskledger.checks.ageing_summary import AgeingSummary, check_ageing_summary, customer_rows, summary_of
from riskledger.checks.findings import Finding
from riskledger.checks.suppression import Suppressed, suppress, suppressions_in
from riskledger.checks.suppression_sheet import suppressions_on
from riskledger.i18n import Words
from riskledger.project_file import project_beside
from riskledger.reporting.layout import SEVERITY_STYLE, hanging
from riskledger.reporting.marking import marks_of
from riskledger.reporting.wording import finding_words, severity_name, suppressed_words
from riskledger.workbook.address import address
from riskledger.workbook.book import Book
from riskledger.workbook.marks import Mark

_ANNOTATION = {"error": "error", "warning": "warning", "info": "notice"}


@dataclass(frozen=True, slots=True)
class AgeingCheck:
    """A sheet with an ageing summary and the findings on it."""

    path: Path
    sheet: str
    summary: AgeingSummary
    rows: int
    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...] = ()


def check_summaries(book: Book, sheets: list[str], as_of: dt.date) -> list[AgeingCheck]:
    """The checks of the sheets named that are ageing summaries, less what is suppressed on T in riskledger.toml or the workbook.

    What there is to tell of the suppressions themselves is told with the first summary.
    """
    summaries = [(name, cells, summary) for name in sheets if (summary := summary_of(cells := book.read(name)))]
    if not summaries:
        return []
    found = [finding._replace(sheet=name) for name, cells, _ in summaries for finding in check_ageing_summary(cells)]
    on_sheet = suppressions_on(book)
    in_file = suppressions_in(project_beside(book.origin))
    told, aside = suppress([*found, *on_sheet.findings], in_file, as_of, summaries[0][0], 1, on_sheet.listed)
    names = {name for name, _, _ in summaries}
    return [
        AgeingCheck(
            book.origin,
            name,
            summary,
            len(customer_rows(cells, summary)),
            tuple(finding for finding in told if finding.sheet == name or (place == 0 and finding.sheet not in names)),
            tuple(held for held in aside if held.finding.sheet == name),
        )
        for place, (name, cells, summary) in enumerate(summaries)
    ]


def marks(checks: Iterable[AgeingCheck], words: Words) -> dict[str, list[Mark]]:
    """The cells to mark, by sheet."""
    wanted: dict[str, list[Mark]] = {}
    for check in checks:
        for sheet, found in marks_of(check.findings, check.sheet, 1, words).items():
            wanted.setdefault(sheet, []).extend(found)
    return wanted


def full(check: AgeingCheck, words: Words) -> RenderableType:
    """The sheet, that it is not rated, and each finding with its remedy."""
    parts: list[RenderableType] = [
        Text(f"{check.path.name} · {check.sheet}", style="bold"),
        Text(words("ageing_check.what", rows=check.rows), style="dim"),
    ]
    for finding in check.findings:
        said = finding_words(finding, words)
        head = f"{severity_name(finding.severity, words)}[{finding.rule}] {said.title}"
        place = _cell(finding) if finding.sheet == check.sheet else _place(check, finding) if finding.row else ""
        parts.append(Text("  ".join(part for part in (head, place, finding.customer) if part), style=SEVERITY_STYLE[finding.severity]))
        parts += [hanging("", said.message, 2), hanging("", Text(said.remedy, style="dim"), 2)]
    if not check.findings:
        parts.append(Text(words("ageing_check.ties" if not check.suppressed else "report.no_findings"), style="green"))
    if check.suppressed:
        parts.append(Text(suppressed_words(check.suppressed, words), style="dim"))
    return Group(*parts)


def concise(check: AgeingCheck, words: Words) -> Iterator[str]:
    """One line per finding."""
    for finding in check.findings:
        message = " ".join(finding_words(finding, words).message.split())
        yield f"{check.path.name}:{_place(check, finding)}: {finding.rule} {message}"


def github(check: AgeingCheck, words: Words) -> Iterator[str]:
    """One workflow annotation per finding."""
    for finding in check.findings:
        said = finding_words(finding, words)
        listed = f"file={_escaped(str(check.path), ':,')},title={_escaped(f'{finding.rule} {said.title}', ':,')}"
        listed += f",line={finding.row}" if finding.row else ""
        text = f"{_place(check, finding)}: {said.message} {said.remedy}"
        yield f"::{_ANNOTATION[finding.severity]} {listed}::{_escaped(text)}"


def document(check: AgeingCheck, words: Words, as_of: dt.date) -> dict[str, Any]:
    """The document of `check --format json` for a summary: the head, what each column holds, and the findings."""
    layout = check.summary.layout
    buckets = {header.column for header, _ in check.summary.buckets}
    return {
        "schema_version": 1,
        "riskledger": riskledger.__version__,
        "as_of": as_of.isoformat(),
        "workbook": check.path.name,
        "sheet": check.sheet,
        "kind": "ageing_summary",
        "language": layout.language,
        "policy": None,
        "rows": {"read": check.rows, "assessed": 0, "excluded": 0, "later": 0, "skipped": 0},
        "columns": [
            {
                "header": header.header,
                "cell": address(layout.header_row, header.column),
                "field": "bucket" if header.column in buckets else header.field,
                "how": "exact" if header.column in buckets else header.how,
            }
            for header in layout.headers
        ],
        "findings": [_entry(check, finding, words) for finding in check.findings],
        "suppressed": [
            {**_entry(check, held.finding, words), "reason": held.reason, "until": held.until.isoformat()} for held in check.suppressed
        ],
    }


def _entry(check: AgeingCheck, finding: Finding, words: Words) -> dict[str, Any]:
    said = finding_words(finding, words)
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "sheet": finding.sheet or check.sheet,
        "cell": _cell(finding) if finding.row else None,
        "column": finding.field,
        "customer": finding.customer,
        "value": finding.value,
        "message": said.message,
        "remedy": said.remedy,
    }


def _place(check: AgeingCheck, finding: Finding) -> str:
    """The cell with its sheet; the sheet alone for what has no cell."""
    sheet = finding.sheet or check.sheet
    return f"{sheet}!{_cell(finding)}" if finding.row else sheet


def _cell(finding: Finding) -> str:
    return address(finding.row or 1, finding.column or 1)


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
