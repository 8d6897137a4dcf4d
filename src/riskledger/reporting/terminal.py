"""The assessment on a terminal: header, findings grouped, totals that tie, tiers with bars, the work list. 80 columns suffice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from riskledger.assessment import Assessment
from riskledger.checks.findings import Finding
from riskledger.i18n import Words, money, percent
from riskledger.ledger.columns import BY_KEY
from riskledger.ledger.tiers import TIERS
from riskledger.reporting.completeness import completeness_report
from riskledger.reporting.credit import credit_report
from riskledger.reporting.indicators import indicators
from riskledger.reporting.layout import SEVERITY_STYLE, TIER_STYLE, bar, command_line, hanging, table
from riskledger.reporting.rates import rate_lines
from riskledger.reporting.warnings import warnings_report
from riskledger.reporting.wording import (
    bucket_name,
    finding_words,
    quoted,
    severity_name,
    sheet_of,
    source_name,
    suppressed_words,
    tier_name,
    where,
)
from riskledger.reporting.worklist import worklist
from riskledger.reporting.writeback import WriteBack, changes
from riskledger.workbook.address import address
from riskledger.workbook.save import Saved

FIRST_OF_A_KIND = 3
SIDE_BY_SIDE = 3  # currencies beside each other in 80 columns
SEVERITY_ORDER = ("error", "warning", "info")


def assessment_report(assessment: Assessment, words: Words) -> list[RenderableType]:
    """The whole report but for what was written, section by section."""
    parts: list[RenderableType] = [heading(assessment, words), findings_report(assessment, assessment.findings, words, shorten=True)]
    if assessment.customers:
        parts += [
            *_totals(assessment, words),
            *_ageing(assessment, words),
            _tiers(assessment, words),
            *indicators(assessment, words),
            worklist(assessment, words),
        ]
        if (warned := warnings_report(assessment, words)) is not None:
            parts.append(warned)
        if credit := credit_report(assessment, words):
            parts.append(credit)
        if lacking := completeness_report(assessment, words):
            parts.append(lacking)
    return parts


def heading(assessment: Assessment, words: Words) -> RenderableType:
    """What this is, book and sheet, date, policy and how many rows were used."""
    policy = assessment.policy
    name = policy.name.zh if words.language == "zh" else policy.name.en
    rows = words("report.rows", **assessment.row_counts)
    if skipped := assessment.row_counts["skipped"]:
        rows += words("report.skipped", skipped=skipped)
    return Group(
        Text(words("report.title") + "  " + words("report.as_of", as_of=assessment.as_of.isoformat()), style="bold"),
        Text(f"{assessment.path.name} · {assessment.sheet}"),
        Text(words("report.policy", name=name, source=source_name(assessment.policy_source, words), digest=policy.digest), style="dim"),
        Text(rows, style="dim"),
        *([Text(words("report.by_group"), style="dim")] if assessment.by_group else []),
    )


def findings_report(assessment: Assessment, findings: Sequence[Finding], words: Words, *, shorten: bool) -> RenderableType:
    """Findings by rule, errors first; of many of a kind the first few and the count of the rest when shortened."""
    aside = [Text(suppressed_words(assessment.suppressed, words), style="dim")] if assessment.suppressed else []
    if not findings:
        return Group(Text(words("report.no_findings"), style="green"), *aside)
    counts = {severity: sum(f.severity == severity for f in findings) for severity in SEVERITY_ORDER}
    style = next(SEVERITY_STYLE[severity] for severity in SEVERITY_ORDER if counts[severity])
    parts: list[RenderableType] = [
        Text(words("report.findings", errors=counts["error"], warnings=counts["warning"], infos=counts["info"]), style=f"bold {style}")
    ]
    ordered = sorted(findings, key=lambda f: (SEVERITY_ORDER.index(f.severity), f.rule))
    for _, group in groupby(ordered, key=lambda f: f.rule):
        parts += _kind(assessment, list(group), words, shorten)
    return Group(*parts, *aside)


def _kind(assessment: Assessment, same: list[Finding], words: Words, shorten: bool) -> list[RenderableType]:
    """All findings of one rule, each with its own indent: a frame around thousands of lines would be laid out as often as it is deep."""
    first = finding_words(same[0], words)
    head = Text(f"{severity_name(same[0].severity, words)}[{same[0].rule}] {first.title}", style=SEVERITY_STYLE[same[0].severity])
    head.append(f" × {len(same)}" if len(same) > 1 else "", style="not bold")
    lines: list[RenderableType] = [_indented(head, 2)]
    shown = same[:FIRST_OF_A_KIND] if shorten and same[0].severity != "info" else same[: 1 if shorten else None]
    for finding in shown:
        cell = where(assessment, finding.row, finding.column)
        place = Text(quoted(sheet_of(assessment, finding), cell) + "  " if cell else "")
        place.append(f"{finding.customer}  " if finding.customer else "", style="bold")
        place.append(finding_words(finding, words).message)
        lines.append(hanging("→", place, 4))
    if len(same) > len(shown):
        command = command_line("check", assessment.path, "--as-of", assessment.as_of.isoformat())
        lines.append(_indented(Text(words("report.more", count=len(same) - len(shown), command=command), style="dim"), 6))
    beneath = [] if shorten else [words("report.why", text=first.why)]
    lines += [_indented(Text(text, style="dim"), 6) for text in (*beneath, words("report.how", text=first.remedy))]
    return lines


def _indented(text: Text, indent: int) -> Padding:
    return Padding(text, (0, 0, 0, indent), expand=False)


def _totals(assessment: Assessment, words: Words) -> Iterable[RenderableType]:
    """Invoiced and outstanding with its parts, currencies beside each other."""
    measured, control = assessment.portfolio, assessment.control_total
    each = measured.by_currency or ((measured.currencies[0], measured.totals, measured.ageing),)
    for first in range(0, len(each), SIDE_BY_SIDE):
        chosen = each[first : first + SIDE_BY_SIDE]
        made = table((words("report.totals"), "left"), *((name or words("report.amount"), "right") for name, _, _ in chosen))
        for key in ("invoiced", "outstanding", "overdue", "not_due", "no_due_date"):
            if key != "no_due_date" or any(getattr(totals, key) for _, totals, _ in each):
                amounts = [money(getattr(totals, key)) for _, totals, _ in chosen]
                made.add_row(words(f"report.{key}"), *amounts, style="bold" if key == "outstanding" else None)
        if control is not None and measured.totals:
            made.add_row(words("report.control"), money(control))
            made.add_row(words("report.difference"), money(measured.totals.outstanding - control))
        yield made
    if assessment.conversion:
        head = Text(words("report.converted", base=assessment.conversion.rates.base), style="dim")
        yield Group(head, *(hanging("●", Text(line, style="dim"), 2) for line in rate_lines(assessment, words)))


def _ageing(assessment: Assessment, words: Words) -> Iterable[RenderableType]:
    """Outstanding by bucket: with shares and bars in one currency, with the currencies beside each other in several."""
    measured, by = assessment.portfolio, assessment.measures.by
    heading = words("report.ageing", basis=words(f"ageing.basis.{by.basis}"))
    for first in range(0, len(measured.by_currency), SIDE_BY_SIDE):
        chosen = measured.by_currency[first : first + SIDE_BY_SIDE]
        made = table((heading, "left"), *((name or words("report.amount"), "right") for name, _, _ in chosen))
        for name in _buckets_shown(by.buckets, [held for _, _, held in measured.by_currency]):
            made.add_row(bucket_name(name, words, by.basis), *(money(held.get(name, 0)) for _, _, held in chosen))
        yield made
    held = measured.ageing
    if held is None or not any(held.values()):
        return
    total = sum(held.values())
    made = table((heading, "left"), (words("report.amount"), "right"), (words("report.share"), "right"), ("", "left"))
    for name in _buckets_shown(by.buckets, [held]):
        share = held[name] / total if total > 0 else 0.0
        style = "green" if name in ("not_due", "due_today") else "cyan" if name == "no_due_date" else "red"
        made.add_row(
            bucket_name(name, words, by.basis), money(held[name]), percent(share if total > 0 else None), bar(max(0.0, share), style)
        )
    yield made


def _buckets_shown(names: Sequence[str], each: Sequence[dict[str, int]]) -> list[str]:
    """All buckets, but due today and no due date only where one holds something."""
    return [name for name in names if name not in ("due_today", "no_due_date") or any(held.get(name) for held in each)]


def _tiers(assessment: Assessment, words: Words) -> RenderableType:
    """Customers per tier with bars, and the money at stake."""
    single = not assessment.portfolio.by_currency
    extra = ((words("report.exposure"), "right"), (words("report.late"), "right")) if single else ()
    made = table((words("report.tiers"), "left"), (words("report.customers"), "right"), ("", "left"), *extra)
    for tier in reversed(TIERS):
        chosen = [entry for entry in assessment.customers if entry.tier == tier]
        first = [entry.money[0] for entry in chosen]
        sums = [money(sum(part.exposure for part in first)), money(sum(part.expected_late_amount for part in first))] if single else []
        name = Text(tier_name(tier, words), style=TIER_STYLE[tier])
        made.add_row(name, str(len(chosen)), bar(len(chosen) / len(assessment.customers), TIER_STYLE[tier]), *sums)
    return made


def diff_report(assessment: Assessment, back: WriteBack, words: Words) -> RenderableType:
    """Every cell that changes, old and new. The field shows under its header in the reader's language."""
    if not back.plan.edits:
        return Text(words("diff.none"))
    made = table(
        (words("diff.cell"), "left"),
        (words("diff.column"), "left"),
        (words("diff.old"), "left"),
        (words("diff.new"), "left"),
        title=words("diff.title"),
    )
    for change in changes(assessment, back):
        made.add_row(
            Text(quoted(assessment.sheet, address(change.row, change.column))),
            BY_KEY[change.field].header(words.language),
            Text(change.old if change.old is not None else words("diff.blank"), style="dim"),
            Text(change.new),
        )
    return made


