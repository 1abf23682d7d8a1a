"""What the read-only page is told, part by part; the browser puts it on the page and words nothing itself."""

from __future__ import annotations

from dataclasses import dataclass

from app.map.map_view import Legend
from app.page.data.setting import Json
from app.report.blocks import Intervals
from graph.layout.layout import Box


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values under a heading, in the panel about a person."""

    heading: str
    rows: tuple[tuple[str, Json], ...]


@dataclass(frozen=True, slots=True)
class Someone:
    """A person: what the panel says, whom lines lead to, what search and filters go by.

    `facets`: filter to codes; `found_by`: texts in lower case; `sign` and `share` are shown when the map is seen from afar.
    """

    id: str
    name: str
    second: str
    title: str
    sentence: str
    sign: str
    share: str
    box: Box
    near: tuple[str, ...]
    facets: dict[str, tuple[str, ...]]
    found_by: str
    facts: tuple[Facts, ...]


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
    standing: Intervals | None
    influence: str
    top_lines: int
    svg: str
    width: float
    height: float
    people: tuple[Someone, ...]
    places: tuple[Place, ...]
    filters: tuple[Filter, ...]
    first: tuple[Json, ...]
    legends: tuple[Legend, ...]
    sections: tuple[Json, ...]
    about: str
    pictures: tuple[Json, ...]
    words: dict[str, str]
