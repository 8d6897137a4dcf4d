"""The monthly report as titled tables of texts in the reader's language: what the terminal and Markdown show alike."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeVar

from riskledger.i18n import Words, percent
from riskledger.reporting.report import Absent, Note
from riskledger.reporting.saying import decimal_amount, say
from riskledger.reporting.wording import tier_name

T = TypeVar("T")
NONE = "-"
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
# In the line: left or right; spare figures only where there is room. Under the line of a terminal: details with their names, reasons.
Place = Literal["left", "right", "spare", "detail", "reason"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, where it stands, and whether its texts carry the row's tone."""

    title: str
    place: Place = "left"
    toned: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line: its texts, what they mean for better or worse (a tier, a verdict, an alert level), and a share to draw."""

    cells: tuple[str, ...]
    tone: str | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table; `title` tells it from the others of its section."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A section: sentences first, then tables."""

    key: str
    title: str
    sentences: tuple[str, ...]
    tables: tuple[TextTable, ...]


def section(key: str, words: Words, tables: Iterable[TextTable] = (), sentences: Iterable[str] = ()) -> Section:
    """A section with its title; tables without rows, and columns in which nothing stands, are left out."""
    return Section(
        key, words(f"monthly.title.{key}"), tuple(map(one_line, sentences)), tuple(_filled(made) for made in tables if made.rows)
    )


def one_line(text: str) -> str:
    """A text without line ends, control characters and marks that turn the direction of what follows."""
    return text if text.isprintable() else _UNSEEN.sub(" ", text)


def _filled(made: TextTable) -> TextTable:
    kept = [place for place in range(len(made.columns)) if any(row.cells[place] not in ("", NONE) for row in made.rows)]
    rows = tuple(replace(row, cells=tuple(one_line(row.cells[place]) for place in kept)) for row in made.rows)
    return replace(made, columns=tuple(made.columns[place] for place in kept), rows=rows)


def either(part: T | Absent, key: str, words: Words, made: Callable[[T], Section]) -> Section:
    """The section, or why there is none."""
    return section(key, words, (), [say(part.why, words)]) if isinstance(part, Absent) else made(part)


def columns(words: Words, *named: str | tuple[str, Place]) -> tuple[Column, ...]:
    """Columns by field: names stand left, (name, place) elsewhere; a tier, verdict, state or level carries the tone."""
    pairs: list[tuple[str, Place]] = [(one, "left") if isinstance(one, str) else one for one in named]
    return tuple(Column(words(f"monthly.column.{name}"), place, name in _TONED) for name, place in pairs)


_TONED = ("tier", "after", "verdict", "level", "state", "severity")


def amount(value: Decimal | None) -> str:
    """1,234,567.80, or the sign for none."""
    return NONE if value is None else decimal_amount(value)


def day(value: dt.date | None) -> str:
    """An ISO date, or the sign for none."""
    return NONE if value is None else value.isoformat()


def number(value: float | None, digits: int = 1) -> str:
    """A plain number, or the sign for none."""
    return NONE if value is None else f"{value:,.{digits}f}"


def tier(value: str | None, words: Words) -> str:
    """A tier's name, or the sign for none."""
    return NONE if value is None else tier_name(value, words)


def sentences(notes: Sequence[Note], words: Words) -> str:
    """Notes one after the other, nothing for none."""
    return words("list.separator").join(say(each, words) for each in notes)


def share(value: float | None) -> str:
    """A share as a percentage, or the sign for none."""
    return percent(value)
