"""The monthly report as JSON: the Report's own fields beneath the head of `assess --format json`, each note with its sentence.

Money is a decimal string with two places, shares are fractions, dates ISO. A section that does not exist is an object with `why`.
The schema (JSON Schema 2020-12) is derived from the dataclasses; `schema_version` rises when a key goes or changes its meaning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import riskledger
from riskledger.history.former import Basis
from riskledger.i18n import Words
from riskledger.reporting.report import Note, Report
from riskledger.reporting.saying import say

Json = dict[str, Any]

_SENTENCE = {"type": "string", "description": "The note as a sentence, in the language of text_language."}


@dataclass(frozen=True, slots=True)
class PolicyUsed:
    """The rating policy: where it was found, its name in the workbook's language, its digest."""

    source: str
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class RowCounts:
    """What became of the ledger's rows."""

    read: int
    assessed: int
    excluded: int
    later: int
    skipped: int


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """The keys every document opens with, as in `assess --format json`, and what a report adds to them."""

    schema_version: int
    riskledger: str
    as_of: dt.date
    workbook: str
    sheet: str
    language: Literal["zh", "en"]  # of the workbook: of actions and of the policy's name
    policy: PolicyUsed
    rows: RowCounts
    text_language: Literal["zh", "en"]  # of the sentences
    month: str
    previous_as_of: dt.date | None
    previous_basis: Basis | None
    currency: str | None
    customer_count: int
    masked: bool
    basis: tuple[Note, ...]


def render_json(report: Report, words: Words) -> str:
    """The report's document as text, with a line end."""
    from pydantic_core import to_json  # json.dumps takes ten times as long where it indents

    return to_json(report_document(report, words), indent=2).decode() + "\n"


def report_document(report: Report, words: Words) -> Json:
    """The document of a report; `words` are the reader's."""
    sections = {name: part for name, part in _fields(report).items() if name not in _IN_HEAD}
    document: Json = _plain({**_fields(_head(report, words)), **sections}, words)
    return document


_IN_HEAD = ("head", "schema_version")


def _head(report: Report, words: Words) -> DocumentHead:
    head = report.head
    return DocumentHead(
        schema_version=report.schema_version,
        riskledger=riskledger.__version__,
        as_of=head.as_of,
        workbook=head.workbook,
        sheet=head.sheet,
        language=head.language,
        policy=PolicyUsed(head.policy_source, head.policy_name.zh if head.language == "zh" else head.policy_name.en, head.policy_digest),
        rows=RowCounts(head.rows_read, head.rows_assessed, head.rows_excluded, head.rows_later, head.rows_skipped),
        text_language=words.language,
        month=head.month,
        previous_as_of=head.previous_as_of,
        previous_basis=head.previous_basis,
        currency=head.currency,
        customer_count=head.customers,
        masked=head.masked,
        basis=head.basis,
    )


def _fields(value: Any) -> Json:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _plain(value: Any, words: Words) -> Any:
    """A value of the report as JSON has it."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Note):
        return {"code": value.code, "params": _plain(value.params, words), "text": say(value, words)}
    if isinstance(value, Mapping):
        return {key: _plain(part, words) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part, words) for part in value]
    return _plain(_fields(value), words)


def report_schema() -> Json:
    """The JSON Schema of the document."""
    from pydantic import TypeAdapter
    from pydantic.json_schema import GenerateJsonSchema

    class Schema(GenerateJsonSchema):
        """Without titles that repeat the keys, and with money as it is written here."""

        def field_title_should_be_set(self, schema: Any) -> bool:
            return False

        def decimal_schema(self, schema: Any) -> Json:
            return {"type": "string", "pattern": r"^-?\d+\.\d\d$"}

    made = {
        kind: TypeAdapter(kind).json_schema(mode="serialization", schema_generator=Schema, ref_template="#/$defs/{model}")
        for kind in (DocumentHead, Report)
    }
    head, body = made[DocumentHead], made[Report]
    properties = {
        **head["properties"],
        **{name: schema for name, schema in body["properties"].items() if name not in _IN_HEAD},
    }
    properties["schema_version"] = {"const": body["properties"]["schema_version"]["default"]}
    definitions = {name: schema for name, schema in sorted({**body["$defs"], **head["$defs"]}.items()) if name not in ("Head", "Bilingual")}
    definitions["Note"]["properties"]["text"] = _SENTENCE
    for schema in definitions.values():
        schema.pop("title", None)
        schema.update(required=list(schema["properties"]), additionalProperties=False)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "riskledger report",
        "description": "One month of a receivables ledger: the document that riskledger report -o report.json writes.",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": definitions,
    }
