"""What reading a file told joins the notices of the plan; what is refused stands in app.imports.unread."""

from __future__ import annotations

from typing import Final

from app.imports.questions import Place
from app.imports.read.tables import Reading as FileReading
from app.imports.recognise.tables import Reading
from app.sheets.workbook import letter_of
from app.texts.import_plan import NOTICES

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
