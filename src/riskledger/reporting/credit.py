"""Credit in words and as JSON: exposure and cover, limit and proposal, allowance, five-class view, late interest, hold, Z″."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from riskledger.assessment import Assessment, CustomerAssessment, units
from riskledger.i18n import Words, money, percent
from riskledger.metrics.figures import Amount, Figure
from riskledger.rating.credit import CustomerCredit, Limit
from riskledger.rating.credit_hold import HoldFigure, HoldReason
from riskledger.rating.policy_parts import YES_NO_HOLDS, AllowancePolicy, HoldExemption
from riskledger.reporting.layout import hanging

Json = dict[str, Any]
NAMED = 3


def customer_credit(entry: CustomerAssessment, words: Words) -> Json:
    """The keys `limit`, `allowance`, `five_class`, `interest`, `hold` and `z_score` of a customer, and how its exposure is made up."""
    credit = entry.credit
    limit, proposal, interest, z = credit.limit, credit.proposal, credit.interest, credit.z_score
    inputs = proposal.inputs
    document: Json = {
        "limit": _with_reasons(
            {
                "amount": limit.amount,
                "used": limit.used,
                "utilisation": limit.use.utilisation,
                "headroom": limit.use.headroom,
                "exceeded": limit.use.exceeded,
                "state": limit.use.state,
                "until": _iso(limit.expiry),
                "ends_in_days": limit.ends_in,
                "proposal": _with_reasons(
                    {
                        "amount": proposal.limit,
                        "bound_by": proposal.binding,
                        "need": proposal.need,
                        "capacity": proposal.capacity,
                        "inputs": inputs
                        and {
                            "sales": _money(inputs.sales),
                            "tax_rate": float(inputs.tax_rate or 0),
                            "term_days": inputs.term_days,
                            "net_worth": _money(inputs.tangible_net_worth),
                            "tier_factor": float(inputs.tier_factor),
                            "net_worth_share": float(inputs.capacity_share),
                            "year_days": inputs.year_days,
                        },
                    },
                    words,
                ),
            },
            words,
        ),
        "allowance": _with_reasons(
            {
                "amount": credit.allowance.amount,
                "method": "individual" if credit.allowance.individual else "matrix",
                "capped": credit.allowance.capped,
            },
            words,
        ),
        "five_class": {"class": credit.worst_class, "amounts": {name: _money(amount) for name, amount in credit.five_class.items()}}
        if credit.exposure
        else _with_reasons({"class": Figure(None, "mixed_currencies"), "amounts": {}}, words),
        "interest": interest
        and _with_reasons(
            {
                **{name: Amount(getattr(interest, name), interest.why) for name in ("total", "on_open", "on_paid_late", "fixed_sums")},
                "late_invoices": interest.late_invoices,
                "unknown": interest.unknown,
            },
            words,
        ),
        "hold": {
            "recommended": credit.hold.held,
            "rules": [_hold(reason) for reason in credit.hold.by],
            "exempted": [_hold(reason) for reason in credit.hold.exempted],
            "not_judged": list(credit.hold.not_judged),
        },
        "z_score": z and _with_reasons({"value": z.z, "band": z.band, "stated": z.stated}, words),
    }
    parts = credit.exposure
    if parts and (parts.open_orders or parts.covered):
        document["exposure_parts"] = {
            "outstanding": _money(parts.outstanding),
            "open_orders": _money(parts.open_orders),
            "cover": [
                {
                    "kind": cover.protection.kind,
                    "state": cover.state,
                    "amount": _money(cover.amount),
                    "until": _iso(cover.protection.until),
                }
                for cover in parts.covered
            ],
        }
    return document


def portfolio_credit(assessment: Assessment, words: Words) -> Json:
    """The keys of the portfolio about credit; what does not exist is null, with its reason under `unavailable`."""
    credit, policy = assessment.credit, assessment.policy
    whole = credit.allowance
    document = _with_reasons(
        {
            "exposure": credit.exposure,
            "exposure_before_cover": credit.before_cover,
            "insured": credit.insured,
            "guaranteed": credit.guaranteed,
            "covered_share": credit.covered_share,
            "late_interest": credit.interest or Amount(None, "no_interest_rule"),
        },
        words,
    )
    if credit.five_class is None:
        document["why"]["five_class"] = document["why"]["exposure"]
    document.setdefault("why", {})
    document["limits"] = {"customers": credit.limits, "over_limit": credit.over_limit, "expired": credit.limits_expired}
    document["on_hold"] = _with_reasons({"customers": credit.on_hold, "exposure": credit.exposure_on_hold}, words)
    document["five_class"] = credit.five_class and {name: _money(amount) for name, amount in credit.five_class.items()}
    document["allowance"] = _with_reasons(
        {
            "total": whole.total if whole else Amount(None, "mixed_currencies"),
            "basis": policy.allowance.basis,
            "convention": _is_convention(assessment),
            "buckets": [
                {
                    "bucket": line.bucket,
                    "exposure": _money(line.exposure),
                    "rate": None if line.rate is None else float(line.rate),
                    "allowance": _money(line.allowance.value),
                }
                for line in (whole.buckets if whole else ())
            ],
            "individual": {
                "customers": len(whole.individual),
                "exposure": _money(sum(one.exposure for one in whole.individual)),
                "allowance": _money(sum(one.allowance for one in whole.individual)),
            }
            if whole
            else None,
        },
        words,
    )
    return document


def credit_report(assessment: Assessment, words: Words) -> RenderableType | None:
    """A few lines for the terminal where the book has limits, cover, holds or interest; None where there is nothing to say."""
    credit = assessment.credit
    if not (credit.limits or credit.on_hold or credit.interest or credit.before_cover != credit.exposure):
        return None
    lines = [*_limit_lines(assessment, words)]
    if credit.on_hold:
        held = [entry.customer for entry in assessment.customers if entry.credit.hold.held]
        exposed = words("credit.on_hold.exposure", exposure=_shown(credit.exposure_on_hold, words))
        lines.append(words("credit.on_hold", count=credit.on_hold, exposure=exposed, names=_few(held, words)))
    if credit.before_cover != credit.exposure or (credit.covered_share.value or 0) > 0:
        lines.append(
            words(
                "credit.cover",
                exposure=_shown(credit.exposure, words),
                before=_shown(credit.before_cover, words),
                insured=_shown(credit.insured, words),
                guaranteed=_shown(credit.guaranteed, words),
                share=percent(credit.covered_share.value),
            )
        )
    if credit.allowance:
        label = words("credit.convention") if _is_convention(assessment) else ""
        basis = words(f"credit.basis.{assessment.policy.allowance.basis}")
        lines.append(words("credit.allowance", total=_shown(credit.allowance.total, words), basis=basis, label=label))
    if credit.interest and assessment.policy.interest:
        rule = words(f"credit.interest_rule.{assessment.policy.interest.rule}")
        lines.append(words("credit.interest", total=_shown(credit.interest, words), rule=rule))
    return Group(Text(words("credit.title"), style="bold"), *(hanging("→", line, 2) for line in lines))


def _limit_lines(assessment: Assessment, words: Words) -> Iterator[str]:
    credit = assessment.credit
    if not credit.limits:
        return
    yield words("credit.limits", count=credit.limits, over=credit.over_limit, expired=credit.limits_expired)
    over = [entry for entry in assessment.customers if entry.credit.limit.use.exceeded]
    if over:
        yield words("credit.over_limit", names=_few([entry.customer for entry in over], words))
    soon = max((int(line.value) for line in assessment.policy.alerts if line.fact == "limit_ends_in"), default=0)
    ending = [entry.customer for entry in assessment.customers if 0 <= (_days_left(entry.credit.limit)) <= soon]
    if ending:
        yield words("credit.ending", days=soon, names=_few(ending, words))


def _days_left(limit: Limit) -> int:
    return -1 if limit.ends_in is None or limit.use.state == "no_limit" else limit.ends_in


def credit_lines(entry: CustomerAssessment, words: Words) -> Iterator[Text]:
    """For one customer's page: exposure, proposal with its inputs, allowance, class, interest, Z″ and hold."""
    credit = entry.credit
    yield from _exposure_line(credit, words)
    yield from _proposal_line(credit, words)
    if entry.outstanding:
        how = words("credit.individual" if credit.allowance.individual else "credit.by_matrix")
        kind = words(f"credit.class.{credit.worst_class or 'unclassified'}")
        yield Text(words("credit.of_customer", amount=_shown(credit.allowance.amount, words), how=how, kind=kind))
    if credit.interest and (credit.interest.late_invoices or credit.interest.why):
        total = _shown(Amount(credit.interest.total, credit.interest.why), words)
        yield Text(words("credit.interest_of", total=total, count=credit.interest.late_invoices))
    if credit.z_score:
        z = credit.z_score
        band = words(f"credit.band.{z.band}") if z.band else words(f"why.{z.z.why}")
        yield Text(words("credit.z", value="-" if z.z.value is None else f"{z.z.value:.2f}", band=band))
    if credit.hold.held:
        reasons = words("list.separator").join(hold_words(reason, words) for reason in credit.hold.by)
        yield Text(words("credit.hold", reasons=reasons), style="bold")
    for reason in credit.hold.exempted:
        said = hold_words(reason, words)
        yield Text(words("credit.exempted", reason=said, exemption=_exemption_words(reason.exemption, words)), style="dim")


