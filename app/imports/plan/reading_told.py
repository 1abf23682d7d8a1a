"""What reading a file told joins the notices of the plan; what is refused stands in app.imports.unread."""

from __future__ import annotations

from app.imports.questions import Place
from app.imports.read.tables import Notice
from app.imports.read.tables import Reading as FileReading
from app.imports.recognise.tables import Reading
from app.sheets.workbook import letter_of
from app.texts.import_plan import NOTICES


def take_in(file: FileReading, reading: Reading) -> None:
    """Add what the file's reading told to what was recognised: its notices, and the questions only its owner can decide."""
    for question in file.questions:
        name = file.tables[question.table or 0].name
        readings = {choice.value: choice.sample for choice in question.choices}
        reading.asking.require(question.code, name, readings, Place(sheet=name))
    for notice in file.notices:
        if _is_refused(notice, reading):
            continue
        sheet = file.tables[notice.table].name if notice.table is not None and notice.table < len(file.tables) else ""
        row = None if notice.row is None else notice.row + 1
        column = None if notice.column is None else letter_of(notice.column)
        code = notice.code if notice.code in NOTICES else "told-by-file"
        value = str(next(iter(notice.facts.values()), "")) or None
        reading.asking.note(code, Place(sheet=sheet, row=row, column=column), value, word=notice.code)


def _is_refused(notice: Notice, reading: Reading) -> bool:
    """True for a garbled cell that is to be taken in: that is a fault (app.imports.unread); one nobody reads is only told."""
    if notice.code != "garbled-text" or notice.table is None:
        return False
    return notice.column in reading.reads[notice.table].columns
