"""The documentation says what the program does: generated parts are fresh, the two READMEs are twins, commands and links exist."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from riskledger.project_file import project_in
from riskledger.rating.policy import policy_in, standard

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh.md")
PAGES = sorted([*READMES, "CHANGELOG.md", "examples/README.md", *(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md"))])
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def command_after(comment: str, name: str) -> str:
    found = re.search(rf"<!-- {comment} -->\n```sh\n([^\n]+)\n```\n", text_of(name))
    assert found, f"{name}: no one-line ```sh block behind <!-- {comment} -->"
    return found[1]


def without_fences(text: str) -> str:
    return FENCE.sub("", text)


def test_generated_parts_are_fresh() -> None:
    checked = subprocess.run([sys.executable, str(ROOT / "docs" / "generate.py"), "--check"], capture_output=True, encoding="utf-8")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_stale_line_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    import generate  # type: ignore[import-not-found]  # a script beside the pages, no package

    assert generate.first_difference("a\nb\n", "a\nc\n") == "line 2\n    is:        b\n    should be: c"
    assert generate.first_difference("a\n", "a\nb\n") == "1 lines, should be 2"


def test_the_readmes_are_twins() -> None:
    english, chinese = (text_of(name) for name in READMES)
    assert [len(marks) for marks in re.findall(r"^(#+) ", without_fences(english), re.MULTILINE)] == [
        len(marks) for marks in re.findall(r"^(#+) ", without_fences(chinese), re.MULTILINE)
    ]
    assert [kind for kind, _ in FENCE.findall(english)] == [kind for kind, _ in FENCE.findall(chinese)]
    assert len(re.findall(r"^- ", english, re.MULTILINE)) == len(re.findall(r"^- ", chinese, re.MULTILINE))
    assert [re.sub(r"[_.]en\.", ".", target) for target in LINK.findall(english)[1:]] == [
        re.sub(r"[_.]zh\.", ".", target) for target in LINK.findall(chinese)[1:]
    ]


def test_the_readmes_show_the_same_sessions() -> None:
    def shape(name: str) -> list[tuple[str, ...]]:
        """Kind of passage, the command and its options, whatever the names in it."""
        found = re.findall(
            r"<!-- generated: (\w+)(?: (?:en|zh))?(?: before \S+)?((?: last)?)(?: \S+?)?(?:: riskledger (\w+) (.+))? -->", text_of(name)
        )
        return [(kind, last, command, " ".join(re.findall(r"(?<!\S)-\S+", rest))) for kind, last, command, rest in found]

    assert shape("README.md") == shape("README.zh.md")
    assert len(shape("README.md")) == 6


def test_the_tutorials_tell_the_same_story() -> None:
    """Typed tables, commands and pictures in the same order; names of books, sheets and customers are each language's own."""

    def steps(name: str) -> list[tuple[str, ...]]:
        found = re.findall(r"<!-- (?:(typed): \S+|generated: session (\w*) ?[^\n:]*: riskledger ([^\n]+)|(picture): (\S+)) ", text_of(name))
        told = []
        for typed, _, command, picture, file in found:
            options = re.findall(r"(?<!\S)(?:-\S+|\d[\d-]*)", command)
            told.append((typed, picture, re.sub("_(en|zh)[.]", ".", file), command.split(" ")[0], *options))
        return told

    english, chinese = steps("docs/tutorial.en.md"), steps("docs/tutorial.zh.md")
    assert english == chinese
    assert {step[3] for step in english} >= {"init", "check", "assess", "explain", "policy", "report"}


def test_tables_of_a_tutorial_are_typed_as_a_spreadsheet_program_takes_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    import openpyxl
    from doc_typing import type_in  # type: ignore[import-not-found]  # a script beside the pages, no package

    book = tmp_path / "book.xlsx"
    made = openpyxl.Workbook()
    made.active.title = "Ledger"  # type: ignore[union-attr]  # a new workbook has a sheet
    made["Ledger"].append(["Customer", "Date", "Amount"])
    made.save(book)
    type_in(book, "Ledger", "| Customer | Amount | Date |\n|---|---|---|\n| A | 1,000 | 2026-09-30 |\n| B | '5 | 2026-09-31 |\n| C | | |\n")
    type_in(book, "Ledger", "| Cell | Enter |\n|---|---|\n| C4 | 7.5 |\n")
    rows = list(openpyxl.load_workbook(book)["Ledger"].iter_rows(min_row=2, values_only=True))
    assert rows == [("A", dt.datetime(2026, 9, 30), 1000), ("B", "2026-09-31", "5"), ("C", None, 7.5)]


