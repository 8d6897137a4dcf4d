"""What a sheet is when it is no ledger: an ageing summary, a customer list, a list of payables or nothing at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from riskledger.ledger.values import plain, words

Kind = Literal["ageing_summary", "customer_list", "payables", "empty", "other"]

_PAYABLE = re.compile(r"vendor|supplier|payee|供应商|供货商|供货单位|应付(?!款?日)")
_PAYABLE_SHEET = re.compile(r"应付|供应商|供货商|payables?\b|\bap\b|vendor|supplier", re.IGNORECASE)
# Words for the other party that a list of payables uses as well.
_EITHER_PARTY = frozenset(
    ("往来单位", "往来单位名称", "往来单位编码", "单位名称", "partner", "party", "bp", "name", "accountname", "accountno", "accountno.")
)
# Report dates: alone they date no invoice.
_ANY_DATE = words("日期 date")
_PERSONAL = re.compile(r"地址|address|邮箱|e?mail|微信|传真|fax|客户状态|客户类型|客户等级|账户状态|创建时间|created")

_NOT_DUE = words("未到期 未逾期 未到期金额 未逾期金额 current notdue notyetdue notdueyet")
_DAYS_IN = {"": 1, "天": 1, "日": 1, "d": 1, "day": 1, "days": 1, "个月": 30, "月": 30, "month": 30, "months": 30}
_DAYS_IN |= {"年": 365, "year": 365, "years": 365}
_UNIT = r"(天|日|个月|月|年|days?|months?|years?|d)?"
_LEAD = r"(?:逾期|超期|账龄|overdue|pastdue|days|dayspastdue)?:?"
_SPAN = re.compile(rf"{_LEAD}(\d+){_UNIT}(?:-|~|至|到|to)(\d+){_UNIT}(?:以内|内|overdue|pastdue)?")
_UP_TO = re.compile(rf"{_LEAD}(?:<=?|≤)?(\d+){_UNIT}(以内|之内|内)?")
_BEYOND = re.compile(
    rf"{_LEAD}(>=?|≥|大于|超过|over|above|morethan)?(\d+){_UNIT}(\+|及以上|以上|andover|andabove|andmore|orolder|ormore|plus)?(?:days)?"
)


class Bucket(NamedTuple):
    """Days overdue that a column of an ageing summary stands for; `first` None below, `last` None above. Not due is (None, 0)."""

    first: int | None
    last: int | None

    def holds(self, days: int) -> bool:
        """Whether an item so many days overdue belongs here."""
        return (self.first is None or days >= self.first) and (self.last is None or days <= self.last)


NOT_DUE = Bucket(None, 0)


def buckets_of(headers: Sequence[str]) -> dict[int, Bucket]:
    """The ageing buckets among headers, by position; `30 days` begins where the bucket before it ends."""
    found: dict[int, Bucket] = {}
    end = 0
    for place, header in enumerate(headers):
        bucket = _bucket(header)
        if bucket is None:
            continue
        if bucket.first is None and bucket is not NOT_DUE:
            bucket = Bucket(end + 1, bucket.last)
        found[place] = bucket
        end = bucket.last or 0
    return found


def _bucket(header: str) -> Bucket | None:
    word = re.sub(r"[\s_]+", "", plain(unicodedata.normalize("NFKC", header))).replace("〜", "~")
    word = re.sub(r"\(.*\)$", "", word)  # the unit of the amounts below: 1-30天（万元）
    if word in _NOT_DUE:
        return NOT_DUE
    if span := _SPAN.fullmatch(word):
        factor = _DAYS_IN[span[4] or span[2] or ""]
        first, last = int(span[1]) * _DAYS_IN[span[2] or span[4] or ""], int(span[3]) * factor
        # 31-60天 begins on day 31; 1-2年 begins the day after the first year.
        return Bucket(first if factor == 1 else first + 1, last) if first < last else None
    if (near := _UP_TO.fullmatch(word)) and (near[2] or near[3]):
        return Bucket(None, int(near[1]) * _DAYS_IN[near[2] or ""])
    if (far := _BEYOND.fullmatch(word)) and (far[1] or far[4]):
        days = int(far[2]) * _DAYS_IN[far[3] or ""]
        # Whether 90天以上 holds the ninetieth day is the writer's secret; the day itself then belongs to both.
        return Bucket(days + 1 if far[1] in (">", "大于", "超过", "over", "above", "morethan") else days, None)
    return None


def kind_of(sheet: str, headers: Sequence[str], fields: Mapping[str, str]) -> Kind:
    """What a sheet is by its header row.

    sheet: its name. headers: the texts of its header row, left to right. fields: the fields understood, each with its header as
    `recognise.normalise` makes it. "other" says that none of the known kinds fits; a ledger is "other" too.
    """
    if not headers:
        return "empty"
    owed = any(_PAYABLE.search(plain(header)) for header in headers) or bool(_PAYABLE_SHEET.search(sheet))
    known = [fields[key] for key in ("customer", "customer_id") if key in fields]
    if owed and all(word in _EITHER_PARTY or _PAYABLE.search(word) for word in known):
        return "payables"
    if not known:
        return "other"
    spans = sum(bucket is not NOT_DUE for bucket in buckets_of(headers).values())
    dated = fields.get("invoice_date") not in {None, *_ANY_DATE} or not fields.keys().isdisjoint({"due_date", "document", "terms"})
    if spans >= 2 and not dated:
        return "ageing_summary"
    if not fields.keys() & {"amount", "outstanding", "invoice_date", "due_date"}:
        told = len(fields.keys() & {"contact_person", "phone", "industry", "owner"})
        if told + sum(bool(_PERSONAL.search(plain(header))) for header in headers) >= 2:
            return "customer_list"
    return "other"
