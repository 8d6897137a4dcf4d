"""Contracts with customers: since when, until when, and whether a breach is settled in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from riskledger.ledger.sides.cells import CellPlace, SideCells, SideProblem, SideRow
from riskledger.ledger.sides.layout import SideLayout
from riskledger.ledger.sides.linking import Roster, link
from riskledger.ledger.values import plain
from riskledger.workbook.sheet import SheetCells

_NO_CLAUSE = frozenset({"无", "没有", "否", "未约定", "无约定", "no", "none", "n", "not agreed", "false", "×", "x"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRow(SideRow):
    """One contract. Days as ordinals; a breach clause is True, False or not stated."""

    start: int | None
    end: int | None
    has_breach_clause: bool | None

    def runs(self, as_of: int) -> bool:
        """Whether it is in force on a date; its first and last day belong to it."""
        return (self.start is None or self.start <= as_of) and (self.end is None or self.end >= as_of)


@dataclass(frozen=True, slots=True)
class Contracts:
    """A list of contracts as read."""

    layout: SideLayout
    rows: tuple[ContractRow, ...]
    skipped: int
    problems: tuple[SideProblem, ...]


@dataclass(frozen=True, slots=True)
class KnownContracts:
    """The contracts of all lists by the ledger's customer key, and what has to be told."""

    by_customer: Mapping[str, tuple[ContractRow, ...]]
    problems: tuple[SideProblem, ...]


@dataclass(frozen=True, slots=True)
class ContractState:
    """How a customer stands with its contracts on a date.

    `end` is the last day of the contract that runs longest, or ran last if none runs; None when that one has no end. `running` counts
    those in force. `has_breach_clause`: whether all of those in force have one; None when one does not say.
    """

    running: int
    end: int | None
    has_breach_clause: bool | None
    place: CellPlace


def read_contracts(cells: SheetCells, layout: SideLayout, *, epoch1904: bool = False) -> Contracts:
    """Read all rows of a list of contracts.

    A contract without a customer is reported (RL224) and left out; one that ends before it starts is reported (RL227), and its start
    counts as blank. One whose end is written but cannot be read is reported and left out: without an end it would run for ever.
    """
    side = SideCells(cells, layout, epoch1904)
    start, end, breach = side.read("start"), side.read("end"), side.read("breach_clause")
    unreadable = {problem.row for problem in side.problems if problem.field == "end"}
    rows = []
    for at in range(len(side.kept)):
        head = SideRow(**side.common(at))
        if head.key is None:
            side.problems.append(head.problem("RL224", "customer"))
            continue
        if head.row in unreadable:
            continue
        begins, ends = start[at], end[at]
        if begins is not None and ends is not None and ends < begins:
            from_day, to_day = (dt.date.fromordinal(day).isoformat() for day in (begins, ends))
            side.problems.append(head.problem("RL227", "end", to_day, start=from_day))
            begins = None
        rows.append(
            ContractRow(
                **side.common(at),
                start=begins,
                end=ends,
                has_breach_clause=_clause(breach[at]),
            )
        )
    return Contracts(layout, tuple(rows), side.skipped, tuple(side.problems))


def _clause(text: str | None) -> bool | None:
    """Whether a clause is agreed: words for none say no, a blank or a dash nothing, any other wording yes."""
    word = plain(text or "")
    return None if not word.strip("-/") else word not in _NO_CLAUSE


def known_contracts(lists: Iterable[Contracts], roster: Roster) -> KnownContracts:
    """Bring the contracts of all lists to the ledger's customers; those of customers the ledger does not have are reported (RL408)."""
    rows = [row for contracts in lists for row in contracts.rows]
    linked = link(rows, roster, "contracts")
    by_customer: dict[str, list[ContractRow]] = {}
    for key, row in zip(linked.keys, rows, strict=True):
        if key is not None:
            by_customer.setdefault(roster.groups.get(key, key), []).append(row)
    return KnownContracts({key: tuple(found) for key, found in by_customer.items()}, linked.problems)


def contracts_on(contracts: KnownContracts, as_of: int) -> dict[str, ContractState]:
    """How each customer that has a contract stands on the as-of date (an ordinal); one that starts later does not exist yet."""
    found = {}
    for key, rows in contracts.by_customer.items():
        begun = [row for row in rows if row.start is None or row.start <= as_of]
        if not begun:
            continue
        running = [row for row in begun if row.runs(as_of)]
        # One in force outlasts every one that has ended.
        longest = max(begun, key=lambda row: (row.end is None, row.end or 0))
        clauses = [row.has_breach_clause for row in running]
        clause = None if not clauses or None in clauses else all(clauses)
        if False in clauses:
            clause = False
        place = longest.place("end") or CellPlace(longest.sheet, longest.row, 1)
        found[key] = ContractState(len(running), longest.end, clause, place)
    return found
