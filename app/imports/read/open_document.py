"""ODS workbooks of LibreOffice and others: cells as they were last computed; what they look like is read from their XML."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException, ElementTree
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from app.imports.read.cells import fill_down, reading
from app.imports.read.tables import MOST_COLUMNS, MOST_ROWS, Reading, Table, Unreadable, require_size
from app.imports.read.workbook import table_of

KIND: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_CHUNK: Final = 1 << 20
_HIDDEN: Final = {"collapse", "filter"}
_CELLS: Final = {"table-cell", "covered-table-cell"}


def is_open_document(archive: zipfile.ZipFile) -> bool:
    """True for an archive that says it is a spreadsheet of this form."""
    return "mimetype" in archive.namelist() and archive.read("mimetype")[: len(KIND)] == KIND


def read_open_document(body: bytes, archive: zipfile.ZipFile) -> Reading:
    """The sheets of a workbook whose archive was looked through. Raises Unreadable."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(body))
        hidden = {sheet.name for sheet in workbook.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
        tables = [table_of(name, workbook.get_sheet_by_name(name)) for name in workbook.sheet_names]
    except PasswordError:
        raise Unreadable("protected") from None
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable("broken-workbook", reason=type(error).__name__) from None
    require_size(tables)
    look = _look_at(archive)
    seen = [_as_seen(table, look.sheets[index], table.name in hidden) for index, table in enumerate(tables)]
    return reading("ods", seen, formulas=look.formulas)


@dataclass
class _Sheet:
    errors: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, int]] = field(default_factory=list)  # first row, column, last row
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def _as_seen(table: Table, look: _Sheet, hidden: bool) -> Table:
    rows = [list(row) for row in table.rows]
    merged = fill_down(rows, look.merged)
    return replace(
        table,
        rows=rows,
        hidden=hidden,
        merged=merged,
        errors=frozenset(look.errors),
        hidden_rows=frozenset(number for number in look.hidden_rows if number < len(rows)),
        hidden_columns=frozenset(place for place in look.hidden_columns if place < len(rows[0]))
        if rows
        else frozenset(),
    )


@dataclass
class _Look:
    """Looks at the sheets as their XML is read: a formula that shows `#N/A` or `Err:502` has an error in place of a value."""

    sheets: defaultdict[int, _Sheet] = field(default_factory=lambda: defaultdict(_Sheet))
    formulas: int = 0
    _index: int = -1
    _row: int = 0
    _column: int = 0
    _repeated: tuple[int, int] = (1, 1)
    _formula: bool = False
    _text: str = ""
    _inside: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        values = {name.rpartition("}")[2]: value for name, value in attributes.items()}
        kind = tag.rpartition("}")[2]
        if kind == "table":
            self._index, self._row, self._column = self._index + 1, 0, 0
        elif kind == "table-column":
            count = _count(values, "number-columns-repeated", MOST_COLUMNS)
            if values.get("visibility") in _HIDDEN:
                self.sheets[self._index].hidden_columns |= set(range(self._column, self._column + count))
            self._column += count
        elif kind == "table-row":
            self._column = 0
            self._repeated = (_count(values, "number-rows-repeated", MOST_ROWS), 1)
            if values.get("visibility") in _HIDDEN:
                self.sheets[self._index].hidden_rows |= set(range(self._row, self._row + self._repeated[0]))
        elif kind in _CELLS:
            self._repeated = (self._repeated[0], _count(values, "number-columns-repeated", MOST_COLUMNS))
            self._formula, self._text, self._inside = "formula" in values, "", True
            self.formulas += self._formula
            if (down := _count(values, "number-rows-spanned", MOST_ROWS)) > 1:
                self.sheets[self._index].merged.append((self._row, self._column, self._row + down - 1))

    def data(self, text: str) -> None:
        if self._inside and self._formula:
            self._text += text[:20]

    def end(self, tag: str) -> None:
        kind = tag.rpartition("}")[2]
        if kind in _CELLS:
            if self._formula and self._text.strip().startswith(("#", "Err:")):
                self.sheets[self._index].errors.add((self._row, self._column))
            self._column += self._repeated[1]
            self._inside = self._formula = False
        elif kind == "table-row":
            self._row += self._repeated[0]

    def close(self) -> None:
        """Nothing is left to do at the end."""


def _count(values: dict[str, str], name: str, most: int) -> int:
    return min(max(int(values.get(name, "1")), 1), most)


def _look_at(archive: zipfile.ZipFile) -> _Look:
    look = _Look()
    try:
        parser = ElementTree.XMLParser(target=look, forbid_dtd=True)
        with archive.open("content.xml") as part:
            while chunk := part.read(_CHUNK):
                parser.feed(chunk)
        parser.close()
    except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
        raise Unreadable("broken-workbook", reason=type(error).__name__) from None
    return look
