"""What the policy sheet holds, drawn from the policy model: every setting and every table, with the kind of value each cell takes."""

from __future__ import annotations

import functools
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from riskledger.rating.policy_model import Action, Policy, Trigger
from riskledger.rating.policy_parts import AlertPolicy, DatedRate, HoldCondition, HoldExemption, HoldRule, LimitLine, TargetPolicy

Path = tuple[str, ...]
Form = Literal["text", "whole", "number", "share", "date", "flag", "choice", "bound", "wholes", "shares"]
LANGUAGES = ("zh", "en")

# Figures and facts that are shares of something: shown as percentages.
SHARES = frozenset(
    {"disputed_share", "limit_used", "delay_rate_rise", "completeness", "overdue_share_of_limit", "overdue_share", "delay_rate_count",
     "delay_rate_amount", "top1_share", "top5_share"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """What a cell may hold: its form, the choices or the limits (`(">=", 0)`) of its values, whether it may be blank."""

    form: Form
    choices: tuple[str | int, ...] = ()
    limits: tuple[tuple[str, float], ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of the policy by its place in the model."""

    path: Path
    kind: Kind

    @property
    def key(self) -> str:
        """The key as in a policy file: cuts.medium_from."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, its place within a line of the list, and the kind of its cells."""

    name: str
    path: Path
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """A list of the policy. `shape`: one row per line, one row per condition of a line, or word → points."""

    path: Path
    columns: tuple[Column, ...]
    shape: Literal["lines", "conditions", "words"] = "lines"

    @property
    def key(self) -> str:
        """The key as in a policy file: holds.rules."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Section:
    """A title with the settings below it."""

    key: str
    settings: tuple[Setting, ...]


# The order on the sheet: a section with the keys it shows, or the key of a table.
_ORDER: tuple[tuple[str, tuple[str, ...]] | str, ...] = (
    ("basics", ("name", "default_term_days")),
    ("due_dates", ("due_dates",)),
    ("tiers", ("cuts", "new_customer", "confidence", "review_months")),
    "triggers",
    "actions",
    ("payment", ("payment",)),
    ("prior", ("prior",)),
    ("indicators", ("indicators",)),
    "bands.industry",
    "bands.size",
    ("bands", ("bands",)),
    ("ageing", ("ageing",)),
    "targets",
    ("contact_days", ("contact_days",)),
    "alerts",
    ("limits", ("limits",)),
    "limits.grid",
    "holds.rules",
    "holds.exemptions",
    ("allowance", ("allowance",)),
    ("interest", ("interest",)),
    "interest.rates",
)  # fmt: skip

_TABLES: Mapping[str, tuple[type[BaseModel], tuple[str, ...]]] = {
    "triggers": (Trigger, ("fact", "operator", "threshold", "tier")),
    "actions": (
        Action,
        ("tier", "condition.fact", "condition.operator", "condition.value", "action.zh", "owner.zh", "days", "action.en", "owner.en"),
    ),
    "targets": (TargetPolicy, ("figure", "value", "by")),
    "alerts": (AlertPolicy, ("fact", "operator", "value", "level")),
    "limits.grid": (LimitLine, ("score_from", "size", "amount")),
    "holds.rules": (HoldRule, ("code",)),
    "holds.exemptions": (HoldExemption, ("rule", "customer", "group", "until", "release")),
    "interest.rates": (DatedRate, ("since", "rate")),
}
_CONDITION = ("fact", "operator", "value")
_SIGNS = ((Gt, "gt", ">"), (Ge, "ge", ">="), (Lt, "lt", "<"), (Le, "le", "<="))


@functools.cache
def layout() -> tuple[Section | Table, ...]:
    """The sections and tables in the order of the sheet."""
    settings = list(_settings(Policy, ()))
    found: list[Section | Table] = []
    for entry in _ORDER:
        if isinstance(entry, str):
            found.append(_table(entry))
        else:
            key, heads = entry
            found.append(Section(key, tuple(setting for setting in settings if setting.path[0] in heads)))
    return tuple(found)


@functools.cache
def settings_by_key() -> Mapping[str, Setting]:
    """Every setting by its key."""
    return {setting.key: setting for part in layout() if isinstance(part, Section) for setting in part.settings}


@functools.cache
def tables_by_key() -> Mapping[str, Table]:
    """Every table by its key."""
    return {part.key: part for part in layout() if isinstance(part, Table)}


def _settings(model: type[BaseModel], path: Path, *, optional: bool = False) -> Iterator[Setting]:
    for name, field in model.model_fields.items():
        here, inner = (*path, name), _model_in(field.annotation)
        may_be_blank = optional or not field.is_required()
        if inner is not None:
            yield from _settings(inner, here, optional=may_be_blank)
        elif (kind := _kind(field, optional=may_be_blank, name=name)) is not None:
            yield Setting(here, kind)


def _table(key: str) -> Table:
    path = tuple(key.split("."))
    if key in ("bands.industry", "bands.size"):
        points = Kind("number", limits=((">=", 0.0), ("<=", 100.0)))
        return Table(path, (Column("word", ("word",), Kind("text")), Column("points", ("points",), points)), "words")
    model, names = _TABLES[key]
    columns = tuple(_column(model, name) for name in names)
    if key.startswith("holds."):
        # An exemption may name no condition at all.
        conditions = tuple(_column(HoldCondition, name, optional=model is HoldExemption) for name in _CONDITION)
        return Table(path, columns + conditions, "conditions")
    return Table(path, columns)


def _column(model: type[BaseModel], name: str, *, optional: bool = False) -> Column:
    path = tuple(name.split("."))
    for step in path[:-1]:
        field = model.model_fields[step]
        optional = optional or not field.is_required()
        inner = _model_in(field.annotation)
        assert inner is not None  # the names above lead through models
        model = inner
    field = model.model_fields[path[-1]]
    kind = _kind(field, optional=optional or not field.is_required(), name=path[-1])
    assert kind is not None  # and end in values
    return Column(name.removeprefix("condition."), path, kind)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, if it holds one: bare or optional."""
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None


def _options(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)


def _kind(field: FieldInfo, *, optional: bool, name: str) -> Kind | None:
    """The kind of a field's cell, None for a list of lines or a mapping: those are tables."""
    options = [option for option in _options(field.annotation) if option is not type(None)]
    marks = list(field.metadata)
    if len(options) > 1:
        # Yes or no, or a number: the limits are the number's.
        bare = [_bare(option) for option in options]
        if any(base is bool for base, _ in bare):
            return Kind("bound", limits=next((_limits(found) for base, found in bare if base is float), ()), optional=optional)
        return Kind("choice", tuple(choice for base, _ in bare for choice in get_args(base)), optional=optional)
    base, more = _bare(options[0])
    marks += more
    if get_origin(base) is tuple:
        member, marks = _bare(get_args(base)[0])
        if member is int or member is float:
            return Kind("wholes" if member is int else "shares", limits=_limits(marks), optional=optional)
        return None
    if get_origin(base) is dict:
        return None
    if get_origin(base) is Literal:
        return Kind("choice", get_args(base), optional=optional)
    limits = _limits(marks)
    if base is float:
        # A yearly rate is written in percent though it may exceed 100 %.
        share = name == "rate" or any(sign in ("<", "<=") and bound <= 1 for sign, bound in limits)
        return Kind("share" if share else "number", limits=limits, optional=optional)
    return Kind({int: "whole", bool: "flag", str: "text"}.get(base, "date"), limits=limits, optional=optional)  # type: ignore[arg-type]  # names of forms


def _bare(annotation: Any) -> tuple[Any, list[Any]]:
    """An annotation without its marks, and the marks."""
    if get_origin(annotation) is not Annotated:
        return annotation, []
    base, *marks = get_args(annotation)
    return base, [inner for mark in marks for inner in (mark.metadata if isinstance(mark, FieldInfo) else [mark])]


def _limits(marks: list[Any]) -> tuple[tuple[str, float], ...]:
    return tuple((sign, float(getattr(mark, name))) for mark in marks for kind, name, sign in _SIGNS if isinstance(mark, kind))
