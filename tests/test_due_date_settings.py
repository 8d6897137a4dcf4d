"""What a policy says of due dates, in the whole program: days of grace, the order of days and month end, the roll to working days."""

from __future__ import annotations

import datetime as dt
from importlib import resources
from pathlib import Path

import pytest

from ledger_table import write
from riskledger import Assessment, assess
from riskledger.errors import CannotRun
from riskledger.ledger.working_days import WorkingDays
from riskledger.rating.policy import load_policy, standard

BUILT_IN = resources.files("riskledger.rating").joinpath("policy_standard.toml").read_text(encoding="utf-8")
WRITTEN = "grace_days = 0 "
TERMS = "客户名称|交易日期|账期|交易金额\n"
DAYS_FIRST, MONTH_END_FIRST = 'end_of_month_order = "days_then_month_end"', 'end_of_month_order = "month_end_then_days"'


def assessed(folder: Path, table: str, settings: str = "", *, as_of: str = "2030-12-31", beside: str | None = None) -> Assessment:
    assert BUILT_IN.count(WRITTEN) == 1
    policy = folder / "policy.toml"
    policy.write_text(BUILT_IN.replace(WRITTEN, settings + " "), encoding="utf-8")
    return assess(write(folder / "book.xlsx", table, beside=beside), as_of=as_of, policy=policy)


def due(found: Assessment) -> list[str]:
    return [dt.date.fromordinal(day).isoformat() if day else "-" for day in found.facts.due_day.tolist()]


def rules(found: Assessment) -> list[str]:
    return [f"{finding.rule} {finding.value}" for finding in found.findings]


@pytest.mark.parametrize(
    ("terms", "invoiced", "days_first", "month_end_first", "neither"),
    [
        ("5 days EOM on the 1st", "2026-03-05", "2026-04-01", "2026-04-01", "2026-04-01"),  # G20
        ("5 days EOM on the 1st", "2026-03-28", "2026-05-01", "2026-05-01", "2026-05-01"),
        ("30 days EOM on the 10th", "2016-01-14", "2016-03-10", "2016-03-10", "2016-03-10"),  # G21
        ("1 month after end of invoice month", "2020-06-11", "2020-07-31", "2020-07-31", "2020-07-31"),  # G22
        ("1 month after end of invoice month", "2025-02-14", "2025-03-31", "2025-03-31", "2025-03-31"),  # G23
        ("last day of next month", "2015-01-01", "2015-02-28", "2015-02-28", "2015-02-28"),  # G24
        ("last day of next month", "2015-06-16", "2015-07-31", "2015-07-31", "2015-07-31"),
        ("last day of next month", "2015-10-31", "2015-11-30", "2015-11-30", "2015-11-30"),
        ("45 d EOM", "2021-09-13", "2021-10-31", "2021-11-14", "-"),  # G25
        ("月结45天", "2021-09-13", "2021-10-31", "2021-11-14", "-"),
        ("30 days EOM on the 1st", "2026-04-22", "2026-06-01", "2026-06-01", "2026-06-01"),  # G26
        ("30 days EOM on day 0", "2026-04-22", "2026-05-31", "2026-05-31", "2026-05-31"),
    ],
)
def test_the_order_of_days_and_month_end(
    tmp_path: Path, terms: str, invoiced: str, days_first: str, month_end_first: str, neither: str
) -> None:
    table = f"{TERMS}A公司|@{invoiced}|{terms}|100\nB公司|@{invoiced}|30|1"
    for settings, wanted in ((DAYS_FIRST, days_first), (MONTH_END_FIRST, month_end_first), ("", neither)):
        found = assessed(tmp_path, table, settings)
        assert due(found)[0] == wanted
        assert rules(found) == ([f"RL217 {terms}"] if wanted == "-" else [])


def test_the_order_counts_on_the_customers_sheet_too(tmp_path: Path) -> None:
    table, beside = (
        "客户名称|交易日期|交易金额\nA公司|@2021-09-13|100\nB公司|@2021-09-13|100",
        "客户名称|信用额度|账期\nA公司|500|45 d EOM\nB公司|500|7",
    )
    assert due(assessed(tmp_path, table, MONTH_END_FIRST, beside=beside)) == ["2021-11-14", "2021-09-20"]
    found = assessed(tmp_path, table, beside=beside)
    assert due(found) == ["-", "2021-09-20"]
    assert rules(found) == ["RL217 45 d EOM"]


@pytest.mark.parametrize(
    ("calendar", "invoiced", "contractual", "rolled"),
    [
        ("CN", "2026-09-01", "2026-10-01", "2026-10-08"),  # the whole week is free
        ("CN", "2026-01-15", "2026-02-14", "2026-02-14"),  # a Saturday worked in exchange
        ("CN", "2026-01-16", "2026-02-15", "2026-02-24"),
        ("GB", "2026-11-25", "2026-12-25", "2026-12-29"),  # Boxing Day falls on Saturday, its Monday is free
        ("GB-ENG", "2026-03-07", "2026-04-06", "2026-04-07"),  # Easter Monday
        ("GB-SCT", "2026-03-07", "2026-04-06", "2026-04-06"),
        ("US", "2026-06-03", "2026-07-03", "2026-07-06"),  # 4 July is a Saturday
        ("US", "2026-06-01", "2026-07-01", "2026-07-01"),
    ],
)
def test_a_due_date_that_terms_give_rolls_to_a_working_day(
    tmp_path: Path, calendar: str, invoiced: str, contractual: str, rolled: str
) -> None:
    table = f"客户名称|交易日期|账期|到期日|交易金额\nA公司|@{invoiced}|30||100\nB公司|@{invoiced}|30|@{contractual}|100"
    found = assessed(tmp_path, table, f'calendar = "{calendar}"')
    assert due(found) == [rolled, contractual]
    assert found.findings == ()
    assert due(assessed(tmp_path, table)) == [contractual, contractual]


