"""Runs the commands and the Python example that the documentation shows, so that what it shows is what happens."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType

WIDTH = 80
_LOCALES = {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}
_EXIT = {"zh": "（退出码 {code}）", "en": "(exit code {code})"}
_SESSION = re.compile(
    r"(?P<language>zh|en)(?: from (?P<from>\S+))?(?: before (?P<before>\S+))?(?: last (?P<last>\S+))?: (?P<command>riskledger .+)"
)


def environment(root: Path, language: str) -> dict[str, str]:
    """A terminal of 80 columns without colours, in a language, whatever the one we run in."""
    left_out = {"RISKLEDGER_LANG", "LC_ALL", "LC_MESSAGES", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"}
    inherited = {name: value for name, value in os.environ.items() if name not in left_out}
    own = {"PYTHONPATH": str(root / "src"), "LANG": _LOCALES[language], "COLUMNS": str(WIDTH), "NO_COLOR": "1", "PYTHONUTF8": "1"}
    return inherited | own


class Folder:
    """A folder with copies of the example books, or an empty one, in which the commands of one page are run one after the other."""

    def __init__(self, root: Path, *, examples: bool = True) -> None:
        self.root, self.examples = root, examples

    def __enter__(self) -> Folder:
        self._temporary = tempfile.TemporaryDirectory()
        self.path = Path(self._temporary.name)
        for book in sorted((self.root / "examples").rglob("*.xlsx")) if self.examples else ():
            if book.name != "clean.xlsx":
                shutil.copy(book, self.path / book.name)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._temporary.cleanup()

    def run(self, command: str, language: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the program in the folder; `extra` are more variables of its environment."""
        return subprocess.run(
            [sys.executable, "-m", "riskledger", *shlex.split(command)[1:]],
            cwd=self.path,
            env=environment(self.root, language) | extra,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
        )

    def session(self, asked: str) -> str:
        """A fenced block: the command, what it prints (results, then chatter), its exit code unless 0; parts left out where asked.

        A command that cannot run (2) is shown where the session is asked for as `refused zh: …`.
        """
        refused = asked.startswith("refused ")
        found = _SESSION.fullmatch(asked.removeprefix("refused "))
        if found is None:
            raise ValueError(f"no such session: {asked}")
        done = self.run(found["command"], found["language"])
        if (done.returncode == 2) is not refused or done.returncode > 2:
            raise RuntimeError(f"{found['command']}: exit {done.returncode}\n{done.stderr}")
        lines = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
        starts = [place for place, line in enumerate(lines) if found["from"] and line.startswith(found["from"])]
        if found["from"] and not starts:
            raise ValueError(f"{found['command']} prints no line that starts with {found['from']}")
        if starts:
            lines = ["…", *lines[starts[0] :]]
        last = _lines_from(lines, found["last"] or "0")
        stops = [place for place, line in enumerate(lines) if found["before"] and line.startswith(found["before"])]
        if found["before"] and not stops:
            raise ValueError(f"{found['command']} prints no line that starts with {found['before']}")
        first = stops[0] if stops else len(lines)
        while first and not lines[first - 1]:
            first -= 1
        if first + last < len(lines):
            lines = [*lines[:first], "…", *lines[len(lines) - last :]]
        if done.returncode:
            lines.append(_EXIT[found["language"]].format(code=done.returncode))
        return "```text\n" + "\n".join([f"$ {found['command']}", *lines]) + "\n```\n"


def _lines_from(lines: list[str], last: str) -> int:
    """How many lines there are from the last one that starts with a word; a number is that many."""
    if last.isdigit():
        return int(last)
    return next(count for count, line in enumerate(reversed(lines), 1) if line.startswith(last))


def python_output(example: str, root: Path) -> str:
    """A fenced block of what a Python example prints when run from the project's folder."""
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=root, env=environment(root, "en"), capture_output=True, encoding="utf-8", check=True
    )
    return f"```text\n{done.stdout}```\n"
