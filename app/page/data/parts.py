"""What the read-only page is told, part by part; the browser puts it on the page and words nothing itself."""

from __future__ import annotations

from dataclasses import dataclass

from app.map.map_view import Legend
from app.report.palette import Tint
from graph.layout.layout import Box


@dataclass(frozen=True, slots=True)
class Cell:
    """A text; `person` makes it lead to that person on the map, `bar` (0 to 1) draws a bar, `tint` colours a chip."""

    text: str
    person: str = ""
    bar: float | None = None
    tint: Tint | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; numbers stand to the right."""

    text: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of a table; `person` is whom the whole row is about, for filters."""

    cells: tuple[Cell, ...]
    person: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; `notes` stand below it, `empty` in place of it where there are no rows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Tables under a heading; `chip` is a verdict beside it."""

    id: str
    heading: str
    note: str
    tables: tuple[Table, ...]
    chip: Cell | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Labels and values under a heading, in the panel about a person."""

    heading: str
    rows: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Someone:
    """A person: what the panel says, whom lines lead to, what search and filters go by.

    `facets`: filter to codes; `found_by`: texts in lower case; `sign` and `share` are shown when the map is seen from afar.
    """

    id: str
    name: str
    second: str
    title: str
    told: str
    sign: str
    share: str
    box: Box
    near: tuple[str, ...]
    facets: dict[str, tuple[str, ...]]
    found_by: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A department's box."""

    id: str
    name: str
    note: str
    box: Box


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice among codes (with their words) of a facet."""

    facet: str
    label: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A party's standing, −1 to 1, with the interval of unknown attitudes."""

    name: str
    colour: str
    point: float
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class PageData:
    """Everything on the page. `svg` holds all influence lines, weakest first; the last `top_lines` of them are the top."""

    lang: str
    account: str
    opportunity: str | None
    opportunities: tuple[tuple[str, str], ...]
    as_of: str
    redact: str
    title: str
    subtitle: str
    marking: str
    stamp: str
    footnote: str
    notes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    standing: tuple[Standing, ...]
    influence: str
    top_lines: int
    svg: str
    width: float
    height: float
    people: tuple[Someone, ...]
    places: tuple[Place, ...]
    filters: tuple[Filter, ...]
    first: tuple[Cell, ...]
    legends: tuple[Legend, ...]
    sections: tuple[Section, ...]
    words: dict[str, str]
