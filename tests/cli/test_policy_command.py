"""`policy show`, `export`, `check` and `compare`: exit codes, streams, both languages, and figures that are those of `assess`."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ledgers import classic, write
from rich.cells import cell_len

from riskledger.rating.policy import READY_MADE, load_policy, ready_made, standard

Cli = Callable[..., Any]
ON = ("--as-of", "2023-05-05")
EXAMPLES = Path(__file__).parents[2] / "examples"
EN_BOOK = EXAMPLES / "en" / "risk_customers_2026-10.xlsx"


@pytest.fixture
def own_policy(tmp_path: Path, cli: Cli) -> Path:
    """A policy file with lower cuts, days of grace and points for an industry."""
    file = tmp_path / "own.toml"
    assert cli("policy", "export", "-o", file).code == 0
    text = file.read_text(encoding="utf-8").replace("medium_from = 13", "medium_from = 4").replace("grace_days = 0", "grace_days = 3")
    file.write_text(text + '\n[bands.industry]\n"服务业" = 90\n', encoding="utf-8")
    return file


@pytest.mark.parametrize("name", READY_MADE)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_export_writes_a_file_that_is_the_same_policy(name: str, language: str, tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "mine.toml"
    ran = cli("--lang", language, "policy", "export", name, "-o", file)
    assert (ran.code, load_policy(file).digest) == (0, ready_made(name).digest)
    assert str(file) in ran.out.replace("\n", "")
    assert "riskledger policy check mine.toml" in ran.err


def test_export_prints_without_a_file_and_never_overwrites_unasked(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "mine.toml"
    ran = cli("policy", "export", "strict")
    file.write_text(ran.out, encoding="utf-8")
    assert (ran.code, ran.err, load_policy(file)) == (0, "", ready_made("strict"))
    refused = cli("policy", "export", "-o", file)
    assert (refused.code, refused.out, load_policy(file)) == (2, "", ready_made("strict"))
    assert "--force" in refused.err
    assert cli("policy", "export", "-o", file, "--force").code == 0
    assert load_policy(file) == standard()
    assert cli("policy", "export", "-o", tmp_path / "mine.txt").code == 2
    assert cli("policy", "export", "-o", tmp_path / "absent" / "mine.toml").code == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_show_names_every_key_within_80_columns(language: str, cli: Cli) -> None:
    for name in READY_MADE:
        ran = cli("--lang", language, "policy", "show", name)
        assert (ran.code, ran.err) == (0, "")
        assert [line for line in ran.out.splitlines() if cell_len(line) > 80] == []
        assert ran.out.encode("gbk").decode("gbk") == ran.out
        for wanted in (ready_made(name).digest, "medium_from", "half_life_days", getattr(ready_made(name).name, language)[:4]):
            assert wanted in ran.out
    assert ("近一年投诉次数 >= 3 → 至少高风险" if language == "zh" else "complaints in a year >= 3 → at least High") in ran.out


def test_show_marks_what_differs_from_the_standard_policy(cli: Cli) -> None:
    lines = cli("policy", "show", "strict").out.splitlines()
    assert any(line.startswith(" * medium_from") and " 10 " in line for line in lines)
    assert any(line.startswith("   factor") for line in lines)
    assert not any(line.lstrip().startswith("*") for line in cli("policy", "show").out.splitlines())


def test_show_the_policy_in_force_for_a_book(tmp_path: Path, cli: Cli, own_policy: Path) -> None:
    book = classic(tmp_path / "book.xlsx")
    document = cli("policy", "show", book, "--format", "json").document
    assert document["policy"] == {"source": "built-in", "name": "Standard policy", "digest": standard().digest}
    assert document["ready_made"] == "standard"
    text = own_policy.read_text(encoding="utf-8")
    plain, tables = text.split("\n[", 1)
    (tmp_path / "riskledger.toml").write_text(
        "[policy]\n" + plain + "\n[policy." + tables.replace("\n[[", "\n[[policy.").replace("\n[", "\n[policy.").replace("[policy.[", "[["),
        encoding="utf-8",
    )
    document = cli("--lang", "zh", "policy", "show", book, "--format", "json").document
    assert (document["policy"]["source"], document["ready_made"]) == ("riskledger.toml", None)
    assert document["policy"]["digest"] == load_policy(own_policy).digest
    by_key = {entry["key"]: entry for entry in document["keys"]}
    assert (by_key["cuts.medium_from"]["value"], by_key["cuts.medium_from"]["standard"]) == (4, 13)
    assert by_key["bands.industry"]["value"] == {"服务业": 90}
    assert by_key["cuts.medium_from"]["meaning"] == "从多少风险分起为中风险"
    assert len(by_key["triggers"]["value"]) == 7


@pytest.mark.parametrize("language", ["zh", "en"])
def test_check_tells_every_complaint(language: str, cli: Cli, own_policy: Path) -> None:
    ran = cli("--lang", language, "policy", "check", own_policy)
    assert (ran.code, ran.err) == (0, "")
    assert load_policy(own_policy).digest in ran.out
    assert "bands.industry" in ran.out
    text = own_policy.read_text(encoding="utf-8").replace("late_ratio = 35", 'late_ratio = "x"', 1).replace("days = 14", "days = -4")
    own_policy.write_text(text, encoding="utf-8")
    ran = cli("--lang", language, "policy", "check", own_policy)
    assert (ran.code, ran.err) == (2, "")
    assert "payment.late_ratio" in ran.out
    assert "actions[2].days" in ran.out
    document = cli("--lang", language, "policy", "check", own_policy, "--format", "json").document
    assert (document["valid"], [found["key"] for found in document["complaints"]]) == (False, ["payment.late_ratio", "actions[2].days"])


def test_check_of_what_is_not_there_or_no_policy(tmp_path: Path, cli: Cli) -> None:
    ran = cli("policy", "check", tmp_path / "absent.toml")
    assert (ran.code, ran.out) == (2, "")
    assert "absent.toml" in ran.err.replace("\n", "")
    assert cli("policy", "check", classic(tmp_path / "book.xlsx")).code == 0
    file = tmp_path / "broken.toml"
    file.write_text("[cuts", encoding="utf-8")
    ran = cli("policy", "check", file)
    assert (ran.code, "TOML" in ran.out) == (2, True)


def tiers_and_exposure(document: dict[str, Any]) -> list[tuple[int, str]]:
    """(customers, exposure) of low, medium and high in an assessment of one currency."""
    found = []
    for tier in ("low", "medium", "high"):
        chosen = [entry for entry in document["customers"] if entry["tier"] == tier]
        found.append((len(chosen), f"{sum(float(entry['exposure']) for entry in chosen):.2f}"))
    return found


@pytest.mark.parametrize("other", ["strict", "lenient", "classic", "own"])
def test_compare_gives_the_figures_of_two_assessments(other: str, cli: Cli, own_policy: Path) -> None:
    policy = own_policy if other == "own" else other
    on = ("--as-of", "2026-10-31")
    now, then = (cli("assess", EN_BOOK, *on, "-n", "--format", "json", *more).document for more in ((), ("--policy", policy)))
    document = cli("policy", "compare", EN_BOOK, *on, "--policy", policy, "--format", "json").document
    assert document["policy"] == now["policy"]
    [compared] = document["comparisons"]
    assert compared["policy"] == then["policy"]
    for side, assessed in ((document["now"], now), (compared, then)):
        shown = [(entry["customers"], entry["exposure"][0]["amount"]) for entry in side["tiers"]]
        assert shown == tiers_and_exposure(assessed)
        held = [entry for entry in assessed["customers"] if entry["hold"]["recommended"]]
        assert side["on_hold"]["customers"] == len(held)
        assert side["on_hold"]["exposure"][0]["amount"] == f"{sum(float(entry['exposure']) for entry in held):.2f}"
    before = {entry["customer"]: entry for entry in now["customers"]}
    moved = {
        (entry["customer"], before[entry["customer"]]["tier"], entry["tier"], entry["risk_points"], entry["expected_late_amount"])
        for entry in then["customers"]
        if before[entry["customer"]]["tier"] != entry["tier"]
    }
    assert moved
    assert moved == {
        (move["customer"], move["tier_now"], move["tier_then"], move["risk_points_then"], move["expected_late_then"][0]["amount"])
        for move in compared["changes"]
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_compare_within_80_columns_and_nothing_written(language: str, tmp_path: Path, cli: Cli) -> None:
    name = {"zh": "风险客户管理表_2026-10.xlsx", "en": "risk_customers_2026-10.xlsx"}[language]
    book = tmp_path / name
    shutil.copy(EXAMPLES / language / name, book)
    content = book.read_bytes()
    ran = cli("--lang", language, "policy", "compare", book, "--as-of", "2026-10-31")
    assert (ran.code, book.read_bytes(), list(tmp_path.iterdir())) == (0, content, [book])
    assert [line for line in ran.out.splitlines() if cell_len(line) > 80] == []
    assert ran.out.encode("gbk").decode("gbk") == ran.out
    for name in ("strict", "lenient", "classic"):
        assert ready_made(name).digest in ran.out
    assert "▲" in ran.out
    assert "▼" in ran.out


def test_compare_tells_who_moves_worse_first_and_who_is_kept_by_an_override(tmp_path: Path, cli: Cli) -> None:
    headers = ["客户名称", "交易日期", "到期日", "交易金额", "支付日期", "投诉次数", "覆盖等级"]
    rows = [
        ["新来", "2026-10-20", "2026-12-31", 400, None, 0, None],
        ["受保", "2026-01-01", "2026-02-01", 200, "2026-02-01", 1, "低"],
        ["抱怨", "2026-01-01", "2026-02-01", 200, "2026-02-01", 1, None],
        ["守时", "2026-01-01", "2026-02-01", 200, "2026-02-01", 0, None],
    ]
    book = write(tmp_path / "book.xlsx", headers, rows)
    ran = cli("policy", "compare", book, "--as-of", "2026-10-31", "--policy", "classic", "--format", "json")
    [compared] = ran.document["comparisons"]
    assert [(move["customer"], move["tier_now"], move["tier_then"]) for move in compared["changes"]] == [
        ("抱怨", "low", "medium"),
        ("新来", "medium", "low"),
    ]
    assert compared["overridden"] == 1
    assert "1 more would change" in cli("policy", "compare", book, "--as-of", "2026-10-31", "--policy", "classic").out


def test_compare_in_several_currencies_adds_none_to_another(tmp_path: Path, cli: Cli) -> None:
    headers = ["客户名称", "交易日期", "到期日", "交易金额", "币种"]
    rows = [["甲", "2026-09-01", "2026-10-20", 100, "CNY"], ["甲", "2026-09-01", "2026-10-20", 7, "USD"]]
    book = write(tmp_path / "book.xlsx", headers, rows)
    ran = cli("policy", "compare", book, "--as-of", "2026-10-31", "--policy", "strict", "--format", "json")
    high = next(entry for entry in ran.document["now"]["tiers"] if entry["customers"])
    assert high["exposure"] == [{"currency": "CNY", "amount": "100.00"}, {"currency": "USD", "amount": "7.00"}]
    assert "107" not in cli("policy", "compare", book, "--as-of", "2026-10-31", "--policy", "strict").out


def test_a_name_serves_wherever_a_policy_file_does(tmp_path: Path, cli: Cli) -> None:
    book = classic(tmp_path / "book.xlsx")
    document = cli("assess", book, *ON, "-n", "--policy", "strict", "--format", "json").document
    assert document["policy"] == {"source": "strict", "name": "严格政策", "digest": ready_made("strict").digest}
    assert "101" in cli("explain", book, "A", *ON, "--policy", "classic").out
    refused = cli("assess", book, *ON, "-n", "--policy", "severe")
    assert (refused.code, refused.out) == (2, "")


def test_points_by_industry_show_as_reasons_with_their_cell(tmp_path: Path, cli: Cli, own_policy: Path) -> None:
    book = classic(tmp_path / "book.xlsx")
    document = cli("assess", book, *ON, "-n", "--policy", own_policy, "--format", "json").document
    reasons = {entry["customer"]: entry["reasons"] for entry in document["customers"]}
    [found] = [reason for reason in reasons["D公司"] if reason["code"] == "industry"]
    assert (found["value"], found["cells"]) == ("服务业", ["客户台账!C5"])
    assert not [reason for reason in reasons["A公司"] if reason["code"] == "industry"]
    assert "industry “服务业” by the policy's table" in " ".join(cli("explain", book, "D", *ON, "--policy", own_policy).out.split())


def test_the_group_alone_shows_its_help_and_unknown_commands_are_named(cli: Cli) -> None:
    assert "compare" in cli("policy").out
    assert cli("policy").code == 0
    ran = cli("policy", "shwo")
    assert (ran.code, ran.out) == (2, "")
    assert "compare" in ran.err
    assert "policy" in cli("polcy").err
