"""The monthly report on the terminal and as Markdown: hostile names, absent sections, several currencies, an empty month."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from full_report import full_report
from markdown_it import MarkdownIt
from rich.cells import cell_len
from rich.console import Console

from ledger_table import write
from riskledger.assessment import assess
from riskledger.i18n import LANGUAGES, Language, words
from riskledger.reporting.layout import print_all
from riskledger.reporting.markdown import escaped, render_markdown
from riskledger.reporting.monthly import build_report
from riskledger.reporting.monthly.amounts import note
from riskledger.reporting.report import Absent, CurrencyLine, Report
from riskledger.reporting.report_sections import behind, first_page
from riskledger.reporting.report_tables import Row, TextTable, columns, section
from riskledger.reporting.report_terminal import render_terminal
from riskledger.reporting.saying import decimal_amount, say

HOSTILE = [
    "<script>alert(1)</script>",
    "a | b \\| c",
    "*bold* _it_ `code` ~~gone~~",
    "[here](http://evil.example)",
    "![x](y) <http://evil.example>",
    "# title",
    "=cmd|' /C calc'!A0",
    "+1-800",
    "-2+3",
    "@SUM(A1)",
    "&lt;b&gt; &amp;",
    "$x$",
]
SECTIONS = ("ageing", "trend", "concentration", "moves", "work", "alerts", "follow_up", "effect", "limits", "watch")


def terminal(report: Report, language: Language, width: int = 120, *, colour: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        color_system="truecolor" if colour else None,
        force_terminal=colour,
        markup=False,
        emoji=False,
        highlight=False,
    )
    print_all(console, render_terminal(report, words(language), Path("book.xlsx")))
    return out.getvalue()


def markdown(report: Report, language: Language) -> str:
    return render_markdown(report, words(language))


RENDERERS: list[Callable[[Report, Language], str]] = [lambda report, language: terminal(report, language, 300), markdown]


def with_name(value: Any, name: str) -> Any:
    """A report whose every customer has the same name."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: with_name(getattr(value, field.name), name) for field in dataclasses.fields(value)}
        if parts.get("customer"):
            parts["customer"] = name
        return type(value)(**parts)
    return tuple(with_name(part, name) for part in value) if isinstance(value, tuple) else value


