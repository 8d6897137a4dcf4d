"""What every rule says: title, message, why it matters, an example and the remedy, in both languages.

Messages have places such as {value}; the others are fixed texts. They feed the diagnostics, `rules CODE` and docs/rules.md.
"""

from __future__ import annotations

from typing import NamedTuple


class RuleText(NamedTuple):
    """One rule in one language."""

    title: str
    message: str
    why: str
    example: str
    remedy: str


RULES: dict[str, dict[str, RuleText]] = {
    "RL102": {
        "zh": RuleText("同一字段出现两列", "“{value}”与“{used}”含义相同，已采用“{used}”", "两列都像同一个字段时只能采用一列，另一列不会被读取。",
                       "表头同时有“客户名称”和“客户简称”", "若应采用另一列，请用 --map 字段=表头 指定，或改掉多余的表头。"),
        "en": RuleText("Two columns for one field", "“{value}” means the same as “{used}”, which is used", "Only one of two columns for a field can be read; the other is ignored.",
                       "headers “Customer name” and “Debtor” side by side", "If the other one is meant, say so with --map FIELD=HEADER, or rename the spare header."),
    },
    "RL104": {
        "zh": RuleText("公式与计算结果不一致", "单元格公式的结果是“{value}”，计算结果是“{computed}”；公式保留", "程序从不覆盖公式；两个数字不同，说明口径不同或公式有误。",
                       "逾期天数列写着 =TODAY()-H5", "核对公式；若要由程序填写，请清除该单元格的公式。"),
        "en": RuleText("Formula and computed value differ", "the cell's formula gives “{value}”, computed is “{computed}”; the formula is kept", "Formulas are never overwritten; two numbers mean two definitions, or an error in the formula.",
                       "=TODAY()-H5 in the days-overdue column", "Check the formula; clear it if the program is to fill the cell."),
    },
    "RL105": {
        "zh": RuleText("无法得出到期日", "台账没有到期日、账期，也没有逾期天数列", "没有到期日就无法判断逾期，所有未收金额归入“无到期日”。",
                       "只有客户、日期、金额三列的台账", "增加“到期日”或“账期”列，或在政策中设定默认账期 default_term_days。"),
        "en": RuleText("No way to a due date", "the ledger has no due date, no terms and no days overdue", "Without a due date nothing can be late; all that is open counts as “no due date”.",
                       "a ledger of customer, date and amount only", "Add a Due date or Payment terms column, or set default_term_days in the policy."),
    },
    "RL106": {
        "zh": RuleText("只有未收金额", "台账只有未收金额列，按开票金额等于未收金额处理", "看不到已收部分，过去日期的余额无法还原，交易额也会偏低。",
                       "只导出“应收余额”的清单", "如有可能，请连同开票金额一起导出。"),
        "en": RuleText("Open amounts only", "the ledger has only an open amount; it stands for the invoiced amount too", "What was received is not visible, so balances of past dates cannot be rebuilt and sales come out too low.",
                       "an export with nothing but Outstanding", "Export the invoiced amount as well if you can."),
    },
    "RL201": {
        "zh": RuleText("金额无法识别", "“{value}”不是能确定含义的金额", "看不懂的金额不能猜，该行不计入任何合计。",
                       "1.234（千位还是小数？）、约五万", "改为数字，例如 10000 或 10,000.00。"),
        "en": RuleText("Amount not understood", "“{value}” is not an amount with one reading", "An amount is never guessed; the row stays out of every total.",
                       "1.234 (thousand or decimals?), about 5k", "Enter a number, e.g. 10000 or 10,000.00."),
    },
    "RL202": {
        "zh": RuleText("缺少金额", "没有金额", "没有金额的交易无法计入应收。", "金额单元格为空", "补上金额；若不是交易，请删除该行。"),
        "en": RuleText("Amount missing", "there is no amount", "A transaction without an amount cannot count.", "a blank amount cell", "Enter the amount, or delete the row if it is no transaction."),
    },
    "RL203": {
        "zh": RuleText("日期无法识别", "“{value}”不是能识别的日期", "日期决定逾期天数；看不懂的日期会使该行不计入。", "下月初、2026年1季度",
                       "改为日期，例如 2026-01-31。"),
        "en": RuleText("Date not understood", "“{value}” is not a date that can be read", "Dates decide what is late; the row stays out until this one can be read.", "early next month, Q1 2026",
                       "Enter a date, e.g. 2026-01-31."),
    },
    "RL204": {
        "zh": RuleText("日期不存在", "“{value}”这一天不存在", "不存在的日期多半是录入错误，真实日期只有您知道。", "2026-02-30", "改为真实的日期。"),
        "en": RuleText("Impossible date", "there is no day “{value}”", "An impossible date is a slip; only you know the true one.", "2026-02-30", "Enter the true date."),
    },
    "RL205": {
        "zh": RuleText("缺少客户", "没有客户名称或编号", "不知道是谁的账，就无法归入任何客户。", "客户名称为空的交易行", "补上客户；若是合计行，请在首列写“合计”。"),
        "en": RuleText("Customer missing", "there is no customer name or ID", "A row nobody owns belongs to no customer.", "a transaction with a blank customer", "Enter the customer; if it is a total row, say Total in its first cell."),
    },
    "RL206": {
        "zh": RuleText("没有任何日期", "既没有交易日期也没有到期日", "没有日期就不知道这笔账何时存在、何时到期。", "两个日期单元格都为空", "补上交易日期或到期日。"),
        "en": RuleText("No date at all", "there is neither an invoice date nor a due date", "Without a date nobody knows since when the item exists or when it is due.", "both date cells blank", "Enter the invoice date or the due date."),
    },
    "RL207": {
        "zh": RuleText("次数无法识别", "“{value}”不是次数", "该单元格按未填处理，不影响该行其他数字。", "若干次", "改为整数，例如 2。"),
        "en": RuleText("Count not understood", "“{value}” is not a count", "The cell counts as blank; the rest of the row is used.", "several", "Enter a whole number, e.g. 2."),
    },
    "RL208": {
        "zh": RuleText("账期无法识别", "“{value}”不是能识别的账期", "不猜账期；没有到期日时改用申报的逾期天数。", "NAA8、月结", "写成净天数，例如 30 或 Net 30，或直接填到期日。"),
        "en": RuleText("Terms not understood", "“{value}” are not terms that can be read", "Terms are never guessed; without a due date the declared days are used.", "NAA8, EOM", "Enter net days, e.g. 30 or Net 30, or fill in the due date."),
    },
    "RL209": {
        "zh": RuleText("错误值", "单元格是错误值 {value}", "错误值没有内容，该行不计入任何合计。", "#N/A、#REF!", "修正公式或直接填写值。"),
        "en": RuleText("Error value", "the cell holds the error {value}", "An error has no content; the row stays out of every total.", "#N/A, #REF!", "Mend the formula or enter the value."),
    },
    "RL210": {
        "zh": RuleText("金额不足一分", "{value} 含有不足一分的部分，已四舍五入到分", "合计精确到分；多余的小数会与总账产生差异。", "1234.5678", "在来源处按分取整。"),
        "en": RuleText("Fraction of a cent", "{value} holds less than a cent, rounded half up", "Totals tie to the cent; further decimals make them differ from the general ledger.", "1234.5678", "Round to cents at the source."),
    },
    "RL211": {
        "zh": RuleText("日期有两种读法", "“{value}”可以是日/月，也可以是月/日，本列没有证据表明是哪一种", "猜错会差上几个月，因此不猜，该行不计入。", "03/04/2026", "改为 2026-04-03 这样的写法。"),
        "en": RuleText("Date with two readings", "“{value}” can be day/month or month/day, and nothing in the column proves which", "A wrong guess is months off, so there is none; the row stays out.", "03/04/2026", "Write it as 2026-04-03."),
    },
    "RL212": {
        "zh": RuleText("覆盖等级无法识别", "“{value}”不是低风险、中风险或高风险", "看不懂的覆盖等级不生效，仍用计算的等级。", "A级", "填 低风险、中风险 或 高风险。"),
        "en": RuleText("Override tier not understood", "“{value}” is none of Low, Medium, High", "An override nobody understands has no effect; the computed tier stands.", "grade A", "Enter Low, Medium or High."),
    },
    "RL213": {
        "zh": RuleText("数值超出可信范围", "“{value}”超出可信范围", "例如 1900 年的日期、万亿级金额，多半是录入或格式错误，该行不计入。", "日期 1900-01-05", "核对并改正。"),
        "en": RuleText("Value out of range", "“{value}” is outside what can be believed", "A date in 1900 or an amount in the trillions is mostly a slip of entry or format; the row stays out.", "date 1900-01-05", "Check and correct it."),
    },
    "RL214": {
        "zh": RuleText("申报的逾期天数无法识别", "“{value}”不是天数", "能计算时按计算结果填写；不能计算时该行视为未定。", "一个多月", "改为整数天数，或清空由程序填写。"),
        "en": RuleText("Declared days not understood", "“{value}” is not a number of days", "Where days can be computed they are; otherwise the row stays undecided.", "a month or so", "Enter whole days, or clear the cell and let the program fill it."),
    },
    "RL215": {
        "zh": RuleText("争议栏无法识别", "“{value}”既不是金额也不是 是/否", "该单元格按未填处理。", "待定", "填争议金额，或填 是/否。"),
        "en": RuleText("Dispute not understood", "“{value}” is neither an amount nor Yes / No", "The cell counts as blank.", "tbd", "Enter the disputed amount, or Yes / No."),
    },
    "RL216": {
        "zh": RuleText("单元格无法使用", "“{value}”无法使用，按未填处理", "该单元格不影响该行的其他数字。", "投诉次数为 #N/A、账期 99999 天", "改正或清空该单元格。"),
        "en": RuleText("Cell not usable", "“{value}” cannot be used and counts as blank", "The rest of the row is used as it is.", "complaints #N/A, terms of 99999 days", "Correct or clear the cell."),
    },
    "RL301": {
        "zh": RuleText("到期日早于交易日期", "到期日 {value} 早于交易日期 {invoice_date}", "到期日决定逾期天数；早于开票多半是年月录错。", "2026-03-01 开票，2026-02-01 到期", "核对两个日期。"),
        "en": RuleText("Due before invoice", "due {value}, before the invoice of {invoice_date}", "The due date decides what is late; one before the invoice is mostly a wrong month or year.", "invoiced 2026-03-01, due 2026-02-01", "Check both dates."),
    },
    "RL302": {
        "zh": RuleText("付款早于交易日期", "支付日期 {value} 早于交易日期 {invoice_date}", "预付款确实存在，所以只是提醒。", "2026-03-01 开票，2026-02-20 已付", "若不是预付款，请核对日期。"),
        "en": RuleText("Paid before invoice", "paid {value}, before the invoice of {invoice_date}", "Prepayments exist, so this is only a reminder.", "invoiced 2026-03-01, paid 2026-02-20", "If it was no prepayment, check the dates."),
    },
    "RL303": {
        "zh": RuleText("申报的逾期天数与计算不符", "申报 {value} 天，按到期日 {due_date} 计算为 {computed} 天", "等级以计算的天数为准；不符说明日期或申报有误。", "申报 10 天，计算 3 天", "核对到期日和支付日期；数字由程序改写为计算结果。"),
        "en": RuleText("Declared days differ", "declared {value} days, computed {computed} from the due date {due_date}", "The tier follows the computed days; a difference means a wrong date or a wrong count.", "declared 10, computed 3", "Check due date and payment date; the computed days are written."),
    },
    "RL304": {
        "zh": RuleText("申报天数无法核实", "申报 {value} 天，没有到期日或账期可核实", "程序沿用申报值，据此推算到期日。", "只有“逾期天数”列的台账", "补上到期日或账期，天数即可计算。"),
        "en": RuleText("Declared, not verifiable", "declared {value} days, with no due date or terms to verify it", "The declared value is kept and the due date derived from it.", "a ledger with nothing but Days overdue", "Add a due date or terms, and the days can be computed."),
    },
    "RL305": {
        "zh": RuleText("已收大于交易金额", "已收 {value}，交易金额 {amount}", "多收的部分作为客户的贷方余额，会减少未收合计。", "开票 1,000，已收 1,200", "核对已收金额，或把预收单独列行。"),
        "en": RuleText("Received more than invoiced", "received {value}, invoiced {amount}", "The surplus counts as a credit and lowers what is outstanding.", "invoiced 1,000, received 1,200", "Check the amount received, or give the advance a row of its own."),
    },
    "RL306": {
        "zh": RuleText("有支付日期但已收为零", "支付日期 {value}，已收金额为 0", "按未收处理；若已全额收款会高估逾期。", "支付日期已填，已收金额为 0", "填实际收款额，或清空已收金额表示全额收款。"),
        "en": RuleText("Payment date, nothing received", "payment date {value}, received amount 0", "The item counts as open; if it was paid, overdue is overstated.", "a payment date beside a received amount of 0", "Enter what was received, or clear the received amount to mean all of it."),
    },
    "RL307": {
        "zh": RuleText("未收金额与已收不平", "未收 {value}，交易金额减已收为 {expected}", "两个数字只能有一个对；计算以已收金额为准。", "开票 1,000，已收 200，未收 900", "核对两列。"),
        "en": RuleText("Open amount does not fit", "open {value}, invoiced less received is {expected}", "Only one of them can be right; the received amount is used.", "invoiced 1,000, received 200, open 900", "Check both columns."),
    },
    "RL308": {
        "zh": RuleText("整行重复", "与 {first} 的行在所读的各列中完全相同", "重复录入会使应收翻倍；两行都已计入。", "同一单据号录入两次", "确认后删除多余的一行。"),
        "en": RuleText("Row repeated", "the same as the row of {first} in every column that is read", "An invoice entered twice doubles what is owed; both rows are counted.", "one document number entered twice", "Delete the spare row if it is one."),
    },
    "RL401": {
        "zh": RuleText("同一客户的覆盖等级不一致", "覆盖等级“{value}”与 {first} 的“{other}”不同", "等级属于客户；以最近一笔交易上的覆盖为准。", "一行写高风险，另一行写低风险", "保留一个，清空其他。"),
        "en": RuleText("Overrides disagree", "override “{value}” differs from “{other}” at {first}", "A tier is the customer's; the one on its latest row counts.", "High on one row, Low on another", "Keep one and clear the others."),
    },
    "RL402": {
        "zh": RuleText("覆盖已过期", "覆盖等级有效期到 {value}，已过期", "过期的覆盖不再生效，等级恢复为计算结果。", "覆盖有效期 2026-06-30，截止日 2026-09-30", "仍需要就延长有效期，否则清空。"),
        "en": RuleText("Override expired", "the override held until {value}", "An expired override has no effect; the computed tier is back.", "override until 2026-06-30, as of 2026-09-30", "Extend it if it is still needed, else clear it."),
    },
    "RL501": {
        "zh": RuleText("与控制总额不符", "未收合计 {outstanding}，控制总额 {control}，相差 {difference}", "与总账不平，说明有漏行、多行或期间不同。", "--control-total 1000000", "先看被排除的行，再核对截止日期和总账期间。"),
        "en": RuleText("Control total does not tie", "outstanding {outstanding}, control total {control}, difference {difference}", "A ledger that does not tie has rows missing, rows too many, or another cut-off.", "--control-total 1000000", "Look at the excluded rows first, then at the as-of date and the period of the general ledger."),
    },
    "RL502": {
        "zh": RuleText("多个币种且没有汇率", "台账有 {currencies}，没有汇率，分币种合计", "不同币种不能相加；没有总计，也没有跨币种的比率。", "CNY 与 USD 混在一张表", "分币种查看，或按一个币种折算后再评估。"),
        "en": RuleText("Several currencies, no rate", "the ledger holds {currencies} without a rate; totals are per currency", "Currencies cannot be added up; there is no grand total and no ratio across them.", "CNY and USD in one sheet", "Read the totals per currency, or convert to one before assessing."),
    },
    "RL503": {
        "zh": RuleText("币种未填", "{rows} 行没有币种，按台账唯一的币种 {currency} 处理", "若其中有外币，合计就错了。", "部分行币种为空", "补上币种。"),
        "en": RuleText("Currency blank", "{rows} rows state no currency; they count as {currency}, the only one in the ledger", "If one of them is in another currency, the totals are wrong.", "blank currency cells", "Fill in the currency."),
    },
    "RL701": {
        "zh": RuleText("工作表受保护", "工作表“{sheet}”受保护；已写入，保护保留", "程序绕过了界面上的保护，请确认这是您想要的。", "审阅 > 保护工作表", "若不希望写入，请用 -n 或 -o。"),
        "en": RuleText("Sheet is protected", "the sheet “{sheet}” is protected; it is written all the same and stays protected", "The write went past a protection you see in Excel; make sure it is wanted.", "Review > Protect Sheet", "Use -n or -o if it is not."),
    },
    "RL702": {
        "zh": RuleText("工作簿结构被锁定", "工作簿结构被锁定，没有添加结果表", "锁定的结构不允许新增工作表。", "审阅 > 保护工作簿", "解除结构保护后再运行，即可得到结果表。"),
        "en": RuleText("Workbook structure is locked", "the workbook's structure is locked, so no result sheets are added", "A locked structure allows no new sheets.", "Review > Protect Workbook", "Unlock the structure and run again to get the result sheets."),
    },
}  # fmt: skip
