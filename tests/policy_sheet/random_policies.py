"""Valid policies of every shape, drawn at random."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

from hypothesis import strategies as st

from riskledger.rating.policy_model import TIERS, YES_NO, Fact, Policy
from riskledger.rating.policy_parts import (
    ALERT_LEVELS,
    YES_NO_ALERTS,
    YES_NO_HOLDS,
    CountedAlert,
    CountedHold,
    TargetFigure,
    YesNoAlert,
    YesNoHold,
)

# Texts as people type them and worse: formulas, escapes, breaks, numbers and dates as text.
_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=12),
    st.sampled_from(
        ["=1+1", "_x0041_", "a\nb", "007", "2026-01-31", "30 %", "是", "TRUE", "/", "n/a", "#N/A", "'quoted", "评级政策", "a & b <c>"]
    ),
)
_SHARE = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.05, 0.1, 1 / 3, 0.125, 1.0]))
_POINTS = st.one_of(st.floats(0, 100), st.integers(0, 100).map(float))
_POSITIVE = st.one_of(st.floats(0.001, 1e9), st.integers(1, 500).map(float))
_AMOUNT = st.one_of(st.floats(0, 1e12), st.integers(0, 10**9).map(float))
_DAYS = st.integers(1, 36500)
_DATES = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
_BOTH = st.fixed_dictionaries({"zh": _TEXTS, "en": _TEXTS})
_ANY = st.floats(-1e9, 1e9)


@st.composite
def _hundred(draw: st.DrawFn, names: tuple[str, ...]) -> dict[str, float]:
    """Weights that add up to 100, the first above 0."""
    cuts = sorted(draw(st.lists(st.integers(1, 100), min_size=len(names) - 1, max_size=len(names) - 1)))
    edges = [0, *cuts, 100]
    return {name: float(high - low) for name, low, high in zip(names, edges, edges[1:], strict=False)}


def _bounds() -> st.SearchStrategy[list[int]]:
    return st.lists(_DAYS, min_size=1, max_size=6, unique=True).map(sorted)


def _comparison(counted: tuple[str, ...], yes_no: tuple[str, ...], signs: tuple[str, ...], number: Any, key: str) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.fixed_dictionaries({"fact": st.sampled_from(counted), "operator": st.sampled_from(signs), key: number}),
        st.fixed_dictionaries({"fact": st.sampled_from(yes_no), "operator": st.just("is"), key: st.booleans()}),
    )


_FACTS = tuple(fact for options in get_args(Fact) for fact in (get_args(options) or (options,)))
_YES_NO = tuple(sorted(YES_NO))
_COUNTED = tuple(fact for fact in _FACTS if fact not in YES_NO)
_HOLDS = st.lists(_comparison(get_args(CountedHold), get_args(YesNoHold), (">", ">="), _AMOUNT, "value"), min_size=1, max_size=3)
assert set(get_args(YesNoAlert)) == YES_NO_ALERTS
assert set(get_args(YesNoHold)) == YES_NO_HOLDS


@st.composite
def _actions(draw: st.DrawFn) -> list[dict[str, Any]]:
    line = {"action": _BOTH, "owner": _BOTH, "days": st.integers(0, 3650)}
    condition = _comparison(_COUNTED, _YES_NO, (">", ">=", "<", "<="), _ANY, "value")
    lines = []
    for tier in draw(st.permutations(TIERS)):
        told = st.fixed_dictionaries({**line, "tier": st.just(tier), "condition": condition})
        lines += draw(st.lists(told, max_size=2))
        lines.append(draw(st.fixed_dictionaries({**line, "tier": st.just(tier)})))
    return lines


@st.composite
def _allowance(draw: st.DrawFn) -> dict[str, Any]:
    bounds, basis = draw(_bounds()), draw(st.sampled_from(["invoice_date", "due_date"]))
    count = len(bounds) + (1 if basis == "invoice_date" else 2)
    return {"basis": basis, "bounds": bounds, "rates": draw(st.lists(_SHARE, min_size=count, max_size=count))}


@st.composite
def _hold_policy(draw: st.DrawFn) -> dict[str, Any]:
    codes = draw(st.lists(_TEXTS.map(str.strip), max_size=3, unique=True))
    exemption = {
        "customer": st.none() | _TEXTS,
        "group": st.none() | _TEXTS,
        "until": st.none() | _DATES,
        "conditions": st.just([]) | _HOLDS,
    }
    release = st.fixed_dictionaries({**exemption, "release": st.just(True)})
    named = st.fixed_dictionaries({**exemption, "rule": st.sampled_from(codes or [""]), "release": st.booleans()})
    return {
        "rules": [{"code": code, "conditions": draw(_HOLDS)} for code in codes],
        "exemptions": draw(st.lists(st.one_of(release, named) if codes else release, max_size=3)),
    }


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """A valid policy."""
    payment = draw(_hundred(("late_ratio", "recent_late_ratio", "days_late", "days_overdue", "overdue_share", "complaints")))
    half_life = draw(st.integers(30, 900))
    medium = draw(st.floats(0.5, 90))
    tiers = {name: st.integers(1, 120) for name in TIERS}
    bands = st.tuples(_POINTS, _POINTS, _POINTS).map(lambda three: dict(zip(("safe", "grey", "distress"), sorted(three), strict=True)))
    points = {"z_score": st.none() | bands}
    words = st.dictionaries(_TEXTS.map(str.strip).filter(bool), _POINTS, max_size=3)
    limits = {
        "tax_rate": _SHARE,
        "term_days": _DAYS,
        "year_days": st.sampled_from([360, 365]),
        "net_worth_share": _SHARE,
        "nearly_used": _SHARE,
    }
    rates = st.lists(st.fixed_dictionaries({"since": _DATES, "rate": st.floats(0, 10)}), max_size=3)
    interest = {
        "rule": st.sampled_from(["cn_sme", "cn_lpr", "eu", "uk", "contract"]), "rates": rates, "factor": st.floats(1, 1.5),
        "day_count": st.sampled_from([360, 365]), "fee": _AMOUNT,
    }  # fmt: skip
    target = {"figure": st.sampled_from(get_args(TargetFigure)), "value": _AMOUNT, "by": st.none() | _DATES}
    trigger = _comparison(_COUNTED, _YES_NO, (">", ">="), _POSITIVE, "threshold")
    alert = _comparison(get_args(CountedAlert), get_args(YesNoAlert), (">", ">=", "<", "<="), _ANY, "value")
    content = {
        "name": draw(_BOTH),
        "default_term_days": draw(st.none() | st.integers(0, 3650)),
        "due_dates": {
            "grace_days": draw(st.integers(0, 365)),
            "end_of_month_order": draw(st.sampled_from([None, "days_then_month_end", "month_end_then_days"])),
            "calendar": draw(st.sampled_from([None, "CN", "US"])),
        },
        "payment": payment,
        "prior": {
            "anchor_invoices": draw(_POSITIVE),
            "anchor_late_share": draw(st.floats(0.001, 0.999)),
            "shrink": draw(_POSITIVE),
            "recent_shrink": draw(_POSITIVE),
            "recent_days": draw(_DAYS),
            "recent_count": draw(st.integers(1, 10**18)),
            "half_life_days": half_life,
            "window_days": draw(_DAYS),
            "days_late_cap": draw(st.floats(0.5, half_life)),
            "days_overdue_cap": draw(_POSITIVE),
            "complaints_cap": draw(_POSITIVE),
        },
        "indicators": draw(_hundred(("payment", "financial", "reputation", "industry", "size"))),
        "cuts": {"medium_from": medium, "high_from": draw(st.floats(medium, 100, exclude_min=True))},
        "new_customer": {
            "factor": draw(st.floats(max(payment["late_ratio"] + payment["recent_late_ratio"], 0.5), 100)),
            "tier": draw(st.sampled_from(TIERS)),
        },
        "confidence": {"normal_from": draw(_SHARE)},
        "review_months": draw(st.fixed_dictionaries(tiers)),
        "triggers": [
            {**line, "tier": draw(st.sampled_from(["medium", "high"]))} for line in draw(st.lists(trigger, max_size=4))
        ],
        "actions": draw(_actions()),
        "ageing": {"basis": draw(st.sampled_from(["due_date", "invoice_date"])), "bounds": draw(_bounds())},
        "targets": draw(st.lists(st.fixed_dictionaries(target), max_size=3)),
        "contact_days": {name: draw(_DAYS) for name in TIERS},
        "alerts": [{**line, "level": draw(st.sampled_from(ALERT_LEVELS))} for line in draw(st.lists(alert, max_size=4))],
        "limits": {
            **draw(st.fixed_dictionaries(limits)),
            "tier_factor": {name: draw(_SHARE) for name in TIERS},
            "grid": draw(
                st.lists(st.fixed_dictionaries({"score_from": _POINTS, "size": st.none() | _TEXTS, "amount": _AMOUNT}), max_size=3)
            ),
        },
        "allowance": draw(_allowance()),
        "holds": draw(_hold_policy()),
        "interest": draw(st.none() | st.fixed_dictionaries(interest)),
        "bands": {**draw(st.fixed_dictionaries(points)), "industry": draw(words), "size": draw(words)},
    }  # fmt: skip
    return Policy.model_validate(content)
