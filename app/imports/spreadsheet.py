"""XLSX workbooks: cells as they were last computed. Formulas are never evaluated, macros and links never touched."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, Final

from defusedxml import ElementTree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from app.imports.parsed import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Parsed, Plain, PlainTable, Unreadable, require_size

_CHUNK: Final = 1 << 20
_OVERLAP: Final = 512
_ERROR_CELL: Final = re.compile(rb'<c (?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d{1,7})"')
_NEVER_COMPUTED: Final = re.compile(
    rb'<c (?![^>]*\bt="str")[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*><f(?:/>| [^>]*/>|[^>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>'
)
_FORMULA: Final = re.compile(rb"<f[ />]")
_MOST_WRONG: Final = 200
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_workbook(body: bytes, archive: zipfile.ZipFile) -> Parsed:
    """The sheets of a workbook whose archive was looked through. Raises Unreadable."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(body))
        kinds = {sheet.name: sheet.typ for sheet in workbook.sheets_metadata}
        names = [name for name in workbook.sheet_names if kinds.get(name) == SheetTypeEnum.WorkSheet]
        tables = [_table(name, workbook.get_sheet_by_name(name)) for name in names]
    except PasswordError:
        raise Unreadable("protected") from None
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable("broken-workbook", reason=type(error).__name__) from None
    require_size(tables)
    parsed = Parsed("xlsx", tables)
    _find_formulas(archive, names, parsed)
    return parsed


def _table(name: str, sheet: CalamineSheet) -> PlainTable:
    """The sheet from its first row and column to its last cell with something in it."""
    if sheet.end is None or sheet.start is None:
        return PlainTable(name, [])
    last_row, last_column = sheet.end
    if last_row >= MOST_ROWS:
        raise Unreadable("too-many-rows", sheet=name, limit=f"{MOST_ROWS:,} rows")
    if last_column >= MOST_COLUMNS:
        raise Unreadable("too-many-rows", sheet=name, limit=f"{MOST_COLUMNS} columns")
    if (last_row + 1) * (last_column + 1) > MOST_CELLS:
        raise Unreadable("too-many-rows", sheet=name, limit=f"{MOST_CELLS:,} cells")
    rows = sheet.to_python(skip_empty_area=False)
    return PlainTable(name, [[_plain(cell) for cell in row] for row in rows])


def _plain(cell: Any) -> Plain:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str | bool | float):
        return cell or (None if cell == "" else cell)
    return str(cell) if isinstance(cell, time | timedelta) else float(cell) if isinstance(cell, int) else None


def _find_formulas(archive: zipfile.ZipFile, names: list[str], parsed: Parsed) -> None:
    """Say how many formulas there are, and which cells hold an error or nothing in place of a value: they read as empty."""
    formulas = 0
    for index, entry in _entries_of(archive, names):
        with archive.open(entry) as held:
            before = b""
            while chunk := held.read(_CHUNK):
                formulas += len(_FORMULA.findall(chunk))
                both = before + chunk
                for found in (*_ERROR_CELL.finditer(both), *_NEVER_COMPUTED.finditer(both)):
                    place = (index, int(found[2]) - 1, _column(found[1].decode()))
                    if place not in parsed.wrong_cells[-3:] and len(parsed.wrong_cells) < _MOST_WRONG:
                        parsed.wrong_cells.append(place)
                before = chunk[-_OVERLAP:]
    if formulas:
        parsed.stated["formulas"] = formulas


def _entries_of(archive: zipfile.ZipFile, names: list[str]) -> Iterator[tuple[int, str]]:
    """The archive's entry of each sheet, as the workbook's relations tell."""
    held = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= held:
        return
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    for item in ElementTree.fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True).iter():
        name = item.get("name", "")
        if item.tag.endswith("}sheet") and name in names:
            target = targets.get(item.get(_RELATION, ""), "").lstrip("/")
            entry = target if target.startswith("xl/") else f"xl/{target}"
            if entry in held:
                yield names.index(name), entry


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1
