"""The plan of an import: what each table and column was taken for, what was left out and why, what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.imports.questions import MOST_SHOWN, Asking, Notice, Place, Question
from app.imports.read.tables import Rows
from app.imports.recognise.tables import Read, Reading, TableMapping
from app.sheets.cells import text_of
from app.sheets.columns import fold


class PlannedColumn(BaseModel):
    """A file's column and the field it is taken for."""

    heading: str = Field(description="Heading, or its letter where it has none.", examples=["职务"])
    field: str | None = Field(description="The field; null if left out.", examples=["title"])
    reason: str = Field(
        description="heading, source, mapped or answer if taken in; else why not: not-needed, not-asked, marked, mapped-away"
    )
    samples: tuple[str, ...] = Field(description="Up to three of its values.")
    convention: str | None = Field(
        default=None,
        description="point, comma, day-, month- or year-first; null: plain.",
    )


class PlannedTable(BaseModel):
    """What a table was taken for."""

    name: str = Field(description="Its name in the file.")
    list: str = Field(description="The list; empty if left out.")
    source: str | None = Field(description="The source known by the headings.", examples=["salesforce"])
    reason: str = Field(default="", description="Left out: own-sheet, hidden, other-list.")
    heading_row: int | None = Field(description="Row of the headings, from 1.")
    columns: tuple[PlannedColumn, ...] = Field(description="Columns with a heading or a value.")
    skipped_rows: tuple[Notice, ...] = Field(description="Rows that are no records, with reasons.")


class ImportPlan(BaseModel):
    """What a file is taken for. Send it back as `plan` with `answers`, or each question's `answer` filled in."""

    model_config = ConfigDict(extra="ignore")

    shape: str = Field(default="", description="Names the file's headings; answers are kept under it.")
    tables: tuple[PlannedTable, ...] = Field(default=(), description="Every table of the file.")
    notices: tuple[Notice, ...] = Field(default=(), description="What was assumed or left out.")
    questions: tuple[Question, ...] = Field(default=(), description="Open ones; unanswered the default holds.")
    more: int = Field(default=0, ge=0, description="Notices and questions beyond those listed.")


class _Answered(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: str
    answer: str | None = None


class PlanAnswers(BaseModel):
    """What a caller sends back: answers by question, and, where wanted, what tables and columns are."""

    model_config = ConfigDict(extra="ignore")

    answers: dict[str, str] = Field(default_factory=dict)
    questions: tuple[_Answered, ...] = ()
    sheets: dict[str, TableMapping] = Field(default_factory=dict)

    @property
    def given(self) -> dict[str, str]:
        """The answers, wherever they stand."""
        return {one.id: one.answer for one in self.questions if one.answer is not None} | self.answers


def shape_of(tables: Sequence[Rows]) -> str:
    """Names a file's headings: those of the first row that is as full as any, of every table."""
    heading_rows = [[fold(text_of(cell)) for cell in max(rows[:50], key=_filled, default=[])] for rows in tables]
    return blake2b(repr(heading_rows).encode(), digest_size=10).hexdigest()


def _filled(row: Sequence[Any]) -> int:
    return sum(isinstance(cell, str) and bool(cell.strip()) for cell in row)


def plan_of(reading: Reading, shape: str) -> ImportPlan:
    """The plan of what was read."""
    asking = reading.asking
    return ImportPlan(
        shape=shape,
        tables=tuple(_table(read) for read in reading.reads),
        notices=tuple(asking.notices[:MOST_SHOWN]),
        questions=tuple(list(asking.questions.values())[:MOST_SHOWN]),
        more=max(0, len(asking.notices) - MOST_SHOWN) + max(0, len(asking.questions) - MOST_SHOWN),
    )


def _table(read: Read) -> PlannedTable:
    return PlannedTable(
        name=read.table.name,
        list=read.sheet.name if read.sheet else "",
        source=read.source.name if read.source else None,
        reason=read.reason,
        heading_row=read.heading_row + 1 if read.sheet else None,
        columns=tuple(
            PlannedColumn(
                heading=one.heading,
                field=one.column.name if one.column else None,
                reason=one.reason,
                samples=one.samples,
                convention=read.conventions.get(one.place),
            )
            for one in read.taken
        ),
        skipped_rows=tuple(_skipped(read))[:MOST_SHOWN],
    )


def _skipped(read: Read) -> Iterator[Notice]:
    asking = Asking()
    for one in read.skipped:
        asking.note(one.code, Place(sheet=read.table.name, row=one.row + 1), one.text, column=read.table.name)
    yield from asking.notices
