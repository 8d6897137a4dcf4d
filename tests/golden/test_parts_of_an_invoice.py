"""Published and reported cases of partial payments, instalments and credit notes, each from a workbook to the figures."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ledger_table import _draw
from riskledger import Assessment, assess
from riskledger.metrics.ageing import BUCKETS, ageing, bucket_of
from riskledger.rating.outlook import settled
from riskledger.rating.points import payment_points

HEAD = "单据号|客户名称|交易日期|到期日|交易金额\n"
RECEIPTS = "收款日期|单据号|收款金额\n"


@pytest.fixture
def book(tmp_path: Path) -> Any:
    """A function that writes sheets (name → drawing) and assesses them on a date."""

    def assessed(as_of: str, **sheets: str) -> Assessment:
        path = tmp_path / "book.xlsx"
        workbook = xlsxwriter.Workbook(str(path))
        for name, table in sheets.items():
            _draw(workbook.add_worksheet(name), table, workbook.add_format({"num_format": "yyyy-mm-dd"}))
        workbook.close()
        return assess(path, as_of=as_of)

    return assessed


def money(assessment: Assessment) -> dict[str, Decimal]:
    """The totals in units."""
    totals = assessment.portfolio.totals
    assert totals is not None
    return {name: Decimal(minor) / 100 for name, minor in totals._asdict().items()}


def aged(assessment: Assessment) -> dict[str, Decimal]:
    """The buckets that hold something, in units; they always add up to what is outstanding."""
    ageing, totals = assessment.portfolio.ageing, assessment.portfolio.totals
    assert ageing is not None
    assert totals is not None
    assert sum(ageing.values()) == totals.outstanding == totals.overdue + totals.not_due + totals.no_due_date
    return {bucket: Decimal(minor) / 100 for bucket, minor in ageing.items() if minor}


def days(assessment: Assessment) -> list[int]:
    return assessment.facts.days_overdue.tolist()


@pytest.mark.parametrize(
    "sheets",
    [
        {
            "台账": HEAD + "D1|A公司|@2016-11-30|@2017-02-28|10000",
            "收款记录": RECEIPTS + "@2016-11-09|D1|1500\n@2017-01-15|D1|1000\n@2017-03-20|D1|2000\n@2017-05-01|D1|5500",
        },
        {
            "台账": "客户名称|交易日期|到期日|交易金额|回款日期1|回款金额1|回款日期2|回款金额2|回款日期3|回款金额3|回款日期4|回款金额4\n"
            "A公司|@2016-11-30|@2017-02-28|10000|@2016-11-09|1500|@2017-01-15|1000|@2017-03-20|2000|@2017-05-01|5500",
        },
        {
            "台账": "单据号|客户名称|交易日期|到期日|交易金额|回款日期|回款金额"
            + "".join(
                f"\nD1|A公司|@2016-11-30|@2017-02-28|10000|@{day}|{amount}"
                for day, amount in [("2016-11-09", 1500), ("2017-01-15", 1000), ("2017-03-20", 2000), ("2017-05-01", 5500)]
            ),
        },
    ],
    ids=["receipts sheet", "numbered columns", "a row per payment"],
)
def test_g30_the_remainder_is_aged_by_the_due_date(book: Any, sheets: dict[str, str]) -> None:
    """odoo #16235: 10,000 with 4,500 paid in three payments is 5,500 at 35 days, whatever the payments' own dates."""
    on_the_day = book("2017-04-04", **sheets)
    assert aged(on_the_day) == {"31-60": 5500}
    assert days(on_the_day) == [35]
    assert money(on_the_day)["invoiced"] == 10000
    later = book("2017-05-01", **sheets)
    assert aged(later) == {}
    assert days(later) == [62]
    assert later.known.paid_day.tolist() == [dt.date(2017, 5, 1).toordinal()]


