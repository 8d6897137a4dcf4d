"""Late interest of every customer on T under the policy's rule set: on what is open past due, and on what was paid late.

An open item earns from the day after its due day to T, a receipt that came late to its own day; fixed sums are added once for each late
invoice. Rule sets and their sources are in `metrics.interest_rules`; the policy gives the rates with their dates, none is fetched.
"""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from riskledger.ledger.known import Known
from riskledger.ledger.receipts import Receipts
from riskledger.metrics.conversion import Conversion, in_base
from riskledger.metrics.facts import Bools, Ints, InvoiceFacts, open_parts
from riskledger.metrics.figures import Why
from riskledger.metrics.interest import interest_of_rows
from riskledger.metrics.interest_rules import InterestRule, cn_lpr, cn_sme, contractual, eu, uk
from riskledger.metrics.rates import DatedRates, half_up
from riskledger.rating.policy_parts import InterestPolicy


class Interest(NamedTuple):
    """Of one customer, minor units, None with the reason `why`. `late_invoices` earn it.

    `unknown`: invoices that earn nothing here because their due date, or a rate on some day, is not known.
    """

    total: int | None
    on_open: int | None
    on_paid_late: int | None
    fixed_sums: int | None
    late_invoices: int
    unknown: int
    why: Why | None = None


def rule_of(policy: InterestPolicy) -> InterestRule | None:
    """The rule set that a policy names; None where it needs rates and gives none."""
    listed = {rate.since.toordinal(): Decimal(str(rate.rate)) for rate in policy.rates}
    if policy.rule == "cn_sme":
        return cn_sme()
    if not listed:
        return None
    rates = DatedRates(tuple(sorted(listed.items())))
    match policy.rule:
        case "cn_lpr":
            return dataclasses.replace(cn_lpr(rates, per_days=policy.day_count), factor=Decimal(str(policy.factor)))
        case "eu":
            return eu(rates, per_days=policy.day_count)
        case "uk":
            return uk(rates)
        case "contract":
            return contractual(rates, policy.day_count, half_up(Fraction(Decimal(str(policy.fee))) * 100))


class _Parts(NamedTuple):
    """What earns interest, parallel: the invoice (row of the facts), the sum, when it was due and until when it earns."""

    row: Ints
    principal: Ints
    due_day: Ints
    end_day: Ints


def late_interest_on(
    facts: InvoiceFacts,
    known: Known,
    receipts: Receipts,
    currencies: tuple[str | None, ...],
    policy: InterestPolicy,
    conversion: Conversion | None = None,
) -> list[Interest]:
    """The late interest of every customer, by index.

    Args:
        currencies: of the facts, by index; a customer in several has no sum.
        conversion: what the facts were converted from; interest then is on the amounts in the base currency.

    Where money came for an invoice in instalments, interest on it counts from the due day of the earliest one still open: never too much.
    """
    rule = rule_of(policy)
    if rule is None:
        return [Interest(None, None, None, None, 0, 0, "no_rate_on_day")] * facts.customers
    earned, late, unknown = zip(*(_earned(parts, rule, facts) for parts in _parts(facts, known, receipts, conversion)), strict=True)
    fixed, no_fixed = _fixed_sums(rule, late[0] + late[1], facts, currencies)
    sums = [_by_customer(facts, amounts) for amounts in (*earned, fixed)]
    counts = [_by_customer(facts, mask.astype(np.int64)) for mask in (late[0] + late[1] > 0, unknown[0] | unknown[1])]
    traded = np.zeros((facts.customers, len(currencies)), dtype=np.bool_)
    traded[facts.customer, facts.currency] = True
    several = traded.sum(axis=1) > 1
    found = []
    for i, (on_open, paid, fee, items, missing) in enumerate(zip(*(each.tolist() for each in (*sums, *counts)), strict=True)):
        if several[i]:
            found.append(Interest(None, None, None, None, items, missing, "mixed_currencies"))
        elif items and no_fixed[traded[i]].any():
            found.append(Interest(None, on_open, paid, None, items, missing, "other_currency"))
        else:
            found.append(Interest(on_open + paid + fee, on_open, paid, fee, items, missing))
    return found


def _parts(facts: InvoiceFacts, known: Known, receipts: Receipts, conversion: Conversion | None) -> tuple[_Parts, _Parts]:
    """What is open, and what was received with a known date."""
    row, due, outstanding = open_parts(facts)
    still_open = _Parts(row, outstanding, due, np.full(len(row), facts.as_of))
    paid_day = known.paid_day[known.assessed]
    received = np.where(paid_day > 0, np.minimum(facts.amount - facts.outstanding, facts.amount), 0)
    rows = np.arange(len(received))
    if not receipts.row:
        return still_open, _Parts(rows, received, facts.due_day, paid_day)
    listed, day, amount = (np.array(values, dtype=np.int64) for values in (receipts.row, receipts.day, receipts.amount))
    happened = known.assessed[listed] & (day > 0) & (day <= facts.as_of)
    own = (np.cumsum(known.assessed) - 1)[listed[happened]]
    day, amount = day[happened], amount[happened]
    if conversion is not None:
        amount = in_base(amount, conversion.rates.rates, conversion.rates.of_row[own])
    received[own] = 0
    return still_open, _Parts(
        np.concatenate([rows, own]),
        np.concatenate([received, amount]),
        np.concatenate([facts.due_day, facts.due_day[own]]),
        np.concatenate([paid_day, day]),
    )


def _earned(parts: _Parts, rule: InterestRule, facts: InvoiceFacts) -> tuple[Ints, Ints, Bools]:
    """By row of the facts: interest, what of the invoice was late, and whether its interest is not known."""
    invoiced = facts.amount[parts.row] > 0
    late = invoiced & ((parts.due_day == 0) | (parts.end_day - parts.due_day > facts.grace_days))
    principal = np.where(late, parts.principal, 0)
    each = interest_of_rows(principal, parts.due_day, parts.end_day, rule)
    earning = (principal > 0) & (parts.due_day > 0) & ~each.unknown
    interest, debt = (np.zeros(len(facts.amount), dtype=np.int64) for _ in range(2))
    np.add.at(interest, parts.row, each.interest)
    np.add.at(debt, parts.row, np.where(earning, principal, 0))
    unknown = np.zeros(len(facts.amount), dtype=np.bool_)
    unknown[parts.row[each.unknown]] = True
    return interest, debt, unknown


def _fixed_sums(rule: InterestRule, debt: Ints, facts: InvoiceFacts, currencies: tuple[str | None, ...]) -> tuple[Ints, Bools]:
    """The fixed sum of each late invoice, and of each currency whether the rule's sums cannot be added to it."""
    if not rule.fixed_sums:
        return np.zeros_like(debt), np.zeros(len(currencies), dtype=np.bool_)
    steps = np.array([step.from_amount for step in rule.fixed_sums])
    amounts = np.array([0, *(step.amount for step in rule.fixed_sums)])
    other = np.array([rule.currency is not None and name is not None and name != rule.currency for name in currencies])
    return np.where(debt > 0, amounts[np.searchsorted(steps, debt, side="right")], 0), other


def _by_customer(facts: InvoiceFacts, amounts: Ints) -> Ints:
    total = np.zeros(facts.customers, dtype=np.int64)
    np.add.at(total, facts.customer, amounts)
    return total
