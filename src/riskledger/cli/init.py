"""`riskledger init`: write a blank template."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from riskledger.cli.options import T
from riskledger.cli.session import SESSION
from riskledger.errors import CannotRun

DEFAULT_NAMES = {"zh": "风险客户管理表.xlsx", "en": "risk_customers.xlsx"}


def init(
    path: Annotated[Path | None, typer.Argument(metavar="[PATH]", help=T("help.path"), show_default=False)] = None,
    example: Annotated[bool, typer.Option("--example", help=T("help.example"))] = False,
    force: Annotated[bool, typer.Option("--force", help=T("help.force"))] = False,
) -> int:
    """Write the template in the user's language; an existing file is left alone unless forced."""
    from riskledger.workbook.template import write_template

    target = path or Path(DEFAULT_NAMES[SESSION.language])
    if target.is_dir():
        target = target / DEFAULT_NAMES[SESSION.language]
    if target.suffix.lower() != ".xlsx":
        raise CannotRun("output_suffix", path=str(target), wanted=".xlsx")
    if target.exists() and not force:
        raise CannotRun("exists", path=str(target))
    write_template(target, SESSION.language, example)
    print(SESSION.words("init.done", path=target))
    SESSION.chat(SESSION.words("init.next", command=f"riskledger assess {target.name}"))
    return 0
