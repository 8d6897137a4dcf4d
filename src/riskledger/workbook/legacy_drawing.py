"""The element by which a worksheet names the drawing of its notes, put where the schema wants it (ECMA-376 part 1, § 18.3.1.51)."""

from __future__ import annotations

import re

from riskledger.workbook.parts import STRICT, TRANSITIONAL
from riskledger.workbook.rows import TOKEN, local

# What may follow <legacyDrawing>. Excel wraps alternatives only around the controls and objects among these.
_LATER = (
    b"legacyDrawingHF", b"drawingHF", b"picture", b"oleObjects", b"controls", b"webPublishItems", b"tableParts", b"extLst",
    b"AlternateContent",
)  # fmt: skip
_NAME = b"legacyDrawing"
_ID = re.compile(rb"""\s[\w.-]+:id\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def drawing_id(tail: bytes) -> str | None:
    """The relationship that a worksheet's drawing of notes hangs on. tail: the part from </sheetData> on."""
    tag = next((token for token in _own_children(tail) if local(token[2]) == _NAME), None)
    said = _ID.search(tag[3]) if tag else None
    return (said[1] or said[2] or b"").decode() if said else None


def with_drawing(tail: bytes, root_open: bytes, prefix: bytes, link_id: str, *, strict: bool) -> bytes:
    """The tail of a worksheet that names a drawing. root_open: the start tag of the worksheet; prefix: of its elements."""
    space = (STRICT if strict else TRANSITIONAL).encode()
    declared = re.search(rb"""\sxmlns:([\w.-]+)\s*=\s*["']%b["']""" % re.escape(space), root_open)
    name = declared[1] if declared else b"r"
    declaration = b"" if declared else b' xmlns:r="%b"' % space
    element = b'<%blegacyDrawing%b %b:id="%b"/>' % (prefix, declaration, name, link_id.encode())
    later = (token.start() for token in _own_children(tail) if local(token[2]) in _LATER)
    at = next(later, tail.rfind(b"</"))
    return tail[:at] + element + tail[at:]


def without_drawing(tail: bytes) -> bytes:
    """The tail of a worksheet that names no drawing of notes."""
    for tag in _own_children(tail):
        if local(tag[2]) == _NAME:
            closing = None if tag[4] else TOKEN.search(tail, tag.end())
            return tail[: tag.start()] + tail[closing.end() if closing else tag.end() :]
    return tail


def _own_children(tail: bytes) -> list[re.Match[bytes]]:
    """Start tags of the worksheet's own children behind its rows."""
    found, depth = [], 1
    for token in TOKEN.finditer(tail):
        if token[2] is None:
            continue
        if token[1]:
            depth -= 1
            continue
        if depth == 0:
            found.append(token)
        if not token[4]:
            depth += 1
    return found
