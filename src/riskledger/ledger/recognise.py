"""Which sheet is the ledger, where its header row stands and what each of its columns means."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from riskledger.errors import CannotRun
from riskledger.ledger.columns import BY_KEY, COLUMNS
from riskledger.ledger.payment_columns import PaymentPair, numbered_payment, payment_pairs
from riskledger.ledger.sheet_kinds import Kind, kind_of
from riskledger.ledger.terms import Ambiguous, Terms, parse_terms_cell
from riskledger.ledger.values import as_text, parse_date, parse_open, words
from riskledger.workbook.address import column_letters
from riskledger.workbook.sheet import SheetCells

How = Literal["exact", "mapped", "numbered", "suggested", "unknown"]  # numbered: of one of several payments
SEARCHED_ROWS = 40

# Units that a header may name: how many of the currency's own unit a number counts, 1 for those that are no multiple.
_UNITS = {"千元": 1_000, "万元": 10_000, "人民币万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000} | dict.fromkeys(
    words("元 人民币 人民币元 rmb cny usd eur 美元 ¥ $ € 天 日 次 day days 天数"), 1
)
_UNIT = "(" + "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True)) + ")"
_NAMED_UNIT = re.compile(rf"(?:[(\[【](?:单位:)?{_UNIT}[)\]】]|[/:,·]{_UNIT})$")
_DROPPED = re.compile(r"[\s_\-*\u200b-\u200f\u2060\ufeff]+")


def normalise(header: str) -> str:
    """A header for comparison: NFKC, lower case, without blanks, `_`, `-`, `*`."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", header).lower())


def without_unit(normalised: str) -> str:
    """The same without a unit in brackets or behind a separator: 账期(天) → 账期; converted_usd stays itself."""
    return _NAMED_UNIT.sub("", normalised)


def unit_of(header: str) -> int:
    """What a bare number below a header counts: 10,000 for 应收金额（万元）, 1 where it says nothing."""
    named = _NAMED_UNIT.search(normalise(header))
    return _UNITS[named[1] or named[2]] if named else 1


def _vocabulary() -> dict[str, tuple[str, int]]:
    """Normalised word → (field key, rank); the canonical headers rank 0, aliases by their order."""
    words: dict[str, tuple[str, int]] = {}
    for column in COLUMNS:
        for rank, word in enumerate((column.zh, column.en, *column.aliases)):
            words.setdefault(normalise(word), (column.key, max(0, rank - 1)))
    return words


VOCABULARY = _vocabulary()


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One header of the ledger and what it was taken for; `suggestion` names the nearest field of an unknown one.

    `unit`: what a bare number below it counts, 10,000 under 万元.
    """

    header: str
    column: int
    field: str | None
    how: How
    suggestion: str | None = None
    duplicate_of: int | None = None
    unit: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the ledger stands and what its columns mean."""

    sheet: str
    header_row: int
    headers: tuple[HeaderCell, ...]
    fields: Mapping[str, int]
    language: Literal["zh", "en"]
    payments: tuple[PaymentPair, ...] = ()

    @property
    def last_column(self) -> int:
        """The last column that has a header."""
        return max(header.column for header in self.headers)


def missing_fields(fields: Mapping[str, int]) -> tuple[str, ...]:
    """What the smallest ledger needs and these fields lack: a customer, an amount, a date."""
    lacks = []
    if not {"customer", "customer_id"} & fields.keys():
        lacks.append("customer")
    if not {"amount", "outstanding"} & fields.keys():
        lacks.append("amount")
    if not {"invoice_date", "due_date"} & fields.keys():
        lacks.append("invoice_date")
    return tuple(lacks)


def recognise(sheets: Sequence[SheetCells], mapping: Mapping[str, str] | None = None) -> Layout:
    """The ledger among the sheets (their first rows suffice): the one whose header row names most fields.

    `mapping` is field → header text or column letter, given by the user; it wins over the vocabulary. A list of payables and an
    ageing summary are never the ledger. Raises CannotRun `no_ledger` with the sheets looked at, what each lacks and what kind of
    sheet it is, `unknown_field` or `unmapped_header` for a mapping that fits nothing.
    """
    wanted = field_keys(mapping or {})
    best: Layout | None = None
    near: Layout | None = None
    looked: list[tuple[str, tuple[str, ...]]] = []
    kinds: list[Kind] = []
    for cells in sheets:
        layout = _best_row(cells, wanted)
        lacks = missing_fields(layout.fields) if layout else ("customer", "amount", "invoice_date")
        looked.append((cells.sheet, lacks))
        kinds.append(kind_of_sheet(cells, layout))
        if kinds[-1] in ("payables", "ageing_summary"):
            continue
        if layout and (near is None or len(layout.fields) > len(near.fields)):
            near = layout
        if layout and not lacks and (best is None or len(layout.fields) > len(best.fields)):
            best = layout
    judged = best or near
    for field, header in wanted.items() if judged else ():
        if judged and field not in judged.fields:
            headers = tuple(cell.header for cell in judged.headers)
            raise CannotRun("unmapped_header", field=field, header=header, sheet=judged.sheet, headers=headers)
    if best is None:
        raise CannotRun("no_ledger", looked=tuple(looked), kinds=tuple(kinds))
    return best


