"""The customers sheet: one line per customer with its limit, terms, cover, scores and override, and what that makes of each customer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from riskledger.ledger.sides.cells import SideCells, SideProblem, SideRow
from riskledger.ledger.sides.group_facts import group_facts
from riskledger.ledger.sides.layout import SideLayout
from riskledger.ledger.sides.linking import Roster, link
from riskledger.ledger.sides.stated_facts import StatedFacts
from riskledger.ledger.terms import Order, TermsCell
from riskledger.ledger.uscc import check
from riskledger.workbook.address import address
from riskledger.workbook.sheet import SheetCells


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow(SideRow):
    """One line of a customers sheet."""

    facts: StatedFacts
    uscc: str | None = None

    def states(self, name: str) -> bool:
        """Whether the line gives a field: one of the facts, the customer's id, or its unified social credit code."""
        return getattr(self if name in ("customer_id", "uscc") else self.facts, name) is not None

    @property
    def states_something(self) -> bool:
        """Whether the line says more than that there is such a customer."""
        return self.facts != StatedFacts()


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """A customers sheet as read."""

    layout: SideLayout
    rows: tuple[CustomerRow, ...]
    skipped: int
    problems: tuple[SideProblem, ...]


@dataclass(frozen=True, slots=True)
class KnownCustomers:
    """What the customers sheets say of the ledger's customers: facts and rows by customer key, and what has to be told."""

    facts: Mapping[str, StatedFacts]
    rows: Mapping[str, tuple[CustomerRow, ...]]
    terms: Mapping[str, TermsCell]  # as `known_on(customer_terms=…)` takes them; a group's members keep their own
    problems: tuple[SideProblem, ...]


_READ = tuple(f.name for f in fields(StatedFacts))


def read_customer_file(
    cells: SheetCells, layout: SideLayout, *, epoch1904: bool = False, month_end_order: Order | None = None
) -> CustomerFile:
    """Read all lines of a customers sheet. A line without a customer is reported (RL224) and left out."""
    side = SideCells(cells, layout, epoch1904, month_end_order)
    columns: dict[str, list[Any]] = {name: side.read(name) for name in _READ}
    written = {name: side.texts(name) for name in ("insurance", "guarantee")}
    codes = side.read("uscc")
    rows = []
    for at in range(len(side.kept)):
        flaw = check(codes[at]) if codes[at] else None
        # A code that fails only the inner check digit was most likely issued that way.
        if flaw is not None and flaw != "organisation_check":
            side.report("RL411", at, "uscc", codes[at], flaw=flaw)
        row = CustomerRow(**side.common(at), facts=StatedFacts(**{name: values[at] for name, values in columns.items()}), uscc=codes[at])
        if row.key is None:
            if row.states_something:
                side.problems.append(row.problem("RL224", "customer"))
            continue
        for name, texts in written.items():
            cover = getattr(row.facts, name)
            if cover is not None and not cover.is_known:
                side.problems.append(row.problem("RL222", name, texts[at]))
        rows.append(row)
    return CustomerFile(layout, tuple(rows), side.skipped, tuple(side.problems))


def known_customers(files: Iterable[CustomerFile], roster: Roster) -> KnownCustomers:
    """Bring the lines of all customers sheets to the ledger's customers.

    Several lines of one customer complete each other; where they contradict, the field is unknown and the line is reported (RL407).
    Lines of customers that the ledger does not have are reported (RL405), customers without a line once in all (RL406).
    """
    files = tuple(files)
    lines = [row for file in files for row in file.rows]
    linked = link(lines, roster, "customers", silent=[at for at, row in enumerate(lines) if not row.states_something])
    by_key: dict[str, list[CustomerRow]] = {}
    own: dict[str, list[CustomerRow]] = {}
    for key, row in zip(linked.keys, lines, strict=True):
        if key is not None:
            by_key.setdefault(key, []).append(row)
        own.setdefault(key or row.key or "", []).append(row)
    problems = [*linked.problems]
    for rows in own.values():
        problems += _duplicates(rows)
    groups = frozenset(roster.groups.values()) - roster.groups.keys()  # those that are no customer of the ledger themselves
    customers = [key for key in roster.names if key not in groups]
    without = tuple(key for key in customers if key not in by_key)
    if by_key and without:
        layout = files[0].layout
        column = layout.fields.get("customer", layout.fields.get("customer_id"))
        shown = ", ".join(roster.names[key] for key in without[:5])
        params = {"count": len(without), "customers": len(customers), "names": shown}
        problems.append(SideProblem("RL406", layout.sheet, layout.header_row, column, "customer", params=params))
    facts = {key: _merged(rows)[0] for key, rows in by_key.items()}
    terms = {key: said.terms for key, said in facts.items() if said.terms is not None}
    if roster.groups:
        _join_groups(roster, by_key, facts)
    return KnownCustomers(facts, {key: tuple(rows) for key, rows in by_key.items()}, terms, tuple(problems))


def _join_groups(roster: Roster, by_key: dict[str, list[CustomerRow]], facts: dict[str, StatedFacts]) -> None:
    """Put what is stated of groups and of their members in the place of the members."""
    members: dict[str, list[str]] = {}
    for key, group in roster.groups.items():
        members.setdefault(group, []).append(key)
    for group, keys in members.items():
        # A member that bears the group's name is the group itself.
        same = roster.by_name.get(group, set()) & {group, *keys}
        own = [row for key in same for row in by_key.get(key, ())]
        said = group_facts(_merged(own)[0] if own else None, [facts.get(key) for key in keys if not (own and key in same)])
        lines = [row for key in dict.fromkeys((group, *keys)) for row in by_key.pop(key, ())]
        for key in (group, *keys):
            facts.pop(key, None)
        if lines:
            by_key[group], facts[group] = lines, said


def _merged(rows: Sequence[CustomerRow]) -> tuple[StatedFacts, tuple[str, ...]]:
    """The facts on which the lines of a customer agree, and the fields on which they do not."""
    if len(rows) == 1:
        return rows[0].facts, ()
    agreed: dict[str, Any] = {}
    disputed = []
    for f in fields(StatedFacts):
        stated = [value for row in rows if (value := getattr(row.facts, f.name)) is not None]
        if stated and all(value == stated[0] for value in stated):
            agreed[f.name] = stated[0]
        elif stated:
            disputed.append(f.name)
    return StatedFacts(**agreed), tuple(disputed)


def _duplicates(rows: Sequence[CustomerRow]) -> list[SideProblem]:
    """One problem for each further line of a customer: where the first one is, and what the two say differently."""
    found = []
    for row in rows[1:]:
        _, disputed = _merged([rows[0], row])
        place = rows[0].place("customer") or rows[0].place("customer_id")
        first = f"{rows[0].sheet}!{address(rows[0].row, place.column if place else 1)}"
        found.append(row.problem("RL407", "customer", row.shown, first=first, fields=disputed))
    return found
