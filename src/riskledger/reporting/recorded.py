"""What an earlier run left on the customer assessment sheet: each customer's tier and action, who was to act and by when."""

from __future__ import annotations

import datetime as dt

from riskledger.history.follow_up import EarlierActions, SetAction
from riskledger.i18n import LANGUAGES
from riskledger.i18n import words as words_of
from riskledger.ledger.intake import customer_key
from riskledger.ledger.tiers import read_tier
from riskledger.ledger.values import as_text, parse_date
from riskledger.workbook.book import Book
from riskledger.workbook.result_sheets import HEADER_ROW
from riskledger.workbook.sheet import SheetCells, Value

_READ = ("customer_id", "customer", "tier", "action", "owner", "action_due")


def recorded(book: Book) -> EarlierActions | None:
    """The actions on the assessment sheet that stands in the workbook, in either language; None without such a sheet or date.

    A column that an older sheet lacks, or a cell that cannot be read, gives None. A customer of several currencies has
    a line for each, but one action.
    """
    own = book.own_sheets().get("assessment")
    if own is None:
        return None
    cells = book.read(own.name)
    if HEADER_ROW not in cells.rows:
        return None
    try:
        as_of = dt.date.fromisoformat(own.stamp)
    except ValueError:
        return None
    columns = _columns(cells)
    nothing: list[Value] = [None] * len(cells.rows)
    lines = zip(*(columns.get(key, nothing) for key in _READ), strict=True)
    found: dict[str, SetAction] = {}
    for number, name, tier, action, owner, due in list(lines)[cells.rows.index(HEADER_ROW) + 1 :]:
        key, text = customer_key(as_text(name), as_text(number)), as_text(action)
        if key and text and key not in found:
            day = parse_date(due, epoch1904=book.epoch1904)
            found[key] = SetAction(
                key=key,
                customer=as_text(name) or as_text(number) or "",
                tier=read_tier(as_text(tier) or ""),
                action=text,
                owner=as_text(owner),
                due=dt.date.fromordinal(day) if isinstance(day, int) else None,
            )
    return EarlierActions(as_of, tuple(found.values()))


def _columns(cells: SheetCells) -> dict[str, list[Value]]:
    """The columns read, by the headers of either language."""
    header = cells.rows.index(HEADER_ROW)
    headers = {words_of(language)(f"sheet.{key}"): key for language in LANGUAGES for key in _READ}
    named = ((headers.get(as_text(values[header]) or ""), values) for values in cells.columns.values())
    return {key: values for key, values in named if key is not None}
