"""The single table of columns of the sheets kept beside the ledger: customers, contact log, contracts, receipts, exchange rates, aliases.

What the ledger has too (customer, terms, owner, override …) takes its words from the table of ledger columns.
"""

# ruff: noqa: E501 - a text stays on one line with its twin in the other language

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from riskledger.ledger.columns import BY_KEY

Kind = Literal["customers", "contacts", "contracts", "receipts", "rates", "aliases"]
KINDS: tuple[Kind, ...] = ("customers", "contacts", "contracts", "receipts", "rates", "aliases")
SideType = Literal[
    "text", "money", "signed_money", "date", "terms", "count", "flag", "tier", "score", "size", "cover", "currency", "clause", "rate",
    "allowance", "ratio",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SideColumn:
    """One field of such a sheet.

    `mark`: the field tells the kind of sheet, beside the customer. `vague`: words that other sheets use as well; they count only where
    the sheet is known by its other words. `beside`: a field without which the whole column means nothing.
    """

    key: str
    zh: str
    en: str
    type: SideType
    meaning_zh: str
    meaning_en: str
    aliases: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    mark: bool = False
    beside: str | None = None


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _as_in_ledger(
    key: str,
    type: SideType,
    meaning: tuple[str, str],
    more: str = "",
    *,
    headers: tuple[str, str] | None = None,
    mark: bool = False,
    beside: str | None = None,
) -> SideColumn:
    """A field that the ledger has too: its headers and aliases, with its meaning on this sheet."""
    column = BY_KEY[key]
    zh, en = headers or (column.zh, column.en)
    return SideColumn(key, zh, en, type, *meaning, (column.zh, column.en, *column.aliases, *_words(more)), mark=mark, beside=beside)


_CUSTOMER = (
    _as_in_ledger("customer_id", "text", ("与台账中的客户编号一致。", "The same as in the ledger.")),
    _as_in_ledger("customer", "text", ("与台账中的名称一致。", "As in the ledger."), "账户名称,公司名称,company,company name,display name"),
)

CUSTOMERS: tuple[SideColumn, ...] = (
    *_CUSTOMER,
    SideColumn("uscc", "统一社会信用代码", "Unified social credit code", "text", "18 位，按校验位核对。", "18 characters, verified by their check digit.",
               _words("社会信用代码,社会统一信用代码,信用代码,统一信用代码,social credit code,uscc")),
    SideColumn(
        "limit", "信用额度", "Credit limit", "money", "批准给该客户的最高应收余额。", "The highest balance approved for this customer.",
        _words("授信额度,信用限额,欠款额度,铺底,铺底额度,额度,授信金额,outstanding limit,limit,credit limit amount,approved limit"), mark=True,
    ),
    SideColumn(
        "limit_currency", "额度币种", "Limit currency", "currency", "额度所用的币种。", "The currency of the limit.",
        _words("币种,币别,currency,currency code,currency_code,ccy,credit limit currency"),
    ),
    SideColumn(
        "limit_expiry", "额度到期日", "Limit expiry", "date", "额度在这一天之后失效。", "Last day of the limit.",
        _words("授信到期日,额度有效期,额度有效期至,授信有效期,授信有效期至,credit limit expiry,limit valid to,limit valid until,limit expires"),
        mark=True,
    ),
    _as_in_ledger(
        "terms", "terms", ("开票后多少天应付款；台账行上没有到期日和账期时采用。",
                           "Days from invoice to due date, for rows without a due date or terms of their own."), mark=True,
    ),
    SideColumn(
        "insurance", "信用保险", "Credit insurance", "cover", "信用保险承保的金额，或占应收的比例，例如 90%；只填“是”则金额未知。",
        "Amount covered by credit insurance, or its share of the balance such as 90%; a bare Yes leaves the amount unknown.",
        _words("保险,承保金额,保险金额,投保金额,信保额度,信保限额,insurance,insured amount,insurance cover,insured limit,insurance limit"), mark=True,
    ),
    SideColumn(
        "insurance_until", "保险到期日", "Insurance until", "date", "信用保险在这一天之后失效。", "Last day of the insurance.",
        _words("保单到期日,信用保险到期日,信保到期日,保险有效期,保险有效期至,insurance expiry,insurance valid until,insured until"), mark=True,
    ),
    SideColumn(
        "guarantee", "担保", "Guarantee", "cover", "担保或抵押的金额，或占应收的比例；只填“是”则金额未知。",
        "Amount covered by guarantees or collateral, or its share of the balance; a bare Yes leaves the amount unknown.",
        _words("担保金额,抵押,抵押金额,抵押担保,保证金,guarantee amount,guaranteed amount,collateral,deposit,security"), mark=True,
    ),
    SideColumn(
        "guarantee_until", "担保到期日", "Guarantee until", "date", "担保在这一天之后失效。", "Last day of the guarantee.",
        _words("保函到期日,担保有效期,担保有效期至,抵押到期日,guarantee expiry,guarantee valid until,guaranteed until"), mark=True,
    ),
    SideColumn(
        "open_orders", "未交订单金额", "Open orders", "money", "已接单、尚未开票的金额，计入敞口和额度占用；币种同额度。",
        "Ordered and not yet invoiced; part of exposure and of the limit's use; in the limit's currency.",
        _words("在手订单,在手订单金额,未交订单,未交货订单,未交货金额,未发货金额,未开票订单金额,open order amount,open order value,order backlog,backlog"),
    ),
    SideColumn(
        "net_worth", "有形净资产", "Tangible net worth", "signed_money", "客户最近报表的有形净资产，建议额度用；币种同额度。",
        "From the customer's latest accounts, for the proposed limit; in the limit's currency.",
        _words("净资产,净资产额,资产净值,net worth,tangible net assets,net assets,tnw"), mark=True,
    ),
    SideColumn(
        "allowance", "单项计提", "Individual allowance", "allowance", "单独认定的坏账准备：金额或比例（50%），代替按账龄计提；空白或 0 仍按账龄。",
        "Loss allowance judged for this customer alone, an amount or a share (50%), in place of the matrix; blank or 0 keeps the matrix.",
        _words("单项计提金额,单项计提比例,单项坏账准备,单项坏账准备金额,个别计提,individual provision,specific allowance,specific provision,"
               "individually assessed allowance"), mark=True,
    ),
    SideColumn("z_score", "Z值", "Z-score", "ratio", "现成的 Altman Z″ 值（不含 3.25 常数）；没有就用下面六项计算。",
               "Altman's Z″ where it is known (without the constant 3.25); else the six lines below make it.",
               _words("z″值,z″,z''值,z''-score,z″-score,z'' score,altman z,altman z-score,z score"), mark=True),
    SideColumn("working_capital", "营运资金", "Working capital", "signed_money", "流动资产减流动负债。", "Current assets less current liabilities.",
               _words("营运资本,净营运资金,net working capital")),
    SideColumn("retained_earnings", "留存收益", "Retained earnings", "signed_money", "盈余公积与未分配利润。", "Earnings kept in the business.",
               _words("累计留存收益,retained profit,accumulated earnings")),
    SideColumn("ebit", "息税前利润", "EBIT", "signed_money", "利息和所得税前的利润。", "Profit before interest and tax.",
               _words("息税前盈余,earnings before interest and tax")),
    SideColumn("book_equity", "所有者权益账面值", "Book equity", "signed_money", "账面所有者权益；空白时用净资产。",
               "Equity at book value; the net worth stands in where it is blank.",
               _words("所有者权益,股东权益,净资产账面值,book value of equity,shareholders' equity,total equity,equity")),
    SideColumn("total_assets", "资产总额", "Total assets", "signed_money", "资产合计。", "All assets.", _words("资产总计,总资产")),
    SideColumn("total_liabilities", "负债总额", "Total liabilities", "signed_money", "负债合计。", "All liabilities.",
               _words("负债总计,总负债")),
    SideColumn(
        "group", "所属集团", "Parent group", "text", "同一集团的客户填同一名称。", "The same name for all customers of a group.",
        _words("集团,集团名称,母公司,关联方,group,parent,ultimate parent,commercial partner,parent company"), mark=True,
    ),
    SideColumn(
        "financial_score", "财务评分", "Financial score", "score", "0–100，越高越安全；不清楚请留空，程序不会替您假设。",
        "0 to 100, higher is safer; leave blank when unknown, nothing is assumed.", _words("财务状况评分,财务得分,financial rating score"), mark=True,
    ),
    SideColumn(
        "reputation_score", "声誉评分", "Reputation score", "score", "0–100，越高越安全；不清楚请留空。",
        "0 to 100, higher is safer; leave blank when unknown.", _words("信誉评分,市场声誉评分,商誉评分,声誉得分,market reputation score"), mark=True,
    ),
    SideColumn(
        "industry_risk", "行业风险", "Industry risk", "score", "0–100，越高风险越大；不清楚请留空。",
        "0 to 100, higher is riskier; leave blank when unknown.", _words("行业风险分,行业风险值,industry risk points"), mark=True,
    ),
    SideColumn(
        "size", "规模", "Size", "size", "例如 大型、中型、小型、微型。", "Such as large, medium, small, micro.",
        _words("企业规模,客户规模,公司规模,company size,business size"), mark=True,
    ),
    SideColumn(
        "size_score", "规模评分", "Size score", "score", "0–100，越高越安全，与其他评分相同。", "0 to 100, higher is safer, as with every score.",
        _words("规模得分,企业规模评分,business size score"), mark=True,
    ),
    _as_in_ledger("complaints", "count", ("近一年的投诉次数；填了就代替台账各行的合计。", "Complaints of the last year; replaces the sum over the rows.")),
    SideColumn(
        "orders_cancelled", "取消订单数", "Cancelled orders", "count", "最近取消的订单数；只用于预警，不计分。",
        "Orders the customer cancelled lately; warns, gives no points.",
        _words("取消订单,订单取消数,撤单数,取消订单次数,orders cancelled,orders canceled,canceled orders,cancelled order count"),
    ),
    SideColumn(
        "legal_action", "法律诉讼", "Legal action", "flag", "是否已进入诉讼或仲裁：是 / 否。", "Whether court or arbitration is under way: Yes / No.",
        _words("诉讼,是否诉讼,涉诉,法律行动,legal,in litigation,lawsuit"), mark=True,
    ),
    _as_in_ledger("override_tier", "tier", ("您对整个客户的判断，优先于计算的等级。",
                                            "Your judgement of the whole customer; it goes before the computed tier."), mark=True),
    _as_in_ledger("override_reason", "text", ("为什么不同于计算的等级。", "Why you differ from the computed tier."), beside="override_tier"),
    _as_in_ledger("override_until", "date", ("覆盖在这一天之后失效。", "Last day the override holds."), beside="override_tier"),
    _as_in_ledger("owner", "text", ("跟进该客户的人。", "Who follows up on this customer."), "客户经理,account owner,归属人", mark=True),
)  # fmt: skip

CONTACTS: tuple[SideColumn, ...] = (
    *_CUSTOMER,
    SideColumn(
        "date", "日期", "Date", "date", "沟通的日期。", "The day of the contact.",
        _words("沟通日期,沟通时间,联系日期,联系时间,跟进日期,跟进时间,催收日期,拜访日期,最近沟通时间,最近联系日,contact date,call date,"
               "date of contact,log date,last contact"),
    ),
    SideColumn("channel", "渠道", "Channel", "text", "电话、面谈、书面、邮件、微信等。", "Phone, meeting, letter, e-mail and so on.",
               _words("沟通方式,沟通渠道,联系渠道,跟进方式,催收方式,contact channel,method of contact,contact method,via"), mark=True),
    SideColumn(
        "content", "内容", "Content", "text", "谈了什么，对方怎么说。", "What was said.",
        _words("沟通内容,沟通记录,沟通结果,跟进内容,跟进记录,跟进情况,催收记录,催收情况,客户反馈,content,communication,communication log,"
               "contact log,what was said,call notes,conversation"),
        _words("备注,remarks,notes,comments,summary,details,description"),
    ),
    SideColumn(
        "document", "单据号", "Document no.", "text", "承诺所指的单据，可不填。", "The invoice promised, if one was named.",
        _words("单据编号,发票号,发票号码,invoice,invoice no,invoice no.,invoice number,document,document no"),
    ),
    SideColumn(
        "promise_date", "承诺付款日", "Promised date", "date", "对方承诺付款的日期。", "The day the customer promised to pay.",
        _words("承诺回款日,约定付款,承诺付款日期,承诺回款日期,promise to pay,ptp,ptp date,promise date,promise to pay date"), mark=True,
    ),
    SideColumn(
        "promise_amount", "承诺金额", "Promised amount", "money", "对方承诺支付的金额。", "The amount the customer promised.",
        _words("承诺付款金额,承诺回款金额,promise amount,ptp amount"), mark=True,
    ),
    SideColumn(
        "next_contact", "下次联系日", "Next contact", "date", "约定的下次联系日期。", "The day agreed for the next contact.",
        _words("下次联系,下次联系日期,下次跟进,下次跟进日,下次跟进日期,下次回访,next review,next reminder,follow-up date,follow up date,"
               "next contact date,next call"), mark=True,
    ),
    _as_in_ledger("owner", "text", ("谁去联系。", "Who makes the contact."), "联系人员,跟进人,归属人,contacted by"),
)  # fmt: skip

CONTRACTS: tuple[SideColumn, ...] = (
    *_CUSTOMER,
    SideColumn("contract_no", "合同编号", "Contract no.", "text", "合同的编号。", "The contract's number.",
               _words("合同号,合同号码,协议编号,contract,contract no,contract number,contract id,agreement no,agreement number"), mark=True),
    SideColumn("start", "合同开始日", "Contract start", "date", "合同从这一天起生效。", "First day of the contract.",
               _words("合同起始日,合同起始日期,合同开始日期,合同生效日,生效日期,签订日期,签约日期,合同签订日期,contract start date,"
                      "contract date,signed on,effective date,start date,valid from"), mark=True),
    SideColumn(
        "end", "合同到期日", "Contract end", "date", "合同的最后一天。", "Last day of the contract.",
        _words("合同到期日期,合同终止日,合同终止日期,合同截止日期,合同结束日,合同结束日期,合同有效期至,协议到期日,contract end date,"
               "contract expiry,contract expiry date,contract until"),
        _words("到期日,到期日期,终止日期,结束日期,截止日期,有效期至,end date,expiry date,expires on,valid to,valid until"),
    ),
    SideColumn("terms", "账期", "Payment terms", "terms", "合同约定的账期。", "Payment terms agreed in the contract.",
               _words("信用期,付款期限,付款条件,收款条件,合同账期,payment term,credit days,net days,credit period")),
    SideColumn("breach_clause", "违约条款", "Breach clause", "clause", "违约责任的约定；“无”即没有。", "What is agreed for a breach; No means there is none.",
               _words("违约责任,违约金条款,违约约定,breach,penalty clause,default clause,late payment clause"), mark=True),
    SideColumn("dispute_clause", "争议条款", "Dispute clause", "clause", "争议如何解决；“无”即没有约定。", "How disputes are settled; No means it is not agreed.",
               _words("争议解决,争议解决条款,dispute resolution,jurisdiction,arbitration clause"), mark=True),
)  # fmt: skip

RECEIPTS: tuple[SideColumn, ...] = (
    *_CUSTOMER,
    _as_in_ledger("document", "text", ("这笔款付的是哪张单据；不填则不冲销任何单据。", "The document this money pays; without one it reduces none."),
                  "回款单据,对应单据号,对应发票,对应发票号,核销单据号,源单编号,applied to,applied to invoice,against invoice,reference invoice,for invoice"),
    SideColumn("date", "收款日期", "Receipt date", "date", "收到款的日期。", "The day the money came in.",
               _words("回款日期,到账日期,付款日期,支付日期,核销日期,收款时间,回款时间,到账时间,payment date,date received,received date,received on,"
                      "paid on,date paid,paid date,clearing date,settlement date"),
               _words("日期,单据日期,业务日期,date,posting date,transaction date")),
    SideColumn("amount", "收款金额", "Receipt amount", "signed_money", "收到的金额；退款填负数。", "The amount received; refunds are negative.",
               _words("回款金额,到账金额,付款金额,支付金额,核销金额,实收金额,已收金额,本次收款,本次核销金额,payment amount,paid amount,amount paid,"
                      "amount received,received amount,amount applied,applied amount,allocated amount,receipt total"),
               _words("金额,amount,total")),
)  # fmt: skip


RATES: tuple[SideColumn, ...] = (
    SideColumn("currency", "币种", "Currency", "currency", "外币的代码。", "The code of the foreign currency.",
               _words("币别,货币,外币,原币,币种代码,币种名称,货币代码,currency code,currency_code,ccy,from currency,foreign currency")),
    SideColumn(
        "rate", "汇率", "Exchange rate", "rate", "1 单位该币种折合本位币多少。", "Units of the book's own currency per unit of this one.",
        _words("折算汇率,记账汇率,期末汇率,中间价,汇率中间价,rate,exchange rates,fx rate,conversion rate,conversion_rate,closing rate"), mark=True,
    ),
    SideColumn(
        "date", "生效日期", "As of", "date", "汇率从这一天起适用；截止日或之前最近的一天为准。",
        "First day of the rate; the latest on or before the as-of date counts.",
        _words("日期,生效日,汇率日期,适用日期,起始日期,date,as of date,rate date,effective date,effective from,valid from"),
    ),
)  # fmt: skip

ALIASES: tuple[SideColumn, ...] = (
    SideColumn("alias", "别名", "Alias", "text", "台账里的另一种写法或编号。", "Another name or ID that stands in the ledger.",
               _words("又名,曾用名,客户别名,别称,其他名称,alias name,customer alias,also known as,aka,former name,other name"), mark=True),
    *_CUSTOMER,
)  # fmt: skip

SIDES: dict[Kind, tuple[SideColumn, ...]] = {
    "customers": CUSTOMERS,
    "contacts": CONTACTS,
    "contracts": CONTRACTS,
    "receipts": RECEIPTS,
    "rates": RATES,
    "aliases": ALIASES,
}
BY_SIDE_KEY: dict[Kind, dict[str, SideColumn]] = {kind: {column.key: column for column in columns} for kind, columns in SIDES.items()}
