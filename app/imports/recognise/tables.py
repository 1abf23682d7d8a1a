"""Tables as they came in a file become rows of known sheets: which list a table is, where its headings are, what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from app.imports.questions import Asking, Place
from app.imports.read.tables import Table
from app.imports.recognise.amounts import Amounts, amounts_of, code_of, currencies_in
from app.imports.recognise.columns import Choosing, Taken, column_called, taken_columns
from app.imports.recognise.conventions import conventions_of
from app.imports.recognise.languages import former_words, state_headings
from app.imports.recognise.parts import under_groups
from app.imports.recognise.rows import SkippedRow, depths, is_units_row, records_in, shown
from app.imports.recognise.sources import Source, source_of
from app.imports.recognise.written_forms import Convention, in_plain_form
from app.sheets.cells import Cell, is_blank, narrow, text_of, value_of
from app.sheets.columns import READ, Column, Sheet, fold
from app.sheets.headings import column_named, sheet_named
from app.sheets.workbook import letter_of
from app.texts.sheets import ERRORS, GUIDE, MARK, SHEET_NAMES
from app.texts.workbook import ANALYSIS_SHEETS, FORMER_ANALYSIS_SHEETS
from graph.errors import Fault

_ENOUGH_ROWS: Final = 60  # without a better one after which the headings are taken as found
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


@dataclass
class Entry:
    """One row that is to become a record: what it gives by field, and where it stands."""

    sheet: Sheet
    table: int
    row: int
    values: dict[str, Any]


@dataclass(frozen=True)
class Read:
    """What one table was taken for, column by column, and the rows that are no records."""

    table: Table
    sheet: Sheet | None
    heading_row: int = 0
    columns: Mapping[int, Column] = field(default_factory=dict)
    taken: tuple[Taken, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    source: Source | None = None
    reason: str = ""
    conventions: Mapping[int, Convention] = field(default_factory=dict)
    amounts: Mapping[int, Amounts] = field(default_factory=dict)

    @cached_property
    def columns_named(self) -> frozenset[str]:
        """The fields its columns were taken for."""
        return frozenset(column.name for column in self.columns.values())

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
    asking: Asking = field(default_factory=Asking)


def read_tables(tables: list[Table], mapping: FileMapping, asking: Asking | None = None) -> Reading:
    """Recognise every table. Pointers of faults are `/tables/TABLE/ROW/COLUMN`, counted from 0."""
    reading = Reading(asking=asking or Asking())
    unknown: list[Fault] = []
    for index, table in enumerate(tables):
        named = mapping.sheets.get(table.name, TableMapping())
        read = _recognised(index, table, named, reading, unknown)
        if read.sheet is not None:
            read = _with_rows(index, read, read.sheet, reading)
        reading.reads.append(read)
    if not any(read.sheet for read in reading.reads):
        reading.faults += unknown
    unused = [name for name in mapping.sheets if name not in {table.name for table in tables}]
    facts = {"expected": ", ".join(table.name for table in tables)}
    reading.faults += [Fault("/mapping", "unknown-sheet", name, facts) for name in unused]
    return reading


def _recognised(index: int, table: Table, mapping: TableMapping, reading: Reading, unknown: list[Fault]) -> Read:
    filled = [i for i, row in enumerate(table.rows) if not all(is_blank(cell) for cell in row)]
    if not filled or table.name.startswith(MARK) or table.name in _NEVER_LISTS:
        return Read(table, None, reason="own-sheet")
    if table.hidden and mapping.list is None:
        return Read(table, None, reason="hidden")
    sheet, at, source = _likely(table, filled, mapping)
    if sheet is None:
        facts = {"expected_en": _listed(0), "expected_zh": _listed(1)}
        unknown.append(Fault(f"/tables/{index}/0/0", "unknown-sheet", mapping.list or table.name, facts))
        return Read(table, None, reason="other-list")
    if source is None and not table.loose:
        table = under_groups(table, at)
    choosing = Choosing(table.name, sheet, mapping.columns, source, table.loose, reading.asking)
    taken = taken_columns(choosing, table.rows, at)
    pointer = f"/tables/{index}/{at}"
    reading.faults += [
        Fault(f"{pointer}/{one.place}", "duplicate-column", one.heading) for one in taken if one.reason == "duplicate"
    ]
    columns = {one.place: one.column for one in taken if one.column is not None}
    amounts = _amounts(table, at, columns, reading.asking)
    ways = conventions_of(table, at, columns, amounts, reading.asking)
    above = tuple(depths(table.rows, at))
    return Read(table, sheet, at, columns, taken, above, source, conventions=ways, amounts=amounts)


def _amounts(table: Table, at: int, columns: Mapping[int, Column], asking: Asking) -> dict[int, Amounts]:
    amounts: dict[int, Amounts] = {}
    for place, column in columns.items():
        texts = (cell for row in table.rows[at + 1 :] if place < len(row) and isinstance(cell := row[place], str))
        heading = text_of(table.rows[at][place]).strip() if place < len(table.rows[at]) else ""
        if is_units_row(table, at + 1) and place < len(table.rows[at + 1]) and not is_blank(table.rows[at + 1][place]):
            heading += f" ({text_of(table.rows[at + 1][place]).strip()})"
        if (of_column := amounts_of(table.name, heading or letter_of(place), column, texts, asking)) is not None:
            amounts[place] = of_column
    return amounts


def _listed(language: int) -> str:
    return ("、" if language else ", ").join(pair[language] for pair in SHEET_NAMES.values())


def _likely(table: Table, filled: list[int], mapping: TableMapping) -> tuple[Sheet | None, int, Source | None]:
    """The list a table is, the row of its headings, and the source that is known by them.

    Said by the mapping, else by a source's headings, else the list that knows most headings of any row: one of people or lines
    goes before the one the table is named after only where it knows more of them.
    """
    named = sheet_named(mapping.list or table.name)
    wanted = [named] if named else []
    if mapping.list is None:
        wanted += [sheet for sheet in (READ["people"], READ["lines"]) if sheet not in wanted]
    best: tuple[float, int, Sheet | None, Source | None] = (0, filled[0], named, None)
    since = 0
    for at in filled:
        row = table.rows[at]
        source = source_of(fold(text_of(cell)) for cell in row) if mapping.list is None and not table.loose else None
        if source is not None:
            return READ[source.list], at, source
        score, sheet = max(
            ((_fit(one, mapping, row, named=one is named), one) for one in wanted), key=itemgetter(0), default=(0, None)
        )
        if score > best[0]:
            best, since = (score, at, sheet, None), 0
        since += 1
        if best[0] and since > _ENOUGH_ROWS:
            break
    return best[2], best[1], None


def _fit(sheet: Sheet, mapping: TableMapping, row: Sequence[Cell], *, named: bool) -> float:
    """How many different columns of the list a row names; nothing where it cannot be its headings."""
    known = {
        column.name
        for cell in row
        if (text := text_of(cell).strip())
        and (column := column_called(sheet, mapping.columns[text] or "" if text in mapping.columns else text))
    }
    if named:
        return len(known) + 0.5
    if sheet.name == "lines":
        return len(known) + 0.25 if {"from", "to"} <= known else 0
    named_people = "name" in known or "last_name" in known or {"first_name", "email"} <= known
    return len(known) if named_people and len(known) > 1 else 0


def _with_rows(index: int, read: Read, sheet: Sheet, reading: Reading) -> Read:
    """Collect the table's records; blank rows do not count."""
    rows, source = read.table.rows, read.source
    headings = [fold(text_of(cell)) for cell in rows[read.heading_row]]
    drop = {
        place: source.drop[word]
        for place, word in enumerate(headings)
        if source and source.drop and word in source.drop
    }
    if sheet is READ["people"] and not read.table.loose:
        states = (
            place for place, word in enumerate(headings) if word in state_headings() and place not in read.columns
        )
        drop |= {place: former_words() for place in states if place not in drop}
    fields = {place: column.name for place, column in read.columns.items()}
    parted = records_in(read.table, read.heading_row, fields, drop, reading.asking)
    conditions = _conditions(read, headings)
    left_out = _short_rows(read, [number for number, _ in parted.records], reading.asking)
    parted.skipped.extend(SkippedRow(number, "short-row", shown(rows[number])) for number in left_out)
    for number, group in parted.records:
        if number in left_out:
            continue
        values = dict(_values(read, rows[number]))
        for name, (places, allowed) in conditions.items():
            if not any(place < len(rows[number]) and fold(text_of(rows[number][place])) in allowed for place in places):
                values.pop(name, None)
        if values:
            reading.faults += _take_currency(index, number, read, values)
            if group:
                values.setdefault("department_id", group)
            reading.entries.append(Entry(sheet, index, number, values))
    return replace(read, skipped=(*read.skipped, *parted.skipped))


