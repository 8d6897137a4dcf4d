"""What an assessment is: a workbook as understood, and everything that is known of it on one date, as values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from riskledger.checks.findings import Finding
from riskledger.checks.suppression import Suppressed, Suppression
from riskledger.checks.suppression_sheet import SuppressionSheet
from riskledger.ledger.customers import Customers
from riskledger.ledger.intake import Ledger
from riskledger.ledger.known import Known
from riskledger.ledger.sides import Beside
from riskledger.ledger.sides.contact_log import LastContact
from riskledger.ledger.sides.contracts import ContractState
from riskledger.ledger.sides.customer_file import CustomerRow
from riskledger.ledger.sides.promises import PromiseRecord
from riskledger.ledger.snapshot_lines import SnapshotLines
from riskledger.metrics.completeness import Completeness
from riskledger.metrics.conversion import Conversion
from riskledger.metrics.facts import InvoiceFacts
from riskledger.metrics.figures import Figure, none
from riskledger.metrics.measures import Measures
from riskledger.metrics.portfolio import Portfolio
from riskledger.rating.alerts import Alert
from riskledger.rating.credit import CustomerCredit, PortfolioCredit
from riskledger.rating.policy import Policy
from riskledger.rating.rate import Rating
from riskledger.rating.stated import Stated
from riskledger.rating.targets import TargetResult, results
from riskledger.workbook.sheet import SheetCells


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
