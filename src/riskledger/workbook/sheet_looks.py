"""The looks of the program's own sheets: one palette, readable in print and without colour, since the text always says the same."""

from __future__ import annotations

from dataclasses import replace

from riskledger.workbook.styles import Line, Look

DARK, GREY, WHITE = "1F4E78", "7F7F7F", "FFFFFF"
RULE, LINK = "D9D9D9", "0563C1"

# Fill and font of a tier or a severity; each pair keeps a contrast of at least 5 : 1, in greys too.
LEVELS: dict[str, tuple[str, str]] = {
    "low": ("E2F0D9", "375623"),
    "medium": ("FFE699", "7F4F00"),
    "high": ("F8CBAD", "9C0006"),
}
_SEVERITIES = {"error": "high", "warning": "medium"}
_INFO = ("DDEBF7", DARK)

_BELOW = Line("thin", RULE)
_CELL = Look(vertical="top", bottom=_BELOW)
_MONEY = "#,##0.00;[Red]-#,##0.00"

_CELLS: dict[str, Look] = {
    "text": replace(_CELL, horizontal="left"),
    "wrap": replace(_CELL, horizontal="left", wrap=True, indent=1),
    "money": replace(_CELL, number_format=_MONEY, horizontal="right"),
    "count": replace(_CELL, number_format="0", horizontal="right"),
    "points": replace(_CELL, number_format="0.0", horizontal="right"),
    "share": replace(_CELL, number_format="0.0%", horizontal="right"),
    "date": replace(_CELL, number_format="yyyy-mm-dd", horizontal="center"),
    "tier": replace(_CELL, horizontal="center"),
    "severity": replace(_CELL, horizontal="center"),
    "link": replace(_CELL, horizontal="left", underline=True, colour=LINK),
}

CAPTION = Look(bold=True, larger=3.0, colour=DARK, vertical="center")
HEADER = Look(bold=True, colour=WHITE, fill=DARK, horizontal="center", vertical="center", wrap=True, bottom=Line("thin", DARK))


def cell(kind: str) -> Look:
    """The look of a cell of a column kind ("text", "money", "date" …)."""
    return _CELLS[kind]


def total(kind: str) -> Look:
    """The same in the closing row: bold under a line."""
    return replace(_CELLS[kind], bold=True, underline=False, colour=None, top=Line("medium", DARK), wrap=False)


def level(name: str) -> Look:
    """The look of a tier ("low", "medium", "high") or a severity ("info", "warning", "error")."""
    fill, colour = _INFO if name == "info" else LEVELS[_SEVERITIES.get(name, name)]
    return replace(_CELLS["tier"], fill=fill, colour=colour, bold=True)
