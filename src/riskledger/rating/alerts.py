"""Early warning: blue, yellow, orange and red alerts by the policy's table, each with its evidence. No alert gives points.

A line of the table names a fact, a comparison and a level; of the lines on one fact that hold, the most urgent one warns, once per
customer. A fact that is not known warns of nothing: a customer of which nothing was known a month ago has not changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from riskledger.ledger.sides.cells import CellPlace
from riskledger.rating.policy_model import COMPARISONS
from riskledger.rating.policy_parts import ALERT_LEVELS, AlertLevel, AlertPolicy

NOWHERE: tuple[CellPlace, ...] = ()


class Observed(NamedTuple):
    """A fact of one customer in the policy's terms, and what it rests on.

    `before` and `now` are the figures a month ago and on T behind a change; `rows` are indices of invoices, seen in the ledger column
    `column`; `places` are cells of other sheets.
    """

    value: float | bool
    before: float | str | None = None
    now: float | str | None = None
    rows: tuple[int, ...] = ()
    column: str = "days_overdue"
    places: tuple[CellPlace, ...] = NOWHERE


@dataclass(frozen=True, slots=True)
class Alert:
    """An early warning: what warns, how urgently, and on what evidence. `threshold` is the policy's, on `fact.value`."""

    level: AlertLevel
    code: str
    threshold: float | bool
    fact: Observed


def alerts_of(observed: Mapping[str, Observed], lines: Sequence[AlertPolicy]) -> tuple[Alert, ...]:
    """The alerts of one customer, the most urgent first; its facts by code."""
    found: dict[str, Alert] = {}
    for line in lines:
        fact = observed.get(line.fact)
        if fact is None or not COMPARISONS[line.operator](fact.value, line.value):
            continue
        if line.fact not in found or urgency(line.level) > urgency(found[line.fact].level):
            found[line.fact] = Alert(line.level, line.fact, line.value, fact)
    return tuple(sorted(found.values(), key=lambda alert: -urgency(alert.level)))


def urgency(level: AlertLevel) -> int:
    """The place of a level in the order of urgency, red last."""
    return ALERT_LEVELS.index(level)
