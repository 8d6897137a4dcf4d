"""A synthetic market whose late payers are known: every customer has a latent chance of paying late that drifts from month to month."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

FIRST_MONTH = 2024 * 12 + 9  # October 2024, months counted from year 0
HEADERS = ("客户编号", "客户名称", "单据号", "交易日期", "到期日", "交易金额", "支付日期")
EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
TERMS = (15, 30, 30, 45, 60)


@dataclass(frozen=True)
class Sale:
    """One invoice as it really went: customer number, amount in minor units, the day it was paid in full."""

    customer: int
    day: dt.date
    due: dt.date
    amount: int
    paid: dt.date

    @property
    def late(self) -> bool:
        return self.paid > self.due

    def open_on(self, day: dt.date) -> bool:
        """Invoiced by then and not yet paid."""
        return self.day <= day < self.paid


@dataclass(frozen=True)
class Market:
    """All sales in order of date, and each customer's latent chance of paying late, month by month from the first."""

    sales: tuple[Sale, ...]
    latent: tuple[tuple[float, ...], ...]

    def latent_on(self, customer: int, day: dt.date) -> float:
        """The chance, known to nobody in the market, that an invoice of this customer due then is paid late."""
        return self.latent[customer][day.year * 12 + day.month - 1 - FIRST_MONTH]


def month_end(months: int) -> dt.date:
    """The last day of a month, months counted from the first of the market."""
    year, month = divmod(FIRST_MONTH + months, 12)
    return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def customer_name(customer: int) -> str:
    """The name under which a customer stands in the book."""
    return f"客户{customer + 1:03d}有限公司"


def market(seed: int, *, customers: int = 120, months: int = 25) -> Market:
    """Draw a market: most customers rarely late, some often; sizes unequal and independent of lateness."""
    draw = random.Random(seed)
    sales: list[Sale] = []
    latent: list[tuple[float, ...]] = []
    for customer in range(customers):
        # The log-odds wander around the customer's own level, so that the past tells much of the future but not all.
        level, position, path = draw.gauss(-2.6, 2.0), 0.0, []
        for _ in range(months + 6):  # terms reach past the last month
            position = 0.85 * position + draw.gauss(0.0, 0.45)
            path.append(1.0 / (1.0 + math.exp(-level - position)))
        latent.append(tuple(path))
        orders, typical, terms = draw.uniform(0.7, 3.5), 8000 * math.exp(draw.gauss(0.0, 0.6)), draw.choice(TERMS)
        day = dt.date(2024, 10, 1) + dt.timedelta(days=draw.randrange(30))
        while day <= month_end(months - 1):
            due = day + dt.timedelta(days=terms)
            chance = path[due.year * 12 + due.month - 1 - FIRST_MONTH]
            late = draw.random() < chance
            paid = (
                due + dt.timedelta(days=1 + int(draw.expovariate(1 / (5 + 25 * chance)))) if late else due - dt.timedelta(draw.randrange(6))
            )
            sales.append(Sale(customer, day, due, round(typical * math.exp(draw.gauss(0.0, 0.4)) * 100), max(day, paid)))
            day += dt.timedelta(days=1 + int(draw.expovariate(orders / 30)))
    return Market(tuple(sorted(sales, key=lambda sale: (sale.day, sale.customer))), tuple(latent))


def write_book(path: Path, sales: Sequence[Sale], as_of: dt.date) -> None:
    """The ledger as known on a date: later invoices are not in it, later payments are blank."""
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet("客户台账")
    date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADERS)
    known = [(number, sale) for number, sale in enumerate(sales, start=1) if sale.day <= as_of]
    for row, (number, sale) in enumerate(known, start=1):
        sheet.write_row(row, 0, (f"K{sale.customer + 1:03d}", customer_name(sale.customer), f"INV{number:06d}"))
        for column, day in ((3, sale.day), (4, sale.due), (6, sale.paid)):
            if day <= as_of or column == 4:  # a due date may lie ahead; a payment may not
                sheet.write_number(row, column, (day - EXCEL_DAY_ZERO).days, date)
        sheet.write_number(row, 5, sale.amount / 100)
    workbook.close()
