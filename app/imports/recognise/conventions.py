"""In which convention a column's numbers or days are written: as its cells tell, else as its field allows, else a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.imports.questions import Asking, Place
from app.imports.read.tables import Table
from app.imports.recognise.written_forms import DAY_WAYS, Convention, day_ways, in_plain_form, number_ways
from app.sheets.cells import narrow, text_of, value_of
from app.sheets.columns import Column
from app.sheets.workbook import letter_of

_SAMPLES: Final = 3


def conventions_of(table: Table, at: int, columns: Mapping[int, Column], asking: Asking) -> dict[int, Convention]:
    """The convention of each column of numbers or days (headings at row `at`) whose texts are not plain by themselves."""
    ways: dict[int, Convention] = {}
    for place, column in columns.items():
        if column.form not in {"number", "whole", "day"}:
            continue
        texts = [
            narrow(cell) for row in table.rows[at + 1 :] if place < len(row) and isinstance(cell := row[place], str)
        ]
        possible = day_ways(texts) if column.form == "day" else number_ways(texts, table.separator)
        if len(possible) > 1:
            possible = tuple(way for way in possible if _is_allowed(texts, column, way)) or possible
        if len(possible) > 1:
            heading = text_of(table.rows[at][place]).strip() or letter_of(place)
            ways[place] = _asked(table.name, heading, texts, possible, asking)
        elif possible:
            ways[place] = possible[0]
    return ways


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
    ]
    readings: dict[str, tuple[str, ...]] = {
        way: tuple(f"{text} → {in_plain_form(text, way) or '?'}" for text in differing[:_SAMPLES]) for way in possible
    }
    code = "days" if possible == DAY_WAYS else "numbers"
    answer = asking.require(code, f"{table}/{heading}", readings, Place(sheet=table, column=heading))
    return next(way for way in possible if way == answer)
