"""What she wrote on a customer's rows: whom to reach and how, and the action where it is hers."""

from __future__ import annotations

from collections.abc import Mapping

from riskledger.assessment import Assessment, CustomerAssessment
from riskledger.ledger.values import as_text, says_nothing
from riskledger.rating.actions import all_texts
from riskledger.reporting.monthly.contact import masked

_Recorded = Mapping[str, frozenset[str]]


class OwnWords:
    """The ledger's own texts by customer, its latest row first.

    recorded: customer key → action texts that an earlier run wrote; with the policy's they are ours and not hers.
    """

    def __init__(self, now: Assessment, recorded: _Recorded) -> None:
        self._day = now.facts.invoice_day.tolist()
        self._open = (now.facts.outstanding != 0).tolist()
        index = now.ledger.index
        self._place = [index[i] for i in now.known.assessed.nonzero()[0].tolist()]
        self._columns = {key: now.cells.columns.get(now.ledger.layout.fields.get(key, 0)) for key in ("contact_person", "phone", "action")}
        self._ours, self._recorded = all_texts(now.policy), recorded

    def latest_row(self, entry: CustomerAssessment) -> int:
        """The index, among the facts, of a customer's latest row."""
        return max(entry.rows, key=lambda i: (self._day[i], i))

    def contact(self, entry: CustomerAssessment, *, mask: bool) -> str | None:
        """Name and number, each from the latest row that has it; None where none has."""
        person, phone = self._latest(entry, "contact_person"), self._latest(entry, "phone")
        shown = [person, masked(phone) if phone and mask else phone]
        return " ".join(text for text in shown if text) or None

    def action(self, entry: CustomerAssessment) -> str | None:
        """The action that she wrote herself, on the latest open row that has one or on the latest row at all."""
        if self._columns["action"] is None:
            return None
        last, ours = self.latest_row(entry), self._ours | self._recorded.get(entry.key, frozenset())
        rows = [i for i in self._newest_first(entry) if self._open[i] or i == last]
        return next((text for i in rows if (text := self._text("action", i)) and text not in ours), None)

    def _latest(self, entry: CustomerAssessment, key: str) -> str | None:
        if self._columns[key] is None:
            return None
        return next((text for i in self._newest_first(entry) if (text := self._text(key, i))), None)

    def _newest_first(self, entry: CustomerAssessment) -> list[int]:
        return sorted(entry.rows, key=lambda i: (-self._day[i], -i))

    def _text(self, key: str, row: int) -> str | None:
        column = self._columns[key]
        text = as_text(column[self._place[row]]) if column is not None else None
        return text.strip() if text and not says_nothing(text) else None
