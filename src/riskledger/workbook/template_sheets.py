"""The template's sheets to fill in: tables with formats, validations, tier colours and a note on each header (made with openpyxl)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from riskledger.ledger.columns import TEMPLATE, Column
from riskledger.ledger.tiers import NAMES
from riskledger.workbook.sheet_looks import LEVELS, RULE
from riskledger.workbook.template_guide import FORMS, HEADER_COLOURS, Language, filled_by
from riskledger.workbook.template_lists import CHANNELS, CURRENCIES, PAYMENT_METHODS, ListColumn
from riskledger.workbook.template_words import WORDS, Words

Cell = str | int | dt.date | None
Severity = Literal["stop", "warning", "information"]

LAST_ROW = 1_048_576
_FORMATS = {"money": "#,##0.00", "date": "yyyy-mm-dd", "days": "0", "count": "0", "number": "0.0"}
_RIGHT, _CENTRE, _LONG = {"money", "days", "count", "number"}, {"date", "tier", "currency", "terms", "flag"}, {"long"}
_WIDTHS = {"text": 14.0, "money": 14.0, "date": 12.0, "days": 10.0, "count": 10.0, "terms": 10.0, "tier": 11.0, "currency": 9.0}
_OWN_WIDTHS = {"customer": 24.0, "document": 16.0, "action": 28.0, "contact_log": 46.0, "override_reason": 28.0}
_WRAPPED = {"action", "contact_log", "override_reason"}
# Fill of a cell by days overdue, the highest first: more than 90, more than 30, any.
_OVERDUE_STEPS = ((90, LEVELS["high"]), (30, LEVELS["medium"]), (0, ("FFF7DC", LEVELS["medium"][1])))


def write_ledger(sheet: Worksheet, language: Language, face: str, rows: Sequence[Mapping[str, Cell]]) -> None:
    """The ledger: an Excel table over the header and the rows given (one blank row when there are none).

    The table ends with its last row, so that typing or pasting below extends it; formats, validations and colours are set for whole columns
    and wait there, and no blank formatted rows have to be told from data. rows: cells by column key.
    """
    words = WORDS[language]
    formats: list[_Format] = []
    for i, column in enumerate(TEMPLATE, 1):
        width = _OWN_WIDTHS.get(column.key, _WIDTHS[column.type])
        note = _ledger_note(column, language)
        formats.append(
            _column(sheet, i, column.header(language), column.type, face, width, filled_by(column), note, wrap=column.key in _WRAPPED)
        )
        rule = _validation(column, language, words)
        if rule:
            _attach(sheet, rule, i)
        letter = get_column_letter(i)
        if column.type == "tier":
            _tier_colours(sheet, letter, language)
        elif column.type == "days":
            _overdue_colours(sheet, letter, words.day_unit)
    for number, row in enumerate(rows, 2):
        _row(sheet, number, formats, [row.get(column.key) for column in TEMPLATE])
    keys = [column.key for column in TEMPLATE]
    _finish(sheet, "RiskLedger", len(TEMPLATE), len(rows), f"{get_column_letter(keys.index('customer') + 2)}2")


def write_list(
    sheet: Worksheet, table: str, columns: Sequence[ListColumn], language: Language, face: str, rows: Sequence[Sequence[Cell]]
) -> None:
    """One of the sheets beside the ledger, as an Excel table named `table`; rows: cells in the order of the columns."""
    words = WORDS[language]
    formats: list[_Format] = []
    for i, column in enumerate(columns, 1):
        colours = "override" if column.en.startswith("Override") else "required" if column.en == "Customer name" else "optional"
        wrap = column.type == "long"
        note = column.note(language)
        formats.append(_column(sheet, i, column.header(language), column.type, face, column.width, colours, note, wrap=wrap))
        letter = get_column_letter(i)
        if column.type == "tier":
            _attach(sheet, _one_of(NAMES[language].values(), words, "stop"), i)
            _tier_colours(sheet, letter, language)
        elif column.type == "date":
            _attach(sheet, _date(words, words.date_hint), i)
        elif column.type == "money":
            _attach(sheet, _amount(words, words.money_hint), i)
        elif column.type == "number":
            _attach(sheet, _warned(DataValidation("decimal", operator="between", formula1="0", formula2="100"), words, words.score_hint), i)
        elif column.en == "Channel":
            _attach(sheet, _one_of(CHANNELS[language], words, "information"), i)
    for number, row in enumerate(rows, 2):
        _row(sheet, number, formats, [*row, *[None] * (len(columns) - len(row))])
    _finish(sheet, table, len(columns), len(rows), "A2" if columns[0].type == "date" else "C2")


class _Format(NamedTuple):
    # Of a whole column and of the cells in it.
    font: Font
    number_format: str
    alignment: Alignment


def _column(sheet: Worksheet, i: int, header: str, kind: str, face: str, width: float, colours: str, note: str, *, wrap: bool) -> _Format:
    horizontal: Literal["right", "center", "left"] = "right" if kind in _RIGHT else "center" if kind in _CENTRE else "left"
    alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=wrap or None)
    form = _Format(Font(name=face, size=10), _FORMATS.get(kind, "General"), alignment)
    dimension = sheet.column_dimensions[get_column_letter(i)]
    dimension.width = width
    # The format of a whole column holds for every row to come, whoever writes it.
    dimension.font, dimension.number_format, dimension.alignment = form
    fill, colour = HEADER_COLOURS[colours]
    cell = sheet.cell(1, i, header)
    cell.font = Font(name=face, size=10, bold=True, color=colour)
    cell.fill = PatternFill("solid", fgColor=fill)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = Border(left=Side(style="thin", color="FFFFFF"), right=Side(style="thin", color="FFFFFF"))
    comment = Comment(note, "riskledger")
    comment.width, comment.height = 280, 24 + 19 * (note.count("\n") + 1 + len(note) // 34)
    cell.comment = comment
    return form


def _row(sheet: Worksheet, number: int, formats: Sequence[_Format], values: Sequence[Cell]) -> None:
    for i, (form, value) in enumerate(zip(formats, values, strict=True), 1):
        cell = sheet.cell(number, i, value)
        cell.font, cell.number_format, cell.alignment = form
        cell.border = Border(bottom=Side(style="thin", color=RULE))


def _finish(sheet: Worksheet, table: str, columns: int, rows: int, frozen: str) -> None:
    area = Table(displayName=table, ref=f"A1:{get_column_letter(columns)}{1 + max(rows, 1)}")
    area.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    sheet.add_table(area)
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = frozen
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    # On one page's width up to sixteen columns; the ledger takes two, with the customer repeated on the second.
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1 if columns <= 16 else 2, 0
    if columns > 16:
        sheet.print_title_cols = "A:B"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, footer=0.25)
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("&P / &N"))


# -- notes and validations ---------------------------------------------------------------------------------------------


def _ledger_note(column: Column, language: Language) -> str:
    words = WORDS[language]
    lines = [column.meaning_zh if language == "zh" else column.meaning_en]
    if column.required:
        lines.append(words.required)
    forms = FORMS[language].get(column.type)
    if forms and not column.computed and column.type != "tier":
        lines.append(words.forms + words.joiner.join(forms))
    return "\n".join(lines)


def _validation(column: Column, language: Language, words: Words) -> DataValidation | None:
    hints = {"payment_date": words.payment_hint, "disputed": words.disputed_hint}
    if column.type == "date":
        return _date(words, hints.get(column.key, words.date_hint))
    if column.type == "money":
        return _amount(words, hints.get(column.key, words.money_hint))
    if column.type == "count":
        return _warned(DataValidation("whole", operator="greaterThanOrEqual", formula1="0"), words, words.count_hint)
    if column.type == "terms":
        return _warned(DataValidation("whole", operator="between", formula1="0", formula2="3650"), words, words.terms_hint)
    if column.type == "tier":
        tiers = NAMES[language].values()
        return _one_of(tiers, words, "warning", words.computed_hint) if column.computed else _one_of(tiers, words, "stop")
    if column.type == "currency":
        return _one_of(CURRENCIES[language], words, "warning", words.currency_hint)
    if column.key == "payment_method":
        return _one_of(PAYMENT_METHODS[language], words, "information")
    if column.type == "days":
        return _warned(DataValidation("whole", operator="greaterThanOrEqual", formula1="0"), words, words.computed_hint)
    return None


def _date(words: Words, hint: str) -> DataValidation:
    # Serial numbers of 1990-01-01 and 2099-12-31: years outside are slips of the pen. A warning only: words such as 未支付 are welcome.
    return _warned(DataValidation("date", operator="between", formula1="32874", formula2="73050"), words, hint)


def _amount(words: Words, hint: str) -> DataValidation:
    return _warned(DataValidation("decimal", operator="between", formula1="-1000000000000", formula2="1000000000000"), words, hint)


def _one_of(choices: Iterable[str], words: Words, style: Severity, hint: str = "") -> DataValidation:
    return _warned(DataValidation("list", formula1=f'"{",".join(choices)}"'), words, hint or words.choose_hint, style)


def _warned(rule: DataValidation, words: Words, hint: str, style: Severity = "warning") -> DataValidation:
    rule.allowBlank = True
    rule.errorStyle = style
    rule.showErrorMessage = rule.showInputMessage = True
    rule.errorTitle, rule.error = words.title, hint
    rule.promptTitle, rule.prompt = words.title, hint
    return rule


def _attach(sheet: Worksheet, rule: DataValidation, i: int) -> None:
    letter = get_column_letter(i)
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)


# -- colours -----------------------------------------------------------------------------------------------------------


def _tier_colours(sheet: Worksheet, letter: str, language: Language) -> None:
    for tier, name in NAMES[language].items():
        _coloured(sheet, letter, f'${letter}2="{name}"', LEVELS[tier], bold=True)


def _overdue_colours(sheet: Worksheet, letter: str, unit: str) -> None:
    # `30天` counts as 30; a blank or any other text has no colour.
    for above, colours in _OVERDUE_STEPS:
        _coloured(sheet, letter, f'IFERROR(VALUE(SUBSTITUTE(${letter}2,"{unit}","")),0)>{above}', colours, bold=False)


def _coloured(sheet: Worksheet, letter: str, formula: str, colours: tuple[str, str], *, bold: bool) -> None:
    fill, colour = colours
    look = DifferentialStyle(font=Font(bold=bold, color=colour), fill=PatternFill("solid", bgColor=fill))
    sheet.conditional_formatting.add(f"{letter}2:{letter}{LAST_ROW}", Rule("expression", formula=[formula], stopIfTrue=True, dxf=look))
