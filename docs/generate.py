"""Writes the generated pages and passages of the documentation from the program itself; with --check it only tells which are stale.

Usage: python docs/generate.py [--check]

Whole pages: rules.md, cli.md, columns.md, report.schema.json, images/report.svg. In hand-written pages everything between a comment
`generated: …` and the next `/generated` comment is replaced:

    generated: session en: riskledger assess book.xlsx   a command and what it prints, in a folder with copies of the examples;
    generated: session en before Totals last 3: …        only what stands before the line that starts so, and the last three lines,
                                                         or `last Wrote`, all from the last line that starts with that word
    generated: session en from Totals before Tiers: …    only what stands from one line to another
    generated: session refused en: …                     a command that cannot run
    generated: python                                    what the Python example above it prints
    generated: sample en                                 the four classic rows as the program rates them
    generated: policy                                    every key of the built-in policy
    generated: policies                                  the ready-made policies on the example book

The tutorials start in an empty folder. What stands there behind a comment belongs to the story as well:

    typed: book.xlsx Ledger                              the table below is typed into that sheet before the next command runs
    picture: name.svg en 40 lines: riskledger …          the first lines that a command prints on a colour terminal, drawn here
    picture: name.png book.xlsx Ledger ABFG 9            those columns of nine rows, or page.html: taken by doc_pictures.py
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT / "src"), str(HERE)]

from doc_pages import (  # noqa: E402 - the path above must come first
    cli_page,
    columns_page,
    policy_keys,
    ready_made_policies,
    report_schema_page,
    rules_page,
    sample_rows,
)
from doc_pictures import command_picture, terminal_picture  # noqa: E402
from doc_sessions import Folder, python_output  # noqa: E402
from doc_typing import type_in  # noqa: E402

TUTORIALS = ("docs/tutorial.zh.md", "docs/tutorial.en.md")
WITH_PASSAGES = ("README.md", "README.zh.md", "docs/policy.md", *TUTORIALS)
_PASSAGE = re.compile(
    r"(?P<head><!-- generated: (?P<what>[^\n]+?) -->\n)(?P<now>.*?)(?P<foot><!-- /generated -->)"
    r"|<!-- typed: (?P<book>\S+) (?P<sheet>[^\n]+?) -->\n\n(?P<table>(?:\|[^\n]*\n)+)"
    r"|<!-- picture: (?P<picture>\S+) (?P<shown>[^\n]+?) -->\n",
    re.DOTALL,
)
_DRAWN = re.compile(r"(?P<language>zh|en) (?P<lines>\d+) lines: (?P<command>riskledger .+)")
_PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


def with_fresh_passages(text: str, *, examples: bool = True, picture: Callable[[Folder, str, str], None] | None = None) -> str:
    """A hand-written page with its generated passages made anew; what is run and typed on one page happens in one folder.

    Args:
        examples: whether the folder has the example books from the start.
        picture: takes the pictures of the page, at the point of the story where each stands.
    """
    with Folder(ROOT, examples=examples) as folder:

        def fresh(found: re.Match[str]) -> str:
            if found["table"]:
                type_in(folder.path / found["book"], found["sheet"], found["table"])
            if found["picture"] and picture:
                picture(folder, found["picture"], found["shown"])
            if not found["what"]:
                return found[0]
            kind, _, rest = found["what"].partition(" ")
            if kind == "session":
                made = folder.session(rest)
            elif kind == "python":
                example = _PYTHON.findall(text[: found.start()])[-1]
                made = python_output(example, ROOT)
            elif kind == "sample":
                made = sample_rows(ROOT / "examples", rest)
            elif kind == "policy":
                made = policy_keys()
            elif kind == "policies":
                made = ready_made_policies(ROOT / "examples")
            else:
                raise ValueError(f"no such passage: {found['what']}")
            return f"{found['head']}{made}{found['foot']}"

        return _PASSAGE.sub(fresh, text)


def pages() -> Iterator[tuple[str, str]]:
    """Path below the project and fresh text of everything that is generated."""
    yield "docs/rules.md", rules_page()
    yield "docs/cli.md", cli_page(ROOT)
    yield "docs/columns.md", columns_page()
    yield "docs/report.schema.json", report_schema_page()
    yield "docs/images/report.svg", terminal_picture(ROOT / "examples")
    for name in WITH_PASSAGES:
        drawn: dict[str, str] = {}

        def draw(folder: Folder, file: str, shown: str, drawn: dict[str, str] = drawn) -> None:
            if found := _DRAWN.fullmatch(shown):
                drawn[f"docs/images/{file}"] = command_picture(folder, found["command"], found["language"], int(found["lines"]))

        yield name, with_fresh_passages((ROOT / name).read_text(encoding="utf-8"), examples=name not in TUTORIALS, picture=draw)
        yield from drawn.items()


def first_difference(old: str, new: str) -> str:
    """The first line that differs, as it is and as it should be."""
    before, after = old.splitlines(), new.splitlines()
    for number, (was, becomes) in enumerate(zip(before, after, strict=False), 1):
        if was != becomes:
            place = next((i for i, pair in enumerate(zip(was, becomes, strict=False)) if len({*pair}) > 1), 0)
            start = max(0, place - 60)
            return f"line {number}\n    is:        {was[start : start + 160]}\n    should be: {becomes[start : start + 160]}"
    return f"{len(before)} lines, should be {len(after)}"


def _said(name: str, text: str) -> str:
    """What of a file has to be fresh: of a picture its words and figures, since its drawing differs with the library's version."""
    return " ".join(re.sub(r"<[^>]+>|&#160;", " ", text[text.find("</style>") :]).split()) if name.endswith(".svg") else text


def main(*, check: bool) -> int:
    """Write what is stale, or tell it; returns the exit code."""
    stale = 0
    for name, text in pages():
        path = ROOT / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if _said(name, old) == _said(name, text):
            continue
        stale += 1
        if check:
            print(f"{name} is stale, {first_difference(old, text)}")
        else:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {name}")
    if check and stale:
        print("Run: python docs/generate.py")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
