"""Findings on a ledger's rows: the finding at a cell of a row, and the days and amounts it quotes."""

from __future__ import annotations

import datetime as dt

import numpy as np

from riskledger.checks.findings import Finding
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Bools


def row_finding(ledger: Ledger, i: int, rule: str, key: str, value: object, **params: object) -> Finding:
    """A finding at the cell of field `key` in the ledger's i-th row."""
    shown = None if value is None else str(value)
    return Finding(rule, ledger.rows[i], ledger.layout.fields.get(key), key, shown, ledger.customer[i], params)


def date_of(ordinal: int) -> dt.date:
    """The date of an ordinal."""
    return dt.date.fromordinal(int(ordinal))


def rows_where(mask: Bools) -> list[int]:
    """The rows for which a condition holds."""
    return [int(i) for i in np.flatnonzero(mask)]


def amount_text(minor: int) -> str:
    """Minor units as `1,234.50`."""
    return f"{int(minor) // 100 if minor >= 0 else -(-int(minor) // 100):,}.{abs(int(minor)) % 100:02d}"
