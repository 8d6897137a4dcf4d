"""The sheets beside the ledger: which they are, what their cells mean, whose they are. A test shows the sheet, then what is made of it."""

from __future__ import annotations

import datetime as dt
import os
from array import array
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from riskledger.ledger.recognise import recognise
from riskledger.ledger.sides import side_layouts, side_sheets
from riskledger.ledger.sides.columns import BY_SIDE_KEY, SIDES
from riskledger.ledger.sides.contact_log import known_contacts, last_contacts, read_contact_log
from riskledger.ledger.sides.contracts import contracts_on, known_contracts, read_contracts
from riskledger.ledger.sides.customer_file import CustomerFile, known_customers, read_customer_file
from riskledger.ledger.sides.layout import recognise_side
from riskledger.ledger.sides.linking import Roster
from riskledger.ledger.sides.side_values import BAD_COVER, BAD_SCORE, Cover, parse_amount, parse_cover, parse_score
from riskledger.workbook.address import address
from riskledger.workbook.book import open_book
from riskledger.workbook.sheet import Box, SheetCells, Value
from riskledger.workbook.template import template_bytes
from riskledger.workbook.template_lists import CONTACT_LOG, CUSTOMERS


def drawn(table: str, name: str = "表") -> SheetCells:
    """A sheet from a drawing: a line is a row, `|` stands between cells, @ before a date; figures are numbers."""

    def cell(text: str) -> str | float | None:
        text = text.strip()
        if text.startswith("@"):
            return float((dt.date.fromisoformat(text[1:]) - dt.date(1899, 12, 30)).days)
        try:
            return float(text)
        except ValueError:
            return text.removeprefix("'") or None

    lines = [[cell(text) for text in line.split("|")] for line in table.strip().splitlines()]
    width = max(map(len, lines))
    columns: dict[int, list[Value]] = {at + 1: [line[at] if at < len(line) else None for line in lines] for at in range(width)}
    styles = {column: array("I", [0] * len(lines)) for column in columns}
    return SheetCells(name, list(range(1, len(lines) + 1)), columns, styles, {})


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def roster(*customers: tuple[str | None, str | None]) -> Roster:
    """A ledger's customers as (name, id)."""
    found = Roster()
    for name, number in customers:
        found.add(name, number)
    return found


def customer_file(table: str) -> CustomerFile:
    cells = drawn(table)
    layout = recognise_side(cells)
    assert layout is not None
    assert layout.kind == "customers"
    return read_customer_file(cells, layout)


def told(problems: object) -> list[str]:
    """Problems as `RL221 C2`."""
    return [f"{p.rule} {address(p.row, p.column)}" for p in problems]  # type: ignore[attr-defined]


# -- which sheet is what


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("客户名称|信用额度（万元）", "customers"),
        ("Customer ID|Owner", "customers"),
        ("客户编码|客户名称|授信额度|授信到期日|业务员|所属集团", "customers"),
        ("Customer account|Name|Payment terms|Credit limit", "customers"),
        ("客户|保险金额|未收金额", "customers"),  # balances beside real customer facts
        ("日期|客户名称|内容", "contacts"),
        ("客户名称|联系人|手机|归属人|最近沟通时间|沟通内容", "contacts"),  # a CRM export: five fields of a contact, two of a customer
        ("Date|Customer|Channel|Notes", "contacts"),
        ("日期|客户|欠款金额|沟通内容|承诺付款日|沟通方式", "contacts"),  # explains more as a log than as a ledger
        ("客户名称|合同终止日期", "contracts"),
        ("客户名称|合同号|到期日|违约责任", "contracts"),
        ("客户名称|账期|合同到期日", "contracts"),  # three fields against two
        # left alone
        ("客户名称|联系人|电话|地址", None),
        ("客户名称|到期日", None),  # a bare end date may be anything's
        ("日期|客户名称|备注", None),  # remarks on whatever it is
        ("日期|客户名称|金额|备注", None),
        ("信用额度|额度到期日", None),  # nobody's
        ("客户名称|交易日期|交易金额|支付日期|信用额度", None),  # amounts with dates: a ledger
        ("客户|额度|业务日期|单据编号|应收日期|应收原币金额|超账期天数", None),  # a ledger whose amount has an unknown name
        ("cust_number|name_customer|clear_date|doc_id|due_in_date|cust_payment_terms", None),
        ("日期|客户|应收金额|沟通记录", None),
        ("客户名称|应收账款余额|未到期|0-30天|31-60天|61-90天|业务员", None),  # an ageing summary with its salesman
        ("Name|Current|1-30 days|31-60 days|Owner|Customer ID", None),
        ("截至日|客户名称|等级|评分|未收金额|逾期金额|行动|政策", None),  # our follow-up sheet
        ("供应商|信用额度", None),
    ],
)
def test_a_sheet_is_known_by_its_headers_or_left_alone(headers: str, kind: str | None) -> None:
    for table in (headers, f"标题\n\n{headers}\n"):
        layout = recognise_side(drawn(table))
        assert (layout.kind if layout else None) == kind


