"""Limits, holds, allowance, interest and cover through the whole program: a workbook and a policy file in, the figures out."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from pathlib import Path

import pytest

from ledger_table import write
from riskledger import Assessment, assess
from riskledger.assessment import CustomerAssessment
from riskledger.i18n import words
from riskledger.metrics.five_class import CLASSES
from riskledger.rating.policy import Policy
from riskledger.rating.policy import __file__ as policy_room
from riskledger.reporting.explanation import explanation
from riskledger.reporting.explanation_page import explanation_page
from riskledger.reporting.machine import assessment_document
from riskledger.reporting.sheets import assessment_sheet

T = "2026-10-31"
STANDARD = Path(policy_room).with_name("policy_standard.toml")


def book(tmp_path: Path, ledger: str, beside: str | None = None, policy: str = "", as_of: str = T) -> Assessment:
    """The drawings as a workbook, assessed under a file of the built-in policy with some of its tables replaced."""
    file = tmp_path / "policy.toml"
    file.write_text(standard_but(policy), encoding="utf-8")
    return assess(write(tmp_path / "book.xlsx", ledger, beside=beside, tab="客户档案"), as_of=as_of, policy=file)


def standard_but(tables: str) -> str:
    """The built-in policy's text with these tables in the place of its own."""
    replaced = tomllib.loads(tables)
    blocks = re.split(r"^(?=\[)", STANDARD.read_text(encoding="utf-8"), flags=re.MULTILINE)
    kept = [block for block in blocks if not block.startswith("[") or re.findall(r"\w+", block)[0] not in replaced]
    return "".join(kept) + "\n" + tables


def customer(assessment: Assessment, name: str) -> CustomerAssessment:
    [entry] = [entry for entry in assessment.customers if entry.customer == name]
    return entry


def held(assessment: Assessment, name: str) -> bool:
    return customer(assessment, name).credit.hold.held


def document(assessment: Assessment) -> dict[str, object]:
    made = assessment_document(assessment, words("en"), "en", None, None)
    return json.loads(json.dumps(made, allow_nan=False))  # type: ignore[no-any-return]


def page(assessment: Assessment, name: str) -> str:
    """All lines of the customer's page."""
    sections = explanation_page(explanation(assessment, customer(assessment, name)), words("en"))
    return "\n".join(line.text for section in sections for line in section.lines)


# -- holds

HOLD = """
[[holds.rules]]
code = "late"
conditions = [{fact = "days_overdue", operator = ">", value = 61.0}]
[[holds.exemptions]]
rule = "late"
customer = "x co"
conditions = [{fact = "days_overdue", operator = "%s", value = 100.0}]
"""


@pytest.mark.parametrize(
    ("days", "boundary", "x", "y"),
    [(50, ">=", False, False), (61, ">=", False, False), (62, ">=", False, True), (99, ">=", False, True), (100, ">=", True, True),
     (100, ">", False, True), (101, ">", True, True)],
)  # fmt: skip
def test_g36_x_is_exempt_below_a_hundred_days(tmp_path: Path, days: int, boundary: str, x: bool, y: bool) -> None:
    due = dt.date.fromisoformat(T) - dt.timedelta(days=days)
    rows = "\n".join(f"{name} | {number} | @2026-01-01 | @{due} | 1000" for number, name in enumerate(("X Co", "Y Co"), 1))
    got = book(tmp_path, "Customer | Invoice no. | Invoice date | Due date | Amount\n" + rows, policy=HOLD % boundary)
    assert (held(got, "X Co"), held(got, "Y Co")) == (x, y)
    hold = customer(got, "X Co").credit.hold
    assert [reason.rule for reason in hold.exempted] == (["late"] if days > 61 and not x else [])
    if x:
        assert hold.by[0].exemption is not None
        assert f"days overdue {days} {boundary} 100" in page(got, "X Co")


FOUR = """
Customer | Invoice date | Due date | Amount | Parent group
A | @2026-01-01 | @2026-07-01 | 1000 | North
B | @2026-01-01 | @2026-07-01 | 1000 | North
C | @2026-01-01 | @2026-07-01 | 1000 |
"""


