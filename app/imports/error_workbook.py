"""A file's tables as a workbook with the faulty cells marked, to be mended and sent again."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from xlsxwriter.worksheet import Worksheet

from app.imports.plan.invalid import InvalidFile
from app.imports.recognise.tables import Read
from app.problems import RowFault
from app.sheets.cells import Cell, Lang
from app.sheets.workbook import Book, breadth, open_book, set_print, write_cell, write_rows
from app.texts.faults import fault_message
from app.texts.sheets import ERRORS, GUIDE, MARK
from app.texts.terminal import IMPORT
from graph.errors import Fault

_COLUMNS: Final = ("sheet", "row", "column", "value", "code", "mend")
_WIDTHS: Final = (16, 7, 18, 24, 18, 90)
_NOTE_CHARACTERS: Final = 1_000
_SAMPLE: Final = 100
_WIDEST: Final = 46


def marked_workbook(error: InvalidFile, lang: Lang) -> bytes:
    """The workbook: first every fault with its place, then the sheets as they came, faulty cells marked and noted."""
    book = open_book(lang)
    _list_faults(book, error, lang)
    reads = error.sheaf.reads if error.sheaf else []
    faults = _by_cell(error)
    used = {ERRORS[lang == "zh"].casefold()}
    for read in reads:
        if read.table.name.startswith(MARK) or read.table.name in {*ERRORS, *GUIDE}:
            continue
        sheet = book.add(_title(read.table.name, used))
        _copy(book, sheet, read, faults.get(read.table.name, {}), lang)
    return book.bytes()


def _title(name: str, used: set[str]) -> str:
    """A name that a spreadsheet program takes: no forbidden sign, at most 31 characters, none twice."""
    plain = "".join("_" if letter in "[]:*?/\\" else letter for letter in name).strip("'")[:31] or "_"
    title, count = plain, 1
    while title.casefold() in used:
        count += 1
        title = f"{plain[:27]} {count}"
    used.add(title.casefold())
    return title


def _by_cell(error: InvalidFile) -> dict[str, dict[tuple[int, int], list[RowFault]]]:
    faults_at: dict[str, dict[tuple[int, int], list[RowFault]]] = defaultdict(lambda: defaultdict(list))
    for fault in error.faults:
        if isinstance(fault, RowFault) and error.sheaf is not None:
            spot = error.sheaf.spot(fault.pointer)
            place = spot.place if spot and spot.place is not None else 0
            faults_at[fault.sheet][fault.row - 1, place].append(fault)
    return faults_at


def _copy(book: Book, sheet: Worksheet, read: Read, faults: dict[tuple[int, int], list[RowFault]], lang: Lang) -> None:
    rows = read.table.rows
    for number, row in enumerate(rows):
        style = "heading" if read.sheet is not None and number == read.heading_row else "text"
        for place, cell in enumerate(row):
            if cell is not None and cell != "" and (number, place) not in faults:
                write_cell(book, sheet, number, place, _shown(cell), style)
    for (number, place), cell_faults in faults.items():
        cell = rows[number][place] if number < len(rows) and place < len(rows[number]) else None
        write_cell(book, sheet, number, place, _shown(cell), "wrong")
        note = "\n".join(f"{fault.code}: {fault_message(fault, lang)}" for fault in cell_faults)[:_NOTE_CHARACTERS]
        sheet.write_comment(number, place, note, {"x_scale": 2.2, "y_scale": 1 + len(note) / 120, "font_size": 9})
    for place in range(max((len(row) for row in rows), default=0)):
        cells = [row[place] for row in rows[:_SAMPLE] if place < len(row) and row[place] is not None]
        sheet.set_column(place, place, max(9, min(_WIDEST, max((breadth(str(cell)) for cell in cells), default=0) + 3)))
    if read.sheet is not None:
        sheet.freeze_panes(read.heading_row + 1, 1)
    set_print(sheet)
    if faults:
        sheet.set_tab_color("#C0392B")


def _shown(cell: Cell) -> Cell:
    return ("TRUE" if cell else "FALSE") if isinstance(cell, bool) else cell


def _list_faults(book: Book, error: InvalidFile, lang: Lang) -> None:
    zh = lang == "zh"
    sheet = book.add(ERRORS[zh])
    for place, (name, width) in enumerate(zip(_COLUMNS, _WIDTHS, strict=True)):
        sheet.write_string(0, place, IMPORT[name][zh], book.formats["heading"])
        sheet.set_column(place, place, width)
    write_rows(book, sheet, ([], *(_line(fault, lang) for fault in error.faults)))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(error.faults), len(_COLUMNS) - 1)
    sheet.set_tab_color("#C0392B")
    set_print(sheet)


def _line(fault: Fault, lang: Lang) -> list[Cell]:
    if not isinstance(fault, RowFault):
        return [fault.pointer, None, None, None, fault.code, fault_message(fault, lang)]
    place = f"{fault.place}{fault.row}" if fault.place else str(fault.row)
    heading = fault.heading
    value = None if fault.value is None else str(fault.value)
    return [fault.sheet, place, heading, value, fault.code, fault_message(fault, lang)]
