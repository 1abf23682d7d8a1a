"""The one view that page and exports draw: what stands where, in which colours and words.

`composing.compose` chooses everything; a writer only draws: it computes no score, picks no colour, asks no store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from app.report.palette import Stroke, Tint
from app.report.view import ReportView
from graph.layout.blocks import Box
from graph.layout.layout import Layout

TOP_LINES: Final = 12  # more cannot be followed by eye


@dataclass(frozen=True, slots=True)
class Card:
    """A person: where, and what the card says. `share` is decision influence 0 to 1, `bar` the same over the largest.

    `level` is the code of the attitude to us (UNKNOWN where it is not told), shown by `sign` and `tint`; `order` the place by
    decision influence, 0 below the fifth; `marks` are signs of MARK_SIGNS, `rival` the competitor they are nearer to, `manager`
    the solid manager where that is somebody of another department, `sentence` everything in one sentence for those who cannot see
    it.
    """

    id: str
    box: Box
    name: str
    second: str
    title: str
    roles: str
    department_id: str | None
    department: str
    rank: int
    level: str
    tint: Tint
    sign: str
    contact: str
    share: float
    bar: float
    order: int
    marks: tuple[str, ...]
    rival: str
    manager: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A department's box; `note` gives its people and coverage in one short text."""

    id: str
    box: Box
    name: str
    note: str
    depth: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two cards. `strength` above 0 to 1 for influence, else None; `sentence` says it in words.

    `tagged`: a solid line between departments, which the report's card tells by its `manager`; drawn, such lines run through
    everything in between.
    """

    kind: str
    source: str
    target: str
    stroke: Stroke
    strength: float | None
    tagged: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One entry: a `tint` with a `sign`, a `stroke`, or a `contact` level, and what it means."""

    text: str
    sign: str = ""
    tint: Tint | None = None
    stroke: Stroke | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Legend:
    """Entries under a heading."""

    heading: str
    items: tuple[LegendItem, ...]


@dataclass(frozen=True, kw_only=True)
class MapView(ReportView):
    """Everything a writer needs: the report's view and its drawing. `layout` places every person of the map.

    `missing_glyphs`: characters of its names and titles that the bundled font cannot draw; a viewer's own fonts may.
    """

    layout: Layout
    title: str
    subtitle: str
    facts: tuple[str, ...]
    footnote: str
    stamp: str
    cards: tuple[Card, ...]
    units: tuple[Unit, ...]
    lines: tuple[Line, ...]
    legends: tuple[Legend, ...]
    notes: tuple[str, ...]
    missing_glyphs: tuple[str, ...]

    @cached_property
    def card_of(self) -> Mapping[str, Card]:
        """Cards by person."""
        return {card.id: card for card in self.cards}

    @cached_property
    def ranked(self) -> tuple[Card, ...]:
        """Cards by decision influence, largest first, then by id."""
        return tuple(sorted(self.cards, key=lambda card: (-card.share, card.id)))
