"""The pipeline: read, recognise, understand, check, measure, rate, act. Whoever reads this file knows the program.

Values in, values out: the as-of date and the policy are arguments, the workbook is only read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from riskledger.checks.consistency import check_rows
from riskledger.checks.control_total import NOTHING_BEHIND, behind_difference
from riskledger.checks.findings import Finding
from riskledger.checks.follow_up import check_follow_up
from riskledger.checks.formulas import check_formulas
from riskledger.checks.identity import check_identity
from riskledger.checks.portfolio import check_locks, check_portfolio
from riskledger.checks.receipts import check_receipts
from riskledger.checks.sides import check_listed_overrides, check_sides
from riskledger.checks.suppression import Suppressed, Suppression, suppress, suppressions_in
from riskledger.checks.suppression_sheet import SuppressionSheet, suppressions_on
from riskledger.errors import CannotRun
from riskledger.ledger import merging
from riskledger.ledger.customer_fields import customer_fields
from riskledger.ledger.customers import Customers, currencies_of, customers_on, overrides_on
from riskledger.ledger.exchange_rates import Rates, rates_on
from riskledger.ledger.follow_up import noted_contacts, owners_noted
from riskledger.ledger.industries import industries_on
from riskledger.ledger.intake import Ledger, read_ledger
from riskledger.ledger.known import Known, known_on
from riskledger.ledger.project_columns import columns_in
from riskledger.ledger.recognise import Layout, field_keys, recognise
from riskledger.ledger.sides import Beside, SideSheets, beside_ledger, renamed_sheets, side_sheets
from riskledger.ledger.sides.alias_sheet import renaming
from riskledger.ledger.sides.contact_log import LastContact
from riskledger.ledger.sides.contracts import ContractState
from riskledger.ledger.sides.customer_file import CustomerRow
from riskledger.ledger.sides.promises import PromiseRecord
from riskledger.ledger.sides.relations import Relations, relations_on
from riskledger.ledger.snapshot_lines import SnapshotLines, snapshot_lines
from riskledger.metrics.ageing_scales import scale
from riskledger.metrics.completeness import Completeness, completeness
from riskledger.metrics.conversion import Conversion, converted, in_base, known_in_base, receipts_in_base
from riskledger.metrics.facts import InvoiceFacts, invoice_facts
from riskledger.metrics.figures import Figure, none
from riskledger.metrics.measures import Measures
from riskledger.metrics.months import months_before
from riskledger.metrics.portfolio import Portfolio, customer_sums, portfolio
from riskledger.metrics.turnover import YEAR, in_period
from riskledger.policy_sheet import is_policy_sheet, policy_in_book
from riskledger.project_file import PROJECT_FILE, Project, project_beside
from riskledger.rating.alerts import Alert
from riskledger.rating.bands import with_bands
from riskledger.rating.credit import CustomerCredit, PortfolioCredit, credit_on
from riskledger.rating.exposures import Exposures, exposures_on
from riskledger.rating.month_ago import Stood, stood_on
from riskledger.rating.owners import owners_on
from riskledger.rating.policy import Policy, load_policy, policy_in, standard
from riskledger.rating.rate import Rating, rate
from riskledger.rating.stated import Stated, stated_on
from riskledger.rating.targets import TargetResult, results
from riskledger.rating.tiers import Word
from riskledger.rating.watch import CHANGES, Watched, alerts_on
from riskledger.workbook.book import Book
from riskledger.workbook.opening import open_any
from riskledger.workbook.sheet import SheetCells

Progress = Callable[[str, int, int], None]  # stage, done, of


class Money(NamedTuple):
    """A customer's money in one currency, minor units."""

    currency: str | None
    outstanding: int
    overdue: int
    exposure: int
    expected_late_amount: int


