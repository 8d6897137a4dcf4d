"""The few shapes that everything on the terminal is made of: flush-left tables, bars, hanging lines, sections with a blank line between.

Only glyphs that every Chinese console can show are used (no check marks, no braille).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
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


def hanging(lead: str, text: Text | str, indent: int = 0) -> RenderableType:
    """A line after a mark such as `→`; where it wraps, it goes on under its own beginning."""
    made = Table.grid(padding=0)
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    made.add_row(Text(lead + " "), text)
    return Padding(made, (0, 0, 0, indent), expand=False)


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