def test_the_set_up_commands_are_the_same_in_both_readmes() -> None:
    assert command_after("test command", "README.md") == command_after("test command", "README.zh.md")
    english, chinese = (command_after("main command", name) for name in READMES)
    assert english.replace("/en/", "/zh/") + " --lang zh" == chinese


@pytest.mark.parametrize("name", READMES)
def test_set_up_makes_its_own_environment_and_uses_what_is_there(name: str) -> None:
    for comment, venv in (("main command", ".venv"), ("test command", ".venv-test")):
        command = command_after(comment, name)
        assert command.startswith(f"python3 -m venv {venv} && {venv}/bin/pip install ")
        assert all(program.startswith(f"{venv}/bin/") for program in re.findall(r"\S*bin/\S+", command))
        for path in re.findall(r"examples/\S+", command):
            assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("name", [*READMES, "docs/policy.md", "docs/tutorial.en.md", "docs/tutorial.zh.md"])
def test_commands_and_options_that_pages_name_exist(name: str) -> None:
    reference = text_of("docs/cli.md")
    commands = set(re.findall(r"^## riskledger (\w+)$", reference, re.MULTILINE))
    options = set(re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", reference))
    code = " ".join(re.findall(r"`[^`\n]+`", without_fences(text_of(name))))
    assert commands >= set(re.findall(r"`riskledger ([a-z]+)", code)), "commands"
    assert options >= set(re.findall(r"(?<![\w.-])(--?[a-z][a-z-]*)", code.replace("python3-venv", ""))), "options"


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    here = (ROOT / name).parent
    for target in LINK.findall(without_fences(text_of(name))):
        path, _, anchor = target.partition("#")
        if target.startswith(("http://", "https://")):
            continue
        assert not path or (here / path).exists(), f"{name}: {target}"
        if anchor:
            assert f'id="{anchor}"' in (here / path if path else ROOT / name).read_text(encoding="utf-8"), f"{name}: {target}"


def test_pictures_are_small_and_fetch_nothing() -> None:
    pictures = list((ROOT / "docs" / "images").iterdir())
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size < 300_000, picture.name
        if picture.suffix == ".svg":
            drawn = picture.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
            assert not re.search(r"https?:|url\((?!#)|@import|<script", drawn), picture.name


def test_a_policy_of_ones_own_is_made_as_the_page_says(tmp_path: Path) -> None:
    """Every table of the built-in file with `policy.` before it, and the page's own changes, is a valid riskledger.toml."""
    built_in = resources.files("riskledger.rating").joinpath("policy_standard.toml").read_text(encoding="utf-8")
    example = next(content for kind, content in FENCE.findall(text_of("docs/policy.md")) if kind == "toml")
    changed = tomllib.loads(example)["policy"]
    own = re.sub(r"^(\[\[?)(\w+)", r"\1policy.\2", built_in, flags=re.MULTILINE)
    own = re.sub(r"^name = .*$", "", own, flags=re.MULTILINE)
    own = re.sub(r"^medium_from = .*$", f"medium_from = {changed['cuts']['medium_from']}", own, flags=re.MULTILINE)
    own = re.sub(r"^high_from = .*$", f"high_from = {changed['cuts']['high_from']}", own, flags=re.MULTILINE)
    file = tmp_path / "riskledger.toml"
    file.write_text(example.split("[policy.cuts]")[0] + own, encoding="utf-8")
    policy = policy_in(project_in(file))
    assert policy is not None
    assert policy.default_term_days == changed["default_term_days"]
    assert policy.model_dump(exclude={"name", "default_term_days", "cuts"}) == standard().model_dump(
        exclude={"name", "default_term_days", "cuts"}
    )


def test_files_that_the_architecture_names_exist() -> None:
    named = set(re.findall(r"`([\w./]+(?:\.py|\.toml|/))`", without_fences(text_of("docs/architecture.md"))))
    assert len(named) > 20
    policy = ROOT / "src" / "riskledger" / "rating"
    assert not [name for name in named if not any((place / name).exists() for place in (ROOT, ROOT / "src" / "riskledger", policy))]