@dataclass(frozen=True, slots=True)
class CustomerAssessment:
    """One customer on T. `money` has one entry per currency it trades in; the sums below are None when there are several."""

    key: str
    customer: str
    customer_id: str | None
    rating: Rating
    money: tuple[Money, ...]
    max_days_overdue: int
    revenue_share: float | None
    rows: tuple[int, ...]  # indices into the facts
    completeness: Completeness
    credit: CustomerCredit
    last_contact: LastContact | None = None
    promises: PromiseRecord | None = None
    contract: ContractState | None = None
    lines: tuple[CustomerRow, ...] = ()  # of the customers sheet
    original: tuple[Money, ...] = ()  # per currency it trades in, where `money` was converted into the base currency
    members: tuple[str, ...] = ()  # the names of a group's members
    owner: str | None = None  # who follows up, where the book names somebody
    alerts: tuple[Alert, ...] = ()  # the most urgent first

    @property
    def tier(self) -> str:
        """The tier that counts: the override while it holds, else the computed one."""
        return self.rating.tier

    @property
    def risk_points(self) -> float:
        """0 safe … 100 risky, unrounded."""
        return self.rating.points

    def action_owner(self, language: str) -> str:
        """Who is to act: the one the book names, else the role that the policy gives."""
        return self.owner or (self.rating.owner.zh if language == "zh" else self.rating.owner.en)

    @property
    def outstanding(self) -> Decimal | None:
        """Open on T, signed; None in several currencies."""
        return units(self.money[0].outstanding) if len(self.money) == 1 else None

    @property
    def overdue(self) -> Decimal | None:
        """Past due on T."""
        return units(self.money[0].overdue) if len(self.money) == 1 else None

    @property
    def exposure(self) -> Decimal | None:
        """max(0, outstanding + open orders − cover in force)."""
        return units(self.money[0].exposure) if len(self.money) == 1 else None

    @property
    def expected_late_amount(self) -> Decimal | None:
        """Risk points / 100 × exposure, to the cent."""
        return units(self.money[0].expected_late_amount) if len(self.money) == 1 else None


@dataclass(frozen=True)
class Understood:
    """A workbook as read and understood, before any date: what `assess_on` needs."""

    path: Path
    policy: Policy
    policy_source: str
    ledger: Ledger
    cells: SheetCells
    beside: Beside
    structure_locked: bool
    suppressions: list[Suppression]
    suppression_sheet: SuppressionSheet
    history: SnapshotLines  # what earlier runs left of their day
    rated_before: bool  # the book holds an assessment of ours
    epoch1904: bool
    by_group: bool = False


