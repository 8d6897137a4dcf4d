"""Rules on the book as a whole: the control total, currencies that cannot be added up, protections."""

from __future__ import annotations

from riskledger.checks.control_total import NOTHING_BEHIND, Behind
from riskledger.checks.findings import Finding
from riskledger.ledger.recognise import Layout


def check_portfolio(
    layout: Layout,
    currencies: tuple[str | None, ...],
    assumed: int,
    outstanding: int | None,
    control: int | None,
    lacking: tuple[str | None, ...] | None,
    behind: Behind = NOTHING_BEHIND,
) -> list[Finding]:
    """Findings about sums; money in minor units.

    `lacking`: the currencies without a rate, none where all were converted; None: no base could be told, which has its own finding.
    `assumed`: rows whose blank currency was taken to be the only one in the book. `outstanding` is None with several currencies.
    `behind`: the rows that may explain the difference to the control total.
    """
    found = []
    column = layout.fields.get("currency")
    if control is not None and control != outstanding:
        difference = None if outstanding is None else outstanding - control
        params = {"control": control, "outstanding": outstanding, "difference": difference, "behind": behind}
        found.append(Finding("RL501", params=params))
    if len(currencies) > 1 and lacking:
        names, without = (", ".join(name or "?" for name in some) for some in (currencies, lacking))
        found.append(Finding("RL502", layout.header_row, column, "currency", names, params={"currencies": names, "lacking": without}))
    if assumed:
        found.append(Finding("RL503", layout.header_row, column, "currency", params={"rows": assumed, "currency": currencies[0]}))
    return found


def check_locks(sheet: str, protected: bool, structure_locked: bool) -> list[Finding]:
    """Protections that a write goes past (RL701) or stops at (RL702)."""
    found = [Finding("RL701", params={"sheet": sheet})] if protected else []
    return [*found, Finding("RL702")] if structure_locked else found
