"""`assess` on real files: exit codes, streams, and what it writes where."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from ledgers import CLASSIC_HEADERS, SHEET, cells, classic, column, write

import riskledger.rating

Cli = Callable[..., Any]
ON = ("--as-of", "2023-05-05")
TERMS_HEADERS = ["客户名称", "交易日期", "账期", "交易金额", "支付日期", "风险等级", "行动计划"]


def built_in_policy() -> str:
    return next(Path(riskledger.rating.__path__[0]).glob("*.toml")).read_text(encoding="utf-8")


def late_ledger(path: Path, *, action: str | None = None) -> Path:
    """One customer, 60 days late, with no column for days overdue."""
    return write(path, TERMS_HEADERS, [["甲公司", dt.date(2023, 1, 1), 30, 1000, None, None, action]])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sample_table_from_blank_cells(language: str, tmp_path: Path, cli: Cli) -> None:
    headers = CLASSIC_HEADERS[language]
    book = classic(tmp_path / "book.xlsx", language, blank=headers[9:11])
    filled = column(classic(tmp_path / "model.xlsx", language), headers[9]), column(tmp_path / "model.xlsx", headers[10])
    ran = cli("assess", book, *ON, "--format", "json")
    assert ran.code == 0
    assert (column(book, headers[9]), column(book, headers[10])) == filled
    assert [column(book, header) for header in headers[:9]] == [column(tmp_path / "model.xlsx", header) for header in headers[:9]]
    assert column(book, headers[11]) == column(tmp_path / "model.xlsx", headers[11])
    points = {entry["customer"][-3:].strip("公司 "): entry["risk_points"] for entry in ran.document["customers"]}
    assert sorted(points.values()) == [6.9, 24.5, 24.7, 60.4]
    assert [entry["tier"] for entry in ran.document["customers"]] == ["high", "low", "medium", "medium"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_table_that_says_it_already_is_left_as_it_is(language: str, tmp_path: Path, cli: Cli) -> None:
    """`30天` says the same as 30: no ledger cell changes, only the result sheets come in."""
    book = classic(tmp_path / "book.xlsx", language)
    before = cells(book, SHEET[language])
    assert cli("assess", book, *ON, "--format", "json").document["written"]["cells"] == 0
    assert cells(book, SHEET[language]) == before


def test_tiers_and_actions_in_the_other_language_are_ours(tmp_path: Path, cli: Cli) -> None:
    """A tier that says the same in the other language stays; an action text of ours in the other language is brought in line."""
    book = classic(tmp_path / "book.xlsx", "en")
    assert cli("--lang", "zh", "assess", book, *ON).code == 0
    assert column(book, "Risk tier") == ["Low", "Medium", "Medium", "High"]
    assert column(book, "Action plan") == ["无需特别措施", "加强账款催收力度", "增加信用额度审核流程", "暂停新订单接收"]


def test_her_own_words_override_and_contact_log_stay(tmp_path: Path, cli: Cli) -> None:
    headers = [*TERMS_HEADERS, "沟通记录", "覆盖等级", "覆盖原因", "覆盖有效期"]
    rows = [
        ["甲公司", dt.date(2023, 1, 1), 30, 1000, None, None, "老板亲自去谈", "三月电话", "低风险", "母公司担保", dt.date(2023, 12, 31)],
        ["乙公司", dt.date(2023, 1, 1), 30, 1000, None, None, None, None, "低风险", "已过期", dt.date(2023, 3, 31)],
    ]
    book = write(tmp_path / "book.xlsx", headers, rows)
    ran = cli("assess", book, *ON, "--format", "json")
    written = [row[:11] for row in cells(book, "客户台账")[1:]]
    assert written[0][5:10] == ["低风险", "老板亲自去谈", "三月电话", "低风险", "母公司担保"]
    assert written[1][5:10] == ["高风险", "暂停新订单接收", None, "低风险", "已过期"]
    first, second = sorted(ran.document["customers"], key=lambda entry: entry["customer"] == "乙公司")
    assert (first["tier"], first["computed_tier"]) == ("low", "high")
    assert first["override"] == {"tier": "low", "reason": "母公司担保", "until": "2023-12-31", "expired": False}
    assert (second["tier"], second["override"]["expired"]) == ("high", True)
    assert ran.document["written"]["kept"] == [{"cell": "客户台账!G2", "text": "老板亲自去谈"}]


def test_excluded_and_later_rows_keep_all_their_cells(tmp_path: Path, cli: Cli) -> None:
    headers = [*TERMS_HEADERS, "逾期付款天数"]
    rows = [
        ["甲公司", dt.date(2023, 1, 1), 30, 1000, None, None, None, None],
        ["甲公司", dt.date(2023, 9, 1), 30, 1000, None, "正常", "以后再说", 9],
        ["甲公司", dt.date(2023, 1, 1), 30, "若干", None, "正常", "以后再说", 9],
    ]
    book = write(tmp_path / "book.xlsx", headers, rows)
    ran = cli("assess", book, *ON, "--format", "json")
    assert ran.code == 1
    assert ran.document["rows"] == {"read": 3, "assessed": 1, "excluded": 1, "later": 1, "skipped": 0}
    written = cells(book, "客户台账")[1:]
    assert written[0][5:] == ["高风险", "暂停新订单接收", 94]
    assert written[1][3:] == [1000, None, "正常", "以后再说", 9]
    assert written[2][3:] == ["若干", None, "正常", "以后再说", 9]


def test_formulas_in_target_columns_stay(tmp_path: Path, cli: Cli) -> None:
    headers = [*TERMS_HEADERS, "逾期付款天数"]
    book = write(tmp_path / "book.xlsx", headers, [["甲公司", dt.date(2023, 1, 1), 30, 1000, None, None, None, "=1+1"]])
    ran = cli("assess", book, *ON, "--format", "json")
    assert column(book, "逾期付款天数", "客户台账") == ["=1+1"]
    assert [finding["cell"] for finding in ran.document["findings"] if finding["rule"] == "RL104"] == ["H2"]


@pytest.mark.parametrize("table", [False, True])
def test_missing_columns_are_appended_with_numbers_as_numbers(table: bool, tmp_path: Path, cli: Cli) -> None:
    """A days column beside a column of dates does not show dates; a table grows with it."""
    headers = ["客户名称", "交易金额", "账期", "交易日期", "支付日期"]
    rows = [["甲公司", 1000, 30, dt.date(2023, 1, 1), dt.date(2023, 3, 1)], ["乙公司", 500, 30, dt.date(2023, 4, 30), None]]
    book = write(tmp_path / "book.xlsx", headers, rows, table=table)
    assert cli("assess", book, *ON).code == 0
    page = openpyxl.load_workbook(book)["客户台账"]
    assert [cell.value for cell in page[1]][5:] == ["逾期付款天数", "风险等级", "行动计划"]
    assert [page["F2"].value, page["F3"].value] == [29, 0]
    assert "y" not in page["F2"].number_format.lower()
    assert [t.ref for t in page.tables.values()] == (["A1:H3"] if table else [])


def test_a_dry_run_writes_nothing(tmp_path: Path, cli: Cli) -> None:
    book = late_ledger(tmp_path / "book.xlsx")
    before = book.read_bytes()
    ran = cli("assess", book, *ON, "-n", "--format", "json")
    assert (ran.code, ran.document["written"]) == (0, None)
    assert book.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [book]


def test_diff_lists_old_and_new(tmp_path: Path, cli: Cli) -> None:
    book = classic(tmp_path / "book.xlsx", "zh", blank=["行动计划"])
    ran = cli("--lang", "zh", "assess", book, "--as-of", "2023-06-05", "-n", "--diff")
    changed = [line.split() for line in ran.out.splitlines() if line.startswith("客户台账!")]
    assert ["客户台账!K5", "行动计划", "（空）", "暂停新订单接收"] in changed
    assert not [line for line in changed if line[0] == "客户台账!L5"]


def test_output_file_and_folder_leave_the_original(tmp_path: Path, cli: Cli) -> None:
    first, second = late_ledger(tmp_path / "first.xlsx"), classic(tmp_path / "second.xlsx")
    before = first.read_bytes(), second.read_bytes()
    assert cli("assess", first, *ON, "-o", tmp_path / "copy.xlsx").code == 0
    assert cli("assess", first, second, *ON, "-o", tmp_path / "out").code == 0
    assert (first.read_bytes(), second.read_bytes()) == before
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["first.xlsx", "second.xlsx"]
    assert (tmp_path / "out" / "first.xlsx").read_bytes() == (tmp_path / "copy.xlsx").read_bytes()
    assert not list(tmp_path.rglob("*.bak"))


@pytest.mark.parametrize(("wrong", "code"), [("copy.xls", "must end in"), ("nowhere/copy.xlsx", "nowhere"), ("book.csv", "must end in")])
def test_impossible_outputs_write_nothing(wrong: str, code: str, tmp_path: Path, cli: Cli) -> None:
    book = late_ledger(tmp_path / "book.xlsx")
    ran = cli("assess", book, *ON, "-o", tmp_path / wrong)
    assert (ran.code, ran.out) == (2, "")
    assert code in ran.err
    assert sorted(tmp_path.iterdir()) == [book]


def test_one_backup_unless_unwanted(tmp_path: Path, cli: Cli) -> None:
    with_backup, without = late_ledger(tmp_path / "a.xlsx"), late_ledger(tmp_path / "b.xlsx")
    before = with_backup.read_bytes()
    written = cli("assess", with_backup, *ON, "--format", "json").document["written"]
    assert Path(written["backup"]).read_bytes() == before
    assert cli("assess", without, *ON, "--no-backup", "--format", "json").document["written"]["backup"] is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "a.xlsx.bak", "b.xlsx"]


def test_result_sheets_come_and_may_be_left_out(tmp_path: Path, cli: Cli) -> None:
    book = late_ledger(tmp_path / "book.xlsx")
    assert cli("assess", book, *ON, "--no-result-sheets").code == 0
    assert openpyxl.load_workbook(book).sheetnames == ["客户台账"]
    assert cli("assess", book, *ON).code == 0
    assert set(openpyxl.load_workbook(book).sheetnames) == {"客户台账", "客户评估", "账龄分析", "校验结果", "跟进报告"}


def test_an_earlier_date_is_refused_unless_allowed(tmp_path: Path, cli: Cli) -> None:
    book = late_ledger(tmp_path / "book.xlsx")
    assert cli("assess", book, *ON).code == 0
    before = book.read_bytes()
    ran = cli("assess", book, "--as-of", "2023-05-04")
    assert (ran.code, ran.out, book.read_bytes()) == (2, "", before)
    assert "2023-05-05" in ran.err
    assert "--backdate" in ran.err
    assert cli("assess", book, "--as-of", "2023-05-04", "-n").code == 0
    assert cli("assess", book, "--as-of", "2023-05-04", "-o", tmp_path / "copy.xlsx").code == 0
    assert cli("assess", book, "--as-of", "2023-05-04", "--backdate").code == 0
    assert book.read_bytes() != before


@pytest.mark.parametrize(("control", "code", "difference"), [("8,000.00", 0, "0.00"), ("8000.01", 1, "-0.01"), ("7999", 1, "1.00")])
def test_a_control_total_ties_or_is_an_error(control: str, code: int, difference: str, tmp_path: Path, cli: Cli) -> None:
    book = classic(tmp_path / "book.xlsx")
    ran = cli("assess", book, *ON, "--control-total", control, "--format", "json")
    assert (ran.code, ran.document["totals"]["difference"]) == (code, difference)
    assert [f["rule"] for f in ran.document["findings"] if f["severity"] == "error"] == ["RL501"] * code
    assert ran.document["written"] is not None


def test_errors_are_1_and_the_rest_is_written(tmp_path: Path, cli: Cli) -> None:
    book = write(tmp_path / "book.xlsx", TERMS_HEADERS, [["甲公司", "2023-02-30", 30, 1000], ["乙公司", "2023-02-01", 30, 1000]])
    ran = cli("assess", book, *ON)
    assert ran.code == 1
    assert column(book, "风险等级", "客户台账") == [None, "高风险"]


def test_warnings_are_0_but_1_when_strict(tmp_path: Path, cli: Cli) -> None:
    book = classic(tmp_path / "book.xlsx")
    assert cli("assess", book, *ON).code == 0
    assert cli("assess", book, *ON, "--strict").code == 1
    clean = late_ledger(tmp_path / "clean.xlsx")
    assert cli("assess", clean, *ON, "--strict").code == 0


def test_of_several_books_the_highest_code_and_the_others_done(tmp_path: Path, cli: Cli) -> None:
    good, none = late_ledger(tmp_path / "good.xlsx"), write(tmp_path / "none.xlsx", ["买什么", "多少"], [["苹果", 3]])
    ran = cli("assess", none, good, *ON)
    assert ran.code == 2
    assert "none.xlsx" in ran.err or "客户台账" in ran.err
    assert column(good, "风险等级", "客户台账") == ["高风险"]
    assert isinstance(cli("assess", good, good, *ON, "-n", "--format", "json").document, list)


def test_nothing_assessable_is_told_and_nothing_written(tmp_path: Path, cli: Cli) -> None:
    book = late_ledger(tmp_path / "book.xlsx")
    before = book.read_bytes()
    ran = cli("assess", book, "--as-of", "2022-01-01")
    assert (ran.code, book.read_bytes()) == (0, before)
    assert "nothing was written" in ran.out


def test_an_unexpected_exception_is_2_with_a_short_message(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    book = late_ledger(tmp_path / "book.xlsx")

    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr("riskledger.assessment.rate", breaks)
    ran = cli("assess", book, *ON)
    assert (ran.code, ran.out) == (2, "")
    assert "on purpose" in ran.err
    assert "Traceback" not in ran.err
    assert len(ran.err.splitlines()) == 1
    assert "Traceback" in cli("assess", book, *ON, "--debug").err


def test_json_is_alone_on_stdout_and_chatter_on_stderr(tmp_path: Path, cli: Cli) -> None:
    book = late_ledger(tmp_path / "book.xlsx")
    ran = cli("assess", book, *ON, "--format", "json")
    assert json.loads(ran.out)["customers"]
    loud, still = cli("assess", book, *ON), cli("-q", "assess", book, *ON)
    assert "riskledger explain" in loud.err
    assert (still.err, still.out) == ("", loud.out)


def test_mapping_and_sheet(tmp_path: Path, cli: Cli) -> None:
    book = write(tmp_path / "book.xlsx", ["对方", "哪天", "本月数", "期限日"], [["甲公司", "2023-01-01", 1000, "2023-01-31"]], "往来")
    assert cli("assess", book, *ON).code == 2
    mapped = ("--map", "customer=对方", "--map", "invoice_date=B", "--map", "amount=本月数", "--map", "due_date=期限日")
    ran = cli("assess", book, *ON, *mapped, "--sheet", "往来", "-n", "--format", "json")
    assert (ran.code, ran.document["totals"]["overdue"]) == (0, "1000.00")
    for wrong in (("--sheet", "没有"), ("--map", "customer"), ("--map", "nobody=对方"), ("--map", "customer=没有")):
        assert cli("assess", book, *ON, *wrong).code == 2


def test_actions_of_ours_follow_the_policy_and_hers_do_not(tmp_path: Path, cli: Cli) -> None:
    """The text of an older policy is recognised through the result sheet that recorded it."""
    book = late_ledger(tmp_path / "book.xlsx")
    text = built_in_policy()
    first, second = (tmp_path / f"{n}.toml" for n in (1, 2))
    first.write_text(text.replace("暂停新订单接收", "只收现金"), encoding="utf-8")
    second.write_text(text.replace("暂停新订单接收", "全部预付"), encoding="utf-8")
    for policy_file, says in ((first, "只收现金"), (second, "全部预付")):
        ran = cli("assess", book, *ON, "--policy", policy_file, "--format", "json")
        assert (ran.code, ran.document["policy"]["source"]) == (0, policy_file.name)
        assert column(book, "行动计划", "客户台账") == [says]
    hers = late_ledger(tmp_path / "hers.xlsx", action="只收现金")
    assert cli("assess", hers, *ON).code == 0
    assert column(hers, "行动计划", "客户台账") == ["只收现金"]


def test_the_project_file_beside_the_book_and_a_given_one(tmp_path: Path, cli: Cli) -> None:
    book = late_ledger(tmp_path / "book.xlsx")
    given = tmp_path / "given.toml"
    given.write_text(built_in_policy(), encoding="utf-8")
    assert cli("assess", book, *ON, "-n", "--format", "json").document["policy"]["source"] == "built-in"
    (tmp_path / "riskledger.toml").write_text("[policy]\nnonsense = 1\n", encoding="utf-8")
    assert cli("assess", book, *ON, "-n").code == 2
    assert cli("assess", book, *ON, "-n", "--policy", given, "--format", "json").document["policy"]["source"] == "given.toml"
    assert cli("assess", book, *ON, "-n", "--policy", tmp_path / "none.toml").code == 2


def test_all_rows_lists_more_than_ten_thousand(tmp_path: Path, cli: Cli) -> None:
    rows = [[f"客户{i % 7}", "2023-04-01", 30, 100] for i in range(10_001)]
    book = write(tmp_path / "book.xlsx", TERMS_HEADERS, rows)
    assert "invoices" not in cli("assess", book, *ON, "-n", "--format", "json").document
    assert len(cli("assess", book, *ON, "-n", "--format", "json", "--all-rows").document["invoices"]) == 10_001


def test_days_of_our_own_go_stale_without_a_word(tmp_path: Path, cli: Cli) -> None:
    """The 0 days were ours, of a day when the invoice was not due; hers, on a book never rated, would contradict the payment."""
    told = {}
    for run in ("ours", "hers"):
        book = tmp_path / f"{run}.xlsx"
        with xlsxwriter.Workbook(book) as made:
            page = made.add_worksheet("台账")
            for row, cells in enumerate(
                (["客户名称", "到期日", "交易金额", "支付日期", "逾期付款天数"], ["甲", "2026-10-02", 100, None, 0])
            ):
                page.write_row(row, 0, cells)
        if run == "ours":
            assert cli("assess", book, "--as-of", "2026-09-30").code == 0
        opened = openpyxl.load_workbook(book)
        opened["台账"]["D2"] = "2026-10-20"
        opened.save(book)
        told[run] = {finding["rule"] for finding in cli("check", book, "--as-of", "2026-10-31", "--format", "json").document["findings"]}
    assert "RL303" in told["hers"]
    assert "RL303" not in told["ours"]