def test_every_word_of_the_table_is_found_under_its_own_field() -> None:
    for kind, columns in SIDES.items():
        seen: dict[str, str] = {}
        for column in columns:
            for word in {column.zh, column.en, *column.aliases, *column.vague}:
                assert seen.setdefault(word.casefold(), column.key) == column.key, f"{word} names two fields of {kind}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_is_understood_completely(language: str, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(template_bytes(language, True))  # type: ignore[arg-type]
    with open_book(path) as book:
        ledger = recognise([book.peek(entry.name) for entry in book.sheets]).sheet
        layouts = {layout.kind: layout for layout in side_layouts(book, ledger)}
        sides = side_sheets(book, ledger)
    assert set(layouts) == {"customers", "contacts"}
    for kind, listed in (("customers", CUSTOMERS), ("contacts", CONTACT_LOG)):
        headers = layouts[kind].headers  # type: ignore[index]
        assert [header.header for header in headers] == [column.header(language) for column in listed]
        for header, column in zip(headers, listed, strict=True):
            known = BY_SIDE_KEY[kind][header.field or ""]  # type: ignore[index]
            assert (known.zh, known.en) == (column.zh, column.en)
            assert kind == "contacts" or known.meaning_zh == column.note_zh or known.key in ("customer", "insurance", "guarantee")
    assert sides.problems == ()
    assert [row.facts.terms for row in sides.customer_files[0].rows] == [5, 0, 3, 0]
    assert [row.date for row in sides.contact_logs[0].rows] == [day("2023-03-01"), day("2023-03-20"), day("2023-04-15")]


def test_columns_that_mean_nothing_alone_and_near_misses_are_left() -> None:
    layout = recognise_side(drawn("客户名称|信用额度|有效期至|承保金額|信用额度(元)|Credit limitt"))
    assert layout is not None
    assert dict(layout.fields) == {"customer": 1, "limit": 2}  # 有效期至 belongs to an override, and there is none
    assert layout.headers[4].duplicate_of == 2
    file = customer_file("客户名称|信用额度|授信额度\n甲|100|200")
    assert [(p.rule, p.column, p.value, p.params["used"]) for p in file.problems] == [("RL102", 3, "授信额度", "信用额度")]
    assert file.rows[0].facts.limit == 10_000
    assert layout.headers[5].field is None


# -- values


@pytest.mark.parametrize(
    ("cell", "cover"),
    [
        (None, None),
        ("-", None),
        ("不清楚", None),
        ("是", Cover()),
        (True, Cover()),
        ("无", Cover(0)),
        ("否", Cover(0)),
        (0.0, Cover(0)),
        ("100%", Cover(share=Decimal(1))),
        ("90 ％", Cover(share=Decimal("0.9"))),
        (0.9, Cover(share=Decimal("0.9"))),
        (1.0, Cover(share=Decimal(1))),
        (2.0, Cover(200)),
        ("50万", Cover(50_000_000)),
        ("110%", BAD_COVER),
        ("-5", BAD_COVER),
        ("部分", BAD_COVER),
    ],
)
def test_cover_is_an_amount_or_a_share(cell: str | float | bool | None, cover: object) -> None:
    assert parse_cover(cell) == cover


@pytest.mark.parametrize(("cell", "score"), [(0.0, 0), (100.0, 100), ("85分", 85), ("85/100", 85), ("—", None), (100.5, BAD_SCORE),
                                             (-1.0, BAD_SCORE), ("B+", BAD_SCORE), (True, BAD_SCORE)])  # fmt: skip
