"""The analyst's workbook: notes, the ledger with her columns, colours and rules, her totals by industry and a chart of them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from ledger_rows import COLUMNS, KEYS, Cell, Formula, Money, Row, headers, serial
from xlsxwriter.utility import xl_col_to_name

Xlsx = Any  # XlsxWriter's objects, untyped

NOTES = {
    "zh": (
        "风险客户管理表：使用说明",
        "示例文件。客户、电话、金额全部虚构，如有雷同纯属巧合。",
        "每张发票一行，登记在“客户台账”。收到款后填支付日期；部分收款时另填已收金额，其余仍算未收。",
        "只填支付日期、不填已收金额，表示当日全额付清。红字发票（贷项）填负数。",
        "逾期付款天数、风险等级由程序填写；行动计划空白时由程序填写，自己写的不会被改动。",
        "不同意计算的等级时，填写覆盖等级、覆盖原因和覆盖有效期。",
        "“汇总”与“图表”按行业合计，随台账自动更新。",
    ),
    "en": (
        "Risk customers: how this book is kept",
        "An example. Customers, phone numbers and amounts are all invented.",
        "One row per invoice on the sheet Ledger. When money arrives, fill in the payment date; for a part payment the paid amount too.",
        "A payment date without a paid amount means paid in full that day. Credit notes are negative.",
        "Days overdue and risk tier are filled in by the program; so is the action plan while blank, never over words of one's own.",
        "To differ from the computed tier, fill in override tier, reason and until.",
        "Totals and Chart add up the ledger by industry.",
    ),
}
SHEETS = {"zh": ("说明", "客户台账", "汇总", "图表"), "en": ("Notes", "Ledger", "Totals", "Chart")}
METHODS = {"zh": ["银行转账", "现金", "信用卡", "支票", "承兑汇票"], "en": ["Bank transfer", "Cash", "Card", "Cheque", "Acceptance"]}
FORMATS = {
    **dict.fromkeys(("amount", "paid_amount", "disputed"), "money"),
    **dict.fromkeys(("invoice_date", "due_date", "payment_date", "next_review", "override_until"), "date"),
    "her_share": "share",
}
COLUMN = {key: xl_col_to_name(position) for position, key in enumerate(KEYS)}


@dataclass(frozen=True)
class Ledger:
    """The rows to write, where they start, and whether they are an Excel table (Chinese book) or a plain filtered range."""

    rows: Sequence[Row]
    language: str
    as_of: dt.date

    @property
    def is_table(self) -> bool:
        return self.language == "zh"

    @property
    def header_row(self) -> int:
        """Counted from 0. The English ledger has a title above its header, the Chinese one starts at once."""
        return 0 if self.is_table else 2

    @property
    def last_row(self) -> int:
        return self.header_row + len(self.rows)

    def span(self, key: str, *, sheet: bool = False) -> str:
        """The cells of a column below its header, as an absolute reference."""
        column = COLUMN[key]
        prefix = f"{SHEETS[self.language][1]}!" if sheet else ""
        return f"{prefix}${column}${self.header_row + 2}:${column}${self.last_row + 1}"


def book(rows: Sequence[Row], language: str, as_of: dt.date) -> bytes:
    """The workbook as bytes: the same bytes for the same rows, language ("zh" or "en") and date."""
    ledger = Ledger(rows, language, as_of)
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})  # in memory every zip entry gets one fixed time
    workbook.set_properties({"title": NOTES[language][0], "created": dt.datetime(as_of.year, as_of.month, as_of.day, 18)})
    notes, sheet, totals = (workbook.add_worksheet(name) for name in SHEETS[language][:3])
    heading = workbook.add_format({"bold": True, "font_size": 14})
    notes.set_column(0, 0, 110)
    for position, line in enumerate(NOTES[language]):
        notes.write(position, 0, line, heading if position == 0 else None)
    _write_ledger(workbook, sheet, ledger)
    _write_totals(workbook, totals, ledger)
    sheet.activate()
    workbook.close()
    return target.getvalue()


def _formats(workbook: Xlsx) -> dict[str, Xlsx]:
    return {
        "header": workbook.add_format({"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF", "text_wrap": True, "border": 1}),
        "money": workbook.add_format({"num_format": "#,##0.00"}),
        "date": workbook.add_format({"num_format": "yyyy-mm-dd", "align": "center"}),
        "share": workbook.add_format({"num_format": "0%"}),
        "general": workbook.add_format(),
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "large": workbook.add_format({"bold": True, "font_color": "#C00000"}),
        "late": workbook.add_format({"bg_color": "#FFF2CC"}),
    }


def _write_ledger(workbook: Xlsx, sheet: Xlsx, ledger: Ledger) -> None:
    style = _formats(workbook)
    chosen = {key: style[FORMATS.get(key, "general")] for key in KEYS}
    for position, (key, _, _, width) in enumerate(COLUMNS):
        sheet.set_column(position, position, width, chosen[key], {"hidden": key == "her_region"})
    names, top = headers(ledger.language), ledger.header_row
    if ledger.is_table:
        columns = [{"header": name, "header_format": style["header"]} for name in names]
        table = {"name": "台账", "style": "Table Style Light 9", "columns": columns}
        sheet.add_table(top, 0, ledger.last_row, len(KEYS) - 1, table)
    else:
        sheet.write(0, 0, f"Risk customers, kept up to {ledger.as_of}", style["title"])
        sheet.write_row(top, 0, names, style["header"])
        sheet.autofilter(top, 0, ledger.last_row, len(KEYS) - 1)
    sheet.set_row(top, 32)
    sheet.freeze_panes(top + 1, 2)
    for offset, row in enumerate(ledger.rows, start=top + 1):
        for position, key in enumerate(KEYS):
            cell = _own_formula(key, row, offset + 1) or row[key]
            # A bare number stays in General, also in a date column: that is how a pasted serial number looks.
            _write_cell(sheet, offset, position, cell, style["general"] if isinstance(cell, int) else chosen[key], ledger)
    sheet.data_validation(ledger.span("payment_method"), {"validate": "list", "source": METHODS[ledger.language]})
    sheet.conditional_format(ledger.span("amount"), {"type": "cell", "criteria": ">=", "value": 200000, "format": style["large"]})
    due, paid = (f"${COLUMN[key]}{top + 2}" for key in ("due_date", "payment_date"))
    late = f'=AND(ISNUMBER({due}),{due}<{SHEETS[ledger.language][2]}!$B$1,{paid}="")'
    sheet.conditional_format(ledger.span("due_date"), {"type": "formula", "criteria": late, "format": style["late"]})
    note = ("收到款的日期；未收到留空。", "The day the money arrived; blank while open.")[ledger.language == "en"]
    sheet.write_comment(top, KEYS.index("payment_date"), note, {"author": "A. Analyst"})


def _own_formula(key: str, row: Row, number: int) -> Formula | None:
    """Her two formula columns; the value is what Excel would show."""
    if key == "her_month":
        day = row["invoice_date"]
        shown = f"{day:%Y-%m}" if isinstance(day, dt.date) else ""
        cell = f"{COLUMN['invoice_date']}{number}"
        return Formula(f'=IFERROR(IF(ISNUMBER({cell}),TEXT({cell},"yyyy-mm"),""),"")', shown)
    if key == "her_share":
        amount, paid = row["amount"], row["paid_amount"]
        share = round(paid.minor / amount.minor, 2) if isinstance(amount, Money) and isinstance(paid, Money) else ""
        both = f"AND(ISNUMBER({COLUMN['amount']}{number}),ISNUMBER({COLUMN['paid_amount']}{number}))"
        return Formula(f'=IF({both},ROUND({COLUMN["paid_amount"]}{number}/{COLUMN["amount"]}{number},2),"")', share)
    return None


def _write_cell(sheet: Xlsx, row: int, column: int, cell: Cell, style: Xlsx, ledger: Ledger) -> None:
    match cell:
        case None:
            return
        case Formula(text, value):
            text = text.format(amount=COLUMN["amount"], first=ledger.header_row + 2, above=row)
            sheet.write_formula(row, column, text, style, value)
        case Money(minor):
            sheet.write_number(row, column, minor / 100, style)
        case dt.date():
            sheet.write_number(row, column, serial(cell), style)
        case int():
            sheet.write_number(row, column, cell, style)
        case str():
            sheet.write_string(row, column, cell, style)


def _write_totals(workbook: Xlsx, sheet: Xlsx, ledger: Ledger) -> None:
    style = _formats(workbook)
    chinese = ledger.language == "zh"
    _, _, totals, chart_name = SHEETS[ledger.language]
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 3, 16)
    sheet.write(0, 0, "报表日" if chinese else "Report date", style["header"])
    sheet.write_number(0, 1, serial(ledger.as_of), style["date"])
    header = ("行业", "发票张数", "开票合计", "已收合计") if chinese else ("Industry", "Invoices", "Invoiced", "Received")
    sheet.write_row(2, 0, header, style["header"])
    industries = sorted({str(row["industry"]) for row in ledger.rows if row["industry"]})
    for line, industry in enumerate(industries, start=3):
        of_it = [row for row in ledger.rows if row["industry"] == industry]
        sheet.write_string(line, 0, industry)
        sheet.write_formula(line, 1, f"=COUNTIF({ledger.span('industry', sheet=True)},A{line + 1})", None, len(of_it))
        for column, key in ((2, "amount"), (3, "paid_amount")):
            sums = f"=SUMIFS({ledger.span(key, sheet=True)},{ledger.span('industry', sheet=True)},$A{line + 1})"
            value = sum(cell.minor for row in of_it if isinstance(cell := row[key], Money)) / 100
            sheet.write_formula(line, column, sums, style["money"], value)
    last = 3 + len(industries)
    for on_own_sheet in (False, True):
        chart = workbook.add_chart({"type": "column"})
        for column in (2, 3):
            industries_named, sums_shown = [totals, 3, 0, last - 1, 0], [totals, 3, column, last - 1, column]
            chart.add_series({"name": [totals, 2, column], "categories": industries_named, "values": sums_shown})
        chart.set_title({"name": "各行业开票与收款" if chinese else "Invoiced and received by industry"})
        if on_own_sheet:
            workbook.add_chartsheet(chart_name).set_chart(chart)
        else:
            sheet.insert_chart(2, 5, chart)