class Cells(HTMLParser):
    """The texts of table cells, and every tag met."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.tags: set[str] = set()
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        self.inside = tag in ("td", "th")
        if self.inside:
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1] += data


def shown_as_html(text: str) -> Cells:
    return Cells(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_customers_name_means_itself_in_markdown(name: str) -> None:
    page = shown_as_html(markdown(with_name(full_report("en"), name), "en"))
    assert page.cells.count(name) > 50
    assert page.tags <= {"h1", "h2", "h3", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}


def test_what_is_no_text_of_hers_stays_readable_in_markdown() -> None:
    assert [escaped(text) for text in ("-3,306.00", "+5.2%", "-", "客户台账!B5")] == ["-3,306.00", "+5.2%", "-", "客户台账!B5"]
    assert [escaped(f"{sign}A1") for sign in "=+-@"] == [r"\=A1", r"\+A1", r"\-A1", r"\@A1"]
    assert escaped("see https://evil.example, www.evil.example") == r"see https\://evil.example, www\.evil.example"


@pytest.mark.parametrize("language", LANGUAGES)
def test_markdown_tables_line_up_in_plain_text(language: Language) -> None:
    lines = markdown(full_report(language), language).splitlines()
    start = lines.index(f"## {words(language)('monthly.title.ageing')}") + 2
    assert len({cell_len(line) for line in lines[start : start + 8]}) == 1


def test_a_name_with_line_ends_or_terminal_codes_stays_one_plain_line() -> None:
    report = with_name(full_report("en"), "Evil\x1b[2J\r\nLtd\u202e|x")
    for made in (terminal(report, "en", 200), markdown(report, "en")):
        assert "\x1b" not in made
        assert "\u202e" not in made
        assert re.search(r"Evil \[2J Ltd \|x|Evil \\\[2J Ltd \\\|x", made)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("render", RENDERERS)
def test_a_section_that_is_absent_says_why(render: Callable[[Report, Language], str], language: Language) -> None:
    absent = Absent(note("monthly.basis.workbook", date="2001-01-01"))
    made = render(dataclasses.replace(full_report(language), **dict.fromkeys(SECTIONS, absent)), language)
    said = words(language)
    why = say(absent.why, said)
    # What changed and what to do now stand on the first page as well.
    assert made.replace("\\", "").count(why) == len(SECTIONS) + 2
    for key in SECTIONS:
        assert said(f"monthly.title.{key}") in made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("render", RENDERERS)
def test_several_currencies_stand_apart(render: Callable[[Report, Language], str], language: Language) -> None:
    report = full_report(language)
    assert not isinstance(report.work, Absent)
    assert not isinstance(report.ageing, Absent)
    lines = tuple(
        CurrencyLine(currency, Decimal(f"{place}111.10"), Decimal(f"{place}222.20"), None, Decimal(f"{place}333.30"))
        for place, currency in enumerate(("USD", "EUR", None), 1)
    )
    said = words(language)
    none = [
        dataclasses.replace(
            line,
            value=None,
            previous=None,
            change=None,
            verdict=None,
            sentence=note("monthly.said.none", figure=line.key, why="mixed_currencies"),
        )
        for line in report.headlines[:2]
    ]
    made = render(
        dataclasses.replace(
            report,
            headlines=(*none, *report.headlines[2:]),
            by_currency=lines,
            ageing=tuple(dataclasses.replace(line, currency=currency) for currency in ("USD", "EUR") for line in report.ageing),
            work=tuple(dataclasses.replace(report.work[0], currency=line.currency) for line in lines),
        ),
        language,
    )
    for line in lines:
        name = line.currency or said("monthly.no_currency")
        assert decimal_amount(line.outstanding) in made
        assert f"{report.work[0].customer} ({name})" in made.replace("\\", "")
    assert say(none[0].sentence, said) in made
    assert len(re.findall(r"(?m)^(?:### )?(?:USD|EUR)\s*$", made)) == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("render", RENDERERS)
def test_a_month_before_the_first_invoice_has_no_figures_but_says_so(
    render: Callable[[Report, Language], str], language: Language, tmp_path: Path
) -> None:
    book = write(tmp_path / "book.xlsx", "客户 | 开票日期 | 应收金额\nAlpha | @2026-10-02 | 100")
    report = build_report(assess(book, as_of="2026-09-30"), None, language)
    made = render(report, language)
    said = words(language)
    for key in ("monthly.no_rows", "monthly.no_former_month", "monthly.nobody_to_see_to"):
        assert said(key) in made
    for line in report.headlines:
        assert said(f"monthly.figure.{line.key}") in made


@pytest.mark.parametrize("render", RENDERERS)
def test_every_figure_and_customer_of_the_report_is_shown(render: Callable[[Report, Language], str]) -> None:
    report = full_report("en")
    page = list(texts(render(report, "en").replace("\\", "")))
    moves, alerts, limits, follow_up = report.moves, report.alerts, report.limits, report.follow_up
    assert not isinstance(moves, Absent) and not isinstance(alerts, Absent)  # noqa: PT018 - narrows the types
    assert not isinstance(limits, Absent) and not isinstance(follow_up, Absent)  # noqa: PT018
    amounts = [line.value for line in report.headlines if isinstance(line.value, Decimal)]
    amounts += [
        move.amount for kind in (moves.risen, moves.fallen, moves.cured, moves.newly_overdue) for move in kind if move.amount is not None
    ]
    amounts += [line.now for line in moves.restatements] + [line.limit for line in limits if line.limit is not None]
    amounts += [line.collected for line in follow_up if line.collected is not None]
    amounts += [line.expected_late for line in report.tiers if line.expected_late is not None]
    assert len(amounts) > 20
    assert [amount for amount in amounts if decimal_amount(amount) not in page] == []
    assert {alert.customer for alert in alerts} <= set(page)


def texts(made: str) -> Iterator[str]:
    """Cells of a table in either form."""
    for line in made.splitlines():
        yield from (text.strip("▲▼█ ") for text in re.split(r"\s{2,}|\|", line.strip()))


def test_colour_adds_nothing_that_is_not_said_in_words() -> None:
    plain, coloured = (terminal(full_report("zh"), "zh", colour=colour) for colour in (False, True))
    assert "\x1b[31m" in coloured or "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_the_first_page_has_what_to_read_first() -> None:
    report, said = full_report("en"), words("en")
    assert [part.key for part in first_page(report, said)] == ["headlines", "changes", "do_now", "alerts"]
    assert [part.key for part in behind(report, said)] == [*SECTIONS[:3], "tiers", "moves", "work", *SECTIONS[6:], "quality"]


def test_columns_in_which_nothing_stands_are_left_out() -> None:
    said = words("en")
    made = TextTable(columns(said, "customer", ("amount", "right"), ("share", "right")), (Row(("A", "-", "1%")), Row(("B", "", "2%"))))
    [shown] = section("ageing", said, [made, dataclasses.replace(made, rows=())]).tables
    assert [column.title for column in shown.columns] == ["Customer", "Share"]
    assert [row.cells for row in shown.rows] == [("A", "1%"), ("B", "2%")]
