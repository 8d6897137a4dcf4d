"""riskledger.toml beside a workbook, read once per run: its tables, each understood by the stage that it concerns (TOML 1.0, UTF-8)."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from riskledger.errors import CannotRun

PROJECT_FILE = "riskledger.toml"
TABLES = ("policy", "columns", "suppress")


@dataclass(frozen=True, slots=True)
class Project:
    """The settings of a folder: `tables` by name, none where there is no such file."""

    path: Path
    tables: Mapping[str, Any] = field(default_factory=dict)


def project_beside(workbook: Path) -> Project:
    """The riskledger.toml in a workbook's folder; without tables when there is none. Errors as for `project_in`, but for absence."""
    path = workbook.parent / PROJECT_FILE
    try:
        return project_in(path)
    except FileNotFoundError:
        return Project(path)
    except OSError as refused:
        raise CannotRun("unreadable", file=str(path), reason=refused.strerror or type(refused).__name__) from refused


def project_in(path: Path) -> Project:
    """The tables of a riskledger.toml.

    Errors: OSError as it comes; CannotRun project_invalid for what is no TOML and for a table that nobody reads, with the nearest one.
    """
    tables = toml_tables(path, "project_invalid")
    for name in tables:
        if name not in TABLES:
            near = difflib.get_close_matches(name.casefold(), TABLES, n=1) or TABLES
            wanted = ", ".join(f"[[{table}]]" if table == "suppress" else f"[{table}]" for table in near)
            raise CannotRun("project_invalid", path=str(path), key=name, problem="unknown_table", value=name, wanted=wanted)
    return Project(path, tables)


def toml_tables(path: Path, code: str) -> dict[str, Any]:
    """What a TOML file holds. OSError as it comes; CannotRun with the code given for what is not UTF-8 or no TOML."""
    try:
        # Windows editors put a byte order mark in front, which TOML does not know.
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as garbled:
        raise CannotRun(code, path=str(path), key="", problem="not_utf8", value="", wanted="UTF-8") from garbled
    except tomllib.TOMLDecodeError as broken:
        place = re.search(r"line (\d+), column (\d+)", str(broken))
        key = f"{place[1]}:{place[2]}" if place else ""
        raise CannotRun(code, path=str(path), key=key, problem="not_toml", value=str(broken), wanted="TOML") from broken
