"""Rules on the sheets beside the ledger: what their readers met, and overrides on the customers sheet beside those in the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from riskledger.checks.findings import Finding
from riskledger.ledger.customers import Customers
from riskledger.ledger.recognise import Layout
from riskledger.ledger.sides.cells import SideProblem
from riskledger.ledger.sides.customer_file import CustomerRow, KnownCustomers
from riskledger.workbook.address import address


def check_sides(problems: Iterable[SideProblem]) -> list[Finding]:
    """The problems of the side sheets as findings at their own sheet's cells."""
    return [
        Finding(
            problem.rule,
            problem.row,
            problem.column,
            problem.field,
            problem.value,
            problem.customer,
            params=problem.params,
            sheet=problem.sheet,
        )
        for problem in problems
    ]


def check_listed_overrides(customers: KnownCustomers, grouped: Customers, layout: Layout, as_of: int) -> list[Finding]:
    """Overrides on the customers sheet: past their last day on the as-of date (RL402), or other than the ledger's, which counts (RL401)."""
    found = []
    index = {key: i for i, key in enumerate(grouped.keys)}
    for key, facts in customers.facts.items():
        line = next((row for row in customers.rows[key] if row.facts.override_tier == facts.override_tier), None)
        if facts.override_tier is None or line is None or key not in index:
            continue
        until, on_row = facts.override_until, grouped.overrides.get(index[key])
        if until is not None and until < as_of:
            found.append(_at(line, "RL402", "override_until", dt.date.fromordinal(until).isoformat(), tier=facts.override_tier))
        elif on_row is not None and on_row.tier != facts.override_tier and (on_row.until is None or on_row.until >= as_of):
            first = f"{layout.sheet}!{address(on_row.row, layout.fields['override_tier'])}"
            found.append(_at(line, "RL401", "override_tier", facts.override_tier, other=on_row.tier, first=first))
    return found


def _at(line: CustomerRow, rule: str, field: str, value: str, **params: object) -> Finding:
    return check_sides([line.problem(rule, field, value, **params)])[0]
