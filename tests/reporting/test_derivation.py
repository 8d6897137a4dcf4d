"""THE table of derivations: no figure without one, and every figure of the example books comes out of what is listed for it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from riskledger.assessment import Assessment, assess_book
from riskledger.i18n import words
from riskledger.ledger.columns import COMPUTED
from riskledger.metrics.ageing import BUCKETS
from riskledger.reporting.derivation import DERIVATIONS, FAMILIES, ON_FINDINGS_SHEET, feeds
from riskledger.reporting.reference import Reference
from riskledger.reporting.sheets import assessment_sheet, findings_sheet
from riskledger.reporting.traced import Traced, again
from riskledger.reporting.tracing import trace
from riskledger.reporting.tracing_results import bucket_named, column_key, trace_result
from riskledger.reporting.writeback import plan_writeback
from riskledger.workbook.book import Book
from riskledger.workbook.opening import open_any
from riskledger.workbook.save import save

EXAMPLES = Path(__file__).parents[2] / "examples"
BOOKS = {"zh": "风险客户管理表_2026-10.xlsx", "en": "risk_customers_2026-10.xlsx"}
AS_OF = dt.date(2026, 10, 31)


class Written(NamedTuple):
    """An example book as `assess` leaves it, and its assessment."""

    book: Book
    assessment: Assessment
    language: str


@pytest.fixture(scope="module", params=["zh", "en"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Written]:
    language = request.param
    path = tmp_path_factory.mktemp(language) / BOOKS[language]
    shutil.copy(EXAMPLES / language / BOOKS[language], path)
    with open_any(path) as book:
        assessment = assess_book(book, as_of=AS_OF)
        save(book, plan_writeback(assessment, book, language).plan, backup=False)
    with open_any(path) as book:
        yield Written(book, assess_book(book, as_of=AS_OF), language)


def holds(traced: Traced, written: Written) -> None:
    """The cell's value is the stored one, what the listed inputs give, and what its rows add up to."""
    assert traced.what == "figure", traced
    assert traced.value is not None
    assert traced.agrees is not False, traced
    if traced.why is None:
        assert again(traced, written.assessment.policy, written.language) == traced.value.value, traced  # type: ignore[arg-type]
    asked = {each.name for each in traced.inputs}
    named = DERIVATIONS[traced.figure or ""].inputs
    families = tuple(set(FAMILIES) & set(named))
    assert all(name in named or name.startswith(families) for name in asked), asked
    if traced.total is not None:
        parts = [part.quantity.value for part in traced.parts]
        assert sum(parts) == pytest.approx(traced.total.value)  # type: ignore[arg-type]


def test_every_computed_column_of_the_ledger_has_a_derivation() -> None:
    assert {column.key for column in COMPUTED} <= DERIVATIONS.keys()


def test_every_column_of_the_result_sheets_has_one(written: Written) -> None:
    said = words(written.language)
    for column in assessment_sheet(written.assessment, said).columns:
        assert column_key(column.header) in DERIVATIONS, column.header
    for column in findings_sheet(written.assessment, written.assessment.findings, said).columns:
        assert column_key(column.header) in ON_FINDINGS_SHEET, column.header


def test_every_bucket_is_known_by_its_header() -> None:
    for name in BUCKETS:
        for language in ("zh", "en"):
            assert bucket_named(words(language)(f"bucket.{name}")) is not None, name
    assert bucket_named("逾期 46–75 天") == (46, 75, False)
    assert bucket_named("over 120 days overdue") == (121, None, False)
    assert bucket_named("客户名称") is None


def test_every_derivation_is_in_words_and_symbols() -> None:
    for figure in DERIVATIONS:
        for language in ("zh", "en"):
            for form in ("words", "symbols"):
                assert words(language)(f"derive.{form}.{figure}")


def test_an_input_feeds_what_rests_on_it() -> None:
    assert {"days_overdue", "overdue", "bucket", "tier"} <= set(feeds("due_date"))
    assert "overdue" not in feeds("legal_action")
    assert "days_overdue" not in feeds("complaints")
    assert "outstanding" in feeds("customer_id")
    assert feeds("payment_method") == ()


def test_every_figure_on_the_customer_assessment_comes_out_of_what_is_listed(written: Written) -> None:
    cells = written.book.read(written.book.own_sheets()["assessment"].name)
    last = max(cells.columns)
    rows = [*cells.rows[2:12], *cells.rows[-6:-1]]
    for row in rows:
        for column in range(1, last + 1):
            holds(trace_result(cells, written.assessment, Reference(None, row, column), "stamp"), written)
    summed = [trace_result(cells, written.assessment, Reference(None, cells.rows[-1], column), "stamp") for column in range(1, last + 1)]
    totals = [traced for traced in summed if traced.what == "figure"]
    assert [traced.column for traced in totals] == ["outstanding", "overdue", "exposure", "expected_late_amount"]
    for traced in totals:
        holds(traced, written)


def test_every_bucket_of_the_ageing_sheet_comes_out_of_its_rows(written: Written) -> None:
    cells = written.book.read(written.book.own_sheets()["ageing"].name)
    last = max(cells.columns)
    for row in cells.rows[2:8]:
        for column in range(1, last + 1):
            holds(trace_result(cells, written.assessment, Reference(None, row, column), "stamp"), written)
    for row, figure in zip(cells.rows[-2:], ("column_total", "column_share"), strict=True):
        for column in range(4, last + 1):  # beside id, name and tier
            traced = trace_result(cells, written.assessment, Reference(None, row, column), "stamp")
            assert traced.figure == figure
            holds(traced, written)


def test_every_computed_cell_of_the_ledger_comes_out_of_what_is_listed(written: Written) -> None:
    layout, seen = written.assessment.ledger.layout, set()
    for row in written.assessment.ledger.rows[::75]:
        for key in ("days_overdue", "tier", "action"):
            traced = trace(written.book, written.assessment, Reference(None, row, layout.fields[key]), "given")
            if traced.why != "excluded":
                holds(traced, written)
                seen.add(key)
    assert seen == {"days_overdue", "tier", "action"}
