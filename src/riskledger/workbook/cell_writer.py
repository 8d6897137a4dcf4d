"""The bytes of a cell that gets a value: text inline, so that no shared string is touched (ECMA-376 part 1, § 18.3.1.4)."""

from __future__ import annotations

from riskledger.workbook.inline_text import t_element
from riskledger.workbook.rows import attributes, letters_of
from riskledger.workbook.sheet import truth
from riskledger.workbook.styles import Styles

_MOST_REMEMBERED = 50_000


class CellWriter:
    """Makes cells of one sheet. `prefix` is that of the sheet's elements; `column_styles` the default styles of its columns."""

    def __init__(self, styles: Styles, prefix: bytes, column_styles: dict[int, int]) -> None:
        self._styles, self._prefix, self._column_styles = styles, prefix, column_styles
        self._contents: dict[str | int, bytes] = {}
        self._kept: dict[tuple[bytes, bool], bytes] = {}
        self._plain: dict[int, int] = {}

    def start(self, column: int) -> bytes:
        """A cell up to the number of its row."""
        return b'<%bc r="%b' % (self._prefix, letters_of(column).encode())

    def cell(self, row: bytes, column: int, style: bytes, value: str | int) -> bytes:
        """A whole cell. row: the number as written; style: its attribute with a leading blank, or b""."""
        return b'%b%b"%b%b' % (self.start(column), row, style, self.content(value))

    def content(self, value: str | int) -> bytes:
        """A cell from behind its style to its end."""
        content = self._contents.get(value)
        if content is None:
            content = self._content(value)
            if len(self._contents) < _MOST_REMEMBERED:
                self._contents[value] = content
        return content

    def _content(self, value: str | int) -> bytes:
        p = self._prefix.decode()
        if value == "":
            return b"/>"
        if isinstance(value, str):
            t = t_element(value)
            t = f"<{p}{t[1:-4]}</{p}t>" if p else t
            return f' t="inlineStr"><{p}is>{t}</{p}is></{p}c>'.encode()
        return f"><{p}v>{value!r}</{p}v></{p}c>".encode()

    def kept_style(self, said: bytes, number: bool) -> bytes:
        """The style of a cell that gets a new value: its own, unless that shows a number as a date. said: its attributes as written."""
        known = self._kept.get((said, number))
        if known is None:
            style = style_of(attributes(said))
            if style is not None and number and self._styles.is_date(style):
                style = self.plain(style)
            known = self._kept[said, number] = _style_attribute(style)
        return known

    def plain(self, style: int) -> int:
        """The style that looks the same but shows a bare number."""
        if style not in self._plain:
            self._plain[style] = self._styles.plain_number(style)
        return self._plain[style]

    def given_style(self, row_said: bytes, column: int, *, number: bool) -> bytes | None:
        """The style that the row or else the column holds ready for new cells, None when neither does. row_said: the row's attributes."""
        style = None
        if b"customFormat" in row_said:
            said = attributes(row_said)
            style = style_of(said) if truth(said.get(b"customFormat", b"").decode()) else None
        if style is None:
            style = self._column_styles.get(column)
        if style is not None and number and self._styles.is_date(style):
            style = self.plain(style)
        return None if style is None else _style_attribute(style)

    def neighbour_style(self, neighbour: int | None, *, exactly: bool) -> bytes:
        """The style of the cell to the left, its number format dropped unless `exactly`."""
        if neighbour is None:
            return b""
        return _style_attribute(neighbour if exactly else self.plain(neighbour))


def style_of(said: dict[bytes, bytes]) -> int | None:
    """The style among the attributes of a cell, a row or a column."""
    style = said.get(b"s", b"")
    return int(style) if style.isdigit() else None


def _style_attribute(style: int | None) -> bytes:
    return b' s="%d"' % style if style is not None else b""
