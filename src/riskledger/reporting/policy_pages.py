"""A policy as people read it: every key with its value and meaning, what differs from the standard policy, and what is wrong with one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

import riskledger
from riskledger.i18n import LANGUAGES, Words
from riskledger.i18n.policy_texts import FACTS, MEANINGS, SECTIONS
from riskledger.rating.policy import READY_MADE, Complaint, Policy, ready_made, standard
from riskledger.reporting.layout import hanging
from riskledger.reporting.machine import SCHEMA_VERSION, Json
from riskledger.reporting.wording import source_name, tier_name

_KEY_CELLS, _VALUE_CELLS = 21, 17  # leaves half of 80 columns to the meaning


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of a policy (`triggers`, `cuts.high_from`), its value, and the standard policy's."""

    key: str
    value: Any
    standard: Any

    @property
    def section(self) -> str:
        """The part of the policy it belongs to."""
        return self.key if self.is_list else self.key.rpartition(".")[0].partition(".")[0]

    @property
    def is_list(self) -> bool:
        """Whether it is a table of lines."""
        return f"[[{self.key}]]" in MEANINGS

    @property
    def differs(self) -> bool:
        """Whether the standard policy has another value."""
        return bool(self.value != self.standard)


def settings(policy: Policy) -> tuple[Setting, ...]:
    """Every key of a policy, in the order of the model."""
    other = dict(_leaves(standard().model_dump(), ""))
    return tuple(Setting(key, value, other[key]) for key, value in _leaves(policy.model_dump(), ""))


def _leaves(table: Mapping[str, Any], prefix: str) -> Iterable[tuple[str, Any]]:
    for name, value in table.items():
        key = prefix + name
        if key in MEANINGS or f"[[{key}]]" in MEANINGS:
            yield key, value
        else:
            yield from _leaves(value, key + ".")


def policy_head(policy: Policy, source: str, language: str) -> Json:
    """Source, name and digest, as in every document."""
    return {"source": source, "name": getattr(policy.name, language), "digest": policy.digest}


def policy_document(policy: Policy, source: str, words: Words) -> Json:
    """`policy show --format json`: every key with its value, the standard policy's, and its meaning."""
    keys = policy.model_dump(mode="json"), standard().model_dump(mode="json")
    mine, other = (dict(_leaves(content, "")) for content in keys)
    return {
        "schema_version": SCHEMA_VERSION,
        "riskledger": riskledger.__version__,
        "policy": policy_head(policy, source, words.language),
        "ready_made": next((name for name in READY_MADE if ready_made(name).digest == policy.digest), None),
        "keys": [{"key": key, "value": value, "standard": other[key], "meaning": _meaning(key, words)} for key, value in mine.items()],
    }


def policy_page(policy: Policy, source: str, words: Words) -> Iterable[RenderableType]:
    """The policy for the terminal, section by section."""
    yield Group(
        Text(words("policies.title", name=getattr(policy.name, words.language)), style="bold"),
        Text(words("policies.from", source=source_name(source, words), digest=policy.digest), style="dim"),
    )
    each = settings(policy)
    for section in dict.fromkeys(setting.section for setting in each):
        yield _section(section, [setting for setting in each if setting.section == section], words)
    if any(setting.differs for setting in each):
        yield Text(words("policies.changed"), style="dim")


def _section(section: str, chosen: Sequence[Setting], words: Words) -> RenderableType:
    title = Text(SECTIONS[section][LANGUAGES.index(words.language)], style="bold")
    if section:
        title.append(f"  {section}", style="not bold dim")
    parts: list[RenderableType] = [title]
    scalars = [setting for setting in chosen if not setting.is_list]
    if scalars:
        made = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
        made.add_column(width=1)
        made.add_column(width=_KEY_CELLS, overflow="fold")
        made.add_column(width=_VALUE_CELLS, overflow="fold")
        made.add_column(overflow="fold")
        for setting in scalars:
            shown = Text(_shown(setting.value, words), style="bold" if setting.differs else "")
            meaning = Text(_meaning(setting.key, words), style="dim")
            if setting.differs:
                meaning.append(words("policies.standard_value", value=_shown(setting.standard, words)))
            made.add_row("*" if setting.differs else "", Text(setting.key.removeprefix(section + ".")), shown, meaning)
        parts.append(Padding(made, (0, 0, 0, 1), expand=False))
    for setting in chosen:
        if setting.is_list:
            parts += _lines(setting, words)
    return Group(*parts)


def _lines(setting: Setting, words: Words) -> Iterable[RenderableType]:
    """The lines of a list; those that the standard policy does not have are marked."""
    spell = _SPELLED[setting.key]
    if not setting.value:
        yield hanging(" *" if setting.differs else " -", Text(words("policies.none"), style="dim"))
    for line in setting.value:
        new = line not in setting.standard
        yield hanging(" *" if new else " -", Text(spell(line, words), style="bold" if new else ""))


