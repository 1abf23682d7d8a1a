"""Faults of what a file holds but could not be read as it stands, in the columns that matter: refused, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.imports.questions import Asking
from app.imports.read.parsing import unreadable
from app.imports.read.tables import Reading, Table
from app.imports.recognise.conventions import number_in
from app.imports.recognise.tables import Read
from app.imports.recognise.written_forms import Convention, in_plain_form
from app.sheets.cells import is_blank
from graph.errors import Fault

_IDS: Final = {"id", "external_id", "manager_id"}
_LOST_DIGITS: Final = re.compile(r"\d[.,]\d+[eE]\+\d+")  # a long number as a spreadsheet program shows it


def require_answers(asking: Asking) -> None:
    """Raise UnreadableFile for a question that has no default and no answer, with its two readings side by side."""
    for question in asking.open:
        facts = {
            f"reading{place}_{language}": text
            for place, choice in enumerate(question.choices, 1)
            for language, text in (("en", choice.text_en), ("zh", choice.text_zh))
        }
        raise unreadable(f"doubtful-{question.code}", sheet=question.sheet, column=question.column, **facts)


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
    judged = {place: "doubtful-number" for place in read.conventions if read.columns[place].form != "day"}
    judged |= {place: "lost-digits" for place, column in read.columns.items() if column.name in _IDS}
    for number, row in enumerate(table.rows[read.heading_row + 1 :], read.heading_row + 1):
        for place, code in judged.items():
            cell = row[place] if place < len(row) else None
            text = number_in(cell, read.amounts.get(place)) if isinstance(cell, str) else ""
            if isinstance(cell, str) and _is_wrong(text, code, read.conventions.get(place)):
                yield Fault(f"{pointer}/{number}/{place}", code, cell)
        beyond = next((place for place in range(width, len(row)) if not is_blank(row[place])), None)
        if beyond is not None and any(place < len(row) and not is_blank(row[place]) for place in read.columns):
            yield Fault(f"{pointer}/{number}/{beyond}", "cell-without-heading", str(row[beyond]), {"expected": width})


def _is_wrong(cell: str, code: str, way: Convention | None) -> bool:
    """Whether a text is no number in its column's convention, or an id that lost its digits."""
    if code == "lost-digits":
        return _LOST_DIGITS.fullmatch(cell.strip()) is not None
    return way is not None and in_plain_form(cell, way) is None
