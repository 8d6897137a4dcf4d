"""Allowance by age since the invoice date, as Chinese companies practise it (账龄分析法).

5, 10, 30, 50, 80 and 100 % for each further year is a convention, not a rule: some take 20 % for the third year, and the
company's own policy decides (CAS 22 asks for expected losses). Years are calendar years: on its first anniversary an invoice
is still "within one year".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final, cast

import numpy as np

from riskledger.metrics.facts import Ints
from riskledger.metrics.rates import Rate

AGE_BANDS: Final = ("<=1y", "1-2y", "2-3y", "3-4y", "4-5y", ">5y")
CN_AGE_RATES: Final[Mapping[str, Rate]] = MappingProxyType(
    dict(zip(AGE_BANDS, (Decimal("0.05"), Decimal("0.10"), Decimal("0.30"), Decimal("0.50"), Decimal("0.80"), Decimal(1)), strict=True))
)


def age_band_of(invoice_day: Ints, outstanding: Ints, as_of: int) -> Ints:
    """Band index (into AGE_BANDS) of every row by its invoice date, −1 where nothing is outstanding; days as ordinals."""
    anniversaries = np.array([_years_before(as_of, years) for years in range(len(AGE_BANDS) - 1, 0, -1)])
    band = len(AGE_BANDS) - 1 - np.searchsorted(anniversaries, invoice_day, side="right")
    return cast(Ints, np.where(outstanding != 0, band, -1))


def _years_before(day: int, years: int) -> int:
    """The first day whose anniversary, so many years on, has not passed on `day`."""
    then = dt.date.fromordinal(day)
    try:
        return then.replace(year=then.year - years).toordinal()
    except ValueError:  # on 29 February the anniversary of the 28th has passed, that of 1 March is to come
        return dt.date(then.year - years, 3, 1).toordinal()
