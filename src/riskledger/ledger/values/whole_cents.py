"""Amounts of a whole column at once: nearly all ledgers hold plain numbers, and an array reads them in no time."""

from __future__ import annotations

from collections.abc import Sequence
from types import NoneType
from typing import Any

import numpy as np

from riskledger.workbook.sheet import Value


def whole_cents(values: Sequence[Value]) -> list[Any] | None:
    """A column of nothing but numbers in whole cents, in minor units; None when any cell needs a closer look."""
    if not set(map(type, values)) <= {float, NoneType}:
        return None
    numbers = np.array(values, dtype=np.float64)
    blank = np.isnan(numbers)
    scaled = np.where(blank | (np.abs(numbers) < 1e9), numbers, np.inf) * 100.0
    near = np.rint(scaled)
    with np.errstate(invalid="ignore"):  # infinite ones are the odd ones looked for
        whole = np.abs(scaled - near) < 1e-6
    if not (blank | whole).all():
        return None
    amounts: list[Any] = np.where(blank, 0, near).astype(np.int64).tolist()
    for i in np.flatnonzero(blank).tolist():
        amounts[i] = None
    return amounts
