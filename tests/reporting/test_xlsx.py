"""The monthly report as a workbook, read back by another library: figures, text that stays text, links, charts, absent sections."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from full_report import full_report
from openpyxl.utils import range_boundaries

from riskledger.i18n import LANGUAGES, Words
from riskledger.ledger.tiers import NAMES
from riskledger.reporting.monthly.amounts import note
from riskledger.reporting.report import Absent, AgeingLine, CurrencyLine, Effect, Moves, Report
from riskledger.reporting.saying import say
from riskledger.reporting.xlsx import render_xlsx, write_xlsx
from riskledger.reporting.xlsx.links import ledger_link
from riskledger.reporting.xlsx.page import exact

HOSTILE = ["=1+1", "+A1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.example/", "<b>&\"'</b>", "_x0041_", "{=1}", "a\u202eb"]
SECTIONS = ("ageing", "trend", "concentration", "moves", "work", "alerts", "follow_up", "effect", "limits", "watch")


def opened(report: Report, language: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(report, Words(language))))  # type: ignore[arg-type]


def shown(value: Any) -> Any:
    """A figure to 13 digits: Excel keeps 15 of a share's 17."""
    return float(f"{value:.13g}") if isinstance(value, float | Decimal) else value


def tables(book: Any) -> dict[str, list[dict[str, Any]]]:
    """Every Excel table of the book: its rows by header."""
    found = {}
    for sheet in book:
        for table in sheet.tables.values():
            left, top, right, bottom = range_boundaries(table.ref)
            rows = list(sheet.iter_rows(top, bottom, left, right, values_only=True))
            assert [column.name for column in table.tableColumns] == list(rows[0])
            found[table.name] = [dict(zip(rows[0], map(shown, row), strict=True)) for row in rows[1:]]
    return found


def texts(book: Any) -> set[str]:
    return {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}


def cells(book: Any, reference: str) -> list[Any]:
    """The values a chart refers to: 'Sheet'!$A$2:$A$5."""
    sheet, _, area = reference.rpartition("!")
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    return [shown(value) for row in book[sheet.strip("'")].iter_rows(top, bottom, left, right, values_only=True) for value in row]


def charts(book: Any) -> list[tuple[list[Any], list[Any]]]:
    """Every series of every chart: categories and values, as they stand in the cells."""
    found = []
    for sheet in book:
        for chart in sheet._charts:
            for series in [one for part in (chart, *getattr(chart, "_charts", [])[1:]) for one in part.series]:
                where = series.cat.strRef or series.cat.numRef
                found.append((cells(book, where.f), cells(book, series.val.numRef.f)))
    return found


def numbers(values: Any) -> list[float | None]:
    return [None if value is None else shown(float(value)) for value in values]


