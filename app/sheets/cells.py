"""A value of a record as a cell, and what was typed into a cell as a value.

Writing and reading are exact opposites. Reading understands more than is written: both languages, codes, usual forms of days
and numbers. What it does not understand it hands on as it was typed, so that the record's own rules name the fault.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, Final

from app.sheets.columns import Column, Form, fold
from app.texts.catalogue import Language
from app.texts.codes import NO, YES

Lang = Language
Cell = str | float | bool | date | None  # what a cell holds, or is to hold
SEPARATOR: Final = "; "
LONGEST_CELL: Final = 30_000  # UTF-16 units; spreadsheet programs hold 32,767
_SEPARATORS: Final = ";；,，、\n"
_YES: Final = {fold(word) for word in (*YES, "y", "true", "1", "√", "✓", "对", "有")}
_NO: Final = {fold(word) for word in (*NO, "n", "false", "0", "×", "✗", "x", "错", "无")}
_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ][\d:.]+)?")
_COMPACT_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBER: Final = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.?\d+)(?:[eE][+-]?\d+)?)\s*(%|万|亿|级|分)?")
_UNITS: Final = {"万": 1e4, "亿": 1e8}
_PART: Final = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*(?=[;；,，、\n]|$)|([^;；,，、\n]*))(?:[;；,，、\n]|$)')
_BREAKS: Final = re.compile(r"\s*[\r\n\t\v\f\u2028\u2029]+\s*")
_EMPTY_PAIR: Final = '""'


# -- writing ----------------------------------------------------------------------------------------------------------


def shown(value: Any, column: Column, lang: Lang) -> Cell:
    """The cell of a value that is no list: codes and yes or no in words, days and numbers as such, the rest as text."""
    if value is None:
        return None
    if column.form == "code":
        return column.words[value][lang == "zh"]
    if column.form == "yes":
        return (YES if value else NO)[lang == "zh"]
    if column.form == "text" and column.nullable and set(value) <= {'"'}:
        return str(value) + _EMPTY_PAIR  # an empty text is not an empty cell where a field may be absent
    return value if value != "" else None


def shown_ids(ids: Iterable[str]) -> list[str]:
    """A list of ids as cells: `P01; P02`, on as few cells as a spreadsheet program can hold."""
    cells: list[str] = []
    for one in ids:
        odd = '"' in one or any(mark in one for mark in _SEPARATORS)
        part = '"' + one.replace('"', '""') + '"' if odd else one
        if cells and _units(cells[-1]) + _units(part) < LONGEST_CELL:
            cells[-1] += SEPARATOR + part
        else:
            cells.append(part)
    return cells


def _units(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)


# -- reading ----------------------------------------------------------------------------------------------------------


def is_blank(cell: Cell) -> bool:
    """True for a cell without anything in it but space."""
    return cell is None or cell == "" or (isinstance(cell, str) and cell.isspace())


def text_of(cell: Cell) -> str:
    """A cell as text: 5.0 reads `5`, a day `2026-01-31`, true `TRUE`."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    return "" if cell is None else str(cell)


def value_of(cell: Cell, column: Column) -> Any:
    """What was typed into a cell that is not blank, as the record's JSON value."""
    return _READERS[column.form](cell, column)


def ids_in(text: str) -> Iterator[str]:
    """The ids in a cell, parted by `;`, `,`, `、` or a line break; an id that holds one of these stands in quotes.

    >>> list(ids_in('P01; P02、"a;b"'))
    ['P01', 'P02', 'a;b']
    """
    at = 0
    while at < len(text):
        match = _PART.match(text, at)
        if match is None:  # cannot be: the second half of the pattern takes anything
            return
        quoted, plain = match.groups()
        one = quoted.replace('""', '"') if quoted is not None else plain.strip()
        if one:
            yield one
        at = max(match.end(), at + 1)


def _text(cell: Cell, column: Column) -> str:
    text = text_of(cell)
    if column.nullable and '"' in text:
        bare = text.strip()
        if set(bare) == {'"'} and len(bare) >= len(_EMPTY_PAIR):
            return bare[: -len(_EMPTY_PAIR)]
    return text if column.lines or text.isprintable() else _BREAKS.sub(" ", text)


def _code(cell: Cell, column: Column) -> str:
    text = text_of(cell)
    return column.codes.get(fold(text), text.strip())


def _yes(cell: Cell, _: Column) -> bool | str:
    text = fold(text_of(cell))
    return True if text in _YES else False if text in _NO else text_of(cell)


def narrow(text: str) -> str:
    """A text without space around it, digits and signs of full width as those of every day."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _number(cell: Cell, column: Column) -> int | float | str:
    if isinstance(cell, float) and not isinstance(cell, bool):
        number = cell
    else:
        text = narrow(text_of(cell))
        match = _NUMBER.fullmatch(text)
        if match is None:
            return text
        digits, unit = match[1].replace(",", ""), match[2]
        if unit is None and digits.lstrip("+-").isdigit():
            return int(digits) if len(digits) < 400 else text  # noqa: PLR2004 - no number anybody means
        number = float(digits)
        if unit == "%":
            number = number / 100
        elif unit is not None:
            number *= _UNITS.get(unit, 1)
    if not math.isfinite(number):
        return text_of(cell)
    whole = number.is_integer() and (column.form == "whole" or abs(number) < 2**53)
    return int(number) if whole and not (number == 0 and math.copysign(1, number) < 0) else number


def _day(cell: Cell, _: Column) -> str:
    text = narrow(text_of(cell))
    match = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else text


def _ids(cell: Cell, _: Column) -> list[str]:
    return list(ids_in(text_of(cell)))


_READERS: Final[dict[Form, Callable[[Cell, Column], Any]]] = {
    "text": _text,
    "code": _code,
    "yes": _yes,
    "whole": _number,
    "number": _number,
    "day": _day,
    "ids": _ids,
}
