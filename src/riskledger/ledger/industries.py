"""The industry of each customer as the ledger's own column names it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from riskledger.ledger.customers import Customers
from riskledger.ledger.data_rows import columns_of
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Known
from riskledger.ledger.values import as_text
from riskledger.workbook.sheet import SheetCells


class Industry(NamedTuple):
    """An industry as written, and the assessed row (its place among these) that names it."""

    name: str
    row: int


def industries_on(ledger: Ledger, cells: SheetCells, known: Known, grouped: Customers) -> dict[int, Industry]:
    """Customer index → the industry on its latest assessed row that names one; none where the column is missing or blank."""
    written = columns_of(cells, ledger.layout, ledger.index, "industry")
    if written is None:
        return {}
    meaning = {value: as_text(value) for value in set(written) if isinstance(value, str)}
    rows = np.flatnonzero(known.assessed)
    found: dict[int, Industry] = {}
    # Later rows replace earlier ones; on one day the lower row is the later.
    for place in np.argsort(known.invoice_day[rows], kind="stable").tolist():
        row = int(rows[place])
        value = written[row]
        name = meaning.get(value) if isinstance(value, str) else None
        if isinstance(name, str) and name:
            found[int(grouped.of_row[row])] = Industry(name, place)
    return found
