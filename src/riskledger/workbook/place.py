"""Where a workbook is written: locks, permissions, a temporary file beside it, a backup, and one atomic step at the end (POSIX rename)."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from riskledger.errors import CannotRun
from riskledger.workbook.book import Book
from riskledger.workbook.source import open_package

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class Place:
    """The file to be written, found behind any symbolic link."""

    def __init__(self, book: Book, target: Path | None) -> None:
        """CannotRun: "locked_by_excel", "read_only", "is_a_folder", "not_found" (the folder), "signed" (written over itself)."""
        self.shown = book.path if target is None else Path(target)
        self.real = Path(os.path.realpath(self.shown))
        self._source = Path(os.path.realpath(book.path))
        self.in_place = target is None or _same_file(self.real, self._source)
        if self.in_place and book.signed:
            raise CannotRun("signed", file=self.shown.name)
        if self.real.is_dir():
            raise CannotRun("is_a_folder", file=str(self.shown))
        if not self.real.parent.is_dir():
            raise CannotRun("not_found", file=str(self.shown.parent))
        for path in {self.shown, self.real}:
            _refuse_lock(path)
        folder = self.real.parent
        for path in (folder, self.real) if self.real.exists() else (folder,):
            # For the superuser every file is writable; a file without any write permission is still one that somebody closed.
            if not os.access(path, os.W_OK) or not stat.S_IMODE(path.stat().st_mode) & 0o222:
                raise CannotRun("read_only", file=str(self.shown if path == self.real else folder))
        self.mode = stat.S_IMODE((self.real if self.real.exists() else self._source).stat().st_mode) | stat.S_IWUSR

    @contextlib.contextmanager
    def refusals(self) -> Iterator[None]:
        """What the file system refuses, said as CannotRun("disk_full" | "read_only" | "write_failed")."""
        try:
            yield
        except OSError as fault:
            if fault.errno in _FULL:
                raise CannotRun("disk_full", file=str(self.shown)) from fault
            if fault.errno in _FORBIDDEN:
                raise CannotRun("read_only", file=str(self.shown)) from fault
            raise CannotRun("write_failed", file=str(self.shown), reason=fault.strerror or type(fault).__name__) from fault

    @contextlib.contextmanager
    def temporary(self) -> Iterator[BinaryIO]:
        """A new file in the target's folder; removed again unless `replace` was called."""
        self._temporary: Path | None = None
        try:
            number, name = tempfile.mkstemp(prefix=".riskledger-", suffix=".tmp", dir=self.real.parent)
            self._temporary = Path(name)
            with os.fdopen(number, "w+b") as file:
                yield file
        finally:
            if self._temporary is not None:
                with contextlib.suppress(OSError):
                    self._temporary.unlink()

    @property
    def written(self) -> Path:
        """The temporary file."""
        assert self._temporary is not None  # asked for inside `temporary` only
        return self._temporary

    def replace(self, file: BinaryIO, release: Callable[[], None]) -> None:
        """Put the temporary file in the target's place in one step. release: gives the source file back first (Windows needs that)."""
        if hasattr(os, "fchmod"):
            os.fchmod(file.fileno(), self.mode)
        if hasattr(os, "fchown") and self.real.exists():
            owner = self.real.stat()
            with contextlib.suppress(OSError):  # only the superuser may give files away
                os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
        file.flush()
        os.fsync(file.fileno())
        file.close()
        if self.in_place:
            release()
        os.replace(self.written, self.real)
        self._temporary = None
        _sync_folder(self.real.parent)

    def back_up(self, book: Book) -> Path:
        """Copy the source as it was read to `<name>.bak` beside it, replacing an older one in one step."""
        backup = self.real.with_name(self.real.name + ".bak")
        number, name = tempfile.mkstemp(prefix=".riskledger-", suffix=".tmp", dir=backup.parent)
        try:
            with os.fdopen(number, "wb") as file:
                for piece in book.package.whole():
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            shutil.copystat(self.real, name)
            os.replace(name, backup)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
        return self.shown.with_name(self.real.name + ".bak") if os.path.samefile(self.shown.parent, self.real.parent) else backup

    def refuse_changed(self, book: Book) -> None:
        """CannotRun("changed_meanwhile") when the workbook is not the one that was read."""
        try:
            package, version = open_package(book.path)
        except CannotRun:
            raise CannotRun("changed_meanwhile", file=book.path.name) from None
        package.close()
        if version != book.version:
            raise CannotRun("changed_meanwhile", file=book.path.name)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return one == other


def _refuse_lock(path: Path) -> None:
    """Excel and LibreOffice leave a small file beside a workbook while it is open in them."""
    for lock in (path.with_name("~$" + path.name), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise CannotRun("locked_by_excel", file=path.name, lock=lock.name)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # folders cannot be opened there, and renames are journalled
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
