"""What moved since last month, as the report tells it: with reasons from the change of each characteristic's points."""

from __future__ import annotations

from collections.abc import Sequence

from riskledger.assessment import Assessment, CustomerAssessment, units
from riskledger.history.moves import Pair, Restated, moved
from riskledger.history.standings import Standing, Standings
from riskledger.rating.reasons import shown_points
from riskledger.reporting.monthly.amounts import amount, note
from riskledger.reporting.report import Move, Moves, Note, Restatement

_LEADING = 2  # characteristics named for a change of tier
_FORGOTTEN = 365  # days without an invoice after which a customer counts as gone


def moves(now: Assessment, before: Assessment, then: Standings, standings: Standings, changed: Sequence[Restated]) -> Moves:
    """Tier moves, new, gone, cured and newly overdue customers, restatements.

    now, before: the book on both dates as the ledger tells it today. then: what was reported for the earlier one, where it was.
    """
    found = moved(then, standings)
    points = {entry.key: entry for entry in now.customers}, {entry.key: entry for entry in before.customers}

    def tier_move(pair: Pair) -> Move:
        return _move(pair.before, pair.after, _owed(pair.after), _why(*(side.get(pair.after.key) for side in points)))

    return Moves(
        migration=found.migration,
        risen=tuple(map(tier_move, found.risen)),
        fallen=tuple(map(tier_move, found.fallen)),
        new=tuple(_move(None, one, _owed(one), ()) for one in found.new),
        gone=_gone(now, before, standings),
        cured=tuple(_move(pair.before, pair.after, _overdue(pair.before), ()) for pair in found.cured),
        newly_overdue=tuple(_move(pair.before, pair.after, _overdue(pair.after), ()) for pair in found.newly_overdue),
        restatements=tuple(Restatement(each.customer, each.figure, units(each.reported), units(each.now)) for each in changed),
    )


def _move(before: Standing | None, after: Standing | None, owed: int | None, why: tuple[Note, ...]) -> Move:
    shown = after or before
    assert shown is not None
    return Move(
        customer=shown.customer,
        customer_id=shown.customer_id,
        before=before.tier if before else None,
        after=after.tier if after else None,
        points_before=shown_points(before.points) if before else None,
        points_after=shown_points(after.points) if after else None,
        amount=amount(owed),
        why=why,
    )


def _owed(standing: Standing) -> int | None:
    return standing.single.outstanding if standing.single else None


def _overdue(standing: Standing) -> int | None:
    return standing.single.overdue if standing.single else None


def _why(now: CustomerAssessment | None, before: CustomerAssessment | None) -> tuple[Note, ...]:
    """The characteristics whose points changed most, and triggers or overrides that came or went."""
    if now is None or before is None:
        return ()
    after, then = ({reason.code: reason for reason in entry.rating.reasons} for entry in (now, before))
    changes = sorted(
        ((code, (after[code].points if code in after else 0.0) - (then[code].points if code in then else 0.0)) for code in {*after, *then}),
        key=lambda item: (-abs(item[1]), item[0]),
    )
    said = [
        note(
            "monthly.why.points",
            reason=code,
            change=f"{change:+.1f}",
            before=then[code].value if code in then else "-",
            after=after[code].value if code in after else "-",
        )
        for code, change in changes[:_LEADING]
        if abs(change) >= 0.1
    ]
    for code in sorted(code for code in {*after} ^ {*then} if code.startswith("trigger_")):
        said.append(note("monthly.why.trigger_came" if code in after else "monthly.why.trigger_went", reason=code))
    if now.rating.override != before.rating.override or now.rating.override_expired != before.rating.override_expired:
        said.append(note("monthly.why.override"))
    return tuple(said)


def _gone(now: Assessment, before: Assessment, standings: Standings) -> tuple[Move, ...]:
    """Customers whose last invoice has become older than a year since last month."""
    last = {key: int(now.facts.invoice_day[list(entry.rows)].max()) for entry in now.customers for key in (entry.key,)}
    edge_now, edge_then = now.as_of.toordinal() - _FORGOTTEN, before.as_of.toordinal() - _FORGOTTEN
    gone = [key for key, day in last.items() if edge_then < day <= edge_now]
    return tuple(_move(standings.customers[key], None, _owed(standings.customers[key]), ()) for key in sorted(gone))
