"""`riskledger rules`: the catalogue of checks, or one of them explained."""

from __future__ import annotations

from typing import Annotated

import typer

from riskledger.cli.options import T
from riskledger.cli.session import SESSION
from riskledger.errors import CannotRun


def rules(code: Annotated[str | None, typer.Argument(metavar="[CODE]", help=T("help.code"), show_default=False)] = None) -> int:
    """List the rules, or explain one: what, why, example, remedy."""
    from rich.text import Text

    from riskledger.checks.findings import SEVERITIES
    from riskledger.i18n.rule_texts import RULES
    from riskledger.reporting.layout import SEVERITY_STYLE, table
    from riskledger.reporting.wording import severity_name

    said, out = SESSION.words, SESSION.out()
    if code is None:
        made = table(
            (said("rules.code"), "left"), (said("rules.severity"), "left"), (said("rules.name"), "left"), title=said("rules.title")
        )
        for name, texts in RULES.items():
            severity = SEVERITIES[name]
            made.add_row(name, Text(severity_name(severity, said), style=SEVERITY_STYLE[severity]), texts[said.language].title)
        out.print(made)
        SESSION.chat(said("report.next", command="riskledger rules RL301"))
        return 0
    name = code.upper()
    if name not in RULES:
        raise CannotRun("no_rule", code=code)
    text = RULES[name][said.language]
    out.print(Text(f"{name}  {severity_name(SEVERITIES[name], said)}  {text.title}", style="bold"))
    for label, content in (("why", text.why), ("example", text.example), ("remedy", text.remedy)):
        out.print(Text.assemble((said(f"rules.{label}"), "bold"), content))
    return 0
