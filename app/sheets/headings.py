"""What sheets and columns are called: as written, and as recognised."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from app.sheets.cells import Lang
from app.sheets.columns import READ, Column, Sheet, fold
from app.texts.sheets import FIELD_ALIASES, FIELD_NAMES, SHEET_ALIASES, SHEET_NAMES, Pair


def title(sheet: Sheet, lang: Lang) -> str:
    """The sheet's name."""
    return SHEET_NAMES[sheet.name][lang == "zh"]


def names_of(sheet: Sheet, column: Column) -> Pair:
    """The column's names in English and Chinese, told apart within the sheet where a parent's column is called alike."""
    return FIELD_NAMES.get(f"{sheet.name}.{column.name}") or FIELD_NAMES[column.name]


def heading(sheet: Sheet, column: Column, lang: Lang) -> str:
    """The column's name, with a star where every row must fill it (ids are made where they are missing)."""
    star = " *" if column.required and column.name != "id" else ""
    return names_of(sheet, column)[lang == "zh"] + star


@cache
def _sheets_by_word() -> dict[str, Sheet]:
    words = {fold(word): READ[name] for name, aliases in SHEET_ALIASES.items() for word in aliases}
    words |= {fold(word): READ[name] for name, pair in SHEET_NAMES.items() for word in pair}
    return words | {fold(name): READ[name] for name in READ}


def sheet_named(text: str) -> Sheet | None:
    """The sheet a name stands for: in either language, the list's own name, or another word for it."""
    return _sheets_by_word().get(fold(text))


@cache
def _columns_by_word(name: str) -> dict[str, Column]:
    sheet = READ[name]
    words: dict[str, Column] = {}
    for column in sheet.columns:
        words |= {fold(word): column for word in FIELD_ALIASES.get(f"{name}.{column.name}", ())}
    for column in sheet.columns:
        words |= {fold(word): column for word in names_of(sheet, column)}
    return words | {fold(column.name): column for column in sheet.columns}


def column_named(sheet: Sheet, text: str) -> Column | None:
    """The column a heading stands for in that sheet."""
    return _columns_by_word(sheet.name).get(fold(text))


def likely_column(sheet: Sheet, text: str) -> Column | None:
    """The column whose name is nearest to a heading that is none."""
    words = _columns_by_word(sheet.name)
    near = get_close_matches(fold(text), words, n=1, cutoff=0.6)
    return words[near[0]] if near else None


def likely_sheet(headings: list[str]) -> Sheet | None:
    """The plain list that a table of an unknown name seems to be, by its headings: people, or lines between people."""
    people_names, line_names = (
        {column.name for text in headings if (column := column_named(READ[name], text))} for name in ("people", "lines")
    )
    if {"from", "to"} <= line_names:
        return READ["lines"]
    return READ["people"] if "name" in people_names and len(people_names) > 1 else None