def test_scores_run_from_0_to_100(cell: str | float | None, score: object) -> None:
    assert parse_score(cell) == score


@pytest.mark.parametrize(("cell", "minor"), [(50.0, 50_000_000), ("1.2345", 1_234_500), ("1,000", 1_000_000_000), ("(2)", -2_000_000),
                                             ("50万", 50_000_000), ("300元", 30_000), (None, None)])  # fmt: skip
def test_a_header_in_wan_yuan_counts_for_bare_numbers_alone(cell: str | float | None, minor: int | None) -> None:
    assert parse_amount(cell, 10_000) == minor


def test_a_customers_sheet() -> None:
    file = customer_file("""
客户档案 2026 年
客户编号|客户名称|信用额度(万元)|额度到期日|币种|账期|信用保险|保险到期日|担保|财务评分|行业风险|规模|覆盖等级|覆盖有效期|诉讼
'001 | 甲公司 | 50 | @2026-12-31 | 人民币 | 月结30天 | 90% | 2027-01-31 | 无 | 80 | 65 | 大型 | 高风险 | @2026-11-30 | 否
 | 乙公司 | 30万 | | | Net 45 | 200000 | | 是 | 120 | | 3 | A级 | |
 | 合计 | 80 | | | | | | | | | | | |
 | | | | | | | | | | | | | |
客户编号|客户名称|信用额度(万元)|额度到期日|币种|账期|信用保险|保险到期日|担保|财务评分|行业风险|规模|覆盖等级|覆盖有效期|诉讼
 | | 7 | | | | | | | | | | | |
""")
    first, second = (row.facts for row in file.rows)
    assert (first.limit, first.limit_currency, first.limit_expiry) == (50_000_000, "CNY", day("2026-12-31"))
    assert (second.limit, second.terms) == (30_000_000, 45)
    assert first.terms is None  # which of the end of the month and the 30 days comes first?
    assert (first.insurance, first.guarantee) == (Cover(share=Decimal("0.9")), Cover(0))
    assert (second.insurance, second.guarantee) == (Cover(20_000_000), Cover())
    assert first.risk_points == {"financial": 20.0, "industry": 65.0}  # a score is turned round, a risk is not
    assert (first.override_tier, first.override_until, first.size, first.legal_action) == ("high", day("2026-11-30"), "大型", False)
    assert (first.limit_expired(day("2026-12-31")), first.limit_expired(day("2027-01-01")), second.limit_expired(1)) == (False, True, None)
    assert second.risk_points == {}
    assert file.skipped == 2
    assert sorted(told(file.problems)) == ["RL212 M4", "RL217 F3", "RL221 J4", "RL222 I4", "RL223 L4", "RL224 B8"]
    place = file.rows[1].place("financial_score")
    assert place is not None
    assert (place.sheet, address(place.row, place.column)) == ("表", "J4")
    assert file.rows[0].place("reputation_score") is None


def test_totals_blank_rows_and_a_company_called_total() -> None:
    cells = drawn("Customer ID|Customer|Credit limit|Limit expiry\n7|Total|5|0\n|Total|5|\n||0|0\n|||3")
    cells.formulas |= {(4, 3): "D4*1", (4, 4): "B4*1"}
    layout = recognise_side(cells)
    assert layout is not None
    file = read_customer_file(cells, layout)
    assert [(row.row, row.shown, row.facts.limit_expiry) for row in file.rows] == [(2, "Total", None)]
    assert (file.skipped, told(file.problems)) == (1, ["RL216 D5"])


def test_values_beyond_belief_count_as_blank() -> None:
    file = customer_file("客户名称|信用额度|额度到期日|账期|投诉次数\n甲|-5|@1950-01-01|99999|2次\n乙|x|2026-02-30|30|若干")
    assert told(file.problems) == ["RL216 B2", "RL216 B3", "RL216 C2", "RL216 C3", "RL208 D2", "RL216 E3"]
    assert [(row.facts.limit, row.facts.limit_expiry, row.facts.terms, row.facts.complaints) for row in file.rows] == [
        (None, None, None, 2),
        (None, None, 30, None),
    ]


# -- whose row it is

LEDGER = [("甲公司", "001"), ("乙公司", None), ("Acme", "A1"), ("Acme", "A2")]


