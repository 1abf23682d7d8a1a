"""Several lists on one sheet, side by side or below one another, become a table each; cells keep their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from app.imports.read.tables import Plain, Reading, Rows, Table
from app.imports.recognise.columns import column_called
from app.imports.recognise.languages import fields_by_heading, skipped_headings
from app.imports.recognise.sources import source_of
from app.sheets.cells import is_blank, text_of
from app.sheets.columns import READ, fold
from app.sheets.headings import column_named, names_of
from app.sheets.workbook import letter_of
from app.texts.sheets import FIELD_ALIASES

_FEWEST = 2  # headings that make a list
_SEARCHED = 200  # rows in which the first headings are looked for
_Block = tuple[int, int]  # first column and the one after the last


def parted(reading: Reading) -> Reading:
    """The file with a table for each list; notices and questions keep pointing at the first of their sheet."""
    tables: list[Table] = []
    places: list[int] = []
    for table in reading.tables:
        places.append(len(tables))
        tables += [table] if table.loose else _parts(table)
    if len(tables) == len(reading.tables):
        return reading
    notices = tuple(one if one.table is None else replace(one, table=places[one.table]) for one in reading.notices)
    questions = tuple(one if one.table is None else replace(one, table=places[one.table]) for one in reading.questions)
    return replace(reading, tables=tuple(tables), notices=notices, questions=questions)


def _parts(table: Table) -> list[Table]:
    beside = [part for block in _blocks(table.rows) for part in [_within(table, block, (0, len(table.rows)))]]
    parts = [part for one in beside or [table] for part in _below(one)]
    return [
        part if number == 0 else replace(part, name=f"{table.name} ({_corner(part.rows)})")
        for number, part in enumerate(parts)
    ]


def _corner(rows: Rows) -> str:
    """The first filled cell of a part, as a spreadsheet program calls it."""
    at = next(number for number, row in enumerate(rows) if not all(map(is_blank, row)))
    place = next(place for place, cell in enumerate(rows[at]) if not is_blank(cell))
    return f"{letter_of(place)}{at + 1}"


def _within(table: Table, block: _Block, span: tuple[int, int]) -> Table:
    """The table with nothing outside these columns and rows."""
    (first, end), (top, bottom) = block, span
    rows = [
        [cell if first <= place < end else None for place, cell in enumerate(row[:end])]
        if top <= number < bottom
        else []
        for number, row in enumerate(table.rows[:bottom])
    ]
    return replace(
        table,
        rows=rows,
        errors=frozenset((row, place) for row, place in table.errors if first <= place < end and top <= row < bottom),
        merged=frozenset((row, place) for row, place in table.merged if first <= place < end and top <= row < bottom),
        totals=frozenset(row for row in table.totals if top <= row < bottom),
    )


# -- side by side ---------------------------------------------------------------------------------------------------------


def _blocks(rows: Rows) -> list[_Block]:
    """The columns of each list where one row holds the headings of several; nothing where there is one."""
    for number, row in enumerate(rows[:_SEARCHED]):
        starts = list(_starts(row))
        if len(starts) >= _FEWEST and not _are_parts_of_one(rows[number - 1] if number else (), row, starts):
            width = max(map(len, rows))
            return list(pairwise([0, *starts[1:], width]))
    return []


def _are_parts_of_one(above: Sequence[Plain], row: Sequence[Plain], starts: Sequence[int]) -> bool:
    """True where a heading above says what of one person the second list tells: Manager above Name."""
    headings = [f"{text_of(above[place])} {text_of(row[place])}" for place in starts[1:] if place < len(above)]
    columns = [column for text in headings if (column := column_called(READ["people"], text.strip())) is not None]
    return any(column.name != "name" for column in columns)


def _starts(row: Sequence[Plain]) -> Iterator[int]:
    """Where lists begin in a row of headings: after a gap, or where the first heading stands again; each must give a list."""
    filled = [place for place, cell in enumerate(row) if not is_blank(cell)]
    if len(filled) < 2 * _FEWEST or not all(isinstance(row[place], str) for place in filled):
        return
    words = {place: fold(text_of(row[place])) for place in filled}
    if source_of(words.values()) is not None:
        return
    again = [place for place in filled if words[place] == words[filled[0]]]
    after_gap = [place for place in filled if place - 1 not in words]
    for starts in (again, after_gap):
        bounds = pairwise([*starts, len(row)])
        groups = [[text_of(row[place]) for place in filled if first <= place < end] for first, end in bounds]
        if len(groups) >= _FEWEST and all(map(_is_list, groups)):
            yield from starts
            return


# -- below one another ------------------------------------------------------------------------------------------------------


def _below(table: Table) -> list[Table]:
    tops = list(_tops(table.rows))
    if len(tops) < _FEWEST:
        return [table]
    width = max(map(len, table.rows))
    return [_within(table, (0, width), span) for span in pairwise([0, *tops[1:], len(table.rows)])]


def _tops(rows: Rows) -> Iterator[int]:
    """The first row of each list: headings that are others than those above, and titles right above them after a gap."""
    words = _heading_words()
    known: list[tuple[int, str]] = []
    bottom = 0
    for number, row in enumerate(rows):
        filled = [(place, fold(cell)) for place, cell in enumerate(row) if isinstance(cell, str) and not is_blank(cell)]
        if len(filled) < _FEWEST or filled[0][1] not in words or not _is_heading_row(row, filled, words):
            continue
        if not known:
            yield 0
        elif filled != known and number > bottom + 1:
            yield _with_titles(rows, number, bottom)
        known, bottom = filled, number


def _is_heading_row(row: Sequence[Plain], filled: list[tuple[int, str]], words: frozenset[str]) -> bool:
    whole = sum(not is_blank(cell) for cell in row) == len(filled)
    return whole and all(word in words for _, word in filled) and _is_list([text_of(row[place]) for place, _ in filled])


def _with_titles(rows: Rows, number: int, bottom: int) -> int:
    """The row where the titles above these headings begin, if a blank row parts them from the list above."""
    top = number
    while top - 1 > bottom and sum(not is_blank(cell) for cell in rows[top - 1]) == 1:
        top -= 1
    return top if top - 1 > bottom and all(map(is_blank, rows[top - 1])) else number


def _is_list(headings: Sequence[str]) -> bool:
    """True for headings of people with a name and something else, or of lines with both ends."""
    people, lines = (
        {column.name for text in headings if (column := column_called(READ[name], text.strip()))}
        for name in ("people", "lines")
    )
    named = bool(people & {"name", "last_name"}) and len(people) >= _FEWEST
    return named or {"from", "to"} <= lines


def under_groups(table: Table, at: int) -> Table:
    """The table with headings that stand several times told apart by the group headings above: Manager, Name is Manager Name."""
    headings = [text_of(cell).strip() for cell in table.rows[at]]
    twice = {word for word, times in Counter(map(fold, headings)).items() if word and times > 1}
    above = table.rows[at - 1] if at else ()
    if not twice or sum(not is_blank(cell) for cell in above) < _FEWEST:
        return table
    group, seen = "", set()
    row: list[Plain] = list(table.rows[at])
    for place, heading in enumerate(headings):
        group = text_of(above[place]).strip() if place < len(above) and not is_blank(above[place]) else group
        if fold(heading) in twice and group:
            together = f"{group} {heading}"
            if fold(heading) in seen or column_called(READ["people"], together) is not None:
                row[place] = together
            seen.add(fold(heading))
    rows = [*table.rows[:at], row, *table.rows[at + 1 :]]
    return replace(table, rows=rows)


@cache
def _heading_words() -> frozenset[str]:
    """Every heading of people and lines, folded."""
    words = set(fields_by_heading()) | skipped_headings()
    for name in ("people", "lines"):
        for column in READ[name].columns:
            names = (*names_of(READ[name], column), column.name, *FIELD_ALIASES.get(f"{name}.{column.name}", ()))
            words |= {fold(word) for word in names if column_named(READ[name], word) is not None}
    return frozenset(words)
