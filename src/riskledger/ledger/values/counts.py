"""Whole numbers with a meaning: complaint counts and days overdue."""

from __future__ import annotations

import re

from riskledger.ledger.values.text import BAD_COUNT, BAD_DAYS, ERROR_CELL, Problem, is_error, joined, plain, says_nothing, words
from riskledger.workbook.sheet import Value

_COUNT = re.compile(r"(-?\d+)(?:\.0+)?\s*(?:次|件|起|个|times?)?")
_DAYS = re.compile(r"(?:已?逾期|超期)?\s*(-?\d+)(?:\.0+)?\s*(?:天|日|days?|d)?")
_NOT_LATE = words("未逾期 不逾期 没有逾期 未到期 按时 准时 notoverdue notdue ontime current")


def parse_count(value: Value) -> int | Problem | None:
    """A count such as `3次` or 3."""
    return _whole(value, _COUNT, BAD_COUNT)


def parse_days(value: Value) -> int | Problem | None:
    """Days such as `30天`, `5 days`, `逾期5天` or 30; 未逾期 is 0; negative means early."""
    if isinstance(value, str) and joined(value) in _NOT_LATE:
        return 0
    return _whole(value, _DAYS, BAD_DAYS)


def _whole(value: Value, pattern: re.Pattern[str], problem: Problem) -> int | Problem | None:
    if value is None:
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e6 else problem
    if not isinstance(value, str):
        return problem
    if is_error(value):
        return ERROR_CELL
    if says_nothing(value):
        return None
    match = pattern.fullmatch(plain(value))
    return int(match[1]) if match and len(match[1]) <= 7 else problem
