"""What a sheet leads to: its relationships, their content types, and the hidden names that belong to it (ECMA-376 part 2, §§ 6.5, 7.2)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from lxml import etree

from riskledger.workbook.book import MARK, Book
from riskledger.workbook.outline import Outline, serialised
from riskledger.workbook.package import part_key
from riskledger.workbook.parts import CONTENT_TYPES, STRICT, TRANSITIONAL, SheetEntry, links_of, rels_of, tree_of
from riskledger.workbook.sheet import children, truth

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_LONGEST_LITERAL = 200  # a text in a formula may have 255 characters


class SheetOutline(Outline):
    """The outline of a workbook, with what belongs to one of its sheets."""

    def __init__(self, book: Book, sheet: SheetEntry) -> None:
        super().__init__(book)
        self.left_out: set[str] = set()  # keys of members to leave out
        self._package, self._sheet, self._strict = book.package, sheet, book.strict
        self._rels: etree._Element | None = None
        self._file = book.path.name

    def attached(self, kind: str) -> str | None:
        """The part of a kind that the sheet leads to, or None."""
        links = links_of(self._package, self._sheet.part)
        return next((link.part for link in links if link.kind == kind and not link.external and self._package.find(link.part)), None)

    def linked_as(self, link_id: str) -> str | None:
        """The part behind a relationship of the sheet, or None."""
        links = links_of(self._package, self._sheet.part)
        return next((link.part for link in links if link.id == link_id and self._package.find(link.part)), None)

    def attach(self, pattern: str, kind: str, content_type: str) -> tuple[str, str]:
        """Make a new part known that the sheet leads to; returns its name and relationship id.

        pattern: e.g. "comments{}.xml", in the workbook's folder; kind: last word of the relationship's type.
        """
        name = self.free_part(pattern)
        self._parts.add(part_key(name))
        rels = self._sheet_rels()
        taken = {link.get("Id", "").lower() for link in children(rels, "Relationship")}
        number = 1
        while f"rid{number}" in taken:
            number += 1
        link = etree.SubElement(rels, rels.tag.replace("Relationships", "Relationship"))
        link.set("Id", f"rId{number}")
        link.set("Type", f"{STRICT if self._strict else TRANSITIONAL}/{kind}")
        link.set("Target", posixpath.relpath(name, posixpath.dirname(self._sheet.part) or "."))
        self._declare(name, content_type)
        if self._package.find(rels_of(self._sheet.part)) is None:
            self._declare(rels_of(self._sheet.part), _RELATIONSHIPS_TYPE)
        return name, f"rId{number}"

    def detach(self, part: str) -> None:
        """Leave a part of the sheet out, with all that says it is there."""
        for link in links_of(self._package, self._sheet.part):
            if part_key(link.part) == part_key(part) and not link.external:
                for entry in children(self._sheet_rels(), "Relationship"):
                    if entry.get("Id") == link.id:
                        self._sheet_rels().remove(entry)
        self.left_out |= {part_key(name) for name in (part, rels_of(part)) if self._package.find(name)}
        self.forget_parts({part_key(part)})
        extension = part_key(part).rpartition(".")[2]
        others = any(key.endswith("." + extension) and key not in self.left_out for key in self._parts)
        if extension == "vml" and not others:
            for entry in children(self._types, "Default"):
                if entry.get("Extension", "").lower() == extension:
                    entry.getparent().remove(entry)  # type: ignore[union-attr]  # it was found as a child

    def changed(self) -> dict[str, bytes]:
        """The parts to write, by name."""
        name = rels_of(self._sheet.part)
        if self._rels is not None and not children(self._rels, "Relationship"):
            self._rels = None
            self.forget_parts({part_key(name)})
            if self._package.find(name):
                self.left_out.add(part_key(name))
        return super().changed() | ({} if self._rels is None else {name: serialised(self._rels)})

    # -- what is remembered about the sheet

    def remembered(self, what: str) -> dict[int, str]:
        """The texts of a kind that hidden names of the sheet keep, by number. what: the kind in one word."""
        texts = {}
        for entry in self._own_names(what):
            number = entry.get("name", "").rpartition("_")[2]
            if number.isdigit():
                texts[int(number)] = "".join(piece.replace('""', '"') for piece in _LITERAL.findall(entry.text or ""))
        return texts

    def remember(self, what: str, texts: Mapping[int, str]) -> None:
        """Keep exactly these texts of a kind; each may be some 7,000 characters long, as long as a formula."""
        names = self._own_names(what)
        if self.remembered(what) == dict(texts) and all(truth(entry.get("hidden")) for entry in names):
            return
        for entry in names:
            entry.getparent().remove(entry)  # type: ignore[union-attr]  # it was found as a child
        for number, text in sorted(texts.items()):
            pieces = [text[at : at + _LONGEST_LITERAL].replace('"', '""') for at in range(0, len(text), _LONGEST_LITERAL)]
            self._set_name(f"{MARK}_{what}_{number}", self._sheet.position, "&".join(f'"{piece}"' for piece in pieces))
        for group in children(self._root, "definedNames"):
            if not len(group):
                self._root.remove(group)
        self._touched = True

    def _own_names(self, what: str) -> list[etree._Element]:
        start, position = f"{MARK}_{what}_", str(self._sheet.position)
        return [e for e in self._defined() if e.get("name", "").startswith(start) and e.get("localSheetId") == position]

    # -- inside

    def _sheet_rels(self) -> etree._Element:
        if self._rels is None:
            name = rels_of(self._sheet.part)
            if self._package.find(name):
                self._rels = tree_of(self._package, name)
            else:
                self._rels = etree.fromstring(f'<Relationships xmlns="{_RELATIONSHIPS}"/>')
        return self._rels

    def _declare(self, name: str, content_type: str) -> None:
        if self._types is None:
            self._types = tree_of(self._package, CONTENT_TYPES)
        types = self._types
        self.forget_parts({part_key(name)})  # left behind by a part that is no longer there
        extension = name.rpartition(".")[2]
        defaults = {entry.get("Extension", "").lower(): entry.get("ContentType") for entry in children(types, "Default")}
        if defaults.get(extension) == content_type:
            return
        if extension in defaults or extension != "vml":  # what is said of all XML would be said of parts that are none of ours
            entry = etree.SubElement(types, types.tag.replace("}Types", "}Override"))
            entry.set("PartName", "/" + name)
        else:
            entry = types.makeelement(types.tag.replace("}Types", "}Default"))
            types.insert(0, entry)
            entry.set("Extension", extension)
        entry.set("ContentType", content_type)
