"""Rows that are no receivables by their status: void, draft or cancelled documents, which exports list beside the valid ones."""

from __future__ import annotations

from collections.abc import Sequence

from riskledger.checks.findings import Finding
from riskledger.ledger.recognise import STATUS_WORDS, Layout, normalise
from riskledger.ledger.values import parse_flag, says_void, words
from riskledger.workbook.sheet import SheetCells

# Columns that ask the question themselves; 是 / Yes below them means void.
_VOID_FLAGS = words("是否作废 作废 作废标志 作废标记 已作废 isvoid void voided isdeleted deleted iscancelled cancelled canceled")


def valid_rows(cells: SheetCells, layout: Layout, rows: Sequence[int]) -> tuple[list[int], list[Finding]]:
    """The rows (indices) that no status calls void, and for each column that calls others so how many (RL229)."""
    left = list(rows)
    found: list[Finding] = []
    for header in layout.headers:
        word = normalise(header.header)
        asks = header.field is None and word in _VOID_FLAGS
        values = cells.columns.get(header.column)
        if values is None or not (asks or header.field == "open_flag" or word in STATUS_WORDS):
            continue
        void = {value for value in set(values) if (isinstance(value, str) and says_void(value)) or (asks and parse_flag(value) is True)}
        valid = [i for i in left if values[i] not in void] if void else left
        if len(valid) < len(left):
            params = {"count": len(left) - len(valid)}
            found.append(Finding("RL229", layout.header_row, header.column, None, header.header, params=params))
        left = valid
    return left, found
