"""The blank workbook of `init`: what an analyst finds in it, and that it can be made again byte for byte."""

from __future__ import annotations

import datetime as dt
import io
import os
import stat
import sys
import zipfile
from pathlib import Path
from typing import get_args

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from riskledger.errors import CannotRun
from riskledger.ledger import values
from riskledger.ledger.columns import BY_KEY, TEMPLATE
from riskledger.ledger.recognise import recognise
from riskledger.ledger.terms import parse_terms_cell
from riskledger.workbook.book import open_book
from riskledger.workbook.template import template_bytes, write_template
from riskledger.workbook.template_guide import FORMS, HEADER_COLOURS, SHEET_NAMES, Language, filled_by, guide
from riskledger.workbook.template_lists import CONTACT_LOG, CUSTOMERS, FOLLOW_UP
from riskledger.workbook.template_words import WORDS

LANGUAGES: tuple[Language, ...] = get_args(Language)
SHIPPED = Path(__file__).parents[2] / "templates" / "risk_customer_template.xlsx"

each_language = pytest.mark.parametrize("language", LANGUAGES)


def opened(language: Language, example: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(template_bytes(language, example)))


def ledger(language: Language, example: bool = False) -> Worksheet:
    sheet = opened(language, example)[SHEET_NAMES[language]["ledger"]]
    assert isinstance(sheet, Worksheet)
    return sheet


