"""The pipeline through the Python API: tables as an analyst keeps them, and what comes out."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

import riskledger
from riskledger import Assessment, CannotRun, assess

T = dt.date(2017, 4, 4)


def book(path: Path, table: str) -> Path:
    """A ledger from a table in text, the way it reads: header line first, columns parted by |; every cell a text."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("台账")
        for row, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                if cell:
                    sheet.write_string(row, column, cell)
    return path


@pytest.fixture
def of(tmp_path: Path):  # type: ignore[no-untyped-def]  # the type of a fixture that makes assessments is longer than its body
    """Assess a table as of a date."""
    return lambda table, as_of=T: assess(book(tmp_path / "book.xlsx", table), as_of=as_of)


def held(assessment: Assessment) -> dict[str, str]:
    """Ageing buckets that hold something."""
    assert assessment.portfolio.ageing is not None
    return {name: f"{amount / 100:.2f}" for name, amount in assessment.portfolio.ageing.items() if amount}


def test_a_partial_payment_leaves_the_rest_open_from_its_due_date(of) -> None:  # type: ignore[no-untyped-def]
    """10,000 due 28 February, 4,500 received: 5,500 stand 35 days overdue on 4 April, not 120 since the invoice."""
    assessment = of("""
        客户 | 开票日期   | 到期日     | 开票金额  | 已收金额 | 支付日期
        甲   | 2016-11-30 | 2017-02-28 | 10,000元  | 4,500    | 2017-03-05
    """)
    assert held(assessment) == {"31-60": "5500.00"}
    assert assessment.customers[0].max_days_overdue == 35


def test_a_later_payment_has_not_happened_yet(of) -> None:  # type: ignore[no-untyped-def]
    table = """
        客户 | 开票日期   | 到期日     | 应收金额 | 已收金额 | 支付日期
        甲   | 2020-04-30 | 2020-05-15 | 100  | 100      | 2020-06-30
    """
    assert held(of(table, dt.date(2020, 5, 31))) == {"1-30": "100.00"}
    assert held(of(table, dt.date(2020, 6, 30))) == {}


def test_an_invoice_due_on_the_day_is_not_overdue(of) -> None:  # type: ignore[no-untyped-def]
    table = """
        客户 | 开票日期   | 账期  | 应收金额
        甲   | 2017-03-05 | 30天 | 100
    """
    assert held(of(table)) == {"due_today": "100.00"}
    assert (of(table).portfolio.totals.overdue, of(table).portfolio.totals.not_due) == (0, 100_00)
    assert held(of(table, dt.date(2017, 4, 5))) == {"1-30": "100.00"}


def test_a_credit_note_alone(of) -> None:  # type: ignore[no-untyped-def]
    assessment = of("""
        客户 | 开票日期   | 应收金额
        甲   | 2017-03-05 | (100)
    """)
    assert assessment.portfolio.totals.outstanding == -100_00
    assert assessment.customers[0].exposure == Decimal("0.00")


def test_terms_on_the_row_give_the_days_of_the_classic_table(of) -> None:  # type: ignore[no-untyped-def]
    assessment = of(
        """
        客户名称 | 交易日期   | 账期 | 交易金额 | 支付日期   | 投诉次数
        A        | 2023-01-01 | 5    | 10,000元 | 2023-01-03 | 0次
        B        | 2023-02-15 | 0    | 5,000元  | 2023-02-20 | 1次
        C        | 2023-03-10 | 3    | 20,000元 | 2023-03-15 | 2次
        D        | 2023-04-05 | 0    | 8,000元  | 未支付     | 3次
        """,
        dt.date(2023, 5, 5),
    )
    assert assessment.facts.days_overdue.tolist() == [0, 5, 2, 30]
    assert {entry.customer: entry.tier for entry in assessment.customers} == {"A": "low", "B": "medium", "C": "medium", "D": "high"}
    assert {entry.customer: round(entry.risk_points, 1) for entry in assessment.customers} == {"A": 6.9, "B": 24.5, "C": 24.7, "D": 60.4}


