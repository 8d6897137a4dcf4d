"""A worksheet as read: cells by column with their real row numbers, and what stands around them (ECMA-376 part 1, § 18.3)."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from riskledger.errors import CannotRun
from riskledger.workbook.rows import LAST_COLUMN, column_of, row_number
from riskledger.workbook.strings import BadXmlError, unescaped
from riskledger.workbook.values import CellError, Value

__all__ = ["Box", "CellError", "SheetCells", "TableArea", "Value", "box_of", "children"]


class Box(NamedTuple):
    """A rectangle of cells, 1-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class TableArea:
    """An Excel table. kind: "worksheet" for a plain one, else "queryTable" or "xml"."""

    name: str
    box: Box
    header_rows: int
    totals_rows: int
    columns: tuple[str, ...]
    kind: str
    part: str


@dataclass(slots=True)
class SheetCells:
    """The cells of a sheet. `columns` and `styles` are parallel to `rows`; `complete` is False when only the first rows were read.

    Of an incomplete sheet, merged areas, filter and protection stand behind the rows that were left unread and are not known.
    """

    sheet: str
    rows: list[int]
    columns: dict[int, list[Value]]
    styles: dict[int, array[int]]
    formulas: dict[tuple[int, int], str]
    merged: list[Box] = field(default_factory=list)
    tables: list[TableArea] = field(default_factory=list)
    autofilter: Box | None = None
    protected: bool = False
    complete: bool = True

    def free_columns(self, header_row: int, last_column: int, count: int) -> list[int]:
        """Columns that a ledger can grow into, left to right.

        Directly to the right of the ledger (of its table, if it is one) when no cell, merged area or table of the whole sheet stands in
        the way, else right of everything used. header_row: the ledger's header; last_column: its last column; count: how many are needed.
        CannotRun("no_free_column") when the sheet ends before.
        """
        home = self.table_at(header_row, last_column)
        first = (max(home.box.right, last_column) if home else last_column) + 1
        if any(self._used(column) for column in range(first, first + count)):
            first = self._last_used() + 1
        if first + count - 1 > LAST_COLUMN:
            raise CannotRun("no_free_column", sheet=self.sheet, row=header_row, count=count)
        return list(range(first, first + count))

    def table_at(self, header_row: int, column: int) -> TableArea | None:
        """The table whose header row holds a cell, or None."""
        for table in self.tables:
            if table.header_rows and table.box.top == header_row and table.box.left <= column <= table.box.right:
                return table
        return None

    def _areas(self) -> Iterator[Box]:
        yield from self.merged
        yield from (table.box for table in self.tables)

    def _used(self, column: int) -> bool:
        values = self.columns.get(column)
        return (
            (values is not None and any(value is not None for value in values))
            or any(box.left <= column <= box.right for box in self._areas())
            or any(at == column for _, at in self.formulas)
        )

    def _last_used(self) -> int:
        columns = [column for column, values in self.columns.items() if any(value is not None for value in values)]
        return max([*columns, *(column for _, column in self.formulas), *(box.right for box in self._areas()), 0])


def box_of(reference: str) -> Box:
    """The rectangle that a reference such as "A1:C9" or "$B$2" names. BadXmlError when it names none."""
    first, _, last = reference.replace("$", "").partition(":")
    (top, left), (bottom, right) = (_corner(end) for end in (first, last or first))
    if top > bottom or left > right:
        raise BadXmlError("not an area")
    return Box(top, left, bottom, right)


def _corner(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    return row_number(reference[len(letters) :].encode()), column_of(letters.encode())


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    """Child elements of a local name, whatever their prefix."""
    return [] if element is None else [c for c in element if isinstance(c.tag, str) and c.tag.rpartition("}")[2] == name]


def truth(text: str | None) -> bool:
    """An xsd:boolean attribute; absent is false."""
    return text in ("1", "true", "on")


def surroundings(cells: SheetCells, root: etree._Element) -> None:
    """Take merged areas, filter and protection from a worksheet's tree (its rows left out)."""
    for group in children(root, "mergeCells"):
        for merge in children(group, "mergeCell"):
            cells.merged.append(box_of(merge.get("ref", "")))
    for found in children(root, "autoFilter"):
        if found.get("ref"):
            cells.autofilter = box_of(found.get("ref", ""))
    cells.protected = any(truth(found.get("sheet")) for found in children(root, "sheetProtection"))


def table_area(root: etree._Element, part: str) -> TableArea:
    """A table part as an area. BadXmlError when its range is none."""
    columns = [unescaped(c.get("name", "")) for group in children(root, "tableColumns") for c in children(group, "tableColumn")]
    return TableArea(
        name=unescaped(root.get("displayName") or root.get("name") or ""),
        box=box_of(root.get("ref", "")),
        header_rows=int(root.get("headerRowCount", "1")),
        totals_rows=int(root.get("totalsRowCount", "0")),
        columns=tuple(columns),
        kind=root.get("tableType", "worksheet"),
        part=part,
    )
