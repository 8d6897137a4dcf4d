"""The workbook's styles, read and only ever appended to (ECMA-376 part 1, § 18.8)."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from riskledger.errors import CannotRun
from riskledger.workbook.number_formats import FIRST_CUSTOM, GENERAL, built_in_id, shows_as_well, shows_date

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
MOST_CELL_FORMATS = 65_490  # Excel repairs a file that has more

_GROUPS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")
# The order in which Excel writes a font and, unlike the schema, insists on reading it.
_FONT_PARTS = ("b", "u", "sz", "color", "name", "family", "charset", "scheme")
# An empty list is filled with what readers take for granted at its first places: the default font, "no fill" and "12.5 % grey",
# no border, the default cell format. Without them the first look of ours would become the look of every unformatted cell.
_PRESUMED = {
    "fonts": ('<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>',),
    "fills": ('<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>'),
    "borders": ("<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
}
_BLANK = (
    '<styleSheet xmlns="{ns}"><fonts count="1">{fonts[0]}</fonts><fills count="2">{fills[0]}{fills[1]}</fills>'
    '<borders count="1">{borders[0]}</borders><cellStyleXfs count="1">{cellXfs[0]}</cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)

Signature = tuple[object, ...]


class Line(NamedTuple):
    """A border line: style ("thin", "medium", "hair") and colour as RRGGBB."""

    style: str
    colour: str


@dataclass(frozen=True, slots=True)
class Look:
    """The full look of a cell of ours. The typeface and size are those of the workbook's own default font, so that our sheets fit in."""

    bold: bool = False
    underline: bool = False
    larger: float = 0.0  # points added to the default size
    colour: str | None = None  # font colour, RRGGBB
    fill: str | None = None  # RRGGBB
    top: Line | None = None
    bottom: Line | None = None
    number_format: str = "General"
    horizontal: str | None = None
    vertical: str | None = None
    wrap: bool = False
    indent: int = 0