@pytest.mark.parametrize(
    ("number", "name", "key", "rule"),
    [
        ("'001", "甲公司", "#001", None),
        ("'001", "", "#001", None),
        ("", "甲公司", "#001", None),  # the ledger has that name once
        ("1", "甲公司", "#001", None),  # zeros lost, name the same
        ("", " 乙 公司", None, "RL405"),
        ("", "ＡＣＭＥ", None, "RL410"),  # which of the two?
        ("A1", "Acme", "#a1", None),
        ("'001", "乙公司", "#001", "RL409"),  # the id is one customer's, the name another's
        ("9", "甲公司", None, "RL409"),  # the name is right, the id is not
        ("9", "乙公司", "乙公司", None),  # the ledger knows no id of this customer
        ("9", "丁公司", None, "RL405"),
    ],
)
def test_a_line_is_linked_as_the_ledger_joins_its_rows(number: str, name: str, key: str | None, rule: str | None) -> None:
    file = customer_file(f"客户编号|客户名称|信用额度\n{number}|{name}|5")
    known = known_customers([file], roster(*LEDGER))
    assert set(known.facts) == ({key} if key else set())
    assert [problem.rule for problem in known.problems if problem.rule != "RL406"] == ([rule] if rule else [])


def test_customers_without_a_line_are_told_once() -> None:
    known = known_customers([customer_file("客户名称|信用额度\n甲公司|5")], roster(*LEDGER))
    (problem,) = known.problems
    assert (problem.rule, problem.row, problem.params["count"], problem.params["customers"]) == ("RL406", 1, 3, 4)
    assert known_customers([], roster(*LEDGER)).problems == ()


def test_a_line_that_states_nothing_is_no_orphan() -> None:
    known = known_customers([customer_file("客户名称|信用额度\n乙公司|5\n注：额度由总经理批准|")], roster(("乙公司", None)))
    assert known.problems == ()


def test_lines_of_one_customer_complete_each_other_and_never_outvote_each_other() -> None:
    file = customer_file("客户编号|客户名称|信用额度|账期|负责人\n1|甲|100|30|王\n|乙|5||\n'01|甲||45|王\n1||100|30|")
    known = known_customers([file], roster(("甲", "1"), ("乙", None)))
    facts = known.facts["#1"]
    assert (facts.limit, facts.terms, facts.owner) == (10_000, None, "王")
    assert known.terms == {}
    told_of = [(p.rule, p.row, p.params["first"], p.params["fields"]) for p in known.problems]
    assert told_of == [("RL407", 4, "表!B2", ("terms",)), ("RL407", 5, "表!B2", ())]


# -- contact log and contracts


def test_a_contact_log_as_of_a_date() -> None:
    cells = drawn("""
日期 | 客户名称 | 渠道 | 内容 | 承诺付款日 | 承诺金额 | 下次联系日
@2026-09-20 | 甲公司 | 面谈 | 月底付 | @2026-09-30 | 5万 | @2026-10-05
@2026-09-01 | 甲公司 | 电话 | 催款 | | |
@2026-11-03 | 甲公司 | 微信 | 再等等 | @2026-11-10 | |
@2026-09-02 | 丁公司 | 电话 | 不认识 | | |
@2026-09-03 | 丁公司 | 电话 | 还是不认识 | | |
 | 甲公司 | 电话 | 哪天？ | | |
@2026-09-05 | | 电话 | 谁？ | | |
@2026-10-01 | 乙公司 | 电话 | 上月付 | @2026-09-15 | 100 |
@2026-10-01 | 乙公司 | 电话 | 今天就付 | @2026-10-01 | 100 |
@2026-10-02 | 乙公司 | 邮件 | 会付的 | | 300 |
某日 | 乙公司 | 电话 | 忘了 | | |
@2026-10-02 | 乙公司 | 电话 | 当天晚些时候 | 下周 | 100 |
""")
    layout = recognise_side(cells)
    assert layout is not None
    log = read_contact_log(cells, layout)
    assert sorted(told(log.problems)) == ["RL216 A12", "RL216 E13", "RL224 B8", "RL225 A7", "RL226 E9", "RL228 F11"]
    contacts = known_contacts([log], roster(("甲公司", "001"), ("乙公司", None)))
    assert [(p.rule, p.row, p.customer, p.params["rows"]) for p in contacts.problems] == [("RL408", 5, "丁公司", 2)]
    assert [row.promise_date for row in contacts.by_customer["乙公司"]] == [None, day("2026-10-01"), None, None]

    on_time = last_contacts(contacts, day("2026-10-31"))
    assert (on_time["#001"].date, on_time["#001"].channel, on_time["#001"].contacts) == (day("2026-09-20"), "面谈", 2)
    assert (on_time["#001"].place.row, on_time["乙公司"].place.row) == (2, 13)  # of one day, the lower row is the later
    assert {key: last.contacts for key, last in last_contacts(contacts, day("2026-09-20")).items()} == {"#001": 2}
    assert last_contacts(contacts, day("2026-08-31")) == {}


