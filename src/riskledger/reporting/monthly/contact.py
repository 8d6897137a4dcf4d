"""Contact details as the report shows them: as they stand in the ledger, or masked."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\+?\d(?:[ \-()（）]{0,2}\d){4,}+(?![ \-()（）]*\*)")  # five digits and more, however set apart, not yet masked
_MAIL = re.compile(r"([\w.+-])[\w.+-]*(@[\w.-]+)", re.ASCII)
_ACCOUNT = re.compile(r"(?<![\w@.*-])([A-Za-z]\w)[\w-]{4,}(?![\w@.*-])", re.ASCII)  # of a messenger
_DIGIT = re.compile(r"\d")
_HIDDEN, _LAST = 4, 4


def masked(text: str) -> str:
    """Contact details with what would reach the person hidden: 139****5678, z****@example.com, zh****.

    Of a number the four digits before the last four, of a mail address its name but one letter, of an account all but two. What is
    masked already stays as it is.
    """
    text = _MAIL.sub(r"\1****\2", text)
    text = _ACCOUNT.sub(r"\1****", text)
    return _NUMBER.sub(lambda found: _number(found[0]), text)


def _number(text: str) -> str:
    """A number with the digits before its last ones as asterisks; what sets the digits apart stays."""
    places = [found.start() for found in _DIGIT.finditer(text)]
    hidden = set(places[:-_LAST][-_HIDDEN:])
    return "".join("*" if place in hidden else sign for place, sign in enumerate(text))
