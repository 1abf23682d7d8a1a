"""What a report is made of: sections of blocks, the same for every setter (PDF, slides, page, workbook, terminal).

A block says what there is to say, in words and as values; how it is set (fonts, widths, page breaks, number formats) is a
setter's own. Setters leave out columns for which they have no room and rows beyond what they can show, and say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from app.report.palette import Tint

Kind = Literal["text", "person", "level", "number", "share", "date"]
Room = Literal["narrow", "page", "sheet"]
_ROOMS: Final[tuple[Room, ...]] = ("narrow", "page", "sheet")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table says in one place.

    `text` is for people, `value` the same for a spreadsheet (none: the text); `second` stands quieter below, `alias` is a name in
    the other script; `tint` surrounds the text, `bar` (0 to 1) stands before it; `person` is whom it leads to.
    """

    text: str = ""
    second: str = ""
    value: str | float | date | None = None
    alias: str = ""
    tint: Tint | None = None
    bar: float | None = None
    strong: bool = False
    person: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, what its cells are, share of the table's width, and the narrowest room in which it is shown."""

    head: str
    share: float
    kind: Kind = "text"
    room: Room = "page"

    @property
    def right(self) -> bool:
        """Whether its cells stand to the right."""
        return self.kind == "number"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; `empty` stands in its place where there are no rows.

    `printed`: how many rows paper shows (none: all). `charted`: its shares are drawn as bars too, where charts are native.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""
    printed: int | None = None
    charted: bool = False
    kind: Literal["table"] = "table"

    def fitting(self, room: Room, rows: int | None = None) -> Table:
        """The table with the columns for this much room and its first rows; levels and shares go without details if narrow."""
        bare = ("level", "share") if room == "narrow" else ()
        shown = [i for i, column in enumerate(self.columns) if _ROOMS.index(column.room) <= _ROOMS.index(room)]
        return replace(
            self,
            columns=tuple(self.columns[i] for i in shown),
            rows=tuple(
                tuple(replace(row[i], second="") if self.columns[i].kind in bare else row[i] for i in shown)
                for row in self.rows[:rows]
            ),
        )


@dataclass(frozen=True, slots=True)
class Interval:
    """A point between two ends on the line from -1 to 1, its name before, its text after; `likely`: where most draws lie."""

    name: str
    text: str
    low: float
    point: float
    high: float
    colour: str
    likely: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Intervals:
    """Intervals under each other on one axis; `note` says how to read them."""

    rows: tuple[Interval, ...]
    note: str = ""
    kind: Literal["intervals"] = "intervals"


@dataclass(frozen=True, slots=True)
class Tile:
    """A large short text, what it is, and a detail below."""

    label: str
    text: str
    second: str = ""
    tint: Tint | None = None


@dataclass(frozen=True, slots=True)
class Tiles:
    """Tiles side by side."""

    tiles: tuple[Tile, ...]
    kind: Literal["tiles"] = "tiles"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; quiet ones are notes."""

    text: str
    quiet: bool = False
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks in two columns, where there is room for two."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    kind: Literal["beside"] = "beside"


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stay on one page."""

    blocks: tuple[Block, ...]
    kind: Literal["together"] = "together"


Block = Table | Intervals | Tiles | Heading | Text | Beside | Together


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under a title; `name` is its code. `one_page`: on paper set smaller until it fits a page."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    one_page: bool = False


def flat(blocks: tuple[Block, ...]) -> Iterator[Table | Intervals | Tiles | Heading | Text]:
    """The blocks in reading order, for setters with one column and no pages."""
    for block in blocks:
        if isinstance(block, Beside):
            yield from flat((*block.left, *block.right))
        elif isinstance(block, Together):
            yield from flat(block.blocks)
        else:
            yield block
