"""Ageing by any scale: every open cent has its bucket, and only one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random

import numpy as np
import pytest
from invoice_table import Item, facts
from random_facts import random_facts

from riskledger.errors import CannotRun
from riskledger.metrics.ageing import ageing
from riskledger.metrics.ageing_scales import PRESETS, Scale, ageing_table, scale


@pytest.mark.parametrize("seed", range(25))
def test_the_buckets_sum_to_the_outstanding_balance(seed: int) -> None:
    chance, book = random.Random(seed), random_facts(seed)
    own = scale(sorted(chance.sample(range(1, 500), chance.randrange(1, 9))), chance.choice(["due_date", "invoice_date"]))
    owed = [int(book.outstanding[book.customer == i].sum()) for i in range(book.customers)]
    disputed = [int(book.outstanding[(book.customer == i) & book.disputed].sum()) for i in range(book.customers)]
    for by in (*PRESETS.values(), own):
        table = ageing_table(book, by)
        assert table.amounts.sum(axis=1).tolist() == owed
        assert table.undisputed.sum(axis=1).tolist() == [all_ - part for all_, part in zip(owed, disputed, strict=True)]
        assert (int(table.portfolio.sum()), len(table.portfolio)) == (int(book.outstanding.sum()), len(table.buckets))
        one, other = (ageing_table(book, by, rows) for rows in (book.currency == 0, book.currency == 1))
        assert (one.amounts + other.amounts).tolist() == table.amounts.tolist()
        assert (one.disputed + other.disputed).tolist() == table.disputed.tolist()


@pytest.mark.parametrize("seed", range(10))
def test_the_default_scale_is_the_ageing_of_the_report(seed: int) -> None:
    book = random_facts(seed)
    table = ageing_table(book, PRESETS["default"])
    shown = dict(zip(table.buckets, table.portfolio.tolist(), strict=True))
    assert {name: shown[name] for name in ageing(book)} == ageing(book)


def groups_of(by: Scale, *ages: int | None) -> list[str]:
    """The bucket of items so many days past due, or since the invoice."""
    items = [Item(i, 10, 10, age=age or 0, past_due=age) for i, age in enumerate(ages)]
    table = ageing_table(facts(*items), by)
    return [table.buckets[i] for i in table.amounts.argmax(axis=1).tolist()]


def test_edges_of_the_presets() -> None:
    assert groups_of(PRESETS["days_120"], -400, -1, 0, 1, 120, 121, None) == [
        *["not_due", "not_due", "due_today", "1-30", "91-120", ">120", "no_due_date"]
    ]
    assert groups_of(PRESETS["zoho"], 1, 15, 16, 30, 31, 45, 46) == ["1-15", "1-15", "16-30", "16-30", "31-45", "31-45", ">45"]
    assert groups_of(PRESETS["cn_quarterly"], 0, 30, 31, 90, 91, 180, 181) == ["0-30", "0-30", "31-60", "61-90", "91-180", "91-180", ">180"]


@pytest.mark.parametrize(
    ("as_of", "invoiced", "group"),
    [
        *[("2024-12-31", "2023-12-31", "<=1y"), ("2024-12-31", "2023-12-30", "1-2y"), ("2025-12-31", "2024-12-31", "<=1y")],
        *[("2025-02-28", "2024-02-29", "<=1y"), ("2025-02-28", "2024-02-28", "<=1y"), ("2025-02-28", "2024-02-27", "1-2y")],
        *[("2024-02-29", "2023-02-28", "<=1y"), ("2024-02-29", "2023-02-27", "1-2y"), ("2026-06-30", "2021-06-29", ">5y")],
    ],
)
def test_a_full_year_is_counted_by_its_anniversary(as_of: str, invoiced: str, group: str) -> None:
    end, start = (dt.date.fromisoformat(text).toordinal() for text in (as_of, invoiced))
    book = facts(Item(0, 10, 10))
    moved = dataclasses.replace(book, as_of=end, invoice_day=np.array([start]))
    table = ageing_table(moved, PRESETS["cn_annual"])
    assert [table.buckets[i] for i in table.portfolio.nonzero()[0]] == [group]


@pytest.mark.parametrize("bounds", [(), (0, 30), (-5,), (30, 30), (60, 30)])
def test_bounds_that_are_no_scale(bounds: tuple[int, ...]) -> None:
    with pytest.raises(CannotRun, match="bad_buckets"):
        scale(bounds)


def test_a_paid_up_row_is_in_no_bucket() -> None:
    assert ageing_table(facts(Item(0, 10, 0, past_due=5)), scale((30,))).portfolio.tolist() == [0, 0, 0, 0, 0]
