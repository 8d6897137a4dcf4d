"""Customers put together by what the workbook says of them: their industry in the ledger, their group on the customers sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from riskledger.ledger.customers import Customers
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Known

NO_GROUP: Final = -1


class Grouping(NamedTuple):
    """Names of the groups, and of each customer the index of its own; NO_GROUP where the workbook names none."""

    names: tuple[str, ...]
    of_customer: NDArray[np.int64]


def industries_of(ledger: Ledger, known: Known, grouped: Customers) -> Grouping:
    """Customers by industry: that of the customer's latest row on T that states one."""
    if not ledger.has("industry"):
        return _grouping([None] * len(grouped.keys))
    stated = np.array([text is not None for text in ledger.industry], dtype=np.bool_)
    places = np.flatnonzero(known.assessed & stated)
    ranked = places[np.lexsort((places, known.invoice_day[places]))].tolist()
    latest = {customer: ledger.industry[i] for customer, i in zip(grouped.of_row[ranked].tolist(), ranked, strict=True)}
    return _grouping([latest.get(customer) for customer in range(len(grouped.keys))])


def groups_of(named: Mapping[str, str], grouped: Customers) -> Grouping:
    """Customers by group of companies. named: customer key → the group's name."""
    return _grouping([named.get(key) for key in grouped.keys])


def _grouping(texts: Sequence[str | None]) -> Grouping:
    """Spellings that differ in case or blanks alone are one group, shown as first written."""
    shown: dict[str, str] = {}
    folded = [" ".join(text.casefold().split()) if text else None for text in texts]
    for fold, text in zip(folded, texts, strict=True):
        if fold and text:
            shown.setdefault(fold, text.strip())
    place = {fold: i for i, fold in enumerate(shown)}
    return Grouping(tuple(shown.values()), np.array([place.get(fold or "", NO_GROUP) for fold in folded], dtype=np.int64))