def test_a_merged_customer_stands_for_all_its_rows() -> None:
    cells = drawn("日期|客户名称|内容\n@2026-09-01|甲|一\n@2026-09-02||二\n@2026-09-03||三\n@2026-09-04||谁")
    cells.merged.append(Box(2, 2, 4, 2))
    layout = recognise_side(cells)
    assert layout is not None
    log = read_contact_log(cells, layout)
    assert [(row.shown, row.row) for row in log.rows] == [("甲", 2), ("甲", 3), ("甲", 4)]
    assert told(log.problems) == ["RL224 B5"]


def test_contracts_as_of_a_date() -> None:
    cells = drawn("""
合同编号 | 客户名称 | 合同开始日 | 合同到期日 | 账期 | 违约条款
HT-1 | 甲 | @2024-01-01 | @2025-12-31 | 30 | 无
HT-2 | 甲 | @2026-01-01 | @2026-12-31 | 月结60天 | 每日万分之五
HT-3 | 甲 | @2027-01-01 | @2030-12-31 | 30 | 有
HT-4 | 乙 | @2026-05-01 | @2026-04-30 | | -
HT-5 | 乙 | @2026-01-01 | 长期有效？ | | 有
HT-6 | 丙 | @2026-01-01 | | | 有
""")
    layout = recognise_side(cells)
    assert layout is not None
    assert layout.kind == "contracts"
    read = read_contracts(cells, layout)
    assert sorted(told(read.problems)) == ["RL216 D6", "RL227 D5"]
    known = known_contracts([read], roster(("甲", None), ("乙", None)))
    assert [(p.rule, p.customer) for p in known.problems] == [("RL408", "丙")]

    now = contracts_on(known, day("2026-06-30"))
    assert (now["甲"].running, now["甲"].end, now["甲"].has_breach_clause) == (1, day("2026-12-31"), True)
    assert (now["乙"].running, now["乙"].end, now["乙"].has_breach_clause) == (0, day("2026-04-30"), None)
    before = contracts_on(known, day("2025-12-31"))["甲"]
    assert (before.running, before.end, before.has_breach_clause, before.place.row) == (1, day("2025-12-31"), False, 2)
    assert "甲" not in contracts_on(known, day("2023-12-31"))


# -- whole workbooks


def test_the_ledger_and_our_own_sheets_are_never_read(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name, lines in {
        "台账": [["日期", "客户", "内容", "渠道", "承诺付款日", "金额"], ["2026-01-01", "甲", "x", "y", None, 5]],
        "客户评估": [["客户名称", "信用额度"], ["甲", 5]],
        "档案": [["客户名称", "信用额度"], ["甲", 7]],
    }.items():
        page = book.add_worksheet(name)
        for at, line in enumerate(lines):
            page.write_row(at, 0, line)
    book.define_name("'客户评估'!_riskledger", '="customers|x"')
    book.close()
    with open_book(path) as opened:
        assert {own.name for own in opened.own_sheets().values()} == {"客户评估"}
        sides = side_sheets(opened, "台账")
    assert [file.layout.sheet for file in sides.customer_files] == ["档案"]
    assert (sides.contact_logs, sides.contracts) == ((), ())
    assert [row.facts.limit for row in sides.customer_files[0].rows] == [700]


def test_real_workbooks_hold_none_of_these_sheets() -> None:
    corpus = os.environ.get("RISKLEDGER_CORPUS")
    if not corpus:
        pytest.skip("RISKLEDGER_CORPUS names no folder of real workbooks")
    books = sorted(path for path in Path(corpus).iterdir() if path.suffix in (".xlsx", ".xlsm"))
    assert books
    for path in books:
        with open_book(path) as book:
            assert side_layouts(book, "") == (), path.name