def _short_rows(read: Read, numbers: Sequence[int], asking: Asking) -> frozenset[int]:
    """Records with fewer cells than headings, where others are whole: a line break may have parted them. Those to leave out."""
    rows, width = read.table.rows, len(read.table.rows[read.heading_row])
    short = [number for number in numbers if 1 < len(rows[number]) < width]
    if not short or len(short) == len(numbers) or read.table.separator is None:
        return frozenset()
    place = Place(sheet=read.table.name, row=short[0] + 1)
    answer = asking.ask("short-rows", read.table.name, ("empty", "skip"), place, row=short[0] + 1)
    return frozenset(short) if answer == "skip" else frozenset()


def _take_currency(index: int, number: int, read: Read, values: dict[str, Any]) -> Iterator[Fault]:
    """The currency a sum is written with, where no column tells it; a fault where one tells another."""
    if "currency" in values:
        values["currency"] = code_of(str(values["currency"]))
    for place, amounts in read.amounts.items():
        cell = read.table.rows[number][place] if place < len(read.table.rows[number]) else None
        currencies = () if is_blank(cell) else currencies_in(text_of(cell), amounts)
        if not currencies or read.sheet is None or "currency" not in read.sheet.by_name:
            continue
        if values.setdefault("currency", currencies[0]) not in currencies:
            facts = {"currency": values["currency"]}
            yield Fault(f"/tables/{index}/{number}/{place}", "doubtful-currency", text_of(cell), facts)


