"""What it costs a customer to let an early-payment discount pass: d / (1 − d) × year / (net days − discount days)."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from riskledger.metrics.figures import Figure, none


class DiscountCost(NamedTuple):
    """Yearly rates as fractions: `simple` on the stated year, and `compounded` over its periods."""

    simple: Figure
    compounded: Figure


def discount_cost(discount: Decimal, discount_days: int, net_days: int, year_days: int = 365) -> DiscountCost:
    """The yearly rate at which a customer borrows by paying on the net day; above its bank's rate it should take the discount.

    Args:
        discount: 0.02 for 2 %; ValueError unless between 0 and 1.
        discount_days, net_days: from the invoice date. Without days between them there is no credit to price.
        year_days: 365, or 360 where the bank counts so.
    """
    if not 0 < discount < 1:
        raise ValueError("a discount is between 0 and 1")
    gained = net_days - discount_days
    if gained <= 0:
        return DiscountCost(none("no_credit_period"), none("no_credit_period"))
    rate = float(discount / (1 - discount))
    return DiscountCost(Figure(rate * year_days / gained), Figure((1 + rate) ** (year_days / gained) - 1))
