"""Policy → sheet → policy is the identical policy, whatever the language, and every part of the model has its words."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import get_args

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_policies import policies

from riskledger.i18n.policy_sheet_texts import COLUMNS, LABELS, MORE_MEANINGS, SECTIONS, TABLES, WORDS
from riskledger.i18n.policy_texts import MEANINGS
from riskledger.policy_sheet import SheetPolicy, policies_in_book, policy_workbook
from riskledger.policy_sheet.settings import Section, layout, settings_by_key, tables_by_key
from riskledger.policy_sheet.writing import _validation
from riskledger.rating.policy import Policy, standard
from riskledger.workbook.book import open_book
from riskledger.workbook.template_guide import Language

each_language = pytest.mark.parametrize("language", get_args(Language))


def read_back(policy: Policy, language: Language) -> SheetPolicy:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "policy.xlsx"
        policy_workbook(path, policy, language)
        with open_book(path) as book:
            (sheet,) = policies_in_book(book)
            return sheet


@each_language
def test_the_standard_policy_reads_back_as_itself(language: Language) -> None:
    sheet = read_back(standard(), language)
    assert sheet.complaints == ()
    assert sheet.policy == standard()
    assert sheet.policy.digest == standard().digest
    assert sheet.enabled is False


# A policy is too large to be made smaller in reasonable time: a failure is shown as it was drawn.
@settings(
    max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate], suppress_health_check=[HealthCheck.too_slow]
)
@given(policy=policies(), language=st.sampled_from(get_args(Language)))
def test_any_valid_policy_reads_back_as_itself(policy: Policy, language: Language) -> None:
    sheet = read_back(policy, language)
    assert sheet.complaints == ()
    assert sheet.policy is not None
    assert sheet.policy.model_dump() == policy.model_dump()
    assert sheet.policy.digest == policy.digest


def test_every_key_of_the_model_stands_on_the_sheet_once_and_has_its_words() -> None:
    keys = [setting.key for part in layout() if isinstance(part, Section) for setting in part.settings]
    assert len(keys) == len(set(keys))
    assert set(keys) == set(LABELS)
    assert set(tables_by_key()) == set(TABLES)
    assert {part.key for part in layout() if isinstance(part, Section)} == set(SECTIONS)
    assert {column.name for table in tables_by_key().values() for column in table.columns} == set(COLUMNS)
    heads = {key.split(".")[0] for key in (*keys, *tables_by_key())}
    assert heads == set(Policy.model_fields)
    assert set(keys) <= MEANINGS.keys() | MORE_MEANINGS.keys()


def test_every_choice_of_the_model_has_a_word_of_its_own() -> None:
    kinds = [setting.kind for setting in settings_by_key().values()]
    kinds += [column.kind for table in tables_by_key().values() for column in table.columns]
    for kind in kinds:
        named = [choice for choice in kind.choices if isinstance(choice, str)]
        assert set(named) <= WORDS.keys()
        words = [word.casefold().replace(" ", "") for choice in named for word in {w.casefold() for w in WORDS[choice]}]
        assert len(words) == len(set(words))


def test_no_name_of_a_setting_or_title_means_two_things() -> None:
    for texts in ([*LABELS.values()], [*SECTIONS.values(), *(table[:2] for table in TABLES.values())]):
        words = [word for pair in texts for word in set(pair)]
        assert len(words) == len(set(words))


@each_language
def test_where_a_value_is_one_of_a_few_the_cell_has_a_list(language: Language, tmp_path: Path) -> None:
    policy_workbook(tmp_path / "a.xlsx", standard(), language)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    (enabled,) = (rule for rule in lists if "B3" in rule.sqref)
    assert (enabled.formula1, enabled.errorStyle) == ({"zh": '"是,否"', "en": '"Yes,No"'}[language], "stop")
    place = 0 if language == "zh" else 1
    for part in layout():
        kinds = [setting.kind for setting in part.settings] if isinstance(part, Section) else [column.kind for column in part.columns]
        for kind in kinds:
            if kind.form in ("choice", "flag"):
                rule = _validation(kind, place)
                assert rule is not None, kind  # longer than Excel allows otherwise
                assert rule.formula1 in {there.formula1 for there in lists}
    for rule in sheet.data_validations.dataValidation:
        assert len(rule.error) <= 225
        assert len(rule.errorTitle) <= 32
