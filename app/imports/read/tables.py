"""What reading a file gives: its tables as frozen cells, what was not read, and what only its owner can decide.

The first of the four steps of an import (read, recognise, resolve, plan). Imports nothing heavy: the parser's process loads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Plain = str | float | bool | None
Rows = Sequence[Sequence[Plain]]
Cell = tuple[int, int]  # row and column, each counted from 0
MOST_ROWS: Final = 50_000  # of one table, headings included
MOST_COLUMNS: Final = 500
MOST_CELLS: Final = 2_000_000  # of one file
MOST_CHARACTERS: Final = 50_000_000
MOST_TABLES: Final = 100
SURE: Final = 0.9  # below this share of the evidence a reading is asked about, and the two likeliest are shown


@dataclass(frozen=True)
class Notice:
    """Something of the file that was not taken as it stands: a stable `code`, and what its sentence tells in `facts`.

    `table` is the place of the table, `row` and `column` those of a cell, all counted from 0; None where it is no single one.
    """

    code: str
    table: int | None = None
    row: int | None = None
    column: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """One way to read what is in doubt, and how some of it then reads."""

    value: str
    sample: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What the file leaves open: `code` (encoding), where, and its readings side by side, the likeliest first.

    Without a `default` nothing is taken in before it is answered. `confidence`: share of the evidence for the first, 0 to 1.
    """

    code: str
    choices: tuple[Choice, ...]
    default: str | None = None
    confidence: float = 0.0
    table: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Table:
    """A table of a file as a person sees it: row 0 is the first row shown, column 0 the column A.

    A cell's kind is its type: text, number, yes or no, nothing (days are ISO texts). In a `loose` one columns nobody knows are
    skipped. `merged` are cells filled with the value of the merged cell they are part of, `errors` cells that hold an error or
    a formula nobody computed (they read as empty), `totals` rows the file itself marks as totals.
    """

    name: str
    rows: Rows
    loose: bool = False
    encoding: str | None = None
    separator: str | None = None
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: frozenset[Cell] = frozenset()
    errors: frozenset[Cell] = frozenset()
    totals: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Reading:
    """A file as it was read. `lines` are records it carries whole, as JSON Lines; there are no tables then."""

    format: str
    tables: tuple[Table, ...] = ()
    lines: str = ""
    formulas: int = 0
    notices: tuple[Notice, ...] = ()
    questions: tuple[Question, ...] = ()


class Unreadable(Exception):
    """The file cannot be read; `code` is a stable word for why, `facts` what the message tells."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def as_json(reading: Reading) -> dict[str, Any]:
    """The reading as JSON can carry it out of the parser's process; `reading_of` is the way back."""
    content = dict(vars(reading))
    content["tables"] = [
        {name: sorted(value) if isinstance(value, frozenset) else value for name, value in vars(table).items()}
        for table in reading.tables
    ]
    content["notices"] = [vars(notice) for notice in reading.notices]
    content["questions"] = [
        {**vars(question), "choices": [vars(choice) for choice in question.choices]} for question in reading.questions
    ]
    return content


def reading_of(content: Mapping[str, Any]) -> Reading:
    """The reading of its JSON."""
    return Reading(
        content["format"],
        tuple(_table_of(table) for table in content["tables"]),
        content["lines"],
        content["formulas"],
        tuple(Notice(**notice) for notice in content["notices"]),
        tuple(
            Question(**{**one, "choices": tuple(Choice(c["value"], tuple(c["sample"])) for c in one["choices"])})
            for one in content["questions"]
        ),
    )


def _table_of(content: Mapping[str, Any]) -> Table:
    cells = {name: frozenset((row, column) for row, column in content[name]) for name in ("merged", "errors")}
    places = {name: frozenset(content[name]) for name in ("hidden_rows", "hidden_columns", "totals")}
    return Table(**{**content, **cells, **places})


def require_size(tables: Iterable[Table]) -> None:
    """Raise Unreadable for more cells than are taken in."""
    tables = tuple(tables)
    if len(tables) > MOST_TABLES:
        raise Unreadable("too-many-rows", limit=f"{MOST_TABLES} sheets")
    if sum(len(row) for table in tables for row in table.rows) > MOST_CELLS:
        raise Unreadable("too-many-rows", limit=f"{MOST_CELLS:,} cells")
    if (
        sum(len(cell) for table in tables for row in table.rows for cell in row if isinstance(cell, str))
        > MOST_CHARACTERS
    ):
        raise Unreadable("too-many-rows", limit=f"{MOST_CHARACTERS:,} characters")
