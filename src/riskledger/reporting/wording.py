"""Codes into words: findings, reasons, tiers and figures that could not be computed, in a reader's language."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, cast

from riskledger.assessment import Assessment, CustomerAssessment
from riskledger.checks.control_total import Behind
from riskledger.checks.findings import Finding
from riskledger.checks.suppression import Suppressed
from riskledger.i18n import Words, money, percent
from riskledger.i18n.rule_texts import RULES
from riskledger.ledger.columns import BY_KEY
from riskledger.ledger.sides.columns import SIDES
from riskledger.ledger.snapshot_lines import COLUMNS as SNAPSHOT_COLUMNS
from riskledger.ledger.terms import Terms
from riskledger.ledger.tiers import NAMES, Tier
from riskledger.metrics.ageing_scales import Basis
from riskledger.rating.reasons import Reason
from riskledger.reporting.control_difference import difference_words
from riskledger.workbook.address import address

# Where a reason's number is seen, best column first.
_SEEN_IN: dict[str, tuple[str, ...]] = {
    "days_overdue": ("days_overdue", "due_date", "payment_date"),
    "due_date": ("due_date", "days_overdue"),
    "complaints": ("complaints",),
    "disputed": ("disputed",),
    "amount": ("amount", "outstanding"),
    "industry_word": ("industry",),
}
# Facts that the customers sheet may state, and their column there.
_LISTED_IN = {
    "financial": "financial_score",
    "reputation": "reputation_score",
    "industry": "industry_risk",
    "size": "size_score",
    "size_word": "size",
    "complaints": "complaints",
    "limit_exceeded": "limit",
    "limit_expired": "limit_expiry",
    "insurance_expired": "insurance_until",
    "legal_action": "legal_action",
}
SHARES = frozenset({"late_ratio", "recent_late_ratio", "overdue_share", "new_customer"})


class FindingWords(NamedTuple):
    """A finding as people read it."""

    title: str
    message: str
    why: str
    remedy: str


def finding_words(finding: Finding, words: Words) -> FindingWords:
    """Title, message with its values, why it matters, how to mend it."""
    text = RULES[finding.rule][words.language]
    places: dict[str, object] = {"value": finding.value or "", **finding.params}
    for name in ("control", "outstanding", "difference"):
        if name in places:
            amount = places[name]
            places[name] = money(amount) if isinstance(amount, int) else "-"
    for name in ("other", "computed"):
        if isinstance(places.get(name), str):
            places[name] = tier_name(str(places[name]), words)
    if isinstance(behind := places.get("behind"), Behind):
        places["behind"] = difference_words(behind, words)
    if "readings" in places:
        readings = cast(tuple[Terms, ...], places["readings"])
        places["readings"] = words("list.separator").join(terms.describe(words.language) for terms in readings)
    if finding.rule in ("RL403", "RL404"):
        places.update(kind=words(f"identity.{places['kind']}"), effect=_effect(finding, words))
    if finding.rule == "RL407":
        fields = cast(tuple[str, ...], places["fields"])
        places["fields"] = words("report.and").join(field_name(name, words) for name in fields) or words("list.none")
    if finding.rule in ("RL601", "RL602"):
        at = quoted(finding.sheet, address(finding.row, finding.column or 1)) if finding.sheet and finding.row else None
        places["place"] = words("suppressed.on_sheet", cell=at) if at else words("suppressed.in_file", entry=places["entry"])
    if finding.rule == "RL603":
        wanted = words(f"suppressed.{places['wanted']}") if places["problem"] == "missing" else places["wanted"]
        places["problem"] = words(f"policy.{places['problem']}", value=places["value"], wanted=wanted)
        places["key"] = words(f"suppressed.{places['key']}")
    if finding.rule == "RL604":
        places["lacking"] = words("report.and").join(words(f"suppressed.{name}") for name in cast(tuple[str, ...], places["lacking"]))
    if finding.rule == "RL705":
        columns = [SNAPSHOT_COLUMNS[name] for name in cast(tuple[str, ...], places["lacking"])]
        places["lacking"] = words("report.and").join(getattr(column, words.language) for column in columns)
    if finding.rule == "RL320":
        places["extent"] = words("contradiction.extent", **finding.params) if "rows" in finding.params else ""
    if finding.rule == "RL411":
        places["flaw"] = words(f"uscc.{places['flaw']}")
    return FindingWords(text.title, text.message.format(**places), text.why, text.remedy)


def _effect(finding: Finding, words: Words) -> str:
    """What joining two spellings would do to customer concentration."""
    merged, alone = cast(float | None, finding.params["merged"]), cast(float | None, finding.params["alone"])
    if merged is None:
        return words("identity.no_effect")
    if finding.params["kind"] == "one_id_two_names":
        return words("identity.one", merged=percent(merged))
    return words("identity.effect", merged=percent(merged), alone=percent(alone))


def field_name(key: str, words: Words) -> str:
    """The header of a column in the reader's language, of the ledger or of a sheet beside it."""
    column = BY_KEY.get(key) or next(column for columns in SIDES.values() for column in columns if column.key == key)
    return column.zh if words.language == "zh" else column.en


