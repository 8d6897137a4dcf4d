"""What an analyst does to the policy sheet: edits, other words, moved rows, slips; and when the sheet is in force."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from riskledger.assessment import assess, candidates
from riskledger.errors import CannotRun
from riskledger.ledger.sides import side_layouts
from riskledger.policy_sheet import SheetPolicy, policies_in_book, policy_in_book, policy_sheets, policy_workbook
from riskledger.rating.policy import Policy, standard
from riskledger.workbook.book import open_book
from riskledger.workbook.template import write_template
from riskledger.workbook.template_guide import SHEET_NAMES, Language

Edit = Callable[[Worksheet], None]


def row_of(sheet: Worksheet, label: str) -> int:
    """The row whose first cell holds a text, the first such."""
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == label)


def put(label: str, value: object, column: int = 2, below: int = 0) -> Edit:
    """Write a value beside a label, or so many rows below it."""

    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, label) + below, column).value = value  # type: ignore[assignment]  # any cell value

    return edit


def policy_after(tmp_path: Path, *edits: Edit, language: Language = "zh", policy: Policy | None = None) -> SheetPolicy:
    path = tmp_path / "policy.xlsx"
    policy_workbook(path, policy or standard(), language)
    book = openpyxl.load_workbook(path)
    for edit in edits:
        edit(book.worksheets[0])
    book.save(path)
    with open_book(path) as opened:
        (sheet,) = policies_in_book(opened)
        return sheet


def read(tmp_path: Path, *edits: Edit, language: Language = "zh", policy: Policy | None = None) -> Policy:
    sheet = policy_after(tmp_path, *edits, language=language, policy=policy)
    assert sheet.complaints == ()
    assert sheet.policy is not None
    return sheet.policy


# -- what is understood


@pytest.mark.parametrize(
    ("label", "written", "key", "value"),
    [
        ("中风险起点", "15", "cuts.medium_from", 15.0),
        ("正常可信度起点", "70%", "confidence.normal_from", 0.7),
        ("正常可信度起点", 0.7, "confidence.normal_from", 0.7),
        ("正常可信度起点", "0.7", "confidence.normal_from", 0.7),
        ("近期天数", "90 天", "prior.recent_days", 90),
        ("默认账期", 30, "default_term_days", 30),
        ("默认账期", "３０天", "default_term_days", 30),
        ("新客户等级", "高", "new_customer.tier", "high"),
        ("新客户等级", "High", "new_customer.tier", "high"),
        ("账龄起算日", "invoice_date", "ageing.basis", "invoice_date"),
        ("账龄分段", "30、60，90", "ageing.bounds", (30, 60, 90)),
        ("账龄分段", 45, "ageing.bounds", (45,)),
        ("账龄分段", None, "ageing.bounds", (30, 60, 90, 180, 365)),
        ("计提比例", "1%，2%, 3%；4% 5%、0.06", "allowance.rates", (0.01, 0.02, 0.03, 0.04, 0.05, 0.06)),
        ("低风险联系间隔", None, "contact_days.low", 180),
        ("利息规则", "欧盟", "interest.rule", "eu"),
    ],
)
def test_values_are_read_as_people_write_them(tmp_path: Path, label: str, written: object, key: str, value: object) -> None:
    found: Any = read(tmp_path, put(label, written))
    for step in key.split("."):
        found = getattr(found, step)
    assert found == value
    assert type(found) is type(value)


def test_a_line_in_words_is_a_trigger(tmp_path: Path) -> None:
    line = [put("触发条件", text, column, below=10) for column, text in enumerate(("争议占比", "至少", "20%", "高"), 1)]
    (trigger,) = read(tmp_path, *line).triggers[-1:]
    assert (trigger.fact, trigger.operator, trigger.threshold, trigger.tier) == ("disputed_share", ">=", 0.2, "high")


def test_chinese_words_are_read_on_an_english_sheet_and_names_of_the_policy_file_anywhere(tmp_path: Path) -> None:
    edits = [put("Triggers", text, column, below=3) for column, text in enumerate(("法律诉讼", "是", "√", "中风险"), 1)]
    edits += [put("Medium from", "cuts.medium_from", 1), put("cuts.medium_from", 14)]
    policy = read(tmp_path, *edits, language="en")
    assert (policy.triggers[0].fact, policy.triggers[0].operator, policy.triggers[0].threshold) == ("legal_action", "is", True)
    assert policy.cuts.medium_from == 14


def test_further_conditions_stand_below_and_rules_of_one_code_belong_together(tmp_path: Path) -> None:
    rule = [put("暂停规则", text, column, below=7) for column, text in enumerate(("limit_used", "逾期天数", ">", 30), 1)]
    exemption = [
        put("暂停豁免", text, column, below=3) for column, text in ((1, "days_overdue"), (2, "甲公司"), (6, "逾期天数"), (7, ">"), (8, 90))
    ]
    more = [put("暂停豁免", text, column, below=4) for column, text in ((6, "逾期金额"), (7, ">"), (8, "5万"))]
    holds = read(tmp_path, *rule, *exemption, *more).holds
    assert [(r.code, len(r.conditions)) for r in holds.rules][2] == ("limit_used", 2)
    (exempt,) = holds.exemptions
    assert exempt.customer == "甲公司"
    assert [(c.fact, c.value) for c in exempt.conditions] == [("days_overdue", 90.0), ("overdue_amount", 50_000.0)]


def test_a_text_in_one_language_stands_for_both(tmp_path: Path) -> None:
    policy = read(tmp_path, put("行动表", "停止发货", 5, below=3), put("行动表", None, 8, below=3))
    assert (policy.actions[0].action.zh, policy.actions[0].action.en) == ("停止发货", "停止发货")


def test_emptied_tables_are_empty_lists_and_a_removed_one_is_the_default(tmp_path: Path) -> None:
    def emptied(sheet: Worksheet) -> None:
        top = row_of(sheet, "预警规则") + 3
        for row in sheet.iter_rows(min_row=top, max_row=top + 14, max_col=4):
            for cell in row:
                cell.value = None

    def removed(sheet: Worksheet) -> None:
        sheet.delete_rows(row_of(sheet, "预警规则"), 18)

    assert read(tmp_path, emptied).alerts == ()
    assert read(tmp_path, removed).alerts == standard().alerts


def test_place_means_nothing(tmp_path: Path) -> None:
    """Blank rows, an added column in front and in the middle, a section moved to the end, one setting moved among others."""

    def shuffled(sheet: Worksheet) -> None:
        start = row_of(sheet, "触发条件")
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=start, max_row=start + 12)]
        sheet.delete_rows(start, 13)
        payment = row_of(sheet, "迟付占比分")
        moved = [cell.value for cell in sheet[payment]]
        sheet.delete_rows(payment)
        end = row_of(sheet, "近期天数")
        sheet.insert_rows(end, 2)
        for column, value in enumerate(moved, 1):
            sheet.cell(end, column).value = value
        last = sheet.max_row + 3
        for i, values in enumerate(rows):
            for column, value in enumerate(values, 1):
                sheet.cell(last + i, column).value = value
        sheet.insert_cols(2)
        sheet.cell(row_of(sheet, "中风险起点"), 2).value = "财务部 3 月改"
        sheet.insert_cols(1)

    assert read(tmp_path, shuffled).digest == standard().digest


# -- complaints


@pytest.mark.parametrize(
    ("edits", "cell", "problem", "value", "wanted"),
    [
        ([put("中风险起点", "十三")], "B19", "wrong_type", "十三", "数字 > 0"),
        ([put("中风险起点", 0)], "B19", "out_of_range", "0.0", "> 0"),
        ([put("中风险起点", None)], "B19", "missing", "", "中风险起点"),
        ([put("中风险起点", 31)], "B19:B20", "cuts_order", "31, 30", "medium_from < high_from"),
        ([put("新客户系数", 59)], "B21", "new_factor_low", "59", "new_customer.factor >= 60"),
        ([put("新客户等级", "黑名单")], "B22", "not_allowed", "黑名单", "低风险 / 中风险 / 高风险"),
        ([put("低风险复评月数", 1.5)], "B24", "wrong_type", "1.5", "int"),
        ([put("中风险起点", "中风险起始", 1)], "A19", "unknown_setting", "中风险起始", "中风险起点"),
        ([put("默认账期", "xyz", 1), put("xyz", 5)], "A9", "no_such_setting", "xyz", ""),
        ([put("默认账期", "高风险起点", 1), put("高风险起点", 30)], "A20", "twice", "高风险起点", ""),
        ([put("触发条件", "逾期日数", 1, below=3)], "A31", "not_allowed", "逾期日数", None),
        ([put("触发条件", None, 4, below=3)], "D31", "missing", "", "tier"),
        ([put("触发条件", "为", 2, below=3)], "A31:D31", "operator_unfit", "is", "> >= < <="),
        ([put("触发条件", "门槛", 3, below=2)], "A30", "no_column", "", "阈值"),
        ([lambda sheet: sheet.delete_rows(row_of(sheet, "行动表") + 7)], "A45:I48", "no_action_for_tier", "", 'tier = "low"'),
        ([put("启用", "也许")], "B3", "not_allowed", "也许", "是 / 否"),
    ],
)
def test_each_complaint_names_its_cell(tmp_path: Path, edits: list[Edit], cell: str, problem: str, value: str, wanted: str | None) -> None:
    sheet = policy_after(tmp_path, *edits)
    assert sheet.policy is None
    found = sheet.complaints[0]
    assert (found.cell, found.problem, found.value) == (f"评级政策!{cell}", problem, value)
    assert wanted is None or found.wanted == wanted


def test_all_complaints_are_told_from_top_to_bottom(tmp_path: Path) -> None:
    edits = [put("计提比例", "很多"), put("中风险起点", "abc"), put("触发条件", "x", 1, below=3)]
    found = policy_after(tmp_path, *edits).complaints
    assert [complaint.problem for complaint in found] == ["wrong_type", "not_allowed", "wrong_type"]
    assert [complaint.value for complaint in found] == ["abc", "x", "很多"]


# -- in force


def ledger_book(tmp_path: Path, enabled: object, *edits: Edit, language: Language = "zh") -> Path:
    """The template with the four sample rows and its policy sheet."""
    path = tmp_path / "book.xlsx"
    write_template(path, language, example=True)
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET_NAMES[language]["policy"]]
    for edit in (*edits, put({"zh": "启用", "en": "Enabled"}[language], enabled)):
        edit(sheet)
    book.save(path)
    return path


@pytest.mark.parametrize("enabled", [None, "否", "No", 0, False])
def test_a_sheet_that_is_not_enabled_has_no_effect(tmp_path: Path, enabled: object) -> None:
    path = ledger_book(tmp_path, enabled, put("中风险起点", "nonsense"))
    found = assess(path, as_of="2023-05-05")
    assert (found.policy, found.policy_source) == (standard(), "built-in")


@pytest.mark.parametrize("enabled", ["是", "Yes", "√", "TRUE", True, 1])
def test_an_enabled_sheet_is_in_force_before_the_folders_file(tmp_path: Path, enabled: object) -> None:
    path = ledger_book(tmp_path, enabled, put("中风险起点", 14))
    (tmp_path / "riskledger.toml").write_text("[policy]\nname = 1\n", encoding="utf-8")
    found = assess(path, as_of="2023-05-05")
    assert found.policy.cuts.medium_from == 14
    assert found.policy_source == "评级政策"


def test_the_policy_given_goes_before_the_sheet(tmp_path: Path) -> None:
    path = ledger_book(tmp_path, "是", put("中风险起点", "nonsense"))
    assert assess(path, as_of="2023-05-05", policy=standard()).policy_source == "given"


def test_a_fault_on_an_enabled_sheet_stops_the_run_with_its_address(tmp_path: Path) -> None:
    path = ledger_book(tmp_path, "是", put("中风险起点", "nonsense"))
    with pytest.raises(CannotRun) as caught:
        assess(path, as_of="2023-05-05")
    assert caught.value.code == "policy_invalid"
    assert (caught.value.params["key"], caught.value.params["path"]) == ("评级政策!B19", str(path))


def test_two_enabled_sheets_are_one_too_many(tmp_path: Path) -> None:
    path = ledger_book(tmp_path, "是")
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book["评级政策"]).title = "评级政策 2026"
    book.save(path)
    with open_book(path) as opened, pytest.raises(CannotRun) as caught:
        policy_in_book(opened)
    assert caught.value.params["problem"] == "two_sheets"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_never_taken_for_a_ledger_or_a_sheet_beside_it(tmp_path: Path, language: Language) -> None:
    def exemptions_on_top(sheet: Worksheet) -> None:
        sheet.delete_rows(4, row_of(sheet, {"zh": "暂停豁免", "en": "Hold exemptions"}[language]) - 4)

    path = ledger_book(tmp_path, "否", exemptions_on_top, language=language)
    with open_book(path) as book:
        name = SHEET_NAMES[language]["policy"]
        assert policy_sheets(book) == (name,)
        assert name not in {cells.sheet for cells in candidates(book, None)}
        assert name not in {layout.sheet for layout in side_layouts(book, SHEET_NAMES[language]["ledger"])}


def test_a_policy_sheet_is_known_by_its_title_under_any_name_and_another_sheet_of_that_name_is_none(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(ledger_book(tmp_path, "是"))
    book["评级政策"].title = "信用制度"
    hers = book.create_sheet("评级政策")
    hers["A1"], hers["A2"] = "评级政策", "逾期 90 天以上为高风险"
    book.save(tmp_path / "b.xlsx")
    with open_book(tmp_path / "b.xlsx") as opened:
        assert policy_sheets(opened) == ("信用制度",)
