"""Sheets in a workbook: headings that stay in sight, drop-downs, notes, and cells that are never formulas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.sheets.cells import Cell, Lang
from app.sheets.columns import Column, Sheet
from app.sheets.tables import FilledSheet
from app.texts.codes import NO, YES
from app.texts.guide import FORM_NOTES, MEANINGS, REQUIRED
from app.texts.sheets import EXAMPLE, MARK

ROWS_WITH_LISTS: Final = 2000  # how far down drop-downs reach
LISTS_SHEET: Final = "#lists"
_FIRST_DAY: Final = date(1900, 3, 1)  # before it, spreadsheet programs count days that were not
_INLINE: Final = 250
_WIDEST: Final = 46
_STYLES: Final[dict[str, dict[str, Any]]] = {
    "text": {"num_format": "@", "valign": "top"},
    "long": {"num_format": "@", "valign": "top", "text_wrap": True},
    "day": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "number": {"valign": "top"},
    "heading": {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3A5F", "border": 1, "border_color": "#FFFFFF"},
    "needed": {"bold": True, "font_color": "#FFFFFF", "bg_color": "#A8402A", "border": 1, "border_color": "#FFFFFF"},
    "example": {"italic": True, "font_color": "#6B7280", "bg_color": "#F3F4F6", "num_format": "@", "valign": "top"},
    "example_day": {"italic": True, "font_color": "#6B7280", "bg_color": "#F3F4F6", "num_format": "yyyy-mm-dd"},
    "title": {"bold": True, "font_size": 16, "font_color": "#1F3A5F"},
    "plain": {"text_wrap": True, "valign": "top"},
    "wrong": {"bg_color": "#FBD5CF", "border": 2, "border_color": "#C0392B", "valign": "top"},
    "count": {"valign": "top", "align": "center"},
    "percent": {"num_format": "0.0%", "valign": "top"},
    "strong": {"bold": True, "valign": "top"},
    "amount": {"num_format": "#,##0", "valign": "top"},
    "score": {"num_format": "+0.00;-0.00;0.00", "valign": "top"},
}
_LONG: Final = {"evidence", "note", "text", "risks", "value", "reason"}


@dataclass
class Book:
    """A workbook in memory with its cell formats by name and the lists of its drop-downs."""

    workbook: Workbook
    memory: BytesIO
    formats: dict[str, Format]
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)

    def bytes(self) -> bytes:
        """The finished file."""
        if self.lists:
            hidden = self.workbook.add_worksheet(LISTS_SHEET)
            for place, words in enumerate(self.lists):
                for row, word in enumerate(words):
                    hidden.write_string(row, place, word)
            hidden.very_hidden()
        self.workbook.close()
        return self.memory.getvalue()

    def add(self, title: str) -> Worksheet:
        """A new sheet at the end."""
        return self.workbook.add_worksheet(title)


def open_book(lang: Lang) -> Book:
    """An empty workbook whose texts are never taken for formulas, addresses or numbers."""
    memory = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = Workbook(memory, options)
    font = "Microsoft YaHei" if lang == "zh" else "Calibri"
    formats = {
        name: workbook.add_format({"font_name": font, "font_size": 10, **style}) for name, style in _STYLES.items()
    }
    return Book(workbook, memory, formats)


def write_cell(book: Book, sheet: Worksheet, row: int, place: int, cell: Cell, style: str = "text") -> None:
    """One cell as what it is: text as text, whole and exact numbers as numbers, days as days.

    A number that the format would round is written as text: it reads back as the same number.
    """
    made = book.formats[style]
    if isinstance(cell, bool) or cell is None:
        sheet.write_blank(row, place, None, made)
    elif isinstance(cell, str):
        sheet.write_string(row, place, cell, made)
    elif isinstance(cell, date):
        if cell < _FIRST_DAY:
            sheet.write_string(row, place, cell.isoformat(), made)
        else:
            sheet.write_datetime(row, place, cell, book.formats["example_day" if style == "example" else "day"])
    elif float(f"{cell:.16G}") == cell:
        sheet.write_number(row, place, cell, book.formats["number"] if style == "text" else made)
    else:
        sheet.write_string(row, place, repr(cell), made)


def write_sheet(book: Book, filled: FilledSheet, lang: Lang, *, template: bool = False) -> Worksheet:
    """A list of the document with its drop-downs and notes. In a template its rows are examples, marked in a first column."""
    sheet, shift = book.add(filled.title), int(template)
    if template:
        sheet.write_string(0, 0, MARK, book.formats["heading"])
        sheet.set_column(0, 0, 7)
    for place, column in enumerate(filled.columns, shift):
        needed = column.required and column.name != "id"
        sheet.write_string(0, place, filled.headings[place - shift], book.formats["needed" if needed else "heading"])
        note = note_of(filled.sheet, column, lang)
        sheet.write_comment(0, place, note, {"x_scale": 1.6, "y_scale": 0.6 + 0.25 * (len(note) // 30), "font_size": 9})
        style = "day" if column.form == "day" else "long" if column.name in _LONG else "text"
        if column.form in {"whole", "number"}:
            style = "number"
        sheet.set_column(place, place, _width(filled, place - shift), book.formats[style])
        _offer(book, sheet, place, column, lang)
    for number, row in enumerate(filled.rows, 1):
        if template:
            sheet.write_string(number, 0, EXAMPLE[lang == "zh"], book.formats["example"])
        for place, cell in enumerate(row, shift):
            long = filled.columns[place - shift].name in _LONG
            if cell is not None:
                write_cell(book, sheet, number, place, cell, "example" if template else "long" if long else "text")
    sheet.freeze_panes(1, shift + 1)
    set_print(sheet)
    if filled.rows and not template:
        sheet.autofilter(0, 0, len(filled.rows), len(filled.columns) - 1)
    return sheet


def set_print(sheet: Worksheet) -> None:
    """On paper: across, as wide as one page, the headings on each."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _width(filled: FilledSheet, place: int) -> float:
    cells = [filled.headings[place] + "  ", *(row[place] for row in filled.rows[:200])]
    return max(9, min(_WIDEST, max(breadth(str(cell)) for cell in cells if cell is not None) + 2))


