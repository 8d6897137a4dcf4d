"""The receivables measures of an assessed book, for the portfolio and for every customer, each worked out when first asked for.

With several currencies and no rate, what would add up or weigh amounts of different money is None (mixed_currencies); a customer that
trades in one of them has all its figures in that one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from riskledger.ledger.customers import Customers
from riskledger.ledger.groupings import Grouping, groups_of, industries_of
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Known
from riskledger.ledger.receipts import Receipts
from riskledger.metrics.ageing_scales import PRESETS, AgeingTable, Scale, ageing_table
from riskledger.metrics.behaviour import CustomerDelays, DelayRate, customer_delays
from riskledger.metrics.buying import Buying, CustomerBuying, customer_buying
from riskledger.metrics.collection import QUARTER
from riskledger.metrics.concentration import Concentration, concentration_of, receivables_concentration
from riskledger.metrics.customer_turnover import CustomerTurnover, customer_turnover
from riskledger.metrics.dso import DsoFamily, dso_average, dso_family
from riskledger.metrics.facts import Ints, InvoiceFacts
from riskledger.metrics.figures import Figure, Why, none
from riskledger.metrics.month_end_history import History, history_on, opening_of
from riskledger.metrics.payment_days import CustomerPayments, DaysToPay, customer_payments, days_to_pay
from riskledger.metrics.turnover import Period, Turnover, in_period

BY_INVOICE_DATE = PRESETS["cn_annual"]
CEI_MONTHS = QUARTER


class GroupShare(NamedTuple):
    """A group's share of the revenue in P and of what is owed on T, as fractions; name None stands for customers without a group."""

    name: str | None
    revenue: Figure
    receivables: Figure


