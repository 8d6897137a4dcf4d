"""What early warnings look at: the facts of every customer on T, and against one month before.

Change facts compare with what was known a month ago (T1): points, tier, delay rate by count. Ageing is worse when the longest
overdue item stands in an older bucket than the longest one then, beyond the first: a first lateness of some days is the points' affair.
A promise for day P breaks on P + 1; those that broke in (T1, T] count. A contact is stale when, with something open, more days than the
policy's have passed since the last one, or since the oldest open invoice where there is none. What ends warns while the customer trades.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from riskledger.ledger.sides.cells import CellPlace
from riskledger.ledger.sides.relations import Relations
from riskledger.ledger.sides.stated_facts import StatedFacts
from riskledger.metrics.buying import RECENT, CustomerBuying, customer_buying
from riskledger.metrics.completeness import Completeness
from riskledger.metrics.facts import Ints, InvoiceFacts
from riskledger.metrics.portfolio import CustomerSums, customer_sums
from riskledger.rating.alerts import NOWHERE, Alert, Observed, alerts_of
from riskledger.rating.exposures import Exposures
from riskledger.rating.month_ago import Stood
from riskledger.rating.policy_model import TIERS, Policy
from riskledger.rating.rate import Rating
from riskledger.rating.reasons import shown_points
from riskledger.rating.tiers import CustomerFacts

YEAR: Final = 365
_DIGITS: Final = 9  # a rise of 10 by the formula is not 9.999999999999998 by its last rounding
CHANGES: Final = frozenset({"points_rise", "tier_rise", "delay_rate_rise", "ageing_worse"})
_BUYING: Final = frozenset({"largest_invoice_change", "order_frequency_change"})


@dataclass(frozen=True)
class Watched:
    """A book on T as early warnings see it; mappings by customer index or key, what they lack is not known.

    `then`: one month before, on `then_day`. `contacts_kept`: whether the book records contacts at all.
    """

    facts: InvoiceFacts
    keys: Sequence[str]
    ratings: Sequence[Rating]
    then: Mapping[int, Stood]
    then_day: int
    beyond: Mapping[int, CustomerFacts]
    exposures: Exposures
    listed: Mapping[str, StatedFacts]
    relations: Relations
    complete: Sequence[Completeness]
    contacts_kept: bool


def alerts_on(watched: Watched, policy: Policy) -> tuple[tuple[Alert, ...], ...]:
    """The alerts of every customer index, the most urgent first."""
    if not policy.alerts:
        return tuple(() for _ in watched.keys)
    look = _Look(watched, policy)
    return tuple(alerts_of(look.at(customer), policy.alerts) for customer in range(len(watched.keys)))


class _Look:
    """Sums needed of all customers, taken once, and the facts of one."""

    def __init__(self, watched: Watched, policy: Policy) -> None:
        self._of, self._policy = watched, policy
        facts = watched.facts
        sums: CustomerSums = customer_sums(facts)
        self._open: list[int] = sums.outstanding.tolist()
        self._longest: list[int] = sums.max_days_overdue.tolist()
        self._latest = _extreme(facts.customer, facts.invoice_day, facts.customers, latest=True)
        self._several = _several_currencies(facts)
        self._oldest_open = self._first_open() if watched.contacts_kept else []
        wanted = {line.fact for line in policy.alerts} & _BUYING
        self._buying: CustomerBuying | None = customer_buying(facts) if wanted else None
        self._largest_row = self._largest_recent() if wanted else {}

    def at(self, customer: int) -> dict[str, Observed]:
        """What is known of one customer, by the code of the fact."""
        return {
            **self._changes(customer),
            **self._lateness(customer),
            **self._listed(customer),
            **self._relations(customer),
            **self._bought(customer),
        }

    def _changes(self, customer: int) -> dict[str, Observed]:
        then = self._of.then.get(customer)
        if then is None:
            return {}
        rating = self._of.ratings[customer]
        first = rating.reasons[0] if rating.reasons else None
        rows, column = (first.rows, first.fact) if first else ((), "days_overdue")
        found = {
            "points_rise": Observed(
                round(rating.points - then.points, _DIGITS), shown_points(then.points), shown_points(rating.points), rows, column
            ),
            "tier_rise": Observed(TIERS.index(rating.tier) > TIERS.index(then.tier), then.tier, rating.tier, rows, column),
            "ageing_worse": self._ageing(customer, then.days_overdue),
        }
        if then.decided and rating.decided:
            before, now = then.late / then.decided, rating.late / rating.decided
            found["delay_rate_rise"] = Observed(round(now - before, _DIGITS), before, now, self._behind(customer, "late_ratio"))
        return found

    def _ageing(self, customer: int, before: int) -> Observed:
        bounds, now = self._policy.ageing.bounds, self._longest[customer]
        # The last day of a bucket belongs to it; nothing overdue counts as the first.
        worse = bisect_left(bounds, now) > bisect_left(bounds, before)
        return Observed(worse, before, now, self._behind(customer, "days_overdue"))

    def _lateness(self, customer: int) -> dict[str, Observed]:
        days = self._longest[customer]
        found = {"days_overdue": Observed(days, None, days, self._behind(customer, "days_overdue"))}
        beyond = self._of.beyond.get(customer)
        if beyond is not None and beyond.limit is not None:
            taken = self._of.exposures.single(customer)
            # A limit is used before cover, and by what is ordered too. No credit granted at all is used up by the first cent.
            owed = max(0, self._open[customer] if taken is None else taken.outstanding + taken.open_orders)
            used = owed / beyond.limit if beyond.limit else float("inf") if owed else 0.0
            found["limit_used"] = Observed(used, places=self._places(customer, "limit"))
        if (share := self._of.complete[customer].share) is not None:
            found["completeness"] = Observed(share)
        return found

    def _listed(self, customer: int) -> dict[str, Observed]:
        said = self._of.listed.get(self._of.keys[customer])
        if said is None:
            return {}
        found = {}
        if said.orders_cancelled is not None:
            found["orders_cancelled"] = Observed(said.orders_cancelled, places=self._places(customer, "orders_cancelled"))
        if self._trades(customer):
            for code, end, column in (
                ("limit_ends_in", said.limit_expiry, "limit_expiry"),
                ("insurance_ends_in", said.insurance_until, "insurance_until"),
            ):
                if end is not None:
                    found[code] = Observed(end - self._of.facts.as_of, places=self._places(customer, column))
        return found

    def _relations(self, customer: int) -> dict[str, Observed]:
        relations, key, as_of = self._of.relations, self._of.keys[customer], self._of.facts.as_of
        found = {}
        if record := relations.promises.get(key):
            broken = [each for each in record.promises if each.outcome == "broken" and self._of.then_day <= each.promised < as_of]
            found["promises_broken"] = Observed(len(broken), places=tuple(each.place for each in broken))
        contract = relations.contracts.get(key)
        if contract is not None and contract.end is not None and self._trades(customer):
            found["contract_ends_in"] = Observed(contract.end - as_of, places=(contract.place,))
        if self._oldest_open and self._oldest_open[customer]:
            spoken, logged = self._of.complete[customer].last_contact, relations.contacts.get(key)
            days = as_of - (spoken or self._oldest_open[customer])
            most = getattr(self._policy.contact_days, self._of.ratings[customer].tier)
            # The last contact may stand in the ledger's own notes, which have no cell of their own.
            found["contact_stale"] = Observed(
                days > most, None, days, places=(logged.place,) if logged and logged.date == spoken else NOWHERE
            )
        return found

    def _bought(self, customer: int) -> dict[str, Observed]:
        if self._buying is None:
            return {}
        bought = self._buying.of(customer)
        found = {}
        if bought.order_frequency_change.value is not None:
            found["order_frequency_change"] = Observed(bought.order_frequency_change.value)
        if bought.largest_invoice_change.value is not None and customer not in self._several:
            row = self._largest_row.get(customer)
            found["largest_invoice_change"] = Observed(
                bought.largest_invoice_change.value, rows=() if row is None else (row,), column="amount"
            )
        return found

    def _trades(self, customer: int) -> bool:
        """Whether something is open or was invoiced within a year."""
        return self._open[customer] != 0 or self._latest[customer] > self._of.facts.as_of - YEAR

    def _behind(self, customer: int, code: str) -> tuple[int, ...]:
        """The invoices behind one of the customer's reasons."""
        return next((reason.rows for reason in self._of.ratings[customer].reasons if reason.code == code), ())

    def _places(self, customer: int, column: str) -> tuple[CellPlace, ...]:
        """The cells of the customers sheet that state something of the customer."""
        lines = self._of.relations.lines.get(self._of.keys[customer], ())
        stating = (line.place(column) for line in lines if getattr(line.facts, column) is not None)
        return tuple(place for place in stating if place is not None)

    def _first_open(self) -> list[int]:
        """The invoice day of each customer's oldest open item, 0 where nothing is open."""
        facts = self._of.facts
        waiting = facts.outstanding > 0
        return _extreme(facts.customer[waiting], facts.invoice_day[waiting], facts.customers, latest=False)

    def _largest_recent(self) -> dict[int, int]:
        """The row of each customer's largest invoice of the latest days that buying is judged by."""
        facts = self._of.facts
        rows = np.flatnonzero((facts.amount > 0) & (facts.invoice_day > facts.as_of - RECENT))
        ranked = rows[np.argsort(facts.amount[rows], kind="stable")]
        return dict(zip(facts.customer[ranked].tolist(), ranked.tolist(), strict=True))


def _extreme(customer: Ints, day: Ints, customers: int, *, latest: bool) -> list[int]:
    """The latest or earliest day of each customer, 0 for one that has none."""
    found = np.full(customers, 0 if latest else np.iinfo(np.int64).max, dtype=np.int64)
    (np.maximum if latest else np.minimum).at(found, customer, day)
    return [0 if value == np.iinfo(np.int64).max else value for value in found.tolist()]


def _several_currencies(facts: InvoiceFacts) -> set[int]:
    """Customers that trade in more than one currency, whose amounts do not compare."""
    if not facts.currency.any():
        return set()
    pairs = np.unique(np.stack([facts.customer, facts.currency]), axis=1)[0]
    customers, counts = np.unique(pairs, return_counts=True)
    return set(customers[counts > 1].tolist())
