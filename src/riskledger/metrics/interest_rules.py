"""Rule sets of late interest: which reference rate, from which day, plus what, by which day count, and what fixed sum.

Reference rates are dated inputs of the policy; none is known here or fetched. CN: 国令802 art. 17 (0.05 % a day where no rate is
agreed), 买卖合同解释 (2020) art. 18 (1-year LPR at the breach plus 30–50 % of it, breaches from 2019-08-20). EU: Directive 2011/7
art. 2(6), 3 and 6 (ECB rate of 1 January / 1 July for each half-year + 8 points, 40 €). UK: Late Payment of Commercial Debts
(Interest) Act 1998 (base rate of the 30 June / 31 December before interest starts + 8 points; £40, £70 or £100).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from riskledger.metrics.figures import Why
from riskledger.metrics.rates import DatedRates, Rate

RuleCode = Literal["cn_sme", "cn_lpr", "eu", "uk", "contractual"]
Fixing = Literal["each_day", "half_year", "at_start", "half_year_before_start"]

CN_SME_DAILY: Final = Decimal("0.0005")
STATUTORY_MARGIN: Final = Decimal("0.08")
FIRST_LPR_BREACH: Final = dt.date(2019, 8, 20).toordinal()


class FixedSum(NamedTuple):
    """A fixed sum for a debt of at least `from_amount`; minor units."""

    from_amount: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestRule:
    """rate a day = (reference × factor + margin) / per_days. `fixing` says on which day the reference is read."""

    code: RuleCode
    reference: DatedRates
    per_days: Literal[1, 360, 365]
    fixing: Fixing = "each_day"
    factor: Rate = Decimal(1)
    margin: Rate = Decimal(0)
    first_breach: int = 0
    fixed_sums: tuple[FixedSum, ...] = ()  # ascending
    currency: str | None = None  # of the fixed sums


def cn_sme(daily: Rate = CN_SME_DAILY) -> InterestRule:
    """What a small or medium supplier in China is owed where no rate was agreed: 0.05 % a day."""
    return InterestRule(code="cn_sme", reference=_constant(daily), per_days=1)


def cn_lpr(lpr: DatedRates, surcharge: Rate = Decimal("0.30"), per_days: Literal[360, 365] = 365) -> InterestRule:
    """Loss from late payment under a Chinese sales contract without an agreed rate: LPR × 1.3 to 1.5.

    Args:
        lpr: one-year loan prime rate by date of publication.
        surcharge: 0.30 to 0.50; ValueError outside.
        per_days: days of the year; courts differ, so it is named.
    """
    if not Decimal("0.3") <= surcharge <= Decimal("0.5"):
        raise ValueError("the surcharge on the LPR is 30 to 50 %")
    return InterestRule(
        code="cn_lpr", reference=lpr, per_days=per_days, fixing="at_start", factor=1 + Fraction(surcharge), first_breach=FIRST_LPR_BREACH
    )


def eu(ecb: DatedRates, margin: Rate = STATUTORY_MARGIN, fixed_sum: int = 40_00, per_days: Literal[360, 365] = 365) -> InterestRule:
    """Statutory interest between businesses in the EU; a member state may set a higher margin. `fixed_sum` in euro cents, a minimum."""
    return InterestRule(
        code="eu", reference=ecb, per_days=per_days, fixing="half_year", margin=margin, fixed_sums=(FixedSum(0, fixed_sum),), currency="EUR"
    )


def uk(base: DatedRates, margin: Rate = STATUTORY_MARGIN) -> InterestRule:
    """Statutory interest on commercial debts in the UK, with 40, 70 or 100 pounds by the size of the debt."""
    sums = (FixedSum(0, 40_00), FixedSum(1_000_00, 70_00), FixedSum(10_000_00, 100_00))
    return InterestRule(
        code="uk", reference=base, per_days=365, fixing="half_year_before_start", margin=margin, fixed_sums=sums, currency="GBP"
    )


def contractual(yearly: DatedRates | Rate, per_days: Literal[360, 365] = 365, fee: int = 0, currency: str | None = None) -> InterestRule:
    """What the contract says: a yearly rate (or one that changes by date), its day count, and a flat fee in minor units."""
    rates = yearly if isinstance(yearly, DatedRates) else _constant(yearly)
    return InterestRule(
        code="contractual", reference=rates, per_days=per_days, fixed_sums=(FixedSum(0, fee),) if fee else (), currency=currency
    )


def yearly_rates(daily: Rate) -> dict[Literal[360, 365], Fraction]:
    """A daily rate as a yearly one on both bases in use: 0.05 % a day is 18.25 % on 365 days and 18 % on 360."""
    return {365: Fraction(daily) * 365, 360: Fraction(daily) * 360}


class RatePeriod(NamedTuple):
    """Days `first` … `last` (ordinals, both counted) at one exact rate a day; `reference` as read on `fixed_on`."""

    first: int
    last: int
    reference: Rate
    fixed_on: int
    daily: Fraction


def rate_periods(rule: InterestRule, due: int, until: int) -> tuple[RatePeriod, ...] | Why:
    """The rates of each day late, from the day after `due` to `until`; a reason when a day has none."""
    start = due + 1
    if until < start:
        return ()
    if start < rule.first_breach:
        return "before_lpr"
    firsts = [start, *_changes(rule, start, until)]
    periods = []
    for first, following in zip(firsts, [*firsts[1:], until + 1], strict=True):
        fixed_on = _fixing_day(rule.fixing, first)
        reference = rule.reference.on(fixed_on)
        if reference is None:
            return "no_rate_on_day"
        daily = (Fraction(reference) * Fraction(rule.factor) + Fraction(rule.margin)) / rule.per_days
        periods.append(RatePeriod(first, following - 1, reference, fixed_on, daily))
    return tuple(periods)


def _changes(rule: InterestRule, start: int, until: int) -> list[int]:
    """Days after the first on which another rate may begin; none where the rate is fixed at the start."""
    if rule.fixing == "each_day":
        return [day for day in rule.reference.days if start < day <= until]
    if rule.fixing == "half_year":
        years = range(dt.date.fromordinal(start).year, dt.date.fromordinal(until).year + 1)
        days = [dt.date(year, month, 1).toordinal() for year in years for month in (1, 7)]
        return [day for day in days if start < day <= until]
    return []


def _fixing_day(fixing: Fixing, first: int) -> int:
    """On which day the reference of a period is read that begins on `first`."""
    if fixing in ("each_day", "at_start"):
        return first
    begun = dt.date.fromordinal(first)
    block = dt.date(begun.year, 1 if begun.month < 7 else 7, 1).toordinal()
    return block if fixing == "half_year" else block - 1


def _constant(rate: Rate) -> DatedRates:
    return DatedRates(((0, rate),))
