"""Reading a rating policy: the built-in one, a policy file, or the [policy] table of riskledger.toml (TOML 1.0, UTF-8)."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from riskledger.errors import CannotRun
from riskledger.project_file import PROJECT_FILE, Project, project_in, toml_tables
from riskledger.rating.policy_model import TIERS, Action, Condition, Policy, Tier, Trigger

__all__ = ["TIERS", "Action", "Condition", "Policy", "Tier", "Trigger", "load_policy", "policy_in", "standard"]

_LIMIT_SIGNS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}
ALTERNATIVES = ("bool", "float", "constrained-float")  # pydantic adds the tried alternative of `true | number` to the key


@functools.cache
def standard() -> Policy:
    """The built-in policy."""
    text = resources.files("riskledger.rating").joinpath("policy_standard.toml").read_text(encoding="utf-8")
    return Policy.model_validate(tomllib.loads(text))


def load_policy(path: Path) -> Policy:
    """The policy of a file the analyst named; of riskledger.toml its [policy] table.

    Errors: CannotRun policy_not_found, policy_unreadable, policy_invalid (with the TOML key, list places counted from 1), project_invalid.
    """
    try:
        if path.name != PROJECT_FILE:
            return _checked(toml_tables(path, "policy_invalid"), path)
        policy = policy_in(project_in(path))
    except FileNotFoundError as missing:
        raise CannotRun("policy_not_found", path=str(path)) from missing
    except OSError as refused:
        raise CannotRun("policy_unreadable", path=str(path), reason=refused.strerror or type(refused).__name__) from refused
    if policy is None:
        raise CannotRun("policy_invalid", path=str(path), key="policy", problem="missing", value="", wanted="[policy]")
    return policy


def policy_in(project: Project) -> Policy | None:
    """The policy of a riskledger.toml, or None when it has no [policy] table. Errors: CannotRun policy_invalid."""
    table = project.tables.get("policy")
    return None if table is None else _checked(table, project.path, prefix="policy")


def _checked(table: object, path: Path, prefix: str = "") -> Policy:
    try:
        return Policy.model_validate(table)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)
        key = _key(errors[0], prefix)
        # A value that fits neither `true` nor a number is reported for each; the number's complaint, the last, says more.
        problem, value, wanted = what_is_wrong([error for error in errors if _key(error, prefix) == key][-1])
        raise CannotRun("policy_invalid", path=str(path), key=key, problem=problem, value=value, wanted=wanted) from invalid


def _key(error: ErrorDetails, prefix: str) -> str:
    """The TOML key of an error as the analyst would look for it: actions[2].owner.zh."""
    key = prefix
    for part in error["loc"]:
        if isinstance(part, int):
            key += f"[{part + 1}]"
        elif part not in ALTERNATIVES:
            key += f".{part}" if key else part
    return key


def what_is_wrong(error: ErrorDetails) -> tuple[str, str, str]:
    """A problem code, the value found and what is wanted, none of them in any language."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "policy_rule":
        return context["problem"], context["value"], context["wanted"]
    if kind == "missing":
        return "missing", "", str(error["loc"][-1])
    value = str(error["input"])
    if kind == "extra_forbidden":
        return "unknown_key", value, ""
    if kind == "literal_error":
        return "not_allowed", value, context["expected"].replace("'", "").replace(" or ", ", ")
    limits = [f"{sign} {context[name]:g}" for name, sign in _LIMIT_SIGNS.items() if name in context]
    if limits:
        return "out_of_range", value, limits[0]
    if kind == "finite_number":
        return "out_of_range", value, "number"
    if kind == "string_too_short":
        return "empty", value, "text"
    return "wrong_type", value, kind.split("_")[0]
