"""Use of a credit limit: utilisation = exposure / limit, headroom = limit − exposure, and whether the limit still runs on T."""

from __future__ import annotations

from typing import Literal, NamedTuple

from riskledger.metrics.figures import Amount, Figure, no_amount, none

LimitState = Literal["in_force", "expired", "no_end_stated", "no_limit"]


class LimitUse(NamedTuple):
    """Utilisation as a fraction; headroom in minor units, below 0 when exceeded. An expired limit is measured all the same."""

    utilisation: Figure
    headroom: Amount
    exceeded: bool | None
    state: LimitState


def limit_use(exposure: int, limit: int | None, expiry: int | None, *, as_of: int) -> LimitUse:
    """How far a customer's limit is used on T.

    Args:
        exposure: minor units in the limit's currency, not below 0.
        limit: minor units; None when there is none. 0 is a limit: nothing is to be owed.
        expiry: last day of the limit (ordinal), None when no end is stated.
    """
    if limit is None:
        return LimitUse(none("no_limit"), no_amount("no_limit"), None, "no_limit")
    state: LimitState = "no_end_stated" if expiry is None else "expired" if expiry < as_of else "in_force"
    used = Figure(exposure / limit) if limit else none("limit_is_zero")
    return LimitUse(used, Amount(limit - exposure), exposure > limit, state)
