"""Which files are workbooks that can be edited, told from their first bytes: every other kind is refused by name."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO, NamedTuple

from riskledger.errors import CannotRun
from riskledger.workbook.package import Package

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CONTENT_TYPES = "[Content_Types].xml"


class Version(NamedTuple):
    """What tells one state of a file from the next: size, time of change in ns, inode, digest of the zip directory."""

    size: int
    changed_ns: int
    inode: int
    directory: str


def open_package(path: Path) -> tuple[Package, Version]:
    """The container of a workbook file, and the state it was found in.

    CannotRun: "not_found", "is_a_folder", "unreadable", "empty_file", "lock_file", "encrypted", "legacy_xls", "binary_xlsb",
    "opendocument", "not_a_workbook", "damaged", "zip_bomb".
    """
    try:
        source = path.open("rb")
    except FileNotFoundError:
        raise CannotRun("not_found", file=str(path)) from None
    except IsADirectoryError:
        raise CannotRun("is_a_folder", file=str(path)) from None
    except OSError as error:  # on Windows a folder ends here too
        if path.is_dir():
            raise CannotRun("is_a_folder", file=str(path)) from None
        raise CannotRun("unreadable", file=str(path), reason=error.strerror or type(error).__name__) from None
    try:
        found = os.fstat(source.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise CannotRun("not_a_workbook", file=path.name)
        _refuse_other_formats(path, source)
        package = Package(path, source)
        if package.find(_CONTENT_TYPES) is None:
            raise CannotRun("opendocument" if _is_open_document(package) else "not_a_workbook", file=path.name)
        return package, Version(found.st_size, found.st_mtime_ns, found.st_ino, package.fingerprint())
    except BaseException:
        source.close()
        raise


def _refuse_other_formats(path: Path, source: BinaryIO) -> None:
    opening = source.read(1 << 16)
    if path.name.startswith("~$"):
        raise CannotRun("lock_file", file=path.name)
    if not opening:
        raise CannotRun("empty_file", file=path.name)
    if opening.startswith(_OLE):
        # The directory of the compound file may stand anywhere; within the first megabytes is enough for the two kinds told apart.
        encrypted = _ENCRYPTED in opening or _ENCRYPTED in source.read(8 << 20)
        raise CannotRun("encrypted" if encrypted else "legacy_xls", file=path.name)
    if not opening.startswith(b"PK"):
        raise CannotRun("lock_file" if len(opening) == 165 and "~$" in path.name else "not_a_workbook", file=path.name)


def _is_open_document(package: Package) -> bool:
    mimetype = package.find("mimetype")
    return mimetype is not None and b"opendocument" in package.opening(mimetype)
