"""Cells before anything is judged by them: clean of what cannot be seen, garbled ones told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Final

from app.imports.read.tables import (
    Cell,
    Notice,
    Plain,
    Question,
    Reading,
    Table,
    require_size,
)

_TABLE: Final = dict.fromkeys(  # spaces that do not break and soft hyphens stay: comparing names makes nothing of them
    map(ord, "\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_TO_CLEAN: Final = re.compile("[" + "".join(map(chr, _TABLE)) + "]")
_ERROR: Final = re.compile(  # as spreadsheet programs write them in English, German, French, Spanish and Russian
    r"#(N/A|N/D|NV|REF!|BEZUG!|¡REF!|REF\xa0!|NAME\?|NOM\?|¿NOMBRE\?|VALUE!|WERT!|VALEUR!|¡VALOR!|DIV/0!|¡DIV/0!|NUM!|ZAHL!|NOMBRE!|¡NUM!"
    r"|NULL!|SPILL!|ÜBERLAUF!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|Н/Д|ССЫЛКА!|ИМЯ\?|ЗНАЧ!|ДЕЛ/0!|ЧИСЛО!|ПУСТО!)",
    re.IGNORECASE,
)
_LOST: Final = "\ufffd"
_TWICE: Final = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]"
)
_MOST_TOLD: Final = 200


def finish(table: Table, index: int) -> tuple[Table, list[Notice]]:
    """The table with clean cells, and notices of garbled cells and of what is hidden."""
    rows, notices = as_read(table.rows, index)
    wrong = frozenset(_errors_in(rows))
    notices += [Notice("hidden-row", index, number) for number in sorted(table.hidden_rows)[:_MOST_TOLD]]
    notices += [Notice("hidden-column", index, column=place) for place in sorted(table.hidden_columns)]
    if table.hidden:
        notices.append(Notice("hidden-sheet", index))
    return replace(table, rows=rows, errors=table.errors | wrong), notices


def _errors_in(rows: list[list[Plain]]) -> Iterator[Cell]:
    """Cells with the text of a formula's error, as CSV and web pages have it; they read as empty."""
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, str) and cell[:1] == "#" and _ERROR.fullmatch(cell.strip()):
                row[place] = None
                yield number, place


def reading(
    file_format: str, tables: Iterable[Table], *, formulas: int = 0, questions: Iterable[Question] = ()
) -> Reading:
    """The reading of a file's tables, each finished. Raises Unreadable for more than is taken in."""
    tables = tuple(tables)
    require_size(tables)
    finished = [finish(table, index) for index, table in enumerate(tables)]
    notices = tuple(notice for _, own in finished for notice in own)
    done = tuple(table for table, _ in finished)
    return Reading(file_format, done, formulas=formulas, notices=notices, questions=tuple(questions))


def fill_down(rows: list[list[Plain]], spans: Iterable[tuple[int, int, int]]) -> frozenset[Cell]:
    """Give the empty cells below the first of a merged one (first row, column, last row) its value; answers which they are.

    A cell merged over several rows holds for each of them; one merged over columns is a title, and stays in its first.
    """
    filled: set[Cell] = set()
    for top, place, bottom in spans:
        for number in range(top + 1, min(bottom + 1, len(rows))):
            if place < len(rows[number]) and rows[number][place] is None and rows[top][place] is not None:
                rows[number][place] = rows[top][place]
                filled.add((number, place))
    return frozenset(filled)


def moment(value: datetime) -> str:
    """A day or moment as ISO text; midnight is a day."""
    return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ", timespec="seconds")


def as_read(rows: Iterable[Sequence[Plain]], table: int) -> tuple[list[list[Plain]], list[Notice]]:
    """The rows with clean cells, and notices of cells that are garbled: each names the cell and what stands in it."""
    cleaned: list[list[Plain]] = []
    notices: list[Notice] = []
    for number, row in enumerate(rows):
        cells = list(row)
        for place, cell in enumerate(cells):
            if not isinstance(cell, str) or cell.isascii():
                continue
            if _TO_CLEAN.search(cell):
                cells[place] = cell.translate(_TABLE)
            if (_LOST in cell or _is_garbled(cell)) and len(notices) < _MOST_TOLD:
                notices.append(Notice("garbled-text", table, number, place, {"value": cell[:100]}))
        cleaned.append(cells)
    return cleaned, notices


def _is_garbled(cell: str) -> bool:
    """UTF-8 that was once read as Windows-1252 and saved so: `MÃ¼ller`."""
    if not _TWICE.search(cell):
        return False
    try:
        return not cell.encode("cp1252").decode().isascii()
    except UnicodeError:
        return False
