"""Published examples of receivables speed, ageing and concentration; where the source prints a slip, the recomputed figure counts.

The names G1 … G34 are those of the list of worked examples from which they are taken.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from ledger_table import Read, read
from riskledger.metrics.ageing_scales import PRESETS, ageing_table, scale
from riskledger.metrics.collection import CeiVariant, cei
from riskledger.metrics.concentration import concentration_of, hhi_band
from riskledger.metrics.dso import count_back, dso_family, dso_simple, less
from riskledger.metrics.facts import Ints, InvoiceFacts, invoice_facts
from riskledger.metrics.month_end_history import history_on
from riskledger.metrics.turnover import period, turnover_of

HALF_YEAR = ([2500, 1750, 2250, 2500, 2000, 2250], [30, 31, 31, 30, 31, 30])  # September back to April


def facts(book: Read) -> InvoiceFacts:
    """The facts of a drawn ledger, nothing in dispute."""
    nothing = book.known.amount * 0
    return invoice_facts(book.known, book.grouped.of_row, len(book.grouped.keys), nothing, nothing > 0, nothing)


def ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


@pytest.mark.parametrize(
    ("sales", "closing", "opening", "times", "days"),
    [
        pytest.param(6_205_000, 330_000, 340_000, 18.52, 19.71, id="G1 average balance"),
        pytest.param(4_192_200, 328_800, None, 12.75, 28.63, id="G2 closing balance, source cuts off to 28.62"),
        pytest.param(4_515_830, 336_500, None, 13.42, 27.20, id="G3 closing balance"),
    ],
)
def test_turnover(sales: int, closing: int, opening: int | None, times: float, days: float) -> None:
    figures = turnover_of(sales, closing, opening, 365)
    shown = (figures.closing, figures.days) if opening is None else (figures.average, figures.days_on_average)
    assert [figure.value for figure in shown] == [pytest.approx(times, abs=0.005), pytest.approx(days, abs=0.005)]
    assert (figures.days_on_average.why == "no_opening_balance") == (opening is None)


@pytest.mark.parametrize(
    ("receivables", "days", "why"),
    [
        pytest.param(12_000, 166.33, None, id="G4b source prints 179.7"),
        pytest.param(13_000, 179.67, None, id="G4b with 1,000 more, what the source computed"),
        pytest.param(4_250, 61.0, None, id="G4c a whole month is taken when it equals what is left"),
        pytest.param(0, 0.0, None, id="G4c nothing owed"),
        pytest.param(13_251, None, "short_history", id="G4c owed longer than the sales go back"),
    ],
)
def test_count_back(receivables: int, days: float | None, why: str | None) -> None:
    figure = count_back(receivables, *HALF_YEAR)
    assert (figure.value, figure.why) == (None if days is None else pytest.approx(days, abs=0.005), why)


@pytest.mark.parametrize("sold", [0, -40])
def test_count_back_stops_at_a_month_without_sales(sold: int) -> None:
    """G4c, as HFM does: such a month has no days to give; a balance used up before it does not meet it."""
    assert count_back(150, [100, sold, 900], [30, 31, 30]).why == "month_without_sales"
    assert count_back(100, [100, sold, 900], [30, 31, 30]).value == 30


class TestSampleQuarter:
    """Sales 3,390, 3,610, 3,890; receivables 6,200 at the start and 6,340 at the end, of which 3,590 not past due; 90 days."""

    SALES = 3_390 + 3_610 + 3_890

    def test_g4_simple_dso(self) -> None:
        assert dso_simple(10_869, 5_538 + 4_566 + 7_570, 90).value == pytest.approx(55.35, abs=0.005)

    @pytest.mark.parametrize(
        ("variant", "percent"),
        [pytest.param("monthly_sales", 55.93, id="G5 sales divided by N"), pytest.param("whole_sales", 79.63, id="G5b sales not divided")],
    )
    def test_cei(self, variant: CeiVariant, percent: float) -> None:
        figure = cei(6_200, self.SALES, 6_340, 3_590, 3, variant)
        assert (figure.value or 0) * 100 == pytest.approx(percent, abs=0.005)

    @pytest.mark.parametrize("variant", ["monthly_sales", "whole_sales"])
    def test_g6_cei_of_one_month_is_the_same_in_both(self, variant: CeiVariant) -> None:
        assert cei(100_000, 1_000_000, 120_000, 100_000, 1, variant).value == pytest.approx(0.980, abs=0.0005)

    def test_g7_best_possible_and_days_delinquent(self) -> None:
        dso, best = dso_simple(6_340, self.SALES, 90), dso_simple(3_590, self.SALES, 90)
        assert [dso.value, best.value, less(dso, best).value] == [pytest.approx(days, abs=0.005) for days in (52.40, 29.67, 22.73)]


def test_g4d_days_granted_delinquent_and_extended() -> None:
    """Sales of 3,000 a month; 3,000 owed and not yet due, 1,500 past due: 45 days of sales in all, 30 of them granted, on terms of 60."""
    book = read(
        """
        客户名称 | 交易日期    | 到期日      | 交易金额 | 支付日期    | 已收金额
        甲       | @2026-01-10 | @2026-03-11 | 3000     | @2026-03-11 |
        甲       | @2026-02-10 | @2026-04-11 | 3000     | @2026-04-10 | 1500
        甲       | @2026-03-01 | @2026-04-30 | 3000     | @2026-04-20 |
        甲       | @2026-04-10 | @2026-06-09 | 3000     |             |
        """,
        as_of="2026-04-30",
    )
    measured = facts(book)
    family = dso_family(measured, period(measured))
    assert (family.count_back.value, family.credit_granted.value) == (30 + 15.5, 30)
    assert (family.delinquent.value, family.extended.value) == (15.5, 30 - 60)
    assert (family.simple.value, family.best_possible.value) == (4500 * 111 / 12000, 3000 * 111 / 12000)
    assert family.days_delinquent.value == 1500 * 111 / 12000


@pytest.mark.parametrize(
    ("shares", "hhi", "four", "band"),
    [
        pytest.param([30, 30, 20, 20], 2600, 100, "high", id="G11"),
        pytest.param([30, 25, 20, 15, 6, 4], 2202, 90, "high", id="G12"),
        pytest.param([25, 25, 20, 20, 6, 4], 2102, 90, "high", id="G12 same four largest, other HHI"),
        pytest.param([25, 20, 15, 10, 8, 7, 6, 5, 4], 1540, 70, "moderate", id="G13"),
        pytest.param([25, 20, 15, 10, 8, 7, 6, 9], 1580, 70, "moderate", id="G13 merged 5 and 4"),
        pytest.param([45, 15, 10, 8, 7, 6, 5, 4], 2540, 78, "high", id="G13 merged 25 and 20"),
    ],
)
def test_concentration(shares: list[int], hhi: float, four: int, band: str) -> None:
    measured = concentration_of(ints(shares), ints(range(len(shares))), len(shares), "no_revenue")
    assert measured.hhi.value == pytest.approx(hhi)
    assert measured.shares is not None
    assert sum(sorted(measured.shares)[-4:]) * 100 == pytest.approx(four)
    assert hhi_band(measured.hhi.value or 0) == band


@pytest.mark.parametrize(("hhi", "band"), [(999.9, "low"), (1000, "moderate"), (1800, "moderate"), (1800.1, "high")])
def test_g14_bands_of_2023(hhi: float, band: str) -> None:
    assert hhi_band(hhi) == band


def test_g28_a_printed_ageing_table_ties_only_where_its_buckets_add_up() -> None:
    """What the published template gets wrong cannot come out of a ledger: 10,000 stands in buckets of 2,000, 500, 0 and 2,500 there."""
    book = read(
        """
        客户名称 | 交易日期    | 到期日      | 交易金额
        A公司    | @2026-01-01 | @2026-11-30 | 2000
        A公司    | @2026-01-01 | @2026-10-01 | 500
        A公司    | @2026-01-01 | @2026-07-03 | 7500
        B公司    | @2026-01-01 | @2026-09-01 | 15000
        """
    )
    table = ageing_table(facts(book), scale((30, 60, 90)))
    assert table.buckets == ("not_due", "due_today", "1-30", "31-60", "61-90", ">90", "no_due_date")
    assert (table.amounts // 100).tolist() == [[2000, 0, 500, 0, 0, 7500, 0], [0, 0, 0, 15000, 0, 0, 0]]


@pytest.mark.parametrize(
    ("due", "group"),
    [
        *[("2026-12-02", 0), ("2026-12-01", 0), ("2026-11-30", 1), ("2026-11-01", 1), ("2026-10-31", 2)],
        *[("2026-10-30", 3), ("2026-10-01", 3), ("2026-09-30", 4), ("2026-09-01", 4), ("2026-08-31", 5)],
    ],
)
def test_g29_signed_groups(due: str, group: int) -> None:
    """As of 2026-10-31: due in 32, 31, 30, 1, 0 days; past due by 1, 30, 31, 60, 61."""
    table = ageing_table(facts(read(f"客户名称|交易日期|到期日|交易金额\n甲|@2026-01-01|@{due}|70")), PRESETS["signed"])
    assert table.portfolio.nonzero()[0].tolist() == [group]
    assert table.buckets[:6] == ("due_in_over_30", "due_in_1-30", "due_today", "1-30", "31-60", ">60")


def test_g30_the_rest_of_a_part_paid_invoice_ages_from_its_due_date() -> None:
    book = read(
        """
        客户名称 | 交易日期    | 到期日      | 交易金额 | 支付日期    | 已收金额
        甲       | @2016-11-30 | @2017-02-28 | 10000    | @2016-11-09 | 4500
        """,
        as_of="2017-04-04",
    )
    table = ageing_table(facts(book), PRESETS["days_120"])
    assert {name: amount for name, amount in zip(table.buckets, table.portfolio.tolist(), strict=True) if amount} == {"31-60": 5500_00}


def test_g31_an_invoice_paid_later_is_still_open_at_the_earlier_month_end() -> None:
    book = read(
        """
        客户名称 | 交易日期    | 交易金额 | 支付日期
        甲       | @2020-04-30 | 100      | @2020-06-30
        """,
        as_of="2020-07-31",
    )
    history = history_on(book.known, book.grouped.of_row, 1)
    assert [point.outstanding for point in history.month_ends] == [100_00, 100_00, 0, 0]


def test_g32_a_credit_note_alone_is_owed_to_the_customer() -> None:
    book = read("客户名称 | 交易日期 | 到期日 | 交易金额\n甲 | @2026-10-01 | @2026-10-01 | -100")
    assert book.outstanding == [-100]
    assert dict(zip(*_shown(book, "days_120"), strict=True))["1-30"] == -100
    assert history_on(book.known, book.grouped.of_row, 1).month_ends[-1].outstanding == -100_00


def test_g33_months_by_invoice_date_with_an_advance_and_a_later_payment() -> None:
    book = read(
        """
        客户名称 | 交易日期    | 交易金额 | 支付日期    | 已收金额
        甲       | @2026-02-20 | -1000    |             |
        甲       | @2026-03-02 | 10000    |             |
        甲       | @2026-03-09 | 10000    |             |
        甲       | @2026-03-16 | 10000    |             |
        甲       | @2026-03-23 | 10000    |             |
        甲       | @2026-03-31 | 10000    |             |
        甲       | @2026-04-15 | 100000   | @2026-05-05 | 49000
        """,
        as_of="2026-04-30",
    )
    table = ageing_table(facts(book), scale((29, 59), "invoice_date"))
    assert (table.buckets, (table.portfolio // 100).tolist()) == (("0-29", "30-59", ">59"), [100_000, 50_000, -1_000])


def test_g34_a_part_paid_invoice_is_open_for_the_rest() -> None:
    book = read("客户名称 | 交易日期 | 交易金额 | 支付日期 | 已收金额\n甲 | @2026-10-01 | 1000 | @2026-10-20 | 200")
    assert (book.outstanding, int(book.known.received[0])) == ([800], 200_00)
    assert _shown(book, "cn_quarterly")[1] == [800, 0, 0, 0, 0]


def _shown(book: Read, preset: str) -> tuple[tuple[str, ...], list[int]]:
    table = ageing_table(facts(book), PRESETS[preset])
    return table.buckets, (table.portfolio // 100).tolist()
