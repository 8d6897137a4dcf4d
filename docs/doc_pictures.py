"""The pictures of the documentation: the terminal report as SVG, and the written sheets as a spreadsheet program shows them.

Usage: python docs/doc_pictures.py        (the sheets; needs LibreOffice's soffice, pdftoppm and ImageMagick's convert)
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))

WIDTH, SHOWN_CUSTOMERS = 92, 3
BOOKS = {"zh": "zh/风险客户管理表_2026-10.xlsx", "en": "en/risk_customers_2026-10.xlsx"}
AS_OF = "2026-10-31"
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
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", scratch, str(Path(scratch) / "one.xlsx")], check=True)
        page = Path(scratch) / "page"
        subprocess.run(["pdftoppm", "-png", "-r", "150", "-singlefile", str(Path(scratch) / "one.pdf"), str(page)], check=True)
        trim = ["-trim", "-bordercolor", "white", "-border", "12", "-colors", "64", "-strip"]
        subprocess.run(["convert", f"{page}.png", *trim, str(HERE / "images" / f"sheet_{language}.png")], check=True)


if __name__ == "__main__":
    for each in BOOKS:
        sheet_picture(each)
