"""The header rows of real systems: what each kind of sheet is, and what a person would take each of its headers for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ledger_table import sheet
from riskledger.ledger.recognise import VOCABULARY, header_of, kind_of_sheet, normalise
from riskledger.ledger.sheet_kinds import buckets_of

# kind of export | header=field …, the kind of sheet it is; a header without a field is not read, a bucket is an ageing column.
TABLE = """
AR ledger (zh) -> other
  客户编码=customer_id; 客户名称=customer; 单据编号=document; 单据类型; 业务日期=invoice_date; 到期日=due_date; 币别=currency
  期初余额=opening_balance; 本期应收=amount; 本期收款=paid_amount; 期末余额=outstanding; 核销状态=open_flag; 逾期标志; 部门; 业务员=owner
AR ageing (zh) -> ageing_summary
  客户编码=customer_id; 客户名称=customer; 应收账款总额=outstanding; 未到期=bucket; 0-30天=bucket; 31-60天=bucket; 61-90天=bucket
  90天以上=bucket; 坏账准备估计; 风险等级=tier
AR ageing (zh) -> ageing_summary
  销售名字=owner; 客户状态; 客户名称=customer; 应收款合计=outstanding; 未逾期金额=bucket; 1～30天=bucket; 31～60天=bucket; 61～90天=bucket
  91～180天=bucket; 181～365天=bucket; >365天=bucket; >90天合计; >90天占比; 本期合计; actionPlan=action
Arrears (zh) -> other
  客户=customer; 委托方; 信保客户; 额度; 委托单号; 委托单类型; 服务费率; 业务日期=invoice_date; 单据编号=document; 单据类型
  应收日期=due_date; 款项明细; 应收原币币别=currency; 收应原币金额=amount; 折人民币结算汇率=exchange_rate; 折人民币应收金额
  是否已付款=open_flag; 超账期天数=days_overdue; 核销申请金额
CRM export (zh) -> customer_list
  客户名称=customer; 联系人=contact_person; 手机; 电话=phone; QQ; 微信; 地址; 备注; 来源; 客户等级; 客户行业=industry; 客户状态; 客户类型
  创建时间; 更新时间; 最近沟通时间; 沟通内容=contact_log; 归属人=owner; 创建人
CRM export (zh, gb18030 CSV) -> customer_list
  客户名称=customer; 联系人=contact_person; 省; 市; 区; 地址; 账户状态; 创建时间
CRM import (zh) -> customer_list
  序号; 客户区域; 客户类别; 客户名称=customer; 客户代号=customer_id; 初次备案日期; 行业划分=industry; 客户来源
  客户所属商务公司代码; 隶属部门
  业务负责人=owner; 分配日期; 分配次数; 档案编号; 备案类别; 项目备案号; 项目名称; 品牌; 主要产品; 客户联系人=contact_person; 座机电话
  联系传真; QQ/E-mail; 手机=phone; 公司地址; 开票资料上传; 备注
Zoho Books Invoice.csv (line per item) -> other
  Invoice Date=invoice_date; Invoice ID; Invoice Number=document; Invoice Status=open_flag; Customer Name=customer; GST Treatment
  GST Identification Number (GSTIN); Place of Supply; Due Date=due_date; Is Inclusive Tax; Item Name; Account; Quantity; Item Price
  Item Total; Item Tax; Item Tax %; Item Tax Amount; HSN/SAC; Shipping Charge; Adjustment; SubTotal; Total=amount; Balance=outstanding
Zoho Books Contacts.csv (tail) -> other
  Place Of Supply; Payment Terms=terms; Payment Terms Label; Opening Balance=opening_balance; Credit Limit; Billing Address; Billing City
  Billing Code; Accounts Receivable; Customer Sub Type
Zoho Invoice Invoice.csv -> other
  Invoice Date=invoice_date; Invoice ID; Invoice Number=document; Invoice Status=open_flag; Customer ID=customer_id
  Customer Name=customer; Customer Number; Due Date=due_date; SubTotal; Total=amount; Entity Discount Amount; Notes; Subject
  Billing Address; Item Name; Item Desc; Quantity; Item Total; Item Price
Xero sales invoice -> other
  *ContactName=customer; EmailAddress; POAddressLine1..4; POCity; PORegion; POPostalCode; POCountry; *InvoiceNumber=document
  *InvoiceDate=invoice_date; *DueDate=due_date; Total=amount; InventoryItemCode; *Description; *Quantity; *UnitAmount; *AccountCode
  *TaxType; TaxAmount; TrackingName1; Currency=currency
