"""The rows of the ledger as its owner keeps them on a date: one value per column, before any dirt and before any layout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from trade_story import Invoice

EPOCH = dt.date(1899, 12, 30)  # day 0 of the 1900 date system, good for every date after February 1900


@dataclass(frozen=True)
class Formula:
    """A formula and the value that Excel last computed for it."""

    text: str
    value: str | float


@dataclass(frozen=True)
class Money:
    """An amount in minor units; shown with two decimals."""

    minor: int

    def __str__(self) -> str:
        return f"{self.minor / 100:,.2f}"


Cell = str | int | dt.date | Money | Formula | None
Row = dict[str, Cell]

# Key, Chinese header, English header, width. The keys marked "hers" are columns of her own, none of the program's business.
COLUMNS: tuple[tuple[str, str, str, int], ...] = (
    ("customer_id", "客户编号", "Customer ID", 9),
    ("customer", "客户名称", "Customer name", 26),
    ("phone", "联系方式", "Phone", 14),
    ("industry", "行业背景", "Industry", 11),
    ("her_region", "区域", "Region", 8),
    ("document", "单据号", "Document no.", 14),
    ("invoice_date", "交易日期", "Invoice date", 11),
    ("terms", "账期", "Payment terms", 8),
    ("due_date", "到期日", "Due date", 11),
    ("currency", "币种", "Currency", 8),
    ("amount", "交易金额", "Invoiced amount", 14),
    ("paid_amount", "已收金额", "Paid amount", 14),
    ("payment_method", "支付方式", "Payment method", 12),
    ("payment_date", "支付日期", "Payment date", 11),
    ("days_overdue", "逾期付款天数", "Days overdue", 8),
    ("complaints", "投诉次数", "Complaints", 8),
    ("disputed", "争议金额", "Disputed", 12),
    ("tier", "风险等级", "Risk tier", 9),
    ("action", "行动计划", "Action plan", 24),
    ("owner", "负责人", "Owner", 10),
    ("next_review", "下次跟进日", "Next review", 11),
    ("contact_log", "沟通记录", "Contact log", 44),
    ("override_tier", "覆盖等级", "Override tier", 9),
    ("override_reason", "覆盖原因", "Override reason", 24),
    ("override_until", "覆盖有效期", "Override until", 11),
    ("her_month", "交易月份", "Invoice month", 10),
    ("her_share", "已收比例", "Paid share", 9),
)
KEYS = tuple(column[0] for column in COLUMNS)


def headers(language: str) -> list[str]:
    """The header row in a language, "zh" or "en"."""
    return [zh if language == "zh" else en for _, zh, en, _ in COLUMNS]


def rows_known_on(as_of: dt.date, language: str, story: Iterable[Invoice]) -> list[Row]:
    """The ledger as kept on a date: later invoices are not there, later payments and contacts not yet filled in."""
    return [_row(invoice, as_of, 0 if language == "zh" else 1) for invoice in story if invoice.day <= as_of]


def _row(invoice: Invoice, as_of: dt.date, word: int) -> Row:
    partner = invoice.partner
    paid_on, received = invoice.received(as_of)
    is_open = invoice.is_open(as_of)
    days_past_due = (as_of - invoice.due).days
    contacts = [f"{day} {text[word]}" for day, text in invoice.contacts if day <= as_of]
    row: Row = dict.fromkeys(KEYS)
    row.update(
        customer_id=partner.code,
        customer=partner.names[word],
        phone=partner.phone,
        industry=partner.industry[word],
        her_region=partner.region[word],
        document=invoice.document,
        invoice_date=invoice.day,
        terms=(invoice.due - invoice.day).days,
        due_date=invoice.due,
        currency=("CNY", "USD")[word],
        amount=Money(invoice.amount),
        # Paid in full: some rows have the date alone, which says the same. A part payment always has its amount.
        paid_amount=Money(received) if received and (is_open or invoice.writes_full_amount) else None,
        payment_method=partner.method[word],
        # Long open: she writes so in the date column, as many do.
        payment_date=paid_on or (("未支付", "Unpaid")[word] if invoice.amount > 0 and days_past_due > 30 else None),
        complaints=invoice.complaints,
        disputed=Money(invoice.disputed) if is_open and invoice.disputed_since <= as_of else None,
        owner=partner.owner[word],
        contact_log=("；", "; ")[word].join(contacts) or None,
    )
    if is_open and contacts and days_past_due > 0:
        row["next_review"] = as_of + dt.timedelta(days=5 + partner.number % 8)
    if invoice.action is not None:
        row["action"] = invoice.action[word]
    if invoice.override is not None:
        tier, reason, until = invoice.override
        row.update(override_tier=tier[word], override_reason=reason[word], override_until=until)
    return row


def serial(day: dt.date) -> int:
    """The number Excel stores for a date."""
    return (day - EPOCH).days