@pytest.mark.parametrize("language", LANGUAGES)
class TestFigures:
    """Every figure of the report stands in the workbook, as a number, to the cent."""

    def column(self, rows: list[dict[str, Any]], words: Words, key: str) -> list[Any]:
        return [row[words(f"monthly.column.{key}")] for row in rows]

    def test_headlines(self, language: Any) -> None:
        report, words = full_report(language), Words(language)
        rows = tables(opened(report, language))["summary_1"]
        assert numbers(self.column(rows, words, "value")) == numbers(line.value for line in report.headlines)
        assert numbers(self.column(rows, words, "previous")) == numbers(line.previous for line in report.headlines)
        for row, line in zip(rows, report.headlines, strict=True):
            percentage_points = 100 if line.unit == "share" else 1
            assert row[words("monthly.column.change")] == pytest.approx(float(line.change or 0) * percentage_points)
            assert say(line.sentence, words) in row[words("monthly.column.sentence")]
        assert any(words("monthly.target.missed") in row[words("monthly.column.sentence")] for row in rows)

    @pytest.mark.parametrize(
        ("table", "section", "attributes"),
        [
            ("work_1", "work", "points credit_score outstanding overdue max_days_overdue expected_late action owner currency"),
            ("watch_1", "watch", "points credit_score outstanding overdue max_days_overdue expected_late action owner"),
            ("state_1", "ageing", "amount share previous change"),
            ("state_2", "trend", "outstanding overdue overdue_share dso delay_rate customers"),
            ("state_5", "tiers", "customers previous_customers exposure previous_exposure expected_late"),
            ("follow_up_1", "alerts", "customer"),
            ("follow_up_2", "follow_up", "customer action owner overdue_then collected"),
            ("limits_1", "limits", "customer limit exposure used proposal"),
        ],
    )
    def test_lines(self, language: Any, table: str, section: str, attributes: str) -> None:
        report, words = full_report(language), Words(language)
        rows, lines = tables(opened(report, language))[table], getattr(report, section)
        for attribute in attributes.split():
            assert self.column(rows, words, attribute) == [shown(getattr(line, attribute)) for line in lines]

    def test_dates_are_dates(self, language: Any) -> None:
        report, words = full_report(language), Words(language)
        rows = tables(opened(report, language))["work_1"]
        assert [value.date() for value in self.column(rows, words, "due")] == [item.due for item in report.work]  # type: ignore[union-attr]

    def test_concentration_moves_effect_and_quality(self, language: Any) -> None:
        report, words = full_report(language), Words(language)
        found = tables(opened(report, language))
        assert not isinstance(report.concentration, Absent)
        assert isinstance(report.moves, Moves)
        assert isinstance(report.effect, Effect)
        for table, curve in zip(("state_3", "state_4"), report.concentration, strict=True):
            assert self.column(found[table], words, "amount") == numbers(line.amount for line in curve.lines)
            assert self.column(found[table], words, "cumulative") == numbers(line.cumulative for line in curve.lines)
        names = [NAMES[language][tier] for tier in ("high", "medium", "low")]
        grid = [[row[name] for name in names] for row in found["moves_1"]]
        assert grid == [[report.moves.migration[a][b] for b in ("high", "medium", "low")] for a in ("high", "medium", "low")]  # type: ignore[index]
        assert self.column(found["moves_2"], words, "points_after") == [move.points_after for move in report.moves.risen]
        assert float(report.effect.overdue_then or 0) in self.column(found["follow_up_3"], words, "value")
        assert shown(report.effect.capture_top20) in self.column(found["follow_up_3"], words, "value")
        assert self.column(found["follow_up_4"], words, "collected") == numbers(line.collected for line in report.effect.actions)
        assert self.column(found["follow_up_5"], words, "late_share") == numbers(line.late_share for line in report.effect.predictions)
        assert self.column(found["quality_1"], words, "rule") == [line.rule for line in report.quality.findings]
        assert self.column(found["quality_2"], words, "completeness") == [share for _, share, _ in report.quality.incomplete]

    def test_charts_draw_the_report(self, language: Any) -> None:
        report, words = full_report(language), Words(language)
        drawn = charts(opened(report, language))
        assert not isinstance(report.ageing, Absent)
        assert not isinstance(report.trend, Absent)
        assert not isinstance(report.concentration, Absent)
        buckets = [words(f"bucket.{line.bucket}") for line in report.ageing]
        tiers = [NAMES[language][line.tier] for line in report.tiers]
        assert (buckets, numbers(line.amount for line in report.ageing)) in drawn
        assert (buckets, numbers(line.previous for line in report.ageing)) in drawn
        assert (tiers, [line.customers for line in report.tiers]) in drawn
        assert (tiers, numbers(line.previous_exposure for line in report.tiers)) in drawn
        for attribute in ("outstanding", "overdue", "overdue_share"):
            assert numbers(getattr(line, attribute) for line in report.trend) in [values for _, values in drawn]
        for curve in report.concentration:
            alone = [line for line in curve.lines if line.customer]  # all others together are no customer
            assert ([line.customer for line in alone], numbers(line.cumulative for line in alone)) in drawn

    def test_every_sheet_prints_on_a4_with_its_title(self, language: Any) -> None:
        book = opened(full_report(language), language)
        for sheet in book:
            assert sheet.page_setup.paperSize == 9
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToWidth in (None, 1)  # one page wide
            assert sheet.oddFooter.right.text
        assert book.worksheets[0].page_setup.fitToHeight in (None, 1)
        for sheet in book.worksheets[1:]:
            assert sheet.page_setup.fitToHeight == 0  # as many as it takes
            assert sheet.print_title_rows
            assert sheet.freeze_panes
        assert book.worksheets[0].title == Words(language)("monthly.xlsx.sheet.summary")

    def test_same_report_same_bytes(self, language: Any) -> None:
        report = full_report(language)
        written = render_xlsx(report, Words(language))
        assert written == render_xlsx(report, Words(language))
        with zipfile.ZipFile(io.BytesIO(written)) as parts:
            assert {entry.date_time[0] for entry in parts.infolist()} == {1980}
            assert f"{report.head.as_of}T00:00:00Z".encode() in parts.read("docProps/core.xml")

    def test_absent_sections_say_why(self, language: Any) -> None:
        words = Words(language)
        why = {name: Absent(note("monthly.said.none", figure="dso", why=code)) for name, code in zip(SECTIONS, _CODES, strict=True)}
        said = texts(opened(dataclasses.replace(full_report(language), **why), language))  # type: ignore[arg-type]
        for absent in why.values():
            assert say(absent.why, words) in said


