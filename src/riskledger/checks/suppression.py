"""Findings set aside on purpose, each with a reason and an end: the [[suppress]] entries of riskledger.toml and their use."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from riskledger.checks.findings import SEVERITIES, Finding
from riskledger.errors import CannotRun
from riskledger.project_file import Project
from riskledger.workbook.address import address

EXPIRED, MATCHES_NOTHING = "RL601", "RL602"
_OF_SUPPRESSIONS = "RL60"  # what is wrong with a suppression is not itself suppressed

_CELL = re.compile(r"(?:'?(?P<sheet>[^!]*?)'?!)?\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[1-9][0-9]{0,6})")
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _rule(text: str) -> str:
    code = text.upper()
    if code not in SEVERITIES or code.startswith(_OF_SUPPRESSIONS):
        raise PydanticCustomError("suppression", "not_allowed", {"value": text, "wanted": "RL308 …"})
    return code


def _cell(text: str) -> str:
    if _CELL.fullmatch(text) is None:
        raise PydanticCustomError("suppression", "not_allowed", {"value": text, "wanted": "F12"})
    return text


class Suppression(BaseModel):
    """One entry: which findings, why they may stand, and the last day on which they may."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    rule: Annotated[_Text, AfterValidator(_rule)]
    customer: _Text | None = None
    cell: Annotated[_Text, AfterValidator(_cell)] | None = None
    reason: _Text
    until: dt.date

    def covers(self, finding: Finding, sheet: str, row_start: int) -> bool:
        """Whether a finding is meant. sheet: the ledger's; row_start: the column that stands for a finding about a whole row of it."""
        if finding.rule != self.rule or (self.customer and _plain(self.customer) != _plain(finding.customer or "")):
            return False
        place = _CELL.fullmatch(self.cell) if self.cell else None
        if place is None:
            return True
        here = finding.row and address(finding.row, finding.column or row_start)
        return here == (place["column"] + place["row"]).upper() and place["sheet"] in (None, finding.sheet or sheet)


class _Entries(BaseModel):
    suppress: list[Suppression] = Field(default_factory=list)


class Listed(NamedTuple):
    """An entry on a sheet of the workbook, and the cell that names its rule."""

    suppression: Suppression
    sheet: str
    row: int
    column: int


class Suppressed(NamedTuple):
    """A finding that is not told, why, and until when."""

    finding: Finding
    reason: str
    until: dt.date


def suppressions_in(project: Project) -> list[Suppression]:
    """The suppressions of a riskledger.toml, none without such an entry.

    CannotRun: "suppress_invalid" (with the TOML key, entries counted from 1).
    """
    try:
        return _Entries.model_validate(project.tables).suppress
    except ValidationError as invalid:
        error = invalid.errors(include_url=False)[0]
        key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in error["loc"]).removeprefix(".")
        problem, value, wanted = what_is_wrong(error)
        raise CannotRun("suppress_invalid", path=str(project.path), key=key, problem=problem, value=value, wanted=wanted) from invalid


def suppress(
    findings: Sequence[Finding], entries: Sequence[Suppression], as_of: dt.date, sheet: str, row_start: int, listed: Sequence[Listed] = ()
) -> tuple[list[Finding], tuple[Suppressed, ...]]:
    """The findings that are told, and those set aside; entries that ended before T or match nothing are findings themselves.

    entries, listed: those of riskledger.toml and of the workbook; both count. as_of: T; the day named in `until` still counts.
    The first entry that covers a finding gives its reason.
    """
    together = [*entries, *(line.suppression for line in listed)]
    if not together:
        return list(findings), ()
    told: list[Finding] = []
    aside: list[Suppressed] = []
    matched: set[int] = set()
    by_rule: dict[str, list[tuple[int, Suppression]]] = {}
    for number, entry in enumerate(together):
        if entry.until >= as_of:
            by_rule.setdefault(entry.rule, []).append((number, entry))
    for finding in findings:
        covering = [(n, entry) for n, entry in by_rule.get(finding.rule, ()) if entry.covers(finding, sheet, row_start)]
        matched.update(n for n, _ in covering)
        if covering:
            aside.append(Suppressed(finding, covering[0][1].reason, covering[0][1].until))
        else:
            told.append(finding)
    for number, entry in enumerate(together):
        if number in matched:
            continue
        rule = EXPIRED if entry.until < as_of else MATCHES_NOTHING
        params: dict[str, object] = {"reason": entry.reason, "until": entry.until.isoformat()}
        if number < len(entries):
            told.append(Finding(rule, value=entry.rule, customer=entry.customer, params={"entry": number + 1, **params}))
        else:
            _, tab, row, column = listed[number - len(entries)]
            told.append(Finding(rule, row, column, value=entry.rule, customer=entry.customer, params=params, sheet=tab))
    return told, tuple(aside)


def _plain(name: str) -> str:
    """A name without what people do not see: width, case, blanks at the ends and runs of them."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def what_is_wrong(error: ErrorDetails) -> tuple[str, str, str]:
    """Why an entry is not valid: a problem code, the value found and what is wanted, none of them in any language."""
    kind, value = error["type"], str(error["input"])
    if kind == "suppression":
        return "not_allowed", value, str(error["ctx"]["wanted"])
    if kind == "missing":
        return "missing", "", str(error["loc"][-1])
    if kind == "extra_forbidden":
        return "unknown_key", value, ""
    if kind == "string_too_short":
        return "empty", value, ""
    if kind.startswith("date"):
        return "wrong_type", value, "2026-12-31"
    return "wrong_type", value, kind.split("_")[0]
