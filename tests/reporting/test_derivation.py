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
from riskledger.reporting.derivation import CLAUSE, DERIVATIONS, FACT, ON_FINDINGS_SHEET, REASON, feeds
from riskledger.reporting.reference import Reference
from riskledger.reporting.sheets import assessment_sheet, findings_sheet
from riskledger.reporting.traced import Traced, again
from riskledger.reporting.tracing import trace
from riskledger.reporting.tracing_results import bucket_named, column_key, trace_result
from riskledger.reporting.writeback import plan_writeback
from riskledger.workbook.book import Book
from riskledger.workbook.edits import WritePlan
from riskledger.workbook.opening import open_any
from riskledger.workbook.result_sheets import ResultColumn, ResultSheet
from riskledger.workbook.save import save

EXAMPLES = Path(__file__).parents[2] / "examples"
BOOKS = {"zh": "风险客户管理表_2026-10.xlsx", "en": "risk_customers_2026-10.xlsx"}
AS_OF = dt.date(2026, 10, 31)


class Written(NamedTuple):
    """An example book as `assess` leaves it, with an ageing sheet beside its result sheets, and its assessment."""

    book: Book
    assessment: Assessment
    language: str


def ageing_of(assessment: Assessment, language: str) -> ResultSheet:
    """Customers by buckets with totals and shares, from plain sums over the rows."""
    said, facts = words(language), assessment.facts
    names = [name for name in BUCKETS if name != "no_due_date"]

    def bucket(i: int) -> str:
        days = facts.as_of - int(facts.due_day[i])
        bounds = ((-1, "not_due"), (0, "due_today"), (30, "1-30"), (60, "31-60"), (90, "61-90"), (180, "91-180"), (365, "181-365"))
        return next((name for last, name in bounds if days <= last), ">365")

    rows = []
    for entry in assessment.customers:
        sums = {name: sum(int(facts.outstanding[i]) for i in entry.rows if bucket(i) == name) / 100 for name in names}
        rows.append([entry.customer, *sums.values(), round(sum(sums.values()), 2)])
    totals = [said("sheet.total"), *(round(sum(row[place] for row in rows), 2) for place in range(1, len(names) + 2))]
    shares = ["%", *(round(total / totals[-1], 6) for total in totals[1:])]
    headers = [said("sheet.customer"), *(said(f"bucket.{name}") for name in names), said("sheet.total")]
    return ResultSheet(
        kind="ageing",
        title="Ageing",
        known_titles=(),
        caption="Ageing · by due date",
        columns=[ResultColumn(header, "text" if place == 0 else "money", 14) for place, header in enumerate(headers)],
        rows=[*rows, totals, shares],
        stamp=assessment.as_of.isoformat(),
    )


@pytest.fixture(scope="module", params=["zh", "en"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Written]:
    language = request.param
    path = tmp_path_factory.mktemp(language) / BOOKS[language]
    shutil.copy(EXAMPLES / language / BOOKS[language], path)
    with open_any(path) as book:
        assessment = assess_book(book, as_of=AS_OF)
        plan = plan_writeback(assessment, book, language).plan
        sheets = (*plan.result_sheets, ageing_of(assessment, language))
        save(book, WritePlan(plan.sheet, plan.header_row, plan.last_row, plan.edits, plan.new_columns, sheets), backup=False)
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
    families = tuple({CLAUSE, FACT, REASON} & set(named))
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
    for row in (*cells.rows[2:8], *cells.rows[-2:]):
        for column in range(2, max(cells.columns) + 1):
            holds(trace_result(cells, written.assessment, Reference(None, row, column), "stamp"), written)
    share = trace_result(cells, written.assessment, Reference(None, cells.rows[-1], 2), "stamp")
    assert share.figure == "column_share"


def test_every_computed_cell_of_the_ledger_comes_out_of_what_is_listed(written: Written) -> None:
    layout, seen = written.assessment.ledger.layout, set()
    for row in written.assessment.ledger.rows[::75]:
        for key in ("days_overdue", "tier", "action"):
            traced = trace(written.book, written.assessment, Reference(None, row, layout.fields[key]), "given")
            if traced.why != "excluded":
                holds(traced, written)
                seen.add(key)
    assert seen == {"days_overdue", "tier", "action"}
