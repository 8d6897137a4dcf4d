"""Which customer of the ledger a row of another sheet belongs to: by id, else by name, as the ledger joins its own rows.

A sheet without ids beside a ledger with ids (a contact log by name) is linked by name where the ledger has that name once. A row that
could belong to two customers belongs to none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from riskledger.ledger.intake import Ledger, customer_key
from riskledger.ledger.sides.cells import SideProblem, SideRow

ORPHAN = {"customers": "RL405", "contacts": "RL408", "contracts": "RL408", "receipts": "RL416"}


@dataclass(frozen=True)
class Roster:
    """The customers of a ledger by key: the names as written, the ids, and which keys a name belongs to."""

    names: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, set[str]] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)  # customer key → key of its group, where groups are customers

    def add(self, name: str | None, number: str | None) -> None:
        """Take in one more spelling of a customer."""
        key = customer_key(name, number)
        if key is None:
            return
        self.names[key] = name or self.names.get(key) or number or ""
        if number:
            self.ids[key] = number
        if name and (by_name := customer_key(name, None)):
            self.by_name.setdefault(by_name, set()).add(key)


@dataclass(frozen=True, slots=True)
class Linked:
    """The ledger's customer key of each row, None where the row has none, and what has to be told about it."""

    keys: tuple[str | None, ...]
    problems: tuple[SideProblem, ...]


def roster_of(ledger: Ledger) -> Roster:
    """The customers of a ledger's usable rows, under every name they appear with; and the groups that are customers."""
    rows = zip(ledger.member, ledger.key, strict=True) if ledger.member else ()
    groups = {own: key for own, key in rows if own and key and key in ledger.group_names}
    roster = Roster(groups=groups)
    pairs = {
        (name, number): None for name, number, usable in zip(ledger.customer, ledger.customer_id, ledger.usable, strict=True) if usable
    }
    for name, number in pairs:
        roster.add(name, number)
    for name in ledger.group_names.values():
        roster.add(name, None)
    return roster


def link(rows: Sequence[SideRow], roster: Roster, kind: str, *, silent: Iterable[int] = ()) -> Linked:
    """Find each row's customer in the ledger.

    Args:
        rows: rows of one kind of sheet.
        kind: "customers", "contacts", "contracts" or "receipts".
        silent: places of rows that state nothing beside the customer; for want of one in the ledger there is nothing to tell.

    An orphan is told once per customer and sheet, with the number of its rows.
    """
    keys: list[str | None] = []
    problems: list[SideProblem] = []
    orphans: dict[tuple[str, str], list[SideRow]] = {}
    quiet = frozenset(silent)
    for at, row in enumerate(rows):
        key, rule, others = _match(row, roster)
        keys.append(key)
        if rule is not None:
            problems.append(row.problem(rule, "customer", row.shown, others=", ".join(others)))
        elif key is None and row.key is not None and at not in quiet:
            orphans.setdefault((row.sheet, row.key), []).append(row)
    for found in orphans.values():
        problems.append(found[0].problem(ORPHAN[kind], "customer", found[0].shown, rows=len(found)))
    return Linked(tuple(keys), tuple(problems))


def _match(row: SideRow, roster: Roster) -> tuple[str | None, str | None, list[str]]:
    """The customer's key, else the rule that says why not, with the customers it could have been."""
    by_name = sorted(roster.by_name.get(customer_key(row.customer, None) or "", ())) if row.customer else []
    if row.key in roster.names and row.key is not None:
        if row.customer_id and by_name and row.key not in by_name:
            return row.key, "RL409", [_shown(key, roster) for key in by_name]
        return row.key, None, []
    if not by_name:
        return None, None, []
    if row.customer_id:
        by_name = [key for key in by_name if key not in roster.ids or _same_number(row.customer_id, roster.ids[key])]
        if not by_name:
            named = sorted(roster.by_name[customer_key(row.customer, None) or ""])
            return None, "RL409", [_shown(key, roster) for key in named]
    if len(by_name) > 1:
        return None, "RL410", [_shown(key, roster) for key in by_name]
    return by_name[0], None, []


def _same_number(one: str, other: str) -> bool:
    """Whether two ids differ by leading zeros alone, which spreadsheets lose; the names agree already."""
    return one.strip().casefold().lstrip("0") == other.strip().casefold().lstrip("0")


def _shown(key: str, roster: Roster) -> str:
    number = roster.ids.get(key)
    return f"{roster.names[key]} ({number})" if number and number != roster.names[key] else roster.names[key]
