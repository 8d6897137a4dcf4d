"""The part of a policy on due dates: days of grace, the order of days and month end in terms, the calendar of working days."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from riskledger.ledger.due_rules import DueRules
from riskledger.ledger.terms import Order
from riskledger.ledger.working_days import has_calendar
from riskledger.rating.policy_parts import Part, Text, invalid


class DueDatePolicy(Part):
    """When an item is late, and how due dates follow from terms; every key may be absent."""

    grace_days: Annotated[int, Field(ge=0, le=365)] = 0
    end_of_month_order: Order | None = None
    calendar: Text | None = None

    @model_validator(mode="after")
    def _a_known_calendar(self) -> Self:
        if self.calendar is not None and not has_calendar(self.calendar):
            raise invalid("not_allowed", "calendar = CN, GB-ENG, US … (ISO 3166)", self.calendar)
        return self

    @property
    def rules(self) -> DueRules:
        """The same as the ledger is read by."""
        return DueRules(self.grace_days, self.end_of_month_order, self.calendar)
