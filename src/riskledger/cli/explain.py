"""`riskledger explain`: why a customer has its tier, and what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from riskledger.cli.options import AsOf, Book, Map, PolicyFile, Sheet, T
from riskledger.cli.session import SESSION, parse_as_of, parse_format, parse_mapping, print_json
from riskledger.errors import CannotRun

if TYPE_CHECKING:
    from riskledger.assessment import Assessment, CustomerAssessment

_FORMATS = ("full", "json")
_SUGGESTED = 10


def explain(
    book: Book,
    customer: Annotated[str | None, typer.Argument(metavar="[CUSTOMER]", help=T("help.customer"), show_default=False)] = None,
    as_of: AsOf = None,
    policy: PolicyFile = None,
    sheet: Sheet = None,
    mapping: Map = None,
    output_format: Annotated[str, typer.Option("--format", metavar="FORMAT", help=T("help.format", formats=", ".join(_FORMATS)))] = "full",
) -> int:
    """Explain one customer; without a name, say whom one can ask for."""
    from riskledger.assessment import assess
    from riskledger.reporting.explanation import customer_list, explanation, explanation_document, explanation_report
    from riskledger.reporting.layout import command_line, print_all

    shape = parse_format(output_format, _FORMATS)
    assessment = assess(book, as_of=parse_as_of(as_of), policy=policy, sheet=sheet, mapping=parse_mapping(mapping))
    if not assessment.customers:
        raise CannotRun("nothing_to_explain")
    if customer is None:
        if shape == "json":
            print_json(customer_list(assessment))
            return 0
        print(SESSION.words("explain.which"))
        for entry in assessment.customers[:_SUGGESTED]:
            print("  " + command_line("explain", book, entry.customer, *(("--as-of", as_of) if as_of else ())))
        return 0
    told = explanation(assessment, find_customer(assessment, customer))
    if shape == "json":
        print_json(explanation_document(told, SESSION.words))
    else:
        print_all(SESSION.out(), explanation_report(told, SESSION.words))
    return 0


def find_customer(assessment: Assessment, asked: str) -> CustomerAssessment:
    """The customer by id or name, else the only one whose name contains what was asked. CannotRun no_customer, many_customers."""
    import difflib

    from riskledger.ledger.intake import customer_key

    by_key = {entry.key: entry for entry in assessment.customers}
    exact = by_key.get(customer_key(None, asked) or "") or by_key.get(customer_key(asked, None) or "")
    wanted = " ".join(asked.casefold().split())
    named = [entry for entry in assessment.customers if " ".join(entry.customer.casefold().split()) == wanted]
    if exact or len(named) == 1:
        return exact or named[0]
    partly = named or [entry for entry in assessment.customers if wanted in entry.customer.casefold()]
    if len(partly) == 1:
        return partly[0]
    labels = [f"{entry.customer} ({entry.customer_id})" if entry.customer_id else entry.customer for entry in partly[:8]]
    if partly:
        raise CannotRun("many_customers", customer=asked, near=labels)
    names = [entry.customer for entry in assessment.customers]
    near = difflib.get_close_matches(asked, names, n=3, cutoff=0.3) or names[:3]
    raise CannotRun("no_customer", customer=asked, near=near)