def test_g31_a_later_payment_has_not_happened(book: Any) -> None:
    """OCA account-financial-reporting #707: paid on 30 June, still open as of 31 May."""
    row = "D1|A公司|@2020-04-30|@2020-05-15|100|@2020-06-30"
    assessment = book("2020-05-31", 台账="单据号|客户名称|交易日期|到期日|交易金额|支付日期\n" + row)
    assert aged(assessment) == {"1-30": 100}
    assert days(assessment) == [16]


@pytest.mark.parametrize(
    "table",
    [
        "客户名称|交易日期|到期日|交易金额\nA公司|@2026-01-05|@2026-01-05|-100",
        "Customer Name|Posting Date|Due Date|Invoiced Amount|Paid Amount|Credit Note|Outstanding Amount\n"
        "A Ltd|@2026-01-05|@2026-01-05|0|0|100|-100",
        "Customer Name|Posting Date|Due Date|Invoiced Amount|Paid Amount|Credit Note\nA Ltd|@2026-01-05|@2026-01-05|-100|0|100",
    ],
    ids=["negative amount", "credit note column", "both"],
)
def test_g32_a_credit_note_that_stands_alone(book: Any, table: str) -> None:
    """ERPNext #55916: paid 0, credited 100, outstanding −100."""
    assessment = book("2026-03-01", 台账=table)
    assert money(assessment)["outstanding"] == -100
    assert assessment.known.received.tolist() == [0]
    assert [finding.rule for finding in assessment.findings] == []


def test_a_credit_note_column_reduces_what_is_open(book: Any) -> None:
    """ERPNext's columns: outstanding = invoiced − paid − credited, with either sign; a document credited in full is nobody's payment."""
    head = "Customer Name|Posting Date|Due Date|Invoiced Amount|Paid Amount|Credit Note|Outstanding Amount\n"
    rows = ["1000|200|300|500", "1000|0|-250|750", "400|0|400|0", "100|100||0"]
    assessment = book("2026-03-01", AR=head + "\n".join(f"A Ltd|@2026-01-05|@2026-02-04|{row}" for row in rows))
    assert [minor / 100 for minor in assessment.known.outstanding.tolist()] == [500, 750, 0, 0]
    assert money(assessment)["overdue"] == 1250
    assert assessment.facts.decided.tolist() == [True, True, False, False]
    assert assessment.findings == ()


def test_g33_an_overpaid_month_is_a_credit(book: Any) -> None:
    """OCA account-financial-reporting #546: 100,000, 50,000 and −1,000 make 149,000; a payment of May is not known in April."""
    rows = ["@2026-02-01|1000|@2026-02-20|2000"]
    rows += [f"@2026-03-0{n}|10000||" for n in range(1, 6)]
    rows += ["@2026-04-01|100000|@2026-05-10|49000"]
    assessment = book("2026-04-30", 台账="客户名称|交易日期|到期日|交易金额|支付日期|已收金额\n" + "\n".join(
        f"A公司|{issued}|{issued}|{rest}" for issued, _, rest in (row.partition("|") for row in rows)
    ))  # fmt: skip
    assert money(assessment)["outstanding"] == 149000
    assert aged(assessment) == {"61-90": -1000, "31-60": 50000, "1-30": 100000}


def test_g34_a_partial_payment_shows_as_paid_and_open(book: Any) -> None:
    """odoo #21353: 200 of 1,000 paid leaves 800."""
    sheets = {"台账": HEAD + "D1|A公司|@2026-01-01|@2026-01-31|1000", "Receipts": "Date|Invoice no.|Amount\n@2026-02-10|D1|200"}
    assessment = book("2026-03-01", **sheets)
    assert assessment.known.received.tolist() == [20000]
    assert money(assessment)["outstanding"] == 800


def test_g37_due_today_is_not_overdue(book: Any) -> None:
    """ERPNext #45685: due on the as-of date is 0 days overdue."""
    assessment = book("2026-01-31", 台账=HEAD + "D1|A公司|@2026-01-01|@2026-01-31|1000")
    assert aged(assessment) == {"due_today": 1000}
    assert days(assessment) == [0]
    assert money(assessment)["overdue"] == 0


