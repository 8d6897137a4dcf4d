"""Points that a policy's tables give to words, and only where no score stands."""

from __future__ import annotations

from riskledger.rating.bands import with_bands
from riskledger.rating.policy import standard
from riskledger.rating.policy_parts import Bands
from riskledger.rating.stated import Stated
from riskledger.rating.tiers import Indicators, Word

TABLES = Bands(industry={"Construction": 80.0, "零售业": 10.0}, size={"micro": 60.0})


def test_by_default_no_word_gives_points() -> None:
    words = {"industry": {0: Word("Construction")}, "size": {0: Word("micro")}}
    assert with_bands(Stated(), standard().bands, words) == Stated()


def test_a_word_gives_its_points_whatever_its_case_and_blanks() -> None:
    found = with_bands(Stated(), TABLES, {"industry": {0: Word(" CONSTRUCTION", (3,)), 2: Word("零售业")}, "size": {2: Word("ＭＩＣＲＯ")}})
    assert found.indicators == {
        0: Indicators(industry=80.0, by_word={"industry": Word(" CONSTRUCTION", (3,))}),
        2: Indicators(industry=10.0, size=60.0, by_word={"industry": Word("零售业"), "size": Word("ＭＩＣＲＯ")}),
    }


def test_a_score_stands_before_the_table_and_an_unknown_word_gives_nothing() -> None:
    stated = Stated(indicators={0: Indicators(industry=0.0, financial=5.0)})
    found = with_bands(stated, TABLES, {"industry": {0: Word("Construction"), 1: Word("Mining")}, "size": {0: Word("micro")}})
    assert found.indicators == {0: Indicators(industry=0.0, financial=5.0, size=60.0, by_word={"size": Word("micro")})}
