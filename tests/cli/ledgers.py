"""Small ledgers as an analyst keeps them, written with XlsxWriter, and what stands in a workbook afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

CLASSIC_HEADERS = {
    "zh": [
        "客户名称",
        "联系方式",
        "行业背景",
        "交易日期",
        "交易金额",
        "支付方式",
        "支付日期",
        "逾期付款天数",
        "投诉次数",
        "风险等级",
        "行动计划",
        "沟通记录",
    ],
    "en": [
        *["Customer name", "Phone", "Industry", "Invoice date", "Invoiced amount", "Payment method", "Payment date"],
        *["Days overdue", "Complaints", "Risk tier", "Action plan", "Contact log"],
    ],
}
# The four rows of the classic table: text with units, words in the date column, masked phones.
CLASSIC_ROWS = {
    "zh": [
        ["A公司", "139xxxxxx", "制造业", "2023-01-01", "10,000元", "银行转账", "2023-01-03", "0天", "0次", "低风险", "无需特别措施", None],
        [
            *["B公司", "138xxxxxx", "批发业", "2023-02-15", "5,000元", "现金", "2023-02-20", "5天", "1次", "中风险", "加强账款催收力度"],
            "2023-03-01 电话沟通，对方表示尽快支付",
        ],
        [
            *["C公司", "137xxxxxx", "零售业", "2023-03-10", "20,000元", "信用卡", "2023-03-15", "2天", "2次", "中风险"],
            *["增加信用额度审核流程", "2023-03-20 面谈，对方表示会改善"],
        ],
        [
            *["D公司", "136xxxxxx", "服务业", "2023-04-05", "8,000元", "支票", "未支付", "30天", "3次", "高风险", "暂停新订单接收"],
            "2023-04-15 书面警告信",
        ],
    ],
    "en": [
        ["Company A", "139", "Making", "2023-01-01", "10,000", "Bank", "2023-01-03", "0 days", 0, "Low", "No special measures", None],
        ["Company B", "138", "Trade", "2023-02-15", "$5,000", "Cash", "2023-02-20", "5 days", 1, "Medium", "Step up collection", "called"],
        [
            "Company C",
            "137",
            "Shops",
            "2023-03-10",
            "20000",
            "Card",
            "2023-03-15",
            "2 days",
            2,
            "Medium",
            "Add a credit-limit review",
            "met",
        ],
        ["Company D", "136", "Services", "2023-04-05", "8,000", "Cheque", "Unpaid", "30 days", 3, "High", "Suspend new orders", "warned"],
    ],
}
SHEET = {"zh": "客户台账", "en": "Ledger"}
COMPUTED = ("逾期付款天数", "风险等级", "行动计划", "Days overdue", "Risk tier", "Action plan")


def write(path: Path, headers: Sequence[str], rows: Sequence[Sequence[Any]], sheet: str = "客户台账", *, table: bool = False) -> Path:
    """A ledger: headers in row 1, rows beneath; dates as date cells, text beginning with = as a formula with the value 0."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet(sheet)
        if table:
            page.add_table(0, 0, len(rows), len(headers) - 1, {"name": "Ledger", "columns": [{"header": header} for header in headers]})
        page.write_row(0, 0, headers)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    page.write_datetime(number, column, dt.datetime.combine(value, dt.time()))
                elif value is not None:
                    page.write(number, column, value)
    return path


def classic(path: Path, language: str = "zh", *, blank: Sequence[str] = ()) -> Path:
    """The sample table; the columns named in `blank` are left empty."""
    headers = CLASSIC_HEADERS[language]
    rows = [[None if header in blank else value for header, value in zip(headers, row, strict=True)] for row in CLASSIC_ROWS[language]]
    return write(path, headers, rows, SHEET[language])


def cells(path: Path, sheet: str | None = None) -> list[list[Any]]:
    """All cells of a sheet as Excel shows them, row by row."""
    book = openpyxl.load_workbook(path)
    page = book[sheet] if sheet else book.worksheets[0]
    return [list(row) for row in page.iter_rows(values_only=True)]


def column(path: Path, header: str, sheet: str | None = None) -> list[Any]:
    """The cells below a header of row 1."""
    all_cells = cells(path, sheet)
    return [row[all_cells[0].index(header)] for row in all_cells[1:]]
