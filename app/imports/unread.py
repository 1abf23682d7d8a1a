"""Faults of what a file holds but could not be read as it stands, in the columns that matter: refused, never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from app.imports.read.cells import is_doubtful_number
from app.imports.read.parsing import unreadable
from app.imports.read.tables import Reading, Table
from app.imports.recognise.tables import Read
from app.sheets.cells import is_blank
from graph.errors import Fault

_NUMBERS: Final = {"number", "whole"}


def require_answers(reading: Reading) -> None:
    """Raise UnreadableFile for a question that has no default and no answer, with its two readings side by side."""
    for question in reading.questions:
        if question.default is None:
            table = reading.tables[question.table or 0]
            facts = {
                f"{name}{place}": value
                for place, choice in enumerate(question.choices, 1)
                for name, value in (("guess", choice.value), ("sample", ", ".join(choice.sample)))
            }
            raise unreadable(f"doubtful-{question.code}", sheet=table.name, **facts)


def unread_faults(reading: Reading, reads: Sequence[Read]) -> list[Fault]:
    """Cells in columns that are read with an error, garbled text or a doubtful number, and cells beyond the headings."""
    return [
        fault
        for index, (table, read) in enumerate(zip(reading.tables, reads, strict=True))
        if read.sheet is not None
        for fault in _faults(reading, index, table, read)
    ]


def _faults(reading: Reading, index: int, table: Table, read: Read) -> Iterator[Fault]:
    pointer = f"/tables/{index}"
    for number, place in sorted(table.errors):
        if place in read.columns:
            yield Fault(f"{pointer}/{number}/{place}", "cell-error")
    for notice in reading.notices:
        if notice.code == "garbled-text" and notice.table == index and notice.column in read.columns:
            yield Fault(f"{pointer}/{notice.row}/{notice.column}", notice.code, notice.facts["value"])
    width = len(table.rows[read.heading_row]) if table.rows else 0
    doubtful = [
        place
        for place, way in table.numbers.items()
        if way == "doubtful" and place in read.columns and read.columns[place].form in _NUMBERS
    ]
    for number, row in enumerate(table.rows[read.heading_row + 1 :], read.heading_row + 1):
        for place in doubtful:
            if place < len(row) and is_doubtful_number(row[place]):
                yield Fault(f"{pointer}/{number}/{place}", "doubtful-number", row[place])
        beyond = next((place for place in range(width, len(row)) if not is_blank(row[place])), None)
        if beyond is not None and any(place < len(row) and not is_blank(row[place]) for place in read.columns):
            yield Fault(f"{pointer}/{number}/{beyond}", "cell-without-heading", str(row[beyond]), {"expected": width})
