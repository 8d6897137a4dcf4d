"""The [columns] table of riskledger.toml: field = "header" for the books of a folder."""

from __future__ import annotations

from pathlib import Path

from riskledger.errors import CannotRun
from riskledger.ledger.recognise import field_keys
from riskledger.project_file import Project


def columns_in(project: Project) -> dict[str, str]:
    """Field key → header text or column letter; empty when there is no such table. Errors: CannotRun columns_invalid, with the TOML key."""
    path, columns = project.path, project.tables.get("columns", {})
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
