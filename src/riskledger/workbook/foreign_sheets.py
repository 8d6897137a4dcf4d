"""Sheets of .xls, .xlsb and OpenDocument files: values as python-calamine reads them, and what it leaves out ([MS-XLS], ODF 1.3)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from riskledger.errors import CannotRun
from riskledger.workbook.biff import Outline, xls_outlines, xlsb_outlines
from riskledger.workbook.new_book import NewBook, NewValue
from riskledger.workbook.ods import ods_outlines
from riskledger.workbook.ole import OleFile
from riskledger.workbook.package import Package
from riskledger.workbook.sheet import Box

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

SheetKind = Literal["xls", "xlsb", "ods"]

MOST_CELLS = 20_000_000  # of the rectangles around the values: the reader holds them at some 60 bytes each, blanks too
MOST_INFLATED = 1 << 30
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?", re.ASCII)


def copy_sheets(path: Path, kind: SheetKind, book: NewBook) -> tuple[str, ...]:
    """Add the worksheets of a file to a new workbook, each cell at its address; what is to be said about it, as codes of `Converted.notes`.

    CannotRun: "too_spread", "zip_bomb", "xml_bomb", "damaged", "encrypted", and those of `NewBook.add_sheet`.
    """
    from python_calamine import SheetTypeEnum

    outlines = _outlines(path, kind)
    if sum(outline.area for outline in outlines) > MOST_CELLS:
        widest = max(outlines, key=lambda outline: outline.area)
        raise CannotRun("too_spread", file=path.name, sheet=widest.name, limit=MOST_CELLS)
    notes, kept = ["values_only"], []
    with _reader(path) as workbook:
        tabs = workbook.sheets_metadata
        known = len(tabs) == len(outlines)
        if not known:
            notes.append("errors_unknown")
        for position, tab in enumerate(tabs):
            if tab.typ != SheetTypeEnum.WorkSheet:
                notes.append("sheets_left_out")
                continue
            with _reader_faults(path.name):
                sheet = workbook.get_sheet_by_index(position)
                merged = [_merged_box(area) for area in sheet.merged_cell_ranges or ()]
            outline = outlines[position] if known else Outline(tab.name)
            rows = _rows(sheet, outline, path.name, durations=kind == "ods")
            book.add_sheet(tab.name, rows, state=_state(tab.visible), merged=outline.merged or merged)
            kept.append(tab.name)
    if not kept:
        raise CannotRun("damaged", file=path.name, part=kind)
    if kept != book.tabs:
        notes.append("sheets_renamed")
    return tuple(dict.fromkeys(notes))


def _state(visible: SheetVisibleEnum) -> str:
    from python_calamine import SheetVisibleEnum

    if visible == SheetVisibleEnum.Hidden:
        return "hidden"
    return "veryHidden" if visible == SheetVisibleEnum.VeryHidden else "visible"


def _outlines(path: Path, kind: SheetKind) -> list[Outline]:
    if kind == "xls":
        ole = OleFile(path)
        return xls_outlines(ole.read("workbook" if "workbook" in ole.streams else "book"), path.name)
    with path.open("rb") as file:
        package = Package(path, file)
        if sum(member.size for member in package.members) > MOST_INFLATED:
            raise CannotRun("zip_bomb", file=path.name, part="zip")
        return xlsb_outlines(package) if kind == "xlsb" else ods_outlines(package, MOST_CELLS)


@contextmanager
def _reader(path: Path) -> Iterator[CalamineWorkbook]:
    from python_calamine import load_workbook

    with _reader_faults(path.name):
        workbook = load_workbook(str(path))
    try:
        yield workbook
    finally:
        workbook.close()


@contextmanager
def _reader_faults(file: str) -> Iterator[None]:
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError:
        raise CannotRun("encrypted", file=file) from None
    except (CalamineError, OSError, ValueError) as error:
        raise CannotRun("damaged", file=file, part=str(error)[:80]) from error
    except BaseException as error:
        # A panic of the Rust reader is no Exception; what set it off is a file that its parser did not foresee.
        if type(error).__name__ != "PanicException":
            raise
        raise CannotRun("damaged", file=file, part="calamine") from error


def _merged_box(area: tuple[tuple[int, int], tuple[int, int]]) -> Box:
    (top, left), (bottom, right) = area
    return Box(top + 1, left + 1, bottom + 1, right + 1)


def _rows(sheet: CalamineSheet, outline: Outline, file: str, *, durations: bool) -> Iterator[Sequence[NewValue]]:
    """The rows from row 1 and column 1 on, error cells put where the reader gave blanks. durations: to be read from text."""
    errors: dict[int, dict[int, NewValue]] = {}
    for (row, column), error in outline.errors.items():
        errors.setdefault(row, {})[column] = error
    # The reader gives blank rows above the first value, but not the blank columns left of it.
    margin: list[NewValue] = [None] * (sheet.start[1] if sheet.start else 0)
    rows = sheet.iter_rows() if sheet.start else iter(())  # older releases of the reader panic over a sheet without values
    last = 0
    with _reader_faults(file):
        for last, values in enumerate(rows, 1):
            cells = [*margin, *(map(_with_duration, values) if durations else values)]
            yield _with_errors(cells, errors[last]) if last in errors else cells
    for number in range(last + 1, max(errors, default=0) + 1):
        yield _with_errors([], errors.get(number, {}))


def _with_duration(value: NewValue) -> NewValue:
    return _duration(value) if isinstance(value, str) and value.startswith(("P", "-P")) else value


def _duration(text: str) -> NewValue:
    """An OpenDocument time of day or duration, which the reader leaves in the form of ISO 8601."""
    found = _DURATION.fullmatch(text)
    if found is None or not any(found.groups()[1:]):
        return text
    days, hours, minutes = (int(part or 0) for part in found.groups()[1:4])
    length = dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=float((found[5] or "0").replace(",", ".")))
    return -length if found[1] else length


def _with_errors(row: list[NewValue], errors: dict[int, NewValue]) -> list[NewValue]:
    row += [None] * (max(errors, default=0) - len(row))
    for column, error in errors.items():
        row[column - 1] = error
    return row
