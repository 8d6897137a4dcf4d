"""What must follow when a ledger grows: the sheet's dimension, column widths and filter range (ECMA-376 part 1, § 18.3.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from riskledger.workbook.rows import TOKEN, attributes, letters_of, local
from riskledger.workbook.sheet import Box, box_of
from riskledger.workbook.strings import BadXmlError

_REFERENCE = re.compile(rb"""(\bref\s*=\s*["'])[^"']*""")


def name_of(box: Box) -> str:
    """A rectangle as a reference, e.g. "A1:C9"."""
    first, last = f"{letters_of(box.left)}{box.top}", f"{letters_of(box.right)}{box.bottom}"
    return first if first == last else f"{first}:{last}"


def _elements(xml: bytes, name: bytes, level: int) -> list[re.Match[bytes]]:
    """Start tags of a local name at a depth below where `xml` begins."""
    found, depth = [], 0
    for token in TOKEN.finditer(xml):
        if token[2] is None:
            continue
        if token[1]:
            depth -= 1
            continue
        if depth == level and local(token[2]) == name:
            found.append(token)
        if not token[4]:
            depth += 1
    return found


def _with_reference(xml: bytes, tag: re.Match[bytes], box: Box) -> bytes:
    changed = _REFERENCE.sub(lambda found: found[1] + name_of(box).encode(), tag[0], count=1)
    return xml[: tag.start()] + changed + xml[tag.end() :]


def with_dimension(head: bytes, used: Box) -> bytes:
    """The head of a sheet whose dimension also covers `used`; a sheet without one stays without."""
    for tag in _elements(head, b"dimension", 1)[:1]:
        try:
            old = box_of(attributes(tag[3])[b"ref"].decode())
        except (BadXmlError, KeyError):
            continue
        grown = Box(min(old.top, used.top), min(old.left, used.left), max(old.bottom, used.bottom), max(old.right, used.right))
        if grown != old:
            head = _with_reference(head, tag, grown)
    return head


def column_styles(head: bytes) -> list[tuple[int, int, int]]:
    """The default styles of columns: (first column, last column, style)."""
    return [
        (int(said[b"min"]), int(said[b"max"]), int(said[b"style"]))
        for said in (attributes(tag[3]) for tag in _elements(head, b"col", 2))
        if b"style" in said and said.get(b"min", b"").isdigit() and said.get(b"max", b"").isdigit()
    ]


def with_widths(head: bytes, prefix: bytes, widths: Mapping[int, float]) -> bytes:
    """The head of a sheet with widths for new columns; a width that somebody set, and hidden columns, stay as they are.

    head: up to and including <sheetData>; prefix: of the sheet's elements; widths: in characters, by column.
    """
    columns: list[tuple[int, int, bytes]] = []
    tags = _elements(head, b"col", 2)
    for tag in tags:
        said = attributes(tag[3])
        columns.append((int(said.get(b"min", b"0")), int(said.get(b"max", b"0")), tag[0]))
    changed = False
    for column, width in sorted(widths.items()):
        at = next((i for i, (first, last, _) in enumerate(columns) if first <= column <= last), None)
        if at is None:
            fresh = b'<%bcol min="%d" max="%d" width="%b" customWidth="1"/>' % (prefix, column, column, b"%g" % width)
            columns.insert(sum(1 for first, _, _ in columns if first < column), (column, column, fresh))
            changed = True
            continue
        first, last, raw = columns[at]
        said = attributes(raw)
        if said.get(b"customWidth") in (b"1", b"true") or said.get(b"hidden") in (b"1", b"true"):
            continue
        middle = re.sub(rb"""\s(?:width|customWidth|bestFit)\s*=\s*("[^"]*"|'[^']*')""", b"", raw)
        middle = re.sub(rb"\s*/?>$", b' width="%b" customWidth="1"/>' % (b"%g" % width), middle)
        pieces = [(first, column - 1, raw), (column, column, middle), (column + 1, last, raw)]
        columns[at : at + 1] = [piece for piece in pieces if piece[0] <= piece[1]]
        changed = True
    if not changed:
        return head
    body = b"".join(_spanning(raw, first, last) for first, last, raw in columns)
    if tags:
        return head[: tags[0].start()] + body + head[_end_of(head, tags[-1]) :]
    at = _elements(head, b"sheetData", 1)[0].start()
    return head[:at] + b"<%bcols>%b</%bcols>" % (prefix, body, prefix) + head[at:]


def _spanning(raw: bytes, first: int, last: int) -> bytes:
    raw = re.sub(rb"""(\smin\s*=\s*["'])\d+""", b"\\g<1>%d" % first, raw, count=1)
    raw = re.sub(rb"""(\smax\s*=\s*["'])\d+""", b"\\g<1>%d" % last, raw, count=1)
    return raw if raw.endswith(b"/>") else raw[:-1] + b"/>"  # an element with an end tag loses it below


def _end_of(head: bytes, tag: re.Match[bytes]) -> int:
    """Where an empty element ends, with its end tag if it has one."""
    following = TOKEN.search(head, tag.end())
    if not tag[4] and following is not None and following[1] and following[2] == tag[2]:
        return following.end()
    return tag.end()


def _tail_elements(tail: bytes, name: bytes) -> list[re.Match[bytes]]:
    return _elements(tail, name, -1)  # the tail begins inside <sheetData>, so the sheet's own children stand one level up


def filter_of(tail: bytes) -> Box | None:
    """The range of the sheet's own filter."""
    for tag in _tail_elements(tail, b"autoFilter"):
        said = attributes(tag[3])
        if b"ref" in said:
            return box_of(said[b"ref"].decode())
    return None


def with_filter(tail: bytes, box: Box) -> bytes:
    """The tail of a sheet whose own filter covers `box`."""
    for tag in _tail_elements(tail, b"autoFilter")[:1]:
        return _with_reference(tail, tag, box)
    return tail


def is_protected(tail: bytes) -> bool:
    """Whether the sheet is protected."""
    return any(attributes(tag[3]).get(b"sheet") in (b"1", b"true") for tag in _tail_elements(tail, b"sheetProtection"))
