"""Every figure of the report is the figure that `assess --format json` gives on the same day, for both example books."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from riskledger.assessment import Assessment, assess, assess_on
from riskledger.history.former import former_month
from riskledger.i18n import LANGUAGES, Language, words
from riskledger.reporting.machine import assessment_document
from riskledger.reporting.monthly import build_report
from riskledger.reporting.report_json import report_document

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NOW, FORMER = "2026-10-31", dt.date(2026, 9, 30)
MONEY = ("outstanding", "overdue")
FIGURES = (
    *("dso", "best_possible_dso", "average_days_delinquent", "cei", "turnover_closing", "turnover_average"),
    *("delay_rate_count", "delay_rate_amount", "top1_share", "top5_share", "hhi"),
)

Json = dict[str, Any]


@cache
def documents(language: Language) -> tuple[Json, Json, Json]:
    """The report, and what assess says on its day and on the former month's."""
    [book] = (EXAMPLES / language).glob("*2026-10.xlsx")
    now = assess(book, as_of=NOW)
    report = report_document(build_report(now, former_month(now), language), words(language))

    def told(assessment: Assessment) -> Json:
        return assessment_document(assessment, words(language), language, None, None, all_rows=True)

    return report, told(now), told(assess_on(now.read, FORMER))


def total(entries: list[Json], key: str) -> str:
    return str(sum((Decimal(entry[key]) for entry in entries), Decimal("0.00")))


def main_figures(told: Json) -> Json:
    """What the headlines should say, out of the assessment's document."""
    totals, customers = told["totals"], told["customers"]
    return {
        **{key: totals[key] for key in MONEY},
        "overdue_share": round(float(totals["overdue"]) / float(totals["outstanding"]), 6),
        **{key: told["portfolio"][key] for key in FIGURES},
        "allowance": told["portfolio"]["allowance"]["total"],
        "high_customers": sum(entry["tier"] == "high" for entry in customers),
        "expected_late": total(customers, "expected_late_amount"),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_headlines(language: Language) -> None:
    report, now, then = documents(language)
    assert {line["key"]: line["value"] for line in report["headlines"]} == main_figures(now)
    assert {line["key"]: line["previous"] for line in report["headlines"]} == main_figures(then)
    for line in report["headlines"]:
        changed = Decimal(str(line["value"])) - Decimal(str(line["previous"]))
        assert Decimal(str(line["change"])) == pytest.approx(changed, abs=Decimal("0.000001")), line["key"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_state_of_the_book(language: Language) -> None:
    report, now, then = documents(language)
    assert {key: report[key] for key in ("as_of", "workbook", "sheet", "policy", "rows")} == {
        key: now[key] for key in ("as_of", "workbook", "sheet", "policy", "rows")
    }
    assert [{"bucket": line["bucket"], "amount": line["amount"]} for line in report["ageing"]] == now["portfolio"]["ageing"]
    held = {line["bucket"]: line["amount"] for line in then["portfolio"]["ageing"]}
    assert all(line["previous"] == held.get(line["bucket"], "0.00") for line in report["ageing"])
    trend = [{**line, "delay_rate_count": line["delay_rate"], "active_customers": line["customers"]} for line in report["trend"]]
    shared = ("date", "outstanding", "overdue", "overdue_share", "dso", "cei", "delay_rate_count", "active_customers")
    assert [[line[key] for key in shared] for line in trend] == [[line[key] for key in shared] for line in now["portfolio"]["trend"]]
    receivables, revenue = report["concentration"]
    for key in ("top1_share", "top5_share", "hhi"):
        assert receivables[key] == now["portfolio"][f"receivables_{key}"]
        assert revenue[key] == now["portfolio"][key]
    for told, exposure, count in ((now, "exposure", "customers"), (then, "previous_exposure", "previous_customers")):
        for line in report["tiers"]:
            members = [entry for entry in told["customers"] if entry["tier"] == line["tier"]]
            assert (line[count], line[exposure]) == (len(members), total(members, "exposure"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_customers(language: Language) -> None:
    report, now, _ = documents(language)
    entries = {(entry["customer"], entry["customer_id"]): entry for entry in now["customers"]}
    pairs = {
        **{key: key for key in ("tier", "credit_score", "outstanding", "overdue", "max_days_overdue", "next_review")},
        "points": "risk_points",
        "expected_late": "expected_late_amount",
        "owner": "action_owner",
        "due": "action_due",
    }
    assert len(report["work"]) > 30
    for item in (*report["work"], *report["watch"]):
        entry = entries[item["customer"], item["customer_id"]]
        assert {key: item[key] for key in pairs} == {key: entry[theirs] for key, theirs in pairs.items()}
        assert item["completeness"] == entry["completeness"]["share"]
        assert item["last_contact"] == entry["completeness"]["last_contact"]
        assert item["alert"] == (entry["alerts"][0]["level"] if entry["alerts"] else None)
    by_name = {entry["customer"]: entry for entry in now["customers"]}
    for line in report["limits"]:
        entry = by_name[line["customer"]]
        assert (line["exposure"], line["limit"], line["used"]) == (
            entry["exposure"],
            entry["limit"]["amount"],
            entry["limit"]["utilisation"],
        )
        assert ("hold" in line["states"]) == entry["hold"]["recommended"]
    assert sum(entry["hold"]["recommended"] for entry in now["customers"]) == sum("hold" in line["states"] for line in report["limits"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_warnings_and_findings(language: Language) -> None:
    report, now, _ = documents(language)
    warned = [
        (entry["customer"], alert["level"], alert["code"], alert["message"]) for entry in now["customers"] for alert in entry["alerts"]
    ]
    told = [(alert["customer"], alert["level"], alert["code"], alert["evidence"]["text"]) for alert in report["alerts"]]
    assert sorted(told) == sorted(warned)
    assert len(told) > 10
    counts = {line["rule"]: line["count"] for line in report["quality"]["findings"]}
    assert sum(counts.values()) == len(now["findings"])
    assert set(counts) == {finding["rule"] for finding in now["findings"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_overdue_is_last_months_overdue(language: Language) -> None:
    report, _, then = documents(language)
    assert report["effect"]["overdue_then"] == then["totals"]["overdue"]
    assert total(report["effect"]["actions"], "overdue_then") == then["totals"]["overdue"]
    assert total(report["effect"]["actions"], "collected") == report["effect"]["collected"]
