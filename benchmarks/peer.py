"""The ordinary way to do the same job: pandas reads the ledger, openpyxl writes three columns back and saves the whole file.

Usage: python peer.py BOOK OUT --as-of 2026-09-30

It is what an analyst's colleague would write in an afternoon: no checks, no text amounts, no history, the classic tier rule.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import openpyxl
import pandas as pd

ACTIONS = {"低风险": "无需特别措施", "中风险": "加强账款催收力度", "高风险": "暂停新订单接收"}


def assess(book: Path, out: Path, as_of: pd.Timestamp) -> pd.Series:
    """Fill overdue days, tier and action of every row, save under another name; returns the number of rows per tier."""
    ledger = pd.read_excel(book)
    paid = ledger["支付日期"].where(ledger["支付日期"] <= as_of)
    ledger["逾期付款天数"] = (paid.fillna(as_of) - ledger["到期日"]).dt.days.clip(lower=0)
    by_customer = ledger.groupby("客户名称").agg(days=("逾期付款天数", "max"), complaints=("投诉次数", "sum"))
    by_customer["风险等级"] = "低风险"
    by_customer.loc[(by_customer["days"] > 0) | (by_customer["complaints"] >= 1), "风险等级"] = "中风险"
    by_customer.loc[(by_customer["days"] >= 30) | (by_customer["complaints"] >= 3), "风险等级"] = "高风险"
    ledger["风险等级"] = ledger["客户名称"].map(by_customer["风险等级"])
    ledger["行动计划"] = ledger["风险等级"].map(ACTIONS)

    workbook = openpyxl.load_workbook(book)
    sheet = workbook.worksheets[0]
    position = {cell.value: number for number, cell in enumerate(sheet[1], start=1)}
    for header in ("逾期付款天数", "风险等级", "行动计划"):
        for row, value in enumerate(ledger[header].tolist(), start=2):
            sheet.cell(row, position[header], value)
    workbook.save(out)
    return ledger["风险等级"].value_counts()


def main() -> None:
    """Read the options and assess one book."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("book", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--as-of", type=pd.Timestamp, required=True)
    options = parser.parse_args()
    print(assess(options.book, options.out, options.as_of).to_string())


if __name__ == "__main__":
    main()
