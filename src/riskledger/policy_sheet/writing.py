"""A policy as a sheet that an analyst reads and edits: sections with titles, settings with meaning and limits, tables for the lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from riskledger.i18n.policy_sheet_texts import (
    COLUMNS,
    ENABLED,
    ENABLED_MEANING,
    HEADERS,
    INTRO,
    LABELS,
    MORE_MEANINGS,
    NO,
    SECTIONS,
    TABLES,
    TITLE,
    YES,
)
from riskledger.i18n.policy_texts import MEANINGS
from riskledger.policy_sheet.cell_values import Shown, allowed, shown, word_of
from riskledger.policy_sheet.settings import Column, Kind, Section, Setting, Table, layout
from riskledger.rating.policy_model import Policy
from riskledger.workbook.inline_text import escaped_text
from riskledger.workbook.sheet_looks import DARK, GREY, RULE, WHITE
from riskledger.workbook.template_guide import Language

# Characters, columns A to I. A setting fills A and B, its meaning runs over C to F, what is allowed over G to I.
_WIDTHS = (27.0, 24.0, 14.0, 14.0, 27.0, 17.0, 10.0, 27.0, 17.0)
_MEANING, _ALLOWED = 3, 7
_SPARE = 3  # blank lines that wait below each table
_NEW_PAGE = ("payment", "ageing", "limits")  # in print; Excel then breaks pages where it likes
_INPUT = "FFF7DC"
_LIST_LIMIT = 255  # of a typed list of choices


def write_policy(sheet: Worksheet, policy: Policy, language: Language, face: str, *, enabled: bool = False) -> None:
    """Lay out a policy on an empty sheet so that reading it gives the identical policy. face: the typeface."""
    page = _Page(sheet, language, face)
    page.top(enabled)
    content = policy.model_dump()
    for part in layout():
        if isinstance(part, Section):
            page.section(part, content)
        else:
            page.table(part, content)
    page.finish()


class _Page:
    # A cursor down the sheet.

    def __init__(self, sheet: Worksheet, language: Language, face: str) -> None:
        self.sheet, self.language, self.face, self.row = sheet, language, face, 1
        self.place = 0 if language == "zh" else 1
        self.rules: dict[tuple[str, ...], DataValidation] = {}
        for i, width in enumerate(_WIDTHS):
            sheet.column_dimensions["ABCDEFGHI"[i]].width = width

    def top(self, enabled: bool) -> None:
        for column in range(1, len(_WIDTHS) + 1):
            self.sheet.cell(1, column).fill = PatternFill("solid", fgColor=DARK)
        self._text(1, TITLE[self.place], size=18, bold=True, colour=WHITE).fill = PatternFill("solid", fgColor=DARK)
        self._next(32)
        self._text(1, INTRO[self.place], colour=GREY)
        self._next(20)
        self._text(1, ENABLED[self.place], bold=True, size=12, colour=DARK)
        cell = self._input(2, Shown((YES if enabled else NO)[self.place]))
        cell.font = Font(name=self.face, size=12, bold=True)
        self._check(cell, Kind("flag"), "stop")
        self._text(_MEANING, ENABLED_MEANING[self.place])
        self._next(22)

    def section(self, section: Section, content: Mapping[str, Any]) -> None:
        if section.key in _NEW_PAGE:
            self.sheet.row_breaks.append(Break(id=self.row - 1))
        self._title(SECTIONS[section.key][self.place])
        self._header({1: HEADERS[0], 2: HEADERS[1], _MEANING: HEADERS[2], _ALLOWED: HEADERS[3]}, len(_WIDTHS))
        for setting in section.settings:
            self._text(1, LABELS[setting.key][self.place])
            cell = self._input(2, shown(setting.kind, _at(content, setting.path), self.place))
            self._check(cell, setting.kind)
            self._text(_MEANING, _meaning(setting, self.place))
            self._text(_ALLOWED, allowed(setting.kind, self.place), colour=GREY)
            self._line()
            self._next(17)

    def table(self, table: Table, content: Mapping[str, Any]) -> None:
        texts = TABLES[table.key]
        self._title(texts[self.place])
        self._text(1, texts[2 + self.place], colour=GREY)
        self._next(17)
        columns = self._own_tongue_first(table.columns)
        self._header({i: COLUMNS[column.name] for i, column in enumerate(columns, 1)}, len(columns))
        rows = list(_rows(table, _at(content, table.path)))
        for row in [*rows, *[{}] * _SPARE]:
            fact = row.get("fact") or row.get("figure")
            for i, column in enumerate(columns, 1):
                cell = self._input(i, shown(column.kind, row.get(column.name), self.place, fact))
                cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
                self._check(cell, column.kind)
            self._next(17)

    def finish(self) -> None:
        sheet = self.sheet
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.tabColor = "7F6000"
        sheet.freeze_panes = "A4"
        sheet.print_title_rows = "1:1"
        sheet.print_area = f"A1:I{self.row - 1}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, footer=0.25)
        sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("&P / &N"))
        for rule in self.rules.values():
            sheet.add_data_validation(rule)

    # -- lines and cells

    def _own_tongue_first(self, columns: Sequence[Column]) -> list[Column]:
        # The texts in the other language stand last.
        if self.language == "zh":
            return list(columns)
        order = {column.name: i for i, column in enumerate(columns)}
        twin = {"action.zh": "action.en", "action.en": "action.zh", "owner.zh": "owner.en", "owner.en": "owner.zh"}
        return [columns[order[twin.get(column.name, column.name)]] for column in columns]

    def _title(self, text: str) -> None:
        self._next(10)
        self._text(1, text, size=13, bold=True, colour=DARK)
        self._line(DARK, "medium")
        self._next(24)

    def _header(self, names: Mapping[int, tuple[str, str]], last: int) -> None:
        for column in range(1, last + 1):
            self.sheet.cell(self.row, column).fill = PatternFill("solid", fgColor="DDEBF7")
        for column, pair in names.items():
            self._text(column, pair[self.place], bold=True, colour=DARK).fill = PatternFill("solid", fgColor="DDEBF7")
        self._next(19)

    def _text(self, column: int, text: str, *, size: float = 10, bold: bool = False, colour: str = "262626") -> Cell:
        cell = self.sheet.cell(self.row, column, text)
        assert isinstance(cell, Cell)  # nothing is merged here
        cell.font = Font(name=self.face, size=size, bold=bold, color=colour)
        cell.alignment = Alignment(horizontal="left", vertical="center")
        return cell

    def _input(self, column: int, value: Shown) -> Cell:
        cell = self.sheet.cell(self.row, column)
        assert isinstance(cell, Cell)  # nothing is merged here
        if isinstance(value.content, str):
            cell.value = escaped_text(value.content)
            cell.data_type = "s"  # a text that begins with = is no formula
        else:
            cell.value = value.content
        if value.content is not None:
            cell.number_format = value.number_format
        cell.font = Font(name=self.face, size=10)
        cell.fill = PatternFill("solid", fgColor=_INPUT)
        cell.alignment = Alignment(horizontal="left", vertical="center")
        edge = Side(style="thin", color=RULE)
        cell.border = Border(left=edge, right=edge, top=edge, bottom=edge)
        return cell

    def _line(self, colour: str = RULE, style: Any = "thin") -> None:
        for column in range(1, len(_WIDTHS) + 1):
            cell = self.sheet.cell(self.row, column)
            if column != 2 or style == "medium":
                cell.border = Border(bottom=Side(style=style, color=colour))

    def _next(self, points: float) -> None:
        self.sheet.row_dimensions[self.row].height = points
        self.row += 1

    def _check(self, cell: Cell, kind: Kind, severity: Any = "warning") -> None:
        rule = _validation(kind, self.place)
        if rule is None:
            return
        key = (str(rule.type), str(rule.operator), str(rule.formula1), str(rule.formula2), severity)
        if key not in self.rules:
            rule.errorStyle = severity  # a warning only: words of the other language are read as well
            rule.allowBlank = rule.showErrorMessage = True
            rule.errorTitle, rule.error = TITLE[self.place], allowed(Kind(kind.form, kind.choices, kind.limits), self.place)[:225]
            self.rules[key] = rule
        self.rules[key].add(cell.coordinate)


def _validation(kind: Kind, place: int) -> DataValidation | None:
    if kind.form in ("choice", "flag"):
        words = [word_of(choice, place) for choice in kind.choices] or [YES[place], NO[place]]
        typed = f'"{",".join(words)}"'
        return DataValidation("list", formula1=typed) if len(typed) <= _LIST_LIMIT and not any("," in word for word in words) else None
    if kind.form == "date":
        return DataValidation("date", operator="between", formula1="32874", formula2="73050")
    if kind.form not in ("whole", "number", "share") or not kind.limits:
        return None
    types: dict[str, Any] = {"whole": "whole"}
    type_ = types.get(kind.form, "decimal")
    bounds = dict(kind.limits)
    if ">=" in bounds and "<=" in bounds:
        return DataValidation(type_, operator="between", formula1=f"{bounds['>=']:g}", formula2=f"{bounds['<=']:g}")
    sign, operator = (">", "greaterThan") if ">" in bounds else (">=", "greaterThanOrEqual")
    return DataValidation(type_, operator=operator, formula1=f"{bounds[sign]:g}") if sign in bounds else None  # type: ignore[arg-type]  # one of two


def _meaning(setting: Setting, place: int) -> str:
    meaning = MORE_MEANINGS.get(setting.key) or MEANINGS.get(setting.key) or MEANINGS[setting.path[0]]
    return meaning[place]


def _at(content: Any, path: Iterable[str]) -> Any:
    for step in path:
        if content is None:
            return None
        content = content[step]
    return content


def _rows(table: Table, lines: Any) -> Iterable[dict[str, Any]]:
    """A list of the policy as rows of its table."""
    if table.shape == "words":
        yield from ({"word": word, "points": points} for word, points in (lines or {}).items())
        return
    for line in lines or ():
        own = {column.name: _at(line, column.path) for column in table.columns if column.path[0] in line}
        if table.shape == "lines":
            yield own
            continue
        conditions: Iterable[dict[str, Any]] = line["conditions"] or ({},)
        for i, condition in enumerate(conditions):
            # A rule's code stands in each of its rows, so that sorting keeps them together; an exemption is told once.
            yield {**(own if i == 0 or "code" in own else {}), **condition}
