"""What every command shares: the user's language, the two streams, progress, and errors in words."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from riskledger.errors import CannotRun
from riskledger.i18n import Language, Words, user_language, words

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console
    from rich.progress import Progress, TaskID

    from riskledger.checks.suppression import Suppressed
    from riskledger.workbook.convert import Converted

FORMATS = ("full", "concise", "json", "github")


@dataclass
class Session:
    """The global options of one call. `asked` is the language of --lang or RISKLEDGER_LANG, None when neither is given."""

    language: Language = field(default_factory=lambda: user_language([]))
    asked: Language | None = None
    quiet: bool = False
    colour: bool = True
    debug: bool = False

    @property
    def words(self) -> Words:
        """The user's catalogue."""
        return words(self.language)

    def out(self) -> Console:
        """Where results go."""
        return self._console(stderr=False)

    def err(self) -> Console:
        """Where chatter and errors go."""
        return self._console(stderr=True)

    def _console(self, *, stderr: bool) -> Console:
        from rich.console import Console

        # Cell texts are shown as they are: no markup, no emoji codes, no highlighting.
        return Console(stderr=stderr, no_color=not self.colour or None, markup=False, emoji=False, highlight=False)

    def chat(self, text: str) -> None:
        """A line for the user's comfort, on stderr; silent with --quiet."""
        if not self.quiet:
            self.err().print(text, style="dim", soft_wrap=True)

    def tell_converted(self, path: Path, converted: Converted) -> None:
        """What a file of another kind was read as, and what stayed behind."""
        said = self.words
        told = [said(f"converted.{note}") for note in converted.notes]
        form = said("converted.text", encoding=converted.encoding) if converted.kind == "csv" else f".{converted.kind}"
        self.chat(said("converted.read", path=path, form=form, remarks="".join(said("converted.remark", text=text) for text in told)))

    def complain(self, error: CannotRun) -> None:
        """The sentence of an error, on stderr."""
        self.err().print(f"{self.words('error.prefix')}{error_words(error, self.words)}", style="red", soft_wrap=True)


SESSION = Session()


def error_words(error: CannotRun, said: Words) -> str:
    """The one sentence of an error, with lists and reasons put into words."""
    places: dict[str, Any] = dict(error.params)
    if error.code == "no_ledger":
        comma = said("report.and")
        places["looked"] = "".join(
            said(f"error.no_ledger.{kind}", sheet=sheet, missing=comma.join(said(f"missing.{name}") for name in lacks or ("invoice_date",)))
            for (sheet, lacks), kind in zip(error.params["looked"], error.params["kinds"], strict=True)  # type: ignore[call-overload]  # pairs
        )
    if error.code in ("project_invalid", "policy_invalid", "suppress_invalid", "columns_invalid"):
        places["problem"] = said(f"policy.{places['problem']}", value=places["value"], wanted=places["wanted"])
    for name, value in places.items():
        if isinstance(value, tuple | list):
            places[name] = said("report.and").join(map(str, value))
    return said(f"error.{error.code}", **places)


def tell_suppressed(suppressed: Sequence[Suppressed]) -> None:
    """How many findings are set aside, beside the one-line formats, which list only those that count."""
    from riskledger.reporting.wording import suppressed_words

    if suppressed:
        SESSION.chat(suppressed_words(suppressed, SESSION.words))


def print_json(document: object) -> None:
    """One UTF-8 document on stdout, whatever the console's encoding."""
    print_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def print_text(text: str) -> None:
    """A whole text in UTF-8 on stdout, whatever the console's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def parse_as_of(text: str | None) -> dt.date:
    """The as-of date given, today without one. The only place that asks what day it is."""
    if text is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CannotRun("bad_as_of", value=text) from None


def parse_mapping(given: Sequence[str] | None) -> dict[str, str]:
    """`FIELD=HEADER` pairs."""
    pairs = {}
    for item in given or ():
        name, equals, header = item.partition("=")
        if not equals or not name.strip() or not header.strip():
            raise CannotRun("bad_map", value=item)
        pairs[name.strip()] = header.strip()
    return pairs


def parse_amount(text: str | None) -> Decimal | None:
    """An amount such as 1,234.56."""
    if text is None:
        return None
    try:
        amount = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise CannotRun("bad_amount", value=text) from None
    if not amount.is_finite():
        raise CannotRun("bad_amount", value=text)
    return amount


def parse_format(text: str, formats: Sequence[str] = FORMATS) -> str:
    """One of the output formats that a command has."""
    if text not in formats:
        raise CannotRun("bad_format", value=text, formats=tuple(formats))
    return text


class ProgressBar:
    """A bar on stderr for work longer than half a second; none when nobody watches."""

    def __init__(self, session: Session) -> None:
        self._session, self._since = session, time.monotonic()
        self._wanted = not session.quiet and sys.stderr.isatty()
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, of: int) -> None:
        """Report progress of a stage ("read", "write")."""
        if not self._wanted or time.monotonic() - self._since < 0.5:
            return
        if self._bar is None:
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

            self._bar = Progress(
                TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=self._session.err(), transient=True
            )
            self._bar.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(self._session.words(f"progress.{stage}"), total=of)
        self._bar.update(self._tasks[stage], completed=done, total=of)

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