def _exposure_line(credit: CustomerCredit, words: Words) -> Iterator[Text]:
    parts = credit.exposure
    if not parts or not (parts.open_orders or parts.covered):
        return
    covers = []
    for cover in parts.covered:
        state = "" if cover.state == "in_force" else words(f"credit.cover.{cover.state}")
        kind = words(f"credit.{cover.protection.kind}")
        covers.append(words("credit.less", kind=kind, amount=money(cover.amount), state=state))
    before = words("credit.before", outstanding=money(parts.outstanding), orders=money(parts.open_orders))
    yield Text(words("credit.exposure_of", exposure=money(parts.net), parts=before + "".join(covers)))


def _proposal_line(credit: CustomerCredit, words: Words) -> Iterator[Text]:
    proposal = credit.proposal
    if proposal.limit.value is None:
        yield Text(words("credit.no_proposal", why=words(f"why.{proposal.limit.why}")), style="dim")
    elif proposal.inputs is None:
        yield Text(words("credit.proposal_grid", amount=money(proposal.limit.value)))
    else:
        inputs = proposal.inputs
        capacity = _shown(proposal.capacity, words) if proposal.capacity.value is not None else words("credit.unknown")
        label = words("credit.capacity_unknown") if proposal.binding == "capacity_unknown" else ""
        yield Text(
            words(
                "credit.proposal",
                amount=money(proposal.limit.value),
                need=_shown(proposal.need, words),
                capacity=capacity,
                factor=f"{float(inputs.tier_factor):g}",
                sales=money(inputs.sales or 0),
                days=inputs.term_days,
                label=label,
            )
        )