def suppressed_words(suppressed: Sequence[Suppressed], words: Words) -> str:
    """How many findings are set aside: by rule, reason and end."""
    kinds = Counter((held.finding.rule, held.reason, held.until) for held in suppressed)
    listed = [
        words("suppressed.kind", rule=rule, count=count, reason=reason, until=until.isoformat())
        for (rule, reason, until), count in sorted(kinds.items())
    ]
    return words("suppressed.summary", count=len(suppressed), kinds=words("list.separator").join(listed))


def bucket_name(bucket: str, words: Words, basis: Basis = "due_date") -> str:
    """逾期 1–30 天 / 1-30 days overdue and so on, whatever the bounds; ages by invoice date are no overdue days."""
    first, dash, last = bucket.partition("-")
    if first.isdigit() and dash:
        return words(f"bucket.range.{basis}", low=first, high=last)
    if bucket.startswith(">"):
        return words(f"bucket.over.{basis}", low=bucket[1:])
    return words(f"bucket.{bucket}")


def severity_name(severity: str, words: Words) -> str:
    """错误 / Error, 警告 / Warning, 提示 / Note."""
    return words(f"severity.{severity}")


def source_name(source: str, words: Words) -> str:
    """Where the policy comes from: a file's name, or the word for the built-in or the given one."""
    return words(f"source.{source}") if words.has(f"source.{source}") else source


def tier_name(tier: str, words: Words) -> str:
    """低风险 / Low and so on."""
    return NAMES[words.language][cast(Tier, tier)]


def where(assessment: Assessment, row: int | None, column: int | None) -> str | None:
    """Address of a cell as in `H12`; None without a row."""
    return address(row, column or min(assessment.ledger.layout.fields.values())) if row else None


def sheet_of(assessment: Assessment, finding: Finding) -> str:
    """The sheet a finding stands on."""
    return finding.sheet or assessment.sheet


def quoted(sheet: str, cell: str) -> str:
    """A reference with its sheet: 客户台账!H5, 'My sheet'!H5."""
    plain = all(ch.isalnum() or ch == "_" for ch in sheet) and not sheet[:1].isdigit()
    return f"{sheet}!{cell}" if plain else "'" + sheet.replace("'", "''") + f"'!{cell}"


def fact_rows(assessment: Assessment) -> list[int]:
    """Excel row of every entry of the facts."""
    rows = assessment.ledger.rows
    return [rows[i] for i in assessment.known.assessed.nonzero()[0].tolist()]


def reason_cells(
    assessment: Assessment, entry: CustomerAssessment, reason: Reason, excel_rows: list[int], most: int | None = None
) -> list[str]:
    """References of the cells behind one of a customer's reasons, in the ledger or on the customers sheet."""
    listed = _LISTED_IN.get(reason.fact)
    stating = [line for line in entry.lines if listed is not None and getattr(line.facts, listed) is not None]
    if stating:
        places = [place for line in stating if (place := line.place(str(listed))) is not None]
        return [quoted(place.sheet, address(place.row, place.column)) for place in places[:most]]
    column = seen_in(assessment, reason.fact)
    return [quoted(assessment.sheet, address(excel_rows[i], column)) for i in reason.rows[:most]]


def seen_in(assessment: Assessment, fact: str) -> int:
    """The ledger's column in which a fact is seen, its first column where it has none for it."""
    fields = assessment.ledger.layout.fields
    return next((fields[key] for key in _SEEN_IN.get(fact, ()) if key in fields), min(fields.values()))


def reason_words(reason: Reason, words: Words) -> str:
    """One reason as a clause: what, how much, the book's figure, the points it gives."""
    benchmark = "-"
    if reason.benchmark is not None:
        benchmark = percent(reason.benchmark, 0) if reason.code in SHARES else f"{round(reason.benchmark, 1):g}"
    # Points that a table of the policy gives to a word are told as such; the others of that code are a score's.
    code = f"band_{reason.code}" if reason.fact == f"{reason.code}_word" else reason.code
    return words(f"reason.{code}", value=reason.value, benchmark=benchmark, points=f"{reason.points:.1f}")


def leading_reasons(entry: CustomerAssessment, words: Words, most: int = 3) -> list[str]:
    """The reasons that weigh most, in words; triggers and an override are always among them."""
    reasons = entry.rating.reasons
    chosen = [r for r in reasons if r.points > 0 and not r.code.startswith("trigger_")][:most]
    chosen += [r for r in reasons if r.code.startswith("trigger_")]
    said = [reason_words(reason, words) for reason in chosen]
    override = entry.rating.override
    if override is not None and not entry.rating.override_expired:
        said.insert(0, override_words(entry, words))
    return said or [words("reason.none")]


def override_words(entry: CustomerAssessment, words: Words) -> str:
    """The override in force, its reason, its end and the computed tier it stands beside."""
    override = entry.rating.override
    assert override is not None
    until = words("override.until", date=dt.date.fromordinal(override.until).isoformat()) if override.until else ""
    return words(
        "override.applies",
        tier=tier_name(override.tier, words),
        computed=tier_name(entry.rating.computed_tier, words),
        reason=override.reason or words("override.no_reason"),
        until=until,
    )
