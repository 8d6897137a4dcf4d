"""The few shapes that everything on the terminal is made of: flush-left tables, bars, hanging lines, sections with a blank line between.

Only glyphs that every Chinese console can show are used (no check marks, no braille).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

BAR = 20
TIER_STYLE = {"low": "green", "medium": "yellow", "high": "red"}
SEVERITY_STYLE = {"error": "red", "warning": "yellow", "info": "cyan"}


def table(*headers: tuple[str, str], title: str | None = None) -> Table:
    """A plain table flush left: (header, "left" | "right" | "fixed") per column. Right and fixed columns never wrap."""
    made = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        title=title,
        title_justify="left",
        title_style="bold",
        pad_edge=False,
        padding=(0, 1),
        header_style="bold",
    )
    for header, justify in headers:
        made.add_column(header, justify="right" if justify == "right" else "left", overflow="fold", no_wrap=justify != "left")
    return made


def bar(share: float, style: str, width: int = BAR) -> Text:
    """A share as a bar; anything above nothing shows at least one block."""
    full = max(1, round(share * width)) if share > 0 else 0
    return Text("█" * full, style=style)


class _Hanging:
    """A text behind a mark, wrapped beneath its own beginning. A table would do the same at ten times the cost."""

    def __init__(self, lead: str, text: Text, indent: int) -> None:
        self.lead, self.text, self.indent = lead, text, indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        hang = self.indent + cell_len(self.lead) + 1
        start = Segment(" " * self.indent + self.lead + " ")
        for line in self.text.wrap(console, max(1, options.max_width - hang), overflow="fold", tab_size=8):
            line.rstrip()
            yield start
            yield from line.render(console, end="\n")
            start = Segment(" " * hang)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        hang = self.indent + cell_len(self.lead) + 1
        inner = self.text.__rich_measure__(console, options)
        return Measurement(inner.minimum + hang, min(inner.maximum + hang, options.max_width))


def hanging(lead: str, text: Text | str, indent: int = 0) -> RenderableType:
    """A line after a mark such as `→`; where it wraps, it goes on under its own beginning."""
    return _Hanging(lead, Text(text) if isinstance(text, str) else text, indent)


def command_line(command: str, workbook: Path, *arguments: str) -> str:
    """A command as it can be typed: names with blanks or signs are in quotes."""
    return " ".join(["riskledger", command, *(_in_quotes(text) for text in (str(workbook), *arguments))])


def _in_quotes(text: str) -> str:
    """Double quotes serve every shell; single ones only where a double quote or a sign that stays live in them is part of the name."""
    plain = text.replace("_", "").replace("-", "").replace(".", "").replace("/", "").replace("\\", "").replace(":", "").isalnum()
    if plain:
        return text
    return shlex.quote(text) if any(sign in text for sign in '"$`') else f'"{text}"'


def print_all(console: Console, sections: Iterable[RenderableType]) -> None:
    """Print one section after the other, a blank line between."""
    for place, section in enumerate(sections):
        if place:
            console.print()
        console.print(section)
