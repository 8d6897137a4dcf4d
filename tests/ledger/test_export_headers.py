"""Exports of other systems, drawn with one line per column: header | first row | second row | the field a person would read in it."""

from __future__ import annotations

import pytest

from ledger_table import Read, day, read

HIGHRADIUS = """
business_code          | U001                | U001        |
cust_number            | '0200769623         | '0200980828 | customer_id
name_customer          | WAL-MAR corp        | BEN E       | customer
clear_date             | 2020-02-11 00:00:00 |             | payment_date
buisness_year          | 2020                | 2019        |
doc_id                 | 1930438491          | 1929646410  | document
posting_date           | 2020-01-26          | 2019-07-22  | invoice_date
document_create_date   | 20200125            | 20190722    |
document_create_date.1 | 20200126            | 20190722    |
due_in_date            | 20200210            | 20190811    | due_date
invoice_currency       | USD                 | USD         | currency
document type          | RV                  | RV          |
posting_id             | 1                   | 1           |
area_business          |                     |             |
total_open_amount      | 54273.28            | 79656.6     | outstanding
baseline_create_date   | 20200126            | 20190722    |
cust_payment_terms     | NAA8                | NAD1        | terms
invoice_id             | 1930438491          | 1929646410  |
isOpen                 | 0                   | 1           | open_flag
"""

IBM = """
countryCode   | 391        | 406        |
customerID    | 0379-NEVHP | 8976-AMJEO | customer_id
PaperlessDate | 4/6/2013   | 3/3/2012   |
invoiceNumber | 611365     | 7900770    | document
InvoiceDate   | 1/2/2013   | 1/26/2013  | invoice_date
DueDate       | 2/1/2013   | 2/25/2013  | due_date
InvoiceAmount | 55.94      | 61.74      | amount
Disputed      | No         | Yes        | disputed
SettledDate   | 1/15/2013  | 3/3/2013   | payment_date
PaperlessBill | Paper      | Electronic |
DaysToSettle  | 13         | 36         |
DaysLate      | 0          | 6          | days_overdue
"""

ERPNEXT = """
Posting Date        | 2026-01-01    | 2026-02-01    | invoice_date
Party               | C7            | C8            | customer_id
Customer Name       | A Ltd         | B Ltd         | customer
Voucher Type        | Sales Invoice | Sales Invoice |
Voucher No          | SINV-1        | SINV-2        | document
Due Date            | 2026-01-31    | 2026-03-03    | due_date
Payment Term        | Net 30        | Net 30        | terms
Invoice Grand Total | 100           | 50            |
Invoiced Amount     | 100           | 50            | amount
Paid Amount         | 40            | 0             | paid_amount
Credit Note         | 0             | 0             | credit_note
Outstanding Amount  | 60            | 50            | outstanding
Age                 | 273           | 242           |
0-30                | 0             | 0             |
Currency            | INR           | INR           | currency
Future Payment Ref  |               |               |
Remaining Balance   | 60            | 50            |
Customer LPO        | PO1           | PO2           |
"""

ZOHO_BOOKS = """
Invoice Date   | 2026-01-01 | 2026-02-01 | invoice_date
Invoice ID     | 98         | 99         |
Invoice Number | INV-1      | INV-2      | document
Invoice Status | Overdue    | Closed     | open_flag
Customer Name  | A Ltd      | B Ltd      | customer
Due Date       | 2026-01-31 | 2026-03-03 | due_date
Item Name      | Desk       | Lamp       |
Account        | Sales      | Sales      |
Quantity       | 1          | 2          |
Item Price     | 60         | 25         |
Item Total     | 60         | 50         |
Item Tax       | 0          | 0          |
SubTotal       | 60         | 50         |
Total          | 60         | 50         | amount
Balance        | 60         | 50         | outstanding
"""

XERO = """
*ContactName   | A Ltd      | B Ltd      | customer
EmailAddress   | a@b        | b@b        |
POCity         | X          | Y          |
*InvoiceNumber | INV-1      | INV-2      | document
*InvoiceDate   | 2026-01-01 | 2026-02-01 | invoice_date
*DueDate       | 2026-01-31 | 2026-03-03 | due_date
Total          | 60         | 50         | amount
*Description   | Desk       | Lamp       |
*Quantity      | 1          | 2          |
*UnitAmount    | 60         | 25         |
*AccountCode   | 200        | 200        |
TaxAmount      | 0          | 0          |
Currency       | EUR        | EUR        | currency
"""

DYNAMICS_365 = """
Customer account               | C7         | C8         | customer_id
Name                           | A Ltd      | B Ltd      | customer
Customer group                 | 30         | 30         |
On time probability            | 0.5        | 0.9        |
Risk flag                      | High       | Low        |
Voucher                        | V1         | V2         |
Invoice                        | INV-1      | INV-2      | document
Transaction type               | Customer   | Customer   |
Description                    | x          | y          |
Date                           | 2026-01-01 | 2026-02-01 | invoice_date
Due date                       | 2026-01-31 | 2026-03-03 | due_date
Days past due                  | 0          | 0          | days_overdue
Amount in transaction currency | 60         | 50         | amount
Balance                        | 60         | 50         | outstanding
Currency                       | USD        | USD        | currency
Payment terms                  | Net30      | Net30      | terms
"""

