"""The boxes that notes are shown in: shapes of a VML drawing, added and removed without a byte of the others moved (ECMA-376 part 4, § 19).

VML is edited as bytes, not as a tree: what Excel writes into the text boxes of form controls is often no well-formed XML.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import NamedTuple

from riskledger.workbook.strings import BadXmlError

VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_BOX_TYPE = "_x0000_t202"
_CLUSTER = 1024  # shape ids are dealt out to drawings in clusters; no two drawings of a workbook share one
_LINE, _MARGIN, _UNIT = 16, 12, 6.5  # pixels: height of a line, room around the text, width of half an ideograph
_NARROWEST, _WIDEST = 110, 300
_MOST_LINES = 40

_SHAPE = re.compile(rb"<([\w.-]+:)?shape(?=[\s>])[^>]*>.*?</(?:[\w.-]+:)?shape\s*>", re.DOTALL)
_IS_NOTE = re.compile(rb"""\sObjectType\s*=\s*["']Note["']""")
_ROW, _COLUMN = (re.compile(rb"<(?:[\w.-]+:)?%b>\s*(\d+)\s*</" % name) for name in (b"Row", b"Column"))
_SHAPE_ID = re.compile(rb"""\s(?:id|[\w.-]+:spid)\s*=\s*["']_x0000_[si](\d+)["']""")
_IDMAP = re.compile(rb"""(<(?:[\w.-]+:)?idmap\b[^>]*?\sdata\s*=\s*["'])([^"']*)""")
_END = re.compile(rb"</(?:[\w.-]+:)?xml\s*>\s*$")
_EMPTY = re.compile(rb"(<([\w.-]+:)?xml\b[^<>]*)/>\s*$")
_DRAWN = re.compile(rb"<(?:[\w.-]+:)?(?:shape|group|rect|roundrect|oval|line|polyline|curve|arc|image)[\s>]")
_DECLARED = re.compile(rb"""\sxmlns:([\w.-]+)\s*=\s*["']([^"']*)["']""")


class Extent(NamedTuple):
    """Where a box lies: the first and last column and row (0-based) that it touches, each with the pixels it reaches into them."""

    left: tuple[int, int]
    top: tuple[int, int]
    right: tuple[int, int]
    bottom: tuple[int, int]


def size_for(text: str) -> tuple[int, int]:
    """Width and height in pixels of a box that shows a text without scrolling; ideographs count twice."""
    widths = [sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) * _UNIT for line in text.split("\n")]
    width = min(max(_NARROWEST, int(max(widths)) + 2 * _MARGIN), _WIDEST)
    lines = sum(max(1, -int(-line // (width - 2 * _MARGIN))) for line in widths)
    return width, min(lines, _MOST_LINES) * _LINE + _MARGIN


def clusters(xml: bytes) -> set[int]:
    """The clusters of shape ids that a drawing uses."""
    used = {int(number) // _CLUSTER for number in _SHAPE_ID.findall(xml)}
    for found in _IDMAP.finditer(xml):
        used |= {int(number) for number in re.findall(rb"\d+", found[2])}
    return used


class NoteBoxes:
    """The VML drawing of one sheet."""

    def __init__(self, xml: bytes | None, taken: Collection[int]) -> None:
        """xml: of the drawing in UTF-8, None when the sheet has none; taken: clusters that other drawings use. BadXmlError."""
        self.changed = False
        self._xml = self._blank(taken) if xml is None else _EMPTY.sub(rb"\1></\2xml>", xml)
        end = _END.search(self._xml)
        if not end:
            raise BadXmlError("no drawing")
        self._end = end.start()
        self._prefixes, self._declarations = self._names()
        self._there: dict[tuple[int, int], re.Match[bytes]] = {}
        for shape in _SHAPE.finditer(self._xml):
            row, column = _ROW.search(shape[0]), _COLUMN.search(shape[0])
            if row and column and _IS_NOTE.search(shape[0]):
                self._there.setdefault((int(row[1]) + 1, int(column[1]) + 1), shape)
        self._gone: list[tuple[int, int]] = []  # where shapes stood that are taken away
        self._new: dict[tuple[int, int], bytes] = {}
        self._clusters, self._taken = clusters(self._xml), set(taken)
        self._fresh: list[int] = []  # clusters that this drawing has been given now
        self._ids = self._free_ids()

    def __contains__(self, cell: tuple[int, int]) -> bool:
        """Whether the note of a cell (row and column, 1-based) has a box."""
        return cell in self._there or cell in self._new

    def put(self, row: int, column: int, extent: Extent) -> None:
        """Add the hidden box of a note, in the place of an older one. row, column: of its cell, 1-based."""
        self.remove(row, column)
        number = next(self._ids)
        anchor = ", ".join(f"{at}, {reach}" for at, reach in (extent.left, extent.top, extent.right, extent.bottom))
        template = (
            '<{v}shape id="_x0000_s{number}" type="#{type}" '
            'style="position:absolute;margin-left:60pt;margin-top:2pt;width:96pt;height:60pt;z-index:{order};visibility:hidden" '
            'fillcolor="#ffffe1" {o}insetmode="auto"{d}><{v}fill color2="#ffffe1"/><{v}shadow on="t" color="black" obscured="t"/>'
            '<{v}path {o}connecttype="none"/><{v}textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></{v}textbox>'
            '<{x}ClientData ObjectType="Note"><{x}MoveWithCells/><{x}SizeWithCells/><{x}Anchor>{anchor}</{x}Anchor>'
            "<{x}AutoFill>False</{x}AutoFill><{x}Row>{row}</{x}Row><{x}Column>{column}</{x}Column></{x}ClientData></{v}shape>"
        )
        shape = template.format(
            **self._prefixes, d=self._declarations, number=number, type=_BOX_TYPE, order=number % _CLUSTER,
            anchor=anchor, row=row - 1, column=column - 1,
        )  # fmt: skip
        self._new[row, column] = shape.encode()
        self.changed = True

    def remove(self, row: int, column: int) -> None:
        """Take the box of a note away."""
        shape = self._there.pop((row, column), None)
        if shape is not None:
            self._gone.append(shape.span())
        if shape is not None or (row, column) in self._new:
            self._new.pop((row, column), b"")
            self.changed = True

    def content(self) -> bytes | None:
        """The drawing's bytes; None when nothing is drawn in it."""
        pieces, done = [], 0
        for start, end in sorted(self._gone):
            pieces.append(self._xml[done:start])
            done = end
        kept = b"".join([*pieces, self._xml[done : self._end]])
        new = b"".join(self._new.values())
        if not new and not _DRAWN.search(kept):
            return None
        used = re.search(rb"""\stype\s*=\s*["']#%b["']""" % _BOX_TYPE.encode(), kept)
        box_type = self._box_type()
        if new and not re.search(rb"""shapetype\b[^>]*?\sid\s*=\s*["']%b["']""" % _BOX_TYPE.encode(), kept):
            new = box_type + new
        elif not new and not used:
            kept = kept.replace(box_type, b"")  # added with the first of our boxes
        if self._fresh:
            more = b"".join(b",%d" % cluster for cluster in self._fresh)
            kept = _IDMAP.sub(lambda found: found[1] + found[2] + more, kept, count=1)
        return kept + new + self._xml[self._end :]

    # -- inside

    def _box_type(self) -> bytes:
        template = (
            '<{v}shapetype id="{id}" coordsize="21600,21600" {o}spt="202" path="m,l,21600r21600,l21600,xe"{d}>'
            '<{v}stroke joinstyle="miter"/><{v}path gradientshapeok="t" {o}connecttype="rect"/></{v}shapetype>'
        )
        return template.format(**self._prefixes, id=_BOX_TYPE, d=self._declarations).encode()

    def _names(self) -> tuple[dict[str, str], str]:
        """The prefixes to write our elements with, and the declarations that the drawing lacks for them."""
        root = re.search(rb"<(?:[\w.-]+:)?xml\b[^>]*>", self._xml)
        declared = {uri.decode(): name.decode() for name, uri in _DECLARED.findall(root[0] if root else b"")}
        prefixes = {key: declared.get(uri, key) + ":" for key, uri in _SPACES.items()}
        missing = "".join(f' xmlns:{key}="{uri}"' for key, uri in _SPACES.items() if uri not in declared)
        return prefixes, missing

    def _free_ids(self) -> Iterator[int]:
        used = {int(number) for number in _SHAPE_ID.findall(self._xml)}
        for cluster in sorted(self._clusters):
            yield from (n for n in range(cluster * _CLUSTER + 1, (cluster + 1) * _CLUSTER) if n not in used)
        fresh = max([*self._taken, *self._clusters], default=0)
        while True:
            fresh += 1
            self._fresh.append(fresh)
            yield from range(fresh * _CLUSTER + 1, (fresh + 1) * _CLUSTER)

    @staticmethod
    def _blank(taken: Collection[int]) -> bytes:
        spaces = " ".join(f'xmlns:{key}="{uri}"' for key, uri in _SPACES.items())
        fresh = max(taken, default=0) + 1
        layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{fresh}"/></o:shapelayout>'
        return f"<xml {spaces}>{layout}</xml>".encode()
