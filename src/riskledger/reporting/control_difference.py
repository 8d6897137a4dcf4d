"""The rows behind a control total that does not tie, in words and for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from riskledger.assessment import units
from riskledger.checks.control_total import Behind, Suspect
from riskledger.i18n import Words, money


def difference_words(behind: Behind, words: Words) -> str:
    """Clauses to follow the difference: rows that explain it by their amount, rows left out, later rows; "" when there are none."""
    said = []
    if behind.likely:
        each = [words(f"control.{row.why}", cell=row.cell, amount=money(row.amount or 0)) for row in behind.likely]
        said.append(words("control.likely", rows=words("report.and").join(each)))
    for kind, rows, count, amount in (
        ("excluded", behind.excluded, behind.excluded_count, behind.excluded_amount),
        ("later", behind.later, behind.later_count, behind.later_amount),
    ):
        if count:
            said.append(words(f"control.{kind}", count=count, amount=money(amount), rows=_cells(rows, count, words)))
    return "".join(words("control.clause", text=text) for text in said)


def _cells(rows: Sequence[Suspect], count: int, words: Words) -> str:
    named = words("report.and").join(row.cell for row in rows)
    return named + (" …" if count > len(rows) else "")


def difference_document(behind: Behind) -> dict[str, Any]:
    """The same as an object; at most ten rows of a kind are named."""

    def rows(suspects: Sequence[Suspect]) -> list[dict[str, Any]]:
        return [{"cell": row.cell, "amount": None if row.amount is None else str(units(row.amount))} for row in suspects]

    return {
        "likely": [entry | {"why": row.why} for entry, row in zip(rows(behind.likely), behind.likely, strict=True)],
        "excluded": {"rows": behind.excluded_count, "amount": str(units(behind.excluded_amount)), "first": rows(behind.excluded)},
        "later": {"rows": behind.later_count, "amount": str(units(behind.later_amount)), "first": rows(behind.later)},
    }
