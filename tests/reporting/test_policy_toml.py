"""An exported policy file reads back as the same policy, in both languages, whatever stands in it."""

from __future__ import annotations

import tomllib

import pytest

from riskledger.i18n import words
from riskledger.i18n.policy_texts import FACTS, MEANINGS, SECTIONS
from riskledger.rating import policy_model, policy_parts
from riskledger.rating.policy import READY_MADE, Policy, ready_made, standard
from riskledger.reporting.policy_pages import settings
from riskledger.reporting.policy_toml import policy_toml

# Everything that the standard policy leaves out, with texts and numbers that are awkward to write.
FULL = """
default_term_days = 30
targets = [{ figure = "turnover_days", value = 45, by = 2026-12-31 }, { figure = "hhi", value = 1e16 }]
alerts = []
[due_dates]
grace_days = 3
end_of_month_order = "days_then_month_end"
calendar = "CN"
[limits]
tax_rate = 0.13
grid = [{ score_from = 0.1, amount = 1234.56 }, { score_from = 80, size = "大型 \\"A\\"", amount = 1e21 }]
[holds]
rules = [
  { code = "a.b\\\\c", conditions = [{ fact = "overdue_amount", operator = ">=", value = 0.5 },
                                  { fact = "high_tier", operator = "is", value = false }] },
]
exemptions = [
  { rule = "a.b\\\\c", customer = "C#1\\nline", until = 2027-01-31, conditions = [{ fact = "days_overdue", operator = ">", value = 9 }] },
  { release = true, group = "\\u007F" },
]
[interest]
rule = "cn_lpr"
rates = [{ since = 2026-01-01, rate = 0.031 }, { since = 2026-07-01, rate = 0.03 }]
[bands]
z_score = { safe = 0, grey = -0.0, distress = 90.25 }
[bands.industry]
"批发 业.=" = 40
Retail = 1e-7
"""


def full() -> Policy:
    return Policy.model_validate({**standard().model_dump(), **tomllib.loads(FULL)})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_ready_made_policy_reads_back_as_itself(language: str) -> None:
    for name in READY_MADE:
        text = policy_toml(ready_made(name), words(language))
        back = Policy.model_validate(tomllib.loads(text))
        assert back == ready_made(name)
        assert back.digest == ready_made(name).digest


@pytest.mark.parametrize("language", ["zh", "en"])
def test_so_does_a_policy_with_every_part_filled(language: str) -> None:
    policy = full()
    assert all(setting.value not in (None, {}) for setting in settings(policy) if setting.key != "bands.size")
    back = Policy.model_validate(tomllib.loads(policy_toml(policy, words(language))))
    assert back.digest == policy.digest


def test_a_list_that_is_empty_by_default_may_be_added_below() -> None:
    text = policy_toml(standard(), words("en")) + "\n[[limits.grid]]\nscore_from = 80\namount = 5\n[bands.size]\nmicro = 60\n"
    assert Policy.model_validate(tomllib.loads(text)).limits.grid[0].amount == 5


def test_a_list_emptied_on_purpose_stays_empty() -> None:
    policy = Policy.model_validate({**standard().model_dump(), "alerts": []})
    assert "\nalerts = []" in policy_toml(policy, words("zh"))


def test_every_key_stands_in_the_file_with_its_meaning() -> None:
    for language, place in (("zh", 0), ("en", 1)):
        text = policy_toml(standard(), words(language))
        for setting in settings(standard()):
            meaning = (MEANINGS.get(setting.key) or MEANINGS[f"[[{setting.key}]]"])[place]
            heading = SECTIONS.get(setting.key, ("", ""))[place]
            assert meaning in text or (heading and heading in text), setting.key


def test_every_section_and_every_fact_has_its_words() -> None:
    assert {setting.section for setting in settings(standard())} <= SECTIONS.keys()
    known = {
        name
        for literal in (
            policy_model.CountedFact, policy_model.YesNoFact, policy_parts.CountedAlert, policy_parts.YesNoAlert, policy_parts.CountedHold,
            policy_parts.YesNoHold, policy_parts.TargetFigure,
        )
        for name in literal.__args__  # type: ignore[attr-defined]  # of a Literal
    }  # fmt: skip
    assert FACTS.keys() == known


def test_every_trigger_can_be_told_in_a_rating_and_in_the_monthly_report() -> None:
    for fact in (*policy_model.CountedFact.__args__, *policy_model.YesNoFact.__args__):  # type: ignore[attr-defined]  # of a Literal
        assert words("zh").has(f"reason.trigger_{fact}"), fact
        assert words("zh").has(f"monthly.reason.trigger_{fact}"), fact


def test_what_differs_from_the_standard_policy_is_known_key_by_key() -> None:
    changed = {setting.key for setting in settings(ready_made("classic")) if setting.differs}
    assert changed == {"name", "cuts.medium_from", "cuts.high_from", "new_customer.tier", "triggers", "holds.rules"}
    assert not any(setting.differs for setting in settings(standard()))
