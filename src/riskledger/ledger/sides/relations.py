"""How things stand with each customer on the as-of date, by the sheets beside the ledger: last contact, promises to pay, contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from riskledger.ledger.customers import Customers
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Known
from riskledger.ledger.sides import Beside
from riskledger.ledger.sides.contact_log import LastContact, last_contacts
from riskledger.ledger.sides.contracts import ContractState, contracts_on
from riskledger.ledger.sides.customer_file import CustomerRow
from riskledger.ledger.sides.promises import PromiseRecord, payments_on, promises_on, settled_on


@dataclass(frozen=True, slots=True)
class Relations:
    """By customer key; what a mapping lacks was never recorded. `lines` are those of the customers sheets."""

    contacts: Mapping[str, LastContact] = field(default_factory=dict)
    promises: Mapping[str, PromiseRecord] = field(default_factory=dict)
    contracts: Mapping[str, ContractState] = field(default_factory=dict)
    lines: Mapping[str, tuple[CustomerRow, ...]] = field(default_factory=dict)


def relations_on(beside: Beside, ledger: Ledger, known: Known, grouped: Customers, currency: NDArray[np.int64]) -> Relations:
    """Judge contacts, promises and contracts on the as-of date.

    Args:
        currency: index of each ledger row's currency. Promises name none, so those of a customer that pays in several are not judged.
    """
    if not (beside.contacts.by_customer or beside.contracts.by_customer):
        return Relations(lines=beside.customers.rows)
    rows = grouped.of_row >= 0
    pairs = set(zip(grouped.of_row[rows].tolist(), currency[rows].tolist(), strict=True))
    several = np.bincount([customer for customer, _ in pairs], minlength=len(grouped.keys)) > 1
    promises = promises_on(
        beside.contacts,
        grouped.keys,
        known.as_of,
        payments_on(known, grouped.of_row, ledger.receipts),
        settled_on(ledger, known, grouped.of_row),
    )
    mixed = {key for key, in_several in zip(grouped.keys, several.tolist(), strict=True) if in_several}
    return Relations(
        last_contacts(beside.contacts, known.as_of),
        {key: record for key, record in promises.items() if key not in mixed},
        contracts_on(beside.contracts, known.as_of),
        beside.customers.rows,
    )
