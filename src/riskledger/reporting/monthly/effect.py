"""How well the month's work went: what was collected, which promises were kept, and what last month's tiers foretold."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from riskledger.assessment import Assessment
from riskledger.history.follow_up import collected_since
from riskledger.rating.policy_model import TIERS
from riskledger.reporting.monthly.amounts import amount, note, share
from riskledger.reporting.report import ActionEffect, Effect, Note, Prediction

_RISKIEST = 0.2


def effect(now: Assessment, before: Assessment, actions: Mapping[str, str]) -> Effect:
    """Compare what last month's assessment knew with what came by the end of this one.

    now, before: one ledger on both dates, so that their rows are the same. actions: what was to be done then, by customer key.
    """
    one_currency = len(now.portfolio.currencies) == 1 and now.conversion is None
    overdue_then, collected = _collected(now, before) if one_currency else ({}, {})
    total, came = sum(overdue_then.values()), sum(collected.values())
    kept, broken, pending = _promises(now, before)
    predictions, capture = _predictions(now, before)
    sentences: list[Note] = []
    if one_currency and total > 0:
        sentences.append(note("monthly.effect.collected", overdue=amount(total), collected=amount(came), share=came / total))
    if kept or broken:
        sentences.append(note("monthly.effect.promises", kept=kept, broken=broken))
    if capture is not None:
        sentences.append(note("monthly.effect.capture", share=capture, first=_RISKIEST))
    return Effect(
        overdue_then=amount(total) if one_currency else None,
        collected=amount(came) if one_currency else None,
        collected_share=share(came, total) if one_currency else None,
        promises_kept=kept,
        promises_broken=broken,
        promises_open=pending,
        actions=_actions(now, before, actions, overdue_then, collected) if one_currency else (),
        predictions=predictions,
        capture_top20=capture,
        sentences=tuple(sentences),
    )


def _collected(now: Assessment, before: Assessment) -> tuple[dict[str, int], dict[str, int]]:
    """By customer key: overdue last month, and how much of those very items was received since; minor units of one currency."""
    overdue, collected = collected_since(before.known, now)
    keys = now.grouped.keys
    return dict(zip(keys, overdue, strict=True)), dict(zip(keys, collected, strict=True))


def _promises(now: Assessment, before: Assessment) -> tuple[int, int, int]:
    """Promises for a day of the month: kept, broken, and those still pending."""
    start, counts = before.as_of.toordinal(), {"kept": 0, "broken": 0, "pending": 0}
    for entry in now.customers:
        for promise in entry.promises.promises if entry.promises else ():
            if promise.outcome == "pending" or promise.promised > start:
                counts[promise.outcome] += 1
    return counts["kept"], counts["broken"], counts["pending"]


def _actions(
    now: Assessment, before: Assessment, actions: Mapping[str, str], overdue: dict[str, int], collected: dict[str, int]
) -> tuple[ActionEffect, ...]:
    after = {entry.key: entry.tier for entry in now.customers}
    by_action: dict[str, list[str]] = {}
    tiers = {entry.key: entry.tier for entry in before.customers}
    for key, action in actions.items():
        if key in tiers:
            by_action.setdefault(action, []).append(key)
    effects = []
    for action, keys in by_action.items():
        steps = [TIERS.index(after[key]) - TIERS.index(tiers[key]) for key in keys if key in after]
        effects.append(
            ActionEffect(
                action=action,
                customers=len(keys),
                overdue_then=amount(sum(overdue.get(key, 0) for key in keys)),  # type: ignore[arg-type]  # a sum is known
                collected=amount(sum(collected.get(key, 0) for key in keys)),  # type: ignore[arg-type]
                better=sum(step < 0 for step in steps),
                worse=sum(step > 0 for step in steps),
            )
        )
    return tuple(sorted(effects, key=lambda each: -each.overdue_then))


def _predictions(now: Assessment, before: Assessment) -> tuple[tuple[Prediction, ...], float | None]:
    """By tier of last month: the money that fell due this month, and how much of it was late; and what the riskiest fifth held of it."""
    place = {key: i for i, key in enumerate(before.grouped.keys)}
    known_then = np.array([place.get(key, -1) for key in now.grouped.keys], dtype=np.int64)[now.facts.customer]
    facts = now.facts
    fell_due = (facts.due_day > before.facts.as_of) & (facts.due_day <= facts.as_of) & facts.decided & (known_then >= 0)
    if not fell_due.any() or len(now.portfolio.currencies) > 1:
        return (), None
    due, late = (np.zeros(len(place), dtype=np.int64) for _ in range(2))
    np.add.at(due, known_then[fell_due], facts.amount[fell_due])
    np.add.at(late, known_then[fell_due & facts.late], facts.amount[fell_due & facts.late])
    entries = {place[entry.key]: entry for entry in before.customers}
    lines = []
    for tier in reversed(TIERS):
        members = [i for i, entry in entries.items() if entry.tier == tier]
        decided, bad = int(due[members].sum()), int(late[members].sum())
        lines.append(Prediction(tier, len(members), amount(decided), amount(bad), share(bad, decided)))  # type: ignore[arg-type]  # sums are known
    if not late.sum():
        return tuple(lines), None
    # The customers stand in the order of expected late amount.
    first = [place[entry.key] for entry in before.customers[: math.ceil(_RISKIEST * len(place))]]
    return tuple(lines), int(late[first].sum()) / int(late.sum())
