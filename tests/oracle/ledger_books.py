"""Random ledgers as lists of `Deal`, and their workbooks, written with XlsxWriter from the analyst's side."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from definitions import Deal

HEADERS = {
    "customer_id": ("客户编号", "Customer ID"),
    "customer": ("客户名称", "Customer name"),
    "document": ("单据号", "Document no."),
    "invoiced": ("交易日期", "Invoice date"),
    "terms": ("账期", "Payment terms"),
    "due": ("到期日", "Due date"),
    "currency": ("币种", "Currency"),
    "amount": ("交易金额", "Invoiced amount"),
    "received": ("已收金额", "Paid amount"),
    "paid_on": ("支付日期", "Payment date"),
    "declared": ("逾期付款天数", "Days overdue"),
    "complaints": ("投诉次数", "Complaints"),
    "disputed": ("争议金额", "Disputed"),
    "tier": ("风险等级", "Risk tier"),
    "action": ("行动计划", "Action plan"),
    "contact_log": ("沟通记录", "Contact log"),
    "override": ("覆盖等级", "Override tier"),
    "override_reason": ("覆盖原因", "Override reason"),
    "override_until": ("覆盖有效期", "Override until"),
}
TIER_NAMES = {"low": ("低风险", "Low"), "medium": ("中风险", "Medium"), "high": ("高风险", "High")}
SHEETS = ("客户台账", "Ledger")
LANGUAGES = ("zh", "en")


def write_book(
    path: Path, deals: Sequence[Deal], language: str = "zh", without: Sequence[str] = (), actions: dict[int, str] | None = None
) -> Path:
    """One ledger sheet, header in row 1, a deal on the Excel row after its place in the list. `actions`: place in the list → her words."""
    word = LANGUAGES.index(language)
    keys = [key for key in HEADERS if key not in without]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEETS[word])
        day, amount = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "#,##0.00"})
        for column, key in enumerate(keys):
            sheet.write(0, column, HEADERS[key][word])
        for place, deal in enumerate(deals):
            for column, key in enumerate(keys):
                value = (actions or {}).get(place) if key == "action" else getattr(deal, key, None)
                if key == "override" and value:
                    value = TIER_NAMES[value][word]
                if key == "disputed":
                    value = ("是", "Yes")[word] if value else None
                if isinstance(value, dt.date):
                    sheet.write_datetime(place + 1, column, dt.datetime.combine(value, dt.time()), day)
                elif key in ("amount", "received") and value is not None:
                    sheet.write_number(place + 1, column, value / 100, amount)
                elif value is not None:
                    sheet.write(place + 1, column, value)
    return path


def random_deals(seed: int, rows: int = 60) -> list[Deal]:
    """A ledger with everything that may stand in one: every field at times blank, paid early, late, in part, too much or not at all."""
    chance = random.Random(seed)
    start = dt.date(2024, 1, 1) if seed % 3 else dt.date(2022, 3, 1)
    span = chance.choice([60, 200, 500, 900])
    book_currencies = chance.choice([[None], [None], ["CNY"], ["CNY", None], ["CNY", "USD", "EUR"], ["USD", None, "CNY"]])
    people = [
        (f"客户{letter}有限公司", f"C{number:03d}" if chance.random() < 0.5 else None) for number, letter in enumerate("甲乙丙丁戊己庚", 1)
    ]
    deals = []
    for row in range(2, rows + 2):
        name, number = chance.choice(people)
        spelt = chance.choice([name, name, f" {name} ", name + "（总部）" if number else name, None if number else name])
        invoiced = start + dt.timedelta(days=chance.randrange(span))
        terms = chance.choice([0, 15, 30, 60])
        due, stated_terms, declared = chance.choice(
            [
                (invoiced + dt.timedelta(days=terms), None, None),
                (invoiced + dt.timedelta(days=terms), terms, None),
                (None, terms, None),
                (None, None, chance.randrange(60)),
                (None, None, None),
            ]
        )
        amount = chance.randrange(1, 5_000_000)
        if chance.random() < 0.08:
            amount = -chance.randrange(1, 500_000)
        received, paid_on = _payment(chance, amount, invoiced, terms)
        override = chance.choice(["low", "medium", "high"]) if chance.random() < 0.04 else None
        undated = due is not None and stated_terms is None and chance.random() < 0.1
        deals.append(
            Deal(
                row=row,
                customer=spelt,
                customer_id=number,
                amount=amount,
                invoiced=None if undated else invoiced,
                due=due,
                terms=stated_terms,
                received=received,
                paid_on=paid_on,
                declared=declared,
                complaints=chance.choice([None, 0, 0, 1, 2]) if chance.random() < 0.3 else None,
                disputed=chance.random() < 0.05,
                currency=chance.choice(book_currencies),
                document=f"INV-{row:04d}" if chance.random() < 0.9 else None,
                override=override,
                override_reason="老客户" if override else None,
                override_until=chance.choice([None, invoiced + dt.timedelta(days=200)]) if override else None,
            )
        )
    return deals


def _payment(chance: random.Random, amount: int, invoiced: dt.date, terms: int) -> tuple[int | None, dt.date | None]:
    """Received amount and payment date: open, in full, in part, too much, without a date, before the invoice (prepaid)."""
    paid_on = invoiced + dt.timedelta(days=max(-5, terms + chance.choice([-20, -3, 0, 0, 1, 4, 12, 40, 120])))
    if amount <= 0:
        return chance.choice([(None, None), (None, paid_on), (amount, paid_on)])
    part = chance.randrange(1, amount + 1)
    return chance.choice(
        [
            (None, None),
            (None, None),
            (None, paid_on),
            (None, paid_on),
            (amount, paid_on),
            (amount, paid_on),
            (part, paid_on),
            (part, None),
            (amount, None),
            (amount + part, paid_on),
            (0, None),
        ]
    )
