"""The bytes of a cell that gets a value: text inline, so that no shared string is touched (ECMA-376 part 1, § 18.3.1.4)."""

from __future__ import annotations

from riskledger.workbook.edits import Content
from riskledger.workbook.inline_text import t_element
from riskledger.workbook.number_formats import ShownNumber
from riskledger.workbook.rows import attributes, letters_of
from riskledger.workbook.sheet import truth
from riskledger.workbook.styles import Styles

_MOST_REMEMBERED = 50_000


class CellWriter:
    """Makes cells of one sheet. `prefix` is that of the sheet's elements; `column_styles` the default styles of its columns."""

    def __init__(self, styles: Styles, prefix: bytes, column_styles: dict[int, int]) -> None:
        self._styles, self._prefix, self._column_styles = styles, prefix, column_styles
        self._contents: dict[Content, bytes] = {}
        self._kept: dict[tuple[bytes, bool | str], bytes] = {}
        self._plain: dict[int, int] = {}
        self._shown: dict[tuple[int, str], int] = {}

    def start(self, column: int) -> bytes:
        """A cell up to the number of its row."""
        return b'<%bc r="%b' % (self._prefix, letters_of(column).encode())

    def cell(self, row: bytes, column: int, style: bytes, value: Content) -> bytes:
        """A whole cell. row: the number as written; style: its attribute with a leading blank, or b""."""
        return b'%b%b"%b%b' % (self.start(column), row, style, self.content(value))

    def content(self, value: Content) -> bytes:
        """A cell from behind its style to its end."""
        content = self._contents.get(value)
        if content is None:
            content = self._content(value)
            if len(self._contents) < _MOST_REMEMBERED:
                self._contents[value] = content
        return content

    def _content(self, value: Content) -> bytes:
        p = self._prefix.decode()
        if value == "":
            return b"/>"
        if isinstance(value, str):
            t = t_element(value)
            t = f"<{p}{t[1:-4]}</{p}t>" if p else t
            return f' t="inlineStr"><{p}is>{t}</{p}is></{p}c>'.encode()
        number = value.digits if isinstance(value, ShownNumber) else repr(value)
        return f"><{p}v>{number}</{p}v></{p}c>".encode()

    def kept_style(self, said: bytes, value: Content) -> bytes:
        """The style of a cell that gets a new value: its own, made to show such a value. said: its attributes as written."""
        needs = value.number_format if isinstance(value, ShownNumber) else not isinstance(value, str)
        known = self._kept.get((said, needs))
        if known is None:
            known = self._kept[said, needs] = _style_attribute(self._fitting(style_of(attributes(said)), value))
        return known

    def _fitting(self, style: int | None, value: Content) -> int | None:
        """A style made to show a value: a bare number not as a date, a number with a format of its own in that format."""
        if isinstance(value, ShownNumber):
            look = (style or 0, value.number_format)
            if look not in self._shown:
                self._shown[look] = self._styles.shown_number(*look)
            return self._shown[look]
        if style is not None and not isinstance(value, str) and self._styles.is_date(style):
            return self.plain(style)
        return style

    def plain(self, style: int) -> int:
        """The style that looks the same but shows a bare number."""
        if style not in self._plain:
            self._plain[style] = self._styles.plain_number(style)
        return self._plain[style]

    def given_style(self, row_said: bytes, column: int, value: Content) -> bytes | None:
        """The style that the row or else the column holds ready for new cells, None when neither does. row_said: the row's attributes."""
        style = None
        if b"customFormat" in row_said:
            said = attributes(row_said)
            style = style_of(said) if truth(said.get(b"customFormat", b"").decode()) else None
        if style is None:
            style = self._column_styles.get(column)
        return None if style is None else _style_attribute(self._fitting(style, value))

    def neighbour_style(self, neighbour: int | None, value: Content, *, exactly: bool) -> bytes:
        """The style of the cell to the left, its number format dropped unless `exactly`."""
        if neighbour is not None and not exactly:
            neighbour = self.plain(neighbour)
        return _style_attribute(self._fitting(neighbour, value) if isinstance(value, ShownNumber) else neighbour)


def style_of(said: dict[bytes, bytes]) -> int | None:
    """The style among the attributes of a cell, a row or a column."""
    style = said.get(b"s", b"")
    return int(style) if style.isdigit() else None


def _style_attribute(style: int | None) -> bytes:
    return b' s="%d"' % style if style is not None else b""
