"""What python-calamine leaves out of OpenDocument sheets: error values, merged areas, and how far repeated cells reach (ODF 1.3, § 9)."""

from __future__ import annotations

from xml.parsers import expat

from riskledger.errors import CannotRun
from riskledger.workbook.biff import Outline
from riskledger.workbook.package import Package
from riskledger.workbook.sheet import Box
from riskledger.workbook.values import CellError

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_VALUE_TYPE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 value-type"
_CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_FORMULA, _ACROSS, _DOWN = _TABLE + "formula", _TABLE + "number-columns-spanned", _TABLE + "number-rows-spanned"
_CELLS, _ROW, _SHEET = frozenset([_TABLE + "table-cell", _TABLE + "covered-table-cell"]), _TABLE + "table-row", _TABLE + "table"
_COLUMNS, _ROWS, _NAME = _TABLE + "number-columns-repeated", _TABLE + "number-rows-repeated", _TABLE + "name"
_ERRORS = frozenset(["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"])


def ods_outlines(package: Package, most_cells: int) -> list[Outline]:
    """The sheets of a document in tab order.

    most_cells: refused beyond, of all sheets together. CannotRun: "encrypted", "xml_bomb" (it declares entities), "too_spread", "damaged".
    """
    file = package.path.name
    manifest = package.find("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in package.read(manifest):
        raise CannotRun("encrypted", file=file)
    member = package.find("content.xml")
    if member is None:
        raise CannotRun("damaged", file=file, part="content.xml")
    scan = _Scan(file, most_cells)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = None
    parser.StartDoctypeDeclHandler = scan.refuse_doctype
    scan.parser = parser
    try:
        for chunk in package.stream(member):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise CannotRun("damaged", file=file, part="content.xml") from None
    scan.close_cell()
    return scan.outlines


class _Scan:
    """Follows the cells of all tables by their start tags alone; the text of a cell is heard only where it may name an error."""

    def __init__(self, file: str, most_cells: int) -> None:
        self.outlines: list[Outline] = []
        self.parser: expat.XMLParserType | None = None
        self._file, self._most = file, most_cells
        self._cells = 0  # of the sheets before
        self._row = self._next_row = self._column = 1
        self._heard: list[str] | None = None
        self._suspect: tuple[Outline, Box, bool] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self._cell(attributes)
        elif name == _ROW:
            self._row = self._next_row
            self._next_row += int(attributes.get(_ROWS, "1"))
            self._column = 1
        elif name == _SHEET:
            self.close_cell()
            self._cells += self.outlines[-1].area if self.outlines else 0
            self.outlines.append(Outline(attributes.get(_NAME, "")))
            self._row = self._next_row = self._column = 1

    def refuse_doctype(self, *_: object) -> None:
        raise CannotRun("xml_bomb", file=self._file, part="content.xml")

    def close_cell(self) -> None:
        """Settle whether the last cell that was listened to holds an error."""
        if self._suspect is None or self._heard is None:
            return
        outline, box, certain = self._suspect
        text = "".join(self._heard).strip()
        if certain or text in _ERRORS:
            error = CellError(text if text in _ERRORS else "#VALUE!")
            for row in range(box.top, box.bottom + 1):
                for column in range(box.left, box.right + 1):
                    outline.errors[row, column] = error
        self._suspect = self._heard = None
        if self.parser is not None:
            self.parser.CharacterDataHandler = None

    def _cell(self, attributes: dict[str, str]) -> None:
        if self._suspect is not None:
            self.close_cell()
        if not attributes:
            self._column += 1
            return
        left, count = self._column, int(attributes.get(_COLUMNS, "1"))
        self._column += count
        if not self.outlines:  # before the first table: cells deleted under change tracking
            return
        outline = self.outlines[-1]
        if _ACROSS in attributes or _DOWN in attributes:
            across, down = int(attributes.get(_ACROSS, "1")), int(attributes.get(_DOWN, "1"))
            if across * down > 1:
                outline.merged.append(Box(self._row, left, self._row + down - 1, left + across - 1))
        kind = attributes.get(_VALUE_TYPE)
        if kind is None:
            return
        box = Box(self._row, left, self._next_row - 1, self._column - 1)
        if outline.reach(*box) and self._cells + outline.area > self._most:
            raise CannotRun("too_spread", file=self._file, sheet=outline.name, limit=self._most)
        certain = attributes.get(_CALC_TYPE) == "error"
        # Excel writes an error as the number 0 with the error for its text.
        if certain or (kind != "string" and _FORMULA in attributes):
            self._suspect, self._heard = (outline, box, certain), []
            if self.parser is not None:
                self.parser.CharacterDataHandler = self._heard.append
