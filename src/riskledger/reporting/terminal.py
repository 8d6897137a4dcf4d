"""The assessment on a terminal: header, findings grouped, totals that tie, tiers with bars, the work list. 80 columns suffice.

Only glyphs that every Chinese console can show are used (no check marks, no braille).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from riskledger.assessment import Assessment, CustomerAssessment
from riskledger.checks.findings import Finding
from riskledger.i18n import Words, money, percent
from riskledger.ledger.tiers import TIERS
from riskledger.metrics.ageing import BUCKETS
from riskledger.metrics.figures import Figure
from riskledger.rating.reasons import shown_points
from riskledger.reporting.wording import finding_words, leading_reasons, quoted, severity_name, source_name, tier_name, where
from riskledger.reporting.writeback import WriteBack, changes
from riskledger.workbook.address import address
from riskledger.workbook.save import Saved

FIRST_OF_A_KIND = 3
WORKLIST = 10
BAR = 20
TIER_STYLE = {"low": "green", "medium": "yellow", "high": "red"}
SEVERITY_STYLE = {"error": "red", "warning": "yellow", "info": "cyan"}
SEVERITY_ORDER = ("error", "warning", "info")


def table(*headers: tuple[str, str], title: str | None = None) -> Table:
    """A plain table: (header, "left" | "right") per column, a title flush left."""
    made = Table(
        box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False, padding=(0, 1), header_style="bold"
    )
    for header, justify in headers:
        made.add_column(header, justify="right" if justify == "right" else "left", overflow="fold", no_wrap=justify == "right")
    return made


def bar(share: float, style: str, width: int = BAR) -> Text:
    """A share as a bar; anything above nothing shows at least one block."""
    full = max(1, round(share * width)) if share > 0 else 0
    return Text("█" * full, style=style)


def assessment_report(assessment: Assessment, words: Words) -> list[RenderableType]:
    """The whole report but for what was written."""
    parts: list[RenderableType] = [heading(assessment, words), *findings_report(assessment, assessment.findings, words, shorten=True)]
    if assessment.customers:
        parts += [
            _totals(assessment, words),
            _ageing(assessment, words),
            _tiers(assessment, words),
            _indicators(assessment, words),
            _worklist(assessment, words),
        ]
    return parts


def heading(assessment: Assessment, words: Words) -> RenderableType:
    """Book, sheet, date, policy and how many rows were used."""
    policy = assessment.policy
    name = policy.name.zh if words.language == "zh" else policy.name.en
    title = Text(words("report.title"), style="bold")
    title.append(
        f"  {assessment.path.name} · {assessment.sheet} · " + words("report.as_of", as_of=assessment.as_of.isoformat()), style="not bold"
    )
    return Group(
        title,
        Text(words("report.policy", name=name, source=source_name(assessment.policy_source, words), digest=policy.digest), style="dim"),
        Text(words("report.rows", **assessment.row_counts), style="dim"),
    )


def findings_report(assessment: Assessment, findings: Sequence[Finding], words: Words, *, shorten: bool) -> Iterable[RenderableType]:
    """Findings by rule, errors first; of many of a kind the first few and the count of the rest when shortened."""
    if not findings:
        return [Text(words("report.no_findings"), style="green")]
    counts = {severity: sum(f.severity == severity for f in findings) for severity in SEVERITY_ORDER}
    style = next(SEVERITY_STYLE[severity] for severity in SEVERITY_ORDER if counts[severity])
    parts: list[RenderableType] = [
        Text(words("report.findings", errors=counts["error"], warnings=counts["warning"], infos=counts["info"]), style=f"bold {style}")
    ]
    ordered = sorted(findings, key=lambda f: (SEVERITY_ORDER.index(f.severity), f.rule))
    for _, group in groupby(ordered, key=lambda f: f.rule):
        parts.append(Padding(_kind(assessment, list(group), words, shorten), (0, 0, 0, 2)))
    return parts


def _kind(assessment: Assessment, same: list[Finding], words: Words, shorten: bool) -> RenderableType:
    """All findings of one rule."""
    first = finding_words(same[0], words)
    head = Text(f"{severity_name(same[0].severity, words)}[{same[0].rule}] {first.title}", style=SEVERITY_STYLE[same[0].severity])
    head.append(f" × {len(same)}" if len(same) > 1 else "", style="not bold")
    lines: list[RenderableType] = [head]
    shown = same[:FIRST_OF_A_KIND] if shorten and same[0].severity != "info" else same[: 1 if shorten else None]
    for finding in shown:
        cell = where(assessment, finding.row, finding.column)
        place = Text(f"  → {quoted(assessment.sheet, cell)}" if cell else "  →")
        place.append(f"  {finding.customer}" if finding.customer else "", style="bold")
        place.append("  " + finding_words(finding, words).message)
        lines.append(place)
    if len(same) > len(shown):
        lines.append(
            Text("  " + words("report.more", count=len(same) - len(shown), command=f"riskledger check {assessment.path.name}"), style="dim")
        )
    if not shorten:
        lines.append(Text("  " + words("report.why", text=first.why), style="dim"))
    lines.append(Text("  " + words("report.how", text=first.remedy), style="dim"))
    return Group(*lines)


def _totals(assessment: Assessment, words: Words) -> RenderableType:
    """Invoiced and outstanding with its parts, per currency where there are several."""
    measured = assessment.portfolio
    each = measured.by_currency or ((measured.currencies[0], measured.totals, measured.ageing),)
    made = table((words("report.totals"), "left"), *((name or words("report.amount"), "right") for name, _, _ in each))
    for key in ("invoiced", "outstanding", "overdue", "not_due", "no_due_date"):
        amounts = [getattr(totals, key) for _, totals, _ in each]
        if key != "no_due_date" or any(amounts):
            made.add_row(words(f"report.{key}"), *(money(amount) for amount in amounts), style="bold" if key == "outstanding" else None)
    control = assessment.control_total
    if control is not None and measured.totals:
        made.add_row(words("report.control"), money(control))
        made.add_row(words("report.difference"), money(measured.totals.outstanding - control))
    return made


def _ageing(assessment: Assessment, words: Words) -> RenderableType:
    """Outstanding by bucket with bars; left out with several currencies, where it stands in the JSON per currency."""
    held = assessment.portfolio.ageing
    if held is None:
        return Text("")
    total = sum(held.values())
    made = table((words("report.ageing"), "left"), (words("report.amount"), "right"), (words("report.share"), "right"), ("", "left"))
    for name in BUCKETS:
        if name in held and (held[name] or name not in ("due_today", "no_due_date")):
            share = held[name] / total if total > 0 else 0.0
            style = "green" if name in ("not_due", "due_today") else "cyan" if name == "no_due_date" else "red"
            made.add_row(words(f"bucket.{name}"), money(held[name]), percent(share if total > 0 else None), bar(max(0.0, share), style))
    return made


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


def _indicators(assessment: Assessment, words: Words) -> RenderableType:
    """The portfolio's figures, each with its value or why there is none."""
    measured = assessment.portfolio
    made = table((words("report.indicators"), "left"), ("", "left"))

    def row(key: str, figure: Figure, shown: str) -> None:
        made.add_row(
            words(f"report.{key}"),
            shown if figure.value is not None else Text(words("report.none", why=words(f"why.{figure.why}")), style="dim"),
        )

    turned = measured.turnover
    for key, figure in (("turnover_closing", turned.closing), ("turnover_average", turned.average)):
        row(key, figure, words("report.times", value=f"{figure.value or 0:.2f}"))
    for key, figure in (("turnover_days", turned.days), ("dso", turned.dso)):
        row(key, figure, words("report.days", value=f"{figure.value or 0:.1f}"))
    for key, figure in (("top1_share", measured.concentration.top1), ("top5_share", measured.concentration.top5)):
        row(key, figure, percent(figure.value))
    row("hhi", measured.concentration.hhi, f"{measured.concentration.hhi.value or 0:,.0f}")
    for key, figure in (
        ("delay_rate_count", measured.delay.by_count),
        ("delay_rate_amount", measured.delay.by_amount),
        ("churn_rate", measured.churn),
    ):
        row(key, figure, percent(figure.value))
    if measured.period:
        return Group(made, Text(words("report.period", days=measured.period.days, as_of=assessment.as_of.isoformat()), style="dim"))
    return made


