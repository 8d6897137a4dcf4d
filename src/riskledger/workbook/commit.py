"""From changed parts to a workbook on the disk: written beside the old one, read back, and put in its place in one step."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from riskledger.errors import CannotRun
from riskledger.workbook.archive import ArchiveWriter, Packed
from riskledger.workbook.book import Book
from riskledger.workbook.edits import CellEdit
from riskledger.workbook.package import Package, part_key
from riskledger.workbook.place import Place
from riskledger.workbook.verify import verify


def commit(
    book: Book,
    place: Place,
    parts: Mapping[str, Packed],
    left_out: Collection[str] = (),
    *,
    backup: bool,
    ledger: str | None = None,
    edits: Sequence[CellEdit] = (),
) -> Path | None:
    """Write the workbook with some parts changed; returns the backup if one was made.

    parts: by name; left_out: keys of members dropped on purpose; backup: keep the former bytes (in place only); ledger: the part whose
    `edits` are looked up again. CannotRun("verification_failed" | "changed_meanwhile" | "too_large"); nothing was replaced then.
    """
    made = {part_key(name): (name, part) for name, part in parts.items()}
    gone = frozenset(left_out)
    with place.temporary() as file:
        archive = ArchiveWriter(file, book.path.name)
        for member in book.package.members:
            if member.key in gone:
                continue
            if member.key in made:
                archive.put(member.name, made[member.key][1], member)
            else:
                archive.copy(book.package, member)
        for key, (name, part) in made.items():
            if key not in book.package.by_key:
                archive.put(name, part, None)
        archive.finish(book.package.comment)
        file.flush()
        sums = {key: (part.crc, part.size) for key, (_, part) in made.items()}
        with place.written.open("rb") as written:
            try:
                verify(Package(place.real, written), book.package, sums, gone, ledger and part_key(ledger), edits)
            except CannotRun as fault:
                raise CannotRun("verification_failed", file=place.shown.name, part=fault.params.get("part", "zip")) from fault
        place.refuse_changed(book)
        kept = place.back_up(book) if backup and place.in_place else None
        place.replace(file, book.close)
    return kept
