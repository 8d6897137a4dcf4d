"""The example books are what their script writes: same bytes, known size, known dirt, and October continues September."""

from __future__ import annotations

import datetime as dt
import importlib
import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = {"zh": "zh/风险客户管理表_2026-{}.xlsx", "en": "en/risk_customers_2026-{}.xlsx"}
LEDGER = {"zh": "客户台账", "en": "Ledger"}
HEADER_ROW = {"zh": 1, "en": 3}
# What stands in a row from the day it is entered: everything else may be filled in later.
LASTING = ("customer_id", "customer", "document", "invoice_date", "terms", "due_date", "amount", "complaints", "action", "override_tier")


@pytest.fixture(scope="module")
def script() -> Iterator[Any]:
    """The generator's modules, imported from examples/ as its script does."""
    sys.path.insert(0, str(EXAMPLES))
    try:
        yield {name: importlib.import_module(name) for name in ("make_examples", "dirt", "ledger_rows", "trade_story", "trading_partners")}
    finally:
        sys.path.remove(str(EXAMPLES))


@pytest.fixture(scope="module")
def written(script: Any) -> dict[str, bytes]:
    """Every example book, made anew."""
    return dict(script["make_examples"].examples())


@pytest.fixture(scope="module")
def ledgers(script: Any, written: dict[str, bytes]) -> dict[str, list[dict[str, Any]]]:
    """The ledger rows of every book by column key, each with its row number, as openpyxl sees them."""
    keys = script["ledger_rows"].KEYS
    found = {}
    for name, content in written.items():
        language = "zh" if "zh" in name else "en"
        if name.startswith("sample"):
            continue
        sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[LEDGER[language]]
        rows = sheet.iter_rows(min_row=HEADER_ROW[language] + 1, values_only=True)
        found[name] = [dict(zip(keys, row, strict=True)) | {"row": number} for number, row in enumerate(rows, HEADER_ROW[language] + 1)]
    return found


