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
    "RL107": {
        "zh": RuleText("日期列日月颠倒", "“{header}”列有 {dates} 个日期单元格的日不大于 12（如 {date_cell} {date}），旁边 {texts} 个文本都有一个数大于 12（如 {text_cell} “{text}”）：导入时日月被颠倒。由同行其他单元格证实的有 {proven} 行，未能证实而不计入的有 {out} 行", "导入时能当作日期的都按另一种顺序读了，读不通的留作文本；照单元格显示计算，逾期天数会大错。", "2013-04-03 旁边有文本 3/13/2013", "请按正确的日期顺序重新导入（数据 > 分列 > 日期，选月日年或日月年），或从源系统按 2026-01-31 的格式导出。"),
        "en": RuleText("Day and month swapped in a column", "“{header}” holds {dates} date cells with a day up to 12 (such as {date_cell} {date}) beside {texts} texts that all have a number above 12 (such as {text_cell} “{text}”): day and month were swapped on import. Rows proven by their other cells: {proven}; rows not proven, which stay out: {out}", "Whatever could pass for a date was read in the other order and the rest stayed text; days overdue from what the cells show would be far off.", "2013-04-03 beside the text 3/13/2013", "Import again with the right order (Data > Text to Columns > Date, MDY or DMY), or export dates as 2026-01-31."),
    },
    "RL108": {
        "zh": RuleText("一张单据占多行", "每个明细一行的导出：{lines} 行重复了同一单据的总额，每张单据只计一次", "导出按商品明细分行，单据总额在每行重复；逐行相加会使应收翻倍。",
                       "同一发票号、客户和总额各占两行，只有商品和数量不同", "如有可能，请导出每张单据一行的清单；重复的行上不填写结果。"),
        "en": RuleText("Several rows for one document", "a row per item: {lines} rows repeat the total of their document, which counts once", "The export has a row per item and repeats the document's total on each; adding them up would double what is owed.",
                       "two rows with one invoice number, customer and total that differ in item and quantity", "Export one row per invoice if you can; nothing is filled in on the rows that repeat."),
    },
    "RL109": {
        "zh": RuleText("一张单据分多次收款", "{documents} 张单据按每次收款各占一行，另有 {rows} 行是同一单据的后续收款；交易金额只计一次，各次收款相加", "每收一次款记一行的台账，每行都重复单据金额；逐行相加会使应收翻倍。",
                       "同一单据号、客户、日期和金额占两行，一行收 300，一行收 500", "核对这些行确是同一单据的不同收款；后续收款的行上不填写结果。"),
        "en": RuleText("Several payments of one document", "documents with a row per payment: {documents}, with further rows: {rows}; the invoiced amount counts once and the payments are added up", "A ledger with a row per payment repeats the document's amount on each; adding the rows up would double what is owed.",
                       "one number, customer, date and amount on two rows, 300 received on one and 500 on the other", "Make sure the rows are payments of one document; nothing is filled in on the further ones."),
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
        "zh": RuleText("账期无法识别", "“{value}”不是能识别的账期", "不猜账期；没有到期日时改用申报的逾期天数。", "NAA8、按合同", "写成能看懂的账期，例如 30、Net 30 或 次月15日，或直接填到期日。"),
        "en": RuleText("Terms not understood", "“{value}” are not terms that can be read", "Terms are never guessed; without a due date the declared days are used.", "NAA8, as agreed", "Enter terms that say it, e.g. 30, Net 30 or 15th of next month, or fill in the due date."),
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
    "RL217": {
        "zh": RuleText("账期有多种读法", "“{value}”有多种读法：{readings}", "各读法的到期日不同，不猜；没有到期日时改用申报的逾期天数。", "月结30天、45 days EOM", "在单元格中写明所指的那一种，或直接填到期日。"),
        "en": RuleText("Terms with several readings", "“{value}” can mean: {readings}", "Each reading gives another due date and none is guessed; without a due date the declared days are used.", "45 days EOM, 月结30天", "Write the one that is meant into the cell, or fill in the due date."),
    },
    "RL218": {
        "zh": RuleText("账期的起算日不在台账中", "“{value}”从台账没有记录的日期起算", "不知道发货、验收或收票的日期，就无法得出到期日；没有到期日时改用申报的逾期天数。", "验收后30天、票到60天", "填上到期日。"),
        "en": RuleText("Terms count from a day the ledger does not hold", "“{value}” counts from a day that the ledger does not hold", "Without the day of delivery, acceptance or receipt there is no due date; the declared days are used.", "30 days after acceptance", "Fill in the due date."),
    },
    "RL219": {
        "zh": RuleText("日期与同行其他单元格矛盾", "显示为 {shown}，与同行其他单元格矛盾；日月对调则为 {swapped}", "这一列的日月在导入时被颠倒；这个日期可以证明是错的。", "交易日期 2013-05-01，付款日期 2013-03-01", "改为真实的日期，最好重新导入整列。"),
        "en": RuleText("Date proven wrong by its row", "shows {shown}, which the other cells of the row contradict; with day and month exchanged it is {swapped}", "Day and month of this column were swapped on import; this date is provably wrong.", "invoiced 2013-05-01, paid 2013-03-01", "Enter the true date, or better import the whole column again."),
    },
    "RL220": {
        "zh": RuleText("日历不含这一年", "{calendar} 日历没有 {value} 年的放假安排，这一年的到期日只避开周末", "放假和调休安排要到前一年年底才公布；照旧推算会得出不存在的休息日。", "政策写着 calendar = \"CN\"，到期日落在尚未公布放假安排的 2027 年",
                       "放假安排公布后升级 holidays 库再运行；要固定到期日，请直接填“到期日”。"),
        "en": RuleText("Year not in the calendar", "the {calendar} calendar does not know the holidays of {value}; due dates of that year only avoid weekends", "Holidays and the weekends worked in exchange are decreed late in the year before; extrapolating them would invent days off.", "calendar = \"CN\" in the policy, a due date in 2027 before its holidays are decreed",
                       "Update the holidays library once they are, and run again; a Due date that you fill in never moves."),
    },
    "RL221": {
        "zh": RuleText("评分无法识别", "“{value}”不是 0 到 100 的评分，按未填处理", "评分直接进入风险分，看不懂的不能猜。", "财务评分写着 良好、120", "改为 0–100 的数，或留空。"),
        "en": RuleText("Score not understood", "“{value}” is no score from 0 to 100 and counts as blank", "A score goes straight into the risk points; it is never guessed.", "Financial score: good, 120", "Enter 0 to 100, or clear it."),
    },
    "RL222": {
        "zh": RuleText("承保多少不清楚", "“{value}”没有说明承保多少，敞口不作扣减", "不知道承保金额就不能当作已有保障。", "信用保险写着 是", "填金额或比例，例如 90%。"),
        "en": RuleText("Cover without an amount", "“{value}” does not say how much is covered, so nothing is taken off the exposure", "Cover of unknown size cannot be relied on.", "Credit insurance: Yes", "Enter an amount, or a share such as 90%."),
    },
    "RL223": {
        "zh": RuleText("规模看不出大小", "规模“{value}”看不出大小方向，按未填处理", "A 级、3 类在各家公司含义不同。", "规模写着 3", "填 大型、中型、小型、微型。"),
        "en": RuleText("Size without a direction", "size “{value}” does not say which end is large and counts as blank", "Class A or 3 means something else in every company.", "Size: 3", "Write large, medium, small or micro."),
    },
    "RL224": {
        "zh": RuleText("没有写明客户", "该行没有客户，未采用", "不知道属于谁的内容无法使用。", "沟通记录的客户名称为空", "补上客户名称或编号。"),
        "en": RuleText("No customer named", "the row names no customer and is left out", "What belongs to nobody cannot be used.", "a contact without a customer", "Enter the customer's name or ID."),
    },
    "RL225": {
        "zh": RuleText("沟通没有日期", "沟通没有日期，未采用", "没有日期就不知道在截止日是否已发生。", "沟通记录的日期为空", "补上沟通日期。"),
        "en": RuleText("Contact without a date", "the contact has no date and is left out", "Without a date nobody knows whether it had happened by the as-of date.", "a blank date in the contact log", "Enter the day of the contact."),
    },
    "RL226": {
        "zh": RuleText("承诺日早于沟通日", "承诺付款日 {value} 早于沟通日 {contact}，不作为承诺", "不可能承诺在过去付款，两个日期必有一错。", "3月20日沟通，承诺3月2日付款", "更正其中一个日期。"),
        "en": RuleText("Promised before it was said", "promised for {value}, before the contact on {contact}; not counted", "Nobody promises to pay in the past; one of the dates is wrong.", "contact on 20 March, promised for 2 March", "Correct one of the two dates."),
    },
    "RL227": {
        "zh": RuleText("合同先到期后开始", "合同到期日 {value} 早于开始日 {start}", "两个日期必有一错；开始日按未填处理。", "开始 2026-05-01，到期 2026-04-30", "更正其中一个日期。"),
        "en": RuleText("Contract ends before it starts", "the contract ends {value}, before it starts {start}", "One of the dates is wrong; the start counts as blank.", "starts 2026-05-01, ends 2026-04-30", "Correct one of the two dates."),
    },
    "RL228": {
        "zh": RuleText("承诺没有日期", "承诺了金额 {value} 但没有日期，不作为承诺", "没有日期的承诺无法判断是否兑现。", "承诺金额 5 万，承诺付款日为空", "补上承诺付款日。"),
        "en": RuleText("Promise without a day", "{value} was promised for no day; not counted", "A promise without a day is never kept or broken.", "an amount promised, the promised date blank", "Enter the promised date."),
    },
    "RL229": {
        "zh": RuleText("作废或草稿的行", "{count} 行的状态是作废、草稿或已取消，已跳过，不计入任何数字", "作废和草稿的单据不是应收款，计入会虚增余额。", "单据状态写着 作废、Draft",
                       "如果其中有仍然有效的单据，请更正它的状态。"),
        "en": RuleText("Void or draft rows", "{count} rows are void, draft or cancelled by their status; they are skipped and count nowhere", "A void document or a draft is no receivable; counting it would inflate the balance.", "status Voided or Draft",
                       "If one of them is still valid, correct its status."),
    },
    "RL230": {
        "zh": RuleText("已付但没有付款日期", "写着“{value}”，没有日期：同行没有别的说法时按已收清计，是否逾期付款不作判断", "没有付款日期，这笔款就不能说明客户付款是否准时。", "支付日期写着 已付",
                       "填上实际付款日期。"),
        "en": RuleText("Paid on no date", "says “{value}” without a date: counted as received in full unless the row says otherwise, and whether it was late stays undecided", "Without its date a payment says nothing of whether the customer pays on time.", "Payment date: paid",
                       "Enter the day the money came."),
    },
    "RL231": {
        "zh": RuleText("两位数年份有多种读法", "“{value}”可以是 {dates}", "年、月、日的次序不同，日期会差上几年，因此不猜。", "23-03-05、5/3/23",
                       "写四位年份，例如 2023-03-05。"),
        "en": RuleText("Two-digit year with several readings", "“{value}” can be {dates}", "With year, month and day in another order the date is years off, so there is no guess.", "23-03-05, 5/3/23",
                       "Write the year with four digits, e.g. 2023-03-05."),
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
    "RL313": {
        "zh": RuleText("状态已结清，仍有未收金额", "状态写着“{value}”，但未收 {open}", "已结清的款不该还有未收；程序按金额计算，该行仍作为未收，可能被误催或漏催。",
                       "结清状态写 已结清，未收金额 400", "已收齐就把已收金额、未收金额改对；没有收齐就改状态。"),
        "en": RuleText("Closed, yet money is open", "the status says “{value}”, yet {open} is open", "A settled item owes nothing; the amounts count, so the row is open and may be dunned wrongly, or not at all.",
                       "status Paid beside an outstanding amount of 400", "If all was received, correct the amounts; if not, correct the status."),
    },
    "RL314": {
        "zh": RuleText("状态未结，却已收齐", "状态写着“{value}”，但按支付日期或已收金额已收 {received}，没有未收", "程序按付款计算，该行视为已收齐；若其实没有付款，未收和逾期都会偏低。",
                       "状态写 未付款，支付日期 2026-09-04；或只收了部分却没有填已收金额", "没有付款就清空支付日期；只付了部分就填已收金额；付清了就改状态。"),
        "en": RuleText("Open, yet paid in full", "the status says “{value}”, yet by its payment {received} was received and nothing is open", "The payment counts, so the row is settled; if nothing was paid, open and overdue amounts come out too low.",
                       "status Unpaid beside a payment date of 2026-09-04, or a partial payment without its amount", "Clear the payment date if nothing was paid; enter the amount received if a part was; else correct the status."),
    },
    "RL315": {
        "zh": RuleText("已付，但支付日期在截止日之后", "状态写着“{status}”，支付日期 {value} 却在截止日之后，按未收 {open} 处理", "截止日之后的付款尚未发生；多半是年月录错，或截止日取早了。",
                       "截止日 2026-10-31，状态 已付，支付日期 2027-10-20", "核对支付日期；若确已付款，改成真实日期，或用更晚的 --as-of。"),
        "en": RuleText("Paid, but after the as-of date", "the status says “{status}”, yet the payment is dated {value}, after the as-of date; {open} counts as open", "A payment after the as-of date has not happened; mostly the year or month is wrong, or the as-of date too early.",
                       "as of 2026-10-31, status Paid, payment date 2027-10-20", "Check the payment date; if it was paid, enter the true day, or use a later --as-of."),
    },
    "RL316": {
        "zh": RuleText("等级低，却长期逾期", "等级写着“{value}”，但已逾期 {days} 天，计算等级为{computed}", "手填的等级没有跟上账龄；评估会写入计算的等级，原来的判断就看不到了。",
                       "低风险，却有一笔逾期 120 天未付", "认可计算的等级就不必处理；若坚持低风险，请填覆盖等级和覆盖原因。"),
        "en": RuleText("Low tier, long overdue", "the tier says “{value}”, yet an item is {days} days overdue; computed is {computed}", "A tier typed in has not kept up with the ageing; an assessment writes the computed one in its place.",
                       "Low beside an item open for 120 days past due", "Nothing to do if the computed tier is right; if you hold to Low, say so in Override tier with a reason."),
    },
    "RL317": {
        "zh": RuleText("高风险客户没有负责人", "高风险客户的 {rows} 笔未收都没有负责人", "行动计划没有人负责，就不会有人执行。", "高风险，负责人为空", "在未收的行或客户档案填上负责人。"),
        "en": RuleText("High risk without an owner", "a high-risk customer with no owner on any of its open rows ({rows})", "An action that nobody owns is not taken.", "a high-risk customer, Owner blank", "Enter the owner on an open row or on the customers sheet."),
    },
    "RL318": {
        "zh": RuleText("高风险客户没有下次跟进日", "高风险客户的 {rows} 笔未收都没有下次跟进日", "没有日期的行动计划容易被忘记；高风险应至少每月复查。", "高风险，下次跟进日为空", "在未收的行填上下次跟进日。"),
        "en": RuleText("High risk without a next review", "a high-risk customer with no next review on any of its open rows ({rows})", "An action without a date is forgotten; high risk is reviewed monthly at least.", "a high-risk customer, Next review blank", "Enter the next review on an open row."),
    },
    "RL319": {
        "zh": RuleText("下次跟进日已过", "下次跟进日 {value} 已过 {days} 天，之后没有沟通记录；当前为{computed}", "约好的跟进没有做，或做了没有记下。", "下次跟进日 2026-10-01，截止日 2026-10-31", "跟进后记下沟通，并填新的下次跟进日。"),
        "en": RuleText("Next review is past", "the next review of {value} is {days} days past and no contact is on record since; the tier is {computed}", "The follow-up was not made, or not written down.", "next review 2026-10-01, as of 2026-10-31", "Follow up, record the contact, and enter a new next review."),
    },
    "RL320": {
        "zh": RuleText("到期日与本行账期不符", "到期日 {value}，按同行的账期应为 {by_terms}{extent}", "逾期天数以到期日为准；账期若是对的，逾期就算错了。相差八天以内（顺延到工作日）不提示。",
                       "2026-03-01 开票，账期 30，到期日 2026-05-30", "核对到期日和账期，改正其中一个；另行约定过就不必处理。"),
        "en": RuleText("Due date against the row's own terms", "due {value}, while the terms on the row give {by_terms}{extent}", "Days overdue follow the due date; if the terms are right, they are wrong. Up to eight days (moved to a working day) are not told.",
                       "invoiced 2026-03-01, terms 30, due 2026-05-30", "Check both and correct one; nothing to do if another day was agreed."),
    },
    "RL309": {
        "zh": RuleText("与逐笔收款不一致", "单元格为“{value}”，而 {count} 笔收款合计 {sum}，最后一笔在 {last}；以逐笔收款为准", "两处说法不同，未收金额只能按一处算；逐笔收款更详细，故采用。", "已收金额 800，收款记录两笔共 500", "核对收款记录与该行，改正错的一处。"),
        "en": RuleText("Receipts say otherwise", "the cell says “{value}”; the receipts ({count}) come to {sum}, the last on {last}; the receipts are used", "Two places disagree on what was received; the receipts tell more, so they count.", "800 received on the row, two receipts of 500 in all", "Compare the receipts with the row and correct the one that is wrong."),
    },
    "RL310": {
        "zh": RuleText("收款缺少金额或对象", "收款“{value}”缺少金额，或没有写单据和客户；未冲销任何单据", "不知道收了多少、是谁付的，就无法冲销。", "回款日期2 有日期，回款金额2 空白", "补上金额，或写明单据号和客户。"),
        "en": RuleText("Receipt without amount or payer", "the receipt “{value}” has no amount, or names neither document nor customer; it reduces nothing", "Without how much and from whom, it pays no invoice.", "a payment date 2 beside a blank paid amount 2", "Enter the amount, or the document and the customer."),
    },
    "RL311": {
        "zh": RuleText("收款与单据的客户对不上", "单据“{value}”在台账中属于 {others}，与收款上的客户不一致或无法确定；{count} 笔共 {sum} 未冲销", "冲错客户会使两家的欠款都不对，程序不猜。", "收款写 甲公司 付 INV-7，台账上 INV-7 是乙公司的", "核对单据号和客户；单据号重复时请写明客户。"),
        "en": RuleText("Receipt and document of two customers", "“{value}” is a document of {others} in the ledger, which is not or not surely the payer; receipts left unapplied: {count}, in all {sum}", "Money applied to the wrong customer makes both balances wrong; nothing is guessed.", "a receipt from Acme for INV-7, which is another customer's", "Check number and customer; where a number is used twice, name the customer."),
    },
    "RL312": {
        "zh": RuleText("收款重复登记", "“{value}”的这笔收款与 {first} 的整行相同", "同一笔款登记两次，未收金额就偏低；两笔都已计入。", "同一日期、单据、金额和流水号占两行", "确认后删除多余的一行。"),
        "en": RuleText("Receipt listed twice", "this receipt of “{value}” is the same row as {first}", "Money entered twice makes what is owed too low; both rows are counted.", "one date, document, amount and reference on two rows", "Delete the spare row if it is one."),
    },
    "RL401": {
        "zh": RuleText("同一客户的覆盖等级不一致", "覆盖等级“{value}”与 {first} 的“{other}”不同", "等级属于客户；以最近一笔交易上的覆盖为准。", "一行写高风险，另一行写低风险", "保留一个，清空其他。"),
        "en": RuleText("Overrides disagree", "override “{value}” differs from “{other}” at {first}", "A tier is the customer's; the one on its latest row counts.", "High on one row, Low on another", "Keep one and clear the others."),
    },
    "RL402": {
        "zh": RuleText("覆盖已过期", "覆盖等级有效期到 {value}，已过期", "过期的覆盖不再生效，等级恢复为计算结果。", "覆盖有效期 2026-06-30，截止日 2026-09-30", "仍需要就延长有效期，否则清空。"),
        "en": RuleText("Override expired", "the override held until {value}", "An expired override has no effect; the computed tier is back.", "override until 2026-06-30, as of 2026-09-30", "Extend it if it is still needed, else clear it."),
    },
    "RL403": {
        "zh": RuleText("疑似同一客户的两种写法", "“{value}”与“{lead}”像是同一客户（{kind}）；{effect}", "一个客户分成两个，敞口、集中度和等级都会偏低。程序不会自行合并。", "华东机电有限公司 与 华东机电（有限公司）", "确是同一客户就统一名称或编号；不是则不必理会。"),
        "en": RuleText("Two spellings of one customer", "“{value}” and “{lead}” look like one customer ({kind}); {effect}", "One customer split in two looks smaller and safer than it is. Nothing is joined without you.", "Acme Ltd and ACME Limited", "If they are one, use one name or ID; otherwise leave them."),
    },
    "RL404": {
        "zh": RuleText("客户名称与编号对不上", "“{value}”与“{lead}”：{kind}；{effect}", "台账按编号归集客户；编号缺失或重复会把客户拆开，或把两家并成一家。", "同一名称一行编号 1001，一行编号 2001", "核对后统一或补上编号。"),
        "en": RuleText("Name and ID do not agree", "“{value}” and “{lead}”: {kind}; {effect}", "Rows are joined by ID; a missing or repeated one splits a customer, or makes two into one.", "one name with ID 1001 on one row and 2001 on another", "Check which is right; correct or fill in the ID."),
    },
    "RL405": {
        "zh": RuleText("客户档案中的客户不在台账", "客户档案中的“{value}”不在台账中（{rows} 行）", "名称若写得不同，档案中的额度和账期就没有用上。", "档案写 华东机电，台账写 华东机电有限公司", "没有往来就不必理会；否则统一名称或编号。"),
        "en": RuleText("Listed customer not in the ledger", "“{value}” on the customers sheet is not in the ledger (rows: {rows})", "If the name is merely written differently, its limit and terms go unused.", "Acme on the customers sheet, Acme Ltd in the ledger", "Fine if there is no business; else use one name or ID."),
    },
    "RL406": {
        "zh": RuleText("客户没有档案", "台账 {customers} 个客户中有 {count} 个没有档案，例如 {names}", "没有档案就没有额度和账期可以核对。", "新客户只出现在台账里", "在客户档案中补上。"),
        "en": RuleText("Customers without a line", "{count} of {customers} ledger customers have no line on the customers sheet, such as {names}", "Without a line there is no limit and no agreed terms to hold them to.", "a new customer that only the ledger knows", "Add them to the customers sheet."),
    },
    "RL407": {
        "zh": RuleText("客户档案重复", "“{value}”已在 {first} 登记；不一致、按未知处理的字段：{fields}", "两行说法不同，程序不替您选择。", "一行额度 10 万，一行额度 20 万", "保留一行。"),
        "en": RuleText("Customer listed twice", "“{value}” already stands at {first}; fields that differ and count as unknown: {fields}", "Where two lines disagree, neither is chosen.", "a limit of 100,000 on one line and 200,000 on another", "Keep one line."),
    },
    "RL408": {
        "zh": RuleText("沟通或合同的客户不在台账", "“{value}”不在台账中，{rows} 行沟通或合同未采用", "名称若写得不同，承诺和合同就没有归到客户。", "沟通记录写 老王的公司", "没有往来就不必理会；否则统一名称或编号。"),
        "en": RuleText("Contact or contract of an unknown customer", "“{value}” is not in the ledger; rows of contacts or contracts left unused: {rows}", "If the name is merely written differently, promises and contracts go unused.", "a contact log that says Joe's company", "Fine if there is no business; else use one name or ID."),
    },
    "RL409": {
        "zh": RuleText("编号与名称指向不同客户", "“{value}”的编号与名称指向不同客户（{others}）", "编号和名称有一个写错了。", "编号是甲公司的，名称是乙公司的", "核对后更正。"),
        "en": RuleText("ID and name of two customers", "ID and name of “{value}” point to different customers ({others})", "Either the ID or the name is wrong.", "the ID of one customer beside the name of another", "Check which is right and correct the other."),
    },
    "RL410": {
        "zh": RuleText("无法确定是哪个客户", "“{value}”可能是 {others}，无法确定，未采用", "台账中有几个同名客户，程序不猜。", "两个编号都叫 宏远公司，沟通记录只写名称", "写上客户编号。"),
        "en": RuleText("More than one customer fits", "“{value}” may be any of {others} and is not used", "Several customers of the ledger bear the name; nothing is guessed.", "two IDs named Acme, and a contact log by name", "Enter the customer's ID."),
    },
    "RL411": {
        "zh": RuleText("统一社会信用代码有误", "“{value}”不是有效的统一社会信用代码：{flaw}", "代码抄错一位就是另一家公司，或根本不存在。", "少一位、把 I 写成 1 以外的字母", "对照营业执照更正。"),
        "en": RuleText("Unified social credit code not valid", "“{value}” is no valid unified social credit code: {flaw}", "One wrong character is another company, or none at all.", "a character short, or the letter I in it", "Correct it from the business licence."),
    },
    "RL412": {
        "zh": RuleText("按别名合并", "按别名表合并：{aliases} 个写法并入 {customers} 个客户，共 {rows} 行", "别名表就是合并的请求；敞口、集中度和等级按合并后的客户计算。", "别名表：ACME → Acme Ltd", "不想合并就从别名表删去该行。"),
        "en": RuleText("Merged by alias", "merged by the alias sheet (aliases: {aliases}, customers they became: {customers}, rows: {rows})", "The alias sheet asks for it; exposure, concentration and tier are those of the merged customer.", "alias sheet: ACME → Acme Ltd", "Take the line out of the alias sheet if they are not one."),
    },
    "RL413": {
        "zh": RuleText("别名没有出现", "别名表有 {count} 个别名在台账中没有出现，例如 {names}", "别名若写错，想合并的客户就没有合并。", "别名表写 ACEM，台账写 ACME", "没有往来就不必理会；否则按台账的写法更正别名。"),
        "en": RuleText("Alias never occurs", "aliases that do not occur in the ledger: {count}, such as {names}", "A mistyped alias merges nothing.", "ACEM on the alias sheet, ACME in the ledger", "Fine if there is no business; else write the alias as the ledger does."),
    },
    "RL414": {
        "zh": RuleText("别名没有唯一的去处", "别名“{value}”循环或指向几个客户（{others}），未采用", "程序不猜该并入谁。", "A → B，B → A；或一个别名两个客户", "每个别名只写一个客户，必要时写客户编号。"),
        "en": RuleText("Alias of no one customer", "alias “{value}” goes in a circle or to several customers ({others}) and is not used", "Nothing is guessed about whom it stands for.", "A → B and B → A; or one alias of two customers", "Give each alias one customer, by ID where the name is not enough."),
    },
    "RL415": {
        "zh": RuleText("一个客户两个集团", "该客户的所属集团既有“{value}”又有其他（{others}），仍按客户自己评级", "按集团评级时，一个客户只能属于一个集团。", "一行写 甲集团，另一行写 乙集团", "统一该客户的所属集团。"),
        "en": RuleText("One customer in two groups", "the customer stands in “{value}” and in others ({others}); it is rated by itself", "When groups are rated, a customer can belong to one only.", "Group A on one row, Group B on another", "Give the customer one group throughout."),
    },
    "RL416": {
        "zh": RuleText("收款对应的单据不在台账", "“{value}”不在台账中；{count} 笔收款共 {sum} 未冲销", "单据号写得不同，或台账少了单据，未收金额就偏高。", "收款记录写 INV-0071，台账写 INV-71", "核对单据号或客户名称；单据确实不在本台账就不必理会。"),
        "en": RuleText("Receipt for an unknown document", "“{value}” is not in the ledger; receipts left unapplied: {count}, in all {sum}", "If the number is merely written differently, or the ledger lacks the invoice, what is owed is overstated.", "a receipt for INV-0071 where the ledger says INV-71", "Check the number or the customer's name; fine if the invoice belongs elsewhere."),
    },
    "RL417": {
        "zh": RuleText("收款未指明单据", "“{value}”有 {count} 笔收款共 {sum} 没有写单据号，未冲销任何单据", "不知道付的是哪一张，冲销哪张都是猜；台账各行的已收金额也未包含这笔款，在指明之前未收和逾期偏高。", "收款记录只写客户和金额", "写上单据号；确是预收款，请在台账中记一行负数。"),
        "en": RuleText("Receipts without a document", "receipts of “{value}” without a document: {count}, in all {sum}; they reduce no invoice", "Which invoice was paid is not known and is not guessed; what the rows say was received does not cover it, so open and overdue are overstated.", "a receipt with customer and amount only", "Enter the document; if it is an advance, give it a negative row in the ledger."),
    },
    "RL501": {
        "zh": RuleText("与控制总额不符", "未收合计 {outstanding}，控制总额 {control}，相差 {difference}{behind}", "与总账不平，说明有漏行、多行或期间不同。", "--control-total 1000000", "先看列出的行，再核对截止日期和总账期间。"),
        "en": RuleText("Control total does not tie", "outstanding {outstanding}, control total {control}, difference {difference}{behind}", "A ledger that does not tie has rows missing, rows too many, or another cut-off.", "--control-total 1000000", "Look at the rows named first, then at the as-of date and the period of the general ledger."),
    },
    "RL502": {
        "zh": RuleText("多个币种且没有汇率", "台账有 {currencies}，{lacking} 没有汇率，分币种合计", "不同币种不能相加；没有总计，也没有跨币种的比率。", "CNY 与 USD 混在一张表", "分币种查看，或加“汇率”列、“汇率”工作表（币种、汇率）。"),
        "en": RuleText("Several currencies, no rate", "the ledger holds {currencies}; no rate for {lacking}, so totals are per currency", "Currencies cannot be added up; there is no grand total and no ratio across them.", "CNY and USD in one sheet", "Read the totals per currency, or add an Exchange rate column or a sheet of rates (currency, rate)."),
    },
    "RL503": {
        "zh": RuleText("币种未填", "{rows} 行没有币种，按台账唯一的币种 {currency} 处理", "若其中有外币，合计就错了。", "部分行币种为空", "补上币种。"),
        "en": RuleText("Currency blank", "{rows} rows state no currency; they count as {currency}, the only one in the ledger", "If one of them is in another currency, the totals are wrong.", "blank currency cells", "Fill in the currency."),
    },
    "RL506": {
        "zh": RuleText("汇率不可用", "汇率“{value}”不可用，未采用", "汇率必须大于 0，本位币的汇率只能是 1。", "汇率写着 0、-7.1 或 见附件", "填 1 单位外币折合本位币的数。"),
        "en": RuleText("Rate not usable", "the rate “{value}” cannot be used and is left out", "A rate is above 0, and the book's own currency has the rate 1.", "a rate of 0, -7.1 or see annex", "Enter what one unit of the currency is worth in the book's own."),
    },
    "RL507": {
        "zh": RuleText("无法判断本位币", "有汇率，但看不出 {currencies} 折算成哪个币种，分币种合计", "方向弄反，金额就差几十倍；程序不猜。", "汇率表只有 USD 7.1，没有 CNY 1", "加一行本位币、汇率 1，或把表头写成“汇率(对人民币)”。"),
        "en": RuleText("No base currency", "there are rates, but nothing says into which currency {currencies} convert; totals are per currency", "The wrong way round, amounts are off by a factor of fifty; nothing is guessed.", "a table with USD 7.1 and no CNY 1", "Add a line with your own currency and rate 1, or head the column “Rate to CNY”."),
    },
    "RL508": {
        "zh": RuleText("行上汇率与汇率表相差过大", "行上 {currency} 汇率 {value}，汇率表 {table}，相差超过 5%（{rows} 行）；按行上的汇率折算", "多半是小数点、方向或日期有误。", "行上 6.1，汇率表 7.1", "核对两处；只用汇率表就清空行上的汇率。"),
        "en": RuleText("Row's rate far from the table's", "{currency} at {value} on the row, {table} in the table: more than 5% apart (rows: {rows}); the row's rate is used", "Mostly a decimal point, a direction or a date that is wrong.", "6.1 on the row, 7.1 in the table", "Check both; clear the rate on the rows to use the table's."),
    },
    "RL509": {
        "zh": RuleText("同一天两个汇率", "{currency} 同一天有两个汇率（{value}），都未采用", "程序不替您选择。", "USD 7.1 与 USD 7.2，生效日期相同", "保留一个，或写上不同的生效日期。"),
        "en": RuleText("Two rates for one day", "{currency} has two rates for the same day ({value}); neither is used", "Which of them holds is not for the program to choose.", "USD 7.1 and USD 7.2 with the same date", "Keep one, or give them different dates."),
    },
    "RL601": {
        "zh": RuleText("抑制已到期", "{place}的抑制（{value}，{reason}）有效期到 {until}，已不再生效", "抑制只应管一段时间；到期后，原来的问题重新列出。",
                       "until = 2026-06-30，截止日 2026-09-30", "仍有理由就改截止日（until），否则删除这一条。"),
        "en": RuleText("Suppression has ended", "suppression {place} ({value}, {reason}) held until {until} and no longer applies", "A suppression is meant for a while; after its end the findings are told again.",
                       "until = 2026-06-30, as of 2026-09-30", "Set a later date if the reason still holds, else delete the entry."),
    },
    "RL602": {
        "zh": RuleText("抑制没有对应的问题", "{place}的抑制（{value}，{reason}，至 {until}）没有对应任何问题", "问题已改好，或客户、单元格写得不对；留着它，以后可能遮住别的问题。",
                       "cell = \"F12\"，而 F12 没有这个问题", "问题已改好就删除这一条；否则核对 rule、customer 和 cell。"),
        "en": RuleText("Suppression matches nothing", "suppression {place} ({value}, {reason}, until {until}) matches no finding", "What it set aside is mended, or its customer or cell is mistyped; left there, it may hide something else one day.",
                       "cell = \"F12\", and F12 has no such finding", "Delete the entry if all is mended; else check its rule, customer and cell."),
    },
    "RL603": {
        "zh": RuleText("忽略规则的一行无效", "“{key}”：{problem}；该行没有抑制任何问题", "抑制必须写明规则、原因和截止日，否则谁也说不清为什么不提示。", "只写了 RL308，没有原因", "补上缺少的内容：规则写代码（如 RL308），单元格写 F12，截止日写日期。"),
        "en": RuleText("Suppression not valid", "“{key}”: {problem}; the row suppresses nothing", "A suppression says which rule, why and until when; else nobody can tell why something is not told.", "RL308 without a reason", "Complete the row: a rule such as RL308, a cell such as F12, a date in the column Until."),
    },
    "RL604": {
        "zh": RuleText("忽略规则表缺少列", "缺少列：{lacking}；整张表没有采用", "没有规则、原因和截止日三列，就不知道要抑制什么、为什么、到何时。", "只有“规则”和“备注”两列", "表头写：规则、单元格、客户、原因、截止日（单元格和客户可不填）。"),
        "en": RuleText("Suppressions sheet lacks columns", "columns missing: {lacking}; the sheet is not used", "Without the columns Rule, Reason and Until nobody knows what is suppressed, why and until when.", "a sheet with the columns Rule and Remarks", "Head the columns Rule, Cell, Customer, Reason, Until (cell and customer may stay blank)."),
    },
    "RL504": {
        "zh": RuleText("账龄各段之和不等于合计", "各账龄段合计 {summed}，“{total}”为 {value}，相差 {gap}", "各段之和与合计不平，说明有漏填的账龄段或合计有误。", "应收 10,000，各段合计只有 5,000", "核对各段与合计；未到期部分请单列一栏“未到期”。"),
        "en": RuleText("Buckets do not add up", "the buckets add up to {summed}, “{total}” says {value}, difference {gap}", "Buckets that do not tie to the total mean a bucket left out or a wrong total.", "receivable 10,000, buckets 5,000", "Check the buckets and the total; give what is not due a column of its own."),
    },
    "RL505": {
        "zh": RuleText("最长逾期天数与账龄段矛盾", "最长逾期 {value} 天，但账龄最久的金额在“{bucket}”", "两个数字只能有一个对；程序无法判断是天数还是金额填错。", "最长逾期 30 天，“91天以上”却有 2,500", "核对天数和该段金额。"),
        "en": RuleText("Longest overdue contradicts its bucket", "longest overdue {value} days, but the oldest amount stands in “{bucket}”", "Only one of them can be right: the days or the amount.", "longest overdue 30 days, 2,500 in “over 90 days”", "Check the days and the amount in that bucket."),
    },
    "RL701": {
        "zh": RuleText("工作表受保护", "工作表“{sheet}”受保护；已写入，保护保留", "程序绕过了界面上的保护，请确认这是您想要的。", "审阅 > 保护工作表", "若不希望写入，请用 -n 或 -o。"),
        "en": RuleText("Sheet is protected", "the sheet “{sheet}” is protected; it is written all the same and stays protected", "The write went past a protection you see in Excel; make sure it is wanted.", "Review > Protect Sheet", "Use -n or -o if it is not."),
    },
    "RL702": {
        "zh": RuleText("工作簿结构被锁定", "工作簿结构被锁定，没有添加结果表", "锁定的结构不允许新增工作表。", "审阅 > 保护工作簿", "解除结构保护后再运行，即可得到结果表。"),
        "en": RuleText("Workbook structure is locked", "the workbook's structure is locked, so no result sheets are added", "A locked structure allows no new sheets.", "Review > Protect Workbook", "Unlock the structure and run again to get the result sheets."),
    },
    "RL703": {
        "zh": RuleText("快照中的行无法使用", "快照这一行的“{header}”（“{value}”）无法使用，该行不计入历史", "上月的等级和金额取自快照；少一行，该客户就像是新客户。", "等级写成“中高”，或截至日写成 2026-13-01", "改正该单元格，或删除这一行；在此之前该行原样保留。"),
        "en": RuleText("Snapshot line not usable", "“{header}” of this snapshot line (“{value}”) cannot be used; the line does not count as history", "Last month's tiers and balances come from the snapshots; a customer whose line is missing looks new.", "a tier of Medium-high, or an as-of date of 2026-13-01", "Correct the cell or delete the line; until then it is kept as it stands."),
    },
    "RL704": {
        "zh": RuleText("快照重复", "“{value}”在同一截至日、同一币种有两行快照；采用靠上的一行", "多半是复制粘贴所致；两行金额不同，上月余额就有两个。", "2026-09-30 的甲公司有两行", "删除多余的一行。"),
        "en": RuleText("Snapshot twice", "“{value}” has two snapshot lines for one date and currency; the upper one counts", "Mostly a line that was copied; where the two differ, last month's balance has two values.", "two lines for Company A as of 2026-09-30", "Delete the line too many."),
    },
    "RL705": {
        "zh": RuleText("快照表缺少列", "快照表缺少列：{lacking}；没有采用，本次也没有写入快照", "表头被改动后，程序不知道各列是什么；为免覆盖已有的历史，整张表保持原样。", "第 2 行的“截至日”被删除或改名", "恢复第 2 行的表头；或删除该表，历史从头开始。"),
        "en": RuleText("Follow-up sheet lacks columns", "columns missing: {lacking}; the snapshots are not used and none is written", "With the headers changed nobody knows what the columns are; the sheet is left alone so that no history is lost.", "“As of” in row 2 deleted or renamed", "Restore the headers in row 2, or delete the sheet to begin a new history."),
    },
}  # fmt: skip