_CODES = (
    "mixed_currencies",
    "short_history",
    "no_revenue",
    "no_receivables",
    "no_debtors",
    "no_due_dates",
    "nothing_paid",
    "no_limit",
    "no_terms",
    "no_tax_rate",
)


def test_no_customers_at_all() -> None:
    report = full_report("zh")
    nobody = dataclasses.replace(
        report,
        headlines=tuple(dataclasses.replace(line, value=None, previous=None, change=None, verdict=None) for line in report.headlines),
        tiers=tuple(dataclasses.replace(line, customers=0, previous_customers=None, exposure=None) for line in report.tiers),
        quality=dataclasses.replace(report.quality, findings=(), completeness=None, incomplete=()),
        **{name: Absent(note("monthly.no_rows")) for name in SECTIONS},  # type: ignore[arg-type]
    )
    assert charts(opened(nobody, "zh")) == []
    assert opened(dataclasses.replace(report, alerts=(), work=(), trend=(), ageing=(), limits=()), "zh")


def test_text_stays_text() -> None:
    report = full_report("en")
    assert not isinstance(report.work, Absent)
    assert not isinstance(report.alerts, Absent)
    items = tuple(
        dataclasses.replace(item, customer=name, action=name, owner=name, contact=name)
        for item, name in zip(report.work, HOSTILE, strict=False)
    )
    alerts = tuple(dataclasses.replace(report.alerts[0], customer=name) for name in HOSTILE)
    head = dataclasses.replace(report.head, sheet="=2", workbook='=1&P<&".xlsx')
    book = opened(dataclasses.replace(report, work=items, alerts=alerts, head=head), "en")
    rows = tables(book)
    for name, row in zip(HOSTILE, rows["work_1"], strict=True):
        assert [row[title] for title in ("Customer", "Action", "Owner", "Contact")] == [name] * 4
    assert [row["Customer"] for row in rows["follow_up_1"]] == HOSTILE
    assert not [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]


def test_what_no_xml_can_hold_is_replaced() -> None:
    report = full_report("en")
    assert not isinstance(report.work, Absent)
    items = (dataclasses.replace(report.work[0], customer="a\uffffb\ud800c", action="bell\x07"),)
    rows = tables(opened(dataclasses.replace(report, work=items), "en"))["work_1"]
    assert rows[0]["Customer"] == "a\ufffdb\ufffdc"


@pytest.mark.parametrize(
    ("workbook", "cell", "target"),
    [
        ("台账.xlsx", "客户台账!A5", "external:台账.xlsx#'客户台账'!A5"),
        ("a b.xlsx", "'My sheet'!B2", "external:a%20b.xlsx#'My sheet'!B2"),
        ("no#1 100%.xlsx", "'It''s'!B2", "external:no%231%20100%25.xlsx#'It''s'!B2"),
        ("a.xlsx", "'x!y'!B2", "external:a.xlsx#'x!y'!B2"),
    ],
)
def test_link_to_the_ledger(workbook: str, cell: str, target: str) -> None:
    assert ledger_link(workbook, cell).target == target


def test_links_lead_to_the_ledgers_cells() -> None:
    report = full_report("zh")
    report = dataclasses.replace(report, head=dataclasses.replace(report.head, workbook="no#1 100%'s.xlsx"))
    assert not isinstance(report.work, Absent)
    sheet = opened(report, "zh").worksheets[1]
    for row, item in enumerate(report.work, start=3):
        link = sheet.cell(row, 1).hyperlink
        named, _, address = item.cell.rpartition("!")
        assert (link.target, link.location) == ("no%231%20100%25's.xlsx", f"'{named}'!{address}")


