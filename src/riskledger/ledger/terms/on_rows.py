"""The due day that the terms column gives each row: net days by plain addition, other terms once per distinct pair of terms and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from riskledger.ledger.terms.model import Ambiguous, Order, Rule, Terms, Unknown
from riskledger.ledger.terms.reading import read_terms
from riskledger.ledger.values import ERROR_CELL, Problem, as_text, is_error, says_nothing
from riskledger.workbook.sheet import Value

TermsCell = int | Terms | Unknown | Ambiguous | None


def parse_terms_cell(value: Value, order: Order | None = None) -> TermsCell | Problem:
    """What a terms cell says: net days as a number, other terms as `Terms`; None for a blank cell, a Problem for an error cell.

    order: as for `read_terms`.
    """
    if value is None:
        return None
    if isinstance(value, str):
        if is_error(value):
            return ERROR_CELL
        if says_nothing(value):
            return None
    elif is_error(value):
        return ERROR_CELL
    terms = read_terms(value if isinstance(value, str | float) else as_text(value) or "", order)
    return _net_days(terms) if isinstance(terms, Terms) else terms


def _net_days(terms: Terms) -> int | Terms:
    """Terms that only add days, as that number: nearly all terms are such, and adding is far cheaper than the calendar."""
    if len(terms.instalments) == 1:
        rule = terms.instalments[0].rule
        if rule == Rule(days=rule.days, event=rule.event):
            return rule.days
    return terms


def due_day(terms: TermsCell, invoice_day: int) -> int | None:
    """The ordinal of the day on which the whole amount is due (the last instalment's), None without terms of one reading."""
    if isinstance(terms, int):
        return invoice_day + terms
    return _by_calendar(terms, invoice_day) if isinstance(terms, Terms) else None


@lru_cache(maxsize=65_536)
def _by_calendar(terms: Terms, invoice_day: int) -> int:
    return terms.due(dt.date.fromordinal(invoice_day)).toordinal()


def due_days(terms: Sequence[TermsCell], invoice_days: Sequence[int | None]) -> list[int | None]:
    """`due_day` down a ledger; None where the row has no invoice date."""
    return [
        None if each is None or day is None else day + each if type(each) is int else due_day(each, day)
        for each, day in zip(terms, invoice_days, strict=True)
    ]
