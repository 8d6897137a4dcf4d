"""Writes the generated pages and passages of the documentation from the program itself; with --check it only tells which are stale.

Usage: python docs/generate.py [--check]

Whole pages: rules.md, cli.md, columns.md, report.schema.json, images/report.svg. In hand-written pages everything between a comment
`generated: …` and the next `/generated` comment is replaced:

    generated: session en: riskledger assess book.xlsx   a command and what it prints, in a folder with copies of the examples;
    generated: session en before Totals last 3: …        only what stands before the line that starts so, and the last three lines
    generated: python                                    what the Python example above it prints
    generated: sample en                                 the four classic rows as the program rates them
    generated: policy                                    every key of the built-in policy
    generated: policies                                  the ready-made policies on the example book
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
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
from doc_pictures import terminal_picture  # noqa: E402
from doc_sessions import Folder, python_output  # noqa: E402

WITH_PASSAGES = ("README.md", "README.zh.md", "docs/policy.md")
_PASSAGE = re.compile(r"(<!-- generated: (?P<what>[^\n]+?) -->\n)(?P<now>.*?)(<!-- /generated -->)", re.DOTALL)
_PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


def with_fresh_passages(text: str) -> str:
    """A hand-written page with its generated passages made anew; the sessions of one page share one folder."""
    with Folder(ROOT) as folder:

        def fresh(found: re.Match[str]) -> str:
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
            return f"{found[1]}{made}{found[4]}"

        return _PASSAGE.sub(fresh, text)


def pages() -> Iterator[tuple[str, str]]:
    """Path below the project and fresh text of everything that is generated."""
    yield "docs/rules.md", rules_page()
    yield "docs/cli.md", cli_page(ROOT)
    yield "docs/columns.md", columns_page()
    yield "docs/report.schema.json", report_schema_page()
    yield "docs/images/report.svg", terminal_picture(ROOT / "examples")
    for name in WITH_PASSAGES:
        yield name, with_fresh_passages((ROOT / name).read_text(encoding="utf-8"))


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