Dynamics 365 F&O transactions -> other
  Customer account=customer_id; Name=customer; Customer group; On time probability; Late probability; Very late probability; Risk flag
  Voucher; Invoice=document; Transaction type; Description; Date=invoice_date; Due date=due_date; Days past due=days_overdue
  Amount in transaction currency=amount; Balance=outstanding; Currency=currency; Payment terms=terms
Dynamics 365 F&O aged balances -> ageing_summary
  Customer account=customer_id; Name=customer; Aging period definition; As of date; Current=bucket; 30 days=bucket; 60 days=bucket
  90 days=bucket; 180 and over=bucket; Balance=outstanding
ERP AR ageing (real layout, data not kept) -> other
  Entity; GL_Account; Segment; GlobalCustomer; Controller; Origacct; PO_Ref; JobCategory; Order_Nr; Group_Code; Customer_Class; ExternalText
  Nota_Fiscal_Number; ProductAccount; SalesmanName=owner; Salesman; dseq; Payment_Terms=terms; Credit_Limit; AvailableCreditLimit
  ccy=currency; Customer_Name=customer; Customer_Number=customer_id; Document_Ref=document; Document_Date=invoice_date
  pduedate=due_date; Original_Amount=amount; Goods_Amount; VAT_Amount; Outstanding value=outstanding; PA & Doc Ref No.; Customer Type
  Overdue days=days_overdue; Bucket; Entity2; PA/Division; Profit Center; Remark; Segment; Region; Classification; Dealer; PC; COMB; Sumifs
  Type; Dr/Cr
City AP ageing -> payables
  EST#; Invoice=document; WO; Invoice Date=invoice_date; Vendor; Vendor ID; Amount=amount; Days Outsatnding; PO: Release
HighRadius training set -> other
  business_code; cust_number=customer_id; name_customer=customer; clear_date=payment_date; buisness_year; doc_id=document
  posting_date=invoice_date; due_in_date=due_date; baseline_create_date; cust_payment_terms=terms; converted_usd=outstanding; Aging Bucket
IBM late payment -> other
  countryCode; customerID=customer_id; PaperlessDate; invoiceNumber=document; InvoiceDate=invoice_date; DueDate=due_date
  InvoiceAmount=amount; Disputed=disputed; SettledDate=payment_date; PaperlessBill; DaysToSettle; DaysLate=days_overdue
"""

Row = tuple[str, str, list[tuple[str, str]]]


def rows() -> list[Row]:
    """(system, kind of sheet, headers with their fields) of the table."""
    found: list[Row] = []
    for line in TABLE.strip().splitlines():
        if " -> " in line:
            system, kind = line.split(" -> ")
            found.append((system, kind, []))
        else:
            cells = [cell.rpartition("=") if "=" in cell else (cell, "", "") for cell in line.split(";")]
            found[-1][2].extend((header.strip(), field.strip()) for header, _, field in cells)
    return found


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} {len(row[2])}")
def test_every_header_is_mapped_as_a_person_would(row: Row) -> None:
    _, kind, expected = row
    cells = sheet("|".join(header for header, _ in expected) + "\nx")
    layout = header_of(cells)
    assert layout is not None
    buckets = buckets_of([header.header for header in layout.headers])
    read = [(header.header, "bucket" if place in buckets else header.field or "") for place, header in enumerate(layout.headers)]
    assert read == expected
    assert kind_of_sheet(cells, layout) == kind


def test_one_line_lists_aliases() -> None:
    """Words that Chinese receivable ledgers use for the same thing."""
    same = "客户编码=客户代码; 客户名称=客户; 单据编号=单号=发票号码=发票号; 业务日期=单据日期=开单日期=日期"
    same += "; 到期日=到期日期=应收日期; 币别=币种; 本期应收=应收金额=应收; 本期收款=收款金额=已收金额=已收; 业务员=销售员=经办人"
    for group in same.split("; "):
        assert len({VOCABULARY[normalise(word)][0] for word in group.split("=")}) == 1, group


def test_the_table_covers_the_published_header_rows() -> None:
    """Each row of the corpus' list is one of ours, header by header; ellipses are gaps."""
    corpus = os.environ.get("RISKLEDGER_CORPUS")
    listed = Path(corpus).parent / "headers.tsv" if corpus else None
    if listed is None or not listed.is_file():
        pytest.skip("RISKLEDGER_CORPUS does not name a folder with headers.tsv beside it")
    ours = [(system, [header for header, _ in headers]) for system, _, headers in rows()]
    for line in listed.read_text(encoding="utf-8").splitlines()[1:]:
        system, _, headers = line.partition("\t")
        if "aliases" not in system:
            cells = [header.strip('"').strip() for header in headers.split("|") if header != "..."]
            assert (system, cells) in ours
