"""Cells before anything is judged by them: clean of what cannot be seen, garbled ones told, numbers and days in one form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Final

from app.imports.read.tables import (
    Cell,
    DayConvention,
    Notice,
    NumberConvention,
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
_LOST: Final = "\ufffd"
_TWICE: Final = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]"
)
_MOST_TOLD: Final = 200
_GROUPS: Final = r"\d{1,3}(?:%s\d{3})+"
_SUFFIX: Final = r"\s*[%%万亿级分]?"
_COMMA: Final = re.compile(
    rf"[+-]?(?:(?:{_GROUPS}|\d+),\d+|\d{{1,3}}(?:[.]\d{{3}}){{2,}}){_SUFFIX}".replace("%s", "[. '’]").replace("%%", "%")
)
_POINT: Final = re.compile(
    rf"[+-]?(?:(?:{_GROUPS}|\d+)[.]\d+|\d{{1,3}}(?:,\d{{3}}){{2,}}){_SUFFIX}".replace("%s", "[, '’]").replace("%%", "%")
)
_EITHER: Final = re.compile(rf"[+-]?[1-9]\d{{0,2}}([.,])\d{{3}}{_SUFFIX}".replace("%%", "%"))
_DAY: Final = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[T ][\d:.]+)?")
_MONTHS: Final = 12
_STARTS: Final = frozenset("0123456789+-")
_LONGEST: Final = 40


def finish(table: Table, index: int) -> tuple[Table, list[Notice]]:
    """The table with clean cells, numbers and days in one form, and notices of garbled cells and of what is hidden."""
    rows, notices = as_read(table.rows, index)
    numbers, days = in_one_convention(rows, table.separator)
    notices += [Notice("hidden-row", index, number) for number in sorted(table.hidden_rows)[:_MOST_TOLD]]
    notices += [Notice("hidden-column", index, column=place) for place in sorted(table.hidden_columns)]
    if table.hidden:
        notices.append(Notice("hidden-sheet", index))
    return replace(table, rows=rows, numbers=numbers, days=days), notices


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


def in_one_convention(
    rows: list[list[Plain]], separator: str | None = None
) -> tuple[dict[int, NumberConvention], dict[int, DayConvention]]:
    """Write numbers and days of text columns in one form, 1234.5 and 2026-12-31, and answer how each column had them.

    A column is one of numbers or days where half of its cells are. Its convention is that of the cells that can be read in one
    way only. Where no cell tells: a file parted by commas has points, as its program could not have written it otherwise, and
    1,200 is a thousand but in a file parted by semicolons. What stays open, or goes both ways, is `doubtful` and left as it is.
    """
    numbers: dict[int, Counter[str]] = {}
    days: dict[int, Counter[str]] = {}
    filled: Counter[int] = Counter()
    for row in rows:
        for place, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            filled[place] += 1
            if isinstance(cell, str) and cell[0] in _STARTS and len(cell) < _LONGEST:
                _weigh(cell.strip(), numbers.setdefault(place, Counter()), days.setdefault(place, Counter()))
    number_ways = {
        place: way
        for place, seen in numbers.items()
        if 2 * seen.total() >= filled[place] - 1 and (way := _number_way(seen, separator))
    }
    day_ways = {place: _day_way(seen) for place, seen in days.items() if seen and 2 * seen.total() >= filled[place] - 1}
    for row in rows:
        for place, number_way in number_ways.items():
            if place < len(row) and isinstance(cell := row[place], str):
                row[place] = _plain_number(cell, number_way)
        for place, day_way in day_ways.items():
            if place < len(row) and isinstance(cell := row[place], str):
                row[place] = _plain_day(cell, day_way)
    return number_ways, day_ways


def _weigh(text: str, numbers: Counter[str], days: Counter[str]) -> None:
    if either := _EITHER.fullmatch(text):
        numbers[either[1]] += 1
    elif _COMMA.fullmatch(text):
        numbers["comma"] += 1
    elif _POINT.fullmatch(text):
        numbers["point"] += 1
    elif text.isdigit():
        numbers["whole"] += 1
    elif parts := _DAY.fullmatch(text):
        first, second = int(parts[1]), int(parts[3])
        days[
            "day-first" if first > _MONTHS or parts[2] == "." else "month-first" if second > _MONTHS else "either"
        ] += 1


def _number_way(seen: Counter[str], separator: str | None) -> NumberConvention | None:
    sure = {"comma", "point"} & set(seen)
    open_forms = {",", "."} & set(seen)
    if len(sure) > 1 or (not sure and len(open_forms) > 1):
        return "doubtful"
    if sure:
        return "comma" if "comma" in sure else "point"
    if not open_forms:
        return None
    plain = separator == "," if "." in open_forms else separator != ";"
    return "point" if plain else "doubtful"


def _day_way(seen: Counter[str]) -> DayConvention:
    if "day-first" in seen and "month-first" in seen:
        return "doubtful"
    return "day-first" if "day-first" in seen else "month-first" if "month-first" in seen else "doubtful"


def _plain_number(cell: str, way: NumberConvention) -> str:
    text = cell.strip()
    own = _COMMA if way == "comma" else _POINT
    if way == "doubtful" or not (own.fullmatch(text) or _EITHER.fullmatch(text)):
        return cell
    bare = re.sub(r"(?<=\d)[ '’](?=\d)", "", text)
    return bare.replace(".", "").replace(",", ".") if way == "comma" else bare.replace(",", "")


def _plain_day(cell: str, way: DayConvention) -> str:
    parts = _DAY.fullmatch(cell.strip())
    if parts is None or way == "doubtful":
        return cell
    day, month = (parts[1], parts[3]) if way == "day-first" else (parts[3], parts[1])
    return f"{parts[4]}-{int(month):02}-{int(day):02}"


def is_doubtful_number(cell: Plain) -> bool:
    """True for a text that is another number in each convention."""
    return isinstance(cell, str) and any(one.fullmatch(cell.strip()) for one in (_EITHER, _COMMA, _POINT))