def members(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def place(key: str) -> int:
    return [column.key for column in TEMPLATE].index(key) + 1


def test_the_shipped_template_is_what_init_writes() -> None:
    # Part by part, since the compression of the same content differs between builds of zlib.
    assert members(SHIPPED.read_bytes()) == members(template_bytes("zh", example=False))


@each_language
@pytest.mark.parametrize("example", [False, True])
def test_made_twice_it_is_the_same_bytes(language: Language, example: bool) -> None:
    once = template_bytes(language, example)
    assert once == template_bytes(language, example)
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert archive.read("docProps/core.xml").count(b"2026-01-01T00:00:00Z") == 2


@each_language
def test_the_seven_parts_have_their_sheets(language: Language) -> None:
    assert opened(language).sheetnames == list(SHEET_NAMES[language].values())


@each_language
def test_the_ledger_has_every_template_column_in_order_with_a_note(language: Language) -> None:
    sheet = ledger(language)
    assert [cell.value for cell in sheet[1]] == [column.header(language) for column in TEMPLATE]
    for cell, column in zip(sheet[1], TEMPLATE, strict=True):
        assert cell.comment is not None
        assert (column.meaning_zh if language == "zh" else column.meaning_en) in cell.comment.text
        assert cell.fill.fgColor.rgb == "00" + HEADER_COLOURS[filled_by(column)][0]
    colours = {sheet.cell(1, place(key)).fill.fgColor.rgb for key in ("amount", "document", "tier", "override_tier")}
    assert len(colours) == 4


@each_language
@pytest.mark.parametrize(("example", "last"), [(False, 2), (True, 5)])
def test_the_ledger_table_ends_with_its_rows_so_that_typing_below_extends_it(language: Language, example: bool, last: int) -> None:
    sheet = ledger(language, example)
    table = sheet.tables["RiskLedger"]
    assert table.ref == f"A1:{sheet.cell(1, len(TEMPLATE)).column_letter}{last}"
    assert [column.name for column in table.tableColumns] == [column.header(language) for column in TEMPLATE]
    assert table.autoFilter.ref == table.ref
    assert sheet.max_row == (1 if last == 2 else last)  # nothing below: blank rows hold no cells
    assert sheet.freeze_panes == "C2"
    assert sheet.print_title_rows == "$1:$1"


@each_language
def test_formats_wait_in_every_row_to_come(language: Language) -> None:
    sheet = ledger(language)
    formats = {column.key: sheet.column_dimensions[sheet.cell(1, i).column_letter].number_format for i, column in enumerate(TEMPLATE, 1)}
    assert {formats[key] for key in ("invoice_date", "due_date", "payment_date", "next_review", "override_until")} == {"yyyy-mm-dd"}
    assert {formats[key] for key in ("amount", "paid_amount", "disputed")} == {"#,##0.00"}
    assert {formats[key] for key in ("days_overdue", "complaints")} == {"0"}
    assert formats["customer_id"] == "General"


@each_language
def test_entries_are_checked_where_a_slip_is_likely_and_words_stay_possible(language: Language) -> None:
    sheet = ledger(language)
    rules = {str(rule.sqref).split("2:")[0]: rule for rule in sheet.data_validations.dataValidation}
    by_key = {column.key: rules.get(sheet.cell(1, i).column_letter) for i, column in enumerate(TEMPLATE, 1)}
    kinds = {key: rule.type for key, rule in by_key.items() if rule}
    assert {key for key, kind in kinds.items() if kind == "date"} == {c.key for c in TEMPLATE if c.type == "date"}
    assert {key for key, kind in kinds.items() if kind == "decimal"} == {c.key for c in TEMPLATE if c.type == "money"}
    assert {key for key, kind in kinds.items() if kind == "list"} == {"tier", "override_tier", "payment_method", "currency"}
    assert by_key["payment_date"].errorStyle == "warning"
    assert by_key["override_tier"].errorStyle == "stop"
    assert by_key["override_tier"].formula1 == {"zh": '"低风险,中风险,高风险"', "en": '"Low,Medium,High"'}[language]
    for rule in rules.values():
        assert rule.allowBlank
        assert str(rule.sqref).endswith("1048576")
        assert len(rule.error) <= 225
        assert len(rule.prompt) <= 255
        assert len(rule.errorTitle) <= 32
        assert len(rule.formula1 or "") <= 257  # Excel's limit on a typed list, with its quotes


@each_language
def test_tiers_and_overdue_days_are_coloured(language: Language) -> None:
    sheet = ledger(language)
    formulas = {str(area.sqref): [rule.formula[0] for rule in area.rules] for area in sheet.conditional_formatting}
    tier, override, days = (sheet.cell(1, place(key)).column_letter for key in ("tier", "override_tier", "days_overdue"))
    assert set(formulas) == {f"{x}2:{x}1048576" for x in (tier, override, days)}
    names = {"zh": ["低风险", "中风险", "高风险"], "en": ["Low", "Medium", "High"]}[language]
    assert formulas[f"{tier}2:{tier}1048576"] == [f'${tier}2="{name}"' for name in names]
    assert [formula.rsplit(">", 1)[1] for formula in formulas[f"{days}2:{days}1048576"]] == ["90", "30", "0"]  # the first that holds wins


def test_the_example_is_the_sample_table_with_the_terms_it_implies() -> None:
    rows = {row[place("customer") - 1]: row for row in ledger("zh", example=True).iter_rows(min_row=2, values_only=True)}
    keys = ("terms", "amount", "payment_method", "payment_date", "days_overdue", "complaints", "tier", "action")
    seen = {name: tuple(row[place(key) - 1] for key in keys) for name, row in rows.items()}
    assert seen == {
        "A公司": (5, "10,000元", "银行转账", dt.datetime(2023, 1, 3), "0天", "0次", "低风险", "无需特别措施"),
        "B公司": (0, "5,000元", "现金", dt.datetime(2023, 2, 20), "5天", "1次", "中风险", "加强账款催收力度"),
        "C公司": (3, "20,000元", "信用卡", dt.datetime(2023, 3, 15), "2天", "2次", "中风险", "增加信用额度审核流程"),
        "D公司": (0, "8,000元", "支票", "未支付", "30天", "3次", "高风险", "暂停新订单接收"),
    }


@each_language
def test_the_examples_declared_days_are_those_its_terms_give(language: Language) -> None:
    as_of = dt.date(2023, 5, 5).toordinal()
    for row in ledger(language, example=True).iter_rows(min_row=2, values_only=True):
        cells = {column.key: float(v) if isinstance(v, int) else v for column, v in zip(TEMPLATE, row, strict=True)}
        invoiced, paid = values.parse_date(cells["invoice_date"]), values.parse_date(cells["payment_date"])
        terms, declared = parse_terms_cell(cells["terms"]), values.parse_days(cells["days_overdue"])
        assert isinstance(invoiced, int)
        assert isinstance(terms, int)
        assert max(0, (paid or as_of) - invoiced - terms) == declared  # type: ignore[operator]  # a Problem fails the test


@each_language
@pytest.mark.parametrize("example", [False, True])
def test_the_program_knows_its_own_ledger_among_the_sheets(language: Language, example: bool, tmp_path: Path) -> None:
    write_template(tmp_path / "book.xlsx", language, example)
    with open_book(tmp_path / "book.xlsx") as book:
        layout = recognise([book.peek(sheet.name) for sheet in book.sheets])
    assert layout.sheet == SHEET_NAMES[language]["ledger"]
    assert [header.field for header in layout.headers] == [column.key for column in TEMPLATE]
    assert {header.how for header in layout.headers} == {"exact"}
    assert layout.language == language


@each_language
@pytest.mark.parametrize(
    ("kind", "parse"),
    [("money", values.parse_money), ("date", values.parse_date), ("terms", parse_terms_cell), ("days", values.parse_days),
     ("count", values.parse_count)],
)  # fmt: skip
def test_every_form_the_guide_promises_is_read(language: Language, kind: str, parse) -> None:  # type: ignore[no-untyped-def]  # parsers differ
    for form in FORMS[language][kind]:
        assert isinstance(parse(form), int), form


@each_language
def test_the_guide_has_a_line_for_every_column_and_fits_its_cells(language: Language) -> None:
    sheet = opened(language)[SHEET_NAMES[language]["guide"]]
    shown = {(row[1], row[4]) for row in sheet.iter_rows(values_only=True)}
    for column in TEMPLATE:
        assert (column.header(language), column.meaning_zh if language == "zh" else column.meaning_en) in shown
    assert not sheet.sheet_view.showGridLines
    for section in guide(language).sections:
        assert all(len(row) == len(section.spans) for row in section.rows)
        assert len(section.swatches) in (0, len(section.rows))


def test_both_guides_say_the_same_things() -> None:
    shapes = [[(len(s.rows), len(s.header), s.spans, bool(s.note), s.command) for s in guide(x).sections] for x in LANGUAGES]
    assert shapes[0] == shapes[1]
    assert {x: set(FORMS[x]) for x in LANGUAGES}["zh"] == set(FORMS["en"])


@each_language
def test_customers_contacts_and_follow_up_have_tables_with_notes(language: Language) -> None:
    book = opened(language, example=True)
    beside = (("customers", "RiskCustomers", CUSTOMERS), ("contact_log", "ContactLog", CONTACT_LOG), ("follow_up", "FollowUp", FOLLOW_UP))
    for key, table, columns in beside:
        sheet = book[SHEET_NAMES[language][key]]
        assert [cell.value for cell in sheet[1]] == [column.header(language) for column in columns]
        assert [cell.comment.text for cell in sheet[1]] == [column.note(language) for column in columns]
        assert [c.name for c in sheet.tables[table].tableColumns] == [column.header(language) for column in columns]
    log = book[SHEET_NAMES[language]["contact_log"]]
    assert [row[0] for row in log.iter_rows(min_row=2, values_only=True)] == [
        dt.datetime(2023, 3, 1), dt.datetime(2023, 3, 20), dt.datetime(2023, 4, 15),
    ]  # fmt: skip


def test_the_blank_template_holds_no_line_of_the_example() -> None:
    assert b"xxxxxx" not in b"".join(members(template_bytes("en", example=False)).values())


def test_notes_say_what_is_required() -> None:
    for column in (BY_KEY["customer"], BY_KEY["amount"]):
        comment = ledger("zh").cell(1, place(column.key)).comment
        assert comment is not None
        assert WORDS["zh"].required in comment.text


# -- writing -----------------------------------------------------------------------------------------------------------


def test_it_replaces_a_file_as_a_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "风险客户管理表.xlsx"
    target.write_bytes(b"before")
    target.chmod(0o640)
    write_template(target, "zh", example=True)
    assert target.read_bytes() == template_bytes("zh", example=True)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_a_new_file_has_the_rights_any_new_file_has(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", "en", example=False)
    (tmp_path / "b").touch()
    assert stat.S_IMODE((tmp_path / "a.xlsx").stat().st_mode) == stat.S_IMODE((tmp_path / "b").stat().st_mode)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as refusal:
        write_template(tmp_path / "nowhere" / "a.xlsx", "en", example=False)
    assert (refusal.value.code, refusal.value.params) == ("no_such_folder", {"folder": str(tmp_path / "nowhere")})


@pytest.mark.parametrize(("number", "code"), [(28, "disk_full"), (13, "read_only"), (5, "write_failed")])
def test_a_failed_write_leaves_what_was_there(number: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(number, "failed")

    target = tmp_path / "a.xlsx"
    target.write_bytes(b"before")
    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(CannotRun) as refusal:
        write_template(target, "en", example=False)
    assert refusal.value.code == code
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


# -- the standard ------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not os.environ.get("RISKLEDGER_CORPUS"), reason="RISKLEDGER_CORPUS is unset; the checker stands beside that folder")
@each_language
@pytest.mark.parametrize("example", [False, True])
def test_the_checker_finds_no_fault_in_any_part(language: Language, example: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = Path(os.environ["RISKLEDGER_CORPUS"]).parent
    monkeypatch.syspath_prepend(str(beside / "tools"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    import ooxml_check  # type: ignore[import-not-found]  # found only beside the corpus

    (tmp_path / "a.xlsx").write_bytes(template_bytes(language, example))
    book, schemas = ooxml_check.Book(str(tmp_path / "a.xlsx")), ooxml_check.Schemas(beside / "ooxml_schemas")
    faults = {*ooxml_check.archive_faults(book), *ooxml_check.package_faults(book)}
    for name in book.names:
        if name.endswith((".xml", ".rels")):
            faults |= {f"{name}: {fault}" for fault in ooxml_check.part_faults(book, name)}
            faults |= {f"{name}: {fault}" for fault in schemas.errors(book.xml(name))}
    assert faults == set()
