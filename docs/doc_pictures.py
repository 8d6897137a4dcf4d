"""The pictures of the documentation: the terminal report as SVG, and the written sheets as a spreadsheet program shows them.

Usage: python docs/doc_pictures.py [NAME...]        the PNG pictures, or those whose names start so
       (needs LibreOffice's soffice, pdftoppm, Chromium and ImageMagick's convert)
"""

from __future__ import annotations

import html
import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doc_sessions import Folder

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))

WIDTH, SHOWN_CUSTOMERS = 92, 3
BOOKS = {"zh": "zh/风险客户管理表_2026-10.xlsx", "en": "en/risk_customers_2026-10.xlsx"}
AS_OF = "2026-10-31"
_TEXT = re.compile(r'(?P<before><text [^>]*?)textLength="(?P<length>[\d.]+)"(?P<after>[^>]*>)(?P<said>[^<]+)</text>')
# A picture of text only: no font is fetched from anywhere.
_FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-size: {char_height}px; line-height: {line_height}px;
  font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def terminal_picture(examples: Path) -> str:
    """The first lines of the report on the October book, as the terminal shows them, as SVG."""
    from rich.console import Console, Group
    from rich.segment import Segment, Segments
    from rich.terminal_theme import DIMMED_MONOKAI

    from riskledger.assessment import assess
    from riskledger.i18n import words
    from riskledger.reporting.terminal import assessment_report

    assessment = assess(examples / BOOKS["en"], as_of=AS_OF)
    heading, *rest = assessment_report(assessment, words("en"))
    totals, ageing, tiers, _, worklist = rest[-5:]
    console = Console(
        record=True,
        width=WIDTH,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        markup=False,
        highlight=False,
        emoji=False,
    )
    lines = console.render_lines(Group(heading, totals, ageing, tiers, worklist), pad=False)
    for line in lines:
        if "".join(piece.text for piece in line).strip().startswith(f"{SHOWN_CUSTOMERS + 1}  "):
            break
        console.print(Segments([*line, Segment.line()]), end="")
    console.print("…", style="dim")
    picture = console.export_svg(
        title=f"riskledger assess … --as-of {AS_OF}", theme=DIMMED_MONOKAI, code_format=_FORMAT, unique_id="report"
    )
    return "\n".join(line.rstrip() for line in picture.splitlines()) + "\n"


def command_picture(folder: Folder, command: str, language: str, lines: int) -> str:
    """The first lines of what a command prints on a colour terminal, as SVG."""
    from rich.console import Console
    from rich.terminal_theme import DIMMED_MONOKAI
    from rich.text import Text

    printed = folder.run(command, language, FORCE_COLOR="1", NO_COLOR="", COLUMNS=str(WIDTH), TERM="xterm-256color").stdout
    shown = [line.rstrip() for line in printed.splitlines()]
    cut = [*shown[:lines], "\x1b[2m…\x1b[0m"] if len(shown) > lines else shown
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi("\n".join(cut)), highlight=False, soft_wrap=True)
    picture = console.export_svg(title=command, theme=DIMMED_MONOKAI, code_format=_FORMAT, unique_id="command")
    return "\n".join(line.rstrip() for line in _TEXT.sub(_widened, picture).splitlines()) + "\n"


def _widened(found: re.Match[str]) -> str:
    """A run of text as wide as its cells: rich counts characters, which squeezes Chinese to half its width."""
    from rich.cells import cell_len

    said = html.unescape(found["said"])
    length = float(found["length"]) * cell_len(said) / len(said)
    return f'{found["before"]}textLength="{length:g}"{found["after"]}{found["said"]}</text>'


def taken_in(folder: Folder, name: str, shown: str) -> None:
    """docs/images/<name>: columns of a sheet's top rows (`book.xlsx Sheet ABFG 9`) or the top of a page (`page.html`), as they are now."""
    subject, _, place = shown.partition(" ")
    if subject.endswith(".html"):
        page_picture(folder.path / subject, name)
    else:
        sheet, columns, rows = place.rsplit(" ", 2)
        columns_picture(folder.path / subject, sheet, columns, int(rows), name)


