"""CSV and kin: which encoding and which separator a file has is decided by the whole of it and said, never guessed in silence."""

from __future__ import annotations

import csv
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from pathlib import PurePosixPath
from typing import Final

from app.imports.read.cells import finish
from app.imports.read.encodings import decode
from app.imports.read.tables import (
    MOST_COLUMNS,
    MOST_ROWS,
    Notice,
    Question,
    Reading,
    Table,
    Unreadable,
    require_size,
)
from app.sheets.csv_guard import unguarded

SEPARATORS: Final = (",", ";", "\t", "|", "，", "；")
SUFFIXES: Final = (".csv", ".tsv", ".txt")
_WEIGHED_ROWS: Final = 5_000
_WEIGHED_CELLS: Final = 8  # of a row: one row of a long list in a cell does not outweigh the table
_FIELD_LIMIT: Final = 1_000_000
_UTF8_NAME: Final = 0x800
_SAID: Final = "sep="  # a first line in which Excel is told the separator


def read_delimited(body: bytes, name: str, answers: Mapping[str, str]) -> Reading:
    """One CSV file, named after its list; `answers` may name its encoding. Raises Unreadable."""
    files = _Files(answers)
    files.add(body, PurePosixPath(name.replace("\\", "/")).stem)
    return files.reading()


def read_csv_archive(archive: zipfile.ZipFile, answers: Mapping[str, str]) -> Reading:
    """A zip of CSV files, each named after its list; what else is in it is skipped and said. Raises Unreadable."""
    files = _Files(answers)
    for entry in archive.infolist():
        path = PurePosixPath(_name_of(entry))
        if entry.is_dir() or path.name.startswith(".") or "__MACOSX" in path.parts:
            continue
        if path.suffix.lower() in SUFFIXES:
            files.add(archive.read(entry), path.stem)
        else:
            files.notices.append(Notice("file-skipped", facts={"file": path.name}))
    if not files.tables:
        raise Unreadable("unknown-file-format")
    require_size(files.tables)
    return files.reading()


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The entry's name; Chinese Windows writes GBK where the format says code page 437."""
    if entry.flag_bits & _UTF8_NAME or entry.filename.isascii():
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


class _Files:
    """The tables of the files read so far."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers
        self.tables: list[Table] = []
        self.notices: list[Notice] = []
        self._questions: list[Question] = []

    def add(self, body: bytes, name: str) -> None:
        """Read one more file. Raises Unreadable."""
        decoded = decode(body, name, self._answers.get(f"encoding/{name}"))
        index = len(self.tables)
        self._questions += [replace(question, table=index) for question in decoded.questions]
        said = decoded.text[: len(_SAID)].casefold() == _SAID
        separator = decoded.text[len(_SAID)] if said and len(decoded.text) > len(_SAID) else _separator(decoded.text)
        rows = [list(map(unguarded, row)) for row in _rows(decoded.text, separator, name)][said:]
        separator_name = "tab" if separator == "\t" else separator
        table, notices = finish(Table(name, rows, encoding=decoded.encoding, separator=separator_name), index)
        self.notices += notices
        self.tables.append(table)

    def reading(self) -> Reading:
        """All of them."""
        return Reading("csv", tuple(self.tables), notices=tuple(self.notices), questions=tuple(self._questions))


def _rows(text: str, separator: str, name: str) -> list[list[str]]:
    csv.field_size_limit(_FIELD_LIMIT)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True):
            if len(rows) >= MOST_ROWS:
                raise Unreadable("too-many-rows", sheet=name, limit=f"{MOST_ROWS:,} rows")
            if len(row) > MOST_COLUMNS:
                raise Unreadable("too-many-rows", sheet=name, limit=f"{MOST_COLUMNS} columns")
            rows.append(row)
    except csv.Error as error:
        raise Unreadable("broken-csv", sheet=name, line=len(rows) + 1, reason=str(error)) from None
    return rows


def _separator(text: str) -> str:
    """The separator that gives the most cells to the most rows of one width, among those with which the quotes are right."""
    return max(SEPARATORS, key=lambda separator: _evidence(text, separator))


def _evidence(text: str, separator: str) -> tuple[int, int]:
    """The rows of the commonest width times the separators in each (0 where the quotes are wrong), and how often it stands."""
    csv.field_size_limit(_FIELD_LIMIT)
    widths: Counter[int] = Counter()
    try:
        for number, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)):
            if len(row) > 1:
                widths[len(row)] += 1
            if number > _WEIGHED_ROWS:
                break
    except csv.Error:
        return 0, text.count(separator)
    best = max((count * min(width - 1, _WEIGHED_CELLS) for width, count in widths.items()), default=0)
    return best, text.count(separator)