def header_of(cells: SheetCells) -> Layout | None:
    """The row of a sheet that reads most like a header, be it a ledger's or not; None where no word is known."""
    return _best_row(cells, {})


def kind_of_sheet(cells: SheetCells, layout: Layout | None) -> Kind:
    """What kind of sheet it is by its most likely header row."""
    if layout is None:
        texts = [text for column in cells.columns.values() for value in column[:SEARCHED_ROWS] if (text := as_text(value))]
        return kind_of(cells.sheet, texts, {})
    named = {header.field: without_unit(normalise(header.header)) for header in layout.headers if header.field}
    return kind_of(cells.sheet, [header.header for header in layout.headers], named)


def field_keys(mapping: Mapping[str, str]) -> dict[str, str]:
    """The user's mapping with field keys; a field may be named by key or by any of its words. CannotRun unknown_field."""
    wanted = {}
    for field, header in mapping.items():
        key = field if field in BY_KEY else VOCABULARY.get(normalise(field), ("", 0))[0]
        if not key:
            raise CannotRun("unknown_field", field=field, fields=tuple(BY_KEY))
        wanted[key] = header
    return wanted


class _Reading(NamedTuple):
    """One row read as a header row: its place and texts, the columns the user mapped, those the vocabulary knows, and the outcome."""

    at: int
    texts: Mapping[int, str]
    mapped: Mapping[int, str]
    guesses: Mapping[int, tuple[str, int]]
    fields: Mapping[str, int]

    @property
    def understood(self) -> int:
        """How many columns it tells: the fields, and those that number a payment."""
        return len(self.fields) + sum(map(_is_payment, self.texts.values()))


def _best_row(cells: SheetCells, wanted: Mapping[str, str]) -> Layout | None:
    """The row of a sheet that reads most like a header."""
    best: _Reading | None = None
    for index in range(min(len(cells.rows), SEARCHED_ROWS)):
        texts = {
            column: text for column, values in cells.columns.items() if isinstance(values[index], str) and (text := as_text(values[index]))
        }
        if len(texts) < 2:
            continue
        reading = _understand(cells, index, texts, wanted)
        if (reading is None or missing_fields(reading.fields)) and (both := _with_titles_above(cells, index, texts)):
            joined = _understand(cells, index, both, wanted)
            if joined and (reading is None or len(joined.fields) > len(reading.fields)):
                reading = joined
        if reading and (best is None or reading.understood > best.understood):
            best = reading
    return _layout(cells, best) if best else None


def _with_titles_above(cells: SheetCells, index: int, texts: Mapping[int, str]) -> dict[int, str] | None:
    """A header over two rows: each lower text with the group title above it; None when the rows cannot be such a header.

    A title stands over its merged cells, or, where none are known, over all columns up to the next title.
    """
    if index == 0 or cells.rows[index - 1] != cells.rows[index] - 1:
        return None
    if any(values[index] is not None and not isinstance(values[index], str) for values in cells.columns.values()):
        return None  # a row with numbers or dates is a transaction
    above = {
        column: text
        for column, values in cells.columns.items()
        if isinstance(values[index - 1], str) and (text := as_text(values[index - 1]))
    }
    spans = {box.left: box.right for box in cells.merged if box.top == cells.rows[index - 1]}
    both: dict[int, str] = {}
    title, reach = "", 0
    for column in sorted({*texts, *above}):
        if column in above:
            title, reach = above[column], spans.get(column, column if spans else max(cells.columns))
        lower = texts.get(column)
        if lower is None:
            both[column] = above[column]
            continue
        over = title if column <= reach else ""
        candidates = (f"{over} {lower}", lower, f"{lower} {over}") if over else (lower,)
        both[column] = next((text for text in candidates if _lookup(text) or _is_payment(text)), candidates[0])
    return both


def _understand(cells: SheetCells, index: int, texts: Mapping[int, str], wanted: Mapping[str, str]) -> _Reading | None:
    """Read one row as a header row; None when it names no field."""
    mapped: dict[int, str] = {}
    for field, header in wanted.items():
        named = _column_named(header, texts, cells)
        if named is not None:
            mapped[named] = field
    guesses = {column: known for column, text in sorted(texts.items()) if column not in mapped and (known := _lookup(text))}
    _settle_collisions(cells, index, {column: text for column, text in texts.items() if column not in mapped}, guesses)
    best: dict[str, tuple[int, int]] = {}  # field -> (rank, column)
    for column, (field, rank) in sorted(guesses.items()):
        if field not in wanted and (field not in best or rank < best[field][0]):
            best[field] = (rank, column)
    fields = {field: column for field, (_, column) in best.items()} | {field: column for column, field in mapped.items()}
    return _Reading(index, texts, mapped, guesses, fields) if fields else None


