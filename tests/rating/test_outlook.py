"""What would change the tier, held against rating the changed ledger itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from invoice_rows import Row, book, facts_of
from random_books import CUSTOMERS, T, books, thorough

from riskledger.rating.outlook import Change, settled, what_would_change
from riskledger.rating.points import payment_points
from riskledger.rating.policy import standard
from riskledger.rating.rate import rate

LEDGER = """
    customer invoiced   due        paid       amount complaints
    X        2026-08-01 2026-09-15 {first}      3000 0
    X        2026-08-10 2026-10-20 {second}     2000 1
    X        2026-10-01 2026-11-30 -           10000 0
    X        2026-03-01 2026-04-01 2026-04-01   5000 0
    Y        2026-03-01 2026-04-01 2026-04-01   5000 0
"""


def rated(first: str = "-", second: str = "-") -> float:
    return rate(book("2026-10-31", LEDGER.format(first=first, second=second)), standard())[0].points


def test_each_change_is_the_rating_of_the_changed_ledger() -> None:
    facts = book("2026-10-31", LEDGER.format(first="-", second="-"))
    changes = {(change.code, change.row): change for change in what_would_change(facts, standard(), 0)}
    # The largest open items: overdue ones first, then by amount.
    assert list(changes) == [("pay_invoice", 0), ("pay_invoice", 1), ("pay_invoice", 2), ("pay_overdue", None), ("no_complaints", None)]
    assert changes["pay_invoice", 0].points == rated(first="2026-10-31")
    assert changes["pay_overdue", None].points == rated(first="2026-10-31", second="2026-10-31")
    assert changes["no_complaints", None].points == pytest.approx(rated() - 5 / 3)


def test_the_next_cut_is_the_one_to_get_below() -> None:
    facts = book("2026-10-31", LEDGER.format(first="-", second="-"))
    before = rate(facts, standard())[0]
    paid = what_would_change(facts, standard(), 0)[3]
    assert (before.tier, paid) == ("high", Change("pay_overdue", None, paid.points, "high", 30.0))
    assert paid.points < before.points


def test_nothing_to_change_for_a_customer_without_open_items_or_complaints() -> None:
    assert what_would_change(book("2026-10-31", LEDGER.format(first="-", second="-")), standard(), 1) == ()


@thorough
@given(books)
def test_settling_is_the_ledger_with_a_payment_today(rows: list[Row]) -> None:
    open_rows = [place for place, row in enumerate(rows) if row.outstanding(T) != 0]
    paid = [Row(row.customer, row.invoiced, row.due, T, row.amount, None, row.complaints, row.disputed, row.currency)
            if place in open_rows else row for place, row in enumerate(rows)]  # fmt: skip
    by_change = payment_points(settled(facts_of(rows, T, CUSTOMERS), open_rows), standard())
    by_ledger = payment_points(facts_of(paid, T, CUSTOMERS), standard())
    assert by_change.total.tolist() == by_ledger.total.tolist()
