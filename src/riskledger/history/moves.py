"""What moved between two dates: tiers (migration matrix), who is new, cured or newly overdue, and figures that were restated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from riskledger.history.standings import Balance, Standing, Standings
from riskledger.ledger.tiers import Tier
from riskledger.rating.policy_model import TIERS


class Pair(NamedTuple):
    """The same customer on both dates."""

    before: Standing
    after: Standing


class Restated(NamedTuple):
    """A balance of the earlier date that the ledger gives differently now; money in minor units."""

    customer: str
    currency: str | None
    figure: Literal["outstanding", "overdue"]
    reported: int
    now: int


@dataclass(frozen=True)
class Moved:
    """Everything that moved; lists by what is owed now, largest first."""

    migration: Mapping[Tier, Mapping[Tier, int]]  # from → to → customers of both dates
    risen: tuple[Pair, ...]  # to a riskier tier
    fallen: tuple[Pair, ...]
    new: tuple[Standing, ...]
    cured: tuple[Pair, ...]  # overdue then, nothing overdue now
    newly_overdue: tuple[Pair, ...]


def moved(before: Standings, after: Standings) -> Moved:
    """Compare two dates of one book; a customer is joined by its key."""
    pairs = [Pair(then, now) for key, now in after.customers.items() if (then := before.customers.get(key)) is not None]
    pairs.sort(key=lambda pair: (-_owed(pair.after), pair.after.key))
    counts: dict[Tier, dict[Tier, int]] = {start: dict.fromkeys(TIERS, 0) for start in TIERS}
    for pair in pairs:
        counts[pair.before.tier][pair.after.tier] += 1
    new = sorted((now for key, now in after.customers.items() if key not in before.customers), key=lambda now: (-_owed(now), now.key))
    return Moved(
        migration=counts,
        risen=tuple(pair for pair in pairs if TIERS.index(pair.after.tier) > TIERS.index(pair.before.tier)),
        fallen=tuple(pair for pair in pairs if TIERS.index(pair.after.tier) < TIERS.index(pair.before.tier)),
        new=tuple(new),
        cured=tuple(pair for pair in pairs if _overdue(pair.before) and not _overdue(pair.after)),
        newly_overdue=tuple(pair for pair in pairs if _overdue(pair.after) and not _overdue(pair.before)),
    )


def restated(reported: Standings, now: Standings) -> tuple[Restated, ...]:
    """Balances of one date as reported then against the same date as the ledger gives it now, the largest difference first."""
    found = []
    for key in dict.fromkeys((*reported.customers, *now.customers)):
        old, new = reported.customers.get(key), now.customers.get(key)
        shown = (new or old).customer  # type: ignore[union-attr]  # one of the two holds the key
        olds, news = _by_currency(old), _by_currency(new)
        for currency in sorted({*olds, *news}, key=str):
            then, today = olds.get(currency, Balance(currency, 0, 0, 0)), news.get(currency, Balance(currency, 0, 0, 0))
            if then.outstanding != today.outstanding:
                found.append(Restated(shown, currency, "outstanding", then.outstanding, today.outstanding))
            if then.overdue != today.overdue:
                found.append(Restated(shown, currency, "overdue", then.overdue, today.overdue))
    return tuple(sorted(found, key=lambda each: (-abs(each.now - each.reported), each.customer, each.figure)))


def _by_currency(standing: Standing | None) -> dict[str | None, Balance]:
    return {balance.currency: balance for balance in standing.balances} if standing else {}


def _owed(standing: Standing) -> int:
    return sum(max(0, balance.outstanding) for balance in standing.balances)


def _overdue(standing: Standing) -> bool:
    return any(balance.overdue > 0 for balance in standing.balances)
