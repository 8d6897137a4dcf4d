"""What the result sheets say is what the JSON says, and LibreOffice opens what was written."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from riskledger.cli.app import run

EXAMPLES = Path(__file__).parents[2] / "examples"
BOOKS = {"zh": "zh/风险客户管理表_2026-10.xlsx", "en": "en/risk_customers_2026-10.xlsx"}
SHEETS = {"zh": ("客户评估", "校验结果"), "en": ("Customer assessment", "Findings")}
TIERS = {"zh": {"low": "低风险", "medium": "中风险", "high": "高风险"}, "en": {"low": "Low", "medium": "Medium", "high": "High"}}


@pytest.fixture(params=["zh", "en"])
def written(request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, Path, dict[str, Any]]:
    """Language, the assessed example, and its JSON with messages in the same language."""
    language = request.param
    path = tmp_path / "book.xlsx"
    shutil.copy(EXAMPLES / BOOKS[language], path)
    assert run(["--lang", language, "assess", str(path), "--as-of", "2026-10-31", "--format", "json"]) == 1
    return language, path, json.loads(capsys.readouterr().out)


def test_one_line_per_customer_with_the_figures_of_the_json(written: tuple[str, Path, dict[str, Any]]) -> None:
    language, path, document = written
    sheet = openpyxl.load_workbook(path)[SHEETS[language][0]]
    headers, *lines = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    totals = lines.pop()
    assert len(lines) == len(document["customers"])
    money = [place for place, header in enumerate(headers) if header in ("未收金额", "逾期金额", "Outstanding", "Overdue")]
    for line, entry in zip(lines, document["customers"], strict=True):
        assert line[:4] == [entry["customer_id"], entry["customer"], TIERS[language][entry["tier"]], entry["credit_score"]]
        assert [f"{line[place]:.2f}" for place in money] == [entry["outstanding"], entry["overdue"]]
        reasons, alerts, action, owner, due, review = line[-6:]
        assert (action, owner) == (entry["action"], entry["action_owner"])
        assert [due.date().isoformat(), review.date().isoformat()] == [entry["action_due"], entry["next_review"]]
        assert [alert["message"] for alert in entry["alerts"] if alert["message"] not in alerts] == [] if alerts else not entry["alerts"]
        assert all(str(reason["points"]) in reasons for reason in entry["reasons"][:1] if reason["points"])
    assert [f"{totals[place]:.2f}" for place in money] == [document["totals"][key] for key in ("outstanding", "overdue")]
    assert sheet.freeze_panes is not None
    assert sheet.auto_filter.ref is not None


def test_the_findings_sheet_lists_what_still_holds_with_links(written: tuple[str, Path, dict[str, Any]]) -> None:
    """A declared number that the run itself put right is no finding of the workbook as written."""
    language, path, document = written
    sheet = openpyxl.load_workbook(path)[SHEETS[language][1]]
    lines = [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]
    remaining = [finding for finding in document["findings"] if finding["rule"] != "RL303"]
    assert len(remaining) < len(document["findings"])
    assert [(line[1], line[2], line[6], line[7]) for line in lines] == [
        (finding["rule"], finding["cell"], finding["message"], finding["remedy"]) for finding in remaining
    ]
    ledger = document["sheet"]
    links = [cell.hyperlink.location.replace("'", "") for (cell,) in sheet.iter_rows(min_row=3, min_col=3, max_col=3)]
    assert links == [f"{ledger}!{finding['cell']}" for finding in remaining]


def test_libreoffice_opens_what_was_written(written: tuple[str, Path, dict[str, Any]], tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    language, path, document = written
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True
    )
    text = (tmp_path / f"book-{SHEETS[language][0]}.csv").read_text(encoding="utf-8")
    assert all(entry["customer"] in text for entry in document["customers"])
