"""Measures riskledger against the ordinary pandas and openpyxl script, as whole processes on the same book; never a test.

Usage: python speed.py [--rows 100000] [--runs 3] [--write docs/benchmarks.md]

Wall seconds, CPU seconds and peak memory are those the system reports for the finished process (wait4), the median of the runs;
the runs of the programs alternate, so that a busy moment of the machine touches both.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "examples" / "sample_zh.xlsx"
AS_OF, SAMPLE_AS_OF = "2026-09-30", "2023-05-05"
FOUND = frozenset({0, 1})  # findings (exit 1) are a result like any other
# Bytes on macOS, KiB elsewhere.
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Run:
    """What one finished process took: wall and CPU seconds, peak resident memory in MiB."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Case:
    """One line of the table: what is measured, the command (told where it may write), its runs, the exit codes that count as done."""

    label: str
    command: Callable[[Path], Sequence[str]]
    runs: int
    done: frozenset[int] = frozenset({0})


def run(case: Case, scratch: Path) -> Run:
    """Run a command once to its end. Raises RuntimeError with its last words when it fails: a failed run is no measurement."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryDirectory(dir=scratch) as fresh:
        started = time.perf_counter()
        child = subprocess.Popen(case.command(Path(fresh)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)  # already waited for; Popen must not wait again
        if child.returncode not in case.done:
            said.seek(0)
            raise RuntimeError(f"{case.label}: exit {child.returncode}\n{said.read().decode(errors='replace')[-2000:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * PEAK_UNIT / 2**20)


def median(runs: Sequence[Run]) -> Run:
    """The median of each figure over the runs."""
    return Run(*(statistics.median(figures) for figures in zip(*((each.wall, each.cpu, each.peak) for each in runs), strict=True)))


def measure(cases: Sequence[Case], scratch: Path) -> dict[str, Run]:
    """Run all cases in turns, first each once, then each again, and take medians."""
    taken: dict[str, list[Run]] = {case.label: [] for case in cases}
    for turn in range(max(case.runs for case in cases)):
        for case in cases:
            if turn < case.runs:
                taken[case.label].append(run(case, scratch))
                print(f"{case.label}: {taken[case.label][-1].wall:.2f} s", file=sys.stderr)
    return {label: median(runs) for label, runs in taken.items()}


def riskledger_command() -> list[str]:
    """The console script beside this Python if it is installed there, else the package as a module."""
    script = Path(sys.executable).parent / "riskledger"
    return [str(script)] if script.exists() else [sys.executable, "-m", "riskledger"]


def make_book(scratch: Path, rows: int, inline: bool) -> Path:
    """The large ledger, made by a process of its own so that its memory is not ours."""
    book = scratch / "ledger.xlsx"
    options = ["--rows", str(rows), "--out", str(book), *(["--inline"] if inline else [])]
    subprocess.run([sys.executable, str(HERE / "make_ledger.py"), *options], check=True, stdout=subprocess.DEVNULL)
    return book


def table(results: dict[str, Run], ours: str, theirs: str) -> str:
    """The Markdown table, with the ratio of the two programs below it."""
    lines = ["| what | wall s | CPU s | peak MiB |", "|---|---:|---:|---:|"]
    lines += [f"| {label} | {taken.wall:.2f} | {taken.cpu:.2f} | {taken.peak:.0f} |" for label, taken in results.items()]
    faster = results[theirs].wall / results[ours].wall
    share = results[ours].peak / results[theirs].peak
    lines += ["", f"On the same book riskledger is **{faster:.1f} × faster** than the script, with **{share:.0%}** of its peak memory."]
    return "\n".join(lines)


def circumstances(rows: int, inline: bool, runs: int) -> str:
    """Under what the figures were taken: without it they mean nothing."""
    texts = "texts in their cells" if inline else "shared texts"
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return f"{rows:,} rows × 14 columns, {texts}; median of {runs} runs; whole processes; {machine}."


def write_section(path: Path, title: str, command: str, text: str) -> None:
    """Put the figures into a Markdown file as the section of that title, in the place of an older one; other sections stay."""
    old = path.read_text(encoding="utf-8") if path.exists() else "# Benchmarks\n"
    opening, *sections = re.split(r"^(?=## )", old, flags=re.MULTILINE)
    fresh = f"## {title}\n\nMade by `{command}`.\n\n{text}"
    at = next((i for i, section in enumerate(sections) if section.startswith(f"## {title}\n")), len(sections))
    sections[at : at + 1] = [fresh]
    path.write_text("\n\n".join(part.rstrip() for part in (opening, *sections)) + "\n", encoding="utf-8")


def main() -> None:
    """Read the options, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument(
        "--runs", type=int, default=3, help="of each program on the large book; the short commands run three times as often"
    )
    parser.add_argument("--inline", action="store_true", help="texts in their cells instead of in the shared table")
    parser.add_argument("--write", type=Path, help="also write the table to this Markdown file")
    options = parser.parse_args()
    ours, theirs = "riskledger assess, large book", "pandas + openpyxl script, large book"
    command, peer = riskledger_command(), [sys.executable, str(HERE / "peer.py")]
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        book = make_book(scratch, options.rows, options.inline)
        sample = Path(shutil.copy(SAMPLE, scratch / "sample.xlsx"))
        large = [
            Case(ours, lambda to: [*command, "assess", str(book), "-o", str(to / "out.xlsx"), "--as-of", AS_OF], options.runs, FOUND),
            Case(
                "riskledger report (.html), large book",
                lambda to: [*command, "report", str(book), "-o", str(to / "out.html"), "--as-of", AS_OF],
                options.runs,
                FOUND,
            ),
            Case(theirs, lambda to: [*peer, str(book), str(to / "out.xlsx"), "--as-of", AS_OF], options.runs),
        ]
        often = options.runs * 3
        short = [
            Case("riskledger --help", lambda _: [*command, "--help"], often),
            Case("riskledger --version", lambda _: [*command, "--version"], often),
            Case(
                "riskledger assess -n, four rows", lambda _: [*command, "assess", str(sample), "-n", "--as-of", SAMPLE_AS_OF], often, FOUND
            ),
        ]
        results = measure(large, scratch) | measure(short, scratch)
    text = f"{circumstances(options.rows, options.inline, options.runs)}\n\n{table(results, ours, theirs)}\n"
    print(text)
    if options.write:
        made_by = f"python benchmarks/speed.py --rows {options.rows} --runs {options.runs}{' --inline' if options.inline else ''}"
        write_section(options.write, "The whole command", made_by, text)


if __name__ == "__main__":
    main()
