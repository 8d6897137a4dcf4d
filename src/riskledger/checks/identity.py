"""Rules on who is who: customers that seem to be written in several ways (RL403), names and ids that do not agree (RL404)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from riskledger.checks.findings import Finding
from riskledger.ledger.identity import Effect, Group, Spelling, concentration_effect, near_duplicates
from riskledger.ledger.intake import Ledger

_BY_ID = frozenset({"one_name_two_ids", "one_id_two_names", "id_missing"})


def check_identity(ledger: Ledger, rows: NDArray[np.int64], revenue: NDArray[np.int64] | None) -> list[Finding]:
    """One finding for each further spelling of a customer, where it first stands.

    Args:
        rows: positions of the assessed rows in the ledger.
        revenue: of each of these rows, minor units, 0 outside the period; None where it cannot be added up.
    """
    first: dict[tuple[str, str], int] = {}
    places = rows.tolist()
    names, ids, keys = ledger.customer, ledger.customer_id, ledger.member or ledger.key
    of_row = np.array([first.setdefault((keys[i] or "", names[i] or ""), i) for i in places], dtype=np.int64)
    size = len(ledger.rows)
    sums = np.zeros(size, dtype=np.int64)
    if revenue is not None:
        np.add.at(sums, of_row, revenue)
    counts = np.bincount(of_row, minlength=size)
    spellings = {Spelling(key, name, ids[i], int(sums[i]), int(counts[i])): i for (key, name), i in first.items()}
    total = 0 if revenue is None else int(revenue.sum())
    found = []
    for group in near_duplicates(spellings):
        effect = concentration_effect(group, total)
        for other, one in _pairs(group):
            found.append(_finding(ledger, spellings[one], group, one, other, effect))
    return found


def _pairs(group: Group) -> Iterator[tuple[Spelling, Spelling]]:
    """The spelling that leads and each further one that a person would mend; of a missing id, the ones without."""
    members = list(group.members)
    if group.kind == "id_missing":
        lead = next(member for member in members if member.number)
        rest = [member for member in members if not member.number]
    else:
        lead, rest = members[0], members[1:]
    return ((lead, member) for member in rest)


def _finding(ledger: Ledger, at: int, group: Group, one: Spelling, other: Spelling, effect: Effect | None) -> Finding:
    fields = ledger.layout.fields
    wrong = "customer_id" if group.kind in ("one_name_two_ids", "id_missing", "zero_stripped") else "customer"
    field = wrong if wrong in fields else next(name for name in ("customer", "customer_id") if name in fields)
    return Finding(
        "RL404" if group.kind in _BY_ID else "RL403",
        ledger.rows[at],
        fields[field],
        field,
        _shown(one),
        one.name or one.number,
        params={
            "lead": _shown(other),
            "kind": group.kind,
            "merged": None if effect is None else effect.merged,
            "alone": None if effect is None else effect.largest_alone,
        },
    )


def _shown(spelling: Spelling) -> str:
    """The name with its id, as far as there are any."""
    return f"{spelling.name} ({spelling.number})" if spelling.name and spelling.number else spelling.name or spelling.number or ""