def test_due_dates_by_precedence(of) -> None:  # type: ignore[no-untyped-def]
    """The date on the row, else its terms, else what is declared; never a guess."""
    assessment = of("""
        客户 | 开票日期   | 到期日     | 账期 | 逾期天数 | 应收金额
        甲   | 2017-03-01 | 2017-03-30 | 90   | 99       | 100
        甲   | 2017-03-01 |            | 30   | 99       | 100
        甲   | 2017-03-01 |            |      | 12       | 100
        甲   | 2017-03-01 |            |      |          | 100
    """)
    assert assessment.facts.days_overdue.tolist() == [5, 4, 12, -1]
    assert held(assessment) == {"1-30": "300.00", "no_due_date": "100.00"}


def test_rows_are_read_assessed_excluded_later_and_skipped(of) -> None:  # type: ignore[no-untyped-def]
    assessment = of("""
        客户 | 开票日期   | 应收金额
        甲   | 2017-03-01 | 100
        甲   | 2017-02-30 | 100
             | 2017-03-01 | 100
        甲   |            | 100
        甲   | 2017-03-01 | 好多
        乙   | 2017-05-01 | 100
        客户 | 开票日期   | 应收金额
        合计 |            | 600
    """)
    assert assessment.row_counts == {"read": 6, "assessed": 1, "excluded": 4, "later": 1, "skipped": 2}
    assert assessment.has_errors


def test_the_same_customer_under_two_spellings_and_one_id(of) -> None:  # type: ignore[no-untyped-def]
    assessment = of("""
        客户编号 | 客户       | 开票日期   | 应收金额
        0100     | 沃尔（旧） | 2017-01-01 | 100
        0100     | 沃尔       | 2017-03-01 | 100
                 | 丙 公司    | 2017-03-01 | 100
                 | 丙　公司   | 2017-03-01 | 100
    """)
    assert sorted((entry.customer_id, entry.customer) for entry in assessment.customers if entry.customer_id) == [("0100", "沃尔")]
    assert len(assessment.customers) == 2


def test_money_is_exact_and_as_given(of) -> None:  # type: ignore[no-untyped-def]
    assessment = of("""
        客户 | 开票日期   | 应收金额
        甲   | 2017-03-01 | 0.1
        甲   | 2017-03-01 | 0.2
        甲   | 2017-03-01 | 1.2万
        甲   | 2017-03-01 | ¥１，０００．０５
    """)
    assert assessment.customers[0].outstanding == Decimal("13000.35")


@pytest.mark.parametrize("wrong", ["2017-13-01", "yesterday", ""])
def test_an_as_of_date_that_is_none_is_refused(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as caught:
        assess(book(tmp_path / "book.xlsx", "客户|开票日期|应收金额\n甲|2017-03-01|1"), as_of=wrong)
    assert (caught.value.code, caught.value.params) == ("bad_as_of", {"value": wrong})


def test_without_a_ledger_it_says_what_it_looked_at(tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as caught:
        assess(book(tmp_path / "book.xlsx", "买什么|多少\n苹果|3"), as_of=T)
    assert caught.value.code == "no_ledger"
    assert [sheet for sheet, _ in caught.value.params["looked"]] == ["台账"]  # type: ignore[attr-defined]  # pairs


def test_assess_writes_nothing(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", "客户|开票日期|应收金额\n甲|2017-03-01|1")
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert assess(path, as_of="2017-04-04").as_of == T
    assert (path.read_bytes(), path.stat().st_mtime_ns, list(tmp_path.iterdir())) == (*before, [path])


def test_importing_the_package_and_asking_its_version_stays_cheap() -> None:
    """Neither pandas nor openpyxl nor typer is loaded before it is needed."""
    source = str(Path(riskledger.__file__).parents[1])
    code = (
        f"import sys; sys.path.insert(0, {source!r}); import riskledger; "
        "print(sorted({'pandas', 'openpyxl', 'typer', 'rich'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_help_does_not_load_pandas_or_openpyxl() -> None:
    source = str(Path(riskledger.__file__).parents[1])
    code = (
        f"import sys; sys.path.insert(0, {source!r}); from riskledger.cli.app import run; run(['--help']); "
        "print(sorted({'pandas', 'openpyxl', 'lxml', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()[-1] == "[]"