def parts(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_script_gives_the_same_bytes_twice(script: Any, written: dict[str, bytes]) -> None:
    assert dict(script["make_examples"].examples()) == written


def test_the_books_in_the_repository_are_the_ones_the_script_writes(written: dict[str, bytes]) -> None:
    """Compared part by part: another zlib may deflate the same content to other bytes."""
    assert {str(path.relative_to(EXAMPLES).as_posix()) for path in EXAMPLES.rglob("*.xlsx")} == set(written)
    for name, content in written.items():
        assert parts((EXAMPLES / name).read_bytes()) == parts(content), f"{name} is stale: run examples/make_examples.py"
        assert len(content) < 250_000


@pytest.mark.parametrize("language", ["zh", "en"])
def test_size_and_span(language: str, ledgers: dict[str, list[dict[str, Any]]]) -> None:
    rows = ledgers[f"{language}/clean.xlsx"]
    assert len({row["customer_id"] for row in rows}) == len({row["customer"] for row in rows}) == 60
    assert 1_450 <= len(rows) <= 1_600
    assert len({row["document"] for row in rows}) == len(rows)
    assert len({row["industry"] for row in rows}) >= 6
    assert {row["terms"] for row in rows} == {0, 15, 30, 45, 60, 90}
    days = [row["invoice_date"].date() for row in rows]
    assert days == sorted(days)
    assert (min(days).strftime("%Y-%m"), max(days).strftime("%Y-%m")) == ("2025-04", "2026-10")
    assert any(row["amount"] < 0 for row in rows)
    assert any(row["paid_amount"] and 0 < row["paid_amount"] < row["amount"] for row in rows)
    assert any(row["disputed"] for row in rows)
    assert all(row["days_overdue"] is None and row["tier"] is None for row in rows)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_clean_book_contradicts_itself_nowhere(language: str, ledgers: dict[str, list[dict[str, Any]]]) -> None:
    for row in ledgers[f"{language}/clean.xlsx"]:
        at = f"row {row['row']}"
        assert row["due_date"] - row["invoice_date"] == dt.timedelta(days=row["terms"]), at
        paid = row["payment_date"]
        if isinstance(paid, dt.datetime):
            assert row["invoice_date"] <= paid <= dt.datetime(2026, 10, 31), at
        else:
            assert paid in (None, "未支付", "Unpaid"), at
            assert row["paid_amount"] is None, at
        assert all(value == value.strip() for value in row.values() if isinstance(value, str)), at


@pytest.mark.parametrize("month", ["09", "10"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_dirt_stands_where_the_list_says_and_nowhere_else(
    language: str, month: str, script: Any, ledgers: dict[str, list[dict[str, Any]]]
) -> None:
    story, rows_of, dirt = script["trade_story"], script["ledger_rows"], script["dirt"]
    as_of = story.SEPTEMBER if month == "09" else story.OCTOBER
    clean = {row["document"]: row for row in rows_of.rows_known_on(as_of, language, story.tell())}
    rows = ledgers[NAMES[language].format(month)]
    differing = {
        (row["document"], key)
        for row in rows
        if row["document"] is not None
        for key in rows_of.KEYS
        if not key.startswith("her_") and plain(clean[row["document"]][key]) != plain(row[key])
    }
    assert differing == {(speck.document, speck.column) for speck in dirt.SPECKS}
    assert 0.005 < len(dirt.SPECKS) / len(rows) < 0.02

    twice = [row for row in rows if row["document"] == dirt.TWICE]
    assert len(twice) == 2
    assert twice[0] | {"row": 0} == twice[1] | {"row": 0}

    (total,) = (row for row in rows if row["document"] is None)
    assert total["customer"] == ("合计" if language == "zh" else "Total")
    numbers = [row["amount"] for row in rows if row["row"] < total["row"] and not isinstance(row["amount"], str)]
    assert total["amount"] == pytest.approx(sum(numbers))
    assert len(rows) == len(clean) + 2


def plain(value: Any) -> Any:
    """A generator's cell or a cell read back, in comparable form."""
    if hasattr(value, "minor"):
        return value.minor / 100
    return value.date() if isinstance(value, dt.datetime) else value


def test_the_kinds_of_dirt(ledgers: dict[str, list[dict[str, Any]]], script: Any) -> None:
    found = {row["document"]: row for row in ledgers[NAMES["zh"].format("10")]}
    cell = {speck.why: found[speck.document][speck.column] for speck in script["dirt"].SPECKS}
    assert cell["amount as text with its unit"] == "12,643.25元"
    assert cell["amount in 万元 (English: with a currency code)"] == "1.542万元"
    assert cell["a date that does not exist: the row cannot be assessed"] == "2026-02-30"
    assert cell["#N/A from a lookup that found nothing: the row cannot be assessed"] == "#N/A"
    assert cell["amount missing: the row cannot be assessed"] is None
    assert cell["trailing blanks in the name"].endswith("公司  ")
    assert cell["declared days that disagree, as text with its unit"].endswith("天")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_october_continues_september(language: str, ledgers: dict[str, list[dict[str, Any]]]) -> None:
    september, october = (ledgers[NAMES[language].format(month)] for month in ("09", "10"))
    assert len(october) > len(september) + 40
    newly_paid = grown = 0
    for before, after in zip(september, october, strict=False):
        assert {key: before[key] for key in LASTING} == {key: after[key] for key in LASTING}
        if isinstance(before["payment_date"], dt.datetime) and before["payment_date"] != after["payment_date"]:
            assert before["paid_amount"] < before["amount"], "only a part payment may be followed by a later one"
        newly_paid += not isinstance(before["payment_date"], dt.datetime) and isinstance(after["payment_date"], dt.datetime)
        assert (after["contact_log"] or "").startswith(before["contact_log"] or ""), "her notes only grow"
        grown += after["contact_log"] != before["contact_log"]
    assert newly_paid > 30
    assert grown > 5
    assert all(row["invoice_date"] >= dt.datetime(2026, 10, 1) for row in october[len(september) :])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_hers_is_in_the_book(language: str, written: dict[str, bytes]) -> None:
    content = written[NAMES[language].format("10")]
    names = parts(content)
    assert ("xl/tables/table1.xml" in names) == (language == "zh")
    assert {"xl/chartsheets/sheet1.xml", "xl/comments1.xml"} <= set(names)
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    sheet = workbook[LEDGER[language]]
    assert workbook.sheetnames.index(LEDGER[language]) == 1
    assert sheet.column_dimensions["E"].hidden
    assert sheet.freeze_panes == f"C{HEADER_ROW[language] + 1}"
    assert bool(sheet.auto_filter.ref) == (language == "en")
    assert len(sheet.conditional_formatting) == 2
    assert str(sheet.cell(HEADER_ROW[language] + 1, 26).value).startswith("=IFERROR")
    overrides = [row for row in sheet.iter_rows(min_col=23, max_col=25, min_row=HEADER_ROW[language] + 1, values_only=True) if row[0]]
    assert len(overrides) == 2


@pytest.mark.parametrize(
    ("language", "amount", "days", "unpaid"),
    [("zh", "10,000元", "5天", "未支付"), ("en", "10,000", "5 days", "Unpaid")],
)
def test_the_classic_sample(language: str, amount: str, days: str, unpaid: str, written: dict[str, bytes]) -> None:
    header, *rows = openpyxl.load_workbook(io.BytesIO(written[f"sample_{language}.xlsx"])).worksheets[0].iter_rows(values_only=True)
    assert len(header) == 12
    assert len(rows) == 4
    assert (rows[0][4], rows[1][7], rows[3][6]) == (amount, days, unpaid)
    assert all(isinstance(value, str) for row in rows for value in row if value is not None)