TERMS = "单据号|客户名称|交易日期|账期|交易金额|支付日期|已收金额\nD1|A公司|@2026-02-21|30%预付 70%次月月底|{}|{}|{}"


@pytest.mark.parametrize(
    ("as_of", "paid", "buckets", "late"),
    [
        ("2026-02-21", "", {"due_today": 300, "not_due": 700}, 0),
        ("2026-03-01", "", {"1-30": 300, "not_due": 700}, 8),
        ("2026-03-01", "100", {"1-30": 200, "not_due": 700}, 8),
        ("2026-03-01", "300", {"not_due": 700}, 0),
        ("2026-03-01", "450", {"not_due": 550}, 0),
        ("2026-04-05", "", {"31-60": 300, "1-30": 700}, 43),
        ("2026-04-05", "450", {"1-30": 550}, 5),
    ],
)
def test_g27_every_instalment_is_aged_for_itself(book: Any, as_of: str, paid: str, buckets: dict[str, int], late: int) -> None:
    """Odoo's terms: 30 % now, 70 % at the end of the following month; 1,000 on 21 February is 300 due at once and 700 on 31 March."""
    assessment = book(as_of, 台账=TERMS.format(1000, "@2026-02-21" if paid else "", paid))
    assert aged(assessment) == buckets
    assert days(assessment) == [late]
    [customer] = assessment.customers
    assert customer.overdue == money(assessment)["overdue"] == sum(amount for bucket, amount in buckets.items() if bucket[0].isdigit())
    assert customer.max_days_overdue == late
    assert BUCKETS[int(bucket_of(assessment.facts)[0])] == next(iter(buckets))


def test_only_the_instalments_due_make_the_overdue_share(book: Any) -> None:
    """300 of 1,000 is overdue: a share of 0.3; paying the invoice takes all its instalments away."""
    assessment = book("2026-03-01", 台账=TERMS.format(1000, "", ""))
    assert payment_points(assessment.facts, assessment.policy).overdue_share.tolist() == [0.3]
    assert set(ageing(settled(assessment.facts, [0])).values()) == {0}


def test_the_last_instalment_takes_the_cents(book: Any) -> None:
    """30 % of 0.05 is 0.015: two cents, and three are left."""
    assert aged(book("2026-03-01", 台账=TERMS.format(0.05, "", ""))) == {"1-30": Decimal("0.02"), "not_due": Decimal("0.03")}


def test_receipts_show_which_instalment_was_late(book: Any) -> None:
    """Paid in full before the last instalment: on time by its cells, 20 days late for the first by its receipts."""
    whole = book("2026-04-30", 台账=TERMS.format(1000, "@2026-03-13", "1000"))
    assert days(whole) == [0]
    sheets = {"台账": TERMS.format(1000, "", ""), "收款记录": RECEIPTS + "@2026-03-13|D1|300\n@2026-03-31|D1|700"}
    assert days(book("2026-04-30", **sheets)) == [20]


def test_terms_of_the_customers_sheet_fall_due_in_parts_too(book: Any) -> None:
    """The customers sheet's terms hold where the row has neither due date nor terms."""
    sheets = {
        "台账": "客户名称|交易日期|交易金额\nA公司|@2026-02-21|1000",
        "客户档案": "客户名称|账期|信用额度\nA公司|30%预付 70%次月月底|5000",
    }
    assert aged(book("2026-03-01", **sheets)) == {"1-30": 300, "not_due": 700}


def test_advances_stay_negative(book: Any) -> None:
    """An advance is a negative row: nothing was received on it, and it lowers what the customer owes."""
    assessment = book("2026-03-01", 台账=HEAD + "D1|A公司|@2026-01-01|@2026-01-31|1000\n预收|A公司|@2026-02-10|@2026-02-10|-400")
    assert money(assessment)["outstanding"] == 600
    assert assessment.known.received.tolist() == [0, 0]
    assert assessment.customers[0].max_days_overdue == 29
