"""The check digits of unified social credit codes, against arithmetic written out a second time and against every small slip of the pen."""

from __future__ import annotations

import random

import pytest

from riskledger.ledger.uscc import ALPHABET, check, check_character, normal, organisation_check_character

# The example worked in GB 32100-2015: the weighted sum of its first seventeen is 1640, 1640 mod 31 = 28, 31 − 28 = 3.
STANDARDS_EXAMPLE = "91350100M000100Y43"


def by_tables(first: str) -> str:
    """The last character by the standard's printed tables, with no modular shortcuts."""
    weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    values = dict(zip("0123456789ABCDEFGHJKLMNPQRTUWXY", range(31), strict=True))
    rest = 31 - sum(values[character] * weight for character, weight in zip(first, weights, strict=True)) % 31
    return {value: character for character, value in values.items()}[0 if rest == 31 else rest]


def organisation_by_tables(first: str) -> str:
    values = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", range(36), strict=True))
    weights = [3, 7, 9, 10, 5, 8, 4, 2]
    rest = 11 - sum(values[character] * weight for character, weight in zip(first, weights, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def invented(seed: int) -> str:
    """A code that no register issued: authority and kind at random, a region that does not exist (99xxxx)."""
    dice = random.Random(seed)
    organisation = "".join(dice.choices(ALPHABET, k=8))
    first = "".join(dice.choices(ALPHABET, k=2)) + "99" + "".join(dice.choices("0123456789", k=4))
    first += organisation + organisation_by_tables(organisation)
    return first + by_tables(first)


INVENTED = [invented(seed) for seed in range(40)]


def test_the_standards_own_example_holds() -> None:
    assert check(STANDARDS_EXAMPLE) is None


@pytest.mark.parametrize("code", INVENTED)
def test_derived_codes_hold(code: str) -> None:
    assert check(code) is None
    assert check_character(code[:17]) == by_tables(code[:17])
    assert organisation_check_character(code[8:16]) == organisation_by_tables(code[8:16])


def test_the_edges_of_both_sums_occur() -> None:
    """A remainder of nought is written 0 in both; ten in the organisation code is written X."""
    assert check_character("0" * 17) == "0"
    assert organisation_check_character("00000000") == "0"
    assert organisation_check_character("40000000") == "X"  # 12 mod 11 = 1, 11 − 1 = 10
    assert organisation_check_character("00000001") == "9"
    assert {code[16] for code in INVENTED} >= {"0", "X"}


@pytest.mark.parametrize("code", INVENTED[:8])
def test_every_wrong_character_is_noticed(code: str) -> None:
    for place in range(18):
        for other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            if other != code[place]:
                assert check(code[:place] + other + code[place + 1 :]) is not None, (place, other)


@pytest.mark.parametrize("code", INVENTED)
def test_every_swap_of_neighbours_is_noticed(code: str) -> None:
    for place in range(17):
        if code[place] != code[place + 1]:
            assert check(code[:place] + code[place + 1] + code[place] + code[place + 2 :]) is not None, place


def test_a_letter_that_looks_like_a_digit_is_a_wrong_character() -> None:
    for letter in "IOSVZ":
        assert check(STANDARDS_EXAMPLE[:9] + letter + STANDARDS_EXAMPLE[10:]) == "character"


def test_a_letter_in_the_region_is_a_wrong_character_even_if_the_sum_fits() -> None:
    first = "91A50100M000100Y4"
    assert check(first + by_tables(first)) == "character"


def test_a_wrong_organisation_code_is_told_apart_when_the_whole_fits() -> None:
    first = "91350100M000100Y5"
    assert check(first + by_tables(first)) == "organisation_check"
    assert check(first + "3") == "check"


@pytest.mark.parametrize("text", ["", "9", STANDARDS_EXAMPLE[:17], STANDARDS_EXAMPLE + "0", "350100123456789", "GB123456789"])
def test_other_lengths(text: str) -> None:
    assert check(text) == "length"


@pytest.mark.parametrize("text", ["公" * 18, "91350100M000100Y4?", "９１３５０１００M000100Y4ß", "²" * 18 + "x"])
def test_strange_characters_are_no_crash(text: str) -> None:
    assert check(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "91350100m000100y43",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        " 9135 0100 M000 100Y 43 ",
        "91350100-M000100Y4-3",
        "91350100\u00a0M000100Y43",
    ],
)
def test_how_it_is_written_does_not_matter(text: str) -> None:
    assert normal(text) == STANDARDS_EXAMPLE
    assert check(text) is None