def test_the_more_specific_exemption_goes_first_and_a_release_frees_from_all(tmp_path: Path) -> None:
    rules = """
[[holds.rules]]
code = "late"
conditions = [{fact = "days_overdue", operator = ">", value = 61.0}]
[[holds.rules]]
code = "high"
conditions = [{fact = "high_tier", operator = "is", value = true}]
[[holds.exemptions]]
rule = "late"
group = "north"
[[holds.exemptions]]
rule = "late"
customer = "B"
conditions = [{fact = "days_overdue", operator = ">", value = 90.0}]
[[holds.exemptions]]
customer = "C"
release = true
until = 2026-10-31
"""
    got = book(tmp_path, FOUR, policy=rules)
    by = {entry.customer: [reason.rule for reason in entry.credit.hold.by] for entry in got.customers}
    assert by == {"A": ["high"], "B": ["late", "high"], "C": []}
    later = book(tmp_path, FOUR, policy=rules, as_of="2026-11-01")
    assert held(later, "C"), "the release has ended"
    assert got.credit.on_hold == 2
    assert got.credit.exposure_on_hold.value == 2000_00


def test_both_conditions_of_a_rule_must_be_met_and_unknown_facts_hold_nobody(tmp_path: Path) -> None:
    rules = """
[[holds.rules]]
code = "owed"
conditions = [{fact = "overdue_amount", operator = ">", value = 500.0}, {fact = "overdue_share_of_limit", operator = ">", value = 0.1}]
"""
    sheet = "Customer | Credit limit\nA | 9999\nB | 10000\n"
    got = book(tmp_path, FOUR, sheet, rules)
    assert [held(got, name) for name in "ABC"] == [True, False, False]
    assert customer(got, "C").credit.hold.not_judged == ("owed",)


# -- limits

NEED = """
Customer | Invoice date | Amount | Payment date
A | @2026-01-10 | 120000 | @2026-02-10
"""


@pytest.mark.parametrize(
    ("worth", "tier", "limit", "bound_by"),
    [
        pytest.param("500000", "low", 24_000, "need", id="G41"),
        pytest.param("180000", "medium", 9_000, "capacity", id="G42 medium"),
        pytest.param("180000", "high", 0, "capacity", id="G42 high"),
        pytest.param("", "low", 24_000, "capacity_unknown", id="G41 without net worth"),
    ],
)
def test_limit_proposal(tmp_path: Path, worth: str, tier: str, limit: int, bound_by: str) -> None:
    headers = "Customer | Credit limit | Payment terms | Tangible net worth | Override tier | Override reason"
    sheet = f"{headers}\nA | 1 | 60 | {worth} | {tier} | own\n"
    got = book(tmp_path, NEED, sheet, "[limits]\ntax_rate = 0.2\n")
    proposal = customer(got, "A").credit.proposal
    assert (proposal.limit.value, proposal.binding) == (limit * 100, bound_by)
    assert proposal.need.value == 24_000_00
    assert customer(got, "A").credit.limit.amount.value == 1_00, "never applied by itself"
    assert f"Proposed limit {limit:,}.00 = min(need 24,000.00" in page(got, "A")
    assert ("capacity unknown" in page(got, "A")) == (bound_by == "capacity_unknown")


def test_a_grid_takes_the_place_of_the_formula(tmp_path: Path) -> None:
    grid = '[[limits.grid]]\nscore_from = 0\namount = 500.5\n[[limits.grid]]\nscore_from = 0\nsize = "large"\namount = 900\n'
    got = book(tmp_path, FOUR, "Customer | Credit limit | Size\nA | 5 | large\nB | 5 | small\n", grid)
    assert [customer(got, name).credit.proposal.limit.value for name in "ABC"] == [900_00, 500_50, 500_50]


EXPOSED = """
Customer | Invoice date | Due date | Amount
A | @2026-09-10 | @2026-12-01 | 1000
B | @2026-09-10 | @2026-12-01 | 1000
C | @2026-09-10 | @2026-12-01 | 1000
D | @2026-09-10 | @2026-12-01 | -300
"""
COVERED = """
Customer | Credit limit | Limit expiry | Open orders | Credit insurance | Insurance until | Guarantee | Guarantee until
A | 1100 | @2026-10-31 | 200 | 90% | @2026-10-31 | 250 |
B | 1000 | @2026-10-30 | | 700 | @2026-10-30 | 400 | @2026-11-30
C | | | | Yes | | |
D | 100 | | 350 | | | |
"""


