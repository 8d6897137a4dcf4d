"""The HTML report says everything the Report holds, in well-formed and safe markup, in both languages."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import itertools
import re
from decimal import Decimal
from pathlib import Path

import pytest
from full_report import full_report  # type: ignore[import-not-found]  # beside this file
from lxml import etree, html

from riskledger.i18n import LANGUAGES, Language, words
from riskledger.reporting.html import render_html
from riskledger.reporting.monthly.amounts import note
from riskledger.reporting.report import Absent, CurrencyLine, Report
from riskledger.reporting.saying import decimal_amount, quantity, say

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd|' /C calc'!A0",
    "$\\frac{a}{b}$ & ]]>",
    "a\x00b\x1b[31m",
    "</style></svg>",
)
SECTIONS = ("ageing", "trend", "concentration", "moves", "work", "alerts", "follow_up", "effect", "limits", "watch")


def page(report: Report, language: Language) -> etree._Element:
    """The page parsed as a browser would."""
    return html.document_fromstring(render_html(report, words(language)))


def text_of(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def renamed(report: Report, names: tuple[str, ...]) -> Report:
    """The report with other customers at the head of its list, its curve and its moves."""
    assert not isinstance(report.work, Absent)
    assert not isinstance(report.concentration, Absent)
    assert not isinstance(report.moves, Absent)
    curve = report.concentration[0]
    lines = tuple(dataclasses.replace(line, customer=name) for line, name in zip(curve.lines, names, strict=False))
    return dataclasses.replace(
        report,
        head=dataclasses.replace(report.head, workbook=names[0], sheet=names[5]),
        work=tuple(dataclasses.replace(item, customer=name, action=name) for item, name in zip(report.work, names, strict=False)),
        concentration=(dataclasses.replace(curve, lines=lines),),
        moves=dataclasses.replace(report.moves, risen=tuple(dataclasses.replace(report.moves.risen[0], customer=name) for name in names)),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_descend_one_by_one(language: Language) -> None:
    levels = [int(heading.tag[1]) for heading in page(full_report(language), language).iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_come_in_the_order_of_every_format(language: Language) -> None:
    found = [section.get("id") for section in page(full_report(language), language).iter("section")]
    order = "headlines ageing trend concentration tiers moves work alerts follow_up effect limits watch quality"
    assert found == order.split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_has_a_caption_and_headers_for_rows_and_columns(language: Language) -> None:
    tables = list(page(full_report(language), language).iter("table"))
    assert len(tables) > 15
    for table in tables:
        assert text_of(table.find("caption"))
        heads = table.findall("thead/tr/th")
        assert heads
        assert {head.get("scope") for head in heads} == {"col"}
        for row in table.findall("tbody/tr"):
            assert len(row) == len(heads)
            assert (row[0].tag, row[0].get("scope")) == ("th", "row")


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_are_described_and_their_letters_are_text(language: Language) -> None:
    charts = list(page(full_report(language), language).iter("svg"))
    assert len(charts) == 6
    for chart in charts:
        assert chart.get("role") == "img"
        told = [each.text for place in chart.get("aria-labelledby", "").split() for each in chart.iter() if each.get("id") == place]
        assert len(told) == 2
        assert all(told)
        assert list(chart.iter("text"))
        assert "font-family" not in etree.tostring(chart).decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_identifier_is_used_twice_and_every_link_leads_somewhere(language: Language) -> None:
    root = page(full_report(language), language)
    own = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(own) == len(set(own))
    links = [each.get("href") for each in root.iter() if each.get("href")]
    clips = [each.get("clip-path", "").removeprefix("url(").rstrip(")") for each in root.iter() if each.get("clip-path")]
    assert {link.removeprefix("#") for link in [*links, *clips]} <= set(own)
    assert all(link.startswith("#") for link in links)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_fetched_and_only_the_one_script_may_run(language: Language) -> None:
    said = render_html(full_report(language), words(language))
    assert not re.search(r"https?:|//|@import|url\((?!#)", said.replace("// A click", ""))
    root = html.document_fromstring(said)
    assert not [each for each in root.iter() if each.get("src") or any(name.startswith("on") for name in each.attrib)]
    [script] = root.iter("script")
    digest = base64.b64encode(hashlib.sha256((script.text or "").encode()).digest()).decode()
    [rules] = (each.get("content", "") for each in root.iter("meta") if each.get("http-equiv") == "Content-Security-Policy")
    assert rules.startswith("default-src 'none';")
    assert f"script-src 'sha256-{digest}';" in rules


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_report_gives_the_same_bytes(language: Language) -> None:
    assert render_html(full_report(language), words(language)) == render_html(full_report(language), words(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_the_report_is_on_the_page(language: Language) -> None:
    report, said = full_report(language), words(language)
    text = text_of(page(report, language))
    wanted = [quantity(line.value, line.unit, said) for line in report.headlines if line.value is not None]
    wanted += [say(line.sentence, said) for line in report.headlines]
    wanted += [say(line, said) for line in report.head.basis]
    for field in dataclasses.fields(report):
        wanted += amounts(getattr(report, field.name))
    assert [figure for figure in dict.fromkeys(wanted) if figure not in text] == []


def amounts(held: object) -> list[str]:
    """Every amount of money, name and note within a section; what sentences hold stands within them."""
    if isinstance(held, Decimal):
        return [decimal_amount(abs(held))]
    if isinstance(held, tuple):
        return [each for part in held for each in amounts(part)]
    if dataclasses.is_dataclass(held) and not isinstance(held, type):
        if type(held).__name__ in ("Note", "Head", "Headline"):
            return []
        names = [getattr(held, name) for name in ("customer", "action", "owner", "cell", "first", "rule") if getattr(held, name, None)]
        return [*map(str, names), *(each for field in dataclasses.fields(held) for each in amounts(getattr(held, field.name)))]
    return []


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_names_stay_text(language: Language) -> None:
    root = page(renamed(full_report(language), HOSTILE), language)
    assert len(list(root.iter("script"))) == len(list(root.iter("style"))) == 1
    assert list(root.iter("img")) == []
    names = {each.text for each in root.iter("bdi")}
    assert {*HOSTILE[:4], HOSTILE[5]} <= names
    assert "a\ufffdb\ufffd[31m" in names
    drawn = [text.text or "" for text in root.iter("text")]
    assert any(label.startswith("<script>alert") for label in drawn)
    assert any(label.startswith("$\\frac{a}{b}$") for label in drawn)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS)
def test_an_absent_section_says_why(section: str, language: Language) -> None:
    why = note("monthly.no_rows")
    report = dataclasses.replace(full_report(language), **{section: Absent(why)})  # type: ignore[arg-type]  # any section may be absent
    root = page(report, language)
    [shown] = (each for each in root.iter("section") if each.get("id") == section)
    assert say(why, words(language)) in text_of(shown)
    assert list(shown.iter("table", "svg")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_without_anything_still_reads(language: Language) -> None:
    full, nothing = full_report(language), Absent(note("monthly.no_rows"))
    tiers = tuple(
        dataclasses.replace(line, customers=0, exposure=None, previous_exposure=None, previous_customers=None) for line in full.tiers
    )
    headlines = tuple(
        dataclasses.replace(
            line,
            value=None,
            previous=None,
            change=None,
            verdict=None,
            sentence=note("monthly.said.none", figure=line.key, why="no_receivables"),
        )
        for line in full.headlines
    )
    quality = dataclasses.replace(full.quality, findings=(), incomplete=(), completeness=None)
    empty = dataclasses.replace(full, headlines=headlines, tiers=tiers, quality=quality, **dict.fromkeys(SECTIONS, nothing))  # type: ignore[arg-type]
    root = page(empty, language)
    assert text_of(root).count(words(language)("monthly.no_rows")) >= len(SECTIONS)
    for line in headlines:
        assert say(line.sentence, words(language)) in text_of(root)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_moved(language: Language) -> None:
    full = full_report(language)
    assert not isinstance(full.moves, Absent)
    still = dataclasses.replace(full.moves, migration={}, risen=(), fallen=(), new=(), gone=(), cured=(), newly_overdue=(), restatements=())
    [shown] = (each for each in page(dataclasses.replace(full, moves=still), language).iter("section") if each.get("id") == "moves")
    for kind in ("risen", "gone", "restatements"):
        assert words(language)(f"monthly.moves.{kind}") in text_of(shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_currencies_stand_side_by_side(language: Language) -> None:
    full = full_report(language)
    assert not isinstance(full.ageing, Absent)
    assert not isinstance(full.work, Absent)
    lines = tuple(
        CurrencyLine(name, Decimal(f"{place}234.50"), Decimal("10.00"), None, None) for place, name in enumerate(("EUR", "JPY"), 1)
    )
    ageing = tuple(dataclasses.replace(line, currency=name) for name in ("EUR", "JPY") for line in full.ageing)
    work = tuple(dataclasses.replace(item, currency=("EUR", "JPY")[i % 2]) for i, item in enumerate(full.work))
    report = dataclasses.replace(full, head=dataclasses.replace(full.head, currency=None), by_currency=lines, ageing=ageing, work=work)
    root = page(report, language)
    assert "1,234.50" in text_of(root)
    assert "2,234.50" in text_of(root)
    assert sum(each.get("aria-labelledby", "").startswith("ageing") for each in root.iter("svg")) == 2
    assert f"JPY {work[1].expected_late:,.2f}" in text_of(root)
    assert f"{work[1].expected_late:,.2f} JPY" in text_of(root)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_column_of_the_work_list_holds_what_its_header_says(language: Language) -> None:
    report, said = full_report(language), words(language)
    assert not isinstance(report.work, Absent)
    [section] = (each for each in page(report, language).iter("section") if each.get("id") == "work")
    whole = section.find(".//details//table")
    heads = [text_of(head) for head in whole.findall("thead/tr/th")]
    for item, row in zip(report.work, whole.findall("tbody/tr"), strict=True):
        shown = dict(zip(heads, map(text_of, row), strict=True))
        for key, wanted in {
            "customer": item.customer,
            "outstanding": decimal_amount(item.outstanding),
            "overdue": decimal_amount(item.overdue),
            "expected_late": decimal_amount(item.expected_late),
            "max_days_overdue": f"{item.max_days_overdue}",
            "credit_score": f"{item.credit_score:.1f}",
            "action": item.action,
            "due": item.due.isoformat(),
            "next_review": item.next_review.isoformat(),
            "cell": item.cell,
        }.items():
            assert shown[said(f"monthly.column.{key}")] == wanted


def test_a_long_list_is_cut_and_says_how_much_is_left() -> None:
    full = full_report("en")
    assert not isinstance(full.work, Absent)
    work = tuple(dataclasses.replace(full.work[0], customer=f"Customer {i:04}") for i in range(3000))
    root = page(dataclasses.replace(full, work=work), "en")
    [shown] = (each for each in root.iter("section") if each.get("id") == "work")
    assert "2,992 more in the workbook." in text_of(shown)
    assert "2,500 more in the workbook." in text_of(shown)
    assert "Customer 0499" in text_of(shown)
    assert "Customer 0500" not in text_of(shown)


def test_only_text_with_contrast_enough() -> None:
    """WCAG 2: letters of every colour against every ground they stand on, light, dark and on paper, 4.5 : 1."""
    style = (Path(__file__).parents[2] / "src/riskledger/reporting/html/page.css").read_text("utf-8")
    themes = [dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})\b", block)) for block in re.findall(r":root \{(.*?)\}", style, re.S)]
    assert len(themes) == 3
    for theme in themes:
        for letters in ("ink", "soft", "accent", "late", "good", "high", "medium", "low"):
            for ground in ("paper", "panel", "wash"):
                assert contrast(theme[letters], theme[ground]) >= 4.5, (letters, ground, theme)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
