"""Building the monthly report: an assessment, and the one of the month before, into finished sections."""

from __future__ import annotations

from riskledger.assessment import Assessment
from riskledger.history.follow_up import EarlierActions
from riskledger.history.former import FormerMonth
from riskledger.history.standings import standings_of
from riskledger.i18n import Language
from riskledger.reporting.monthly.amounts import note
from riskledger.reporting.monthly.earlier import actions_before, followed_up, what_was_to_be_done, written_by_us
from riskledger.reporting.monthly.effect import effect
from riskledger.reporting.monthly.headlines import headlines
from riskledger.reporting.monthly.limits import limits
from riskledger.reporting.monthly.movement import moves
from riskledger.reporting.monthly.own_words import OwnWords
from riskledger.reporting.monthly.state import ageing, by_currency, concentration, quality, tiers
from riskledger.reporting.monthly.trend import trend
from riskledger.reporting.monthly.warning import alerts
from riskledger.reporting.monthly.work import watch_list, work_list
from riskledger.reporting.report import Absent, Head, Report


def build_report(
    now: Assessment, former: FormerMonth | None, language: Language, *, earlier: EarlierActions | None = None, mask: bool = False
) -> Report:
    """The report of the month that ends on the assessment's as-of date.

    Args:
        now: the book on the last day of the month.
        former: the month before; None when there was nothing then.
        language: of the texts that stand in the workbook (actions).
        earlier: the actions that an earlier run recorded in the workbook (`recorded`).
        mask: hide contact details.
    """
    before = former.assessment if former else None
    standings = standings_of(now, language)
    then = (former.reported or standings_of(former.assessment, language)) if former else None
    own = OwnWords(now, written_by_us(earlier))
    work = work_list(now, language, own, mask=mask)
    set_before = actions_before(now, earlier, former)
    nothing_before = Absent(note("monthly.no_former_month"))
    return Report(
        head=_head(now, former, mask),
        headlines=headlines(now, before),
        by_currency=by_currency(now, before),
        ageing=ageing(now, before),
        trend=trend(now),
        concentration=concentration(now),
        tiers=tiers(standings, then),
        moves=moves(now, before, then, standings, former.restated) if former and before and then else nothing_before,
        work=work,
        alerts=alerts(now),
        follow_up=followed_up(now, set_before),
        effect=effect(now, former.as_known, what_was_to_be_done(then, set_before)) if former and then else nothing_before,
        limits=limits(now),
        watch=watch_list(now, work, language, own, mask=mask),
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
