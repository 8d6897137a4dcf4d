"""At which rate each row of the ledger is converted on T: its own, else the rate table's; the base currency's is 1.

Base = the currency that the rate's header names, else the one whose rate is 1 in the table or on every row of the ledger. Nothing is
converted unless the base is certain and every assessed row has a rate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from riskledger.checks.findings import Finding
from riskledger.ledger.intake import Ledger
from riskledger.ledger.rate_values import base_of
from riskledger.ledger.sides.cells import SideProblem
from riskledger.ledger.sides.rate_table import RateRow, RateTable, quotes_on

ONE = Decimal(1)
_FAR = Decimal("0.05")  # share of the table's rate
_MOST_MONEY = 10**15  # minor units of one row in base: 100,000 such rows still add up in int64 ten times over


class RateUse(NamedTuple):
    """One rate at which rows of a currency are converted; `quote` is its line in the rate table, None for the rows' own rate."""

    currency: str | None
    rate: Decimal
    rows: int
    quote: RateRow | None


@dataclass(frozen=True)
class Rates:
    """The rates of the assessed rows: `rates[of_row[i]]` is base currency per unit of row i's currency."""

    base: str
    rates: tuple[Decimal, ...]
    of_row: NDArray[np.int64]
    uses: tuple[RateUse, ...]  # of foreign currencies, by currency and rate
    known: Mapping[str, Decimal]  # one rate per currency, where there is but one

    def of(self, currency: str | None) -> Decimal | None:
        """The one rate of a currency; None where its rows have several."""
        return self.known.get(currency or "")


@dataclass(frozen=True)
class RatesFound:
    """`rates` is None where nothing is converted; `lacking` are then the currencies without one, None where no base can be told."""

    rates: Rates | None
    lacking: tuple[str | None, ...] | None
    findings: tuple[Finding, ...] = ()
    problems: tuple[SideProblem, ...] = ()


def rates_on(
    ledger: Ledger,
    tables: Sequence[RateTable],
    currencies: tuple[str | None, ...],
    currency: NDArray[np.int64],
    assessed: NDArray[np.bool_],
    as_of: int,
) -> RatesFound:
    """Find the rate of every assessed row.

    Args:
        tables: sheets of rates.
        currencies: the book's, by the index in `currency`, which like `assessed` is parallel to the ledger's rows.
        as_of: T, an ordinal; later rates do not exist yet.
    """
    names = {name for name in currencies if name is not None}
    if not names or not (tables or ledger.has("exchange_rate")):
        return RatesFound(None, currencies)
    places = np.flatnonzero(assessed).tolist()
    pairs = list(zip(currency[assessed].tolist(), [ledger.exchange_rate[i] for i in places], strict=True))
    first: dict[tuple[int, Decimal | None], int] = {}
    for i, pair in zip(places, pairs, strict=True):
        first.setdefault(pair, i)
    if not tables and all(rate is None for _, rate in first):
        return RatesFound(None, currencies)
    quotes = quotes_on(tables, as_of)
    own = {name: {rate for c, rate in first if currencies[c] == name} for name in names}
    base = _base(ledger, tables, quotes.by_currency, own)
    if base is None:
        return RatesFound(None, None, _no_base(ledger, tables, currencies))
    if currencies == (base,):
        return RatesFound(None, currencies)
    problems = tuple(problem for name, problem in sorted(quotes.clashes.items()) if name in names and name != base)
    findings: list[Finding] = []
    chosen: dict[tuple[int, Decimal | None], Decimal] = {}
    lacking: set[str | None] = set()
    for (at, stated), i in first.items():
        name = currencies[at]
        quote = quotes.by_currency.get(name or "")
        rate = ONE if name == base else stated or (quote.rate if quote else None)
        if rate is None:
            lacking.add(name)
        else:
            chosen[at, stated] = rate
        if name == base and stated not in (None, ONE):
            findings.append(_at(ledger, i, "RL506", stated, currency=name))
        elif name != base and stated is not None and quote is not None and abs(stated - quote.rate) > _FAR * quote.rate:
            rows = sum(pair == (at, stated) for pair in pairs)
            findings.append(_at(ledger, i, "RL508", stated, currency=name, table=f"{quote.rate:f}", rows=rows))
    if lacking:
        order = tuple(name for name in currencies if name in lacking)
        return RatesFound(None, order, tuple(findings), problems)
    if max((abs(ledger.amount[i] or 0) for i in places), default=0) * max(chosen.values(), default=ONE) > _MOST_MONEY:
        return RatesFound(None, currencies, tuple(findings), problems)
    return RatesFound(_rates(base, currencies, pairs, chosen, quotes.by_currency), (), tuple(findings), problems)


