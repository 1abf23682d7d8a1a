"""CSV: which encoding and which separator a file has is found out and said, never guessed in silence."""

from __future__ import annotations

import csv
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from io import StringIO
from pathlib import PurePosixPath
from typing import Final

from app.imports.read.tables import MOST_COLUMNS, MOST_ROWS, Plain, Reading, Table, Unreadable, require_size
from app.sheets.csv_guard import unguarded

SEPARATORS: Final = (",", ";", "\t")
SUFFIXES: Final = (".csv", ".tsv", ".txt")
_COMMON_SHARE: Final = 0.6  # of what is not ASCII that must be everyday Chinese for a file to be taken for GB18030
_LAST_COMMON: Final = 0xD7  # GB 2312 holds the 3,755 commonest characters up to this first byte, rare ones after it
_FIELD_LIMIT: Final = 1_000_000
_UTF8_NAME: Final = 0x800


def read_csv(body: bytes, name: str) -> Reading:
    """One CSV file, named after its list. Raises Unreadable."""
    return Reading("csv", (_table(body, PurePosixPath(name.replace("\\", "/")).stem),))


def read_csv_archive(archive: zipfile.ZipFile) -> Reading:
    """A zip of CSV files, each named after its list; what else is in it is skipped. Raises Unreadable."""
    tables: list[Table] = []
    for entry in archive.infolist():
        path = PurePosixPath(_name_of(entry))
        if (
            entry.is_dir()
            or path.suffix.lower() not in SUFFIXES
            or path.name.startswith(".")
            or "__MACOSX" in path.parts
        ):
            continue
        tables.append(_table(archive.read(entry), path.stem))
    if not tables:
        raise Unreadable("unknown-file-format")
    require_size(tables)
    return Reading("csv", tuple(tables))


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The entry's name; Chinese Windows writes GBK where the format says code page 437."""
    if entry.flag_bits & _UTF8_NAME or entry.filename.isascii():
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def _told(separator: str) -> str:
    return "tab" if separator == "\t" else separator


def _table(body: bytes, name: str) -> Table:
    text, encoding = decode(body, name)
    separator = _separator(text)
    csv.field_size_limit(_FIELD_LIMIT)
    rows: list[list[Plain]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True):
            if len(rows) >= MOST_ROWS:
                raise Unreadable("too-many-rows", sheet=name, limit=f"{MOST_ROWS:,} rows")
            if len(row) > MOST_COLUMNS:
                raise Unreadable("too-many-rows", sheet=name, limit=f"{MOST_COLUMNS} columns")
            rows.append([unguarded(cell) for cell in row])
    except csv.Error as error:
        raise Unreadable("broken-csv", sheet=name, line=len(rows) + 1, reason=str(error)) from None
    return Table(name, rows, encoding=encoding, separator=_told(separator))


def decode(body: bytes, name: str) -> tuple[str, str]:
    """The text of a file and the encoding it was read with. Raises Unreadable rather than hand on garbled text."""
    if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _strictly(body, "utf-16", name), "UTF-16"
    if body.startswith(BOM_UTF8):
        return _strictly(body, "utf-8-sig", name), "UTF-8 (BOM)"
    try:
        text, encoding = body.decode(), "UTF-8"
    except UnicodeDecodeError:
        text, encoding = _strictly(body, "gb18030", name), "GB18030"
        if not _reads_as_chinese(text):
            raise Unreadable("unknown-encoding", sheet=name, guess="GB18030") from None
    if "\0" in text:
        raise Unreadable("unknown-encoding", sheet=name, guess=encoding)
    return text, encoding


def _strictly(body: bytes, encoding: str, name: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("unknown-encoding", sheet=name, guess=encoding.upper()) from None


def _reads_as_chinese(text: str) -> bool:
    """True unless many of what is not ASCII are rare characters: Western text read as GB18030 gives these."""
    beyond = [letter for letter in text if letter > "\x7f"]
    return sum(_is_common(letter) for letter in beyond) >= _COMMON_SHARE * len(beyond)


def _is_common(letter: str) -> bool:
    try:
        return letter.encode("gb2312")[0] <= _LAST_COMMON
    except UnicodeEncodeError:
        return False


def _separator(text: str) -> str:
    """The separator that stands most often in the first line with something in it, outside of quotes."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(part for i, part in enumerate(line.split('"')) if i % 2 == 0)
    return max(SEPARATORS, key=bare.count)