@dataclass(frozen=True)
class Assessment:
    """A workbook assessed on one date: everything the command prints or writes, as values."""

    read: Understood
    as_of: dt.date
    known: Known
    facts: InvoiceFacts
    grouped: Customers
    portfolio: Portfolio
    measures: Measures
    customers: tuple[CustomerAssessment, ...]  # by expected late amount, largest first
    findings: tuple[Finding, ...]
    stated: Stated
    credit: PortfolioCredit
    control_total: int | None = None
    suppressed: tuple[Suppressed, ...] = ()  # set aside on purpose, with the reason and the end
    conversion: Conversion | None = None  # where the figures are in the base currency of a book in several

    @property
    def path(self) -> Path:
        """The workbook."""
        return self.read.path

    @property
    def by_group(self) -> bool:
        """Whether groups are rated as one customer."""
        return self.read.by_group

    @property
    def policy(self) -> Policy:
        """The one policy in force."""
        return self.read.policy

    @property
    def policy_source(self) -> str:
        """Where the policy comes from: a file's name, "given" or "built-in"."""
        return self.read.policy_source

    @property
    def ledger(self) -> Ledger:
        """The ledger as understood."""
        return self.read.ledger

    @property
    def cells(self) -> SheetCells:
        """The ledger sheet as read."""
        return self.read.cells

    @property
    def sheet(self) -> str:
        """The ledger sheet's name."""
        return self.ledger.layout.sheet

    @property
    def language(self) -> str:
        """The workbook's language, "zh" or "en"."""
        return self.ledger.layout.language

    @property
    def row_counts(self) -> dict[str, int]:
        """read = assessed + excluded + later; totals and repeated headers are skipped."""
        assessed, later = int(self.known.assessed.sum()), int(self.known.later.sum())
        read = len(self.ledger.rows)
        return {"read": read, "assessed": assessed, "excluded": read - assessed - later, "later": later, "skipped": self.ledger.skipped}

    @property
    def targets(self) -> tuple[TargetResult, ...]:
        """The policy's targets against what was reached."""
        measured, total = self.portfolio, self.portfolio.totals
        no_share = none("no_receivables" if total else "mixed_currencies")
        return results(
            self.policy.targets,
            {
                "turnover_closing": measured.turnover.closing,
                "turnover_average": measured.turnover.average,
                "turnover_days": measured.turnover.days,
                "dso": measured.turnover.dso,
                "cei": self.measures.cei,
                "overdue_share": Figure(total.overdue / total.outstanding) if total and total.outstanding > 0 else no_share,
                "delay_rate_count": measured.delay.by_count,
                "delay_rate_amount": measured.delay.by_amount,
                "top1_share": measured.concentration.top1,
                "top5_share": measured.concentration.top5,
                "hhi": measured.concentration.hhi,
            },
        )

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error (exit code 1)."""
        return any(finding.severity == "error" for finding in self.findings)


def units(minor: int) -> Decimal:
    """Minor units as a decimal amount with two places."""
    return Decimal(minor).scaleb(-2)


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


def understand(
    book: Book,
    *,
    policy: Policy | str | Path | None = None,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    by_group: bool = False,
    progress: Progress | None = None,
) -> Understood:
    """Read a workbook and say what its rows mean, whatever the date; arguments and errors as for `assess`."""
    project = project_beside(book.origin)
    chosen, source = policy_in_force(policy, book, project)
    layout = recognise(candidates(book, sheet), mapping_in_force(mapping, project))
    cells = book.read(layout.sheet, (lambda done, of: progress("read", done, of)) if progress else None)
    ledger, beside = _ledger_and_beside(book, cells, layout, chosen, by_group)
    return Understood(
        path=book.origin,
        policy=chosen,
        policy_source=source,
        ledger=ledger,
        cells=cells,
        beside=beside,
        structure_locked=book.structure_locked,
        suppressions=suppressions_in(project),
        suppression_sheet=suppressions_on(book, layout.sheet),
        history=snapshot_lines(book),
        rated_before="assessment" in book.own_sheets(),
        epoch1904=book.epoch1904,
        by_group=by_group,
    )


def under(read: Understood, book: Book, policy: Policy, source: str) -> Understood:
    """The same workbook under another policy; its rows are understood anew only where that policy reads due dates in another way."""
    ledger, beside = read.ledger, read.beside
    if policy.due_dates != read.policy.due_dates:
        ledger, beside = _ledger_and_beside(book, read.cells, ledger.layout, policy, read.by_group)
    return replace(read, policy=policy, policy_source=source, ledger=ledger, beside=beside)


def _ledger_and_beside(book: Book, cells: SheetCells, layout: Layout, policy: Policy, by_group: bool) -> tuple[Ledger, Beside]:
    """What the rows mean, and the sheets beside them."""
    ledger = read_ledger(cells, layout, epoch1904=book.epoch1904, due_rules=policy.due_dates.rules)
    ledger, sheets = _merge(ledger, side_sheets(book, layout.sheet, ledger.due_rules.month_end_order), by_group)
    beside = beside_ledger(sheets, ledger)
    return beside.receipts.onto(ledger), beside


def assess_on(read: Understood, day: dt.date, *, control_total: Decimal | None = None) -> Assessment:
    """Everything as known on one date T: check, measure, rate, act. A workbook read once can be assessed on many dates."""
    ledger, layout, beside = read.ledger, read.ledger.layout, read.beside
    known = known_as_of(read, day)
    findings = [*ledger.findings, *check_rows(ledger, known, read.cells), *check_sides(beside.problems)]
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
    measured = portfolio(facts, traded, _opening(ledger, known, facts, day, found.rates), by)
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
    complete = completeness(fields, tiers, facts.as_of)
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
    customers = _customers(facts, grouped, measured, ratings, relations, complete, conversion, ledger, exposures, credits, alerts, owners)
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


def policy_in_force(policy: Policy | str | Path | None, book: Book, project: Project) -> tuple[Policy, str]:
    """The one policy of a run and where it comes from, never merged.

    The first found of: the one given, the workbook's own sheet once it is enabled, riskledger.toml beside the workbook, the built-in one.
    """
    if isinstance(policy, Policy):
        return policy, "given"
    if policy is not None:
        return load_policy(Path(policy)), Path(policy).name
    on_sheet = policy_in_book(book)
    if on_sheet is not None:
        return on_sheet
    found = policy_in(project)
    return (found, PROJECT_FILE) if found else (standard(), "built-in")


def mapping_in_force(mapping: Mapping[str, str] | None, project: Project) -> dict[str, str]:
    """Field → header: the [columns] of riskledger.toml beside the workbook, and over them those given for this run."""
    return columns_in(project) | field_keys(mapping or {})


def candidates(book: Book, sheet: str | None) -> list[SheetCells]:
    """The first rows of the sheets that may be the ledger: the one named, or all but our own result sheets and a policy sheet."""
    names = [entry.name for entry in book.sheets]
    if sheet is not None:
        if sheet not in names:
            raise CannotRun("no_such_sheet", sheet=sheet, sheets=tuple(names))
        return [book.peek(sheet)]
    ours = {own.name for own in book.own_sheets().values()}
    return [cells for name in names if name not in ours and not is_policy_sheet(cells := book.peek(name))]


def _banded(stated: Stated, read: Understood, known: Known, grouped: Customers) -> Stated:
    """Points that the policy's tables give to an industry or a size; a policy without such tables costs nothing."""
    bands, listed = read.policy.bands, read.beside.customers.facts
    if not bands.industry and not bands.size:
        return stated
    industries = industries_on(read.ledger, read.cells, known, grouped) if bands.industry else {}
    sizes = {i: Word(said.size) for i, key in enumerate(grouped.keys) if (said := listed.get(key)) and said.size}
    return with_bands(stated, bands, {"industry": {i: Word(name, (row,)) for i, (name, row) in industries.items()}, "size": sizes})


