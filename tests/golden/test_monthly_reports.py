"""The monthly report of the example books, figure by figure as last agreed: tests/golden/monthly_report_zh.json and _en.json.

After a wanted change: RISKLEDGER_REFRESH=1 python -m pytest tests/golden/test_monthly_reports.py, then read the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

import riskledger
from riskledger.assessment import assess
from riskledger.history.former import former_month
from riskledger.i18n import LANGUAGES, Language, words
from riskledger.reporting.monthly import build_report
from riskledger.reporting.report_json import report_document

HERE = Path(__file__).parent
SHOWN = 24  # of a list, the work list being cut: enough to see its order and every key


def shortened(value: Any) -> Any:
    """A document whose long lists end in their count."""
    if isinstance(value, dict):
        return {key: shortened(part) for key, part in value.items()}
    if isinstance(value, list):
        kept = [shortened(part) for part in value[:SHOWN]]
        return kept if len(value) <= SHOWN else [*kept, f"{len(value)} in all"]
    return value


@pytest.mark.parametrize("language", LANGUAGES)
def test_october_of_the_example_book(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(riskledger, "__version__", "0.0.0")
    [book] = (HERE.parents[1] / "examples" / language).glob("*2026-10.xlsx")
    now = assess(book, as_of="2026-10-31")
    document = report_document(build_report(now, former_month(now), language), words(language))
    made = json.dumps(shortened(document), ensure_ascii=False, indent=1) + "\n"
    expected = HERE / f"monthly_report_{language}.json"
    if os.environ.get("RISKLEDGER_REFRESH"):
        expected.write_text(made, encoding="utf-8", newline="\n")
    assert made == expected.read_text(encoding="utf-8")


def test_the_books_of_both_languages_are_one_story() -> None:
    """The same figures under other names: what differs between the two is text."""
    figures = []
    for language in LANGUAGES:
        [book] = (HERE.parents[1] / "examples" / language).glob("*2026-10.xlsx")
        now = assess(book, as_of="2026-10-31")
        report = build_report(now, former_month(now), language)
        figures.append(
            ([(line.key, line.value, line.previous) for line in report.headlines], report.ageing and [a.amount for a in report.ageing])
        )
    assert figures[0] == figures[1]
