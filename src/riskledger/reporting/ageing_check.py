"""What `check` says of a book that holds no ledger but an ageing summary: its own sums, in every output format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

import riskledger
from riskledger.checks.ageing_summary import AgeingSummary, check_ageing_summary, customer_rows, summary_of
from riskledger.checks.findings import Finding
from riskledger.i18n import Words
from riskledger.reporting.layout import SEVERITY_STYLE, hanging
from riskledger.reporting.wording import finding_words, severity_name
from riskledger.workbook.address import address
from riskledger.workbook.book import Book

_ANNOTATION = {"error": "error", "warning": "warning", "info": "notice"}


@dataclass(frozen=True, slots=True)
class AgeingCheck:
    """A sheet with an ageing summary and the findings on it."""

    path: Path
    sheet: str
    summary: AgeingSummary
    rows: int
    findings: tuple[Finding, ...]


def check_summaries(book: Book, sheets: list[str]) -> list[AgeingCheck]:
    """The checks of the sheets named that are ageing summaries."""
    done = []
    for name in sheets:
        cells = book.read(name)
        if summary := summary_of(cells):
            rows = len(customer_rows(cells, summary))
            done.append(AgeingCheck(book.origin, name, summary, rows, tuple(check_ageing_summary(cells))))
    return done


def full(check: AgeingCheck, words: Words) -> RenderableType:
    """The sheet, that it is not rated, and each finding with its remedy."""
    parts: list[RenderableType] = [
        Text(f"{check.path.name} · {check.sheet}", style="bold"),
        Text(words("ageing_check.what", rows=check.rows), style="dim"),
    ]
    for finding in check.findings:
        said = finding_words(finding, words)
        head = f"{severity_name(finding.severity, words)}[{finding.rule}] {said.title}"
        parts.append(Text(f"{head}  {_cell(finding)}  {finding.customer or ''}", style=SEVERITY_STYLE[finding.severity]))
        parts += [hanging("", said.message, 2), hanging("", Text(said.remedy, style="dim"), 2)]
    if not check.findings:
        parts.append(Text(words("ageing_check.ties"), style="green"))
    return Group(*parts)


def concise(check: AgeingCheck, words: Words) -> Iterator[str]:
    """One line per finding."""
    for finding in check.findings:
        message = " ".join(finding_words(finding, words).message.split())
        yield f"{check.path.name}:{check.sheet}!{_cell(finding)}: {finding.rule} {message}"


def github(check: AgeingCheck, words: Words) -> Iterator[str]:
    """One workflow annotation per finding."""
    for finding in check.findings:
        said = finding_words(finding, words)
        listed = f"file={_escaped(str(check.path), ':,')},title={_escaped(f'{finding.rule} {said.title}', ':,')},line={finding.row}"
        text = f"{check.sheet}!{_cell(finding)}: {said.message} {said.remedy}"
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
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "sheet": check.sheet,
                "cell": _cell(finding),
                "column": finding.field,
                "customer": finding.customer,
                "value": finding.value,
                "message": said.message,
                "remedy": said.remedy,
            }
            for finding in check.findings
            for said in (finding_words(finding, words),)
        ],
    }


def _cell(finding: Finding) -> str:
    return address(finding.row or 1, finding.column or 1)


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
