"""Reading a written workbook back before it takes the old one's place: every member accounted for, every edit where the plan wants it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from operator import eq, itemgetter

from riskledger.errors import CannotRun
from riskledger.workbook.edits import CellEdit, Content
from riskledger.workbook.inline_text import t_element
from riskledger.workbook.number_formats import ShownNumber
from riskledger.workbook.package import Member, Package
from riskledger.workbook.rows import Form, SheetStream, letters_of, row_span
from riskledger.workbook.strings import BadXmlError, as_utf8, character_content

_TAGS = re.compile(r"^<t[^>]*>|</t>$")


def verify(
    written: Package,
    source: Package,
    made: Mapping[str, tuple[int, int]],
    left_out: frozenset[str],
    ledger: str | None,
    edits: Sequence[CellEdit],
) -> None:
    """Compare the written container with what it should be.

    made: CRC and size of the parts written anew, by key; left_out: keys of parts dropped on purpose; ledger: key of the ledger's part
    and `edits` its cells in order. Untouched members are compared byte by byte, new parts by length and CRC of what the disk holds,
    the ledger's target cells by value. CannotRun("verification_failed") at the first difference.
    """
    kept = [member for member in source.members if member.key not in left_out]
    fresh = [key for key in made if key not in source.by_key]
    if [member.key for member in written.members] != [member.key for member in kept] + fresh:
        raise _failed(written, "zip")
    for member in written.members:
        if member.key in made:
            if (member.crc, member.size) != made[member.key]:
                raise _failed(written, member.name)
            if member.key == ledger:
                _verify_cells(written, member, edits)
            else:
                for _ in written.stream(member):  # checks length and CRC
                    pass
    for old, new in zip(kept, written.members, strict=False):
        if new.key not in made and not _equal(source.raw(old), written.raw(new)):
            raise _failed(written, new.name)


def _equal(one: Iterable[bytes], other: Iterable[bytes]) -> bool:
    return b"".join(one) == b"".join(other)


def _failed(package: Package, part: str) -> CannotRun:
    return CannotRun("verification_failed", file=package.path.name, part=part)


def _verify_cells(package: Package, member: Member, edits: Sequence[CellEdit]) -> None:
    """Look for the target cells only, in the order they must come in; all else of the sheet is covered by its CRC."""
    letters = {letters_of(column): column for column in sorted({edit.column for edit in edits})}
    try:
        stream = SheetStream(as_utf8(package.stream(member)))
        p = re.escape(stream.prefix)
        cell = re.compile(
            rb'<%bc r="(%b)(\d+)"[^<>/]*(?:/>|>(?:<%bv>([^<]*)</%bv>|<%bis><%bt[^<>]*>([^<]*)</%bt></%bis>)?</%bc>)'
            % (p, "|".join(letters).encode(), p, p, p, p, p, p, p)
        )
        names = {column: name.encode() for name, column in letters.items()}
        forms = _Forms()
        at = 0  # of the edit that must come next
        for piece in stream.pieces():
            found: list[tuple[bytes, ...]] = []
            if piece.form is Form.PLAIN:
                found = cell.findall(piece.content)
            elif piece.form is Form.ROW:
                matches = (cell.match(piece.content, span.start) for span in row_span(piece.content).cells)
                found = [match.groups(b"") for match in matches if match]
            due = edits[at : at + len(found)]
            if _stands_as_written(found, due, names, forms):  # the rule: every target cell of the piece was set
                at += len(due)
                continue
            for name, row, number, text in found:
                if at < len(edits) and row == b"%d" % edits[at].row and name == names[edits[at].column]:
                    if not _says(edits[at].value, number, text):
                        raise _failed(package, f"{member.name} {name.decode()}{edits[at].row}")
                    at += 1
    except BadXmlError:
        raise _failed(package, member.name) from None
    if at < len(edits):
        raise _failed(package, f"{member.name} {letters_of(edits[at].column)}{edits[at].row}")


class _Forms(dict[Content, tuple[bytes, bytes]]):
    """The bytes that each value is written as: of a number, of a text."""

    def __missing__(self, value: Content) -> tuple[bytes, bytes]:
        form = (b"", _TAGS.sub("", t_element(value)).encode()) if isinstance(value, str) else (_digits(value), b"")
        self[value] = form
        return form


def _stands_as_written(found: list[tuple[bytes, ...]], due: Sequence[CellEdit], names: Mapping[int, bytes], forms: _Forms) -> bool:
    """Whether the cells found are just these edits, one after another, in their plainest form."""
    if len(found) != len(due):
        return False
    if not found:
        return True
    letters, rows, numbers, texts = zip(*found, strict=True)
    written = map(forms.__getitem__, map(itemgetter(2), due))
    return (
        all(map(eq, letters, map(names.__getitem__, map(itemgetter(1), due))))
        and all(map(eq, map(int, rows), map(itemgetter(0), due)))
        and all(map(eq, zip(numbers, texts, strict=True), written))
    )


def _digits(value: int | float | ShownNumber) -> bytes:
    return (value.digits if isinstance(value, ShownNumber) else repr(value)).encode()


def _says(value: Content, number: bytes, text: bytes) -> bool:
    if not isinstance(value, str):
        return number == _digits(value)
    said = character_content(text)
    return said == value or said == character_content(_TAGS.sub("", t_element(value)).encode())
