"""The [columns] table of riskledger.toml: field = "header" for the books of a folder (TOML 1.0, UTF-8)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from riskledger.errors import CannotRun
from riskledger.ledger.recognise import field_keys


def columns_in(path: Path) -> dict[str, str]:
    """Field key → header text or column letter; empty when there is no such file or no such table.

    Errors: CannotRun columns_invalid (with the TOML key), unreadable.
    """
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))  # Windows editors put a byte order mark in front
    except FileNotFoundError:
        return {}
    except OSError as refused:
        raise CannotRun("unreadable", file=str(path), reason=refused.strerror or type(refused).__name__) from refused
    except UnicodeDecodeError as garbled:
        raise _invalid(path, "", "not_utf8", "", "UTF-8") from garbled
    except tomllib.TOMLDecodeError as broken:
        place = re.search(r"line (\d+), column (\d+)", str(broken))
        raise _invalid(path, f"{place[1]}:{place[2]}" if place else "", "not_toml", str(broken), "TOML") from broken
    columns = table.get("columns", {})
    if not isinstance(columns, dict):
        raise _invalid(path, "columns", "wrong_type", str(columns), "[columns]")
    mapping: dict[str, str] = {}
    for field, header in columns.items():
        if not isinstance(header, str) or not header.strip():
            raise _invalid(path, f"columns.{field}", "wrong_type", str(header), "text")
        try:
            mapping |= field_keys({field: header})
        except CannotRun as unknown:
            raise _invalid(path, f"columns.{field}", "unknown_key", header, "") from unknown
    return mapping


def _invalid(path: Path, key: str, problem: str, value: str, wanted: str) -> CannotRun:
    return CannotRun("columns_invalid", path=str(path), key=key, problem=problem, value=value, wanted=wanted)
