"""A whole column of amounts at once: numbers and the usual forms of text, in arithmetic that is exact for them; the rest is left.

What is read here reads the same through `parse_money`, cell by cell; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import NoneType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from riskledger.ledger.values.money import usual_scale
from riskledger.ledger.values.text import plain
from riskledger.workbook.sheet import Value

# Bare or with a sign before it and a unit behind: 1,234.50  ¥1,234.5  rmb 800  800元  1.234567万. Three decimals alone have two readings.
_USUAL = re.compile(
    r"^ *(?:(¥|\$|€|£|rmb|cny|usd|eur|) ?(-?(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(?:\d{1,2}|\d{4,6}|\d{3}(?=万))|))(元|万元|万|) *|(.*))$",
    re.MULTILINE | re.ASCII,
)
# Minor units; below, neither the float of a text with six decimals nor its product strays by more than a hundred-thousandth.
_EXACT = 1e10


class AmountColumn(NamedTuple):
    """A column as far as it was read. `minor`: minor units, None for blank cells and for those `left` to be looked at one by one.

    `wording`: what a cell says of its currency: of a usual text its shape (`¥1万`), else the cell itself; empty without texts.
    """

    minor: list[Any]
    wording: list[Value]
    left: list[int]


def read_amounts(values: Sequence[Value], unit: int = 1) -> AmountColumn:
    """The amounts of a column that hold no surprise. unit: what the column's header says a bare number counts (万元: 10,000)."""
    kinds = set(map(type, values))
    if kinds <= {float, NoneType}:
        numbers, wording = np.array(values, dtype=np.float64), list[Value]()
        minor, sure = _whole(np.where(np.abs(numbers) < 1e9, numbers, np.nan) * 100.0, 1e-6)
        if unit != 1:
            sure[:] = False
    else:
        minor, sure, wording = _mixed(values, unit)
    amounts: list[Any] = minor.tolist()
    left = []
    for i in np.flatnonzero(~sure).tolist():
        amounts[i] = None
        if values[i] is not None:
            left.append(i)
    return AmountColumn(amounts, wording, left)


def _mixed(values: Sequence[Value], unit: int) -> tuple[NDArray[np.int64], NDArray[np.bool_], list[Value]]:
    """Texts and numbers side by side: minor units, where they are sure, and the wording."""
    wording: list[Value] = [value if isinstance(value, str) else None for value in values]
    texts = [i for i, value in enumerate(values) if type(value) is str and "\n" not in value]
    lines = "\n".join(["=", *[str(values[i]) for i in texts], "="])  # the ends keep blank texts from being trimmed away
    found = _USUAL.findall(plain(lines))[1:-1]
    usual = [i for i, (_, number, _, _) in zip(texts, found, strict=True) if number]
    shapes = [f"{sign}1{tail}" for sign, number, tail, _ in found if number]
    written = "\n".join([number for _, number, _, _ in found if number]).replace(",", "")
    factors = {shape: usual_scale(shape, unit) * 100.0 for shape in set(shapes)}
    scaled = np.full(len(values), np.nan)
    if shapes:
        scaled[usual] = np.array(written.split("\n"), dtype=np.float64) * np.array([factors[shape] for shape in shapes])
    minor, sure = _whole(np.where(np.abs(scaled) < _EXACT, scaled, np.nan), 1e-5)
    for i, shape in zip(usual, shapes, strict=True):
        wording[i] = shape
    if not sure.all():
        for i in np.flatnonzero(~sure).tolist():
            wording[i] = values[i] if isinstance(values[i], str) else None
    if unit == 1:
        numbers = [i for i, value in enumerate(values) if type(value) is float]
        cells = np.array([values[i] for i in numbers], dtype=np.float64)
        minor[numbers], sure[numbers] = _whole(np.where(np.abs(cells) < 1e9, cells, np.nan) * 100.0, 1e-6)
    return minor, sure, wording


def _whole(scaled: NDArray[np.float64], tolerance: float) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The whole numbers nearest to some, 0 for NaN, and whether they lie within the tolerance."""
    near = np.rint(scaled)
    with np.errstate(invalid="ignore"):  # NaN is no amount
        sure = np.abs(scaled - near) < tolerance
    return np.where(sure, near, 0).astype(np.int64), sure
