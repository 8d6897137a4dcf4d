"""The receivables measures as JSON: DSO variants, collection, days to pay, concentration, trend, ageing in other cuts, targets.

Days and ratios are rounded as the contract's own figures are; a figure that does not exist is null, and `why` says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from riskledger.assessment import Assessment, CustomerAssessment, units
from riskledger.i18n import Words
from riskledger.metrics.ageing_scales import NO_DUE_DATE, AgeingTable
from riskledger.metrics.collection import DEFAULT_CEI
from riskledger.metrics.facts import Ints
from riskledger.metrics.figures import Figure, Why
from riskledger.metrics.measures import BY_INVOICE_DATE, CEI_MONTHS, GroupShare
from riskledger.metrics.months import months_before

Json = dict[str, Any]
RATIO, DAYS, INDEX = 6, 4, 2  # decimal places


def value(figure: Figure, digits: int = RATIO) -> float | None:
    """A figure rounded, null where there is none."""
    return None if figure.value is None else round(figure.value, digits)


def reasons(figures: Mapping[str, Why | None], words: Words) -> Json:
    """`why`: for every figure that does not exist the code of the reason and a sentence."""
    return {name: {"code": why, "message": words(f"why.{why}")} for name, why in figures.items() if why is not None}


def portfolio_figures(assessment: Assessment) -> dict[str, tuple[Figure, int]]:
    """The book's single figures beyond the contract's, with their decimal places."""
    measured = assessment.measures
    return {
        "turnover_days_average": (assessment.portfolio.turnover.days_on_average, DAYS),
        "dso_countback": (measured.dso.count_back, DAYS),
        "dso_average": (measured.dso_average, DAYS),
        "best_possible_dso": (measured.dso.best_possible, DAYS),
        "average_days_delinquent": (measured.dso.days_delinquent, DAYS),
        "cei": (measured.cei, RATIO),
        "average_days_to_pay": (measured.days_to_pay.mean, DAYS),
        "average_days_to_pay_weighted": (measured.days_to_pay.weighted, DAYS),
        "receivables_top1_share": (measured.receivables.top1, RATIO),
        "receivables_top5_share": (measured.receivables.top5, RATIO),
        "receivables_hhi": (measured.receivables.hhi, INDEX),
    }


def portfolio_lists(assessment: Assessment) -> Json:
    """What is no single figure: the basis of CEI, shares by industry and group, the trend, ageing in other cuts."""
    measured = assessment.measures
    single = measured.currencies == 1
    return {
        "cei_basis": {
            "variant": DEFAULT_CEI,
            "months": CEI_MONTHS,
            "from": _iso(months_before(assessment.as_of.toordinal(), CEI_MONTHS) + 1),
            "to": assessment.as_of.isoformat(),
        },
        "by_industry": _shares(measured.by_industry),
        "by_group": _shares(measured.by_group),
        "trend": _trend(assessment),
        "ageing_basis": {"date": measured.by.basis, "bounds": [bound for bound in measured.by.upper if bound > 0]},
        "ageing_by_invoice_date": _buckets(BY_INVOICE_DATE.names, measured.ageing_by_invoice_date[0].portfolio) if single else [],
        "ageing_without_disputed": _buckets(measured.ageing[0].buckets, measured.ageing[0].undisputed.sum(axis=0)) if single else [],
    }


def target_entries(assessment: Assessment, words: Words) -> list[Json]:
    """The policy's targets: actual against target; `met` is null, with the reason, where there is no figure."""
    return [
        {
            "figure": one.figure,
            "target": one.target,
            "at": "least" if one.at_least else "most",
            "by": one.by and one.by.isoformat(),
            "actual": value(one.actual),
            "met": one.met,
            **({"why": reasons({"actual": one.actual.why}, words)} if one.met is None else {}),
        }
        for one in assessment.targets
    ]


def customer_figures(assessment: Assessment, customer: int) -> tuple[Json, dict[str, Why | None]]:
    """One customer's measures, and why those are null that are. customer: its index among the facts' customers."""
    measured = assessment.measures
    turned, late = measured.turnover_of(customer), measured.delay_of(customer)
    paid, bought = measured.days_to_pay_of(customer), measured.buying_of(customer)
    figures: dict[str, tuple[Figure, int]] = {
        "turnover_closing": (turned.closing, RATIO),
        "turnover_average": (turned.average, RATIO),
        "turnover_days": (turned.days, DAYS),
        "delay_rate_count": (late.by_count, RATIO),
        "delay_rate_amount": (late.by_amount, RATIO),
        "average_days_to_pay": (paid.mean, DAYS),
        "average_days_to_pay_weighted": (paid.weighted, DAYS),
        "orders_per_month": (bought.invoices_a_month, DAYS),
        "order_frequency_change": (bought.order_frequency_change, DAYS),
        "average_invoice_change": (bought.average_invoice_change, DAYS),
        "largest_invoice_change": (bought.largest_invoice_change, DAYS),
    }
    why = {name: figure.why for name, (figure, _) in figures.items()}
    money = {"average_invoice": bought.average, "largest_invoice": bought.largest}
    for name, minor in money.items():
        if minor is None:
            why[name] = "mixed_currencies" if measured.trades_in_several[customer] else "no_revenue"
    document: Json = {name: value(figure, digits) for name, (figure, digits) in figures.items()}
    return document | {name: _money(minor) for name, minor in money.items()}, why


def customer_ageing(assessment: Assessment, entry: CustomerAssessment, customer: int) -> Json:
    """What one customer owes by age: `ageing` in one currency, `ageing_by_currency` in several."""
    several = len(assessment.measures.ageing) > 1
    places = {name: i for i, name in enumerate(assessment.portfolio.currencies)}
    each = [(part.currency, assessment.measures.ageing[places[part.currency] if several else 0]) for part in entry.money]
    if len(each) == 1:
        return {"ageing": _of_customer(each[0][1], customer)}
    return {"ageing": [], "ageing_by_currency": [{"currency": name, "ageing": _of_customer(table, customer)} for name, table in each]}


def _of_customer(table: AgeingTable, customer: int) -> list[Json]:
    return _buckets(table.buckets, table.amounts[customer])


def _buckets(names: Iterable[str], amounts: Ints) -> list[Json]:
    """As `ageing` of the contract: no_due_date only where it holds something."""
    return [
        {"bucket": name, "amount": _money(minor)}
        for name, minor in zip(names, amounts.tolist(), strict=True)
        if name != NO_DUE_DATE or minor
    ]


def _shares(groups: Iterable[GroupShare]) -> list[Json]:
    return [{"name": one.name, "revenue_share": value(one.revenue), "receivables_share": value(one.receivables)} for one in groups]


def _trend(assessment: Assessment) -> list[Json]:
    return [
        {
            "date": _iso(end.day),
            "outstanding": _money(end.outstanding),
            "overdue": _money(end.overdue),
            "overdue_share": value(end.overdue_share),
            "invoiced": _money(end.invoiced),
            "active_customers": end.active,
            "turnover_closing": value(end.turnover.closing),
            "dso": value(end.turnover.dso, DAYS),
            "cei": value(end.cei_quarter),
            "delay_rate_count": value(end.delay.by_count),
            "delay_rate_amount": value(end.delay.by_amount),
        }
        for end in assessment.measures.history.month_ends
    ]


def _money(minor: int | None) -> str | None:
    return None if minor is None else str(units(minor))


def _iso(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()
