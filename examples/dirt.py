"""The usual dirt of real ledgers, put into a few known rows: which row, which column, what is wrong and what it should do.

About one row in a hundred is touched. Three of them cannot be assessed: no amount, a date that does not exist, a due date that is #N/A.
The others read well or deserve a warning at most.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from ledger_rows import Cell, Formula, Money, Row, serial

LOST_LOOKUP = Formula('=VLOOKUP("?",$AC$1:$AD$2,2,FALSE)', "#N/A")  # the range it looks in is empty
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@dataclass(frozen=True)
class Speck:
    """One dirty cell: the document it stands on, the column, why it is wrong, and what it turns the clean cell into."""

    document: str
    column: str
    why: str
    soil: Callable[[Row, str], Cell]


def _amount(row: Row) -> Money:
    cell = row["amount"]
    assert isinstance(cell, Money)
    return cell


def _date(row: Row, column: str) -> dt.date:
    cell = row[column]
    assert isinstance(cell, dt.date)
    return cell


def _with_unit(row: Row, language: str) -> str:
    return f"{_amount(row)}元" if language == "zh" else f"${_amount(row)}"


def _with_sign(row: Row, language: str) -> str:
    return ("¥" if language == "zh" else "US$") + str(_amount(row)).replace(",", "，")


def _in_ten_thousands(row: Row, language: str) -> str:
    minor = _amount(row).minor
    if language == "zh":
        return f"{minor // 1_000_000}.{minor % 1_000_000:06d}".rstrip("0").rstrip(".") + "万元"
    return f"USD {_amount(row)}"


def _invoiced(row: Row, form: str) -> str:
    return form.format(_date(row, "invoice_date"))


def _date_in_words(row: Row, language: str) -> str:
    return _invoiced(row, "{0.year}年{0.month}月{0.day}日" if language == "zh" else "{0.day} {0:%B} {0.year}")


def _complaints_as_text(row: Row, language: str) -> str:
    return f"{row['complaints']}次" if language == "zh" else f"{row['complaints']}"


def _declared_with_unit(row: Row, language: str) -> str:
    return f"{_declared_days(row, 4)}{'天' if language == 'zh' else ' days'}"


def _declared_days(row: Row, wrong_by: int) -> int:
    return max(0, (_date(row, "payment_date") - _date(row, "due_date")).days) + wrong_by


SPECKS: tuple[Speck, ...] = (
    Speck("INV-2505-012", "amount", "amount as text with its unit", _with_unit),
    Speck("INV-2507-033", "amount", "amount in full-width digits", lambda row, _: str(_amount(row)).translate(FULL_WIDTH)),
    Speck("INV-2509-021", "amount", "amount with a currency sign and a full-width comma", _with_sign),
    Speck("INV-2511-040", "amount", "amount in 万元 (English: with a currency code)", _in_ten_thousands),
    Speck("INV-2603-027", "amount", "amount missing: the row cannot be assessed", lambda row, _: None),
    Speck(
        "INV-2506-018", "invoice_date", "date as text with slashes, year first", lambda row, _: _invoiced(row, "{0:%Y}/{0.month}/{0.day}")
    ),
    Speck("INV-2508-025", "invoice_date", "date as text in words", _date_in_words),
    Speck("INV-2510-014", "invoice_date", "date as text with dots, year first", lambda row, _: _invoiced(row, "{0:%Y.%m.%d}")),
    Speck("INV-2512-030", "invoice_date", "date as the number YYYYMMDD", lambda row, _: int(_invoiced(row, "{0:%Y%m%d}"))),
    Speck("INV-2601-022", "payment_date", "date as a serial number in General format", lambda row, _: serial(_date(row, "payment_date"))),
    Speck("INV-2602-009", "invoice_date", "a date that does not exist: the row cannot be assessed", lambda row, _: "2026-02-30"),
    Speck("INV-2604-011", "due_date", "#N/A from a lookup that found nothing: the row cannot be assessed", lambda row, _: LOST_LOOKUP),
    Speck("INV-2605-016", "customer", "trailing blanks in the name", lambda row, _: f"{row['customer']}  "),
    Speck("INV-2607-030", "customer", "a trailing full-width blank in the name", lambda row, _: f"{row['customer']}\u3000"),
    Speck("INV-2606-020", "days_overdue", "declared days that disagree with the dates", lambda row, _: _declared_days(row, 7)),
    Speck("INV-2605-045", "days_overdue", "declared days that disagree, as text with its unit", _declared_with_unit),
    Speck("INV-2604-045", "complaints", "count as text with its unit (English: as text)", _complaints_as_text),
)

TWICE = "INV-2608-036"  # entered twice: its row is repeated, cell for cell, at the end of the month
TOTAL_AFTER = dt.date(2025, 12, 31)  # a total row stands inside the ledger where the first year ends


def soiled(rows: list[Row], language: str) -> list[Row]:
    """The same rows with the dirt in them; two rows more: the one entered twice and the year's total.

    Raises ValueError when a speck names a document that the ledger does not hold, so that the list above stays true.
    """
    by_document = {str(row["document"]): dict(row) for row in rows}
    for speck in SPECKS:
        if speck.document not in by_document:
            raise ValueError(f"no document {speck.document} for: {speck.why}")
        row = by_document[speck.document]
        row[speck.column] = speck.soil(row, language)
    dirty: list[Row] = []
    clean_dates = [_date(row, "invoice_date") for row in rows]
    twice = by_document[TWICE]
    twice_month = f"{_date(twice, 'invoice_date'):%Y%m}"
    for position, row in enumerate(by_document.values()):
        dirty.append(row)
        after = clean_dates[position + 1] if position + 1 < len(rows) else dt.date.max
        if clean_dates[position] <= TOTAL_AFTER < after:
            dirty.append(_total(rows[: position + 1], dirty, language))
        if f"{clean_dates[position]:%Y%m}" == twice_month < f"{after:%Y%m}":
            dirty.append(dict(twice))
    return dirty


def _total(clean: list[Row], above: list[Row], language: str) -> Row:
    # SUM passes over text, and so does the value kept beside it.
    numbers = [cell.minor for row in above if isinstance(cell := row["amount"], Money)]
    total: Row = dict.fromkeys(clean[0])
    total["customer"] = "合计" if language == "zh" else "Total"
    total["amount"] = Formula("=SUM({amount}{first}:{amount}{above})", sum(numbers) / 100)
    return total
