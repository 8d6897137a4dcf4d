"""The notes of a sheet, hers and ours: ours are known by author and first line, and say what we wrote (ECMA-376 part 1, § 18.7)."""

from __future__ import annotations

import zlib
from collections.abc import Collection
from typing import NamedTuple

from lxml import etree

from riskledger.workbook.address import address
from riskledger.workbook.inline_text import t_element
from riskledger.workbook.outline import serialised
from riskledger.workbook.sheet import box_of, children
from riskledger.workbook.strings import BadXmlError, rich_text

AUTHOR = "riskledger"
COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_FIRST_LINE = f"{AUTHOR}:"
_LONGEST = 4_000  # characters; a box for more would not fit on a screen
_FONT = '<sz val="9"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/>'

Place = tuple[int, int]  # row and column, 1-based


class Note(NamedTuple):
    """A note: its text, and whether it is ours to alter."""

    text: str
    ours: bool


class Notes:
    """The comments part of a sheet. What is not ours is never altered."""

    def __init__(self, root: etree._Element | None, namespace: str, written: Collection[str]) -> None:
        """root: of the part, None when the sheet has none; namespace: of a new one; written: digests of the notes that we wrote.

        A note of ours that she has added to has another digest, and is hers. LibreOffice forgets authors: a note of nobody's is ours when
        we wrote it. Where the digests were lost, author and first line must do.
        """
        self.changed = False
        self.there: dict[Place, Note] = {}
        self._root = etree.fromstring(f'<comments xmlns="{namespace}"/>') if root is None else root
        self._ns = self._root.tag.rpartition("}")[0] + "}"
        self._authors = self._child("authors", 0)
        self._list = self._child("commentList", 1)
        self._elements: dict[Place, etree._Element] = {}
        names = [entry.text or "" for entry in children(self._authors, "author")]
        for element in children(self._list, "comment"):
            try:
                box = box_of(element.get("ref", ""))
            except BadXmlError:
                continue
            by = element.get("authorId", "")
            text = "".join(rich_text(found) for found in children(element, "text")).replace("\r\n", "\n").replace("\r", "\n")
            author = names[int(by)].strip() if by.isdigit() and int(by) < len(names) else ""
            known = digest(text) in written if written else author == AUTHOR
            place = (box.top, box.left)
            ours = known and author in (AUTHOR, "") and text.startswith(_FIRST_LINE) and place not in self.there
            self.there[place] = Note(text, ours)
            self._elements.setdefault(place, element)

    def put(self, place: Place, text: str) -> None:
        """Set a note of ours, in the place of an older one."""
        self.remove(place)
        comment = etree.SubElement(self._list, self._ns + "comment")
        comment.set("ref", address(*place))
        comment.set("authorId", str(self._author()))
        title, body = t_element(_FIRST_LINE), t_element(text.removeprefix(_FIRST_LINE))
        runs = f"<r><rPr><b/>{_FONT}</rPr>{title}</r><r><rPr>{_FONT}</rPr>{body}</r>"
        comment.append(etree.fromstring(f'<a xmlns="{self._ns[1:-1]}"><text>{runs}</text></a>')[0])
        self._elements[place], self.there[place] = comment, Note(text, ours=True)
        self.changed = True

    def remove(self, place: Place) -> None:
        """Take a note of ours away."""
        element = self._elements.pop(place, None)
        if element is not None:
            del self.there[place]
            self._list.remove(element)
            self.changed = True

    def written(self) -> list[str]:
        """The digests of our notes."""
        return sorted({digest(note.text) for note in self.there.values() if note.ours})

    def content(self) -> bytes | None:
        """The part's bytes; None when no note is left in it."""
        comments = children(self._list, "comment")
        if not comments:
            return None
        authors = children(self._authors, "author")
        last = len(authors) - 1
        # Only the last author can go: the notes name theirs by position.
        if authors and authors[last].text == AUTHOR and all(comment.get("authorId") != str(last) for comment in comments):
            self._authors.remove(authors[last])
        return serialised(self._root)

    def _author(self) -> int:
        authors = children(self._authors, "author")
        for at, author in enumerate(authors):
            if author.text == AUTHOR:
                return at
        etree.SubElement(self._authors, self._ns + "author").text = AUTHOR
        return len(authors)

    def _child(self, name: str, at: int) -> etree._Element:
        found = children(self._root, name)
        if found:
            return found[0]
        element = self._root.makeelement(self._ns + name)
        self._root.insert(at, element)
        return element


def note_text(lines: str) -> str:
    """The whole text of a note of ours. lines: what the findings say, without line ends that only some systems know."""
    text = f"{_FIRST_LINE}\n" + lines.replace("\r\n", "\n").replace("\r", "\n")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def digest(text: str) -> str:
    """What tells the text of one note from another; blanks do not count, since programs reflow them."""
    return f"{zlib.crc32(''.join(text.split()).encode(errors='replace')):08x}"
