"""What the template's guide says, in Chinese and English; the lines on columns come from the single table of columns."""

# ruff: noqa: E501 - a sentence of the guide stays on one line, so that it reads as it will be shown

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from riskledger.ledger.columns import TEMPLATE, Column
from riskledger.ledger.tiers import NAMES
from riskledger.workbook.sheet_looks import DARK, LEVELS, WHITE

Language = Literal["zh", "en"]

# Fill and font of a ledger header by who fills the column; each keeps a contrast of at least 4.5 : 1.
HEADER_COLOURS: dict[str, tuple[str, str]] = {
    "required": (DARK, WHITE),
    "optional": ("2E75B6", WHITE),
    "computed": ("A8480B", WHITE),
    "override": ("6B4C9A", WHITE),
}

SHEET_NAMES: dict[Language, dict[str, str]] = {
    "zh": {
        "guide": "使用说明",
        "ledger": "客户台账",
        "customers": "客户档案",
        "contact_log": "沟通记录",
        "follow_up": "跟进报告",
        "policy": "评级政策",
    },
    "en": {
        "guide": "Guide",
        "ledger": "Ledger",
        "customers": "Customers",
        "contact_log": "Contact log",
        "follow_up": "Follow-up",
        "policy": "Rating policy",
    },
}

# Forms of a value that are read, by column type: each of them is an example a test feeds to the parser.
FORMS: dict[Language, dict[str, tuple[str, ...]]] = {
    "zh": {
        "money": ("10000", "10,000元", "1.2万", "(5,000)"),
        "date": ("2026-10-31", "2026/10/31", "2026年10月31日"),
        "terms": ("30", "30天", "货到付款"),
        "days": ("5", "5天"),
        "count": ("3", "3次"),
        "tier": ("低风险", "中风险", "高风险"),
        "currency": ("CNY", "USD"),
    },
    "en": {
        "money": ("10000", "10,000.00", "$4,235.00", "(5,000)"),
        "date": ("2026-10-31", "2026/10/31", "31 Oct 2026"),
        "terms": ("30", "30 days", "Net 30"),
        "days": ("5", "5 days"),
        "count": ("3",),
        "tier": ("Low", "Medium", "High"),
        "currency": ("USD", "EUR"),
    },
}


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the guide: a heading, an optional sentence, and a table.

    `spans` gives for each cell of a row the first and last of the guide's five grid columns (0 to 4) it covers; `swatches` the fill and font
    colour of the first cell of each row; `command` is the place of the cell that holds something to type, if any; `new_page` begins
    a page in print.
    """

    title: str
    spans: tuple[tuple[int, int], ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    header: tuple[str, ...] = ()
    swatches: tuple[tuple[str, str], ...] = ()
    command: int | None = None
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """The whole guide: title, the sentence below it, and its sections in reading order."""

    title: str
    promise: str
    sections: tuple[Section, ...]


def filled_by(column: Column) -> str:
    """Who fills a column, as the key of its header colour: "required", "optional", "computed" or "override"."""
    if column.key.startswith("override_"):
        return "override"
    if column.computed:
        return "computed"
    return "required" if column.required else "optional"


def guide(language: Language) -> Guide:
    """The guide in one language."""
    return _chinese() if language == "zh" else _english()


def _forms(column: Column, language: Language) -> str:
    forms = FORMS[language].get(column.type, ())
    extra = {"zh": {"payment_date": "未支付", "disputed": "是 / 否"}, "en": {"payment_date": "Unpaid", "disputed": "Yes / No"}}[language]
    return " · ".join([*forms, *([extra[column.key]] if column.key in extra else [])])


def _column_rows(language: Language, who: dict[str, str], needed: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    def need(column: Column) -> str:
        if column.required:
            return needed["yes"]
        return needed["a date"] if column.key in ("invoice_date", "due_date") else ""

    return tuple(
        (
            column.header(language),
            who["both" if column.key == "action" else filled_by(column)],
            need(column),
            column.meaning_zh if language == "zh" else column.meaning_en,
            _forms(column, language),
        )
        for column in TEMPLATE
    )


_WHOLE, _PAIR, _STEP = ((0, 0), (1, 4)), ((0, 0), (1, 2), (3, 4)), ((0, 0), (1, 3), (4, 4))
_EACH = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 4))
_BY_WHO = tuple(HEADER_COLOURS[key] for key in ("required", "optional", "computed", "override"))
_BY_TIER = tuple(LEVELS[tier] for tier in ("low", "medium", "high"))
_BY_COLUMN = tuple(HEADER_COLOURS[filled_by(column)] for column in TEMPLATE)


def _chinese() -> Guide:
    low, medium, high = NAMES["zh"].values()
    book = "风险客户管理表.xlsx"
    return Guide(
        "风险客户管理表",
        "逐笔登记交易，由 riskledger 算出逾期天数、风险等级和行动；您写下的每一个字都原样保留。",
        (
            Section(
                "三步开始",
                _STEP,
                (
                    ("1　登记", "在“客户台账”里一行一笔：客户、金额、日期。直接在表尾续写或粘贴，表格会自动延伸。", ""),
                    ("2　评估", "保存并关闭工作簿，然后运行右边的命令。想先看看会改什么，加上 -n --diff。", f"riskledger assess {book}"),
                    ("3　查看", "重新打开：逾期付款天数、风险等级、行动计划已经填好；“客户评估”说明先联系谁，“校验结果”说明哪里要改。", ""),
                ),
                command=2,
            ),
            Section(
                "工作簿的七个部分",
                _PAIR,
                (
                    ("基本信息", "客户档案；台账左侧各列", "客户是谁、属于哪个行业和集团、额度与账期、由谁负责。"),
                    ("交易记录", "客户台账", "每行一笔：单据、日期、金额、收款。"),
                    ("风险等级", "台账“风险等级”；客户评估", "程序计算的等级与评分，附带理由。"),
                    ("监控指标", "台账“逾期付款天数”“投诉次数”“争议金额”；客户评估", "逾期、投诉、争议、延迟率、收入占比等。"),
                    ("行动计划", "台账“行动计划”", "空白处填入默认行动；您写的行动优先。"),
                    ("沟通记录", "沟通记录；台账“沟通记录”", "何时、通过什么渠道、谈了什么、对方承诺了什么。"),
                    ("跟进报告", "跟进报告", "每月留存一次各客户的等级、金额与行动。"),
                ),
                header=("部分", "在哪里", "内容"),
            ),
            Section(
                "标题颜色",
                _WHOLE,
                (
                    ("必填", "没有它这一行就无法计算。客户名称也可以只填客户编号；交易日期与到期日至少填一个。"),
                    ("选填", "填得越全，结果越准、越可信。"),
                    ("程序填写", "由程序计算并覆盖，请不要在这里手改；行动计划例外：您写的文字永不改动。"),
                    ("您的判断", "不同意计算出的等级时填写“覆盖等级”，并写明原因和有效期。"),
                ),
                swatches=_BY_WHO,
            ),
            Section(
                "各列怎么填",
                _EACH,
                _column_rows(
                    "zh",
                    {"required": "您", "optional": "您", "override": "您", "computed": "程序", "both": "您或程序"},
                    {"yes": "必填", "a date": "至少填一个"},
                ),
                header=("列", "谁填", "必填", "含义", "可以这样写"),
                swatches=_BY_COLUMN,
                new_page=True,
            ),
            Section(
                "风险等级与后续安排",
                _EACH,
                (
                    (low, "低于 13 分", "每半年", "无需特别措施", "可放宽账期，给予优惠额度"),
                    (
                        medium,
                        "13 至不足 30 分",
                        "每季度",
                        "加强账款催收力度；近一年投诉 2 次及以上时：增加信用额度审核流程",
                        "合理额度，关注客户财务，定期联系",
                    ),
                    (high, "30 分及以上", "每月", "暂停新订单接收", "预付、担保、信用保险、缩短账期、降低额度、书面警告、法律途径"),
                ),
                note="以下为内置政策；要改就改“评级政策”表，再把“启用”改为“是”。风险分 0–100，越高越危险；信用评分 = 100 − 风险分。最长逾期超过 90 天直接列为高风险；"
                "超过 30 天，或近一年投诉 3 次及以上，至少为中风险。",
                header=("等级", "风险分", "复评", "默认行动", "还可以考虑"),
                swatches=_BY_TIER,
                new_page=True,
            ),
            Section(
                "逾期天数怎样确定",
                _WHOLE,
                (
                    ("1　到期日", "本行填了“到期日”，以它为准。"),
                    ("2　本行账期", "没有到期日：交易日期 + 本行“账期”。"),
                    ("3　客户账期", "本行没有账期：用“客户档案”中该客户的账期。"),
                    ("4　政策账期", "客户也没有账期：用评级政策的默认账期（内置政策没有默认账期）。"),
                    ("5　申报天数", "以上都没有：保留您填写的天数，并注明“申报，无法核实”。程序从不暗自猜测。"),
                ),
                note="已付：支付日期 − 到期日；未付：截至日 − 到期日；小于 0 记 0，到期当天为 0 天。",
            ),
            Section(
                "每周",
                _STEP,
                (
                    ("更新", "登记新交易、收款、投诉和沟通。", ""),
                    ("检查", "看看数据有没有问题；只读不写。", f"riskledger check {book}"),
                    ("评估", "更新天数、等级和行动，刷新“客户评估”与“校验结果”。", f"riskledger assess {book}"),
                    ("跟进", "按“客户评估”从上往下联系：预期逾期金额最大的排在最前。结果记入“沟通记录”。", ""),
                ),
                command=2,
                new_page=True,
            ),
            Section(
                "每月",
                _STEP,
                (
                    ("月末评估", "以月末为截至日，另存一份归档。", f"riskledger assess {book} --as-of 2026-10-31 -o 202610.xlsx"),
                    ("对账", "与总账的应收余额核对，差额会列为错误。", f"riskledger assess {book} -n --control-total 8000"),
                    ("解释", "为什么是这个等级、怎样才会改变。", f"riskledger explain {book} 客户名称"),
                    (
                        "月报",
                        "评估时已把各客户的等级、金额和行动记入“跟进报告”；写出月报，复核覆盖等级是否仍然成立。",
                        f"riskledger report {book} --month 2026-10 -o .html",
                    ),
                ),
                command=2,
            ),
            Section(
                "程序绝不改动",
                _WHOLE,
                (
                    ("沟通记录", "从不写入。"),
                    ("您的行动", "只填空白，或更新程序自己以前填的文字。"),
                    ("覆盖各列", "属于您的判断，只读取。"),
                    ("公式", "有公式的单元格保持原样；结果不同会提示。"),
                    ("其他一切", "别的工作表、图表、图片、批注、颜色、筛选、宏都原样保留。写入前留一份 .bak 备份；没有变化就不写文件。"),
                ),
            ),
        ),
    )


def _english() -> Guide:
    low, medium, high = NAMES["en"].values()
    book = "risk_customers.xlsx"
    return Guide(
        "Risk customers",
        "Enter every transaction; riskledger works out days overdue, tiers and actions. Every word of yours stays as you wrote it.",
        (
            Section(
                "Three steps to start",
                _STEP,
                (
                    (
                        "1  Enter",
                        "One line per transaction on the Ledger sheet: customer, amount, date. Type or paste below the last row; the table grows with it.",
                        "",
                    ),
                    (
                        "2  Assess",
                        "Save and close the workbook, then run the command. To see first what would change, add -n --diff.",
                        f"riskledger assess {book}",
                    ),
                    (
                        "3  Read",
                        "Open it again: days overdue, tier and action are filled in; Customer assessment tells whom to call first, Findings what to mend.",
                        "",
                    ),
                ),
                command=2,
            ),
            Section(
                "The seven parts of this workbook",
                _PAIR,
                (
                    (
                        "Basic information",
                        "Customers; first columns of the Ledger",
                        "Who the customer is, its industry and group, limit and terms, who is in charge.",
                    ),
                    ("Transactions", "Ledger", "One line each: document, dates, amount, payment."),
                    ("Risk tier", "Ledger, Risk tier; Customer assessment", "The computed tier and score, with reasons."),
                    (
                        "Monitoring",
                        "Ledger, Days overdue, Complaints, Disputed; Customer assessment",
                        "Overdue items, complaints, disputes, delay rate, share of revenue.",
                    ),
                    ("Action plan", "Ledger, Action plan", "A default where it is blank; what you write goes first."),
                    ("Communication", "Contact log; Ledger, Contact log", "When, by which channel, what was said, what was promised."),
                    ("Follow-up report", "Follow-up", "Once a month, each customer's tier, amounts and action for the record."),
                ),
                header=("Part", "Where", "What it holds"),
            ),
            Section(
                "Header colours",
                _WHOLE,
                (
                    (
                        "Required",
                        "Without it the row cannot be assessed. A customer ID will do in place of the name; fill in the invoice date or the due date.",
                    ),
                    ("Optional", "The more is filled in, the better the result."),
                    (
                        "Program",
                        "Computed and overwritten: please do not edit here. The action plan is the exception: your own words are never changed.",
                    ),
                    ("Your judgement", "Where you differ from the computed tier, give an override tier, with a reason and a last day."),
                ),
                swatches=_BY_WHO,
            ),
            Section(
                "How to fill in each column",
                _EACH,
                _column_rows(
                    "en",
                    {"required": "You", "optional": "You", "override": "You", "computed": "Program", "both": "You or program"},
                    {"yes": "Required", "a date": "One of two"},
                ),
                header=("Column", "Filled by", "Needed", "Meaning", "Forms that are read"),
                swatches=_BY_COLUMN,
                new_page=True,
            ),
            Section(
                "Risk tiers and what follows",
                _EACH,
                (
                    (low, "below 13", "half-yearly", "No special measures", "Longer terms, a favourable limit"),
                    (
                        medium,
                        "13 to below 30",
                        "quarterly",
                        "Step up collection; with 2 or more complaints within a year: Add a credit-limit review",
                        "A reasonable limit, watch the accounts, regular contact",
                    ),
                    (
                        high,
                        "30 and above",
                        "monthly",
                        "Suspend new orders",
                        "Prepayment, guarantee, credit insurance, shorter terms, lower limit, written warning, legal steps",
                    ),
                ),
                note="The built-in policy; to change it, edit the Rating policy sheet and set Enabled to Yes. Risk points run from 0 to 100, higher is riskier; credit score = 100 − risk points. More than 90 days overdue is "
                "always high; more than 30 days, or 3 or more complaints within a year, is at least medium.",
                header=("Tier", "Risk points", "Review", "Default action", "Also worth considering"),
                swatches=_BY_TIER,
                new_page=True,
            ),
            Section(
                "How days overdue are determined",
                _WHOLE,
                (
                    ("1  Due date", "The row's own due date, where there is one."),
                    ("2  Row's terms", "No due date: invoice date + the row's payment terms."),
                    ("3  Customer's terms", "No terms on the row: those of the customer on the Customers sheet."),
                    ("4  Policy's terms", "None there either: the policy's default terms (the built-in policy has none)."),
                    (
                        "5  Declared days",
                        "None of these: the days you entered are kept and marked as declared, not verifiable. Nothing is guessed silently.",
                    ),
                ),
                note="Paid: payment date − due date; open: as-of date − due date; never below 0, and 0 on the due date itself.",
            ),
            Section(
                "Every week",
                _STEP,
                (
                    ("Update", "Enter new transactions, payments, complaints and contacts.", ""),
                    ("Check", "Look for problems; nothing is written.", f"riskledger check {book}"),
                    ("Assess", "Update days, tiers and actions; refresh Customer assessment and Findings.", f"riskledger assess {book}"),
                    (
                        "Follow up",
                        "Work down the Customer assessment: the largest expected late amount comes first. Note the outcome in the contact log.",
                        "",
                    ),
                ),
                command=2,
                new_page=True,
            ),
            Section(
                "Every month",
                _STEP,
                (
                    (
                        "Month end",
                        "Assess as of the last day of the month into a copy for the archive.",
                        f"riskledger assess {book} --as-of 2026-10-31 -o 202610.xlsx",
                    ),
                    (
                        "Reconcile",
                        "Compare with the receivables balance of the general ledger; a difference is an error.",
                        f"riskledger assess {book} -n --control-total 8000",
                    ),
                    ("Explain", "Why this tier, and what would change it.", f'riskledger explain {book} "Customer name"'),
                    (
                        "Report",
                        "Each assessment records tiers, amounts and actions on Follow-up; write the report, review whether overrides hold.",
                        f"riskledger report {book} --month 2026-10 -o .html",
                    ),
                ),
                command=2,
            ),
            Section(
                "What the program never touches",
                _WHOLE,
                (
                    ("Contact log", "Never written."),
                    ("Your actions", "Only blanks are filled, or text of the program's own renewed."),
                    ("Overrides", "Your judgement; read only."),
                    ("Formulas", "A cell with a formula stays as it is; a different result is reported."),
                    (
                        "All the rest",
                        "Other sheets, charts, pictures, comments, colours, filters and macros stay as they are. A .bak copy is kept before "
                        "writing; where nothing changes, nothing is written.",
                    ),
                ),
            ),
        ),
    )
