"""Formulas in computed columns: they stay, and a result that differs from the computed value is a finding (RL104)."""

from __future__ import annotations

from collections.abc import Sequence

from riskledger.checks.findings import Finding
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import UNDECIDED, Known
from riskledger.ledger.tiers import read_tier
from riskledger.ledger.values import as_text
from riskledger.workbook.sheet import SheetCells


def check_formulas(ledger: Ledger, known: Known, cells: SheetCells, tiers: Sequence[str]) -> list[Finding]:
    """Compare formula cells of the days and tier columns with what was computed.

    `tiers`: the tier of each assessed row, in order. The cached result of the formula is what the analyst sees.
    """
    fields = ledger.layout.fields
    watched = {fields[key]: key for key in ("days_overdue", "tier") if key in fields}
    if not any(column in watched for _, column in cells.formulas):
        return []
    found = []
    for position, i in enumerate(known.assessed.nonzero()[0].tolist()):
        for column, key in watched.items():
            if (ledger.rows[i], column) not in cells.formulas:
                continue
            shown = cells.columns[column][ledger.index[i]]
            computed: int | str
            if key == "days_overdue":
                computed = int(known.days_overdue[i])
                agrees = computed == UNDECIDED or ledger.declared[i] == computed
            else:
                computed = tiers[position]
                agrees = isinstance(shown, str) and read_tier(shown) == computed
            if not agrees:
                found.append(Finding("RL104", ledger.rows[i], column, key, as_text(shown), ledger.customer[i], {"computed": computed}))
    return found
