"""What a cell's bytes mean: numbers, texts, truths, errors and ISO dates (ECMA-376 part 1, §§ 18.3.1.4, `c`, and 18.18.11, ST_CellType)."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from lxml import etree

from riskledger.workbook.rows import attributes
from riskledger.workbook.strings import BadXmlError, SharedStrings, character_content, rich_text


class CellError(str):
    """An error value such as "#N/A"."""

    __slots__ = ()


Value = None | str | float | bool | CellError | dt.datetime

_KEPT = 20_000  # distinct values remembered per kind: customers, dates and round amounts repeat, document numbers do not


class Meaning(dict[bytes, Value]):
    """The value of each distinct content met so far, worked out once."""

    def __init__(self, convert: Callable[[bytes], Value]) -> None:
        super().__init__({b"": None})
        self._convert = convert

    def __missing__(self, content: bytes) -> Value:
        value = self._convert(content)
        if len(self) < _KEPT:
            self[content] = value
        return value

    def all(self, contents: Sequence[bytes]) -> list[Value]:
        """The values of many cells."""
        return list(map(self.__getitem__, contents))


class _Numbers(Meaning):
    def all(self, contents: Sequence[bytes]) -> list[Value]:
        if len(self) < _KEPT:
            return super().all(contents)
        try:  # a column of distinct amounts gains nothing from being remembered
            values = list(map(float, contents))
        except ValueError:
            return super().all(contents)
        plain = math.isfinite(sum(values)) and b"_" not in b"".join(contents)
        return list[Value](values) if plain else super().all(contents)


class _SharedTexts(Meaning):
    def __init__(self, shared: SharedStrings | None) -> None:
        super().__init__(self._look_up)
        self._shared = shared

    def all(self, contents: Sequence[bytes]) -> list[Value]:
        if self._shared is None or b"" in contents:
            return super().all(contents)
        try:
            return list[Value](self._shared.many(list(map(int, contents))))
        except ValueError:
            return super().all(contents)

    def _look_up(self, content: bytes) -> Value:
        if self._shared is None:
            return None
        try:
            return self._shared[int(content)]
        except ValueError:
            raise BadXmlError("not the index of a shared string") from None


class CellKind(NamedTuple):
    """What the attributes of a cell tell: its style, and how its content is to be read."""

    style: int
    meaning: Meaning
    inline: bool


class Kinds(dict[bytes, CellKind]):
    """The kind of each distinct run of cell attributes."""

    def __init__(self, shared: SharedStrings | None) -> None:
        super().__init__()
        texts = Meaning(lambda content: character_content(content) or None)
        self._by_type = {
            b"n": _Numbers(_number),
            b"s": _SharedTexts(shared),
            b"str": texts,
            b"inlineStr": texts,
            b"b": Meaning(_truth),
            b"e": Meaning(lambda content: CellError(character_content(content))),
            b"d": Meaning(_moment),
        }

    def __missing__(self, raw: bytes) -> CellKind:
        kind = self.of(attributes(raw))
        if len(self) < _KEPT:
            self[raw] = kind
        return kind

    def of(self, said: dict[bytes, bytes]) -> CellKind:
        """The kind of a cell by its attributes; an unknown type is read as text."""
        cell_type = said.get(b"t", b"n")
        style = said.get(b"s", b"0")
        known = self._by_type.get(cell_type, self._by_type[b"str"])
        return CellKind(int(style) if style.isdigit() else 0, known, cell_type == b"inlineStr")


def _number(content: bytes) -> Value:
    try:
        value = math.nan if b"_" in content else float(content)
    except ValueError:
        value = math.nan
    # What Excel itself would not take for a number is shown as the text it is.
    return value if math.isfinite(value) else character_content(content) or None


def _truth(content: bytes) -> Value:
    return content.strip() in (b"1", b"true")


def _moment(content: bytes) -> Value:
    text = character_content(content)
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text or None


class Body:
    """Reads cells that hold more than a bare value: an inline string or a formula, as the row patterns capture them."""

    def __init__(self, prefix: bytes, kinds: Kinds) -> None:
        p = re.escape(prefix)
        self._formula = re.compile(rb"<P?f([^<>]*?)(?:/>|>([^<]*)</P?f>)(?:<P?v[^<>]*>([^<]*))?".replace(b"P?", p))
        self._text = re.compile(rb"<P?is><P?t[^<>]*>([^<]*)".replace(b"P?", p))
        self._kinds = kinds
        self.inline = Meaning(self._inline_text)

    def _inline_text(self, body: bytes) -> Value:
        found = self._text.match(body)
        return character_content(found[1]) or None if found else None

    def formula(self, raw_attributes: bytes, body: bytes) -> tuple[Value, str, dict[bytes, bytes]]:
        """Cached value, formula text ('' when it is shared from elsewhere) and the attributes of <f>."""
        found = self._formula.match(body)
        if found is None:
            raise BadXmlError("a formula cell of unknown form")
        value = self._kinds[raw_attributes].meaning[found[3] or b""]
        return value, character_content(found[2] or b""), attributes(found[1]) if found[1] else {}


def cell_of_tree(cell: etree._Element, kinds: Kinds) -> tuple[Value, int, str | None, dict[bytes, bytes]]:
    """Value, style, formula text (None without one) and attributes of <f> of a parsed cell."""
    kind = kinds.of({str(name).encode(): str(text).encode() for name, text in cell.attrib.items()})
    content, inline, formula, said = "", None, None, {}
    for child in cell:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "v":
            content = _all_text(child)
        elif name == "is":
            inline = rich_text(child) or None
        elif name == "f":
            formula = _all_text(child)
            said = {str(name).encode(): str(text).encode() for name, text in child.attrib.items()}
    if kind.inline and not content:
        return inline, kind.style, formula, said
    # The meanings read bytes as they stand in a file, so references are put back first.
    written = content.replace("&", "&amp;").replace("<", "&lt;").replace("\r", "&#13;")
    return kind.meaning[written.encode()], kind.style, _unescaped_formula(formula), said


def _all_text(element: etree._Element) -> str:
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _unescaped_formula(formula: str | None) -> str | None:
    return None if formula is None else character_content(formula.replace("&", "&amp;").replace("\r", "&#13;").encode())
