"""Which of a workbook's other sheets are the customers sheet, contact log, contracts, receipts, rates or aliases, by their header rows.

Each kind has its own smallest set of fields; a sheet that fits several is the kind that explains most of its headers. What reads at
least as well as a ledger (an older ledger) is left alone, and so is everything else: money paid out, payments planned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from riskledger.ledger.rate_values import without_base
from riskledger.ledger.recognise import SEARCHED_ROWS, VOCABULARY, HeaderCell, missing_fields, normalise, without_unit
from riskledger.ledger.sheet_kinds import kind_of
from riskledger.ledger.sides.columns import BY_SIDE_KEY, KINDS, SIDES, Kind
from riskledger.ledger.values import as_text, plain
from riskledger.workbook.sheet import SheetCells

_AMOUNTS = frozenset({"amount", "outstanding", "paid_amount"})
_DATES = frozenset({"invoice_date", "due_date", "payment_date"})
_OF_TRANSACTIONS = _AMOUNTS | {"document", "days_overdue"}
_WHO = frozenset({"customer", "customer_id"})
# A list of balances or an ageing summary may have these too; they do not make it a customers sheet.
_LOOSE_MARKS = frozenset({"owner", "terms", "group", "size"})
# What an invoice has and a receipt has not, beside the words for its own fields.
_OF_INVOICES = frozenset({"due_date", "terms", "outstanding", "days_overdue", "opening_balance", "open_flag", "tier"})
_RECEIPTS_SHEET = re.compile(
    r"(?:收款|回款|到账|核销)(?:记录|明细|流水|登记|清单|台账|表)?|receipts?|payments?(?:received|log|list)?|cashreceipts?"
)
_PLANNED = re.compile(r"计划|预计|应付|付款单|plan|forecast|schedule|expected")
_AGEING = re.compile(r"(?:逾期)?\d+(?:[~至到-]|to)\d+(?:天|日|days?)?|(?:>|over|above)?\d+(?:天以上|days\+?|\+)|未到期|未逾期金额")


@dataclass(frozen=True, slots=True)
class SideLayout:
    """Where such a sheet's table stands and what its columns mean; `fields` is field key → column."""

    kind: Kind
    sheet: str
    header_row: int
    headers: tuple[HeaderCell, ...]
    fields: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One row read as the header row of one kind: field → (rank of its word, column), and the columns that lost."""

    at: int
    texts: Mapping[int, str]
    found: Mapping[str, tuple[int, int]]
    spare: Mapping[int, str]
    vague: frozenset[str]


def _vocabulary(kind: Kind) -> dict[str, tuple[str, int, bool]]:
    """Normalised word → (field, rank, vague)."""
    words: dict[str, tuple[str, int, bool]] = {}
    for column in SIDES[kind]:
        for rank, word in enumerate((column.zh, column.en, *column.aliases)):
            words.setdefault(normalise(word), (column.key, max(0, rank - 1), False))
    for column in SIDES[kind]:
        for rank, word in enumerate(column.vague, 100):
            words.setdefault(normalise(word), (column.key, rank, True))
    return words


_WORDS: dict[Kind, dict[str, tuple[str, int, bool]]] = {kind: _vocabulary(kind) for kind in KINDS}


def recognise_side(cells: SheetCells) -> SideLayout | None:
    """Which kind a sheet is and where its columns stand, by its first rows; None when it is none of them.

    cells: a sheet that is neither the ledger nor one of our own result sheets.
    """
    best: tuple[int, Kind, _Reading] | None = None
    for at in range(min(len(cells.rows), SEARCHED_ROWS)):
        texts = {column: text for column, values in cells.columns.items() if isinstance(values[at], str) and (text := as_text(values[at]))}
        if len(texts) < 2:
            continue
        ledger = _ledger_fields(texts.values())
        ageing = sum(bool(_AGEING.fullmatch("".join(plain(text).split()))) for text in texts.values())
        for kind in KINDS:
            reading = _understand(kind, at, texts)
            fits = _are_receipts(cells.sheet, reading, ledger) if kind == "receipts" else _fits(kind, reading, ledger, ageing)
            if fits and (best is None or len(reading.found) > best[0]):
                best = (len(reading.found), kind, reading)
    return _layout(cells, best[1], best[2]) if best else None


def _ledger_fields(texts: Iterable[str]) -> frozenset[str]:
    """The ledger fields that the same headers name."""
    words = [normalise(text) for text in texts]
    return frozenset(known[0] for word in words if (known := VOCABULARY.get(word) or VOCABULARY.get(without_unit(word))))


def _understand(kind: Kind, at: int, texts: Mapping[int, str]) -> _Reading:
    words = _WORDS[kind]
    guesses: dict[int, tuple[str, int, bool]] = {}
    for column, text in sorted(texts.items()):
        word = normalise(text)
        known = words.get(word) or words.get(without_unit(word)) or (words.get(without_base(word)) if kind == "rates" else None)
        if known is not None:
            guesses[column] = known
    if "customer" in BY_SIDE_KEY[kind]:
        _settle_names(texts, guesses)
    found: dict[str, tuple[int, int]] = {}
    for column, (field, rank, _) in sorted(guesses.items()):
        if field not in found or rank < found[field][0]:
            found[field] = (rank, column)
    for field in list(found):
        beside = BY_SIDE_KEY[kind][field].beside
        if beside is not None and beside not in found:
            del found[field]
    spare = {column: field for column, (field, _, _) in guesses.items() if field in found and found[field][1] != column}
    vague = frozenset(field for column, (field, _, is_vague) in guesses.items() if is_vague and found.get(field, (0, 0))[1] == column)
    return _Reading(at, texts, found, spare, vague)


def _settle_names(texts: Mapping[int, str], guesses: dict[int, tuple[str, int, bool]]) -> None:
    """`party` is the id only beside a name; `name` is the customer's only beside its id."""
    named = any(field == "customer" for field, _, _ in guesses.values())
    for column, text in texts.items():
        word = normalise(text)
        if word == "party" and not named:
            guesses[column] = ("customer", 0, False)
        elif word in ("name", "名称") and not named and any(field == "customer_id" for field, _, _ in guesses.values()):
            guesses[column] = ("customer", 50, False)


