"""The action table: first match wins, by tier and facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from riskledger.rating.actions import all_texts, decide
from riskledger.rating.policy import Policy, Tier, load_policy, standard
from riskledger.rating.policy_model import KnownFacts

FACTS: dict[str, KnownFacts] = {
    "unknown": {},
    "one complaint": {"complaints": 1},
    "two complaints": {"complaints": 2},
    "new": {"complaints": 0, "new_customer": True},
    "new, two complaints": {"complaints": 2, "new_customer": True},
}


@pytest.mark.parametrize(
    ("tier", "facts", "action"),
    [
        ("high", "two complaints", "Suspend new orders"),
        ("medium", "two complaints", "Add a credit-limit review"),
        ("medium", "one complaint", "Step up collection"),
        ("medium", "unknown", "Step up collection"),
        ("medium", "new", "Vet before granting credit"),
        ("medium", "new, two complaints", "Add a credit-limit review"),
        ("high", "new", "Suspend new orders"),
        ("low", "two complaints", "No special measures"),
    ],
)
def test_built_in_table(tier: Tier, facts: str, action: str) -> None:
    assert decide(tier, FACTS[facts], standard()).action.en == action


def with_visit(tmp_path: Path) -> Policy:
    visit = """
[[actions]]
tier = "medium"
condition = { fact = "new_customer", operator = "is", value = true }
action = { zh = "先验厂再发货", en = "Visit the works before shipping" }
owner = { zh = "信用经理", en = "Credit manager" }
days = 3
"""
    shipped = Path(__file__).parents[2] / "src" / "riskledger" / "rating" / "policy_standard.toml"
    file = tmp_path / "policy.toml"
    file.write_text(shipped.read_text(encoding="utf-8").replace("[[actions]]", visit + "\n[[actions]]", 1), encoding="utf-8")
    return load_policy(file)


def test_a_policys_own_line_and_texts(tmp_path: Path) -> None:
    policy = with_visit(tmp_path)
    assert decide("medium", FACTS["new"], policy).action.zh == "先验厂再发货"
    assert decide("medium", FACTS["unknown"], policy).action.zh == "加强账款催收力度"
    assert all_texts(policy) == all_texts(standard()) | {"先验厂再发货", "Visit the works before shipping"}
    assert len(all_texts(standard())) == 10
