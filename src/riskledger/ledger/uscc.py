"""The check digits of a 统一社会信用代码 (unified social credit code), GB 32100-2015, and of the GB 11714-1997 organisation code inside it.

Eighteen characters: registering authority (1), kind of organisation (1), region (6 digits), organisation code (9, its last one a check
digit), check digit (1). The last one is C₁₈ = (31 − Σ Cᵢ · 3^(i−1)) mod 31 over the first seventeen, in an alphabet of 31 characters.
The organisation's own is C₉ = 11 − (Σ Cᵢ · Wᵢ mod 11), where 10 is written X and 11 is written 0.
"""

from __future__ import annotations

import unicodedata
from typing import Final, Literal

Flaw = Literal["length", "character", "organisation_check", "check"]

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z, which are taken for 1, 0, 5, U, 2
LENGTH: Final = 18
_VALUE: Final = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS: Final = tuple(pow(3, i, 31) for i in range(17))
_REGION: Final = slice(2, 8)
_ORGANISATION: Final = slice(8, 17)
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)


def normal(text: str) -> str:
    """The code as it would be printed: half-width, upper case, without blanks and hyphens."""
    return "".join(unicodedata.normalize("NFKC", text).upper().replace("-", "").split())


def check(text: str) -> Flaw | None:
    """What is wrong with a unified social credit code, None when it holds.

    The check digit of the whole is judged first: it notices every single wrong character and every swap of two neighbours, so a code that
    fails only `organisation_check` was most likely issued that way. Registers hold a few codes that fail `check` too: it is a reason to
    look, never proof.

    Args:
        text: the code as written; case, width, blanks and hyphens do not matter.

    Returns:
        "length": not 18 characters; "character": one that the alphabet lacks, or a letter in the region (places 3 to 8);
        "check": the last place does not fit the others; "organisation_check": place 17 does not fit places 9 to 16.
    """
    code = normal(text)
    if len(code) != LENGTH:
        return "length"
    if not _VALUE.keys() >= set(code) or not code[_REGION].isdecimal():
        return "character"
    if code[-1] != check_character(code[:-1]):
        return "check"
    organisation = code[_ORGANISATION]
    return None if organisation[-1] == organisation_check_character(organisation[:-1]) else "organisation_check"


def check_character(first: str) -> str:
    """The 18th character that belongs to the first seventeen (GB 32100-2015). KeyError for a character outside the alphabet."""
    return ALPHABET[-sum(_VALUE[character] * weight for character, weight in zip(first, _WEIGHTS, strict=True)) % 31]


def organisation_check_character(first: str) -> str:
    """The ninth character of an organisation code that belongs to its first eight (GB 11714-1997), digits and upper-case letters."""
    # This older standard counts all 26 letters, A = 10 to Z = 35, unlike the code around it.
    rest = -sum(int(character, 36) * weight for character, weight in zip(first, _ORGANISATION_WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)
