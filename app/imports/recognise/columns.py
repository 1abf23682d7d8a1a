"""Which field each column of a table is, and what is offered for those nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.imports.questions import Asking, Place
from app.imports.recognise.languages import fields_by_heading, skipped_headings, state_headings
from app.imports.recognise.sources import Source
from app.sheets.cells import Cell, is_blank, text_of
from app.sheets.columns import Column, Sheet, fold
from app.sheets.headings import column_named, names_of
from app.sheets.workbook import letter_of
from app.texts.sheets import MARK

SAMPLES: Final = 3
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_BRACKET: Final = re.compile(r"\s*[(（\[【].*[)）\]】]\s*$", re.DOTALL)
_INNER_NAME: Final = re.compile(r"\.(name|displayName|fullName)$", re.IGNORECASE)  # manager.name of a JSON object
_IN_GRAPHS: Final = {  # what headings mean in the tables of graph tools only
    **{("people", word): "node_type" for word in ("labels", "type", "kind", "nodetype", "category", "class")},
    ("lines", "label"): "line",
}


def column_called(sheet: Sheet, heading: str) -> Column | None:
    """The column a heading stands for, also with an explanation in brackets after it."""
    if not heading:
        return None
    bare = _INNER_NAME.sub("", _BRACKET.sub("", heading))
    known = column_named(sheet, heading) or column_named(sheet, bare)
    if known is not None or sheet.name != "people":
        return known
    fields = fields_by_heading()
    name = fields.get(fold(heading)) or fields.get(fold(bare))
    return sheet.by_name[name] if name else None


@dataclass(frozen=True)
class Taken:
    """A column of a file: its place from 0, what it is called and holds, the field it was taken for, or why it was left out."""

    place: int
    heading: str
    column: Column | None
    reason: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Choosing:
    """What columns are chosen by: the sheet, a mapping, the source that is known, and the answers given."""

    table: str
    sheet: Sheet
    mapping: Mapping[str, str | None]
    source: Source | None
    loose: bool
    asking: Asking


def taken_columns(choosing: Choosing, rows: Sequence[Sequence[Cell]], at: int) -> tuple[Taken, ...]:
    """Every column that has a heading or holds anything, with the field it was taken for."""
    width = max((len(row) for row in rows[at : at + 1000]), default=0)
    taken: list[Taken] = []
    fields: dict[str, str] = {}
    headings = [text_of(cell).strip() for cell in rows[at]]
    if choosing.source is not None:
        named = {choosing.source.fields.get(fold(heading), "") for heading in headings}
    else:
        named = {column.name for heading in headings if (column := column_called(choosing.sheet, heading))}
    for place in range(width):
        heading = text_of(rows[at][place]).strip() if place < len(rows[at]) else ""
        samples = tuple(_samples(rows, at, place))
        if not heading and not samples:
            continue
        column, reason = _chosen(choosing, heading, samples, place, named)
        if column is not None and column.form != "ids" and column.name != "note":
            if column.name in fields:
                again = fold(fields[column.name]) == fold(heading) and choosing.source is None and not choosing.loose
                column, reason = None, "duplicate" if again else "not-needed"
            else:
                fields[column.name] = heading
        taken.append(Taken(place, heading or letter_of(place), column, reason, samples))
    return tuple(taken)


def _samples(rows: Sequence[Sequence[Cell]], at: int, place: int) -> Iterator[str]:
    count = 0
    for row in rows[at + 1 :]:
        if place < len(row) and not is_blank(row[place]):
            yield text_of(row[place]).strip()[:80]
            count += 1
            if count == SAMPLES:
                return


def _chosen(
    choosing: Choosing, heading: str, samples: tuple[str, ...], place: int, named: set[str]
) -> tuple[Column | None, str]:
    """The field of a column and by what it is known; `named` are the fields headings of the table name plainly."""
    sheet = choosing.sheet
    if heading in choosing.mapping:
        field = choosing.mapping[heading]
        column = column_named(sheet, field) if field else None
        return column, "mapped" if column else "mapped-away"
    if heading.startswith(MARK):
        return None, "marked"
    if choosing.source is not None and fold(heading) in choosing.source.fields:
        field = choosing.source.fields[fold(heading)]
        return (sheet.by_name[field], "source") if field else (None, "not-needed")
    column = column_called(sheet, heading)
    in_graphs = _IN_GRAPHS.get((sheet.name, fold(heading))) if choosing.loose else None
    if in_graphs is not None and in_graphs not in named:
        column = sheet.by_name[in_graphs]
    if column is not None and (choosing.source is None or column.name not in {"id", "note", *named}):
        return column, "heading"
    if choosing.loose or fold(heading) in skipped_headings() | (
        state_headings() if sheet.name == "people" else frozenset()
    ):
        return None, "not-needed"
    return _offered(choosing, heading, samples, place)


def _offered(choosing: Choosing, heading: str, samples: tuple[str, ...], place: int) -> tuple[Column | None, str]:
    """A column nobody knows: left out unless the answer is to map it or to keep it as a note."""
    sheet = choosing.sheet
    notes = ("note",) if "note" in sheet.by_name else ()
    columns = tuple(one.name for one in sheet.columns if one.name != "note")
    names = [{one.name: names_of(sheet, one)[language] for one in sheet.columns} for language in (0, 1)]
    email = sheet.by_name.get("email")
    if (
        email is not None
        and heading
        and samples
        and all(_EMAIL.fullmatch(one) for one in samples)
        and not choosing.source
    ):
        columns = ("email", "ignore", *(name for name in columns if name != "email"))
    else:
        columns = ("ignore", *notes, *columns)
    where = Place(sheet=choosing.table, column=heading or letter_of(place))
    answer = choosing.asking.ask(
        "column", f"{choosing.table}/{where.column}", columns, where,
        heading=where.column, names_en=names[0], names_zh=names[1],
    )  # fmt: skip
    return (None, "not-asked") if answer == "ignore" else (sheet.by_name[answer], "answer")
