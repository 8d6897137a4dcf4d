"""riskledger.toml beside the workbook: read once, refused as a whole where it is not valid."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_table import AS_OF, write
from riskledger import assess
from riskledger.cli.session import error_words
from riskledger.errors import CannotRun
from riskledger.i18n import LANGUAGES, words
from riskledger.project_file import PROJECT_FILE, project_beside

TABLE = "客户名称|到期日|交易金额\nA公司|@2026-01-01|100"


def refused(folder: Path, project: bytes) -> CannotRun:
    (folder / PROJECT_FILE).write_bytes(project)
    with pytest.raises(CannotRun) as raised:
        assess(write(folder / "book.xlsx", TABLE), as_of=AS_OF)
    return raised.value


@pytest.mark.parametrize(
    ("project", "key", "problem", "wanted"),
    [
        (b"[colums]\namount = 2\n", "colums", "unknown_table", "[columns]"),
        (b'[[Suppressed]]\nrule = "RL203"\n', "Suppressed", "unknown_table", "[[suppress]]"),
        (b"[xyz]\n", "xyz", "unknown_table", "[policy], [columns], [[suppress]]"),
        (b"default_term_days = 30\n", "default_term_days", "unknown_table", "[policy], [columns], [[suppress]]"),
        (b"[policy\n", "1:8", "not_toml", "TOML"),
        ('[columns]\namount = "金额"'.encode("gb18030"), "", "not_utf8", "UTF-8"),
    ],
)
def test_what_nobody_would_read_is_refused(project: bytes, key: str, problem: str, wanted: str, tmp_path: Path) -> None:
    error = refused(tmp_path, project)
    assert error.code == "project_invalid"
    assert [error.params[name] for name in ("path", "key", "problem", "wanted")] == [str(tmp_path / PROJECT_FILE), key, problem, wanted]
    for language in LANGUAGES:
        said = error_words(error, words(language))
        assert PROJECT_FILE in said
        assert problem != "unknown_table" or wanted in said


def test_it_is_read_once_in_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / PROJECT_FILE).write_text('\ufeff[columns]\namount = "本月"\n', encoding="utf-8")
    book = write(tmp_path / "book.xlsx", TABLE.replace("交易金额", "本月"))
    read: list[Path] = []
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: (read.append(self), read_bytes(self))[1])
    assert assess(book, as_of=AS_OF).portfolio.totals
    assert [path.name for path in read].count(PROJECT_FILE) == 1


def test_no_file_is_no_settings_and_one_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    assert project_beside(tmp_path / "book.xlsx").tables == {}
    (tmp_path / PROJECT_FILE).mkdir()
    with pytest.raises(CannotRun) as raised:
        project_beside(tmp_path / "book.xlsx")
    assert raised.value.code == "unreadable"
