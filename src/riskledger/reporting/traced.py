"""How one cell came about, as finished data: what a figure is made of, or what was read from an input and what it feeds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

from riskledger.checks.findings import Finding
from riskledger.rating.policy_model import Policy
from riskledger.rating.reasons import Reason
from riskledger.reporting.derivation import DERIVATIONS, Given, Plain, Quantity

What = Literal["figure", "input", "header", "finding", "outside"]
AsOfSource = Literal["given", "today", "stamp"]


class Input(NamedTuple):
    """One input of a figure; `cell` None where it stands in no cell, `note` a code of how it came about."""

    name: str
    quantity: Quantity
    cell: str | None = None
    note: str | None = None


class Made(NamedTuple):
    """A figure of a customer or a row: its value, what it is made of, what the parts add up to, and why there is no value."""

    figure: str
    value: Quantity
    inputs: tuple[Input, ...] = ()
    parts: tuple[Part, ...] = ()
    total: Quantity | None = None
    why: str | None = None

    @property
    def values(self) -> dict[str, Plain]:
        """The inputs' values by name."""
        return {each.name: each.quantity.value for each in self.inputs}


class Part(NamedTuple):
    """One row, line or reason under a figure; a reason has its words from the catalogue, the others their label."""

    quantity: Quantity
    cell: str | None = None
    label: str | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Traced:
    """A cell of the workbook explained.

    `column`: the field's key, or the key of a result sheet's column; `figure`: its entry in THE table of derivations, for a figure.
    `stored`: what the cell holds; `agrees`: whether that is the recomputed value, None where the two cannot be compared. `why`: a code,
    where there is no value or the cell is outside everything. `near`: the nearest cells that can be explained.
    """

    cell: str
    what: What
    as_of: dt.date
    as_of_source: AsOfSource
    column: str | None = None
    figure: str | None = None
    customer: str | None = None
    header: str | None = None
    how: str | None = None
    value: Quantity | None = None
    stored: str | None = None
    agrees: bool | None = None
    by_formula: str | None = None
    inputs: tuple[Input, ...] = ()
    parts: tuple[Part, ...] = ()
    total: Quantity | None = None
    policy: tuple[tuple[str, Plain], ...] = ()
    feeds: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    why: str | None = None
    near: tuple[str, ...] = ()
    written_as_of: dt.date | None = None


def again(traced: Traced, policy: Policy, language: Literal["zh", "en"]) -> Plain:
    """The figure computed from what is listed and nothing else. ValueError for a cell that is no figure."""
    if traced.figure is None:
        raise ValueError(traced.cell)
    inputs = {each.name: each.quantity.value for each in traced.inputs}
    return DERIVATIONS[traced.figure].again(Given(inputs, [part.quantity.value for part in traced.parts], policy, language))