def test_exposure_is_after_orders_and_cover_in_force_and_the_limit_is_used_before_cover(tmp_path: Path) -> None:
    got = book(tmp_path, EXPOSED, COVERED)
    assert [str(customer(got, name).exposure) for name in "ABCD"] == ["50.00", "600.00", "1000.00", "50.00"]
    assert [customer(got, name).credit.limit.used.value for name in "ABCD"] == [1200_00, 1000_00, 1000_00, 50_00]
    assert [customer(got, name).credit.limit.use.exceeded for name in "ABCD"] == [True, False, None, False]
    assert [customer(got, name).credit.limit.use.state for name in "ABCD"] == ["in_force", "expired", "no_limit", "no_end_stated"]
    assert any(reason.code.endswith("limit_exceeded") for reason in customer(got, "A").rating.reasons)
    late = customer(got, "A")
    assert late.expected_late_amount == round(late.exposure * int(late.risk_points * 1000) / 100_000, 2)  # type: ignore[operator]
    whole = got.credit
    assert (whole.exposure.value, whole.before_cover.value, whole.insured.value, whole.guaranteed.value) == (
        1700_00,
        3250_00,
        900_00,
        650_00,
    )
    assert whole.covered_share.value == pytest.approx(1550 / 3250)
    assert (whole.limits, whole.over_limit, whole.limits_expired) == (3, 1, 1)


def test_without_orders_and_cover_exposure_is_what_is_outstanding(tmp_path: Path) -> None:
    plain = book(tmp_path, EXPOSED)
    assert [str(customer(plain, name).exposure) for name in "ABCD"] == ["1000.00", "1000.00", "1000.00", "0.00"]
    assert plain.credit.exposure == plain.credit.before_cover


def test_cover_in_another_currency_without_a_rate_takes_nothing_off(tmp_path: Path) -> None:
    ledger = "Customer | Invoice date | Due date | Amount | Currency\nA | @2026-09-10 | @2026-12-01 | 1000 | EUR\n"
    got = book(tmp_path, ledger, "Customer | Credit limit | Limit currency | Credit insurance\nA | 500 | USD | 400\n")
    credit = customer(got, "A").credit
    assert str(customer(got, "A").exposure) == "1000.00"
    assert (credit.limit.amount.why, credit.limit.use.exceeded) == ("limit_currency", None)


# -- allowance and classes

AGED = """
Customer | Invoice date | Due date | Amount
A | @2026-09-10 | @2026-10-01 | 1000.10
A | @2024-09-10 | @2024-10-01 | 333.33
B | @2026-09-10 | @2026-10-01 | 0.07
C | @2026-09-10 | @2026-10-01 | 0.07
D | @2026-05-10 | @2026-06-01 | 500
D | @2026-05-11 | @2026-06-01 | -600
E | @2026-05-11 | | 80
"""


def test_the_allowance_ties_by_bucket_by_customer_and_to_the_outstanding(tmp_path: Path) -> None:
    got = book(tmp_path, AGED, "Customer | Credit limit | Individual allowance\nE | 5 | 50%\nD | 5 | 0\n")
    whole = got.credit.allowance
    assert whole is not None
    each = [customer(got, name).credit.allowance for name in "ABCDE"]
    assert [one.amount.value for one in each] == [50_01 + 100_00, 0, 0, 0, 40_00]
    assert [one.individual for one in each] == [False, False, False, False, True]
    assert whole.total.value == 50_01 + 100_00 + 40_00 == sum(one.amount.value or 0 for one in each)
    assert whole.total.value == sum(line.allowance.value or 0 for line in whole.buckets) + sum(one.allowance for one in whole.individual)
    assert whole.exposure == got.credit.before_cover.value
    assert assessment_sheet(got, words("en")).totals is not None


