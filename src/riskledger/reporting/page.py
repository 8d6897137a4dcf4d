"""A page of lines and tables as plain words, and its two forms: on the terminal, and as Markdown to hand out (CommonMark with tables)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.text import Text

from riskledger.reporting.layout import hanging, table

# Signs that Markdown reads as its own, wherever they stand.
_SIGNS = re.compile(r"([\\`*_\[\]<>#|~])")
_NUMBER = re.compile(r"[-+]?[\d.,]+%?")
_FORMULA = ("=", "+", "-", "@")


class Line(NamedTuple):
    """One line of words; `mark` hangs before it, `style` is the terminal's."""

    text: str
    style: str = ""
    mark: str = ""


class Grid(NamedTuple):
    """A table: (header, "left" | "right" | "fixed") per column, rows of words; the last row may be the sum of the others."""

    headers: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    sums: bool = False


class Section(NamedTuple):
    """A part of the page: a title, lines, a table, and lines that close it."""

    title: str | None
    lines: tuple[Line, ...] = ()
    grid: Grid | None = None
    notes: tuple[Line, ...] = ()


def on_terminal(sections: Iterable[Section]) -> Iterable[RenderableType]:
    """The sections for the terminal."""
    for section in sections:
        parts: list[RenderableType] = [Text(section.title, style="bold")] if section.title and section.grid is None else []
        if section.grid is not None and section.lines and section.title:
            parts.append(Text(section.title, style="bold"))
        parts += [_line(line) for line in section.lines]
        if section.grid is not None:
            made = table(*section.grid.headers, title=None if section.lines else section.title)
            last = len(section.grid.rows) - 1
            for place, row in enumerate(section.grid.rows):
                made.add_row(*(Text(cell) for cell in row), style="bold" if section.grid.sums and place == last else "")
            parts.append(made)
        parts += [_line(line) for line in section.notes]
        yield Group(*parts)


def _line(line: Line) -> RenderableType:
    text = Text(line.text, style=line.style)
    return hanging(line.mark, text, 2) if line.mark else text


def markdown(sections: Sequence[Section]) -> str:
    """The same page as Markdown, the first line its heading; signs, pipes and what a spreadsheet takes for a formula are escaped."""
    blocks = []
    for place, section in enumerate(sections):
        lines = section.lines
        if place == 0 and lines:
            blocks.append("# " + escaped(lines[0].text))
            lines = lines[1:]
        if section.title:
            blocks.append("## " + escaped(section.title))
        if lines:
            blocks.append(_listed(lines))
        if section.grid is not None:
            blocks.append(_table(section.grid))
        if section.notes:
            blocks.append(_listed(section.notes))
    return "\n\n".join(blocks) + "\n"


def _listed(lines: Iterable[Line]) -> str:
    return "\n".join(f"- {escaped(line.text)}" for line in lines)


def _table(grid: Grid) -> str:
    rule = ["---:" if justify == "right" else "---" for _, justify in grid.headers]
    rows = [[escaped(header) for header, _ in grid.headers], rule, *([escaped(cell) for cell in row] for row in grid.rows)]
    if grid.sums:
        rows[-1] = [f"**{cell}**" if cell else "" for cell in rows[-1]]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def escaped(text: str) -> str:
    """Words as Markdown shows them unchanged; a number stays a number."""
    flat = " ".join(text.split())
    if _NUMBER.fullmatch(flat):
        return flat
    safe = _SIGNS.sub(r"\\\1", flat)
    return "\\" + safe if safe.startswith(_FORMULA) else safe
