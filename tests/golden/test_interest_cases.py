"""Worked examples of late interest by rule set, and of what passing a discount by costs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from riskledger.metrics.early_payment import discount_cost
from riskledger.metrics.interest import late_interest
from riskledger.metrics.interest_rules import cn_lpr, cn_sme, contractual, eu, uk, yearly_rates
from riskledger.metrics.rates import DatedRates, Rate


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def dated(**rates: str) -> DatedRates:
    """Rates by first day, written d20250101="0.0315"."""
    entries: list[tuple[int, Rate]] = [(day(f"{key[1:5]}-{key[5:7]}-{key[7:]}"), Decimal(rate)) for key, rate in rates.items()]
    return DatedRates(tuple(entries))


DUE = day("2025-03-01")


def test_g17_five_in_ten_thousand_a_day() -> None:
    assert late_interest(100_000_00, DUE, DUE + 30, cn_sme()).total.value == 1_500_00
    assert yearly_rates(Decimal("0.0005")) == {365: Fraction(1825, 10_000), 360: Fraction(18, 100)}


def test_g18_eu_interest_and_forty_euro() -> None:
    """4,500 at 3 % + 8 points for 30 days."""
    owed = late_interest(4_500_00, DUE, DUE + 30, eu(dated(d20250101="0.03")), currency="EUR")
    assert (owed.interest.value, owed.fixed_sum.value, owed.total.value) == (40_68, 40_00, 80_68)


def test_g18b_half_years_have_their_own_rate() -> None:
    """2.15 % gives 10.15 %; the days to 30 June count at the rate of 1 January, those from 1 July on at that of 1 July."""
    ecb = dated(d20241218="0.0315", d20250205="0.0290", d20250611="0.0215", d20250910="0.0190")
    owed = late_interest(10_000_00, day("2025-06-10"), day("2025-07-20"), eu(ecb))
    assert [(piece.days, piece.rate.daily * 365) for piece in owed.pieces] == [(20, Fraction(1115, 10_000)), (20, Fraction(1015, 10_000))]
    assert owed.interest.value == 116_71  # 61.0959 + 55.6164
    assert owed.days == 40


def test_g18c_lpr_at_the_breach_and_three_tenths() -> None:
    lpr = dated(d20250220="0.031", d20250520="0.030")
    owed = late_interest(100_000_00, DUE, DUE + 90, cn_lpr(lpr))
    assert owed.total.value == 993_70


@pytest.mark.parametrize(
    ("breach", "why"),
    [
        pytest.param("2019-08-20", None, id="G18c first day of the LPR"),
        pytest.param("2019-08-19", "before_lpr", id="G18c the day before"),
    ],
)
def test_lpr_is_for_breaches_since_it_exists(breach: str, why: str | None) -> None:
    owed = late_interest(100_00, day(breach) - 1, day("2020-01-01"), cn_lpr(dated(d20190801="0.0425")))
    assert owed.interest.why == why


def test_g19_flat_fee_and_contract_rate() -> None:
    owed = late_interest(100_00, DUE, DUE + 15, contractual(Decimal("0.10"), fee=10_00))
    assert (owed.interest.value, owed.total.value) == (41, 110_41 - 100_00)
    assert float(owed.pieces[0].interest) == pytest.approx(41.10, abs=0.005)


@pytest.mark.parametrize(
    ("debt", "fixed"),
    [
        pytest.param("999.99", 40, id="UK below 1,000"),
        pytest.param("1000", 70, id="UK 1,000"),
        pytest.param("9999.99", 70, id="UK below 10,000"),
        pytest.param("10000", 100, id="UK 10,000"),
    ],
)
def test_uk_fixed_sum_by_size(debt: str, fixed: int) -> None:
    """The base rate is that of 31 December before interest starts, and stays: neither February's nor July's cut counts."""
    base = dated(d20241107="0.0475", d20250206="0.0450", d20250508="0.0425")
    owed = late_interest(int(Decimal(debt) * 100), DUE, day("2025-08-01"), uk(base), currency="GBP")
    assert owed.fixed_sum.value == fixed * 100
    assert [piece.rate.daily * 365 for piece in owed.pieces] == [Fraction(1275, 10_000)]


@pytest.mark.parametrize(
    ("year_days", "simple"), [pytest.param(365, 0.3724, id="G19b 365 days"), pytest.param(360, 0.3673, id="G19b 360 days")]
)
def test_g19b_two_ten_net_thirty(year_days: int, simple: float) -> None:
    assert discount_cost(Decimal("0.02"), 10, 30, year_days).simple.value == pytest.approx(simple, abs=5e-5)


def test_g19b_compounded() -> None:
    assert discount_cost(Decimal("0.02"), 10, 30).compounded.value == pytest.approx(0.4459, abs=5e-5)
