"""What is done about a tier: the policy's decision table, first match wins."""

from __future__ import annotations

from riskledger.rating.policy import standard
from riskledger.rating.policy_model import Action, KnownFacts, Policy, Tier


def decide(tier: Tier, known: KnownFacts, policy: Policy) -> Action:
    """The first line of the action table for this tier whose condition the customer meets."""
    # The policy's own check guarantees a line without condition for each tier.
    return next(line for line in policy.actions if line.tier == tier and (line.condition is None or line.condition.holds(known)))


def all_texts(policy: Policy) -> frozenset[str]:
    """Every action text of the built-in and the given policy, in both languages: a cell that says one of them is ours."""
    lines = (*standard().actions, *policy.actions)
    return frozenset(text for line in lines for text in (line.action.zh, line.action.en))
