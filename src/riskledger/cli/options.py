"""The options that several commands share, with their help in the user's language."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from riskledger.i18n import user_language, words

# Help texts are fixed when the commands are declared, so the language is taken from the command line itself.
T = words(user_language(sys.argv[1:], os.environ))
FORMAT_NAMES = "full, concise, json, github"

Books = Annotated[list[Path], typer.Argument(metavar="BOOK...", help=T("help.books"), show_default=False)]
Book = Annotated[Path, typer.Argument(metavar="BOOK", help=T("help.book"), show_default=False)]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=T("help.as_of"))]
PolicyFile = Annotated[Path | None, typer.Option("--policy", metavar="FILE", help=T("help.policy"))]
Sheet = Annotated[str | None, typer.Option("--sheet", metavar="NAME", help=T("help.sheet"))]
Map = Annotated[list[str] | None, typer.Option("--map", metavar="FIELD=HEADER", help=T("help.map"))]
ByGroup = Annotated[bool, typer.Option("--by-group", help=T("help.by_group"))]
Format = Annotated[str, typer.Option("--format", metavar="FORMAT", help=T("help.format", formats=FORMAT_NAMES))]
Strict = Annotated[bool, typer.Option("--strict", help=T("help.strict"))]
