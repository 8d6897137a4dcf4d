"""Risk points from words: what the policy's tables say of an industry or a size, where nobody gave a score.

The tables are empty by default, for a name alone says nothing of risk; a house that has its own experience enters it in [bands].
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Mapping

from riskledger.rating.policy_parts import Bands
from riskledger.rating.stated import Stated
from riskledger.rating.tiers import NO_INDICATORS, Word


def with_bands(stated: Stated, bands: Bands, words: Mapping[str, Mapping[int, Word]]) -> Stated:
    """What is stated, completed by the policy's tables.

    Args:
        words: indicator (industry, size) → customer index → the word that the workbook has for it.

    A score that someone gave stands; a word that the table does not know gives nothing. Case, width and blanks do not matter.
    """
    indicators = dict(stated.indicators)
    for name, table in (("industry", bands.industry), ("size", bands.size)):
        points = {_folded(word): value for word, value in table.items()}
        for customer, word in words.get(name, {}).items():
            known = indicators.get(customer, NO_INDICATORS)
            given = points.get(_folded(word.text))
            if given is not None and getattr(known, name) is None:
                indicators[customer] = dataclasses.replace(known, by_word={**known.by_word, name: word}, **{name: given})
    return dataclasses.replace(stated, indicators=indicators)


def _folded(word: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())
