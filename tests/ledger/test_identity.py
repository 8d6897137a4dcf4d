"""Which names and ids are taken for one customer, as tables of pairs; what joining them does; and merging on request."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskledger.ledger.company_names import is_slip
from riskledger.ledger.identity import Spelling, concentration_effect, near_duplicates
from riskledger.ledger.intake import customer_key


def spelling(written: str, revenue: int = 100, rows: int = 1) -> Spelling:
    """`name`, or `name @id` as the ledger would key it."""
    name, _, number = (part.strip() for part in written.partition("@"))
    return Spelling(customer_key(name, number or None) or "", name, number or None, revenue, rows)


def pair(table: str) -> list[tuple[str, str, str | None]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [(one, two, None if kind == "-" else kind) for one, two, kind in rows]


NAMES = pair("""
浙江甲有限公司              | 浙江甲 有限公司             | case_or_blanks
浙江甲有限公司              | 浙江甲（有限公司）           | case_or_blanks
ＡＢＣ贸易有限公司           | abc 贸易有限公司            | case_or_blanks
甲乙（中国）投资有限公司      | 甲乙中国投资有限公司          | case_or_blanks
阿里云·华东                | 阿里云华东                  | case_or_blanks
WAL-MAR corp              | WALMAR Corp               | case_or_blanks
Blue Stone Ltd            | Bluestone Ltd.            | case_or_blanks
Marks & Penrose           | Marks and Penrose         | case_or_blanks
O'Hara Foods              | OHara Foods               | case_or_blanks
Café Müller GmbH          | Cafe Muller GmbH          | case_or_blanks
Alderwick L.L.C.          | Alderwick LLC             | case_or_blanks
Store #12                 | Store 12                  | case_or_blanks
浙江甲有限公司              | 浙江甲股份有限公司           | suffix
浙江甲有限公司              | 浙江甲有限责任公司           | suffix
浙江甲有限公司              | 浙江甲                     | suffix
浙江甲集团                 | 浙江甲集团有限公司           | suffix
浙江甲（集团）有限公司        | 浙江甲有限公司              | suffix
甲乙（中国）有限公司          | 甲乙有限公司                | suffix
甲乙投资中心（有限合伙）       | 甲乙投资中心                | suffix
WAL-MAR corp              | WAL-MAR llc               | suffix
WAL-MAR                   | wal-mar Corporation       | suffix
Acme Co., Ltd.            | ACME Company Limited      | suffix
Acme Co.,Ltd              | Acme Inc.                 | suffix
Acme (China) Co., Ltd.    | Acme Limited              | suffix
Acme China Ltd            | Acme Ltd                  | suffix
Dunmallow S.A.            | Dunmallow                 | suffix
Dunmallow Pty Ltd         | Dunmallow                 | suffix
Dunmallow GmbH & Co. KG   | Dunmallow GmbH            | suffix
Dunmallow Sdn. Bhd.       | Dunmallow                 | suffix
3M Co                     | 3M Company                | suffix
Alderwick Machinery Ltd   | Alderwikc Machinery Ltd   | typo
Bracken Hoffman Trading   | Bracken Hofman Trading    | typo
浙江甲有限公司北京分公司       | 浙江甲有限公司上海分公司       | -
浙江甲有限公司北京分公司       | 浙江甲有限公司              | -
浙江甲北京公司              | 浙江甲上海公司              | -
北京甲乙科技有限公司          | 上海甲乙科技有限公司          | -
甲乙科技（北京）有限公司       | 甲乙科技（上海）有限公司       | -
甲乙（香港）有限公司          | 甲乙（中国）有限公司          | -
测试01号                   | 测试02号                   | -
测试01号                   | 测试10号                   | -
Store 12                  | Store 13                  | -
Store 1-2                 | Store 12                  | -
Store 12                  | Store 112                 | -
Unit 1 Ltd                | Unit 11 Ltd               | -
A公司                      | B公司                      | -
A公司                      | A集团                      | -
A Corp                    | A Ltd                     | -
甲公司                     | 甲集团                     | -
浙江甲机械有限公司            | 浙江乙机械有限公司            | -
浙江甲机械有限公司            | 浙江甲机电有限公司            | -
杭州万向机械有限公司          | 杭州向万机械有限公司          | -
Acme Hong Kong Ltd        | Acme China Ltd            | -
Acme (Shanghai) Co., Ltd. | Acme (Beijing) Co., Ltd.  | -
Bank of China Ltd         | Bank of Ltd               | -
Acme China                | Acme                      | -
Acme Ltd North            | Acme Ltd South            | -
Acme Trading              | Acme Trucking             | -
Alderwick Machinery Ltd   | Alderwikc Machinery LLC   | -
Harland Plumbing          | Hartland Plumbing         | -
Marlow Wholesale Foods    | Harlow Wholesale Foods    | -
Clark Wholesale Foods     | Clarke Wholesale Foods    | -
Penny Wholesale Foods     | Peny Wholesale Foods      | -
Hoffman                   | Hofman                    | -
Building 2112 Logistics   | Building 2121 Logistics   | -
ハンダ                     | バンダ                     | -
Coca C+                   | Coca C                    | -
Ltd                       | Limited                   | -
有限公司                   | 股份有限公司                | -
散客                       | 散 客                      | -
""")


def kind_of(one: str, two: str) -> str | None:
    groups = near_duplicates([spelling(one, 200), spelling(two, 100)])
    assert len(groups) <= 1
    return groups[0].kind if groups else None


@pytest.mark.parametrize(("one", "two", "kind"), NAMES)
def test_names_without_ids(one: str, two: str, kind: str | None) -> None:
    assert kind_of(one, two) == kind
    assert kind_of(two, one) == kind


IDS = pair("""
WAL-MAR corp @0100000222  | WAL-MAR corp @100000222   | zero_stripped
WAL-MAR corp @0100000222  | WAL-MAR llc @100000222    | zero_stripped
华为 @0012                 | 华为技术有限公司 @12         | zero_stripped
中石油 @0012               | 中国石油天然气集团 @12       | zero_stripped
@00048571                 | @48571                    | zero_stripped
00048571                  | 48571                     | zero_stripped
甲乙有限公司 @C-001         | 甲乙有限公司 @C001          | case_or_blanks
甲乙有限公司 @C001          | 甲乙有限公司 @C002          | one_name_two_ids
Acme Ltd @C001            | ACME Limited @C207        | one_name_two_ids
Acme @C001                | Acme Ltd @C207            | one_name_two_ids
甲乙有限公司 @C001          | 甲乙有限公司                | id_missing
甲乙有限公司 @C001          | 甲乙 有限公司               | case_or_blanks
WAL-MAR corp @7           | WAL-MAR llc               | suffix
Alderwick Machinery @7    | Alderwikc Machinery       | typo
甲乙有限公司 @C7            | 丙丁有限公司 @C7            | one_id_two_names
甲乙有限公司 @C7            | 甲乙股份有限公司 @C7         | -
甲乙北京分公司 @C7          | 甲乙上海分公司 @C7          | one_id_two_names
Store 12 @C7              | Store 13 @C7              | one_id_two_names
华为 @C7                   | 华为技术有限公司 @C7         | -
甲乙有限公司 @01            | 丙丁有限公司 @1             | -
甲乙有限公司 @C1            | 甲乙股份有限公司 @C2         | -
WAL-MAR corp @7           | WAL-MAR llc @8            | -
Alderwick Machinery @7    | Alderwikc Machinery @8    | -
甲乙有限公司 @C01           | 甲乙贸易有限公司 @C1         | -
散客 @1                    | 散客 @2                    | -
Walk-in Customer @1       | walk-in customer @2       | -
甲乙有限公司 @0             | 丙丁有限公司 @00            | -
""")


@pytest.mark.parametrize(("one", "two", "kind"), IDS)
def test_names_with_ids(one: str, two: str, kind: str | None) -> None:
    assert kind_of(one, two) == kind
    assert kind_of(two, one) == kind


def test_the_pain_of_one_customer_under_eleven_spellings() -> None:
    """The shape seen in a public ledger: forms, case, blanks and lost zeros, one group in the end."""
    written = [
        "WAL-MAR corp @0200769623", "WAL-MAR llc @0200769623", "WAL-MAR  @200769623", "wal-mar Co @0200769623", "WAL-MAR Inc. @200769623",
        "WAL-MAR", "WALMAR Corp", "Wal-Mar Corporation", "ＷＡＬ-ＭＡＲ Ltd", "WAL MAR, L.L.C.", "WAL-MAR company",
    ]  # fmt: skip
    (group,) = near_duplicates([spelling(text, 10 + i) for i, text in enumerate(written)])
    assert len(group.members) == 11
    assert (group.kind, group.normal_form, group.evidence) == ("zero_stripped", "200769623", ("0200769623", "200769623"))
    effect = concentration_effect(group, 1_000)
    assert effect is not None
    # By key: #0200769623 has 10 + 11 + 13, #200769623 has 12 + 14, six names have 15 to 20 each.
    assert effect.largest_alone == pytest.approx(0.034)
    assert effect.merged == pytest.approx(0.165)


def test_evidence_says_what_differs() -> None:
    def evidence(*written: str) -> tuple[str, ...]:
        (group,) = near_duplicates([spelling(text) for text in written])
        return group.evidence

    assert evidence("ＡＢＣ贸易", "abc 贸易") == ("width", "case", "blanks")
    assert evidence("Café-Ona", "Cafe Ona") == ("accents", "punctuation", "blanks")
    assert evidence("Acme & Sons", "Acme and Sons") == ("punctuation",)
    assert evidence("浙江甲（有限公司）", "浙江甲有限公司") == ("punctuation",)
    assert evidence("甲乙 @C-1", "甲乙 @C1") == ("id",)
    assert evidence("Acme Co., Ltd.", "Acme Inc", "Acme") == ("co ltd", "inc")
    assert evidence("甲乙集团股份有限公司", "甲乙") == ("集团 股份有限公司",)
    assert evidence("甲乙 @2", "甲乙 @1", "甲乙") == ("1", "2")
    assert evidence("Bracken Hofman Trading", "Bracken Hoffman Trading") == ("Bracken Hoffman Trading", "Bracken Hofman Trading")


def test_the_formless_name_is_left_alone_between_two_companies_with_ids() -> None:
    assert near_duplicates([spelling(text) for text in ("甲乙有限公司 @1", "甲乙股份有限公司 @2", "甲乙")]) == ()


def test_a_placeholder_id_does_not_join_its_customers() -> None:
    crowd = [spelling(f"客户{chr(0x4E00 + i)}{chr(0x5E00 + i)} @9") for i in range(60)]
    (group,) = near_duplicates([*crowd, spelling("甲乙丙 @9"), spelling("甲乙 @09")])
    assert (group.kind, len(group.members)) == ("one_id_two_names", 61)


@pytest.mark.parametrize(
    ("one", "two", "slip"),
    [
        ("hoffman foods", "hofman foods", True),
        ("rossell foods", "rosell foods", True),
        ("hoffmann foods", "hofman foods", False),
        ("hoffman foods", "hofman food", False),
        ("hoffman foods", "hoffman foods", False),
        ("abcdefa foods", "bcdefa foods", False),
        ("machinery foods", "machniery foods", True),
        ("machinery foods", "amchinery foods", False),
        ("machinery foods", "machinrye foods", False),
        ("machinery foods", "machinery", False),
        ("211221 foods", "212121 foods", False),
    ],
)
def test_a_slip_is_one_doubled_letter_or_one_swap(one: str, two: str, slip: bool) -> None:
    assert is_slip(one.split(), two.split()) is slip
    assert is_slip(two.split(), one.split()) is slip


def test_largest_first_and_groups_by_revenue() -> None:
    groups = near_duplicates([spelling(*row) for row in (("Acme Ltd", 5), ("Acme Inc", 9), ("Blue Co", 40), ("Blue", 1), ("Cyan", 99))])
    assert [[member.name for member in group.members] for group in groups] == [["Blue Co", "Blue"], ["Acme Inc", "Acme Ltd"]]


def test_no_effect_where_there_is_no_revenue_to_share() -> None:
    (group,) = near_duplicates([spelling("Acme Ltd", 0), spelling("Acme Inc", 0)])
    assert concentration_effect(group, 0) is None
    assert concentration_effect(group, -5) is None


# -- properties --------------------------------------------------------------------------------------------------------

CHINESE = ["甲", "乙", "北京", "有限公司", "股份", "集团", "(中国)", "分公司", "合伙"]
PIECES = [*CHINESE, "Acme", "WAL-MAR", "Ltd", "co.", "S.A.", "&", "and", "１２", "3", " ", "-", "é"]
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join) | st.text(max_size=12)
entries = st.lists(
    st.builds(
        lambda name, number, revenue: Spelling(customer_key(name, number) or "", name, number, revenue, 1),
        texts,
        st.none() | st.sampled_from(["1", "01", "001", "C1", "C-1", "2", "０１", ""]),
        st.integers(-50, 1000),
    ),
    max_size=12,
)


@given(entries, st.randoms())
def test_row_order_is_irrelevant(spellings: list[Spelling], dice: random.Random) -> None:
    shuffled = spellings.copy()
    dice.shuffle(shuffled)
    assert near_duplicates(shuffled) == near_duplicates(spellings)


@given(entries)
def test_a_duplicate_joins_several_keys_and_each_spelling_once(spellings: list[Spelling]) -> None:
    groups = [group for group in near_duplicates(spellings) if group.kind != "one_id_two_names"]
    members = [member for group in groups for member in group.members]
    assert len(members) == len(set(members))
    assert all(len({member.key for member in group.members}) > 1 for group in groups)


# -- crying wolf -------------------------------------------------------------------------------------------------------

FIGURES = """
    place: 北京 上海 广州 深圳 杭州 宁波 南京 苏州 武汉 成都
    trade: 机械 建材 贸易 百货 物流 软件 纺织 咨询 五金 食品 电子 工程 医药 化工 包装 印刷 农业 旅游 传媒 能源
    family: Alder Ashcombe Barlow Barton Bennet Birch Bowden Brackenhill Carter Chandler Cinder Clark Clarke Cooper Dalton Darley Denton
    family: Eastergate Elmshaw Fernacre Fisher Foster Garner Garnet Gorse Hanson Hansen Harland Hartland Hawkins Heron Johnson Johnston
    family: Keller Kelner Larkin Larking Marlow Harlow Marsden Marston Martin Marten Norton Morton Orchard Palmer Parker Parkes Preston
    family: Weston Easton Quarry Reed Reid Rushbeck Shelby Shelley Stanton Stratton Tanner Taylor Tyler Underoak Walker Waller Watson Watton
    line: Trading Logistics Machinery Foods Hardware Textiles Building Consulting Electronics Contractors
