"""The one ledger workbook of a folder, for a command that is given none."""

from __future__ import annotations

from pathlib import Path

from riskledger.errors import CannotRun

_WORKBOOKS = frozenset([".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"])


def only_ledger(folder: Path, sheet: str | None = None, mapping: dict[str, str] | None = None) -> Path:
    """The only workbook with a ledger in it; backups, lock files, hidden files and our own reports do not count.

    Raises:
        CannotRun: no_book_here; several_books with their names.
    """
    books = sorted(path for path in folder.iterdir() if _may_be(path))
    if len(books) > 1:
        books = [book for book in books if _holds_ledger(book, sheet, mapping)] or books
    if len(books) == 1:
        return books[0]
    if not books:
        raise CannotRun("no_book_here", folder=str(folder.resolve()))
    raise CannotRun("several_books", folder=str(folder.resolve()), books=[book.name for book in books])


def _may_be(path: Path) -> bool:
    from riskledger.reporting.report_files import is_report_name

    hidden = path.name.startswith((".", "~$"))
    return path.suffix.lower() in _WORKBOOKS and not hidden and not is_report_name(path.name) and path.is_file()


def _holds_ledger(path: Path, sheet: str | None, mapping: dict[str, str] | None) -> bool:
    """Whether a ledger is found in a workbook; one that cannot be opened or lacks something is none here."""
    from riskledger.assessment import candidates, mapping_in_force
    from riskledger.ledger.recognise import recognise
    from riskledger.project_file import project_beside
    from riskledger.workbook.opening import open_any

    try:
        with open_any(path) as book:
            recognise(candidates(book, sheet), mapping_in_force(mapping, project_beside(path)))
    except CannotRun:
        return False
    return True
