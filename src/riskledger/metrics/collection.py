"""Collection effectiveness index (CEI): how much of what could be collected in a period was collected, 1 = all of it.

    whole_sales    (Beg + Sales − End) / (Beg + Sales − Current)         Gaviti; the default
    monthly_sales  (Beg + Sales/N − End) / (Beg + Sales/N − Current)     Credit Research Foundation, N months in the period

Beg, End: outstanding before and after the period; Current: what of End is not past due. Sources print the two under one name. The
default is whole_sales: there the numerator is the money that came in and the denominator all that could have, whatever the length
of the period, while the other sets one month's sales against the change of a quarter's balance. Over one month they are the same.
"""

from __future__ import annotations

from typing import Final, Literal

from riskledger.metrics.figures import Figure, none

CeiVariant = Literal["whole_sales", "monthly_sales"]
DEFAULT_CEI: Final[CeiVariant] = "whole_sales"
MONTH: Final = 1
QUARTER: Final = 3


def cei(before: int, sales: int, end: int, current: int, months: int, variant: CeiVariant = DEFAULT_CEI) -> Figure:
    """CEI of a period as a fraction.

    Args:
        before: outstanding at the beginning, minor units.
        sales: net sales of the whole period, minor units.
        end, current: outstanding at the end, and what of it is not past due, minor units.
        months: length of the period.
        variant: see the module.
    """
    # In N-ths of a minor unit, so that Sales/N stays exact.
    parts = months if variant == "monthly_sales" else 1
    collectable = (before - current) * parts + sales
    return Figure(((before - end) * parts + sales) / collectable) if collectable > 0 else none("nothing_collectable")