def _worklist(assessment: Assessment, words: Words) -> RenderableType:
    """The customers to act on first, each with its action and leading reasons beneath."""
    made = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1),
        header_style="bold",
        title=words("report.worklist"),
        title_justify="left",
        title_style="bold",
    )
    made.add_column("#", justify="right")
    made.add_column(words("report.customer"), overflow="fold", ratio=1)
    made.add_column(words("report.tier"), no_wrap=True)
    made.add_column(words("report.score"), justify="right")
    made.add_column(words("report.oldest"), justify="right")
    made.add_column(words("report.late"), justify="right", no_wrap=True)
    pressing = [entry for entry in assessment.customers if entry.tier != "low" or any(part.expected_late_amount for part in entry.money)]
    for place, entry in enumerate(pressing[:WORKLIST], 1):
        made.add_row(
            str(place),
            _who(entry, words),
            Text(tier_name(entry.tier, words), style=TIER_STYLE[entry.tier]),
            f"{100 - shown_points(entry.risk_points):.1f}",
            str(entry.max_days_overdue),
            "\n".join(_late(entry)),
        )
    rest = len(assessment.customers) - min(len(pressing), WORKLIST)
    return Group(made, Text(words("report.further", count=rest, sheet=words("sheet.title.assessment")), style="dim")) if rest > 0 else made


def _who(entry: CustomerAssessment, words: Words) -> Text:
    action = entry.rating.action.zh if words.language == "zh" else entry.rating.action.en
    said = Text(entry.customer, style="bold")
    said.append(f"\n→ {action}", style="not bold")
    said.append(f"\n  {leading_reasons(entry, words, 2)}", style="dim not bold")
    return said


def _late(entry: CustomerAssessment) -> list[str]:
    if len(entry.money) == 1:
        return [money(entry.money[0].expected_late_amount)]
    return [f"{part.currency or '?'} {money(part.expected_late_amount)}" for part in entry.money]


def diff_report(assessment: Assessment, back: WriteBack, words: Words) -> Iterable[RenderableType]:
    """Every cell that changes, old and new. The field shows under its header in the reader's language."""
    from riskledger.ledger.columns import BY_KEY

    if not back.plan.edits:
        return [Text(words("diff.none"))]
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
    return [made]


def mapping_report(assessment: Assessment, words: Words) -> RenderableType:
    """What each header was taken for, and why."""
    from riskledger.ledger.columns import BY_KEY

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


def print_all(console: Console, parts: Iterable[RenderableType]) -> None:
    """Print one part after the other, a blank line between."""
    for part in parts:
        console.print(part)


def written_report(assessment: Assessment, back: WriteBack, saved: Saved | None, words: Words) -> Iterable[RenderableType]:
    """What was written where, what was kept, what to know of it."""
    if not assessment.customers:
        return [Text(words("report.nothing_assessed"), style="bold")]
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
    return lines
