"""Opening a file whatever its kind: a workbook as it is, an export or an older format by way of a temporary workbook (ECMA-376)."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from riskledger.errors import CannotRun
from riskledger.workbook.book import Book, open_book

if TYPE_CHECKING:  # the readers of other kinds are loaded when a file of such a kind turns up
    from riskledger.workbook.convert import Converted

_OTHER_KINDS = frozenset(["legacy_xls", "binary_xlsb", "opendocument", "not_a_workbook"])


@contextlib.contextmanager
def open_any(path: Path, *, told: Callable[[Converted], None] | None = None) -> Iterator[Book]:
    """Open a workbook, or the cells of a file of another kind, for reading.

    The temporary workbook of such a file lies in a folder that only its owner may enter, and is removed whatever happens; `Book.origin` is
    the file itself. told: called with what became of a file of another kind. CannotRun: as `open_book` and `convert`.
    """
    book = _opened(path)
    if book is not None:
        with book:
            yield book
        return
    from riskledger.workbook.convert import convert

    with tempfile.TemporaryDirectory(prefix="riskledger-", ignore_cleanup_errors=True) as folder:
        target = Path(folder) / f"{path.stem[:60]}.xlsx"
        converted = convert(path, target)
        os.chmod(target, stat.S_IMODE(path.stat().st_mode) | stat.S_IRUSR | stat.S_IWUSR)  # what is made of it later is as private
        if told is not None:
            told(converted)
        with open_book(target) as book:
            book.origin = path
            yield book


def open_to_write(path: Path) -> Book:
    """Open a workbook that is to be written over.

    CannotRun: as `open_book`, and "csv_needs_output", "web_page" for text: a file of another kind is never replaced by a workbook.
    """
    try:
        return open_book(path)
    except CannotRun as refused:
        from riskledger.workbook.convert import foreign_kind

        kind = foreign_kind(path) if refused.code == "not_a_workbook" else None
        if kind in ("csv", "markup"):
            raise CannotRun("csv_needs_output" if kind == "csv" else "web_page", file=path.name) from None
        raise


def open_to_mark(path: Path) -> Book:
    """Open a workbook whose cells are to be marked.

    CannotRun: as `open_book`; "mark_foreign" for a file of another kind, "mark_signed" for a workbook whose signature would not survive.
    """
    return _open_in_place(path, "mark_foreign", "mark_signed")


def open_to_fix(path: Path) -> Book:
    """Open a workbook whose cells are to be mended.

    CannotRun: as `open_book`; "fix_foreign" for a file of another kind, "fix_signed" for a workbook whose signature would not survive.
    """
    return _open_in_place(path, "fix_foreign", "fix_signed")


def _open_in_place(path: Path, if_foreign: str, if_signed: str) -> Book:
    try:
        book = open_book(path)
    except CannotRun as refused:
        from riskledger.workbook.convert import is_foreign

        if refused.code in _OTHER_KINDS and is_foreign(path):
            raise CannotRun(if_foreign, file=path.name) from None
        raise
    if book.signed:
        book.close()
        raise CannotRun(if_signed, file=path.name)
    return book


def _opened(path: Path) -> Book | None:
    """The workbook, None when it is a file that can be converted."""
    try:
        return open_book(path)
    except CannotRun as refused:
        from riskledger.workbook.convert import is_foreign

        if refused.code in _OTHER_KINDS and is_foreign(path):
            return None
        raise
