"""Writes a large ledger for the speed measurement: the twelve classic columns, document number and due date, real numbers and dates.

Usage: python make_ledger.py --rows 100000 --out ledger.xlsx [--inline]
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

SEED = 7
AS_OF = dt.date(2026, 9, 30)
ROWS_A_CUSTOMER = 33
HEADERS = (
    "单据号", "客户名称", "联系方式", "行业背景", "交易日期", "到期日", "交易金额",
    "支付方式", "支付日期", "逾期付款天数", "投诉次数", "风险等级", "行动计划", "沟通记录",
)  # fmt: skip
INDUSTRIES = ("制造业", "批发业", "零售业", "服务业", "建筑业", "物流业", "信息技术", "餐饮业")
METHODS = ("银行转账", "现金", "信用卡", "支票", "承兑汇票")
TERMS = (15, 30, 30, 45, 60, 90)
DATE_COLUMNS = (4, 5, 8)

# Excel's number for a day: both count days, from different beginnings.
EXCEL_DAY_ZERO = dt.date(1899, 12, 30).toordinal()


class Formula(NamedTuple):
    """A formula and the value it shows."""

    formula: str
    shown: str


Cell = str | int | float | Formula | None
Row = tuple[Cell, ...]


def ledger_rows(count: int) -> Iterator[Row]:
    """Rows in order of invoice date over two years before the as-of date; the computed cells and most contact notes are blank."""
    unit = random.Random(SEED).random
    customers = max(1, count // ROWS_A_CUSTOMER)
    last = AS_OF.toordinal() - EXCEL_DAY_ZERO
    first = last - 730
    for number in range(count):
        customer = int(unit() * unit() * customers)  # the product favours low numbers: some customers are large
        late_chance = (customer * 7919 % 100) / 200
        day = first + number * 731 // count
        due = day + TERMS[customer % len(TERMS)]
        paid = due + (1 + int(unit() * 40) if unit() < late_chance else -int(unit() * 5))
        yield (
            f"INV{number + 1:08d}",
            f"客户{customer:06d}有限公司",
            f"138****{customer % 10000:04d}",
            INDUSTRIES[customer % len(INDUSTRIES)],
            day,
            due,
            round(200 + 90_000 * unit() ** 3, 2),
            METHODS[customer % len(METHODS)],
            max(day, paid) if paid <= last else None,
            None,
            int(unit() < 0.02),
            None,
            None,
            "电话沟通，对方表示尽快支付" if unit() < 0.03 else None,
        )


def write_ledger(path: Path, count: int, *, inline: bool = False) -> None:
    """Write a ledger of `count` rows; `inline` keeps texts in their cells, as many exports do, instead of in the shared table."""
    write_rows(path, ledger_rows(count), HEADERS, filtered=count, inline=inline)


def write_rows(path: Path, rows: Iterable[Row], headers: Sequence[str], *, filtered: int, inline: bool = False) -> None:
    """Write rows below their headers, dates and amounts formatted as such; `filtered`: how many rows the sheet's filter covers."""
    # XlsxWriter's constant_memory writes texts into the cells; without it they are shared, as Excel itself does.
    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": inline})
    workbook.set_properties({"created": dt.datetime(AS_OF.year, AS_OF.month, AS_OF.day)})
    sheet = workbook.add_worksheet("客户台账")
    bold = workbook.add_format({"bold": True, "bg_color": "#DDEBF7"})
    date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    money = workbook.add_format({"num_format": "#,##0.00"})
    for column in range(len(headers)):
        sheet.set_column(column, column, 13)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, filtered, len(headers) - 1)
    sheet.write_row(0, 0, headers, bold)
    styles = {**dict.fromkeys(DATE_COLUMNS, date), HEADERS.index("交易金额"): money}
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, Formula):
                sheet.write_formula(number, column, cell.formula, styles.get(column), cell.shown)
            elif isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif cell is not None:
                sheet.write_number(number, column, cell, styles.get(column))
    workbook.close()


def main() -> None:
    """Read the options and write the ledger."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--inline", action="store_true", help="texts in their cells instead of in the shared table")
    options = parser.parse_args()
    write_ledger(options.out, options.rows, inline=options.inline)
    print(f"{options.out}  {options.rows:,} rows  {options.out.stat().st_size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