def _base(ledger: Ledger, tables: Sequence[RateTable], quotes: Mapping[str, RateRow], own: Mapping[str, set[Decimal | None]]) -> str | None:
    """The one currency that headers name; without any, the one with rate 1; None where there is none or more than one."""
    headers = [header.header for header in ledger.layout.headers if header.field == "exchange_rate"]
    named = {table.base for table in tables} | {base_of(header) for header in headers}
    candidates = {name for name in named if name is not None}
    if not candidates:
        candidates = {name for name, row in quotes.items() if row.rate == ONE} | {name for name, rates in own.items() if rates == {ONE}}
    return next(iter(candidates)) if len(candidates) == 1 else None


def _no_base(ledger: Ledger, tables: Sequence[RateTable], currencies: tuple[str | None, ...]) -> tuple[Finding, ...]:
    """Several currencies with rates whose base nobody can tell (RL507); with one currency there is nothing to convert."""
    if len(currencies) == 1:
        return ()
    names = ", ".join(name or "?" for name in currencies)
    if tables:
        layout = tables[0].layout
        column, row = layout.fields["rate"], layout.header_row
        return (Finding("RL507", row, column, "rate", params={"currencies": names}, sheet=layout.sheet),)
    column = ledger.layout.fields["exchange_rate"]
    return (Finding("RL507", ledger.layout.header_row, column, "exchange_rate", params={"currencies": names}),)


def _at(ledger: Ledger, i: int, rule: str, stated: Decimal | None, **params: object) -> Finding:
    column = ledger.layout.fields["exchange_rate"]
    return Finding(rule, ledger.rows[i], column, "exchange_rate", f"{stated:f}", ledger.customer[i] or ledger.customer_id[i], params)


def _rates(
    base: str,
    currencies: tuple[str | None, ...],
    pairs: list[tuple[int, Decimal | None]],
    chosen: Mapping[tuple[int, Decimal | None], Decimal],
    quotes: Mapping[str, RateRow],
) -> Rates:
    distinct = tuple(sorted(set(chosen.values())))
    place = {rate: at for at, rate in enumerate(distinct)}
    index = {pair: place[rate] for pair, rate in chosen.items()}
    counts: dict[tuple[int, Decimal | None], int] = {}
    for pair in pairs:
        counts[pair] = counts.get(pair, 0) + 1
    uses = []
    for (at, stated), rows in counts.items():
        if (name := currencies[at]) != base:
            uses.append(RateUse(name, chosen[at, stated], rows, None if stated is not None else quotes[name or ""]))
    # A currency that the ledger does not hold may still be that of a limit.
    known = {name: row.rate for name, row in quotes.items()}
    for name in {use.currency for use in uses}:
        of_rows = {use.rate for use in uses if use.currency == name}
        known.pop(name or "", None)
        if len(of_rows) == 1:
            known[name or ""] = next(iter(of_rows))
    known[base] = ONE
    uses.sort(key=lambda use: (use.currency or "", use.quote is None, use.rate))
    return Rates(base, distinct, np.array([index[pair] for pair in pairs], dtype=np.int64), tuple(uses), known)
