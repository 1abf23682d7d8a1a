"""In which convention a column's numbers or days are written: as its cells tell, else as its field allows, else a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.imports.questions import Asking, Place
from app.imports.read.tables import Table
from app.imports.recognise.amounts import Amounts
from app.imports.recognise.written_forms import (
    DAY_WAYS,
    Convention,
    day_ways,
    has_short_year,
    in_plain_form,
    number_ways,
)
from app.sheets.cells import narrow, text_of, value_of
from app.sheets.columns import Column
from app.sheets.workbook import letter_of

_SAMPLES: Final = 3


def conventions_of(
    table: Table, at: int, columns: Mapping[int, Column], amounts: Mapping[int, Amounts], asking: Asking
) -> dict[int, Convention]:
    """The convention of each column of numbers or days (headings at row `at`) whose texts are not plain by themselves."""
    ways: dict[int, Convention] = {}
    for place, column in columns.items():
        if column.form not in {"number", "whole", "day"}:
            continue
        texts = [
            number_in(cell, amounts.get(place))
            for row in table.rows[at + 1 :]
            if place < len(row) and isinstance(cell := row[place], str)
        ]
        possible = day_ways(texts) if column.form == "day" else number_ways(texts, table.separator)
        if len(possible) > 1:
            possible = tuple(way for way in possible if _is_allowed(texts, column, way)) or possible
        if len(possible) > 1:
            heading = text_of(table.rows[at][place]).strip() or letter_of(place)
            ways[place] = _asked(table.name, heading, texts, possible, asking)
        elif possible:
            ways[place] = possible[0]
        short = next(filter(has_short_year, texts), None) if column.form == "day" else None
        if short is not None:
            asking.note("short-years", Place(sheet=table.name), short, read=in_plain_form(short, ways[place]))
    return ways


def number_in(cell: str, amounts: Amounts | None) -> str:
    """A text as its column's convention judges it: of a sum of money its number."""
    return amounts.number_of(cell) if amounts else narrow(cell)


def _is_allowed(texts: list[str], column: Column, way: Convention) -> bool:
    """Whether the field takes all the texts, read that way: within its bounds, and whole where it is."""
    if column.form == "day":
        return all(in_plain_form(text, way) is not None for text in texts)
    for text in texts:
        plain = in_plain_form(text, way)
        value = None if plain is None else value_of(plain, column)
        if isinstance(value, str):
            continue
        if value is None or (column.form == "whole" and value != int(value)):
            return False
        if (column.least is not None and value < column.least) or (column.most is not None and value > column.most):
            return False
    return True


def _asked(table: str, heading: str, texts: list[str], possible: tuple[Convention, ...], asking: Asking) -> Convention:
    """The convention that is answered; without one the first, which stands for a dry run alone."""
    differing = [
        text for text in dict.fromkeys(texts) if len({in_plain_form(text, way) for way in possible}) == len(possible)
    ] or [text for text in dict.fromkeys(texts) if len({in_plain_form(text, way) for way in possible}) > 1]
    readings: dict[str, tuple[str, ...]] = {
        way: tuple(f"{text} → {in_plain_form(text, way) or '?'}" for text in differing[:_SAMPLES]) for way in possible
    }
    code = "days" if possible[0] in DAY_WAYS else "numbers"
    answer = asking.require(code, f"{table}/{heading}", readings, Place(sheet=table, column=heading))
    return next(way for way in possible if way == answer)
