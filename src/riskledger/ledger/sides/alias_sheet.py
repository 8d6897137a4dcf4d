"""The sheet of aliases: other names and ids of a customer. Its presence asks for them to be read as that customer.

An alias of an alias is followed to its end; one that leads back to itself, or to several customers, is told (RL414) and not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from riskledger.ledger.intake import Ledger, customer_key
from riskledger.ledger.sides.cells import SideCells, SideProblem, SideRow
from riskledger.ledger.sides.layout import SideLayout
from riskledger.workbook.sheet import SheetCells

Who = tuple[str | None, str | None]  # name and id
_NAMED = 5  # orphans told by name


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasRow(SideRow):
    """One line: an alias of the row's customer."""

    alias: str


@dataclass(frozen=True, slots=True)
class AliasSheet:
    """A sheet of aliases as read."""

    layout: SideLayout
    rows: tuple[AliasRow, ...]
    problems: tuple[SideProblem, ...]


@dataclass(frozen=True, slots=True)
class Renaming:
    """Alias, as `customer_key` makes it of a name, → name and id of the customer it stands for."""

    targets: Mapping[str, Who] = field(default_factory=dict)
    problems: tuple[SideProblem, ...] = ()

    def of(self, name: str | None, number: str | None) -> Who:
        """Name and id after renaming: the id is looked up before the name; what is no alias stays as it is."""
        for text in (number, name):
            if text and (target := self.targets.get(customer_key(text, None) or "")):
                return target
        return name, number


def read_alias_sheet(cells: SheetCells, layout: SideLayout, *, epoch1904: bool = False) -> AliasSheet:
    """Read all lines; an alias without a customer is reported (RL224) and left out."""
    side = SideCells(cells, layout, epoch1904)
    alias = side.read("alias")
    rows = []
    for at in range(len(side.kept)):
        if alias[at] is None:
            continue
        row = AliasRow(**side.common(at), alias=alias[at])
        if row.key is None:
            side.problems.append(row.problem("RL224", "customer"))
        else:
            rows.append(row)
    return AliasSheet(layout, tuple(rows), tuple(side.problems))


def renaming(sheets: Iterable[AliasSheet], ledger: Ledger) -> Renaming:
    """What each alias is renamed to, as the ledger writes that customer."""
    sheets = tuple(sheets)
    if not sheets:
        return Renaming()
    by_alias: dict[str, list[AliasRow]] = {}
    for row in (row for sheet in sheets for row in sheet.rows):
        key = customer_key(row.alias, None)
        if key is not None and not (row.customer_id is None and customer_key(row.customer, None) == key):
            by_alias.setdefault(key, []).append(row)
    known = _Known(ledger, by_alias)
    targets: dict[str, Who] = {}
    problems: list[SideProblem] = []
    circles: set[frozenset[str]] = set()
    for key, rows in by_alias.items():
        path, ends = _followed(key, by_alias, known)
        if len(ends) == 1:
            targets[key] = next(iter(ends))
        elif ends or frozenset(path) not in circles:  # a circle is told once
            circles.add(frozenset(path))
            others = " → ".join(path) if not ends else ", ".join(sorted(name or number or "" for name, number in ends))
            problems.append(rows[0].problem("RL414", "alias", rows[0].alias, others=others))
    for sheet in sheets:
        missing = list(dict.fromkeys(row.alias for row in sheet.rows if customer_key(row.alias, None) not in known.texts))
        if missing:
            names = ", ".join(missing[:_NAMED])
            place = (sheet.layout.sheet, sheet.layout.header_row, sheet.layout.fields["alias"], "alias")
            problems.append(SideProblem("RL413", *place, params={"count": len(missing), "names": names}))
    return Renaming(targets, tuple(problems))


class _Known:
    """Who the ledger's customers are, aliases aside: ids with their names, names with their ids as written."""

    def __init__(self, ledger: Ledger, aliases: Mapping[str, object]) -> None:
        self.has_ids = ledger.has("customer_id")
        self.texts: set[str | None] = set()
        self.by_id: dict[str, Who] = {}
        self.by_name: dict[str, dict[str, Who]] = {}
        for name, number in dict.fromkeys(zip(ledger.customer, ledger.customer_id, strict=True)):
            own = {customer_key(text, None) for text in (name, number) if text}
            self.texts |= own
            key = customer_key(name, number)
            if own & aliases.keys() or key is None:
                continue
            if number:
                self.by_id.setdefault(key, (name, number))
            if name:
                self.by_name.setdefault(customer_key(name, None) or "", {}).setdefault(key, (name, number))

    def written(self, name: str | None, number: str | None) -> set[Who]:
        """The customer as the ledger writes it; several when the name alone does not tell which."""
        if number and (found := self.by_id.get(customer_key(None, number) or "")):
            return {found}
        if name and (named := self.by_name.get(customer_key(name, None) or "")):
            return set(named.values()) if number is None else {(name, None if set(named) == {customer_key(name, None)} else number)}
        return {(name, number if self.has_ids or name is None else None)}


def _followed(alias: str, by_alias: Mapping[str, list[AliasRow]], known: _Known) -> tuple[list[str], set[Who]]:
    """The aliases gone through, as written, and the customers at the end; no customer where the way leads back."""
    path, ends, seen = [by_alias[alias][0].alias], set[Who](), {alias}
    waiting = [(alias, row) for row in by_alias[alias]]
    while waiting:
        at, row = waiting.pop()
        texts = [customer_key(text, None) for text in (row.customer_id, row.customer) if text]
        onward = next((key for key in texts if key in by_alias and key != at), None)
        if onward is None:
            ends |= known.written(row.customer, row.customer_id)
        elif onward in seen:
            return [*path, row.shown], set()
        else:
            seen.add(onward)
            path.append(row.shown)
            waiting += [(onward, further) for further in by_alias[onward]]
    return path, ends
