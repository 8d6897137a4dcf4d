"""The part of JSON Schema that the published schema uses: what in a document breaks it. A keyword it does not know is an error."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
_SILENT = {"$schema", "$defs", "title", "description", "default"}


def complaints(value: Any, schema: Mapping[str, Any], whole: Mapping[str, Any], place: str = "$") -> Iterator[str]:
    """Where the value is not what the schema says; nothing for a valid one."""
    for keyword, wanted in schema.items():
        if not _holds(keyword, wanted, value, schema, whole):
            yield f"{place}: {keyword} {str(wanted)[:80]}, not {str(value)[:80]}"
    if "$ref" in schema:
        yield from complaints(value, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole, place)
    if isinstance(value, dict):
        for name, part in value.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
            if isinstance(inner, dict):
                yield from complaints(part, inner, whole, f"{place}.{name}")
    if isinstance(value, list):
        prefix = schema.get("prefixItems", [])
        for i, part in enumerate(value):
            inner = prefix[i] if i < len(prefix) else schema.get("items")
            if isinstance(inner, dict):
                yield from complaints(part, inner, whole, f"{place}[{i}]")


_ONLY_OF: dict[str, type] = {
    **dict.fromkeys(("required", "additionalProperties", "propertyNames"), dict),
    **dict.fromkeys(("pattern", "format"), str),
    **dict.fromkeys(("minItems", "maxItems"), list),
}


def _holds(keyword: str, wanted: Any, value: Any, schema: Mapping[str, Any], whole: Mapping[str, Any]) -> bool:
    if not isinstance(value, _ONLY_OF.get(keyword, object)):
        return True  # a keyword binds only values of its kind
    match keyword:
        case "type":
            return isinstance(value, _TYPES[wanted]) and (wanted == "boolean" or not isinstance(value, bool))
        case "anyOf":
            return any(not list(complaints(value, each, whole)) for each in wanted)
        case "enum":
            return value in wanted
        case "const":
            return bool(value == wanted)
        case "required":
            return all(name in value for name in wanted)
        case "additionalProperties":
            return wanted is not False or set(value) <= set(schema["properties"])
        case "propertyNames":
            return all(not list(complaints(name, wanted, whole)) for name in value)
        case "pattern":
            return re.search(wanted, value) is not None
        case "format":
            return wanted == "date" and _is_date(value)
        case "minItems" | "maxItems":
            return len(value) >= wanted if keyword == "minItems" else len(value) <= wanted
        case _:
            if keyword not in _SILENT | {"$ref", "properties", "items", "prefixItems"}:
                raise ValueError(f"unknown keyword {keyword}")
            return True


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
