"""XML Spreadsheet 2003, which CRM and ERP systems save as .xls: each worksheet a table, its cells as they were last computed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from app.imports.read.cells import fill_down, reading
from app.imports.read.tables import MOST_COLUMNS, MOST_ROWS, Cell, Plain, Reading, Table, Unreadable
from app.imports.read.xml_root import root_of

_NAMESPACE: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_SS: Final = f"{{{_NAMESPACE}}}"
_HEAD: Final = 4_000


def is_spreadsheet_xml(body: bytes) -> bool:
    """True for such a workbook, whatever its name."""
    return _NAMESPACE.encode() in body[:_HEAD]


def read_spreadsheet_xml(body: bytes) -> Reading:
    """The worksheets of a workbook. Raises Unreadable; a declared document type is refused unread."""
    root = root_of(body)
    formulas = sum(f"{_SS}Formula" in cell.attrib for cell in root.iter(f"{_SS}Cell"))
    return reading("spreadsheet-xml", [_table(sheet) for sheet in root.iter(f"{_SS}Worksheet")], formulas=formulas)


def _table(sheet: Element) -> Table:
    name = sheet.get(f"{_SS}Name", "")
    rows: list[list[Plain]] = []
    spans: list[tuple[int, int, int]] = []
    errors: set[Cell] = set()
    hidden: set[int] = set()
    for item in sheet.iterfind(f"{_SS}Table/{_SS}Row"):
        number = _place(item, len(rows), MOST_ROWS, name)
        rows += [[] for _ in range(number + 1 - len(rows))]
        if item.get(f"{_SS}Hidden") == "1":
            hidden.add(number)
        for place, cell in _cells(item, name):
            rows[number] += [None] * (place + 1 - len(rows[number]))
            data = cell.find(f"{_SS}Data")
            if data is not None and data.get(f"{_SS}Type") == "Error":
                errors.add((number, place))
            elif data is not None:
                rows[number][place] = _value("".join(data.itertext()), data.get(f"{_SS}Type", "String"))
            if (down := _whole(cell.get(f"{_SS}MergeDown"))) > 0:
                spans.append((number, place, min(number + down, MOST_ROWS)))
    width = max(map(len, rows), default=0)
    rows = [row + [None] * (width - len(row)) for row in rows]
    merged = fill_down(rows, spans)
    return Table(name, rows, errors=frozenset(errors), merged=merged, hidden_rows=frozenset(hidden))


def _cells(row: Element, name: str) -> Iterator[tuple[int, Element]]:
    """The cells of a row with their columns; one that is merged to the right takes the place of those beside it."""
    place = 0
    for cell in row.iterfind(f"{_SS}Cell"):
        place = _place(cell, place, MOST_COLUMNS, name)
        yield place, cell
        place += 1 + _whole(cell.get(f"{_SS}MergeAcross"))


def _place(item: Element, following: int, most: int, name: str) -> int:
    """The place an element names, from 0, or the following one. Raises Unreadable beyond what is taken in."""
    place = _whole(item.get(f"{_SS}Index"), following + 1) - 1
    if not 0 <= place < most:
        raise Unreadable("too-many-rows", sheet=name, limit=f"{most:,}")
    return place


def _whole(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else default  # noqa: PLR2004 - no sheet is larger


def _value(text: str, kind: str) -> Plain:
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "DateTime":
        return text.removesuffix("T00:00:00.000").replace("T", " ")
    return text or None
