"""A text export as rows of fields, its encoding and separator found out from the text itself (RFC 4180 and what Excel adds)."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TextIO

from riskledger.errors import CannotRun
from riskledger.workbook.inline_text import LONGEST_TEXT

_CHUNK = 1 << 20
_SAMPLE = 1 << 16  # characters that vote on the separator
_MOST_VOTES = 200  # records of them
_FEW_BROKEN = 0.02  # a field cut in the middle of a character breaks one; a wrong encoding breaks nearly all
_SURE = 6  # double-byte characters: fewer may be a chance meeting of accented letters
_STRONG = "\t|;"  # separators that seldom stand inside a number or a sentence, the rarest first
_SEPARATOR_LINE = re.compile(r'"?sep=([^"\r\n])"?[ \t]*(?:\r\n|\n|\r|$)', re.IGNORECASE)
_DOUBLE_BYTE = re.compile(rb"[\x81-\xfe](?:([\x40-\x7e])|[\x80-\xfe])")
_DOS_END = "\x1a"  # ends a text file on systems of old, some of which still export ledgers
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a text file is to be read. delimiter: "" when there is one column; padded: a blank follows each separator, before the quotes;
    notes: "encoding_guessed", "characters_lost", "separator_line", "loose_quotes"."""

    encoding: str
    delimiter: str
    padded: bool
    strict: bool
    notes: tuple[str, ...]


class _Tally(NamedTuple):
    """What an encoding makes of the bytes: sequences it cannot read, and characters beyond ASCII."""

    broken: int
    beyond: int

    @property
    def fits(self) -> bool:
        return self.broken <= _FEW_BROKEN * self.beyond


def csv_form(path: Path) -> CsvForm:
    """Find out how a text file is to be read.

    CannotRun: "csv_nul" (file, line), "csv_unclosed_quote" (file, row), "cell_too_long"; OSError as the system gives it.
    """
    encoding, notes = _encoding(path)
    with _opened(path, encoding) as text:
        sample = text.read(_SAMPLE)
        whole = len(sample) < _SAMPLE
    named = _SEPARATOR_LINE.match(sample)
    if named:
        notes.append("separator_line")
    delimiter = named[1] if named else _delimiter(sample, whole=whole)
    mark = re.escape(delimiter or ",")
    padded = re.search(rf'{mark} +"', sample) is not None and re.search(rf'{mark}"', sample) is None
    form = CsvForm(encoding, delimiter, padded, True, tuple(notes))
    _refuse_nul(path, encoding)
    try:
        for _ in csv_rows(path, form):
            pass
    except csv.Error:
        form = CsvForm(encoding, delimiter, padded, False, (*notes, "loose_quotes"))
        for _ in csv_rows(path, form):
            pass
    return form


def csv_rows(path: Path, form: CsvForm) -> Iterator[list[str]]:
    """The records of a text file in order, as Excel numbers them: blank lines count, an initial `sep=;` does not.

    A line break inside quotes comes as a line feed. CannotRun: "csv_unclosed_quote" (file, row), "cell_too_long" (file, cell, limit);
    csv.Error in strict form when the quotes do not follow RFC 4180.
    """
    end = "\ue000"  # as a last line of its own; a quote that was never closed swallows it
    with _opened(path, form.encoding) as text:
        if "separator_line" in form.notes:
            text.readline()
        lines = text if form.strict else _with_end(text, end)
        rows = csv.reader(lines, delimiter=form.delimiter or "\ue001", skipinitialspace=form.padded, strict=form.strict)
        count, before, last = 0, 0, False
        try:
            for row in rows:
                if last := not form.strict and row == [end]:
                    break
                count, before = count + 1, rows.line_num
                if row == [_DOS_END]:
                    row = []
                yield [field.replace("\r\n", "\n").replace("\r", "\n") if "\r" in field else field for field in row]
        except csv.Error:
            if form.strict:
                raise
            # The one fault left is a field beyond all measure: lines swallowed by an open quote, or a text of that length.
            raise _open_quote(path, count + 1) if rows.line_num > before + 1 else _endless(path, count + 1) from None
        if not form.strict and not last:
            raise _open_quote(path, count)


def _open_quote(path: Path, row: int) -> CannotRun:
    return CannotRun("csv_unclosed_quote", file=path.name, row=row)


