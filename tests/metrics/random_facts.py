"""Facts of a random ledger, and of a part of their rows."""

from __future__ import annotations

import dataclasses

import numpy as np
from random_ledger import TODAY, random_ledger

from riskledger.ledger.known import Known, known_on
from riskledger.metrics.facts import Bools, Ints, InvoiceFacts, invoice_facts

CUSTOMERS = 6


def random_known(seed: int) -> tuple[Known, Ints]:
    """A random ledger as known on TODAY, and whose each of its rows is."""
    ledger = random_ledger(seed, 150)
    return known_on(ledger, TODAY), np.array([int((key or "k0")[1:]) for key in ledger.key], dtype=np.int64)


def random_facts(seed: int) -> InvoiceFacts:
    """The facts of that ledger; some rows are in dispute, and there are two currencies."""
    known, customer = random_known(seed)
    draw = np.random.default_rng(seed)
    rows = len(customer)
    return invoice_facts(known, customer, CUSTOMERS, draw.integers(0, 3, rows), draw.random(rows) < 0.1, draw.integers(0, 2, rows))


def only(facts: InvoiceFacts, rows: Bools) -> InvoiceFacts:
    """The facts as if the ledger held these rows alone."""
    whole = {field.name: getattr(facts, field.name) for field in dataclasses.fields(facts)}
    return InvoiceFacts(**{name: value[rows] if isinstance(value, np.ndarray) else value for name, value in whole.items()})
