"""Faults of a document, told as faults of the file it was read from: sheet, row, column, and what to choose from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from app.imports.plan.drafting import Spot, TableDraft
from app.problems import RowFault
from app.sheets.cells import Lang
from app.sheets.headings import names_of
from app.sheets.workbook import filling, letter_of
from graph.errors import Fault

LANGS: Final[tuple[Lang, Lang]] = ("en", "zh")
Place = Callable[[Fault], Fault]


def placed_in_tables(sheaf: TableDraft) -> Place:
    """How faults find their cells."""

    def place(fault: Fault) -> Fault:
        spot = sheaf.spot(fault.pointer)
        if spot is None:
            return fault
        return _row_fault(fault, spot, sheaf)

    return place


def _row_fault(fault: Fault, spot: Spot, sheaf: TableDraft) -> RowFault:
    facts = dict(fault.facts)
    if fault.code == "wrong-enum" and spot.column is not None and spot.column.words:
        facts["expected_en"] = ", ".join(pair[0] for pair in spot.column.words.values())
        facts["expected_zh"] = "、".join(pair[1] for pair in spot.column.words.values())
    if fault.code in {"wrong-type", "impossible-date"} and spot.column is not None:
        facts["expected_en"], facts["expected_zh"] = (filling(spot.column, lang).rstrip(".。") for lang in LANGS)
    heading = spot.heading or _missing_heading(fault, spot, sheaf)
    value = fault.value if fault.code != "missing-field" else None
    letters = letter_of(spot.place) if spot.place is not None else None
    return RowFault(fault.pointer, fault.code, value, facts, spot.sheet, spot.row, heading, letters)


def _missing_heading(fault: Fault, spot: Spot, sheaf: TableDraft) -> str | None:
    """The name of the column the table should have."""
    sheet = sheaf.reads[spot.table].sheet
    column = sheet.by_name.get(fault.pointer.rpartition("/")[2]) if sheet else None
    return " / ".join(names_of(sheet, column)) if sheet and column else None


def placed_in_lines(places: Mapping[str, tuple[str, int]]) -> Place:
    """How faults find their lines in a JSON Lines file."""

    def place(fault: Fault) -> Fault:
        steps = fault.pointer.split("/")
        for length in range(len(steps), 1, -1):
            cell = places.get("/".join(steps[:length]))
            if cell is not None:
                heading = "/".join(steps[length:]) or None
                return RowFault(fault.pointer, fault.code, fault.value, fault.facts, cell[0], cell[1], heading)
        return fault

    return place
