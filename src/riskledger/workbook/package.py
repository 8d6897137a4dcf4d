"""The zip container of a workbook, read member by member without trusting what it claims (ECMA-376 part 2; PKWARE APPNOTE 6.3)."""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from riskledger.errors import CannotRun

CHUNK = 1 << 18  # inflated bytes given out at a time: large enough that per-chunk work vanishes, small enough to stay in cache
MOST_MEMBERS = 20_000
MOST_BYTES = 4 << 30  # of the whole package when inflated
LARGEST_TREE = 64 << 20  # a part that is read as a tree
SUSPECT_RATIO, SUSPECT_BYTES = 400, 32 << 20  # a real sheet shrinks 10 to 30 fold; deflate cannot exceed 1032

_STORED, _DEFLATED = 0, 8
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END64_LOCATOR = struct.Struct("<4sIQI")
_END64 = struct.Struct("<4sQ2H2I4Q")
_WORST = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the zip directory. `entry` is its directory record as stored, so that a copy repeats it to the byte."""

    name: str
    method: int
    flags: int
    date_time: int  # DOS date << 16 | time, as stored
    crc: int
    packed: int
    size: int
    start: int  # of the local header
    entry: bytes
    offset_at: int  # where in `entry` the position of the local header is stored
    offset_wide: bool  # as 8 bytes (zip64) instead of 4

    @property
    def key(self) -> str:
        """The part name as relationships spell it: lower case, forward slashes, no leading one."""
        return part_key(self.name)


def part_key(name: str) -> str:
    """Part names are equal whatever their case (ECMA-376 part 2, § 6.2.2)."""
    return name.replace("\\", "/").lstrip("/").lower()


class Package:
    """An open zip container. Every read checks length and checksum; nothing is inflated beyond what the directory declares."""

    def __init__(self, path: Path, source: BinaryIO) -> None:
        """Read the directory of `source`, an open binary file.

        CannotRun: "damaged", "zip_bomb", "encrypted" (a member is), "not_a_workbook" (no zip directory at all).
        """
        self.path = path
        self._source = source
        self._length = source.seek(0, os.SEEK_END)
        self.comment, self.members, directory_at = self._directory()
        self.by_key: dict[str, Member] = {}
        for member in self.members:
            if not member.name.endswith("/"):
                if member.key in self.by_key:
                    raise CannotRun("damaged", file=path.name, part=member.name)
                self.by_key[member.key] = member
        self._ends = self._lay_out(directory_at)

    def close(self) -> None:
        """Give the file back."""
        self._source.close()

    # -- looking up and reading

    def find(self, part: str) -> Member | None:
        """The member that holds a part, or None."""
        return self.by_key.get(part_key(part))

    def read(self, member: Member) -> bytes:
        """A whole part of moderate size; CannotRun("damaged" | "zip_bomb")."""
        if member.size > LARGEST_TREE:
            raise CannotRun("zip_bomb", file=self.path.name, part=member.name)
        return b"".join(self.stream(member))

    def stream(self, member: Member, chunk: int = CHUNK) -> Iterator[bytes]:
        """The inflated bytes piece by piece; length and CRC are checked at the end. CannotRun("damaged" | "zip_bomb")."""
        at, left, crc, total = self._data_start(member), member.packed, 0, 0
        inflater = None if member.method == _STORED else zlib.decompressobj(-15)
        packed = b""
        while left or packed:
            if not packed:
                packed = self._slice(at, min(left, CHUNK))
                at, left = at + len(packed), left - len(packed)
            if inflater is None:
                piece, packed = packed, b""
            else:
                try:
                    piece = inflater.decompress(packed, chunk)
                except zlib.error:
                    raise self._damaged(member) from None
                packed = inflater.unconsumed_tail
            total += len(piece)
            crc = zlib.crc32(piece, crc)
            if total > member.size:
                raise CannotRun("zip_bomb", file=self.path.name, part=member.name)
            if piece:
                yield piece
            if inflater is not None and inflater.eof:
                break
        if inflater is not None:  # zlib may hold back a last piece that the limit kept from coming out
            while not inflater.eof and (piece := inflater.decompress(b"", chunk)):
                total += len(piece)
                crc = zlib.crc32(piece, crc)
                yield piece
        if total != member.size or crc != member.crc or (inflater is not None and not inflater.eof):
            raise self._damaged(member)

    def opening(self, member: Member, length: int = 1024) -> bytes:
        """The first bytes of a part, without reading the rest."""
        return next(self.stream(member, length), b"")[:length]

    def raw(self, member: Member) -> Iterator[bytes]:
        """Local header, compressed bytes and descriptor as they stand in the file."""
        at, end = member.start, self._ends[member.start]
        while at < end:
            piece = self._slice(at, min(end - at, 1 << 20))
            at += len(piece)
            yield piece

    def whole(self) -> Iterator[bytes]:
        """The container itself, byte by byte."""
        at = 0
        while at < self._length:
            piece = self._slice(at, min(self._length - at, 1 << 20))
            at += len(piece)
            yield piece

    def fingerprint(self) -> str:
        """Digest of the directory: names, sizes and checksums of all members."""
        digest = hashlib.sha256(str(self._length).encode())
        for member in self.members:
            digest.update(member.entry)
        return digest.hexdigest()

    # -- the directory

    def _slice(self, at: int, length: int) -> bytes:
        self._source.seek(at)
        piece = self._source.read(length)
        if len(piece) != length:
            raise CannotRun("damaged", file=self.path.name, part="zip")
        return piece

    def _damaged(self, member: Member) -> CannotRun:
        return CannotRun("damaged", file=self.path.name, part=member.name)

    def _directory(self) -> tuple[bytes, list[Member], int]:
        tail_at = max(0, self._length - 65_557)
        tail = self._slice(tail_at, self._length - tail_at)
        at = tail.rfind(b"PK\5\6")
        if at < 0 or len(tail) - at < _END.size:
            raise CannotRun("not_a_workbook", file=self.path.name)
        end = _END.unpack_from(tail, at)
        count, size, start, comment = end[4], end[5], end[6], tail[at + _END.size : at + _END.size + end[7]]
        if _WORST in (size, start) or count == 0xFFFF:
            count, size, start = self._wide_end(tail_at + at, (count, size, start))
        if count > MOST_MEMBERS or size > (64 << 20):
            raise CannotRun("zip_bomb", file=self.path.name, part="zip")
        if start + size > tail_at + at:
            raise CannotRun("damaged", file=self.path.name, part="zip")
        record = self._slice(start, size)
        members, position = [], 0
        for _ in range(count):
            member, position = self._member(record, position)
            members.append(member)
        if sum(m.size for m in members) > MOST_BYTES:
            raise CannotRun("zip_bomb", file=self.path.name, part="zip")
        return comment, members, start

    def _wide_end(self, end_at: int, narrow: tuple[int, int, int]) -> tuple[int, int, int]:
        locator_at = end_at - _END64_LOCATOR.size
        if locator_at < 0:
            raise CannotRun("damaged", file=self.path.name, part="zip")
        locator = _END64_LOCATOR.unpack(self._slice(locator_at, _END64_LOCATOR.size))
        if locator[0] != b"PK\6\7":
            return narrow
        wide = _END64.unpack(self._slice(locator[2], _END64.size))
        if wide[0] != b"PK\6\6":
            raise CannotRun("damaged", file=self.path.name, part="zip")
        return wide[7], wide[8], wide[9]

    def _member(self, record: bytes, at: int) -> tuple[Member, int]:
        if len(record) - at < _CENTRAL.size or record[at : at + 4] != b"PK\1\2":
            raise CannotRun("damaged", file=self.path.name, part="zip")
        fields = _CENTRAL.unpack_from(record, at)
        flags, method, time, date, crc, packed, size, name_length, extra_length, note_length = fields[3:13]
        start = fields[16]
        end = at + _CENTRAL.size + name_length + extra_length + note_length
        if end > len(record):
            raise CannotRun("damaged", file=self.path.name, part="zip")
        entry = record[at:end]
        raw_name = entry[_CENTRAL.size : _CENTRAL.size + name_length]
        name = raw_name.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        offset_at, offset_wide = 42, False
        extra_at, extra_end = _CENTRAL.size + name_length, _CENTRAL.size + name_length + extra_length
        while extra_at + 4 <= extra_end:
            kind, length = struct.unpack_from("<HH", entry, extra_at)
            extra_at += 4
            if kind == 1:  # zip64: only the fields that did not fit, in this order
                field = extra_at
                if size == _WORST:
                    size, field = _wide(entry, field, extra_end), field + 8
                if packed == _WORST:
                    packed, field = _wide(entry, field, extra_end), field + 8
                if start == _WORST:
                    start, offset_at, offset_wide = _wide(entry, field, extra_end), field, True
            extra_at += length
        member = Member(name, method, flags, date << 16 | time, crc, packed, size, start, entry, offset_at, offset_wide)
        if flags & 1:
            raise CannotRun("encrypted", file=self.path.name)
        if method not in (_STORED, _DEFLATED) or (method == _STORED and packed != size) or len(entry) != end - at:
            raise self._damaged(member)
        if size > SUSPECT_BYTES and size > SUSPECT_RATIO * packed:
            raise CannotRun("zip_bomb", file=self.path.name, part=name)
        return member, end

    def _data_start(self, member: Member) -> int:
        header = _LOCAL.unpack(self._slice(member.start, _LOCAL.size))
        if header[0] != b"PK\3\4":
            raise self._damaged(member)
        return member.start + _LOCAL.size + int(header[9]) + int(header[10])

    def _lay_out(self, directory_at: int) -> dict[int, int]:
        """Where each member ends; members that share bytes are the trick of the smallest zip bombs."""
        ends: dict[int, int] = {}
        previous_end = 0
        for member in sorted(self.members, key=lambda m: m.start):
            if member.start < previous_end:
                raise CannotRun("zip_bomb", file=self.path.name, part=member.name)
            end = self._data_start(member) + member.packed
            if member.flags & 8:
                end += self._descriptor(member, end, directory_at)
            if end > directory_at:
                raise self._damaged(member)
            ends[member.start] = previous_end = end
        return ends

    def _descriptor(self, member: Member, at: int, directory_at: int) -> int:
        """Length of the record behind the data that repeats checksum and sizes; its signature and width vary."""
        room = self._slice(at, min(24, max(directory_at - at, 0)))
        for signature in (b"PK\7\10", b""):
            for form in ("<III", "<IQQ"):
                expected = signature + struct.pack(form, member.crc, member.packed, member.size)
                if room.startswith(expected):
                    return len(expected)
        raise self._damaged(member)


def _wide(entry: bytes, at: int, end: int) -> int:
    if at + 8 > end:
        return _WORST  # a record that promises more than it holds; the bounds checks that follow refuse it
    return int(struct.unpack_from("<Q", entry, at)[0])
