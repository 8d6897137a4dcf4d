"""Hypothesis strategies: small books whose dates crowd around the edges the formulas look at."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from invoice_rows import Row

T = 738_000
CUSTOMERS = 3
_EDGES = (0, 1, 2, 29, 30, 31, 89, 90, 91, 92, 179, 180, 181, 182, 364, 365, 366, 800, 2000)

days = st.one_of(st.sampled_from([T - edge for edge in _EDGES]), st.integers(T - 400, T))


@st.composite
def rows(draw: st.DrawFn, customers: int = CUSTOMERS) -> Row:
    invoiced = draw(days)
    due = draw(st.one_of(st.just(0), st.sampled_from([invoiced, invoiced + 30, T - 1, T, T + 1, T + 20]), days))
    paid = draw(st.one_of(st.just(0), days, st.integers(max(invoiced, due), max(invoiced, due) + 60)))
    paid = 0 if paid > T else paid
    amount = draw(st.one_of(st.integers(1, 50_000), st.sampled_from([0, -500, 100, 10_000])))
    return Row(
        customer=draw(st.integers(0, customers - 1)),
        invoiced=invoiced,
        due=due,
        paid=paid,
        amount=amount,
        received=draw(st.integers(0, amount - 1)) if paid and amount > 1 and draw(st.integers(0, 4)) == 0 else None,
        complaints=draw(st.sampled_from([0, 0, 0, 1, 2, 4])),
        disputed=draw(st.integers(0, 4)) == 0,
        currency=draw(st.sampled_from([0, 0, 1])),
    )


books = st.lists(rows(), min_size=3, max_size=10)

# A busy machine is no reason to fail, nor is a book without the kind of row a property speaks of.
thorough = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
