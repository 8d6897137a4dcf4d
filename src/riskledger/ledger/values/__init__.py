"""From what a cell holds to what it means: money, dates, days, counts, terms, flags and currency codes.

Every parser takes one cell value (None, str, float, bool, an error cell or a date-time) and gives the meaning, None for
"nothing there", or a Problem. Nothing is guessed: a form with two readings is a Problem. Money becomes an int of minor units
(分 / cents), dates become proleptic ordinals (`date.toordinal`).
"""

from riskledger.ledger.values.counts import parse_count, parse_days
from riskledger.ledger.values.dates import DateOrder, date_order, numbers_order, parse_date, short_year_days
from riskledger.ledger.values.flags import paid_words, parse_disputed, parse_flag, parse_open, says_void
from riskledger.ledger.values.money import LIMIT, contradicts, exact_amount, has_fraction, money_currency, parse_currency, parse_money
from riskledger.ledger.values.text import ERROR_CELL, Problem, as_text, is_error, joined, plain, says_nothing, words

__all__ = [
    "ERROR_CELL",
    "LIMIT",
    "DateOrder",
    "Problem",
    "as_text",
    "contradicts",
    "date_order",
    "exact_amount",
    "has_fraction",
    "is_error",
    "joined",
    "money_currency",
    "numbers_order",
    "paid_words",
    "parse_count",
    "parse_currency",
    "parse_date",
    "parse_days",
    "parse_disputed",
    "parse_flag",
    "parse_money",
    "parse_open",
    "plain",
    "says_nothing",
    "says_void",
    "short_year_days",
    "words",
]