def page_picture(page: Path, name: str, *, height: int = 1180) -> None:
    """The top of an HTML page as Chromium shows it, in the light scheme."""
    import os

    with tempfile.TemporaryDirectory() as scratch:
        shot = Path(scratch) / "shot.png"
        root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []  # Chromium's own sandbox refuses root
        size = ["--hide-scrollbars", "--force-device-scale-factor=1", f"--window-size=1000,{height}"]
        command = ["chromium", "--headless", *root, "--disable-gpu", f"--user-data-dir={scratch}/profile", *size, f"--screenshot={shot}"]
        subprocess.run([*command, page.as_uri()], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run(["convert", str(shot), "-colors", "64", "-strip", str(HERE / "images" / name)], check=True)


def columns_picture(book: Path, sheet: str, columns: str, rows: int, name: str) -> None:
    """Some columns of a sheet's first rows as a spreadsheet program shows them, on a page of their size."""
    import openpyxl
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    with tempfile.TemporaryDirectory() as scratch:
        copy = openpyxl.load_workbook(book)
        for other in copy.sheetnames:
            if other != sheet:
                del copy[other]
        page = copy[sheet]
        for letter in map(get_column_letter, range(1, page.max_column + 1)):
            page.column_dimensions[letter].hidden = letter not in columns
        page.print_area, page.print_title_rows, page.print_title_cols = f"A1:{columns[-1]}{rows}", None, None
        page.print_options.gridLines = True
        page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 1
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        for edge in (page.oddFooter, page.oddHeader):
            if edge is not None:
                for part in (edge.left, edge.center, edge.right):
                    if part is not None:
                        part.text = None
        copy.save(Path(scratch) / "one.xlsx")
        _as_png(Path(scratch), name)


def report_picture(language: str) -> None:
    """docs/images/html_<language>.png: the first page of the October book's report in a browser."""
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch) / "report.html"
        command = [sys.executable, "-m", "riskledger", "report", str(HERE.parent / "examples" / BOOKS[language]), "--month", AS_OF[:7]]
        subprocess.run([*command, "-o", str(page), "--lang", language], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        page_picture(page, f"html_{language}.png", height=1250)


def _as_png(scratch: Path, name: str) -> None:
    """The first page of one.xlsx in a scratch folder, trimmed, as docs/images/<name>."""
    own = f"-env:UserInstallation={(scratch / 'office').as_uri()}"
    convert = ["soffice", own, "--headless", "--convert-to", "pdf", "--outdir", str(scratch), str(scratch / "one.xlsx")]
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    page = scratch / "page"
    subprocess.run(["pdftoppm", "-png", "-r", "150", "-singlefile", str(scratch / "one.pdf"), str(page)], check=True)
    trim = ["-trim", "-bordercolor", "white", "-border", "12", "-colors", "64", "-strip"]
    subprocess.run(["convert", f"{page}.png", *trim, str(HERE / "images" / name)], check=True)


def sheet_picture(language: str) -> None:
    """docs/images/sheet_<language>.png: the assessment sheet of the October book after a run, its first rows."""
    import openpyxl
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    from riskledger.i18n import words

    title = words(language)("sheet.title.assessment")
    with tempfile.TemporaryDirectory() as scratch:
        written = Path(scratch) / "written.xlsx"
        command = [sys.executable, "-m", "riskledger", "assess", str(HERE.parent / "examples" / BOOKS[language])]
        subprocess.run([*command, "--as-of", AS_OF, "-o", str(written)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # A throw-away copy with the one sheet and its first rows, on a page of its size.
        book = openpyxl.load_workbook(written)
        for name in book.sheetnames:
            if name != title:
                del book[name]
        sheet = book[title]
        sheet.delete_rows(17, sheet.max_row)
        sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 1
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_area = f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}"
        if sheet.oddFooter is not None and sheet.oddFooter.left and sheet.oddFooter.right:
            sheet.oddFooter.left.text = sheet.oddFooter.right.text = None
        book.save(Path(scratch) / "one.xlsx")
        _as_png(Path(scratch), f"sheet_{language}.png")


def main(names: list[str]) -> None:
    """Take every picture, or those whose names start with one of `names`."""
    from generate import ROOT, TUTORIALS, with_fresh_passages

    def wanted(name: str) -> bool:
        return not names or name.startswith(tuple(names))

    for language in BOOKS:
        if wanted(f"sheet_{language}"):
            sheet_picture(language)
        if wanted(f"html_{language}"):
            report_picture(language)
    for tutorial in TUTORIALS if any(wanted(start) for start in ("tutorial_", *(n for n in names if n.startswith("tutorial_")))) else ():

        def take(folder: Folder, name: str, shown: str) -> None:
            if name.endswith(".png") and wanted(name):
                taken_in(folder, name, shown)

        with_fresh_passages((ROOT / tutorial).read_text(encoding="utf-8"), examples=False, picture=take)


if __name__ == "__main__":
    main(sys.argv[1:])
