"""Two catalogues of the program's words, zh and en: look-up by key, places filled in, and which language a user wants."""

from __future__ import annotations

import functools
import locale
import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Literal, cast

from riskledger.i18n.cell_texts import CELL
from riskledger.i18n.credit_texts import CREDIT_TEXTS
from riskledger.i18n.explain_texts import EXPLAIN
from riskledger.i18n.monthly_texts import MONTHLY
from riskledger.i18n.policy_command_texts import POLICY_COMMAND

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Words:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        place = LANGUAGES.index(language)
        self.texts: Mapping[str, str] = import_module(f"riskledger.i18n.{language}").TEXTS | {
            key: pair[place] for key, pair in (MONTHLY | CREDIT_TEXTS | EXPLAIN | CELL | POLICY_COMMAND).items()
        }

    def __call__(self, key: str, /, **places: object) -> str:
        """The text of a key with its places filled; a key that does not exist is a programming error (KeyError)."""
        text = self.texts[key]
        return text.format(**places) if places else text

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self.texts


@functools.cache
def words(language: str) -> Words:
    """The catalogue of a language."""
    return Words(cast(Language, language))


def asked_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language | None:
    """The language the user asked for: `--lang`, else RISKLEDGER_LANG; None when neither names one we have."""
    asked = environment.get("RISKLEDGER_LANG", "")
    for i, argument in enumerate(arguments):
        if argument == "--lang" and i + 1 < len(arguments):
            asked = arguments[i + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    short = asked[:2].lower()
    return next((language for language in LANGUAGES if language == short), None)


def user_language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Language:
    """The language to speak to the user: the one asked for, else that of the locale, else English."""
    asked = asked_language(arguments, environment)
    if asked:
        return asked
    named = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "") or (
        locale.getlocale()[0] or ""
    )
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


def money(minor: int) -> str:
    """Minor units as people read them: 1,234,567.80."""
    sign, whole = ("-" if minor < 0 else ""), abs(minor)
    return f"{sign}{whole // 100:,}.{whole % 100:02d}"


def percent(share: float | None, digits: int = 1) -> str:
    """A share as a percentage, `-` when there is none."""
    return "-" if share is None else f"{share * 100:.{digits}f}%"
