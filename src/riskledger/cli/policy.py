"""`riskledger policy`: show the policy in force, export one to edit, check one, compare what others would change."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from riskledger.cli.help_words import Command, Group
from riskledger.cli.options import AsOf, Book, ByGroup, Map, Sheet, T
from riskledger.cli.session import SESSION, ProgressBar, parse_as_of, parse_format, parse_mapping, print_json
from riskledger.errors import CannotRun

if TYPE_CHECKING:
    from riskledger.policy_sheet import Complaint as SheetComplaint
    from riskledger.policy_sheet import SheetPolicy
    from riskledger.rating.policy import Policy

_FORMATS = ("full", "json")
_NAMES = "standard, strict, lenient, classic"

Format = Annotated[str, typer.Option("--format", metavar="FORMAT", help=T("help.format", formats=", ".join(_FORMATS)))]
_OF = T("help.policy_of", names=_NAMES)

app = typer.Typer(cls=Group, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command("show", cls=Command, help=T("help.policy_show"))
def show(
    of: Annotated[Path | None, typer.Argument(metavar="[BOOK]", help=_OF, show_default=False)] = None, output_format: Format = "full"
) -> int:
    """Show every key of a policy."""
    from riskledger.reporting.layout import print_all
    from riskledger.reporting.policy_pages import policy_document, policy_page

    shape = parse_format(output_format, _FORMATS)
    policy, source = policy_of(of)
    if shape == "json":
        print_json(policy_document(policy, source, SESSION.words))
    else:
        print_all(SESSION.out(), policy_page(policy, source, SESSION.words))
    return 0


@app.command("export", cls=Command, help=T("help.policy_export"))
def export(
    of: Annotated[Path | None, typer.Argument(metavar="[NAME]", help=_OF, show_default=False)] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=T("help.policy_output"))] = None,
    force: Annotated[bool, typer.Option("--force", help=T("help.force"))] = False,
) -> int:
    """Write a policy to a file, or print it."""
    from riskledger.policy_sheet import policy_workbook
    from riskledger.reporting.policy_toml import policy_toml

    policy, _ = policy_of(of)
    text = policy_toml(policy, SESSION.words)
    if output is None:
        print(text, end="")
        return 0
    kind = output.suffix.lower()
    if kind not in (".toml", ".xlsx"):
        raise CannotRun("output_suffix", path=str(output), wanted=".toml, .xlsx")
    if output.exists() and not force:
        raise CannotRun("exists", path=str(output))
    if not output.parent.is_dir():
        raise CannotRun("no_such_folder", folder=str(output.parent))
    try:
        if kind == ".xlsx":
            policy_workbook(output, policy, SESSION.language)
        else:
            output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as refused:
        raise CannotRun("write_failed", file=str(output), reason=refused.strerror or type(refused).__name__) from refused
    print(SESSION.words("policies.exported", path=output, name=getattr(policy.name, SESSION.language), digest=policy.digest))
    SESSION.chat(SESSION.words("policies.next_edit", command=f"riskledger policy check {output.name}"))
    return 0


@app.command("check", cls=Command, help=T("help.policy_check"))
def check(
    of: Annotated[Path, typer.Argument(metavar="FILE", help=T("help.policy_checked"), show_default=False)],
    output_format: Format = "full",
) -> int:
    """Say what a valid policy is, or everything that is wrong with one (exit code 2)."""
    from riskledger.rating.policy import Complaint
    from riskledger.reporting.policy_pages import complaint_words, complaints_page, policy_head, validity_page

    shape, said = parse_format(output_format, _FORMATS), SESSION.words
    try:
        for on_sheet in _on_sheets(of):  # also one that is not enabled yet: it is checked before it counts
            if on_sheet.complaints:
                raise CannotRun("policy_invalid", path=str(of), **_first(on_sheet.complaints), complaints=on_sheet.complaints)
            if not on_sheet.enabled:
                SESSION.chat(said("policies.not_enabled", sheet=on_sheet.sheet))
        policy, source = policy_of(of)
    except CannotRun as error:
        if error.code != "policy_invalid":
            raise
        alone = Complaint(*(str(error.params[name]) for name in Complaint._fields))
        every: Iterable[tuple[str, str, str, str]] = error.params.get("complaints", (alone,))  # type: ignore[assignment]  # params are of any type
        found = [Complaint(*each) for each in every]
        if shape == "json":
            told = [{**complaint._asdict(), "message": complaint_words(complaint, said)} for complaint in found]
            print_json({"valid": False, "policy": None, "complaints": told})
        else:
            for line in complaints_page(str(error.params["path"]), found, said):
                SESSION.out().print(line)
        return 2
    if shape == "json":
        print_json({"valid": True, "policy": policy_head(policy, source, said.language), "complaints": []})
    else:
        for line in validity_page(policy, source, said):
            SESSION.out().print(line)
    return 0


@app.command("compare", cls=Command, help=T("help.policy_compare"))
def compare(
    book: Book,
    policy: Annotated[list[Path] | None, typer.Option("--policy", metavar="FILE", help=T("help.policy_other", names=_NAMES))] = None,
    as_of: AsOf = None,
    sheet: Sheet = None,
    mapping: Map = None,
    by_group: ByGroup = False,
    output_format: Format = "full",
) -> int:
    """Assess a book read once under each policy; nothing is written."""
    from riskledger.assessment import assess_on, under, understand
    from riskledger.rating.policy import READY_MADE, load_policy
    from riskledger.reporting.comparison_pages import comparison_document, comparison_report
    from riskledger.reporting.layout import print_all
    from riskledger.reporting.policy_comparison import compare as compared_with
    from riskledger.workbook.opening import open_any

    shape, day, columns = parse_format(output_format, _FORMATS), parse_as_of(as_of), parse_mapping(mapping)
    others = [(load_policy(path), path.name) for path in policy or map(Path, READY_MADE)]
    progress = ProgressBar(SESSION)
    try:
        with open_any(book) as opened:
            read = understand(opened, sheet=sheet, mapping=columns, by_group=by_group, progress=progress)
            if policy is None:
                others = [(other, source) for other, source in others if other.digest != read.policy.digest]
            now = assess_on(read, day)
            compared = [compared_with(now, assess_on(under(read, opened, other, source), day)) for other, source in others]
    finally:
        progress.stop()
    if shape == "json":
        print_json(comparison_document(now, compared, SESSION.words))
    else:
        print_all(SESSION.out(), comparison_report(now, compared, SESSION.words))
    return 0


def _first(complaints: tuple[SheetComplaint, ...]) -> dict[str, str]:
    first = complaints[0]
    return {"key": first.cell, "problem": first.problem, "value": first.value, "wanted": first.wanted}


def policy_of(of: Path | None) -> tuple[Policy, str]:
    """The policy in force for a workbook, or the one of a file or name, and where it comes from; the built-in one without either."""
    from riskledger.rating.policy import is_ready_made, load_policy, standard

    if of is None:
        return standard(), "built-in"
    if of.suffix.lower() == ".toml" or is_ready_made(of):
        return load_policy(of), of.name
    from riskledger.assessment import policy_in_force
    from riskledger.project_file import project_beside
    from riskledger.workbook.opening import open_any

    with open_any(of) as book:
        return policy_in_force(None, book, project_beside(book.origin))


def _on_sheets(of: Path) -> tuple[SheetPolicy, ...]:
    """The policy sheets of a workbook, enabled or not; none of a file that is no workbook."""
    from riskledger.policy_sheet import policies_in_book
    from riskledger.rating.policy import is_ready_made
    from riskledger.workbook.opening import open_any

    if of.suffix.lower() == ".toml" or is_ready_made(of):
        return ()
    with open_any(of) as book:
        return policies_in_book(book)
