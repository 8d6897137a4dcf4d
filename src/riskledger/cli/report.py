"""`riskledger report`: the monthly follow-up report, on the terminal or as files; the ledger is only read."""

from __future__ import annotations

import datetime as dt
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from riskledger.cli.ledger_of_folder import only_ledger
from riskledger.cli.options import AsOf, ByGroup, Map, PolicyFile, Sheet, T
from riskledger.cli.session import SESSION, ProgressBar, parse_as_of, parse_format, parse_mapping, print_text
from riskledger.errors import CannotRun

if TYPE_CHECKING:
    from riskledger.reporting.report import Report

_FORMATS = ("full", "json", "md")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def report(
    book: Annotated[Path | None, typer.Argument(metavar="[BOOK]", help=T("help.report_book"), show_default=False)] = None,
    month: Annotated[str | None, typer.Option("--month", metavar="YYYY-MM", help=T("help.month"))] = None,
    as_of: AsOf = None,
    policy: PolicyFile = None,
    sheet: Sheet = None,
    mapping: Map = None,
    by_group: ByGroup = False,
    previous: Annotated[Path | None, typer.Option("--previous", metavar="BOOK", help=T("help.previous"))] = None,
    output: Annotated[list[Path] | None, typer.Option("-o", "--output", metavar="FILE", help=T("help.report_output"))] = None,
    mask: Annotated[bool, typer.Option("--mask", help=T("help.mask"))] = False,
    output_format: Annotated[str, typer.Option("--format", metavar="FORMAT", help=T("help.format", formats=", ".join(_FORMATS)))] = "full",
) -> int:
    """Build the report of a month; exit code 1 when rows were left out for errors."""
    shape, columns = parse_format(output_format, _FORMATS), parse_mapping(mapping)
    day = report_day(month, as_of)
    path = book or only_ledger(Path(), sheet, columns)

    from riskledger.assessment import assess, assess_book
    from riskledger.history.former import end_of_month_before, former_month
    from riskledger.reporting.monthly import build_report
    from riskledger.reporting.recorded import recorded
    from riskledger.reporting.report_files import report_targets, write_report
    from riskledger.workbook.opening import open_any

    sources = [path, *([previous] if previous else [])]
    targets = report_targets(output or (), SESSION.words, f"{day:%Y-%m}", sources)
    progress = ProgressBar(SESSION)
    try:
        with open_any(path, told=partial(SESSION.tell_converted, path)) as opened:
            now = assess_book(opened, as_of=day, policy=policy, sheet=sheet, mapping=columns, by_group=by_group, progress=progress)
            earlier = recorded(opened)
        before = None
        if previous:
            last = end_of_month_before(day)
            before = assess(previous, as_of=last, policy=now.policy, sheet=sheet, mapping=columns, by_group=by_group)
            if not before.customers:
                raise CannotRun("nothing_in_previous", file=previous.name, as_of=last.isoformat())
    finally:
        progress.stop()
    language = SESSION.asked or ("zh" if now.language == "zh" else "en")
    made = build_report(now, former_month(now, previous=before), language, earlier=earlier, mask=mask)
    for target in targets:
        write_report(made, SESSION.words, target)
    if not targets or shape != "full":
        _print(made, shape, path)
    _tell(made, targets, path, shape)
    return 1 if now.has_errors else 0


def report_day(month: str | None, as_of: str | None) -> dt.date:
    """The last day of the month asked for, or the as-of date; without either the end of the latest month that is over.

    Raises:
        CannotRun: bad_month, bad_as_of, month_and_as_of.
    """
    found = _MONTH.fullmatch(month) if month is not None else None
    if month is not None and (found is None or not 1 <= int(found[2]) <= 12 or not 1 <= int(found[1]) < dt.MAXYEAR):
        raise CannotRun("bad_month", value=month)
    if as_of is not None:
        day = parse_as_of(as_of)
        if found is not None and f"{day:%Y-%m}" != month:
            raise CannotRun("month_and_as_of", month=month, as_of=as_of)
        return day
    if found is not None:
        year, number = int(found[1]), int(found[2])
        return dt.date(year + number // 12, number % 12 + 1, 1) - dt.timedelta(days=1)
    tomorrow = parse_as_of(None) + dt.timedelta(days=1)
    return tomorrow.replace(day=1) - dt.timedelta(days=1)


def _print(made: Report, shape: str, path: Path) -> None:
    if shape == "json":
        from riskledger.reporting.report_json import render_json

        print_text(render_json(made, SESSION.words))
    elif shape == "md":
        from riskledger.reporting.markdown import render_markdown

        print_text(render_markdown(made, SESSION.words))
    else:
        from riskledger.reporting.layout import print_all
        from riskledger.reporting.report_terminal import render_terminal

        print_all(SESSION.out(), render_terminal(made, SESSION.words, path))


def _when(day: dt.date) -> tuple[str, str]:
    """The option that asks for the same day again."""
    over = (day + dt.timedelta(days=1)).day == 1
    return ("--month", f"{day:%Y-%m}") if over else ("--as-of", day.isoformat())


def _tell(made: Report, targets: list[Path], path: Path, shape: str) -> None:
    """What was written, and the next useful command: the page of this month, or what to see to first."""
    from riskledger.reporting.layout import command_line
    from riskledger.reporting.report import Absent
    from riskledger.reporting.report_files import report_name

    said = SESSION.words
    for target in targets:
        text = said("report_file.written", path=target)
        if shape == "full":
            print(text)
        else:
            SESSION.chat(text)  # stdout is the document's
    if not targets:
        page = f"{report_name(said, made.head.month)}.html"
        command = command_line("report", path, *_when(made.head.as_of), "-o", page)
    elif not isinstance(made.work, Absent):
        command = command_line("explain", path, made.work[0].customer, "--as-of", made.head.as_of.isoformat())
    else:
        command = command_line("check", path, "--as-of", made.head.as_of.isoformat())
    SESSION.chat(said("report.next", command=command))
