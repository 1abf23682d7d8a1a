"""XLS workbooks of before 2007: cells as they were last computed; errors, hidden parts and merged cells as they are."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import datetime
from typing import Final, Literal

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.sheet import Sheet
from xlrd.xldate import XLDateError, xldate_as_datetime

from app.imports.read.cells import fill_down, moment, reading
from app.imports.read.tables import MOST_COLUMNS, MOST_ROWS, Plain, Reading, Table, Unreadable

_DAMAGED: Final = (  # what xlrd trips over in a damaged file
    CompDocError, AssertionError, ArithmeticError, LookupError, ValueError, TypeError, AttributeError, struct.error,
)  # fmt: skip
_PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")  # an XLSX under a password is a file of this form, too


def read_old_workbook(body: bytes) -> Reading:
    """The sheets of an XLS file. Raises Unreadable for one that is broken, protected, or no workbook."""
    if _PROTECTED in body:
        raise Unreadable("protected")
    try:
        book = xlrd.open_workbook(file_contents=body, formatting_info=True, logfile=_Silence())
        tables = [_table(book, book.sheet_by_index(index)) for index in range(book.nsheets)]
    except XLRDError as error:
        raise Unreadable("protected" if "encrypt" in str(error).lower() else "old-or-protected") from None
    except _DAMAGED as error:
        raise Unreadable("broken-workbook", reason=type(error).__name__) from None
    return reading("xls", tables)


class _Silence:
    """Takes what the library would print: it may quote the file."""

    def write(self, _text: str) -> None:
        """Drop it."""

    def flush(self) -> None:
        """Nothing is held back."""


def _table(book: Book, sheet: Sheet) -> Table:
    if sheet.nrows > MOST_ROWS:
        raise Unreadable("too-many-rows", sheet=sheet.name, limit=f"{MOST_ROWS:,} rows")
    if sheet.ncols > MOST_COLUMNS:
        raise Unreadable("too-many-rows", sheet=sheet.name, limit=f"{MOST_COLUMNS} columns")
    errors: set[tuple[int, int]] = set()
    rows = [list(_cells(book, sheet, number, errors)) for number in range(sheet.nrows)]
    merged = fill_down(rows, ((top, place, end - 1) for top, end, place, _ in sheet.merged_cells))
    return Table(
        sheet.name,
        rows,
        hidden=sheet.visibility != 0,
        hidden_rows=frozenset(number for number, row in sheet.rowinfo_map.items() if row.hidden and number < len(rows)),
        hidden_columns=frozenset(
            place for place, column in sheet.colinfo_map.items() if column.hidden and place < sheet.ncols
        ),
        merged=merged,
        errors=frozenset(errors),
    )


def _cells(book: Book, sheet: Sheet, number: int, errors: set[tuple[int, int]]) -> Iterator[Plain]:
    for place, cell in enumerate(sheet.row(number)):
        if cell.ctype == xlrd.XL_CELL_ERROR:
            errors.add((number, place))
            yield None
        elif cell.ctype == xlrd.XL_CELL_DATE:
            yield _day(float(cell.value), book.datemode)
        elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
            yield bool(cell.value)
        elif cell.ctype == xlrd.XL_CELL_NUMBER:
            yield float(cell.value)
        else:
            yield str(cell.value) or None


def _day(value: float, mode: Literal[0, 1]) -> Plain:
    """A day or moment as ISO text; a number that is no day stays one."""
    try:
        day: datetime = xldate_as_datetime(value, mode)
    except (XLDateError, ValueError, OverflowError):
        return value
    if value < 1:
        return day.time().isoformat()
    return moment(day)
