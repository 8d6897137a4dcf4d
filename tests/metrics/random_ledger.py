"""Random ledgers as they come out of reading, with everything that may stand in a row, for comparing fast metrics with slow ones."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random

from ledger_table import read
from riskledger.ledger.intake import Ledger

TODAY = dt.date(2026, 10, 31)


def random_ledger(seed: int, rows: int = 80) -> Ledger:
    """Invoices over a few days or several years: dated or not, due, with terms, declared or neither; paid early, late, in part, too
    much, undated, before the invoice or not at all; credits, nil rows, unusable rows, and rows and payments after TODAY."""
    chance = random.Random(seed)
    span = chance.choice([20, 100, 400, 1200])
    kinds = chance.choice([["due", "terms", "declared", "due before the invoice", "nothing"], ["due"], ["declared"], ["nothing"]])
    undated = chance.choice([0.0, 0.15, 1.0])
    # What has a default belongs to columns that this ledger does not have.
    plain = [field for field in dataclasses.fields(Ledger) if field.default is field.default_factory is dataclasses.MISSING]
    drawn: dict[str, list[object]] = {field.name: [] for field in plain if field.name not in ("layout", "skipped")}
    for row in range(rows):
        issued = TODAY.toordinal() + 40 - chance.randrange(span + 40)
        amount = chance.choice([chance.randrange(1, 10**7), chance.randrange(1, 10**7), -chance.randrange(1, 10**6), 0])
        paid = issued + chance.randrange(-10, 150) if chance.random() < 0.6 else None
        due, terms, declared = {
            "due": (issued + 30, None, None),
            "terms": (None, issued + 45, None),
            "declared": (None, None, chance.choice([-3, 0, 0, 5, 400])),
            "due before the invoice": (issued - 2, None, 7),
            "nothing": (None, None, None),
        }[chance.choice(kinds)]
        fields: dict[str, object] = {
            "rows": row + 2,
            "index": row,
            "usable": chance.random() < 0.95,
            "key": (key := f"k{chance.randrange(6)}"),
            "customer": key,
            "invoice_date": None if chance.random() < undated else issued,
            "due_date": due,
            "terms_due": terms,
            "declared": declared,
            "payment_date": paid,
            "amount": amount,
            "paid_amount": chance.choice([None, None, None, amount, amount // 3, amount + 500, 700]),
            "outstanding": chance.choice([None, None, None, None, amount // 2]),
            "still_open": chance.choice([None, None, None, True, False]),
        }
        for name, column in drawn.items():
            column.append(fields.get(name))
    return dataclasses.replace(read("客户名称|交易金额|交易日期\n甲|1|@2026-01-01").ledger, **drawn)  # type: ignore[arg-type]
