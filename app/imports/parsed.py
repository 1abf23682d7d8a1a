"""What the parser hands back: tables of plain cells, or why a file cannot be read. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

Plain = str | float | bool | None
MOST_ROWS: Final = 50_000  # of one table, headings included
MOST_COLUMNS: Final = 500
MOST_CELLS: Final = 2_000_000  # of one file
MOST_CHARACTERS: Final = 50_000_000
MOST_TABLES: Final = 100


@dataclass(frozen=True)
class PlainTable:
    """A table of a file; in a `loose` one columns nobody knows are skipped."""

    name: str
    rows: list[list[Plain]]
    loose: bool = False


@dataclass
class Parsed:
    """The tables of a file, its format, and what was found out on the way (encoding, separator, formulas).

    `lines` are records the file carries whole, as JSON Lines; there are no tables then. `wrong_cells` hold a formula's error:
    table, row and column from 0.
    """

    format: str
    tables: list[PlainTable] = field(default_factory=list)
    stated: dict[str, Any] = field(default_factory=dict)
    lines: str = ""
    wrong_cells: list[tuple[int, int, int]] = field(default_factory=list)


class Unreadable(Exception):
    """The file cannot be read; `code` is a stable word for why, `facts` what the message tells."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def require_size(tables: list[PlainTable]) -> None:
    """Raise Unreadable for more cells than are taken in."""
    if len(tables) > MOST_TABLES:
        raise Unreadable("too-many-rows", limit=f"{MOST_TABLES} sheets")
    if sum(len(row) for table in tables for row in table.rows) > MOST_CELLS:
        raise Unreadable("too-many-rows", limit=f"{MOST_CELLS:,} cells")
    if (
        sum(len(cell) for table in tables for row in table.rows for cell in row if isinstance(cell, str))
        > MOST_CHARACTERS
    ):
        raise Unreadable("too-many-rows", limit=f"{MOST_CHARACTERS:,} characters")
