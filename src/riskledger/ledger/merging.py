"""Merging customers on request: an alias sheet renames, groups become customers. The one place that changes a ledger's customer keys.

Renaming does what replacing the cells by hand would do. With groups as customers each row keeps its own name and id, and `Ledger.key` is
the group's: its name, as for any customer without an id.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from riskledger.checks.findings import Finding
from riskledger.ledger.customers import Customers
from riskledger.ledger.intake import Ledger, customer_key
from riskledger.ledger.sides.alias_sheet import AliasSheet, Renaming
from riskledger.ledger.sides.cells import SideProblem
from riskledger.ledger.sides.customer_file import CustomerRow
from riskledger.ledger.sides.linking import link, roster_of


def renamed(ledger: Ledger, sheets: Iterable[AliasSheet], names: Renaming) -> tuple[Ledger, tuple[SideProblem, ...]]:
    """The ledger with every alias read as its customer, and how many rows and customers that merged (RL412)."""
    if not names.targets:
        return ledger, ()
    pairs = list(zip(ledger.customer, ledger.customer_id, strict=True))
    new = {pair: names.of(*pair) for pair in dict.fromkeys(pairs)}
    keys = {pair: customer_key(*pair) for pair in new}
    now = {pair: customer_key(*who) for pair, who in new.items()}
    merged = {old: key for pair, key in now.items() if (old := keys[pair]) is not None and key is not None and key != old}
    rows = sum(keys[pair] != now[pair] for pair in pairs)
    told: tuple[SideProblem, ...] = ()
    if rows:
        layout = next(sheet.layout for sheet in sheets if sheet.rows)
        place = (layout.sheet, layout.header_row, layout.fields["alias"], "alias")
        into = len(set(merged.values()))
        told = (SideProblem("RL412", *place, params={"rows": rows, "aliases": len(merged), "customers": into}),)
    return (
        dataclasses.replace(
            ledger,
            key=[now[pair] for pair in pairs],
            customer=[new[pair][0] for pair in pairs],
            customer_id=[new[pair][1] for pair in pairs],
            merged=merged,
        ),
        told,
    )


def by_group(ledger: Ledger, lines: Iterable[CustomerRow]) -> tuple[Ledger, tuple[Finding, ...]]:
    """The ledger with groups as customers; a customer of no group stays itself, unless a group bears its name.

    Args:
        lines: of the customers sheets, which may state a group as well as the ledger's rows.

    A customer with two groups (RL415) stays itself.
    """
    roster = roster_of(ledger)
    groups: dict[str, dict[str, str]] = {}  # customer key → group key → the group's name
    findings: list[Finding] = []
    first: dict[tuple[str, str], int] = {}
    for i, (key, group) in enumerate(zip(ledger.key, ledger.parent_group, strict=True)):
        if key and group:
            first.setdefault((key, group), i)
    for (key, group), i in first.items():
        if _joins(groups, key, group):
            column = ledger.layout.fields["parent_group"]
            others = ", ".join(groups[key].values())
            findings.append(Finding("RL415", ledger.rows[i], column, "parent_group", group, roster.names.get(key), {"others": others}))
    listed = [line for line in lines if line.facts.group]
    for linked, line in zip(link(listed, roster, "customers").keys, listed, strict=True):
        if linked and _joins(groups, linked, line.facts.group or ""):
            others = ", ".join(groups[linked].values())
            place = (line.row, line.columns["group"], "group", line.facts.group, line.shown)
            findings.append(Finding("RL415", *place, {"others": others}, sheet=line.sheet))
    member_of = {key: next(iter(found)) for key, found in groups.items() if len(found) == 1}
    names: dict[str, str] = {}
    for found in groups.values():
        if len(found) == 1:
            for group, name in found.items():
                names.setdefault(group, name)
    for group in names:
        for key in roster.by_name.get(group, ()):
            if key not in groups:
                member_of[key] = group
    if not member_of:
        return ledger, tuple(findings)
    merged = {old: member_of.get(key, key) for old, key in ledger.merged.items()}
    merged |= {key: group for key, group in member_of.items() if key != group}
    keys = [member_of.get(key or "", key) for key in ledger.key]
    return dataclasses.replace(ledger, key=keys, member=ledger.key, merged=merged, group_names=names), tuple(findings)


def members_of(ledger: Ledger, grouped: Customers) -> dict[int, tuple[str, ...]]:
    """Customer index of each group → the names of its members with an assessed row."""
    if ledger.member is None:
        return {}
    names: dict[int, dict[str, str]] = {}
    for i, customer in enumerate(grouped.of_row.tolist()):
        if customer >= 0 and grouped.keys[customer] in ledger.group_names:
            names.setdefault(customer, {})[ledger.member[i] or ""] = ledger.customer[i] or ledger.customer_id[i] or ""
    return {customer: tuple(found.values()) for customer, found in names.items()}


def _joins(groups: dict[str, dict[str, str]], key: str, group: str) -> bool:
    """Note a customer's group; True when it has another one already."""
    found = groups.setdefault(key, {})
    other = bool(found) and customer_key(group, None) not in found
    found.setdefault(customer_key(group, None) or "", group)
    return other
