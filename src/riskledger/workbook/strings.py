"""Text of a workbook as people see it: shared strings, inline strings, escapes (ECMA-376 part 1, §§ 18.4 and 22.9.2.19)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from lxml import etree

from riskledger.errors import CannotRun

_ENTITIES = {b"amp": b"&", b"lt": b"<", b"gt": b">", b"quot": b'"', b"apos": b"'"}
_ENTITY = re.compile(rb"&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DECLARED = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DOCTYPE = re.compile(rb"^\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<!DOCTYPE", re.DOTALL)


class BadXmlError(ValueError):
    """Bytes that no XML reader would accept; whoever knows the part turns it into CannotRun("damaged")."""


def unescaped(text: str) -> str:
    """Decode _xHHHH_ escapes, which stand for UTF-16 units."""
    if "_x" not in text:
        return text
    decoded = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if any("\ud800" <= c <= "\udfff" for c in decoded):  # two escapes may form one character
        return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return decoded


def character_content(raw: bytes) -> str:
    """Text between two tags, without children: references resolved, line ends unified, escapes decoded."""
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"&" in raw:
        if len(_ENTITY.findall(raw)) != raw.count(b"&"):
            raise BadXmlError("unknown entity")
        raw = _ENTITY.sub(_resolve, raw)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise BadXmlError("not UTF-8") from None
    return unescaped(text)


def _resolve(found: re.Match[bytes]) -> bytes:
    if found[3]:
        return _ENTITIES[found[3]]
    code = int(found[1]) if found[1] else int(found[2], 16)
    if not (code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF):
        raise BadXmlError("reference to no character")
    return chr(code).encode()


def rich_text(element: etree._Element) -> str:
    """The text of a shared or inline string element: its runs joined, phonetic readings left out, escapes decoded."""
    pieces = []
    for child in element:
        if not isinstance(child.tag, str):
            continue
        local = child.tag.rpartition("}")[2]
        if local == "t":
            pieces.append(_plain(child))
        elif local == "r":
            pieces += [_plain(t) for t in child if isinstance(t.tag, str) and t.tag.rpartition("}")[2] == "t"]
    return unescaped("".join(pieces))


def _plain(element: etree._Element) -> str:
    return (element.text or "") + "".join(child.tail or "" for child in element)  # children are comments and instructions at most


def parsed(xml: bytes, part: str, file: str) -> etree._Element:
    """The tree of a small part; nothing outside it is ever loaded. CannotRun("xml_bomb" | "damaged")."""
    refuse_doctype(xml, part, file)
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=len(xml) > 8 << 20))
    except (etree.XMLSyntaxError, ValueError):
        raise CannotRun("damaged", file=file, part=part) from None
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that the first look could not read
        raise CannotRun("xml_bomb", file=file, part=part)
    return root


def refuse_doctype(opening: bytes, part: str, file: str) -> None:
    """Packages may hold no document type declarations (ECMA-376 part 2, § 8.1.4); they are how entity bombs arrive."""
    if opening[:2] in (b"\xff\xfe", b"\xfe\xff") or opening[:4] in (b"<\0?\0", b"\0<\0?"):
        order = "utf-16-be" if opening[:1] in (b"\xfe", b"\0") else "utf-16-le"
        opening = opening.decode(order, "replace").lstrip("\ufeff").encode(errors="replace")
    if _DOCTYPE.match(opening.removeprefix(codecs.BOM_UTF8)):
        raise CannotRun("xml_bomb", file=file, part=part)


def as_utf8(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A part's bytes in UTF-8 whatever encoding it is in; the declaration is changed to match. BadXmlError when they are not in it."""
    stream = iter(pieces)
    first = next(stream, b"")
    while len(first) < 256 and (more := next(stream, b"")):
        first += more
    if first[:2] in (b"\xff\xfe", b"\xfe\xff"):
        name = "utf-16"
    elif first[:4] in (b"<\0?\0", b"\0<\0?"):
        name = "utf-16-be" if first[:1] == b"\0" else "utf-16-le"
    else:
        declared = _DECLARED.match(first.removeprefix(codecs.BOM_UTF8))
        name = declared[1].decode().lower() if declared else "utf-8"
        if name in ("utf-8", "utf8", "us-ascii", "ascii"):
            yield first
            yield from stream
            return
    try:
        decoder = codecs.getincrementaldecoder(name)()
        text = decoder.decode(first).lstrip("\ufeff")
        yield re.sub(r"""^(<\?xml[^>]*?\sencoding\s*=\s*)["'][^"']*["']""", r'\1"UTF-8"', text).encode()
        for piece in stream:
            yield decoder.decode(piece).encode()
        yield decoder.decode(b"", True).encode()
    except (LookupError, UnicodeError):
        raise BadXmlError(f"not {name}") from None


