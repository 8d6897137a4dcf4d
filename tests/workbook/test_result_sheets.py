"""A result sheet as worksheet XML: what a reader of the workbook sees of it."""

from __future__ import annotations

import datetime as dt
import io
import os
import sys
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet

from riskledger.workbook.inline_text import LONGEST_TEXT, t_element
from riskledger.workbook.result_sheets import Link, ResultColumn, ResultSheet, Value, filter_range, sheet_xml
from riskledger.workbook.styles import STRICT, TRANSITIONAL, Styles

COLUMNS = (
    ResultColumn("客户", "text", 22),
    ResultColumn("等级", "tier", 10),
    ResultColumn("评分", "points", 9),
    ResultColumn("未收", "money", 15),
    ResultColumn("占比", "share", 9),
    ResultColumn("天数", "count", 9),
    ResultColumn("原因", "wrap", 40),
    ResultColumn("复评", "date", 12),
    ResultColumn("单元格", "link", 16),
)
ROWS: tuple[Sequence[Value], ...] = (
    ("甲公司", "高风险", 39.6, Decimal("8000.10"), 0.186, 30, "最长逾期 30 天", dt.date(2026, 11, 1), Link("F5", "It's mine", "F5")),
    ("乙公司", "低风险", 93.1, Decimal("-0.05"), None, 0, None, None, None),
)


def result_sheet(
    rows: Sequence[Sequence[Value]] = ROWS,
    columns: Sequence[ResultColumn] = COLUMNS,
    *,
    totals: Sequence[Value] | None = None,
    levels: Sequence[str] = ("high", "low"),
    caption: str = "客户评估 · 截至 2026-10-31",
) -> ResultSheet:
    return ResultSheet("assessment", "客户评估", ("客户评估",), caption, columns, rows, totals, levels)


def one_cell(value: Value, kind: str = "text") -> ResultSheet:
    return result_sheet([[value]], [ResultColumn("x", kind, 10)], levels=())  # type: ignore[arg-type]  # kinds come as parameters


