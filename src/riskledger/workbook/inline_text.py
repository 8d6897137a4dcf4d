"""Text as the content of a cell's <t> element (ECMA-376 part 1, §§ 18.4.12 and 22.9.2.19, ST_Xstring)."""

from __future__ import annotations

import re

LONGEST_TEXT = 32_767  # UTF-16 units; Excel repairs a file with a longer cell text

_MARKUP = re.compile(r"[&<>]")
_MARKUP_NAMES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# What XML cannot hold (control characters, lone surrogates, U+FFFE and U+FFFF), what its readers would turn into a line feed (CR),
# and text that would itself be read as an escape.
_ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_EDGE = " \t\n\r"


def t_element(text: str) -> str:
    """A <t> element that reads back as `text`, whatever it holds; beyond 32,767 characters it ends in an ellipsis."""
    escaped = escaped_text(text)
    if len(escaped) > LONGEST_TEXT // 2:  # below that, no text can be too long
        escaped = _shortened(escaped)
    marked = _MARKUP.sub(lambda found: _MARKUP_NAMES[found[0]], escaped)
    space = ' xml:space="preserve"' if escaped and (escaped[0] in _EDGE or escaped[-1] in _EDGE or "\n" in escaped) else ""
    return f"<t{space}>{marked}</t>"


def escaped_text(text: str) -> str:
    """Text in which what XML cannot hold, and what would itself be read as an escape, is written as _xHHHH_."""
    return _ESCAPED.sub(_as_escape, text)


def attribute(text: str) -> str:
    """Text as the value of a double-quoted attribute: markup escaped, what XML cannot hold left out, line ends as references."""
    bare = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
    marked = _MARKUP.sub(lambda found: _MARKUP_NAMES[found[0]], bare)
    return marked.replace('"', "&quot;").replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")


def _as_escape(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _shortened(escaped: str) -> str:
    # Counted in escaped form, since readers differ in whether the limit holds before or after decoding; an escape is never cut in two.
    if _units(escaped) <= LONGEST_TEXT:
        return escaped
    kept, room = [], LONGEST_TEXT - 1
    for piece in re.findall(r"_x[0-9A-F]{4}_|.", escaped, re.DOTALL):
        room -= _units(piece)
        if room < 0:
            break
        kept.append(piece)
    return "".join(kept) + "…"


def _units(text: str) -> int:
    return len(text) + sum(1 for character in text if character > "\uffff")
