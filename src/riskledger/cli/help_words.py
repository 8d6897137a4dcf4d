"""The fixed words of the help pages in the user's language: the command-line library has them in English only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

from riskledger.cli.options import T
from riskledger.i18n import words

if TYPE_CHECKING:
    _Base = TyperCommand
else:
    _Base = object

_FIXED = ("usage", "arguments", "options", "commands", "required", "default", "show_help", "install_completion", "show_completion")


def in_users_words(page: str) -> str:
    """A help page with the library's own words replaced; they may be wrapped anywhere."""
    for name in _FIXED:
        english = words("en")(f"help.fixed.{name}")
        page = re.sub(r"\s+".join(map(re.escape, english.split())), T(f"help.fixed.{name}"), page)
    return page


class _Translated(_Base):
    def get_help(self, ctx: Any) -> str:
        page = super().get_help(ctx)
        return page if T.language == "en" else in_users_words(page)


class Command(_Translated, TyperCommand):
    """A command whose help page is in the user's language."""


class Group(_Translated, TyperGroup):
    """The program itself, likewise."""
