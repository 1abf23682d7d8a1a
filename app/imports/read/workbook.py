"""XLSX workbooks: cells as they were last computed. Formulas are never evaluated, macros and links never touched."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException, ElementTree
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from app.imports.read.cells import fill_down, moment, reading
from app.imports.read.tables import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Plain, Reading, Table, Unreadable, require_size

_CHUNK: Final = 1 << 20
_MOST_WRONG: Final = 200
_TRUE: Final = {"1", "true"}
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$"
_RELATIONSHIPS: Final = "/relationships}id"  # of the transitional namespace and of the strict one


def read_workbook(body: bytes, archive: zipfile.ZipFile) -> Reading:
    """The sheets of a workbook whose archive was looked through. Raises Unreadable."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(body))
        kinds = {sheet.name: sheet.typ for sheet in workbook.sheets_metadata}
        names = [name for name in workbook.sheet_names if kinds.get(name) == SheetTypeEnum.WorkSheet]
        hidden = {sheet.name for sheet in workbook.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
        tables = [table_of(name, workbook.get_sheet_by_name(name)) for name in names]
    except PasswordError:
        raise Unreadable("protected") from None
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable("broken-workbook", reason=type(error).__name__) from None
    require_size(tables)
    looks = _look_at(archive, names)
    seen = [_as_seen(table, looks[index], table.name in hidden) for index, table in enumerate(tables)]
    return reading("xlsx", seen, formulas=sum(look.formulas for look in looks.values()))


def _as_seen(table: Table, look: _Cells, hidden: bool) -> Table:
    """The sheet with what its XML tells beside the values: errors, hidden parts, and merged cells filled downwards."""
    rows = [list(row) for row in table.rows]
    if sum(bottom - top for top, _, bottom in look.merged) > MOST_CELLS:
        raise Unreadable("too-many-rows", sheet=table.name, limit=f"{MOST_CELLS:,} cells")
    merged = fill_down(rows, look.merged)
    columns = frozenset(range(len(rows[0]))) if rows else frozenset()
    return replace(
        table,
        rows=rows,
        errors=frozenset(look.wrong),
        merged=merged,
        hidden=hidden,
        hidden_rows=frozenset(number for number in look.hidden_rows if number < len(rows)),
        hidden_columns=columns & {place for first, last in look.hidden_columns for place in range(first, last + 1)},
    )


def table_of(name: str, sheet: CalamineSheet) -> Table:
    """The sheet from its first row and column to its last cell with something in it."""
    if sheet.end is None or sheet.start is None:
        return Table(name, [])
    last_row, last_column = sheet.end
    if last_row >= MOST_ROWS:
        raise Unreadable("too-many-rows", sheet=name, limit=f"{MOST_ROWS:,} rows")
    if last_column >= MOST_COLUMNS:
        raise Unreadable("too-many-rows", sheet=name, limit=f"{MOST_COLUMNS} columns")
    if (last_row + 1) * (last_column + 1) > MOST_CELLS:
        raise Unreadable("too-many-rows", sheet=name, limit=f"{MOST_CELLS:,} cells")
    rows = sheet.to_python(skip_empty_area=False)
    return Table(name, [[_plain(cell) for cell in row] for row in rows])


def _plain(cell: Any) -> Plain:
    if isinstance(cell, datetime):
        return moment(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str | bool | float):
        return cell or (None if cell == "" else cell)
    return str(cell) if isinstance(cell, time | timedelta) else float(cell) if isinstance(cell, int) else None


def _look_at(archive: zipfile.ZipFile, names: list[str]) -> dict[int, _Cells]:
    """By sheet how many formulas it has, and which cells hold an error or nothing in place of a value: they read as empty."""
    looks: defaultdict[int, _Cells] = defaultdict(_Cells)
    try:
        for index, entry in _entries_of(archive, names):
            cells = looks[index]
            parser = ElementTree.XMLParser(target=cells, forbid_dtd=True)
            with archive.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    parser.feed(chunk)
            parser.close()
    except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
        raise Unreadable("broken-workbook", reason=type(error).__name__) from None
    return looks


@dataclass
class _Cells:
    """Looks at a sheet's cells as its XML is read, whatever prefix or namespace its elements have.

    `wrong`: row and column, from 0, of cells with an error and of formulas without a value that are no computed text. `merged`:
    first row, column and last row of cells merged over rows. `hidden_columns`: first and last of each stretch.
    """

    formulas: int = 0
    wrong: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    _row: int = -1
    _column: int = -1
    _type: str = ""
    _has_formula: bool = False
    _has_value: bool = False
    _in_value: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition("}")[2]:
            case "row":
                self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
                self._column = -1
                if attributes.get("hidden") in _TRUE:
                    self.hidden_rows.add(self._row)
            case "col" if attributes.get("hidden") in _TRUE and len(self.hidden_columns) < MOST_COLUMNS:
                self.hidden_columns.append((int(attributes["min"]) - 1, min(int(attributes["max"]), MOST_COLUMNS) - 1))
            case "mergeCell":
                first, _, last = attributes["ref"].partition(":")
                top, bottom = (int(corner.lstrip(_LETTERS)) - 1 for corner in (first, last or first))
                if top < bottom < MOST_ROWS:
                    self.merged.append((top, _column(first), bottom))
            case "c":
                self._column = _column(attributes["r"]) if "r" in attributes else self._column + 1
                self._type = attributes.get("t", "n")
                self._has_formula = self._has_value = False
            case "f":
                self._has_formula = True
                self.formulas += 1
            case "v" | "is":
                self._in_value = True

    def data(self, text: str) -> None:
        if self._in_value and text.strip():
            self._has_value = True

    def end(self, tag: str) -> None:
        match tag.rpartition("}")[2]:
            case "v" | "is":
                self._in_value = False
            case "c" if len(self.wrong) < _MOST_WRONG:
                computed = self._has_value or self._type == "str"
                if self._type == "e" or (self._has_formula and not computed):
                    self.wrong.append((self._row, self._column))

    def close(self) -> None:
        """Nothing is left to do at the end."""


def _entries_of(archive: zipfile.ZipFile, names: list[str]) -> Iterator[tuple[int, str]]:
    """The archive's entry of each sheet, as the workbook's relations tell. Raises LookupError for one that is not there."""
    entries = {_path(entry): entry for entry in archive.namelist()}
    relations = ElementTree.fromstring(archive.read(entries["xl/_rels/workbook.xml.rels"]), forbid_dtd=True)
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    workbook = ElementTree.fromstring(archive.read(entries["xl/workbook.xml"]), forbid_dtd=True)
    for item in workbook.iter():
        name = item.get("name", "")
        if item.tag.endswith("}sheet") and name in names:
            relation = next(value for key, value in item.items() if key.endswith(_RELATIONSHIPS))
            target = _path(targets[relation]).lstrip("/")
            yield names.index(name), entries[target if target.startswith("xl/") else f"xl/{target}"]


def _path(name: str) -> str:
    """A part's name as it is compared: without regard to case, and with the slashes that some programs turn round."""
    return name.replace("\\", "/").lower()


def _column(reference: str) -> int:
    """The column of a cell reference, from 0: 0 for `A1`, 27 for `AB7`."""
    place = 0
    for letter in reference.rstrip("0123456789").upper():
        place = place * 26 + ord(letter) - 64
    return place - 1
