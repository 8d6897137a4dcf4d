"""Which rows below the header are transactions: blank ones do not count; totals, repeated headers and footnotes are skipped."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from riskledger.ledger.columns import BY_KEY
from riskledger.ledger.recognise import Layout, normalise
from riskledger.ledger.values import joined, plain, words
from riskledger.workbook.sheet import SheetCells, Value

_CHINESE_TOTALS = words("合计 总计 小计 总额 累计 汇总 共计 总合计 本页合计 本页小计 合计金额")
_TOTALS = _CHINESE_TOTALS | words("total totals subtotal subtotals grandtotal sum sumtotal overalltotal totalamount")
_TOTAL_ENDING = re.compile(r".+?(?:\s+(?:sub)?total|\s*(?:小计|合计|总计|汇总))")
_ENDINGS = ("total", "小计", "合计", "总计", "汇总")
_BRACKETS = re.compile(r"\s*[(\[【][^()]*[)\]】]$")
_SUMMING = re.compile(r"\b(?:SUM|SUBTOTAL|AGGREGATE)\s*\(", re.IGNORECASE)
# Signatures and remarks below a table: 制表人：张三, 注：金额均含税.
_FOOTNOTE = re.compile(
    r"(?:注|备注|附注|说明|制表|制单|填表|编制|审核|复核|审批|单位|数据来源|截至|截止|note|remark|prepared by|source)[^:]{0,6}:.*",
    re.DOTALL,
)
# Often filled in down the unused rows of a form; alone they make no transaction.
_PREFILLED = frozenset({"currency", "exchange_rate", "terms", "complaints", "open_flag", "payment_method", "owner"})


def is_total(text: str) -> bool:
    """Whether a text is a word for total (合计) or ends in one (A公司 小计, Acme Total)."""
    word = _total_word(text)
    return "".join(word.split()) in _TOTALS or (len(word) < 80 and word.endswith(_ENDINGS) and bool(_TOTAL_ENDING.fullmatch(word)))


def _total_word(text: str) -> str:
    return _BRACKETS.sub("", plain(text).rstrip(":").strip())


def data_rows(cells: SheetCells, layout: Layout) -> tuple[list[int], int]:
    """Indices (into the sheet's rows) of the transactions, and how many totals, repeated headers and footnotes were passed over."""
    return _Rows(cells, layout).chosen()


class _Rows:
    def __init__(self, cells: SheetCells, layout: Layout) -> None:
        self.cells, self.layout = cells, layout
        fields = layout.fields

        def columns(wanted: Callable[[str], bool]) -> list[int]:
            return [column for key, column in fields.items() if wanted(key) and column in cells.columns]

        self.inputs = columns(lambda key: not BY_KEY[key].computed and key not in _PREFILLED)
        self.money = columns(lambda key: BY_KEY[key].type == "money" and key != "disputed")
        self.dates = columns(lambda key: key in ("invoice_date", "due_date"))
        self.documents = columns(lambda key: key == "document")
        named = ("customer", "customer_id", "amount", "outstanding", "invoice_date")
        self.repeated = [header for header in layout.headers if header.field in named and header.header]
        self.two_rows = self._rows_of_header()
        self.headers = {normalise(header.header) for header in layout.headers}
        self.headers |= {normalise(text) for row in self.two_rows for text in row.values()}

    def chosen(self) -> tuple[list[int], int]:
        names = self._names()
        start = next((i for i, row in enumerate(self.cells.rows) if row > self.layout.header_row), len(self.cells.rows))
        suspects = {name for name in set(names) if self._suspect(name)}
        kept, skipped = [], 0
        for i in range(start, len(names)):
            if (name := names[i]) in suspects:
                if _absent(name) and self._is_blank(i):
                    continue
                if self._repeats_header(i) or self._is_total_row(i, name) or self._is_footnote(i, name):
                    skipped += 1
                    continue
            kept.append(i)
        return kept, skipped

    def _names(self) -> list[Value]:
        """The customer's cell of every row: its name, or where there is none its id."""
        nobody: list[Value] = [None] * len(self.cells.rows)
        found = [self.cells.columns.get(self.layout.fields.get(key, 0), nobody) for key in ("customer", "customer_id")]
        return [number if name is None else name for name, number in zip(*found, strict=True)]

    def _suspect(self, name: Value) -> bool:
        """Whether a name calls for a closer look at its row; few do, so the look may be slow."""
        return _absent(name) or (
            isinstance(name, str) and (is_total(name) or normalise(name) in self.headers or bool(_FOOTNOTE.match(plain(name))))
        )

    def _value(self, column: int, i: int) -> Value:
        values = self.cells.columns.get(column)
        return values[i] if values else None

    def _is_blank(self, i: int) -> bool:
        """No input cell was typed in, and no formula of the row gives an amount or fails to: formulas drawn down over unused rows."""
        row = self.cells.rows[i]
        for column in self.inputs:
            value = self.cells.columns[column][i]
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            if (row, column) not in self.cells.formulas:
                return False
            if column in self.money and not _absent(value):
                return False
        return True

    def _is_total_row(self, i: int, name: Value) -> bool:
        """A row without dates of its own that says total, in the customer's cell or, where that is blank, in any other; or that only sums.

        A Chinese word for total is no company's name, so such a row is one even beside a date; Total alone may be a company.
        """
        pure = isinstance(name, str) and "".join(_total_word(name).split()) in _CHINESE_TOTALS
        if pure and all(self._value(column, i) is None for column in self.documents):
            return True
        if any((value := self._value(column, i)) is not None and not _says_total(value) for column in self.dates):
            return False
        if _says_total(name):
            return True
        return _absent(name) and (any(_says_total(values[i]) for values in self.cells.columns.values()) or self._only_sums(i))

    def _only_sums(self, i: int) -> bool:
        """Every input of the row is a formula that adds up others."""
        row = self.cells.rows[i]
        filled = [column for column in self.inputs if self._value(column, i) is not None]
        return bool(filled) and all(_SUMMING.search(self.cells.formulas.get((row, column), "")) for column in filled)

    def _is_footnote(self, i: int, name: Value) -> bool:
        """A remark or signature instead of a customer, and neither amounts nor dates beside it."""
        if not (isinstance(name, str) and _FOOTNOTE.fullmatch(plain(name))):
            return False
        return all(self._value(column, i) is None for column in (*self.money, *self.dates))

    def _rows_of_header(self) -> list[dict[int, str]]:
        """Column → text of the two rows of a header with group titles above; empty for a header of one row."""
        at = next((i for i, row in enumerate(self.cells.rows) if row == self.layout.header_row), 0)
        lower, upper = ({h.column: _text(self._value(h.column, i)) for h in self.layout.headers} for i in (at, at - 1))
        if at == 0 or all(not header.header or joined(header.header) == lower[header.column] for header in self.layout.headers):
            return []
        return [{column: text for column, text in row.items() if text} for row in (upper, lower)]

    def _holds(self, i: int, header: Mapping[int, str]) -> bool:
        """The row holds words of a header row, several and each in its column, and nothing else."""
        row = {header.column: self._value(header.column, i) for header in self.layout.headers}
        texts = {column: _text(value) for column, value in row.items() if value is not None}
        return len(texts) > 1 and all(header.get(column) == text for column, text in texts.items())

    def _repeats_header(self, i: int) -> bool:
        """The row holds the header's own words again, or those of one of its two rows."""
        if any(self._holds(i, header) for header in self.two_rows):
            return True
        return bool(self.repeated) and all(
            isinstance(value := self._value(header.column, i), str) and joined(value) == joined(header.header) for header in self.repeated
        )


def _absent(value: Value) -> bool:
    """Nothing, blanks, or the 0 that a formula makes of a blank cell."""
    return value is None or value == 0 or (isinstance(value, str) and not value.strip())


def _text(value: Value) -> str:
    return joined(value) if isinstance(value, str) else ""


def _says_total(value: Value) -> bool:
    return isinstance(value, str) and is_total(value)


def columns_of(cells: SheetCells, layout: Layout, kept: Sequence[int], key: str) -> list[Value] | None:
    """The cells of a field in the rows kept; None when the sheet has no such column."""
    values = cells.columns.get(layout.fields.get(key, 0))
    if values is None:
        return None
    if kept and kept[-1] - kept[0] + 1 == len(kept):  # they ascend, so none is left out
        return values[kept[0] : kept[-1] + 1]
    return [values[i] for i in kept]
