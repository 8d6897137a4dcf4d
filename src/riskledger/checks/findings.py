"""A finding: what is wrong where, as a value without a sentence. Its words come from the catalogue when it is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]
NOTHING: Mapping[str, object] = MappingProxyType({})

# Severity by rule code; a rule is an error when the row or the figure concerned cannot be used.
SEVERITIES: dict[str, Severity] = {
    "RL102": "warning", "RL104": "warning", "RL105": "warning", "RL106": "warning", "RL107": "error",
    "RL108": "warning", "RL109": "warning",
    "RL201": "error", "RL202": "error", "RL203": "error", "RL204": "error", "RL205": "error", "RL206": "error", "RL207": "warning",
    "RL208": "warning", "RL209": "error", "RL210": "warning", "RL211": "error", "RL212": "warning", "RL213": "error", "RL214": "warning",
    "RL215": "warning", "RL216": "warning", "RL217": "warning", "RL218": "warning", "RL219": "warning",
    "RL220": "warning", "RL229": "info", "RL230": "warning", "RL231": "error",
    "RL301": "warning", "RL302": "warning", "RL303": "warning", "RL304": "info", "RL305": "warning", "RL306": "warning", "RL307": "warning",
    "RL308": "warning", "RL309": "warning", "RL310": "warning", "RL311": "warning", "RL312": "warning",
    # what a row or a customer says of itself twice
    "RL313": "warning", "RL314": "warning", "RL315": "warning", "RL316": "warning", "RL317": "info", "RL318": "info", "RL319": "info",
    "RL320": "warning",
    "RL401": "warning", "RL402": "info",
    # the sheets beside the ledger, and who is who
    "RL221": "warning", "RL222": "warning", "RL223": "warning", "RL224": "warning", "RL225": "warning", "RL226": "warning",
    "RL227": "warning", "RL228": "warning", "RL403": "warning", "RL404": "warning",
    "RL405": "info", "RL406": "info",
    "RL407": "warning", "RL408": "info", "RL409": "warning", "RL410": "warning", "RL411": "warning",
    "RL412": "info", "RL413": "info", "RL414": "warning", "RL415": "warning", "RL416": "warning", "RL417": "warning",
    "RL501": "error", "RL502": "warning", "RL503": "warning", "RL504": "error", "RL505": "error",
    "RL506": "warning", "RL507": "warning", "RL508": "warning", "RL509": "warning",
    "RL601": "info", "RL602": "info", "RL603": "warning", "RL604": "warning",
    "RL701": "warning", "RL702": "warning", "RL703": "warning", "RL704": "warning", "RL705": "warning",
}  # fmt: skip


class Finding(NamedTuple):
    """One thing to tell. `row` and `column` are 1-based sheet coordinates, None when it concerns the whole sheet or book.

    `field` is the column's key; `value` the cell's content as shown; `params` fill the message. `sheet` is None for the ledger's own sheet.
    """

    rule: str
    row: int | None = None
    column: int | None = None
    field: str | None = None
    value: str | None = None
    customer: str | None = None
    params: Mapping[str, object] = NOTHING
    sheet: str | None = None

    @property
    def severity(self) -> Severity:
        """How bad it is: "error" leaves the row out of the figures."""
        return SEVERITIES[self.rule]
