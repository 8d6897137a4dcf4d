"""The pipeline: read, recognise, understand, check, measure, rate, act. Whoever reads this file knows the program.

Values in, values out: the as-of date and the policy are arguments, the workbook is only read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from riskledger.assessed import Assessment, CustomerAssessment, Money, Understood, units
from riskledger.checks.consistency import check_rows
from riskledger.checks.control_total import NOTHING_BEHIND, behind_difference
from riskledger.checks.follow_up import check_follow_up
from riskledger.checks.formulas import check_formulas
from riskledger.checks.identity import check_identity
from riskledger.checks.portfolio import check_locks, check_portfolio
from riskledger.checks.receipts import check_receipts
from riskledger.checks.sides import check_listed_overrides, check_sides
from riskledger.checks.suppression import suppress
from riskledger.customers_assessed import customers_assessed
from riskledger.errors import CannotRun
from riskledger.ledger.customer_fields import customer_fields
from riskledger.ledger.customers import Customers, currencies_of, customers_on, overrides_on
from riskledger.ledger.exchange_rates import Rates, rates_on
from riskledger.ledger.follow_up import noted_contacts, owners_noted
from riskledger.ledger.industries import industries_on
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Known, known_on
from riskledger.ledger.sides.relations import relations_on
from riskledger.metrics.ageing_scales import scale
from riskledger.metrics.completeness import StaleAfter, completeness
from riskledger.metrics.conversion import converted, in_base, known_in_base, receipts_in_base
from riskledger.metrics.facts import InvoiceFacts, invoice_facts
from riskledger.metrics.measures import Measures
from riskledger.metrics.month_end_history import opening_of
from riskledger.metrics.months import months_before
from riskledger.metrics.portfolio import Portfolio, portfolio
from riskledger.metrics.turnover import YEAR, in_period
from riskledger.rating.bands import with_bands
from riskledger.rating.credit import credit_on
from riskledger.rating.exposures import exposures_on
from riskledger.rating.month_ago import Stood, stood_on
from riskledger.rating.owners import owners_on
from riskledger.rating.policy import Policy
from riskledger.rating.rate import rate
from riskledger.rating.stated import Stated, stated_on
from riskledger.rating.tiers import Word
from riskledger.rating.watch import CHANGES, Watched, alerts_on
from riskledger.understanding import Progress, candidates, mapping_in_force, policy_in_force, under, understand
from riskledger.workbook.book import Book
from riskledger.workbook.opening import open_any

__all__ = [
    "Assessment",
    "CustomerAssessment",
    "Money",
    "Understood",
    "assess",
    "assess_book",
    "assess_on",
    "candidates",
    "date_of",
    "known_as_of",
    "mapping_in_force",
    "policy_in_force",
    "under",
    "understand",
    "units",
]


def assess(
    path: str | Path,
    *,
    as_of: dt.date | str,
    policy: Policy | str | Path | None = None,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    control_total: Decimal | None = None,
    by_group: bool = False,
) -> Assessment:
    """Assess a workbook without writing anything: the same figures as the command gives.

    Args:
        path: an .xlsx or .xlsm file; a .csv, .xls, .xlsb or .ods file is read as well.
        as_of: the date T; every figure is as known on it. A date or ISO text.
        policy: a Policy, a TOML file, the name of a ready-made policy, or None for the workbook's policy sheet once enabled,
            riskledger.toml beside it, else the built-in.
        sheet: the ledger's sheet; found by its headers when not given.
        mapping: field → header text or column letter, for headers the program does not know.
        control_total: what the general ledger says is outstanding.
        by_group: rate groups (所属集团 / Parent group) as one customer each.

    Raises:
        CannotRun: the file is no readable workbook, holds no ledger, or the policy or the date is not valid.
    """
    with open_any(Path(path)) as book:
        return assess_book(book, as_of=as_of, policy=policy, sheet=sheet, mapping=mapping, control_total=control_total, by_group=by_group)


def assess_book(
    book: Book,
    *,
    as_of: dt.date | str,
    policy: Policy | str | Path | None = None,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    control_total: Decimal | None = None,
    by_group: bool = False,
    progress: Progress | None = None,
) -> Assessment:
    """`assess` on a workbook that is open already."""
    day = date_of(as_of) if isinstance(as_of, str) else as_of
    read = understand(book, policy=policy, sheet=sheet, mapping=mapping, by_group=by_group, progress=progress)
    return assess_on(read, day, control_total=control_total)


def assess_on(read: Understood, day: dt.date, *, control_total: Decimal | None = None) -> Assessment:
    """Everything as known on one date T: check, measure, rate, act. A workbook read once can be assessed on many dates."""
    ledger, layout, beside = read.ledger, read.ledger.layout, read.beside
    known = known_as_of(read, day)
    findings = [*ledger.findings, *check_rows(ledger, known, read.cells, rated_before=read.rated_before), *check_sides(beside.problems)]
    findings += check_receipts(ledger, known, beside.receipts)

    grouped = customers_on(ledger, known)
    currencies, currency, assumed = currencies_of(ledger, known)
    complaints = np.array([n or 0 for n in ledger.complaints], dtype=np.int64)
    disputed = np.array([bool(flag) for flag in ledger.disputed], dtype=np.bool_)

    def facts_of(known: Known) -> InvoiceFacts:
        return invoice_facts(known, grouped.of_row, len(grouped.keys), complaints, disputed, currency)

    facts = facts_of(known)
    found = rates_on(ledger, beside.rate_tables, currencies, currency, known.assessed, known.as_of)
    findings += [*found.findings, *check_sides(found.problems)]
    by = scale(read.policy.ageing.bounds, read.policy.ageing.basis)
    traded, conversion = currencies, None
    if found.rates:
        facts, conversion = converted(facts, currencies, found.rates, by)
        traded = (found.rates.base,)
    measured = portfolio(facts, traded, _opening(ledger, known, facts, found.rates), by)
    control = None if control_total is None else int((control_total * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    outstanding = measured.totals.outstanding if measured.totals else None
    behind = NOTHING_BEHIND
    if control is not None and outstanding is not None and outstanding != control:
        behind = behind_difference(ledger, known, facts.outstanding, outstanding - control)
    findings += check_portfolio(layout, currencies, assumed, outstanding, control, found.lacking, behind)

    findings += check_identity(ledger, np.flatnonzero(known.assessed), _revenue(facts, measured))
    findings += check_listed_overrides(beside.customers, grouped, layout, facts.as_of)

    exposures = exposures_on(beside.customers.facts, grouped, facts, traded, conversion)
    z_bands = read.policy.bands.z_score
    stated = _banded(stated_on(beside.customers, grouped, facts, exposures, z_bands), read, known, grouped)
    ratings = rate(facts, read.policy, stated.overrides, stated.indicators, stated.facts)
    said = beside.customers.facts
    credits, credit = credit_on(facts, known, ledger, grouped, traded, conversion, said, exposures, stated, ratings, read.policy)
    relations = relations_on(beside, ledger, known, grouped, currency)
    tiers = [rating.tier for rating in ratings]
    noted = noted_contacts(ledger, read.cells, facts.as_of)
    fields = customer_fields(ledger, known, read.cells, grouped, beside.customers, relations.contacts, noted)
    contact = read.policy.contact_days
    after = StaleAfter({"low": contact.low, "medium": contact.medium, "high": contact.high})
    complete = completeness(fields, tiers, facts.as_of, after)
    month_before = dt.date.fromordinal(months_before(day.toordinal(), 1))
    watched = Watched(
        facts=facts,
        keys=grouped.keys,
        ratings=ratings,
        then=_stood(read, month_before, known, facts_of, grouped, currencies, found.rates),
        then_day=month_before.toordinal(),
        beyond=stated.facts,
        exposures=exposures,
        listed=beside.customers.facts,
        relations=relations,
        complete=complete,
        contacts_kept=fields.contacts_kept,
    )
    alerts = alerts_on(watched, read.policy)
    owners = owners_on(grouped, beside.customers.facts, owners_noted(ledger, known, read.cells, grouped))
    customers = customers_assessed(
        facts, grouped, measured, ratings, relations, complete, conversion, ledger, exposures, credits, alerts, owners
    )
    findings += check_follow_up(
        ledger,
        known,
        read.cells,
        grouped,
        tiers,
        overridden=[rating.override is not None and not rating.override_expired for rating in ratings],
        listed=beside.customers.facts,
        contacts=relations.contacts,
        noted=noted,
        rated_before=read.rated_before,
        epoch1904=read.epoch1904,
    )
    findings += check_formulas(ledger, known, read.cells, [tiers[i] for i in facts.customer.tolist()])
    findings += check_locks(layout.sheet, read.cells.protected, read.structure_locked)
    on_sheet = read.suppression_sheet
    findings, aside = suppress(
        [*findings, *on_sheet.findings, *read.history.findings],
        read.suppressions,
        day,
        layout.sheet,
        min(layout.fields.values()),
        on_sheet.listed,
    )
    in_money = known_in_base(known, facts) if found.rates else known
    findings.sort(key=lambda finding: (finding.rule, finding.sheet or "", finding.row or 0, finding.column or 0))
    return Assessment(
        read=read,
        as_of=day,
        known=known,
        facts=facts,
        grouped=grouped,
        portfolio=measured,
        measures=Measures(
            ledger=ledger,
            known=in_money,
            receipts=receipts_in_base(ledger.receipts, in_money, found.rates) if found.rates else ledger.receipts,
            facts=facts,
            grouped=grouped,
            currencies=len(traded),
            period=measured.period,
            by=by,
            group_names={key: said.group for key, said in beside.customers.facts.items() if said.group},
        ),
        customers=customers,
        findings=tuple(findings),
        stated=stated,
        credit=credit,
        control_total=control,
        suppressed=aside,
        conversion=conversion,
    )


def known_as_of(read: Understood, day: dt.date) -> Known:
    """The ledger as known on a date, under the policy in force and the terms of the customers sheet."""
    return known_on(read.ledger, day, default_terms=read.policy.default_term_days, customer_terms=read.beside.customers.terms)


def date_of(text: str) -> dt.date:
    """The date of an ISO text. CannotRun bad_as_of."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CannotRun("bad_as_of", value=text) from None


