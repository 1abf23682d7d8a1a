"""The empty import workbook, and the same as CSV files: a guide, one sheet a list, an example in each."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

from app.sample import EXAMPLE
from app.sheets.cells import Lang
from app.sheets.columns import SHEETS
from app.sheets.csv_text import template_bytes
from app.sheets.tables import FilledSheet, filled_sheets
from app.sheets.workbook import Book, open_book, write_cell, write_sheet
from app.texts.guide import HOW, PURPOSES, SHEET, TITLE, WHAT
from app.texts.sheets import GUIDE, SHEET_NAMES
from graph.document import AccountDocument
from graph.kinds import KINDS


@cache
def template_workbook(lang: Lang) -> bytes:
    """The workbook to be filled."""
    book = open_book(lang)
    write_guide(book, lang)
    for filled in _examples(lang):
        write_sheet(book, filled, lang, template=True)
    return book.bytes()


def template_files(lang: Lang) -> dict[str, bytes]:
    """The same as CSV files by name."""
    return {f"{filled.sheet.name}.csv": template_bytes(filled, lang) for filled in _examples(lang)}


def _examples(lang: Lang) -> list[FilledSheet]:
    example = AccountDocument.model_validate_json(EXAMPLE)
    for kind in KINDS:
        if kind.listing is not None and not example.of(kind):
            record = kind.model.model_validate_json(json.dumps(dict(kind.listing.example)))
            example = example.with_records(kind, (record,))
    return [replace(filled, rows=filled.rows[:1]) for filled in filled_sheets(example, lang)]


def write_guide(book: Book, lang: Lang) -> None:
    """The first sheet: how to fill the others, and what each of them holds."""
    zh = lang == "zh"
    sheet = book.add(GUIDE[zh])
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 92)
    sheet.write_string(0, 0, TITLE[zh], book.formats["title"])
    sheet.set_row(0, 28)
    for number, told in enumerate(HOW, 2):
        sheet.merge_range(number, 0, number, 1, told[zh], book.formats["plain"])
        sheet.set_row(number, 30)
    row = len(HOW) + 3
    for place, pair in enumerate((SHEET, WHAT)):
        sheet.write_string(row, place, pair[zh], book.formats["heading"])
    for number, listed in enumerate(SHEETS, row + 1):
        write_cell(book, sheet, number, 0, SHEET_NAMES[listed.name][zh], "plain")
        write_cell(book, sheet, number, 1, PURPOSES[listed.name][zh], "plain")
    sheet.fit_to_pages(1, 1)
