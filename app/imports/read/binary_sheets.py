"""What the sheets of a binary workbook (XLSB) tell beside values: errors, formulas, hidden rows and columns, merged cells.

Its parts are records of a type, a length and that many bytes ([MS-XLSB] 2.1.4); all but these few are passed over.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join
from typing import Final

from defusedxml import ElementTree

from app.imports.read.tables import MOST_COLUMNS, MOST_ROWS

WORKBOOK: Final = "xl/workbook.bin"
MOST_WRONG: Final = 200
_ROW, _COLUMNS, _SHEET, _MERGED = 0, 60, 156, 176  # BrtRowHdr, BrtColInfo, BrtBundleSh, BrtMergeCell
_FORMULAS: Final = range(8, 12)  # BrtFmlaString, BrtFmlaNum, BrtFmlaBool, BrtFmlaError
_ERRORS: Final = {3, 11}  # BrtCellError, BrtFmlaError
_MORE, _SEVEN = 0x80, 0x7F
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x1  # of the second byte of a row's flags, and of the first of a column's


@dataclass
class Look:
    """What a sheet tells beside its values.

    `wrong`: row and column, from 0, of cells with an error and of formulas without a value that are no computed text. `merged`:
    first row, column and last row of cells merged over rows. `hidden_columns`: first and last of each stretch.
    """

    formulas: int = 0
    wrong: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


def looks_at_binary(archive: zipfile.ZipFile, names: list[str]) -> dict[int, Look]:
    """The look of each sheet by its place in `names`. Raises LookupError or struct.error for a damaged workbook."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.bin.rels"), forbid_dtd=True)
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    looks = {}
    for kind, record in _records(archive.read(WORKBOOK)):
        if kind == _SHEET:
            relation, at = _text(record, 8)
            name, _ = _text(record, at)
            if name in names:
                looks[names.index(name)] = _look(archive.read(join("xl", targets[relation]).lstrip("/")))
    return looks


def _look(part: bytes) -> Look:
    look, row = Look(), -1
    for kind, record in _records(part):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", record)
            if record[11] & _HIDDEN_ROW:
                look.hidden_rows.add(row)
        elif kind in _ERRORS and len(look.wrong) < MOST_WRONG:
            look.wrong.append((row, struct.unpack_from("<I", record)[0]))
        elif kind == _COLUMNS and record[16] & _HIDDEN_COLUMN and len(look.hidden_columns) < MOST_COLUMNS:
            first, last = struct.unpack_from("<II", record)
            look.hidden_columns.append((first, min(last, MOST_COLUMNS - 1)))
        elif kind == _MERGED:
            top, bottom, place, _ = struct.unpack_from("<IIII", record)
            if top < bottom < MOST_ROWS:
                look.merged.append((top, place, bottom))
        look.formulas += kind in _FORMULAS
    return look


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(part):
        kind, at = part[at], at + 1
        if kind & _MORE:
            kind, at = kind & _SEVEN | (part[at] & _SEVEN) << 7, at + 1
        length = 0
        for place in range(4):
            byte, at = part[at], at + 1
            length |= (byte & _SEVEN) << 7 * place
            if not byte & _MORE:
                break
        yield kind, part[at : at + length]
        at += length


def _text(record: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    (length,) = struct.unpack_from("<I", record, at)
    end = at + 4 + 2 * length
    return record[at + 4 : end].decode("utf-16-le"), end