def hold_words(reason: HoldReason, words: Words) -> str:
    """`days overdue 133 > 60`: the figures that met a rule, in words."""
    return words("report.and").join(_figure_words(figure, words) for figure in reason.figures)


def _figure_words(figure: HoldFigure, words: Words) -> str:
    name = words(f"credit.fact.{figure.fact}")
    if figure.fact in YES_NO_HOLDS:
        return name
    if figure.fact == "days_overdue":
        return f"{name} {figure.value} {figure.operator} {figure.bound:g}"
    if figure.fact == "overdue_amount":
        return f"{name} {money(int(figure.value))} {figure.operator} {figure.bound:,.2f}"
    value = "∞" if figure.value == float("inf") else percent(float(figure.value), 0)
    return f"{name} {value} {figure.operator} {percent(float(figure.bound), 0)}"


def _exemption_words(exemption: HoldExemption | None, words: Words) -> str:
    if exemption is None:
        return ""
    whom = exemption.customer or exemption.group or words("credit.everybody")
    until = words("credit.until", date=exemption.until.isoformat()) if exemption.until else ""
    return words("credit.release" if exemption.release else "credit.exemption", whom=whom) + until


def _hold(reason: HoldReason) -> Json:
    exempt = reason.exemption
    return {
        "rule": reason.rule,
        "figures": [{"fact": each.fact, "operator": each.operator, "bound": each.bound, "value": _fact(each)} for each in reason.figures],
        "exemption": exempt
        and {
            "customer": exempt.customer,
            "group": exempt.group,
            "release": exempt.release,
            "until": exempt.until and exempt.until.isoformat(),
        },
    }


def _fact(figure: HoldFigure) -> bool | int | float | str | None:
    """Days as a number, amounts as text, shares as fractions; null for a share of a limit of 0."""
    if figure.fact in YES_NO_HOLDS:
        return bool(figure.value)
    if figure.fact == "overdue_amount":
        return _money(int(figure.value))
    if figure.fact == "days_overdue":
        return int(figure.value)
    return None if figure.value == float("inf") else round(float(figure.value), 6)


def _with_reasons(figures: Mapping[str, Any], words: Words) -> Json:
    """Amounts and figures as JSON, and why those that are null are."""
    document: Json = {}
    missing: dict[str, Json] = {}
    for name, value in figures.items():
        if isinstance(value, Amount | Figure):
            if value.value is None:
                missing[name] = {"code": value.why, "message": words(f"why.{value.why}")}
            document[name] = _money(value.value) if isinstance(value, Amount) else None if value.value is None else round(value.value, 6)
        else:
            document[name] = value
    if missing:
        document["why"] = missing
    return document


def _is_convention(assessment: Assessment) -> bool:
    """Whether the rates are the built-in ones, which are a custom and no estimate."""
    return assessment.policy.allowance == AllowancePolicy()


def _few(names: list[str], words: Words) -> str:
    more = words("credit.more", count=len(names) - NAMED) if len(names) > NAMED else ""
    return words("report.and").join(names[:NAMED]) + more


def _shown(amount: Amount, words: Words) -> str:
    return f"- ({words(f'why.{amount.why}')})" if amount.value is None else money(amount.value)


def _money(minor: int | None) -> str | None:
    return None if minor is None else str(units(minor))


def _iso(ordinal: int | None) -> str | None:
    return None if ordinal is None else dt.date.fromordinal(ordinal).isoformat()
