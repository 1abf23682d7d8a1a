"""What reading a file told: notices join the plan's, garbled cells and what only the owner can decide are faults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.imports.questions import Place
from app.imports.read.tables import Reading as FileReading
from app.imports.recognise.tables import Reading
from app.sheets.workbook import letter_of
from app.texts.import_plan import NOTICES
from graph.errors import Fault

_REFUSED: Final = {"garbled-text"}


def take_in(file: FileReading, reading: Reading) -> None:
    """Add what the file's reading told to what was recognised."""
    for notice in file.notices:
        if notice.code in _REFUSED:
            continue
        sheet = file.tables[notice.table].name if notice.table is not None and notice.table < len(file.tables) else ""
        row = None if notice.row is None else notice.row + 1
        column = None if notice.column is None else letter_of(notice.column)
        code = notice.code if notice.code in NOTICES else "told-by-file"
        value = str(next(iter(notice.facts.values()), "")) or None
        reading.asking.note(code, Place(sheet=sheet, row=row, column=column), value, word=notice.code)
    reading.faults += _refusals(file, reading)


def _refusals(file: FileReading, reading: Reading) -> Iterator[Fault]:
    """Cells in columns that are read which are garbled, and open questions without a default."""
    for notice in file.notices:
        if (
            notice.code in _REFUSED
            and notice.table is not None
            and notice.row is not None
            and notice.column is not None
        ):
            read = reading.reads[notice.table]
            if read.sheet is not None and (notice.column in read.columns or notice.row == read.heading_row):
                yield Fault(
                    f"/tables/{notice.table}/{notice.row}/{notice.column}", notice.code, notice.facts.get("value")
                )
    for asked in file.questions:
        if asked.default is None:
            ways = "; ".join(f"{choice.value}: {', '.join(choice.sample)}" for choice in asked.choices)
            yield Fault(
                f"/tables/{asked.table or 0}/0/{asked.column or 0}",
                "in-doubt",
                None,
                {"code": asked.code, "ways": ways},
            )
