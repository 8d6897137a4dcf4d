"""Findings one to a line: the concise form, and the annotations that GitHub workflows understand."""

from __future__ import annotations

from collections.abc import Iterator

from riskledger.assessment import Assessment
from riskledger.i18n import Words
from riskledger.reporting.wording import finding_words, sheet_of, where

_ANNOTATION = {"error": "error", "warning": "warning", "info": "notice"}


def concise(assessment: Assessment, words: Words) -> Iterator[str]:
    """`台账.xlsx:客户台账!F12: RL301 …`."""
    for finding in assessment.findings:
        cell = where(assessment, finding.row, finding.column)
        place = f"{assessment.path.name}:{sheet_of(assessment, finding)}" + (f"!{cell}" if cell else "")
        yield f"{place}: {finding.rule} {_one_line(finding_words(finding, words).message)}"


def github(assessment: Assessment, words: Words) -> Iterator[str]:
    """`::error file=…,title=RL301::…`, one annotation per finding, with the characters of the form escaped."""
    for finding in assessment.findings:
        said = finding_words(finding, words)
        cell = where(assessment, finding.row, finding.column)
        sheet = sheet_of(assessment, finding)
        place = f"{sheet}!{cell}" if cell else sheet
        properties = {"file": str(assessment.path), "title": f"{finding.rule} {said.title}"}
        if finding.row:
            properties["line"] = str(finding.row)
        listed = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
        yield f"::{_ANNOTATION[finding.severity]} {listed}::{_escaped(f'{place}: {said.message} {said.remedy}')}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
