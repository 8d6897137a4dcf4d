"""The template's sheets beside the ledger, by column: customers, contact log and follow-up report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ListType = Literal["text", "long", "money", "date", "number", "terms", "tier"]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of such a sheet: header and note in both languages, type and width in characters."""

    zh: str
    en: str
    type: ListType
    width: float
    note_zh: str
    note_en: str

    def header(self, language: str) -> str:
        """The header in a language ("zh" or "en")."""
        return self.zh if language == "zh" else self.en

    def note(self, language: str) -> str:
        """What goes there, in a language."""
        return self.note_zh if language == "zh" else self.note_en


CUSTOMERS: tuple[ListColumn, ...] = (
    ListColumn("客户编号", "Customer ID", "text", 14, "与台账中的客户编号一致。", "The same as in the ledger."),
    ListColumn("客户名称", "Customer name", "text", 26, "客户全称，每个客户一行。", "Full name; one line per customer."),
    ListColumn("信用额度", "Credit limit", "money", 15, "批准给该客户的最高应收余额。", "The highest balance approved for this customer."),
    ListColumn("额度到期日", "Limit expiry", "date", 13, "额度在这一天之后失效。", "Last day of the limit."),
    ListColumn(
        "账期",
        "Payment terms",
        "terms",
        12,
        "开票后多少天应付款；台账行上没有到期日和账期时采用。",
        "Days from invoice to due date, for rows without a due date or terms of their own.",
    ),
    ListColumn("信用保险", "Credit insurance", "money", 15, "信用保险承保的金额。", "Amount covered by credit insurance."),
    ListColumn("担保", "Guarantee", "money", 15, "担保或抵押的金额。", "Amount covered by guarantees or collateral."),
    ListColumn("所属集团", "Parent group", "text", 18, "同一集团的客户填同一名称。", "The same name for all customers of a group."),
    ListColumn(
        "财务评分",
        "Financial score",
        "number",
        12,
        "0–100，越高越安全；不清楚请留空，程序不会替您假设。",
        "0 to 100, higher is safer; leave blank when unknown, nothing is assumed.",
    ),
    ListColumn(
        "声誉评分",
        "Reputation score",
        "number",
        12,
        "0–100，越高越安全；不清楚请留空。",
        "0 to 100, higher is safer; leave blank when unknown.",
    ),
    ListColumn(
        "行业风险",
        "Industry risk",
        "number",
        12,
        "0–100，越高风险越大；不清楚请留空。",
        "0 to 100, higher is riskier; leave blank when unknown.",
    ),
    ListColumn("规模", "Size", "text", 12, "例如 大型、中型、小型、微型。", "Such as large, medium, small, micro."),
    ListColumn(
        "覆盖等级",
        "Override tier",
        "tier",
        12,
        "您对整个客户的判断，优先于计算的等级。",
        "Your judgement of the whole customer; it goes before the computed tier.",
    ),
    ListColumn("覆盖原因", "Override reason", "long", 30, "为什么不同于计算的等级。", "Why you differ from the computed tier."),
    ListColumn("覆盖有效期", "Override until", "date", 13, "覆盖在这一天之后失效。", "Last day the override holds."),
    ListColumn("负责人", "Owner", "text", 12, "跟进该客户的人。", "Who follows up on this customer."),
)

CONTACT_LOG: tuple[ListColumn, ...] = (
    ListColumn("日期", "Date", "date", 13, "沟通的日期。", "The day of the contact."),
    ListColumn("客户名称", "Customer name", "text", 26, "与台账中的名称一致。", "As in the ledger."),
    ListColumn("渠道", "Channel", "text", 14, "电话、面谈、书面、邮件、微信等。", "Phone, meeting, letter, e-mail and so on."),
    ListColumn("内容", "Content", "long", 56, "谈了什么，对方怎么说。", "What was said."),
    ListColumn("承诺付款日", "Promised date", "date", 13, "对方承诺付款的日期。", "The day the customer promised to pay."),
    ListColumn("承诺金额", "Promised amount", "money", 15, "对方承诺支付的金额。", "The amount the customer promised."),
    ListColumn("下次联系日", "Next contact", "date", 13, "约定的下次联系日期。", "The day agreed for the next contact."),
    ListColumn("负责人", "Owner", "text", 12, "谁去联系。", "Who makes the contact."),
)

FOLLOW_UP: tuple[ListColumn, ...] = (
    ListColumn("截至日", "As of", "date", 13, "数字截至哪一天，通常是月末。", "The day the figures stand for, usually a month end."),
    ListColumn("客户名称", "Customer name", "text", 26, "与“客户评估”一致。", "As on the Customer assessment."),
    ListColumn("等级", "Tier", "tier", 12, "当时的风险等级。", "The risk tier on that day."),
    ListColumn(
        "评分", "Score", "number", 11, "当时的信用评分，0–100，越高越安全。", "The credit score on that day, 0 to 100, higher is safer."
    ),
    ListColumn("未收金额", "Outstanding amount", "money", 16, "当时尚未收回的金额。", "What was open on that day."),
    ListColumn("逾期金额", "Overdue amount", "money", 16, "其中已过到期日的金额。", "The part of it that was past due."),
    ListColumn("行动", "Action", "long", 36, "当时采取的行动。", "The action taken."),
    ListColumn("政策", "Policy", "text", 26, "评级所用的政策及其摘要。", "The policy in force and its digest."),
)

PAYMENT_METHODS = {
    "zh": ("银行转账", "现金", "信用卡", "支票", "承兑汇票", "其他"),
    "en": ("Bank transfer", "Cash", "Credit card", "Cheque", "Acceptance", "Other"),
}
CHANNELS = {"zh": ("电话", "面谈", "书面", "邮件", "微信", "短信"), "en": ("Phone", "Meeting", "Letter", "E-mail", "Chat", "Text message")}
CURRENCIES = {"zh": ("CNY", "USD", "EUR", "HKD", "JPY", "GBP"), "en": ("USD", "EUR", "GBP", "CNY", "HKD", "JPY")}
