"""Snapshots kept in the workbook: the last run of each month and the latest run, as the lines of the sheet 跟进报告 / Follow-up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from riskledger.assessment import Assessment, units
from riskledger.history.standings import Balance, Standing, Standings, standings_of
from riskledger.i18n import LANGUAGES, Words
from riskledger.i18n import words as words_of
from riskledger.ledger.intake import customer_key
from riskledger.ledger.snapshot_lines import COLUMNS, HISTORY, RATED_AS, SnapshotLine, SnapshotLines
from riskledger.ledger.tiers import NAMES
from riskledger.workbook.result_sheets import FIRST_ROW, ResultColumn, ResultSheet, Value
from riskledger.workbook.template_lists import FOLLOW_UP

_DAY = attrgetter("as_of")
_DIGITS = 12  # of a score: money at risk follows to the cent up to a balance of a hundred billion


def thin(days: Iterable[dt.date], new: dt.date) -> list[dt.date]:
    """The snapshots that stay when a run is added: the last of each month, and the run itself. Ascending."""
    last = {(day.year, day.month): day for day in sorted({*days, new})}
    return sorted({*last.values(), new})


def read_history(kept: SnapshotLines) -> list[Standings]:
    """What the workbook's snapshots say, one Standings per as-of date, ascending."""
    found = []
    for day, group in groupby(sorted(kept.lines, key=_DAY), key=_DAY):
        lines = list(group)
        customers: dict[str, Standing] = {}
        for line in lines:
            key = customer_key(line.customer, line.customer_id) or ""
            balance = Balance(line.currency, line.outstanding, line.overdue, line.exposure)
            balances = (*customers[key].balances, balance) if key in customers else (balance,)
            customers[key] = Standing(
                key, line.customer, line.customer_id, line.tier, round(100 - line.score, _DIGITS), balances, line.action
            )
        by_group = any(line.by_group for line in lines)
        found.append(Standings(dt.date.fromordinal(day), lines[0].policy, customers, by_group))
    return found


def history_lines(assessment: Assessment, language: str) -> list[SnapshotLine]:
    """The lines of the sheet after a run, the latest day first: those of its own day are replaced, months are thinned."""
    day = assessment.as_of
    kept = assessment.read.history.lines
    stay = {each.toordinal() for each in thin((dt.date.fromordinal(each) for each in {line.as_of for line in kept}), day)}
    lines = [line for line in kept if line.as_of in stay and line.as_of != day.toordinal()]
    return sorted([*_lines(standings_of(assessment, language)), *lines], key=_DAY, reverse=True)


def _lines(standings: Standings) -> list[SnapshotLine]:
    return [
        SnapshotLine(
            as_of=standings.as_of.toordinal(),
            customer_id=one.customer_id,
            customer=one.customer,
            tier=one.tier,
            score=round(100 - one.points, _DIGITS),
            currency=balance.currency,
            outstanding=balance.outstanding,
            overdue=balance.overdue,
            exposure=balance.exposure,
            action=one.action,
            policy=standings.policy_digest,
            by_group=standings.by_group,
        )
        for one in standings.customers.values()
        for balance in one.balances
    ]


def history_sheet(assessment: Assessment, lines: Sequence[SnapshotLine], words: Words) -> ResultSheet:
    """The follow-up sheet: the snapshots' lines, and behind them, as they stand, those that an earlier read set aside."""
    aside = [line.cells for line in assessment.read.history.set_aside]
    said = {key for cells in aside for key, value in cells.items() if value is not None}
    told = dict(zip(SnapshotLine._fields, zip(*lines, strict=True), strict=True))
    optional = {
        "customer_id": any(told["customer_id"]),
        "currency": any(told["currency"]),
        "exposure": any(line.exposure != max(0, line.outstanding) for line in lines),
        "rated": any(told["by_group"]),
    }
    keys = [key for key in COLUMNS if optional.get(key, True) or key in said]
    days = {ordinal: dt.date.fromordinal(ordinal) for ordinal in set(told["as_of"])}
    amounts = {minor: units(minor) for minor in {*told["outstanding"], *told["overdue"], *told["exposure"]}}
    shown: dict[str, Iterable[Value]] = told | {
        "as_of": map(days.__getitem__, told["as_of"]),
        "tier": map(NAMES[words.language].__getitem__, told["tier"]),
        "outstanding": map(amounts.__getitem__, told["outstanding"]),
        "overdue": map(amounts.__getitem__, told["overdue"]),
        "exposure": map(amounts.__getitem__, told["exposure"]),
        "rated": map(RATED_AS[words.language].__getitem__, told["by_group"]),
    }
    rows: list[Sequence[Value]] = list(zip(*(shown[key] for key in keys), strict=True))
    return ResultSheet(
        kind=HISTORY,
        title=words("sheet.title.history"),
        known_titles=tuple(words_of(language)("sheet.title.history") for language in LANGUAGES),
        caption=words("sheet.caption.history", as_of=max(days.values()).isoformat(), count=len(days)),
        columns=[ResultColumn(getattr(COLUMNS[key], words.language), COLUMNS[key].kind, COLUMNS[key].width) for key in keys],
        rows=[*rows, *([line.get(key) for key in keys] for line in aside)],
        levels=told["tier"],
        stamp=max(days.values()).isoformat(),
        tab_colour="548235",
        blank_forms=tuple(tuple(column.header(language) for column in FOLLOW_UP) for language in LANGUAGES),
    )


def place_of(assessment: Assessment, lines: Sequence[SnapshotLine]) -> dict[int, int]:
    """Row of each line set aside, as read → as written."""
    first = FIRST_ROW + len(lines)
    return {line.row: first + i for i, line in enumerate(assessment.read.history.set_aside)}
