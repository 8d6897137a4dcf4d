"""Credit, alerts and follow-up explained cell by cell: every figure of a written book comes out of what is listed, with its cells."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from ledger_table import AS_OF, write
from riskledger.assessment import assess_book
from riskledger.reporting.derivation import DERIVATIONS, FAMILIES, Quantity
from riskledger.reporting.reference import Reference, value_at
from riskledger.reporting.traced import Traced, again
from riskledger.reporting.tracing import trace
from riskledger.reporting.writeback import plan_writeback
from riskledger.workbook.opening import open_any
from riskledger.workbook.save import save

LEDGER = """
客户名称 | 交易日期    | 到期日      | 交易金额 | 支付日期    | 负责人 | 信用评分 | 评级理由
甲公司   | @2026-05-01 | @2026-06-10 | 1000     |             | 李娜   |          |
甲公司   | @2026-08-01 | @2026-09-30 | 500.55   |             | 王芳   |          | 老客户，我清楚
乙公司   | @2026-09-01 | @2026-11-30 | 3000.33  |             |        | 50       |
丙公司   | @2026-07-01 | @2026-08-15 | 700      | @2026-08-10 |        |          |
丙公司   | @2026-09-01 | @2026-10-15 | -200     |             |        |          |
丙公司   | @2026-09-02 | @2026-10-16 | 900      |             |        |          |
丁公司   | @2023-09-02 | @2023-10-16 | 90.09    |             |        |          |
"""
LISTED = """
客户名称 | 信用额度 | 额度到期日  | 信用保险 | 保险到期日  | 担保 | 未交订单金额 | 净资产 | 单项计提 | 负责人 | 账期
甲公司   | 800      | @2026-09-30 | 50%      | @2026-12-31 | 是   | 100          | 9000   |          |        |
乙公司   | 5000     | @2027-06-30 | 1000     | @2026-06-30 | 2500 |              | -5     | 40%      | 赵敏   | 30
丙公司   | 0        |             |          |             |      | 50           |        | 9999     |        |
"""


def on_policy(tmp_path: Path, key: str, text: str) -> Path:
    """The built-in policy with one of its tables replaced."""
    built_in = resources.files("riskledger.rating").joinpath("policy_standard.toml").read_text(encoding="utf-8")
    rest = re.sub(rf"(?ms)^\[{key}\].*?(?=^\[)", "", built_in)
    path = tmp_path / "own.toml"
    path.write_text(f"{rest}\n{text}\n", encoding="utf-8")
    return path


class Book:
    """A drawing as `assess` leaves it: any cell of a result sheet by customer (or 合计) and header, of the ledger by its address."""

    def __init__(self, tmp_path: Path, table: str = LEDGER, beside: str | None = LISTED, policy: Path | None = None) -> None:
        self.path, self.policy = write(tmp_path / "book.xlsx", table, beside=beside), policy
        with open_any(self.path) as book:
            assessment = assess_book(book, as_of=AS_OF, policy=policy)
            save(book, plan_writeback(assessment, book, "zh").plan, backup=False)

    def all(self, title: str) -> dict[tuple[str, str], Traced]:
        """Every cell of a result sheet by its line and its column, each made again from what it lists."""
        found = {}
        with open_any(self.path) as book:
            assessment = assess_book(book, as_of=AS_OF, policy=self.policy)
            cells = book.read(title)
            for row in cells.rows[2:]:
                names = [
                    str(value_at(cells, row, column)) for column in cells.columns if value_at(cells, 2, column) in ("客户名称", "币种")
                ]
                for column in cells.columns:
                    traced = trace(book, assessment, Reference(title, row, column), "stamp")
                    if traced.what == "outside":
                        continue
                    assert traced.agrees, traced
                    assert traced.value is not None
                    assert again(traced, assessment.policy, "zh") == traced.value.value, traced
                    asked = {each.name for each in traced.inputs}
                    named = DERIVATIONS[traced.figure or ""].inputs
                    assert all(name in named or name.startswith(tuple(set(FAMILIES) & set(named))) for name in asked), asked
                    found[" ".join(names), traced.header or ""] = traced
        return found

    def cell(self, row: int, column: int) -> Traced:
        """A cell of the ledger."""
        with open_any(self.path) as book:
            return trace(book, assess_book(book, as_of=AS_OF, policy=self.policy), Reference(None, row, column), "given")


def told(traced: Traced) -> dict[str, tuple[object, str | None, str | None]]:
    return {each.name: (each.quantity.value, each.cell, each.note) for each in traced.inputs}


def value(traced: Traced) -> object:
    assert traced.value is not None
    return traced.value.value


def test_every_figure_of_a_book_with_limits(tmp_path: Path) -> None:
    cells = Book(tmp_path).all("客户评估")
    exposure = cells["甲公司", "风险敞口"]
    assert value(exposure) == 85027  # 1500.55 + 100 - half of the balance, and a guarantee that nobody knows the amount of
    listed = told(exposure)
    assert listed["outstanding"][0] == 150055
    assert listed["open_orders"] == (10000, "档案!G2", None)
    assert listed["insurance"] == (75028, "档案!D2", None)
    assert listed["guarantee"] == (0, "档案!F2", "amount_unknown")
    assert told(cells["乙公司", "风险敞口"])["insurance"] == (0, "档案!D3", "expired")

    assert told(cells["甲公司", "信用额度"]) == {"stated_limit": (80000, "档案!B2", None)}
    assert cells["丁公司", "信用额度"].why == "no_limit"
    assert value(cells["甲公司", "额度使用率"]) == 2.000688
    assert cells["丙公司", "额度使用率"].why == "limit_is_zero"

    proposed = cells["乙公司", "建议额度"]
    assert (value(proposed), told(proposed)["net_worth"][:2], told(proposed)["term_days"]) == (
        0,
        (-500, "档案!H3"),
        (30, "档案!K3", None),
    )
    assert proposed.total == Quantity("money", 300033)
    terms = told(cells["甲公司", "建议额度"])["term_days"]
    assert terms == (60, "台账!C3", "latest_invoice")
    assert cells["丁公司", "建议额度"].why == "no_revenue"


def test_the_allowance_by_age_alone_and_its_rounding(tmp_path: Path) -> None:
    cells = Book(tmp_path).all("客户评估")
    assert told(cells["乙公司", "坏账准备"]) == {"judged_share": (0.4, "档案!I3", None), "exposed": (300033, None, None)}
    assert value(cells["乙公司", "坏账准备"]) == 120013
    assert told(cells["丙公司", "坏账准备"])["judged_amount"][:2] == (999900, "档案!I4")
    assert value(cells["丙公司", "坏账准备"]) == 70000  # no more than is owed
    assert told(cells["甲公司", "坏账准备"]) == {"age.0-365": (150055, None, None)}
    total = cells["合计", "坏账准备"]
    assert value(total) == sum(int(str(value(cells[name, "坏账准备"]))) for name in ("甲公司", "乙公司", "丙公司", "丁公司"))


def test_cents_that_an_age_group_is_rounded_by(tmp_path: Path) -> None:
    table = "客户名称|交易日期|到期日|交易金额\n" + "\n".join(f"{name}|@2026-05-01|@2026-06-10|100.10" for name in "甲乙丙")
    cells = Book(tmp_path, table, "客户名称|信用额度\n甲|1").all("客户评估")
    assert [value(cells[name, "坏账准备"]) for name in "甲乙丙"].count(500) == 1  # 15.015 in all is 15.02, each alone 5.005
    assert value(cells["合计", "坏账准备"]) == 1502
    assert {told(cells[name, "坏账准备"]).get("rounding", (0,))[0] for name in "甲乙丙"} == {0, -1}


def test_alerts_holds_and_their_cells(tmp_path: Path) -> None:
    cells = Book(tmp_path).all("客户评估")
    alerts = told(cells["甲公司", "预警"])
    cell_of = {str(text).partition("：")[2].rpartition(" ")[0]: cell for text, cell, _ in alerts.values()}
    assert cell_of["最长逾期 143"] == "台账!I2"
    assert cell_of["信用额度已用"] == "档案!B2"
    assert cell_of["信用额度已到期 31"] == "档案!C2"
    assert ("alerts: limit_used > 1", "red") in cells["甲公司", "预警"].policy
    hold = told(cells["甲公司", "建议暂停订单"])
    assert {cell for _, cell, _ in hold.values()} == {"客户评估!B3", "台账!I2", "档案!B2", "档案!C2"}
    assert cells["乙公司", "建议暂停订单"].why == "no_hold"
    assert ("holds: days_overdue > 60", "days_overdue") in cells["乙公司", "建议暂停订单"].policy


def test_owner_and_deadline(tmp_path: Path) -> None:
    cells = Book(tmp_path).all("客户评估")
    assert told(cells["甲公司", "负责人"]) == {"owner": ("王芳", "台账!F3", None)}
    assert told(cells["乙公司", "负责人"]) == {"owner": ("赵敏", "档案!J3", None)}
    by_role = cells["丙公司", "负责人"]
    assert told(by_role)["owner"] == (None, None, "by_policy")
    assert value(by_role) in {text for _, text in by_role.policy}
    due = cells["甲公司", "行动期限"]
    assert int(str(value(due))) - int(str(told(due)["as_of"][0])) in {days for _, days in due.policy}


def test_the_owners_latest_row_is_the_latest_by_its_date(tmp_path: Path) -> None:
    table = "客户名称|交易日期|到期日|交易金额|负责人\n甲|@2026-09-01|@2026-10-01|10|王芳\n甲|@2026-08-01|@2026-09-01|10|王芳"
    assert told(Book(tmp_path, table, None).all("客户评估")["甲", "负责人"]) == {"owner": ("王芳", "台账!E2", None)}


def test_score_and_reasons_in_the_ledger(tmp_path: Path) -> None:
    book = Book(tmp_path)
    score, reasons = book.cell(2, 7), book.cell(2, 8)
    assert (score.figure, score.agrees, score.value and score.value.kind) == ("credit_score", True, "points")
    assert (reasons.figure, reasons.agrees) == ("tier_reasons", True)
    assert told(reasons)["reason.1"][0] in str(value(reasons))
    assert (book.cell(3, 8).agrees, book.cell(3, 8).why) == (None, "own_words")
    assert (book.cell(4, 7).agrees, book.cell(4, 7).why) == (None, "own_words")


@pytest.mark.parametrize("basis", ["due_date", "invoice_date"])
def test_ageing_in_two_currencies_by_either_date(basis: str, tmp_path: Path) -> None:
    table = """
