"""The workbook of the report as a whole: its sheets in reading order, its properties, the same bytes for the same report."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Final

from riskledger.i18n import Words
from riskledger.reporting.report import Report
from riskledger.reporting.xlsx.follow_up import follow_up_sheet
from riskledger.reporting.xlsx.looks import Looks, clean
from riskledger.reporting.xlsx.movement import moves_sheet
from riskledger.reporting.xlsx.page import Page
from riskledger.reporting.xlsx.particulars import limits_sheet, quality_sheet
from riskledger.reporting.xlsx.state import state_sheet
from riskledger.reporting.xlsx.summary import summary_sheet
from riskledger.reporting.xlsx.work import work_sheet

# Text stays text whatever it begins with; the sheet is made in memory, so that no time of a temporary file gets in.
_OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def write_xlsx(report: Report, words: Words, path: Path) -> None:
    """Write the report as a workbook that stands beside the ledger's, to which it links; OSError where the file cannot be written."""
    path.write_bytes(render_xlsx(report, words))


def render_xlsx(report: Report, words: Words) -> bytes:
    """The report as the bytes of an .xlsx file, in the reader's language."""
    from xlsxwriter import Workbook  # heavy, and needed for this format only

    held = io.BytesIO()
    book = Workbook(held, _OPTIONS)
    title = words("monthly.title.report", month=report.head.month)
    book.set_properties(
        {
            "title": title,
            "subject": clean(report.head.workbook),
            "author": "riskledger",
            "comments": clean(words("monthly.xlsx.made", workbook=report.head.workbook, digest=report.head.policy_digest)),
            "created": dt.datetime.combine(report.head.as_of, dt.time()),  # of the report's day, not of the moment: same bytes
        }
    )
    looks = Looks(book, words)
    names = ("summary", "work", "state", "moves", "follow_up", "limits", "watch", "quality")
    pages = {name: Page(book, name, report.head, looks, words) for name in names}
    work_sheet(pages["work"], report.work)
    state = state_sheet(pages["state"], report)
    moves_sheet(pages["moves"], report)
    follow_up_sheet(pages["follow_up"], report)
    limits_sheet(pages["limits"], report)
    work_sheet(pages["watch"], report.watch)
    quality_sheet(pages["quality"], report)
    summary_sheet(pages["summary"], report, state, [pages[name] for name in names[1:]])
    for page in pages.values():
        page.close()
    pages["summary"].sheet.activate()
    book.close()
    return held.getvalue()
