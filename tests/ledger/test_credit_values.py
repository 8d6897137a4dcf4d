"""Cells of the customers sheet that only credit needs: individual allowances, Z values, and what a group has of its members'."""

from __future__ import annotations

from decimal import Decimal

import pytest

from riskledger.ledger.sides.group_facts import group_facts
from riskledger.ledger.sides.side_values import BAD_ALLOWANCE, BAD_RATIO, Cover, parse_allowance, parse_ratio
from riskledger.ledger.sides.stated_facts import StatedFacts
from riskledger.ledger.values import Problem
from riskledger.workbook.sheet import CellError, Value


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        ("50%", Cover(share=Decimal("0.5"))),
        (0.5, Cover(share=Decimal("0.5"))),
        (12000.0, Cover(12_000_00)),
        ("1.2万", Cover(12_000_00)),
        (0.0, None),
        ("0%", None),
        ("无", None),
        ("No", None),
        (None, None),
        ("是", BAD_ALLOWANCE),
        ("150%", BAD_ALLOWANCE),
        (-5.0, BAD_ALLOWANCE),
        (CellError("#N/A"), Problem("RL209")),
    ],
)
def test_an_allowance_of_0_is_no_judgement_that_nothing_will_be_lost(cell: Value, meaning: object) -> None:
    assert parse_allowance(cell) == meaning


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [(3.85, 3.85), ("-1.36", -1.36), (0.0, 0.0), ("不详", None), ("about 3", BAD_RATIO), (True, BAD_RATIO), (45_000.0, BAD_RATIO)],
)
def test_a_ready_z_value(cell: Value, meaning: object) -> None:
    assert parse_ratio(cell) == meaning


def test_open_orders_of_a_group_are_those_stated_and_its_guarantees_end_with_the_first() -> None:
    members = [StatedFacts(open_orders=100, guarantee_until=9), StatedFacts(open_orders=50, guarantee_until=7), StatedFacts(), None]
    together = group_facts(None, members)
    assert (together.open_orders, together.guarantee_until) == (150, 7)
    assert group_facts(None, [StatedFacts(open_orders=1, limit_currency="EUR"), StatedFacts(open_orders=1)]).open_orders is None