def breadth(text: str) -> int:
    """Width of a text's widest line in characters of Latin script; a Chinese one takes two."""
    return max((sum(2 if letter > "\u2e7f" else 1 for letter in line) for line in text.split("\n")), default=0)


def _offer(book: Book, sheet: Worksheet, place: int, column: Column, lang: Lang) -> None:
    """The drop-down or range of a column; other words are let through after a warning, for the import knows more of them."""
    rule: dict[str, Any] = {"error_type": "warning", "ignore_blank": True}
    if column.form in {"code", "yes"}:
        pairs = (YES, NO) if column.form == "yes" else tuple(column.words.values())
        words = tuple(pair[lang == "zh"] for pair in pairs)
        rule |= {"validate": "list", "source": _source(book, words)}
    elif column.least is not None and column.most is not None:
        kind = "integer" if column.form == "whole" else "decimal"
        rule |= {"validate": kind, "criteria": "between", "minimum": column.least, "maximum": column.most}
    elif column.form == "day":
        rule |= {"validate": "date", "criteria": ">=", "value": _FIRST_DAY}
    else:
        return
    sheet.data_validation(1, place, ROWS_WITH_LISTS, place, rule)


def _source(book: Book, words: tuple[str, ...]) -> list[str] | str:
    if len(",".join(words)) <= _INLINE:
        return list(words)
    if words not in book.lists:
        letter = letter_of(len(book.lists))
        book.lists[words] = f"='{LISTS_SHEET}'!${letter}$1:${letter}${len(words)}"
    return book.lists[words]


def letter_of(place: int) -> str:
    """The letter of a column counted from 0.

    >>> [letter_of(place) for place in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def filling(column: Column, lang: Lang) -> str:
    """What may stand in a column's cells."""
    form = "id" if column.name == "id" else "reference" if column.label and column.form == "text" else column.form
    bounds = "" if column.least is None or column.most is None else f" {column.least:g} – {column.most:g}"
    return FORM_NOTES[form][lang == "zh"].format(range=bounds)


def note_of(sheet: Sheet, column: Column, lang: Lang) -> str:
    """What a column means and how it is filled."""
    zh = lang == "zh"
    parts = [REQUIRED[zh]] if column.required and column.name != "id" else []
    parts.append(filling(column, lang))
    meaning = MEANINGS.get(f"{sheet.name}.{column.name}") or MEANINGS.get(column.name)
    if meaning is not None:
        parts.append(meaning[zh])
    return ("" if zh else " ").join((*parts, f"[{column.name}]"))


def write_rows(book: Book, sheet: Worksheet, rows: Iterable[Iterable[Cell]], style: str = "plain") -> None:
    """Plain rows from the top, as they come."""
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is not None:
                write_cell(book, sheet, number, place, cell, style)