"""


def figures(what: str) -> list[str]:
    return [word for line in FIGURES.splitlines() if line.strip().startswith(what) for word in line.split()[1:]]


def test_no_alarm_among_invented_companies_that_are_all_different() -> None:
    """Near but different: regions, trades, branches, numbers, similar family names, each with one form of company."""
    chinese = [f"{place}{stem}{trade}有限公司" for place in figures("place") for stem in "甲乙丙丁戊" for trade in figures("trade")]
    branches = [f"甲乙股份有限公司{place}分公司" for place in figures("place")] + [f"测试{i:02}号" for i in range(200)]
    english = [f"{surname} {line} Ltd" for surname in figures("family") for line in figures("line")] + [f"Store {i}" for i in range(200)]
    assert near_duplicates([spelling(name) for name in chinese + branches + english]) == ()


def test_no_alarm_on_the_names_of_a_foreign_workbook() -> None:
    if not (corpus := os.environ.get("RISKLEDGER_CORPUS")):
        pytest.skip("RISKLEDGER_CORPUS is not set: no real workbooks to read")
    ledger = Path(corpus).parent / "ledgers" / "open_data_invoices.xlsx"
    if not ledger.is_file():
        pytest.skip(f"{ledger.name} is not beside the folder of RISKLEDGER_CORPUS")
    from openpyxl import load_workbook

    names = {str(row[1]) for row in load_workbook(ledger, read_only=True).worksheets[0].iter_rows(min_row=2, values_only=True) if row[1]}
    assert len(names) > 3
    assert near_duplicates([spelling(name) for name in names]) == ()