def _banded(stated: Stated, read: Understood, known: Known, grouped: Customers) -> Stated:
    """Points that the policy's tables give to an industry or a size; a policy without such tables costs nothing."""
    bands, listed = read.policy.bands, read.beside.customers.facts
    if not bands.industry and not bands.size:
        return stated
    industries = industries_on(read.ledger, read.cells, known, grouped) if bands.industry else {}
    sizes = {i: Word(said.size) for i, key in enumerate(grouped.keys) if (said := listed.get(key)) and said.size}
    return with_bands(stated, bands, {"industry": {i: Word(name, (row,)) for i, (name, row) in industries.items()}, "size": sizes})


def _opening(ledger: Ledger, known: Known, facts: InvoiceFacts, rates: Rates | None) -> int | None:
    """Outstanding at T − 365 as known then, None when the ledger does not reach back to that day. Converted at the rates of T."""
    if not (facts.invoice_day <= known.as_of - YEAR).any():
        return None
    then = opening_of(known, ledger.receipts)
    return int((then if rates is None else in_base(then, rates.rates, rates.of_row)).sum())


def _revenue(facts: InvoiceFacts, measured: Portfolio) -> NDArray[np.int64] | None:
    """Of each row what counts as sales of the period, minor units; None in several currencies or without sales."""
    if measured.period is None or measured.concentration.shares is None:
        return None
    return np.where(in_period(facts, measured.period), facts.amount, 0)


def _stood(
    read: Understood,
    day: dt.date,
    known: Known,
    facts_of: Callable[[Known], InvoiceFacts],
    grouped: Customers,
    currencies: tuple[str | None, ...],
    rates: Rates | None,
) -> dict[int, Stood]:
    """How the customers of T stood on an earlier day, as known then but at the rates of T; nothing where the policy warns of no change."""
    if not CHANGES & {line.fact for line in read.policy.alerts}:
        return {}
    then = known_as_of(read, day)
    facts, conversion = facts_of(then), None
    if rates is not None:
        of_row = rates.of_row[then.assessed[known.assessed]]
        facts, conversion = converted(facts, currencies, replace(rates, of_row=of_row))
        currencies = (rates.base,)
    overrides = overrides_on(read.ledger, then, np.where(then.assessed, grouped.of_row, -1))
    grouped = replace(grouped, overrides=overrides)
    listed = read.beside.customers
    exposures = exposures_on(listed.facts, grouped, facts, currencies, conversion)
    stated = _banded(stated_on(listed, grouped, facts, exposures, read.policy.bands.z_score), read, then, grouped)
    return stood_on(facts, read.policy, stated)
