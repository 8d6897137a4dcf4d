"""Early warnings of whole books: what changed in a month as known then, what is about to end, who was not spoken to, with the cells."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest

from ledger_table import write
from riskledger import assess
from riskledger.assessment import Assessment, assess_on
from riskledger.metrics.months import months_before
from riskledger.rating.policy import standard
from riskledger.rating.policy_model import Policy
from riskledger.rating.policy_parts import AlertPolicy
from riskledger.reporting.warnings import alert_cells
from riskledger.reporting.wording import fact_rows

HEAD = "客户名称|交易日期|到期日|交易金额|支付日期\n"
LIMITS = "客户名称|信用额度|额度到期日|保险到期日|信用保险|取消订单数\n"
CONTACTS = "日期|客户名称|渠道|内容|承诺付款日|承诺金额\n"
QUIET = "A公司|@2026-09-20|@2026-12-31|100|"


def book(path: Path, table: str, beside: str | None = None, as_of: str = "2026-10-31", policy: Policy | None = None) -> Assessment:
    return assess(write(path / "book.xlsx", table, beside=beside), as_of=as_of, policy=policy)


def warned(assessment: Assessment, customer: str = "A公司") -> dict[str, Any]:
    """Fact code → alert of a customer."""
    return {alert.code: alert for entry in assessment.customers if entry.customer == customer for alert in entry.alerts}


def watching(*facts: tuple[str, str, float | bool]) -> Policy:
    """The built-in policy that warns of these facts alone."""
    lines = tuple(AlertPolicy.model_validate({"fact": f, "operator": o, "value": v, "level": "blue"}) for f, o, v in facts)
    return standard().model_copy(update={"alerts": lines})


ALL_CHANGES = watching(
    ("points_rise", ">", -100.0),
    ("delay_rate_rise", ">", -1.0),
    *((fact, "is", value) for fact in ("tier_rise", "ageing_worse") for value in (True, False)),
)


def test_changes_are_against_what_was_known_a_month_ago(tmp_path: Path) -> None:
    """Two invoices paid in time; the third fell due on 15 September and is 46 days late now, 15 on 30 September."""
    table = (
        HEAD
        + "A公司|@2026-06-01|@2026-07-01|100|@2026-06-20\nA公司|@2026-07-01|@2026-08-01|100|@2026-07-20\n"
        + "A公司|@2026-08-15|@2026-09-15|100|\nB公司|@2026-06-01|@2026-07-01|100|@2026-06-20"
    )
    assessment = book(tmp_path, table)
    alerts = warned(assessment)
    assert {"tier_rise": "orange", "ageing_worse": "yellow"}.items() <= {code: alert.level for code, alert in alerts.items()}.items()
    assert alerts["ageing_worse"].fact[1:3] == (15, 46)
    assert alert_cells(assessment, alerts["ageing_worse"], fact_rows(assessment)) == ["台账!C4"]
    assert warned(assessment, "B公司") == {}


def test_a_first_lateness_of_some_days_is_no_worse_ageing(tmp_path: Path) -> None:
    assert "ageing_worse" not in warned(book(tmp_path, HEAD + "A公司|@2026-08-15|@2026-10-10|100|"))


@pytest.mark.parametrize(("due", "worse"), [("2026-09-30", True), ("2026-10-01", False)])
def test_the_last_day_of_a_bucket_belongs_to_it(tmp_path: Path, due: str, worse: bool) -> None:
    """31 days are past the first bucket, 30 are not."""
    assert ("ageing_worse" in warned(book(tmp_path, HEAD + f"A公司|@2026-08-15|@{due}|100|"))) is worse


def test_a_customer_of_which_nothing_was_known_has_not_changed(tmp_path: Path) -> None:
    table = HEAD + "A公司|@2026-10-01|@2026-10-05|100|\nB公司|@2026-09-30|@2026-10-05|100|"
    assessment = book(tmp_path, table, policy=ALL_CHANGES)
    assert warned(assessment) == {}
    assert {"points_rise"} <= warned(assessment, "B公司").keys()


@pytest.mark.parametrize("as_of", ["2026-02-28", "2026-03-30", "2026-05-31", "2026-06-15", "2026-07-31"])
def test_then_is_what_an_assessment_of_that_day_says(tmp_path: Path, as_of: str) -> None:
    """Points, tier, delay rate and longest overdue of a month ago, against the same book assessed on that day."""
    draw = random.Random(as_of)
    lines = []
    for number in range(120):
        issued = dt.date(2025, 6, 1) + dt.timedelta(draw.randrange(360))
        due = issued + dt.timedelta(draw.choice([0, 15, 30, 60]))
        paid = due + dt.timedelta(draw.randrange(-10, 60))
        settled = f"@{paid}" if draw.random() < 0.8 else ""
        override = draw.choice(["|"] * 9 + ["高风险|@2026-05-20", "低风险|", "低风险|@2026-02-10"])
        lines.append(f"公司{number % 17}|@{issued}|@{due}|{draw.randrange(100, 900)}|{settled}|{draw.randrange(3)}|{override}")
    header = HEAD.strip() + "|投诉次数|覆盖等级|覆盖有效期\n"
    limits = "客户名称|信用额度|财务评分\n" + "\n".join(f"公司{i}|{300 * i}|{40 + i}" for i in range(9))
    now = book(tmp_path, header + "\n".join(lines), limits, as_of, ALL_CHANGES)
    day = dt.date.fromordinal(months_before(dt.date.fromisoformat(as_of).toordinal(), 1))
    then = {entry.key: entry for entry in assess_on(now.read, day).customers}
    compared = 0
    for entry in now.customers:
        facts = {alert.code: alert.fact for alert in entry.alerts}
        if entry.key not in then:
            assert facts == {}
            continue
        before = then[entry.key]
        assert facts["points_rise"].value == pytest.approx(entry.risk_points - before.risk_points, abs=1e-9)
        assert (facts["tier_rise"].before, facts["tier_rise"].now) == (before.tier, entry.tier)
        assert facts["ageing_worse"].before == before.max_days_overdue
        if before.rating.decided and entry.rating.decided:
            assert facts["delay_rate_rise"].before == before.rating.late / before.rating.decided
            compared += 1
    assert compared > 3


def test_alerts_give_no_points(tmp_path: Path) -> None:
    table = HEAD + "A公司|@2026-05-15|@2026-06-15|100|\nB公司|@2026-09-15|@2026-12-15|50|"
    loud = book(tmp_path, table)
    silent = book(tmp_path, table, policy=standard().model_copy(update={"alerts": ()}))
    assert warned(loud)
    assert [entry.alerts for entry in silent.customers] == [(), ()]
    assert [entry.rating for entry in loud.customers] == [entry.rating for entry in silent.customers]


def test_limits_insurance_and_orders_of_the_customers_sheet(tmp_path: Path) -> None:
    beside = LIMITS + "A公司|105|@2026-11-30|@2026-10-21|50|2\nB公司|@2026-11-30||||\nC公司|50||||0\nD公司|1000|@2026-12-01|||"
    table = HEAD + QUIET + "".join(f"\n{name}公司|@2026-09-20|@2026-12-31|100|" for name in "BCD")
    assessment = book(tmp_path, table, beside)
    alerts = warned(assessment)
    levels = {code: (alert.level, alert.fact.value) for code, alert in alerts.items() if code not in ("completeness",)}
    assert levels.pop("limit_used") == ("yellow", pytest.approx(100 / 105))
    assert levels == {
        "limit_ends_in": ("yellow", 30),
        "insurance_ends_in": ("yellow", -10),
        "orders_cancelled": ("yellow", 2),
    }
    cells = {code: alert_cells(assessment, alert, fact_rows(assessment)) for code, alert in alerts.items()}
    assert cells["limit_used"] == ["档案!B2"]
    assert cells["limit_ends_in"] == ["档案!C2"]
    assert cells["insurance_ends_in"] == ["档案!D2"]
    assert cells["orders_cancelled"] == ["档案!F2"]
    assert warned(assessment, "C公司")["limit_used"].level == "red"
    assert not {"limit_ends_in", "limit_used", "orders_cancelled"} & warned(assessment, "D公司").keys()


def test_a_limit_of_nothing_is_used_up_by_the_first_cent(tmp_path: Path) -> None:
    assessment = book(tmp_path, HEAD + QUIET, LIMITS + "A公司|0||||")
    assert warned(assessment)["limit_used"].level == "red"


def test_what_ends_warns_only_while_the_customer_trades(tmp_path: Path) -> None:
    gone = HEAD + "A公司|@2025-01-20|@2025-02-20|100|@2025-02-10\nB公司|@2026-09-20|@2026-12-31|1|"
    assert "limit_ends_in" not in warned(book(tmp_path, gone, LIMITS + "A公司|105|@2025-03-01|||"))


@pytest.mark.parametrize(("promised", "as_of", "broken"), [
    ("2026-09-30", "2026-10-31", True),  # pending on 30 September, broken the day after
    ("2026-09-29", "2026-10-31", False),  # broken on 30 September already: last month's affair
    ("2026-10-30", "2026-10-31", True),
    ("2026-10-31", "2026-10-31", False),  # still to be kept until the evening
])  # fmt: skip
def test_promises_that_broke_since_a_month_ago(tmp_path: Path, promised: str, as_of: str, broken: bool) -> None:
    assessment = book(tmp_path, HEAD + QUIET, CONTACTS + f"@2026-09-25|A公司|电话|答应|@{promised}|100", as_of)
    alerts = warned(assessment)
    assert ("promises_broken" in alerts) is broken
    if broken:
        assert alert_cells(assessment, alerts["promises_broken"], fact_rows(assessment)) == ["档案!E2"]


def test_stale_contact_by_tier_while_something_is_open(tmp_path: Path) -> None:
    """A is new and medium: 90 days; B is high: 30 days; C owes nothing; D was never spoken to and owes for 91 days."""
    table = (
        HEAD
        + "A公司|@2026-07-01|@2026-12-31|100|\nB公司|@2026-05-01|@2026-07-01|100|\n"
        + "C公司|@2026-05-01|@2026-07-01|100|@2026-06-30\nD公司|@2026-08-01|@2026-12-31|100|"
    )
    log = CONTACTS + "@2026-08-02|A公司|电话|好||\n@2026-09-30|B公司|电话|好||\n@2026-01-01|C公司|电话|好||"
    assessment = book(tmp_path, table, log)
    assert {entry.customer: entry.tier for entry in assessment.customers}["D公司"] == "medium"
    stale = {name: "contact_stale" in warned(assessment, f"{name}公司") for name in "ABCD"}
    assert stale == {"A": False, "B": True, "C": False, "D": True}
    assert "contact_stale" not in warned(book(tmp_path, table, log.replace("2026-09-30", "2026-10-01")), "B公司")
    assert "contact_stale" not in warned(book(tmp_path, table), "D公司")  # a book without contacts is not held to them


def test_a_largest_invoice_far_beyond_the_year_before(tmp_path: Path) -> None:
    year = "".join(f"A公司|@2025-{month:02}-15|@2025-{month:02}-28|100|@2025-{month:02}-20\n" for month in range(6, 13))
    year += "".join(f"A公司|@2026-{month:02}-15|@2026-{month:02}-28|100|@2026-{month:02}-20\n" for month in range(1, 8))
    assessment = book(tmp_path, HEAD + year + "A公司|@2026-10-15|@2026-12-31|300|")
    alert = warned(assessment)["largest_invoice_change"]
    assert (alert.level, alert.fact.value) == ("blue", 3.0)
    assert alert_cells(assessment, alert, fact_rows(assessment)) == ["台账!D16"]
    assert "largest_invoice_change" not in warned(book(tmp_path, HEAD + year + "A公司|@2026-10-15|@2026-12-31|299|"))
