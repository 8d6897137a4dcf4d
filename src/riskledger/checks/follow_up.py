"""Rules on what is done about a customer: a tier typed in that the ageing belies, and high risk that nobody follows up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from riskledger.checks.findings import Finding
from riskledger.checks.row_findings import date_of, row_finding
from riskledger.ledger.customers import Customers
from riskledger.ledger.follow_up import Ints, filled, next_reviews
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Known
from riskledger.ledger.sides.contact_log import LastContact
from riskledger.ledger.sides.stated_facts import StatedFacts
from riskledger.ledger.tiers import Tier, read_tier
from riskledger.workbook.sheet import SheetCells

LONG_OVERDUE = 90  # days; a customer this late is low risk in no one's book


def check_follow_up(
    ledger: Ledger,
    known: Known,
    cells: SheetCells,
    grouped: Customers,
    tiers: Sequence[Tier],
    *,
    overridden: Sequence[bool],
    listed: Mapping[str, StatedFacts],
    contacts: Mapping[str, LastContact],
    noted: Ints | None,
    rated_before: bool,
    epoch1904: bool = False,
) -> list[Finding]:
    """One finding per customer and rule: tier against ageing (RL316), no owner (RL317), no next review (RL318), one that is past (RL319).

    Args:
        tiers, overridden: by customer index, the tier that counts and whether it is an override of hers.
        listed, contacts: by customer key, from the customers sheet and the contact log.
        noted: of each row the last contact in her own notes, as an ordinal.
        rated_before: the book holds an assessment of ours; the tiers in its ledger then are ours too, and merely stale.

    An owner or a review is missed only in a book that gives one to half of its high and medium customers that owe: others do not keep it.
    """
    follow_up, fields = _FollowUp(ledger, known, cells, grouped, tiers), ledger.layout.fields
    return [
        *(follow_up.tiers_belied(overridden) if "tier" in fields and not rated_before else ()),
        *(follow_up.without_owner(listed) if "owner" in fields else ()),
        *(follow_up.reviews(contacts, noted, epoch1904) if "next_review" in fields else ()),
    ]


class _FollowUp:
    def __init__(self, ledger: Ledger, known: Known, cells: SheetCells, grouped: Customers, tiers: Sequence[Tier]) -> None:
        self.ledger, self.known, self.cells, self.grouped = ledger, known, cells, grouped
        self.late = np.maximum(known.days_overdue, 0)
        # Rows on which a customer owes, the longest overdue first.
        owing = np.flatnonzero(known.assessed & (known.outstanding > 0))
        self.owing = owing[np.argsort(-self.late[owing], kind="stable")]
        self.tiers = np.array(tiers, dtype=np.str_)

    def _rows_of(self, wanted: NDArray[np.bool_]) -> dict[int, list[int]]:
        """Customer → its owing rows, of the customers wanted."""
        rows: dict[int, list[int]] = {}
        customers = self.grouped.of_row[self.owing]
        chosen = wanted[customers]
        for i, customer in zip(self.owing[chosen].tolist(), customers[chosen].tolist(), strict=True):
            rows.setdefault(customer, []).append(i)
        return rows

    def tiers_belied(self, overridden: Sequence[bool]) -> list[Finding]:
        column = self.ledger.layout.fields["tier"]
        values = self.cells.columns.get(column)
        if values is None:
            return []
        low = {value for value in set(values) if isinstance(value, str) and read_tier(value) == "low"}
        found = []
        for customer, rows in self._rows_of((self.tiers != "low") & ~np.array(overridden, dtype=np.bool_)).items():
            belied = (i for i in rows if self.late[i] > LONG_OVERDUE and values[self.ledger.index[i]] in low)
            i = next((i for i in belied if (self.ledger.rows[i], column) not in self.cells.formulas), None)
            if i is not None:
                params = {"days": int(self.late[i]), "computed": str(self.tiers[customer])}
                found.append(row_finding(self.ledger, i, "RL316", "tier", values[self.ledger.index[i]], **params))
        return found

    def without_owner(self, listed: Mapping[str, StatedFacts]) -> list[Finding]:
        named = filled(self.ledger, self.cells, "owner")
        keys = self.grouped.keys
        if named is None:
            return []
        return self._lacking(
            "RL317", "owner", lambda customer, rows: bool(named[rows].any() or ((facts := listed.get(keys[customer])) and facts.owner))
        )

    def reviews(self, contacts: Mapping[str, LastContact], noted: Ints | None, epoch1904: bool) -> list[Finding]:
        planned = next_reviews(self.ledger, self.cells, epoch1904=epoch1904)
        if planned is None or not planned.any():
            return []
        found = self._lacking("RL318", "next_review", lambda _, rows: bool(planned[rows].any()))
        for customer, rows in self._rows_of(self.tiers != "low").items():
            at = max(rows, key=lambda i: int(planned[i]))
            day = int(planned[at])
            contact = contacts.get(self.grouped.keys[customer])
            spoken = max(contact.date if contact else 0, 0 if noted is None else int(noted[rows].max()))
            if 0 < day < self.known.as_of and spoken < day:
                past = self.known.as_of - day
                tier = str(self.tiers[customer])
                found.append(row_finding(self.ledger, at, "RL319", "next_review", date_of(day), days=past, computed=tier))
        return found

    def _lacking(self, rule: str, key: str, has: Callable[[int, list[int]], bool]) -> list[Finding]:
        """High-risk customers without something on all rows on which they owe, told at the longest overdue of these."""
        watched = self._rows_of(self.tiers != "low")
        without = [customer for customer, rows in watched.items() if not has(customer, rows)]
        if 2 * len(without) > len(watched):
            return []
        return [
            row_finding(self.ledger, watched[customer][0], rule, key, None, rows=len(watched[customer]))
            for customer in without
            if self.tiers[customer] == "high"
        ]
