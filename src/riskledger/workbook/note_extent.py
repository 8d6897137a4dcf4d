"""Where the box of a note lies on its sheet: beside its cell, as large as its text whatever the widths around (§ 18.3.1.13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

from riskledger.workbook.rows import LAST_COLUMN, LAST_ROW
from riskledger.workbook.sheet import children, truth
from riskledger.workbook.vml import Extent

_COLUMN, _ROW = 64, 20  # pixels of a column and a row where the sheet says nothing
_CHARACTER, _PADDING = 7, 5  # pixels of a digit in the usual default font, and of the space in each column
_BESIDE, _ABOVE = 15, 10  # pixels from the cell's right edge, and above its top


class Surface:
    """The measures of a sheet."""

    def __init__(self, frame: etree._Element, heights: Mapping[int, float]) -> None:
        """frame: the worksheet's tree without its rows; heights: of rows that say theirs, in points."""
        self._heights = heights
        self._columns: list[tuple[int, int, int]] = []
        formats = children(frame, "sheetFormatPr")
        self._column = _pixels(formats[0].get("defaultColWidth")) if formats else None
        height = formats[0].get("defaultRowHeight", "") if formats else ""
        self._row = _number(height) * 4 / 3 or _ROW
        for group in children(frame, "cols"):
            for column in children(group, "col"):
                width = 0 if truth(column.get("hidden")) else _pixels(column.get("width"))
                if width is not None and column.get("min", "").isdigit() and column.get("max", "").isdigit():
                    self._columns.append((int(column.get("min", "0")), int(column.get("max", "0")), width))

    def extent(self, row: int, column: int, width: int, height: int) -> Extent:
        """Where a box of a size in pixels lies beside a cell (1-based); at the sheet's last column it lies over the cell."""
        left, top = min(column + 1, LAST_COLUMN), max(row - 1, 1)
        across = _BESIDE if left > column else 0
        down = min(_ABOVE, max(0, self._height(top) - 2)) if top < row else 2
        right = _reached(left, across + width, self._width, LAST_COLUMN)
        bottom = _reached(top, down + height, self._height, LAST_ROW)
        return Extent((left - 1, min(across, max(0, self._width(left) - 1))), (top - 1, down), right, bottom)

    def _width(self, column: int) -> int:
        return next((width for first, last, width in self._columns if first <= column <= last), self._column or _COLUMN)

    def _height(self, row: int) -> int:
        height = self._heights.get(row)
        return round(self._row if height is None else height * 4 / 3)


def _reached(first: int, distance: int, size: Callable[[int], int], last: int) -> tuple[int, int]:
    """The 0-based column or row in which a distance in pixels ends, and how far into it."""
    at = first
    while at < last and distance > size(at):
        distance -= size(at)
        at += 1
    return at - 1, min(distance, size(at))


def _pixels(width: str | None) -> int | None:
    characters = _number(width)
    return int(characters * _CHARACTER + _PADDING) if characters else None


def _number(text: str | None) -> float:
    try:
        return max(0.0, float(text or "0"))
    except ValueError:
        return 0.0
