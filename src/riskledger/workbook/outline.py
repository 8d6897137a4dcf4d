"""Changes to the workbook part and its lists: tabs, defined names, recalculation (ECMA-376 part 1, § 18.2; part 2, §§ 6.5 and 7.2)."""

from __future__ import annotations

import copy
import posixpath

from lxml import etree

from riskledger.workbook.book import MARK, Book, mark_of
from riskledger.workbook.frame import name_of
from riskledger.workbook.package import part_key
from riskledger.workbook.parts import CONTENT_TYPES, STRICT, TRANSITIONAL, rels_of, same_part, tree_of
from riskledger.workbook.sheet import Box, box_of, children
from riskledger.workbook.strings import BadXmlError

FILTER = "_xlnm._FilterDatabase"
_PRINTING = {"_xlnm.Print_Titles", "_xlnm.Print_Area"}
WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
STYLES = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
# The children of <workbook> in the order of the schema, up to the ones that are added here.
_BEFORE_NAMES = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups", "externalReferences",
)  # fmt: skip
_BEFORE_CALC = (*_BEFORE_NAMES, "definedNames")


def serialised(root: etree._Element) -> bytes:
    """A part's bytes from its tree."""
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True))


class Outline:
    """The workbook part, its relationships and the content types, changed in memory; `changed` holds those that differ, by part."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._root = copy.deepcopy(book.parts.root)
        self._links: etree._Element | None = None
        self._types: etree._Element | None = None
        self._touched = False
        self._names = [tab.get("name", "") for tab in book.parts.tabs]
        self._parts = set(book.package.by_key)
        self._main = self._root.tag.rpartition("}")[0] + "}"

    def changed(self) -> dict[str, bytes]:
        """The parts to write, by name."""
        part = self._book.parts.part
        trees = {part: self._root if self._touched else None, rels_of(part): self._links, CONTENT_TYPES: self._types}
        return {name: serialised(tree) for name, tree in trees.items() if tree is not None}

    # -- parts and tabs

    def add_part(self, name: str, kind: str, content_type: str) -> str:
        """Make a part known; returns its relationship id. name: its full name; kind: last word of the relationship's type."""
        book = self._book
        if self._links is None:
            self._links = tree_of(book.package, rels_of(book.parts.part))
        if self._types is None:
            self._types = tree_of(book.package, CONTENT_TYPES)
        taken = {link.get("Id", "").lower() for link in self._links if isinstance(link.tag, str)}
        number = len(taken) + 1
        while f"rid{number}" in taken:
            number += 1
        link = etree.SubElement(self._links, self._links.tag.replace("Relationships", "Relationship"))
        link.set("Id", f"rId{number}")
        link.set("Type", f"{STRICT if book.strict else TRANSITIONAL}/{kind}")
        link.set("Target", posixpath.relpath(name, posixpath.dirname(book.parts.part) or "."))
        for stale in children(self._types, "Override"):  # left behind by a part that is no longer there
            if same_part(stale.get("PartName", ""), name):
                self._types.remove(stale)
        entry = etree.SubElement(self._types, self._types.tag.replace("}Types", "}Override"))
        entry.set("PartName", "/" + name)
        entry.set("ContentType", content_type)
        self._parts.add(part_key(name))
        return f"rId{number}"

    def forget_parts(self, keys: set[str]) -> None:
        """Take parts that leave the package out of the content types."""
        if self._types is None:
            self._types = tree_of(self._book.package, CONTENT_TYPES)
        for entry in children(self._types, "Override"):
            if part_key(entry.get("PartName", "")) in keys:
                self._types.remove(entry)

    def free_part(self, pattern: str) -> str:
        """The first part name of a numbered kind that nothing uses, in the workbook's folder. pattern: e.g. "worksheets/sheet{}.xml"."""
        number = 1
        while True:
            name = posixpath.join(posixpath.dirname(self._book.parts.part), pattern.format(number))
            if part_key(name) not in self._parts:
                return name
            number += 1

    def add_sheet(self, title: str) -> tuple[str, str, int]:
        """Append a tab under a title that nobody has; returns tab name, part and position."""
        part = self.free_part("worksheets/sheet{}.xml")
        link = self.add_part(part, "worksheet", WORKSHEET)
        group = children(self._root, "sheets")[0]
        tabs = children(group, "sheet")
        tab = etree.SubElement(group, tabs[0].tag)
        name = self._free_title(title)
        tab.set("name", name)
        tab.set("sheetId", str(max(int(t.get("sheetId", "0")) for t in tabs) + 1))
        tab.set(f"{{{STRICT if self._book.strict else TRANSITIONAL}}}id", link)
        self._names.append(name)
        self._touched = True
        return name, part, len(self._names) - 1

    def _free_title(self, title: str) -> str:
        taken = {name.casefold() for name in self._names}
        ending, count = "", 1
        while (name := title[: 31 - len(ending)] + ending).casefold() in taken:
            ending, count = (" (riskledger)" if count == 1 else f" (riskledger {count})"), count + 1
        return name

    # -- defined names and calculation

    def set_marks(self, position: int, tab: str, kind: str, stamp: str, filter_area: str) -> bool:
        """The names of a sheet of ours: the hidden mark and the range of its filter. Returns whether they were not so before."""
        constant = f"{kind}|{stamp}".replace('"', '""')
        quoted = tab.replace("'", "''")
        marked = self._set_name(MARK, position, f'"{constant}"')
        return self._set_name(FILTER, position, f"'{quoted}'!{filter_area}") or marked

    def forget_print_names(self, position: int) -> None:
        """Take away the print titles and the print area of a tab."""
        for entry in self._defined():
            if entry.get("name") in _PRINTING and entry.get("localSheetId") == str(position) and (group := entry.getparent()) is not None:
                group.remove(entry)
                self._touched = True

    def _set_name(self, name: str, position: int, text: str) -> bool:
        entries = [e for e in self._defined() if e.get("name") == name and e.get("localSheetId") == str(position)]
        if len(entries) == 1 and entries[0].text == text and entries[0].get("hidden") in ("1", "true"):
            return False
        self._touched = True
        if not entries:
            entries = [etree.SubElement(self._names_group(), self._main + "definedName")]
            entries[0].set("name", name)
            entries[0].set("localSheetId", str(position))
        entries[0].set("hidden", "1")
        entries[0].text = text
        for double in entries[1:]:
            parent = double.getparent()
            assert parent is not None  # it was found as a child
            parent.remove(double)
        return True

    def widen_filter(self, position: int, old: Box, new: Box) -> None:
        """The hidden name of a sheet's filter follows the filter."""
        for entry in self._defined():
            if entry.get("name") == FILTER and entry.get("localSheetId") == str(position) and entry.text:
                sheet, mark, area = entry.text.rpartition("!")
                try:
                    same = box_of(area) == old
                except BadXmlError:
                    continue
                if same:
                    first, last = (part.rstrip("0123456789") for part in name_of(new).split(":"))
                    entry.text = f"{sheet}{mark}${first}${new.top}:${last}${new.bottom}"
                    self._touched = True

    def recalculate(self) -> None:
        """Have formulas that look at changed cells worked out when the workbook is next opened."""
        found = children(self._root, "calcPr")
        if found and found[0].get("fullCalcOnLoad") in ("1", "true"):
            return
        calc = found[0] if found else self._inserted("calcPr", _BEFORE_CALC)
        calc.set("fullCalcOnLoad", "1")
        self._touched = True

    def _defined(self) -> list[etree._Element]:
        return [entry for group in children(self._root, "definedNames") for entry in children(group, "definedName")]

    def _names_group(self) -> etree._Element:
        found = children(self._root, "definedNames")
        return found[0] if found else self._inserted("definedNames", _BEFORE_NAMES)

    def _inserted(self, name: str, before: tuple[str, ...]) -> etree._Element:
        """A new child of the workbook behind those that come before it in the schema."""
        element = etree.Element(self._main + name)
        anchor = max((list(self._root).index(c) for known in before for c in children(self._root, known)), default=-1)
        self._root.insert(anchor + 1, element)
        return element

    def marked(self, kind: str) -> list[int]:
        """Positions of the tabs that carry our mark for a kind of sheet, in tab order."""
        found = []
        for entry in self._defined():
            mark = mark_of(entry.get("name", ""), entry.text or "")
            if mark is not None and mark[0] == kind and entry.get("localSheetId", "").isdigit():
                found.append(int(entry.get("localSheetId", "0")))
        return sorted(found)
