"""The two catalogues: the same keys, the same places, and nothing said in the source that they do not have."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from typing import get_args

import pytest

import riskledger
from riskledger.checks.findings import SEVERITIES
from riskledger.i18n import asked_language, money, percent, user_language, words
from riskledger.i18n.rule_texts import RULES
from riskledger.metrics.figures import Why

SOURCE = Path(riskledger.__file__).parent
ZH, EN = words("zh").texts, words("en").texts
SPEAKERS = {"words", "said", "T", "_text", "note"}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def branches(code: ast.expr) -> list[ast.expr]:
    """What may stand there: one expression, or either of two."""
    return branches(code.body) + branches(code.orelse) if isinstance(code, ast.IfExp) else [code]


def codes_in(code: ast.expr) -> list[str]:
    """The codes among them."""
    return [branch.value for branch in branches(code) if isinstance(branch, ast.Constant)]


def keys_used() -> tuple[dict[str, str], dict[str, str]]:
    """Keys that the source asks for, and the beginnings of those it puts together; each with where."""
    whole: dict[str, str] = {}
    begun: dict[str, str] = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            place = f"{path.name}:{node.lineno}"
            if isinstance(node.func, ast.Name) and node.func.id == "CannotRun" and node.args:
                whole.update({f"error.{code}": place for code in codes_in(node.args[0])})
            speaks = node.func.id in SPEAKERS if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "") in SPEAKERS
            speaks = speaks or (isinstance(node.func, ast.Call) and getattr(node.func.func, "id", "") in ("words_of", "words"))
            if not speaks or not node.args:
                continue
            for key in branches(node.args[0]):
                if isinstance(key, ast.Constant) and isinstance(key.value, str) and "." in key.value:
                    whole[key.value] = place
                elif isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
                    begun[str(key.values[0].value)] = place
    return whole, begun


def test_both_catalogues_have_the_same_keys_and_places() -> None:
    assert set(ZH) == set(EN)
    assert {key: places(text) for key, text in ZH.items()} == {key: places(text) for key, text in EN.items()}


def test_every_key_the_source_asks_for_exists() -> None:
    whole, begun = keys_used()
    assert len(whole) > 100
    assert {key: place for key, place in whole.items() if key not in ZH} == {}
    assert {key: place for key, place in begun.items() if not any(known.startswith(key) for known in ZH)} == {}


def test_no_key_is_dead() -> None:
    """Every text is asked for whole, or begins with what the source puts together."""
    whole, begun = keys_used()
    del begun["error."]  # the codes of CannotRun are found where they are raised
    raised_elsewhere = {f"error.{code}" for code in codes_passed_on()}
    assert [key for key in ZH if key not in {*whole, *raised_elsewhere} and not any(key.startswith(start) for start in begun)] == []


def codes_passed_on() -> set[str]:
    """Strings that are handed to CannotRun by way of a variable: every plain word in the modules that do so."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "CannotRun"]
        if any(call.args and not codes_in(call.args[0]) for call in calls):
            found |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return found


def test_every_reason_for_a_missing_figure_has_words() -> None:
    assert {key for key in ZH if key.startswith("why.")} == {f"why.{code}" for code in get_args(Why)}


def test_every_error_brings_what_its_sentence_needs() -> None:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "CannotRun" and node.args:
                brought = {keyword.arg for keyword in node.keywords}
                for code in codes_in(node.args[0]):
                    assert None in brought or places(ZH[f"error.{code}"]) <= brought, f"{path.name}:{node.lineno}"


def test_no_text_is_blank_and_each_is_in_its_language() -> None:
    han = re.compile("[一-鿿]")
    assert [key for key, text in EN.items() if not text.strip() or han.search(text)] == []
    assert [key for key, text in ZH.items() if not text.strip()] == []
    # What has no Chinese in it is a sign, a number form or a name.
    assert [
        key for key, text in ZH.items() if not han.search(re.sub(r"\{.*?\}", "", text)) and re.search("[a-z]{3}", places_out(text))
    ] == []


def places_out(text: str) -> str:
    return re.sub(r"\{.*?\}", "", text)


def test_every_rule_is_told_in_both_languages_with_the_same_places() -> None:
    assert set(RULES) == set(SEVERITIES)
    for code, texts in RULES.items():
        assert places(texts["zh"].message) == places(texts["en"].message), code
        for language in ("zh", "en"):
            text = texts[language]
            assert all(part.strip() for part in (text.title, text.message, text.why, text.example, text.remedy)), code


def test_a_missing_key_is_an_error_not_a_blank() -> None:
    with pytest.raises(KeyError):
        words("zh")("no.such.key")


@pytest.mark.parametrize(
    ("arguments", "environment", "asked", "spoken"),
    [
        ([], {"LANG": "zh_CN.UTF-8"}, None, "zh"),
        ([], {"LANG": "de_DE.UTF-8"}, None, "en"),
        ([], {"LANG": "en_US.UTF-8", "LC_ALL": "zh_TW"}, None, "zh"),
        ([], {"RISKLEDGER_LANG": "zh_CN", "LANG": "en_US"}, "zh", "zh"),
        (["assess", "--lang", "en"], {"RISKLEDGER_LANG": "zh"}, "en", "en"),
        (["--lang=zh"], {}, "zh", "zh"),
    ],
)
def test_which_language(arguments: list[str], environment: dict[str, str], asked: str | None, spoken: str) -> None:
    assert (asked_language(arguments, environment), user_language(arguments, environment)) == (asked, spoken)


def test_money_and_shares_as_people_read_them() -> None:
    assert [money(minor) for minor in (0, 5, -5, 123456789, -100000)] == ["0.00", "0.05", "-0.05", "1,234,567.89", "-1,000.00"]
    assert [percent(share) for share in (None, 0.1234, 1)] == ["-", "12.3%", "100.0%"]
