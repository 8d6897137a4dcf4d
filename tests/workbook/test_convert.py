"""Foreign files become workbooks, every cell at the address it had: text exports, .xls, .xlsb and OpenDocument sheets."""

from __future__ import annotations

import csv
import datetime as dt
import os
import struct
import zipfile
from pathlib import Path

import foreign_files as ff
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskledger.errors import CannotRun
from riskledger.workbook import foreign_sheets
from riskledger.workbook.book import open_book
from riskledger.workbook.convert import Converted, convert, is_foreign
from riskledger.workbook.csv_text import csv_form, csv_rows

CORPUS = os.environ.get("RISKLEDGER_CORPUS")
Cells = dict[str, object]


def converted(path: Path) -> tuple[Converted, dict[str, Cells]]:
    """What became of a file, and its cells by sheet and address as another library reads them."""
    target = path.with_name("converted.xlsx")
    outcome = convert(path, target)
    assert [left.name for left in path.parent.glob(".*.part")] == []
    book = openpyxl.load_workbook(target)
    found: dict[str, Cells] = {}
    for sheet in book.worksheets:
        found[sheet.title] = {c.coordinate: c.value for cells in sheet.iter_rows() for c in cells if c.value is not None}
        assert not [c.coordinate for cells in sheet.iter_rows() for c in cells if c.data_type == "f"], "a text became a formula"
    with open_book(target) as ours:  # our own reader sees the same places
        for entry in ours.sheets:
            read = ours.read(entry.name)
            places = {
                f"{openpyxl.utils.get_column_letter(c)}{r}"
                for c, vs in read.columns.items()
                for r, v in zip(read.rows, vs, strict=True)
                if v is not None
            }
            assert places == set(found[entry.name])
    return outcome, found


def csv_cells(tmp_path: Path, content: str | bytes, encoding: str = "utf-8", name: str = "账.csv") -> tuple[Converted, Cells]:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    outcome, sheets = converted(path)
    (cells,) = sheets.values()
    return outcome, cells


def refused(path: Path) -> CannotRun:
    target = path.with_name("never.xlsx")
    with pytest.raises(CannotRun) as caught:
        convert(path, target)
    assert not target.exists()
    assert not list(path.parent.glob(".*.part"))
    return caught.value


def refused_csv(tmp_path: Path, content: str | bytes) -> tuple[str, dict[str, object]]:
    path = tmp_path / "a.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    fault = refused(path)
    return fault.code, fault.params


# -- text: encodings


@pytest.mark.parametrize(
    ("written", "found"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("gb18030", "gb18030"), ("gbk", "gb18030")]
)
def test_chinese_text_is_read_in_each_encoding(tmp_path: Path, written: str, found: str) -> None:
    outcome, cells = csv_cells(tmp_path, "客户名称,金额\n浙江甲有限公司,12.5\n", written)
    assert (outcome.encoding, outcome.notes) == (found, ())
    assert cells == {"A1": "客户名称", "B1": "金额", "A2": "浙江甲有限公司", "B2": 12.5}


@pytest.mark.parametrize("text", ["Société,Délai\nÉtablissement,é 5\n", "Gérard,Rémy\nLéon,Zoëlle Müller\n"])
def test_accented_letters_are_not_taken_for_chinese(tmp_path: Path, text: str) -> None:
    outcome, cells = csv_cells(tmp_path, text, "cp1252")  # é before a letter is also a Chinese character, é before a comma is not
    assert (outcome.encoding, outcome.notes) == ("cp1252", ("encoding_guessed",))
    assert cells["A1"] == text.partition(",")[0]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_character_cut_in_two_costs_only_itself(tmp_path: Path, encoding: str) -> None:
    whole = ("客户名称,金额\n" + "浙江甲有限公司,5\n" * 30).encode(encoding)
    outcome, cells = csv_cells(tmp_path, whole + "杭州".encode(encoding)[:-1] + b",7\n")
    assert (outcome.encoding, outcome.notes) == (encoding, ("characters_lost",))
    assert (cells["A2"], cells["A32"], cells["B32"]) == ("浙江甲有限公司", "杭\ufffd", 7)


