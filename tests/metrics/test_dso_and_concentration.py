"""DSO by its variants, effectiveness of collection and concentration where published examples do not reach."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from invoice_table import Item, facts
from random_facts import random_facts

from riskledger.metrics.collection import cei
from riskledger.metrics.concentration import UNASSIGNED, concentration, concentration_of, receivables_concentration
from riskledger.metrics.dso import count_back, dso_average, dso_family, monthly_sales
from riskledger.metrics.facts import Ints
from riskledger.metrics.figures import Figure, none
from riskledger.metrics.months import month_ends, months_before
from riskledger.metrics.turnover import period, turnover


def ordinals(*texts: str) -> list[int]:
    return [dt.date.fromisoformat(text).toordinal() for text in texts]


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [
        *[
            ("2026-02-28", 1, "2026-01-31"),
            ("2024-02-28", 1, "2024-01-28"),
            ("2026-03-30", 1, "2026-02-28"),
            ("2026-03-31", 13, "2025-02-28"),
        ],
        *[("2026-01-15", 1, "2025-12-15"), ("2026-10-31", 12, "2025-10-31"), ("2026-10-31", 0, "2026-10-31")],
    ],
)
def test_months_back(day: str, count: int, before: str) -> None:
    assert [months_before(ordinals(day)[0], count)] == ordinals(before)


def test_month_ends_lead_to_the_day_itself() -> None:
    assert month_ends(*ordinals("2024-03-15"), 4) == ordinals("2023-12-31", "2024-01-31", "2024-02-29", "2024-03-15")
    assert month_ends(*ordinals("2024-02-29"), 2) == ordinals("2024-01-31", "2024-02-29")


def test_sales_of_the_months_back_to_the_first_invoice() -> None:
    """T is 2024-12-31; the first invoice is of 2024-10-12, so that October counts 20 days."""
    book = facts(Item(0, 5, age=0), Item(0, 7, age=30), Item(0, 11, age=31), Item(0, -1, age=60), Item(0, 13, age=61), Item(0, 17, age=80))
    rows = book.amount != 0
    assert monthly_sales(book, rows) == ([12_00, 10_00, 30_00], [31, 30, 20])
    assert monthly_sales(book, ~rows) == ([], [])


@pytest.mark.parametrize("seed", range(25))
def test_the_family_adds_up(seed: int) -> None:
    book = random_facts(seed)
    p = period(book)
    family = dso_family(book, p)
    assert family.simple == turnover(book, p, None).dso
    sales, days = monthly_sales(book, book.customer >= 0)
    ledger_days = book.as_of - int(book.invoice_day.min()) + 1
    assert (sum(sales), sum(days)) == (int(book.amount.sum()), ledger_days)
    for whole, *parts in (
        (family.simple, family.best_possible, family.days_delinquent),
        (family.count_back, family.credit_granted, family.delinquent),
    ):
        if all(part.value is not None for part in parts):
            assert sum(part.value or 0 for part in parts) == pytest.approx(whole.value)


def test_without_due_dates_nothing_says_what_is_late() -> None:
    undated = facts(Item(0, 100, 40, age=200, past_due=None), Item(0, 900, age=100, past_due=3))
    family = dso_family(undated, period(undated))
    assert {family.best_possible.why, family.days_delinquent.why, family.credit_granted.why} == {"no_due_dates"}
    assert family.simple.value == pytest.approx(40 * 201 / 1000)
    some = facts(Item(0, 100, 40, age=200, past_due=None), Item(0, 900, 60, age=100, past_due=3))
    assert dso_family(some, period(some)).days_delinquent.value == pytest.approx(60 * 201 / 1000)


def test_count_back_of_nothing_owed_and_nothing_sold() -> None:
    assert count_back(0, [], []) == Figure(0.0)
    assert count_back(-5, [0], [31]) == Figure(0.0)
    assert count_back(5, [], []).why == "short_history"


def test_average_dso_leaves_out_month_ends_without_one() -> None:
    known = [none("short_history"), Figure(30.0), Figure(40.0), Figure(80.0)]
    assert dso_average(known).value == 50
    assert dso_average(known[:3]).why == "short_history"
    assert dso_average([none("short_history"), none("no_revenue")]).why == "no_revenue"
    assert dso_average([]).why == "short_history"


def test_everything_collected_is_one_and_nothing_to_collect_is_no_figure() -> None:
    assert cei(100, 500, 80, 80, 1).value == 1
    assert cei(100, 0, 100, 0, 1).value == 0
    assert cei(0, 100, 100, 100, 1).why == "nothing_collectable"


def groups(*values: int) -> Ints:
    return np.array(values, dtype=np.int64)


def test_a_grouping_that_does_not_know_everyone() -> None:
    """The unknown tenth counts in the whole but is no group."""
    measured = concentration_of(groups(300, 500, 100, 100), groups(0, 1, UNASSIGNED, 0), 2, "no_revenue")
    assert measured.shares is not None
    assert measured.shares.tolist() == pytest.approx([0.4, 0.5])
    assert (measured.top1.value, measured.unassigned) == (pytest.approx(0.5), pytest.approx(0.1))
    assert measured.hhi.value == pytest.approx(1600 + 2500)
    assert concentration_of(groups(10), groups(UNASSIGNED), 0, "no_revenue").unassigned == 1


def test_receivables_are_shared_among_those_who_owe() -> None:
    book = facts(Item(0, 100, 60), Item(1, 50, 40), Item(2, -30, -30), Item(1, 9, 0), Item(3, 5, 5), Item(3, -5, -5))
    measured = receivables_concentration(book)
    assert measured.shares is not None
    assert measured.shares.tolist() == pytest.approx([0.6, 0.4, 0, 0])
    assert receivables_concentration(facts(Item(0, 100))).top1.why == "no_debtors"


@pytest.mark.parametrize("seed", range(10))
def test_shares_sum_to_one(seed: int) -> None:
    book = random_facts(seed)
    for measured in (
        concentration(book, period(book)),
        receivables_concentration(book),
        receivables_concentration(book, book.currency == 1),
    ):
        assert measured.shares is None or measured.shares.sum() == pytest.approx(1)
