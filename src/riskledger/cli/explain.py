"""`riskledger explain`: why a customer has its tier, and what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from riskledger.cli.options import AsOf, Book, ByGroup, Map, PolicyFile, Sheet, T
from riskledger.cli.session import SESSION, parse_as_of, parse_format, parse_mapping, print_json, print_text
from riskledger.errors import CannotRun

if TYPE_CHECKING:
    from pathlib import Path

    from riskledger.assessment import Assessment, CustomerAssessment
    from riskledger.reporting.page import Section

_FORMATS = ("full", "json", "md")
_SUGGESTED = 10


def explain(
    book: Book,
    customer: Annotated[str | None, typer.Argument(metavar="[CUSTOMER]", help=T("help.customer"), show_default=False)] = None,
    cell: Annotated[str | None, typer.Option("--cell", metavar="REF", help=T("help.cell"))] = None,
    as_of: AsOf = None,
    policy: PolicyFile = None,
    sheet: Sheet = None,
    mapping: Map = None,
    by_group: ByGroup = False,
    output_format: Annotated[str, typer.Option("--format", metavar="FORMAT", help=T("help.format", formats=", ".join(_FORMATS)))] = "full",
) -> int:
    """Explain one customer, or one cell; without either, say whom one can ask for."""
    from riskledger.assessment import assess
    from riskledger.reporting.explanation import customer_list, explanation, explanation_document
    from riskledger.reporting.explanation_page import explanation_page
    from riskledger.reporting.layout import command_line

    shape = parse_format(output_format, _FORMATS)
    if cell is not None:
        if customer is not None:
            raise CannotRun("cell_or_customer")
        return _explain_cell(book, cell, as_of, policy, sheet, parse_mapping(mapping), by_group, shape)
    day, columns = parse_as_of(as_of), parse_mapping(mapping)
    assessment = assess(book, as_of=day, policy=policy, sheet=sheet, mapping=columns, by_group=by_group)
    if not assessment.customers:
        raise CannotRun("nothing_to_explain")
    if customer is None:
        if shape == "json":
            print_json(customer_list(assessment))
            return 0
        print(SESSION.words("explain.which"))
        on = [*(["--as-of", as_of] if as_of else []), *(["--by-group"] if by_group else [])]
        for entry in assessment.customers[:_SUGGESTED]:
            print("  " + command_line("explain", book, entry.customer, *on))
        return 0
    told = explanation(assessment, find_customer(assessment, customer))
    if shape == "json":
        print_json(explanation_document(told, SESSION.words))
    else:
        _print_page(explanation_page(told, SESSION.words), shape)
    return 0


def _explain_cell(
    path: Path, cell: str, as_of: str | None, policy: Path | None, sheet: str | None, mapping: dict[str, str], by_group: bool, shape: str
) -> int:
    """A cell of a result sheet is explained as of the date the sheet was written for, unless another is asked for."""
    from riskledger.assessment import assess_book
    from riskledger.reporting.cell_page import cell_document, cell_page
    from riskledger.reporting.reference import parse_reference
    from riskledger.reporting.traced import AsOfSource
    from riskledger.reporting.tracing import stamp_of, trace
    from riskledger.workbook.opening import open_any

    with open_any(path) as book:
        asked = parse_reference(cell, [entry.name for entry in book.sheets])
        stamp = stamp_of(book, asked.sheet, asked.row) if as_of is None else None
        source: AsOfSource = "given" if as_of is not None else "stamp" if stamp else "today"
        assessment = assess_book(book, as_of=stamp or parse_as_of(as_of), policy=policy, sheet=sheet, mapping=mapping, by_group=by_group)
        traced = trace(book, assessment, asked, source)
    if shape == "json":
        print_json(cell_document(traced, assessment, SESSION.words))
    else:
        _print_page(cell_page(traced, assessment, SESSION.words), shape)
    return 0


def _print_page(page: list[Section], shape: str) -> None:
    from riskledger.reporting.layout import print_all
    from riskledger.reporting.page import markdown, on_terminal

    if shape == "md":
        print_text(markdown(page))
    else:
        print_all(SESSION.out(), on_terminal(page))


def find_customer(assessment: Assessment, asked: str) -> CustomerAssessment:
    """The customer by id or name (its own, an alias's, a member's), else the only one whose name contains what was asked.

    CannotRun no_customer, many_customers.
    """
    import difflib

    from riskledger.ledger.intake import customer_key

    by_key = {entry.key: entry for entry in assessment.customers}
    merged = assessment.ledger.merged  # an alias or a group's member is asked for as well
    keys = [key for key in (customer_key(None, asked), customer_key(asked, None)) if key]
    exact = next((by_key[key] for key in (*keys, *(merged[key] for key in keys if key in merged)) if key in by_key), None)
    wanted = " ".join(asked.casefold().split())
    named = [e for e in assessment.customers if wanted in {" ".join(name.casefold().split()) for name in (e.customer, *e.members)}]
    if exact or len(named) == 1:
        return exact or named[0]
    partly = named or [entry for entry in assessment.customers if wanted in "\n".join((entry.customer, *entry.members)).casefold()]
    if len(partly) == 1:
        return partly[0]
    labels = [f"{entry.customer} ({entry.customer_id})" if entry.customer_id else entry.customer for entry in partly[:8]]
    if partly:
        raise CannotRun("many_customers", customer=asked, near=labels)
    names = [entry.customer for entry in assessment.customers]
    near = difflib.get_close_matches(asked, names, n=3, cutoff=0.3) or names[:3]
    raise CannotRun("no_customer", customer=asked, near=near)
