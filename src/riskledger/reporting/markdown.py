"""The monthly report as GitHub-flavoured Markdown: readable as plain text too; what users wrote can form no markup, link or formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from riskledger.i18n import Words
from riskledger.reporting.report import Report
from riskledger.reporting.report_sections import behind, first_page, head_lines, title
from riskledger.reporting.report_tables import Section, TextTable

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_LINK = re.compile(r"(?i)(?<=http)(s?):(?=//)|(?<=ftp):(?=//)|(?<=www)\.")  # GitHub links bare addresses
_LEADING = re.compile(r"^([=+\-@])(?!$|[\d,.]+%?$)")  # a formula where the table is pasted into a sheet; figures stay as they are
_SUSPECT = re.compile(r"(?i)[\\`*_{}\[\]<>#|~$&]|^[=+\-@]|://|www\.")  # one look for the most texts, which need nothing
_FIGURE = re.compile(r"^(-|[+-]?\d[\d,.]*%?)?$")
_WIDEST = 40  # wider columns are not padded: their lines run on


def render_markdown(report: Report, words: Words) -> str:
    """The whole report as one Markdown text; `words` are the reader's."""
    lines = [f"# {escaped(title(report, words))}", "", *(f"- {escaped(line)}" for line in head_lines(report, words))]
    for part in (*first_page(report, words), *behind(report, words)):
        lines += _section(part)
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """A line of text that means itself in Markdown."""
    if not _SUSPECT.search(text):
        return text
    text = _SPECIAL.sub(r"\\\1", text)
    return _LEADING.sub(r"\\\1", _LINK.sub(lambda found: found[0].replace(":", r"\:").replace(".", r"\."), text))


def _section(part: Section) -> Iterator[str]:
    yield from ("", f"## {escaped(part.title)}")
    for sentence in part.sentences:
        yield from ("", escaped(sentence))
    for made in part.tables:
        yield ""
        if made.title:
            yield from (f"### {escaped(made.title)}", "")
        yield from _table(made)


def _table(made: TextTable) -> Iterable[str]:
    """Header, rule and rows with their bars beneath each other, as far as columns are narrow."""
    lines = [[escaped(text) for text in texts] for texts in ([column.title for column in made.columns], *(row.cells for row in made.rows))]
    right = [
        column.place in ("right", "spare") or all(_FIGURE.match(row.cells[place]) for row in made.rows)
        for place, column in enumerate(made.columns)
    ]
    widths = [max(3, *map(cell_len, texts)) for texts in zip(*lines, strict=True)]
    widths = [width if width <= _WIDEST else 3 for width in widths]
    header, *rows = (_line(line, widths, right) for line in lines)
    rule = "|".join(f" {'-' * (width - 1)}: " if to_right else f" {'-' * width} " for width, to_right in zip(widths, right, strict=True))
    return [header, f"|{rule}|", *rows]


def _line(texts: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for text, width, to_right in zip(texts, widths, right, strict=True):
        blanks = " " * max(0, width - cell_len(text))
        padded.append(blanks + text if to_right else text + blanks)
    return f"| {' | '.join(padded)} |"
