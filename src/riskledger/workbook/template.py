"""The blank risk customer workbook that `init` writes; the same call always gives the same bytes."""

from __future__ import annotations

import errno
import io
import os
import re
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from riskledger.errors import CannotRun
from riskledger.workbook.template_guide import SHEET_NAMES, Language, guide

if TYPE_CHECKING:
    from openpyxl import Workbook

FACES: dict[Language, str] = {"zh": "微软雅黑", "en": "Calibri"}
_MEMBER_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_CREATED = "2026-01-01T00:00:00Z"


def write_template(path: Path, language: Language, example: bool) -> None:
    """Write a new workbook with guide, ledger, customers, contact log, follow-up and policy sheet; an existing file is replaced as a whole.

    language: of headers and texts; example: with the four sample transactions. CannotRun as `put_in_place`.
    """
    put_in_place(path, template_bytes(language, example))


def put_in_place(path: Path, content: bytes) -> None:
    """Write a file as a whole, with the rights of the file it replaces.

    CannotRun("no_such_folder"), CannotRun("read_only"), CannotRun("disk_full") or CannotRun("write_failed"); what stood there before then
    stays.
    """
    scratch: str | None = None
    try:
        handle, scratch = tempfile.mkstemp(prefix=".riskledger-", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(scratch, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(scratch, path)
        scratch = None
    except OSError as error:
        raise _refusal(error, path) from None
    finally:
        if scratch is not None:
            os.unlink(scratch)


def template_bytes(language: Language, example: bool) -> bytes:
    """The workbook of `write_template` as bytes."""
    from openpyxl import Workbook  # here, since --help must not wait for it

    from riskledger.policy_sheet.writing import write_policy
    from riskledger.rating.policy import standard
    from riskledger.workbook.template_guide_sheet import write_guide
    from riskledger.workbook.template_lists import CONTACT_LOG, CUSTOMERS, FOLLOW_UP
    from riskledger.workbook.template_sheets import write_ledger, write_list
    from riskledger.workbook.template_words import sample_contacts, sample_customers, sample_rows

    names, face = SHEET_NAMES[language], FACES[language]
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    write_guide(book.create_sheet(names["guide"]), guide(language), face)
    write_ledger(book.create_sheet(names["ledger"]), language, face, sample_rows(language) if example else [])
    customers, contacts = (sample_customers(language), sample_contacts(language)) if example else ([], ())
    write_list(book.create_sheet(names["customers"]), "RiskCustomers", CUSTOMERS, language, face, customers)
    write_list(book.create_sheet(names["contact_log"]), "ContactLog", CONTACT_LOG, language, face, contacts)
    write_list(book.create_sheet(names["follow_up"]), "FollowUp", FOLLOW_UP, language, face, [])
    write_policy(book.create_sheet(names["policy"]), standard(), language, face)
    return saved(book, guide(language).title)


def saved(book: Workbook, title: str) -> bytes:
    """A new workbook as bytes, the same for the same content whenever it is made."""
    book.properties.creator = "riskledger"
    book.properties.title = title
    file = io.BytesIO()
    book.save(file)
    return _timeless(file.getvalue())


def _timeless(package: bytes) -> bytes:
    # The same package without the moment of its making: openpyxl stamps every member and two properties with the clock.
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(file, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + _CREATED.encode(), content)
                content = re.sub(rb"(<dcterms:created[^>]*>)[^<]*", rb"\g<1>" + _CREATED.encode(), content)
            member = zipfile.ZipInfo(name, _MEMBER_DATE)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            new.writestr(member, content, compresslevel=6)
    return file.getvalue()


def _umask() -> int:
    # Python tells the mask only by setting it.
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refusal(error: OSError, path: Path) -> CannotRun:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return CannotRun("no_such_folder", folder=str(path.parent))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return CannotRun("read_only", file=str(path))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return CannotRun("disk_full", file=str(path))
    return CannotRun("write_failed", file=str(path), reason=error.strerror or type(error).__name__)
