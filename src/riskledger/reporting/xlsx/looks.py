"""The looks of the report's cells by their kind: fonts, number formats by unit, colours of tiers, verdicts and levels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from riskledger.i18n import Words
from riskledger.reporting.report import Unit
from riskledger.workbook.sheet_looks import DARK, GREY, LEVELS, LINK, RULE, WHITE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FONTS: Final = {"zh": "Microsoft YaHei", "en": "Calibri"}
FONT_SIZE: Final = 10
MONEY: Final = "#,##0.00;[Red]-#,##0.00"
PALE, GOOD, BAD = "DDEBF7", LEVELS["low"], LEVELS["high"]
LEVEL_LOOKS: Final = {"red": LEVELS["high"], "orange": ("FCE4D6", "843C0C"), "yellow": ("FFF2CC", "7F4F00"), "blue": (PALE, DARK)}
# Code points that an XML file cannot hold; other control characters are escaped by the writer.
_NOT_IN_XML: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")

_KINDS: Final[dict[str, dict[str, Any]]] = {
    "text": {"align": "left", "indent": 1},
    "wrap": {"align": "left", "text_wrap": True, "indent": 1},
    "money": {"align": "right", "num_format": MONEY},
    "share": {"align": "right", "num_format": "0.0%"},
    "points": {"align": "right", "num_format": "0.0"},
    "count": {"align": "right", "num_format": "#,##0"},
    "date": {"align": "center", "num_format": "yyyy-mm-dd"},
    "word": {"align": "center"},
    "link": {"align": "left", "indent": 1, "underline": 1, "font_color": f"#{LINK}"},
    "link_wrap": {"align": "left", "indent": 1, "underline": 1, "font_color": f"#{LINK}", "text_wrap": True},
}
_BARE: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 18, "font_color": f"#{DARK}", "valign": "vcenter"},
    "subtitle": {"font_color": f"#{GREY}", "valign": "vcenter"},
    "section": {"bold": True, "font_size": 13, "font_color": f"#{DARK}", "valign": "vcenter", "bottom": 2, "bottom_color": f"#{DARK}"},
    "caption": {"bold": True, "font_color": f"#{DARK}", "valign": "vcenter"},
    "said": {"text_wrap": True, "valign": "top", "align": "left"},
    "small": {"text_wrap": True, "valign": "top", "align": "left", "font_size": 9, "font_color": "#595959"},
    "subtitle_wrap": {"text_wrap": True, "valign": "top", "align": "left", "font_color": "#595959"},
    "text_line": {"valign": "vcenter"},
    "absent": {"valign": "vcenter", "italic": True, "font_color": "#595959"},
    "absent_wrap": {"text_wrap": True, "valign": "top", "align": "left", "italic": True, "font_color": "#595959"},
    "strong": {"bold": True, "text_wrap": True, "valign": "top", "align": "left"},
    "header": {
        "bold": True,
        "font_color": f"#{WHITE}",
        "bg_color": f"#{DARK}",
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    },
    "contents": {"underline": 1, "font_color": f"#{LINK}", "valign": "vcenter"},
}


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook, words: Words) -> None:
        self._book, self._words = book, words
        self._made: dict[str, Format] = {}

    def __call__(self, kind: str) -> Format:
        """The format of a kind of cell, or of a unit: `money`, `wrap`, `unit.days`, `change.share`."""
        if kind not in self._made:
            self._made[kind] = self._book.add_format(
                {"font_name": FONTS[self._words.language], "font_size": FONT_SIZE, **self._properties(kind)}
            )
        return self._made[kind]

    def _properties(self, kind: str) -> dict[str, Any]:
        if kind in _BARE:
            return _BARE[kind]
        family, _, unit = kind.partition(".")
        cell = {"valign": "top", "bottom": 1, "bottom_color": f"#{RULE}"}
        if unit:
            pattern = _changed(unit, self._words) if family == "change" else _unit(unit, self._words)
            return {**cell, "align": "right", "num_format": pattern}
        return {**cell, **_KINDS[kind]}

    def rule(self, colours: tuple[str, str]) -> Format:
        """What a conditional format gives: fill and font colour."""
        key = "rule " + " ".join(colours)
        if key not in self._made:
            self._made[key] = self._book.add_format({"bg_color": f"#{colours[0]}", "font_color": f"#{colours[1]}", "bold": True})
        return self._made[key]


def _unit(unit: str, words: Words) -> str:
    """A number format with the unit's own word: 53.3 天."""
    match unit:
        case "money":
            return MONEY
        case "share":
            return "0.0%"
        case "days":
            return f'0.0"{words("monthly.unit.days", value="")}"'
        case "times":
            return f'0.00"{words("monthly.unit.times", value="")}"'
        case _:
            return "#,##0"


def _changed(unit: str, words: Words) -> str:
    """A change with its direction by a mark as well as by its sign; of a share in percentage points."""
    number = {"money": "#,##0.00", "days": "0.0", "times": "0.00", "points": "#,##0"}.get(unit, "#,##0")
    if unit == "share":
        number = f'0.0"{words("monthly.unit.points", value="")}"'
    return f"▲ {number};▼ -{number};{number}"


def clean(text: str) -> str:
    """Text without the few code points that no workbook can hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def unit_of_change(value: float, unit: Unit) -> float:
    """A change in the unit in which it is read: of a fraction, percentage points."""
    return round(100 * value, 4) if unit == "share" else value
