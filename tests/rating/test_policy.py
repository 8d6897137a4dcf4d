"""The built-in policy, policy files, and one test per way a policy can be wrong."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

import pytest
from invoice_rows import book

from riskledger.errors import CannotRun
from riskledger.project_file import project_in
from riskledger.rating.policy import load_policy, policy_in, standard
from riskledger.rating.rate import rate

BUILT_IN = resources.files("riskledger.rating").joinpath("policy_standard.toml").read_text(encoding="utf-8")


def refused(tmp_path: Path, text: str, name: str = "policy.toml") -> tuple[object, ...]:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CannotRun) as caught:
        load_policy(file)
    assert caught.value.code == "policy_invalid"
    assert caught.value.params["path"] == str(file)
    return tuple(caught.value.params[name] for name in ("key", "problem", "value", "wanted"))


def test_the_built_in_policy_assumes_no_term() -> None:
    assert standard().default_term_days is None
    assert standard().name.zh == "标准政策"


def test_an_exported_policy_is_the_same_policy_whatever_its_layout(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("\ufeff# my copy\n" + BUILT_IN.replace("late_ratio = 35", "late_ratio   = 35.0"), encoding="utf-8")
    assert load_policy(file) == standard()
    assert load_policy(file).digest == standard().digest


def test_the_digest_tells_policies_apart(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("default_term_days = 30\n" + BUILT_IN, encoding="utf-8")
    digest = load_policy(file).digest
    assert digest != standard().digest
    assert len(digest) == 12
    assert set(digest) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    ("written", "instead", "key", "problem", "value", "wanted"),
    [
        ("late_ratio = 35", "late_ratio = 40", "payment", "weights_sum", "105", "100"),
        ("size = 5", "size = 6", "indicators", "weights_sum", "101", "100"),
        ("medium_from = 13", "medium_from = 31", "cuts", "cuts_order", "31, 30", "medium_from < high_from"),
        ("shrink = 5  ", "shrink = 0  ", "prior.shrink", "out_of_range", "0", "> 0"),
        ("recent_days = 180", "recent_days = 1.5", "prior.recent_days", "wrong_type", "1.5", "int"),
        ("half_life_days = 90", "half_life_days = 9", "prior", "half_life_short", "9", "half_life_days >= 21"),
        ("factor = 60", "factor = 59", "", "new_factor_low", "59", "new_customer.factor >= 60"),
        ("factor = 60", "factor = nan", "new_customer.factor", "out_of_range", "nan", "number"),
        ("days = 14", 'days = "14"', "actions[2].days", "wrong_type", "14", "int"),
        ('zh = "暂停新订单接收"', 'zh = " "', "actions[1].action.zh", "empty", " ", "text"),
        ("high = 1", "high = 1\nurgent = 1", "review_months.urgent", "unknown_key", "1", ""),
        ("normal_from = 0.6", "", "confidence.normal_from", "missing", "", "normal_from"),
        ('tier = "low"', 'tier = "minor"', "actions[5].tier", "not_allowed", "minor", "low, medium, high"),
        ('tier = "low"', 'tier = "high"', "", "action_unreachable", "No special measures", "actions[5]"),
        ('operator = ">="\nthreshold = 3', 'operator = "<"\nthreshold = 3', "triggers[4].operator", "not_allowed", "<", ">, >=, is"),
        ("threshold = 90", "threshold = -1", "triggers[1].threshold", "out_of_range", "-1", "> 0"),
        ("threshold = 90", "threshold = true", "triggers[1]", "bound_unfit", "True", "number"),
        ('operator = ">="\nthreshold = 3', 'operator = "is"\nthreshold = 3', "triggers[4]", "operator_unfit", "is", "> >= < <="),
        ('operator = ">=", value = 2', 'operator = "<", value = "2"', "actions[2].condition.value", "wrong_type", "2", "float"),
        ("[cuts]", "[cuts", "38:6", "not_toml", None, "TOML"),
    ],
)
def test_a_wrong_policy_is_refused_with_its_key(
    tmp_path: Path, written: str, instead: str, key: str, problem: str, value: str | None, wanted: str
) -> None:
    assert written in BUILT_IN
    found = refused(tmp_path, BUILT_IN.replace(written, instead, 1))
    assert found == (key, problem, found[2] if value is None else value, wanted)


def test_every_tier_needs_an_action(tmp_path: Path) -> None:
    without_low = BUILT_IN[: BUILT_IN.rindex("[[actions]]")]
    assert refused(tmp_path, without_low) == ("", "no_action_for_tier", "", 'tier = "low"')


def test_a_policy_file_is_complete_or_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, 'name = { zh = "甲", en = "A" }')[:2] == ("payment", "missing")


def test_the_project_file_holds_its_policy_in_a_table(tmp_path: Path) -> None:
    file = tmp_path / "riskledger.toml"
    file.write_text('[columns]\ncustomer = "客户"\n', encoding="utf-8")
    assert policy_in(project_in(file)) is None
    assert refused(tmp_path, "[columns]\n", "riskledger.toml")[:2] == ("policy", "missing")
    assert refused(tmp_path, "policy = 3\n", "riskledger.toml")[:2] == ("policy", "wrong_type")
    assert refused(tmp_path, "[policy]\ndefault_term_days = -1\n", "riskledger.toml")[0] == "policy.name"
    nested = BUILT_IN.replace("\n[[", "\n[[policy.").replace("\n[", "\n[policy.").replace("[policy.[policy.", "[[policy.")
    file.write_text("[policy]\n" + nested, encoding="utf-8")
    assert tomllib.loads(file.read_text(encoding="utf-8"))["policy"]["cuts"]["high_from"] == 30
    assert load_policy(file) == standard()


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as missing:
        load_policy(tmp_path / "absent.toml")
    assert (missing.value.code, missing.value.params) == ("policy_not_found", {"path": str(tmp_path / "absent.toml")})
    with pytest.raises(CannotRun) as folder:
        load_policy(tmp_path)
    assert folder.value.code == "policy_unreadable"
    gb = tmp_path / "gb.toml"
    gb.write_bytes('name = "甲"'.encode("gb18030"))
    with pytest.raises(CannotRun) as garbled:
        load_policy(gb)
    assert garbled.value.params["problem"] == "not_utf8"


def test_another_policy_rates_by_its_own_cuts(tmp_path: Path) -> None:
    facts = book("2023-05-05", "customer invoiced due paid amount\nA 2023-01-01 2023-01-06 2023-01-03 10000")
    file = tmp_path / "strict.toml"
    file.write_text(BUILT_IN.replace("medium_from = 13", "medium_from = 4"), encoding="utf-8")
    assert [rate(facts, policy)[0].tier for policy in (standard(), load_policy(file))] == ["low", "medium"]
