"""The customers of a ledger: which rows are one customer, what it is called and in which currencies it trades."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Known
from riskledger.ledger.tiers import Tier


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """An override as it stands on a row: the tier, why, until when (ordinal)."""

    tier: Tier
    reason: str | None
    until: int | None
    row: int


@dataclass(frozen=True)
class Customers:
    """Customers with an assessed row on T, in order of first appearance; `of_row` is −1 for rows that are not assessed."""

    keys: list[str]
    names: list[str]
    ids: list[str | None]
    of_row: NDArray[np.int64]
    overrides: dict[int, OverrideRow]


def customers_on(ledger: Ledger, known: Known) -> Customers:
    """Join rows by customer key. Name, id and override are those of the customer's latest row on T that states them.

    An override that still holds wins over a later row's expired one. A group that is a customer has its own name and no id.
    """
    of_row = np.full(len(ledger.rows), -1, dtype=np.int64)
    places = np.flatnonzero(known.assessed)
    keys = [ledger.key[i] or "" for i in places.tolist()]
    index = {key: customer for customer, key in enumerate(dict.fromkeys(keys))}
    of_row[places] = [index[key] for key in keys]
    # A row that leaves the name blank does not take it from the customer.
    named = np.array([bool(name) for name in ledger.customer], dtype=np.bool_)[places]
    ranked = places[np.lexsort((places, known.invoice_day[places], named))].tolist()
    last = dict(zip(of_row[ranked].tolist(), ranked, strict=True))
    latest = [last[customer] for customer in range(len(index))]
    groups = ledger.group_names
    return Customers(
        keys=list(index),
        names=[groups.get(key) or ledger.customer[i] or ledger.customer_id[i] or "" for key, i in zip(index, latest, strict=True)],
        ids=[None if key in groups else ledger.customer_id[i] for key, i in zip(index, latest, strict=True)],
        of_row=of_row,
        overrides=overrides_on(ledger, known, of_row),
    )


def overrides_on(ledger: Ledger, known: Known, of_row: NDArray[np.int64]) -> dict[int, OverrideRow]:
    """The override of each customer index on T; `of_row`: customer index of each ledger row, −1 for none."""
    chosen: dict[int, tuple[tuple[bool, int, int], OverrideRow]] = {}
    for i, tier in enumerate(ledger.override_tier):
        customer = int(of_row[i])
        if tier is None or customer < 0:
            continue
        until = ledger.override_until[i]
        rank = (until is None or until >= known.as_of, int(known.invoice_day[i]), i)
        if customer not in chosen or rank > chosen[customer][0]:
            chosen[customer] = (rank, OverrideRow(tier, ledger.override_reason[i], until, ledger.rows[i]))
    return {customer: override for customer, (_, override) in chosen.items()}


def currencies_of(ledger: Ledger, known: Known) -> tuple[tuple[str | None, ...], NDArray[np.int64], int]:
    """The book's currencies by name, each row's index into them, and how many assessed rows took the only one for want of their own."""
    stated = [ledger.currency[i] for i in np.flatnonzero(known.assessed).tolist()]
    names = sorted({name for name in stated if name is not None})
    blanks = sum(name is None for name in stated)
    if len(names) <= 1:
        return (names[0] if names else None,), np.zeros(len(ledger.rows), dtype=np.int64), blanks if names else 0
    order: list[str | None] = [*names, *([None] if blanks else [])]
    place = {name: i for i, name in enumerate(order)}
    return tuple(order), np.array([place.get(name, 0) for name in ledger.currency], dtype=np.int64), 0