def _meaning(key: str, words: Words) -> str:
    return (MEANINGS.get(key) or MEANINGS[f"[[{key}]]"])[LANGUAGES.index(words.language)]


def _shown(value: Any, words: Words) -> str:
    match value:
        case None:
            return words("policies.absent")
        case bool():
            return words("policies.yes" if value else "policies.no")
        case float():
            return f"{value:g}"
        case dt.date():
            return value.isoformat()
        case Mapping() if set(value) == set(LANGUAGES):
            return str(value[words.language])
        case Mapping():
            return ", ".join(f"{name} {_shown(part, words)}" for name, part in value.items()) or words("policies.none")
        case tuple() | list():
            return ", ".join(_shown(part, words) for part in value) or words("policies.none")
        case _:
            return str(value)


def fact_name(fact: str, words: Words) -> str:
    """A fact or figure in the reader's language."""
    return FACTS[fact][LANGUAGES.index(words.language)]


def _condition(line: Mapping[str, Any], words: Words, bound: str = "value") -> str:
    fact, value = fact_name(line["fact"], words), line[bound]
    if line["operator"] == "is":
        return words("policies.condition_is", fact=fact, value=_shown(value, words))
    return words("policies.condition", fact=fact, operator=line["operator"], value=_shown(value, words))


def _trigger(line: Mapping[str, Any], words: Words) -> str:
    return words("policies.trigger", condition=_condition(line, words, "threshold"), tier=tier_name(line["tier"], words))


def _action(line: Mapping[str, Any], words: Words) -> str:
    condition = _condition(line["condition"], words) if line["condition"] else words("policies.otherwise")
    action, owner = (line[name][words.language] for name in ("action", "owner"))
    return words("policies.action", tier=tier_name(line["tier"], words), condition=condition, action=action, owner=owner, days=line["days"])


def _alert(line: Mapping[str, Any], words: Words) -> str:
    return words("policies.alert", condition=_condition(line, words), level=words(f"policies.level.{line['level']}"))


def _target(line: Mapping[str, Any], words: Words) -> str:
    by = words("policies.by", date=line["by"].isoformat()) if line["by"] else ""
    return words("policies.target", figure=fact_name(line["figure"], words), value=_shown(line["value"], words)) + by


def _limit_line(line: Mapping[str, Any], words: Words) -> str:
    size = line["size"] or words("policies.any_size")
    return words("policies.limit_line", score=_shown(line["score_from"], words), size=size, amount=f"{line['amount']:,.2f}")


def _all_of(conditions: Iterable[Mapping[str, Any]], words: Words) -> str:
    return words("policies.all_of").join(_condition(condition, words) for condition in conditions)


def _hold(line: Mapping[str, Any], words: Words) -> str:
    return words("policies.hold", code=line["code"], conditions=_all_of(line["conditions"], words))


def _exemption(line: Mapping[str, Any], words: Words) -> str:
    return words(
        "policies.exemption",
        rule=words("policies.release") if line["release"] or line["rule"] is None else line["rule"],
        whom=line["customer"] or line["group"] or words("policies.everybody"),
        until=words("policies.until", date=line["until"].isoformat()) if line["until"] else "",
        conditions=_all_of(line["conditions"], words) or words("policies.exempt"),
    )


_SPELLED: Mapping[str, Callable[[Mapping[str, Any], Words], str]] = {
    "triggers": _trigger,
    "actions": _action,
    "alerts": _alert,
    "targets": _target,
    "limits.grid": _limit_line,
    "holds.rules": _hold,
    "holds.exemptions": _exemption,
}


def validity_page(policy: Policy, source: str, words: Words) -> Iterable[RenderableType]:
    """A valid policy: what it is, and which keys it sets otherwise than the standard policy."""
    name = getattr(policy.name, words.language)
    yield Text(words("policies.valid", name=name, source=source_name(source, words), digest=policy.digest), style="green")
    differing = [setting.key for setting in settings(policy) if setting.differs]
    if differing:
        yield Text(words("policies.differs", count=len(differing), keys=words("report.and").join(differing)))
    else:
        yield Text(words("policies.same"))


def complaint_words(complaint: Complaint, words: Words) -> str:
    """What is wrong and what is wanted."""
    return words(f"policy.{complaint.problem}", value=complaint.value, wanted=complaint.wanted)


def complaints_page(path: str, complaints: Sequence[Complaint], words: Words) -> Iterable[RenderableType]:
    """A policy that is not valid: every complaint with its key."""
    yield Text(words("policies.wrong", path=path, count=len(complaints)), style="red")
    for complaint in complaints:
        key = complaint.key or words("policies.whole")
        yield hanging("  →", words("policies.complaint", key=key, problem=complaint_words(complaint, words)))