客户名称|交易日期|到期日|交易金额|币种
甲|@2026-01-01|@2026-02-01|100|CNY
乙|@2026-10-01|@2026-10-31|30|CNY
乙|@2026-08-01|@2026-10-20|70|USD
丙|@2026-09-01||-5|USD
"""
    book = Book(tmp_path, table, None, on_policy(tmp_path, "ageing", f'[ageing]\nbasis = "{basis}"\nbounds = [45, 90]'))
    assert book.all("客户评估")["乙 USD", "销售占比"].why == "mixed_currencies"
    cells = book.all("账龄分析")
    over, first = ("逾期 90 天以上", "逾期 1–45 天") if basis == "due_date" else ("90 天以上", "0–45 天")
    assert value(cells["甲 CNY", over]) == value(cells["合计 CNY", over]) == 10000
    assert value(cells["乙 CNY", over]) == 0  # a blank cell
    assert cells["乙 USD", over if basis == "invoice_date" else first].parts[0].cell == "台账!D4"
    assert value(cells["合计 USD", "未收金额"]) == 6500
    assert value(cells["占比 CNY", over]) == 0.769231
    assert value(cells["占比 USD", "逾期金额"]) == pytest.approx(70 / 65, abs=1e-6)


def test_a_grid_in_the_place_of_need_and_capacity(tmp_path: Path) -> None:
    grid = '[limits]\n[[limits.grid]]\nscore_from = 0\namount = 7\n[[limits.grid]]\nscore_from = 0\nsize = "大型"\namount = 9'
    cells = Book(tmp_path, LEDGER, "客户名称|信用额度|规模\n甲公司|1|大型\n乙公司|1|", on_policy(tmp_path, "limits", grid)).all("客户评估")
    assert [value(cells[name, "建议额度"]) for name in ("甲公司", "乙公司")] == [900, 700]
    assert told(cells["甲公司", "建议额度"])["size"][:2] == ("大型", "档案!C2")
    assert ("limits.grid: *, score >= 0", 7.0) in cells["乙公司", "建议额度"].policy
