"""Reading a rating policy: a ready-made one by its name, a policy file, or the [policy] table of riskledger.toml (TOML 1.0, UTF-8)."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from riskledger.errors import CannotRun
from riskledger.project_file import PROJECT_FILE, Project, project_in, toml_tables
from riskledger.rating.policy_model import TIERS, Action, Condition, Policy, Tier, Trigger

__all__ = [
    "READY_MADE",
    "TIERS",
    "Action",
    "Complaint",
    "Condition",
    "Policy",
    "Tier",
    "Trigger",
    "complaints",
    "is_ready_made",
    "load_policy",
    "policy_in",
    "ready_made",
    "standard",
]

READY_MADE = ("standard", "strict", "lenient", "classic")
_LIMIT_SIGNS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}
ALTERNATIVES = ("bool", "float", "constrained-float")  # pydantic adds the tried alternative of `true | number` to the key


class Complaint(NamedTuple):
    """One thing wrong with a policy: where it stands, a problem code, what was found and what is wanted, in no language."""

    key: str
    problem: str
    value: str
    wanted: str


@functools.cache
def ready_made(name: str) -> Policy:
    """A policy that comes with the program: one of READY_MADE."""
    text = resources.files("riskledger.rating").joinpath(f"policy_{name}.toml").read_text(encoding="utf-8")
    return Policy.model_validate(tomllib.loads(text))


def standard() -> Policy:
    """The built-in policy."""
    return ready_made("standard")


def is_ready_made(path: Path) -> bool:
    """Whether this is the bare name of a ready-made policy; a file of that name goes before it."""
    return str(path) in READY_MADE and not path.exists()


def load_policy(path: Path) -> Policy:
    """The policy the analyst named: a ready-made one, or a file; of riskledger.toml its [policy] table.

    Errors: CannotRun policy_not_found, policy_unreadable, policy_invalid (the first complaint, and all of them in `complaints`),
    project_invalid.
    """
    if is_ready_made(path):
        return ready_made(path.name)
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
        found = complaints(invalid, prefix)
        raise CannotRun("policy_invalid", path=str(path), **found[0]._asdict(), complaints=found) from invalid


def complaints(invalid: ValidationError, prefix: str = "") -> tuple[Complaint, ...]:
    """Everything the model found wrong, one complaint a key, with the TOML keys (list places counted from 1) below a prefix."""
    # A value that fits neither `true` nor a number is reported for each; the number's complaint, the last, says more.
    last = {_key(error, prefix): error for error in invalid.errors(include_url=False)}
    return tuple(Complaint(key, *what_is_wrong(error)) for key, error in last.items())


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
