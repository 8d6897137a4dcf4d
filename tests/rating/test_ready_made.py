"""The policies that come with the program: complete, in order of severity, monotone; the standard one is pinned."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invoice_rows import Row, book, facts_of
from random_books import CUSTOMERS, T, books, thorough
from test_monotony import choose, replaced
from test_sample_table import SAMPLE

from riskledger.errors import CannotRun
from riskledger.rating.points import payment_points
from riskledger.rating.policy import READY_MADE, TIERS, Policy, complaints, load_policy, ready_made, standard
from riskledger.rating.rate import Rating, rate

# What decides a rating: points, tier, action, review. Ageing, targets, warnings, limits, allowance, holds and interest do not.
RATING_PARTS = (
    "default_term_days", "due_dates", "payment", "prior", "indicators", "cuts", "new_customer", "confidence", "review_months", "triggers",
    "actions", "bands",
)  # fmt: skip
PINNED = "fdabd9857815"


def text_of(name: str) -> str:
    return resources.files("riskledger.rating").joinpath(f"policy_{name}.toml").read_text(encoding="utf-8")


def tiers(rows: list[Row], name: str) -> list[int]:
    return [TIERS.index(rating.computed_tier) for rating in rated(rows, name)]


def rated(rows: list[Row], name: str) -> tuple[Rating, ...]:
    return rate(facts_of(rows, T, CUSTOMERS), ready_made(name))


def test_default_ratings_change_only_under_a_heading_of_their_own() -> None:
    content = json.dumps(standard().model_dump(mode="json", include=set(RATING_PARTS)), sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    assert digest == PINNED, (
        "The standard policy rates otherwise than before. Say so in CHANGELOG.md under a heading of its own "
        f"(### Default ratings: what changes and who moves), then pin {digest} here."
    )


def test_the_standard_file_says_what_the_model_defaults_to() -> None:
    content = tomllib.loads(text_of("standard"))
    required = {key: value for key, value in content.items() if Policy.model_fields[key].is_required()}
    assert len(required) < len(content)
    assert Policy.model_validate(required) == Policy.model_validate(content)


def test_the_standard_file_names_every_part_of_the_model() -> None:
    named = set(re.findall(r"^(?:# )?\[{0,2}([a-z_]+)", text_of("standard"), re.MULTILINE))
    assert Policy.model_fields.keys() - named == {"default_term_days"}
    assert "default_term_days" in text_of("standard")


def test_each_has_its_own_name_and_digest() -> None:
    policies = [ready_made(name) for name in READY_MADE]
    assert len({policy.digest for policy in policies}) == len({policy.name.zh for policy in policies}) == len(READY_MADE) == 4


def test_a_bare_name_stands_for_the_policy_unless_there_is_such_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_policy(Path("strict")) == ready_made("strict")
    with pytest.raises(CannotRun):
        load_policy(Path("severe"))
    Path("strict").write_text(text_of("lenient"), encoding="utf-8")
    assert load_policy(Path("strict")) == ready_made("lenient")


def test_every_complaint_is_kept_the_first_one_in_front(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    wrong = text_of("standard").replace("late_ratio = 35", 'late_ratio = "x"').replace("high_from = 30", "high_from = 3")
    file.write_text(wrong.replace("days = 14", "days = -1"), encoding="utf-8")
    with pytest.raises(CannotRun) as caught:
        load_policy(file)
    found = caught.value.params["complaints"]
    assert [(complaint.key, complaint.problem) for complaint in found] == [  # type: ignore[attr-defined]  # params are of any type
        ("payment.late_ratio", "wrong_type"),
        ("cuts", "cuts_order"),
        ("actions[2].days", "out_of_range"),
    ]
    assert caught.value.params["key"] == "payment.late_ratio"


def test_the_classic_rule_rates_the_classic_rows_low_medium_medium_high() -> None:
    ratings = rate(book("2023-05-05", SAMPLE), ready_made("classic"))
    assert [rating.tier for rating in ratings] == ["low", "medium", "medium", "high"]
    assert [rating.action.zh for rating in ratings] == ["无需特别措施", "加强账款催收力度", "增加信用额度审核流程", "暂停新订单接收"]
    assert [[reason.code for reason in rating.reasons if reason.points == 0] for rating in ratings] == [
        [],
        ["trigger_worst_days_late", "trigger_complaints"],
        ["trigger_worst_days_late", "trigger_complaints"],
        ["trigger_complaints", "trigger_worst_days_late"],
    ]
    assert [rating.points for rating in ratings] == [rating.points for rating in rate(book("2023-05-05", SAMPLE), standard())]


CLASSIC = """
    customer invoiced   due        paid       amount complaints
    thirty   2026-01-01 2026-01-31 2026-03-02 100    0
    over     2026-01-01 2026-01-31 2026-03-03 100    0
    aged     2025-03-01 2025-04-01 2025-10-31 100    0
    recent   2025-03-01 2025-04-01 2025-11-01 100    0
    open     2024-01-01 2024-02-01 -          100    0
    prompt   2026-01-01 2026-01-31 2026-01-31 100    0
    new      2026-10-20 2026-11-30 -          100    0
    angry    2026-01-01 2026-01-31 2026-01-31 100    1