def mapping_report(assessment: Assessment, words: Words) -> RenderableType:
    """What each header was taken for, and why."""
    layout = assessment.ledger.layout
    made = table(
        (words("mapping.cell"), "left"),
        (words("mapping.header"), "left"),
        (words("mapping.field"), "left"),
        (words("mapping.how"), "left"),
        title=words("mapping.title", sheet=layout.sheet, row=layout.header_row),
    )
    for header in layout.headers:
        column = BY_KEY.get(header.field or "")
        if header.duplicate_of:
            why = words("mapping.duplicate", cell=address(layout.header_row, header.duplicate_of))
        elif header.suggestion:
            why = words(
                "mapping.suggested", field=BY_KEY[header.suggestion].header(words.language), key=header.suggestion, header=header.header
            )
        else:
            why = words(f"mapping.{header.how}")
        made.add_row(
            address(layout.header_row, header.column),
            Text(header.header),
            Text(column.header(words.language) if column else "-"),
            Text(why),
        )
    return made


def written_report(assessment: Assessment, back: WriteBack, saved: Saved | None, words: Words) -> RenderableType:
    """What was written where, what was kept, what to know of it."""
    if not assessment.customers:
        return Text(words("report.nothing_assessed"), style="bold")
    lines: list[RenderableType] = []
    if saved is None:
        lines.append(Text(words("report.dry_run", cells=len(back.plan.edits)), style="bold"))
    elif not saved.changed:
        lines.append(Text(words("report.unchanged", path=saved.path), style="bold"))
    elif saved.sheets:
        lines.append(
            Text(words("report.written", path=saved.path, cells=saved.cells, sheets=words("report.and").join(saved.sheets)), style="bold")
        )
    else:
        lines.append(Text(words("report.written_no_sheets", path=saved.path, cells=saved.cells), style="bold"))
    if saved and saved.changed and back.plan.new_columns:
        lines.append(Text(words("report.new_columns", columns=words("report.and").join(column.header for column in back.plan.new_columns))))
    if saved and saved.backup:
        lines.append(Text(words("report.backup", backup=saved.backup)))
    if back.kept:
        lines.append(Text(words("report.kept", count=len(back.kept))))
    if saved:
        lines += [Text(words(f"note.{note}")) for note in saved.notes]
    return Group(*lines)
