"""The single table of ledger columns: template, recognition, parsing, checks, write-back and docs derive from it.

A new column is one entry. Aliases are the words real tables use for the same thing (ERP, CRM and export headers); they are
compared after `recognise.normalise`, so case, blanks, underscores and full-width forms need no entry of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "money", "date", "days", "count", "terms", "tier", "flag", "currency", "score", "rate"]


@dataclass(frozen=True, slots=True)
class Column:
    """One field of the ledger.

    `template`: part of the sheet that `init` makes, in this order. `computed`: the program writes it; every other column is the
    analyst's. `required`: "yes", "one of …" groups are judged in `recognise`; here it only marks what a row cannot do without.
    """

    key: str
    zh: str
    en: str
    type: ColumnType
    meaning_zh: str
    meaning_en: str
    aliases: tuple[str, ...] = ()
    template: bool = True
    required: bool = False
    computed: bool = False

    def header(self, language: str) -> str:
        """The canonical header in a language ("zh" or "en")."""
        return self.zh if language == "zh" else self.en


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


COLUMNS: tuple[Column, ...] = (
    Column(
        "customer_id",
        "客户编号",
        "Customer ID",
        "text",
        "客户的唯一编号；填了编号就按编号归并同一客户。",
        "The customer's own number; rows with the same number are one customer.",
        _words(
            "客户代码,客户编码,客户代号,往来单位编码,cust number,cust_number,customer_id,customer number,customer no,"
            "customer no.,party,bp,"
            "customer account,account no,account no.,account number,origacct"
        ),
    ),
    Column(
        "customer",
        "客户名称",
        "Customer name",
        "text",
        "客户全称。没有编号时按名称归并。",
        "Full name; without an ID, rows are joined by name.",
        _words(
            "客户,客户全称,客户简称,往来单位,往来单位名称,购货单位,单位名称,债务人,欠款单位,customer,customer name,"
            "name_customer,partner,account name,customer full name,客户单位,购买方,购买方名称,"
            "debtor,debtor name,sold-to,sold to,sold-to party,contactname,client,client name,bill to,invoice partner display name"
        ),
        required=True,
    ),
    Column(
        "parent_group",
        "所属集团",
        "Parent group",
        "text",
        "客户所属的集团；加上 --by-group 时，同一集团算一个客户。",
        "The group a customer belongs to; with --by-group a group is one customer.",
        _words("集团,集团名称,所属集团公司,母公司,parent,parent company,group,parent account,ultimate parent"),
        template=False,
    ),
    Column(
        "contact_person",
        "联系人",
        "Contact",
        "text",
        "对方的联系人。",
        "Who to talk to.",
        _words("客户联系人,contact person,customer contact,primary contact"),
        template=False,
    ),
    Column(
        "phone",
        "联系方式",
        "Phone",
        "text",
        "电话、手机或微信，可打码。",
        "Phone or other contact details; may be masked.",
        _words("电话,手机,联系电话,手机号,contact phone,phone number,telephone,mobile"),
    ),
    Column(
        "industry",
        "行业背景",
        "Industry",
        "text",
        "所属行业，仅用于分组，名称本身不加减分。",
        "For grouping only; the industry's name gives no points.",
        _words("行业,所属行业,客户行业,行业划分,sector"),
    ),
    Column(
        "document",
        "单据号",
        "Document no.",
        "text",
        "发票号、合同号或订单号。",
        "Invoice, contract or order number.",
        _words(
            "单据编号,单号,发票号,发票号码,合同号,订单号,应收单号,相关出库单据号,document,document no,document number,"
            "invoice no,invoice no.,invoice number,invoicenumber,invoice,voucher no,voucher no.,voucher,doc_id,invoice_id,invoice id,"
            "arid,document ref,number"
        ),
    ),
    Column(
        "invoice_date",
        "交易日期",
        "Invoice date",
        "date",
        "开票或交易的日期。晚于截止日的行视为尚未发生。",
        "Date of the invoice; rows after the as-of date do not exist yet.",
        _words(
            "开票日期,发票日期,单据日期,开单日期,业务日期,出库日期,销售日期,invoice date,invoicedate,posting_date,"
            "posting date,document date,document_date,"
            "document_create_date,document_create_date.1,baseline_create_date,bill date,transaction date,invoice/bill date,日期,date"
        ),
    ),
    Column(
        "terms",
        "账期",
        "Payment terms",
        "terms",
        "开票后多少天应付款，例如 30 或 30天。",
        "Days from invoice to due date, e.g. 30 or Net 30.",
        _words(
            "信用期,信用天数,账期天数,付款条件,收款条件,授信天数,cust_payment_terms,payment term,payment terms,terms,"
            "credit days,net days,credit period,"
            "payment terms days"
        ),
    ),
    Column(
        "due_date",
        "到期日",
        "Due date",
        "date",
        "应付款的最后一天；有到期日时以它为准。",
        "Last day to pay on time; it takes precedence over the terms.",
        _words(
            "应收日期,应收款日,应收到期日,到期日期,应付款日期,付款期限,收款期限,约定回款日,due_in_date,duedate,due date,"
            "date_maturity,date maturity,maturity date,pduedate,"
            "payment due date,invoice due date"
        ),
    ),
    Column(
        "currency",
        "币种",
        "Currency",
        "currency",
        "三位币种代码，例如 CNY。没有汇率的多币种分别合计。",
        "Three-letter code; several currencies without a rate are totalled apart.",
        _words("币别,应收原币币别,原币币别,invoice_currency,currency_code,currency code,ccy,invoice currency"),
    ),
    Column(
        "exchange_rate",
        "汇率",
        "Exchange rate",
        "rate",
        "该行币种 1 单位折合本位币多少；先于汇率表。",
        "Units of the book's own currency per unit of the row's currency; it goes before the rate table.",
        _words(
            "折算汇率,记账汇率,汇率(对人民币),对人民币汇率,折人民币结算汇率,"
            "conversion rate,conversion_rate,fx rate,currency rate,rate of exchange"
        ),
        template=False,
    ),
    Column(
        "amount",
        "交易金额",
        "Invoiced amount",
        "money",
        "含税开票金额；贷项（红字）填负数。",
        "Amount invoiced, tax included; credit notes are negative.",
        _words(
            "应收金额,应收,本期应收,应收原币金额,收应原币金额,原币金额,"
            "销售金额,含税金额,价税合计,开票金额,发票金额,invoiced amount,invoice amount,"
            "invoice grand total,invoice total,grand total,"
            "金额,amount,original amount,original_amount,total,total amount,amount total,amount in transaction currency"
        ),
        required=True,
    ),
    Column(
        "opening_balance",
        "期初余额",
        "Opening balance",
        "money",
        "该单据在本期之前未收的部分；与期末余额对得上时计入交易金额。",
        "What was open on the document before the period; added to the amount where it ties to the closing balance.",
        _words("期初未收,期初应收余额,opening amount,balance brought forward"),
        template=False,
    ),
    Column(
        "credit_note",
        "贷项金额",
        "Credit note",
        "money",
        "冲减该单据的贷项（红字、退货、折让），从交易金额中扣除；正负均可。",
        "Credited against the document, taken off the invoiced amount; with or without a minus sign.",
        _words(
            "贷项,红字金额,红冲金额,红字发票金额,折让金额,退货金额,销售退回金额,"
            "credit note amount,credit notes,credited amount,amount credited,credit amount"
        ),
        template=False,
    ),
    Column(
        "paid_amount",
        "已收金额",
        "Paid amount",
        "money",
        "已收到的金额；少于交易金额即部分收款。",
        "Amount received; less than invoiced is a partial payment.",
        _words("回款金额,已回款,已核销金额,收款金额,已收,本期收款,已付金额,amount received,received amount,settled,amount paid,paid"),
    ),
    Column(
        "outstanding",
        "未收金额",
        "Outstanding amount",
        "money",
        "尚未收回的金额。",
        "Amount still open.",
        _words(
            "应收余额,应收账款余额,应收账款总额,应收款合计,欠款,欠款金额,余额,未核销金额,"
            "未回款,期末余额,未收,outstanding,balance,closing balance,residual,"
            "open amount,total_open_amount,amount due,amount residual,"
            "outstanding value,balance due,outstanding balance,converted_usd"
        ),
        template=False,
    ),
    Column(
        "payment_method",
        "支付方式",
        "Payment method",
        "text",
        "银行转账、现金、信用卡、支票、承兑汇票等。",
        "Bank transfer, cash, card, cheque, acceptance …",
        _words("付款方式,收款方式,结算方式,payment mode,mode of payment"),
    ),
    Column(
        "payment_date",
        "支付日期",
        "Payment date",
        "date",
        "收到款的日期；未收到请留空或填“未支付”。",
        "Date of payment; leave blank or write Unpaid while open.",
        _words(
            "回款日期,付款日期,收款日期,核销日期,付款日,clear_date,clear date,clearing date,paid on,paid date,"
            "settleddate,settled date,receiveddate,received date,"
            "date paid,last payment date"
        ),
    ),
    Column(
        "open_flag",
        "是否未结",
        "Open flag",
        "flag",
        "是否仍未结清。",
        "Whether the item is still open.",
        _words(
            "结清状态,付款状态,支付状态,收款状态,回款状态,是否已付款,核销状态,"
            "isopen,is open,open,paidstatus,paid status,payment status,payment state"
        ),
        template=False,
    ),
    Column(
        "days_overdue",
        "逾期付款天数",
        "Days overdue",
        "days",
        "由程序计算：已付按付款日，未付按截止日。",
        "Computed: to the payment date when paid, else to the as-of date.",
        _words("逾期天数,超期天数,超账期天数,拖欠天数,最长逾期天数,days past due,dpd,overdue days,days late,dayslate,age (days)"),
        computed=True,
    ),
    Column(
        "complaints",
        "投诉次数",
        "Complaints",
        "count",
        "该笔交易引起的投诉次数，近一年的计入评分。",
        "Complaints about this transaction; those of the last year count.",
        _words("客诉,投诉数,客诉次数,complaint count,number of complaints"),
    ),
    Column(
        "disputed",
        "争议金额",
        "Disputed",
        "money",
        "有争议的金额，也可填 是/否。",
        "Disputed amount, or Yes / No.",
        _words("争议,有争议,暂扣,dispute,disputed amount,in dispute,litigation"),
    ),
    Column(
        "tier",
        "风险等级",
        "Risk tier",
        "tier",
        "由程序计算：低风险、中风险、高风险。要更改请用“覆盖等级”。",
        "Computed: Low, Medium, High. To differ, use Override tier.",
        _words("风险级别,风险分类,预警级别,risk class,risk group,risk level"),
        computed=True,
    ),
    Column(
        "action",
        "行动计划",
        "Action plan",
        "text",
        "空白时由程序填写；您自己写的文字永不改动。",
        "Filled in while blank; your own words are never changed.",
        _words("应对策略,措施,催收措施,处理意见,next action,action,actionplan"),
        computed=True,
    ),
    Column(
        "credit_score",
        "信用评分",
        "Credit score",
        "score",
        "由程序填写：0–100，越高越安全；您自己写的内容不动。",
        "Filled in: 0 to 100, higher is safer; what you wrote yourself stays.",
        _words("信用得分,信用分,客户信用评分,客户评分,customer credit score,customer score"),
        template=False,
        computed=True,
    ),
    Column(
        "tier_reasons",
        "评级理由",
        "Rating reasons",
        "text",
        "由程序填写：等级的主要原因；您自己写的内容不动。",
        "Filled in: what the tier rests on; what you wrote yourself stays.",
        _words("评级原因,评级依据,等级原因,等级依据,风险原因,rating reason,tier reasons,reasons for tier,risk reasons"),
        template=False,
        computed=True,
    ),
    Column(
        "owner",
        "负责人",
        "Owner",
        "text",
        "跟进的人。",
        "Who follows up.",
        _words(
            "业务员,销售,销售员,销售名字,责任人,催收人,经办人,业务负责人,归属人,sales person,salesperson,collector,responsible,"
            "salesmanname,account manager"
        ),
    ),
    Column(
        "next_review",
        "下次跟进日",
        "Next review",
        "date",
        "您计划的下次跟进日期。",
        "The day you plan to follow up.",
        _words("下次联系,下次联系日,下次回访,复评日期,next reminder,follow-up date,follow up date"),
    ),
    Column(
        "contact_log",
        "沟通记录",
        "Contact log",
        "text",
        "您的沟通记录，程序从不写入。",
        "Your notes; never written by the program.",
        _words("跟进记录,催收记录,沟通内容,communication,communication log"),
    ),
    Column(
        "override_tier",
        "覆盖等级",
        "Override tier",
        "tier",
        "您的判断，优先于计算的等级。",
        "Your judgement; it takes precedence over the computed tier.",
        _words("人工等级,override"),
    ),
    Column(
        "override_reason",
        "覆盖原因",
        "Override reason",
        "text",
        "为什么不同于计算的等级。",
        "Why you differ from the computed tier.",
        _words("调整原因,reason for override"),
    ),
    Column(
        "override_until",
        "覆盖有效期",
        "Override until",
        "date",
        "覆盖在这一天之后失效；留空为长期有效。",
        "Last day the override holds; blank means until removed.",
        _words("有效期至,override expiry,override valid until"),
    ),
)

BY_KEY: dict[str, Column] = {column.key: column for column in COLUMNS}
TEMPLATE: tuple[Column, ...] = tuple(column for column in COLUMNS if column.template)
COMPUTED: tuple[Column, ...] = tuple(column for column in COLUMNS if column.computed)