def test_a_year_that_is_not_decreed_yet_avoids_weekends_and_says_so_once(tmp_path: Path) -> None:
    """1 October 2090 is a Sunday; whether the week after is free nobody knows yet."""
    table = TERMS + "A公司|@2090-09-01|30|100\nB公司|@2090-09-01|30|100\nC公司|@2091-09-03|30|100"
    found = assessed(tmp_path, table, 'calendar = "CN"', as_of="2091-12-31")
    assert due(found) == ["2090-10-02", "2090-10-02", "2091-10-03"]
    assert rules(found) == ["RL220 2090", "RL220 2091"]
    assert rules(assessed(tmp_path, table, 'calendar = "US"', as_of="2091-12-31")) == []
    assert rules(assessed(tmp_path, table, 'calendar = "CN"', as_of="2091-09-02")) == [
        "RL220 2090"
    ]  # what does not exist yet needs no calendar


def test_declared_days_do_not_roll(tmp_path: Path) -> None:
    table = "客户名称|交易日期|交易金额|逾期付款天数\nA公司|@2026-09-01|100|9"
    assert due(assessed(tmp_path, table, 'calendar = "CN"', as_of="2026-10-10")) == ["2026-10-01"]


def test_days_of_grace(tmp_path: Path) -> None:
    """Due 1 October, five days of grace: the 6th is in time, the 7th is six days late."""
    table = """客户名称|交易日期|到期日|交易金额|支付日期|逾期付款天数
A公司|@2026-09-01|@2026-10-01|100|@2026-10-06|5
B公司|@2026-09-01|@2026-10-01|100|@2026-10-07|6
C公司|@2026-09-01|@2026-10-01|400||
D公司|@2026-09-01|@2026-10-06|800||"""
    found = assessed(tmp_path, table, "grace_days = 5", as_of="2026-10-06")
    assert found.facts.days_overdue.tolist() == [0, 0, 0, 0]
    assert found.facts.decided.tolist() == [True, False, False, False]
    assert found.portfolio.totals
    assert (found.portfolio.totals.overdue, found.portfolio.totals.not_due) == (0, 1300_00)
    assert found.portfolio.ageing["not_due"] == 500_00
    assert [entry.overdue for entry in found.customers] == [0, 0, 0, 0]
    assert found.portfolio.ageing["due_today"] == 800_00

    late = assessed(tmp_path, table, "grace_days = 5", as_of="2026-10-07")
    assert late.facts.days_overdue.tolist() == [0, 6, 6, 0]
    assert late.facts.late.tolist() == [False, True, True, False]
    assert due(late) == ["2026-10-01", "2026-10-01", "2026-10-01", "2026-10-06"]
    assert late.portfolio.totals
    assert late.portfolio.totals.overdue == 400_00
    assert {entry.customer: entry.max_days_overdue for entry in late.customers} == {"A公司": 0, "B公司": 0, "C公司": 6, "D公司": 0}
    assert {entry.customer: entry.overdue for entry in late.customers}["C公司"] == 400
    assert late.findings == ()  # the five days declared within the grace contradict nothing

    assert assessed(tmp_path, table, as_of="2026-10-07").facts.days_overdue.tolist() == [5, 6, 6, 1]


def test_a_policy_without_due_dates_is_valid_and_the_same(tmp_path: Path) -> None:
    file = tmp_path / "old.toml"
    file.write_text(BUILT_IN.replace("[due_dates]\n", "").replace(BUILT_IN[BUILT_IN.index(WRITTEN) :].split("\n")[0], ""), encoding="utf-8")
    assert "grace_days" not in file.read_text(encoding="utf-8")
    assert load_policy(file) == standard()
    assert load_policy(file).digest == standard().digest


@pytest.mark.parametrize(
    ("settings", "key", "problem", "value"),
    [
        ("grace_days = -1", "due_dates.grace_days", "out_of_range", "-1"),
        ('calendar = "XX"', "due_dates", "not_allowed", "XX"),
        ('calendar = "GB-XXX"', "due_dates", "not_allowed", "GB-XXX"),
        ('end_of_month_order = "either"', "due_dates.end_of_month_order", "not_allowed", "either"),
        ("gracedays = 5", "due_dates.gracedays", "unknown_key", "5"),
    ],
)
def test_settings_that_are_not_valid(tmp_path: Path, settings: str, key: str, problem: str, value: str) -> None:
    with pytest.raises(CannotRun) as refused:
        assessed(tmp_path, TERMS + "A公司|@2026-01-01|30|1", settings)
    assert [refused.value.params[name] for name in ("key", "problem", "value")] == [key, problem, value]


def test_two_settings_make_two_policies(tmp_path: Path) -> None:
    table = TERMS + "A公司|@2026-01-01|30|1"
    assert assessed(tmp_path, table, "grace_days = 5").policy.digest != standard().digest


def test_the_library_knows_the_weekends_that_are_worked() -> None:
    china = WorkingDays("CN")
    assert [china.is_working(dt.date(2026, 2, day)) for day in (13, 14, 15, 16, 28)] == [True, True, False, False, True]
    assert china.covers(2026)
    assert not china.covers(2090)
    assert china.on_or_after(dt.date.max.toordinal()) == dt.date.max.toordinal()
