"""Files of other kinds turned into a workbook: text exports, .xls, .xlsb and OpenDocument sheets, every cell at its address (ECMA-376)."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from riskledger.errors import CannotRun
from riskledger.workbook.csv_text import csv_form, csv_rows
from riskledger.workbook.foreign_sheets import SheetKind, copy_sheets
from riskledger.workbook.new_book import BareNumber, NewBook, NewValue
from riskledger.workbook.ole import SIGNATURE, OleFile
from riskledger.workbook.package import Package

__all__ = ["Converted", "convert", "foreign_kind", "is_foreign"]

Kind = Literal["csv"] | SheetKind

_OPENING = 1 << 16
_TEXT_SUFFIXES = frozenset([".csv", ".tsv", ".tab", ".psv", ".txt", ".prn"])
_SHEET_SUFFIXES = frozenset([".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".et", ""])  # exports often carry a name they do not deserve
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|table|meta|head|body|style|div)\b", re.IGNORECASE)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_DIGITS = 15  # significant ones: what a spreadsheet number keeps


@dataclass(frozen=True, slots=True)
class Converted:
    """What a file was and what became of it.

    sheets: the tabs of the new workbook in order; encoding, delimiter: of a text file, else None (delimiter "" for a single column);
    notes: "values_only" (formulas, formats and notes stay behind), "errors_unknown" (error cells came as blanks), "sheets_left_out"
    (charts, macros), "sheets_renamed", "encoding_guessed", "characters_lost", "separator_line", "loose_quotes", "text_formulas" (="001" was
    read as the text 001).
    """

    kind: Kind
    sheets: tuple[str, ...]
    encoding: str | None
    delimiter: str | None
    notes: tuple[str, ...]


def is_foreign(path: Path) -> bool:
    """Whether a file is one that `convert` turns into a workbook, told from its content; False also when it cannot be read at all."""
    return foreign_kind(path) is not None


def foreign_kind(path: Path) -> Kind | Literal["markup"] | None:
    """What `convert` takes a file for, "markup" when it will refuse it as a web page; None when it is nothing of the kind."""
    try:
        return _kind(path) if path.is_file() else None
    except (OSError, CannotRun):
        return None


def convert(path: Path, target: Path) -> Converted:
    """Write the cells of a foreign file into a new .xlsx, each at its own address; the file itself is only read.

    target: the new workbook; the same file gives the same bytes. Nothing is written when it raises CannotRun: "not_foreign", "web_page",
    "csv_nul", "csv_unclosed_quote", "too_many_rows", "too_many_columns", "cell_too_long", "too_spread", "zip_bomb", "xml_bomb", "damaged",
    "encrypted", "not_found", "unreadable", "disk_full", "write_failed".
    """
    try:
        kind = _kind(path)
    except FileNotFoundError:
        raise CannotRun("not_found", file=str(path)) from None
    except OSError as error:
        raise CannotRun("unreadable", file=str(path), reason=error.strerror or type(error).__name__) from None
    if kind is None:
        raise CannotRun("not_foreign", file=path.name)
    if kind == "markup":
        raise CannotRun("web_page", file=path.name)
    with _write_faults(target), NewBook(target, path.name) as book:
        if kind == "csv":
            converted = _from_text(path, book)
        else:
            notes = copy_sheets(path, kind, book)
            converted = Converted(kind, tuple(book.tabs), None, None, notes)
        book.finish()
    return converted


@contextmanager
def _write_faults(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise CannotRun("disk_full", file=target.name) from error
        raise CannotRun("write_failed", file=target.name, reason=error.strerror or type(error).__name__) from error


def _kind(path: Path) -> Kind | Literal["markup"] | None:
    with path.open("rb") as file:
        opening = file.read(_OPENING)
    if not opening or path.name.startswith("~$") or (len(opening) == 165 and "~$" in path.name):
        return None  # empty, or the note that Excel leaves beside an open workbook
    if opening.startswith(SIGNATURE):
        try:
            streams = OleFile(path).streams
        except CannotRun:
            return "xls"  # a damaged one most likely, and that is what `convert` then says
        return "xls" if streams & {"workbook", "book"} and "encryptedpackage" not in streams else None
    if opening.startswith(b"PK"):
        return _zip_kind(path)
    return _text_kind(path.suffix.lower(), opening)


def _zip_kind(path: Path) -> Kind | None:
    with path.open("rb") as file:
        package = Package(path, file)
        if package.find("xl/workbook.bin") is not None:
            return "xlsb"
        mimetype = package.find("mimetype")
        is_sheet = mimetype is not None and package.opening(mimetype).startswith(b"application/vnd.oasis.opendocument.spreadsheet")
        return "ods" if is_sheet else None


def _text_kind(suffix: str, opening: bytes) -> Kind | Literal["markup"] | None:
    if suffix in _SHEET_SUFFIXES and _MARKUP.match(opening):
        return "markup"
    if opening.startswith((b"%PDF", b"{\\rtf")):
        return None
    if suffix in _TEXT_SUFFIXES:
        return "csv"
    return "csv" if suffix in _SHEET_SUFFIXES and (opening.startswith(_UTF16) or not _CONTROL.search(opening)) else None


# -- text


def _from_text(path: Path, book: NewBook) -> Converted:
    form = csv_form(path)
    cells = _TextCells()
    book.add_sheet(path.stem, (list(map(cells.__getitem__, row)) for row in csv_rows(path, form)))
    notes = (*form.notes, "text_formulas") if cells.unwrapped else form.notes
    encoding = form.encoding.removesuffix("-sig")
    return Converted("csv", tuple(book.tabs), encoding, form.delimiter, notes)


class _TextCells(dict[str, NewValue]):
    """The value of each field: a number when nothing else can be meant, else the text as it stands, never a formula."""

    _KEPT = 50_000

    def __init__(self) -> None:
        super().__init__()
        self.unwrapped = False

    def __missing__(self, text: str) -> NewValue:
        value: NewValue = text
        if _NUMBER.fullmatch(text):
            if len(text) - text.count(".") - text.count("-") <= _DIGITS:
                value = BareNumber(text)
        elif text.startswith('="') and (found := _TEXT_FORMULA.fullmatch(text)):
            value, self.unwrapped = found[1], True  # how exports keep Excel from dropping leading zeros
        if len(self) < self._KEPT:
            self[text] = value
        return value