def _conditions(read: Read, headings: list[str]) -> dict[str, tuple[list[int], frozenset[str]]]:
    when = (read.source.when if read.source else None) or {}
    return {
        name: ([place for place, word in enumerate(headings) if word in values], allowed)
        for name, (values, allowed) in when.items()
    }


def _values(read: Read, row: Sequence[Cell]) -> Iterator[tuple[str, Any]]:
    lists: dict[str, list[str]] = {}
    for place, column in read.columns.items():
        cell = row[place] if place < len(row) else None
        if is_blank(cell):
            continue
        if (amounts := read.amounts.get(place)) is not None:
            if isinstance(cell, str):
                cell = amounts.read(cell, read.conventions.get(place))
            elif isinstance(cell, float):
                cell = amounts.scaled(cell)
        elif isinstance(cell, str) and (way := read.conventions.get(place)):
            cell = in_plain_form(narrow(cell), way) or cell
        value = value_of(cell, column)
        if column.form == "ids":
            value = lists.setdefault(column.name, [])
            value.extend(value_of(cell, column))
        elif column.name == "note" and read.sheet is READ["people"]:
            notes = lists.setdefault("note", [])
            heading = text_of(read.table.rows[read.heading_row][place]).strip()
            notes.append(str(value) if column_named(READ["people"], heading) is column else f"{heading}: {value}")
            value = "\n".join(notes)
        yield column.name, value
