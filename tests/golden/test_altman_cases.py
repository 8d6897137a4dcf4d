"""Worked examples of Altman's Z scores."""

from __future__ import annotations

import dataclasses

import pytest

from riskledger.metrics.altman import Z_DOUBLE, Z_DOUBLE_AS_PRIME, Z_DOUBLE_EMERGING, Z_PRIME, CutOffs, Statements, z_double_prime, z_prime

SOUND = Statements(working_capital=300, retained_earnings=200, ebit=80, book_equity=400, total_assets=1000, total_liabilities=600)
AILING = Statements(working_capital=-100, retained_earnings=-150, ebit=-50, book_equity=100, total_assets=1000, total_liabilities=900)


@pytest.mark.parametrize(
    ("statements", "z", "band"),
    [pytest.param(SOUND, 3.8576, "safe", id="G43 sound"), pytest.param(AILING, -1.3643, "distress", id="G43 ailing")],
)
def test_z_double_prime(statements: Statements, z: float, band: str) -> None:
    plain, emerging = z_double_prime(statements).value, z_double_prime(statements, emerging=True).value
    assert plain is not None
    assert emerging is not None
    assert plain == pytest.approx(z, abs=5e-5)
    assert (Z_DOUBLE.band(plain), Z_DOUBLE_EMERGING.band(emerging)) == (band, band)


@pytest.mark.parametrize("field", ["total_assets", "total_liabilities"])
@pytest.mark.parametrize("value", [0, -5])
def test_g43_not_computable_without_assets_or_liabilities(field: str, value: float) -> None:
    assert z_double_prime(dataclasses.replace(SOUND, **{field: value})).why == "base_not_positive"


@pytest.mark.parametrize(
    ("field", "of_z_prime", "of_z_double"),
    [
        pytest.param("working_capital", 0.717, 6.56, id="G16 WC/TA, 6.56 and not the 6.5 that is printed"),
        pytest.param("retained_earnings", 0.847, 3.26, id="G16 RE/TA"),
        pytest.param("ebit", 3.107, 6.72, id="G16 EBIT/TA"),
        pytest.param("book_equity", 0.420, 1.05, id="G16 BVE/TL"),
        pytest.param("sales", 0.998, 0, id="G16 S/TA"),
    ],
)
def test_g16_one_ratio_at_a_time(field: str, of_z_prime: float, of_z_double: float) -> None:
    nothing = {"working_capital": 0, "retained_earnings": 0, "ebit": 0, "book_equity": 0, "sales": 0}
    one = Statements(total_assets=100, total_liabilities=100, **{**nothing, field: 100})
    assert z_prime(one).value == pytest.approx(of_z_prime)
    assert z_double_prime(one).value == pytest.approx(of_z_double)


@pytest.mark.parametrize(
    ("cuts", "z", "band"),
    [
        *[(Z_PRIME, 1.22, "distress"), (Z_PRIME, 1.23, "grey"), (Z_PRIME, 2.90, "grey"), (Z_PRIME, 2.91, "safe")],
        *[(Z_DOUBLE, 1.09, "distress"), (Z_DOUBLE, 1.10, "grey"), (Z_DOUBLE, 2.61, "safe"), (Z_DOUBLE_AS_PRIME, 2.61, "grey")],
    ],
)
def test_g16_both_sets_of_cut_offs(cuts: CutOffs, z: float, band: str) -> None:
    assert cuts.band(z) == band
