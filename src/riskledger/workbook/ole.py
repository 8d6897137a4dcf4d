"""The streams of an OLE compound file, as .xls workbooks are kept in ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from riskledger.errors import CannotRun

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA  # sector numbers from here on are marks: end of chain, free, part of the tables
_ENTRY = struct.Struct("<64sHBB3I16sI8s8sIQ")
_STREAM, _ROOT = 2, 5


class OleFile:
    """A compound file held in memory: .xls files cannot grow beyond a few tens of megabytes in practice."""

    def __init__(self, path: Path) -> None:
        """Read a file. CannotRun("damaged") when it is no sound compound file; OSError as the system gives it."""
        self._file, self._bytes = path.name, path.read_bytes()
        header = self._bytes[:512]
        if len(header) < 512 or not header.startswith(SIGNATURE):
            raise self._damaged()
        shifts = struct.unpack_from("<2H", header, 30)
        if shifts not in ((9, 6), (12, 6)):
            raise self._damaged()
        self._sector = 1 << shifts[0]
        fat_count, first_entry = struct.unpack_from("<2I", header, 44)[0], struct.unpack_from("<I", header, 48)[0]
        self._cutoff, first_mini, _, first_difat, _ = struct.unpack_from("<5I", header, 56)
        if fat_count * self._sector > len(self._bytes) + self._sector:
            raise self._damaged()
        self._fat = self._table(self._fat_sectors(header, first_difat)[:fat_count])
        self._mini_fat = self._table(list(self._chain(first_mini, self._fat)))
        self._entries = self._directory(first_entry)
        root = next((entry for kind, *entry in self._entries.values() if kind == _ROOT), None)
        self._mini = self._joined(int(root[0]), int(root[1])) if root else b""

    @property
    def streams(self) -> set[str]:
        """The names of all streams, lower case."""
        return {name for name, (kind, _, _) in self._entries.items() if kind == _STREAM}

    def read(self, name: str) -> bytes:
        """The content of a stream; KeyError when there is none of that name, CannotRun("damaged") when it breaks off."""
        _, start, size = self._entries[name.lower()]
        if size >= self._cutoff:
            return self._joined(start, size)
        pieces = [self._mini[sector * 64 : sector * 64 + 64] for sector in self._chain(start, self._mini_fat)]
        content = b"".join(pieces)[:size]
        if len(content) < size:
            raise self._damaged()
        return content

    def _damaged(self) -> CannotRun:
        return CannotRun("damaged", file=self._file, part="OLE")

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        if start >= len(self._bytes):
            raise self._damaged()
        return self._bytes[start : start + self._sector]

    def _chain(self, sector: int, table: list[int]) -> Iterator[int]:
        for _ in range(len(table) + 1):  # a longer chain bites its own tail
            if sector >= _LAST:
                return
            if sector >= len(table):
                break
            yield sector
            sector = table[sector]
        raise self._damaged()

    def _table(self, sectors: list[int]) -> list[int]:
        content = b"".join(map(self._at, sectors))
        return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))

    def _fat_sectors(self, header: bytes, difat: int) -> list[int]:
        sectors = list(struct.unpack_from("<109I", header, 76))
        for _ in range(len(self._bytes) // self._sector + 1):
            if difat >= _LAST:
                break
            more = self._table([difat])
            if not more:
                raise self._damaged()
            sectors += more[:-1]
            difat = more[-1]
        return [sector for sector in sectors if sector < _LAST]

    def _joined(self, start: int, size: int) -> bytes:
        content = b"".join(map(self._at, self._chain(start, self._fat)))[:size]
        if len(content) < size:
            raise self._damaged()
        return content

    def _directory(self, first: int) -> dict[str, tuple[int, int, int]]:
        content = b"".join(map(self._at, self._chain(first, self._fat)))
        entries: dict[str, tuple[int, int, int]] = {}
        for at in range(0, len(content) - _ENTRY.size + 1, _ENTRY.size):
            fields = _ENTRY.unpack_from(content, at)
            if fields[2] in (_STREAM, _ROOT) and fields[1] >= 2:
                name = fields[0][: fields[1] - 2].decode("utf-16-le", "replace").lower()
                size = fields[12] if self._sector > 512 else fields[12] & 0xFFFFFFFF
                entries.setdefault(name, (fields[2], fields[11], size))
        return entries
