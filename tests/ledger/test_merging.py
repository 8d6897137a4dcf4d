"""Merging customers on request: an alias sheet does what renaming by hand does, --by-group makes groups customers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_table import read, sheet, write
from riskledger import Assessment, assess
from riskledger.assessment import CustomerAssessment
from riskledger.cli.explain import find_customer
from riskledger.i18n import words
from riskledger.ledger.intake import Ledger
from riskledger.ledger.merging import renamed
from riskledger.ledger.sides.alias_sheet import AliasSheet, read_alias_sheet, renaming
from riskledger.ledger.sides.layout import recognise_side
from riskledger.reporting.machine import assessment_document
from riskledger.reporting.sheets import assessment_sheet
from riskledger.reporting.writeback import plan_writeback
from riskledger.workbook.book import open_book

T = "2026-10-31"
HEADER = "客户编号|客户名称|到期日|交易金额"
GROUPS = """
客户编号 | 客户名称 | 所属集团 | 交易日期 | 到期日 | 交易金额 | 覆盖等级
K1 | 华东机电 | 华东集团 | @2026-01-01 | @2026-02-01 | 100 |
K2 | 华东电子 | 华东集团 | @2026-03-01 | | 200 |
K3 | 海风商行 | | @2026-05-01 | @2026-06-01 | 300 |
K1 | 华东机电 | | @2026-06-01 | @2026-12-01 | 50 |
"""


def alias_sheet(table: str) -> AliasSheet:
    cells = sheet(table, "别名表")
    layout = recognise_side(cells)
    assert layout is not None
    return read_alias_sheet(cells, layout)


def merged(ledger: Ledger, table: str) -> tuple[Ledger, list[str]]:
    aliases = [alias_sheet(table)]
    names = renaming(aliases, ledger)
    ledger, told = renamed(ledger, aliases, names)
    return ledger, [problem.rule for problem in (*names.problems, *told)]


def who(ledger: Ledger) -> list[tuple[str | None, str | None, str | None]]:
    return list(zip(ledger.key, ledger.customer, ledger.customer_id, strict=True))


def made(
    tmp_path: Path, ledger: str = GROUPS, *, by_group: bool = True, beside: str | None = None, aliases: str | None = None
) -> Assessment:
    path = write(tmp_path / "book.xlsx", ledger, beside=beside, more={"别名表": aliases} if aliases else {})
    return assess(path, as_of=T, by_group=by_group)


def customer(assessment: Assessment, name: str) -> CustomerAssessment:
    [entry] = [entry for entry in assessment.customers if entry.customer == name]
    return entry


def told(assessment: Assessment) -> list[str]:
    return [finding.rule for finding in assessment.findings]


# -- aliases


@pytest.mark.parametrize(
    ("aliases", "row", "becomes", "rules"),
    [
        ("别名|客户名称\nACME|华东机电", "|acme", "K1|华东机电", ["RL412"]),  # as the ledger writes that customer
        ("别名|客户编号\nACME|K1", "K9|ACME", "K1|华东机电", ["RL412"]),
        ("别名|客户名称\nK9|华东机电", "K9|ACME", "K1|华东机电", ["RL412"]),  # the alias is an id
        ("别名|客户名称\nACME|新公司", "|ACME", "|新公司", ["RL412"]),  # a name the ledger does not have
        ("别名|客户名称\nACME|ACM\nACM|华东机电", "|ACME", "K1|华东机电", ["RL413", "RL412"]),  # a chain
        ("别名|客户名称\nACME|ACM\nACM|ACME", "|ACME", "|ACME", ["RL414", "RL413"]),  # a circle
        ("别名|客户名称\nACME|华东机电\nACME|海风商行", "|ACME", "|ACME", ["RL414"]),
        ("别名|客户名称\nACME|同名公司", "|ACME", "|ACME", ["RL414"]),  # two ids bear that name
        ("别名|客户名称\n华东机电|华东机电\nACEM|华东机电", "|ACME", "|ACME", ["RL413"]),
    ],
)
def test_a_row_becomes_the_customer_its_alias_stands_for(aliases: str, row: str, becomes: str, rules: list[str]) -> None:
    others = "K1|华东机电|@2026-12-31|5\nK2|海风商行|@2026-12-31|5\nK5|同名公司|@2026-12-31|5\nK6|同名公司|@2026-12-31|5"
    ledger, found = merged(read(f"{HEADER}\n{others}\n{row}|@2026-12-31|5").ledger, aliases)
    assert found == rules
    assert who(ledger) == who(read(f"{HEADER}\n{others}\n{becomes}|@2026-12-31|5").ledger)


NAMES = ["甲", "乙", "丙", "丁", "Acme Ltd", "ACME"]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=8),
    st.dictionaries(st.sampled_from(NAMES[2:]), st.sampled_from(NAMES[:2]), min_size=1),
)
def test_an_alias_sheet_does_what_renaming_by_hand_does(rows: list[str], aliases: dict[str, str]) -> None:
    def drawn(names: list[str]) -> str:
        return "客户名称|到期日|交易金额\n" + "\n".join(f"{name}|@2026-12-31|{amount}" for amount, name in enumerate(names, 1))

    ledger, _ = merged(read(drawn(rows)).ledger, "别名|客户名称\n" + "\n".join(f"{one}|{other}" for one, other in aliases.items()))
    assert who(ledger) == who(read(drawn([aliases.get(name, name) for name in rows])).ledger)


def test_the_whole_assessment_is_that_of_the_renamed_ledger(tmp_path: Path) -> None:
    """With a limit, a contact and a promise that name the alias."""
    ledger = "客户名称|交易日期|到期日|交易金额|支付日期|覆盖等级\nACME|@2026-01-01|@2026-02-01|100||高风险\nAcme Ltd|@2026-03-01|@2026-04-01|300|@2026-04-09|\n乙|@2026-09-01|@2026-12-01|50||"  # noqa: E501 - one drawing
    limits = "客户名称|信用额度\nACME|99\n乙|1"
    log = "日期|客户名称|渠道|内容|承诺付款日\n@2026-04-01|ACME|电话|会付|@2026-04-10"

    def customers(*, by_hand: bool) -> list[dict[str, object]]:
        more = {"沟通": log} if by_hand else {"沟通": log, "别名表": "别名|客户名称\nACME|Acme Ltd"}
        tables = [table.replace("ACME", "Acme Ltd") if by_hand else table for table in (ledger, limits)]
        if by_hand:
            more = {"沟通": log.replace("ACME", "Acme Ltd")}
        path = write(tmp_path / "book.xlsx", tables[0], beside=tables[1], more=more)
        assessment = assess(path, as_of=T)
        assert [rule for rule in told(assessment) if rule != "RL412"] == []
        document = assessment_document(assessment, words("zh"), "zh", None, None)
        return [*document["customers"], document["totals"], document["portfolio"]]

    merged_by_sheet, by_hand = customers(by_hand=False), customers(by_hand=True)
    assert merged_by_sheet == by_hand
    assert len(by_hand) == 4
    assert by_hand[0]["promises"] == {"kept": 1, "broken": 0, "pending": 0}


def test_an_alias_can_be_asked_for(tmp_path: Path) -> None:
    assessment = made(tmp_path, "客户名称|到期日|交易金额\nACME|@2026-12-31|5\n甲|@2026-12-31|5", aliases="别名|客户名称\nACME|甲")
    assert find_customer(assessment, "acme").customer == "甲"


# -- groups


def test_a_group_is_one_customer_when_asked_for(tmp_path: Path) -> None:
    assessment = made(tmp_path)
    assert {entry.customer: entry.money[0].outstanding for entry in assessment.customers} == {"华东集团": 35_000, "海风商行": 30_000}
    group = customer(assessment, "华东集团")
    assert (group.members, group.customer_id, len(group.rows)) == (("华东机电", "华东电子"), None, 3)
    assert find_customer(assessment, "华东电子") is find_customer(assessment, "K2") is find_customer(assessment, "华东集团") is group
    assert assessment_sheet(assessment, words("zh")).caption.endswith("按集团评级")
    document = assessment_document(assessment, words("zh"), "zh", None, None)
    assert (document["by_group"], document["totals"]["outstanding"]) == (True, "650.00")


def test_without_the_option_no_group_is_a_customer(tmp_path: Path) -> None:
    assessment = made(tmp_path, by_group=False)
    plain = made(tmp_path, GROUPS.replace("所属集团", "备注"), by_group=False)
    assert assessment.customers == plain.customers
    assert len(plain.customers) == 3


def test_every_row_of_a_group_gets_its_tier_and_action(tmp_path: Path) -> None:
    assessment = made(tmp_path, GROUPS.replace("| 200 |", "| 200 | 高风险"))
    with open_book(tmp_path / "book.xlsx") as book:
        plan = plan_writeback(assessment, book, "zh").plan
    tiers = {edit.row: edit.value for edit in plan.edits if edit.value in ("高风险", "中风险", "低风险")}
    assert (tiers[2], tiers[3], tiers[5]) == ("高风险",) * 3
    assert customer(assessment, "华东集团").rating.override is not None


def test_the_customers_sheet_states_groups_too(tmp_path: Path) -> None:
    """K2 by the sheet alone; terms stay each member's own: 30 days make K2's row of 1 March due on 31 March."""
    ledger = GROUPS.replace("K2 | 华东电子 | 华东集团", "K2 | 华东电子 | ")
    beside = "客户编号|客户名称|所属集团|账期\nK1|华东机电||99\nK2|华东电子|华东集团|30\nK3|海风商行||"
    group = customer(made(tmp_path, ledger, beside=beside), "华东集团")
    assert group.members == ("华东机电", "华东电子")
    assert group.max_days_overdue == 272
    k2 = customer(made(tmp_path, ledger, beside=beside, by_group=False), "华东电子")
    assert k2.max_days_overdue == 214


def test_a_customer_with_two_groups_stays_itself(tmp_path: Path) -> None:
    ledger = GROUPS.replace("K1 | 华东机电 | | ", "K1 | 华东机电 | 别的集团 | ")
    assessment = made(tmp_path, ledger)
    assert told(assessment) == ["RL415"]
    assert {entry.customer for entry in assessment.customers} == {"华东机电", "华东集团", "海风商行"}


def test_a_customer_of_the_groups_name_belongs_to_it(tmp_path: Path) -> None:
    assessment = made(tmp_path, GROUPS + "K7 | 华东集团 | | @2026-05-01 | @2026-12-01 | 7 |")
    assert customer(assessment, "华东集团").money[0].outstanding == 35_700


@pytest.mark.parametrize(
    ("lines", "limit", "exceeded"),
    [
        ("K1|华东机电|100|CNY\nK2|华东电子|250|CNY", 35_000, False),
        ("K1|华东机电|100|CNY\nK2|华东电子|249.99|CNY", 34_999, True),
        ("K1|华东机电|100|CNY\nK2|华东电子|250|USD", None, None),
        ("K1|华东机电|100|CNY\nK2|华东电子||", None, None),
        ("K1|华东机电|100|CNY", None, None),
        ("K1|华东机电|100|CNY\nK2|华东电子|250|CNY\n|华东集团|400|CNY", 40_000, False),
        ("|华东集团|300|CNY", 30_000, True),
    ],
)
def test_the_limit_of_a_group(tmp_path: Path, lines: str, limit: int | None, exceeded: bool | None) -> None:
    """Its own line's, else the sum where all members have one in one currency. 350 are outstanding."""
    assessment = made(tmp_path, beside="客户编号|客户名称|信用额度|额度币种\n" + lines)
    stated = assessment.stated.facts.get(assessment.grouped.names.index("华东集团"))
    assert (stated.limit if stated else None, stated.limit_exceeded if stated else None) == (limit, exceeded)
    assert "RL407" not in told(assessment)
    assert "RL405" not in told(assessment)


def test_contacts_and_contracts_of_members_and_of_the_group_are_the_groups(tmp_path: Path) -> None:
    log = "日期|客户名称|渠道|内容|承诺付款日\n@2026-10-01|华东电子|电话|会付|@2026-10-05\n@2026-10-07|华东集团|面谈|再说|"
    assessment = made(tmp_path, beside=log)
    group = customer(assessment, "华东集团")
    assert group.last_contact is not None
    assert (group.last_contact.channel, group.last_contact.contacts) == ("面谈", 2)
    assert group.promises is not None
    assert group.promises.count("broken") == 1
    assert told(assessment) == []