class SharedStrings:
    """The workbook's shared strings, read from the part only as far as they are asked for."""

    def __init__(self, pieces: Iterator[bytes], part: str, file: str) -> None:
        self._pieces: Iterator[bytes] | None = as_utf8(pieces)
        self._part, self._file = part, file
        self._texts: list[str | None] = []
        self._rest = b""
        self._open: re.Pattern[bytes] | None = None
        self._envelope = (b"", b"")
        self._opening, self._closing = b"<si", b"</si>"

    def __getitem__(self, index: int) -> str | None:
        """The text at an index, None when it is empty. CannotRun("damaged") beyond the end."""
        return self.many([index])[0]

    def many(self, indexes: list[int]) -> list[str | None]:
        """The texts at several indexes. CannotRun("damaged") beyond the end."""
        last = max(indexes)
        while last >= len(self._texts) and self._pieces is not None:
            self._advance()
        if last >= len(self._texts) or min(indexes) < 0:
            raise CannotRun("damaged", file=self._file, part=self._part)
        return list(map(self._texts.__getitem__, indexes))

    def _advance(self) -> None:
        assert self._pieces is not None
        try:
            piece = next(self._pieces, None)
            if piece is None:
                self._pieces = None
                self._take(self._rest)
                return
            buffer = self._rest + piece
            if self._open is None:
                self._begin(buffer)
            # A cut behind the last </si> never splits an entry. Comments and CDATA may hold anything, so they wait for the whole part.
            if b"<!" in buffer:
                self._rest = buffer + b"".join(self._pieces)
            elif (cut := buffer.rfind(self._closing) + len(self._closing)) >= len(self._closing):
                self._take(buffer[:cut])
                self._rest = buffer[cut:]
            else:
                self._rest = buffer
        except BadXmlError:
            raise CannotRun("damaged", file=self._file, part=self._part) from None

    def _begin(self, buffer: bytes) -> None:
        refuse_doctype(buffer, self._part, self._file)
        root = re.search(rb"<(?:([\w.-]+):)?sst\b[^>]*?(/?)>", buffer)
        if root is None:
            raise BadXmlError("no list of shared strings")
        p = root[1] + b":" if root[1] else b""
        self._envelope = (root[0][:-1].rstrip(b"/") + b">", b"</" + p + b"sst>")
        self._opening, self._closing = b"<" + p + b"si", b"</" + p + b"si>"
        entry = rb"<P:si>\s*<P:t(?: xml:space=.preserve.)?>([^<]*)</P:t>\s*</P:si>|(<P:si\s*/>|<P:si>.*?</P:si\s*>)"
        self._open = re.compile(entry.replace(b"P:", p), re.DOTALL)

    def _take(self, block: bytes) -> None:
        if self._open is None:
            return
        entries = [] if b"<!" in block else self._open.findall(block)
        if len(entries) != block.count(self._opening):
            self._take_tree(block)
            return
        if not any(mark in block for mark in (b"&", b"\r", b"_x")) and not any(rich for _, rich in entries):
            with suppress(UnicodeDecodeError):  # told below, where the entry is known
                texts = b"\0".join([simple for simple, _ in entries]).decode().split("\0")
                if len(texts) == len(entries):  # else some text holds the separator itself
                    self._texts += [text or None for text in texts]
                    return
        known = self._texts.append
        for simple, rich in entries:
            if simple:
                known(character_content(simple))
            elif rich:
                known(rich_text(self._tree(rich)[0]) or None)
            else:
                known(None)

    def _take_tree(self, block: bytes) -> None:
        inner = re.sub(rb"^.*?<(?:[\w.-]+:)?sst\b[^>]*>", b"", block, count=1, flags=re.DOTALL)
        inner = re.sub(rb"</(?:[\w.-]+:)?sst\s*>.*$", b"", inner, flags=re.DOTALL)
        for entry in self._tree(inner):
            if isinstance(entry.tag, str) and entry.tag.rpartition("}")[2] == "si":
                self._texts.append(rich_text(entry) or None)

    def _tree(self, inner: bytes) -> etree._Element:
        return parsed(self._envelope[0] + inner + self._envelope[1], self._part, self._file)
