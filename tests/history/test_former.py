"""Which former month a report is compared with, and what was restated since."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from ledger_table import write
from riskledger import assess
from riskledger.assessment import Assessment
from riskledger.history.former import end_of_month_before, former_month
from riskledger.history.moves import Restated
from riskledger.history.standings import Balance, Standings, standings_of
from riskledger.reporting.monthly import build_report
from riskledger.reporting.report import Moves

LEDGER = "客户名称|交易日期|到期日|交易金额\nA公司|@2026-06-01|@2026-07-01|100\nB公司|@2026-08-10|@2026-09-10|{amount}"


def book(folder: Path, day: str = "2026-10-31", amount: int = 40, name: str = "book.xlsx") -> Assessment:
    return assess(write(folder / name, LEDGER.format(amount=amount)), as_of=day)


def snapshot(assessment: Assessment, day: str, **changed: object) -> Standings:
    """What a run on a day would have left."""
    told = standings_of(assess(assessment.path, as_of=day), "zh")
    return dataclasses.replace(told, **changed)  # type: ignore[arg-type]  # fields by name


def test_without_a_snapshot_the_month_is_computed_from_the_ledger(tmp_path: Path) -> None:
    former = former_month(book(tmp_path), [])
    assert former is not None
    assert (former.basis, former.reported, former.restated, former.assessment.as_of) == ("recomputed", None, (), dt.date(2026, 9, 30))


@pytest.mark.parametrize(
    ("kept", "day"),
    [
        (["2026-08-31", "2026-09-30", "2026-10-31"], "2026-09-30"),
        (["2026-09-12", "2026-09-28", "2026-10-31"], "2026-09-28"),  # the last run of that month, whichever day it was
        (["2026-08-31", "2026-10-15"], None),  # an older one is no last month
    ],
)
def test_the_last_snapshot_of_the_month_before(kept: list[str], day: str | None, tmp_path: Path) -> None:
    now = book(tmp_path)
    former = former_month(now, [snapshot(now, each) for each in kept])
    assert former is not None
    assert (former.basis, former.assessment.as_of.isoformat()) == (("snapshot", day) if day else ("recomputed", "2026-09-30"))
    assert (former.reported is None) == (day is None)


def test_a_report_by_customer_is_not_compared_with_a_snapshot_of_groups(tmp_path: Path) -> None:
    now = book(tmp_path)
    former = former_month(now, [snapshot(now, "2026-09-30", by_group=True)])
    assert former is not None
    assert former.basis == "recomputed"


def test_nothing_was_there_then(tmp_path: Path) -> None:
    assert former_month(book(tmp_path, "2026-06-15"), []) is None


def test_what_was_reported_differently_is_a_restatement(tmp_path: Path) -> None:
    now = book(tmp_path)
    then = snapshot(now, "2026-09-30")
    one = dataclasses.replace(then.customers["b公司"], balances=(Balance(None, 9000, 0, 9000),), tier="low")
    former = former_month(now, [dataclasses.replace(then, customers={**then.customers, "b公司": one})])
    assert former is not None
    assert former.restated == (Restated("B公司", None, "outstanding", 9000, 4000), Restated("B公司", None, "overdue", 0, 4000))
    moves = build_report(now, former, "zh").moves
    assert isinstance(moves, Moves)
    assert [(each.customer, each.figure, str(each.reported), str(each.now)) for each in moves.restatements] == [
        ("B公司", "outstanding", "90.00", "40.00"),
        ("B公司", "overdue", "0.00", "40.00"),
    ]
    assert [each.customer for each in (*moves.risen, *moves.fallen)] == ["B公司"]  # by the tier that was reported


def test_the_book_given_goes_before_the_snapshot(tmp_path: Path) -> None:
    now = book(tmp_path)
    former = former_month(now, [snapshot(now, "2026-09-30")], book(tmp_path, "2026-09-30", 55, "last.xlsx"))
    assert former is not None
    assert (former.basis, former.assessment.path.name) == ("workbook", "last.xlsx")
    assert former.restated == (Restated("B公司", None, "outstanding", 5500, 4000), Restated("B公司", None, "overdue", 5500, 4000))
    assert former_month(now, [], book(tmp_path, "2026-01-31", 55, "early.xlsx")) is None


@pytest.mark.parametrize(("day", "end"), [("2026-10-31", "2026-09-30"), ("2026-03-05", "2026-02-28"), ("2026-01-01", "2025-12-31")])
def test_the_end_of_the_month_before(day: str, end: str) -> None:
    assert end_of_month_before(dt.date.fromisoformat(day)).isoformat() == end
