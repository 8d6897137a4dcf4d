"""Sixty invented customers and the way each of them pays: a latent lateness that stays, rises or falls over the months."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Literal

Course = Literal["prompt", "ordinary", "slow", "worsening", "improving", "failing", "new", "lost"]

STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"

# Trade (zh, en) and its industry (zh, en). Twelve trades over ten stems keep any two names apart by more than one character.
TRADES = (
    ("机械", "Machinery", "制造业", "Manufacturing"),
    ("建材", "Building Supplies", "建筑业", "Construction"),
    ("贸易", "Trading", "批发业", "Wholesale"),
    ("百货", "Stores", "零售业", "Retail"),
    ("物流", "Logistics", "物流业", "Logistics"),
    ("软件", "Software", "信息技术", "IT"),
    ("纺织", "Textiles", "制造业", "Manufacturing"),
    ("咨询", "Consulting", "服务业", "Services"),
    ("五金", "Hardware", "批发业", "Wholesale"),
    ("食品", "Foods", "零售业", "Retail"),
    ("电子", "Electronics", "制造业", "Manufacturing"),
    ("工程", "Contractors", "建筑业", "Construction"),
)

ENGLISH_NAMES = """
    Alderwick Birchfen Cindermoor Dunmallow Eastergate Foxholt Gullhaven Hazelmere Ivorydale Juniper-Lowe Kestrelby Larkmoor
    Maplethorne Nettlefold Osierby Pinchbeck Quillstone Rookhurst Saffronby Thistledown Umberleigh Velvetdale Wrenbury Yarrowgate
    Zephyrfold Ashcombe Brackenhill Cloverdene Driftmarsh Elmshaw Fernacre Gorseland Heronsgill Inkpen-Vale Jackdaw Knotgrass
    Lindenfell Meadowrue Nightjar Orchardsea Peatmoss Quaymarsh Rushbeck Sorrelton Tansyfield Underoak Vetchling Willowmead
    Yewbarrow Zinnia-Cross Amberfinch Bluethorn Coppergill Dovecotton Elderstream Flintridge Greywether Hollowmere Icefern Jadebrook
""".split()  # noqa: SIM905 - sixty quoted words would fill a page

OWNERS = (("王敏", "Dana Reed"), ("李强", "Sam Ortiz"), ("陈静", "Lee Novak"), ("赵磊", "Kim Hart"))
REGIONS = (("华东", "East"), ("华南", "South"), ("华北", "North"), ("西南", "West"))
TRANSFER, ACCEPTANCE, CHEQUE = ("银行转账", "Bank transfer"), ("承兑汇票", "Acceptance"), ("支票", "Cheque")
CASH, CARD = ("现金", "Cash"), ("信用卡", "Card")
METHODS = (TRANSFER, TRANSFER, ACCEPTANCE, TRANSFER, CHEQUE, TRANSFER, CARD, TRANSFER, TRANSFER, ACCEPTANCE, CASH)
TERMS = (30, 30, 60, 45, 30, 15, 60, 90, 30, 45, 0, 60)

# The customers that do not stay as they are; every other one is prompt, ordinary or slow for good.
MOVERS: dict[int, Course] = {
    4: "worsening", 9: "worsening", 13: "worsening", 19: "worsening", 26: "worsening", 33: "worsening", 38: "worsening", 45: "worsening",
    52: "worsening",
    2: "improving", 11: "improving", 17: "improving", 24: "improving", 30: "improving", 41: "improving", 49: "improving",
    21: "failing", 43: "failing", 56: "new", 58: "new", 35: "lost",
}  # fmt: skip
STEADY: tuple[Course, ...] = ("prompt", "ordinary", "prompt", "ordinary", "slow")


@dataclass(frozen=True)
class Partner:
    """One customer: names in both languages, agreed terms in days, orders a month, a typical invoice in whole units of money."""

    number: int
    names: tuple[str, str]
    phone: str
    industry: tuple[str, str]
    region: tuple[str, str]
    owner: tuple[str, str]
    method: tuple[str, str]
    terms: int
    course: Course
    orders_a_month: float
    typical_invoice: int

    @property
    def code(self) -> str:
        """The customer number as the books write it."""
        return f"C{self.number + 1:03d}"

    def trades_on(self, day: dt.date) -> bool:
        """Whether the customer buys at that time: two are new, one has left."""
        if self.course == "new":
            return day >= dt.date(2026, 8, 3)
        return self.course != "lost" or day < dt.date(2026, 2, 1)

    def lateness(self, due: dt.date) -> tuple[float, float]:
        """The latent truth for an invoice due that day: chance of being late, and days late to expect if it is."""
        worse = _ramp(due, dt.date(2026, 3, 15), dt.date(2026, 8, 31))
        better = _ramp(due, dt.date(2026, 1, 15), dt.date(2026, 7, 15))
        match self.course:
            case "prompt" | "new":
                return 0.02, 4.0
            case "ordinary" | "lost":
                return 0.10, 6.0
            case "slow":
                return 0.45, 14.0
            case "worsening":
                return 0.06 + 0.84 * worse, 6.0 + 54.0 * worse
            case "improving":
                return 0.65 - 0.60 * better, 20.0 - 15.0 * better
            case "failing":
                return (1.0, math.inf) if due >= dt.date(2026, 6, 20) else (0.25, 12.0)


def _ramp(day: dt.date, start: dt.date, end: dt.date) -> float:
    return min(1.0, max(0.0, (day - start).days / (end - start).days))


def _partner(number: int) -> Partner:
    # 60 = one full cycle of stems and branches; the shift by the decade gives every stem another trade each time round.
    trade_zh, trade_en, industry_zh, industry_en = TRADES[(number + number // 10) % len(TRADES)]
    legal_zh = "股份有限公司" if number % 9 == 4 else "有限公司"
    return Partner(
        number=number,
        names=(f"{STEMS[number % 10]}{BRANCHES[number % 12]}{trade_zh}{legal_zh}", f"{ENGLISH_NAMES[number]} {trade_en} Ltd"),
        phone=f"13{5 + number % 5}****{(1234 + 1607 * number) % 10000:04d}",
        industry=(industry_zh, industry_en),
        region=REGIONS[number * 7 % 4],
        owner=OWNERS[number * 3 % 4],
        method=METHODS[number * 4 % len(METHODS)],
        terms=TERMS[number * 5 % len(TERMS)],
        course=MOVERS.get(number, STEADY[number % len(STEADY)]),
        orders_a_month=(0.6, 1.0, 1.3, 1.6, 2.4)[number * 7 % 5],
        typical_invoice=(4_800, 9_500, 18_000, 32_000, 60_000, 115_000)[number * 5 % 7 % 6],
    )


PARTNERS: tuple[Partner, ...] = tuple(_partner(number) for number in range(60))
