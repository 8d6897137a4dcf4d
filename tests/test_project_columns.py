"""[columns] of riskledger.toml beside the workbook: the header mapping of a folder, under the one given for a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_table import AS_OF, write
from riskledger import assess
from riskledger.errors import CannotRun

TABLE = "客户名称|本月开票|改正后金额|到期日\nA公司|100|70|@2026-01-01"


def book(folder: Path, project: str) -> Path:
    (folder / "riskledger.toml").write_text(project, encoding="utf-8")
    return write(folder / "book.xlsx", TABLE)


def invoiced(path: Path, mapping: dict[str, str] | None = None) -> int:
    totals = assess(path, as_of=AS_OF, mapping=mapping).portfolio.totals
    assert totals is not None
    return totals.invoiced


@pytest.mark.parametrize("field", ["amount", "交易金额"])
def test_the_folder_names_the_column(field: str, tmp_path: Path) -> None:
    assert invoiced(book(tmp_path, f'[columns]\n"{field}" = "本月开票"\n')) == 100_00


def test_the_command_line_wins_however_the_field_is_named(tmp_path: Path) -> None:
    assert invoiced(book(tmp_path, '[columns]\namount = "本月开票"\n'), {"交易金额": "改正后金额"}) == 70_00


@pytest.mark.parametrize(
    ("project", "key", "problem"),
    [
        ('[columns]\ncolour = "B"\n', "columns.colour", "unknown_key"),
        ("[columns]\namount = 2\n", "columns.amount", "wrong_type"),
        ('columns = "amount"\n', "columns", "wrong_type"),
    ],
)
def test_a_mapping_that_is_not_valid_names_its_key(project: str, key: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as refused:
        assess(book(tmp_path, project), as_of=AS_OF)
    assert (refused.value.code, refused.value.params["key"], refused.value.params["problem"]) == ("columns_invalid", key, problem)