def _endless(path: Path, row: int) -> CannotRun:
    return CannotRun("cell_too_long", file=path.name, cell=f"{row}:{row}", limit=LONGEST_TEXT)


def _with_end(text: TextIO, end: str) -> Iterator[str]:
    line = ""
    for line in text:
        if not line.endswith(("\n", "\r")):
            line += "\n"
        yield line
    yield end


def _opened(path: Path, encoding: str) -> io.TextIOWrapper:
    return path.open(encoding=encoding, errors="replace", newline="")


# -- the encoding


def _encoding(path: Path) -> tuple[str, list[str]]:
    with path.open("rb") as file:
        opening = file.read(4)
    for mark, encoding in _BOMS:
        if opening.startswith(mark):
            return encoding, ["characters_lost"] if _tally(path, encoding).broken else []
    as_utf8 = _tally(path, "utf-8")
    if as_utf8.fits:
        return "utf-8", ["characters_lost"] if as_utf8.broken else []
    narrow, wide = _double_bytes(path)
    as_gb = _tally(path, "gb18030")
    # Chinese text is written with second bytes above ASCII; an accented letter before a plain one only looks like a Chinese character.
    if as_gb.fits and wide > narrow:
        notes = ["characters_lost"] if as_gb.broken else []
        return "gb18030", notes + (["encoding_guessed"] if wide < _SURE else [])
    return "cp1252", ["encoding_guessed"] + (["characters_lost"] if _tally(path, "cp1252").broken else [])


def _tally(path: Path, encoding: str) -> _Tally:
    broken = beyond = 0
    for text in _texts(path, encoding):
        if not text.isascii():
            broken += text.count("\ufffd")
            beyond += len(text) - len(text.encode("ascii", "ignore"))
    return _Tally(broken, beyond)


def _texts(path: Path, encoding: str) -> Iterator[str]:
    with _opened(path, encoding) as text:
        while piece := text.read(_CHUNK):
            yield piece


def _double_bytes(path: Path) -> tuple[int, int]:
    """How many pairs of bytes look like a Chinese character, with a second byte in ASCII and above it."""
    narrow = wide = 0
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            seconds = _DOUBLE_BYTE.findall(piece)
            inside = sum(map(bool, seconds))
            narrow, wide = narrow + inside, wide + len(seconds) - inside
            if len(seconds) > _CHUNK // 64:  # ample to judge by
                break
    return narrow, wide


def _refuse_nul(path: Path, encoding: str) -> None:
    line = 1
    for text in _texts(path, encoding):
        at = text.find("\0")
        if at >= 0:
            raise CannotRun("csv_nul", file=path.name, line=line + text.count("\n", 0, at))
        line += text.count("\n")


# -- the separator


def _delimiter(sample: str, *, whole: bool) -> str:
    """The separator that cuts most records into the same number of fields, and into many; "" when none does."""
    records = _bare_records(sample, whole=whole)
    for strong in _STRONG:
        width, share = _vote(records, strong)
        if width > 1 and share >= 0.8:
            # With such a separator at work, a comma between digits is more likely a decimal or a thousands mark.
            records = [re.sub(r"(?<=\d),(?=\d)", "", record) for record in records]
            break
    weights = {mark: share * (width - 1) for mark in _STRONG + "," for width, share in [_vote(records, mark)]}
    best = max(weights, key=weights.__getitem__)  # the first of equals, the rarest mark
    return best if weights[best] > 0 else ""


def _vote(records: list[str], mark: str) -> tuple[int, float]:
    """The most frequent number of fields above one, and the share of records that have it."""
    widths = Counter(record.count(mark) + 1 for record in records if mark in record)
    if not widths:
        return 1, 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return width, count / len(records)


def _bare_records(sample: str, *, whole: bool) -> list[str]:
    """Records that are not blank, what stands in quotes left out. whole: the sample is all there is, its last record complete."""
    bare = re.sub(r'(^|[\t|;,]|\n) *"(?:[^"]|"")*"', r"\1", sample.replace("\r\n", "\n").replace("\r", "\n"))
    records = bare.split("\n")
    if not whole and len(records) > 1:
        records.pop()
    return [record for record in records if record.strip()][:_MOST_VOTES]
