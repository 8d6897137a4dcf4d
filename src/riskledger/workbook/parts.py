"""The parts that hold a workbook together: relationships, content types, sheet list (ECMA-376 part 2, § 6.5; part 1, § 18.2)."""

from __future__ import annotations

import posixpath
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from riskledger.errors import CannotRun
from riskledger.workbook.package import Package, part_key
from riskledger.workbook.sheet import children, truth
from riskledger.workbook.strings import parsed

CONTENT_TYPES = "[Content_Types].xml"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_BINARY = "application/vnd.ms-excel.sheet.binary"


class Link(NamedTuple):
    """A relationship: id, last word of its type, part it leads to, whether that lies outside the package."""

    id: str
    kind: str
    part: str
    external: bool


class SheetEntry(NamedTuple):
    """A worksheet in tab order. state: "visible", "hidden" or "veryHidden"; position: among all tabs, chart sheets included."""

    name: str
    state: str
    part: str
    position: int


def rels_of(part: str) -> str:
    """The name of the part that holds a part's relationships ("" for the package's own)."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", base + ".rels")


def tree_of(package: Package, part: str) -> etree._Element:
    """The tree of a part that must be there. CannotRun("damaged" | "xml_bomb" | "zip_bomb")."""
    member = package.find(part)
    if member is None:
        raise CannotRun("damaged", file=package.path.name, part=part)
    return parsed(package.read(member), part, package.path.name)


def links_of(package: Package, part: str) -> list[Link]:
    """The relationships of a part in order; none when it has no such list."""
    if package.find(rels_of(part)) is None:
        return []
    links = []
    for found in children(tree_of(package, rels_of(part)), "Relationship"):
        target, external = found.get("Target", ""), found.get("TargetMode") == "External"
        if not external:
            target = target.partition("#")[0].replace("\\", "/")
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
            if package.find(target) is None and package.find(unquote(target)) is not None:
                target = unquote(target)
        links.append(Link(found.get("Id", ""), found.get("Type", "").rpartition("/")[2], target, external))
    return links


class WorkbookParts:
    """The workbook part and what it leads to."""

    def __init__(self, package: Package) -> None:
        """CannotRun: "binary_xlsb", "not_a_workbook", "damaged", "xml_bomb"."""
        self.package = package
        file = package.path.name
        types = tree_of(package, CONTENT_TYPES)
        if any(_BINARY in entry.get("ContentType", "") for entry in types if isinstance(entry.tag, str)):
            raise CannotRun("binary_xlsb", file=file)
        root_links = links_of(package, "")
        self.part = next((link.part for link in root_links if link.kind == "officeDocument" and not link.external), "")
        if not self.part or package.find(self.part) is None:
            raise CannotRun("not_a_workbook", file=file)
        self.root = tree_of(package, self.part)
        if self.root.tag.rpartition("}")[2] != "workbook":  # a document or a presentation
            raise CannotRun("not_a_workbook", file=file)
        self.strict = self.root.tag.startswith("{" + STRICT_MAIN)
        self.links = links_of(package, self.part)
        self.tabs = [tab for group in children(self.root, "sheets") for tab in children(group, "sheet")]
        self.sheets = self._worksheets()
        self.signed = any(link.kind == "origin" for link in root_links) or any(key.startswith("_xmlsignatures/") for key in package.by_key)

    def linked(self, kind: str) -> str | None:
        """The workbook's part of a relationship kind such as "styles", when it is there."""
        return next((link.part for link in self.links if link.kind == kind and self.package.find(link.part)), None)

    def settings(self, element: str) -> dict[str, str]:
        """The attributes of a child element of the workbook, e.g. of workbookPr."""
        return {str(k): str(v) for found in children(self.root, element)[:1] for k, v in found.attrib.items()}

    @property
    def epoch1904(self) -> bool:
        """Whether serial dates count from 1904."""
        return truth(self.settings("workbookPr").get("date1904"))

    @property
    def structure_locked(self) -> bool:
        """Whether sheets may not be added, removed or renamed."""
        return truth(self.settings("workbookProtection").get("lockStructure"))

    def _worksheets(self) -> list[SheetEntry]:
        by_id = {link.id: link for link in self.links}
        sheets = []
        for position, tab in enumerate(self.tabs):
            link = by_id.get(tab.get(f"{{{STRICT if self.strict else TRANSITIONAL}}}id", ""))
            if link is None or link.kind != "worksheet" or self.package.find(link.part) is None:
                continue
            sheets.append(SheetEntry(tab.get("name", ""), tab.get("state", "visible"), link.part, position))
        return sheets


class SheetName(NamedTuple):
    """A defined name that belongs to one sheet."""

    name: str
    position: int
    text: str


def sheet_names(root: etree._Element) -> list[SheetName]:
    """The defined names scoped to a sheet, in file order."""
    found = [entry for group in children(root, "definedNames") for entry in children(group, "definedName")]
    return [
        SheetName(entry.get("name", ""), int(entry.get("localSheetId", "0")), entry.text or "")
        for entry in found
        if entry.get("localSheetId", "").isdigit()
    ]


def same_part(one: str, other: str) -> bool:
    """Whether two names mean the same part."""
    return part_key(one) == part_key(other)