@dataclass(frozen=True)
class Measures:
    """What is measured beside totals, ageing, turnover and concentration of revenue (portfolio.Portfolio).

    `known`, `receipts` and `facts` are in the same money: their own, or the base currency. `currencies`: how many the amounts are in;
    `period`: P, None for an empty book; `by`: the age groups of the policy; `group_names`: customer key → group of companies, by the
    customers sheet.
    """

    ledger: Ledger
    known: Known
    receipts: Receipts
    facts: InvoiceFacts
    grouped: Customers
    currencies: int
    period: Period | None
    by: Scale
    group_names: Mapping[str, str]

    @property
    def absent(self) -> Why | None:
        """Why no figure of the whole book's money exists; None where it may."""
        return "mixed_currencies" if self.currencies > 1 else "no_revenue" if self.period is None else None

    # the book

    @cached_property
    def dso(self) -> DsoFamily:
        """The DSO variants on T."""
        if self.absent or self.period is None:
            return DsoFamily(*[none(self.absent or "no_revenue")] * len(DsoFamily._fields))
        return dso_family(self.facts, self.period)

    @cached_property
    def history(self) -> History:
        """The last month-ends, none where money cannot be added up."""
        return History((), 0) if self.absent else history_on(self.known, self.grouped.of_row, self.facts.customers, receipts=self.receipts)

    @property
    def dso_average(self) -> Figure:
        """Mean of the simple DSO at the last month-ends."""
        return none(self.absent) if self.absent else dso_average([end.turnover.dso for end in self.history.month_ends])

    @property
    def cei(self) -> Figure:
        """Collection effectiveness over the CEI_MONTHS to T, in the default variant."""
        if self.absent or not self.history.month_ends:
            return none(self.absent or "short_history")
        return self.history.month_ends[-1].cei_quarter

    @cached_property
    def days_to_pay(self) -> DaysToPay:
        """How long the book took to be paid; means without weights exist in several currencies too."""
        told = days_to_pay(self.known)
        return told._replace(weighted=none("mixed_currencies")) if self.currencies > 1 and told.invoices else told

    @cached_property
    def receivables(self) -> Concentration:
        """Customers' shares of what is owed on T."""
        if self.currencies > 1:
            no = none("mixed_currencies")
            return Concentration(None, no, no, no)
        return receivables_concentration(self.facts)

    @cached_property
    def by_industry(self) -> tuple[GroupShare, ...]:
        """Shares of each industry, largest revenue first; () where the ledger names none."""
        return self._shares(industries_of(self.ledger, self.known, self.grouped))

    @cached_property
    def by_group(self) -> tuple[GroupShare, ...]:
        """Shares of each group of companies; () where the customers sheet names none."""
        return self._shares(groups_of(self.group_names, self.grouped))

    def _shares(self, grouping: Grouping) -> tuple[GroupShare, ...]:
        if not grouping.names or self.period is None:
            return ()
        groups = len(grouping.names) + 1  # the last one is of the customers without a group
        place = np.where(grouping.of_customer < 0, groups - 1, grouping.of_customer)
        if self.currencies > 1:
            no = none("mixed_currencies")
            return tuple(GroupShare(name, no, no) for name in grouping.names)
        sold = in_period(self.facts, self.period)
        owed = np.zeros(self.facts.customers, dtype=np.int64)
        np.add.at(owed, self.facts.customer, self.facts.outstanding)
        revenue = concentration_of(self.facts.amount[sold], place[self.facts.customer[sold]], groups, "no_revenue")
        receivables = concentration_of(np.maximum(owed, 0), place, groups, "no_debtors")
        listed = [
            GroupShare(name, _share(revenue, i), _share(receivables, i))
            for i, name in enumerate((*grouping.names, None))
            if name is not None or (place == i).any()
        ]
        return tuple(
            sorted(listed, key=lambda one: (one.name is None, -(one.revenue.value or 0), -(one.receivables.value or 0), one.name or ""))
        )

    # ageing

    @cached_property
    def ageing(self) -> tuple[AgeingTable, ...]:
        """What every customer owes by age, one table per currency."""
        return self._tables(self.by)

    @cached_property
    def ageing_by_invoice_date(self) -> tuple[AgeingTable, ...]:
        """The same by years since the invoice, as in Chinese annual reports; one table per currency."""
        return self._tables(BY_INVOICE_DATE)

    def _tables(self, by: Scale) -> tuple[AgeingTable, ...]:
        if self.currencies <= 1:
            return (ageing_table(self.facts, by),)
        return tuple(ageing_table(self.facts, by, self.facts.currency == i) for i in range(self.currencies))

    # customers

    def turnover_of(self, customer: int) -> Turnover:
        """One customer's turnover on both bases, days and DSO."""
        if self.trades_in_several[customer]:
            return Turnover(*[none("mixed_currencies")] * len(Turnover._fields))
        return self._turnover.of(customer)

    def delay_of(self, customer: int) -> DelayRate:
        """One customer's delay rate by count and by amount."""
        rate = self._delays.of(customer)
        return rate._replace(by_amount=none("mixed_currencies")) if self._mixed(customer, rate.by_amount) else rate

    def days_to_pay_of(self, customer: int) -> DaysToPay:
        """How long one customer took to pay."""
        told = self._payments.of(customer)
        return told._replace(weighted=none("mixed_currencies")) if self._mixed(customer, told.weighted) else told

    def buying_of(self, customer: int) -> Buying:
        """How one customer buys."""
        told = self._buying.of(customer)
        if not self.trades_in_several[customer]:
            return told
        no = none("mixed_currencies")
        return told._replace(average=None, largest=None, average_invoice_change=no, largest_invoice_change=no)

    def _mixed(self, customer: int, figure: Figure) -> bool:
        return figure.value is not None and bool(self.trades_in_several[customer])

    @cached_property
    def trades_in_several(self) -> list[bool]:
        """Of each customer whether its rows are in several currencies."""
        if self.currencies <= 1:
            return [False] * self.facts.customers
        traded = np.zeros((self.facts.customers, self.currencies), dtype=np.bool_)
        traded[self.facts.customer, self.facts.currency] = True
        several: list[bool] = (traded.sum(axis=1) > 1).tolist()
        return several

    @cached_property
    def opening(self) -> Ints:
        """What was open of each assessed row at T − 365, minor units."""
        return opening_of(self.known, self.receipts)

    @cached_property
    def _turnover(self) -> CustomerTurnover:
        return customer_turnover(self.facts, self.opening)

    @cached_property
    def _delays(self) -> CustomerDelays:
        return customer_delays(self.facts)

    @cached_property
    def _payments(self) -> CustomerPayments:
        return customer_payments(self.known, self.grouped.of_row, self.facts.customers)

    @cached_property
    def _buying(self) -> CustomerBuying:
        return customer_buying(self.facts)


def _share(of: Concentration, group: int) -> Figure:
    return of.top1 if of.shares is None else Figure(float(of.shares[group]))
