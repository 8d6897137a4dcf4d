"""The fills of our marks, and the way back to a cell's own look: the workbook's styles are all the memory there is (§ 18.8.21).

A mark must be taken away again months later, by another run, after she has inserted rows, sorted, and saved in Excel, which renumbers
every style. So nothing is remembered by address or by style number. What follows a cell wherever it goes is its format: our fill is
a light red or yellow whose last two bits per channel, which no eye can tell apart, hold a number from 0 to 63. A hidden name of the
sheet says for each number which fill the cell had before, spelt out as XML. Spreadsheet programs keep both colours and names. The former
format is then the marked one with that fill put back, and the same format that was there before is found by what it says. Where the
names were lost, the cell is left without a fill.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Literal, NamedTuple

from lxml import etree

from riskledger.errors import CannotRun
from riskledger.workbook.sheet import children
from riskledger.workbook.strings import parsed
from riskledger.workbook.styles import Styles

Level = Literal["error", "warning"]
COLOURS: Mapping[Level, int] = {"error": 0xFCD8D4, "warning": 0xFCF0C4}  # none of the colours that Excel offers lies within 3 of these
MOST_FORMER = 64
_NO_FILL = "<fill><patternFill patternType='none'/></fill>"
_LAST_BITS = 0x030303


class Former(NamedTuple):
    """How a marked cell was before. origin: "styled", "bare" (it named no style) or "new" (there was no cell); applied: its applyFill;
    fill: its fill as XML without namespace."""

    origin: str
    applied: str | None
    fill: str


UNKNOWN = Former("styled", None, _NO_FILL)


class FormerLooks:
    """The numbered looks of one sheet's cells before they were marked."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        """texts: as kept in the workbook, by number; what cannot be understood is passed over."""
        self._looks = {number: look for number, text in texts.items() if number < MOST_FORMER and (look := _look_of(text))}
        self._used: set[int] = set()

    def __bool__(self) -> bool:
        return bool(self._looks)

    def __getitem__(self, number: int) -> Former:
        return self._looks.get(number, UNKNOWN)

    def number(self, look: Former) -> int | None:
        """The number of a look that stays in use; None when all are taken."""
        for number in sorted(self._looks):
            if self._looks[number] == look:
                self._used.add(number)
                return number
        free = next((number for number in range(MOST_FORMER) if number not in self._looks), None)
        if free is not None:
            self._looks[free] = look
            self._used.add(free)
        return free

    def texts(self) -> dict[int, str]:
        """What to keep in the workbook: the looks that a marked cell still needs."""
        return {n: f"{look.origin}|{look.applied or ''}|{look.fill}" for n, look in sorted(self._looks.items()) if n in self._used}


def _look_of(text: str) -> Former | None:
    origin, _, rest = text.partition("|")
    applied, _, fill = rest.partition("|")
    try:
        root = parsed(fill.encode(), "fill", "")
    except CannotRun:
        return None
    return Former(origin, applied or None, fill) if root.tag == "fill" and origin in ("styled", "bare", "new") else None


class MarkStyles(Styles):
    """The workbook's styles, with our marks told apart from her looks."""

    def ours(self) -> dict[int, tuple[Level, int]]:
        """The styles that carry a fill of ours, each with its level and the number of the look before."""
        return {style: code for style in range(len(self._list("cellXfs"))) if (code := self._code(style)) is not None}

    def former(self, style: int, origin: str) -> Former:
        """What a cell of this style looks like, to be remembered. origin: see Former."""
        applied = self._formats()[self._sound(style)].get("applyFill")
        fill = self._fill_of(style)
        return Former(origin, applied, _NO_FILL if fill is None else _bare_xml(fill))

    def marked(self, style: int, level: Level, number: int) -> int:
        """The style that differs by our fill only; found or appended. CannotRun("too_many_styles") at Excel's limit."""
        colour = COLOURS[level] | (number & 48) << 12 | (number & 12) << 6 | (number & 3)
        return self._filled(style, self._fill(f"{colour:06X}"), "1")

    def unmarked(self, style: int, look: Former) -> int:
        """The style that differs by the former fill only; found or appended. CannotRun("too_many_styles") at Excel's limit."""
        fill = parsed(look.fill.encode(), "fill", "")
        for element in fill.iter(etree.Element):
            element.tag = self._tag(str(element.tag))
        self._grown("fills")
        return self._filled(style, self._place("fills", self._adopted(fill)), look.applied)

    def _adopted(self, element: etree._Element) -> etree._Element:
        adopted = self._root.makeelement(element.tag, {str(k): str(v) for k, v in element.attrib.items()})
        for child in element:
            adopted.append(self._adopted(child))
        return adopted

    def _filled(self, style: int, fill: int, applied: str | None) -> int:
        wanted = copy.deepcopy(self._formats()[self._sound(style)])
        wanted.tail = None
        wanted.set("fillId", str(fill))
        if applied is not None:
            wanted.set("applyFill", applied)
        elif "applyFill" in wanted.attrib:
            del wanted.attrib["applyFill"]
        return self._place("cellXfs", wanted)

    def _formats(self) -> list[etree._Element]:
        return self._grown("cellXfs")

    def _sound(self, style: int) -> int:
        return style if 0 <= style < len(self._formats()) else 0

    def _fill_of(self, style: int) -> etree._Element | None:
        formats, fills = self._list("cellXfs"), self._list("fills")
        at = formats[style].get("fillId", "0") if 0 <= style < len(formats) else "0"
        return fills[int(at)] if at.isdigit() and int(at) < len(fills) else None

    def _code(self, style: int) -> tuple[Level, int] | None:
        fill = self._fill_of(style)
        for pattern in children(fill, "patternFill"):
            colours = children(pattern, "fgColor")
            shown = colours[0].get("rgb", "")[-6:] if colours and pattern.get("patternType") == "solid" else ""
            try:
                colour = int(shown, 16)
            except ValueError:
                continue
            for level, base in COLOURS.items():
                if len(shown) == 6 and colour & ~_LAST_BITS == base:
                    return level, (colour >> 12 & 48) | (colour >> 6 & 12) | (colour & 3)
        return None


def _bare_xml(element: etree._Element) -> str:
    """An element without namespaces, blanks and double quotes."""

    def bare(old: etree._Element) -> etree._Element:
        new = etree.Element(old.tag.rpartition("}")[2], {str(k): str(v) for k, v in old.attrib.items() if not str(k).startswith("{")})
        for child in old:
            if isinstance(child.tag, str):
                new.append(bare(child))
        return new

    return str(etree.tostring(bare(element), encoding="unicode")).replace('"', "'")