# -- text: separators, quotes, rows


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_each_separator_is_found(tmp_path: Path, mark: str) -> None:
    outcome, cells = csv_cells(tmp_path, f"a{mark}b{mark}c\n1{mark}x{mark}3\n")
    assert outcome.delimiter == mark
    assert cells == {"A1": "a", "B1": "b", "C1": "c", "A2": 1, "B2": "x", "C2": 3}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Kunde;A;B\n甲;1,5;2,5\n乙;3,5;4,5\n", ";"),  # decimal commas, as many as separators
        ("a;b;c\n" + "1,5;2,5;3,5\n" * 9, ";"),  # and more of them
        ("应收账款台账\n\n客户\t金额\n甲\t1,234,567.50\n乙\t1,000\n", "\t"),  # a title, and thousands marks
        ('name,remark\nA,"x;y;z"\nB,"p;q;r"\nC,"s;t;u"\n', ","),  # separators in quotes have no vote
        ('name,remark\n"A\nB;C\nD;E\nF;G",1\n', ","),
        ("客户\n甲\n乙\n", ""),
    ],
)
def test_the_separator_is_voted_on_by_whole_records(tmp_path: Path, text: str, mark: str) -> None:
    assert csv_cells(tmp_path, text)[0].delimiter == mark


def test_quotes_line_breaks_blank_and_ragged_rows_keep_their_places(tmp_path: Path) -> None:
    _, cells = csv_cells(tmp_path, 'a,b\r\n"x\r\ny ""z""",1\r\n\r\n,,only third\r\n"p, q"\r\n')
    assert cells == {"A1": "a", "B1": "b", "A2": 'x\ny "z"', "B2": 1, "C4": "only third", "A5": "p, q"}


def test_blank_lines_on_top_count_as_rows(tmp_path: Path) -> None:
    assert csv_cells(tmp_path, "\n\na,b\n1,2\n")[1] == {"A3": "a", "B3": "b", "A4": 1, "B4": 2}


def test_a_line_that_names_the_separator_is_no_row(tmp_path: Path) -> None:
    outcome, cells = csv_cells(tmp_path, "sep=;\nA,B;C\n1,2;3\n", "utf-8-sig")
    assert (outcome.delimiter, outcome.notes) == (";", ("separator_line",))
    assert cells == {"A1": "A,B", "B1": "C", "A2": "1,2", "B2": 3}


def test_quotes_after_blanks_are_quotes(tmp_path: Path) -> None:
    assert csv_cells(tmp_path, 'name, amount\n"A, Ltd", "5"\n')[1] == {"A1": "name", "B1": "amount", "A2": "A, Ltd", "B2": 5}


def test_text_after_a_closing_quote_is_kept_and_told(tmp_path: Path) -> None:
    outcome, cells = csv_cells(tmp_path, 'a,b\n"Pipe 5" thick,2\n3,4\n')
    assert outcome.notes == ("loose_quotes",)
    assert cells == {"A1": "a", "B1": "b", "A2": "Pipe 5 thick", "B2": 2, "A3": 3, "B3": 4}


def test_an_open_quote_is_refused_with_its_row(tmp_path: Path) -> None:
    assert refused_csv(tmp_path, 'a,b\n"x,2\n3,4\n') == ("csv_unclosed_quote", {"file": "a.csv", "row": 2})
    assert refused_csv(tmp_path, 'a,b\n1,2\nx,"' + "y\n" * 100_000)[1]["row"] == 3  # beyond what a field may hold