def _customers(fields: frozenset[str], reading: _Reading, ledger: frozenset[str], ageing: int) -> bool:
    """One line per customer: something that is a customer's, and no amounts or documents with dates, as transactions have."""
    marks = {field for field in fields if BY_SIDE_KEY["customers"][field].mark}
    if ledger & _OF_TRANSACTIONS and ledger & _DATES:
        return False
    return bool(marks - _LOOSE_MARKS if ledger & (_AMOUNTS | _DATES) or ageing >= 2 else marks)


def _contacts(fields: frozenset[str], reading: _Reading, ledger: frozenset[str], ageing: int) -> bool:
    """When, who, and what was said; a column of remarks tells that only beside a channel, a promise or a next contact."""
    marks = {field for field in fields if BY_SIDE_KEY["contacts"][field].mark}
    return {"date", "content"} <= fields and ("content" not in reading.vague or bool(marks))


def _contracts(fields: frozenset[str], reading: _Reading, ledger: frozenset[str], ageing: int) -> bool:
    """Who and until when; a bare end date tells that only beside something else of a contract."""
    marks = {field for field in fields if BY_SIDE_KEY["contracts"][field].mark}
    return "end" in fields and ("end" not in reading.vague or bool(marks))


def _rates(fields: frozenset[str], reading: _Reading, ledger: frozenset[str], ageing: int) -> bool:
    """A currency and its rate, and nobody who owes it."""
    return {"currency", "rate"} <= fields and not ledger & (_WHO | _AMOUNTS)


def _aliases(fields: frozenset[str], reading: _Reading, ledger: frozenset[str], ageing: int) -> bool:
    """Another word for a customer, and no amounts."""
    return "alias" in fields and bool(fields & _WHO) and not ledger & _AMOUNTS


_SMALLEST: dict[Kind, Callable[[frozenset[str], _Reading, frozenset[str], int], bool]] = {
    "customers": _customers,
    "contacts": _contacts,
    "contracts": _contracts,
    "rates": _rates,
    "aliases": _aliases,
}


def _fits(kind: Kind, reading: _Reading, ledger: frozenset[str], ageing: int) -> bool:
    fields = frozenset(reading.found)
    if not (fields & _WHO or kind == "rates") or not _SMALLEST[kind](fields, reading, ledger, ageing):
        return False
    return bool(missing_fields(dict.fromkeys(ledger, 0))) or len(ledger) < len(fields)


def _are_receipts(sheet: str, reading: _Reading, ledger: frozenset[str]) -> bool:
    """Money received: for which document or from whom, when, how much; bare dates and amounts tell that only on a sheet named so."""
    fields = reading.found.keys()
    if not {"date", "amount"} <= fields or not fields & {"document", *_WHO} or ledger & _OF_INVOICES:
        return False
    name = normalise(sheet)
    headers = [normalise(text) for text in reading.texts.values()]
    if kind_of(sheet, list(reading.texts.values()), {}) == "payables" or any(_PLANNED.search(word) for word in (name, *headers)):
        return False
    named = bool(_RECEIPTS_SHEET.fullmatch(name))
    # An invoice date or amount beside those of the payment makes a ledger with a row per payment.
    own = {reading.texts[column] for _, column in reading.found.values()}
    invoiced = _ledger_fields(text for text in reading.texts.values() if text not in own) & {"amount", "invoice_date"}
    return not invoiced and (named or not reading.vague & {"date", "amount"})


def _layout(cells: SheetCells, kind: Kind, reading: _Reading) -> SideLayout:
    field_of = {column: field for field, (_, column) in reading.found.items()}
    headers = []
    for column, text in sorted(reading.texts.items()):
        if column in field_of:
            headers.append(HeaderCell(text, column, field_of[column], "exact"))
        elif column in reading.spare:
            headers.append(HeaderCell(text, column, None, "unknown", duplicate_of=reading.found[reading.spare[column]][1]))
        else:
            headers.append(HeaderCell(text, column, None, "unknown"))
    fields = {field: column for column, field in sorted(field_of.items())}
    return SideLayout(kind, cells.sheet, cells.rows[reading.at], tuple(headers), fields)