def test_g44_an_allowance_is_never_0_for_want_of_losses_or_dates(tmp_path: Path) -> None:
    """No loss was ever seen in this book: the policy's matrix stands. By due date, an item without one has no rate and no total."""
    ledger = "Customer | Invoice date | Due date | Amount\nA | @2026-09-10 | @2026-12-01 | 1000\nB | @2026-09-10 | | 1000\n"
    got = book(tmp_path, ledger)
    assert [customer(got, name).credit.allowance.amount.value for name in "AB"] == [50_00, 50_00]
    by_due = '[allowance]\nbasis = "due_date"\nbounds = [30, 60]\nrates = [0.01, 0.02, 0.5, 1.0]\n'
    strict = book(tmp_path, ledger, policy=by_due)
    assert customer(strict, "A").credit.allowance.amount.value == 10_00
    assert customer(strict, "B").credit.allowance.amount == (None, "no_loss_rate")
    assert strict.credit.allowance is not None
    assert strict.credit.allowance.total == (None, "no_loss_rate")


def test_the_five_classes_tie_to_the_outstanding_balance(tmp_path: Path) -> None:
    got = book(tmp_path, AGED)
    classes, totals = got.credit.five_class, got.portfolio.totals
    assert classes is not None
    assert totals is not None
    assert sum(classes.values()) == totals.outstanding
    assert list(classes) == list(CLASSES)
    assert [customer(got, name).credit.worst_class for name in "ADE"] == ["loss", "substandard", None]
    assert customer(got, "E").credit.five_class == {"unclassified": 80_00}


# -- late interest

LATE = """
Customer | Invoice date | Due date | Amount | Payment date | Received amount
A | @2026-07-01 | @2026-10-01 | 100000 | |
B | @2026-01-01 | @2026-03-01 | 100000 | @2026-03-31 | 40000
C | @2026-01-01 | @2026-03-01 | 100000 | @2026-03-01 |
D | @2026-01-01 | | 100000 | |
"""


def test_late_interest_on_what_is_open_and_on_what_was_paid_late(tmp_path: Path) -> None:
    """G17: 100,000 for 30 days at 0.05 % a day are 1,500; receipts earn to their own day."""
    got = book(tmp_path, LATE, policy='[interest]\nrule = "cn_sme"\n')
    found = {entry.customer: entry.credit.interest for entry in got.customers}
    assert all(found.values())
    figures = {name: one[:6] for name, one in found.items() if one}
    assert figures["A"] == (1500_00, 1500_00, 0, 0, 1, 0)
    assert figures["B"] == (600_00 + 7320_00, 7320_00, 600_00, 0, 1, 0)  # 60,000 for 244 days, 40,000 for 30
    assert figures["C"] == (0, 0, 0, 0, 0, 0)
    assert figures["D"] == (0, 0, 0, 0, 0, 1)
    assert got.credit.interest is not None
    assert got.credit.interest.value == 1500_00 + 7920_00


def test_fixed_sums_and_rates_that_are_missing(tmp_path: Path) -> None:
    """G19: 100 for 15 days at 10 % a year and a fee of 10; a rule without rates computes nothing and says so."""
    ledger = "Customer | Invoice date | Due date | Amount\nA | @2026-09-01 | @2026-10-16 | 100\n"
    rates = "rates = [{since = 2020-01-01, rate = 0.1}]\nfee = 10\n"
    got = customer(book(tmp_path, ledger, policy=f'[interest]\nrule = "contract"\n{rates}'), "A").credit.interest
    assert got is not None
    assert (got.on_open, got.fixed_sums, got.total) == (41, 10_00, 10_41)
    without = book(tmp_path, ledger, policy='[interest]\nrule = "eu"\n')
    assert without.credit.interest == (None, "no_rate_on_day")
    assert book(tmp_path, ledger).credit.interest is None


# -- Z″

STATEMENTS = """
Customer | Net worth | 营运资金 | Retained earnings | EBIT | Book equity | Total assets | Total liabilities | Financial score | Z score
A | | 300 | 200 | 80 | 400 | 1000 | 600 | |
B | | -100 | -150 | -50 | 100 | 1000 | 900 | |
C | 400 | 300 | 200 | 80 | | 1000 | 600 | 10 |
D | | 300 | | | | | | | 2.6
"""


