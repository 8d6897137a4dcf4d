"""How a cell came about, as a page and as JSON: value, formula in words and symbols, inputs with their cells, what adds up, basis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, cast

from riskledger.assessment import Assessment, units
from riskledger.i18n import Words, money, percent
from riskledger.ledger.columns import BY_KEY
from riskledger.ledger.sides.columns import SIDES
from riskledger.reporting.derivation import AGE, ALERT, CLAUSE, FACT, HOLD, REASON, Plain, Quantity
from riskledger.reporting.machine import finding_entry, head
from riskledger.reporting.page import Grid, Line, Section
from riskledger.reporting.traced import Input, Part, Traced
from riskledger.reporting.wording import field_name, finding_words, reason_words, tier_name

MANY = 10
_HINTS = frozenset(
    {"excluded", "later", "own_words", "no_due_date", "payment_undated", "nothing_decided", "no_alerts", "no_hold", "exempted"}
)
_PLACED = {REASON: "cell.reason", CLAUSE: "cell.clause", ALERT: "cell.alert", HOLD: "cell.hold"}  # what is quoted clause by clause


def shown(quantity: Quantity | None, words: Words) -> str:
    """A value as people read it; `-` where there is none."""
    if quantity is None or quantity.value is None:
        return "-"
    kind, value = quantity.kind, cast("int | float", quantity.value)  # of the kinds below that are numbers
    match kind:
        case "money":
            return money(cast(int, value))
        case "date":
            return dt.date.fromordinal(cast(int, value)).isoformat()
        case "days":
            return words("cell.days", value=value)
        case "share":
            return percent(value, 2)
        case "points":
            tenths = f"{value:.1f}"
            return tenths if float(tenths) == value else f"{value:.10g}"
        case "tier":
            return tier_name(str(value), words)
        case "confidence":
            return words(f"confidence.{value}")
        case "yes_no":
            return words("cell.yes" if value else "cell.no")
        case _:
            return str(value)


def plain(quantity: Quantity | None) -> Plain:
    """A value as JSON has it: money a decimal string, dates ISO, tiers and confidence by their codes."""
    if quantity is None or quantity.value is None:
        return None
    if quantity.kind == "money":
        return str(units(cast(int, quantity.value)))
    return dt.date.fromordinal(cast(int, quantity.value)).isoformat() if quantity.kind == "date" else quantity.value


def cell_page(traced: Traced, assessment: Assessment, words: Words) -> list[Section]:
    """The page of one cell."""
    sections = [Section(None, tuple(_opening(traced, assessment, words)))]
    if traced.figure:
        lines = [Line(words(f"derive.words.{traced.figure}")), Line(words(f"derive.symbols.{traced.figure}"), "bold")]
        sections.append(Section(words("cell.formula"), tuple(lines)))
    if traced.inputs:
        sections.append(_inputs(traced, words))
    if traced.parts:
        sections.append(_parts(traced, words))
    if traced.figure:
        sections.append(Section(words("cell.basis"), tuple(_basis(traced, assessment, words))))
    if traced.feeds:
        names = words("report.and").join(_figure_name(figure, words) for figure in traced.feeds)
        sections.append(Section(words("cell.feeds"), (Line(names),)))
    if traced.findings:
        lines = [line for finding in traced.findings for line in _finding(finding_words(finding, words), finding.rule)]
        sections.append(Section(words("cell.findings"), tuple(lines)))
    return sections


def _opening(traced: Traced, assessment: Assessment, words: Words) -> Iterator[Line]:
    """What the cell is, what it holds, and whether that is what comes out."""
    name = _column_name(traced, words)
    yield Line(" · ".join(part for part in (traced.cell, name, traced.customer) if part), "bold")
    as_of = traced.as_of.isoformat()
    yield Line(f"{assessment.path.name} · {words(f'cell.as_of.{traced.as_of_source}', as_of=as_of)}", "dim")
    if traced.what == "outside":
        yield Line(words(f"cell.outside.{traced.why}", header=traced.header or "-"))
        if traced.near:
            yield Line(words("cell.near", cells=words("report.and").join(traced.near)))
        return
    if traced.what == "finding":
        yield Line(words("cell.is_finding", cell=traced.near[0] if traced.near else "-"))
        return
    if traced.how:
        known = words("cell.column", header=traced.header, field=name, how=words(f"cell.how.{traced.how}"))
        yield Line(known) if traced.column else Line(words("cell.outside.unread_column", header=traced.header))
    if traced.what == "header":
        if traced.column in BY_KEY:
            column = BY_KEY[traced.column]
            yield Line(column.meaning_zh if words.language == "zh" else column.meaning_en)
        return
    if traced.what == "input":
        yield Line(words("cell.read", stored=traced.stored or words("cell.blank"), value=shown(traced.value, words)))
        if traced.value is None and traced.stored is not None:
            yield Line(words("cell.counts_as_blank"))
    elif not (traced.why in ("excluded", "later") and traced.value is None):
        yield Line(words("cell.comes_out", value=shown(traced.value, words)), "bold")
        yield from _comparison(traced, words)
    if traced.by_formula:
        yield Line(words("cell.by_formula", formula="=" + traced.by_formula))
    if traced.why:
        yield Line(words(f"cell.why.{traced.why}" if traced.why in _HINTS else f"why.{traced.why}"))


def _comparison(traced: Traced, words: Words) -> Iterator[Line]:
    stored = traced.stored or words("cell.blank")
    if traced.agrees:
        yield Line(words("cell.agrees", stored=stored))
    elif traced.agrees is False and traced.stored is None:
        yield Line(words("cell.not_written"))
    elif traced.agrees is False:
        yield Line(words("cell.differs", stored=stored), "bold yellow")
        if traced.written_as_of and traced.written_as_of != traced.as_of:
            yield Line(words("cell.other_as_of", written=traced.written_as_of.isoformat()))
        else:
            yield Line(words("cell.edited_since"))


def _inputs(traced: Traced, words: Words) -> Section:
    """Every input with its value, its cell and, where it is not plain, how it is known."""
    noted = any(each.note for each in traced.inputs)
    codes = ("cell.input", "cell.value", "cell.where", *(("cell.note",) if noted else ()))
    rows = tuple(
        (_input_name(each, words), shown(each.quantity, words), each.cell or "-", *((_note(each, words),) if noted else ()))
        for each in traced.inputs
    )
    return Section(words("cell.inputs"), grid=Grid(tuple((words(code), "left") for code in codes), rows))


def _parts(traced: Traced, words: Words) -> Section:
    """The rows, lines or reasons, the first ten, and what all of them add up to."""
    rows = [(_part_name(part, words), shown(part.quantity, words), part.cell or "-") for part in traced.parts[:MANY]]
    rest = len(traced.parts) - MANY
    if rest > 0 and traced.total is not None and isinstance(traced.total.value, int):
        remainder = sum(part.quantity.value for part in traced.parts[MANY:] if isinstance(part.quantity.value, int))
        rows.append((words("cell.further", count=rest), shown(Quantity(traced.total.kind, remainder), words), ""))
    elif rest > 0:
        rows.append((words("cell.further", count=rest), "", ""))
    if traced.total is not None:
        rows.append((words("sheet.total"), shown(traced.total, words), ""))
    kind = "reasons" if traced.parts[0].reason else "lines" if traced.figure == "column_total" else "rows"
    headers = ((words(f"cell.{kind}"), "left"), (words("cell.value"), "right"), (words("cell.where"), "left"))
    title = words(f"cell.made_of.{kind}", count=len(traced.parts))
    return Section(title, grid=Grid(headers, tuple(rows), sums=traced.total is not None))


def _basis(traced: Traced, assessment: Assessment, words: Words) -> Iterator[Line]:
    yield Line(words("report.as_of", as_of=traced.as_of.isoformat()))
    policy = assessment.policy
    name = policy.name.zh if words.language == "zh" else policy.name.en
    yield Line(words("cell.policy", name=name, digest=policy.digest))
    for key, value in traced.policy:
        told = words("cell.unset") if value is None else f"{value:g}" if isinstance(value, int | float) else value
        yield Line(f"{key} {'→' if ':' in key else '='} {told}", "", "·")


def _finding(said: Any, rule: str) -> list[Line]:
    return [Line(f"{rule} {said.message}"), Line(said.remedy, "dim", "→")]


def _column_name(traced: Traced, words: Words) -> str:
    if traced.column is None:
        return ""
    if traced.header and not traced.how:  # of a result sheet: its own header
        return traced.header
    return field_name(traced.column, words) if _is_field(traced.column) else traced.column


def _is_field(key: str) -> bool:
    return key in BY_KEY or any(column.key == key for columns in SIDES.values() for column in columns)


def _figure_name(figure: str, words: Words) -> str:
    return words(f"sheet.{figure}") if words.has(f"sheet.{figure}") else words(f"cell.figure.{figure}")


def _input_name(each: Input, words: Words) -> str:
    if each.name.startswith(FACT):
        return words(f"cell.fact.{each.name.removeprefix(FACT)}")
    if each.name.startswith(AGE):
        return words("cell.age", group=each.name.removeprefix(AGE))
    for family, code in _PLACED.items():
        if each.name.startswith(family):
            return words(code, place=each.name.removeprefix(family))
    return words(f"cell.input.{each.name}")


def _note(each: Input, words: Words) -> str:
    return words(f"cell.note.{each.note}") if each.note else ""


def _part_name(part: Part, words: Words) -> str:
    if part.reason is not None:
        text = reason_words(part.reason, words)
        return text.rpartition("+")[0].strip() if part.reason.points else text
    return part.label or part.cell or "-"


def cell_document(traced: Traced, assessment: Assessment, words: Words) -> dict[str, Any]:
    """The same as JSON; all parts, not the first ten."""
    document = head(assessment, assessment.language)
    document |= {
        "cell": traced.cell,
        "what": traced.what,
        "as_of_source": traced.as_of_source,
        "field": traced.column,
        "figure": traced.figure,
        "header": traced.header,
        "how": traced.how,
        "customer": traced.customer,
        "value": plain(traced.value),
        "kind": traced.value.kind if traced.value else None,
        "stored": traced.stored,
        "agrees": traced.agrees,
        "written_as_of": traced.written_as_of and traced.written_as_of.isoformat(),
        "cell_formula": traced.by_formula,
        "formula": {"words": words(f"derive.words.{traced.figure}"), "symbols": words(f"derive.symbols.{traced.figure}")}
        if traced.figure
        else None,
        "inputs": [
            {"name": each.name, "label": _input_name(each, words), "cell": each.cell, "value": plain(each.quantity), "note": each.note}
            for each in traced.inputs
        ],
        "parts": [
            {"label": _part_name(part, words), "cell": part.cell, "value": plain(part.quantity)}
            | ({"code": part.reason.code} if part.reason else {})
            for part in traced.parts
        ],
        "parts_count": len(traced.parts),
        "parts_total": plain(traced.total),
        "basis": {"as_of": traced.as_of.isoformat(), "policy": dict(traced.policy)},
        "feeds": list(traced.feeds),
        "findings": [finding_entry(assessment, finding, words) for finding in traced.findings],
        "why": traced.why,
        "nearest": list(traced.near),
    }
    return document