def workbook_with(sheet: ResultSheet, *, epoch1904: bool = False) -> tuple[bytes, bytes]:
    """A workbook with a ledger sheet, and the same with the result sheet in the place of its empty second sheet."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"date_1904": epoch1904})
    book.add_worksheet("It's mine").write(4, 5, "未支付")
    book.add_worksheet("客户评估")
    book.close()
    styles, after = None, io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(after, "w") as new:
        styles = Styles(old.read("xl/styles.xml"))
        fresh = {"xl/worksheets/sheet2.xml": sheet_xml(sheet, styles, epoch1904=epoch1904), "xl/styles.xml": styles.to_bytes()}
        for name in old.namelist():
            new.writestr(name, fresh.get(name, old.read(name)))
    return file.getvalue(), after.getvalue()


def opened(sheet: ResultSheet, *, epoch1904: bool = False) -> Worksheet:
    worksheet = openpyxl.load_workbook(io.BytesIO(workbook_with(sheet, epoch1904=epoch1904)[1]), rich_text=False)["客户评估"]
    assert isinstance(worksheet, Worksheet)
    return worksheet


def test_a_reader_sees_caption_headers_rows_and_totals() -> None:
    seen = opened(result_sheet(totals=["合计", None, None, Decimal("8000.05"), None, 30, None, None, None]))
    shown = [list(row) for row in seen.iter_rows(values_only=True)]
    assert shown[0][0] == "客户评估 · 截至 2026-10-31"
    assert shown[1] == ["客户", "等级", "评分", "未收", "占比", "天数", "原因", "复评", "单元格"]
    assert shown[2] == ["甲公司", "高风险", 39.6, 8000.1, 0.186, 30, "最长逾期 30 天", dt.datetime(2026, 11, 1), "F5"]
    assert shown[3] == ["乙公司", "低风险", 93.1, -0.05, None, 0, None, None, None]
    assert shown[4] == ["合计", None, None, 8000.05, None, 30, None, None, None]
    assert [seen.cell(3, c).number_format for c in (3, 4, 5, 6, 8)] == ["0.0", "#,##0.00;[Red]-#,##0.00", "0.0%", "0", "yyyy-mm-dd"]


def test_the_header_is_frozen_filtered_and_set_apart() -> None:
    seen = opened(result_sheet(totals=["合计"] + [None] * 8))
    assert seen.freeze_panes == "B3"
    assert seen.auto_filter.ref == "A2:I4"  # without the totals
    assert seen.dimensions == "A1:I5"
    assert seen["A2"].font.bold
    assert seen["A2"].fill.fgColor.rgb == "FF1F4E78"
    assert seen["A5"].font.bold
    assert seen["A5"].border.top.style == "medium"
    assert [seen.column_dimensions[c].width for c in "ADG"] == [22, 15, 40]
    assert seen.page_setup.orientation == "landscape"
    assert not seen.sheet_view.tabSelected


def test_a_tier_is_coloured_by_its_rows_level_and_still_says_its_name() -> None:
    seen = opened(result_sheet())
    assert [(seen.cell(r, 2).value, seen.cell(r, 2).fill.fgColor.rgb) for r in (3, 4)] == [("高风险", "FFF8CBAD"), ("低风险", "FFE2F0D9")]
    assert seen["A3"].fill.fill_type is None


def test_a_link_jumps_to_its_cell_whatever_the_sheet_is_called() -> None:
    seen = opened(result_sheet())
    assert seen["I3"].hyperlink.location == "'It''s mine'!F5"
    assert seen["I3"].font.underline == "single"
    assert seen["I4"].hyperlink is None


def test_no_more_links_than_excel_opens_without_repair() -> None:
    sheet = result_sheet([[Link("x", "S", "A1")]] * 65_531, [ResultColumn("x", "link", 9)], levels=())
    xml = sheet_xml(sheet, Styles(None))
    assert xml.count(b"<hyperlink ") == 65_530
    assert xml.count(b"<t>x</t>") == 65_531 + 1  # the header is an x too


@pytest.mark.parametrize("text", ["=1+1", "+8613800000000", "-", "@SUM(A1)", " 两端 ", "一行\n二行", "a\tb", "<&>\"'", "𠮷野家", ""])
def test_text_stays_the_text_it_is(text: str) -> None:
    assert opened(one_cell(text))["A3"].value in (text, text or None)
    assert b"<f" not in sheet_xml(one_cell(text), Styles(None))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("bell\x07", "<t>bell_x0007_</t>"),
        ("_x0041_", "<t>_x005F_x0041_</t>"),
        ("_x_", "<t>_x_</t>"),
        ("a\r\nb", '<t xml:space="preserve">a_x000D_\nb</t>'),
        ("\ud800", "<t>_xD800_</t>"),
        ("\uffff", "<t>_xFFFF_</t>"),
        (" a", '<t xml:space="preserve"> a</t>'),
    ],
)
def test_what_xml_cannot_hold_is_escaped(text: str, written: str) -> None:
    assert t_element(text) == written


@pytest.mark.parametrize("character", ["款", "𠮷", "\x01", "&"])
def test_a_text_beyond_excels_limit_ends_in_an_ellipsis(character: str) -> None:
    shown = etree.fromstring(t_element(character * 40_000)).text or ""
    assert shown.endswith("…")
    assert LONGEST_TEXT - 8 <= sum(2 if c > "\uffff" else 1 for c in shown) <= LONGEST_TEXT
    assert shown.replace(t_element(character)[3:-4].replace("&amp;", "&"), "") == "…"  # nothing was cut in two
    assert (etree.fromstring(t_element(character * (LONGEST_TEXT // 8))).text or "")[-1] != "…"


@pytest.mark.parametrize(
    ("figure", "written"),
    [
        (Decimal("10000000000000.10"), b"<v>10000000000000.10</v>"),
        (Decimal("1E+3"), b"<v>1000</v>"),
        (Decimal("-0.01"), b"<v>-0.01</v>"),
        (0.1, b"<v>0.1</v>"),
        (7, b"<v>7</v>"),
    ],
)
def test_figures_are_written_exactly(figure: Value, written: bytes) -> None:
    assert written in sheet_xml(one_cell(figure, "money"), Styles(None))


@pytest.mark.parametrize("figure", [Decimal("NaN"), Decimal("Infinity"), float("nan"), float("-inf")])
def test_a_figure_that_is_none_is_refused(figure: Value) -> None:
    with pytest.raises(ValueError, match="no figure"):
        sheet_xml(one_cell(figure, "money"), Styles(None))


@pytest.mark.parametrize("epoch1904", [False, True])
@pytest.mark.parametrize("day", [dt.date(1904, 1, 2), dt.date(2026, 10, 31)])
def test_a_date_is_the_same_day_in_either_count(day: dt.date, epoch1904: bool) -> None:
    assert opened(one_cell(day, "date"), epoch1904=epoch1904)["A3"].value == dt.datetime.combine(day, dt.time())


@pytest.mark.parametrize(
    ("day", "epoch1904", "written"),
    [
        (dt.date(1900, 2, 28), False, b"<v>59</v>"),
        (dt.date(1900, 3, 1), False, b"<v>61</v>"),  # 60 is the day that never was
        (dt.date(1900, 1, 1), False, b"<v>1</v>"),
        (dt.date(1899, 12, 31), False, b"<t>1899-12-31</t>"),
        (dt.date(1904, 1, 1), True, b"<v>0</v>"),
        (dt.date(1903, 12, 31), True, b"<t>1903-12-31</t>"),
    ],
)
def test_days_at_the_edges_of_the_counts(day: dt.date, epoch1904: bool, written: bytes) -> None:
    assert written in sheet_xml(one_cell(day, "date"), Styles(None), epoch1904=epoch1904)


def test_a_row_is_as_high_as_its_wrapped_reasons() -> None:
    short, long = "逾期 5 天", "最长逾期 45 天：+15.0 分；" * 6
    columns = [ResultColumn("客户", "text", 10), ResultColumn("原因", "wrap", 40)]
    seen = opened(result_sheet([["甲", short], ["乙", long]], columns, levels=()))
    assert (seen.row_dimensions[4].height or 0) > 3 * (seen.row_dimensions[3].height or 0)
    assert 'ht="409"' in sheet_xml(one_cell("款\n" * 500, "wrap"), Styles(None)).decode()  # Excel's limit


@pytest.mark.parametrize(("strict", "namespace"), [(False, TRANSITIONAL), (True, STRICT)])
def test_the_sheet_speaks_the_workbooks_namespace(strict: bool, namespace: str) -> None:
    assert etree.QName(etree.fromstring(sheet_xml(result_sheet(), Styles(None), strict=strict))).namespace == namespace


def test_an_empty_result_still_has_its_header_and_filter() -> None:
    sheet = result_sheet([], levels=())
    assert filter_range(sheet) == "$A$2:$I$2"
    assert opened(sheet)["A2"].value == "客户"


def test_the_same_sheet_twice_gives_the_same_bytes_and_no_new_style() -> None:
    styles = Styles(None)
    first = sheet_xml(result_sheet(), styles)
    again = Styles(styles.to_bytes())
    assert sheet_xml(result_sheet(), again) == first
    assert not again.changed


def test_a_row_with_a_cell_too_few_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        sheet_xml(result_sheet([["甲"]], levels=()), Styles(None))


@pytest.mark.skipif(not os.environ.get("RISKLEDGER_CORPUS"), reason="RISKLEDGER_CORPUS is unset; the checker stands beside that folder")
def test_the_checker_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(os.environ["RISKLEDGER_CORPUS"]).parent / "tools"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    import ooxml_check  # type: ignore[import-not-found]  # found only beside the corpus

    awkward = [("= & < > \x01 _x0041_ ", *ROWS[0][1:]), *ROWS]
    before, after = workbook_with(result_sheet(awkward, totals=["合计"] + [None] * 8, levels=("medium", "high", "low")))
    (tmp_path / "before.xlsx").write_bytes(before)
    (tmp_path / "after.xlsx").write_bytes(after)
    found = ooxml_check.check(str(tmp_path / "before.xlsx"), str(tmp_path / "after.xlsx"), own=("客户评估",))
    assert found.violations == []
