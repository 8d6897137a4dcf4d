"""The template's short texts on notes and entry messages, and its sample rows, in Chinese and English."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from riskledger.workbook.template_guide import Language


@dataclass(frozen=True, slots=True)
class Words:
    """Messages of entry checks (Excel allows 225 characters each, 32 for the title) and parts of the notes."""

    title: str
    required: str
    forms: str
    joiner: str
    day_unit: str
    date_hint: str
    payment_hint: str
    money_hint: str
    disputed_hint: str
    count_hint: str
    terms_hint: str
    score_hint: str
    choose_hint: str
    currency_hint: str
    computed_hint: str


WORDS: dict[Language, Words] = {
    "zh": Words(
        title="填写提示",
        required="必填。",
        forms="可以写：",
        joiner="、",
        day_unit="天",
        date_hint="请填日期，例如 2026-10-31。",
        payment_hint="请填收到款的日期，例如 2026-10-31；未收到请留空或写“未支付”。",
        money_hint="请填金额，例如 10000；也可以写 10,000元。红字（贷项）填负数。",
        disputed_hint="请填有争议的金额；也可以写“是”或“否”。",
        count_hint="请填 0 或正整数，例如 3；也可以写 3次。",
        terms_hint="请填开票后多少天应付款，例如 30；也可以写 30天。",
        score_hint="请填 0 到 100 之间的数；不清楚请留空。",
        choose_hint="请从下拉列表中选择。",
        currency_hint="请选择币种，或填写其他三位币种代码。",
        computed_hint="由程序计算填写，无需手填。要更改等级，请用“覆盖等级”。",
    ),
    "en": Words(
        title="What goes here",
        required="Required.",
        forms="Forms that are read: ",
        joiner=", ",
        day_unit=" days",
        date_hint="A date, such as 2026-10-31.",
        payment_hint="The day the money arrived, such as 2026-10-31; leave blank or write Unpaid while open.",
        money_hint="An amount, such as 10000 or 10,000.00; credit notes are negative.",
        disputed_hint="The disputed amount; Yes or No will do.",
        count_hint="0 or a positive whole number.",
        terms_hint="Days from invoice to due date, such as 30; Net 30 will do.",
        score_hint="A number from 0 to 100; leave blank when unknown.",
        choose_hint="Please choose from the list.",
        currency_hint="Choose a currency, or enter another three-letter code.",
        computed_hint="Computed by the program. To differ from a tier, use Override tier.",
    ),
}

Sample = dict[str, str | int | dt.date | None]

_KEYS = (
    "customer",
    "phone",
    "industry",
    "invoice_date",
    "terms",
    "amount",
    "payment_method",
    "payment_date",
    "days_overdue",
    "complaints",
    "tier",
    "action",
    "contact_log",
)

_JAN, _FEB, _MAR, _APR = dt.date(2023, 1, 1), dt.date(2023, 2, 15), dt.date(2023, 3, 10), dt.date(2023, 4, 5)
_PAID_JAN, _PAID_FEB, _PAID_MAR = dt.date(2023, 1, 3), dt.date(2023, 2, 20), dt.date(2023, 3, 15)

_ROWS: dict[Language, tuple[tuple[str | int | dt.date | None, ...], ...]] = {
    "zh": (
        ("A公司", "139xxxxxx", "制造业", _JAN, 5, "10,000元", "银行转账", _PAID_JAN, "0天", "0次", "低风险", "无需特别措施", None),
        (
            "B公司",
            "138xxxxxx",
            "批发业",
            _FEB,
            0,
            "5,000元",
            "现金",
            _PAID_FEB,
            "5天",
            "1次",
            "中风险",
            "加强账款催收力度",
            "2023-03-01 电话沟通，对方表示尽快支付",
        ),
        (
            "C公司",
            "137xxxxxx",
            "零售业",
            _MAR,
            3,
            "20,000元",
            "信用卡",
            _PAID_MAR,
            "2天",
            "2次",
            "中风险",
            "增加信用额度审核流程",
            "2023-03-20 面谈，对方表示会改善",
        ),
        (
            "D公司",
            "136xxxxxx",
            "服务业",
            _APR,
            0,
            "8,000元",
            "支票",
            "未支付",
            "30天",
            "3次",
            "高风险",
            "暂停新订单接收",
            "2023-04-15 书面警告信",
        ),
    ),
    "en": (
        (
            "Company A",
            "139xxxxxx",
            "Manufacturing",
            _JAN,
            5,
            "10,000",
            "Bank transfer",
            _PAID_JAN,
            "0 days",
            0,
            "Low",
            "No special measures",
            None,
        ),
        (
            "Company B",
            "138xxxxxx",
            "Wholesale",
            _FEB,
            0,
            "5,000",
            "Cash",
            _PAID_FEB,
            "5 days",
            1,
            "Medium",
            "Step up collection",
            "2023-03-01 phone call, the customer says they will pay soon",
        ),
        (
            "Company C",
            "137xxxxxx",
            "Retail",
            _MAR,
            3,
            "20,000",
            "Credit card",
            _PAID_MAR,
            "2 days",
            2,
            "Medium",
            "Add a credit-limit review",
            "2023-03-20 meeting, the customer says they will improve",
        ),
        (
            "Company D",
            "136xxxxxx",
            "Services",
            _APR,
            0,
            "8,000",
            "Cheque",
            "Unpaid",
            "30 days",
            3,
            "High",
            "Suspend new orders",
            "2023-04-15 written warning",
        ),
    ),
}

# The same contacts as lines of the contact log: date, customer, channel, content.
_CONTACTS: dict[Language, tuple[tuple[str | dt.date, ...], ...]] = {
    "zh": (
        (dt.date(2023, 3, 1), "B公司", "电话", "对方表示尽快支付"),
        (dt.date(2023, 3, 20), "C公司", "面谈", "对方表示会改善"),
        (dt.date(2023, 4, 15), "D公司", "书面", "警告信"),
    ),
    "en": (
        (dt.date(2023, 3, 1), "Company B", "Phone", "The customer says they will pay soon"),
        (dt.date(2023, 3, 20), "Company C", "Meeting", "The customer says they will improve"),
        (dt.date(2023, 4, 15), "Company D", "Letter", "Written warning"),
    ),
}


def sample_rows(language: Language) -> list[Sample]:
    """The four sample transactions as ledger cells by column key."""
    return [dict(zip(_KEYS, row, strict=True)) for row in _ROWS[language]]


def sample_customers(language: Language) -> list[tuple[str | int | None, ...]]:
    """The four customers as lines of the customers sheet: number, name, limit, its expiry, terms in days."""
    return [(None, str(row[0]), None, None, int(str(row[4]))) for row in _ROWS[language]]


def sample_contacts(language: Language) -> tuple[tuple[str | dt.date, ...], ...]:
    """The contacts of the sample rows as lines of the contact log: date, customer, channel, content."""
    return _CONTACTS[language]
