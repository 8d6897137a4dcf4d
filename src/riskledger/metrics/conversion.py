"""Amounts in the base currency: amount × rate, each row to the cent, half up (away from zero), in exact integers."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import numpy as np

from riskledger.ledger.exchange_rates import Rates
from riskledger.ledger.instalments import OpenInstalments
from riskledger.ledger.known import Known
from riskledger.ledger.receipts import Receipts
from riskledger.metrics.ageing_scales import PRESETS, Scale, held_by_age
from riskledger.metrics.facts import Ints, InvoiceFacts
from riskledger.metrics.totals import Totals, totals

_FITS: Final = 2**62


def in_base(amounts: Ints, rates: Sequence[Decimal], of_row: Ints) -> Ints:
    """Convert minor units, row by row.

    Args:
        amounts: signed minor units.
        rates: base currency per unit; the result must fit into int64.
        of_row: index of each row's rate.
    """
    if not amounts.size:
        return amounts
    places = max(0, *(-int(rate.as_tuple().exponent) for rate in rates))
    factors, divisor = [int(rate.scaleb(places)) for rate in rates], 10**places
    if 2 * max(1, int(np.abs(amounts).max())) * max(factors) + divisor < _FITS:
        size = np.abs(amounts) * np.array(factors, dtype=np.int64)[of_row]
        cents: Ints = np.sign(amounts) * ((2 * size + divisor) // (2 * divisor))
        return cents
    chosen = [factors[at] for at in of_row.tolist()]
    exact = [(2 * abs(amount) * factor + divisor) // (2 * divisor) for amount, factor in zip(amounts.tolist(), chosen, strict=True)]
    return np.sign(amounts) * np.array(exact, dtype=np.int64)


def money_in_base(amount: int, rate: Decimal) -> int:
    """One amount in minor units of the base currency, to the cent, half up."""
    return int((amount * rate).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclasses.dataclass(frozen=True)
class Conversion:
    """What was converted into the base currency and at which rates; `facts` are the invoices in their own currencies.

    `by_currency`: totals and ageing of each currency in its own money.
    """

    rates: Rates
    facts: InvoiceFacts
    currencies: tuple[str | None, ...]
    by_currency: tuple[tuple[str | None, Totals, dict[str, int]], ...]


def converted(
    facts: InvoiceFacts, currencies: tuple[str | None, ...], rates: Rates, by: Scale = PRESETS["default"]
) -> tuple[InvoiceFacts, Conversion]:
    """The same invoices in the base currency, and what they were before; what is late or open stays as it is. by: the age groups."""
    each = tuple((name, totals(facts, rows := facts.currency == i), held_by_age(facts, by, rows)) for i, name in enumerate(currencies))
    based = dataclasses.replace(
        facts,
        amount=in_base(facts.amount, rates.rates, rates.of_row),
        outstanding=in_base(facts.outstanding, rates.rates, rates.of_row),
        currency=np.zeros_like(facts.currency),
    )
    if len(facts.instalments.row):
        based = dataclasses.replace(based, instalments=_instalments_in_base(facts, based.outstanding, rates))
    return based, Conversion(rates, facts, currencies, each)


def _instalments_in_base(facts: InvoiceFacts, outstanding: Ints, rates: Rates) -> OpenInstalments:
    """The open instalments in the base currency; the last of each row takes the rest, so that they still add up to its outstanding."""
    row, due_day, amounts = facts.instalments
    parts = in_base(amounts, rates.rates, rates.of_row[row])
    last = np.flatnonzero(np.append(row[1:] != row[:-1], True))
    sums = np.zeros(len(outstanding), dtype=np.int64)
    np.add.at(sums, row, parts)
    parts[last] += outstanding[row[last]] - sums[row[last]]
    return OpenInstalments(row, due_day, parts)


def known_in_base(known: Known, based: InvoiceFacts) -> Known:
    """The ledger on T with the money of its assessed rows in the base currency. based: the converted facts."""
    amount, outstanding = known.amount.copy(), known.outstanding.copy()
    amount[known.assessed], outstanding[known.assessed] = based.amount, based.outstanding
    row, due_day, parts = based.instalments
    instalments = OpenInstalments(np.flatnonzero(known.assessed)[row], due_day, parts)
    return dataclasses.replace(known, amount=amount, received=amount - outstanding, outstanding=outstanding, instalments=instalments)


def receipts_in_base(receipts: Receipts, based: Known, rates: Rates) -> Receipts:
    """The payments by T of the assessed rows in the base currency; a row's last one takes the rest, so that they come to what it received.

    based: the ledger on T in the base currency.
    """
    of_row = np.zeros(len(based.amount), dtype=np.int64)
    of_row[based.assessed] = rates.of_row
    found = Receipts()
    for row, paid in receipts.by_row(based.as_of).items():
        if not based.assessed[row]:
            continue
        rest = int(based.received[row])
        for day, amount in paid[:-1]:
            part = money_in_base(amount, rates.rates[of_row[row]])
            found.add(row, day, part)
            rest -= part
        found.add(row, paid[-1][0], rest)
    return found
