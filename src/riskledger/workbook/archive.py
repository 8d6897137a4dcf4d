"""Writing the container: untouched members as the raw bytes they were, changed ones deflated beside the work (PKWARE APPNOTE 6.3)."""

from __future__ import annotations

import queue
import struct
import tempfile
import threading
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

from riskledger.errors import CannotRun
from riskledger.workbook.package import Member, Package

LEVEL = 4  # of zlib: beyond, files shrink by a few per cent and take twice as long
_IN_MEMORY = 16 << 20
_BLOCK = 1 << 20
_EPOCH = (1 << 5 | 1) << 16  # 1980-01-01 00:00, the earliest a zip can say: the clock leaves no trace in a file
_UTF8_NAME = 0x800


class Packed(NamedTuple):
    """A deflated part, waiting to be put in its place."""

    crc: int
    size: int
    packed: int
    content: IO[bytes]


def packed(pieces: Iterable[bytes], folder: Path) -> Packed:
    """Deflate a part while it is being made. folder: where a large one waits (the target's, so that contents stay on that disk)."""
    waiting: queue.Queue[bytes | None] = queue.Queue(8)
    content: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115 - outlives this function, closed by `put`
    faults: list[BaseException] = []
    crc = size = 0

    def deflate() -> None:
        nonlocal crc, size
        deflater = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
        while (piece := waiting.get()) is not None:
            if faults:
                continue  # keep taking, so that the maker is not left waiting
            try:
                crc, size = zlib.crc32(piece, crc), size + len(piece)
                content.write(deflater.compress(piece))
            except OSError as fault:
                faults.append(fault)
        if not faults:
            try:
                content.write(deflater.flush())
            except OSError as fault:
                faults.append(fault)

    worker = threading.Thread(target=deflate, name="deflate", daemon=True)
    worker.start()
    try:
        for piece in pieces:
            if faults:
                break
            waiting.put(piece)
    finally:
        waiting.put(None)
        worker.join()
    if faults:
        content.close()
        raise faults[0]
    length = content.tell()
    content.seek(0)
    return Packed(crc, size, length, content)


class ArchiveWriter:
    """Puts members one after another into an open file, then the directory."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        """name: of the workbook, for messages."""
        self._file, self._name = file, name
        self._at = 0
        self._entries: list[bytes] = []

    def copy(self, package: Package, member: Member) -> None:
        """A member as it stands; inflated once, since a damaged file must not be passed on as sound. CannotRun("damaged" | "zip_bomb")."""
        if not member.name.endswith("/"):
            for _ in package.stream(member):
                pass
        entry = bytearray(member.entry)
        struct.pack_into("<Q" if member.offset_wide else "<I", entry, member.offset_at, self._place())
        self._entries.append(bytes(entry))
        for piece in package.raw(member):
            self._put(piece)

    def put(self, name: str, part: Packed, old: Member | None) -> None:
        """A changed or new member; `old` is the one whose place, date and attributes it takes."""
        raw_name, flags, moment, made_by, inside, outside = name.encode(), _UTF8_NAME if not name.isascii() else 0, _EPOCH, 20, 0, 0
        if old is not None:
            fields = struct.unpack_from("<4s6H3I5H2I", old.entry)
            raw_name, flags, moment = old.entry[46 : 46 + fields[10]], old.flags & _UTF8_NAME, old.date_time
            made_by, inside, outside = fields[1], fields[14], fields[15]
        time, date = moment & 0xFFFF, moment >> 16
        sizes = (part.crc, part.packed, part.size)
        shared = struct.pack("<5H3I2H", 20, flags, 8, time, date, *sizes, len(raw_name), 0)
        end = struct.pack("<3H2I", 0, 0, inside, outside, self._place())
        self._entries.append(b"PK\1\2" + struct.pack("<H", made_by) + shared + end + raw_name)
        self._put(b"PK\3\4" + shared + raw_name)
        while block := part.content.read(_BLOCK):
            self._put(block)
        part.content.close()

    def finish(self, comment: bytes) -> None:
        """The directory."""
        start, count = self._place(), len(self._entries)
        directory = b"".join(self._entries)
        self._put(directory + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), start, len(comment)) + comment)

    def _place(self) -> int:
        if self._at > 0xFFFF0000:
            raise CannotRun("too_large", file=self._name)
        return self._at

    def _put(self, block: bytes) -> None:
        self._file.write(block)
        self._at += len(block)
