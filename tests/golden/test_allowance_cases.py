"""Worked examples of loss allowance: provision matrix, run-off, roll rates, and no loss ever observed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from riskledger.metrics.allowance import provision_matrix
from riskledger.metrics.loss_rates import never_zero, run_off_rates
from riskledger.metrics.roll_rates import lifetime_loss_rates


@pytest.mark.parametrize(
    ("lines", "allowances"),
    [
        pytest.param(
            [(15_000_000, "0.003"), (7_500_000, "0.016"), (4_000_000, "0.036"), (2_500_000, "0.066"), (1_000_000, "0.106")],
            [45_000, 120_000, 144_000, 165_000, 106_000],
            id="G8 IFRS 9 IE74",
        ),
        # The source prints 112 for the last band.
        pytest.param(
            [(15_000, "0.005"), (7_500, "0.022"), (4_000, "0.027"), (2_500, "0.045")], [75, 165, 108, "112.50"], id="G10 recomputed"
        ),
    ],
)
def test_provision_matrix(lines: list[tuple[int, str]], allowances: list[int | str]) -> None:
    exposure = {str(at): amount * 100 for at, (amount, _) in enumerate(lines)}
    rates = {str(at): Decimal(rate) for at, (_, rate) in enumerate(lines)}
    assert [line.allowance.value for line in provision_matrix(exposure, rates)] == [int(Decimal(wanted) * 100) for wanted in allowances]


def test_g9_run_off_rates_stay_unrounded() -> None:
    """Of sales of 100,000 there stayed open 50,000, 23,000, 8,000 and 2,000, and 2,000 were never paid."""
    rates = [band.rate for band in run_off_rates([100_000, 50_000, 23_000, 8_000, 2_000], 2_000)]
    assert rates == [Fraction(2, 100), Fraction(4, 100), Fraction(2, 23), Fraction(1, 4), 1]
    balances = dict(zip("abcde", [300_000_00, 140_000_00, 60_000_00, 23_000_00, 5_000_00], strict=True))
    lines = provision_matrix(balances, dict(zip("abcde", rates, strict=True)))
    assert [line.allowance.value for line in lines] == [6_000_00, 5_600_00, 5_217_39, 5_750_00, 5_000_00]
    assert sum(line.allowance.value or 0 for line in lines) == 27_567_39


def test_g40_roll_rates_with_cures() -> None:
    moves = [["0.10", "0.20", "0", "0"], ["0.05", "0.10", "0.30", "0"], ["0", "0.05", "0.10", "0.50"], ["0", "0", "0.05", "0.15"]]
    measured = lifetime_loss_rates([[Decimal(share) for share in row] for row in moves], [Decimal(0), 0, 0, Decimal("0.40")])
    assert measured.rates is not None
    assert [float(rate) * 100 for rate in measured.rates] == pytest.approx([2.0671, 9.3019, 27.5613, 48.6801], abs=5e-5)


@pytest.mark.parametrize(
    ("losses", "items", "policy", "rate", "basis", "bound"),
    [
        pytest.param(0, 40, Decimal("0.016"), Decimal("0.016"), "policy", Fraction(3, 40), id="G44 the policy's matrix"),
        pytest.param(0, 40, None, Fraction(1, 82), "smoothed", Fraction(3, 40), id="G44 without a policy"),
        pytest.param(0, 40, Decimal(0), Fraction(1, 82), "smoothed", Fraction(3, 40), id="G44 a policy's 0 is no evidence either"),
        pytest.param(0, 2, None, Fraction(1, 6), "smoothed", Fraction(1), id="G44 the bound is at most 1"),
        pytest.param(0, 0, Decimal("0.016"), Decimal("0.016"), "policy", None, id="G44 nothing to observe, a policy"),
        pytest.param(0, 0, None, None, None, None, id="G44 nothing at all"),
        pytest.param(1, 40, Decimal("0.016"), Fraction(1, 40), "observed", None, id="a loss was seen"),
    ],
)
def test_never_zero_for_want_of_data(
    losses: int, items: int, policy: Decimal | None, rate: Fraction | None, basis: str | None, bound: Fraction | None
) -> None:
    stated = never_zero(losses, items, policy)
    assert (stated.rate, stated.basis, stated.upper_bound) == (rate, basis, bound)
    assert stated.why == (None if rate is not None else "nothing_observed")
