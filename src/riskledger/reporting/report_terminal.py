"""The monthly report on a terminal: one page on how the book stands, what changed and what to do; behind it the tables, shortened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from riskledger.i18n import Words
from riskledger.reporting.layout import BAR, SEVERITY_STYLE, TIER_STYLE, bar, command_line, hanging
from riskledger.reporting.report import Report
from riskledger.reporting.report_sections import behind, first_page, head_lines, title
from riskledger.reporting.report_tables import Column, Row, Section, TextTable

LONGEST: Final = 12  # lines of a table: a year of month-ends
_ALERTS: Final = 6  # they are on the first page
_GAP: Final = 2
_NARROWEST: Final = 14  # a column of names folds down to this
_SHORTEST_BAR: Final = 6
_STYLE: Final = {
    **TIER_STYLE,
    **SEVERITY_STYLE,
    "better": "green",
    "worse": "red",
    "red": "red",
    "orange": "dark_orange",
    "yellow": "yellow",
    "blue": "blue",
}


def render_terminal(report: Report, words: Words, workbook: Path) -> list[RenderableType]:
    """The report section by section, for `layout.print_all`.

    Args:
        report: the month.
        words: the reader's.
        workbook: the book as it was named, for the command that shows the rest.
    """
    name = words("monthly.file", month=report.head.month)
    more = command_line("report", workbook, "--month", report.head.month, "-o", f"{name}.html")
    head = Group(Text(title(report, words), style="bold"), *(hanging("·", Text(line, style="dim")) for line in head_lines(report, words)))
    return [
        head,
        *(_section(part, words, more) for part in first_page(report, words)),
        Rule(words("monthly.page.behind"), characters="─", style="dim"),
        *(_section(part, words, more) for part in behind(report, words)),
    ]


def _section(part: Section, words: Words, more: str) -> RenderableType:
    parts: list[RenderableType] = [Text(f"■ {part.title}", style="bold"), *map(Text, part.sentences)]
    for place, made in enumerate(part.tables):
        if place or part.sentences:
            parts.append(Text(""))
        if made.title:
            parts.append(Text(made.title))
        most = {"alerts": _ALERTS, "headlines": len(made.rows)}.get(part.key, LONGEST)
        shown = replace(made, rows=made.rows[:most])
        # A main figure's sentence would only repeat its line.
        parts.append(_Fitted(shown, with_reasons=part.key != "headlines", colon=words("monthly.page.colon")))
        if len(made.rows) > most:
            parts.append(Text(words("monthly.page.more", count=len(made.rows) - most, command=more), style="dim"))
    return Group(*parts)


class _Fitted:
    """A table in the width there is: names fold, columns without room go beneath their line, a bar takes what is left."""

    def __init__(self, made: TextTable, *, with_reasons: bool, colon: str) -> None:
        self.made, self.with_reasons, self.colon = made, with_reasons, colon

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns, rows = self.made.columns, self.made.rows
        widths = {
            place: max(cell_len(text) for text in (column.title, *(row.cells[place] for row in rows)))
            for place, column in enumerate(columns)
            if column.place in ("left", "right", "spare")
        }
        inline = _fit(widths, columns, options.max_width)
        beneath = [place for place, column in enumerate(columns) if place not in inline and column.place not in ("reason", "spare")]
        reasons = [place for place, column in enumerate(columns) if column.place == "reason"] if self.with_reasons else []
        room = options.max_width - _total(inline) - _GAP
        drawn = min(BAR, room) if room >= _SHORTEST_BAR and any(row.share is not None for row in rows) else 0
        yield _line([Text(columns[place].title, style="bold") for place in inline], inline, columns)
        yield Text("─" * min(options.max_width, _total(inline) + (drawn + _GAP if drawn else 0)), no_wrap=True)
        for row in rows:
            yield _line([_text(row, place, columns[place]) for place in inline], inline, columns, _bar(row, drawn))
            yield from self._beneath(row, beneath, reasons)

    def _beneath(self, row: Row, beneath: Sequence[int], reasons: Sequence[int]) -> Iterator[RenderableType]:
        """What did not fit, each with its name, and the reasons by themselves."""
        columns = self.made.columns
        named = [f"{columns[place].title}{self.colon}{row.cells[place]}" for place in beneath if row.cells[place]]
        if named:
            yield hanging("→", " · ".join(named), _GAP)
        for place in reasons:
            if row.cells[place]:
                yield hanging(" " if named else "→", Text(row.cells[place], style="dim"), _GAP)


def _fit(widths: dict[int, int], columns: Sequence[Column], most: int) -> dict[int, int]:
    """The columns that fit and their widths: spare figures go first, then the widest names fold, then the last figures give way."""
    fitted = dict(widths)
    while _total(fitted) > most:
        if spare := [place for place in fitted if columns[place].place == "spare"]:
            del fitted[spare[0]]
            continue
        names = [place for place in fitted if columns[place].place == "left" and fitted[place] > _NARROWEST]
        figures = [place for place in fitted if columns[place].place == "right"]
        if names:
            widest = max(names, key=lambda place: fitted[place])
            fitted[widest] -= min(_total(fitted) - most, fitted[widest] - _NARROWEST)
        elif len(figures) > 1:
            del fitted[figures[-1]]
        else:
            break
    return fitted


def _total(widths: dict[int, int]) -> int:
    return sum(widths.values()) + _GAP * (len(widths) - 1)


def _text(row: Row, place: int, column: Column) -> Text:
    style = _STYLE.get(row.tone or "", "") if column.toned else "bold" if place == 0 else ""
    return Text(row.cells[place], style=style)


def _bar(row: Row, width: int) -> Text | None:
    return bar(max(0.0, row.share), _STYLE.get(row.tone or "", "cyan"), width) if width and row.share is not None else None


def _line(texts: Sequence[Text], widths: dict[int, int], columns: Sequence[Column], drawn: Text | None = None) -> Table:
    made = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    for place, width in widths.items():
        made.add_column(width=width, justify="left" if columns[place].place == "left" else "right", overflow="fold")
    if drawn is not None:
        made.add_column(no_wrap=True)
    made.add_row(*texts, *([drawn] if drawn is not None else []))
    return made
