"""A policy as a TOML file that an analyst edits (TOML 1.0): every key with its meaning, and what reads back is the same policy."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from riskledger.i18n import LANGUAGES, Words
from riskledger.i18n.policy_texts import MEANINGS, SECTIONS
from riskledger.rating.policy import Policy, standard

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_INLINE = frozenset({"name"})  # tables that read best on one line


def policy_toml(policy: Policy, words: Words) -> str:
    """The complete file, with comments in the language of the words; its policy has the digest of the one given."""
    name = getattr(policy.name, words.language)
    content, default = policy.model_dump(), standard().model_dump()
    lines = [f"# {_one_line(words('policies.file_head', name=name))}", "", *_table(content, default, "", words)]
    return "\n".join(lines) + "\n"


def _table(table: Mapping[str, Any], default: Mapping[str, Any], path: str, words: Words) -> Iterator[str]:
    """Plain keys first: TOML takes whatever follows a table's header for its own."""
    below = {key: value for key, value in table.items() if _has_header(key, value)}
    for key, value in table.items():
        if key not in below:
            meaning = _meaning(path + key, words)
            # What is empty anyhow stays a comment: a line `grid = []` would forbid the [[limits.grid]] that she adds below.
            idle = value is None or (not value and value == default.get(key) and isinstance(value, tuple | Mapping))
            line = f"# {_key(key)} = {'' if value is None else _value(value)}".rstrip() if idle else f"{_key(key)} = {_value(value)}"
            yield f"{line}  # {meaning}" if meaning else line
    for key, value in below.items():
        full = path + key
        header = ".".join(_key(part) for part in (*_parts(path), key))
        yield ""
        if about := SECTIONS.get(full):
            yield f"# {about[LANGUAGES.index(words.language)]}"
        elif meaning := _meaning(full, words):
            yield f"# {meaning}"
        if isinstance(value, Mapping):
            yield f"[{header}]"
            yield from _table(value, default.get(key) or {}, full + ".", words)
            continue
        for place, entry in enumerate(value):
            yield from ([""] if place else [])
            yield f"[[{header}]]"
            yield from (f"{_key(name)} = {_value(part)}" for name, part in entry.items() if part is not None)


def _parts(path: str) -> list[str]:
    return path.split(".")[:-1]


def _has_header(key: str, value: Any) -> bool:
    if isinstance(value, Mapping):
        return bool(value) and key not in _INLINE
    return isinstance(value, tuple | list) and bool(value) and isinstance(value[0], Mapping)


def _meaning(key: str, words: Words) -> str:
    found = MEANINGS.get(key) or MEANINGS.get(f"[[{key}]]")
    return found[LANGUAGES.index(words.language)] if found else ""


def _one_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    # JSON's escapes are TOML's, but for the one control character that JSON lets stand.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            # 35.0 reads as 35 and is the same number; a negative zero is not 0.
            return repr(value) if math.copysign(1, value) < 0 else repr(value).removesuffix(".0")
        case int():
            return str(value)
        case str():
            return _text(value)
        case dt.date():
            return value.isoformat()
        case Mapping():
            inner = ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items() if part is not None)
            return f"{{ {inner} }}" if inner else "{}"
        case _:
            return "[" + ", ".join(_value(part) for part in value) + "]"