def _merge(ledger: Ledger, sheets: SideSheets, by_group: bool) -> tuple[Ledger, SideSheets]:
    """Customers merged on request: by the alias sheet, and with `by_group` by their groups. What there is to tell goes to the ledger."""
    names = renaming(sheets.alias_sheets, ledger)
    ledger, told = merging.renamed(ledger, sheets.alias_sheets, names)
    sheets, findings = renamed_sheets(sheets, names), check_sides([*names.problems, *told])
    if by_group:
        ledger, conflicts = merging.by_group(ledger, [row for file in sheets.customer_files for row in file.rows])
        findings += conflicts
    return replace(ledger, findings=[*ledger.findings, *findings]) if findings else ledger, sheets


def _opening(ledger: Ledger, known: Known, facts: InvoiceFacts, day: dt.date, rates: Rates | None) -> int | None:
    """Outstanding at T − 365 as known then, None when the ledger does not reach back to that day. Converted at the rates of T."""
    start = day - dt.timedelta(days=YEAR)
    # The day each row came to exist is the one known on T: a row without an invoice date keeps its stand-in.
    existed = facts.invoice_day <= start.toordinal()
    if not existed.any():
        return None
    then = known_on(ledger, start).outstanding[known.assessed]
    if rates is not None:
        then = in_base(then, rates.rates, rates.of_row)
    return int(then[existed].sum())


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


def _customers(
    facts: InvoiceFacts,
    grouped: Customers,
    measured: Portfolio,
    ratings: tuple[Rating, ...],
    relations: Relations,
    complete: tuple[Completeness, ...],
    conversion: Conversion | None,
    ledger: Ledger,
    exposures: Exposures,
    credits: tuple[CustomerCredit, ...],
    alerts: tuple[tuple[Alert, ...], ...],
    owners: Mapping[int, str],
) -> tuple[CustomerAssessment, ...]:
    """One entry per customer, the largest expected late amount first."""
    money = _moneys(facts, measured.currencies, ratings, exposures)
    original = _moneys(conversion.facts, conversion.currencies, ratings) if conversion else [()] * len(ratings)
    longest = customer_sums(facts).max_days_overdue
    by_customer = np.argsort(facts.customer, kind="stable")
    ends = np.searchsorted(facts.customer[by_customer], np.arange(len(grouped.keys) + 1))
    shares = measured.concentration.shares
    members = merging.members_of(ledger, grouped)
    entries = []
    for i, rating in enumerate(ratings):
        entries.append(
            CustomerAssessment(
                key=grouped.keys[i],
                customer=grouped.names[i],
                customer_id=grouped.ids[i],
                rating=rating,
                money=money[i],
                max_days_overdue=int(longest[i]),
                revenue_share=None if shares is None else float(shares[i]),
                rows=tuple(by_customer[ends[i] : ends[i + 1]].tolist()),
                last_contact=relations.contacts.get(grouped.keys[i]),
                promises=relations.promises.get(grouped.keys[i]),
                contract=relations.contracts.get(grouped.keys[i]),
                lines=relations.lines.get(grouped.keys[i], ()),
                completeness=complete[i],
                credit=credits[i],
                original=original[i],
                members=members.get(i, ()),
                owner=owners.get(i),
                alerts=alerts[i],
            )
        )
    return tuple(sorted(entries, key=_urgency))


def _moneys(
    facts: InvoiceFacts, currencies: tuple[str | None, ...], ratings: tuple[Rating, ...], exposures: Exposures | None = None
) -> list[tuple[Money, ...]]:
    """Of each customer its money in every currency it trades in; without `exposures` before orders and cover."""
    sums = [customer_sums(facts, c) for c in range(len(currencies))]
    traded = np.zeros((len(ratings), len(currencies)), dtype=np.bool_)
    traded[facts.customer, facts.currency] = True
    net = {i: each.net for i, each in exposures.of.items()} if exposures else {}
    return [
        tuple(
            _money(currencies[c], int(sums[c].outstanding[i]), int(sums[c].overdue[i]), rating.points, net.get(i))
            for c in np.flatnonzero(traded[i]).tolist()
        )
        for i, rating in enumerate(ratings)
    ]


def _money(currency: str | None, outstanding: int, overdue: int, points: float, net: int | None) -> Money:
    exposure = max(0, outstanding) if net is None else net
    late = int((Decimal(points) * exposure / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return Money(currency, outstanding, overdue, exposure, late)


def _urgency(entry: CustomerAssessment) -> tuple[bool, float, str]:
    """Largest expected late amount first; customers in several currencies, which have no such sum, after the others by points."""
    if len(entry.money) == 1:
        return (False, -entry.money[0].expected_late_amount, entry.key)
    return (True, -entry.risk_points, entry.key)