"""


def test_the_classic_rule_goes_by_the_worst_lateness_and_the_complaints_of_365_days() -> None:
    facts = book("2026-10-31", CLASSIC)
    assert payment_points(facts, standard()).worst_days_late.tolist() == [30, 31, 0, 214, 1003, 0, 0, 0]
    assert [rating.tier for rating in rate(facts, ready_made("classic"))] == [
        "medium", "high", "low", "high", "high", "low", "low", "medium",
    ]  # fmt: skip


def test_the_reason_shows_the_worst_invoice_first() -> None:
    table = """
        customer invoiced   due        paid       amount
        A        2025-01-01 2025-02-01 2025-09-01 100
        A        2026-01-01 2026-01-31 2026-02-05 900
        A        2026-01-01 2026-01-31 2026-02-09 100
    """
    reason = next(r for r in rate(book("2026-10-31", table), ready_made("classic"))[0].reasons if r.code == "trigger_worst_days_late")
    assert (reason.value, reason.rows, reason.fact) == ("9", (2, 1), "days_overdue")


@thorough
@given(books)
def test_strict_never_rates_safer_and_lenient_never_riskier_than_standard(rows: list[Row]) -> None:
    strict, normal, lenient = (tiers(rows, name) for name in ("strict", "standard", "lenient"))
    assert all(a >= b >= c for a, b, c in zip(strict, normal, lenient, strict=True))


@pytest.mark.parametrize("name", ["strict", "lenient", "classic"])
@thorough
@given(books, st.data())
def test_paying_or_one_complaint_less_is_never_worse(name: str, rows: list[Row], data: st.DataObject) -> None:
    pays = data.draw(st.booleans())
    # A disputed item not yet past due is the known corner of the disputed share.
    fits = [row.outstanding(T) != 0 and not (row.disputed and row.due >= T) if pays else row.complaints > 0 for row in rows]
    place = choose(data, rows, fits)
    change = {"paid": T, "received": None} if pays else {"complaints": rows[place].complaints - 1}
    after = tiers(replaced(rows, place, **change), name)
    assert all(better <= worse for better, worse in zip(after, tiers(rows, name), strict=True))


@thorough
@given(books, st.data())
def test_under_the_classic_rule_an_item_paid_a_day_later_is_never_better(rows: list[Row], data: st.DataObject) -> None:
    place = choose(data, rows, [0 < row.paid < T and row.outstanding(T) == 0 for row in rows])
    later = tiers(replaced(rows, place, paid=rows[place].paid + 1), "classic")
    assert all(a <= b for a, b in zip(tiers(rows, "classic"), later, strict=True))


def test_complaints_name_the_key_below_the_table_that_holds_the_policy() -> None:
    with pytest.raises(ValueError, match="late_ratio") as caught:
        Policy.model_validate(tomllib.loads(text_of("standard").replace("late_ratio = 35", "late_ratio = -1", 1)))
    assert [found.key for found in complaints(caught.value, "policy")] == ["policy.payment.late_ratio"]  # type: ignore[arg-type]  # pydantic's
