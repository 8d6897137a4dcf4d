"""Yes or no: flags, whether an item is still open, whether something is disputed."""

from __future__ import annotations

from collections.abc import Iterable

from riskledger.ledger.values.money import parse_money
from riskledger.ledger.values.text import (
    BAD_FLAG,
    ERROR_CELL,
    OPEN_WORDS,
    Problem,
    as_text,
    is_error,
    joined,
    without_remark,
    words,
)
from riskledger.workbook.sheet import Value

_YES = words("是 有 y yes true 1 √ 对 已")
_NO = words("否 无 没有 n no false 0 × x - 未")
_CLOSED = words(
    "closed paid received settled cleared fullypaid paidinfull 已结清 结清 已结 已付 已付款 已付清 付清 已收 已收款 "
    "已核销 全部核销 完全核销 已支付 已回款 已到账 收讫"
)
_STILL_OPEN = words("partial partiallypaid partlypaid 部分核销 部分付款 部分收款 部分支付 部分回款 未核销") | OPEN_WORDS

# As a status: the document is no receivable, or not one yet.
_VOID = words("作废 已作废 草稿 已取消 取消 已删除 void voided draft cancelled canceled deleted")


def paid_words(values: Iterable[Value]) -> frozenset[Value]:
    """What of a column's content says that the item is settled: 已付, paid. With a remark, 已付（部分）, it does not."""
    return frozenset(value for value in set(values) if isinstance(value, str) and joined(value) in _CLOSED)


def says_void(text: str) -> bool:
    """Whether a status says that the document does not count: 作废, 已作废（重开）, Draft, Voided."""
    return without_remark(joined(text)) in _VOID


def parse_flag(value: Value) -> bool | Problem | None:
    """Yes or no, in either language, as a truth value or as 1 / 0."""
    if value is None or isinstance(value, bool):
        return value
    text = joined(as_text(value) or "")
    if text == "":
        return None
    return True if text in _YES else False if text in _NO else BAD_FLAG


def parse_open(value: Value, *, inverted: bool = False) -> bool | Problem | None:
    """Whether an item is still open, from a status or an is-open column; `inverted` where "yes" means paid."""
    if value is None:
        return None
    text = joined(as_text(value) or "")
    if text in _CLOSED:
        return False
    if text in _STILL_OPEN:
        return True
    flag = parse_flag(value)
    return not flag if inverted and isinstance(flag, bool) else flag


def parse_disputed(value: Value) -> bool | Problem | None:
    """Whether something is disputed: an amount above zero, or yes / no."""
    if value is None:
        return None
    if is_error(value):
        return ERROR_CELL
    flag = parse_flag(value)
    if not isinstance(flag, Problem):
        return flag
    amount = parse_money(value)
    if isinstance(amount, Problem):
        return BAD_FLAG
    return None if amount is None else amount > 0