def test_several_currencies_are_never_summed() -> None:
    report = full_report("en")
    assert not isinstance(report.trend, Absent)
    lines = tuple(
        AgeingLine(bucket, currency, Decimal(amount), 0.5, None, None)
        for currency, amounts in (("USD", (10, 20)), ("EUR", (30, 40)))
        for bucket, amount in zip(("not_due", "1-30"), amounts, strict=True)
    )
    mixed = Absent(note("why.mixed_currencies"))
    several = dataclasses.replace(
        report,
        head=dataclasses.replace(report.head, currency=None),
        by_currency=tuple(CurrencyLine(name, Decimal(1), Decimal(2), None, None) for name in ("USD", "EUR")),
        ageing=lines,
        concentration=mixed,
        trend=tuple(dataclasses.replace(end, outstanding=None, overdue=None, overdue_share=None) for end in report.trend),
        tiers=tuple(dataclasses.replace(line, exposure=None, previous_exposure=None, expected_late=None) for line in report.tiers),
    )
    assert isinstance(report.effect, Effect)
    several = dataclasses.replace(
        several,
        effect=dataclasses.replace(report.effect, overdue_then=None, collected=None, collected_share=None, sentences=(), predictions=()),
    )
    book = opened(several, "en")
    assert Words("en")("monthly.effect.no_sum", why=Words("en")("why.mixed_currencies")) in texts(book)
    drawn = [values for _, values in charts(book)]
    counts = [line.customers for line in report.tiers], [line.previous_customers for line in report.tiers]
    assert sorted(drawn) == sorted([[10, 20], [30, 40], [10, 20], [30, 40], *counts])  # on the summary and behind it
    assert [row["Currency"] for row in tables(book)["summary_2"]] == ["USD", "EUR"]


def test_amounts_of_unlike_currencies_are_not_set_against_each_other() -> None:
    report = full_report("en")
    assert not isinstance(report.work, Absent)
    items = tuple(dataclasses.replace(item, currency=("USD", "EUR")[i % 2]) for i, item in enumerate(report.work))
    for work, bars in ((report.work, 1), (items, 0)):
        book = opened(dataclasses.replace(report, work=work), "en")
        for sheet in book.worksheets[:2]:
            rules = [rule for each in sheet.conditional_formatting for rule in each.rules]
            assert len([rule for rule in rules if rule.type == "dataBar"]) == bars
    named = [row["Customer"] for row in tables(book)["summary_3"]]
    assert named[:2] == [f"{items[0].customer} (USD)", f"{items[1].customer} (EUR)"]


def test_amounts_keep_every_cent_or_stay_text() -> None:
    assert exact(Decimal("1234567890123.45")) == 1234567890123.45
    assert exact(Decimal("12345678901234.56")) is None
    report = full_report("en")
    assert not isinstance(report.work, Absent)
    items = (dataclasses.replace(report.work[0], overdue=Decimal("12345678901234.56")),)
    assert tables(opened(dataclasses.replace(report, work=items), "en"))["work_1"][0]["Overdue"] == "12,345,678,901,234.56"


def test_wide_letters_get_wide_columns() -> None:
    widths = {language: opened(full_report(language), language).worksheets[1].column_dimensions["A"].width for language in LANGUAGES}  # type: ignore[arg-type]
    report = full_report("zh")
    assert not isinstance(report.work, Absent)
    longest = max(len(item.customer) for item in report.work)
    assert widths["zh"] >= 2 * longest


def test_written_beside_the_ledger(tmp_path: Any) -> None:
    path = tmp_path / "月报.xlsx"
    write_xlsx(full_report("zh"), Words("zh"), path)
    assert path.read_bytes() == render_xlsx(full_report("zh"), Words("zh"))
    with zipfile.ZipFile(path) as parts:
        core = parts.read("docProps/core.xml").decode()
    assert re.search(r"<dc:title>[^<]*2026-10", core)
    assert dt.date(2026, 10, 31) == full_report("zh").head.as_of
