"""The page for the meeting, in its order: who, how risky, why, how much, what is open, what was said, what to do by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from riskledger.i18n import Words, money, percent
from riskledger.ledger.sides.side_values import Cover
from riskledger.rating.outlook import Change
from riskledger.rating.reasons import shown_points
from riskledger.reporting.completeness import completeness_lines
from riskledger.reporting.credit import credit_lines
from riskledger.reporting.explanation import Explanation, OpenItem
from riskledger.reporting.layout import TIER_STYLE
from riskledger.reporting.page import Grid, Line, Section
from riskledger.reporting.warnings import LEVEL_STYLE, alert_cells, alert_words
from riskledger.reporting.wording import override_words, quoted, reason_cells, reason_words, tier_name
from riskledger.workbook.address import address

MANY = 3
MANY_OPEN = 10
MANY_PROMISES = 5
_BAR = 10


def explanation_page(told: Explanation, words: Words) -> list[Section]:
    """The page, section by section; what there is nothing of is left out, what is missing is said once."""
    sections = [_who(told, words)]
    if told.entry.alerts:
        sections.append(_warnings(told, words))
    sections += [_reasons(told, words), Section(words("explain.how_much"), tuple(_money_lines(told, words)))]
    if told.course.months:
        sections.append(_timeline(told, words))
    if told.open_items:
        sections.append(_open_items(told, words))
    if said := tuple(_said_lines(told, words)):
        sections.append(Section(words("explain.said"), said))
    sections.append(Section(words("explain.to_do"), tuple(_action_lines(told, words))))
    changes = [Line(_change_words(told, change, words), mark="→") for change in told.changes]
    sections.append(Section(words("explain.changes"), tuple(changes or [Line(words("explain.nothing"), mark=" ")])))
    return sections


def _who(told: Explanation, words: Words) -> Section:
    """Tier, score, the month before, confidence and what it lacks, override."""
    assessment, entry, rating, cuts = told.assessment, told.entry, told.entry.rating, told.assessment.policy.cuts
    points, before = shown_points(rating.points), told.before
    as_of = words("report.as_of", as_of=assessment.as_of.isoformat())
    lines = [
        Line(words("explain.title", customer=entry.customer, tier=tier_name(entry.tier, words)), f"bold {TIER_STYLE[entry.tier]}"),
        Line(f"{assessment.path.name} · {assessment.sheet} · {as_of}", "dim"),
        Line(
            words(
                "explain.score",
                score=f"{100 - points:.1f}",
                points=f"{points:.1f}",
                low=f"{cuts.medium_from:g}",
                high=f"{cuts.high_from:g}",
            )
        ),
    ]
    if before.tier is None or before.points is None:
        lines.append(Line(words("explain.before_none", date=before.day.isoformat())))
    else:
        places = {"date": before.day.isoformat(), "tier": tier_name(before.tier, words), "points": f"{shown_points(before.points):.1f}"}
        code = "explain.before_same" if before.tier == entry.tier else "explain.before_other"
        lines.append(Line(words(code, now=tier_name(entry.tier, words), **places), "" if before.tier == entry.tier else "bold"))
    lines.append(
        Line(words("explain.confidence", confidence=words(f"confidence.{rating.confidence}"), coverage=percent(rating.coverage, 0)))
    )
    lines += [Line(text.plain) for text in completeness_lines(entry, assessment.as_of, words)]
    if told.missing:
        listed = words("report.and").join(words(f"explain.missing.{name}") for name in told.missing)
        lines.append(Line(words("explain.missing", names=listed), "dim"))
    if rating.override is not None:
        if rating.override_expired and rating.override.until:
            ended = dt.date.fromordinal(rating.override.until).isoformat()
            lines.append(Line(words("override.expired", tier=tier_name(rating.override.tier, words), date=ended), "dim"))
        else:
            lines.append(Line(override_words(entry, words), "bold"))
    if entry.members:
        lines.append(Line(words("explain.members", names=words("report.and").join(entry.members))))
    return Section(None, tuple(lines))


def _warnings(told: Explanation, words: Words) -> Section:
    """Every early warning with its level, its evidence and the first of the cells behind it."""
    own = quoted(told.assessment.sheet, "")
    lines = []
    for alert in told.entry.alerts:
        cells = words("report.and").join(cell.removeprefix(own) for cell in alert_cells(told.assessment, alert, told.excel_rows, MANY))
        text = "  ".join(part for part in (words(f"alert.level.{alert.level}"), alert_words(alert, words), cells) if part)
        lines.append(Line(text, LEVEL_STYLE[alert.level], "→"))
    return Section(words("alert.heading"), tuple(lines))


def _reasons(told: Explanation, words: Words) -> Section:
    """Every reason with its points and the first of the cells behind it."""
    rating = told.entry.rating
    own = quoted(told.assessment.sheet, "")  # the ledger's name before each of its cells tells nothing
    rows = []
    for reason in rating.reasons:
        cells = words("report.and").join(
            cell.removeprefix(own) for cell in reason_cells(told.assessment, told.entry, reason, told.excel_rows, MANY)
        )
        more = words("explain.more_cells", count=len(reason.rows)) if len(reason.rows) > MANY else ""
        clause = reason_words(reason, words).rpartition("+")[0].strip() if reason.points else reason_words(reason, words)
        rows.append((clause, f"{reason.points:.1f}", cells + more))
    rows.append((words("explain.total"), f"{shown_points(rating.points):.1f}", ""))
    headers = ((words("explain.reason"), "left"), (words("explain.points"), "right"), (words("explain.cells"), "left"))
    return Section(words("explain.reasons"), grid=Grid(headers, tuple(rows), sums=True))


def _money_lines(told: Explanation, words: Words) -> Iterator[Line]:
    """What is owed, how late, how it was paid before, the limit and the cover."""
    entry, limit, stated = told.entry, told.limit, told.stated
    for part in entry.money:
        said = words(
            "explain.money",
            currency=words("explain.currency", currency=part.currency) if part.currency else "",
            outstanding=money(part.outstanding),
            overdue=money(part.overdue),
            late=money(part.expected_late_amount),
        )
        yield Line(said[0].upper() + said[1:])
    for part in entry.original:
        amounts = {"outstanding": money(part.outstanding), "overdue": money(part.overdue)}
        yield Line(words("explain.original", currency=part.currency or "?", **amounts), "dim", "·")
    yield Line(words("explain.longest", days=entry.max_days_overdue))
    yield Line(words("explain.history", decided=entry.rating.decided, count=entry.rating.late))
    if limit is not None:
        until = _until(limit.expiry, told, words)
        amount = f"{limit.currency} {money(limit.amount)}" if limit.currency else money(limit.amount)
        if limit.headroom is None:
            yield Line(words("explain.limit", amount=amount, until=until))
        else:
            over = limit.headroom < 0
            code = "explain.limit_over" if over else "explain.limit_used"
            left = money(abs(limit.headroom))
            yield Line(words(code, amount=amount, until=until, used=percent(limit.used, 0), left=left), "bold" if over else "")
    for name, cover, last in (
        ("insurance", stated.insurance, stated.insurance_until),
        ("guarantee", stated.guarantee, stated.guarantee_until),
    ):
        if cover is not None:
            until = _until(dt.date.fromordinal(last) if last else None, told, words)
            yield Line(words(f"explain.{name}", cover=_cover(cover, words), until=until))
    for told_of in credit_lines(entry, words):
        yield Line(told_of.plain, str(told_of.style))


def _until(day: dt.date | None, told: Explanation, words: Words) -> str:
    """The last day of a limit or a cover, and whether it is past."""
    if day is None:
        return ""
    return words("explain.until" if day >= told.assessment.as_of else "explain.ended", date=day.isoformat())


def _cover(cover: Cover, words: Words) -> str:
    if cover.amount is not None:
        return money(cover.amount)
    return percent(float(cover.share)) if cover.share is not None else words("explain.cover_unknown")


def _timeline(told: Explanation, words: Words) -> Section:
    """A line per month-end: outstanding as a bar, overdue, the share overdue as a bar."""
    months = told.course.months
    several = len({month.currency for month in months}) > 1
    highest = {currency: max(abs(m.outstanding) for m in months if m.currency == currency) for currency in {m.currency for m in months}}
    rows = [
        (
            month.day.isoformat(),
            *([month.currency or "-"] if several else []),
            money(month.outstanding),
            _blocks(month.outstanding, highest[month.currency]),
            money(month.overdue),
            percent(month.share, 0),
            _blocks(month.overdue, month.outstanding),
        )
        for month in months
    ]
    headers = (
        (words("explain.month_end"), "fixed"),
        *([(words("sheet.currency"), "fixed")] if several else []),
        (words("explain.open_amount"), "right"),
        ("", "fixed"),
        (words("explain.overdue"), "right"),
        (words("explain.share"), "right"),
        ("", "fixed"),
    )
    notes = (Line(words("explain.undated", count=told.course.undated), "dim"),) if told.course.undated else ()
    return Section(words("explain.timeline"), grid=Grid(headers, tuple(rows)), notes=notes)


def _blocks(part: int, whole: int) -> str:
    """A part of a whole as blocks; anything above nothing shows one."""
    if part <= 0 or whole <= 0:
        return ""
    return "■" * max(1, min(_BAR, round(_BAR * part / whole)))


def _open_items(told: Explanation, words: Words) -> Section:
    """What is open, longest overdue first."""
    conversion, several = told.assessment.conversion, len(told.entry.money) > 1
    rows = tuple(row for item in told.open_items[:MANY_OPEN] for row in _item_rows(item, words, several=several))
    headers = (
        (words("explain.document"), "left"),
        (words("explain.date"), "fixed"),
        (words("explain.due"), "fixed"),
        *([(words("sheet.currency"), "fixed")] if several else []),
        (words("explain.open_amount"), "right"),
        *([(words("explain.in_base", base=conversion.rates.base), "right")] if conversion else []),
        (words("explain.late"), "right"),
        (words("explain.bucket"), "fixed"),
    )
    rest = len(told.open_items) - MANY_OPEN
    notes = (Line(words("explain.more_items", count=rest), "dim"),) if rest > 0 else ()
    return Section(words("explain.open"), grid=Grid(headers, rows), notes=notes)


def _item_rows(item: OpenItem, words: Words, *, several: bool) -> Iterator[tuple[str, ...]]:
    """An open item, under it its open instalments and what was received for it one by one."""

    def row(
        name: str, invoiced: dt.date | None, due: dt.date | None, amount: str, days: str, bucket: str, *, whole: bool
    ) -> tuple[str, ...]:
        currency = [item.currency or "-"] if several and whole else [""] if several else []
        own = [] if item.original is None else [f"{item.currency or '?'} {money(item.original)}" if whole else ""]
        return (name, _iso(invoiced) if invoiced or whole else "", _iso(due) if due or whole else "", *currency, *own, amount, days, bucket)

    days = "-" if item.days_overdue is None else str(item.days_overdue)
    yield row(item.document or item.cell, item.invoiced, item.due, money(item.outstanding), days, _bucket(item.bucket, words), whole=True)
    for at, part in enumerate(item.instalments, 1):
        name, days = words("explain.instalment", at=at, of=len(item.instalments)), str(part.days_overdue)
        yield row(name, None, part.due, money(part.outstanding), days, _bucket(part.bucket, words), whole=False)
    for paid in item.receipts:
        yield row(words("explain.receipt", amount=money(paid.amount)), paid.date, None, "", "", "", whole=False)


def _bucket(name: str, words: Words) -> str:
    return name if name[-1].isdigit() else words(f"bucket.{name}")


def _said_lines(told: Explanation, words: Words) -> Iterator[Line]:
    """The last contact, the promises one by one, the contract."""
    entry = told.entry
    if contact := entry.last_contact:
        channel = words("explain.channel", channel=contact.channel) if contact.channel else ""
        date = dt.date.fromordinal(contact.date).isoformat()
        yield Line(words("explain.contact", date=date, channel=channel, count=contact.contacts))
    if promises := entry.promises:
        kept, broken, pending = promises.count("kept"), promises.count("broken"), promises.count("pending")
        yield Line(words("explain.promises", kept=kept, broken=broken, pending=pending), "bold" if broken else "")
    for promise in told.promises[:MANY_PROMISES]:
        what = money(promise.amount) if promise.amount is not None else promise.document or words("explain.a_payment")
        made, day = (dt.date.fromordinal(ordinal).isoformat() for ordinal in (promise.made, promise.promised))
        cell = quoted(promise.place.sheet, address(promise.place.row, promise.place.column))
        said = words(
            "explain.promise",
            made=made,
            day=day,
            what=what,
            received=money(promise.received),
            outcome=words(f"explain.outcome.{promise.outcome}"),
            cell=cell,
        )
        yield Line(said, "bold" if promise.outcome == "broken" else "", "·")
    if (rest := len(told.promises) - MANY_PROMISES) > 0:
        yield Line(words("explain.more_items", count=rest), "dim", "·")
    if contract := entry.contract:
        end = dt.date.fromordinal(contract.end).isoformat() if contract.end else words("explain.no_contract_end")
        agreed = {True: "yes", False: "no", None: "unknown"}[contract.has_breach_clause]
        yield Line(words("explain.contract", end=end, clause=words(f"explain.clause.{agreed}")))


def _action_lines(told: Explanation, words: Words) -> Iterator[Line]:
    rating = told.entry.rating
    action, owner = getattr(rating.action, words.language), told.entry.action_owner(words.language)
    yield Line(words("explain.action", action=action, owner=owner, due=rating.action_due.isoformat()), "bold")
    yield Line(words("explain.review", review=rating.next_review.isoformat()))


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else "-"


def _change_words(told: Explanation, change: Change, words: Words) -> str:
    places = {"points": f"{shown_points(change.points):.1f}", "tier": tier_name(change.tier, words)}
    if change.code == "pay_invoice" and change.row is not None:
        positions = told.assessment.known.assessed.nonzero()[0]
        cell = address(told.excel_rows[change.row], told.place_column)
        document = told.assessment.ledger.document[int(positions[change.row])] or told.entry.customer
        said = words("explain.pay_item", document=document, cell=cell, **places)
    else:
        said = words(f"explain.{change.code}", **places)
    return said + (words("explain.next_cut", cut=f"{change.next_cut:g}") if change.next_cut is not None else "")
