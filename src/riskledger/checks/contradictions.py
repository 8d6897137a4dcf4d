"""Rules on a row that says one thing twice and differently: its status against its money, its due date against its own terms."""

from __future__ import annotations

import numpy as np

from riskledger.checks.findings import Finding
from riskledger.checks.row_findings import amount_text, date_of, row_finding, rows_where
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Bools, Known
from riskledger.ledger.values import as_text
from riskledger.workbook.sheet import SheetCells

# A due date moved to a working day lies up to a week of holidays from the one that the terms give.
MOVED_DAYS = 8
# Terms that disagree with so large a part of the due dates mean something else: that is one thing to tell, not thousands.
_FEW, _TOO_MANY = 10, 1 / 3


def check_contradictions(ledger: Ledger, known: Known, cells: SheetCells) -> list[Finding]:
    """All findings of this family in the order of their rules; nothing for columns that the sheet lacks."""
    return [*_status(ledger, known, cells), *_terms(ledger, known)]


def _status(ledger: Ledger, known: Known, cells: SheetCells) -> list[Finding]:
    """Closed by its status yet open (RL313), open yet paid (RL314), closed by a payment dated after T (RL315)."""
    if not ledger.has("open_flag"):
        return []
    closed, still_open = (np.array([flag is state for flag in ledger.still_open], dtype=np.bool_) for state in (False, True))
    paid_later = np.array([day or 0 for day in ledger.payment_date]) > known.as_of
    words = cells.columns[ledger.layout.fields["open_flag"]]

    def told(rule: str, mask: Bools, key: str) -> list[Finding]:
        return [
            row_finding(
                ledger,
                i,
                rule,
                key,
                date_of(ledger.payment_date[i] or 0) if key == "payment_date" else as_text(words[ledger.index[i]]),
                status=as_text(words[ledger.index[i]]),
                open=amount_text(known.outstanding[i]),
                received=amount_text(known.received[i]),
            )
            for i in rows_where(known.assessed & (known.amount != 0) & mask)
        ]

    found = told("RL313", closed & ~known.settled & ~paid_later, "open_flag") + told("RL314", still_open & known.settled, "open_flag")
    # With invoices after T the book is newer than T: its statuses are those of a later day.
    return found if known.later.any() else found + told("RL315", closed & paid_later, "payment_date")


def _terms(ledger: Ledger, known: Known) -> list[Finding]:
    """A due date other than the row's own terms give (RL320): per row, or once at the header where it is the rule."""
    if not (ledger.has("terms") and ledger.has("due_date")):
        return []
    due, by_terms = (np.array([day or 0 for day in days]) for days in (ledger.due_date, ledger.terms_due))
    both = known.assessed & (due > 0) & (by_terms > 0)
    differ = both & (np.abs(due - by_terms) > MOVED_DAYS)
    rows, compared = rows_where(differ), int(both.sum())
    if len(rows) >= _FEW and len(rows) > compared * _TOO_MANY:
        params = {"by_terms": date_of(by_terms[rows[0]]), "rows": len(rows), "compared": compared}
        column = ledger.layout.fields["due_date"]
        return [Finding("RL320", ledger.layout.header_row, column, "due_date", str(date_of(due[rows[0]])), params=params)]
    return [row_finding(ledger, i, "RL320", "due_date", date_of(due[i]), by_terms=date_of(by_terms[i])) for i in rows]
