"""A sheet as a CSV file that spreadsheet programs open as it is: UTF-8 with a byte order mark, guarded against formulas."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from collections.abc import Iterable
from datetime import date
from io import StringIO

from app.sheets.cells import Cell, Lang
from app.sheets.csv_guard import guarded
from app.sheets.tables import FilledSheet
from app.texts.sheets import EXAMPLE, MARK


def csv_bytes(sheet: FilledSheet) -> bytes:
    """The sheet's rows below their headings."""
    return _bytes([sheet.headings, *(map(_written, row) for row in sheet.rows)])


def template_bytes(sheet: FilledSheet, lang: Lang) -> bytes:
    """The headings behind the column `#`, and the rows as examples, which the import skips."""
    example = EXAMPLE[lang == "zh"]
    return _bytes([(MARK, *sheet.headings), *((example, *map(_written, row)) for row in sheet.rows)])


def _bytes(rows: Iterable[Iterable[str]]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL).writerows(rows)
    return BOM_UTF8 + text.getvalue().encode()


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return guarded(cell)
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else repr(cell)
