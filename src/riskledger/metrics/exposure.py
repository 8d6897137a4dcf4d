"""Exposure: outstanding plus open orders, less what insurance and guarantees in force on T cover; never below 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from riskledger.metrics.rates import Rate, portion

CoverState = Literal["in_force", "expired", "amount_unknown"]


@dataclass(frozen=True, slots=True)
class Protection:
    """An insurance or a guarantee: what it covers at most, and its last day.

    `amount` in minor units, or `share` (0 to 1) of the outstanding balance; neither when it is only known to exist. `until` is an
    ordinal, None when no end is stated.
    """

    kind: Literal["insurance", "guarantee"]
    amount: int | None = None
    share: Rate | None = None
    until: int | None = None

    def __post_init__(self) -> None:
        if (self.amount is not None and self.amount < 0) or (self.share is not None and not 0 <= self.share <= 1):
            raise ValueError("cover is a sum not below 0, or a share of 0 to 1")


@dataclass(frozen=True, slots=True)
class Covered:
    """What one protection takes off the exposure, minor units, and why it may be nothing."""

    protection: Protection
    state: CoverState
    amount: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """How a customer's exposure is made up, minor units: net = max(0, outstanding + open orders) − Σ covered."""

    outstanding: int
    open_orders: int
    covered: tuple[Covered, ...]
    net: int


def exposure(outstanding: int, open_orders: int = 0, protections: Sequence[Protection] = (), *, as_of: int) -> Exposure:
    """What is at risk with a customer on T, in one currency.

    Args:
        outstanding: minor units, signed; a credit balance is set against open orders.
        open_orders: minor units, not yet invoiced.
        protections: taken off in their order, each at most what it covers and what is left; the last day still counts. A cover of
            unknown amount takes nothing off, and a share is of the outstanding balance, not of orders.
    """
    left = max(0, outstanding + open_orders)
    covered = []
    for protection in protections:
        state = _state(protection, as_of)
        amount = min(left, _covers(protection, outstanding)) if state == "in_force" else 0
        left -= amount
        covered.append(Covered(protection, state, amount))
    return Exposure(outstanding, open_orders, tuple(covered), left)


def _state(protection: Protection, as_of: int) -> CoverState:
    if protection.until is not None and protection.until < as_of:
        return "expired"
    return "amount_unknown" if protection.amount is None and protection.share is None else "in_force"


def _covers(protection: Protection, outstanding: int) -> int:
    if protection.amount is not None:
        return protection.amount
    return portion(max(0, outstanding), protection.share or 0)
