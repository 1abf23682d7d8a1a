"""Tables as they came in a file become rows of known sheets: which list a table is, which column a heading is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from app.sheets.cells import Cell, is_blank, text_of, value_of
from app.sheets.columns import Column, Sheet
from app.sheets.headings import column_named, likely_column, likely_sheet, names_of, sheet_named
from app.texts.sheets import ERRORS, GUIDE, MARK, SHEET_NAMES
from app.texts.workbook import ANALYSIS_SHEETS, FORMER_ANALYSIS_SHEETS
from graph.errors import Fault

HEADING_ROWS: Final = 5  # a title or two may stand above the headings
_NEVER_LISTS: Final = {
    *GUIDE,
    *ERRORS,
    *FORMER_ANALYSIS_SHEETS,
    *(title for pair in ANALYSIS_SHEETS.values() for title in pair),
}


class TableMapping(BaseModel):
    """What one table of a file is: its list, and the field each heading stands for (null: none, skip it)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    list: str | None = Field(default=None, max_length=100, description="Name of the list, e.g. `people` or `lines`.")
    columns: dict[str, str | None] = Field(default_factory=dict, description="Field by heading; null skips a column.")


class FileMapping(BaseModel):
    """How to read tables that name their columns otherwise, by the name of the sheet (or file, or `nodes` and `edges`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sheets: dict[str, TableMapping] = Field(default_factory=dict, description="By name of the sheet.")


@dataclass(frozen=True)
class Table:
    """A table of a file: rows of cells, the first of them row 1. In a `loose` one headings nobody knows are skipped."""

    name: str
    rows: list[list[Cell]]
    loose: bool = False


@dataclass
class Entry:
    """One row that is to become a record: what it gives by field, and where it stands."""

    sheet: Sheet
    table: int
    row: int
    values: dict[str, Any]


@dataclass(frozen=True)
class Read:
    """What one table was taken for."""

    table: Table
    sheet: Sheet | None
    heading_row: int = 0
    columns: Mapping[int, Column] = field(default_factory=dict)
    skipped_columns: tuple[str, ...] = ()
    skipped_rows: int = 0

    @property
    def by_name(self) -> dict[str, int]:
        """Place of each column, counted from 0; of a list over several columns the first."""
        return {column.name: place for place, column in sorted(self.columns.items(), reverse=True, key=itemgetter(0))}


@dataclass
class Reading:
    """All tables of a file: what they were taken for, their rows, and faults of headings with the table and column."""

    reads: list[Read] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_tables(tables: list[Table], mapping: FileMapping) -> Reading:
    """Recognise every table. Pointers of faults are `/tables/TABLE/ROW/COLUMN`, counted from 0."""
    reading = Reading()
    for index, table in enumerate(tables):
        asked = mapping.sheets.get(table.name, TableMapping())
        read = _recognised(index, table, asked, reading.faults)
        if read.sheet is not None:
            read = _with_rows(index, read, read.sheet, reading.entries)
        reading.reads.append(read)
    unused = [name for name in mapping.sheets if name not in {table.name for table in tables}]
    facts = {"expected": ", ".join(table.name for table in tables)}
    reading.faults += [Fault("/mapping", "unknown-sheet", name, facts) for name in unused]
    return reading


def _recognised(index: int, table: Table, asked: TableMapping, faults: list[Fault]) -> Read:
    filled = [i for i, row in enumerate(table.rows) if not all(is_blank(cell) for cell in row)]
    if not filled or table.name.startswith(MARK) or table.name in _NEVER_LISTS:
        return Read(table, None)
    sheet = sheet_named(asked.list or table.name)
    if sheet is None and asked.list is None:
        guesses = (
            likely_sheet([asked.columns.get(text_of(cell)) or text_of(cell) for cell in table.rows[i]])
            for i in filled[:HEADING_ROWS]
        )
        sheet = next((guess for guess in guesses if guess), None)
    if sheet is None:
        facts = {"expected_en": _listed(0), "expected_zh": _listed(1)}
        faults.append(Fault(f"/tables/{index}/0/0", "unknown-sheet", asked.list or table.name, facts))
        return Read(table, None)
    at = max(filled[:HEADING_ROWS], key=lambda i: (_known(sheet, asked, table.rows[i]), -i))
    return _with_columns(index, table, sheet, asked, at, faults)


def _listed(language: int) -> str:
    return ("、" if language else ", ").join(pair[language] for pair in SHEET_NAMES.values())


def _column_of(sheet: Sheet, asked: TableMapping, text: str) -> Column | None:
    return column_named(sheet, asked.columns[text] or "" if text in asked.columns else text)


def _known(sheet: Sheet, asked: TableMapping, row: list[Cell]) -> int:
    return len({column.name for cell in row if (column := _column_of(sheet, asked, text_of(cell).strip()))})


def _with_columns(index: int, table: Table, sheet: Sheet, asked: TableMapping, at: int, faults: list[Fault]) -> Read:
    columns: dict[int, Column] = {}
    skipped: list[str] = []
    for place, cell in enumerate(table.rows[at]):
        text, pointer = text_of(cell).strip(), f"/tables/{index}/{at}/{place}"
        column = _column_of(sheet, asked, text)
        if text.startswith(MARK) or (text in asked.columns and asked.columns[text] is None):
            continue
        if column is None and text and table.loose:
            skipped.append(text)
        elif column is None and (text or _holds(table, at, place)):
            near = likely_column(sheet, text)
            facts = {"expected": " / ".join((*names_of(sheet, near), near.name)) if near else ""}
            faults.append(Fault(pointer, "unknown-column", text, facts))
        elif column is not None and column.form != "ids" and column in columns.values():
            if table.loose:
                skipped.append(text)
            else:
                faults.append(Fault(pointer, "duplicate-column", text))
        elif column is not None:
            columns[place] = column
    return Read(table, sheet, at, columns, tuple(skipped))


def _holds(table: Table, at: int, place: int) -> bool:
    return any(len(row) > place and not is_blank(row[place]) for row in table.rows[at + 1 :])


def _with_rows(index: int, read: Read, sheet: Sheet, entries: list[Entry]) -> Read:
    """Collect the table's rows; rows with anything in the column `#` are skipped, blank ones do not count."""
    marks = {i for i, cell in enumerate(read.table.rows[read.heading_row]) if text_of(cell).strip().startswith(MARK)}
    skipped = 0
    for number, row in enumerate(read.table.rows[read.heading_row + 1 :], read.heading_row + 1):
        if any(i < len(row) and not is_blank(row[i]) for i in marks):
            skipped += 1
        elif values := dict(_values(read, row)):
            entries.append(Entry(sheet, index, number, values))
    return Read(read.table, sheet, read.heading_row, read.columns, read.skipped_columns, skipped)


def _values(read: Read, row: list[Cell]) -> Iterator[tuple[str, Any]]:
    lists: dict[str, list[str]] = {}
    for place, column in read.columns.items():
        cell = row[place] if place < len(row) else None
        if is_blank(cell):
            continue
        value = value_of(cell, column)
        if column.form == "ids":
            value = lists.setdefault(column.name, [])
            value.extend(value_of(cell, column))
        yield column.name, value
