"""What a fresh installation promises: quick answers without heavy imports, the right version, all files shipped, no network."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

import riskledger

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "riskledger"
HEAVY = {"pandas", "numpy", "openpyxl", "lxml"}
NETWORK = {
    "aiohttp", "asyncio", "ftplib", "grpc", "http", "httpx", "imaplib", "nntplib", "paramiko", "poplib", "pycurl", "requests", "smtplib",
    "socket", "socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "webbrowser", "websockets", "xmlrpc",
}  # fmt: skip
# Runs the program in a process of its own and says on stderr which modules it has loaded by its end.
RUN = """
import sys
from riskledger.__main__ import main
try:
    main()
finally:
    print(*{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
"""


def loaded_by(*arguments: str) -> tuple[str, set[str]]:
    """What the command prints and the top-level modules it has loaded by its end."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "RISKLEDGER_LANG": "en", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, set(done.stderr.split())


@pytest.fixture(scope="module")
def project() -> Any:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("command", ["", "init", "check", "assess", "explain", "rules"])
def test_help_loads_nothing_heavy(command: str) -> None:
    printed, modules = loaded_by(*command.split(), "--help")
    assert "--help" in printed
    assert not modules & HEAVY


def test_version_answers_before_the_command_line_is_loaded() -> None:
    printed, modules = loaded_by("--version")
    assert printed == f"riskledger {riskledger.__version__}\n"
    assert not modules & {*HEAVY, "typer", "click", "rich", "pydantic"}


def test_importing_the_package_loads_nothing_heavy() -> None:
    names = subprocess.run(
        [sys.executable, "-c", "import sys, riskledger; print(*sys.modules)"],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert not {name.partition(".")[0] for name in names.stdout.split()} & HEAVY


def test_the_version_is_said_once(project: Any) -> None:
    assert project["project"]["version"] == riskledger.__version__
    assert f"## {riskledger.__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_console_script_exists(project: Any) -> None:
    module, _, function = project["project"]["scripts"]["riskledger"].partition(":")
    assert callable(getattr(importlib.import_module(module), function))


def test_every_public_name_can_be_had() -> None:
    assert all(getattr(riskledger, name) for name in riskledger.__all__)


def test_every_file_beside_the_code_is_shipped(project: Any) -> None:
    patterns = project["tool"]["setuptools"]["package-data"]["riskledger"]
    beside = [path.relative_to(SOURCE) for path in SOURCE.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")]
    assert beside
    for path in beside:
        assert any(fnmatch(path.as_posix(), pattern) for pattern in patterns), path


def test_every_folder_of_code_is_a_package() -> None:
    for folder in {path.parent for path in SOURCE.rglob("*.py")}:
        assert (folder / "__init__.py").is_file(), folder


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module that code imports, in a function too, by `import`, `from` or a literal name given to import_module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("import_module", "__import__"):
            yield from (str(given.value) for given in node.args[:1] if isinstance(given, ast.Constant))


def reaches_network(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in NETWORK)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_module_can_open_a_connection(path: Path) -> None:
    assert not [name for name in imported(ast.parse(path.read_text(encoding="utf-8"))) if reaches_network(name)]


@pytest.mark.parametrize(
    "code",
    [
        "import socket",
        "from urllib import request",
        "from urllib.request import urlopen",
        "import http.client as h",
        "def f():\n import ssl",
    ],
)
def test_the_search_for_connections_sees_them(code: str) -> None:
    assert any(reaches_network(name) for name in imported(ast.parse(code)))


def test_the_search_for_connections_lets_quoting_pass() -> None:
    assert not any(reaches_network(name) for name in imported(ast.parse("from urllib.parse import quote\nimport sslcommerz")))


def declared(project: Any) -> set[str]:
    """Names of the packages the program says it needs."""
    return {requirement.split(">")[0].split("[")[0].strip().lower() for requirement in project["project"]["dependencies"]}


def test_whatever_is_imported_is_declared(project: Any) -> None:
    """A package that comes along with another one today may not come along tomorrow."""
    known_under = {"annotated_types": "annotated-types", "pydantic_core": "pydantic", "python_calamine": "python-calamine"}
    found = set()
    for path in SOURCE.rglob("*.py"):
        found |= {name.partition(".")[0] for name in imported(ast.parse(path.read_text(encoding="utf-8")))}
    foreign = {known_under.get(name, name).lower() for name in found - set(sys.stdlib_module_names) - {"riskledger"}}
    assert foreign <= declared(project)
    assert {"typer", "openpyxl"} <= foreign  # the search sees imports at the top of a module and inside functions