def test_nul_is_refused_with_its_line(tmp_path: Path) -> None:
    assert refused_csv(tmp_path, b"a,b\nx\0,2\n") == ("csv_nul", {"file": "a.csv", "line": 2})


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufffd\ufeff")), min_size=2, max_size=4),
        min_size=1,
    )
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])  # the folder is only written over
def test_quoted_text_comes_back_as_it_was(tmp_path: Path, rows: list[list[str]]) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        with (tmp_path / "a.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
        form = csv_form(tmp_path / "a.csv")
        assert (form.delimiter, form.notes) == (",", ())
        assert list(csv_rows(tmp_path / "a.csv", form)) == rows


# -- text: values


@pytest.mark.parametrize("text", ["0", "7", "-12.50", "0.05", "123456789012345", "1234567890123.45"])
def test_plain_numbers_become_numbers(tmp_path: Path, text: str) -> None:
    assert csv_cells(tmp_path, f"n,x\n{text},x\n")[1]["A2"] == float(text)


@pytest.mark.parametrize(
    "text",
    [
        "0100000222",
        "007",
        "-01",
        "12345678901234567890",
        "1234567890123456",
        "=cmd()",
        "=1+1",
        "+5",
        "@SUM(A1)",
        "1e5",
        "5.",
        ".5",
        "5%",
        "2023-05-05",
        "1.2万",
        "(5000)",
        "¥10",
        "五",
        "１２",
        " 12",
        "nan",
        "1_000",
        "TRUE",
        "_x0041_",
        "a\x0bb",
        "<&>",
        "#N/A",
        "-",
    ],
)
def test_everything_else_stays_the_text_it_was(tmp_path: Path, text: str) -> None:
    csv_cells(tmp_path, f"n,x\n{text},x\n")
    with open_book(tmp_path / "converted.xlsx") as book:
        value = book.read("账").columns[1][1]
    assert (type(value), value) == (str, text)


def test_grouped_numbers_stay_text(tmp_path: Path) -> None:
    assert csv_cells(tmp_path, 'n,x\n"1,234.50",x\n')[1]["A2"] == "1,234.50"


def test_the_excel_way_of_keeping_zeros_is_understood(tmp_path: Path) -> None:
    outcome, cells = csv_cells(tmp_path, 'id,x\n="0100000222",1\n"=""007""",2\n')
    assert (cells["A2"], cells["A3"]) == ("0100000222", "007")
    assert outcome.notes == ("text_formulas",)


def test_limits_of_a_sheet(tmp_path: Path) -> None:
    assert refused_csv(tmp_path, "a,b\n" + "1," * 16_384 + "x\n")[0] == "too_many_columns"
    assert csv_cells(tmp_path, "a,b\n" + "1" + "," * 16_400 + "\n")[1] == {"A1": "a", "B1": "b", "A2": 1}
    assert refused_csv(tmp_path, "a,b\nx," + "长" * 32_768) == (
        "cell_too_long",
        {"file": "a.csv", "cell": "a!B2", "limit": 32_767},
    )
    assert len(str(csv_cells(tmp_path, "a,b\nx," + "长" * 32_767)[1]["B2"])) == 32_767


def test_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riskledger.workbook.new_book.LAST_ROW", 3)
    assert refused_csv(tmp_path, "a\n1\n2\n3\n") == ("too_many_rows", {"file": "a.csv", "sheet": "a", "limit": 3})


def test_the_tab_takes_the_name_of_the_file_as_far_as_excel_allows(tmp_path: Path) -> None:
    assert csv_cells(tmp_path, "a,b\n", name="[2026]应收:明细'.csv")[0].sheets == ("_2026_应收_明细",)
    assert csv_cells(tmp_path, "a,b\n", name="x" * 40 + ".csv")[0].sheets == ("x" * 31,)


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("客户,金额\n甲,5\n" * 2000, encoding="utf-8")
    convert(path, tmp_path / "one.xlsx")
    os.utime(path, (1, 1))
    convert(path, tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


# -- OpenDocument


def test_opendocument_values_keep_type_and_place(tmp_path: Path) -> None:
    rows = (
        ff.row(ff.blank(3), repeated=2),
        ff.row(
            ff.blank(),
            ff.cell("string", text="甲"),
            ff.cell("float", 'value="1.5"'),
            ff.cell("date", 'date-value="2023-05-05"'),
            ff.cell("date", 'date-value="2023-05-05T10:30:00"'),
            ff.cell("time", 'time-value="PT36H30M00S"'),
            ff.cell("boolean", 'boolean-value="true"'),
            ff.cell("string", text="PT5M"),
            ff.cell("string", text="=1+1"),
        ),
        ff.row(ff.blank(16_384), repeated=1_048_573),
    )
    outcome, sheets = converted(
        ff.ods(tmp_path / "a.ods", ff.table("账", *rows) + ff.table("隐", ff.row(ff.cell("string", text="x")), hidden=True))
    )
    assert outcome == Converted("ods", ("账", "隐"), None, None, ("values_only",))
    assert {k: v for k, v in sheets["账"].items() if k != "H3"} == {
        "B3": "甲",
        "C3": 1.5,
        "D3": dt.datetime(2023, 5, 5),
        "E3": dt.datetime(2023, 5, 5, 10, 30),
        "F3": dt.timedelta(days=1, hours=12, minutes=30),
        "G3": True,
        "I3": "=1+1",
    }
    book = openpyxl.load_workbook(tmp_path / "converted.xlsx")
    assert [sheet.sheet_state for sheet in book] == ["visible", "hidden"]
    assert book["账"]["D3"].number_format == r"yyyy\-mm\-dd"


def test_opendocument_errors_merged_areas_and_repeats(tmp_path: Path) -> None:
    table = ff.table(
        "a",
        ff.row(ff.cell("string", 'string-value=""', "#DIV/0!", 'calcext:value-type="error" table:formula="of:=1/0"'), ff.blank(2)),
        ff.row(
            ff.blank(),
            ff.cell("float", 'value="0"', "#N/A", 'table:formula="of:=#N/A"'),
            ff.cell("string", text="#N/A", more='table:formula="of:=[.D1]"'),
        ),
        ff.row(
            ff.cell("string", text="m", more='table:number-columns-spanned="2" table:number-rows-spanned="1"'),
            "<table:covered-table-cell/>",
        ),
        ff.row(ff.cell("float", 'value="3"', more='table:number-columns-repeated="2"'), repeated=2),
        ff.row(ff.blank(4), ff.cell("string", 'string-value=""', "Err:502", 'calcext:value-type="error"')),
    )
    _, sheets = converted(ff.ods(tmp_path / "a.ods", table))
    assert sheets["a"] == {"A1": "#DIV/0!", "B2": "#N/A", "C2": "#N/A", "A3": "m", "A4": 3, "B4": 3, "A5": 3, "B5": 3, "E6": "#VALUE!"}
    cells = openpyxl.load_workbook(tmp_path / "converted.xlsx")["a"]
    assert [cells[at].data_type for at in ("A1", "B2", "C2", "E6")] == ["e", "e", "s", "e"]
    assert [str(area) for area in cells.merged_cells.ranges] == ["A3:B3"]


def test_tab_names_that_excel_does_not_take(tmp_path: Path) -> None:
    tables = "".join(ff.table(name, ff.row(ff.cell("string", text=name[0]))) for name in ("x" * 32, "x" * 33, "a/b", "History"))
    outcome, _ = converted(ff.ods(tmp_path / "a.ods", tables))
    assert outcome.sheets == ("x" * 31, "x" * 27 + " (2)", "a_b", "History (2)")
    assert "sheets_renamed" in outcome.notes


def test_an_entity_bomb_is_refused_unread(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY {n} "{("&" + m + ";") * 10}">' for m, n in zip("abcdefgh", "bcdefghi", strict=True))
    doctype = f'<!DOCTYPE d [<!ENTITY a "ha">{laughs}]>'
    path = ff.ods(tmp_path / "a.ods", ff.table("a", ff.row(ff.cell("string", text="&i;"))), doctype=doctype)
    assert (refused(path).code, is_foreign(path)) == ("xml_bomb", True)


def test_a_few_bytes_that_mean_billions_of_cells_are_refused(tmp_path: Path) -> None:
    spread = ff.row(ff.cell("float", 'value="1"', more='table:number-columns-repeated="16384"'), repeated=1_048_576)
    assert refused(ff.ods(tmp_path / "a.ods", ff.table("a", spread))).code == "too_spread"


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ff.ods(tmp_path / "a.ods", ff.table("a"))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("styles.xml", bytes(40 << 20))
    assert not is_foreign(path)  # its container is refused by name when it is opened
    monkeypatch.setattr(foreign_sheets, "MOST_INFLATED", 100)
    assert refused(ff.ods(tmp_path / "b.ods", ff.table("a"))).code == "zip_bomb"


def test_encrypted_and_broken_documents(tmp_path: Path) -> None:
    assert refused(ff.ods(tmp_path / "a.ods", ff.table("a"), manifest="<manifest:encryption-data/>")).code == "encrypted"
    assert refused(ff.ods(tmp_path / "b.ods", "<table:table>")).code == "damaged"


# -- .xlsb


def test_binary_workbook_values_errors_and_places(tmp_path: Path) -> None:
    first = (
        ff.xlsb_row(3, (ff.TEXT, 2, "甲"), (ff.NUMBER, 3, 1.5))
        + ff.xlsb_date(4, 45051)
        + ff.xlsb_row(5, (ff.TRUTH, 2, 1), (ff.ERROR, 3, 0x2A), (ff.FORMULA_ERROR, 4, 0x07))
        + ff.xlsb_row(9, (ff.TEXT, 1, "长" * 5000), (ff.EMPTY, 16_384, None))
        + ff.xlsb_end((3, 4, 2, 2), (4, 5, 1, 3), (7, 6, 1, 1))  # the second overlaps the first, the third is upside down
    )
    hidden = ff.xlsb_row(1, (ff.ERROR, 1, 0x17)) + ff.xlsb_end()
    outcome, sheets = converted(ff.xlsb(tmp_path / "a.xlsb", [("账", 0, first), ("隐", 1, hidden)]))
    assert outcome == Converted("xlsb", ("账", "隐"), None, None, ("values_only",))
    date = dt.datetime(2023, 5, 5)
    assert sheets["账"] == {"B3": "甲", "C3": 1.5, "D3": date, "B5": True, "C5": "#N/A", "D5": "#DIV/0!", "A9": "长" * 5000}
    assert sheets["隐"] == {"A1": "#REF!"}
    book = openpyxl.load_workbook(tmp_path / "converted.xlsx")
    assert [str(area) for area in book["账"].merged_cells.ranges] == ["B3:B4"]
    assert book["隐"].sheet_state == "hidden"


def test_a_long_binary_sheet_is_followed_to_its_end(tmp_path: Path) -> None:
    rows = b"".join(ff.xlsb_row(n, (ff.TEXT, 1, f"客户{n}"), (ff.ERROR, 2, 0x2A)) for n in range(1, 12_001))  # more than is read at a time
    _, sheets = converted(ff.xlsb(tmp_path / "a.xlsb", [("a", 0, rows + ff.xlsb_end())]))
    assert sheets["a"] == {f"A{n}": f"客户{n}" for n in range(1, 12_001)} | {f"B{n}": "#N/A" for n in range(1, 12_001)}


def test_far_apart_cells_of_a_binary_workbook_are_refused(tmp_path: Path) -> None:
    far = ff.xlsb_row(1, (ff.NUMBER, 1, 1.0)) + ff.xlsb_row(1_048_576, (ff.NUMBER, 16_384, 1.0)) + ff.xlsb_end()
    fault = refused(ff.xlsb(tmp_path / "a.xlsb", [("a", 0, far)]))
    assert (fault.code, fault.params["sheet"]) == ("too_spread", "a")


def test_a_binary_sheet_that_breaks_off_is_damaged(tmp_path: Path) -> None:
    assert refused(ff.xlsb(tmp_path / "a.xlsb", [("a", 0, b"\x05\x7f\x01")])).code == "damaged"


# -- .xls


def test_xls_values_errors_and_places(tmp_path: Path) -> None:
    xlwt = pytest.importorskip("xlwt", reason="xlwt, which makes .xls files for this test, is not installed")
    book = xlwt.Workbook()
    sheet = book.add_sheet("账")
    date, time, span = (xlwt.easyxf(num_format_str=code) for code in ("yyyy-mm-dd", "hh:mm", "[h]:mm"))
    for column, value, look in [
        (1, "甲", None),
        (2, 1.5, None),
        (3, dt.date(2023, 5, 5), date),
        (4, dt.datetime(2023, 5, 5, 10, 30), date),
    ]:
        sheet.write(2, column, value, look or xlwt.Style.default_style)
    sheet.write(2, 5, 0.25, time)
    sheet.write(2, 6, 1.5, span)
    sheet.write(2, 7, True)
    sheet.row(2).set_cell_error(8, 0x2A)
    sheet.write_merge(3, 4, 1, 2, "=1+1")
    sheet.write(6, 0, "0100000222")
    book.add_sheet("隐").visibility = 1
    book.save(str(tmp_path / "a.xls"))
    outcome, sheets = converted(tmp_path / "a.xls")
    assert outcome == Converted("xls", ("账", "隐"), None, None, ("values_only",))
    day = dt.datetime(2023, 5, 5)
    assert sheets["账"] == {
        "B3": "甲",
        "C3": 1.5,
        "D3": day,
        "E3": day.replace(hour=10, minute=30),
        "F3": dt.time(6),
        "G3": dt.timedelta(1.5),
    } | {
        "H3": True,
        "I3": "#N/A",
        "B4": "=1+1",
        "A7": "0100000222",
    }
    made = openpyxl.load_workbook(tmp_path / "converted.xlsx")
    assert made["账"]["I3"].data_type == "e"
    assert [str(area) for area in made["账"].merged_cells.ranges] == ["B4:C5"]
    assert made["隐"].sheet_state == "hidden"


def test_a_formula_of_xls_that_came_to_an_error(tmp_path: Path) -> None:
    xlwt = pytest.importorskip("xlwt", reason="xlwt, which makes .xls files for this test, is not installed")
    book = xlwt.Workbook()
    book.add_sheet("a").write(2, 3, xlwt.Formula("1/0"))
    book.save(str(tmp_path / "a.xls"))
    stored = bytearray((tmp_path / "a.xls").read_bytes())
    at = stored.index(struct.pack("<H", 6), stored.index(struct.pack("<HH", 2, 3)) - 4) + 4  # the formula record, behind id and length
    stored[at + 6 : at + 14] = b"\x02\0\x07\0\0\0\xff\xff"  # its value as Excel would keep it; the library keeps none
    (tmp_path / "a.xls").write_bytes(stored)
    assert converted(tmp_path / "a.xls")[1]["a"] == {"D3": "#DIV/0!"}


def test_xls_dates_counted_from_1904(tmp_path: Path) -> None:
    xlwt = pytest.importorskip("xlwt", reason="xlwt, which makes .xls files for this test, is not installed")
    book = xlwt.Workbook()
    book.dates_1904 = True
    book.add_sheet("a").write(0, 0, 45051 - 1462, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    book.save(str(tmp_path / "a.xls"))
    assert converted(tmp_path / "a.xls")[1]["a"] == {"A1": dt.datetime(2023, 5, 5)}


def test_an_xls_file_cut_short_is_damaged(tmp_path: Path) -> None:
    xlwt = pytest.importorskip("xlwt", reason="xlwt, which makes .xls files for this test, is not installed")
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for row in range(500):
        sheet.write(row, 0, f"客户{row}")
    book.save(str(tmp_path / "a.xls"))
    whole = (tmp_path / "a.xls").read_bytes()
    for length in (600, 3000, len(whole) // 2, len(whole) - 700):
        (tmp_path / "b.xls").write_bytes(whole[:length])
        assert refused(tmp_path / "b.xls").code == "damaged"


# -- what is whose


@pytest.mark.parametrize(
    ("name", "content", "ours"),
    [
        ("a.csv", b"a,b\n", True),
        ("a.TSV", b"a\tb\n", True),
        ("a.txt", "甲;乙\n".encode("gb18030"), True),
        ("export.xls", b"a\tb\n1\t2\n", True),  # text under a workbook's name
        ("export.xlsx", b"\xff\xfea\0,\0b\0", True),
        ("a.toml", b"a = 1\n", False),
        ("a.md", b"# a\n", False),
        ("a.csv", b"", False),
        ("a.xls", b"\x09\x08\x00\x01 old", False),
        ("a.csv", b"%PDF-1.7", False),
        ("~$a.csv", b"a,b\n", False),
        ("a.csv", b"PK\3\4 no zip", False),
    ],
)
def test_kinds_are_told_by_content(tmp_path: Path, name: str, content: bytes, ours: bool) -> None:
    (tmp_path / name).write_bytes(content)
    assert is_foreign(tmp_path / name) is ours


def test_a_misnamed_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    assert not is_foreign(tmp_path / "a.xlsx")
    (tmp_path / "a.csv").write_bytes((tmp_path / "a.xlsx").read_bytes())
    assert not is_foreign(tmp_path / "a.csv")
    assert refused(tmp_path / "a.csv").code == "not_foreign"
    assert is_foreign(ff.ods(tmp_path / "b.xlsx", ff.table("a")))
    assert not is_foreign(tmp_path)
    assert not is_foreign(tmp_path / "none.csv")


def test_a_web_page_under_a_workbooks_name_is_called_one(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text("<html><table><tr><td>客户</td></tr></table></html>", encoding="utf-8")
    assert is_foreign(tmp_path / "a.xls")
    assert refused(tmp_path / "a.xls").code == "web_page"


def test_a_target_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n")
    with pytest.raises(CannotRun) as caught:
        convert(tmp_path / "a.csv", tmp_path / "no" / "such.xlsx")
    assert caught.value.code == "write_failed"


@pytest.mark.skipif(not CORPUS, reason="RISKLEDGER_CORPUS names no folder of real workbooks")
def test_real_files(tmp_path: Path) -> None:
    bad = Path(str(CORPUS)) / "bad"
    for name, kind in (("legacy.xls", "xls"), ("not_xlsx.ods", "ods")):
        (tmp_path / name).write_bytes((bad / name).read_bytes())
        outcome, sheets = converted(tmp_path / name)
        assert (outcome.kind, outcome.sheets) == (kind, ("First Sheet", "Sheet Number 2", "Sheet3"))
        assert sheets["First Sheet"] == {"A1": "Test spreadsheet", "A2": "2nd row", "B2": "2nd row 2nd column", "A4": "This one is red"}
        assert {cell: v for cell, v in sheets["Sheet Number 2"].items() if cell.endswith("7")} == {"A7": 1, "B7": 10, "C7": 2, "D7": 13}
    assert {p.name for p in bad.iterdir() if is_foreign(p) and p.suffix != ".tsv"} == {"legacy.xls", "not_xlsx.ods"}
