"""Building the monthly report: an assessment, and the one of the month before, into finished sections."""

from __future__ import annotations

from riskledger.assessment import Assessment
from riskledger.history.former import FormerMonth
from riskledger.history.standings import standings_of
from riskledger.i18n import Language
from riskledger.reporting.monthly.amounts import note
from riskledger.reporting.monthly.effect import effect
from riskledger.reporting.monthly.headlines import headlines
from riskledger.reporting.monthly.movement import moves
from riskledger.reporting.monthly.state import ageing, by_currency, concentration, quality, tiers
from riskledger.reporting.monthly.work import work_list
from riskledger.reporting.report import Absent, Head, Report


def build_report(now: Assessment, former: FormerMonth | None, language: Language, *, mask: bool = False) -> Report:
    """The report of the month that ends on the assessment's as-of date.

    Args:
        now: the book on the last day of the month.
        former: the month before; None when there was nothing then.
        language: of the texts that stand in the workbook (actions).
        mask: hide contact details.
    """
    before = former.assessment if former else None
    standings = standings_of(now, language)
    then = (former.reported or standings_of(former.assessment, language)) if former else None
    nothing_before = Absent(note("monthly.no_former_month"))
    return Report(
        head=_head(now, former, mask),
        headlines=headlines(now, before),
        by_currency=by_currency(now, before),
        ageing=ageing(now, before),
        trend=Absent(note("monthly.no_trend")),
        concentration=concentration(now),
        tiers=tiers(standings, then),
        moves=moves(now, before, then, standings, former.restated) if former and before and then else nothing_before,
        work=work_list(now, language, mask=mask),
        alerts=Absent(note("monthly.no_alerts")),
        follow_up=Absent(note("monthly.no_follow_up")),
        effect=effect(now, before) if before else nothing_before,
        limits=Absent(note("monthly.no_limits")),
        watch=Absent(note("monthly.no_watch")),
        quality=quality(now),
    )


def _head(now: Assessment, former: FormerMonth | None, mask: bool) -> Head:
    counts, currencies = now.row_counts, now.portfolio.currencies
    basis = [
        note("monthly.basis.as_of", date=now.as_of),
        note("monthly.basis.policy", digest=now.policy.digest),
        note("monthly.basis.rows", read=counts["read"], assessed=counts["assessed"], excluded=counts["excluded"], later=counts["later"]),
    ]
    if former:
        basis.append(note(f"monthly.basis.{former.basis}", date=former.assessment.as_of))
    if len(currencies) > 1:
        basis.append(note("monthly.basis.currencies", count=len(currencies)))
    return Head(
        month=f"{now.as_of:%Y-%m}",
        as_of=now.as_of,
        previous_as_of=former.assessment.as_of if former else None,
        previous_basis=former.basis if former else None,
        workbook=now.path.name,
        sheet=now.sheet,
        language="zh" if now.language == "zh" else "en",
        policy_name=now.policy.name,
        policy_source=now.policy_source,
        policy_digest=now.policy.digest,
        currency=currencies[0] if len(currencies) == 1 else None,
        rows_read=counts["read"],
        rows_assessed=counts["assessed"],
        rows_excluded=counts["excluded"],
        rows_later=counts["later"],
        rows_skipped=counts["skipped"],
        customers=len(now.customers),
        masked=mask,
        basis=tuple(basis),
    )