ODOO = """
Number                       | INV/1      | INV/2      | document
Invoice Partner Display Name | A Ltd      | B Ltd      | customer
Invoice/Bill Date            | 2026-01-01 | 2026-02-01 | invoice_date
Due Date                     | 2026-01-31 | 2026-03-03 | due_date
Untaxed Amount               | 50         | 40         |
Total                        | 60         | 50         | amount
Amount Due                   | 60         | 50         | outstanding
Payment Status               | Not Paid   | Paid       | open_flag
Status                       | Posted     | Posted     |
"""

RECEIVABLES_BILL = """
相关出库单据号     | CK-1       | CK-2       | document
客户名称           | 甲公司     | 乙公司     | customer
应收金额           | 80         | 50         | amount
预收金额           | 0          | 0          |
已核销金额         | 20         | 0          | paid_amount
未核销金额         | 60         | 50         | outstanding
相关销售发货单据号 | XS-1       | XS-2       |
出库日期           | 2026-01-01 | 2026-02-01 | invoice_date
"""

RECEIVABLES_LEDGER = """
客户编码 | C7         | C8         | customer_id
客户名称 | 甲公司     | 乙公司     | customer
单据编号 | YS-1       | YS-2       | document
单据类型 | 应收单     | 应收单     |
业务日期 | 2026-01-01 | 2026-02-01 | invoice_date
到期日   | 2026-01-31 | 2026-03-03 | due_date
币别     | 人民币     | 人民币     | currency
期初余额 | 0          | 0          | opening_balance
本期应收 | 80         | 50         | amount
本期收款 | 20         | 0          | paid_amount
期末余额 | 60         | 50         | outstanding
核销状态 | 部分核销   | 未核销     | open_flag
逾期标志 | 是         | 是         |
部门     | 一部       | 一部       |
业务员   | 张三       | 李四       | owner
"""


def export(drawing: str, as_of: str) -> tuple[Read, dict[str, str]]:
    """The export turned upright and read, and what a person reads in each of its columns."""
    columns = [line.split("|") for line in drawing.strip().splitlines()]
    table = "\n".join("|".join(cells) for cells in list(zip(*columns, strict=True))[:3])
    return read(table, as_of=as_of), {header.strip(): field.strip() for header, _, _, field in columns}


EXPORTS = {
    "HighRadius": HIGHRADIUS,
    "IBM": IBM,
    "ERPNext": ERPNEXT,
    "Zoho Books": ZOHO_BOOKS,
    "Xero": XERO,
    "Dynamics 365": DYNAMICS_365,
    "Odoo": ODOO,
    "应收账单": RECEIVABLES_BILL,
    "应收明细账": RECEIVABLES_LEDGER,
}


@pytest.mark.parametrize("system", EXPORTS)
def test_every_column_is_what_a_person_would_take_it_for(system: str) -> None:
    drawn, expected = export(EXPORTS[system], "2026-10-31")
    assert {header.header: header.field or "" for header in drawn.layout.headers} == expected
    assert drawn.counts == (2, 0, 0, 0)
    # Two of the drawings call an item closed that is open (RL313).
    assert not [finding for finding in drawn.findings if finding.rule not in ("RL102", "RL105", "RL106", "RL303", "RL313")]


@pytest.mark.parametrize("system", ["ERPNext", "Zoho Books", "Xero", "Dynamics 365", "Odoo", "应收账单", "应收明细账"])
def test_what_is_open_is_what_the_export_says(system: str) -> None:
    assert export(EXPORTS[system], "2026-10-31")[0].outstanding == [60, 50]


def test_highradius_the_open_amount_is_the_only_one_and_cleared_rows_are_paid_in_full() -> None:
    drawn, _ = export(HIGHRADIUS, "2020-05-01")
    assert drawn.ledger.customer_id == ["0200769623", "0200980828"]
    assert drawn.ledger.invoice_date == [day("2020-01-26"), day("2019-07-22")]
    assert drawn.ledger.due_date == [day("2020-02-10"), day("2019-08-11")]
    assert drawn.known.amount.tolist() == [5427328, 7965660]
    assert drawn.outstanding == [0, 79656.60]
    assert drawn.known.days_overdue.tolist() == [1, 264]
    # Spare columns are told once each, unknown terms beside a due date not at all.
    assert {finding.rule for finding in drawn.findings} == {"RL102", "RL106"}


def test_ibm_month_first_dates_are_proven_by_their_columns() -> None:
    drawn, _ = export(IBM, "2013-02-28")
    assert drawn.ledger.invoice_date == [day("2013-01-02"), day("2013-01-26")]
    assert drawn.ledger.due_date == [day("2013-02-01"), day("2013-02-25")]
    assert drawn.ledger.disputed == [False, True]
    assert drawn.outstanding == [0, 61.74]
