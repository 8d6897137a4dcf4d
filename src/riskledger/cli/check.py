"""`riskledger check`: validate, write nothing."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from riskledger.cli.options import AsOf, Books, Format, Map, PolicyFile, Sheet, Strict, T
from riskledger.cli.session import SESSION, ProgressBar, parse_as_of, parse_format, parse_mapping, print_json
from riskledger.errors import CannotRun


def check(
    books: Books,
    as_of: AsOf = None,
    policy: PolicyFile = None,
    sheet: Sheet = None,
    mapping: Map = None,
    show_mapping: Annotated[bool, typer.Option("--show-mapping", help=T("help.show_mapping"))] = False,
    output_format: Format = "full",
    strict: Strict = False,
) -> int:
    """Check each book; of several the highest exit code."""
    from riskledger.assessment import assess_book
    from riskledger.workbook.book import open_book

    shape, day, columns = parse_format(output_format), parse_as_of(as_of), parse_mapping(mapping)
    codes: list[int] = []
    found: str | None = None  # the first rule that was broken
    documents: list[Any] = []
    for path in books:
        progress = ProgressBar(SESSION)
        try:
            with open_book(path) as book:
                assessment = assess_book(book, as_of=day, policy=policy, sheet=sheet, mapping=columns, progress=progress)
        except CannotRun as error:
            progress.stop()
            SESSION.complain(error)
            codes.append(2)
            continue
        finally:
            progress.stop()
        codes.append(1 if assessment.has_errors or (strict and assessment.findings) else 0)
        found = found or next((finding.rule for finding in assessment.findings if strict or finding.severity == "error"), None)
        if shape == "json":
            from riskledger.reporting.machine import check_document

            documents.append(check_document(assessment, SESSION.words))
        elif shape in ("concise", "github"):
            from riskledger.reporting import lines

            for line in getattr(lines, shape)(assessment, SESSION.words):
                print(line)
        else:
            from riskledger.reporting.layout import print_all
            from riskledger.reporting.terminal import findings_report, heading, mapping_report

            if len(codes) > 1:
                print()
            parts = [heading(assessment, SESSION.words)]
            if show_mapping:
                parts.append(mapping_report(assessment, SESSION.words))
            print_all(SESSION.out(), [*parts, findings_report(assessment, assessment.findings, SESSION.words, shorten=False)])
    if documents:
        print_json(documents[0] if len(books) == 1 else documents)
    if found and 1 in codes:
        SESSION.chat(SESSION.words("report.next", command=f"riskledger rules {found}"))
    return max(codes)
