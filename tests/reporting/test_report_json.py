"""The monthly report as JSON: the head of `assess`, exact money, a sentence with every note, and the published schema."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from full_report import LAST, full_report
from pydantic import TypeAdapter
from schema_check import complaints

from riskledger.assessment import assess
from riskledger.i18n import LANGUAGES, Language, words
from riskledger.reporting.machine import head
from riskledger.reporting.monthly.amounts import note
from riskledger.reporting.report import Absent, Alert, Effect, FollowUp, Headline, Report, WorkItem
from riskledger.reporting.report_json import render_json, report_schema
from riskledger.reporting.saying import say

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = report_schema()


def document(report: Report, language: Language) -> dict[str, Any]:
    """What a reader of the file gets."""
    read: dict[str, Any] = json.loads(render_json(report, words(language)))
    return read


def notes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "code" in value and "params" in value:
            yield value
        for part in value.values():
            yield from notes(part)
    elif isinstance(value, list):
        for part in value:
            yield from notes(part)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_like_the_assessment(language: Language) -> None:
    made = document(full_report(language), language)
    [book] = (ROOT / "examples" / language).glob("*2026-10.xlsx")
    opening = head(assess(book, as_of=LAST), language)
    assert {key: made[key] for key in opening} == opening
    assert list(made)[: len(opening)] == list(opening)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_what_the_published_schema_says(language: Language) -> None:
    report = full_report(language)
    assert list(complaints(document(report, language), SCHEMA, SCHEMA)) == []
    absent = Absent(note("monthly.no_rows"))
    empty = dataclasses.replace(report, ageing=absent, trend=absent, moves=absent, work=absent, effect=absent)
    assert list(complaints(document(empty, language), SCHEMA, SCHEMA)) == []


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("ageing", 0, "amount"), 12.5),
        (("ageing", 0, "amount"), "12.5"),
        (("work", 0, "tier"), "高风险"),
        (("work", 0, "due"), "31.10.2026"),
        (("work", 0, "reasons", 0, "text"), None),
        (("schema_version",), 2),
    ],
)
def test_the_schema_refuses_what_is_wrong(path: tuple[str | int, ...], wrong: object) -> None:
    made = document(full_report("en"), "en")
    place: Any = made
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = wrong
    assert list(complaints(made, SCHEMA, SCHEMA))


def test_the_schema_refuses_keys_it_does_not_know() -> None:
    made = document(full_report("en"), "en")
    del made["tiers"][0]["exposure"]
    made["quality"]["more"] = 1
    assert [complaint.split(" ")[1] for complaint in complaints(made, SCHEMA, SCHEMA)] == ["required", "additionalProperties"]


@pytest.mark.parametrize(
    ("part", "kind"),
    [("headlines", Headline), ("work", WorkItem), ("alerts", Alert), ("follow_up", FollowUp), ("effect", Effect)],
)
def test_sections_read_back_as_they_were(part: str, kind: Any) -> None:
    report = full_report("zh")
    was = getattr(report, part)
    adapter: TypeAdapter[Any] = TypeAdapter(tuple[kind, ...] if isinstance(was, tuple) else kind)
    made = document(report, "zh")[part]
    again = document(dataclasses.replace(report, **{part: adapter.validate_json(json.dumps(made))}), "zh")[part]
    for note_read, note_written in zip(notes(again), notes(made), strict=True):
        note_read["text"] = note_written["text"]  # a note's amounts come back as texts
    assert again == made


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_note_brings_its_sentence_in_the_readers_language(language: Language) -> None:
    report = full_report("zh")
    made = document(report, language)
    assert made["text_language"] == language
    assert made["language"] == "zh"
    found = list(notes(made))
    assert len(found) > 100
    assert all(one["text"] for one in found)
    assert made["headlines"][0]["sentence"]["text"] == say(report.headlines[0].sentence, words(language))
    assert made["headlines"][0]["sentence"]["params"]["value"] == str(report.headlines[0].value)


def test_an_absent_section_is_an_object_with_why() -> None:
    made = document(dataclasses.replace(full_report("en"), watch=Absent(note("monthly.no_watch"))), "en")
    assert made["watch"] == {"why": {"code": "monthly.no_watch", "params": {}, "text": "No further customers to watch."}}


def test_names_are_kept_to_the_letter() -> None:
    report = full_report("en")
    assert not isinstance(report.work, Absent)
    name = '</script>"\\ 甲\n=1+1'
    named = dataclasses.replace(report, work=(dataclasses.replace(report.work[0], customer=name),))
    assert document(named, "en")["work"][0]["customer"] == name
