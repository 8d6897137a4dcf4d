"""Credit, follow-up and alerts made again from what is listed for them: exposure, limit and its use, proposal, hold, allowance, deadline.

The formulas are those of `metrics.exposure`, `metrics.limits`, `metrics.limit_proposal` and `metrics.allowance`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from riskledger.metrics.conversion import money_in_base
from riskledger.metrics.limit_proposal import grid_limit, propose_limit
from riskledger.metrics.rates import portion
from riskledger.rating.actions import decide
from riskledger.rating.customer_allowance import loss_rates
from riskledger.rating.proposed_limits import grid_lines, limit_inputs
from riskledger.rating.reasons import shown_points

if TYPE_CHECKING:
    from riskledger.rating.policy_model import Action, Policy, Tier
    from riskledger.reporting.derivation import Given, Plain

AGE = "age."  # before the name of an age group


def exposure(given: Given) -> int:
    """What is outstanding and ordered, never below 0, less what is covered."""
    return (
        max(0, given.number("outstanding") + _counted(given, "open_orders")) - _counted(given, "insurance") - _counted(given, "guarantee")
    )


def limit(given: Given) -> int | None:
    """The limit stated, in the money of the figures."""
    stated = given.inputs.get("stated_limit")
    return None if stated is None else money_in_base(cast(int, stated), Decimal(str(given.inputs.get("rate") or 1)))


def limit_used(given: Given) -> float | None:
    """What is outstanding and ordered over the limit; None without a limit above 0."""
    granted = given.inputs.get("limit")
    if not granted:
        return None
    return round(max(0, given.number("outstanding") + _counted(given, "open_orders")) / cast(int, granted), 6)


def proposed_limit(given: Given) -> int | None:
    """The limit that the policy's grid or formula gives."""
    policy, said = given.policy.limits, given.inputs
    if "sales" not in said:
        lines = grid_lines(policy)
        return grid_limit(100 - shown_points(cast(float, said["risk_points"])), cast("str | None", said["size"]), lines).limit.value
    worth, tier = cast("int | None", said["net_worth"]), cast("Tier", said["tier"])
    return propose_limit(
        limit_inputs(policy, tier, sales=given.number("sales"), terms=given.number("term_days"), net_worth=worth)
    ).limit.value


def allowance(given: Given) -> int | None:
    """The allowance judged for the customer alone, else Σ exposed × rate by age."""
    said = given.inputs
    if "exposed" in said:
        owed = given.number("exposed")
        if "judged_share" in said:
            return portion(owed, Decimal(str(said["judged_share"])))
        return min(owed, given.number("judged_amount"))
    rates, total = loss_rates(given.policy.allowance), _counted(given, "rounding")
    for name, amount in said.items():
        if name.startswith(AGE):
            rate = rates.get(name.removeprefix(AGE))
            if rate is None:
                return None
            total += portion(cast(int, amount), rate)
    return total


def owner(given: Given) -> Plain:
    """Whom the book names, else the role that the policy gives."""
    named = given.inputs["owner"]
    return named if named is not None else owner_of(_line(given), given.language)


def owner_of(line: Action, language: str) -> str:
    """The role that a line of the action table gives."""
    return line.owner.zh if language == "zh" else line.owner.en


def action_due(given: Given) -> int:
    """The as-of date plus the days of the action's line."""
    return (dt.date.fromordinal(given.number("as_of")) + dt.timedelta(days=_line(given).days)).toordinal()


def basis_of(figure: str, policy: Policy) -> list[tuple[str, str | float]]:
    """The lines of the policy's tables that bear on alerts, holds, proposals and the allowance, with what they lead to."""
    match figure:
        case "alerts":
            return [(f"alerts: {line.fact} {line.operator} {_bound(line.value)}", line.level) for line in policy.alerts]
        case "hold":
            return [
                ("holds: " + " & ".join(f"{each.fact} {each.operator} {_bound(each.value)}" for each in rule.conditions), rule.code)
                for rule in policy.holds.rules
            ]
        case "allowance":
            return [(f"allowance.rates: {name}", float(rate)) for name, rate in loss_rates(policy.allowance).items()]
        case "proposed_limit":
            limits = policy.limits
            if limits.grid:
                return [(f"limits.grid: {line.size or '*'}, score >= {line.score_from:g}", line.amount) for line in limits.grid]
            keys = ("tax_rate", "term_days", "year_days", "net_worth_share")
            factors = [(f"limits.tier_factor.{tier}", factor) for tier, factor in limits.tier_factor]
            return [*((f"limits.{key}", getattr(limits, key)) for key in keys), *factors]
    return []


def _line(given: Given) -> Action:
    return decide(cast("Tier", given.inputs["tier"]), given.known(), given.policy)


def _counted(given: Given, name: str) -> int:
    """An amount that counts as 0 where the book says nothing of it."""
    return cast(int, given.inputs.get(name) or 0)


def _bound(value: float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}"
