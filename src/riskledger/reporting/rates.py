"""At which rates a book in several currencies was converted, and whence: in words and for JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from riskledger.assessment import Assessment
from riskledger.i18n import Words, money
from riskledger.ledger.exchange_rates import RateUse
from riskledger.metrics.conversion import Conversion
from riskledger.reporting.wording import quoted
from riskledger.workbook.address import address

_SHOWN = 3  # different rates of one currency in a line of words


def rate_lines(assessment: Assessment, words: Words) -> list[str]:
    """One line per foreign currency: its rate, where that stands, what is outstanding in it. None where nothing was converted."""
    conversion = assessment.conversion
    if conversion is None:
        return []
    lines = []
    for name, totals, _ in conversion.by_currency:
        uses = [use for use in conversion.rates.uses if use.currency == name]
        if not uses:
            continue
        rates = sorted({use.rate for use in uses})
        shown = " / ".join(f"{rate:f}" for rate in rates) if len(rates) <= _SHOWN else f"{rates[0]:f}~{rates[-1]:f}"
        source = words("list.separator").join(dict.fromkeys(_sources(assessment, uses, words)))
        places = {"rate": shown, "base": conversion.rates.base, "currency": name or "?", "source": source}
        lines.append(words("report.rate.line", outstanding=money(totals.outstanding), **places))
    return lines


def rates_in_short(conversion: Conversion) -> str:
    """`7.1 CNY/USD, 7.75 CNY/EUR`; of a currency with several rates the lowest and the highest."""
    parts = []
    for name in dict.fromkeys(use.currency for use in conversion.rates.uses):
        rates = sorted({use.rate for use in conversion.rates.uses if use.currency == name})
        shown = f"{rates[0]:f}" if len(rates) == 1 else f"{rates[0]:f}~{rates[-1]:f}"
        parts.append(f"{shown} {conversion.rates.base}/{name or '?'}")
    return ", ".join(parts)


def _sources(assessment: Assessment, uses: list[RateUse], words: Words) -> list[str]:
    """Where the rates of one currency stand."""
    said = []
    if rows := sum(use.rows for use in uses if use.quote is None):
        header = next(header.header for header in assessment.ledger.layout.headers if header.field == "exchange_rate")
        said.append(words("report.rate.column", header=header, rows=rows))
    for use in uses:
        if use.quote is not None and use.quote.date is not None:
            said.append(words("report.rate.sheet", sheet=use.quote.sheet, date=dt.date.fromordinal(use.quote.date).isoformat()))
        elif use.quote is not None:
            said.append(words("report.rate.undated", sheet=use.quote.sheet))
    return said


def rates_document(assessment: Assessment) -> list[dict[str, Any]]:
    """The rates used, one object per currency, rate and source; `cell` and `date` of the rate table, null for a rate of the rows' own."""
    conversion = assessment.conversion
    if conversion is None:
        return []
    return [
        {
            "currency": use.currency,
            "base": conversion.rates.base,
            "rate": f"{use.rate:f}",
            "rows": use.rows,
            "source": "rows" if use.quote is None else "sheet",
            "sheet": assessment.sheet if use.quote is None else use.quote.sheet,
            "cell": None if use.quote is None else quoted(use.quote.sheet, address(use.quote.row, use.quote.columns["rate"])),
            "date": None if use.quote is None or use.quote.date is None else dt.date.fromordinal(use.quote.date).isoformat(),
        }
        for use in conversion.rates.uses
    ]


def rate_text(conversion: Conversion, currency: str | None) -> str | None:
    """The one rate of a currency as a decimal text; None where its rows have several."""
    rate = conversion.rates.of(currency)
    return None if rate is None else f"{rate:f}"