def _layout(cells: SheetCells, reading: _Reading) -> Layout:
    """The chosen header row in full, with suggestions for what it did not tell."""
    _, texts, mapped, guesses, fields = reading
    headers = []
    said = {column: ("" if column in mapped else without_unit(normalise(text)), unit_of(text)) for column, text in texts.items()}
    payments = payment_pairs(said, fields)
    paid = {column: key for pair in payments for column, key in ((pair.date, "payment_date"), (pair.amount, "paid_amount"))}
    for column, text in sorted({**dict.fromkeys(mapped, ""), **texts}.items()):
        if column in mapped:
            headers.append(HeaderCell(text, column, mapped[column], "mapped", unit=unit_of(text)))
        elif column in guesses and fields.get(guesses[column][0]) == column:
            headers.append(HeaderCell(text, column, guesses[column][0], "exact", unit=unit_of(text)))
        elif column in guesses and guesses[column][0] in fields:
            headers.append(HeaderCell(text, column, None, "unknown", duplicate_of=fields[guesses[column][0]]))
        elif column in paid:
            headers.append(HeaderCell(text, column, paid[column], "numbered", unit=unit_of(text)))
        else:
            suggestion = _suggest(text, fields)
            headers.append(HeaderCell(text, column, None, "suggested" if suggestion else "unknown", suggestion))
    chinese = sum(bool(re.search(r"[\u4e00-\u9fff]", header.header)) for header in headers if header.field)
    language: Literal["zh", "en"] = "zh" if chinese * 2 >= len(fields) else "en"
    ordered = dict(sorted(fields.items(), key=lambda item: item[1]))
    return Layout(cells.sheet, cells.rows[reading.at], tuple(headers), ordered, language, payments)


def _lookup(text: str) -> tuple[str, int] | None:
    normalised = normalise(text)
    return VOCABULARY.get(normalised) or VOCABULARY.get(without_unit(normalised))


def _is_payment(text: str) -> bool:
    return numbered_payment(without_unit(normalise(text))) is not None


# Headers of what has become of a document: paid, open, void.
STATUS_WORDS = words("状态 单据状态 发票状态 status state invoicestatus documentstatus docstatus billstatus")
# Headers under which 是 / Yes means that the item is settled.
YES_MEANS_PAID = words(
    "是否已付款 结清状态 付款状态 支付状态 收款状态 回款状态 核销状态 paidstatus paymentstatus paymentstate 已收 已回款 paid settled"
)
# Below these headers texts are read as dates or answers, numbers as amounts.
PAID_WORDS = frozenset({"已收", "已回款", "paid", "settled"})


def _settle_collisions(cells: SheetCells, index: int, texts: Mapping[int, str], guesses: dict[int, tuple[str, int]]) -> None:
    """Words that mean one thing or another by what stands beside or below them."""
    names = {column for column, (field, _) in guesses.items() if field == "customer"}
    for column, text in texts.items():
        word = normalise(text)
        below = [value for value in cells.columns[column][index + 1 :] if value is not None][:20]
        if word == "party" and not names:
            guesses[column] = ("customer", 0)
        elif word == "name" and not names and any(field == "customer_id" for field, _ in guesses.values()):
            guesses[column] = ("customer", 50)
        elif word == "结算方式":
            # 月结30 says when to pay, even where its reading is open; 银行转账 says how.
            if below and all(isinstance(parse_terms_cell(value), int | Terms | Ambiguous) for value in below):
                guesses[column] = ("terms", 50)
        elif word in PAID_WORDS and below and all(isinstance(value, bool | str) for value in below):
            # Paid is an amount, a date or a yes by what stands below.
            if all(isinstance(parse_open(value), bool) for value in below):
                guesses[column] = ("open_flag", 50)
            elif all(isinstance(parse_date(value, "dmy"), int) for value in below):
                guesses[column] = ("payment_date", 50)
        elif word in STATUS_WORDS and not any(field == "open_flag" for field, _ in guesses.values()):
            guesses[column] = ("open_flag", 50)


def _column_named(header: str, texts: Mapping[int, str], cells: SheetCells) -> int | None:
    """The column with that header text, else the column with that letter, which may have no header."""
    word = normalise(header)
    for column, text in sorted(texts.items()):
        if normalise(text) == word:
            return column
    return next((column for column in cells.columns if column_letters(column) == header.strip().upper()), None)


def _suggest(text: str, fields: Mapping[str, int]) -> str | None:
    """The field an unknown header comes near to, if that field is still free; a suggestion is shown, never taken."""
    near = difflib.get_close_matches(normalise(text), VOCABULARY, n=1, cutoff=0.84)
    key = VOCABULARY[near[0]][0] if near else None
    return key if key and key not in fields else None