class Styles:
    """Cell formats of one workbook: what they show, and a place for new ones. Nothing that exists is altered or moved."""

    def __init__(self, xml: bytes | None, *, strict: bool = False, file: str = "") -> None:
        """Read the styles part.

        xml: its bytes, or None when the workbook has none; `strict` then says in which namespace a new one is made (an existing part
        keeps its own); file: the workbook's name, for messages. CannotRun("damaged") when it is not the XML of a style sheet,
        CannotRun("xml_bomb") when it declares entities.
        """
        self.changed = False
        self._file = file
        self._original = xml
        if xml is None:
            xml = _BLANK.format(ns=STRICT if strict else TRANSITIONAL, **_PRESUMED).encode()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            self._root = etree.fromstring(xml, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise CannotRun("damaged", file=file, part="styles.xml") from None
        if self._root.getroottree().docinfo.internalDTD is not None:
            raise CannotRun("xml_bomb", file=file, part="styles.xml")
        if etree.QName(self._root).localname != "styleSheet":
            raise CannotRun("damaged", file=file, part="styles.xml")
        self._ns = etree.QName(self._root).namespace or ""
        self._entries: dict[str, list[etree._Element]] = {}
        self._known: dict[str, dict[Signature, int]] = {}
        self._dates: dict[int, bool] = {}
        self._looks: dict[Look, int] = {}
        self._codes: dict[int, str] | None = None

    # -- reading -------------------------------------------------------------------------------------------------------

    def is_date(self, style: int) -> bool:
        """Whether a cell of this style (index of cellXfs) shows a date or a time."""
        if style not in self._dates:
            number_format = self._number_format(style)
            self._dates[style] = shows_date(number_format, self._format_codes().get(number_format))
        return self._dates[style]

    def base_font(self) -> dict[str, str]:
        """The default font's parts by name ("name", "sz", "family", "charset"), each with its value."""
        fonts = self._list("fonts")
        parts = {etree.QName(part).localname: part.get("val", "") for part in (fonts[0] if fonts else ()) if isinstance(part.tag, str)}
        shown = {name: value for name, value in parts.items() if value and name in ("name", "sz", "family", "charset")}
        return {"name": "Calibri", "sz": "11"} | shown

    def to_bytes(self) -> bytes:
        """The styles part: the original bytes while nothing was added."""
        if self._original is not None and not self.changed:
            return self._original
        return bytes(etree.tostring(self._root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True))

    # -- appending -----------------------------------------------------------------------------------------------------

    def plain_number(self, base: int) -> int:
        """The style that looks like `base` but shows a bare number ("General").

        Returns the index of the first such cell format; appends one when there is none. CannotRun("too_many_styles") at Excel's limit.
        """
        return self._with_format(base, GENERAL)

    def shown_number(self, base: int, code: str) -> int:
        """The style that looks like `base` but shows a number by a format code, or by the one `base` has where that does as well.

        Returns and raises as `plain_number`.
        """
        formats = self._grown("cellXfs")
        own = self._number_format(base if 0 <= base < len(formats) else 0)
        return self._with_format(base, own if shows_as_well(code, own, self._format_codes().get(own)) else self._number_format_id(code))

    def _with_format(self, base: int, number_format: int) -> int:
        formats = self._grown("cellXfs")
        base = base if 0 <= base < len(formats) else 0
        model = formats[base]
        if self._number_format(base) == number_format and model.get("quotePrefix") is None:
            return base
        wanted = copy.deepcopy(model)
        wanted.tail = None
        wanted.set("numFmtId", str(number_format))
        if number_format != GENERAL or wanted.get("applyNumberFormat") is not None or wanted.get("xfId", "0") != "0":
            wanted.set("applyNumberFormat", "1")  # the named style behind the format may bring a date format of its own
        if wanted.get("quotePrefix") is not None:
            del wanted.attrib["quotePrefix"]  # it marks text that looks like a number; this is a number
        return self._place("cellXfs", wanted)

    def look(self, look: Look) -> int:
        """The style of one of our looks: the index of cellXfs, found or appended with its font, fill, border and number format.

        CannotRun("too_many_styles") at Excel's limit.
        """
        if look not in self._looks:
            self._grown("cellXfs")  # the default format must stand first
            wanted = self._new(
                "xf",
                numFmtId=str(self._number_format_id(look.number_format)),
                fontId=str(self._font(look)),
                fillId=str(self._fill(look.fill)),
                borderId=str(self._border(look)),
            )
            if self._list("cellStyleXfs"):
                wanted.set("xfId", "0")
            for what in ("NumberFormat", "Font", "Fill", "Border"):
                wanted.set(f"apply{what}", "1")
            alignment = {
                "horizontal": look.horizontal,
                "vertical": look.vertical,
                "wrapText": "1" if look.wrap else None,
                "indent": str(look.indent) if look.indent else None,
            }
            if any(alignment.values()):
                wanted.set("applyAlignment", "1")
                self._new("alignment", wanted, **{name: value for name, value in alignment.items() if value})
            self._looks[look] = self._place("cellXfs", wanted)
        return self._looks[look]

    def _font(self, look: Look) -> int:
        base = self._grown("fonts")[0]
        parts = {etree.QName(part).localname: copy.deepcopy(part) for part in base if isinstance(part.tag, str)}
        # The default font lends its typeface only: were it bold or red, our plain cells should not be.
        kept = {name: part for name, part in parts.items() if name in ("name", "family", "charset", "scheme", "sz", "color")}
        if look.bold:
            kept["b"] = self._new("b")
        if look.underline:
            kept["u"] = self._new("u")
        if look.colour:
            kept["color"] = self._new("color", rgb=f"FF{look.colour}")
        if look.larger:
            kept["sz"] = self._new("sz", val=f"{float(self.base_font()['sz']) + look.larger:g}")
        font = self._new("font")
        for name in _FONT_PARTS:
            if name in kept:
                kept[name].tail = None
                font.append(kept[name])
        return self._place("fonts", font)

    def _fill(self, colour: str | None) -> int:
        self._grown("fills")
        if colour is None:
            return 0
        fill = self._new("fill")
        pattern = self._new("patternFill", fill, patternType="solid")
        self._new("fgColor", pattern, rgb=f"FF{colour}")
        self._new("bgColor", pattern, indexed="64")
        return self._place("fills", fill)

    def _border(self, look: Look) -> int:
        self._grown("borders")
        border = self._new("border")
        for side, line in (("left", None), ("right", None), ("top", look.top), ("bottom", look.bottom), ("diagonal", None)):
            edge = self._new(side, border)
            if line:
                edge.set("style", line.style)
                self._new("color", edge, rgb=f"FF{line.colour}")
        return self._place("borders", border)

    def _number_format_id(self, code: str) -> int:
        built_in = built_in_id(code)
        codes = self._format_codes()
        if built_in is not None and codes.get(built_in, code) == code:
            return built_in
        for number_format, known in codes.items():
            if known == code:
                return number_format
        taken = [int(i) for e in self._root.iter(self._tag("numFmt")) if (i := e.get("numFmtId", "")).isdigit()]  # with those of dxfs
        fresh = max([FIRST_CUSTOM - 1, *taken]) + 1
        self._place("numFmts", self._new("numFmt", numFmtId=str(fresh), formatCode=code))
        codes[fresh] = code
        return fresh

    # -- lists of the part ---------------------------------------------------------------------------------------------

    def _tag(self, name: str) -> str:
        return f"{{{self._ns}}}{name}" if self._ns else name

    def _new(self, name: str, parent: etree._Element | None = None, **attributes: str) -> etree._Element:
        # Once it is appended, lxml gives it the prefix that its parent uses, so that a part written with <x:font> stays that way.
        element = self._root.makeelement(self._tag(name), attributes)
        if parent is not None:
            parent.append(element)
        return element

    def _group(self, name: str) -> etree._Element | None:
        return self._root.find(self._tag(name))

    def _list(self, name: str) -> list[etree._Element]:
        # Every child element is a place in the list, an mc:AlternateContent too; comments are none.
        if name not in self._entries:
            group = self._group(name)
            self._entries[name] = [] if group is None else [entry for entry in group if isinstance(entry.tag, str)]
        return self._entries[name]

    def _grown(self, name: str) -> list[etree._Element]:
        # The list with at least the entries that readers presume at its start.
        entries = self._list(name)
        for presumed in _PRESUMED[name][len(entries) :]:
            entry = etree.fromstring(f'<a xmlns="{self._ns}">{presumed}</a>')[0]
            self._append(name, entry)
        return entries

    def _place(self, name: str, wanted: etree._Element) -> int:
        # Find or append: the first entry that says the same, so that a second run adds nothing.
        if name not in self._known:
            self._known[name] = {}
            for index, entry in enumerate(self._list(name)):
                self._known[name].setdefault(_signature(entry), index)
        found = self._known[name].get(_signature(wanted))
        return self._append(name, wanted) if found is None else found

    def _append(self, name: str, entry: etree._Element) -> int:
        entries, group = self._list(name), self._group(name)
        if name == "cellXfs" and len(entries) >= MOST_CELL_FORMATS:
            raise CannotRun("too_many_styles", file=self._file, limit=MOST_CELL_FORMATS)
        if group is None:
            group = self._new(name, count="0")
            later = [k for k in self._root if isinstance(k.tag, str) and etree.QName(k).localname in _GROUPS[_GROUPS.index(name) + 1 :]]
            if later:
                later[0].addprevious(group)
            else:
                self._root.append(group)
        group.append(entry)
        entries.append(entry)
        self._known.get(name, {}).setdefault(_signature(entry), len(entries) - 1)
        if group.get("count") is not None:
            group.set("count", str(len(entries)))
        self.changed = True
        return len(entries) - 1

    def _number_format(self, style: int) -> int:
        formats = self._list("cellXfs")
        number_format = formats[style].get("numFmtId", "0") if 0 <= style < len(formats) else "0"
        return int(number_format) if number_format.isdigit() else GENERAL

    def _format_codes(self) -> dict[int, str]:
        # Codes by id. Excel wraps a code that older readers cannot show in mc:AlternateContent: the first choice counts.
        if self._codes is None:
            self._codes = {}
            group = self._group("numFmts")
            for entry in () if group is None else group.iter(self._tag("numFmt")):
                number_format = entry.get("numFmtId", "")
                if number_format.isdigit():
                    self._codes.setdefault(int(number_format), entry.get("formatCode", ""))
        return self._codes


def _signature(element: etree._Element) -> Signature:
    # What an element says, whatever its prefix, attribute order or the blanks between its children.
    text = (element.text or "").strip()
    children = tuple(_signature(k) for k in element if isinstance(k.tag, str))
    return (element.tag, tuple(sorted((str(k), str(v)) for k, v in element.attrib.items())), text, children)
