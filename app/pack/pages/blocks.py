"""What a printed page is made of. Sections hold blocks, blocks hold texts, tints and numbers; the template only sets them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from app.map.palette import Tint
from app.map.text_metrics import width

ROOM: Final = 762.0  # points between the margins of the page
GUTTER: Final = 18.0
HALF: Final = (ROOM - GUTTER) / 2
SIZE: Final = 8.5  # points of a table's text
INSET: Final = 4.0
_SLACK: Final = 4.0  # a stroke makes words a little wider than measured
_KEPT: Final = 3
_TALL: Final = 8.0  # lines; three rows so tall may not fit on a page together
_LATIN_RUN: Final = re.compile(r"[^\s\u2e80-\uffef\u200b-]{6,}")
_BREAK: Final = "\u200b"  # allows a line break and has no width


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell: text, a quieter second text below, a tint around the text, a bar of a share 0 to 1 before it."""

    text: str = ""
    second: str = ""
    tint: Tint | None = None
    bar: float | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and its share of the table's width; numbers stand to the right."""

    head: str
    share: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings that every page repeats, `room` points wide; the first and the last `kept` are not parted."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    room: float
    kept: int
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Span:
    """A point between two ends on the line from -1 to 1, with its name before and its text after."""

    name: str
    text: str
    low: float
    point: float
    high: float
    colour: str


@dataclass(frozen=True, slots=True)
class Spans:
    """Intervals under each other on one axis."""

    rows: tuple[Span, ...]
    kind: Literal["spans"] = "spans"


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
class Figure:
    """A drawing as SVG that fills what is left of the page, told in words for those who cannot see it."""

    svg: str
    told: str
    kind: Literal["figure"] = "figure"


@dataclass(frozen=True, slots=True)
class Pair:
    """Blocks side by side."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    kind: Literal["pair"] = "pair"


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stay on one page."""

    blocks: tuple[Block, ...]
    kind: Literal["together"] = "together"


Block = Table | Spans | Tiles | Heading | Text | Figure | Pair | Together


@dataclass(frozen=True, slots=True)
class Section:
    """A bookmarked part. `fresh` begins a page; `fitted` is set smaller until it fits one page; `paper` is its size."""

    title: str
    blocks: tuple[Block, ...]
    fresh: bool = True
    fitted: bool = False
    paper: Literal["a4", "a3"] = "a4"


def table(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, room: float = ROOM) -> Table:
    """A table in which no word is wider than its column."""
    shares = sum(column.share for column in columns)
    rooms = [room * column.share / shares - 2 * INSET - _SLACK for column in columns]
    heads = tuple(replace(held, head=breakable(held.head, wide)) for held, wide in zip(columns, rooms, strict=True))
    cells = tuple(tuple(_breaking(cell, wide) for cell, wide in zip(row, rooms, strict=True)) for row in rows)
    lines = [
        width(cell.text + cell.second, SIZE) / wide for row in cells for cell, wide in zip(row, rooms, strict=True)
    ]
    return Table(heads, cells, room, _KEPT if max(lines, default=0.0) < _TALL else 1)


def paragraph(text: str, *, quiet: bool = False) -> Text:
    """A paragraph in which no word is wider than half a page."""
    return Text(breakable(text, HALF - _SLACK), quiet)


def _breaking(cell: Cell, room: float) -> Cell:
    if cell.bar is not None:
        return cell
    return replace(cell, text=breakable(cell.text, room), second=breakable(cell.second, room))


def breakable(text: str, room: float, size: float = SIZE) -> str:
    r"""The text with places to break in words that are wider than the room.

    >>> breakable("Li Wei", 30.0)
    'Li Wei'
    >>> breakable("Wolfeschlegelstein", 30.0).replace("\u200b", "|")
    'W|o|l|f|e|s|c|h|l|e|g|e|l|s|t|e|i|n'
    """
    return _LATIN_RUN.sub(
        lambda run: _BREAK.join(run.group()) if width(run.group(), size) > room else run.group(), text
    )
