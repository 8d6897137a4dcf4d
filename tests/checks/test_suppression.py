"""Suppressions in riskledger.toml: what they hide, what they must not hide, and what is said of those that no longer apply."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_table import AS_OF, write
from riskledger import assess
from riskledger.assessment import Assessment
from riskledger.errors import CannotRun
from riskledger.reporting.wording import where

TABLE = "客户名称|单据号|到期日|交易金额\nA公司|F1|@2026-12-31|100\nA公司|F1|@2026-12-31|100\nB公司|F2|下月初|7\nC公司|F3|月末前|9"
ENTRY = '[[suppress]]\nrule = "{rule}"\n{more}\nreason = "已核对"\nuntil = 2026-12-31\n'


def assessed(folder: Path, suppressions: str, as_of: str = AS_OF) -> Assessment:
    """The table above, which has RL203 at C4 and C5 and RL308 at B3, with a riskledger.toml beside it."""
    (folder / "riskledger.toml").write_text(suppressions, encoding="utf-8")
    return assess(write(folder / "book.xlsx", TABLE), as_of=as_of)


def told(assessment: Assessment) -> list[str]:
    return [f"{found.rule} {where(assessment, found.row, found.column) or '-'}" for found in assessment.findings]


def hidden(assessment: Assessment) -> list[str]:
    return [f"{held.finding.rule} {where(assessment, held.finding.row, held.finding.column)}" for held in assessment.suppressed]


@pytest.mark.parametrize(
    ("rule", "more", "set_aside"),
    [
        ("RL308", "", ["RL308 B3"]),
        ("rl203", "", ["RL203 C4", "RL203 C5"]),
        ("RL203", 'customer = " ｂ公司 "', ["RL203 C4"]),
        ("RL203", 'cell = "C5"', ["RL203 C5"]),
        ("RL203", 'cell = "台账!$c$5"', ["RL203 C5"]),
        ("RL203", 'cell = "\'台账\'!C5"\ncustomer = "C公司"', ["RL203 C5"]),
    ],
)
def test_what_an_entry_covers(rule: str, more: str, set_aside: list[str], tmp_path: Path) -> None:
    assessment = assessed(tmp_path, ENTRY.format(rule=rule, more=more))
    assert hidden(assessment) == set_aside
    assert sorted(told(assessment) + set_aside) == ["RL203 C4", "RL203 C5", "RL308 B3"]
    assert {(held.reason, held.until.isoformat()) for held in assessment.suppressed} == {("已核对", "2026-12-31")}


@pytest.mark.parametrize("more", ['customer = "D公司"', 'cell = "C3"', 'cell = "别的表!C4"', 'cell = "C4"\ncustomer = "C公司"'])
def test_an_entry_that_matches_nothing_is_told(more: str, tmp_path: Path) -> None:
    assessment = assessed(tmp_path, ENTRY.format(rule="RL203", more=more))
    assert told(assessment) == ["RL203 C4", "RL203 C5", "RL308 B3", "RL602 -"]
    assert assessment.suppressed == ()


def test_an_entry_ends_after_its_last_day(tmp_path: Path) -> None:
    suppressions = ENTRY.format(rule="RL203", more="").replace("2026-12-31", "2026-10-31")
    assert told(assessed(tmp_path, suppressions, "2026-10-31")) == ["RL308 B3"]
    late = assessed(tmp_path, suppressions, "2026-11-01")
    assert told(late) == ["RL203 C4", "RL203 C5", "RL308 B3", "RL601 -"]
    assert late.has_errors


def test_errors_set_aside_count_no_longer_but_their_rows_stay_out(tmp_path: Path) -> None:
    assessment = assessed(tmp_path, ENTRY.format(rule="RL203", more=""))
    assert not assessment.has_errors
    assert assessment.row_counts == {"read": 4, "assessed": 2, "excluded": 2, "later": 0, "skipped": 0}


def test_of_two_entries_the_first_gives_the_reason_and_both_are_in_use(tmp_path: Path) -> None:
    wide, narrow = ENTRY.format(rule="RL203", more=""), ENTRY.format(rule="RL203", more='cell = "C4"').replace("已核对", "另一条")
    assessment = assessed(tmp_path, wide + narrow)
    assert told(assessment) == ["RL308 B3"]
    assert [held.reason for held in assessment.suppressed] == ["已核对", "已核对"]


@pytest.mark.parametrize(
    ("suppressions", "key", "problem"),
    [
        ('[[suppress]]\nrule = "RL308"\nuntil = 2026-12-31\n', "suppress[1].reason", "missing"),
        ('[[suppress]]\nrule = "RL308"\nreason = "x"\n', "suppress[1].until", "missing"),
        ('[[suppress]]\nrule = "RL308"\nreason = " "\nuntil = 2026-12-31\n', "suppress[1].reason", "empty"),
        ('[[suppress]]\nrule = "RL308"\nreason = "x"\nuntil = "soon"\n', "suppress[1].until", "wrong_type"),
        ('[[suppress]]\nrule = "RL3*"\nreason = "x"\nuntil = 2026-12-31\n', "suppress[1].rule", "not_allowed"),
        ('[[suppress]]\nrule = "RL601"\nreason = "x"\nuntil = 2026-12-31\n', "suppress[1].rule", "not_allowed"),
        (ENTRY.format(rule="RL308", more='cell = "row 3"'), "suppress[1].cell", "not_allowed"),
        (ENTRY.format(rule="RL308", more="") + ENTRY.format(rule="RL308", more='sheet = "台账"'), "suppress[2].sheet", "unknown_key"),
        ('suppress = "RL308"', "suppress", "wrong_type"),
    ],
)
def test_entries_that_are_not_valid(suppressions: str, key: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as refused:
        assessed(tmp_path, suppressions)
    assert (refused.value.code, refused.value.params["key"], refused.value.params["problem"]) == ("suppress_invalid", key, problem)