def test_z_bands_give_financial_points_only_where_the_policy_asks_and_no_score_stands(tmp_path: Path) -> None:
    """G43, from a sheet."""
    bands = "[bands.z_score]\nsafe = 0\ngrey = 40\ndistress = 90\n"
    got, plain = book(tmp_path, EXPOSED, STATEMENTS, bands), book(tmp_path, EXPOSED, STATEMENTS)
    z = [customer(got, name).credit.z_score for name in "ABCD"]
    assert [round(one.z.value or 0, 4) for one in z if one] == [3.8576, -1.3643, 3.8576, 2.6]
    assert [one.band for one in z if one] == ["safe", "distress", "safe", "grey"]
    financial = [got.stated.indicators[got.grouped.names.index(name)].financial for name in "ABCD"]
    assert financial == [0, 90, 90, 40], "C keeps its explicit score of 10"
    assert [one.financial for one in plain.stated.indicators.values()] == [None, None, 90, None]


def test_bands_that_reward_distress_are_refused() -> None:
    text = standard_but("[bands.z_score]\nsafe = 50\ngrey = 40\ndistress = 90\n")
    with pytest.raises(ValueError, match="z_bands_order"):
        Policy.model_validate(tomllib.loads(text))


# -- what is shown


def test_json_has_a_reason_beside_every_null(tmp_path: Path) -> None:
    made = document(book(tmp_path, EXPOSED, COVERED + "E | 0 | | | | | | "))
    [covered] = [one for one in made["customers"] if one["customer"] == "A"]  # type: ignore[attr-defined]
    assert covered["limit"] | {"proposal": None} == {
        "amount": "1100.00", "used": "1200.00", "utilisation": 1.090909, "headroom": "-100.00", "exceeded": True,
        "state": "in_force", "until": "2026-10-31", "ends_in_days": 0, "proposal": None,
    }  # fmt: skip
    assert covered["exposure_parts"]["cover"][0] == {"kind": "insurance", "state": "in_force", "amount": "900.00", "until": "2026-10-31"}
    assert covered["hold"]["rules"][0]["figures"] == [{"fact": "limit_used", "operator": ">", "bound": 1.0, "value": 1.090909}]
    [unlimited] = [one for one in made["customers"] if one["customer"] == "C"]  # type: ignore[attr-defined]
    limit = unlimited["limit"]
    assert limit["why"].keys() == {"amount", "utilisation", "headroom"}
    assert limit["proposal"]["why"].keys() == {"capacity"}
    portfolio = made["portfolio"]
    assert portfolio["why"]["late_interest"]["code"] == "no_interest_rule"  # type: ignore[index]
    assert portfolio["on_hold"] == {"customers": 2, "exposure": "650.00"}  # type: ignore[index]


def test_several_currencies_have_no_sums_and_say_so(tmp_path: Path) -> None:
    rows = ("A | @2026-09-10 | 1000 | EUR", "A | @2026-09-10 | 1000 | USD", "B | @2026-09-10 | 100 | USD")
    got = book(
        tmp_path,
        "\n".join(("Customer | Invoice date | Amount | Currency", *rows)),
        "Customer | Credit limit | Open orders\nA | 500 | 100\nB | 50 | 10\n",
    )
    made = document(got)
    both, one = (customer(got, name).credit for name in "AB")
    assert both.allowance.amount == (None, "mixed_currencies")
    assert (both.exposure, both.proposal.limit.why) == (None, "mixed_currencies")
    assert (one.limit.used.value, one.limit.use.exceeded, one.allowance.amount.value) == (110_00, True, 5_00)
    assert made["portfolio"]["exposure"] is None  # type: ignore[index]
    assert made["portfolio"]["why"]["five_class"]["code"] == "mixed_currencies"  # type: ignore[index]


def test_the_assessment_sheet_has_the_columns_only_where_there_are_limits(tmp_path: Path) -> None:
    with_limits, without = (assessment_sheet(book(tmp_path, EXPOSED, sheet), words("en")) for sheet in (COVERED, None))
    headers = [column.header for column in with_limits.columns]
    assert "Credit limit" not in [column.header for column in without.columns]
    [row] = [row for row in with_limits.rows if row[0] == "A"]
    shown = dict(zip(headers, row, strict=True))
    assert (float(shown["Credit limit"]), shown["Hold new orders"]) == (1100.0, "limit used 109% > 100%")  # type: ignore[arg-type]
    assert all(len(line) == len(headers) for line in (*with_limits.rows, with_limits.totals or ()))
