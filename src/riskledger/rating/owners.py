"""Who follows up on a customer, where the book names somebody: the latest row that does, else the customers sheet."""

from __future__ import annotations

from collections.abc import Mapping

from riskledger.ledger.customers import Customers
from riskledger.ledger.sides.stated_facts import StatedFacts


def owners_on(grouped: Customers, listed: Mapping[str, StatedFacts], noted: Mapping[int, str]) -> dict[int, str]:
    """Customer index → the owner named; customers without one are left out. `noted`: by customer index, from the ledger's rows."""
    stated = {i: said.owner for i, key in enumerate(grouped.keys) if (said := listed.get(key)) is not None and said.owner}
    return {**stated, **noted}
