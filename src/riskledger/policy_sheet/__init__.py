"""The policy sheet of a workbook (评级政策 / Rating policy): the second spelling of the policy model, beside the policy file."""

from __future__ import annotations

from pathlib import Path

from riskledger.policy_sheet.reading import (
    Complaint,
    SheetPolicy,
    is_policy_sheet,
    policies_in_book,
    policy_in_book,
    policy_on_sheet,
    policy_sheets,
)
from riskledger.rating.policy_model import Policy
from riskledger.workbook.template_guide import Language

__all__ = [
    "Complaint",
    "SheetPolicy",
    "is_policy_sheet",
    "policies_in_book",
    "policy_in_book",
    "policy_on_sheet",
    "policy_sheets",
    "policy_workbook",
]


def policy_workbook(path: Path, policy: Policy, language: Language, *, enabled: bool = False) -> None:
    """Write a new workbook that holds nothing but the sheet of a policy; an existing file is replaced as a whole.

    language: of titles and words; enabled: what its enabled cell says. CannotRun as `workbook.template.put_in_place`.
    """
    from openpyxl import Workbook  # here, since --help must not wait for it

    from riskledger.policy_sheet.writing import write_policy
    from riskledger.workbook.template import FACES, put_in_place, saved
    from riskledger.workbook.template_guide import SHEET_NAMES

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET_NAMES[language]["policy"]
    write_policy(sheet, policy, language, FACES[language], enabled=enabled)
    put_in_place(path, saved(book, sheet.title))
