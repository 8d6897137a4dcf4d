"""The sheet 忽略规则 / Suppressions: findings set aside in the workbook itself, with the meaning they have in riskledger.toml."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from pydantic import ValidationError

from riskledger.checks.findings import Finding
from riskledger.checks.suppression import Listed, Suppression, what_is_wrong
from riskledger.ledger.recognise import normalise
from riskledger.ledger.values import as_text, parse_date, words
from riskledger.workbook.book import Book
from riskledger.workbook.sheet import SheetCells, Value

INVALID, NO_COLUMNS = "RL603", "RL604"

_NAMES = words("忽略规则 抑制 抑制规则 suppressions suppression")
# Field → the words a person heads its column with; the first two are those of the documentation.
_HEADERS: Mapping[str, frozenset[str]] = {
    "rule": words("规则 rule 规则代码 code rulecode"),
    "cell": words("单元格 cell 位置"),
    "customer": words("客户 customer 客户名称 customername"),
    "reason": words("原因 reason 理由"),
    "until": words("截止日 until 截止日期 截止 有效期至 enddate validuntil"),
}
_REQUIRED = ("rule", "reason", "until")
_SEARCHED_ROWS = 10


class SuppressionSheet(NamedTuple):
    """What the sheet lists, and the findings on rows that cannot be used."""

    listed: tuple[Listed, ...] = ()
    findings: tuple[Finding, ...] = ()


def suppressions_on(book: Book, ledger_sheet: str | None = None) -> SuppressionSheet:
    """Read the workbook's suppressions; nothing when no sheet has such a name.

    A row that does not say which rule, why and until when is a finding at its cell (RL603) and suppresses nothing; a sheet without these
    columns is one as a whole (RL604). CannotRun("damaged") as for any sheet.
    """
    listed: list[Listed] = []
    findings: list[Finding] = []
    for entry in book.sheets:
        if "".join(normalise(entry.name).split()) in _NAMES and entry.name != ledger_sheet:
            _read(book.read(entry.name), book.epoch1904, listed, findings)
    return SuppressionSheet(tuple(listed), tuple(findings))


def _read(cells: SheetCells, epoch1904: bool, listed: list[Listed], findings: list[Finding]) -> None:
    if not cells.rows:
        return
    header, columns = max(
        ((at, _columns(cells, at)) for at in range(min(len(cells.rows), _SEARCHED_ROWS))), key=lambda found: (len(found[1]), -found[0])
    )
    lacking = tuple(name for name in _REQUIRED if name not in columns)
    if lacking:
        findings.append(Finding(NO_COLUMNS, cells.rows[header], 1, params={"lacking": lacking}, sheet=cells.sheet))
        return
    for at in range(header + 1, len(cells.rows)):
        written: dict[str, Value] = {name: cells.columns[column][at] for name, column in columns.items()}
        said = {name: text for name, value in written.items() if (text := as_text(value))}
        if not said:
            continue
        stated: dict[str, object] = dict(said)
        day = parse_date(written["until"], epoch1904=epoch1904)
        if isinstance(day, int):
            stated["until"] = dt.date.fromordinal(day)
        try:
            listed.append(Listed(Suppression.model_validate(stated), cells.sheet, cells.rows[at], columns["rule"]))
        except ValidationError as invalid:
            error = invalid.errors(include_url=False)[0]
            name = str(error["loc"][0])
            problem, value, wanted = what_is_wrong(error)
            params = {"key": name, "problem": problem, "wanted": wanted}
            findings.append(
                Finding(
                    INVALID, cells.rows[at], columns[name], value=value, customer=said.get("customer"), params=params, sheet=cells.sheet
                )
            )


def _columns(cells: SheetCells, at: int) -> dict[str, int]:
    """Field → column, of a row read as the header."""
    found: dict[str, int] = {}
    for column, values in sorted(cells.columns.items()):
        text = values[at]
        word = "".join(normalise(text).split()) if isinstance(text, str) else ""
        name = next((name for name, known in _HEADERS.items() if word in known), None)
        if name is not None:
            found.setdefault(name, column)
    return found
