"""The four classic rows, twelve columns of text with units, in Chinese and in English."""

from __future__ import annotations

import datetime as dt
import io

import xlsxwriter

SHEET = {"zh": "客户台账", "en": "Ledger"}
# Cells stand between bars; a line that ends in a bar goes on in the next.
ROWS = {
    "zh": """
        客户名称 | 联系方式 | 行业背景 | 交易日期 | 交易金额 | 支付方式 | 支付日期 |
            逾期付款天数 | 投诉次数 | 风险等级 | 行动计划 | 沟通记录
        A公司 | 139xxxxxx | 制造业 | 2023-01-01 | 10,000元 | 银行转账 | 2023-01-03 |
            0天 | 0次 | 低风险 | 无需特别措施
        B公司 | 138xxxxxx | 批发业 | 2023-02-15 | 5,000元 | 现金 | 2023-02-20 |
            5天 | 1次 | 中风险 | 加强账款催收力度 | 2023-03-01 电话沟通，对方表示尽快支付
        C公司 | 137xxxxxx | 零售业 | 2023-03-10 | 20,000元 | 信用卡 | 2023-03-15 |
            2天 | 2次 | 中风险 | 增加信用额度审核流程 | 2023-03-20 面谈，对方表示会改善
        D公司 | 136xxxxxx | 服务业 | 2023-04-05 | 8,000元 | 支票 | 未支付 |
            30天 | 3次 | 高风险 | 暂停新订单接收 | 2023-04-15 书面警告信
    """,
    "en": """
        Customer name | Phone | Industry | Invoice date | Invoiced amount | Payment method | Payment date |
            Days overdue | Complaints | Risk tier | Action plan | Contact log
        Company A | 139xxxxxx | Manufacturing | 2023-01-01 | 10,000 | Bank transfer | 2023-01-03 |
            0 days | 0 | Low | No special measures
        Company B | 138xxxxxx | Wholesale | 2023-02-15 | 5,000 | Cash | 2023-02-20 |
            5 days | 1 | Medium | Step up collection | 2023-03-01 phone call, they will pay soon
        Company C | 137xxxxxx | Retail | 2023-03-10 | 20,000 | Card | 2023-03-15 |
            2 days | 2 | Medium | Add a credit-limit review | 2023-03-20 met them, they promise to improve
        Company D | 136xxxxxx | Services | 2023-04-05 | 8,000 | Cheque | Unpaid |
            30 days | 3 | High | Suspend new orders | 2023-04-15 written warning
    """,
}


def sample(language: str) -> bytes:
    """The four rows as a workbook: the same bytes every time for a language, "zh" or "en"."""
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    workbook.set_properties({"created": dt.datetime(2023, 5, 5, 9)})
    sheet = workbook.add_worksheet(SHEET[language])
    bold = workbook.add_format({"bold": True, "bottom": 1})
    for number, line in enumerate(ROWS[language].strip().replace("|\n", "|").splitlines()):
        for position, text in enumerate(cell.strip() for cell in line.split("|")):
            if text:
                sheet.write_string(number, position, text, bold if number == 0 else None)
    sheet.set_column(0, 10, 14)
    sheet.set_column(11, 11, 40)
    sheet.freeze_panes(1, 0)
    workbook.close()
    return target.getvalue()
